//! Repositories in a state, or of a kind, in which nothing may be written: a sentence, code 5, and nothing changed.

use std::fs;
use std::os::unix::fs::symlink;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox
}

#[test]
fn a_folder_that_is_no_store_says_how_to_make_one() {
    let sandbox = Sandbox::bare();
    for words in [&["list"][..], &["new", "Acme - X"], &["show", "x"], &["ready", "--all"]] {
        sandbox.refused(5, words).complains("runbook init");
    }
    sandbox.git(&["init", "--quiet"]);
    sandbox.refused(5, &["list"]);
}

#[test]
fn init_turns_a_repository_into_a_store_and_mends_on_a_second_run() {
    let sandbox = Sandbox::bare();
    sandbox.git(&["init", "--quiet"]);
    sandbox.write("mine.txt", "mine\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "mine"]);
    sandbox.run(&["init"]).ok();
    sandbox.assert_clean();
    assert!(sandbox.read(".runbook.toml").contains("format = 1"));
    assert!(sandbox.read(".gitattributes").contains("runbooks/**/*.toml diff=runbook merge=runbook"));
    let before = sandbox.commits();
    sandbox.run(&["init"]).ok();
    assert_eq!(sandbox.commits(), before);
    sandbox.change(&["new", "Acme - X"]);
    let elsewhere = sandbox.top().join("elsewhere");
    sandbox.run(&["init", elsewhere.to_str().expect("UTF-8")]).ok();
    sandbox.call(&["new", "Acme - X"]).folder(&elsewhere).run().ok();
}

#[test]
fn the_store_is_found_by_flag_variable_and_folder() {
    let sandbox = store();
    let store = sandbox.store().to_str().expect("UTF-8").to_owned();
    let top = sandbox.top();
    sandbox.call(&["list"]).folder(sandbox.store().join("runbooks/acme")).run().ok().says("acme/");
    sandbox.call(&["-C", &store, "list"]).folder(&top).run().ok().says("acme/");
    sandbox.call(&["list"]).var("RUNBOOK_STORE", &store).folder(&top).run().ok().says("acme/");
    sandbox.call(&["list"]).folder(&top).run().code(5);
}

#[test]
fn nobody_is_no_author() {
    let sandbox = store();
    fs::write(sandbox.home().join(".gitconfig"), "[user]\n\tuseConfigOnly = true\n").expect("written");
    let out = sandbox.refused(5, &["set", ID, "summary=x", "--json"]);
    assert_eq!(out.error()["kind"], "identity");
    out.complains("git config");
    sandbox.run(&["show", ID]).ok();
}

#[test]
fn a_detached_head_is_refused() {
    let sandbox = store();
    sandbox.git(&["checkout", "--quiet", "--detach"]);
    sandbox.refused(5, &["set", ID, "summary=x"]).complains("detached");
    sandbox.run(&["show", ID]).ok();
}

#[test]
fn a_merge_and_a_rebase_under_way_are_refused() {
    let sandbox = store();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("a.txt", "side\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "side"]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("a.txt", "main\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "main"]);
    sandbox.git_raw(&["merge", "side"]).code(1);
    sandbox.refused(5, &["set", ID, "summary=x"]).complains("merge");
    sandbox.git(&["merge", "--abort"]);
    sandbox.git_raw(&["rebase", "side"]).code(1);
    sandbox.refused(5, &["set", ID, "summary=x"]).complains("rebase");
    sandbox.git(&["rebase", "--abort"]);
    sandbox.change(&["set", ID, "summary=x"]);
}

#[test]
fn repositories_that_cannot_be_served_get_a_sentence() {
    for (words, word) in [(&["--object-format=sha256"][..], "SHA-1"), (&["--ref-format=reftable"], "reftable")] {
        let sandbox = Sandbox::bare();
        sandbox.git(&[&["init", "--quiet"][..], words].concat());
        sandbox.write(".runbook.toml", "format = 1\n");
        sandbox.refused(5, &["list"]).complains(word);
        sandbox.refused(5, &["new", "Acme - X"]).complains(word);
        sandbox.refused(5, &["init"]).complains(word);
    }
    let sandbox = Sandbox::bare();
    sandbox.git(&["init", "--quiet", "--bare"]);
    sandbox.refused(5, &["new", "Acme - X"]).complains("bare");
}

#[test]
fn a_symbolic_link_in_the_way_is_refused() {
    let sandbox = store();
    let outside = sandbox.top().join("outside");
    fs::create_dir(&outside).expect("a folder");
    symlink(&outside, sandbox.store().join("runbooks/globex")).expect("a link");
    sandbox.refused(5, &["new", "Globex - X"]);
    assert_eq!(fs::read_dir(&outside).expect("readable").count(), 0, "something was written outside the store");
    let file = sandbox.store().join(FILE);
    let moved = outside.join("moved.toml");
    fs::rename(&file, &moved).expect("moved");
    symlink(&moved, &file).expect("a link");
    sandbox.refused(5, &["set", ID, "summary=x"]);
}

#[test]
fn linked_worktrees_work_as_ordinary_repositories() {
    let sandbox = store();
    let side = sandbox.top().join("side");
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", side.to_str().expect("UTF-8")]);
    sandbox.call(&["set", ID, "summary=from the side"]).folder(&side).run().ok();
    let status = sandbox.call_program("git", &["status", "--porcelain"]).folder(&side).run();
    assert_eq!(status.ok().stdout, "");
    sandbox.assert_clean();
    sandbox.run(&["show", ID]).ok().says_no("from the side");
}

