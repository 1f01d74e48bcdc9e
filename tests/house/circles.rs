//! No circle of imports between files: what a file needs can be read without the file.
//!
//! A name that a `mod.rs` only passes on counts as the file's that defines it.

use std::collections::{BTreeMap, BTreeSet};

use super::source::House;
use super::{assert_found, assert_none, sample};

type Edges = BTreeMap<usize, BTreeSet<usize>>;

fn edges(house: &House) -> Edges {
    let mut edges = Edges::new();
    for (at, source) in house.sources.iter().enumerate() {
        for mention in source.mentions.iter().filter(|mention| !mention.in_test && !mention.re_export) {
            let mut module = source.module.clone();
            module.extend(mention.inside.iter().cloned());
            if let Some(file) = house.names.meaning(&module, &mention.segments).file
                && file != at
                && !source.test_only
            {
                edges.entry(at).or_default().insert(file);
            }
        }
    }
    edges
}

/// The shortest way from a file back to itself.
fn circle_from(start: usize, edges: &Edges) -> Option<Vec<usize>> {
    let mut ways: Vec<Vec<usize>> = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in edges.get(way.last()?).into_iter().flatten() {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(*next) {
                    longer.push(way.iter().copied().chain([*next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

fn check(house: &House) -> Vec<String> {
    let edges = edges(house);
    let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut found = Vec::new();
    for start in edges.keys() {
        let Some(circle) = circle_from(*start, &edges) else { continue };
        let mut members = circle.clone();
        members.sort_unstable();
        if told.insert(members) {
            let names: Vec<&str> =
                circle.iter().chain([start]).map(|file| house.sources[*file].path.as_str()).collect();
            found.push(format!("a circle of imports: {}", names.join(" → ")));
        }
    }
    found
}

#[test]
fn no_files_of_src_import_each_other_in_a_circle() {
    assert_none(check(&House::real()));
}

#[test]
fn a_circle_is_seen_through_the_table_of_contents() {
    let house = sample(&[
        ("lib.rs", "pub mod store;"),
        ("store/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("store/a.rs", "use super::B; pub struct A(B);"),
        ("store/b.rs", "pub struct B; fn f() { crate::store::A; }"),
    ]);
    assert_found(check(&house), &["store/a.rs → store/b.rs → store/a.rs"]);
}

#[test]
fn a_circle_of_three_and_one_with_the_room_itself_are_seen() {
    let house = sample(&[
        ("lib.rs", "pub mod model;"),
        ("model/mod.rs", "mod a; mod b; mod c;"),
        ("model/a.rs", "use super::b; pub fn a() { b::b() }"),
        ("model/b.rs", "use super::c::c; pub fn b() { c() }"),
        ("model/c.rs", "pub fn c() { super::a::a() }"),
    ]);
    assert_found(check(&house), &["model/a.rs → model/b.rs → model/c.rs → model/a.rs"]);
    let house = sample(&[
        ("lib.rs", "pub mod model;"),
        ("model/mod.rs", "mod a; pub fn help() { a::a() }"),
        ("model/a.rs", "pub fn a() { super::help() }"),
    ]);
    assert_found(check(&house), &["model/a.rs", "model/mod.rs"]);
}

#[test]
fn passing_names_on_and_testing_is_no_circle() {
    assert_none(check(&sample(&[
        ("lib.rs", "pub mod model;"),
        ("model/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        ("model/a.rs", "use super::B; pub struct A(B);"),
        ("model/b.rs", "pub struct B; #[cfg(test)] mod tests { use super::super::A; fn f(_: A) {} }"),
    ])));
}
