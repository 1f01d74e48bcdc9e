//! `src/requirements.md`, the crate's own page: every row of the requirements is there, with a place and a test that exist.

use std::fs;

use super::source::top;
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

fn check(page: &str, wanted: &[String], read: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
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
        found.extend(
            row.places.iter().filter_map(|place| misplaced(place, read)).map(|why| format!("row {name}: {why}")),
        );
        found.extend(row.tests.iter().filter_map(|test| untested(test, read)).map(|why| format!("row {name}: {why}")));
    }
    found
}

/// Why a place is none.
fn misplaced(place: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let Some((path, words)) = place.split_once('#') else { return Some(format!("{place} is not file#words")) };
    match read(path) {
        None => Some(format!("there is no file {path}")),
        Some(text) if words.is_empty() || !text.contains(words) => Some(format!("“{words}” does not stand in {path}")),
        Some(_) => None,
    }
}

/// Why a test is none.
fn untested(test: &str, read: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let Some((path, name)) = test.split_once('#') else { return Some(format!("{test} is not file#test")) };
    let Some(text) = read(path) else { return Some(format!("there is no file {path}")) };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declares = |line: &str| {
        line.strip_prefix("fn ").and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('('))
    };
    let at = lines.iter().position(|line| declares(line));
    let is_test = at.is_some_and(|at| lines[..at].iter().rev().take(3).any(|line| *line == "#[test]"));
    (!is_test).then(|| format!("there is no test {name} in {path}"))
}

#[test]
fn every_requirement_has_its_place_and_its_test() {
    let page = fs::read_to_string(top().join("src/requirements.md")).expect("readable");
    let beside = BESIDE.iter().chain(TEMPLATES).map(|name| (*name).to_owned());
    let wanted: Vec<String> = (1..=LAST).map(|row| row.to_string()).chain(beside).collect();
    assert_none(check(&page, &wanted, &|path| fs::read_to_string(top().join(path)).ok()));
}

#[test]
fn a_row_without_a_place_or_a_test_is_seen() {
    let read =
        |path: &str| (path == "a.rs").then(|| "#[test]\nfn it_works() {\n    a | b\n}\nfn helper() {}\n".to_owned());
    let wanted = ["1".to_owned(), "2".to_owned()];
    let page = |cells: &str| {
        format!(
            "| row | what | by | shown |\n|---|---|---|---|\n| 1 | it | {cells} |\n| 2 | it | `a.rs#a \\| b` | `a.rs#it_works` |\n"
        )
    };
    assert_none(check(&page("`a.rs#helper` | `a.rs#it_works`"), &wanted, &read));
    assert_found(check(&page(" | `a.rs#it_works`"), &wanted, &read), &["row 1 has no place"]);
    assert_found(check(&page("`a.rs#a` | "), &wanted, &read), &["row 1 has no test"]);
    assert_found(check(&page("`b.rs#a` | `a.rs#it_works`"), &wanted, &read), &["there is no file b.rs"]);
    assert_found(
        check(&page("`a.rs#nowhere` | `a.rs#it_works`"), &wanted, &read),
        &["“nowhere” does not stand in a.rs"],
    );
    assert_found(check(&page("`a.rs#a` | `a.rs#helper`"), &wanted, &read), &["there is no test helper in a.rs"]);
    let good = page("`a.rs#a` | `a.rs#it_works`");
    assert_found(check(&good, &["1".to_owned()], &read), &["row 2: nobody asks for it"]);
    let more = ["1".to_owned(), "2".to_owned(), "3".to_owned()];
    assert_found(check(&good, &more, &read), &["row 3 does not stand there exactly once"]);
}
