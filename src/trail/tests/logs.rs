//! The trail in order, compared with git's own log.

use super::{Sample, id};

fn ours(sample: &Sample, name: &str) -> Vec<String> {
    sample.open().log_of(&id(name), None).unwrap().into_iter().map(|entry| entry.commit.to_string()).collect()
}

fn gits(sample: &Sample, path: &str) -> Vec<String> {
    let log = sample.git(&["log", "--topo-order", "--full-history", "--no-merges", "--format=%H", "--", path]);
    log.lines().map(str::to_owned).collect()
}

fn agrees(sample: &Sample, name: &str) {
    assert_eq!(ours(sample, name), gits(sample, &id(name).path()), "{name}");
}

#[test]
fn a_runbooks_log_holds_its_own_commits_the_latest_first() {
    let sample = Sample::new();
    assert!(ours(&sample, "acme/one").is_empty());
    for content in ["1", "2", "3"] {
        sample.record("acme/one", content, true);
        sample.record("acme/two", content, true);
    }
    agrees(&sample, "acme/one");
    agrees(&sample, "acme/two");
    assert_eq!(ours(&sample, "acme/one").len(), 3);
    assert!(ours(&sample, "acme/three").is_empty());
    assert_eq!(sample.open().log_of(&id("acme/one"), Some(2)).unwrap().len(), 2);
    assert_eq!(sample.open().log_of(&id("acme/one"), Some(0)).unwrap().len(), 0);
}

#[test]
fn commits_by_plain_git_stand_in_the_log_before_and_after_they_are_adopted() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.commit("runbooks/acme/one.toml", "2", "by hand");
    agrees(&sample, "acme/one");
    sample.record("acme/one", "3", true);
    sample.commit("runbooks/acme/one.toml", "4", "by hand");
    sample.commit("runbooks/acme/one.toml", "5", "by hand again");
    sample.record("acme/one", "6", true);
    agrees(&sample, "acme/one");
    let log = sample.open().log_of(&id("acme/one"), None).unwrap();
    assert_eq!(log.iter().map(|entry| entry.events.len()).collect::<Vec<_>>(), [1, 0, 0, 1, 0, 1]);
}

#[test]
fn a_record_that_was_deleted_and_made_again_keeps_its_past() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.git(&["rm", "-q", "runbooks/acme/one.toml"]);
    sample.git(&["commit", "-q", "-m", "gone"]);
    agrees(&sample, "acme/one");
    sample.record("acme/one", "1", true);
    agrees(&sample, "acme/one");
    assert_eq!(ours(&sample, "acme/one").len(), 3);
}

#[test]
fn a_rebase_leaves_no_commit_of_the_past_in_the_log() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.commit("other", "1", "elsewhere");
    sample.git(&["switch", "-q", "main"]);
    sample.record("acme/one", "2", true);
    sample.record("acme/one", "3", true);
    sample.git(&["rebase", "-q", "side"]);
    // their trailers still name the commits from before
    agrees(&sample, "acme/one");
    assert_eq!(ours(&sample, "acme/one").len(), 3);
}

#[test]
fn both_sides_of_a_merge_stand_in_the_log() {
    let sample = Sample::new();
    sample.record("acme/one", "1\n\n\n\n\n\n\n\n1\n", true);
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.record("acme/one", "2\n\n\n\n\n\n\n\n1\n", false);
    sample.git(&["switch", "-q", "main"]);
    sample.record("acme/one", "1\n\n\n\n\n\n\n\n2\n", false);
    sample.git(&["merge", "-q", "--no-edit", "side"]);
    let mut found = ours(&sample, "acme/one");
    // the merge itself made a record that neither side had
    assert_eq!(found.remove(0), sample.head().to_string());
    let (mut found, mut expected) = (found, gits(&sample, "runbooks/acme/one.toml"));
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_cache_with_a_gap_is_found_out() {
    // also where the first record of all is in it, before which there was no folder of records
    for first in ["README", "runbooks/acme/two.toml", "runbooks/other/two.toml", "runbooks/acme/one.toml"] {
        let sample = Sample::new();
        sample.commit(first, "0", "by hand");
        for content in ["1", "2", "3", "4"] {
            sample.commit("runbooks/acme/one.toml", content, "by hand");
        }
        agrees(&sample, "acme/one");
        let cache = sample.dir.join(".git/runbook/tips");
        let whole = std::fs::read(&cache).unwrap();
        for line in [1, 2, 3] {
            let mut bytes = whole.clone();
            bytes.drain(line * 32..(line + 1) * 32);
            std::fs::write(&cache, bytes).unwrap();
            agrees(&sample, "acme/one");
        }
    }
}

#[test]
fn the_log_of_all_has_an_entry_for_each_record_that_a_commit_touched() {
    let sample = Sample::new();
    sample.commit(".runbook.toml", "format = 1", "init");
    sample.record("acme/one", "1", true);
    sample.write("runbooks/acme/two.toml", "1");
    sample.git(&["add", "."]);
    sample.commit("runbooks/acme/one.toml", "2", "two at once");
    sample.commit("README", "1", "something else");
    sample.record("acme/two", "2", true);
    let all = |limit| -> Vec<String> {
        sample.open().log_all(limit).unwrap().into_iter().map(|entry| entry.id.to_string()).collect()
    };
    assert_eq!(all(None), ["acme/two", "acme/one", "acme/two", "acme/one"]);
    assert_eq!(all(Some(2)), ["acme/two", "acme/one"]);
    assert!(all(Some(0)).is_empty());
}
