//! Fields of the header: each value as the record holds it, or left out and said.

use super::contact_guesses::holds_several;
use super::contact_items::is_one_name;
use super::dates::respelt;
use super::draft::OpenSchedule;
use super::facts::Fact;
use super::inline::{anchors, prose, squeezed};
use super::languages::{all_of, any_has, holds};
use super::meanings::HeaderField;
use super::naming::{half, name};
use super::people::{are_several, has_the_form_of_a_name, person};
use super::reached::{Reached, TELEPHONE};
use super::several::people_of;
use super::shown::shown;
use super::time_range::range_of_schedule;
use super::vocabulary::{exact_field, folded, stands_for, yes_or_no};
use super::writing::{Writing, short};
use crate::model::keys::Holds;
use crate::model::{Line, Link, Reading, Zone, read_schedule};

/// Sets a field; none where the value was left out.
pub(super) fn set(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    match fact.field {
        HeaderField::Name => return name(writing, fact, value),
        HeaderField::Customer => half(writing, fact, value, |writing| &mut writing.customer),
        HeaderField::Task => half(writing, fact, value, |writing| &mut writing.task),
        HeaderField::Summary => summary(writing, fact),
        HeaderField::Dri => return dri(writing, fact, value),
        HeaderField::Zone => return zone(writing, fact, value),
        HeaderField::Schedule => schedule(writing, fact, value),
        HeaderField::Key(key) => return other(writing, fact, key, value),
        HeaderField::Confidential => match yes_or_no(value) {
            Some(is_so) => writing.runbook.confidential = is_so,
            None => return left(writing, fact, "it is neither yes nor no"),
        },
        // a draft is what it becomes
        HeaderField::State if any_has(|language| language.drafts, &folded(value)) => {}
        HeaderField::State | HeaderField::Result => {
            return left(writing, fact, "an imported runbook is a draft, or closed with --state closed");
        }
    }
    Some(())
}

/// A field that is what its row says of it.
fn other(writing: &mut Writing<'_>, fact: &Fact, key: &str, value: &str) -> Option<()> {
    if fact.field == HeaderField::AGREED && is_unagreed(value) {
        return left(writing, fact, "a no or a question is no agreement");
    }
    let words = match fact.field.holds()? {
        Holds::Link => link(writing, fact, value)?.as_str().to_owned(),
        Holds::Text => prose(&fact.value)?.as_str().to_owned(),
        _ => squeezed(value),
    };
    match writing.runbook.set_field(key, words.into()) {
        Ok(()) => Some(()),
        Err(why) => left(writing, fact, &why.to_string()),
    }
}

/// "No - waiting for Maria", "rejected", "asked on Friday": words that say that nothing is agreed. What stands behind the first
/// clause explains it.
fn is_unagreed(value: &str) -> bool {
    let marks = [',', ';', ':', '.', '!', '(', '–', '—', '\n', '、', '。', '：', '（'];
    let clause = value.split(marks).find(|own| own.chars().any(char::is_alphanumeric)).unwrap_or_default();
    let clause = clause.split(" - ").next().unwrap_or_default();
    let is_question = clause.contains(['?', '？']);
    let clause = folded(clause);
    // a word of two letters is another one in the next language
    let mut negations = all_of(|language| language.negations).filter(|own| own.len() > 2);
    is_question
        || yes_or_no(&clause) == Some(false)
        || all_of(|language| language.unagreed).any(|own| holds(&clause, own))
        || negations.any(|own| holds(&clause, own))
}

fn left(writing: &mut Writing<'_>, fact: &Fact, why: &str) -> Option<()> {
    writing.leave(fact.number, &fact.label, &fact.value, why);
    None
}

/// A description that says the expected result by its name is both.
fn summary(writing: &mut Writing<'_>, fact: &Fact) {
    let value = fact.value.as_str();
    let has_result = writing.runbook.expected_result.is_some();
    match with_result(value).filter(|_| !has_result) {
        Some((summary, label, result)) => {
            writing.runbook.summary = prose(summary.trim().trim_end_matches(['*', '_', '-', ' ', '\n']));
            writing.runbook.expected_result = prose(result);
            writing.said.insert("expected_result", result.to_owned());
            let words = format!("“{}” within the description is taken as the expected result", short(label));
            writing.repair(fact.number, words);
        }
        None => writing.runbook.summary = prose(value.trim()),
    }
}

