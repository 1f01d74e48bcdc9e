//! All records at once are those that the trees and the index tell one by one, whatever is staged.

use super::{Sample, id};
use crate::trail::index::IndexState;

/// What is told at once is what is told one by one.
fn agree(sample: &Sample, case: &str) {
    let repository = sample.open();
    let head = sample.head();
    let listed = repository.listing(&head).unwrap().records;
    assert_eq!(repository.records(&head).unwrap(), listed, "{case}");
    // in this form each must be asked for alone
    let Some(all) = repository.all_staged() else { return };
    for own in listed.iter().map(|(own, _)| own.clone()).chain([id("acme/none"), id("acme/new")]) {
        let alone = repository.staged(&own.path()).unwrap();
        assert_eq!(all.get(&own).copied().unwrap_or(IndexState::Absent), alone, "{case}: {own}");
    }
}

#[test]
fn the_index_tells_what_the_trees_tell() {
    let sample = Sample::new();
    for name in ["acme/a", "acme/b", "acme-x/a", "zoo/a"] {
        sample.record(name, name, true);
    }
    sample.git(&["status"]);
    assert!(sample.open().all_staged().is_some());
    agree(&sample, "as recorded");
    sample.write("runbooks/acme/new.toml", "x");
    agree(&sample, "untracked");
    sample.git(&["add", "-N", "runbooks/acme/new.toml"]);
    agree(&sample, "meant to be added");
    sample.git(&["add", "runbooks/acme/new.toml"]);
    agree(&sample, "staged");
    sample.git(&["rm", "-q", "--cached", "runbooks/zoo/a.toml"]);
    agree(&sample, "staged to be removed");
    sample.git(&["commit", "-q", "-m", "by hand"]);
    agree(&sample, "committed by hand");
    for version in ["4", "3", "2"] {
        sample.git(&["update-index", "--index-version", version]);
        agree(&sample, version);
    }
    sample.git(&["rm", "-q", "-f", "runbooks/acme/b.toml"]);
    std::os::unix::fs::symlink("a.toml", sample.dir.join("runbooks/acme/b.toml")).unwrap();
    sample.write("runbooks/acme/deep/a.toml", "x");
    sample.write("runbooks/loose.toml", "x");
    sample.git(&["add", "runbooks"]);
    sample.git(&["commit", "-q", "-m", "odd things"]);
    agree(&sample, "a link, and files too deep and too high");
    sample.git(&["update-index", "--split-index"]);
    agree(&sample, "split");
    sample.git(&["update-index", "--no-split-index"]);
    std::fs::remove_file(sample.dir.join(".git/index")).unwrap();
    agree(&sample, "no index");
}

#[test]
fn both_sides_of_a_conflict_are_one() {
    let sample = Sample::new();
    sample.record("acme/a", "first", true);
    sample.git(&["checkout", "-q", "-b", "other"]);
    sample.commit("runbooks/acme/a.toml", "theirs", "by hand");
    sample.git(&["checkout", "-q", "-"]);
    sample.commit("runbooks/acme/a.toml", "ours", "by hand");
    sample.git_stops(&["merge", "-q", "other"]);
    assert_eq!(sample.open().all_staged().unwrap().get(&id("acme/a")), Some(&IndexState::Conflict));
    agree(&sample, "conflict");
}
