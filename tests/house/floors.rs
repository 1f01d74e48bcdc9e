//! Imports go down, never up, and sideways only on floor 3, in the order of its rooms.

use super::source::{House, Source};
use super::{assert_found, assert_none, sample};

/// Every room and its floor. A room of floor 3 may look at those of that floor that stand before it here.
pub const ROOMS: &[(&str, u8)] = &[
    ("docs", 0),
    ("model", 0),
    ("lifecycle", 1),
    ("store", 2),
    ("trail", 2),
    ("render", 2),
    ("import", 2),
    ("template", 2),
    ("secret", 2),
    ("publish", 3),
    ("audit", 3),
    ("workspace", 3),
    ("guide", 4),
    ("cli", 5),
];

fn floor_of(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// The floor whose rooms stand in an order, each on those before it.
const ORDERED: u8 = 3;

/// True for two rooms of the ordered floor of which the second stands before the first.
fn may_look_sideways(room: &str, other: &str) -> bool {
    let place = |name: &str| ROOMS.iter().position(|(known, floor)| *known == name && *floor == ORDERED);
    place(room).zip(place(other)).is_some_and(|(own, below)| below < own)
}

/// The room a source lies in; none for `lib.rs` and `main.rs`.
pub fn room_of(source: &Source) -> Option<&str> {
    source.module.first().map(String::as_str)
}

fn check(house: &House) -> Vec<String> {
    house.sources.iter().flat_map(|source| check_file(house, source)).collect()
}

fn check_file(house: &House, source: &Source) -> Vec<String> {
    let path = &source.path;
    let Some(room) = room_of(source) else {
        // the build script cannot know the crate
        return if path == "build.rs" { Vec::new() } else { check_root(source) };
    };
    let Some(floor) = floor_of(room) else {
        return vec![format!("src/{path}: “{room}” is no room of the house")];
    };
    let mut found = Vec::new();
    for mention in &source.mentions {
        let mut module = source.module.clone();
        module.extend(mention.inside.iter().cloned());
        for through in house.names.meaning(&module, &mention.segments).through {
            let Some(other) = through.first().filter(|other| *other != room) else { continue };
            let Some(below) = floor_of(other) else { continue };
            if below > floor || below == floor && !may_look_sideways(room, other) {
                let way = if below == floor { "sideways" } else { "up" };
                let written = mention.segments.join("::");
                found.push(format!(
                    "src/{path}:{}: {room} (floor {floor}) looks {way} to {other} (floor {below}): {written}",
                    mention.line
                ));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What looks never at what, although the floors would let it: a reading writes nothing, and who stands above the doors
/// goes through them.
const APART: &[(&[&str], &[&str])] = &[
    (&["workspace", "query"], &["publish"]),
    (&["workspace", "query"], &["workspace", "change"]),
    (&["guide"], &["store", "targets"]),
    (&["cli"], &["store", "targets"]),
];

fn check_doors(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for source in &house.sources {
        let starts = |path: &[String], with: &[&str]| path.iter().take(with.len()).eq(with.iter());
        let barred: Vec<_> = APART.iter().filter(|(looks, _)| starts(&source.module, looks)).collect();
        for mention in source.mentions.iter().filter(|_| !barred.is_empty()) {
            let mut module = source.module.clone();
            module.extend(mention.inside.iter().cloned());
            let through = house.names.meaning(&module, &mention.segments).through;
            for (looks, at) in &barred {
                // what the door hands on is reached through it
                let goes_in = through.iter().any(|path| starts(path, &["workspace", "targets"]));
                let is_list = at.first() == Some(&"store");
                if !(goes_in && is_list) && through.iter().any(|path| starts(path, at)) {
                    let (path, line) = (&source.path, mention.line);
                    found.push(format!(
                        "src/{path}:{line}: {} looks past the door at {}",
                        looks.join("::"),
                        at.join("::")
                    ));
                }
            }
        }
    }
    found
}

/// `main.rs` and `lib.rs` say one sentence each.
fn check_root(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for mention in source.mentions.iter().filter(|mention| !mention.in_test) {
        let allowed = match mention.segments[0].as_str() {
            "runbook" => mention.segments.get(1).is_some_and(|room| room == "cli"),
            "std" | "clippy" | "rustdoc" => true,
            _ => false,
        };
        if !allowed {
            let written = mention.segments.join("::");
            found.push(format!("src/{}:{}: knows more than cli: {written}", source.path, mention.line));
        }
    }
    let lines = source.text.lines().filter(|line| !line.trim_start().starts_with("//")).count();
    if lines > 30 {
        found.push(format!("src/{}: {lines} lines; this file only opens the house", source.path));
    }
    found
}

#[test]
fn imports_in_src_only_go_down() {
    assert_none(check(&House::real()));
}

#[test]
fn nobody_looks_past_a_door() {
    assert_none(check_doors(&House::real()));
}

#[test]
fn looking_past_a_door_is_seen() {
    for (path, looks) in [
        ("workspace/query.rs", "use crate::publish::go;"),
        ("workspace/query.rs", "use super::change::go;"),
        ("cli/mod.rs", "fn f() { crate::store::targets::go(); }"),
        ("guide/mod.rs", "use crate::store; fn f() { store::targets::go(); }"),
    ] {
        let house = sample(&[
            ("lib.rs", "pub mod publish; pub mod workspace; pub mod store; pub mod cli; pub mod guide;"),
            ("publish/mod.rs", "pub fn go() {}"),
            ("store/mod.rs", "pub mod targets;"),
            ("store/targets.rs", "pub fn go() {}"),
            ("workspace/mod.rs", "pub mod change; pub mod query;"),
            ("workspace/change.rs", "pub fn go() {}"),
            (path, looks),
        ]);
        assert_found(check_doors(&house), &[&format!("src/{path}:1"), "looks past the door"]);
    }
}

#[test]
fn every_folder_of_src_is_a_room_with_a_table_of_contents() {
    let house = House::real();
    let rooms = std::fs::read_dir(super::source::top().join("src")).expect("src");
    for entry in rooms.map(|entry| entry.expect("entry")).filter(|entry| entry.path().is_dir()) {
        let room = entry.file_name().to_string_lossy().into_owned();
        let contents = format!("{room}/mod.rs");
        assert!(floor_of(&room).is_some(), "src/{room} is no room of the house");
        assert!(house.sources.iter().any(|source| source.path == contents), "src/{contents} is missing");
    }
}

#[test]
fn looking_up_is_seen_in_every_spelling() {
    for text in [
        "use crate::workspace::change;",
        "use crate::{model::Line, workspace::change};",
        "use super::super::workspace as doors;",
        "fn f() { crate::workspace::change(); }",
        "type T = Vec<crate::workspace::Change>;",
        "fn f() { println!(\"{}\", crate::workspace::change()); }",
        "macro_rules! m { () => { $crate::workspace::change() }; }",
        "#[serde(with = \"crate::workspace::change\")] struct S;",
        "#[derive(crate::workspace::Change)] struct S;",
        "mod inner { use super::super::super::workspace::change; }",
        "#[cfg(test)] mod tests { use crate::workspace::change; }",
    ] {
        let house = sample(&[
            ("lib.rs", "pub mod store; pub mod workspace; pub mod model;"),
            ("model/mod.rs", "pub struct Line;"),
            ("store/mod.rs", "mod a;"),
            ("store/a.rs", text),
            ("workspace/mod.rs", "pub fn change() {}"),
        ]);
        let found = check(&house);
        assert!(!found.is_empty(), "not seen: {text}");
        assert!(found[0].contains("store (floor 2) looks up to workspace (floor 3)"), "{found:?}");
    }
}

#[test]
fn looking_sideways_is_seen_through_an_alias() {
    let house = sample(&[
        ("lib.rs", "pub mod store; pub mod trail;"),
        ("store/mod.rs", "use crate as house; fn f() { house::trail::go(); }"),
        ("trail/mod.rs", "pub fn go() {}"),
    ]);
    assert_found(check(&house), &["src/store/mod.rs:1", "looks sideways to trail"]);
}

#[test]
fn rooms_of_floor_three_stand_on_those_before_them() {
    for (room, other, is_fine) in [
        ("audit", "publish", true),
        ("workspace", "publish", true),
        ("workspace", "audit", true),
        ("publish", "audit", false),
        ("publish", "workspace", false),
        ("audit", "workspace", false),
        ("trail", "store", false),
    ] {
        let looks = format!("use crate::{other}::Thing;");
        let (lower, upper) = (format!("{other}/mod.rs"), format!("{room}/mod.rs"));
        let top = format!("pub mod {room}; pub mod {other};");
        let house = sample(&[("lib.rs", &top), (&lower, "pub struct Thing;"), (&upper, &looks)]);
        match is_fine {
            true => assert_none(check(&house)),
            false => assert_found(check(&house), &[&format!("looks sideways to {other}")]),
        }
    }
}

#[test]
fn a_new_room_and_a_busy_main_are_seen() {
    assert_found(check(&sample(&[("helpers/mod.rs", "")])), &["“helpers” is no room"]);
    assert_found(check(&sample(&[("main.rs", "fn main() { runbook::store::go(); }")])), &["knows more than cli"]);
}

#[test]
fn looking_down_and_around_in_the_own_room_is_fine() {
    assert_none(check(&sample(&[
        ("lib.rs", "pub mod store; pub mod model;"),
        ("main.rs", "fn main() -> std::process::ExitCode { runbook::cli::main() }"),
        ("model/mod.rs", "mod text; pub use text::Line;"),
        ("model/text.rs", "pub struct Line;"),
        ("store/mod.rs", "mod a; mod b; pub use a::A;"),
        ("store/a.rs", "use super::b::B; use crate::model::Line; pub struct A(B, Line, std::path::PathBuf);"),
        ("store/b.rs", "pub struct B;"),
    ])));
}
