//! Labels and what they say: `DRI: @x`, `1. **DRI** - @x`, `## Runbook name: Acme - …`.

use super::inline::{bare, squeezed};
use super::items::{bullet, item};
use super::languages::any_has;
use super::meanings::HeaderField;
use super::name_rows::is_of_a_runbook;
use super::vocabulary::{exact_field, field, folded, head_words};

/// A field with its label and its value, where a line says one: `DRI: @x`, `1. **DRI** - @x`, `DRI - @x`.
pub(super) fn fact_of(text: &str) -> Option<(HeaderField, String, String)> {
    let (words, is_item) = words_of(text)?;
    if let Some((label, value)) = before_colon(&words)
        && let Some(field) = field(&label)
    {
        return Some((field, label, value));
    }
    if let Some((label, value)) = in_bold(&words)
        && let Some(field) = field(&label)
    {
        return Some((field, label, value));
    }
    let (label, value) = before_dash(&words)?;
    let field = exact_field(&head_words(&label))?;
    // "Runbook - Tasks" stands over many a list
    let is_vague = field == HeaderField::Name && !folded(&label).contains("name") && !names_a_runbook(&label);
    (is_item || !is_vague).then_some((field, label, value))
}

/// True where a label says whose name follows, and not only that one does: "Runbook name", "Nom du runbook".
fn names_a_runbook(label: &str) -> bool {
    is_of_a_runbook(label) && !any_has(|language| language.runbook, &folded(label))
}

/// A label and what stands behind it.
pub(super) fn label_of(text: &str) -> Option<(String, String)> {
    let (words, _) = words_of(text)?;
    before_colon(&words).or_else(|| in_bold(&words))
}

/// The words of a line without quotation marks and bullet, and whether it had one. An item with a box has no label.
fn words_of(text: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_start_matches('>').trim_start();
    if item(text).is_some_and(|own| own.tick.is_some()) {
        return None;
    }
    let behind = bullet(text);
    Some((bare(behind.unwrap_or(text)), behind.is_some()))
}

fn is_label(label: &str) -> bool {
    label.len() <= 60 && label.split_whitespace().count() <= 7
}

/// Where the link ends with which words begin: its colons part nothing.
fn behind_link(words: &str) -> usize {
    let is_link = words.trim_start_matches(['*', '_']).starts_with('[');
    let behind = || {
        let at = words.find("](")?;
        Some(at + words.get(at..)?.find(')')? + 1)
    };
    is_link.then(behind).flatten().unwrap_or_default()
}

fn before_colon(words: &str) -> Option<(String, String)> {
    let from = behind_link(words);
    let at = from + words.get(from..)?.find([':', '：'])?;
    let (label, rest) = words.split_at_checked(at)?;
    let value = rest.get(rest.chars().next()?.len_utf8()..)?;
    if value.starts_with("//") || !is_label(label) {
        return None;
    }
    let opened = label.trim_start().chars().take_while(|c| matches!(c, '*' | '_' | '`')).collect::<String>();
    let value = value.trim_start();
    // the colon may stand inside the bold words
    let value = if !opened.is_empty() && !label.trim_end().ends_with(&opened) {
        value.strip_prefix(opened.as_str()).unwrap_or(value)
    } else {
        value
    };
    let label = squeezed(label.trim().trim_matches(['*', '_', '`']));
    (!label.is_empty()).then(|| (label, value.trim().to_owned()))
}

/// `**Label** - value`, `**Label** value`.
fn in_bold(words: &str) -> Option<(String, String)> {
    let mark = ["***", "**", "__", "*", "`"].into_iter().find(|mark| words.starts_with(mark))?;
    let (label, value) = words.get(mark.len()..)?.split_once(mark)?;
    let label = squeezed(label.trim().trim_end_matches([':', '：']).trim_matches(['*', '_']));
    if label.is_empty() || !is_label(&label) {
        return None;
    }
    let value = value.trim_start();
    let value = ["-", "–", "—", ":", "：", "=", "→", "->"]
        .iter()
        .filter_map(|mark| value.strip_prefix(mark))
        .find(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        .unwrap_or(value);
    Some((label, value.trim().to_owned()))
}

/// `**Operator:** …`: a field of its own, whatever it is called.
pub(super) fn is_bold_label(text: &str) -> bool {
    let parts = ["**", "__"].into_iter().find_map(|mark| text.strip_prefix(mark)?.split_once(mark));
    parts.is_some_and(|(label, behind)| {
        is_label(label) && (label.trim_end().ends_with([':', '：']) || behind.trim_start().starts_with([':', '：']))
    })
}

/// `Label - value`.
fn before_dash(words: &str) -> Option<(String, String)> {
    let marks = [" - ", " – ", " — ", " = ", " → ", " -> ", "\t"];
    let (label, value) = marks.iter().filter_map(|mark| words.split_once(mark)).min_by_key(|(label, _)| label.len())?;
    (is_label(label) && !label.trim().is_empty())
        .then(|| (squeezed(label.trim_matches(['*', '_', '`', ' '])), value.trim().to_owned()))
}

/// A heading that says a field with its value: `## Runbook name: Acme - …`. A label of one word may be any heading's.
pub(super) fn of_heading(title: &str) -> Option<(HeaderField, String, String)> {
    let (label, value) = before_colon(title)?;
    let own = folded(&label);
    let is_certain = own.contains(' ') || !own.is_ascii();
    let field = exact_field(&own).filter(|_| is_certain)?;
    value.chars().any(char::is_alphanumeric).then_some((field, label, value))
}
