//! What went wrong, once for the whole house: a kind, a sentence, and the way out.
//!
//! Every room answers with a [`Fault`]; no foreign error type leaves the room that knows it. The kind decides the exit
//! code (`docs/reference.md`, “Exit codes”); turning a fault into text happens in one place, the command line.

use std::fmt;

use super::excerpt;

/// What a fallible function of this crate returns.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// The stable word for a fault, printed as `kind` in error JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The answer to a question is no: not ready, differences found.
    No,
    /// The words of the command are wrong.
    Usage,
    /// The lifecycle, a gate or a permission refuses.
    Refused,
    /// Something that looks like a secret stands in the words or the file.
    Secret,
    /// A commit hook of the person's refused, or spoiled the message.
    Hook,
    /// No such runbook, item or template.
    NotFound,
    /// A part of a name matches more than one.
    Ambiguous,
    /// The directory is no store.
    NotAStore,
    /// A record or settings file does not parse or holds what it may not.
    Unreadable,
    /// A record was made by a newer version of this tool.
    NewerFormat,
    /// A file was edited by hand and not yet saved.
    HandEdited,
    /// A lock was not had in time.
    Locked,
    /// Somebody else's commit came in between, and trying again did not help.
    Overtaken,
    /// Nobody is configured as the author of commits.
    Identity,
    /// Git refuses, or the repository is in a state in which nothing may be written.
    Git,
    /// Reading or writing a file failed.
    Disk,
    /// The machine could not start a program or stay with it.
    System,
    /// A fault of ours.
    Bug,
    /// Stopped by the person.
    Interrupted,
}

impl Kind {
    /// The exit code of this kind (`docs/reference.md`, “Exit codes”).
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::No => 1,
            Self::Usage => 2,
            Self::Refused | Self::Secret | Self::Hook => 3,
            Self::NotFound | Self::Ambiguous => 4,
            Self::NotAStore
            | Self::Unreadable
            | Self::NewerFormat
            | Self::HandEdited
            | Self::Locked
            | Self::Overtaken
            | Self::Identity
            | Self::Git
            | Self::Disk
            | Self::System => 5,
            Self::Bug => 70,
            Self::Interrupted => 130,
        }
    }

    /// The word scripts see.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Usage => "usage",
            Self::Refused => "refused",
            Self::Secret => "secret",
            Self::Hook => "hook",
            Self::NotFound => "not-found",
            Self::Ambiguous => "ambiguous",
            Self::NotAStore => "not-a-store",
            Self::Unreadable => "unreadable",
            Self::NewerFormat => "newer-format",
            Self::HandEdited => "hand-edited",
            Self::Locked => "locked",
            Self::Overtaken => "overtaken",
            Self::Identity => "identity",
            Self::Git => "git",
            Self::Disk => "disk",
            Self::System => "system",
            Self::Bug => "bug",
            Self::Interrupted => "interrupted",
        }
    }
}

/// One failure: what is wrong and where, and the commands or edits that mend it.
///
/// The message may quote what a person or a file said; it is escaped when it is printed, not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence, with file, key and line where there are any. May have further lines.
    pub message: String,
    /// Commands or edits that mend it, best first.
    pub hints: Vec<String>,
}

impl Fault {
    /// A fault without hints. What the message repeats of somebody's text is cut to a bearable length.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: excerpt(message.into()), hints: Vec::new() }
    }

    /// Wrong words: exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Refused by the rules: exit code 3.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Something that must never happen did: exit code 70.
    pub fn bug(message: impl Into<String>) -> Self {
        Self::new(Kind::Bug, message)
    }

    /// The same with one more way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(excerpt(hint.into()));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
