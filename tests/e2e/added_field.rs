//! A field added to the record and to the table of keys works everywhere, and without its row it does not compile.
//!
//! Takes a copy of the sources, adds `severity` as a maintainer would, builds it, and uses it. That takes minutes, so it
//! runs on demand: `RUNBOOK_ADDED_FIELD=built cargo test --test all added_field`. Otherwise it makes sure of what that
//! rests on: no list of fields has been made beside the table.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::plan::{self, ID};
use crate::env::{Output, Sandbox};

/// The struct, and what an empty draft has.
const STRUCT: &str = "src/model/runbook.rs";
/// The table of keys.
const ROWS: &str = "src/model/keys/record.rs";

/// What is added behind a line of these files. There is nothing else to do.
const FIELD: [(&str, &str); 2] = [
    (
        "    pub ticket_url: Option<Line>,\n",
        "    /// How bad it is.\n    #[serde(default, skip_serializing_if = \"Option::is_none\")]\n    pub severity: Option<Line>,\n",
    ),
    ("            ticket_url: None,\n", "            severity: None,\n"),
];
const ROW: (&str, &str) = (
    "        ticket_url: link().label(\"Ticket\"),\n",
    "        severity: line().rendered(Words).label(\"Severity\"),\n",
);

/// Who names one field: nothing but what is this field's alone.
const NAMED_IN: [&str; 9] = [
    // what it is
    STRUCT,
    ROWS,
    // how people write it in the documents
    "src/import/meanings.rs",
    // its own question, flag and gate
    "src/cli/commands/new.rs",
    "src/cli/commands/set.rs",
    "src/lifecycle/readiness/header.rs",
    "src/render/message/notes.rs",
    // records made up for tests
    "src/render/export/traps.rs",
    "src/render/test_fixture.rs",
];

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn add(file: &Path, (behind, line): (&str, &str)) {
    let text = fs::read_to_string(file).expect("a source");
    assert_eq!(text.matches(behind).count(), 1, "{}: {behind}", file.display());
    fs::write(file, text.replace(behind, &format!("{behind}{line}"))).expect("a copy that can be written");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let there = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).expect("a copy");
        }
    }
}

/// A copy of the sources, with a program of another name.
fn sources(folder: &Path) {
    for part in ["src", "runbook-templates"] {
        copy(&top().join(part), &folder.join(part));
    }
    fs::copy(top().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");
    let manifest = fs::read_to_string(top().join("Cargo.toml")).expect("a manifest");
    let sections = manifest.split("\n[").filter(|own| !own.starts_with("[test]]") && !own.starts_with("[bench]]"));
    let manifest = sections.collect::<Vec<_>>().join("\n[");
    let (before, after) = manifest.split_once("[[bin]]\nname = \"runbook\"").expect("a program");
    let manifest = format!("{before}[[bin]]\nname = \"runbook-with-severity\"{after}");
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
}

/// Runs cargo on the copy. What other packages it needs is shared with these tests.
fn cargo(folder: &Path, words: &[&str]) -> (bool, String, PathBuf) {
    let own = Path::new(env!("CARGO_BIN_EXE_runbook")).parent().and_then(Path::parent).expect("a target folder");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(words).args(["--offline", "--locked", "-q"]).current_dir(folder).env("CARGO_TARGET_DIR", own);
    let out = command.output().expect("cargo runs");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.success(), said, own.join("debug/runbook-with-severity"))
}

#[test]
fn no_list_of_fields_stands_beside_the_table() {
    let mut found = Vec::new();
    let mut folders = vec![top().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(top()).expect("below the top").to_string_lossy().replace('\\', "/");
            let is_code = name.ends_with(".rs") && !name.ends_with("tests.rs");
            if path.is_dir() {
                folders.push(path);
            } else if is_code && fs::read_to_string(&path).is_ok_and(|text| text.contains("ticket_url")) {
                found.push(name);
            }
        }
    }
    found.retain(|name| !NAMED_IN.contains(&name.as_str()));
    assert!(found.is_empty(), "these name a field of the header: ask the table of keys instead\n{found:#?}");
}

#[test]
fn a_field_without_a_row_does_not_compile_and_with_one_it_works_everywhere() {
    if std::env::var_os("RUNBOOK_ADDED_FIELD").is_none_or(|said| said != "built") {
        eprintln!("NOT BUILT: RUNBOOK_ADDED_FIELD=built cargo test --test all added_field");
        return;
    }
    let folder = tempfile::Builder::new().prefix("runbook-with-severity-").tempdir().expect("a folder");
    sources(folder.path());
    FIELD.into_iter().for_each(|line| add(&folder.path().join(STRUCT), line));
    let (compiles, said, _) = cargo(folder.path(), &["check", "--lib"]);
    // the compiler says which rows lack one, not which one: the pattern comes from a macro
    assert!(!compiles && said.contains("pattern") && said.contains("RECORD: Runbook {"), "{said}");
    add(&folder.path().join(ROWS), ROW);
    let (compiles, said, program) = cargo(folder.path(), &["build", "--bin", "runbook-with-severity"]);
    assert!(compiles, "{said}");
    let program = Program { path: program, sandbox: Sandbox::new() };
    plan::ready(&program.sandbox);
    // from here on only the new program knows what the records say
    program.sandbox.tamper();
    program.is_set_shown_and_told();
    program.goes_out_only_to_whom_it_may();
    program.comes_back_from_a_text();
    program.stands_in_templates();
    program.is_part_of_the_plan();
    program.is_judged_in_lists();
    program.run(&["audit"]).ok();
}

