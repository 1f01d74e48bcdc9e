//! `src/docs`: what the pages say is what the code has. Links lead somewhere, codes and names are the program's, files
//! that
//! are named exist, and comments in the code point to headings that stand there.
//!
//! The page of commands is held by `src/cli/reference_tests.rs`, JSON and the record by `tests/e2e/documents.rs`.

use std::collections::BTreeSet;
use std::fs;

use runbook::lifecycle::ReadinessCode;
use runbook::model::{AuditCode, EVENTS, Event, Kind};

use super::floors::ROOMS;
use super::source::{files_under, top};
use super::{assert_found, assert_none};

/// The pages that a person reads; `commands` is the second half of `reference`.
const PAGES: &[&str] = &[
    "architecture",
    "changelog",
    "commands",
    "contributing",
    "format",
    "glossary",
    "notices",
    "reference",
    "requirements",
];

/// Every kind of fault.
const KINDS: &[Kind] = &[
    Kind::No,
    Kind::Usage,
    Kind::Refused,
    Kind::Secret,
    Kind::Hook,
    Kind::NotFound,
    Kind::Ambiguous,
    Kind::NotAStore,
    Kind::Unreadable,
    Kind::NewerFormat,
    Kind::HandEdited,
    Kind::Locked,
    Kind::Overtaken,
    Kind::Identity,
    Kind::Git,
    Kind::Disk,
    Kind::System,
    Kind::Bug,
    Kind::Interrupted,
];

fn page(name: &str) -> String {
    fs::read_to_string(top().join(format!("src/docs/{name}.md"))).unwrap_or_else(|error| panic!("{name}.md: {error}"))
}

/// The headings of a page, without what stands in fenced blocks.
fn headings(page: &str) -> Vec<String> {
    let mut is_fenced = false;
    let mut found = Vec::new();
    for line in page.lines() {
        is_fenced ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !is_fenced) {
            found.push(heading.trim_start_matches('#').trim().to_owned());
        }
    }
    found
}

/// The part of a page under a heading of the first level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = format!("# {heading}\n");
    let at = page.find(&start).unwrap_or_else(|| panic!("no heading “{heading}”"));
    let rest = &page[at + start.len()..];
    &rest[..rest.find("\n# ").unwrap_or(rest.len())]
}

/// The code spans of a text, in order.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Where a heading is found by a link.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn check_links(name: &str, text: &str, headings_of: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut found = Vec::new();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let Some(target) = link.strip_prefix("crate::docs::") else { continue };
        let (page, wanted) = target.split_once('#').unwrap_or((target, ""));
        if !PAGES.contains(&page) {
            found.push(format!("{name}.md links to {page}, which is no page"));
        } else if !wanted.is_empty() && !headings_of(page).iter().any(|heading| anchor(heading) == wanted) {
            found.push(format!("{name}.md links to {link}, and {page}.md has no such heading"));
        }
    }
    found
}

/// What stands on only one side.
fn check_same(what: &str, page: BTreeSet<&str>, program: BTreeSet<&str>) -> Vec<String> {
    let lacks = program.difference(&page).map(|name| format!("{what}: the page lacks {name}"));
    lacks.chain(page.difference(&program).map(|name| format!("{what}: the program has no {name}"))).collect()
}

/// Comments that name a page: each says which heading of it, and the page has that heading.
fn check_pointers(path: &str, text: &str, headings_of: &dyn Fn(&str) -> Option<Vec<String>>) -> Vec<String> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        // a heading may stand in the comment's next line
        let next =
            lines.get(number + 1).map_or("", |next| next.trim_start().trim_start_matches(['/', '!']).trim_start());
        for (at, _) in line.match_indices(".md`") {
            let before = &line[..at];
            let named = before.rsplit('`').next().unwrap_or_default();
            let Some(page) = named.strip_prefix("docs/") else { continue };
            let place = format!("{path}:{}", number + 1);
            let Some(headings) = headings_of(page) else {
                found.push(format!("{place}: there is no page {named}.md"));
                continue;
            };
            let after = format!("{} {next}", &line[at + ".md`".len()..]);
            let heading = after.strip_prefix(", “").and_then(|rest| rest.split('”').next());
            match heading {
                Some(heading) if headings.iter().any(|own| own == heading) => {}
                Some(heading) => found.push(format!("{place}: {named}.md has no heading “{heading}”")),
                None => found.push(format!("{place}: names {named}.md, and not which heading, as in , “Layout”")),
            }
        }
    }
    found
}

