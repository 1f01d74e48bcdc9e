//! Licences of everything that is linked or used to build: each must be allowed by `.deny.toml`.
//!
//! Read from what Cargo knows, so that no further tool is installed for it.

use std::collections::BTreeSet;
use std::fs;
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
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host()])
        .arg("--manifest-path")
        .arg(top().join("Cargo.toml"))
        .output()
        .expect("cargo");
    assert!(out.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    let metadata = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_none(check(&metadata, &allowed));
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
