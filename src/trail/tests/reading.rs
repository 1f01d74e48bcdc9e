//! What lies in a repository, and where one record stands.

use super::{Sample, id};
use crate::model::Kind;
use crate::trail::{BlobId, FileState, IndexState};

#[test]
fn the_head_is_a_branch_with_or_without_a_commit_or_detached() {
    let sample = Sample::new();
    let head = sample.open().head().unwrap();
    assert_eq!((head.branch.as_deref(), head.commit), (Some("refs/heads/main"), None));
    let commit = sample.commit("a", "1", "one");
    assert_eq!(sample.open().head().unwrap().commit.as_ref(), Some(&commit));
    sample.git(&["checkout", "-q", "--detach"]);
    let head = sample.open().head().unwrap();
    assert_eq!((head.branch, head.commit), (None, Some(commit)));
}

#[test]
fn a_commit_shows_its_files() {
    let sample = Sample::new();
    let commit = sample.commit("runbooks/acme/one.toml", "a\r\n", "one");
    let repository = sample.open();
    assert_eq!(repository.blob_at(&commit, "runbooks/acme/one.toml").unwrap().as_deref(), Some(&b"a\r\n"[..]));
    assert_eq!(repository.blob_at(&commit, "runbooks/acme/two.toml").unwrap(), None);
    assert_eq!(repository.blob_at(&commit, "runbooks/acme").unwrap_err().kind, Kind::Git);
    assert_eq!(repository.blob_id_at(&commit, "runbooks/acme/one.toml").unwrap(), Some(BlobId::of(b"a\r\n").unwrap()));
    assert_eq!(BlobId::of(b"").unwrap().to_string(), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
}

#[test]
fn a_listing_tells_records_from_strangers() {
    let sample = Sample::new();
    sample.write("runbooks/acme/one.toml", "1");
    sample.write("runbooks/beta/two.toml", "2");
    sample.write("runbooks/beta/NOTES.md", "");
    sample.write("runbooks/Acme/one.toml", "3");
    sample.write("runbooks/README", "");
    std::os::unix::fs::symlink("one.toml", sample.dir.join("runbooks/acme/link.toml")).unwrap();
    sample.git(&["add", "."]);
    let commit = sample.commit("other/three.toml", "", "all");
    let listing = sample.open().listing(&commit).unwrap();
    let ids: Vec<String> = listing.records.iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(ids, ["acme/one", "beta/two"]);
    let strange = ["Acme/one.toml", "README", "acme/link.toml", "beta/NOTES.md"].map(|name| format!("runbooks/{name}"));
    assert_eq!(listing.strange, strange);
    let fault = sample.open().blob_at(&commit, "runbooks/acme/link.toml").unwrap_err();
    assert!(fault.message.contains("symbolic link"), "{fault}");
}

#[test]
fn names_of_commits_are_understood_as_git_does() {
    let sample = Sample::new();
    let first = sample.commit("a", "1", "one");
    let second = sample.commit("a", "2", "two");
    let repository = sample.open();
    assert_eq!(repository.resolve("HEAD").unwrap(), second);
    assert_eq!(repository.resolve("main~1").unwrap(), first);
    assert_eq!(repository.resolve(first.short()).unwrap(), first);
    for wrong in ["nonsense", "HEAD~9", "0123456789", "HEAD^{tree}", ""] {
        assert_eq!(repository.resolve(wrong).unwrap_err().kind, Kind::NotFound, "{wrong}");
    }
}

#[test]
fn a_record_is_clean_staged_edited_deleted_untracked_or_a_link() {
    let sample = Sample::new();
    let path = "runbooks/acme/one.toml";
    let commit = sample.commit(path, "1", "one");
    let status = || sample.open().status(Some(&commit), &id("acme/one")).unwrap();
    assert!(status().is_clean() && !status().is_staged());

    sample.write(path, "2");
    assert_eq!(status().file, FileState::File(BlobId::of(b"2").unwrap()));
    assert!(!status().is_clean() && !status().is_staged());

    sample.git(&["add", path]);
    sample.write(path, "1");
    assert_eq!(status().index, IndexState::Staged(BlobId::of(b"2").unwrap()));
    assert!(!status().is_clean() && status().is_staged());

    sample.git(&["rm", "-q", "-f", "--cached", path]);
    assert!(status().is_staged() && !status().is_untracked());
    sample.git(&["reset", "-q", "--hard"]);
    assert!(status().is_clean());

    std::fs::remove_file(sample.dir.join(path)).unwrap();
    assert!(status().is_deleted() && !status().is_clean());
    std::os::unix::fs::symlink("elsewhere", sample.dir.join(path)).unwrap();
    assert_eq!(status().file, FileState::Link);

    let other = || sample.open().status(Some(&commit), &id("acme/two")).unwrap();
    assert!(other().is_clean() && !other().is_untracked());
    sample.write("runbooks/acme/two.toml", "");
    assert!(other().is_untracked());
    sample.git(&["add", "runbooks/acme/two.toml"]);
    assert!(!other().is_untracked() && other().is_staged());
}

#[test]
fn a_link_on_the_way_is_seen() {
    let sample = Sample::new();
    sample.write("elsewhere/one.toml", "1");
    std::fs::create_dir(sample.dir.join("runbooks")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", sample.dir.join("runbooks/acme")).unwrap();
    assert_eq!(sample.open().status(None, &id("acme/one")).unwrap().file, FileState::Link);
}

#[test]
fn an_unresolved_merge_is_seen_in_the_index() {
    let sample = Sample::new();
    let path = "runbooks/acme/one.toml";
    sample.commit(path, "1", "one");
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.commit(path, "2", "two");
    sample.git(&["switch", "-q", "main"]);
    sample.commit(path, "3", "three");
    sample.git_stops(&["merge", "side"]);
    assert_eq!(sample.open().staged(path).unwrap(), IndexState::Conflict);
}

#[test]
fn a_path_that_differs_by_case_alone_is_a_twin() {
    let sample = Sample::new();
    let commit = sample.commit("runbooks/Acme/one.toml", "1", "one");
    sample.write("runbooks/beta/TWO.toml", "");
    let repository = sample.open();
    let twin = |name: &str| repository.twin(Some(&commit), &id(name)).unwrap();
    assert_eq!(twin("acme/other").as_deref(), Some("runbooks/Acme"));
    assert_eq!(twin("beta/two").as_deref(), Some("runbooks/beta/TWO.toml"));
    assert_eq!(twin("beta/three"), None);
    assert_eq!(repository.twin(None, &id("gamma/one")).unwrap(), None);
}

#[test]
fn the_index_is_read_in_every_form_that_git_writes() {
    let sample = Sample::new();
    sample.commit("runbooks/acme/one.toml", "1", "one");
    let long = format!("{}x", "deep/".repeat(900));
    sample.write("other", "");
    let blob = sample.git(&["hash-object", "-w", "other"]);
    sample.write("runbooks/acme/wanted.toml", "2");
    let staged = IndexState::Staged(BlobId::of(b"1").unwrap());
    let check = |form: &str| {
        let repository = sample.open();
        assert_eq!(repository.staged("runbooks/acme/one.toml").unwrap(), staged, "{form}");
        assert_eq!(repository.staged("runbooks/acme/one").unwrap(), IndexState::Absent, "{form}");
        assert_eq!(repository.staged("acme/one.toml").unwrap(), IndexState::Absent, "{form}");
    };
    check("version 2");
    sample.git(&["update-index", "--index-version", "4"]);
    check("version 4");
    // a promise to add needs the flags of version 3
    sample.git(&["update-index", "--index-version", "2"]);
    sample.git(&["add", "-N", "runbooks/acme/wanted.toml"]);
    check("version 3");
    // a name too long for its length to be said
    sample.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{long}")]);
    check("a long name");
    assert_eq!(sample.open().staged(&long).unwrap(), IndexState::Staged(BlobId::of(b"").unwrap()));
    sample.git(&["update-index", "--force-remove", &long]);
    sample.git(&["update-index", "--split-index"]);
    check("split");
}

#[test]
fn a_damaged_index_is_a_fault() {
    let sample = Sample::new();
    sample.commit("runbooks/acme/one.toml", "1", "one");
    let index = sample.dir.join(".git/index");
    let whole = std::fs::read(&index).unwrap();
    for length in [0, 11, 40, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&index, &whole[..length]).unwrap();
        match sample.open().staged("runbooks/acme/one.toml") {
            Ok(IndexState::Absent) => assert_eq!(length, 0, "an empty index is an index"),
            Ok(state) => panic!("{state:?} from {length} bytes"),
            Err(fault) => assert_eq!(fault.kind, Kind::Git),
        }
    }
}
