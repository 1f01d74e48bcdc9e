//! What the words of the documents mean: headings, labels, the guidance that a template leaves between them. The words
//! themselves are data, a file a language, in [`languages`](super::languages).

use super::form_words::is_form;
use super::items::item;
use super::languages::{LEXICON, any_has};
use super::meanings::{ContactColumn, HeaderField, TaskColumn};
use super::shown::shown;
use crate::model::keys::{self, Label};

/// A word or a heading as it is compared: lower case, letters and digits, single blanks.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') {
            // "it's" is one word, and an accent by itself is none
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

/// How alike two headings must be, from 0 to 1, for one to be the other misspelt.
const ALIKE: f64 = 0.9;

/// A word or a heading as the languages' lists spell it: [`plain`], and Latin letters without their accents.
pub(super) fn folded(text: &str) -> String {
    unaccented(&plain(text))
}

/// The text with its Latin letters without their accents.
pub(super) fn unaccented(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                out.push_str(&deunicode::deunicode_char(c).unwrap_or_default().to_lowercase());
            }
            c => out.push(c),
        }
    }
    out
}

/// A head as it is looked up: of a link its words.
pub(super) fn head_words(head: &str) -> String {
    if head.contains("](") { folded(&shown(head).words) } else { folded(head) }
}

/// A column of contacts by its head.
pub(super) fn contact_column(head: &str) -> ContactColumn {
    LEXICON.contact_columns.get(head_words(head).as_str()).copied().unwrap_or(ContactColumn::Other)
}

/// The words of a column's head without the unit in brackets behind them: "Duration (min)".
pub(super) fn task_head(head: &str) -> String {
    let words = if head.contains("](") { shown(head).words } else { head.to_owned() };
    words.split(['(', '[', ',']).next().unwrap_or_default().to_owned()
}

/// A column of tasks by its head.
pub(super) fn task_column(head: &str) -> TaskColumn {
    LEXICON.task_columns.get(head_words(head).as_str()).copied().unwrap_or(TaskColumn::Other)
}

/// The longest label or heading that is looked up, in bytes.
const LONGEST: usize = 120;

/// What a label of the header means.
pub(super) fn field(label: &str) -> Option<HeaderField> {
    let label = bounded(label)?;
    exact_field(&label).or_else(|| {
        let names = LEXICON.fields.iter().filter(|(name, _)| is_near(&label, name));
        // of several that are as near, the first by the alphabet, so that every run says the same
        names.min_by_key(|(name, _)| **name).map(|(_, field)| *field)
    })
}

/// What a label means that is spelt as some language has it.
pub(super) fn exact_field(folded_label: &str) -> Option<HeaderField> {
    LEXICON.fields.get(folded_label).copied().or_else(|| labelled(folded_label))
}

/// The text as it is looked up; none where it is too long to be a label.
pub(super) fn bounded(text: &str) -> Option<String> {
    let own = if text.contains("](") { shown(text).words } else { text.to_owned() };
    (own.len() <= LONGEST).then(|| without_number(&folded(without_letter(&own))))
}

/// `C) Execution`, `C1) Preparation`, `IV. Rollback`: the letter that counts the parts of a text says nothing.
fn without_letter(text: &str) -> &str {
    let bare = text.trim_start_matches([' ', '*', '_', '(']);
    let letters = bare.bytes().take(5).take_while(u8::is_ascii_alphabetic).count();
    let (count, rest) = bare.split_at_checked(letters).unwrap_or(("", bare));
    let is_roman = count.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or_default();
    let behind = match behind.strip_prefix(')') {
        Some(behind) => behind,
        None => match behind.strip_prefix('.').filter(|_| count.bytes().all(|b| b.is_ascii_uppercase())) {
            Some(behind) => behind,
            None => return text,
        },
    };
    if (letters == 1 || letters > 1 && is_roman) && digits < 3 && behind.starts_with([' ', '*']) {
        behind
    } else {
        text
    }
}

/// The field of the header that views show under this label.
fn labelled(label: &str) -> Option<HeaderField> {
    let is_called = |own: Label| folded(own.document) == label || folded(own.short) == label;
    keys::header().find(|key| key.label.is_some_and(is_called)).map(|key| HeaderField::Key(key.name))
}

/// Words of an estimate for a whole phase: "Estimated Time to Complete (mins) - 60". It is no item and no task; an item with a
/// box is one of its own, whatever word it begins with.
pub(super) fn is_estimate(text: &str) -> bool {
    let own = item(text);
    if own.as_ref().is_some_and(|own| own.tick.is_some()) {
        return false;
    }
    let text = own.map_or_else(|| text.trim().to_owned(), |own| own.text);
    let text = text.trim_start_matches(['*', '_', '-', '+', '•', ' ']);
    let Some(end) = text.find([':', '：', '(', '*', '_']).or_else(|| text.find(" - ")) else { return false };
    let label = folded(text.get(..end).unwrap_or_default());
    let value = text.get(end..).unwrap_or_default();
    let is_label = any_has(|language| language.estimates, &label)
        || label.starts_with("estimated ") && label.split(' ').count() <= 6;
    is_label && value.chars().any(char::is_alphanumeric)
}

/// True where a word is another one misspelt.
pub(super) fn near(word: &str, name: &str) -> bool {
    word.len() > 5
        && word.chars().next() == name.chars().next()
        && strsim::normalized_damerau_levenshtein(word, name) >= if word.len() > 7 { 0.75 } else { 0.85 }
}

