//! A table with the heads of the tasks is the tasks, whatever heading stands over it, in every language; and a time is read
//! whatever stands for the blanks in it. What a title says is not the work is no task, no item and no part of a plan.

use serde_json::json;

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

/// Titles of what is not the work, as people write them.
const APART: [&str; 9] = [
    "Out of scope",
    "Not to be done",
    "Not part of this change",
    "Open questions",
    "Nicht im Umfang",
    "Offene Fragen",
    "Fuera de alcance",
    "Hors périmètre",
    "対象外の作業",
];

#[test]
fn what_a_title_says_is_not_the_work_is_no_task_and_kept() {
    for title in APART {
        for label in [
            format!("\n**{title}**\n"),
            format!("**{title}:**"),
            format!("\n{title}:\n"),
            format!("{title}:"),
            format!("\n### {title}\n"),
        ] {
            let draft = only(&format!("# A - B\n\n## Tasks\n\n1. One\n2. Two\n{label}\n- Delete old users\n"));
            let own = record(&draft);
            assert_eq!(words(&own["tasks"], "title"), ["One", "Two"], "{label}: {own:#}");
            let kept = own["kept"].to_string();
            assert!(kept.contains("Delete old users") && kept.contains(title), "{label}: {kept}");
            doubts(&draft, title);
        }
        let list = format!("- One\n- {title}:\n  - Delete old users\n- Two\n");
        let draft = only(&format!("# A - B\n\n## Tasks\n\n{list}"));
        assert_eq!(words(&record(&draft)["tasks"], "title"), ["One", "Two"], "{title}");
        assert!(record(&draft)["kept"].to_string().contains("Delete old users"), "{title}");
        doubts(&draft, title);
    }
    let draft = only("# A - B\n\n## Tasks\n\n- One\n- Out of scope: delete old users\n");
    assert_eq!(words(&record(&draft)["tasks"], "title"), ["One"]);
    doubts(&draft, "Out of scope: delete old users");
}

#[test]
fn what_only_sounds_like_it_is_a_task() {
    for title in ["Follow up with Acme", "Delete users out of scope", "Questions from users are answered", "Risky part"]
    {
        let text = format!("# A - B\n\n## Tasks\n\n- One\n- {title}\n");
        assert_eq!(words(&record(&only(&text))["tasks"], "title"), ["One", title], "{title}");
    }
    for item in ["`excluded` users get it back", "**Excluded** groups are restored"] {
        let own = record(&only(&format!("# A - B\n\n## Tasks\n\n- One\n- {item}\n")));
        assert_eq!(own["tasks"].as_array().map(Vec::len), Some(2), "{item}: {own:#}");
    }
    let text = "# A - B\n\n## Tasks\n\nAssumptions:\n\n- the VPN is up\n\n1. Stop\n2. Start\n";
    assert_eq!(words(&record(&only(text))["tasks"], "title"), ["the VPN is up", "Stop", "Start"]);
    let text = "# A - B\n\n## Tasks\n\n1. Stop\n\nOpen questions:\n\n- Who?\n\n2. Start\n";
    assert_eq!(words(&record(&only(text))["tasks"], "title"), ["Stop", "Who?", "Start"]);
    for title in ["Phase 1", "Background migrations", "Follow up with Acme"] {
        let text = format!("# A - B\n\n## Tasks\n\n- One\n\n### {title}\n\n- Two\n");
        assert_eq!(words(&record(&only(&text))["tasks"], "title"), ["One", "Two"], "{title}");
    }
    // what is to be ticked is of its list, and what is to be told apart ends with the next section
    let text = "# A - B\n\n## Post-call checklist\n\n- [ ] a\n\n### Follow up\n\n- [ ] b\n";
    assert_eq!(words(&record(&only(text))["post_call"], "text"), ["a", "b"]);
    let text = "# A - B\n\n## Open questions\n\n- Who?\n\n## Tasks\n\n- One\n\n**Out of scope**\n\n- Late\n\n## Rollback\n\nBack.\n";
    let own = record(&only(text));
    assert_eq!(words(&own["tasks"], "title"), ["One"]);
    assert_eq!(own["rollback"]["plan"], "Back.");
}

