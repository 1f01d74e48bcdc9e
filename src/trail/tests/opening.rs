//! Which repositories are opened, and what is said about the others.

use std::os::unix::fs::PermissionsExt;

use super::Sample;
use crate::model::Kind;
use crate::trail::{PersonEnv, Repository};

fn refused(sample: &Sample) -> crate::model::Fault {
    match Repository::discover(&sample.dir, &PersonEnv::default()) {
        Ok(_) => panic!("was opened"),
        Err(fault) => fault,
    }
}

fn bare_sample(words: &[&str]) -> Sample {
    let sample = Sample::new();
    std::fs::remove_dir_all(sample.dir.join(".git")).unwrap();
    sample.git(words);
    sample
}

#[test]
fn a_repository_is_found_from_below() {
    let sample = Sample::new();
    let below = sample.dir.join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    let found = Repository::discover(&below, &PersonEnv::default()).unwrap();
    assert_eq!(found.top(), sample.dir);
    assert_eq!(found.private(), sample.dir.join(".git/runbook"));
    assert_eq!(found.own_private(), found.private());
}

#[test]
fn a_linked_work_tree_shares_the_private_folder_and_keeps_its_own() {
    let sample = Sample::new();
    sample.commit("a", "1", "one");
    let linked = sample.dir.parent().unwrap().join("linked");
    sample.git(&["worktree", "add", "-q", "-b", "other", linked.to_str().unwrap()]);
    let found = Repository::discover(&linked, &PersonEnv::default()).unwrap();
    assert!(found.is_linked());
    assert_eq!(found.top(), linked);
    assert_eq!(found.private(), sample.dir.join(".git/runbook"));
    assert_eq!(found.own_private(), sample.dir.join(".git/worktrees/linked/runbook"));
    assert_eq!(found.head().unwrap().branch.as_deref(), Some("refs/heads/other"));
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let (outer, inner) = (Sample::new(), Sample::new());
    inner.commit("a", "1", "one");
    let url = inner.dir.to_str().unwrap();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", url, "inside"]);
    let found = Repository::discover(&outer.dir.join("inside"), &PersonEnv::default()).unwrap();
    assert_eq!(found.top(), outer.dir.join("inside"));
    assert_eq!(found.private(), outer.dir.join(".git/modules/inside/runbook"));
}

#[test]
fn a_folder_without_a_repository_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let env = PersonEnv { ceilings: vec![folder.path().parent().unwrap().to_owned()], ..PersonEnv::default() };
    let fault = Repository::discover(folder.path(), &env).err().unwrap();
    assert_eq!((fault.kind, fault.hints.first().unwrap().as_str()), (Kind::NotAStore, "runbook init"));
    let missing = folder.path().join("missing");
    assert_eq!(Repository::discover(&missing, &env).err().unwrap().kind, Kind::NotAStore);
}

#[test]
fn a_repository_without_settings_is_no_store() {
    let sample = Sample::new();
    assert_eq!(sample.open().require_store().unwrap_err().kind, Kind::NotAStore);
    sample.write(".runbook.toml", "format = 1\n");
    assert!(sample.open().require_store().is_ok());
}

#[test]
fn a_bare_repository_is_refused() {
    let fault = refused(&bare_sample(&["init", "-q", "--bare"]));
    assert_eq!(fault.kind, Kind::Git);
    assert!(fault.message.contains("bare") && !fault.hints.is_empty(), "{fault:?}");
}

#[test]
fn sha256_reftable_and_unknown_extensions_are_named() {
    let cases: [(&[&str], &str); 2] =
        [(&["init", "-q", "--object-format=sha256"], "sha256"), (&["init", "-q", "--ref-format=reftable"], "reftable")];
    for (words, name) in cases {
        let fault = refused(&bare_sample(words));
        assert_eq!(fault.kind, Kind::Git);
        assert!(fault.message.contains(name) && !fault.hints.is_empty(), "{fault:?}");
    }
    let sample = Sample::new();
    sample.git(&["config", "core.repositoryformatversion", "1"]);
    sample.git(&["config", "extensions.partialClone", "origin"]);
    let fault = refused(&sample);
    assert!(fault.message.contains("partialclone"), "{fault:?}");
}

#[test]
fn a_repository_of_another_owner_is_refused() {
    let sample = Sample::new();
    let stranger = Some(54_321);
    if std::os::unix::fs::chown(sample.dir.join(".git"), stranger, stranger).is_err() {
        // only root can give a folder away; elsewhere the check cannot be tried
        assert_ne!(rustix::process::geteuid(), rustix::process::Uid::ROOT);
        return;
    }
    std::os::unix::fs::chown(&sample.dir, stranger, stranger).unwrap();
    let fault = refused(&sample);
    assert_eq!(fault.kind, Kind::Git);
    assert!(fault.hints.iter().any(|hint| hint.contains("safe.directory")), "{fault:?}");
}

#[test]
fn init_makes_a_private_repository_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_owned();
    assert!(Repository::at(&dir, &PersonEnv::default()).unwrap().is_none());
    Repository::make(&dir, &PersonEnv::default()).unwrap();
    for path in [dir.join(".git"), dir.join(".git/objects")] {
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700, "{}", path.display());
    }
    assert_eq!(std::fs::metadata(dir.join(".git/config")).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(Repository::at(&dir, &PersonEnv::default()).unwrap().is_some());
}

#[test]
fn init_begins_on_the_branch_that_the_person_wants() {
    let folder = tempfile::tempdir().unwrap();
    let env = |branch: &str| PersonEnv {
        config: vec![("init.defaultBranch".to_owned(), branch.to_owned())],
        ..PersonEnv::default()
    };
    let repository = Repository::make(&folder.path().join("a"), &env("trunk")).unwrap();
    let head = repository.head().unwrap();
    assert_eq!((head.branch.as_deref(), head.commit), (Some("refs/heads/trunk"), None));
    assert_eq!(Repository::make(&folder.path().join("b"), &env("a..b")).err().unwrap().kind, Kind::Git);
}

#[test]
fn init_takes_an_existing_repository_as_it_is() {
    let sample = Sample::new();
    sample.commit("a", "1", "one");
    let repository = Repository::at(&sample.dir, &PersonEnv::default()).unwrap().unwrap();
    assert_eq!(repository.head().unwrap().commit, Some(sample.head()));
}