/// True where a label is another one misspelt.
pub(super) fn is_near(label: &str, name: &str) -> bool {
    // far apart in length is far apart in letters, and nobody misspells the first one
    label.len() > 6
        && name.len() > 6
        && label.as_bytes().first() == name.as_bytes().first()
        && label.len().abs_diff(name.len()) * 10 <= label.len().max(name.len())
        && strsim::normalized_damerau_levenshtein(label, name) >= ALIKE
}

/// `1 tasks`, `2 1 rollback`: a heading's number says nothing.
fn without_number(title: &str) -> String {
    let mut words: Vec<&str> = title.split(' ').collect();
    while words.len() > 1
        && words.first().is_some_and(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
    {
        words.remove(0);
    }
    words.join(" ")
}

/// Sentences of the template that say how it is filled; people leave them standing.
const GUIDANCE: &[&str] = &[
    "a name from the runbook please use the format customer requested task",
    "so for acme requesting us to enforce 2fa on all of their groups the name would be",
    "a small summary of the work to be done including the expected result from the task",
    "the owner of the task and main contact for schedule and execution",
    "the agreed date and time to work with the customer on the task include the time zone",
    "the zoom meeting url to use",
    "link to the gitlab issue created for this request",
    "a table showing who is attending the call from gitlab and their role during the task",
    "the customer contact section contains who is joining the call from the customer team and their roles",
    "this table is optional but a useful element to have to increase the efficiency during the task",
    "mark the item if completed otherwise provide details which prevents it",
    "when possible link the task name with a project handbook page which documents it",
    "in the rollback plan we provide a link for the steps to revert the actions performed",
];

/// True for a line of the template's own guidance.
pub(super) fn is_guidance(text: &str) -> bool {
    let text = plain(text);
    text.len() > 20
        && GUIDANCE
            .iter()
            .any(|sentence| text.starts_with(sentence) || (text.len() > 60 && sentence.starts_with(&text)))
}

/// The checklist item of the documents' template that asks for a rehearsal; other words for one are only words.
const REHEARSAL: &str = "has a dry run been performed before the call";

/// True for the item that the documents' template has for the rehearsal.
pub(super) fn is_rehearsal(text: &str) -> bool {
    plain(text) == REHEARSAL
}

/// Words that stand where a value is missing.
pub(super) fn is_placeholder(text: &str) -> bool {
    if is_form(text) {
        return true;
    }
    let bare = text.trim().trim_matches(['`', '*', '_', '<', '>', '[', ']', '(', ')', '.', '!']);
    let is_handle = bare.starts_with('@') && names_somebody(bare);
    let bare = folded(bare);
    is_handle || bare.is_empty() || any_has(|language| language.missing, &bare) || is_inapplicable(&bare)
}

/// True for what stands in the place of something to be done: "TBD", "…", `<step>`. A sign alone may mean something.
pub(super) fn is_left_open(text: &str) -> bool {
    let says_letters = text.contains(char::is_alphanumeric);
    !text.trim().is_empty() && is_placeholder(text) && (says_letters || is_blank(text))
}

/// `@handle`, "Name", "Owner": what a column or a label of people is called is nobody's name.
fn names_somebody(text: &str) -> bool {
    matches!(contact_column(text), ContactColumn::Name | ContactColumn::Handle)
        || exact_field(&folded(text)) == Some(HeaderField::Dri)
}

/// Whether a value of a field only says what belongs there: "CUSTOMER", "Requested task", `@handle`, a word for what is
/// missing, or the template's own guidance.
pub(super) fn stands_for(field: HeaderField, value: &str) -> bool {
    is_placeholder(value)
        || is_guidance(value)
        || !field.may_say_its_label() && value.len() <= LONGEST && exact_field(&folded(value)) == Some(field)
        || field == HeaderField::Dri && names_somebody(value)
}

/// Words that say that there is no such value: "n/a".
pub(super) fn is_inapplicable(text: &str) -> bool {
    any_has(|language| language.inapplicable, &folded(text))
}

/// A bare yes or no, in any language.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let word = folded(text);
    match (any_has(|language| language.yes, &word), any_has(|language| language.no, &word)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// True for what people put into a cell so that it is not empty.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '.' | '…' | '\u{a0}' | '`' | '*'))
}

/// Text that reads as a quick action; GitLab acts on such a line, a record never does.
pub(super) fn quick_action(text: &str) -> Option<&str> {
    let word = text.trim_end().strip_prefix('/')?.split([' ', '\t']).next()?;
    let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_word.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_the_spellings_that_were_seen() {
        for (label, wanted) in [
            ("Schedule at", Some(HeaderField::Schedule)),
            ("**Scheduled at:**", Some(HeaderField::Schedule)),
            ("Gitlab Issue", Some(HeaderField::ISSUE)),
            ("runbook   NAME", Some(HeaderField::Name)),
            ("Runbook desciption", Some(HeaderField::Summary)),
            ("Colour", None),
        ] {
            assert_eq!(field(label), wanted, "{label}");
        }
    }

    #[test]
    fn guidance_and_placeholders_are_no_facts() {
        assert!(is_guidance("Mark the item if completed otherwise provide details which prevents it."));
        assert!(is_guidance("A name from the runbook. Please use the format: `CUSTOMER` - `REQUESTED TASK`"));
        assert!(!is_guidance("Mark the users that are gone"));
        assert!(is_placeholder("_TBD_") && is_placeholder("N/A") && !is_placeholder("National"));
        assert!(is_blank(" — ") && is_blank("") && !is_blank("0"));
    }
}
