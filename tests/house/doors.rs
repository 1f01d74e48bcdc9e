//! Doors to the world: which files may touch environment, clock, output, programs and disk, and that a release build has
//! no door for a test's clock.
//!
//! Clippy refuses these calls everywhere (`.clippy.toml`); this holds the list of files that lift the ban.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};

use super::mentions;
use super::source::House;
use super::{assert_found, assert_none, sample};

/// Files that may touch the world, and what of it.
const DOORS: &[(&str, &str)] = &[
    ("build.rs", "the environment, Cargo and git, while the program is built"),
    ("cli/editor.rs", "the person's own editor"),
    ("cli/pager.rs", "the person's own pager"),
    ("cli/shell.rs", "both streams of output"),
    ("cli/environment.rs", "words, environment, clock and working directory"),
    ("guide/capture/child.rs", "commands that a person named or agreed to"),
    ("store/spool.rs", "taking back what it has itself added to a file of captured output"),
    ("trail/before_init.rs", "what a failed set-up made"),
    ("trail/private.rs", "folders and caches under the git directory"),
    ("trail/program.rs", "hooks, signers and the git program"),
];

/// Environment variables that only tests set begin so.
const TEST_ONLY: &str = "RUNBOOK_TEST";

fn lifts_the_ban(attr: &syn::Attribute) -> bool {
    matches!(&attr.meta, syn::Meta::List(list) if (list.path.is_ident("expect") || list.path.is_ident("allow"))
        && list.tokens.to_string().replace(' ', "").contains("clippy::disallowed_methods"))
}

fn check_doors(house: &House, doors: &[(&str, &str)]) -> Vec<String> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for source in house.sources.iter().filter(|source| !source.test_only) {
        let mut reader = Bans::default();
        reader.visit_file(&source.ast);
        if reader.lifted > 0 {
            open.insert(source.path.as_str(), reader.lifted);
        }
    }
    let unlisted = open.keys().filter(|path| !doors.iter().any(|(door, _)| door == *path));
    let idle = doors.iter().filter(|(door, _)| !open.contains_key(door));
    unlisted
        .map(|path| format!("src/{path}: lifts the ban on ambient authority and is no listed door"))
        .chain(idle.map(|(door, what)| format!("src/{door}: listed as the door to {what}, and lifts no ban")))
        .collect()
}

#[derive(Default)]
struct Bans {
    lifted: usize,
}

impl<'ast> Visit<'ast> for Bans {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !mentions::is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_attribute(&mut self, attr: &'ast syn::Attribute) {
        self.lifted += usize::from(lifts_the_ban(attr));
    }
}

/// Literals that only a debug build may hold, found outside `#[cfg(debug_assertions)]`.
#[derive(Default)]
struct TestDoors {
    in_debug: bool,
    found: Vec<usize>,
}

fn is_debug_only(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        attr.path().is_ident("cfg")
            && matches!(&attr.meta, syn::Meta::List(list) if list.tokens.to_string() == "debug_assertions")
    })
}

impl TestDoors {
    fn within(&mut self, attrs: &[syn::Attribute], go: impl FnOnce(&mut Self)) {
        let outer = self.in_debug;
        self.in_debug |= is_debug_only(attrs);
        go(self);
        self.in_debug = outer;
    }

    fn look(&mut self, text: &str, line: usize) {
        if text.contains(TEST_ONLY) && !self.in_debug {
            self.found.push(line);
        }
    }
}

impl<'ast> Visit<'ast> for TestDoors {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(&item.attrs, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.within(&item.attrs, |reader| visit::visit_impl_item_fn(reader, item));
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.within(&item.attrs, |reader| visit::visit_item_const(reader, item));
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !mentions::is_for_tests(&item.attrs) {
            self.within(&item.attrs, |reader| visit::visit_item_mod(reader, item));
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.within(&local.attrs, |reader| visit::visit_local(reader, local));
    }

    fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
        self.within(&block.attrs, |reader| visit::visit_expr_block(reader, block));
    }

    fn visit_expr_if(&mut self, expr: &'ast syn::ExprIf) {
        self.within(&expr.attrs, |reader| visit::visit_expr_if(reader, expr));
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.look(&literal.value(), literal.span().start().line);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let line = mac.path.segments[0].ident.span().start().line;
        self.look(&mac.tokens.to_string(), line);
    }
}

fn check_test_doors(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for source in house.sources.iter().filter(|source| !source.test_only) {
        let mut reader = TestDoors::default();
        reader.visit_file(&source.ast);
        found.extend(
            reader
                .found
                .iter()
                .map(|line| format!("src/{}:{line}: a release build would read {TEST_ONLY}…", source.path)),
        );
    }
    found
}

#[test]
fn only_listed_files_touch_the_world() {
    assert_none(check_doors(&House::real(), DOORS));
}

#[test]
fn a_release_build_has_no_door_for_a_tests_clock() {
    assert_none(check_test_doors(&House::real()));
}

#[test]
fn an_unlisted_and_an_idle_door_are_seen() {
    let lifted = "#[expect(clippy::disallowed_methods, reason = \"why\")] fn f() { std::env::var(\"A\"); }";
    let house = sample(&[("store/mod.rs", lifted)]);
    assert_found(check_doors(&house, &[]), &["src/store/mod.rs", "no listed door"]);
    assert_none(check_doors(&house, &[("store/mod.rs", "the environment")]));
    assert_found(
        check_doors(&sample(&[("store/mod.rs", "")]), &[("store/mod.rs", "the clock")]),
        &["the door to the clock", "lifts no ban"],
    );
    let inner = "#![allow(clippy::disallowed_methods)] fn f() {}";
    assert_found(check_doors(&sample(&[("store/mod.rs", inner)]), &[]), &["no listed door"]);
    let method = "impl A { #[allow(dead_code, clippy::disallowed_methods)] fn f() {} }";
    assert_found(check_doors(&sample(&[("store/mod.rs", method)]), &[]), &["no listed door"]);
}

#[test]
fn a_tests_clock_in_a_release_build_is_seen() {
    for bad in [
        "fn now() { read(\"RUNBOOK_TEST_CLOCK\"); }",
        "const CLOCK: &str = \"RUNBOOK_TEST_CLOCK\";",
        "fn now() { if cfg!(debug_assertions) { read(\"RUNBOOK_TEST_CLOCK\"); } }",
        "#[cfg(not(debug_assertions))] fn now() { read(\"RUNBOOK_TEST_CLOCK\"); }",
        "fn now() { read(concat!(\"RUNBOOK_TEST\", \"_CLOCK\")); }",
    ] {
        assert_found(check_test_doors(&sample(&[("cli/mod.rs", bad)])), &["src/cli/mod.rs:1"]);
    }
    for good in [
        "#[cfg(debug_assertions)] fn now() { read(\"RUNBOOK_TEST_CLOCK\"); }",
        "#[cfg(debug_assertions)] const CLOCK: &str = \"RUNBOOK_TEST_CLOCK\";",
        "fn now() { #[cfg(debug_assertions)] { read(\"RUNBOOK_TEST_CLOCK\"); } }",
        "fn now() { #[cfg(debug_assertions)] if let Some(t) = read(\"RUNBOOK_TEST_CLOCK\") { return t; } }",
        "#[cfg(test)] mod tests { fn f() { read(\"RUNBOOK_TEST_CLOCK\"); } }",
    ] {
        assert_none(check_test_doors(&sample(&[("cli/mod.rs", good)])));
    }
}
