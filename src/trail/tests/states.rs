//! When a change may be recorded.

use super::Sample;
use crate::model::Kind;

fn refusal(sample: &Sample) -> String {
    let fault = sample.open().writable().unwrap_err();
    assert_eq!(fault.kind, Kind::Git);
    assert!(!fault.hints.is_empty(), "{fault:?}");
    fault.message
}

/// A repository with two branches that disagree about one file.
fn torn() -> Sample {
    let sample = Sample::new();
    sample.commit("a", "1", "one");
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.commit("a", "2", "two");
    sample.git(&["switch", "-q", "main"]);
    sample.commit("a", "3", "three");
    sample
}

#[test]
fn a_branch_is_writable_even_before_its_first_commit() {
    let sample = Sample::new();
    sample.open().writable().unwrap();
    sample.commit("a", "1", "one");
    sample.open().writable().unwrap();
}

#[test]
fn a_detached_head_is_refused() {
    let sample = Sample::new();
    sample.commit("a", "1", "one");
    sample.git(&["checkout", "-q", "--detach"]);
    assert!(refusal(&sample).contains("detached"));
}

#[test]
fn what_is_under_way_is_named() {
    for (words, name) in [
        (&["merge", "side"][..], "a merge"),
        (&["rebase", "side"], "a rebase"),
        (&["rebase", "--apply", "side"], "a rebase"),
        (&["cherry-pick", "side"], "a cherry-pick"),
        (&["revert", "HEAD~1"], "a revert"),
    ] {
        let sample = torn();
        sample.git_stops(words);
        let message = refusal(&sample);
        assert!(message.starts_with(name), "git {words:?}: {message}");
    }
    let sample = torn();
    sample.git(&["bisect", "start"]);
    assert!(refusal(&sample).starts_with("a bisect"));
    // between two steps of a series
    for (words, name) in [
        (&["revert", "--no-edit", "HEAD", "HEAD~1"][..], "a series of reverts"),
        (&["cherry-pick", "HEAD~1", "HEAD~2"], "a series of cherry-picks"),
    ] {
        let sample = Sample::new();
        ["one", "two", "three"].iter().for_each(|text| drop(sample.commit(text, text, text)));
        sample.git(&["commit", "--quiet", "--allow-empty", "-m", "Nothing"]);
        sample.git_stops(words);
        sample.git(&["reset", "--quiet"]);
        let message = refusal(&sample);
        assert!(message.starts_with(name), "git {words:?}: {message}");
        sample.git(&[words[0], "--abort"]);
        assert!(sample.open().writable().is_ok(), "git {words:?}");
    }
}

#[test]
fn a_shallow_clone_lacks_history() {
    let sample = torn();
    let shallow = sample.dir.parent().unwrap().join("shallow");
    let url = format!("file://{}", sample.dir.display());
    sample.git(&["clone", "-q", "--depth", "1", &url, shallow.to_str().unwrap()]);
    let repository = crate::trail::Repository::discover(&shallow, &Default::default()).unwrap();
    assert!(repository.is_shallow());
    assert_eq!(repository.require_history().unwrap_err().kind, Kind::Git);
    assert!(sample.open().require_history().is_ok());
}
