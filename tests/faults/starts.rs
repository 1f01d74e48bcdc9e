//! A machine that cannot look for a program, start it or stay with it: that says nothing of the program, so nothing is
//! recorded that did not happen.

use std::os::unix::fs::PermissionsExt;

use super::operations::running;
use super::state::left;
use super::strace::{Request, requests, with_fault, with_inject};
use crate::env::{Call, Output, Sandbox};

const RECORD: &str = "runbooks/acme/enforce.toml";
const EXEC: &[&str] = &["task", "exec", "acme/enforce", "bulk-change", "--", "echo", "said"];
const EACH: &[&str] = &["task", "exec", "acme/enforce", "bulk-change", "--each-target", "--", "echo", "{}"];

/// A store with a running task that has no attempt open.
fn at_rest() -> Sandbox {
    let sandbox = running();
    sandbox.run(&["task", "pause", "acme/enforce", "bulk-change"]).ok();
    sandbox
}

fn with_targets() -> Sandbox {
    let sandbox = at_rest();
    std::fs::write(sandbox.top().join("users.txt"), "anna\nbert\ncleo\n").expect("a list");
    sandbox.run(&["targets", "load", "acme/enforce", "../users.txt"]).ok();
    sandbox
}

/// The requests of a call in a copy of this store, of which the first that `is_it` is meant.
fn request_of(arrange: fn() -> Sandbox, words: &[&str], is_it: impl Fn(&Request) -> bool) -> Request {
    let sandbox = arrange();
    let all = requests(&sandbox, &call(&sandbox, words));
    all.into_iter().find(is_it).expect("the command asks for it")
}

/// On a PATH of two folders, so that the program's own start is not the first try of its kind.
fn call<'s>(sandbox: &'s Sandbox, words: &[&str]) -> Call<'s> {
    sandbox.call(words).var("PATH", "/nowhere:/usr/bin:/bin")
}

fn attempts(sandbox: &Sandbox) -> Vec<serde_json::Value> {
    let record = sandbox.json(&["show", "acme/enforce"]);
    record["runbook"]["tasks"][0]["attempts"].as_array().expect("attempts").clone()
}

fn results(sandbox: &Sandbox) -> Vec<String> {
    let answer = sandbox.json(&["targets", "list", "acme/enforce"]);
    let rows = answer["targets"].as_array().expect("rows");
    rows.iter().map(|row| row["result"].as_str().expect("a word").to_owned()).collect()
}

fn captures(sandbox: &Sandbox) -> Vec<String> {
    let files = std::fs::read_dir(sandbox.store().join(".git/runbook/captures")).into_iter().flatten().flatten();
    files.map(|file| std::fs::read_to_string(file.path()).expect("a capture")).collect()
}

fn inject(request: &Request, errno: &str) -> String {
    format!("inject={}:error={errno}:when={}", request.name, request.earlier + 1)
}

/// Nothing ran, nothing else is recorded than that it was begun, and the same command works afterwards.
fn nothing_ran(sandbox: &Sandbox, out: &Output, words: &[&str]) {
    assert_eq!(out.code, 5, "{out}");
    out.complains("nothing was run");
    assert!(!out.stdout.contains("said"), "{out}");
    assert_eq!(captures(sandbox), Vec::<String>::new(), "{out}");
    assert_eq!(left(sandbox), Vec::<String>::new(), "{out}");
    sandbox.assert_clean();
    call(sandbox, words).run().ok();
}

#[test]
fn a_disk_that_fails_while_a_program_is_looked_for_is_not_a_missing_program() {
    for words in [EXEC, EACH] {
        let looks = |request: &Request| request.name == "statx" && request.line.contains("/usr/bin/echo\"");
        let request = request_of(with_targets, words, looks);
        let sandbox = with_targets();
        let before = (sandbox.commits(), sandbox.read(RECORD));
        let out = with_fault(&sandbox, &call(&sandbox, words), &request.error("EIO", false));
        out.complains("cannot look for the program /usr/bin/echo");
        assert_eq!((sandbox.commits(), sandbox.read(RECORD)), before, "{out}");
        nothing_ran(&sandbox, &out, words);
    }
}

