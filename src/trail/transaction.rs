//! One commit, made in memory: contents, trees and the commit itself as git objects that are ready to be stored.
//!
//! Everything starts from the tree of the branch's head and replaces the touched paths only, so what somebody staged
//! can never slip in. Nothing here writes: the objects are handed up, because they have to be on the disk together with
//! other files, in the right order, before the branch may move.

use std::collections::BTreeMap;

use flate2::{Compress, Compression, FlushCompress, Status};
use git2::{ObjectType, Oid};

use super::blob::BlobId;
use super::cache_tree::FolderChange;
use super::failure::git_fault;
use super::history::{commit_id, oid_of};
use super::repository::Repository;
use super::tree::Trees;
use super::tree_edit::{Branching, TreeImage};
use crate::model::{CommitId, Fault, Identity, Kind, Moment, Result};

/// A file of the store with its new content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileContent {
    /// Path below the top, with `/`; made from slugs.
    pub path: String,
    /// All its bytes.
    pub content: Vec<u8>,
}

/// What a commit says beside its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitWords {
    /// Who did it.
    pub author: Identity,
    /// Who recorded it.
    pub committer: Identity,
    /// When it was recorded.
    pub recorded: Moment,
    /// The message with its trailers.
    pub message: String,
}

/// A git object in the form in which it lies in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseObject {
    /// The name of its folder below `objects/`.
    pub folder: String,
    /// The name of its file there.
    pub name: String,
    /// The bytes of that file.
    pub bytes: Vec<u8>,
}

/// Contents and trees of a commit that is being made.
#[derive(Debug)]
pub struct CommitDraft {
    /// The commit's parent; nothing for the first one.
    pub(super) base: Option<CommitId>,
    tree: Oid,
    pub(super) folders: Vec<FolderChange>,
    blobs: Vec<(String, BlobId)>,
    objects: Vec<LooseObject>,
    /// One for all objects: to set one up costs more than to pack a small object.
    packer: Compress,
}

/// A file by the names in its path that are still ahead, with its content.
type Leaf<'a> = (Vec<&'a str>, [u8; 20]);

impl CommitDraft {
    /// The objects to be stored; an object that refers to another one comes after it.
    pub fn objects(&self) -> &[LooseObject] {
        &self.objects
    }

    /// The files with the names of their new contents.
    pub fn blobs(&self) -> &[(String, BlobId)] {
        &self.blobs
    }

    /// The name of the whole tree.
    pub(super) fn tree(&self) -> Oid {
        self.tree
    }

    fn add(&mut self, kind: ObjectType, content: &[u8]) -> Result<Oid> {
        let oid = name_of(kind, content)?;
        self.store(oid, kind, content)?;
        Ok(oid)
    }

    /// Adds an object whose name is known.
    fn store(&mut self, oid: Oid, kind: ObjectType, content: &[u8]) -> Result<()> {
        let whole = [format!("{} {}\0", kind.str(), content.len()).as_bytes(), content].concat();
        // what cannot be packed grows by a few bytes for each block
        let mut bytes = Vec::with_capacity(whole.len() + whole.len() / 1_000 + 128);
        if self.packer.total_in() > 0 {
            self.packer.reset();
        }
        match self.packer.compress_vec(&whole, &mut bytes, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => {}
            Ok(_) => return Err(unmade(&"it does not fit")),
            Err(error) => return Err(unmade(&error)),
        }
        let hex = oid.to_string();
        let (folder, name) = hex.split_at_checked(2).unwrap_or_default();
        if !self.objects.iter().any(|object| object.folder == folder && object.name == name) {
            self.objects.push(LooseObject { folder: folder.to_owned(), name: name.to_owned(), bytes });
        }
        Ok(())
    }
}

/// Git's name of an object, by the hash that sees attempts at a collision.
fn name_of(kind: ObjectType, content: &[u8]) -> Result<Oid> {
    Oid::hash_object(kind, content).map_err(|error| unmade(&error))
}

fn unmade(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(Kind::Git, format!("cannot make a git object: {error}"))
}

impl Repository {
    /// The contents and trees of a commit that follows `base` and differs from it in these files only.
    ///
    /// # Errors
    /// `Git` when something that is no file stands at a path, or the repository is damaged.
    pub fn draft(&self, base: Option<&CommitId>, files: &[FileContent]) -> Result<CommitDraft> {
        let before = match base {
            Some(commit) => Some(self.find_commit(commit)?.tree_id()),
            None => None,
        };
        let mut draft = CommitDraft {
            base: base.cloned(),
            tree: Oid::ZERO_SHA1,
            folders: Vec::new(),
            blobs: Vec::new(),
            objects: Vec::new(),
            packer: Compress::new(Compression::fast(), true),
        };
        let mut paths = Vec::new();
        for file in files {
            let parts = parts(&file.path)?;
            let blob = draft.add(ObjectType::Blob, &file.content)?;
            draft.blobs.push((file.path.clone(), BlobId::from_oid(blob)));
            paths.push((parts, BlobId::from_oid(blob).raw()));
        }
        draft.tree = self.graft(&mut draft, before, "", &paths)?.0;
        Ok(draft)
    }

