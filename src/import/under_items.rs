//! The words that stand under an item of a checklist: the rest of its own, what they say, and whether they are a sentence.

use super::inline::{squeezed, unwrapped};
use super::items::{Tick, bullet, item};
use super::languages::{Language, any_has};
use super::source_text::SourceLine;
use super::vocabulary::folded;
use super::writing::Writing;

/// Whether a line is the rest of a sentence that was wrapped.
pub(super) fn continues(text: &str, line: &SourceLine) -> bool {
    let words = line.text.trim_start();
    let starts_anew = words.starts_with(['>', '-', '*', '+', '(', '_'])
        || bullet(words).is_some()
        || unwrapped(words).len() < words.trim_end().len();
    let is_ended = text.ends_with(['.', '?', '!', ':']);
    let is_lower = words.starts_with(|c: char| c.is_lowercase() || matches!(c, '`' | '#' | '&') || c.is_numeric());
    !starts_anew
        && !is_address(words)
        && !is_ended
        && label(words).is_none()
        && (is_lower || text.chars().nth(69).is_some())
}

/// Whether the next item is set in below one that is indented so far.
pub(super) fn is_over_items(writing: &Writing<'_>, at: usize, indent: usize, end: usize) -> bool {
    let below = (at + 1..end).filter_map(|below| writing.line(below)).find(|line| !line.is_blank());
    below.and_then(|line| item(&line.text)).is_some_and(|own| own.indent > indent)
}

/// Whether a line is a point of a list or of a quotation. One that says by its label that it is a reason is a sentence; what
/// shows that something was done is none.
pub(super) fn is_point(line: &SourceLine) -> bool {
    let words = line.text.trim_start();
    let is_marked = bullet(words).is_some() || words.starts_with('>');
    is_evidence(words) || is_marked && labelled(unwrapped(&bare_words(words)), |language| language.reasons).is_none()
}

/// Whether a line shows what was done: it says so by its label, or is an address and nothing else.
pub(super) fn is_evidence(text: &str) -> bool {
    let words = bare_words(text);
    is_address(&words) || labelled(unwrapped(&words), |language| language.evidences).is_some()
}

fn is_address(words: &str) -> bool {
    let words = words.trim().trim_start_matches('<');
    words.starts_with("http") && words.contains("://") && !words.contains(' ')
}

/// The words of a line without the marks of a quotation and an item.
fn bare_words(text: &str) -> String {
    let text = text.trim().trim_start_matches(['>', ' ']);
    item(text).map_or_else(|| text.to_owned(), |own| own.text)
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

/// Whether a line says itself that it is a reason: by a label, or in backticks, as the documents write one.
pub(super) fn says_so(text: &str) -> bool {
    let words = bare_words(text);
    let is_code = words.len() > 2 && words.starts_with('`') && words.trim_end_matches('.').ends_with('`');
    is_code || labelled(unwrapped(&words), |language| language.reasons).is_some()
}

/// How long the label of a reason may be, in bytes.
const LONGEST_LABEL: usize = 40;

/// True for the end of a letter, which is nobody's reason: "Best regards", "Mit freundlichen Grüßen / Jörg".
pub(super) fn is_farewell(text: &str) -> bool {
    let words = text.trim().trim_start_matches(['>', '*', '_', ' ']);
    let clause = words.split([',', '/', '!', '.', '–', '—', '、', '。', '\n']).next().unwrap_or_default();
    clause.len() <= LONGEST_LABEL && any_has(|language| language.farewells, &folded(clause))
}

/// True for the line that begins the signature of a mail.
pub(super) fn is_signature(text: &str) -> bool {
    text.trim() == "--"
}

/// What stands behind `Reason:`, `Evidence:` and the like.
fn label(text: &str) -> Option<&str> {
    labelled(text, |language| language.reasons).or_else(|| labelled(text, |language| language.evidences))
}

fn labelled(text: &str, list: impl Fn(&Language) -> &'static [&'static str]) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let is_known = label.len() <= LONGEST_LABEL && any_has(list, &folded(label));
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
