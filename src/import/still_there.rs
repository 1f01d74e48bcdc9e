//! Words of an export that came back where nobody understood them, as below a label or a head in other words: nobody took them
//! out.

use std::collections::HashSet;

use super::draft::ImportDraft;
use super::inline::decoded;
use super::shown::shown;
use super::struck::STRUCK_OUT;
use super::vocabulary::plain;
use crate::model::Line;

/// What a text holds that was not understood, and that the export did not hold so: each value by itself.
pub(super) struct NotUnderstood(HashSet<String>);

impl NotUnderstood {
    /// What one text keeps beside its record that the other does not.
    pub(super) fn of(text: &ImportDraft, shown: &ImportDraft) -> Self {
        let lines = |draft: &ImportDraft| -> Vec<String> {
            // what is struck out was understood
            let kept =
                draft.runbook.kept.iter().filter(|kept| kept.under.as_ref().map(Line::as_str) != Some(STRUCK_OUT));
            kept.flat_map(|kept| kept.text.as_str().lines()).map(str::to_owned).collect()
        };
        let known: HashSet<String> = lines(shown).iter().map(|line| plain_line(line)).collect();
        let new = lines(text).into_iter().filter(|line| !known.contains(&plain_line(line)));
        Self(new.flat_map(|line| values_of(&line)).collect())
    }

    /// Whether every line of a value stands there, by itself and not within other words.
    pub(super) fn holds(&self, value: &str) -> bool {
        let mut lines = value.lines().map(plain_line).filter(|line| !line.is_empty()).peekable();
        lines.peek().is_some() && lines.all(|line| self.0.contains(&line))
    }
}

/// What may be the value of something in a line: all of it, a cell, what stands behind a label or before brackets, the words
/// of a link and where it leads.
fn values_of(line: &str) -> Vec<String> {
    let mut found = vec![line.to_owned()];
    for cell in line.split('|').map(str::trim).filter(|cell| !cell.is_empty()) {
        let words = shown(cell).words;
        found.extend(words.split_once(": ").map(|(_, value)| value.to_owned()));
        found.extend(words.split_once(" (").map(|(value, _)| value.to_owned()));
        found.extend(cell.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())));
        found.push(cell.to_owned());
        found.push(words);
    }
    found.iter().map(|value| plain_line(value)).collect()
}

/// A kept line by its words alone, whatever bullets and blanks an editor put there.
pub(super) fn plain_line(line: &str) -> String {
    plain(&decoded(line, |_| false))
}
