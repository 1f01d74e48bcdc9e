//! What lies in the repository: the client's top level and nothing else, every test listed, every fixture used, and no
//! word about where packages come from or on which machine this was written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::source::{files_under, top};
use super::{assert_found, assert_none};

/// The top level, which is fixed, beside dot-files and dot-folders.
const TOP: &[&str] = &["Cargo.toml", "Cargo.lock", "src", "runbook-templates", "tests", "README.md"];

/// Hosts of package registries, in two halves so that this file names none.
const HOSTS: &[(&str, &str)] = &[
    ("crates", ".io"),
    ("docs", ".rs"),
    ("lib", ".rs/"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
    ("rubygems", ".org"),
    ("proxy.golang", ".org"),
    ("deb.debian", ".org"),
    ("hub.docker", ".com"),
];

/// Paths that only one machine has, in halves.
const MACHINE: &[(&str, &str)] =
    &[("/wo", "rk/"), ("/fa", "rm/"), ("/ro", "ot/"), ("/tmp/", "wt/"), ("/tmp/", "target"), ("/tmp/", "bash_jobs")];

/// Every file that git tracks, or would once added; relative to the top.
fn tracked() -> Vec<String> {
    let out = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(top())
        .output()
        .expect("git");
    assert!(out.status.success(), "git ls-files: {}", String::from_utf8_lossy(&out.stderr));
    let names = String::from_utf8(out.stdout).expect("names in UTF-8");
    names.split('\0').filter(|name| !name.is_empty() && top().join(name).exists()).map(str::to_owned).collect()
}

fn check_top(files: &[String]) -> Vec<String> {
    let tops: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    tops.iter()
        .filter(|name| !name.starts_with('.') && !TOP.contains(*name))
        .map(|name| format!("{name}: the top level is fixed, and this is not in it"))
        .collect()
}

/// True where the needle stands at the beginning of a path, not within another.
fn stands_alone(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '}' | '{' | '$'))
    })
}

fn check_words(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (left, right) in HOSTS {
            if line.to_ascii_lowercase().contains(&format!("{left}{right}")) {
                found.push(format!("{name}:{}: names a package registry", number + 1));
            }
        }
        for (left, right) in MACHINE {
            if stands_alone(line, &format!("{left}{right}")) {
                found.push(format!("{name}:{}: names a path of one machine", number + 1));
            }
        }
    }
    found
}

/// The files that a root file's `mod` items reach, itself included.
fn reached(root: &Path, reach: &mut BTreeSet<PathBuf>) {
    let text = fs::read_to_string(root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    reach.insert(root.to_owned());
    let folder = root.parent().expect("a folder");
    let contents = ["mod.rs", "runner.rs", "main.rs", "lib.rs"];
    let is_contents = root.file_name().is_some_and(|name| contents.iter().any(|own| name == *own));
    let below = if is_contents { folder.to_owned() } else { root.with_extension("") };
    for item in syn::parse_file(&text).expect("Rust").items {
        if let syn::Item::Mod(module) = item
            && module.content.is_none()
        {
            let name = module.ident.to_string();
            let file = below.join(format!("{name}.rs"));
            let file = match path_of(&module) {
                Some(path) => normal(&folder.join(path)),
                None if file.exists() => file,
                None => below.join(name).join("mod.rs"),
            };
            reached(&file, reach);
        }
    }
}

/// What `#[path = "…"]` says of a module.
fn path_of(module: &syn::ItemMod) -> Option<String> {
    module.attrs.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(words), .. }),
            ..
        }) if path.is_ident("path") => Some(words.value()),
        _ => None,
    })
}

