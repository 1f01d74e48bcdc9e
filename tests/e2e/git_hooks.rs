//! The person's hooks: at the first commit of a store, and those that rewrite what they look at.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn script(file: &Path, lines: &str) {
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, format!("#!/bin/sh\n{lines}\n")).expect("written");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("allowed");
}

fn hook(sandbox: &Sandbox, lines: &str) {
    sandbox.hook("pre-commit", lines);
}

/// Everything below a folder, git's own included.
fn everything(sandbox: &Sandbox, folder: &str) -> String {
    sandbox.call_program("find", &[folder]).folder(sandbox.top()).run().stdout
}

#[test]
fn the_first_commit_runs_hooks_on_an_index_that_holds_what_is_committed() {
    for key in ["core.hooksPath", "init.templateDir"] {
        let sandbox = Sandbox::bare();
        let seen = sandbox.top().join("seen");
        let folder = sandbox.top().join(if key == "core.hooksPath" { "hooks" } else { "template/hooks" });
        for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
            script(&folder.join(name), &format!("git write-tree >> {}", seen.display()));
        }
        let named = if key == "core.hooksPath" { folder } else { sandbox.top().join("template") };
        sandbox.git_setting(key, &named.display().to_string());
        for dir in ["fresh", "empty"] {
            if dir == "empty" {
                sandbox.call_program("git", &["init", "-q", "empty"]).folder(sandbox.top()).run().ok();
            }
            sandbox.call(&["init", dir]).folder(sandbox.top()).run().ok();
            let dir = sandbox.top().join(dir);
            let git = |words: &[&str]| sandbox.call_program("git", words).folder(&dir).run();
            let tree = git(&["rev-parse", "HEAD^{tree}"]).line().to_owned();
            assert_eq!(fs::read_to_string(&seen).expect("hooks ran"), format!("{tree}\n").repeat(3));
            assert_eq!(git(&["status", "--porcelain"]).stdout, "");
            fs::remove_file(&seen).expect("removed");
        }
    }
}

#[test]
fn a_refused_set_up_leaves_nothing_behind() {
    let sandbox = Sandbox::bare();
    script(&sandbox.top().join("hooks/pre-commit"), "echo no >&2; exit 1");
    sandbox.git_setting("core.hooksPath", &sandbox.top().join("hooks").display().to_string());
    sandbox.call_program("git", &["init", "-q", "empty"]).folder(sandbox.top()).run().ok();
    let before = everything(&sandbox, ".");
    for dir in ["new/below", "store", "empty"] {
        sandbox.call(&["init", dir]).folder(sandbox.top()).run().code(3);
        assert_eq!(everything(&sandbox, "."), before, "{dir}");
    }
    sandbox.git_setting("user.name", "");
    sandbox.call(&["init", "new"]).folder(sandbox.top()).run().code(5);
    assert_eq!(everything(&sandbox, "."), before);
}

#[test]
fn what_a_hook_wrote_stays_where_it_cannot_be_kept_elsewhere() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let drafts = sandbox.store().join(".git/runbook/drafts");
    for end in ["exit 0", "echo the record is too long >&2; exit 1"] {
        let _ = fs::remove_dir_all(&drafts);
        fs::write(&drafts, "a file where a folder must be").expect("written");
        hook(&sandbox, &format!("echo '# words of the hook' >> {FILE}; {end}"));
        let before = sandbox.commits();
        let out = sandbox.run(&["set", ID, "summary=fixers came"]);
        out.code(3).complains("rewrote").complains("stays as the hook left it").complains("drafts");
        assert!(end == "exit 0" || out.stderr.contains("the record is too long"), "{out}");
        assert!(sandbox.read(FILE).contains("# words of the hook"), "{out}");
        assert_eq!(sandbox.commits(), before);
        fs::remove_file(&drafts).expect("removed");
        sandbox.git(&["restore", FILE]);
    }
}

#[test]
fn a_text_that_is_staged_stops_the_way_up_to_the_branch() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let before = sandbox.read(FILE);
    sandbox.change(&["set", ID, "summary=Two"]);
    sandbox.write(FILE, format!("# staged and nowhere else\n{}", sandbox.read(FILE)));
    sandbox.git(&["add", FILE]);
    sandbox.write(FILE, &before);
    let out = sandbox.refused(5, &["set", ID, "dri=@d"]);
    assert!(!out.stderr.contains("git restore"), "{out}");
}

#[test]
fn what_earlier_hooks_said_is_told_when_a_later_one_refuses() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    hook(&sandbox, "echo three links are dead");
    script(&sandbox.store().join(".git/hooks/commit-msg"), "echo no ticket is named >&2; exit 1");
    let out = sandbox.refused(3, &["set", ID, "summary=fixers came"]);
    out.complains("no ticket is named").complains("three links are dead");
}