#[test]
fn a_machine_that_cannot_start_the_program_leaves_the_attempt_open() {
    let starts = |request: &Request| request.name.starts_with("clone") && request.line.contains("CLONE_VFORK");
    let spawn = request_of(with_targets, EXEC, starts);
    let pipes = request_of(with_targets, EXEC, |request| request.name == "pipe2");
    let all = [
        (inject(&spawn, "EAGAIN"), "Resource temporarily unavailable"),
        (inject(&spawn, "ENOMEM"), "Cannot allocate memory"),
        (inject(&pipes, "EMFILE"), "Too many open files"),
        ("inject=execve:error=EIO:when=2+".to_owned(), "Input/output error"),
    ];
    for (inject, why) in all {
        let sandbox = with_targets();
        let before = sandbox.commits();
        let out = with_inject(&sandbox, &call(&sandbox, EXEC), &inject);
        out.complains(&format!("“echo” could not be started: {why}; nothing was run; the attempt stays open"));
        out.complains("runbook task finish|fail|pause acme/enforce bulk-change");
        assert_eq!(sandbox.commits(), before + 1, "only that it was begun: {inject}\n{out}");
        let attempts = attempts(&sandbox);
        assert_eq!((attempts.len(), &attempts[1]["outcome"]), (2, &serde_json::Value::Null), "{attempts:#?}");
        nothing_ran(&sandbox, &out, EXEC);
        // it went on with the attempt that was open
        assert_eq!(self::attempts(&sandbox).len(), 2);
    }
}

#[test]
fn a_machine_that_cannot_start_a_targets_command_leaves_that_target_to_be_done() {
    for inject in ["inject=clone3:error=EAGAIN:when=1", "inject=pipe2:error=EMFILE:when=1"] {
        let sandbox = with_targets();
        let out = with_inject(&sandbox, &call(&sandbox, EACH), inject);
        out.complains("“echo” could not be started").complains("goes on with what is left");
        assert_eq!(results(&sandbox), ["left"; 3], "{out}");
        nothing_ran(&sandbox, &out, EACH);
        assert_eq!(results(&sandbox), ["done"; 3]);
    }
}

#[test]
fn a_step_of_the_rollback_stays_open_in_the_same_way() {
    let sandbox = running();
    sandbox.run(&["rollback", "add", "acme/enforce", "--title", "Undo it", "--estimate", "5m"]).ok();
    sandbox.run(&["abort", "acme/enforce", "--reason", "it does not work"]).ok();
    let words = ["rollback", "exec", "acme/enforce", "undo-it", "--", "echo", "said"];
    let out = with_inject(&sandbox, &call(&sandbox, &words), "inject=pipe2:error=EMFILE:when=1");
    out.complains("nothing was run; the attempt stays open");
    out.complains("runbook rollback finish|fail|pause acme/enforce undo-it");
    nothing_ran(&sandbox, &out, &words);
}

#[test]
fn what_the_words_are_to_blame_for_ends_with_2() {
    let sandbox = with_targets();
    for (name, text, why) in [
        ("no-reader", "#!/no/such/reader\n", "No such file or directory"),
        ("no-format", "\u{1}\u{2}\u{3}\n", "Exec format error"),
    ] {
        let path = sandbox.top().join(name);
        std::fs::write(&path, text).expect("a file");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
        let program = format!("../{name}");
        for words in [
            &["task", "exec", "acme/enforce", "bulk-change", "--", &program][..],
            &["task", "exec", "acme/enforce", "bulk-change", "--each-target", "--", &program, "{}"],
        ] {
            let out = sandbox.run(words);
            out.code(2).complains(&format!("“{program}” cannot be run: {why}; nothing was run"));
            out.complains("#!/bin/sh");
            assert_eq!(captures(&sandbox), Vec::<String>::new());
        }
    }
    sandbox.assert_clean();
    let failed = attempts(&sandbox).iter().filter(|attempt| attempt["outcome"] == "failed").count();
    assert_eq!(failed, 0, "no attempt has failed, because nothing was tried");
}

#[test]
fn an_end_that_the_system_does_not_tell_is_not_made_up() {
    let waits = |request: &Request| request.name == "wait4";
    let request = request_of(with_targets, EXEC, waits);
    let sandbox = with_targets();
    let out = with_fault(&sandbox, &call(&sandbox, EXEC), &request.error("ECHILD", true));
    out.code(5).complains("how it ended is not known").complains("the attempt stays open");
    assert!(captures(&sandbox).concat().contains(" | said\n"), "{out}");
    assert_eq!(attempts(&sandbox)[1]["outcome"], serde_json::Value::Null);
    call(&sandbox, EXEC).run().ok();
    assert_eq!(captures(&sandbox), Vec::<String>::new());
}
