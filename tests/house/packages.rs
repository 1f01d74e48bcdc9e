//! Packages: the client's eight are in real use, nothing is declared for nobody, and nothing comes in two versions
//! without a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::source::{House, files_under, top};
use super::{assert_found, assert_none, sample};

/// The packages that the client named.
const CLIENTS: &[&str] = &["clap", "serde", "toml", "git2", "chrono", "comfy-table", "dialoguer", "tempfile"];

/// Foreign crates that the sources name outside tests.
fn known(house: &House) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for source in house.sources.iter().filter(|source| !source.test_only) {
        for mention in source.mentions.iter().filter(|mention| !mention.in_test) {
            let mut module = source.module.clone();
            module.extend(mention.inside.iter().cloned());
            known.extend(house.names.meaning(&module, &mention.segments).foreign);
        }
    }
    known
}

fn check_used(wanted: &[String], known: &BTreeSet<String>) -> Vec<String> {
    let idle = wanted.iter().filter(|name| !known.contains(&name.replace('-', "_")));
    idle.map(|name| format!("{name}: declared, and no file of src uses it")).collect()
}

fn table(text: &str) -> toml::Table {
    text.parse().expect("TOML")
}

fn manifest() -> toml::Table {
    table(&fs::read_to_string(top().join("Cargo.toml")).expect("Cargo.toml"))
}

fn declared(manifest: &toml::Table, section: &str) -> Vec<String> {
    manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys).cloned().collect()
}

/// Packages of a lock file in more than one version, without those whose names are let in.
fn check_twice(lock: &str, allowed: &BTreeSet<String>) -> Vec<String> {
    let lock = table(lock);
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.get("package").and_then(toml::Value::as_array).into_iter().flatten() {
        let word = |key: &str| package.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        versions.entry(word("name")).or_default().push(word("version"));
    }
    let twice = versions.iter().filter(|(name, versions)| versions.len() > 1 && !allowed.contains(**name));
    twice.map(|(name, versions)| format!("{name} comes in {}: {}", versions.len(), versions.join(", "))).collect()
}

/// The packages that `.deny.toml` lets in twice, each with its reason there.
fn allowed_twice() -> BTreeSet<String> {
    let deny = table(&fs::read_to_string(top().join(".deny.toml")).expect(".deny.toml"));
    let skip = deny.get("bans").and_then(|bans| bans.get("skip")).and_then(toml::Value::as_array).cloned();
    skip.into_iter().flatten().filter_map(|entry| entry.get("crate")?.as_str().map(str::to_owned)).collect()
}

#[test]
fn the_clients_packages_are_in_real_use() {
    let clients: Vec<String> = CLIENTS.iter().map(|name| (*name).to_owned()).collect();
    assert_none(check_used(&clients, &known(&House::real())));
    let declared = declared(&manifest(), "dependencies");
    for name in clients {
        assert!(declared.contains(&name), "{name} is not declared in Cargo.toml");
    }
}

#[test]
fn every_declared_package_is_used() {
    let manifest = manifest();
    let mut found = check_used(&declared(&manifest, "dependencies"), &known(&House::real()));
    let tests: String = ["src", "tests"]
        .iter()
        .flat_map(|folder| files_under(&top().join(folder)))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).expect("readable"))
        .collect();
    for name in declared(&manifest, "dev-dependencies") {
        if !tests.contains(&format!("{}::", name.replace('-', "_"))) {
            found.push(format!("{name}: declared for tests, and no test uses it"));
        }
    }
    assert_none(found);
}

#[test]
fn no_package_comes_in_two_versions_without_a_reason() {
    let lock = fs::read_to_string(top().join("Cargo.lock")).expect("Cargo.lock");
    assert_none(check_twice(&lock, &allowed_twice()));
    let idle: Vec<String> = allowed_twice()
        .into_iter()
        .filter(|name| check_twice(&lock, &BTreeSet::new()).iter().all(|line| !line.starts_with(&format!("{name} "))))
        .collect();
    assert!(idle.is_empty(), ".deny.toml lets in twice what comes once: {idle:?}");
}

#[test]
fn an_idle_and_a_double_package_are_seen() {
    let house = sample(&[
        ("store/mod.rs", "use toml::Table; fn f() { git2::Repository::open(\".\"); }"),
        ("trail/mod.rs", "#[cfg(test)] mod tests { use tempfile::tempdir; }"),
    ]);
    let wanted = ["toml", "git2", "tempfile"].map(str::to_owned);
    assert_found(check_used(&wanted, &known(&house)), &["tempfile: declared"]);
    let lock = "[[package]]\nname = \"syn\"\nversion = \"2\"\n[[package]]\nname = \"syn\"\nversion = \"3\"\n";
    assert_found(check_twice(lock, &BTreeSet::new()), &["syn comes in 2: 2, 3"]);
    assert_none(check_twice(lock, &BTreeSet::from(["syn".to_owned()])));
}
