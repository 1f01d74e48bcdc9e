//! What git leaves out of the work tree (a sparse checkout): tracked, not deleted, and not there as a file.
//!
//! Goes by git's own mark on the entry of the index, however it came there. An index in a form that only git reads is
//! asked of the person's git. Writes nothing: what is left out cannot be changed.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::blob::BlobId;
use super::entries::Spot;
use super::index::{IndexImage, IndexState, Unfit};
use super::repository::Repository;
use crate::model::{Fault, Kind, Result, RunbookId};

/// An entry as git lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListedEntry {
    pub(super) state: IndexState,
    is_left_out: bool,
}

impl Repository {
    /// True when git tracks the path and leaves it out of the work tree.
    ///
    /// # Errors
    /// `Git` when the index cannot be read.
    pub fn is_left_out(&self, path: &str) -> Result<bool> {
        Ok(self.left_out(path)?.iter().any(|own| own == path))
    }

    /// The paths that git tracks and leaves out of the work tree: this one, and those below it.
    ///
    /// # Errors
    /// `Git` when the index cannot be read.
    pub fn left_out(&self, below: &str) -> Result<Vec<String>> {
        self.marked(below, IndexImage::is_left_out, |entry| entry.is_left_out)
    }

    /// The paths that stand in the index without a text, below this one: files that are only announced (`git add -N`).
    ///
    /// # Errors
    /// `Git` when the index cannot be read.
    pub fn announced(&self, below: &str) -> Result<Vec<String>> {
        self.marked(below, IndexImage::is_announced, |entry| entry.state == IndexState::Absent)
    }

    /// The paths at and below one whose entries bear a mark, by the index itself or by what git lists of it.
    fn marked(
        &self,
        below: &str,
        is_marked: impl Fn(&IndexImage, Spot) -> bool,
        is_listed: impl Fn(&ListedEntry) -> bool,
    ) -> Result<Vec<String>> {
        let image = match self.read_index("")?.image {
            Ok(image) => image,
            Err(Unfit::Damaged) => return Ok(Vec::new()),
            Err(_) => {
                let listed = self.listed_by_git(below)?.into_iter();
                return Ok(listed.filter(|(_, entry)| is_listed(entry)).map(|(path, _)| path).collect());
            }
        };
        let mut found = Vec::new();
        let is_below = |name: &[u8]| match name.strip_prefix(below.as_bytes()) {
            Some(rest) => rest.is_empty() || rest.starts_with(b"/"),
            None => false,
        };
        // reading it has made sure that it can be walked
        let _ = image.walk(|spot, name| {
            if is_marked(&image, spot)
                && is_below(name)
                && let Ok(path) = std::str::from_utf8(name)
            {
                found.push(path.to_owned());
            }
            ControlFlow::Continue(())
        });
        Ok(found)
    }

    /// What the head has at a path that git leaves out of the work tree; none where it does not.
    ///
    /// # Errors
    /// `Git` when index or head cannot be read.
    pub fn text_left_out(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.head()?.commit {
            Some(head) if self.is_left_out(path)? => self.blob_at(&head, path),
            _ => Ok(None),
        }
    }

    /// Says that a runbook's record is not checked out, and how it gets here.
    pub fn not_checked_out(&self, id: &RunbookId) -> Fault {
        let path = id.path();
        let is = |key: &str| self.config().ok().and_then(|config| config.flag(key));
        // git takes folders only where it was not told otherwise
        let has_cones = is("core.sparseCheckoutCone") != Some(false);
        let fault = Fault::new(
            Kind::Git,
            format!("{path} is not checked out here: git leaves it out of the work tree; nothing was changed"),
        );
        match is("core.sparseCheckout") == Some(true) {
            true if has_cones => fault.hint(format!("git sparse-checkout add runbooks/{}", id.customer)),
            // the last pattern that fits counts, and one for a folder brings nothing back that one for files left out
            true => fault.hint(format!("git sparse-checkout add '/runbooks/{0}/' '/runbooks/{0}/*'", id.customer)),
            false => fault.hint(format!("git update-index --no-skip-worktree {path} && git restore --worktree {path}")),
        }
    }

    /// What stands in the index at a path and below it, as the person's git tells: for an index that only git reads.
    pub(super) fn listed_by_git(&self, below: &str) -> Result<HashMap<String, ListedEntry>> {
        let path = format!(":(top,literal){below}");
        let answer = self.ask_git(None, &["ls-files", "-t", "--stage", "-z", "--", &path])?;
        let mut listed = HashMap::new();
        for line in answer.data.split(|byte| *byte == 0).filter_map(|line| std::str::from_utf8(line).ok()) {
            // `S 100644 NAME 0<tab>path`
            let Some((about, path)) = line.split_once('\t') else { continue };
            let words: Vec<&str> = about.split(' ').collect();
            let [mark, _, name, stage] = words.as_slice() else { continue };
            let state = match *stage {
                "0" => IndexState::Staged(name.parse::<BlobId>()?),
                _ => IndexState::Conflict,
            };
            listed.insert(path.to_owned(), ListedEntry { state, is_left_out: *mark == "S" });
        }
        // git lists a file that is only announced (`git add -N`) as one without content
        let empty = IndexState::Staged(BlobId::of(&[])?);
        if listed.values().any(|entry| entry.state == empty) {
            let added =
                ["diff-files", "--ita-invisible-in-index", "--diff-filter=A", "--name-only", "-z", "--", path.as_str()];
            for announced in self.ask_git(None, &added)?.data.split(|byte| *byte == 0) {
                let entry = std::str::from_utf8(announced).ok().and_then(|path| listed.get_mut(path));
                entry.into_iter().for_each(|entry| entry.state = IndexState::Absent);
            }
        }
        Ok(listed)
    }
}
