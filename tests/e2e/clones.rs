//! `clone`: private, checked, whole or not there, and nothing that comes with it is run.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use super::doctor::as_a_person;
use super::modes::assert_closed;
use super::plan::{self, ID};
use crate::env::Sandbox;

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox
}

/// What lies beside the store.
fn beside(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.top()).expect("readable");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_clone_is_private_set_up_and_audited_under_any_umask() {
    for umask in ["000", "022"] {
        let sandbox = store();
        let binary = env!("CARGO_BIN_EXE_runbook");
        let script = format!("umask {umask}; {binary} clone ../store ../mine --json");
        let done = sandbox.call_program("sh", &["-c", &script]).run().ok().json();
        assert_eq!((&done["branch"], &done["audit"]["ok"]), (&"main".into(), &true.into()), "{done}");
        let clone = sandbox.top().join("mine");
        assert_closed(&clone);
        sandbox.call(&["doctor"]).folder(&clone).run().ok().says("All is well");
        sandbox.call(&["set", ID, "summary=x"]).folder(&clone).run().ok();
        let git = |words: &[&str]| sandbox.call_program("git", words).folder(&clone).run().ok().line().to_owned();
        assert_eq!(git(&["status", "--porcelain"]), "");
        git(&["commit", "--quiet", "--allow-empty", "-m", "By plain git"]);
        git(&["gc", "--quiet"]);
        sandbox.call(&["doctor"]).folder(&clone).run().ok();
    }
}

#[test]
fn what_is_no_store_leaves_nothing() {
    let sandbox = store();
    for (name, commit) in [("empty", false), ("foreign", true)] {
        let place = sandbox.top().join(name).display().to_string();
        sandbox.git(&["init", "--quiet", &place]);
        if commit {
            sandbox.git(&["-C", &place, "commit", "--quiet", "--allow-empty", "-m", "x"]);
        }
    }
    let before = beside(&sandbox);
    for (address, code) in [
        ("../empty", 5),
        ("../foreign", 5),
        ("../none", 5),
        ("ext::sh -c \"touch ../run\"", 2),
        ("--upload-pack=touch ../run", 2),
        ("", 2),
    ] {
        sandbox.call(&["clone", address, "../mine"]).run().code(code);
        assert_eq!(beside(&sandbox), before, "{address}");
    }
    fs::create_dir(sandbox.top().join("full")).expect("a folder");
    fs::write(sandbox.top().join("full/file"), "x").expect("a file");
    sandbox.call(&["clone", "../store", "../full"]).run().code(3);
    assert_eq!(fs::read(sandbox.top().join("full/file")).expect("kept"), b"x");
}

#[test]
fn a_head_that_names_no_branch_is_told_as_what_it_is() {
    let sandbox = store();
    sandbox.git(&["clone", "--quiet", "--bare", ".", "../team.git"]);
    sandbox.git(&["--git-dir=../team.git", "symbolic-ref", "HEAD", "refs/heads/trunk"]);
    let before = beside(&sandbox);
    let out = sandbox.call(&["clone", "../team.git", "../mine"]).run();
    out.code(5).complains("names a branch that is not there; these are: main").complains("git clone --branch main");
    assert!(!out.stderr.contains("no commit"), "{out}");
    assert_eq!(beside(&sandbox), before);
    let script = "git clone --quiet --branch main ../team.git ../mine && runbook=$0 && \"$runbook\" init ../mine";
    sandbox.call_program("sh", &["-c", script, env!("CARGO_BIN_EXE_runbook")]).run().ok();
    sandbox.call(&["doctor"]).folder(sandbox.top().join("mine")).run().ok().says("All is well");
}

#[test]
fn an_empty_folder_is_taken_and_closed() {
    let sandbox = store();
    let place = sandbox.top().join("mine");
    fs::create_dir(&place).expect("a folder");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("open");
    sandbox.call(&["clone", "../store", "."]).folder(&place).run().ok();
    assert_closed(&place);
    sandbox.call(&["doctor"]).folder(&place).run().ok();
}

#[test]
fn a_folder_is_taken_through_a_link_and_on_another_file_system() {
    let sandbox = store();
    // memory is another file system than the store's own, where there is one
    let far = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    std::os::unix::fs::symlink(far.path(), sandbox.top().join("link")).expect("a link");
    let before = beside(&sandbox);
    sandbox.call(&["clone", "../store", "../link"]).run().ok();
    assert_closed(far.path());
    assert_eq!(beside(&sandbox), before, "nothing was made beside it");
    let names: Vec<_> = fs::read_dir(far.path()).expect("readable").flatten().map(|entry| entry.file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with(".runbook-clone-")), "{names:?}");
    sandbox.call(&["doctor"]).folder(far.path()).run().ok();
    sandbox.call(&["clone", "../store", "../link"]).run().code(3).complains("is not empty");
}