#[test]
fn a_hook_that_rewrites_a_record_records_nothing_and_loses_nothing() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let rewrite = format!("echo '# fixed' >> {FILE}");
    let show = format!("git show :{FILE} > {FILE}; echo '# fixed' >> {FILE}");
    for lines in [
        format!("{rewrite}; exit 1"),
        rewrite.clone(),
        format!("{rewrite}; git add {FILE}"),
        format!("{show}; exit 1"),
        format!("{show}; git add {FILE}"),
    ] {
        hook(&sandbox, &lines);
        let before = sandbox.commits();
        let out = sandbox.run(&["set", ID, "summary=fixers came"]);
        out.code(3);
        assert!(out.stderr.contains("rewrote") && out.stderr.contains("drafts/"), "{lines}\n{out}");
        assert_eq!(sandbox.commits(), before);
        sandbox.assert_clean();
        assert!(!sandbox.read(FILE).contains("# fixed"));
    }
    let drafts = everything(&sandbox, "store/.git/runbook/drafts");
    assert!(drafts.lines().count() > 5, "{drafts}");
    fs::remove_file(sandbox.store().join(".git/hooks/pre-commit")).expect("removed");
    sandbox.call(&["edit", ID, "--resume"]).var("EDITOR", "true").run().ok();
    assert!(sandbox.read(FILE).contains("# fixed"), "what the hook wrote can be gone on with");
    hook(
        &sandbox,
        "blob=$(echo x | git hash-object -w --stdin); git update-index --cacheinfo 100644,$blob,runbooks/acme/enforce-2fa-on-all-groups.toml",
    );
    let out = sandbox.refused(3, &["set", ID, "summary=staged"]);
    assert!(out.stderr.contains("staged another text"), "{out}");
    hook(&sandbox, &format!("git add {FILE}"));
    sandbox.change(&["set", ID, "summary=added as it lies there"]);
}

#[test]
fn a_secret_that_a_hook_writes_becomes_no_object_and_lies_in_no_draft() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = format!("glpat-{}", "aBcDeFgHiJ0123456789");
    for name in ["prepare-commit-msg", "commit-msg"] {
        let file = sandbox.store().join(".git/hooks").join(name);
        script(&file, &format!("printf '\\nNote: {token}\\n' | cat - $1 > $1.new; mv $1.new $1"));
        let before = sandbox.commits();
        let out = sandbox.refused(3, &["set", ID, "summary=with a note"]);
        assert!(out.stderr.contains("into the message") && out.stderr.contains("GitLab token"), "{out}");
        assert!(!out.stderr.contains(&token), "{out}");
        assert_eq!(sandbox.commits(), before);
        sandbox.assert_clean();
        script(&file, "echo 'Change-Id: I1' >> $1");
        sandbox.change(&["set", ID, &format!("summary=noted by {name}")]);
        fs::remove_file(file).expect("removed");
    }
    hook(&sandbox, &format!("echo '# {token}' >> {FILE}"));
    let out = sandbox.run(&["set", ID, "summary=fixers came"]);
    out.code(3);
    let kept = sandbox.call_program("grep", &["-r", "# .masked GitLab token", "store/.git/runbook/drafts"]);
    kept.folder(sandbox.top()).run().ok();
    for place in ["store/.git/runbook", "store/runbooks"] {
        let found = sandbox.call_program("grep", &["-r", &token, place]).folder(sandbox.top()).run();
        assert_eq!(found.stdout, "", "{place}");
    }
}

#[test]
fn a_secret_that_a_hook_says_is_shown_to_nobody() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = format!("glpat-{}", "aBcDeFgHiJ0123456789");
    for (name, end) in
        [("pre-commit", ""), ("post-commit", ""), ("post-commit", "; exit 1"), ("pre-commit", "; exit 1")]
    {
        sandbox.hook(name, &format!("echo 'looked for {token}' >&2{end}"));
        let out = sandbox.run(&["set", ID, &format!("summary=noted by {name}{end}")]);
        assert!(!out.stderr.contains(&token) && !out.stdout.contains(&token), "{out}");
        out.complains("looked for [masked GitLab token]");
        let shown = sandbox.run(&["show", ID, "--json"]);
        let is_recorded = shown.stdout.contains(&format!("noted by {name}{end}"));
        assert_eq!(is_recorded, name == "post-commit" || end.is_empty(), "{out}");
        fs::remove_file(sandbox.store().join(".git/hooks").join(name)).expect("removed");
    }
}

