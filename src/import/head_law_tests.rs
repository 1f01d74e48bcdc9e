//! What holds for every table, in whatever language and whatever marks its heads stand: heads that stand in it again are
//! nobody and nothing to be done, and the title of some rows says no more than whose people they are.

use serde_json::{Value, json};

use super::languages::{LEXICON, any_has};
use super::meanings::{ContactColumn, HeaderField, TaskColumn};
use super::tests::{only, record, words};
use super::value_law_tests::MARKS;
use super::vocabulary::{contact_column, field, task_column};

/// Heads with some marks round each.
fn heads(words: &[&str], (open, close, _): (&str, &str, bool)) -> String {
    let cells: Vec<String> = words.iter().map(|word| format!("{open}{word}{close}")).collect();
    format!("| {} |", cells.join(" | "))
}

#[test]
fn heads_that_stand_in_a_table_again_are_nobody() {
    let of = |wanted: ContactColumn| {
        let mut own: Vec<&str> =
            LEXICON.contact_columns.iter().filter(|(_, own)| **own == wanted).map(|(word, _)| *word).collect();
        own.sort_unstable();
        own
    };
    // each word with each mark, and with one of the other column
    let (names, roles) = (of(ContactColumn::Name), of(ContactColumn::Role));
    for (nth, (name, role)) in
        names.iter().zip(roles.iter().cycle()).chain(names.iter().cycle().zip(&roles)).enumerate()
    {
        for marks in MARKS.into_iter().cycle().skip(nth % MARKS.len()).take(4) {
            let again = heads(&[name, role], marks);
            let text = format!(
                "# Acme - X\n\n## GitLab contacts\n\n| {name} | {role} |\n|---|---|\n| Ann Lee | DBA |\n{again}\n| Ben Doe | Ops |\n{again}\n"
            );
            let own = record(&only(&text));
            assert_eq!(words(&own["contacts"], "name"), ["Ann Lee", "Ben Doe"], "{text}");
            assert_eq!(words(&own["contacts"], "role"), ["DBA", "Ops"], "{text}");
        }
    }
    // in other words, in another order, by half
    for (again, role) in [
        ("| Name | Rolle |", "Ops"),
        ("| Nombre | Rol |", "Ops"),
        ("| 氏名 | 役割 |", "Ops"),
        ("| Role | Name |", "Ben Doe"),
        ("| Name | what else |", "Ops"),
    ] {
        let text = format!(
            "# Acme - X\n\n## GitLab contacts\n\n| Name | Role |\n|---|---|\n| Ann Lee | DBA |\n{again}\n| Ben Doe | Ops |\n"
        );
        let draft = only(&text);
        let own = record(&draft);
        assert_eq!((words(&own["contacts"], "role").len(), &own["contacts"][1]["role"]), (2, &json!(role)), "{text}");
    }
    // in a language that no list knows
    let text = "# Acme - X\n\n## GitLab contacts\n\n| Nazwisko | Rola |\n|---|---|\n| Ann Lee | DBA |\n| **Nazwisko** | **Rola** |\n| Ben Doe | Ops |\n";
    assert_eq!(words(&record(&only(text))["contacts"], "name"), ["Ann Lee", "Ben Doe"]);
}

#[test]
fn heads_that_stand_in_a_table_again_are_nothing_to_be_done() {
    let of = |wanted: TaskColumn| {
        let mut own: Vec<&str> =
            LEXICON.task_columns.iter().filter(|(_, own)| **own == wanted).map(|(word, _)| *word).collect();
        own.sort_unstable();
        own
    };
    let (tasks, outcomes) = (of(TaskColumn::Task), of(TaskColumn::Outcome));
    let pairs = tasks.iter().zip(outcomes.iter().cycle()).chain(tasks.iter().cycle().zip(&outcomes));
    for (nth, (task, outcome)) in pairs.enumerate() {
        for marks in MARKS.into_iter().cycle().skip(nth % MARKS.len()).take(2) {
            let again = heads(&[task, outcome, "Duration"], marks);
            let table = format!(
                "| {task} | {outcome} | Duration |\n|---|---|---|\n| Stop it | | 10m |\n{again}\n| Start it | | 5m |\n{again}\n"
            );
            // a head that may stand over anything makes no steps of a plan
            let is_vague = any_has(|language| language.vague_heads, task);
            let lists = [("Tasks", "/tasks"), ("Rollback plan", "/rollback/steps")];
            for (section, list) in lists.into_iter().take(if is_vague { 1 } else { 2 }) {
                let own = record(&only(&format!("# Acme - X\n\n## {section}\n\n{table}")));
                let titles = words(own.pointer(list).unwrap_or(&Value::Null), "title");
                assert_eq!(titles, ["Stop it", "Start it"], "{section}\n{table}");
            }
        }
    }
    for again in [
        "| Check | Done |",
        "| **Check** | **Done** |",
        "| Punkt | Erledigt |",
        "| 項目 | 完了 |",
        "| Check | who knows |",
    ] {
        let text =
            format!("# Acme - X\n\n## Pre-call\n\n| Check | Done |\n|---|---|\n| Backup | x |\n{again}\n| Tell | |\n");
        assert_eq!(words(&record(&only(&text))["pre_call"], "text"), ["Backup", "Tell"], "{text}");
    }
}

