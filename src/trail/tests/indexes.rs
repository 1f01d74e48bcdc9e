//! Patching an index as bytes gives what libgit2 gives by decoding it, for any paths and versions.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::trail::blob::BlobId;
use crate::trail::index::IndexImage;
use crate::trail::index::IndexState;

/// The paths of an index with the names of their contents.
fn read(file: &std::path::Path) -> BTreeMap<String, String> {
    let index = git2::Index::open(file).unwrap();
    index.iter().map(|entry| (String::from_utf8(entry.path).unwrap(), entry.id.to_string())).collect()
}

fn entry(path: &str, content: &[u8]) -> git2::IndexEntry {
    git2::IndexEntry {
        ctime: git2::IndexTime::new(1, 0),
        mtime: git2::IndexTime::new(1, 0),
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 1,
        id: git2::Oid::hash_object(git2::ObjectType::Blob, content).unwrap(),
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// Paths of two parts, near each other, some of them longer than the flags of an entry can tell.
fn paths(most: usize) -> impl Strategy<Value = BTreeSet<String>> {
    let name = prop_oneof![8 => "[a-c]{1,6}", 1 => "[a-b]{4078,4086}"];
    prop::collection::btree_set(
        ("[a-c]{1,3}", name).prop_map(|(folder, name)| format!("{folder}/{name}.toml")),
        0..most,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_patched_index_is_what_libgit2_would_have_written(there in paths(12), set in paths(5), version in 2_u32..=4) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("index");
        let mut index = git2::Index::open(&file).unwrap();
        for path in &there {
            index.add(&entry(path, path.as_bytes())).unwrap();
        }
        // version 3 is only written where an entry needs it
        index.set_version(version).unwrap();
        index.write().unwrap();
        let mut expected = read(&file);
        let wanted = set.first().cloned().unwrap_or_default();

        let mut image = IndexImage::read(Some(std::fs::read(&file).unwrap()), 0, &wanted).unwrap();
        for path in &set {
            let id = BlobId::of(b"new").unwrap();
            let before = image.set(path, id.raw()).unwrap().map(|id| BlobId::from_raw(id).to_string());
            prop_assert_eq!(before.as_ref(), expected.get(path));
            prop_assert_eq!(image.find(path), IndexState::Staged(id));
            expected.insert(path.clone(), id.to_string());
        }
        image.mend_extensions(&[]);
        let mut bytes = image.bytes().to_vec();
        let about = std::fs::metadata(&file).unwrap();
        for path in &set {
            image.witness(path, &about);
        }
        image.seal();
        for (at, late) in image.late_bytes() {
            bytes[at..at + late.len()].copy_from_slice(late);
        }
        prop_assert_eq!(&bytes, image.bytes());
        std::fs::write(&file, bytes).unwrap();
        prop_assert_eq!(read(&file), expected);
        let patched = git2::Index::open(&file).unwrap();
        for path in &set {
            let size = patched.get_path(path.as_ref(), 0).unwrap().file_size;
            prop_assert_eq!(u64::from(size), about.len());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..200), version in 0_u8..6, count in 0_u8..4) {
        let mut index = [b"DIRC\0\0\0".as_slice(), &[version, 0, 0, 0, count]].concat();
        index.extend(bytes);
        if let Ok(mut image) = IndexImage::read(Some(index), 0, "a") {
            let _ = image.find("a/b");
            let _ = image.set("a/b", [1; 20]);
            image.mend_extensions(&[]);
            image.seal();
            let _ = image.late_bytes().count();
        }
    }
}
