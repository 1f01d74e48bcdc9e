//! What git's attributes say of a file's way between the work tree and the trail.
//!
//! Records and logs are recorded byte by byte, as they lie there. A filter, an encoding or other line ends would be left out
//! of that in silence, so a change of such a file is refused.

use git2::{AttrCheckFlags, AttrValue};

use super::repository::Repository;
use crate::model::{Fault, Kind, Result};

/// What leaves files as they are, whatever the lines before it say.
const AS_THEY_ARE: &str = "-text -filter -ident -working-tree-encoding";

/// The attributes that say how a file is converted on its way.
const NAMES: [&str; 5] = ["filter", "working-tree-encoding", "ident", "eol", "text"];

/// So many paths are handed to git at once.
const AT_ONCE: usize = 1_000;

impl Repository {
    /// What git is told to turn these files into on their way, as the attributes say it: `filter=git-crypt`; only those that
    /// are converted. Nothing where nobody can read the index, in which attributes may stand as well: that is told by whoever
    /// needs it.
    pub fn conversions(&self, paths: &[String]) -> Vec<(String, String)> {
        let of_each = |paths: &[String]| -> Vec<(String, String)> {
            let known: Option<Vec<Vec<String>>> = paths.iter().map(|path| self.attributes(path)).collect();
            // an index of a kind that only git reads is asked of git
            let words = known.or_else(|| self.attributes_by_git(paths)).unwrap_or_default();
            let told = paths.iter().zip(&words);
            told.filter_map(|(path, words)| Some((path.clone(), conversion(words)?))).collect()
        };
        paths.chunks(AT_ONCE).flat_map(of_each).collect()
    }

    /// What is said of each of the names, in git's words; none where libgit2 cannot tell.
    fn attributes(&self, path: &str) -> Option<Vec<String>> {
        let said = |name: &&str| {
            let said = self.git.get_attr_bytes(path.as_ref(), name, AttrCheckFlags::FILE_THEN_INDEX).ok()?;
            Some(match AttrValue::from_bytes(said) {
                AttrValue::True => "set".to_owned(),
                AttrValue::False => "unset".to_owned(),
                AttrValue::Unspecified => "unspecified".to_owned(),
                AttrValue::Bytes(word) => String::from_utf8_lossy(word).into_owned(),
                AttrValue::String(word) => word.to_owned(),
            })
        };
        NAMES.iter().map(said).collect()
    }

    /// The same of these files, as the person's git tells; none where it fails, too.
    fn attributes_by_git(&self, paths: &[String]) -> Option<Vec<Vec<String>>> {
        let paths = paths.iter().map(String::as_str);
        let words: Vec<&str> = ["check-attr", "-z"].into_iter().chain(NAMES).chain(["--"]).chain(paths).collect();
        let answer = self.ask_git(None, &words).ok()?;
        let fields: Vec<&[u8]> = answer.data.split(|byte| *byte == 0).collect();
        // path, name and word of each, in the order in which they were asked
        let told = fields.chunks_exact(3).filter_map(|told| told.last());
        let told: Vec<String> = told.map(|word| String::from_utf8_lossy(word).into_owned()).collect();
        Some(told.chunks_exact(NAMES.len()).map(<[String]>::to_vec).collect())
    }

    /// Refuses a file that git is told to convert.
    ///
    /// # Errors
    /// `Git`, saying what converts it and how records are left as they are.
    pub fn must_stay_as_it_is(&self, path: &str) -> Result<()> {
        let found = self.conversions(&[path.to_owned()]);
        found.first().map_or(Ok(()), |(_, conversion)| Err(converted(path, conversion)))
    }
}

/// What these words of the attributes turn a file into; none where they leave it as it is.
fn conversion(words: &[String]) -> Option<String> {
    let said = |wanted: &str| {
        let found = NAMES.iter().zip(words).find(|(name, _)| **name == wanted);
        found.map_or("unspecified", |(_, word)| word.as_str())
    };
    for name in ["filter", "working-tree-encoding", "ident", "eol"] {
        let word = said(name);
        let changes_nothing = match name {
            _ if matches!(word, "unset" | "unspecified") => true,
            "working-tree-encoding" => ["set", "utf-8", "utf8"].contains(&word.to_ascii_lowercase().as_str()),
            "filter" => word == "set",
            "ident" => word != "set",
            _ => word != "crlf" || said("text") == "unset",
        };
        if !changes_nothing {
            return Some(if word == "set" { name.to_owned() } else { format!("{name}={word}") });
        }
    }
    None
}

/// What is said of a file that git is told to convert, a record or a log.
pub fn converted(path: &str, conversion: &str) -> Fault {
    let folder = path.split_once('/').map_or("runbooks", |(folder, _)| folder);
    Fault::new(
        Kind::Git,
        format!(
            "git's attributes say `{conversion}` of {path}: it is recorded as it lies there, so this would be left out, and every change of it is refused"
        ),
    )
    .hint(format!("if it shall stand in the trail as it is: echo '{folder}/** {AS_THEY_ARE}' >> .gitattributes"))
    .hint(format!("see what is said of each: git ls-files {folder} | git check-attr --all --stdin"))
}