#[test]
fn a_title_row_in_a_table_of_people_says_their_side_alone() {
    for (home, customer) in [
        ("GitLab", "Customer"),
        ("**GitLab**", "**Customer:**"),
        ("Unsere Seite", "Kundenseite"),
        ("GitLab contacts", "Client contacts"),
        ("Support", "Acme"),
        ("<b>Internal</b>", "External"),
    ] {
        for rest in [" | |", " | | |"] {
            let (columns, line) = (rest.matches('|').count(), "|---");
            let title = |words: &str| match words.starts_with("**GitLab") {
                // an editor repeats the words of joined cells
                true => format!("|{}", format!(" {words} |").repeat(columns)),
                false => format!("| {words}{rest}"),
            };
            let cells = if columns == 3 { " | what" } else { "" };
            let text = format!(
                "# Acme - X\n\n## Contacts\n\n{}\n{}|\n| Name | Role{cells} |\n| Ann Lee | DBA{cells} |\n{}\n| Name | Role{cells} |\n| Tom Blogs | Boss{cells} |\n",
                title(home),
                line.repeat(columns),
                title(customer)
            );
            let own = record(&only(&text));
            assert_eq!(words(&own["contacts"], "name"), ["Ann Lee", "Tom Blogs"], "{text}");
            assert_eq!(words(&own["contacts"], "side"), ["gitlab", "customer"], "{text}");
        }
    }
}

#[test]
fn heads_are_known_by_their_words_in_any_marks() {
    for (open, close, _) in MARKS.into_iter().filter(|(open, ..)| !open.starts_with(['<', '&']) && !open.contains('!'))
    {
        assert_eq!(contact_column(&format!("{open}Role{close}")), ContactColumn::Role, "{open}");
        assert_eq!(task_column(&format!("{open}Outcome{close}")), TaskColumn::Outcome, "{open}");
        assert_eq!(field(&format!("{open}DRI{close}")), Some(HeaderField::Dri), "{open}");
    }
}

#[test]
fn a_head_that_others_take_the_place_of_loses_no_word() {
    for first in ["| Task | Outcome | Duration wq6z |", "| Task | wq6z | Duration |", "| Task | Outcome | wq6z |"] {
        for between in ["", "| Stop | Success | 10m |\n"] {
            let table =
                format!("{first}\n{between}| Task | Outcome | Duration |\n|-|-|-|\n| Start | failed: late | ~5m |");
            let own = record(&only(&format!("# Acme - Move it\n\n## Tasks\n\n{table}\n"))).to_string();
            assert!(own.contains("wq6z"), "{first} {between}: {own}");
        }
    }
    for (section, table) in [
        ("Tasks", "| Stop | Success | 10m | x |\n| Task | Outcome | Duration | wq6z |\n| Start | | 5m | |"),
        (
            "Customer contacts",
            "| Name | Role | wq6z |\n|-|-|-|\n| Ann Lee | DBA | |\n| Role | Name |\n| Ops | Ben Doe |",
        ),
    ] {
        let own = record(&only(&format!("# Acme - Move it\n\n## {section}\n\n{table}\n"))).to_string();
        assert!(own.contains("wq6z"), "{table}: {own}");
    }
}

#[test]
fn a_head_with_another_unit_counts_for_what_stands_below_it() {
    let table = "| Task | Outcome | Duration (min) |\n|-|-|-|\n| Stop | | 5 |\n| Task | Outcome | Duration (h) |\n| Start | | 2 |";
    let own = record(&only(&format!("# Acme - Move it\n\n## Tasks\n\n{table}\n")));
    assert_eq!(words(&own["tasks"], "estimate"), ["5m", "2h"], "{own:#}");
}
