//! Symbolic links in places where we write: refused, with what to do, and nothing is written where they lead.

use std::os::unix::fs::symlink;
use std::path::Path;

use super::plan::{ID, planned};
use crate::env::Sandbox;

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).expect("a folder").next().is_none()
}

#[test]
fn our_folder_in_the_git_directory_is_no_link() {
    let sandbox = Sandbox::new();
    planned(&sandbox);
    let elsewhere = sandbox.top().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let own = sandbox.store().join(".git/runbook");
    std::fs::remove_dir_all(&own).expect("our folder");
    symlink(&elsewhere, &own).expect("a link");
    for words in [&["set", ID, "summary=x"][..], &["list"], &["log", ID], &["doctor", "--fix"], &["init"]] {
        let out = sandbox.refused(5, words);
        out.complains(".git/runbook is a symbolic link").complains("rm /");
        assert!(is_empty(&elsewhere), "{out}");
    }
    std::fs::remove_file(&own).expect("a link");
    sandbox.change(&["set", ID, "summary=x"]);
    // nor is a cache in it
    let tips = own.join("tips");
    sandbox.run(&["log", ID]).ok();
    let theirs = elsewhere.join("theirs");
    std::fs::write(&theirs, "").expect("a file");
    if tips.exists() {
        std::fs::remove_file(&tips).expect("a cache");
    }
    symlink(&theirs, &tips).expect("a link");
    sandbox.change(&["set", ID, "summary=y"]);
    sandbox.run(&["log", ID]).ok();
    assert_eq!(std::fs::read_to_string(&theirs).expect("readable"), "");
}

#[test]
fn links_below_an_export_folder_are_not_followed() {
    let sandbox = Sandbox::new();
    planned(&sandbox);
    sandbox.run(&["new", "Aaa - First"]).ok();
    let (out, elsewhere) = (sandbox.top().join("out"), sandbox.top().join("elsewhere"));
    std::fs::create_dir(&out).expect("a folder");
    std::fs::create_dir(&elsewhere).expect("a folder");
    symlink(&elsewhere, out.join("acme")).expect("a link");
    for force in [&[][..], &["--force"]] {
        let words = [&["export", "--all", "--to", "markdown", "-o", "../out"][..], force].concat();
        sandbox.refused(5, &words).complains("out/acme is a symbolic link").complains("put the real file or folder");
        assert!(is_empty(&elsewhere) && !out.join("aaa").exists(), "nothing is written before it is seen");
    }
    // the folder itself is the person's own word
    std::fs::remove_file(out.join("acme")).expect("a link");
    symlink(&out, sandbox.top().join("way")).expect("a link");
    sandbox.run(&["export", "--all", "--to", "markdown", "-o", "../way"]).ok();
    assert!(out.join("acme").is_dir() && out.join("aaa").is_dir());
}
