//! A commit that somebody expects to find in history: by its own name, or by a tag with a signature.
//!
//! A commit's name says what it holds. Any other name lies in the repository and can be moved by whoever rewrote it; that
//! is told, not hidden.

use git2::{ErrorCode, ObjectType, Oid};

use crate::model::{CommitId, Fault, Identity, Kind, Moment, Result};
use crate::trail::history::{commit_id, oid_of};
use crate::trail::repository::Repository;

/// Fewer digits than this name no commit.
const FEWEST_DIGITS: usize = 7;
/// The first lines of signatures.
const SIGNATURES: [&str; 4] = [
    "-----BEGIN SSH SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----",
    "-----BEGIN PGP MESSAGE-----",
    "-----BEGIN SIGNED MESSAGE-----",
];

/// What somebody expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The commit; none where it is not in this repository any more.
    pub commit: Option<CommitId>,
    /// True when the words were the commit's own name, which nobody can give to another one.
    pub is_own_name: bool,
    /// The signature of the tag that was named, where it has one.
    pub seal: Option<Seal>,
}

/// The signature of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What the tag itself is called, whatever name leads to it.
    pub name: String,
    /// Who made the tag.
    pub tagger: Identity,
    /// When.
    pub at: Moment,
    /// The signature.
    pub signature: String,
    /// What it is over.
    pub payload: Vec<u8>,
}

impl Repository {
    /// The commit that these words mean to somebody who expects it.
    ///
    /// # Errors
    /// `NotFound` for a name that is none, `Ambiguous` for digits that several commits begin with.
    pub fn anchor(&self, words: &str) -> Result<Anchor> {
        let is_hex = words.len() <= 40 && words.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex && words.len() >= FEWEST_DIGITS {
            let commit = match self.git.find_commit_by_prefix(words) {
                Ok(commit) => Some(commit_id(commit.id())?),
                Err(error) if error.code() == ErrorCode::Ambiguous => {
                    return Err(Fault::new(
                        Kind::Ambiguous,
                        format!("“{words}” is the beginning of several commits' names"),
                    )
                    .hint("write more of its digits"));
                }
                Err(error) => self.machine_fault(None, &error).map_or(Ok(None), Err)?,
            };
            return Ok(Anchor { commit, is_own_name: true, seal: None });
        }
        let commit = self.resolve(words)?;
        let object = self
            .git
            .revparse_single(words)
            .map_err(|error| self.object_fault(None, format!("find “{words}”"), &error))?;
        let seal = if object.kind() == Some(ObjectType::Tag) { self.seal(object.id())? } else { None };
        Ok(Anchor { commit: Some(commit), is_own_name: false, seal })
    }

    /// True when a commit is in the history of another one that is still here.
    pub fn is_behind(&self, commit: &CommitId, of: &CommitId) -> bool {
        let oids = oid_of(commit).ok().zip(oid_of(of).ok());
        oids.is_some_and(|(commit, of)| self.git.graph_descendant_of(of, commit).unwrap_or(false))
    }

    fn seal(&self, tag: Oid) -> Result<Option<Seal>> {
        let fault = |error| self.object_fault(Some(tag), format!("read the tag {tag}"), &error);
        let odb = self.git.odb().map_err(fault)?;
        let object = odb.read(tag).map_err(fault)?;
        let bytes = object.data();
        let text = String::from_utf8_lossy(bytes).into_owned();
        let at = SIGNATURES.iter().filter_map(|begin| text.rfind(&format!("\n{begin}"))).min();
        let Some((payload, signature)) = at.and_then(|at| text.split_at_checked(at + 1)) else { return Ok(None) };
        let found = self.git.find_tag(tag).map_err(fault)?;
        let Some(tagger) = found.tagger() else { return Ok(None) };
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Some(Seal {
            name: words(found.name_bytes()),
            tagger: Identity { name: words(tagger.name_bytes()), email: words(tagger.email_bytes()) },
            at: Moment::from_git(tagger.when().seconds(), tagger.when().offset_minutes()),
            signature: signature.to_owned(),
            payload: payload.as_bytes().to_vec(),
        }))
    }
}