/// The program that has the field.
struct Program {
    path: PathBuf,
    sandbox: Sandbox,
}

impl Program {
    fn run(&self, words: &[&str]) -> Output {
        self.sandbox.call_program(&self.path, words).run()
    }

    fn record(&self, id: &str) -> Value {
        self.run(&["show", id, "--json"]).ok().json()["runbook"].clone()
    }

    fn is_set_shown_and_told(&self) {
        self.run(&["set", ID, "severity=seven of nine"]).ok();
        assert_eq!(self.record(ID)["severity"], "seven of nine");
        let text = self.sandbox.read(plan::FILE);
        let (before, after) = text.split_once("severity = \"seven of nine\"\n").expect("its line");
        assert!(before.trim_end().lines().last().is_some_and(|line| line.starts_with("ticket_url")), "{text}");
        assert!(after.starts_with("template ="), "{text}");
        self.run(&["show", ID]).ok().says("Severity").says("seven of nine");
        self.run(&["diff", ID]).ok().says("severity").says("seven of nine");
        self.run(&["blame", ID]).ok().says("severity");
        self.run(&["log", ID]).ok().says("severity");
        self.run(&["set", "--help"]).ok().says("ticket_url, severity");
        self.run(&["set", ID, "var.severity=x"]).code(2).complains("is a field of every runbook");
        self.run(&["set", ID, "severty=x"]).code(2).complains("did you mean `severity`?");
        self.run(&["set", ID, "severity=a\nb"]).code(2).complains("severity: ");
        let schema = self.run(&["schema", "record"]).ok().json();
        assert_eq!(schema["properties"]["severity"]["description"], "How bad it is.");
        self.run(&["set", ID, "severity="]).ok();
        assert_eq!(self.record(ID).get("severity"), None);
        self.run(&["undo", ID]).ok();
        assert_eq!(self.record(ID)["severity"], "seven of nine");
    }

    fn goes_out_only_to_whom_it_may(&self) {
        for format in ["markdown", "html", "json", "ics"] {
            // a calendar folds its lines
            let inside = self.run(&["export", ID, "--to", format]).ok().stdout.replace("\r\n ", "");
            assert!(inside.contains("seven of nine"), "{format}: {inside}");
            let outside = self.run(&["export", ID, "--to", format, "--audience", "customer"]).ok().stdout.clone();
            assert!(!outside.to_lowercase().contains("severity") && !outside.contains("seven of nine"), "{format}");
        }
        self.run(&["export", ID, "--to", "markdown", "--plain"]).ok().says("| Severity | seven of nine |");
        self.run(&["export", ID, "--to", "html"]).ok().says("<dt>Severity</dt>");
    }

    fn comes_back_from_a_text(&self) {
        let whole = self.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone();
        let plain = self.run(&["export", ID, "--to", "markdown", "--plain"]).ok().stdout.clone();
        let changed = whole.replacen("| Severity | seven of nine |", "| Severity | eight of nine |", 1);
        for (task, text, wanted) in [
            ("folded", &whole, "seven of nine"),
            ("plain", &plain, "seven of nine"),
            ("changed", &changed, "eight of nine"),
        ] {
            self.sandbox.write("../page.md", text.clone());
            let out = self.run(&["import", "../page.md", "--customer", "Beta", "--task", task]);
            out.ok();
            assert_eq!(self.record(&format!("beta/{task}"))["severity"], wanted, "{task}\n{out}");
        }
    }

    fn stands_in_templates(&self) {
        let base = "severity = \"{{ how_bad }}\"\n\n[[variables]]\nname = \"how_bad\"\nquestion = \"How bad?\"\n";
        self.sandbox.write("runbook-templates/base.toml", base);
        self.sandbox.write("runbook-templates/own.toml", "extends = \"base\"\n");
        self.run(&["new", "Beta - Own", "--template", "own", "--var", "how_bad=low"]).ok();
        assert_eq!(self.record("beta/own")["severity"], "low");
        self.sandbox.write("runbook-templates/wrong.toml", "severity = 5\n");
        let wrong = self.run(&["template", "check", "wrong"]);
        wrong.code(1).says("severity").says("expected text in quotes");
        for name in ["base", "own", "wrong"] {
            fs::remove_file(self.sandbox.store().join(format!("runbook-templates/{name}.toml"))).expect("it is there");
        }
        let schema = self.run(&["schema", "template"]).ok().json();
        assert_eq!(schema["properties"]["severity"]["type"], json!(["string", "null"]));
    }

    fn is_part_of_the_plan(&self) {
        let settings = self.sandbox.read(".runbook.toml") + "\n[approval]\nrequired = 1\n";
        self.sandbox.write(".runbook.toml", settings);
        self.sandbox.git(&["commit", "--quiet", "--all", "--message", "two people"]);
        self.sandbox.person("Jane Smith", "jane.smith@example.com");
        self.run(&["approve", ID]).ok();
        self.sandbox.person("John Doe", "john.doe@example.com");
        self.run(&["ready", ID, "--json"]).says_no("approval-stale");
        self.run(&["set", ID, "severity=nine"]).ok();
        self.run(&["ready", ID, "--json"]).says("approval-stale");
    }

    fn is_judged_in_lists(&self) {
        let text = self.sandbox.read(plan::FILE);
        self.sandbox.write(plan::FILE, text.replace("severity = \"nine\"", "severity = 9"));
        self.run(&["list"]).says("`severity`: expected text in quotes");
        self.sandbox.write(plan::FILE, text);
        self.run(&["list"]).ok().says_no("severity");
    }
}
