//! Indexes of every kind that git writes: a change keeps what it does not touch.

use super::protocol::store;
use super::{ChildAct, publish};
use crate::env::Sandbox;

/// Changes a record, adds one before all, one between and one after, with something else staged all the while.
fn survives_changes(sandbox: &Sandbox) {
    sandbox.write("notes.md", "staged\n");
    sandbox.git(&["add", "notes.md"]);
    for (number, path) in
        ["runbooks/acme/a.toml", "a/first.toml", "runbooks/acme/aa.toml", "zzz/last.toml", "runbooks/acme/a.toml"]
            .into_iter()
            .enumerate()
    {
        publish(sandbox, &ChildAct::set(path, &format!("{number}\n"))).ok();
        assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, "M  notes.md\n", "after {path}");
        let status = sandbox.git_raw(&["diff-files", "--name-only"]);
        assert_eq!(status.stdout, "", "after {path}");
        sandbox.assert_sound();
    }
    sandbox.git(&["commit", "--quiet", "-m", "What was staged"]);
    assert_eq!(sandbox.git(&["show", "--name-only", "--format=", "HEAD"]).line(), "notes.md");
    sandbox.assert_clean();
}

#[test]
fn of_every_version() {
    for version in ["2", "3", "4"] {
        let sandbox = store();
        sandbox.git(&["update-index", "--index-version", version]);
        if version == "3" {
            // only an entry with longer flags makes git keep version 3
            sandbox.write("later.md", "later\n");
            sandbox.git(&["add", "--intent-to-add", "later.md"]);
            publish(&sandbox, &ChildAct::set("runbooks/acme/a.toml", "x\n")).ok();
            assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, " A later.md\n");
            sandbox.git(&["rm", "--cached", "--quiet", "later.md"]);
            std::fs::remove_file(sandbox.store().join("later.md")).unwrap();
        }
        survives_changes(&sandbox);
    }
}

#[test]
fn with_a_digest_left_out() {
    let sandbox = store();
    sandbox.git(&["config", "index.skipHash", "true"]);
    sandbox.git(&["update-index", "--force-write-index"]);
    survives_changes(&sandbox);
}

#[test]
fn with_caches_of_untracked_files_and_offsets() {
    let sandbox = store();
    sandbox.git(&["config", "core.untrackedCache", "true"]);
    sandbox.git(&["config", "index.threads", "2"]);
    sandbox.git(&["update-index", "--untracked-cache", "--force-write-index"]);
    sandbox.git(&["status"]);
    survives_changes(&sandbox);
}

#[test]
fn that_are_split() {
    let sandbox = store();
    sandbox.git(&["update-index", "--split-index"]);
    survives_changes(&sandbox);
}

#[test]
fn that_are_sparse() {
    let sandbox = store();
    sandbox.write("far/away/x.md", "x\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "More"]);
    sandbox.git(&["config", "advice.sparseIndexExpanded", "false"]);
    sandbox.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "runbooks", "a", "zzz"]);
    assert!(!sandbox.store().join("far").exists());
    survives_changes(&sandbox);
    assert!(!sandbox.store().join("far").exists());
}

#[test]
fn that_are_missing() {
    let sandbox = store();
    std::fs::remove_file(sandbox.store().join(".git/index")).unwrap();
    publish(&sandbox, &ChildAct::set("runbooks/acme/a.toml", "x\n")).ok();
    let status = sandbox.git(&["status", "--porcelain"]).stdout;
    assert!(status.contains("D  notes.md") && !status.contains("acme"), "{status}");
}

#[test]
fn that_are_damaged_are_refused() {
    let sandbox = store();
    let index = sandbox.store().join(".git/index");
    let whole = std::fs::read(&index).unwrap();
    for bytes in [&whole[..40], &b"nonsense"[..], &whole[..whole.len() - 30]] {
        std::fs::write(&index, bytes).unwrap();
        publish(&sandbox, &ChildAct::set("runbooks/acme/a.toml", "x\n")).code(5).says("damaged");
        assert_eq!(std::fs::read(&index).unwrap(), bytes);
    }
    std::fs::write(&index, &whole).unwrap();
    sandbox.assert_clean();
}

#[test]
fn whose_cache_of_trees_stays_right() {
    let sandbox = store();
    sandbox.git(&["read-tree", "HEAD"]);
    sandbox.git(&["status"]);
    for (path, text) in
        [("runbooks/acme/a.toml", "1\n"), ("runbooks/acme/b.toml", "2\n"), ("runbooks/new/c.toml", "3\n")]
    {
        publish(&sandbox, &ChildAct::set(path, text)).ok();
        // git takes a tree from its cache where it has one
        assert_eq!(sandbox.git(&["write-tree"]).line(), sandbox.git(&["rev-parse", "HEAD^{tree}"]).line(), "{path}");
        sandbox.assert_clean();
    }
}
