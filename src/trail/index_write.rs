//! The index as it will be after a change: the person's own, with the touched paths brought to the new head.
//!
//! Mostly patched as bytes; an index that cannot be patched (split, sparse, of an unknown kind) is changed in a copy by
//! the person's own git. Refuses an index that is damaged, and never writes the real one.

use std::borrow::Cow;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::blob::BlobId;
use super::cache_tree::FolderChange;
use super::failure::disk_fault;
use super::index::{IndexImage, IndexSeen, IndexState, Unfit};
use super::private::write_private;
use super::program::{Program, ProgramOutcome};
use super::repository::Repository;
use super::transaction::CommitDraft;
use crate::model::{Fault, Kind, Result};

/// An index that is being made.
pub struct NextIndex<'r> {
    repository: &'r Repository,
    form: Form,
}

enum Form {
    Patched(IndexImage),
    /// A copy that git itself changes.
    Copied(PathBuf),
}

impl Repository {
    /// Begins with the index as it lies there. Its lock must be held. `scratch` is a private folder.
    ///
    /// # Errors
    /// `Git` when it is damaged, `Disk` when it cannot be read.
    pub fn next_index(&self, scratch: &Path) -> Result<NextIndex<'_>> {
        let IndexSeen { image, written } = self.take_index()?;
        let form = match image {
            Ok(mut image) => {
                if let Some(written) = written {
                    self.distrust_racy(&mut image, &written);
                }
                Form::Patched(image)
            }
            Err(Unfit::Damaged) => return Err(self.damaged()),
            Err(_) => {
                let file = self.git_dir().join("index");
                let bytes = fs::read(&file).map_err(|e| disk_fault(format!("read “{}”", file.display()), &e))?;
                let copy = scratch.join("index-copy");
                write_private(&copy, &bytes)?;
                Form::Copied(copy)
            }
        };
        Ok(NextIndex { repository: self, form })
    }

    /// Writing the index makes it younger than files that were changed in the second in which it was last written, and
    /// git would believe their times from then on. Those that really differ are marked, as git itself does.
    fn distrust_racy(&self, image: &mut IndexImage, written: &Metadata) {
        let since = (written.mtime(), written.mtime_nsec());
        for entry in image.take_racy() {
            let Ok(path) = std::str::from_utf8(&entry.path) else {
                image.distrust(&entry);
                continue;
            };
            let path = self.top().join(path);
            let Ok(about) = fs::symlink_metadata(&path) else { continue };
            let older = (about.mtime(), about.mtime_nsec()) < since;
            if older && image.matches(&entry, &about) {
                continue;
            }
            let same = about.is_file()
                && fs::read(&path).is_ok_and(|content| BlobId::of(&content).is_ok_and(|id| id.raw() == entry.id));
            if !same {
                image.distrust(&entry);
            }
        }
    }
}

