//! `clone`: private, checked, whole or not there, and nothing that comes with it is run.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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