#[test]
fn the_doctor_of_any_work_tree_tells_of_what_all_of_them_share() {
    let sandbox = store();
    let side = sandbox.top().join("side");
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", side.to_str().expect("UTF-8")]);
    // an export that was killed while it wrote
    let out = sandbox.top().join("out");
    fs::create_dir_all(out.join(".runbook-out-a")).expect("made");
    let note = format!("{{\"folder\":{:?},\"passing\":\".runbook-out-a\"}}", out.display().to_string());
    sandbox.write(".git/runbook/underway/out-a", note);
    for folder in [sandbox.store().to_owned(), side.clone()] {
        sandbox.call(&["doctor"]).folder(folder).run().code(1).says("did not write all its files");
    }
    sandbox.call(&["doctor", "--fix"]).folder(&side).run();
    for folder in [sandbox.store().to_owned(), side] {
        sandbox.call(&["doctor"]).folder(folder).run().says_no("did not write all its files");
    }
    assert!(!out.join(".runbook-out-a").exists());
}

#[test]
fn a_lock_is_waited_for_and_its_holder_named() {
    let sandbox = store();
    sandbox.write(".runbook.toml", sandbox.read(".runbook.toml") + "\n[lock]\nwait = \"1s\"\n");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "hurry"]);
    sandbox.write(".git/index.lock", "");
    let out = sandbox.run(&["set", ID, "summary=x", "--json"]);
    out.code(5);
    assert_eq!(out.error()["kind"], "locked");
    out.complains("index.lock");
    fs::remove_file(sandbox.store().join(".git/index.lock")).expect("removed");
    sandbox.change(&["set", ID, "summary=x"]);
}

#[test]
fn a_newer_store_is_left_alone() {
    let sandbox = store();
    sandbox.write(".runbook.toml", sandbox.read(".runbook.toml").replace("format = 1", "format = 2"));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "newer"]);
    sandbox.refused(5, &["set", ID, "summary=x"]).complains("newer version");
}

#[test]
fn a_store_of_another_user_is_opened_where_gits_settings_trust_it() {
    let sandbox = store();
    let place = sandbox.store().display().to_string();
    if !sandbox.call_program("chown", &["-R", "65534", &place]).run().stderr.is_empty() {
        eprintln!("NOT TESTED: only root gives files away");
        return;
    }
    sandbox.tamper();
    let line = format!("git config --global --add safe.directory {place}");
    assert!(sandbox.run(&["list"]).code(5).stderr.contains(&line));
    let trusted = |value: &str| {
        let call = sandbox.call(&["list"]).var("GIT_CONFIG_COUNT", "1").var("GIT_CONFIG_KEY_0", "safe.directory");
        call.var("GIT_CONFIG_VALUE_0", value).run()
    };
    trusted("*").ok();
    trusted(&place).ok();
    trusted("/elsewhere").code(5);
    let above = sandbox.top().join("*").display().to_string();
    sandbox.git_setting("safe.directory", &above);
    sandbox.run(&["list"]).ok();
    // what the repository says of itself counts for nothing
    sandbox.git(&["config", "safe.directory", "*"]);
    sandbox.git_setting("safe.directory", "/elsewhere");
    sandbox.run(&["list"]).code(5);
    sandbox.call_program("git", &["config", "--global", "--unset", "safe.directory"]).folder(sandbox.top()).run().ok();
    sandbox.call_program("sh", &["-c", line.as_str()]).folder(sandbox.top()).run().ok();
    sandbox.run(&["list"]).ok();
}

#[test]
fn a_file_that_is_no_record_stands_under_its_own_name() {
    let sandbox = store();
    let stray = "runbooks/acme/Some Notes.toml";
    sandbox.write(stray, sandbox.read(FILE));
    sandbox.write(&FILE.replace("enforce", "Enforce"), sandbox.read(FILE));
    sandbox.write("runbooks/loose.toml", "x = 1\n");
    let rows = sandbox.json(&["list"])["runbooks"].as_array().expect("rows").clone();
    let mut ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    ids.sort_unstable();
    let capital = ID.replace("enforce", "Enforce");
    let mut wanted = [ID, "acme/Some Notes", &capital, "loose"];
    wanted.sort_unstable();
    assert_eq!(ids, wanted);
    assert!(rows.iter().all(|row| (row["id"] == ID) == row["problem"].is_null()), "{rows:#?}");
    let shown = sandbox.run(&["list"]).ok().stdout.clone();
    for path in [stray, "runbooks/loose.toml"] {
        assert_eq!(shown.matches(path).count(), 1, "{path}\n{shown}");
    }
    let ready = sandbox.run(&["ready", "--all", "--json"]).code(1).json();
    let reports = ready["runbooks"].as_array().expect("reports");
    assert_eq!(reports.iter().filter(|own| own["id"] == ID).count(), 1, "{ready:#}");
    let loose = reports.iter().find(|own| own["id"] == "loose").expect("told");
    assert_eq!(loose["missing"][0]["code"], "unreadable");
    assert!(!loose["missing"][0]["fix"].as_str().expect("a fix").is_empty());
    sandbox.write(FILE, "title = [");
    let shown = sandbox.run(&["list"]).ok().stdout.clone();
    assert_eq!(shown.matches(FILE).count(), 1, "{shown}");
}