/// The path without steps back up.
fn normal(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// Files that Cargo builds as roots: the runner and the benchmark by `Cargo.toml`, the fuzzers by their own.
fn is_root(path: &Path) -> bool {
    let roots = ["tests/runner.rs", "tests/bench/main.rs", "tests/fuzz/lib.rs"];
    roots.iter().any(|root| path == Path::new(root)) || path.starts_with("tests/fuzz/bin")
}

fn check_listed(files: &[PathBuf], folder: &Path) -> Vec<String> {
    let rust = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let mut reach = BTreeSet::new();
    for path in files.iter().filter(rust).filter(|path| is_root(path)) {
        reached(&folder.join(path), &mut reach);
    }
    let lost = files.iter().filter(rust).filter(|path| !reach.contains(&folder.join(path)));
    lost.map(|path| format!("{}: no `mod` in tests/runner.rs reaches it", path.display())).collect()
}

fn check_fixtures(fixtures: &[String], tests: &str) -> Vec<String> {
    let used = |fixture: &str| {
        let folder = fixture.rsplit_once('/').map_or("", |(folder, _)| folder);
        tests.contains(&format!("{fixture}\"")) || (!folder.is_empty() && tests.contains(&format!("{folder}/\"")))
    };
    let idle = fixtures.iter().filter(|fixture| !used(fixture));
    idle.map(|fixture| format!("tests/fixtures/{fixture}: no test uses it")).collect()
}

fn test_files() -> Vec<PathBuf> {
    let inside = |path: PathBuf| path.strip_prefix(top()).expect("in the repository").to_owned();
    files_under(&top().join("tests")).into_iter().map(inside).collect()
}

#[test]
fn only_what_the_client_fixed_stands_at_the_top() {
    assert_none(check_top(&tracked()));
}

#[test]
fn no_text_names_a_registry_or_a_machine() {
    let mut found = Vec::new();
    for name in tracked().iter().filter(|name| !name.ends_with("Cargo.lock")) {
        found.extend(check_words(name, &String::from_utf8_lossy(&fs::read(top().join(name)).expect("readable"))));
    }
    assert_none(found);
}

#[test]
fn every_test_file_is_listed_in_the_runner() {
    assert_none(check_listed(&test_files(), top()));
}

#[test]
fn every_fixture_is_used_by_a_test() {
    let mut tests = String::new();
    let mut fixtures = Vec::new();
    // the tests beside the code use fixtures as well
    let beside =
        files_under(&top().join("src")).into_iter().filter(|path| path.to_string_lossy().ends_with("tests.rs"));
    for path in test_files().into_iter().chain(beside) {
        match path.strip_prefix("tests/fixtures") {
            Ok(fixture) => fixtures.push(fixture.to_string_lossy().into_owned()),
            Err(_) if path.extension().is_some_and(|extension| extension == "rs") => {
                tests.push_str(&fs::read_to_string(top().join(&path)).expect("readable"));
            }
            Err(_) => {}
        }
    }
    assert_none(check_fixtures(&fixtures, &tests));
}

#[test]
fn an_untidy_repository_is_seen() {
    let files = ["Cargo.toml", ".ci/run", "docs/guide.md", "src/lib.rs"].map(str::to_owned);
    assert_found(check_top(&files), &["docs: the top level is fixed"]);
    let words = format!("see https://{}{}/crates/git2", "crates", ".io");
    assert_found(check_words("README.md", &words), &["README.md:1", "registry"]);
    let words = format!("fine\nrun {}{}main", "/wo", "rk/");
    assert_found(check_words("README.md", &words), &["README.md:2", "one machine"]);
    assert_none(check_words("a", &format!("a/net{}{}x and $HOME{}{}x", "/wo", "rk/", "/wo", "rk/")));
    let fixtures = ["records/a.toml", "records/b.toml", "issues/c.md"].map(str::to_owned);
    let tests = "read(\"fixtures/records/a.toml\"); each(\"issues/\")";
    assert_found(check_fixtures(&fixtures, tests), &["tests/fixtures/records/b.toml"]);
}

#[test]
fn a_test_file_that_nobody_lists_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = ["tests/runner.rs", "tests/env/mod.rs", "tests/env/clock.rs", "tests/lost.rs"].map(PathBuf::from);
    fs::create_dir_all(folder.path().join("tests/env")).expect("folders");
    for (file, text) in files.iter().zip(["mod env;", "mod clock;", "", ""]) {
        fs::write(folder.path().join(file), text).expect("written");
    }
    assert_found(check_listed(&files, folder.path()), &["tests/lost.rs"]);
}
