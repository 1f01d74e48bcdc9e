//! Text from records is data: shown, never acted on. Secrets stay out.

use std::fs;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn assert_harmless(text: &str) {
    for c in text.chars() {
        let odd = (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!odd, "U+{:04X} reached the terminal:\n{text}", u32::from(c));
    }
}

#[test]
fn hostile_text_in_a_file_is_shown_and_not_acted_on() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let text = sandbox.read(FILE).replace("Acme Inc.", "\\u001b[2J\\u202eAcme\\u0007 Inc.");
    sandbox.write(FILE, text);
    for words in [&["show", ID][..], &["list"], &["list", "--json"], &["ready", ID], &["save", ID], &["log", ID]] {
        let out = sandbox.run(words);
        assert_harmless(&out.stdout);
        assert_harmless(&out.stderr);
    }
    let out = sandbox.run(&["show", "a\u{1b}[2Jb"]);
    assert_harmless(&out.code(4).stderr);
    let out = sandbox.run(&["\u{1b}]0;owned\u{7}"]);
    assert_harmless(&out.code(2).stderr);
}

#[test]
fn an_identity_and_a_subject_are_data_too() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::draft(&sandbox);
    sandbox.set_var("GIT_AUTHOR_NAME", "J\u{1b}[31mohn\u{202e}");
    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by \u{1b}[2Jhand"]);
    for words in [&["log"][..], &["log", ID], &["show", ID]] {
        let out = sandbox.run(words);
        assert_harmless(&out.stdout);
        assert_harmless(&out.stderr);
    }
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for words in [&["show", ID][..], &["list"], &["log", ID], &["ready", ID], &["show", ID, "--color", "never"]] {
        assert_harmless(&sandbox.run(words).stdout);
    }
    assert!(sandbox.run(&["list", "--color", "always"]).ok().stdout.contains("\u{1b}["));
    let quiet = sandbox.call(&["list"]).var("NO_COLOR", "1").run();
    assert_harmless(&quiet.ok().stdout);
}

#[test]
fn a_secret_is_refused_before_anything_is_stored() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = format!("{}-{}", "glpat", "x7Qz9Lm2Rt5Vw8Yb3Kd6");
    let out = sandbox.refused(3, &["set", ID, &format!("summary=use {token}"), "--json"]);
    assert_eq!(out.error()["kind"], "secret");
    assert!(!out.stderr.contains(&token), "the error repeats the secret");
    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc.", &token));
    assert!(!sandbox.refused(3, &["save", ID]).stderr.contains(&token));
    sandbox.git(&["checkout", "--quiet", FILE]);
    sandbox.refused(3, &["check", "add", ID, "--text", &format!("ask {token}")]);
    sandbox.refused(3, &["new", &format!("Acme - {token}")]);
    let found = sandbox.call_program("grep", &["-r", &token, "."]).run();
    assert_eq!(found.stdout, "", "the secret lies in the store");
    let taken = sandbox.change(&["set", ID, &format!("summary=use {token}"), "--allow-secret", "an expired sample"]);
    assert!(!taken.stderr.contains(&token));
}

#[test]
fn wide_words_do_not_break_the_table() {
    let sandbox = Sandbox::new();
    sandbox
        .run(&[
            "new",
            "日本語の会社 - とても長い名前の作業 🦀 with a very long tail that does not fit in eighty columns at all",
        ])
        .ok();
    plan::draft(&sandbox);
    for columns in ["80", "200"] {
        let out = sandbox.call(&["list"]).var("COLUMNS", columns).run();
        out.ok().says("日本");
    }
}

#[test]
fn a_secret_in_the_name_of_a_person_is_in_no_commit() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = format!("{}-{}", "glpat", "x7Qz9Lm2Rt5Vw8Yb3Kd6");
    for (name, email, role) in
        [("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "author"), ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "committer")]
    {
        for (name, value) in [(name, token.clone()), (email, format!("{token}@example.com"))] {
            let out = sandbox.call(&["set", ID, "summary=Another"]).var(name, &value).run();
            out.code(3).complains(role).complains("looks like a secret");
            assert!(!out.stderr.contains(&token), "{}", out.stderr);
        }
    }
    assert!(!sandbox.git(&["log", "--all", "--format=%an %ae %cn %ce %B"]).stdout.contains(&token));
}

#[test]
fn what_the_store_calls_a_secret_is_one_in_names_and_faults_too() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let settings = sandbox.read(".runbook.toml");
    sandbox.write(".runbook.toml", format!("{settings}\n[secrets.patterns]\nstaff = 'EMP-\\d{{6}}'\n"));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "Know our own"]);
    let before = sandbox.commits();
    let as_tom = |words: &[&str]| sandbox.call(words).var("GIT_AUTHOR_NAME", "Tom EMP-123456").run();
    as_tom(&["set", ID, "summary=x"]).code(3).complains("the author's name looks like a secret").complains("staff");
    as_tom(&["new", "Acme - Another"]).code(3).complains("staff");
    // as it is where the store's own files are mended
    fs::remove_file(sandbox.store().join(".gitattributes")).expect("removed");
    sandbox.git(&["rm", "--quiet", "--cached", ".gitattributes"]);
    sandbox.git(&["commit", "--quiet", "-m", "Less"]);
    as_tom(&["init", "."]).code(3).complains("staff");
    sandbox.run(&["init", "."]).ok();
    assert_eq!(sandbox.commits(), before + 2);
    let out = sandbox.refused(4, &["show", "EMP-123456"]);
    assert!(!out.stderr.contains("EMP-123456") && out.stderr.contains("[masked staff]"), "{out}");
}

#[test]
fn doctor_tells_what_would_refuse_every_change() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let codes = || {
        let found = sandbox.run(&["doctor", "--json"]).json();
        let findings = found["findings"].as_array().expect("findings").clone();
        findings.iter().map(|own| own["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    sandbox.write(".git/index.lock", "");
    sandbox.run(&["doctor", "--fix"]).ok();
    sandbox.call_program("touch", &["-d", "2026-11-23", ".git/index.lock"]).folder(sandbox.store()).run().ok();
    assert_eq!(codes(), ["lock"]);
    sandbox.run(&["doctor", "--fix"]).code(1).says("index.lock").says("rm ");
    fs::remove_file(sandbox.store().join(".git/index.lock")).expect("doctor leaves it to the person");
    sandbox.write(".runbook.toml", "format = 1\n[signatures]\nrequired = true\n");
    sandbox.git_setting("gpg.format", "ssh");
    assert!(codes().contains(&"signing".to_owned()));
    let key = sandbox.home().join("key.pub");
    sandbox.git_setting("user.signingkey", key.to_str().expect("UTF-8"));
    sandbox.run(&["doctor"]).code(1).says("has no secret key").says("[signatures] required");
    fs::write(&key, "ssh-ed25519 AAAA").expect("written");
    assert!(!codes().contains(&"signing".to_owned()));
}
