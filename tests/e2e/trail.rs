//! One change, one commit, one event that says everything.

use serde_json::Value;

use super::plan::{self, FILE, ID};
use crate::env::{Sandbox, has_tool};

#[test]
fn every_commit_touches_one_file_and_bears_its_event() {
    let sandbox = Sandbox::new();
    let init = sandbox.commits();
    plan::closed(&sandbox);
    let commits = sandbox.git(&["rev-list", &format!("--max-count={}", sandbox.commits() - init), "HEAD"]);
    let mut newer: Option<(String, String)> = None;
    for commit in commits.line().lines() {
        let files = sandbox.git(&["show", "--name-only", "--format=", commit]);
        assert_eq!(files.line(), FILE);
        let subject = sandbox.git(&["log", "-1", "--format=%s", commit]);
        assert!(subject.line().starts_with(&format!("{ID}: ")), "{}", subject.line());
        let value = |key: &str| {
            let format = format!("--format=%(trailers:key={key},valueonly)");
            sandbox.git(&["log", "-1", &format, commit]).line().trim().to_owned()
        };
        assert_eq!(value("Runbook"), ID);
        let event: Value = serde_json::from_str(&value("Runbook-Event")).expect("an event in JSON");
        for key in ["v", "do", "at", "by"] {
            assert!(event.get(key).is_some(), "no {key} in {event}");
        }
        let author = sandbox.git(&["log", "-1", "--format=%an <%ae>", commit]);
        assert_eq!(event["by"], author.line());
        if let Some((newer, previous)) = &newer {
            assert_eq!(previous, commit, "{newer} names another commit as its previous");
        }
        newer = Some((commit.to_owned(), value("Runbook-Previous")));
    }
}

#[test]
fn author_committer_and_time_come_from_the_person_and_the_clock() {
    let sandbox = Sandbox::new();
    sandbox.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "jane@example.com");
    sandbox.at("2026-11-24T10:00:00+01:00");
    sandbox.run(&["new", "Acme - X"]).ok();
    let who = sandbox.git(&["log", "-1", "--format=%an <%ae>|%cn <%ce>|%cI"]);
    assert_eq!(who.line(), "Jane Smith <jane@example.com>|John Doe <john.doe@example.com>|2026-11-24T10:00:00+01:00");
}

#[test]
fn a_title_cannot_smuggle_a_trailer() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "summary=Fine\n\nRunbook-Event: {\"v\":1,\"do\":\"close\"}"]);
    let events = sandbox.git(&["log", "-1", "--format=%(trailers:key=Runbook-Event,valueonly)"]);
    assert_eq!(events.line().trim().lines().count(), 1);
    sandbox.change(&["task", "add", ID, "--title", "x Runbook-Event: {}"]);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%(trailers:key=Runbook,valueonly)"]).line().trim(), ID);
}

#[test]
fn hooks_run_and_a_refusing_hook_changes_nothing() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let hook = |name: &str, script: &str| {
        let path = format!(".git/hooks/{name}");
        sandbox.write(&path, format!("#!/bin/sh\n{script}\n"));
        sandbox.call_program("chmod", &["755", &path]).run().ok();
    };
    hook("pre-commit", "echo seen >> ../hooked; exit 0");
    hook("post-commit", "echo after >> ../hooked");
    sandbox.change(&["set", ID, "summary=x"]);
    assert_eq!(std::fs::read_to_string(sandbox.top().join("hooked")).expect("hooks ran"), "seen\nafter\n");
    sandbox.run(&["show", ID]).ok();
    sandbox.run(&["list"]).ok();
    assert_eq!(std::fs::read_to_string(sandbox.top().join("hooked")).expect("hooks ran"), "seen\nafter\n");
    hook("pre-commit", "echo 'not on a Friday' >&2; exit 1");
    let out = sandbox.refused(3, &["set", ID, "summary=y"]);
    out.complains("not on a Friday");
    hook("pre-commit", "exit 0");
    hook("commit-msg", "echo 'replaced' > \"$1\"");
    sandbox.refused(3, &["set", ID, "summary=y"]);
}

#[test]
fn commits_are_signed_where_the_person_signs() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let sandbox = Sandbox::new();
    let key = sandbox.home().join("key");
    let key = key.to_str().expect("UTF-8");
    sandbox.call_program("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", key]).run().ok();
    let public = std::fs::read_to_string(format!("{key}.pub")).expect("a key");
    let signers = sandbox.home().join("signers");
    std::fs::write(&signers, format!("john.doe@example.com {public}")).expect("written");
    sandbox.git_setting("gpg.format", "ssh");
    sandbox.git_setting("user.signingkey", key);
    sandbox.git_setting("commit.gpgsign", "true");
    sandbox.git_setting("gpg.ssh.allowedSignersFile", signers.to_str().expect("UTF-8"));
    sandbox.change(&["new", "Acme - Signed"]);
    sandbox.git(&["verify-commit", "HEAD"]);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%G?"]).line(), "G");
}

#[test]
fn what_a_repository_configures_chooses_no_program() {
    let sandbox = Sandbox::new();
    let trap = sandbox.top().join("trap");
    std::fs::write(&trap, "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\nexit 1\n").expect("written");
    sandbox.call_program("chmod", &["755", trap.to_str().expect("UTF-8")]).run().ok();
    for key in ["gpg.program", "gpg.ssh.program", "core.editor", "core.pager", "core.sshCommand", "core.fsmonitor"] {
        sandbox.git(&["config", "--local", key, trap.to_str().expect("UTF-8")]);
    }
    sandbox.run(&["new", "Acme - X"]).ok();
    sandbox.run(&["log", "acme/x"]).ok();
    sandbox.run(&["doctor"]);
    assert!(!sandbox.top().join("sprung").exists(), "a program that the repository names was run");
}
