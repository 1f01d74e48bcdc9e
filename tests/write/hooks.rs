//! Commit hooks run as git runs them.

use std::os::unix::fs::PermissionsExt;

use super::protocol::store;
use super::{ChildAct, publish};
use crate::env::{Sandbox, Snapshot};

fn hook(sandbox: &Sandbox, name: &str, script: &str) {
    let file = sandbox.store().join(".git/hooks").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, script).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn set() -> ChildAct {
    ChildAct::set("runbooks/acme/a.toml", "x\n")
}

#[test]
fn run_with_what_git_gives_them() {
    let sandbox = store();
    let note = sandbox.top().join("note");
    let script = |words: &str| format!("#!/bin/sh\n{{ {words}; }} >>'{}'\n", note.display());
    hook(
        &sandbox,
        "pre-commit",
        &script("pwd; git diff --cached --name-only; git show :runbooks/acme/a.toml; echo $GIT_AUTHOR_NAME; cat"),
    );
    hook(&sandbox, "prepare-commit-msg", &script("echo prepare $2; cat \"$1\""));
    hook(&sandbox, "commit-msg", &script("echo msg $#; echo Signed-off-by: Me '<me@example.com>' >>\"$1\""));
    hook(
        &sandbox,
        "post-commit",
        &script("git log -1 --format='post %s'; git status --porcelain; test -e .git/index.lock && echo locked"),
    );
    sandbox.write("notes.md", "staged\n");
    sandbox.git(&["add", "notes.md"]);
    publish(&sandbox, &set()).ok();
    let expected = format!(
        "{}\nrunbooks/acme/a.toml\nx\nJohn Doe\nprepare message\nSet runbooks/acme/a.toml\n\nRunbook: acme/a\nmsg 1\n\
         post Set runbooks/acme/a.toml\nM  notes.md\n",
        sandbox.store().canonicalize().unwrap().display()
    );
    assert_eq!(std::fs::read_to_string(&note).unwrap(), expected);
    let message = sandbox.git(&["log", "-1", "--format=%B"]).stdout;
    assert_eq!(message.trim_end(), "Set runbooks/acme/a.toml\n\nRunbook: acme/a\nSigned-off-by: Me <me@example.com>");
    sandbox.assert_sound();
}

#[test]
fn that_fail_stop_the_change_and_are_heard() {
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        let sandbox = store();
        hook(&sandbox, name, "#!/bin/sh\necho not on a friday\necho 'ask \u{1b}[31mme' >&2\nexit 1\n");
        let before = Snapshot::of(&sandbox);
        let out = publish(&sandbox, &set());
        out.code(3).says(name).says("not on a friday").says("ask").says_no("\u{1b}");
        assert_eq!(before.differences(&Snapshot::of(&sandbox)), "", "{name}");
        sandbox.assert_clean();
    }
}

#[test]
fn that_fail_after_the_commit_change_nothing_any_more() {
    let sandbox = store();
    hook(&sandbox, "post-commit", "#!/bin/sh\necho too late\nexit 1\n");
    publish(&sandbox, &set()).ok().says("too late");
    assert_eq!(sandbox.commits(), 2);
    sandbox.assert_clean();
}

#[test]
fn that_leave_something_running_are_not_waited_for() {
    let sandbox = store();
    hook(&sandbox, "post-commit", "#!/bin/sh\nsleep 50 &\n");
    hook(&sandbox, "pre-commit", "#!/bin/sh\nsleep 50 &\n");
    let begun = std::time::Instant::now();
    publish(&sandbox, &set()).ok();
    assert!(begun.elapsed().as_secs() < 20);
}

#[test]
fn that_are_not_executable_do_not_run() {
    let sandbox = store();
    hook(&sandbox, "pre-commit", "#!/bin/sh\nexit 1\n");
    let file = sandbox.store().join(".git/hooks/pre-commit");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    publish(&sandbox, &set()).ok();
}

#[test]
fn are_found_where_the_settings_say() {
    let sandbox = store();
    let folder = sandbox.store().join("hooks");
    std::fs::create_dir(&folder).unwrap();
    // without an interpreter's name, as git allows
    std::fs::write(folder.join("pre-commit"), "echo from the shared folder\nexit 1\n").unwrap();
    std::fs::set_permissions(folder.join("pre-commit"), std::fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.git(&["config", "core.hooksPath", "hooks"]);
    publish(&sandbox, &set()).code(3).says("from the shared folder");
}

#[test]
fn of_a_linked_work_tree_see_that_work_tree() {
    let sandbox = store();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    hook(
        &sandbox,
        "pre-commit",
        "#!/bin/sh\ngit rev-parse --show-toplevel >../seen; git diff --cached --name-only >>../seen\n",
    );
    set().call(&sandbox).folder(sandbox.top().join("side")).run().ok();
    let seen = std::fs::read_to_string(sandbox.top().join("seen")).unwrap();
    assert_eq!(seen, format!("{}/side\nrunbooks/acme/a.toml\n", sandbox.top().display()));
}
