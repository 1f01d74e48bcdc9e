//! Points in time and in the trail as people type them: commits, times, marks such as `@approved`.
//!
//! A date alone is a whole day; which of its ends is meant depends on the question, so who asks says it.

use chrono::{Days, NaiveDate};

use super::arg_values::TimeWords;
use super::session::Session;
use crate::model::{Length, Moment, Result};
use crate::workspace::query::Revision;

/// Which end of a day that is named without a time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Its first second.
    Begin,
    /// Its last second.
    End,
}

impl Session<'_> {
    /// A point in a runbook's life; a date alone is the beginning of that day.
    ///
    /// # Errors
    /// `Usage` for a mark that is none, or a time that has no single meaning.
    pub(super) fn point(&self, words: &str) -> Result<Revision> {
        if is_time(words) {
            return self.instant(words, Edge::Begin).map(Revision::Time);
        }
        words.parse()
    }

    /// A time in the past as people say it: everything that `--at` takes, and days.
    ///
    /// # Errors
    /// `Usage` for words that are no time.
    pub(super) fn instant(&self, words: &str, edge: Edge) -> Result<Moment> {
        let time = if edge == Edge::Begin { "00:00:00" } else { "23:59:59" };
        let words = match self.day(words) {
            Some(day) => format!("{day} {time}"),
            // so long ago, as who looks back into the log means it
            None if words.parse::<Length>().is_ok() => format!("{words} ago"),
            None => words.to_owned(),
        };
        self.moment(&TimeWords(words))
    }

    fn day(&self, words: &str) -> Option<NaiveDate> {
        let today = self.around.now.time().date_naive();
        match words.trim().to_ascii_lowercase().as_str() {
            "today" => Some(today),
            "yesterday" => today.checked_sub_days(Days::new(1)),
            date => NaiveDate::parse_from_str(date, "%Y-%m-%d").ok(),
        }
    }
}

/// True for words that can only be a time: no name of a commit has a colon behind a digit, or ends so.
fn is_time(words: &str) -> bool {
    let lower = words.trim().to_ascii_lowercase();
    let is_dated = lower.get(..5).is_some_and(|head| {
        let (year, dash) = head.split_at(4);
        year.bytes().all(|byte| byte.is_ascii_digit()) && dash == "-"
    });
    let is_clock = lower.starts_with(|c: char| c.is_ascii_digit()) && lower.contains(':');
    is_dated || is_clock || lower.ends_with(" ago") || matches!(lower.as_str(), "now" | "today" | "yesterday")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_commits_are_told_apart() {
        for time in ["2026-12-01", "2026-12-01 14:05", "14:05", "10m ago", "now", "Yesterday"] {
            assert!(is_time(time), "{time}");
        }
        for commit in ["HEAD", "HEAD~3", "2026abcdef", "0123456789", "main", "v1.0", "HEAD:x", "@approved"] {
            assert!(!is_time(commit), "{commit}");
        }
    }
}
