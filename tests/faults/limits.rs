//! A machine at its limits: a full disk, files that may grow no larger, a home that is no folder. The person reads what
//! it is, with the exit code for that, and what is lost and what is not.

use super::operations::running;
use super::state::{State, left};
use super::strace::{Request, requests, with_fault, with_inject};
use crate::env::{Output, Sandbox};

const RECORD: &str = "runbooks/acme/enforce.toml";
const LOG: &str = "logs/acme/enforce/bulk-change-1.log";

#[test]
fn a_demo_on_a_full_disk_is_no_fault_of_ours() {
    // at the first step, and in the middle of the story
    for (inject, step) in [("inject=mkdir:error=ENOSPC:when=2+", "init"), ("inject=linkat:error=ENOSPC:when=4+", "")] {
        for flags in [&["demo"][..], &["demo", "--json"]] {
            let sandbox = Sandbox::bare();
            sandbox.set_var("TMPDIR", sandbox.top());
            let out = with_inject(&sandbox, &sandbox.call(flags), inject);
            let told = "ended with 5 instead of 0";
            out.code(5)
                .complains(&format!("the demo stops: `runbook {step}"))
                .complains(told)
                .complains("No space left");
            out.complains("rm -r ");
            assert_eq!(out.stderr.contains("\"kind\""), flags.len() == 2, "{out}");
        }
    }
}

#[test]
fn a_machine_without_a_thread_to_spare_is_no_fault_of_ours() {
    let sandbox = running();
    let without = |words: &[&str]| with_inject(&sandbox, &sandbox.call(words), "inject=clone3:error=EAGAIN:when=1+");
    for words in [&["list"][..], &["audit"], &["ready", "--all"], &["doctor"]] {
        without(words).code(5).complains("no thread to spare");
    }
    // a change needs none, though it is faster with some
    without(&["set", "acme/enforce", "summary=x"]).ok();
    sandbox.assert_clean();
}

/// Runs the words in a shell whose files may have so many blocks of 512 bytes.
fn with_files_up_to(sandbox: &Sandbox, blocks: usize, words: &[&str]) -> Output {
    let call = sandbox.call(words).command();
    let mut all = vec!["-c".to_owned(), format!("ulimit -f {blocks}; exec \"$@\""), "sh".to_owned()];
    all.push(call.get_program().to_str().expect("a path").to_owned());
    all.extend(call.get_args().map(|word| word.to_str().expect("a word").to_owned()));
    sandbox.call_program("sh", &all.iter().map(String::as_str).collect::<Vec<_>>()).run()
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_changes_nothing() {
    let sandbox = running();
    let before = State::of(&sandbox, RECORD);
    let out = with_files_up_to(&sandbox, 1, &["set", "acme/enforce", &format!("summary={}", "long ".repeat(400))]);
    out.code(5).complains("File too large").complains("ulimit -f");
    assert_eq!(State::of(&sandbox, RECORD), before);
    assert_eq!(left(&sandbox), Vec::<String>::new());
    sandbox.change(&["set", "acme/enforce", "summary=short"]);
    // the commands of others have the system's own way again
    let exec = ["task", "exec", "acme/enforce", "bulk-change", "--"];
    let fill = ["dd", "if=/dev/zero", "of=../big", "bs=1024", "count=1000"];
    with_files_up_to(&sandbox, 400, &[&exec[..], &fill].concat()).code(1).complains("ended by signal 25 (SIGXFSZ)");
}

#[test]
fn what_was_typed_is_found_again_where_its_draft_cannot_be_written_anew() {
    let sandbox = running();
    let text = format!("state = \"sleeping\"\n# {}\n", "long ".repeat(400));
    let editor = sandbox.top().join("editor");
    std::fs::write(&editor, format!("#!/bin/sh\ncat >\"$1\" <<'END'\n{text}END\n")).expect("written");
    std::fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("allowed");
    sandbox.call(&["edit", "acme/enforce"]).var("EDITOR", &editor).run().complains("what you typed is kept in");
    sandbox.set_var("EDITOR", "true");
    let out = with_files_up_to(&sandbox, 1, &["edit", "acme/enforce", "--resume"]);
    out.code(2).complains("what you typed is kept in").complains("--resume").complains("File too large");
    let kept = sandbox.call_program("grep", &["-rl", "sleeping", ".git/runbook/drafts"]).run();
    assert_eq!(kept.stdout.lines().count(), 1, "{kept}");
}

#[test]
fn an_audit_without_a_place_to_remember_judges_and_says_so() {
    let sandbox = running();
    let file = sandbox.top().join("no-folder");
    std::fs::write(&file, "").expect("a file");
    let around = sandbox.top().join("around");
    std::os::unix::fs::symlink(&around, &around).expect("a link");
    let ask = |words: &[&str], home: &std::path::Path| sandbox.call(words).var("HOME", home).run();
    for home in [&file, &around] {
        let out = ask(&["audit"], home);
        out.ok().says("The trail holds").says("this head is not remembered for the next").says("--expect holds it");
        assert!(!out.stdout.contains("This head is remembered"), "{out}");
        assert_eq!(ask(&["audit", "--json"], home).ok().json()["remembered"], false);
    }
    sandbox.run(&["audit"]).ok().says("This head is remembered");
    assert_eq!(sandbox.json(&["audit"])["remembered"], true);
}

fn exec(sandbox: &Sandbox) -> crate::env::Call<'_> {
    sandbox.call(&["task", "exec", "acme/enforce", "bulk-change", "--", "printf", "one\\ntwo\\nthree\\n"])
}

/// The request that puts what was said into its passing place.
fn keeps(request: &Request) -> bool {
    request.name == "write" && request.line.contains(" | one\\n")
}

#[test]
fn a_disk_that_fills_up_under_a_command_loses_nothing_in_silence() {
    let sandbox = running();
    let request = requests(&sandbox, &exec(&sandbox)).into_iter().find(keeps).expect("it is kept as it comes");
    // for an instant
    let sandbox = running();
    let out = with_fault(&sandbox, &exec(&sandbox), &request.error("ENOSPC", false));
    out.ok().says("one\ntwo\nthree\n");
    let log = sandbox.read(LOG);
    assert!(log.find(" | one\n") < log.find(" | two\n") && log.contains(" | three\n# ended"), "{log}");
    sandbox.assert_clean();
    // for good: neither all that it said nor its end finds a place
    let sandbox = running();
    let before = State::of(&sandbox, RECORD);
    let line = format!("line %g {}", "-".repeat(60));
    let words = ["task", "exec", "acme/enforce", "bulk-change", "--", "seq", "-f", &line, "10", "29"];
    let out = with_files_up_to(&sandbox, 2, &words);
    out.code(5).complains("the command has ended (exit code 0), but that is not recorded").complains("File too large");
    out.complains("the attempt stays open").complains(" bytes) are lost; the rest is kept in ");
    assert!(out.stdout.ends_with(&format!("{}\n", line.replace("%g", "29"))), "{out}");
    assert_eq!(State::of(&sandbox, RECORD), before);
    with_files_up_to(&sandbox, 0, &words).code(5).complains("nothing was run; the attempt stays open");
    let kept = sandbox.read(".git/runbook/captures/acme.enforce.bulk-change-1.log");
    let count = kept.lines().filter(|line| line.contains(" | line ")).count();
    assert!(kept.ends_with("-\n") && (1..20).contains(&count), "{kept}");
    out.complains(&format!("of what it said {} lines (", 20 - count));
    sandbox.run(&["task", "finish", "acme/enforce", "bulk-change"]).ok();
}
