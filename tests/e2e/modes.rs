//! Only the owner reads: 0600 and 0700, whatever the umask.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).permissions().mode()
        & 0o777
}

fn assert_private(folder: &Path) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path) & 0o077, 0, "{} is open to others: {:o}", path.display(), mode(&path));
        assert_eq!(mode(&path), wanted, "{}", path.display());
        if path.is_dir() {
            assert_private(&path);
        }
    }
}

#[test]
fn records_and_their_folders_are_private_under_any_umask() {
    for umask in ["000", "002", "022", "077"] {
        let sandbox = Sandbox::bare();
        let binary = env!("CARGO_BIN_EXE_runbook");
        let script = format!(
            "umask {umask}; {binary} init && {binary} new 'Acme - Enforce 2FA on all groups' && {binary} set {ID} summary=x"
        );
        sandbox.call_program("sh", &["-c", &script]).run().ok();
        assert_private(&sandbox.store().join("runbooks"));
        assert_private(&sandbox.store().join(".git/runbook"));
        assert_eq!(mode(&sandbox.store().join(".runbook.toml")), 0o600);
        assert_eq!(sandbox.git(&["ls-tree", "HEAD", FILE]).line().split(' ').next(), Some("100644"));
        sandbox.assert_clean();
    }
}

#[test]
fn a_file_that_was_opened_to_others_is_closed_with_the_next_change() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.call_program("chmod", &["666", FILE]).run().ok();
    sandbox.run(&["doctor"]).code(1);
    sandbox.change(&["set", ID, "summary=x"]);
    assert_eq!(mode(&sandbox.store().join(FILE)), 0o600);
}

/// Nobody else may look at anything in it.
pub fn assert_closed(place: &Path) {
    assert_eq!(mode(place) & 0o077, 0, "{} is open to others", place.display());
    if fs::symlink_metadata(place).expect("there").is_dir() {
        for entry in fs::read_dir(place).expect("readable") {
            assert_closed(&entry.expect("an entry").path());
        }
    }
}

#[test]
fn a_new_store_is_closed_and_a_clone_by_plain_git_can_be() {
    let sandbox = Sandbox::bare();
    fs::set_permissions(sandbox.store(), fs::Permissions::from_mode(0o755)).expect("open");
    sandbox.run(&["init"]).ok();
    assert_closed(sandbox.store());
    plan::draft(&sandbox);
    let clone = sandbox.top().join("clone");
    sandbox.call_program("sh", &["-c", "umask 022; git clone --quiet . ../clone"]).run().ok();
    let trap = sandbox.top().join("not-ours");
    fs::write(&trap, "x").expect("a file");
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o644)).expect("open");
    std::os::unix::fs::symlink(&trap, clone.join(".git/link")).expect("a link");
    let doctor = sandbox.call(&["doctor", "--json"]).folder(&clone).run().code(1).json();
    let findings = doctor["findings"].as_array().expect("findings");
    let open: Vec<_> = findings.iter().filter(|finding| finding["code"] == "permissions").collect();
    assert_eq!(open.len(), 1, "one finding, however many files: {doctor:#}");
    sandbox.call(&["doctor", "--fix"]).folder(&clone).run().ok();
    fs::remove_file(clone.join(".git/link")).expect("a link");
    assert_closed(&clone);
    assert_eq!(mode(&trap), 0o644, "a link is not followed");
    for telling in [".git/HEAD", ".git/config", ".git/objects"] {
        let place = clone.join(telling);
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("open");
        sandbox.call(&["doctor"]).folder(&clone).run().code(1).says(telling);
        sandbox.call(&["doctor", "--fix"]).folder(&clone).run().ok();
    }
}

#[test]
fn a_clone_that_shares_its_files_with_another_repository_is_closed_and_the_other_stays_as_it_is() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let script = "umask 022; git clone --quiet --bare . ../team.git; chmod -R a+rX ../team.git; \
                  git clone --quiet ../team.git ../mine; cp --archive --link ../mine ../twin";
    sandbox.call_program("sh", &["-c", script]).run().ok();
    let modes = |name: &str| {
        let listed = sandbox.call_program("find", &[name, "-type", "f", "-printf", "%m %p\n"]).folder(sandbox.top());
        let mut lines: Vec<String> = listed.run().ok().stdout.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (team, mine) = (modes("team.git"), modes("mine"));
    assert!(team.iter().any(|line| line.starts_with("444 ")), "{team:?}");
    for words in [&["doctor", "--fix"][..], &["init"]] {
        let twin = sandbox.top().join("twin");
        sandbox.call(words).folder(&twin).run().ok();
        assert_closed(&twin);
        assert_eq!((modes("team.git"), modes("mine")), (team.clone(), mine.clone()), "{words:?}");
        sandbox.call(&["doctor"]).folder(&twin).run().ok().says("All is well");
        sandbox.call_program("git", &["fsck", "--strict"]).folder(&twin).run().ok().says_no("tmp_obj");
        assert_eq!(sandbox.call_program("git", &["status", "--porcelain"]).folder(&twin).run().ok().stdout, "");
        fs::remove_dir_all(&twin).expect("gone");
        sandbox.call_program("cp", &["--archive", "--link", "../mine", "../twin"]).run().ok();
    }
}

#[test]
fn settings_that_let_others_read_are_found_wherever_they_stand() {
    for script in [
        "git config core.sharedRepository all",
        "git config extensions.worktreeConfig true && git config --worktree core.sharedRepository all",
        "printf '[core]\\n\\tsharedRepository = all\\n' > .git/extra && git config include.path extra",
    ] {
        for mend in [&["doctor", "--fix"][..], &["init"]] {
            let sandbox = Sandbox::new();
            plan::draft(&sandbox);
            let shared = || sandbox.git(&["config", "--get", "core.sharedRepository"]).line().to_owned();
            sandbox.call_program("sh", &["-c", script]).folder(sandbox.store()).run().ok();
            assert_eq!(shared(), "all", "{script}");
            sandbox.run(&["doctor"]).code(1).says("core.sharedRepository");
            sandbox.run(mend).ok();
            assert_eq!(shared(), "0600", "{script}");
            sandbox.run(&["doctor"]).ok();
            assert_closed(sandbox.store());
            sandbox.change(&["set", ID, "summary=x"]);
        }
    }
}

#[test]
fn objects_that_lie_open_in_another_repository_are_told_and_left_alone() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let place = sandbox.top().join("mine");
    sandbox.git(&["clone", "--quiet", "--shared", ".", "../mine"]);
    sandbox.call(&["doctor", "--fix"]).folder(&place).run().ok();
    let objects = sandbox.store().join(".git/objects");
    for folder in [sandbox.store().to_owned(), sandbox.store().join(".git"), objects.clone()] {
        sandbox.call(&["doctor"]).folder(&place).run().ok();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("open");
    }
    let out = sandbox.call(&["doctor", "--fix", "--json"]).folder(&place).run().code(1).json();
    assert_eq!(out["findings"][0]["code"], "borrowed", "{out:#}");
    assert_eq!(mode(&objects), 0o755, "it is not ours");
    let script = out["findings"][0]["fix"].as_str().expect("a fix").to_owned();
    sandbox.call_program("sh", &["-c", &script]).folder(&place).run().ok();
    sandbox.call(&["doctor"]).folder(&place).run().ok();
    sandbox.call(&["audit"]).folder(&place).run().ok();
}