#[test]
fn what_is_not_the_work_shows_nothing_of_the_item_above_it() {
    for line in ["Out of scope: the runners", "**Out of scope**", "- Out of scope: the runners", "Open questions: who?"]
    {
        let draft = only(&format!("# A - B\n\n## Pre-call checklist\n\n- [x] Backup\n{line}\n"));
        let own = record(&draft);
        assert_eq!((&own["pre_call"][0]["mark"], own["pre_call"][0].get("evidence")), (&json!("done"), None), "{line}");
        assert_eq!(own["pre_call"].as_array().map(Vec::len), Some(1), "{line}");
        assert!(own["kept"].to_string().contains(line), "{line}: {own:#}");
        doubts(&draft, "is kept as it stands");
    }
}

#[test]
fn what_is_not_the_work_below_a_step_of_its_own_is_told() {
    let text = "# A - B\n\n## Tasks\n\n### Step 1: Stop it\n\nNow.\n\n**Out of scope**\n\n- Delete old users\n";
    let draft = only(text);
    assert_eq!(words(&record(&draft)["tasks"], "title"), ["Stop it"]);
    doubts(&draft, "“**Out of scope**” stands below a task");
}

#[test]
fn a_line_with_a_sign_of_its_own_is_no_evidence_of_the_item_above_it() {
    for line in [":eyes: tell #support_manager", "[done] tell them", "( ) tell them", "◆ tell them", "👀 tell them"]
    {
        let draft = only(&format!("# A - B\n\n## Pre-call checklist\n\n:white_check_mark: verified owner\n{line}\n"));
        let own = record(&draft);
        assert_eq!(words(&own["pre_call"], "text"), ["verified owner"], "{line}: {own:#}");
        assert!(own["pre_call"][0].get("evidence").is_none(), "{line}: {own:#}");
        assert!(own["kept"].to_string().contains(line), "{line}: {own:#}");
        doubts(&draft, "is kept as it stands");
    }
    let text =
        "# A - B\n\n## Pre-call checklist\n\n:white_check_mark: verified owner\n:black_square_button: tell them\n";
    let own = record(&only(text));
    assert_eq!(words(&own["pre_call"], "text"), ["verified owner", "tell them"]);
    assert_eq!((&own["pre_call"][0]["mark"], own["pre_call"][1].get("mark")), (&json!("done"), None));
    // what is set in below an item is about it, whatever it begins with
    let own = record(&only("# A - B\n\n## Pre-call checklist\n\n- [x] Tell them\n  :eyes: Ann saw it\n"));
    assert_eq!(own["pre_call"][0]["evidence"], ":eyes: Ann saw it");
}

#[test]
fn a_plan_for_the_rollback_ends_where_something_else_begins() {
    for rest in [
        "Test plan:\nLog in once.",
        "**Communication plan**\n\n- Tell everybody",
        "Out of scope:\n\n- The runners",
        "Open questions:\n\n- Who?",
        "Kommunikationsplan:\nAlle informieren.",
        "Plan de pruebas:\nEntrar una vez.",
        "テスト計画：\nログインする",
        "-- \nJohn Doe\nSupport Engineer",
        "Best regards,\nAnn",
    ] {
        for heading in ["## Rollback plan\n", "Rollback plan:"] {
            let draft = only(&format!("# A - B\n\n## Tasks\n\n- One\n\n{heading}\nRestore the snapshot.\n\n{rest}\n"));
            let own = record(&draft);
            assert_eq!(own["rollback"]["plan"], "Restore the snapshot.", "{heading} {rest}: {own:#}");
            let kept = own["kept"].to_string();
            let last = rest.lines().last().unwrap_or_default();
            assert!(kept.contains(last.trim_start_matches("- ")), "{rest}: {kept}");
            doubts(&draft, "is kept as it stands");
        }
    }
    for plan in [
        "Restore it.\nTest plan: log in.\nSign off the change",
        "Assumptions:\n- a snapshot\n\n1. Stop",
        "Restore it.\n\nVerification: log in.",
        "Stop it.\nNote: test the plan first.",
        "1. Stop\n2. Tell them",
    ] {
        let own = record(&only(&format!("# A - B\n\n## Rollback plan\n\n{plan}\n")));
        assert_eq!(own["rollback"]["plan"], plan, "{own:#}");
    }
}