impl NextIndex<'_> {
    /// The content that the index has for a path.
    ///
    /// # Errors
    /// `Git` when git has to be asked and fails.
    pub fn id_of(&self, path: &str) -> Result<Option<BlobId>> {
        match &self.form {
            Form::Patched(image) => match image.find(path) {
                IndexState::Staged(id) => Ok(Some(id)),
                IndexState::Absent | IndexState::Conflict => Ok(None),
            },
            Form::Copied(copy) => {
                let answer = self
                    .repository
                    .ask_git(Some(copy), &["ls-files", "--stage", "-z", "--", &format!(":(literal){path}")])?;
                let line = String::from_utf8_lossy(&answer.data).into_owned();
                line.split_ascii_whitespace().nth(1).map(str::parse).transpose()
            }
        }
    }

    /// Sets a path to this content; answers with the one before.
    ///
    /// # Errors
    /// `Git` when what is staged there is in the way.
    pub fn set(&mut self, path: &str, id: BlobId) -> Result<Option<BlobId>> {
        match &mut self.form {
            Form::Patched(image) => match image.set(path, id.raw()) {
                Ok(before) => Ok(before.map(BlobId::from_raw)),
                Err(unfit) => Err(cannot_set(path, &unfit)),
            },
            Form::Copied(copy) => {
                let copy = copy.clone();
                let before = self.id_of(path)?;
                self.repository
                    .ask_git(Some(&copy), &["update-index", "--add", "--cacheinfo", &format!("100644,{id},{path}")])?;
                Ok(before)
            }
        }
    }

    /// Ends a series of [`NextIndex::set`]; the trees of the draft are what the index's cache of trees may take over.
    pub fn follow(&mut self, draft: &CommitDraft) {
        self.mend(&draft.folders);
    }

    /// Ends a series of [`NextIndex::set`] where the trees are not at hand.
    pub fn forget_trees(&mut self, paths: &[&str]) {
        let mut folders = Vec::new();
        for path in paths {
            let ends = path.match_indices('/').map(|(at, _)| at).chain([0]);
            folders.extend(ends.filter_map(|end| path.get(..end)).map(|folder| FolderChange {
                path: folder.to_owned(),
                before: None,
                after: [0; 20],
                added: 0,
            }));
        }
        self.mend(&folders);
    }

    fn mend(&mut self, folders: &[FolderChange]) {
        if let Form::Patched(image) = &mut self.form {
            image.mend_extensions(folders);
        }
    }

    /// Notes what the file system knows of a file that is as the index has it.
    pub fn witness(&mut self, path: &str, about: &Metadata) {
        if let Form::Patched(image) = &mut self.form {
            image.witness(path, about);
        }
    }

    /// Makes the bytes an index, once every file has its witness.
    pub fn seal(&mut self) {
        if let Form::Patched(image) = &mut self.form {
            image.seal();
        }
    }

    /// The bytes to be written. Before the seal they are as many, and not to be used as an index yet.
    ///
    /// # Errors
    /// `Disk` when git's copy cannot be read.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>> {
        match &self.form {
            Form::Patched(image) => Ok(Cow::Borrowed(image.bytes())),
            Form::Copied(copy) => {
                // it fails where something else is not up to date, which is not our matter
                let _ = self.repository.ask_git(Some(copy), &["update-index", "-q", "--refresh"]);
                let bytes = fs::read(copy);
                bytes.map(Cow::Owned).map_err(|error| disk_fault(format!("read “{}”", copy.display()), &error))
            }
        }
    }

    /// What witnesses and the seal change in the bytes that were there before, and where; nothing when that is not known.
    pub fn late_bytes(&self) -> Option<Vec<(usize, &[u8])>> {
        match &self.form {
            Form::Patched(image) => Some(image.late_bytes().collect()),
            Form::Copied(_) => None,
        }
    }
}

impl Repository {
    /// Asks the person's own git about an index that only git reads: this copy of it, or the real one.
    ///
    /// # Errors
    /// `Git` when git fails or is not there.
    pub(super) fn ask_git(&self, index: Option<&Path>, words: &[&str]) -> Result<ProgramOutcome> {
        let mut vars = vec![("LC_ALL", "C".into())];
        vars.extend(index.map(|index| ("GIT_INDEX_FILE", index.as_os_str().to_owned())));
        if self.is_linked() {
            vars.push(("GIT_DIR", self.git_dir().as_os_str().to_owned()));
        }
        // git makes it sparse again when it next writes it; with trees that are not stored yet it could not
        let never = ["-c", "index.sparse=false", "-c", "core.fsmonitor=false"];
        let program = Program {
            file: "git".as_ref(),
            words: never.iter().chain(words).map(Into::into).collect(),
            folder: self.top(),
            vars,
            input: &[],
        };
        let why = match program.answer() {
            Ok(outcome) if outcome.success => return Ok(outcome),
            Ok(outcome) => outcome.said,
            Err(error) => error.to_string(),
        };
        Err(Fault::new(Kind::Git, format!("git's index is of a kind that only git can use, and git failed: {why}"))
            .hint("git update-index --no-split-index")
            .hint("git sparse-checkout reapply --no-sparse-index"))
    }
}

fn cannot_set(path: &str, unfit: &Unfit) -> Fault {
    let why = match unfit {
        Unfit::Strange(why) | Unfit::InTheWay(why) => why,
        Unfit::Damaged => "it is damaged",
    };
    Fault::new(Kind::Git, format!("“{path}” cannot be set in git's index: {why}; nothing was changed"))
        .hint("see what is in the way: git status")
}
