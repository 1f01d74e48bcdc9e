//! The header: which sections hold its fields, and in which order they count. A value has one meaning, or it is left out
//! and said.

use super::dates::respelt;
use super::facts::{Fact, FactShape, facts, shape};
use super::fields::set;
use super::form_words::{is_form, is_unfilled, words_of};
use super::front_matter::front_facts;
use super::inline::{is_struck, plain_blanks, unwrapped};
use super::labels::fact_of;
use super::languages::any_has;
use super::meanings::{HeaderField, Topic};
use super::name::title;
use super::naming::{guessed_name, titles};
use super::sections::Section;
use super::shown::{shown, shown_with_code, unmarked, unpictured};
use super::tables::{Table, tables};
use super::time_range::range_of_schedule;
use super::vocabulary::{folded, is_blank, plain, stands_for};
use super::writing::{Writing, short};
use crate::model::keys::Holds;
use crate::model::read_schedule;

/// Reads the header's fields wherever they stand: in the header, above the first heading, under headings of their own, and
/// under any other above the lists that holds more than one of them.
pub(super) fn read(writing: &mut Writing<'_>, sections: &[Section]) {
    let mut schedules: Vec<Fact> = Vec::new();
    let mut is_above_the_lists = true;
    let mut is_first = true;
    for section in sections {
        let is_list = |topic: &Topic| {
            matches!(topic, Topic::PreCall | Topic::PostCall | Topic::Tasks | Topic::Step | Topic::Rollback)
        };
        is_above_the_lists &= !is_list(&section.topic);
        let is_title =
            section.topic == Topic::Other && (section.level == 0 || is_first || title(&section.title).is_some());
        is_first &= section.heading.is_none();
        let is_header = is_title || matches!(section.topic, Topic::Header | Topic::Field(_));
        if !is_header && (section.topic != Topic::Other || !is_above_the_lists) {
            continue;
        }
        let found = facts(writing.page, section);
        let kinds: Vec<&'static str> = found.iter().map(|fact| fact.field.key()).collect();
        let is_of_one_kind = kinds.iter().all(|kind| Some(kind) == kinds.first());
        if !is_header && is_of_one_kind && kinds.first() != Some(&"name") {
            continue;
        }
        for fact in found {
            // the zone may stand below the time
            match fact.field {
                HeaderField::Schedule => schedules.push(fact),
                _ => take(writing, &fact),
            }
        }
        titles_of_tables(writing, section);
    }
    titles(writing, sections);
    guessed_name(writing, sections);
    front_matter(writing, sections, &mut schedules);
    for fact in super::unknown_labels::facts(writing, sections, !schedules.is_empty()) {
        take(writing, &fact);
    }
    for fact in day_and_time(schedules) {
        take(writing, &fact);
    }
}

/// What the page's front matter says of the runbook, where nothing else does. It may be about the page: each is a guess.
fn front_matter(writing: &mut Writing<'_>, sections: &[Section], schedules: &mut Vec<Fact>) {
    let has_schedule = !schedules.is_empty();
    for fact in front_facts(writing.page, sections) {
        let is_said =
            writing.said.contains_key(fact.field.key()) || fact.field == HeaderField::Schedule && has_schedule;
        let is_draft = fact.field == HeaderField::State && any_has(|language| language.drafts, &folded(&fact.value));
        if is_said || is_draft {
            continue;
        }
        let said = short(&format!("{}: {}", fact.label, fact.value));
        if any_has(|language| language.page_keys, &folded(&fact.label)) {
            writing.doubt(fact.number, format!("“{said}” in the front matter is not taken: it may be about the page"));
            continue;
        }
        writing.doubt(fact.number, format!("“{said}” is taken from the front matter, which may be about the page"));
        match fact.field {
            HeaderField::Schedule => schedules.push(fact),
            _ => take(writing, &fact),
        }
    }
}

