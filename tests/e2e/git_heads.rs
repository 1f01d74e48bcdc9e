//! A lost or damaged head, index or record: 5 and what to do, in every command.

use std::fs;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn every_command(sandbox: &Sandbox, wanted: &str) {
    for words in [
        &["list"][..],
        &["show", ID],
        &["set", ID, "summary=y"],
        &["log"],
        &["log", ID],
        &["audit"],
        &["ready", ID],
        &["doctor"],
        &["init"],
    ] {
        let out = sandbox.run(words);
        if words == ["audit"] && out.code == 1 {
            // a commit that is missing is what an audit finds
            assert!(out.stdout.contains("incomplete-history"), "{out}");
            continue;
        }
        out.code(5);
        assert!(out.stderr.contains(wanted) && out.stderr.contains("git fsck"), "{words:?} wanted {wanted}\n{out}");
    }
}

#[test]
fn a_head_that_leads_nowhere_is_told_with_the_last_whole_commit() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.tamper();
    let good = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let git_dir = sandbox.store().join(".git");
    for (file, texts) in [
        ("HEAD", [Some(Vec::new()), Some(vec![0; 40]), Some(b"what\n".to_vec()), None]),
        ("refs/heads/main", [Some(Vec::new()), Some(vec![0; 41]), Some(b"what\n".to_vec()), None]),
    ] {
        let path = git_dir.join(file);
        let was = fs::read(&path).expect("there");
        let wanted = if file == "HEAD" { "printf 'ref: refs/heads/main" } else { good.as_str() };
        for text in texts {
            match text {
                Some(text) => fs::write(&path, text).expect("written"),
                None => fs::remove_file(&path).expect("removed"),
            }
            every_command(&sandbox, wanted);
            fs::write(&path, &was).expect("written");
        }
    }
    sandbox.run(&["set", ID, "summary=x"]).ok();
    let lost = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let (folder, name) = lost.split_at(2);
    fs::remove_file(git_dir.join("objects").join(folder).join(name)).expect("removed");
    every_command(&sandbox, &good);
    sandbox.git(&["update-ref", "refs/heads/main", &good]);
    sandbox.run(&["save", ID]).ok();
    sandbox.run(&["show", ID]).ok();
}

#[test]
fn a_damaged_index_is_told_and_the_hint_keeps_it() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let index = sandbox.store().join(".git/index");
    for length in [0, 100] {
        let bytes = fs::read(&index).expect("there");
        fs::write(&index, &bytes[..length]).expect("written");
        for words in [&["show", ID][..], &["set", ID, "summary=y"], &["doctor"], &["ready", ID]] {
            let out = sandbox.run(words);
            out.code(5);
            assert!(out.stderr.contains("is damaged") && out.stderr.contains("git reset"), "{out}");
        }
        sandbox.run(&["list"]).ok();
        sandbox.call_program("sh", &["-c", "mv .git/index .git/index.damaged && git reset"]).run().ok();
        sandbox.assert_clean();
    }
}

#[test]
fn two_marks_a_closed_record_without_a_result_and_a_newer_one_are_rows_with_a_problem() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.tamper();
    let good = sandbox.read(FILE);
    let newer = good.replace("format = 1", "format = 2").replace("state = \"draft\"", "state = { is = \"new\" }");
    for (text, wanted) in [
        (format!("\u{feff}\u{feff}{good}"), "two byte-order marks"),
        (good.replace("state = \"draft\"", "state = \"closed\""), "a closed runbook says its result"),
        (newer, "made by a newer version"),
        ("format = 2\nx = [\n<<<<<<< HEAD\n".to_owned(), "made by a newer version"),
    ] {
        assert_ne!(text, good);
        sandbox.write(FILE, &text);
        let list = sandbox.json(&["list", "--all"]);
        let problem = list["runbooks"][0]["problem"].as_str().unwrap_or_default();
        assert!(problem.contains(wanted), "{wanted}: {list}");
        for words in [&["show", ID][..], &["ready", ID], &["save", ID]] {
            let out = sandbox.run(words);
            out.code(5);
            assert!(out.stderr.contains(wanted), "{out}");
        }
        let out = sandbox.run(&["doctor"]);
        out.code(1);
        assert!(out.stdout.contains(wanted), "{out}");
        sandbox.run(&["set", ID, "summary=x"]).code(5);
        assert_eq!(sandbox.read(FILE), text);
    }
    sandbox.write(".runbook.toml", "{ }\nformat = 2\n");
    for words in [&["list"][..], &["doctor"], &["set", ID, "summary=x"]] {
        let out = sandbox.run(words);
        out.code(5);
        assert!(out.stderr.contains("made by a newer version"), "{out}");
    }
}

#[test]
fn what_is_there_and_cannot_be_read_is_not_called_damaged() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.run(&["set", ID, "summary=a"]).ok();
    let head = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    let object = sandbox.store().join(".git/objects").join(&head[..2]).join(&head[2..]);
    let aside = sandbox.top().join("aside");
    fs::rename(&object, &aside).expect("a loose object");
    // no right of a file keeps root out, a folder in its place does
    fs::create_dir(&object).expect("a folder");
    for words in [&["set", ID, "summary=b"][..], &["show", ID]] {
        let out = sandbox.run(words);
        out.code(5).complains("cannot read").complains(&head[2..]);
        assert!(!out.stderr.contains("update-ref") && !out.stderr.contains("damaged"), "{out}");
    }
    fs::remove_dir(&object).expect("empty");
    fs::rename(&aside, &object).expect("put back");
    sandbox.run(&["set", ID, "summary=b"]).ok();
}