    /// The tree `before` with these files put in; and how many of them were not in it.
    fn graft(&self, draft: &mut CommitDraft, before: Option<Oid>, at: &str, files: &[Leaf<'_>]) -> Result<(Oid, i64)> {
        let mut tree = self.tree_image(before)?;
        let mut added = 0;
        let mut below: BTreeMap<&str, Vec<Leaf<'_>>> = BTreeMap::new();
        for (parts, id) in files {
            match parts.as_slice() {
                [] => {}
                [name] => {
                    added += i64::from(tree.get(name, Branching::File, &join(at, name))?.is_none());
                    tree.set(name, Branching::File, *id);
                }
                [folder, rest @ ..] => below.entry(*folder).or_default().push((rest.to_vec(), *id)),
            }
        }
        for (folder, files) in below {
            let path = join(at, folder);
            let old = tree.get(folder, Branching::Folder, &path)?.map(|raw| Oid::from_bytes(&raw)).transpose();
            let old = old.map_err(|error| git_fault(format!("read the tree of “{path}”"), &error))?;
            let (new, more) = self.graft(draft, old, &path, &files)?;
            added += more;
            tree.set(folder, Branching::Folder, BlobId::from_oid(new).raw());
        }
        let after = name_of(ObjectType::Tree, tree.bytes())?;
        if before != Some(after) {
            draft.store(after, ObjectType::Tree, tree.bytes())?;
        }
        draft.folders.push(FolderChange {
            path: at.to_owned(),
            before: before.map(|oid| BlobId::from_oid(oid).raw()),
            after: BlobId::from_oid(after).raw(),
            added,
        });
        Ok((after, added))
    }

    fn tree_image(&self, tree: Option<Oid>) -> Result<TreeImage> {
        let Some(oid) = tree else { return Ok(TreeImage::default()) };
        let bytes = Trees::new(self)?.read(oid)?;
        TreeImage::read(&bytes).ok_or_else(|| Fault::new(Kind::Git, format!("the tree {oid} is damaged")))
    }

    /// Adds the commit to the draft, signed where the person's settings ask for it.
    ///
    /// # Errors
    /// `Git` when it cannot be signed or its words cannot stand in a commit.
    pub fn compose(&self, draft: &mut CommitDraft, words: &CommitWords) -> Result<CommitId> {
        let mut head = format!("tree {}\n", draft.tree);
        if let Some(base) = &draft.base {
            head.push_str(&format!("parent {}\n", oid_of(base)?));
        }
        let author = stamp(&words.author, words.recorded)?;
        let committer = stamp(&words.committer, words.recorded)?;
        head.push_str(&format!("author {author}\ncommitter {committer}\n"));
        if words.message.contains('\0') {
            return Err(Fault::bug("a commit message holds a null character"));
        }
        let message = format!("\n{}\n", words.message.trim_end_matches('\n'));
        let signature = self.sign(format!("{head}{message}").as_bytes(), &words.committer)?;
        if let Some(signature) = signature {
            // further lines of a header are those that begin with a blank
            head.push_str(&format!("gpgsig {}\n", signature.trim_end().replace('\n', "\n ")));
        }
        let oid = draft.add(ObjectType::Commit, format!("{head}{message}").as_bytes())?;
        commit_id(oid)
    }
}

/// Name, address and time as they stand in a commit and in a reflog.
pub(super) fn stamp(person: &Identity, at: Moment) -> Result<String> {
    if format!("{}{}", person.name, person.email).contains(['<', '>', '\n', '\0']) {
        return Err(Fault::new(Kind::Identity, format!("“{person}” cannot stand in a commit"))
            .hint("git config user.name \"Your Name\""));
    }
    let offset = at.time().offset().local_minus_utc() / 60;
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    Ok(format!("{} <{}> {} {sign}{hours:02}{minutes:02}", person.name, person.email, at.epoch_seconds()))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") }
}

/// The names in a path; one that could lead elsewhere is refused.
fn parts(path: &str) -> Result<Vec<&str>> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_odd = |part: &str| {
        matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git") || part.contains(['\\', '\0', '\n'])
    };
    if parts.iter().any(|part| is_odd(part)) {
        return Err(Fault::bug(format!("“{path}” is no path inside a store")));
    }
    Ok(parts)
}
