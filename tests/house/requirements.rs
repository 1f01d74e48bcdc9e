//! `src/docs/requirements.md`, the crate's own page: every row of the requirements is there, with a place and a test that
//! exist.
//!
//! Holds it to what exists: files, names in templates, test functions. What a place says is for its reader to judge.

use std::collections::BTreeSet;
use std::fs;

use super::source::{files_under, top};
use super::{assert_found, assert_none};

/// The last row of the requirements' first part.
const LAST: usize = 104;

/// What stands beside the rows.
const BESIDE: &[&str] = &["note", "review", "console", "call", "orange", "kibana", "limits", "close"];

/// The templates that are asked for.
const TEMPLATES: &[&str] = &[
    "bulk-2fa-removal",
    "enforce-2fa-all-groups",
    "idp-migration",
    "project-group-change",
    "account-access-change",
    "release-email",
    "swap-primary-email",
    "unlock-locked-account",
    "reinstate-blocked-account",
    "impersonation",
    "view-secrets",
    "download-data",
    "rerun-pipelines",
    "delete-project",
    "remove-identity",
    "email-typo-fix",
    "ps-migration-unblock",
    "group-owner-change",
];

/// One line of a table: its row, what is asked, the places, the tests.
struct Row {
    name: String,
    asked: String,
    places: Vec<String>,
    tests: Vec<String>,
}

fn rows(page: &str) -> Vec<Row> {
    let lines = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| row "));
    lines
        .map(|line| {
            let inside = line.replace("\\|", "\u{1}");
            let cells: Vec<String> =
                inside.trim_matches('|').split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
            let cell = |number: usize| cells.get(number).cloned().unwrap_or_default();
            Row { name: cell(0), asked: cell(1), places: spans(&cell(2)), tests: spans(&cell(3)) }
        })
        .collect()
}

/// The code spans of a cell.
fn spans(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What the page may point to.
struct Known {
    /// Every file, from the top.
    files: BTreeSet<String>,
    /// Everything in a template that has a name: `template: item`.
    items: BTreeSet<String>,
    /// Every test function.
    tests: BTreeSet<String>,
}

impl Known {
    /// What these files hold.
    fn of(files: impl Iterator<Item = (String, String)>) -> Self {
        let mut known = Self { files: BTreeSet::new(), items: BTreeSet::new(), tests: BTreeSet::new() };
        for (path, text) in files {
            if let Some(template) = path.strip_prefix("runbook-templates/").and_then(|name| name.strip_suffix(".toml"))
            {
                let parsed: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
                let mut names = BTreeSet::new();
                names_in(&toml::Value::Table(parsed), &mut names);
                known.items.extend(names.iter().map(|name| format!("{template}: {name}")));
            }
            if path.ends_with(".rs") {
                known.tests.extend(tests_in(&text));
            }
            known.files.insert(path);
        }
        known
    }
}

/// The ids of items, the names of variables, the names of limits.
fn names_in(value: &toml::Value, names: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            let own = ["id", "name"].iter().filter_map(|key| table.get(*key)?.as_str());
            names.extend(own.map(str::to_owned));
            let limits = table.get("limits").and_then(toml::Value::as_table);
            names.extend(limits.into_iter().flat_map(|limits| limits.keys().cloned()));
            table.values().for_each(|inner| names_in(inner, names));
        }
        toml::Value::Array(items) => items.iter().for_each(|inner| names_in(inner, names)),
        _ => {}
    }
}

/// The functions that bear `#[test]`.
fn tests_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next()) {
            if std::mem::take(&mut is_test) {
                found.insert(name.to_owned());
            }
        } else if !line.starts_with("#[") || line == "#[test]" {
            is_test = line == "#[test]";
        }
    }
    found
}

fn check(page: &str, wanted: &[String], known: &Known) -> Vec<String> {
    let rows = rows(page);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let mut found: Vec<String> = wanted
        .iter()
        .filter(|name| names.iter().filter(|own| own == name).count() != 1)
        .map(|name| format!("row {name} does not stand there exactly once"))
        .collect();
    found.extend(
        names
            .iter()
            .filter(|name| !wanted.iter().any(|own| own == *name))
            .map(|name| format!("row {name}: nobody asks for it")),
    );
    for row in &rows {
        let name = &row.name;
        for (what, list) in [("place", &row.places), ("test", &row.tests)] {
            if list.is_empty() || row.asked.is_empty() {
                found.push(format!("row {name} has no {what}"));
            }
        }
        let misplaced =
            row.places.iter().filter(|place| !known.files.contains(*place) && !known.items.contains(*place));
        found.extend(misplaced.map(|place| format!("row {name}: {place} is neither a file nor in a template")));
        let untested = row.tests.iter().filter(|test| !known.tests.contains(*test));
        found.extend(untested.map(|test| format!("row {name}: there is no test {test}")));
    }
    found
}

#[test]
fn every_requirement_has_its_place_and_its_test() {
    let page = fs::read_to_string(top().join("src/docs/requirements.md")).expect("readable");
    let beside = BESIDE.iter().chain(TEMPLATES).map(|name| (*name).to_owned());
    let wanted: Vec<String> = (1..=LAST).map(|row| row.to_string()).chain(beside).collect();
    let files = ["src", "tests", "runbook-templates"].iter().flat_map(|folder| files_under(&top().join(folder)));
    let known = Known::of(files.map(|path| {
        let name = path.strip_prefix(top()).expect("in the repository").to_string_lossy().replace('\\', "/");
        (name, String::from_utf8_lossy(&fs::read(&path).expect("readable")).into_owned())
    }));
    assert_none(check(&page, &wanted, &known));
}

#[test]
fn a_row_without_a_place_or_a_test_is_seen() {
    let rust = "#[test]\n#[ignore]\nfn it_works() {\n    a | b\n}\nfn helper() {}\n";
    let template = "[[tasks]]\nid = \"remove\"\n[[variables]]\nname = \"list\"\n[limits.wait]\ntext = \"\"\n";
    let files = [("a.rs", rust), ("runbook-templates/bulk.toml", template)];
    let known = Known::of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    let wanted = ["1".to_owned(), "2".to_owned()];
    let page = |cells: &str| {
        format!(
            "| row | what | by | shown |\n|---|---|---|---|\n| 1 | it | {cells} |\n| 2 | it \\| more | `a.rs` | `it_works` |\n"
        )
    };
    assert_none(check(&page("`a.rs`, `bulk: remove`, `bulk: list`, `bulk: wait` | `it_works`"), &wanted, &known));
    assert_found(check(&page(" | `it_works`"), &wanted, &known), &["row 1 has no place"]);
    assert_found(check(&page("`a.rs` | "), &wanted, &known), &["row 1 has no test"]);
    assert_found(check(&page("`b.rs` | `it_works`"), &wanted, &known), &["b.rs is neither"]);
    assert_found(check(&page("`bulk: add` | `it_works`"), &wanted, &known), &["bulk: add is neither"]);
    assert_found(check(&page("`a.rs` | `helper`"), &wanted, &known), &["there is no test helper"]);
    let good = page("`a.rs` | `it_works`");
    assert_found(check(&good, &["1".to_owned()], &known), &["row 2: nobody asks for it"]);
    let more = ["1".to_owned(), "2".to_owned(), "3".to_owned()];
    assert_found(check(&good, &more, &known), &["row 3 does not stand there exactly once"]);
}
