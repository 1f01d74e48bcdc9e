//! Licences of everything that is linked or used to build: each must be allowed by `.deny.toml`, and what is linked stands
//! in `src/docs/notices.md` with its licence and copyright.
//!
//! Read from what Cargo knows, so that no further tool is installed for it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::source::top;
use super::{assert_found, assert_none};

/// True when a licence expression can be met with the allowed licences. `AND` binds closer than `OR`; `/` is an old `OR`.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any_of(&words, &mut at, allowed) && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all_of(words, at, allowed);
    }
    met
}

fn all_of(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = any_of(words, at, allowed);
        *at += 1;
        return met;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&name)
}

fn check(metadata: &serde_json::Value, allowed: &BTreeSet<String>) -> Vec<String> {
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .filter_map(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            match package["license"].as_str() {
                None => Some(format!("{name}: says no licence")),
                Some(licence) if !is_met(licence, allowed) => Some(format!("{name}: {licence} is not allowed")),
                Some(_) => None,
            }
        })
        .collect()
}

/// The platform that is built for; what others need may not even be on the disk.
fn host() -> String {
    let out = Command::new("rustc").arg("-vV").output().expect("rustc");
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

#[test]
fn every_package_has_a_licence_that_is_allowed() {
    let deny: toml::Table =
        fs::read_to_string(top().join(".deny.toml")).expect(".deny.toml").parse().expect(".deny.toml is TOML");
    let allowed: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .expect("licenses.allow")
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    assert_none(check(&metadata(), &allowed));
}

/// What Cargo says, asked without the network.
fn cargo(words: &[&str]) -> Vec<u8> {
    let out = Command::new(env!("CARGO"))
        .args(words)
        .args(["--locked", "--offline", "--manifest-path"])
        .arg(top().join("Cargo.toml"))
        .output()
        .expect("cargo");
    assert!(out.status.success(), "cargo {words:?}: {}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

fn metadata() -> serde_json::Value {
    let text = cargo(&["metadata", "--format-version", "1", "--filter-platform", &host()]);
    serde_json::from_slice(&text).expect("JSON")
}

/// Names and versions of the packages that are linked into the program.
fn linked() -> BTreeSet<(String, String)> {
    let tree = cargo(&["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let tree = String::from_utf8(tree).expect("UTF-8");
    let packages = tree.lines().filter_map(|line| line.split_once(" v"));
    let version = |rest: &str| rest.split(' ').next().unwrap_or_default().to_owned();
    let packages = packages.map(|(name, rest)| (name.to_owned(), version(rest)));
    packages.filter(|(name, _)| name != env!("CARGO_PKG_NAME")).collect()
}

/// The copyright lines of a package's licence files, without addresses.
fn copyright(folder: &Path) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).expect("a package's folder").flatten().collect();
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().to_ascii_uppercase();
        if !["LICENSE", "LICENCE", "UNLICENSE", "COPYING", "COPYRIGHT", "NOTICE"].iter().any(|it| name.starts_with(it))
        {
            continue;
        }
        let text = fs::read(file.path()).unwrap_or_default();
        for line in String::from_utf8_lossy(&text).lines().map(str::trim) {
            let Some(rest) = line.strip_prefix("Copyright ") else { continue };
            let holder = rest.trim_start_matches("(c) ").trim_start_matches("(C) ");
            let is_notice = holder.starts_with(|c: char| c.is_ascii_digit()) || holder != rest;
            let line = line.split(" <").next().unwrap_or_default().trim_end_matches('.').to_owned();
            if is_notice && !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if lines.is_empty() { "–".to_owned() } else { lines.join("; ") }
}

/// Rows that the notices lack, and rows that nothing linked asks for.
fn check_notices(page: &str, wanted: &BTreeSet<String>) -> Vec<String> {
    let table = page.split("\n# ").find(|part| part.starts_with("Packages\n")).unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows: BTreeSet<String> = rows.map(str::to_owned).collect();
    let lacks = wanted.difference(&rows).map(|row| format!("src/docs/notices.md lacks: {row}"));
    let idle = rows.difference(wanted).map(|row| format!("src/docs/notices.md says of what is not linked: {row}"));
    lacks.chain(idle).collect()
}

#[test]
fn what_is_linked_stands_in_the_notices() {
    let metadata = metadata();
    let mut wanted = BTreeSet::new();
    let linked = linked();
    for package in metadata["packages"].as_array().expect("packages") {
        let word = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        if linked.contains(&(word("name"), word("version"))) {
            let manifest = word("manifest_path");
            let folder = Path::new(&manifest).parent().expect("a folder");
            wanted.insert(format!("| {} | {} | {} |", word("name"), word("license"), copyright(folder)));
        }
    }
    assert!(wanted.len() > 50, "Cargo names what is linked: {wanted:?}");
    assert_none(check_notices(&fs::read_to_string(top().join("src/docs/notices.md")).expect("readable"), &wanted));
}

#[test]
fn a_package_without_a_notice_is_seen() {
    let page = "# Packages\n\n| package | licence | copyright |\n|---|---|---|\n| a | MIT | – |\n| b | MIT | – |\n";
    let rows = |names: &[&str]| names.iter().map(|name| format!("| {name} | MIT | – |")).collect();
    let page = format!("Words.\n\n{page}");
    assert_none(check_notices(&page, &rows(&["a", "b"])));
    assert_found(check_notices(&page, &rows(&["a", "b", "c"])), &["lacks: | c"]);
    assert_found(check_notices(&page, &rows(&["a"])), &["not linked: | b"]);
}

#[test]
fn a_licence_that_is_not_allowed_is_seen() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0", "GPL-2.0 WITH x"].map(str::to_owned));
    for good in ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(MIT OR GPL-3.0) AND Apache-2.0", "GPL-2.0 WITH x"] {
        assert!(is_met(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "GPL-2.0", "(GPL-3.0 OR MIT", "", "MIT Apache-2.0"] {
        assert!(!is_met(bad, &allowed), "{bad}");
    }
    let metadata = serde_json::json!({"packages": [{"name": "a", "license": "MIT"}, {"name": "b", "license": null}]});
    assert_found(check(&metadata, &allowed), &["b: says no licence"]);
}
