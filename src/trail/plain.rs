//! A commit without the protocol around it; the write door puts locks, journal and durability about it.

use crate::model::{CommitId, Fault, Kind, Moment, Result};

use super::environment::PersonEnv;
use super::failure::git_fault;
use super::history::{commit_id, oid_of};
use super::repository::Repository;

impl Repository {
    /// Commits the files on the head and puts them into work tree and index.
    ///
    /// # Errors
    /// `Git` and `Disk`.
    #[expect(clippy::disallowed_methods, reason = "replaced by the write protocol")]
    pub fn commit_plainly(
        &self,
        head: Option<&CommitId>,
        files: &[(String, Vec<u8>)],
        message: &str,
        recorded: Moment,
        env: &PersonEnv,
    ) -> Result<CommitId> {
        let fault = |error: git2::Error| git_fault("commit", &error);
        let actors = self.identity(env)?;
        let parent = head.map(oid_of).transpose()?.map(|oid| self.git.find_commit(oid)).transpose().map_err(fault)?;
        let mut index = git2::Index::new().map_err(fault)?;
        if let Some(parent) = &parent {
            index.read_tree(&parent.tree().map_err(fault)?).map_err(fault)?;
        }
        let mut real = self.git.index().map_err(fault)?;
        for (path, bytes) in files {
            let id = self.git.blob(bytes).map_err(fault)?;
            let entry = git2::IndexEntry {
                ctime: git2::IndexTime::new(0, 0),
                mtime: git2::IndexTime::new(0, 0),
                dev: 0,
                ino: 0,
                mode: 0o100_644,
                uid: 0,
                gid: 0,
                file_size: 0,
                id,
                flags: 0,
                flags_extended: 0,
                path: path.clone().into_bytes(),
            };
            index.add(&entry).map_err(fault)?;
            let place = self.top().join(path);
            let disk = |error: std::io::Error| Fault::new(Kind::Disk, error.to_string());
            if let Some(folder) = place.parent() {
                std::fs::create_dir_all(folder).map_err(disk)?;
            }
            std::fs::write(&place, bytes).map_err(disk)?;
            real.add_path(path.as_ref()).map_err(fault)?;
        }
        let tree = index.write_tree_to(&self.git).map_err(fault)?;
        let tree = self.git.find_tree(tree).map_err(fault)?;
        let time = git2::Time::new(recorded.epoch_seconds(), recorded.time().offset().local_minus_utc() / 60);
        let author = git2::Signature::new(&actors.author.name, &actors.author.email, &time).map_err(fault)?;
        let committer = git2::Signature::new(&actors.committer.name, &actors.committer.email, &time).map_err(fault)?;
        let parents: Vec<_> = parent.iter().collect();
        let oid = self.git.commit(Some("HEAD"), &author, &committer, message, &tree, &parents).map_err(fault)?;
        real.write().map_err(fault)?;
        commit_id(oid)
    }
}