#[test]
fn what_a_killed_clone_left_in_its_folder_is_cleared_away() {
    let sandbox = store();
    let place = sandbox.top().join("mine");
    fs::create_dir_all(place.join(".runbook-clone-a1b2c3/store/.git")).expect("folders");
    sandbox.call(&["clone", "../store", "../mine"]).run().ok();
    assert!(!place.join(".runbook-clone-a1b2c3").exists() && place.join(".runbook.toml").exists());
}

#[test]
fn a_place_that_cannot_be_taken_is_told_as_what_it_is_before_anything_is_fetched() {
    let sandbox = store();
    fs::write(sandbox.top().join("file"), "x").expect("a file");
    std::os::unix::fs::symlink("nowhere", sandbox.top().join("dangling")).expect("a link");
    std::os::unix::fs::symlink("round", sandbox.top().join("round")).expect("a link");
    let before = beside(&sandbox);
    for (place, code, words) in [
        ("../file", 3, "is a file"),
        ("../dangling", 3, "is a link that leads nowhere"),
        ("../round", 5, "cannot be looked into"),
        ("../file/below", 5, "cannot be looked into"),
    ] {
        // an address that cannot be fetched: it is not asked for
        let out = sandbox.call(&["clone", "../none", place]).run();
        out.code(code).complains(words);
        assert!(out.stderr.contains("try: "), "{out}");
        assert_eq!(beside(&sandbox), before, "{place}");
    }
}

#[test]
fn what_others_can_still_read_of_a_folder_of_another_user_is_told() {
    // only root has another user to be, and a folder that is not theirs
    if fs::metadata("/proc/self").map(|about| about.uid()).ok() != Some(0) {
        eprintln!("SKIPPED: this test makes a folder of another user, which only root can");
        return;
    }
    let sandbox = store();
    sandbox.git_setting("safe.directory", "*");
    let top = sandbox.top().display().to_string();
    sandbox.call_program("chown", &["-R", "65534:65534", &top]).run().ok();
    for (name, words) in [("cloned", &["clone", "../store", "../cloned"][..]), ("made", &["init", "../made"])] {
        let place = sandbox.top().join(name);
        fs::create_dir(&place).expect("a folder of root");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o777)).expect("open");
        let out = as_a_person(&sandbox, words);
        out.ok().complains("of another user").complains("sudo chown");
        assert!(place.join(".git").is_dir(), "{out}");
    }
}

#[test]
fn a_trail_that_does_not_hold_is_told_and_kept() {
    let sandbox = store();
    sandbox.tamper();
    sandbox.write(plan::FILE, sandbox.read(plan::FILE).replace("2500 groups", "2600 groups"));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "By plain git"]);
    let out = sandbox.call(&["clone", "../store", "../mine"]).run();
    out.code(1).says("does not hold: 1 finding").says("audit");
    assert!(sandbox.top().join("mine/.runbook.toml").exists());
}

#[test]
fn nothing_that_the_repository_brings_is_run() {
    let sandbox = store();
    sandbox.write(".gitattributes", format!("{}* filter=own\n", sandbox.read(".gitattributes")));
    sandbox.write("hooks/post-checkout", "#!/bin/sh\ntouch ../run\n");
    sandbox.write(".gitmodules", "[submodule \"own\"]\n\tpath = own\n\turl = ../store\n");
    fs::set_permissions(sandbox.store().join("hooks/post-checkout"), fs::Permissions::from_mode(0o700))
        .expect("it runs");
    sandbox.git(&["add", "--all"]);
    sandbox.git(&["commit", "--quiet", "-m", "Traps"]);
    sandbox.git(&["config", "core.hooksPath", "hooks"]);
    // the person's own setting, which would run what has come
    sandbox.git_setting("core.hooksPath", "hooks");
    sandbox.call(&["clone", "../store", "../mine"]).run().ok();
    assert!(Path::new(&sandbox.top()).join("mine/hooks/post-checkout").exists());
    assert!(!sandbox.top().join("run").exists() && !sandbox.top().join("mine/run").exists());
}
