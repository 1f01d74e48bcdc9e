//! Who records a change: whom git names in that place, by conditions that libgit2 cannot judge as well.

use std::os::unix::fs::symlink;

use super::plan::{self, ID};
use crate::env::Sandbox;

/// What git answers in the store, and what a change was recorded as.
#[track_caller]
fn same_as_git(sandbox: &Sandbox, summary: &str) -> String {
    let git = sandbox.git(&["var", "GIT_AUTHOR_IDENT"]).line().to_owned();
    let git = git.rsplit_once("> ").expect("a time").0.to_owned() + ">";
    sandbox.run(&["set", ID, &format!("summary={summary}")]).ok();
    let ours = sandbox.git(&["log", "-1", "--format=%an <%ae>|%cn <%ce>"]).line().to_owned();
    assert_eq!(ours, format!("{git}|{git}"));
    let log = sandbox.json(&["log", ID, "--limit", "1"]);
    assert_eq!(log["entries"][0]["event"]["by"], git.as_str());
    git
}

fn with_work_settings(sandbox: &Sandbox, condition: &str) {
    let file = sandbox.top().join("work.cfg");
    std::fs::write(&file, "[user]\n\tname = Work Name\n\temail = work@example.com\n").expect("written");
    sandbox.git_setting(&format!("includeIf.{condition}.path"), &file.display().to_string());
}

#[test]
fn a_condition_on_the_remote_chooses_the_person() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    with_work_settings(&sandbox, "hasconfig:remote.*.url:https://gitlab.com/**");
    assert_eq!(same_as_git(&sandbox, "a"), "John Doe <john.doe@example.com>");
    sandbox.git(&["remote", "add", "origin", "https://gitlab.com/acme/store.git"]);
    assert_eq!(same_as_git(&sandbox, "b"), "Work Name <work@example.com>");
    // signed where it says so, and by its key
    let more = "[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = /nowhere/key\n";
    let file = sandbox.top().join("work.cfg");
    let all = std::fs::read_to_string(&file).expect("there") + more;
    std::fs::write(&file, all).expect("written");
    let out = sandbox.refused(5, &["set", ID, "summary=c"]);
    assert!(out.stderr.contains("/nowhere/key"), "{out}");
}

#[test]
fn without_git_a_doubtful_person_records_nothing() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    with_work_settings(&sandbox, "hasconfig:remote.*.url:https://gitlab.com/**");
    let out = sandbox.call(&["set", ID, "summary=x"]).var("PATH", "/nowhere").run();
    out.code(5);
    assert!(out.stderr.contains("hasconfig:remote.*.url") && out.stderr.contains("git var"), "{out}");
    let out = sandbox.call(&["doctor"]).var("PATH", "/nowhere").run();
    out.code(1);
    assert!(out.stdout.contains("hasconfig:remote.*.url"), "{out}");
    sandbox.assert_clean();
}

#[test]
fn a_folder_behind_a_link_a_branch_and_an_include_in_an_include_are_judged_as_git_does() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    symlink(sandbox.store(), sandbox.top().join("link")).expect("linked");
    with_work_settings(&sandbox, &format!("gitdir:{}/link/", sandbox.top().display()));
    same_as_git(&sandbox, "a");
    let link = sandbox.top().join("link");
    let ask = |program: &str, words: &[&str]| {
        sandbox.call_program(program, words).folder(&link).var("PWD", link.clone()).run()
    };
    assert!(ask("git", &["var", "GIT_AUTHOR_IDENT"]).line().starts_with("Work Name"));
    ask(env!("CARGO_BIN_EXE_runbook"), &["set", ID, "summary=b"]).ok();
    assert_eq!(sandbox.git(&["log", "-1", "--format=%an"]).line(), "Work Name");

    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    with_work_settings(&sandbox, "onbranch:work/");
    same_as_git(&sandbox, "a");
    sandbox.git(&["switch", "-q", "-c", "work/x"]);
    assert_eq!(same_as_git(&sandbox, "b"), "Work Name <work@example.com>");
    std::fs::write(sandbox.home().join("outer.cfg"), "[include]\n\tpath = inner.cfg\n").expect("written");
    std::fs::write(sandbox.home().join("inner.cfg"), "[author]\n\tname = Inner\n[committer]\n\tname = Inner\n")
        .expect("written");
    sandbox.git_setting("include.path", "outer.cfg");
    assert_eq!(same_as_git(&sandbox, "c"), "Inner <work@example.com>");
    sandbox.git(&["config", "extensions.worktreeConfig", "true"]);
    sandbox.git(&["config", "--worktree", "author.name", "Tree"]);
    sandbox.git(&["config", "--worktree", "committer.name", "Tree"]);
    assert_eq!(same_as_git(&sandbox, "d"), "Tree <work@example.com>");
    sandbox.tamper();
}

#[test]
fn settings_of_one_run_count_as_git_counts_them() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let file = sandbox.top().join("one.cfg");
    std::fs::write(&file, "[user]\n\tname = Included\n").expect("written");
    sandbox.set_var("GIT_CONFIG_COUNT", "1");
    sandbox.set_var("GIT_CONFIG_KEY_0", "user.name");
    sandbox.set_var("GIT_CONFIG_VALUE_0", "Counted");
    assert!(same_as_git(&sandbox, "a").starts_with("Counted"));
    sandbox.set_var("GIT_CONFIG_PARAMETERS", "'user.name'='Given'");
    assert!(same_as_git(&sandbox, "b").starts_with("Given"));
    sandbox.set_var("GIT_CONFIG_PARAMETERS", format!("'include.path'='{}'", file.display()));
    assert!(same_as_git(&sandbox, "c").starts_with("Included"));
    sandbox.set_var("GIT_CONFIG_COUNT", "x");
    let out = sandbox.run(&["set", ID, "summary=d"]);
    out.code(5);
    assert!(out.stderr.contains("GIT_CONFIG_COUNT"), "{out}");
    sandbox.set_var("GIT_CONFIG_COUNT", "");
    sandbox.tamper();
}

#[test]
fn a_clone_chooses_no_program_by_a_condition() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    with_work_settings(&sandbox, "hasconfig:remote.*.url:https://gitlab.com/**");
    sandbox.git(&["config", "core.editor", "touch evil; false"]);
    let out = sandbox.run(&["edit", ID]);
    out.code(2);
    assert!(!sandbox.store().join("evil").exists(), "{out}");
    sandbox.assert_clean();
}
