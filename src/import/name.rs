//! The name of a runbook: `CUSTOMER - TASK`, with the dashes and marks that people put round it, and whether words are one.
//!
//! A heading of a part ("Step 1 - Stop"), of a section or of a date names no runbook.

use super::inline::{bare, squeezed, unwrapped};
use super::languages::{all_of, any_has, meaning};
use super::meanings::HeaderField;
use super::section_names::is_section_or_field;
use super::shown::shown_with_code;
use super::vocabulary::{bounded, folded, stands_for};

/// Both halves of a name; `true` where the dash was not the documents' own.
pub(super) fn halves(text: &str) -> Option<(String, String, bool)> {
    let text = squeezed(&bare(&shown_with_code(text).words));
    let text = without_lead(unquoted(without_pictures(text.trim_matches(['*', '_']).trim())));
    for (dash, is_mended) in
        [(" - ", false), (" – ", true), (" — ", true), (" -- ", true), (" ‐ ", true), (" − ", true)]
    {
        if let Some((customer, task)) = text.split_once(dash) {
            return both(customer, task, is_mended);
        }
    }
    // one blank is missing: still one meaning, where there is one such dash
    let dashes: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| {
            let before = text.get(..*at).and_then(|before| before.chars().next_back());
            let after = text.get(at + c.len_utf8()..).and_then(|after| after.chars().next());
            matches!(c, '-' | '–' | '—') && (before == Some(' ')) != (after == Some(' '))
        })
        .map(|(at, _)| at)
        .collect();
    match dashes.as_slice() {
        [at] => {
            let (customer, rest) = text.split_at_checked(*at)?;
            both(customer, rest.trim_start_matches(['-', '–', '—']), true)
        }
        _ => None,
    }
}

fn both(customer: &str, task: &str, is_mended: bool) -> Option<(String, String, bool)> {
    let (customer, task) = (unquoted(unwrapped(customer)), unquoted(unwrapped(task)));
    let says_something = |half: &str| half.chars().any(char::is_alphanumeric);
    (says_something(customer) && says_something(task)).then(|| (customer.to_owned(), task.to_owned(), is_mended))
}

/// The most pictures that are looked at on either side of a name.
const MOST_PICTURES: usize = 8;

/// The text without the pictures of an editor at either end: "🚀 Acme - Move", "Acme - Move :rocket:".
pub(super) fn without_pictures(text: &str) -> &str {
    let is_picture = |c: char| {
        c.is_whitespace() || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}')
    };
    let is_code = |word: &str| {
        let inner = word.strip_prefix(':').and_then(|word| word.strip_suffix(':')).unwrap_or_default();
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
    };
    let mut text = text.trim_matches(is_picture);
    for _ in 0..MOST_PICTURES {
        text = match (text.split_once(' '), text.rsplit_once(' ')) {
            (Some((first, rest)), _) if is_code(first) => rest.trim_matches(is_picture),
            (_, Some((rest, last))) if is_code(last) => rest.trim_matches(is_picture),
            _ => return text,
        };
    }
    text
}

/// The text without the quotation marks round the whole of it.
fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('\'', '\'')];
    let inner = pairs.into_iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner.trim())
    });
    inner.filter(|inner| !inner.is_empty()).unwrap_or(text)
}

/// Whether what stands in the place of a name only stands for one: "CUSTOMER - REQUESTED TASK", `<name>`, "TBD".
pub(super) fn is_unfilled_name(value: &str) -> bool {
    match halves(value) {
        Some((customer, task, _)) => {
            stands_for(HeaderField::Customer, &customer) && stands_for(HeaderField::Task, &task)
        }
        None => {
            let words = shown_with_code(value).words;
            let is_label = |field: HeaderField| stands_for(field, &words);
            [HeaderField::Name, HeaderField::Customer, HeaderField::Task].into_iter().any(is_label)
        }
    }
}

/// How long what leads a name may be, in bytes.
const LONGEST_LEAD: usize = 40;

/// `Runbook: Acme - …`, `Título: Acme - …` and `Runbook for Acme - …` name the same.
pub(super) fn without_lead(text: &str) -> &str {
    if let Some((lead, name)) = text.split_once([':', '：'])
        && lead.len() <= LONGEST_LEAD
        && any_has(|language| language.name_leads, &folded(lead))
    {
        return name.trim();
    }
    let behind = |opening: &str| {
        let mut rest = text;
        for wanted in opening.split(' ') {
            let (word, behind) = rest.trim_start().split_once(' ')?;
            rest = (word.len() <= LONGEST_LEAD && folded(word) == wanted).then_some(behind)?;
        }
        Some(rest.trim())
    };
    all_of(|language| language.name_openings).find_map(behind).unwrap_or(text)
}

