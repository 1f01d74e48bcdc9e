//! Indexes of every kind that git writes: a change keeps what it does not touch.

use super::protocol::store;
use super::{Act, publish};
use crate::stand::Stand;

/// Changes a record, adds one before all, one between and one after, with something else staged all the while.
fn survives_changes(stand: &Stand) {
    stand.write("notes.md", "staged\n");
    stand.git(&["add", "notes.md"]);
    for (number, path) in
        ["runbooks/acme/a.toml", "a/first.toml", "runbooks/acme/aa.toml", "zzz/last.toml", "runbooks/acme/a.toml"]
            .into_iter()
            .enumerate()
    {
        publish(stand, &Act::set(path, &format!("{number}\n"))).ok();
        assert_eq!(stand.git(&["status", "--porcelain"]).stdout, "M  notes.md\n", "after {path}");
        let status = stand.git_raw(&["diff-files", "--name-only"]);
        assert_eq!(status.stdout, "", "after {path}");
        stand.assert_sound();
    }
    stand.git(&["commit", "--quiet", "-m", "What was staged"]);
    assert_eq!(stand.git(&["show", "--name-only", "--format=", "HEAD"]).line(), "notes.md");
    stand.assert_clean();
}

#[test]
fn of_every_version() {
    for version in ["2", "3", "4"] {
        let stand = store();
        stand.git(&["update-index", "--index-version", version]);
        if version == "3" {
            // only an entry with longer flags makes git keep version 3
            stand.write("later.md", "later\n");
            stand.git(&["add", "--intent-to-add", "later.md"]);
            publish(&stand, &Act::set("runbooks/acme/a.toml", "x\n")).ok();
            assert_eq!(stand.git(&["status", "--porcelain"]).stdout, " A later.md\n");
            stand.git(&["rm", "--cached", "--quiet", "later.md"]);
            std::fs::remove_file(stand.store().join("later.md")).unwrap();
        }
        survives_changes(&stand);
    }
}

#[test]
fn with_a_digest_left_out() {
    let stand = store();
    stand.git(&["config", "index.skipHash", "true"]);
    stand.git(&["update-index", "--force-write-index"]);
    survives_changes(&stand);
}

#[test]
fn with_caches_of_untracked_files_and_offsets() {
    let stand = store();
    stand.git(&["config", "core.untrackedCache", "true"]);
    stand.git(&["config", "index.threads", "2"]);
    stand.git(&["update-index", "--untracked-cache", "--force-write-index"]);
    stand.git(&["status"]);
    survives_changes(&stand);
}

#[test]
fn that_are_split() {
    let stand = store();
    stand.git(&["update-index", "--split-index"]);
    survives_changes(&stand);
}

#[test]
fn that_are_sparse() {
    let stand = store();
    stand.write("far/away/x.md", "x\n");
    stand.git(&["add", "."]);
    stand.git(&["commit", "--quiet", "-m", "More"]);
    stand.git(&["config", "advice.sparseIndexExpanded", "false"]);
    stand.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "runbooks", "a", "zzz"]);
    assert!(!stand.store().join("far").exists());
    survives_changes(&stand);
    assert!(!stand.store().join("far").exists());
}

#[test]
fn that_are_missing() {
    let stand = store();
    std::fs::remove_file(stand.store().join(".git/index")).unwrap();
    publish(&stand, &Act::set("runbooks/acme/a.toml", "x\n")).ok();
    let status = stand.git(&["status", "--porcelain"]).stdout;
    assert!(status.contains("D  notes.md") && !status.contains("acme"), "{status}");
}

#[test]
fn that_are_damaged_are_refused() {
    let stand = store();
    let index = stand.store().join(".git/index");
    let whole = std::fs::read(&index).unwrap();
    for bytes in [&whole[..40], &b"nonsense"[..], &whole[..whole.len() - 30]] {
        std::fs::write(&index, bytes).unwrap();
        publish(&stand, &Act::set("runbooks/acme/a.toml", "x\n")).code(5).says("damaged");
        assert_eq!(std::fs::read(&index).unwrap(), bytes);
    }
    std::fs::write(&index, &whole).unwrap();
    stand.assert_clean();
}

#[test]
fn whose_cache_of_trees_stays_right() {
    let stand = store();
    stand.git(&["read-tree", "HEAD"]);
    stand.git(&["status"]);
    for (path, text) in
        [("runbooks/acme/a.toml", "1\n"), ("runbooks/acme/b.toml", "2\n"), ("runbooks/new/c.toml", "3\n")]
    {
        publish(&stand, &Act::set(path, text)).ok();
        // git takes a tree from its cache where it has one
        assert_eq!(stand.git(&["write-tree"]).line(), stand.git(&["rev-parse", "HEAD^{tree}"]).line(), "{path}");
        stand.assert_clean();
    }
}