#[test]
fn every_file_beside_the_pages_is_one() {
    let files = files_under(&top().join("src/docs"));
    let names = files.iter().filter_map(|path| path.file_name()?.to_str()?.strip_suffix(".md"));
    assert_eq!(names.collect::<Vec<_>>(), PAGES);
    let module = fs::read_to_string(top().join("src/docs/mod.rs")).expect("readable");
    for name in PAGES {
        assert!(module.contains(&format!("#[doc = include_str!(\"{name}.md\")]")), "{name}.md is in no module");
    }
}

#[test]
fn links_between_pages_lead_to_headings() {
    let headings_of = |name: &str| headings(&page(name));
    assert_none(PAGES.iter().flat_map(|name| check_links(name, &page(name), &headings_of)).collect());
}

#[test]
fn the_exit_codes_are_those_of_the_program() {
    // a new kind does not compile here: it belongs into the list above and into the page
    fn is_listed(kind: Kind) -> bool {
        match kind {
            Kind::No | Kind::Usage | Kind::Refused | Kind::Secret | Kind::Hook | Kind::NotFound | Kind::Ambiguous => {}
            Kind::NotAStore | Kind::Unreadable | Kind::NewerFormat | Kind::HandEdited | Kind::Locked => {}
            Kind::Overtaken
            | Kind::Identity
            | Kind::Git
            | Kind::Disk
            | Kind::System
            | Kind::Bug
            | Kind::Interrupted => {}
        }
        KINDS.contains(&kind)
    }
    let page = page("reference");
    let mut rows: Vec<(u8, &str)> = Vec::new();
    for line in section(&page, "Exit codes").lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, code, _, kinds, _] = cells[..]
            && let Ok(code) = code.parse()
        {
            rows.extend(spans(kinds).into_iter().map(|kind| (code, kind)));
        }
    }
    rows.sort_unstable();
    let mut program: Vec<(u8, &str)> = KINDS.iter().map(|kind| (kind.exit_code(), kind.word())).collect();
    program.sort_unstable();
    assert_eq!(rows, program);
    assert!(KINDS.iter().all(|kind| is_listed(*kind)));
}

#[test]
fn codes_and_event_names_are_those_of_the_program() {
    let page = page("reference");
    let first_cells = |heading: &str| -> Vec<String> {
        let rows = section(&page, heading).lines().filter(|line| line.starts_with("| `"));
        rows.map(|line| line.split('|').nth(1).unwrap_or_default().to_owned()).collect()
    };
    let readiness = first_cells("Readiness codes");
    let readiness = readiness.iter().flat_map(|cell| spans(cell)).collect();
    assert_none(check_same(
        "readiness codes",
        readiness,
        ReadinessCode::missing().map(ReadinessCode::as_str).collect(),
    ));
    let warnings = section(&page, "Readiness codes").split("\nWarnings").nth(1).expect("a paragraph on warnings");
    let warnings = spans(warnings).into_iter().collect();
    assert_none(check_same("warning codes", warnings, ReadinessCode::warnings().map(ReadinessCode::as_str).collect()));
    let audit = first_cells("Audit codes");
    let audit = audit.iter().flat_map(|cell| spans(cell)).collect();
    assert_none(check_same("audit codes", audit, AuditCode::ALL.iter().map(|code| code.word()).collect()));
    let rows = section(&page, "Event names").lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let names: Vec<&str> = rows.filter_map(|line| line.split('|').nth(2)).flat_map(spans).collect();
    assert_none(check_same(
        "event names",
        names.iter().copied().collect(),
        EVENTS.iter().map(|kind| kind.name).collect(),
    ));
}

#[test]
fn the_example_of_an_event_is_one() {
    let page = page("format");
    let line = page.lines().find_map(|line| line.strip_prefix("Runbook-Event: ")).expect("an example");
    let event = Event::read(line).expect("an event");
    assert_eq!(event.name(), "task.finish");
}

#[test]
fn the_words_of_the_glossary_are_used() {
    let mut code = String::new();
    for path in files_under(&top().join("src")).iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        code.push_str(&fs::read_to_string(path).expect("readable").to_lowercase());
    }
    let page = page("glossary");
    let words: Vec<&str> = page.split("**").skip(1).step_by(2).collect();
    assert!(words.len() > 40, "{words:?}");
    let used = |word: &str| {
        let word = word.to_lowercase();
        code.contains(&word) || code.contains(&word.replace(' ', "_")) || code.contains(&word.replace(' ', ""))
    };
    assert_none(words.iter().filter(|word| !used(word)).map(|word| format!("nobody says “{word}”")).collect());
}

