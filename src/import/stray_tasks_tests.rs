//! A table with the heads of the tasks is the tasks, whatever heading stands over it, in every language; and a time is read
//! whatever stands for the blanks in it.

use super::languages::LEXICON;
use super::meanings::TaskColumn;
use super::tests::{doubts, only, record, words};

/// Headings of sections that are something else, and none.
const HEADINGS: [&str; 7] = [
    "",
    "### Pre-call checklist",
    "### Post-call checklist",
    "### Customer Contacts",
    "### GitLab Contacts",
    "### Permissions",
    "### Anything else",
];

/// The word for a task in several languages, with every word for the other columns.
fn heads() -> Vec<[&'static str; 3]> {
    let of = |wanted: TaskColumn| {
        let mut all: Vec<&str> =
            LEXICON.task_columns.iter().filter(|(_, own)| **own == wanted).map(|(word, _)| *word).collect();
        all.sort_unstable();
        all
    };
    let (tasks, outcomes, lengths) = (of(TaskColumn::Task), of(TaskColumn::Outcome), of(TaskColumn::Duration));
    let most = outcomes.len().max(lengths.len());
    let tasks =
        tasks.into_iter().filter(|word| ["task", "aufgabe", "tarea", "tache", "tarefa", "attivita"].contains(word));
    let tasks: Vec<&str> = tasks.collect();
    assert!(tasks.len() > 3, "{tasks:?}");
    tasks
        .iter()
        .flat_map(|task| {
            (0..most)
                .map(|nth| [*task, outcomes[nth % outcomes.len()], lengths[nth % lengths.len()]])
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_table_with_the_heads_of_the_tasks_is_the_tasks_under_any_heading() {
    for heading in HEADINGS {
        for [task, outcome, length] in heads() {
            let table = format!(
                "| {task} | {outcome} | {length} |\n|---|---|---|\n| Stop | Success | 10m |\n| Start |  | 20m |"
            );
            let draft = only(&format!("# Acme - Move it\n\n| DRI | @kim |\n|---|---|\n\n{heading}\n\n{table}\n"));
            let own = record(&draft);
            assert_eq!(
                words(&own["tasks"], "title"),
                ["Stop", "Start"],
                "{heading} {task} {outcome} {length}: {own:#}"
            );
            for list in ["pre_call", "post_call", "contacts", "kept"] {
                assert!(!own[list].to_string().contains("Start"), "{list} {heading}: {own:#}");
            }
            if heading.len() > 1 && !heading.contains("Anything") {
                doubts(&draft, "is taken as the tasks");
            }
        }
    }
}

#[test]
fn where_the_tasks_stand_elsewhere_such_a_table_in_a_checklist_is_told() {
    for heading in ["Pre-call checklist", "Post-call checklist"] {
        let table = "| Task | Outcome | Duration |\n|---|---|---|\n| Inform | Success | 10m |";
        let draft = only(&format!("# Acme - Move it\n\n## {heading}\n\n{table}\n\n## Tasks\n\n- Stop it\n"));
        doubts(&draft, &format!("the table under “{heading}” has the heads of the tasks"));
        assert_eq!(words(&record(&draft)["tasks"], "title"), ["Stop it"]);
    }
}

#[test]
fn a_time_and_a_length_are_read_whatever_stands_for_their_blanks() {
    for blank in [" ", "&nbsp;", "&#160;", "&#xA0;", "\u{a0}", "\u{202f}", "&ensp;", "&thinsp;", " &nbsp; "] {
        let time = format!("2026-12-20{blank}14:00{blank}UTC");
        for header in [
            format!("| Schedule | {time} |\n|---|---|"),
            format!("- Schedule: {time}"),
            format!("<table><tr><td>Schedule</td><td>{time}</td></tr></table>"),
        ] {
            let table = format!("| Task | Outcome | Duration |\n|---|---|---|\n| Stop | | 1{blank}h |");
            let own = record(&only(&format!("# Acme - Move it\n\n{header}\n\n## Tasks\n\n{table}\n")));
            let at = own["scheduled_at"].as_str().unwrap_or_default();
            assert!(at.starts_with("2026-12-20T14:00"), "{blank:?} {header}: {own:#}");
            assert_eq!(own["tasks"][0]["estimate"], "1h", "{blank:?}: {own:#}");
        }
    }
}
