//! What each rule says for the leads that it has: how their place is looked at. Knows no rule and no table.

use std::fmt::Debug;
use std::ops::Range;

/// What was seen at the place of a lead.
#[derive(Debug)]
pub(super) struct Seen {
    /// The secrets that it leads to.
    pub(super) secrets: Vec<Range<usize>>,
    /// Up to where the same lead need not be looked at once more: it would lead to the same, or to nothing for the same
    /// reason. Text of one character over and over is so walked once a lead.
    pub(super) until: usize,
}

/// How the place of a lead is looked at.
pub(super) trait Look: Debug + Sync {
    /// The secret that begins, or is led to, at `start`, where a lead of `known` bytes stands.
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>>;

    /// All that it leads to, and how far that was walked.
    fn seen_at(&self, text: &str, start: usize, known: usize) -> Seen {
        let secret = self.secret_at(text, start, known);
        Seen { until: secret.as_ref().map_or(start, |own| own.end), secrets: secret.into_iter().collect() }
    }

    /// True for shapes that are known exactly; they name a finding rather than a guess from a name does.
    fn is_exact(&self) -> bool {
        true
    }

    /// True for what is known by its own letters, wherever it stands.
    fn is_token(&self) -> bool {
        false
    }

    /// True for the names of what people and programs keep secret.
    fn is_name(&self) -> bool {
        false
    }

    /// True where a secret may begin there whose rest has not come yet.
    fn is_begun(&self, _text: &str, _start: usize, _known: usize) -> bool {
        false
    }
}
