//! Foreign crates that only one room knows, and the `git` program that only `trail` starts, and the build script.

use syn::visit::{self, Visit};

use super::floors::room_of;
use super::mentions;
use super::source::House;
use super::{assert_found, assert_none, sample};

/// Crates with walls round them, and the rooms inside.
const WALLS: &[(&str, &[&str])] = &[
    ("aho_corasick", &["render"]),
    ("chrono_tz", &["model"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["render"]),
    ("csv", &["render", "store"]),
    ("dialoguer", &["guide"]),
    ("git2", &["trail"]),
    ("icalendar", &["render"]),
    ("indicatif", &["guide"]),
    ("minijinja", &["lifecycle", "template"]),
    ("pty_process", &["guide"]),
    ("pulldown_cmark", &["import", "render"]),
    ("schemars", &["model"]),
    ("tempfile", &["store"]),
    ("toml", &["store"]),
    ("toml_edit", &["store"]),
];

fn check(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for source in house.sources.iter().filter(|source| !source.test_only) {
        let room = room_of(source).unwrap_or("the root");
        for mention in source.mentions.iter().filter(|mention| !mention.in_test) {
            let mut module = source.module.clone();
            module.extend(mention.inside.iter().cloned());
            let Some(name) = house.names.meaning(&module, &mention.segments).foreign else { continue };
            if let Some((_, rooms)) = WALLS.iter().find(|(walled, _)| *walled == name)
                && !rooms.contains(&room)
            {
                let rooms = rooms.join(" and ");
                found.push(format!("src/{}:{}: only {rooms} may know {name}", source.path, mention.line));
            }
        }
        if room != "trail" && source.path != "build.rs" {
            let mut reader = Literals::default();
            reader.visit_file(&source.ast);
            found.extend(
                reader
                    .git
                    .iter()
                    .map(|line| format!("src/{}:{line}: only trail may start the git program", source.path)),
            );
        }
    }
    found.dedup();
    found
}

/// Lines outside tests that name the `git` program: as the argument of a `new`, or as a constant.
#[derive(Default)]
struct Literals {
    git: Vec<usize>,
}

impl Literals {
    fn look(&mut self, expr: &syn::Expr) {
        if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = expr
            && text.value() == "git"
        {
            self.git.push(text.span().start().line);
        }
    }
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !mentions::is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.look(&item.expr);
        visit::visit_item_const(self, item);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let is_new = matches!(&*call.func, syn::Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "new"));
        if is_new {
            call.args.iter().for_each(|argument| self.look(argument));
        }
        visit::visit_expr_call(self, call);
    }
}

#[test]
fn foreign_crates_stay_behind_their_walls() {
    assert_none(check(&House::real()));
}

#[test]
fn a_breach_is_seen_in_every_spelling() {
    for text in [
        "use git2::Repository;",
        "use git2 as library; fn f(_: library::Repository) {}",
        "fn f(_: git2::Repository) {}",
        "fn f() { ::git2::Repository::open(\".\"); }",
        "fn f() { format!(\"{:?}\", git2::Repository::open(\".\")); }",
        "mod deep { fn f() -> Result<(), git2::Error> { Ok(()) } }",
    ] {
        let found = check(&sample(&[("store/mod.rs", text)]));
        assert!(found.iter().any(|line| line.contains("only trail may know git2")), "not seen: {text}");
        assert_none(check(&sample(&[("trail/mod.rs", text)])));
    }
    assert_found(
        check(&sample(&[("guide/mod.rs", "#[derive(clap::Args)] struct Words;")])),
        &["src/guide/mod.rs:1", "only cli may know clap"],
    );
}

#[test]
fn the_git_program_is_seen_outside_trail() {
    let text = "fn f() { std::process::Command::new(\"git\"); }";
    assert_found(check(&sample(&[("guide/mod.rs", text)])), &["only trail may start the git program"]);
    assert_none(check(&sample(&[("trail/mod.rs", text)])));
}

#[test]
fn unit_tests_and_a_room_of_the_same_name_are_no_breach() {
    assert_none(check(&sample(&[("trail/mod.rs", "#[cfg(test)] mod tests { use tempfile::tempdir; }")])));
    assert_none(check(&sample(&[
        ("lib.rs", "pub mod render;"),
        ("render/mod.rs", "mod toml; fn f() { toml::write() }"),
        ("render/toml.rs", "pub fn write() {}"),
    ])));
}
