//! Manners of a file: it says what it is for, has a name of its own, and is finished.
//!
//! Sets no length: whether a file has become two is for the person who reviews it.

use std::fs;

use super::source::{House, files_under, top};
use super::{assert_found, assert_none, sample};

/// Names that say nothing about what lies inside.
const NAMELESS: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "prelude", "shared", "lib2"];

/// Words of unfinished work, in two halves so that this file is none of them.
const UNFINISHED: &[(&str, &str)] =
    &[("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("un", "implemented!"), ("to", "do!"), ("not yet ", "implemented")];

fn check_text(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//! ") {
        found.push(format!("{path}: does not open with `//!` and what the file is for"));
    }
    let stem = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").rsplit('/').next().unwrap_or_default();
    if NAMELESS.contains(&stem) {
        found.push(format!("{path}: the name “{stem}” says nothing"));
    }
    for (number, line) in text.lines().enumerate() {
        for (left, right) in UNFINISHED {
            if line.contains(&format!("{left}{right}")) {
                found.push(format!("{path}:{}: unfinished: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

/// Globs hide who needs what; a unit test's `super::*` is its own file.
fn check_globs(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for source in house.sources.iter().filter(|source| !source.test_only) {
        for mention in source.mentions.iter().filter(|mention| !mention.in_test) {
            if mention.segments.last().is_some_and(|last| last == "*") {
                let written = mention.segments.join("::");
                found.push(format!("src/{}:{}: imports everything: {written}", source.path, mention.line));
            }
        }
    }
    found
}

#[test]
fn every_rust_file_says_what_it_is_for_and_is_finished() {
    let mut found = Vec::new();
    for path in ["src", "tests"].iter().flat_map(|folder| files_under(&top().join(folder))) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(top()).expect("in the repository").to_string_lossy().into_owned();
            found.extend(check_text(&name, &fs::read_to_string(&path).expect("readable")));
        }
    }
    assert_none(found);
}

#[test]
fn nothing_in_src_is_imported_by_glob() {
    assert_none(check_globs(&House::real()));
}

#[test]
fn bad_manners_are_seen() {
    assert_found(check_text("src/a.rs", "use std::fs;\n"), &["does not open with"]);
    assert_found(check_text("src/store/utils.rs", "//! Things.\n"), &["“utils”"]);
    assert_found(check_text("src/common/mod.rs", "//! Things.\n"), &["“common”"]);
    let later = format!("//! Things.\n// {}{}: later\n", "TO", "DO");
    assert_found(check_text("src/a.rs", &later), &["src/a.rs:2", "unfinished"]);
    assert_none(check_text("src/a.rs", "//! Things.\n"));
    let house = sample(&[("model/mod.rs", "pub use text::*;\n#[cfg(test)] mod tests { use super::*; }")]);
    assert_found(check_globs(&house), &["src/model/mod.rs:1", "text::*"]);
}