/// How long the label of the expected result may be, in bytes.
const LONGEST_LABEL: usize = 60;

/// A description, the label of the expected result in it, and what stands behind that: at the beginning of a line or of a
/// sentence, where it is said as a label, and not in the middle of a sentence about it.
fn with_result(value: &str) -> Option<(&str, &str, &str)> {
    let ends = value.match_indices(['\n', '.', '!', '?', '。']).map(|(at, mark)| at + mark.len());
    [0].into_iter().chain(ends).find_map(|at| {
        let (before, rest) = value.split_at_checked(at)?;
        let said = rest.trim_start_matches(['*', '_', '-', ' ', '\t']);
        let colon = said
            .char_indices()
            .take_while(|(at, c)| *at <= LONGEST_LABEL && *c != '\n')
            .find(|(_, c)| matches!(c, ':' | '：'));
        let (label, result) = said.split_at_checked(colon?.0)?;
        let result = result.trim_start_matches([':', '：', '*', '_', ' ', '\t']).trim();
        let is_line = before.is_empty() || before.ends_with('\n');
        let is_sentence = before.ends_with('。') || rest.starts_with([' ', '\n', '*', '_']);
        let is_apart = is_line || is_sentence && !said.starts_with(char::is_lowercase);
        let is_label = exact_field(&folded(label)) == Some(HeaderField::EXPECTED_RESULT);
        (is_apart && is_label && !result.is_empty()).then_some((before, label, result))
    })
}

/// One person; two people are nobody in charge.
fn dri(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    let mut reached = Reached::default();
    let left_over = reached.all(value);
    let has_second = reached.others.iter().any(|(what, _)| *what != TELEPHONE);
    let is_one = people_of(value).is_none() && !holds_several(&left_over);
    if !is_one || has_second || value.contains(['\n', ';', '&']) || are_several(&left_over) || !is_one_name(&left_over)
    {
        return left(writing, fact, "a runbook has one DRI");
    }
    let (words, handle) = (person(&left_over).0, reached.handle);
    let is_form = |own: &Option<Line>| own.as_ref().is_some_and(|own| stands_for(HeaderField::Dri, own.as_str()));
    // "TBD (maybe @john)"
    let is_missing = words.as_ref().is_some_and(|words| {
        words.as_str().split([' ', '(', ')', ',']).any(|word| any_has(|language| language.missing, &folded(word)))
    });
    // "John Doe (backup: Jane Roe)"
    let inner = words.as_ref().and_then(|words| words.as_str().split_once('(')).map(|(_, inner)| inner);
    if inner.is_some_and(|inner| inner.contains([':', '：']) || has_the_form_of_a_name(inner.trim_end_matches(')'))) {
        return left(writing, fact, "a runbook has one DRI");
    }
    if is_missing || is_form(&words) || is_form(&handle) {
        return left(writing, fact, "some of it stands for a value that is missing");
    }
    let dri = handle.clone().or(words.clone()).or(reached.email.clone())?;
    if left_over.contains(',') {
        writing.doubt(fact.number, format!("“{}” is taken as one person", short(&left_over)));
    }
    if let (Some(handle), Some(words)) = (&handle, &words) {
        writing.repair(fact.number, format!("“{}” is taken as {handle}", short(&fact.value)));
        writing.said.insert("dri_name", words.as_str().to_owned());
        writing.keep_beside(fact.number, "dri", &fact.value);
    } else if squeezed(&fact.value) != dri.as_str() {
        writing.repair(fact.number, format!("“{}” is taken as {dri}", short(&fact.value)));
        // what else was said of them has no field
        if !reached.others.is_empty() || reached.email.is_some_and(|own| own != dri) || shown(value).hides {
            writing.keep(fact.number, "dri", &fact.value);
        }
    }
    writing.runbook.dri = Some(dri);
    Some(())
}

fn zone(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    match value.parse::<Zone>() {
        Ok(zone) => {
            writing.runbook.time_zone = Some(zone);
            Some(())
        }
        Err(fault) => left(writing, fact, &fault.message),
    }
}

