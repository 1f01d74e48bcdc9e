//! Wrong words, and ends that are not the command's own doing.

use std::io::Read as _;
use std::process::Stdio;

use super::plan::{self, ID};
use crate::env::{Output, Sandbox, has_tool};

#[test]
fn missing_words_are_named_by_their_flag_and_never_asked_for_off_a_terminal() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    for (words, flag) in [
        (&["new"][..], "--customer"),
        (&["task", "skip", ID, "tell"], "--note"),
        (&["task", "fail", ID, "tell"], "--note"),
        (&["task", "finish", ID, "tell"], "--took"),
        (&["abort", ID], "--reason"),
        (&["check", "add", ID], "--text"),
        (&["task", "add", ID], "--title"),
        (&["permission", "add", ID], "--action"),
        (&["obligation", "add", ID], "--kind"),
    ] {
        sandbox.refused(2, words).complains(flag);
    }
    let item = plan::ids(&plan::record(&sandbox), "pre_call")[0].clone();
    sandbox.refused(2, &["check", "prevented", ID, &item]).complains("--reason");
}

#[test]
fn control_characters_are_refused_at_the_door() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for text in ["a\u{1b}[31mb", "a\u{7}b", "a\u{202e}b", "a\u{9b}b"] {
        sandbox.refused(2, &["set", ID, &format!("summary={text}")]);
        sandbox.refused(2, &["new", &format!("Acme - {text}")]);
        sandbox.refused(2, &["task", "add", ID, "--title", text]);
    }
    sandbox.refused(2, &["task", "add", ID, "--title", "two\nlines"]);
    sandbox.change(&["set", ID, "summary=two\nlines\tand a tab"]);
    sandbox.refused(2, &["new", ""]);
    sandbox.refused(2, &["new", "no dash here"]);
}

#[test]
fn words_that_are_not_utf_8_are_wrong_words() {
    use std::os::unix::ffi::OsStringExt;
    let sandbox = Sandbox::new();
    let odd = std::ffi::OsString::from_vec(b"Acme - \xff".to_vec());
    sandbox.call(&["new"]).word(odd).run().code(2);
}

#[test]
fn values_must_fit_their_fields() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    for words in [
        &["set", ID, "no_such_field=x"][..],
        &["set", ID, "summary"],
        &["set", ID, "state=closed"],
        &["set", ID, "confidential=maybe"],
        &["task", "add", ID, "--title", "x", "--estimate", "soon"],
        &["contact", "add", ID, "--name", "x", "--side", "nobody"],
        &["contact", "add", ID, "--name", "x", "--side", "gitlab", "--duty", "sleep"],
        &["obligation", "add", ID, "--kind", "party", "--what", "x"],
        &["list", "--state", "asleep"],
    ] {
        sandbox.refused(2, words);
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let binary = env!("CARGO_BIN_EXE_runbook");
    for words in ["list", "--help", "show acme", "log", "template show blank", "man", "completions bash"] {
        let script = format!("({binary} {words}; echo \"code $?\" >&2) | true");
        let out = sandbox.call_program("sh", &["-c", &script]).run();
        assert!(out.stderr == "code 0\n", "{words}\n{out}");
    }
}

#[test]
fn a_full_disk_under_the_answer_is_said_and_the_change_stands() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let binary = env!("CARGO_BIN_EXE_runbook");
    let run = |words: &str| sandbox.call_program("sh", &["-c", &format!("{binary} {words} > /dev/full")]).run();
    run("list").code(5);
    let before = sandbox.commits();
    run(&format!("set {ID} summary=x --json")).code(5);
    assert_eq!(sandbox.commits(), before + 1);
    sandbox.assert_clean();
}

#[test]
fn signals_end_with_their_codes_and_leave_whole_events() {
    if !has_tool("strace") {
        return;
    }
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        // A lock that somebody holds keeps the command waiting until the signal comes.
        sandbox.write(".git/index.lock", "");
        let mut child = sandbox
            .call(&["set", ID, "summary=interrupted"])
            .command()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        std::thread::sleep(std::time::Duration::from_millis(400));
        sandbox.call_program("kill", &[&format!("-{signal}"), &child.id().to_string()]).run().ok();
        let status = child.wait().expect("ended");
        let mut stderr = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("read");
        let words = format!("set, then SIG{signal}");
        Output { words, code: status.code().unwrap_or(-1), stdout: String::new(), stderr }.code(code);
        std::fs::remove_file(sandbox.store().join(".git/index.lock")).expect("still there");
        sandbox.assert_clean();
    }
    sandbox.change(&["set", ID, "summary=x"]);
}
