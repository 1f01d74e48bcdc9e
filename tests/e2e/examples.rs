//! The examples at the end of every command's help are typed as they stand: none has wrong words, none names what is not
//! there.

use std::path::Path;
use std::process::Command;

use super::plan::{self, ID};
use crate::env::{Output, Sandbox};

/// A command's words and its examples.
struct Help {
    words: Vec<String>,
    examples: Vec<String>,
}

/// The help of a command and of everything below it.
fn helps(sandbox: &Sandbox, words: &[String], found: &mut Vec<Help>) {
    let typed: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    let out = sandbox.run(&typed);
    let text = out.ok().stdout.clone();
    let below: Vec<String> = section(&text, "Commands:")
        .iter()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    let examples = text.lines().map(str::trim).filter(|line| line.starts_with("runbook ")).map(str::to_owned).collect();
    found.push(Help { words: words.to_vec(), examples });
    for name in below {
        helps(sandbox, &[words, &[name]].concat(), found);
    }
}

/// The lines after a heading up to the next empty one.
fn section<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.trim().is_empty()).collect()
}

fn all_helps(sandbox: &Sandbox) -> Vec<Help> {
    let mut found = Vec::new();
    helps(sandbox, &[], &mut found);
    assert!(found.len() > 40, "only {} commands were found", found.len());
    found
}

/// Types a line in a copy of the prepared store.
fn type_line(sandbox: &Sandbox, line: &str) -> Output {
    let copy = sandbox.top().join("copy");
    drop(std::fs::remove_dir_all(&copy));
    let copied = Command::new("cp").arg("-a").arg(sandbox.store()).arg(&copy).status();
    assert!(copied.expect("cp").success());
    let folder = Path::new(env!("CARGO_BIN_EXE_runbook")).parent().expect("a folder");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a PATH"));
    sandbox.call_program("sh", &["-c", line]).folder(&copy).var("PATH", path).var("EDITOR", "true").run()
}

#[test]
fn every_command_ends_its_help_with_two_or_more_examples() {
    let sandbox = Sandbox::bare();
    let few: Vec<String> = all_helps(&sandbox)
        .iter()
        .filter(|help| help.examples.len() < 2)
        .map(|help| format!("runbook {}: {} examples", help.words.join(" "), help.examples.len()))
        .collect();
    assert!(few.is_empty(), "\n{}", few.join("\n"));
}

/// The documents' runbook with everything that the examples speak of.
fn prepare(sandbox: &Sandbox) {
    plan::draft(sandbox);
    for (side, name) in
        [("gitlab", "John Doe"), ("gitlab", "Jane Smith"), ("customer", "Tom Blogs"), ("customer", "harry Page")]
    {
        sandbox.run(&["contact", "add", ID, "--side", side, "--name", name]).ok();
    }
    for title in [
        "Confirm the users provided state",
        "Remove 2FA from user list",
        "Review users with errors",
        "Update issue with outcome",
        "Export the list of users",
    ] {
        sandbox.run(&["task", "add", ID, "--title", title]).ok();
    }
    sandbox.run(&["task", "set", ID, "remove-2fa", "--command", "true", "--dry-run-command", "true"]).ok();
    sandbox.run(&["check", "add", ID, "--text", "Is the customer's SSO healthy?"]).ok();
    sandbox.run(&["check", "add", ID, "--post", "--id", "survey", "--text", "Ask the customer how it went"]).ok();
    sandbox.run(&["permission", "add", ID, "--action", "enforce 2FA on all groups of Acme"]).ok();
    sandbox.run(&["permission", "add", ID, "--id", "reset", "--action", "reset the 2FA of the listed users"]).ok();
    for step in ["Execute the method with status: 'enable'", "Tell the customer"] {
        sandbox.run(&["rollback", "add", ID, "--title", step, "--command", "true"]).ok();
    }
    sandbox.write("issue.md", include_str!("../fixtures/import/page.md"));
    sandbox.run(&["obligation", "add", ID, "--kind", "delete-data", "--what", "Delete the downloaded list"]).ok();
    for file in ["users.txt", "users.csv"] {
        sandbox.write(file, "username\njane\ntom\n");
    }
    sandbox.run(&["targets", "load", ID, "users.txt"]).ok();
    let template = sandbox.run(&["template", "show", "enforce-2fa-all-groups"]).ok().stdout.clone();
    sandbox.write("runbook-templates/our-own.toml", template);
    // what is cloned in the examples is this very store
    let store = sandbox.store().display().to_string();
    for (place, address) in [
        (format!("file://{store}"), "https://gitlab.example.com/support/support-runbooks.git"),
        (store, "git@gitlab.example.com:support/support-runbooks.git"),
    ] {
        sandbox.git_setting(&format!("url.{place}.insteadOf"), address);
    }
}

#[test]
fn every_example_can_be_typed() {
    let sandbox = Sandbox::new();
    prepare(&sandbox);
    let mut wrong = Vec::new();
    for help in all_helps(&sandbox) {
        // Only a draft that was refused can be resumed, and a call is guided at a terminal only (`guided` tries that).
        let can_be_typed = |example: &String| !example.ends_with(" --resume") && !example.starts_with("runbook run ");
        for example in help.examples.into_iter().filter(can_be_typed) {
            let out = type_line(&sandbox, &example);
            // Refused by the rules is fine: the store is in one state, and the examples are of every state.
            if !matches!(out.code, 0 | 1 | 3) {
                wrong.push(format!("{example}\n{out}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}
