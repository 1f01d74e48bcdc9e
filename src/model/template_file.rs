//! A template as a file: its text, where in it each key stands, what is wrong with it.
//!
//! It refuses to judge: flaws are found where the rules are known, here is only their shape.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::state::words;
use super::{Fault, Kind, Path, Slug, Template, excerpt};

words! {
    /// Where a template comes from.
    Origin, "a source of templates" {
        /// Part of this program.
        BuiltIn = "built-in",
        /// A file of the team.
        Store = "store",
    }
}

words! {
    /// How much a flaw matters.
    Weight, "a weight" {
        /// No runbook is made from the template until it is mended.
        Error = "error",
        /// The template works, and could be better.
        Advice = "advice",
    }
}

/// A template's file before anything in it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// The template's name, from the file's.
    pub name: Slug,
    /// What messages call the file.
    pub file: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// A template's file, understood.
#[derive(Debug, Clone)]
pub struct TemplateFile {
    /// What it says, without what it extends.
    pub template: Template,
    /// What messages call the file.
    pub file: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Where its keys stand.
    pub places: Places,
    /// Items whose id was used before; they are told here and left out above.
    pub twice: Vec<Flaw>,
}

/// The line of each key and item of a file.
#[derive(Debug, Clone, Default)]
pub struct Places {
    lines: HashMap<Path, usize>,
}

/// Something that is wrong with a template, or could be better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// The key or item: `tasks.pilot.estimate`; empty for the whole file.
    pub key: String,
    /// Its line, from one, where it stands in this file.
    pub line: Option<usize>,
    /// What is wrong, and what to write instead.
    pub message: String,
    /// How much it matters.
    pub weight: Weight,
}

/// Why a file is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// For whoever wanted to use it.
    pub fault: Fault,
    /// For whoever wants to mend it.
    pub flaw: Flaw,
}

impl Places {
    /// Remembers the line of a key.
    pub fn put(&mut self, path: Path, line: usize) {
        self.lines.entry(path).or_insert(line);
    }

    /// The line of a key, or of what holds it.
    pub fn line(&self, path: &Path) -> Option<usize> {
        let mut path = path.clone();
        loop {
            if let Some(line) = self.lines.get(&path) {
                return Some(*line);
            }
            path = path.split_last()?.0;
        }
    }
}

impl Flaw {
    /// The same as the fault of somebody who wanted to use the file.
    pub fn fault(&self, file: &str) -> Fault {
        Fault::new(Kind::Unreadable, format!("{file}{self}")).hint("mend it in an editor and try again")
    }
}

impl fmt::Display for Flaw {
    /// What follows a file's name in a message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.key.is_empty() {
            write!(f, ", {}", excerpt(format!("`{}`", self.key)))?;
        }
        write!(f, ": {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_without_a_place_stands_where_its_table_stands() {
        let mut places = Places::default();
        places.put(Path::of(["tasks", "a"]), 7);
        assert_eq!(places.line(&Path::of(["tasks", "a", "estimate"])), Some(7));
        assert_eq!(places.line(&Path::of(["rollback"])), None);
    }
}