#[test]
fn a_hook_that_removes_a_record_wrote_nothing_that_is_kept() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let before = sandbox.commits();
    for lines in [format!("rm {FILE}; exit 1"), format!("rm {FILE}")] {
        hook(&sandbox, &lines);
        let out = sandbox.run(&["set", ID, "summary=fixers came"]);
        out.code(3).complains("removed what the change is about");
        assert!(!out.stderr.contains("rewrote") && !out.stderr.contains("drafts/"), "{out}");
        assert_eq!(sandbox.commits(), before);
        sandbox.assert_clean();
    }
    sandbox.run(&["doctor"]).ok().says_no("draft");
}

#[test]
fn what_a_hook_said_is_told_where_something_that_follows_fails() {
    let sandbox = super::targets::loaded(&["a"]);
    hook(&sandbox, "echo looked through it >&2");
    // a folder cannot be unlinked
    let kept = ".git/runbook/targets/acme.enforce-2fa-on-all-groups/in-the-way";
    fs::create_dir(sandbox.store().join(kept)).expect("made");
    let before = sandbox.commits();
    let out = sandbox.run(&["targets", "purge", ID]);
    out.code(5).complains("recorded as").complains("what follows it is not done").complains("looked through it");
    assert_eq!(sandbox.commits(), before + 1);
    fs::remove_dir(sandbox.store().join(kept)).expect("removed");
    sandbox.run(&["doctor", "--fix"]).ok();
    sandbox.refused(3, &["targets", "list", ID]).complains("was deleted");
}

#[test]
fn what_a_hook_says_is_heard_whichever_command_records() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let ask = ["permission", "add", ID, "--id", "remove", "--action", "Remove 2FA"];
    sandbox.run(&ask).ok();
    hook(&sandbox, "echo looked through it >&2");
    sandbox.write("../in.md", "# Acme - Another\n\n## Tasks\n\n- [ ] One (10m)\n");
    sandbox.write("../users.txt", "anna\n");
    let by_hand = || sandbox.write(FILE, sandbox.read(FILE) + "# by hand\n");
    let old = || {
        sandbox.write(".gitattributes", "");
        sandbox.git(&["commit", "--quiet", "--all", "--no-verify", "-m", "Without"]);
    };
    let nothing = || {};
    let commands: [(&dyn Fn(), &[&str]); 9] = [
        (&nothing, &["set", ID, "summary=X"]),
        (&nothing, &["undo", ID, "--yes"]),
        (&by_hand, &["save", ID]),
        (&nothing, &["new", "Acme - Yet another"]),
        (&nothing, &["import", "../in.md"]),
        (&nothing, &["permission", "ask", ID, "remove"]),
        (&nothing, &["targets", "load", ID, "../users.txt"]),
        (&old, &["doctor", "--fix"]),
        (&old, &["init"]),
    ];
    for (before, words) in commands {
        for flag in [None, Some("--json")] {
            before();
            let commits = sandbox.commits();
            let out = sandbox.run(&[words, flag.as_slice()].concat());
            if sandbox.commits() == commits {
                // done already without the flag
                assert!(
                    flag.is_some() && matches!(words[0], "set" | "permission" | "targets"),
                    "{words:?} {flag:?} {out}"
                );
                continue;
            }
            assert_eq!(out.stderr.matches("looked through it").count(), 1, "{words:?} {flag:?} {out}");
        }
    }
}

#[test]
fn a_record_that_the_last_hook_changes_is_told() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    script(&sandbox.store().join(".git/hooks/post-commit"), &format!("echo '# stamped' >> {FILE}"));
    let out = sandbox.run(&["set", ID, "summary=x"]);
    out.ok();
    assert!(out.stderr.contains(&format!("{FILE} was changed after it was recorded")), "{out}");
    assert!(out.stderr.contains(&format!("runbook save {ID}")), "{out}");
    script(&sandbox.store().join(".git/hooks/post-commit"), "true");
    sandbox.run(&["save", ID]).ok();
    assert!(!sandbox.change(&["set", ID, "summary=y"]).stderr.contains("was changed after"));
}

#[test]
fn a_hook_that_is_broken_off_has_refused_nothing() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    hook(&sandbox, "kill -INT $PPID; sleep 0.5; exit 130");
    let out = sandbox.refused(130, &["set", ID, "summary=x", "--json"]);
    assert_eq!(out.error()["kind"], "interrupted");
    out.complains("nothing was changed");
    assert!(!out.stderr.contains("refused"), "{out}");
    fs::remove_file(sandbox.store().join(".git/hooks/pre-commit")).expect("removed");
    script(&sandbox.store().join(".git/hooks/post-commit"), "echo too late; exit 1");
    let out = sandbox.change(&["set", ID, "summary=x"]);
    out.complains("the hook post-commit failed").complains("the change itself is recorded");
}
