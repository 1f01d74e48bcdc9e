//! What lies in the repository: its head, what a commit holds, and what a commit says.
//!
//! Reads objects only, never the work tree, and walks nothing.

use git2::{ErrorCode, ObjectType, Oid};

use super::blob::BlobId;
use super::failure::git_fault;
use super::lost_head::{Broken, branch_fault, had_commits, head_fault};
use super::message::Claims;
use super::repository::{RECORDS, Repository};
use super::tree::{Found, Trees};
use crate::model::{CommitId, Fault, Identity, Kind, Moment, Recorded, Result, RunbookId};

const LINK: i32 = 0o120_000;

/// Where the head stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchHead {
    /// The branch's full name, `refs/heads/main`; `None` on a detached head.
    pub branch: Option<String>,
    /// Its commit; `None` before the first one.
    pub commit: Option<CommitId>,
}

/// What stands under `runbooks/` at a commit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The records with their content's names, in git's order.
    pub records: Vec<(RunbookId, BlobId)>,
    /// Paths that are no record's: a name that is no id, a link, a folder too deep. Lossy where not UTF-8.
    pub strange: Vec<String>,
}

pub(super) fn oid_of(commit: &CommitId) -> Result<Oid> {
    Oid::from_str(commit.as_str()).map_err(|error| git_fault(format!("name the commit {commit}"), &error))
}

pub(super) fn commit_id(oid: Oid) -> Result<CommitId> {
    oid.to_string().parse()
}

impl Repository {
    /// Where the head stands now, read afresh; its commit is there and can be read, with its tree.
    ///
    /// # Errors
    /// `Git` when `HEAD`, its branch or its commit is damaged or lost, with what the reflog knows.
    pub fn head(&self) -> Result<BranchHead> {
        let head = self.named_head()?;
        if let Some(commit) = &head.commit {
            let oid = oid_of(commit)?;
            let found = self.git.find_commit(oid).and_then(|commit| commit.tree());
            found.map_err(|_| branch_fault(&self.git, head.branch.as_deref(), Broken::Commit(oid)))?;
        }
        Ok(head)
    }

    /// The same, whether its commit can be read or not: for who proves it.
    ///
    /// # Errors
    /// `Git` when `HEAD` or its branch is damaged or lost.
    pub fn named_head(&self) -> Result<BranchHead> {
        let damaged = |_| head_fault(self.git_dir());
        let reference = self.git.find_reference("HEAD").map_err(damaged)?;
        let branch = reference.symbolic_target().map_err(damaged)?.map(str::to_owned);
        let broken = |broken| branch_fault(&self.git, branch.as_deref(), broken);
        let commit = match &branch {
            None => reference.target(),
            Some(branch) => match self.git.refname_to_id(branch) {
                Ok(oid) => Some(oid),
                Err(error) if error.code() != ErrorCode::NotFound => return Err(broken(Broken::Reference)),
                Err(_) if had_commits(&self.git, branch)? => return Err(broken(Broken::Gone)),
                Err(_) => None,
            },
        };
        Ok(BranchHead { commit: commit.map(commit_id).transpose()?, branch })
    }

    /// The content of the file at `path` in a commit; `None` where there is no such file.
    ///
    /// # Errors
    /// `Git` when there is no such commit; `Git` when something else than a file stands there.
    pub fn blob_at(&self, commit: &CommitId, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(id) = self.blob_id_at(commit, path)? else { return Ok(None) };
        self.blob(id).map(Some)
    }

    /// Whether a content of this name is in the repository; also false where that cannot be told.
    pub fn has_blob(&self, id: BlobId) -> bool {
        let name = Oid::from_bytes(&id.raw());
        name.is_ok_and(|name| self.git.odb().is_ok_and(|objects| objects.exists(name)))
    }

