//! Ids: what a path is built from, and nothing else is.
//!
//! A slug is ASCII lower case letters, digits and single hyphens, at most 80 bytes, never a name that Windows reserves
//! (`docs/format.md`, “Ids”). Ids are for life; a name that changes keeps its id.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{Fault, Result};

/// The longest part of an id, in bytes.
pub const MAX_SLUG: usize = 80;

/// One part of an id, or the id of an item. All copies of one share their text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Takes a word that already is a slug.
    ///
    /// # Errors
    /// `Usage`, saying what a slug is, for anything else.
    pub fn new(word: &str) -> Result<Self> {
        if is_slug(word) {
            return Ok(Self(word.into()));
        }
        let fault = Fault::usage(format!(
            "“{word}” is not an id: an id is lower-case letters, digits and single hyphens, at most {MAX_SLUG} bytes"
        ));
        match slugify(word) {
            Some(near) => Err(fault.hint(format!("use `{near}`"))),
            None => Err(fault),
        }
    }

    /// Makes an id of any text; where nothing readable remains, `x-` and eight hex digits of the text's hash.
    pub fn from_text(text: &str) -> Self {
        let slug = slugify(text).unwrap_or_else(|| {
            let digest = Sha256::digest(text.as_bytes());
            let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            format!("x-{hex}")
        });
        Self(slug.into())
    }

    /// This id, or the first of `-2`, `-3` … that `taken` does not know.
    pub fn unique(self, taken: impl Fn(&Slug) -> bool) -> Self {
        if !taken(&self) {
            return self;
        }
        (2_u64..).map(|n| self.numbered(n)).find(|slug| !taken(slug)).unwrap_or(self)
    }

    /// This id with a number behind it, `-2`, cut where it would be too long.
    pub fn numbered(&self, number: u64) -> Self {
        let tail = format!("-{number}");
        let room = MAX_SLUG - tail.len();
        let stem = self.0.get(..room.min(self.0.len())).unwrap_or(&self.0).trim_end_matches('-');
        Self(format!("{stem}{tail}").into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_slug(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= MAX_SLUG
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !word.starts_with('-')
        && !word.ends_with('-')
        && !word.contains("--")
        && !is_reserved(word)
}

/// Names that Windows keeps for devices; a clone there could not hold such a file.
fn is_reserved(word: &str) -> bool {
    matches!(word, "con" | "prn" | "aux" | "nul")
        || (word.len() == 4
            && (word.starts_with("com") || word.starts_with("lpt"))
            && word.ends_with(|c: char| c.is_ascii_digit()))
}

fn slugify(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '\'' {
            // an apostrophe joins: "O'Neil's" is `oneils`
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_SLUG {
            break;
        }
    }
    let trimmed = slug.trim_end_matches('-');
    match trimmed {
        "" => None,
        word if is_reserved(word) => Some(format!("{word}-x")),
        word => Some(word.to_owned()),
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Slug {
    type Err = Fault;
    fn from_str(word: &str) -> Result<Self> {
        Self::new(word)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A runbook's id: its path in the store without folder and ending, `acme/enforce-2fa-on-all-groups`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunbookId {
    /// The customer's folder.
    pub customer: Slug,
    /// The file's stem.
    pub task: Slug,
}

impl RunbookId {
    /// The id that a runbook of this name gets, before it is made unique.
    pub fn from_name(customer: &str, task: &str) -> Self {
        Self { customer: Slug::from_text(customer), task: Slug::from_text(task) }
    }

    /// The whole id that a person typed, in whichever letters; none where it is at most a part of one.
    pub fn typed(text: &str) -> Option<Self> {
        text.to_lowercase().parse().ok()
    }

    /// The record's path from the top of the store, with forward slashes: `runbooks/acme/enforce-2fa.toml`.
    pub fn path(&self) -> String {
        format!("runbooks/{}/{}.toml", self.customer, self.task)
    }

    /// The id of the record at this path, when the path is one of a record.
    pub fn from_path(path: &str) -> Option<Self> {
        path.strip_prefix("runbooks/")?.strip_suffix(".toml")?.parse().ok()
    }

    /// How a record that was removed comes back as it was at a commit.
    pub fn brought_back_from(&self, commit: &str) -> String {
        format!("git checkout {commit} -- {}, then: runbook save {self}", self.path())
    }

    /// The folder that holds this runbook's captured logs: `logs/acme/enforce-2fa`.
    pub fn log_folder(&self) -> String {
        format!("logs/{}/{}", self.customer, self.task)
    }
}

impl fmt::Display for RunbookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.customer, self.task)
    }
}

impl std::str::FromStr for RunbookId {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self> {
        let (customer, task) = text
            .split_once('/')
            .ok_or_else(|| Fault::usage(format!("“{text}” is not a runbook's id: it has the form customer/task")))?;
        Ok(Self { customer: customer.parse()?, task: task.parse()? })
    }
}

impl Serialize for RunbookId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RunbookId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_a_slug() {
        for (text, slug) in [
            ("Enforce 2FA on all groups", "enforce-2fa-on-all-groups"),
            ("  Ünïcode -- & more  ", "unicode-more"),
            ("CON", "con-x"),
            ("com1", "com1-x"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(Slug::from_text(text).as_str(), slug);
        }
        assert!(Slug::from_text("!!!").as_str().starts_with("x-"));
        assert!(Slug::from_text(&"a ".repeat(200)).as_str().len() <= MAX_SLUG);
    }

    #[test]
    fn a_made_slug_is_a_slug() {
        for text in ["a", "日本語", "!!!", "nul", "lpt9", &"-x".repeat(99)] {
            let slug = Slug::from_text(text);
            assert!(Slug::new(slug.as_str()).is_ok(), "{slug}");
        }
    }

    #[test]
    fn unique_counts_from_two_and_stays_short() {
        let long = Slug::from_text(&"a".repeat(90));
        let second = long.clone().unique(|slug| *slug == long);
        assert_eq!(second.as_str().len(), MAX_SLUG);
        assert!(second.as_str().ends_with("-2"));
    }

    #[test]
    fn an_id_is_its_path() {
        let id: RunbookId = "acme/enforce-2fa".parse().unwrap();
        assert_eq!(RunbookId::from_path(&id.path()), Some(id));
        assert_eq!(RunbookId::from_path("runbooks/a/b/c.toml"), None);
    }
}