/// A day on one line and the time of day on another are one schedule.
fn day_and_time(mut all: Vec<Fact>) -> Vec<Fact> {
    let words = |fact: &Fact| plain_blanks(&shown(unwrapped(&fact.value)).words.replace('`', ""));
    let is_whole = |words: &str| {
        let begin = range_of_schedule(words).map(|range| range.begin);
        let words = begin.as_deref().unwrap_or(words);
        let is_read = |words: &str| read_schedule(words, None, None).is_ok();
        is_read(words) || respelt(words).is_some_and(|own| is_read(&own))
    };
    let Some(first) = all.first().map(words).filter(|first| !is_whole(first)) else { return all };
    let joined =
        all.iter().enumerate().skip(1).filter(|(_, other)| !is_whole(&words(other))).find_map(|(at, other)| {
            let both = [format!("{first} {}", words(other)), format!("{} {first}", words(other))];
            both.into_iter().find(|both| is_whole(both)).map(|both| (at, both))
        });
    if let Some((at, value)) = joined {
        let other = all.remove(at);
        if let Some(first) = all.first_mut() {
            first.lines.extend(other.lines);
            first.value = value;
        }
    }
    all
}

/// "Field | Value" over the labels and values says nothing.
fn titles_of_tables(writing: &mut Writing<'_>, section: &Section) {
    let page = writing.page;
    let is_example = |table: &Table| section.topic == Topic::Other && table.is_example(page);
    for table in tables(page, section.lines.clone()) {
        let Some(first) = table.rows.first().filter(|_| shape(&table) == FactShape::Header && !is_example(&table))
        else {
            continue;
        };
        let is_title = |cell: &String| is_blank(cell) || any_has(|language| language.label_heads, &folded(cell));
        if table.separators.first() == Some(&(first.at + 1)) && first.cells.iter().all(is_title) {
            writing.claim(first.at);
        }
    }
}

/// The value of a field as it is read, and whether that leaves out where a link leads, or a picture.
fn value_of(fact: &Fact) -> (String, bool) {
    let value = unwrapped(&fact.value);
    match fact.field {
        field if field.is_long() => (value.to_owned(), false),
        // who it is, and where it leads, stands behind the words
        HeaderField::Dri => unpictured(&unmarked(value)),
        field if field.holds() == Some(Holds::Link) => (unmarked(value), false),
        // no word of a time is a mark or an entity
        HeaderField::Schedule | HeaderField::Zone => {
            let own = shown(value);
            (plain_blanks(&own.words), own.hides)
        }
        _ => {
            let own = shown_with_code(value);
            (own.words, own.hides)
        }
    }
}

/// Takes one field, once; the same said again is fine, something else is not.
fn take(writing: &mut Writing<'_>, fact: &Fact) {
    let (value, hides) = value_of(fact);
    if is_blank(&value) {
        fact.lines.iter().for_each(|at| writing.claim(*at));
        return;
    }
    let key = fact.field.key();
    if let Some(first) = writing.said.get(key).cloned() {
        fact.lines.iter().for_each(|at| writing.claim(*at));
        if plain(&first) != plain(&value) {
            writing.leave(
                fact.number,
                &fact.label,
                &fact.value,
                &format!("it was said before to be “{}”", short(&first)),
            );
        }
        return;
    }
    fact.lines.iter().for_each(|at| writing.claim(*at));
    // until it is understood
    writing.note_place(&format!("header.{key}"), fact.number);
    writing.note_place(&format!("unread.{key}"), fact.number);
    // `DRI: @john<br>Schedule at: …`
    if !fact.field.is_long() && fact.value.lines().skip(1).any(|line| fact_of(line).is_some()) {
        writing.leave(fact.number, &fact.label, &fact.value, "it holds more than one field");
        return;
    }
    if is_struck(&fact.value) {
        writing.leave(fact.number, &fact.label, &fact.value, "some of it is struck out");
        return;
    }
    if stands_for(fact.field, &value) || is_unfilled(&value) {
        writing.leave(fact.number, &fact.label, &fact.value, "it stands for a value that is missing");
        return;
    }
    writing.said.insert(key, value.clone());
    match set(writing, fact, &value) {
        Some(()) => {
            writing.understood(key);
            if shown(&fact.label).hides {
                writing.keep_beside(fact.number, "labels", &fact.label);
            }
            if hides {
                writing.keep_beside(fact.number, key, &fact.value);
                let message = format!("of “{}” the words are taken, and the rest is kept", short(&fact.value));
                writing.repair(fact.number, message);
            }
            if let Some(form) = fact.value.lines().find(|line| fact.field.is_long() && is_form(&words_of(line))) {
                let message = format!("{} still holds what a form asks for: “{}”", fact.label, short(form));
                writing.doubt(fact.number, message);
            }
        }
        None => {
            writing.said.remove(key);
        }
    }
}
