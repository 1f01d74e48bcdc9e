//! The words that stand under an item of a checklist: the rest of its own, what they say, and whether they are a sentence.

use super::inline::{squeezed, unwrapped};
use super::items::{Tick, bullet, item};
use super::languages::any_has;
use super::source_text::SourceLine;
use super::vocabulary::folded;

/// Whether a line is the rest of a sentence that was wrapped.
pub(super) fn continues(text: &str, line: &SourceLine) -> bool {
    let words = line.text.trim_start();
    let starts_anew = words.starts_with(['>', '-', '*', '+', '(', '_'])
        || bullet(words).is_some()
        || unwrapped(words).len() < words.trim_end().len();
    // an address alone is what shows that the item was done
    let is_address = words.starts_with("http") && words.contains("://") && !words.trim_end().contains(' ');
    let is_ended = text.ends_with(['.', '?', '!', ':']);
    let is_lower = words.starts_with(|c: char| c.is_lowercase() || matches!(c, '`' | '#' | '&') || c.is_numeric());
    !starts_anew && !is_address && !is_ended && label(words).is_none() && (is_lower || text.chars().nth(69).is_some())
}

/// Whether a line is a point of a list or of a quotation. One that says by its label that it is a reason is a sentence.
pub(super) fn is_point(line: &SourceLine) -> bool {
    let words = line.text.trim_start();
    let is_marked = bullet(words).is_some() || words.starts_with('>');
    let words = words.trim_start_matches(['>', ' ']);
    let words = item(words).map_or_else(|| words.to_owned(), |own| own.text);
    is_marked && label(unwrapped(&words)).is_none()
}

/// A line under an item without its marks: quotation, bullet, backticks round the whole, `Reason:`.
pub(super) fn said(text: &str) -> String {
    let mut text = text.trim();
    while let Some(rest) = text.strip_prefix('>') {
        text = rest.trim_start();
    }
    if let Some(own) = item(text) {
        return label(unwrapped(&own.text)).unwrap_or_else(|| unwrapped(&own.text)).to_owned();
    }
    let text = squeezed(unwrapped(text));
    label(&text).map(str::to_owned).unwrap_or(text)
}

/// How long the label of a reason may be, in bytes.
const LONGEST_LABEL: usize = 40;

/// True for the end of a letter, which is nobody's reason: "Best regards", "Mit freundlichen Grüßen / Jörg".
pub(super) fn is_farewell(text: &str) -> bool {
    let words = text.trim().trim_start_matches(['>', '*', '_', ' ']);
    let clause = words.split([',', '/', '!', '.', '–', '—', '、', '。', '\n']).next().unwrap_or_default();
    clause.len() <= LONGEST_LABEL && any_has(|language| language.farewells, &folded(clause))
}

/// What stands behind `Reason:` and the like.
fn label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let is_known = label.len() <= LONGEST_LABEL && any_has(|language| language.reasons, &folded(label));
    (is_known && !rest.trim().is_empty()).then(|| rest.trim_start_matches('*').trim())
}

/// Whether a sign at the beginning of an item's words says the opposite of its box: `[x] ❌ Approved`, `[ ] ✅ Announced`.
pub(super) fn opposes(tick: Option<Tick>, words: &str) -> bool {
    let begins = |signs: &[&str]| signs.iter().any(|sign| words.trim_start().starts_with(sign));
    match tick {
        Some(Tick::Ticked) => begins(&["❌", "✗", "✘", ":x:", "🚫"]),
        Some(Tick::Open) => begins(&["✅", "✓", "✔", "☑", ":white_check_mark:"]),
        Some(Tick::Inapplicable | Tick::Odd) | None => false,
    }
}
