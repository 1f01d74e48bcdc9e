//! What git's attributes say of a file's way between the work tree and the trail.
//!
//! Records and logs are recorded byte by byte, as they lie there. A filter, an encoding or other line ends would be left out
//! of that in silence, so a change of such a file is refused.

use git2::{AttrCheckFlags, AttrValue};

use super::failure::git_fault;
use super::repository::Repository;
use crate::model::{Fault, Kind, Result};

/// What leaves records as they are, whatever the lines before it say.
const AS_THEY_ARE: &str = "runbooks/** -text -filter -ident -working-tree-encoding";

impl Repository {
    /// What git is told to turn this file into on its way, as the attributes say it: `filter=git-crypt`.
    ///
    /// # Errors
    /// `Git` when the attributes cannot be read.
    pub fn conversion(&self, path: &str) -> Result<Option<String>> {
        let said = |name: &str| {
            let said = self.git.get_attr_bytes(path.as_ref(), name, AttrCheckFlags::FILE_THEN_INDEX);
            said.map(|said| match AttrValue::from_bytes(said) {
                AttrValue::True => Some(String::new()),
                AttrValue::Bytes(word) => Some(String::from_utf8_lossy(word).into_owned()),
                AttrValue::String(word) => Some(word.to_owned()),
                AttrValue::False | AttrValue::Unspecified => None,
            })
            .map_err(|error| git_fault("read git's attributes", &error))
        };
        let is_left_as_text = || -> Result<bool> {
            let text = self.git.get_attr_bytes(path.as_ref(), "text", AttrCheckFlags::FILE_THEN_INDEX);
            let text = text.map_err(|error| git_fault("read git's attributes", &error))?;
            Ok(AttrValue::from_bytes(text) == AttrValue::False)
        };
        for name in ["filter", "working-tree-encoding", "ident", "eol"] {
            let Some(word) = said(name)? else { continue };
            let changes_nothing = match name {
                "working-tree-encoding" => ["", "utf-8", "utf8"].contains(&word.to_ascii_lowercase().as_str()),
                "filter" => word.is_empty(),
                "ident" => !word.is_empty(),
                _ => word != "crlf" || is_left_as_text()?,
            };
            if !changes_nothing {
                return Ok(Some(if word.is_empty() { name.to_owned() } else { format!("{name}={word}") }));
            }
        }
        Ok(None)
    }

    /// Refuses a file that git is told to convert.
    ///
    /// # Errors
    /// `Git`, saying what converts it and how records are left as they are.
    pub fn must_stay_as_it_is(&self, path: &str) -> Result<()> {
        self.conversion(path)?.map_or(Ok(()), |conversion| Err(converted(path, &conversion)))
    }
}

/// What is said of a file that git is told to convert.
pub fn converted(path: &str, conversion: &str) -> Fault {
    Fault::new(
        Kind::Git,
        format!(
            "git's attributes say `{conversion}` of {path}: records are recorded as they lie there, so this would be left out, and every change of it is refused"
        ),
    )
    .hint(format!("if records shall stand in the trail as they are: echo '{AS_THEY_ARE}' >> .gitattributes"))
    .hint("see what is said of each: git ls-files runbooks | git check-attr --all --stdin")
}