    /// The content of this name.
    ///
    /// # Errors
    /// `Git` when it is not in the repository or is damaged.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>> {
        let oid = Oid::from_bytes(&id.raw()).map_err(|error| git_fault("name a file's content", &error))?;
        let fault = |error| self.object_fault(Some(oid), format!("read the content {id}"), &error);
        let blob = self.git.find_blob(oid).map_err(fault)?;
        Ok(blob.content().to_vec())
    }

    /// The name of the content at `path` in a commit, found without reading it.
    ///
    /// # Errors
    /// As [`Repository::blob_at`].
    pub fn blob_id_at(&self, commit: &CommitId, path: &str) -> Result<Option<BlobId>> {
        let root = self.find_commit(commit)?.tree_id();
        let what = match Trees::new(self)?.find(root, path)? {
            None => return Ok(None),
            Some(Found::File(id)) => return Ok(Some(BlobId::from_oid(id))),
            Some(Found::Link) => "a symbolic link",
            Some(Found::Other) => "not a file",
        };
        Err(Fault::new(Kind::Git, format!("“{path}” is {what} in the commit {}", commit.short())))
    }

    /// Everything that stands under `runbooks/` in a commit.
    ///
    /// # Errors
    /// `Git` when there is no such commit, `Git` when a tree is damaged.
    pub fn listing(&self, commit: &CommitId) -> Result<Listing> {
        let fault = |error| self.object_fault(None, format!("list the records of the commit {commit}"), &error);
        let mut listing = Listing::default();
        let Some(records) = self.tree_of(commit)?.get_name(RECORDS).filter(|entry| is_tree(entry)).map(|e| e.id())
        else {
            return Ok(listing);
        };
        for folder in self.git.find_tree(records).map_err(fault)?.iter() {
            let customer = String::from_utf8_lossy(folder.name_bytes()).into_owned();
            if !is_tree(&folder) {
                listing.strange.push(format!("{RECORDS}/{customer}"));
                continue;
            }
            for file in self.git.find_tree(folder.id()).map_err(fault)?.iter() {
                let path = format!("{RECORDS}/{customer}/{}", String::from_utf8_lossy(file.name_bytes()));
                let is_file = file.kind() == Some(ObjectType::Blob) && file.filemode() != LINK;
                match RunbookId::from_path(&path).filter(|_| is_file) {
                    Some(id) => listing.records.push((id, BlobId::from_oid(file.id()))),
                    None => listing.strange.push(path),
                }
            }
        }
        Ok(listing)
    }

    /// The commit that a person means by a name, as `git rev-parse` understands it.
    ///
    /// # Errors
    /// `NotFound` for a name that no commit has, `Ambiguous` for one that several have.
    pub fn resolve(&self, words: &str) -> Result<CommitId> {
        let object = self.git.revparse_single(words).and_then(|object| object.peel_to_commit());
        match object {
            Ok(commit) => commit_id(commit.id()),
            Err(error) if error.code() == ErrorCode::Ambiguous => {
                Err(Fault::new(Kind::Ambiguous, format!("“{words}” is the beginning of several commits' names"))
                    .hint("write more of its digits"))
            }
            Err(error) => Err(self.machine_fault(None, &error).unwrap_or_else(|| self.no_commit(words))),
        }
    }

    fn no_commit(&self, words: &str) -> Fault {
        if self.is_shallow() {
            let message =
                format!("“{words}” names no commit that is here: this clone is shallow, and lacks older ones");
            return Fault::new(Kind::NotFound, message).hint(self.unshallow());
        }
        Fault::new(Kind::NotFound, format!("“{words}” names no commit")).hint("runbook log")
    }

    /// What a commit says: who, when, and the events in its trailers.
    ///
    /// # Errors
    /// `Git` when there is no such commit.
    pub fn recorded(&self, commit: &CommitId) -> Result<Recorded> {
        let found = self.find_commit(commit)?;
        let claims = Claims::read(&String::from_utf8_lossy(found.message_bytes()));
        let author = found.author();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let time = found.committer().when();
        Ok(Recorded {
            commit: commit.clone(),
            author: Identity { name: text(author.name_bytes()), email: text(author.email_bytes()) },
            recorded_at: Moment::from_git(time.seconds(), time.offset_minutes()),
            subject: text(found.summary_bytes().unwrap_or_default()),
            runbook: claims.runbook,
            previous: claims.previous,
            events: claims.events,
            problem: claims.problem,
        })
    }

    /// Every word of a commit that a person chose, with where it stands.
    ///
    /// # Errors
    /// `Git` when there is no such commit.
    pub fn words_of(&self, commit: &CommitId) -> Result<[(&'static str, String); 3]> {
        let found = self.find_commit(commit)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let person = |who: git2::Signature<'_>| format!("{}\n{}", text(who.name_bytes()), text(who.email_bytes()));
        Ok([
            ("message", text(found.message_bytes())),
            ("author", person(found.author())),
            ("committer", person(found.committer())),
        ])
    }

    /// The commits that a commit was built on, the first parent first.
    ///
    /// # Errors
    /// `Git` when there is no such commit.
    pub fn parents(&self, commit: &CommitId) -> Result<Vec<CommitId>> {
        self.find_commit(commit)?.parent_ids().map(commit_id).collect()
    }

    /// When a commit was recorded.
    ///
    /// # Errors
    /// As [`Repository::recorded`].
    pub fn recorded_at(&self, commit: &CommitId) -> Result<Moment> {
        let time = self.find_commit(commit)?.committer().when();
        Ok(Moment::from_git(time.seconds(), time.offset_minutes()))
    }

    pub(super) fn find_commit(&self, commit: &CommitId) -> Result<git2::Commit<'_>> {
        let oid = oid_of(commit)?;
        self.git.find_commit(oid).map_err(|error| {
            let doing = if error.code() == ErrorCode::NotFound { "find" } else { "read" };
            self.object_fault(Some(oid), format!("{doing} the commit {commit}"), &error)
        })
    }

    pub(super) fn tree_of(&self, commit: &CommitId) -> Result<git2::Tree<'_>> {
        let found = self.find_commit(commit)?;
        let fault = |error| self.object_fault(Some(found.tree_id()), format!("read the tree of {commit}"), &error);
        found.tree().map_err(fault)
    }
}

fn is_tree(entry: &git2::TreeEntry<'_>) -> bool {
    entry.kind() == Some(ObjectType::Tree)
}