/// The paths that a page names, without those that stand for many.
fn paths(page: &str) -> Vec<&str> {
    let roots = ["src/", "tests/", "runbook-templates/", ".ci/"];
    let is_path = |span: &&str| roots.iter().any(|root| span.starts_with(root)) && !span.contains(' ');
    spans(page).into_iter().filter(is_path).filter(|path| !path.contains("NAME") && !path.contains('…')).collect()
}

#[test]
fn the_map_is_the_house() {
    let page = page("architecture");
    let rows = section(&page, "The map").lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let mut rooms: Vec<(&str, u8)> = Vec::new();
    for line in rows {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let floor = cells[1].parse().unwrap_or_else(|error| panic!("{line}: {error}"));
        rooms.push((spans(cells[2])[0], floor));
    }
    let mut house = ROOMS.to_vec();
    rooms.sort_unstable();
    house.sort_unstable();
    assert_eq!(rooms, house);
    for (room, _) in ROOMS {
        assert!(top().join("src").join(room).join("mod.rs").exists(), "src/{room} is no room");
    }
}

#[test]
fn the_files_that_the_pages_name_exist() {
    let mut found = Vec::new();
    for name in PAGES.iter().filter(|name| **name != "notices") {
        let page = page(name);
        let lost = paths(&page).into_iter().filter(|path| !top().join(path).exists());
        found.extend(lost.map(|path| format!("{name}.md names {path}, which is not there")));
    }
    assert_none(found);
    assert!(paths(&page("architecture")).len() > 10 && paths(&page("contributing")).len() > 10);
}

#[test]
fn the_commands_of_contributing_are_run() {
    let page = page("contributing");
    let known = ["README.md", ".ci/run"].map(|file| fs::read_to_string(top().join(file)).expect("readable")).concat();
    let commands: Vec<&str> =
        spans(section(&page, "Building and testing")).into_iter().filter(|span| span.contains("cargo ")).collect();
    assert!(commands.len() > 5, "{commands:?}");
    let lost = commands.iter().filter(|command| !known.contains(*command));
    assert_none(lost.map(|command| format!("neither the README nor .ci/run knows {command}")).collect());
}

#[test]
fn the_changelog_has_this_version() {
    assert!(headings(&page("changelog")).iter().any(|heading| heading == env!("CARGO_PKG_VERSION")));
}

#[test]
fn comments_point_to_headings_that_are_there() {
    let headings_of = |name: &str| PAGES.contains(&name).then(|| headings(&page(name)));
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        for path in files_under(&top().join(folder)).iter().filter(|path| path.extension().is_some_and(|it| it == "rs"))
        {
            let name = path.strip_prefix(top()).expect("in the repository").to_string_lossy().into_owned();
            if name != "tests/house/pages.rs" {
                found.extend(check_pointers(&name, &fs::read_to_string(path).expect("readable"), &headings_of));
            }
        }
    }
    assert_none(found);
}

#[test]
fn a_page_that_is_not_true_is_seen() {
    let headings_of = |_: &str| vec!["Exit codes".to_owned()];
    assert_none(check_links(
        "format",
        "see [it](crate::docs::reference#exit-codes) and [it](crate::docs::glossary)",
        &headings_of,
    ));
    assert_found(check_links("format", "see [it](crate::docs::reference#exits)", &headings_of), &["no such heading"]);
    assert_found(check_links("format", "see [it](crate::docs::elsewhere)", &headings_of), &["no page"]);
    assert_found(check_same("x", BTreeSet::from(["a"]), BTreeSet::from(["a", "b"])), &["the page lacks b"]);
    assert_found(check_same("x", BTreeSet::from(["a", "b"]), BTreeSet::from(["a"])), &["the program has no b"]);
    let headings_of = |name: &str| (name == "format").then(|| vec!["Layout".to_owned()]);
    assert_none(check_pointers("a.rs", "//! As agreed (`docs/format.md`, “Layout”), and `README.md`.", &headings_of));
    assert_none(check_pointers("a.rs", "/// As agreed (`docs/format.md`,\n    /// “Layout”).", &headings_of));
    assert_found(check_pointers("a.rs", "//! (`docs/format.md`, “Outlay”)", &headings_of), &["a.rs:1", "Outlay"]);
    assert_found(check_pointers("a.rs", "//! See `docs/format.md`.", &headings_of), &["not which heading"]);
    assert_found(check_pointers("a.rs", "//! (`docs/cli.md`, “Layout”)", &headings_of), &["no page docs/cli.md"]);
    assert_eq!(headings("# A b\n```text\n# no\n```\n## C"), ["A b", "C"]);
}