/// A time with one meaning is taken; anything else is for a person to decide.
fn schedule(writing: &mut Writing<'_>, fact: &Fact, value: &str) {
    let whole = squeezed(&value.replace('`', ""));
    let range = range_of_schedule(&whole);
    let words = range.as_ref().map_or(whole, |range| range.begin.clone());
    let zone = writing.asked.zone.or(writing.runbook.time_zone);
    let default = writing.asked.default_zone;
    let read_words = |words: &str| match read_schedule(words, zone, None) {
        Ok(Reading::Agreed(agreed)) if agreed.time_zone.is_none() => read_schedule(words, zone, default),
        read => read,
    };
    // the same in words of another language
    let (mut words, mut is_respelt) = (words, false);
    let mut read = read_words(&words);
    if read.is_err()
        && let Some(own) = respelt(&words)
        && let Ok(understood) = read_words(&own)
    {
        writing.repair(fact.number, format!("“{}” is taken as {own}", short(&words)));
        (read, words, is_respelt) = (Ok(understood), own, true);
    }
    if let (Some(range), Ok(_)) = (&range, &read) {
        let message = format!(
            "“{}” is read as the beginning; its end, {} ({} later), is kept as it stands: how long a runbook is, its tasks say",
            range.begin, range.end, range.length
        );
        writing.doubt(fact.number, message);
        if !matches!(read, Ok(Reading::Agreed(_))) {
            writing.keep(fact.number, &fact.label, &fact.value);
        }
    }
    if is_respelt && !matches!(read, Ok(Reading::Agreed(_))) {
        writing.keep(fact.number, &fact.label, &fact.value);
    }
    match read {
        Ok(Reading::Agreed(agreed)) => {
            writing.runbook.scheduled_at = Some(agreed.scheduled_at);
            writing.runbook.time_zone = agreed.time_zone.or(zone);
            for note in &agreed.notes {
                writing.repair(fact.number, format!("“{words}”: {note}"));
            }
            let is_as_written = words == agreed.scheduled_at.to_string()
                || agreed.notes.is_empty() && !words.chars().any(char::is_alphabetic);
            if range.is_some() {
                writing.keep(fact.number, "scheduled_at", &fact.value);
            } else if !is_as_written || is_respelt {
                writing.keep_beside(fact.number, "scheduled_at", &fact.value);
            }
        }
        Ok(Reading::Unclear(unclear)) => {
            writing.schedule = Some(OpenSchedule { line: fact.number, words, unclear: Some(unclear) });
        }
        Ok(Reading::NoZone) => writing.schedule = Some(OpenSchedule { line: fact.number, words, unclear: None }),
        Err(fault) => writing.leave(fact.number, "scheduled_at", &fact.value, &fault.message),
    }
}

/// Why a link cannot be what its label says.
fn leads_elsewhere(field: HeaderField, link: &Link) -> Option<&'static str> {
    match field {
        HeaderField::MEETING if link.is_issue() => Some("it leads to an issue, and to no meeting"),
        HeaderField::ISSUE | HeaderField::TICKET if link.is_meeting() => Some("it leads to a meeting, and to no issue"),
        _ => None,
    }
}

/// The one address of a value; what stands beside it is kept.
fn link(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<Line> {
    let found = anchors(value);
    let (target, rest) = match found.as_slice() {
        [only] => {
            let rest = format!(
                "{} {}",
                value.get(..only.start).unwrap_or_default(),
                value.get(only.end..).unwrap_or_default()
            );
            (only.target.clone(), rest)
        }
        [] => (value.trim_matches(['<', '>']).to_owned(), String::new()),
        _ => {
            writing.leave(fact.number, &fact.label, &fact.value, "it holds more than one link");
            return None;
        }
    };
    // `https://gitlab.com/…/-/issues/1`: a part of it is to be filled in
    if target.contains(['…', '<', '>', '{', '}']) || target.contains("/...") {
        writing.leave(fact.number, &fact.label, &fact.value, "it stands for a value that is missing");
        return None;
    }
    let link = match target.parse::<Link>() {
        Ok(link) => link,
        Err(fault) => {
            writing.leave(fact.number, &fact.label, &fact.value, &fault.message);
            return None;
        }
    };
    if let Some(why) = leads_elsewhere(fact.field, &link) {
        writing.leave(fact.number, &fact.label, &fact.value, why);
        return None;
    }
    if rest.chars().any(char::is_alphanumeric) {
        writing.leave(fact.number, &fact.label, &fact.value, "the link is taken; what stands beside it has no field");
    } else if link.as_str() != target {
        writing.repair(fact.number, format!("“{target}” is taken as {link}"));
    }
    Some(link.into_line())
}
