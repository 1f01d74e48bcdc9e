//! Laws of the trail over real repositories: one command is one commit, its events explain the file, git agrees.

use std::path::Path;
use std::process::Command as Program;

use proptest::prelude::*;
use runbook::audit::AuditOptions;
use runbook::lifecycle::{Command, Stamp, Standing, replay};
use runbook::model::{AuditCode, AuditFinding, Event, Identity, Line, Moment, Runbook, RunbookId};
use runbook::trail::PersonEnv;
use runbook::workspace::change::{self, ChangeOptions};
use runbook::workspace::{Workspace, init, query};

use super::commands::command;

fn env(name: &str) -> PersonEnv {
    PersonEnv {
        author_name: Some(name.to_owned()),
        author_email: Some(format!("{name}@example.com")),
        committer_name: Some(name.to_owned()),
        committer_email: Some(format!("{name}@example.com")),
        ..PersonEnv::default()
    }
}

fn stamp(step: usize) -> Stamp {
    let now = Moment::from_git(1_790_400_000 + i64::try_from(step).unwrap() * 60, 60);
    let by = Identity { name: "writer".to_owned(), email: "writer@example.com".to_owned() };
    Stamp { now, happened: None, by }
}

fn git(top: &Path, words: &[&str]) -> String {
    let output = Program::new("git").arg("-C").arg(top).args(words).output().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn commits(top: &Path) -> usize {
    git(top, &["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
}

/// A store with one runbook, and something of the person's own that is staged and something that is not.
fn store(top: &Path) -> (Workspace, RunbookId) {
    init::make_store(top, &env("writer"), Path::new("runbook"), |by| Stamp { by, ..stamp(0) }).unwrap();
    let workspace = Workspace::open(top, &env("writer")).unwrap();
    let runbook = Runbook::new(Line::new("Acme").unwrap(), Line::new("Try everything").unwrap());
    let created = change::create(&workspace, runbook, None, &stamp(0), &ChangeOptions::default()).unwrap();
    std::fs::write(top.join("staged.txt"), "mine").unwrap();
    git(top, &["add", "staged.txt"]);
    std::fs::write(top.join("loose.txt"), "mine too").unwrap();
    (workspace, created.id)
}

const UNTOUCHED: &str = "A  staged.txt\n?? loose.txt\n";

fn check(commands: &[Command]) {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().join("store");
    let (workspace, id) = store(&top);
    let mut before = commits(&top);
    for (step, command) in commands.iter().enumerate() {
        let accepted = change::execute(&workspace, &id, command, &stamp(step + 1), &ChangeOptions::default());
        let grown = usize::from(accepted.is_ok_and(|changed| changed.commit.is_some()));
        let now = commits(&top);
        assert_eq!(now, before + grown, "{command:?}");
        before = now;
    }
    assert_eq!(git(&top, &["status", "--porcelain"]), UNTOUCHED);
    assert_eq!(git(&top, &["fsck", "--strict", "--no-dangling"]), "");
    let look = query::view(&workspace, &id).unwrap();
    assert_eq!(look.standing, Standing::Recorded);
    let log = query::log(&workspace, Some(&id), None).unwrap();
    assert_eq!(log.len() + 1, before, "every commit but the store's own is in the log");
    let events: Vec<&Event> = log.iter().rev().flat_map(|(_, recorded)| &recorded.events).collect();
    assert_eq!(replay(None, events).unwrap().unwrap(), look.runbook);
    for pair in log.windows(2) {
        assert_eq!(pair[0].1.previous.as_ref(), Some(&pair[1].1.commit));
    }
    assert_eq!(wrong(&workspace), []);
}

/// What the audit finds, but for permissions that were answered late, which is nobody's forgery.
fn wrong(workspace: &Workspace) -> Vec<AuditFinding> {
    let wish = AuditOptions::plain(stamp(1_000).now);
    let mut findings = query::audit(workspace, &wish).unwrap().findings;
    findings.retain(|finding| finding.code != AuditCode::PermissionLate);
    findings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_trail_replayed_is_the_file_and_git_is_content(commands in prop::collection::vec(command(), 20..60)) {
        check(&commands);
    }
}