/// Both halves of a heading that is a name. Its dash stands between blanks, and what stands before it is neither a section's
/// name ("Rollback - …") nor a part's ("Step 1 - Stop", "Option A - fast"), nor a date.
pub(super) fn title(text: &str) -> Option<(String, String, bool)> {
    let (customer, task, is_mended) = halves(text)?;
    let is_apart = [" - ", " – ", " — ", " -- ", " \\- "].iter().any(|dash| text.contains(dash));
    let is_ours = || is_our_word(&customer) || stands_for(HeaderField::Customer, &customer);
    let is_name = is_apart && !is_ours() && !is_part_or_date(&customer);
    is_name.then_some((customer, task, is_mended))
}

/// True for words that are never for whom work is done: names of sections, sides and fields.
pub(super) fn is_our_word(text: &str) -> bool {
    let Some(text) = bounded(text) else { return false };
    any_has(|language| language.ours, &text) || is_section_or_field(&text)
}

/// True for what counts the parts of a text, or dates them: "Step 1", "Option A", "Phase I", "2026-12-01", "3 May".
pub(super) fn is_part_or_date(text: &str) -> bool {
    let text = folded(text);
    if !text.chars().any(char::is_alphabetic) {
        return true;
    }
    let is_count = |word: &str| {
        let is_short = word.chars().count() == 1;
        let is_number = word.starts_with(|c: char| c.is_numeric()) && word.chars().count() <= 5;
        let is_roman = word.len() <= 5 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'));
        is_short || is_number || is_roman || any_has(|language| language.numbers, word)
    };
    let words: Vec<&str> = text.split(' ').collect();
    let is_day = |word: &str| {
        meaning(|language| language.months, word).or_else(|| meaning(|language| language.weekdays, word)).is_some()
    };
    let is_ordinal = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    if words.iter().any(|word| is_day(word))
        && words.iter().all(|word| is_day(word) || is_ordinal(word) || any_has(|language| language.date_joints, word))
    {
        return true;
    }
    // a version, a quarter
    let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if words.iter().all(|word| is_digits(word) || word.strip_prefix(['v', 'q']).is_some_and(is_digits)) {
        return true;
    }
    // in a language without blanks the number stands right behind the word
    let counted = |own: &str| {
        !own.is_ascii()
            && text.strip_prefix(own).is_some_and(|rest| rest.trim().chars().all(char::is_numeric) || own == "第")
    };
    if all_of(|language| language.parts).any(counted) {
        return true;
    }
    words.first().is_some_and(|first| any_has(|language| language.parts, first))
        && words.iter().skip(1).all(|word| is_count(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_at_its_first_dash_between_blanks() {
        for (text, customer, task, mended) in [
            ("Acme - Enforce 2FA on all groups", "Acme", "Enforce 2FA on all groups", false),
            ("`Acme` - `Enforce 2FA - part 2`", "Acme", "Enforce 2FA - part 2", false),
            ("**Acme Inc. – Enforce**", "Acme Inc.", "Enforce", true),
            ("Acme- Enforce", "Acme", "Enforce", true),
            ("Runbook: Coca-Cola - x", "Coca-Cola", "x", false),
            ("日本 — 移行", "日本", "移行", true),
            ("**Acme \\- Enforce 2FA**", "Acme", "Enforce 2FA", false),
            ("Título: Acme - Mover", "Acme", "Mover", false),
            ("Runbook für Acme - Umzug", "Acme", "Umzug", false),
            ("[Acme - Enforce](https://a.example/b)", "Acme", "Enforce", false),
            ("![logo](x.png) Acme - Enforce", "Acme", "Enforce", false),
            ("[Acme](https://a.example) - `Enforce` ~~Remove~~", "Acme", "Enforce", false),
            ("🚀 Acme - Enforce 2FA 🔐", "Acme", "Enforce 2FA", false),
            (":rocket: Acme - Enforce :lock: :x:", "Acme", "Enforce", false),
            ("“Acme” - Move \"it\"", "Acme", "Move \"it\"", false),
            ("\"Acme - Move it\"", "Acme", "Move it", false),
            ("Acme - Move it \\", "Acme", "Move it", false),
        ] {
            assert_eq!(halves(text), Some((customer.to_owned(), task.to_owned(), mended)), "{text}");
        }
        for text in ["Acme", "Acme-Enforce", " - x", "Acme - ", "", "---", "`-`"] {
            assert_eq!(halves(text), None, "{text}");
        }
    }

    #[test]
    fn a_heading_of_a_part_a_section_or_a_date_is_no_name() {
        for text in [
            "Step 1 - Stop",
            "Option A - fast",
            "Phase I - Preparation",
            "Part 2 of 3 - Cleaning",
            "2026-12-01 - Migration",
            "3 May 2026 - Call",
            "Q3 2026 - Plans",
            "v17.3 - Fixes",
            "Rollback - all of it",
            "Pre-Change Steps - before the change",
            "Schritt 3 - Ende",
            "Etapa 1 - Parar",
            "手順1 - 停止",
            "Acme- Enforce",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
        for text in
            ["Acme - Enforce", "Option Care - Move", "Day Insurance - Rotate keys", "3M - Upgrade", "日本 — 移行"]
        {
            assert!(title(text).is_some(), "{text}");
        }
    }
}
