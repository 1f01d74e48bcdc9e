//! The header: name, description, DRI, schedule, links. A value has one meaning, or it is left out and said.

use super::draft::OpenSchedule;
use super::facts::{Fact, FactShape, facts, shape};
use super::front_matter::front_key;
use super::headings::{is_our_word, is_part_or_date, title};
use super::inline::{anchors, is_struck, line, prose, squeezed, unmarked, unwrapped};
use super::languages::any_has;
use super::meanings::{HeaderField, Topic};
use super::name::{halves, without_lead};
use super::name_rows::is_of_a_runbook;
use super::sections::Section;
use super::source_text::number;
use super::tables::tables;
use super::vocabulary::{folded, is_blank, is_placeholder, plain};
use super::writing::{Writing, short};
use crate::model::keys::{Holds, Key};
use crate::model::{Line, Link, Prose, Reading, Zone, read_schedule};

/// Reads the header's fields wherever they stand: in the header, above the first heading, under headings of their own, and
/// under any other above the lists that holds more than one of them.
pub(super) fn read(writing: &mut Writing<'_>, sections: &[Section]) {
    let mut schedules: Vec<Fact> = Vec::new();
    let mut is_above_the_lists = true;
    let mut is_first = true;
    for section in sections {
        let is_list =
            |topic: &Topic| matches!(topic, Topic::PreCall | Topic::PostCall | Topic::Tasks | Topic::Rollback);
        is_above_the_lists &= !is_list(&section.topic);
        let is_title =
            section.topic == Topic::Other && (section.level == 0 || is_first || title(&section.title).is_some());
        is_first &= section.heading.is_none();
        let is_header = is_title || matches!(section.topic, Topic::Header | Topic::Field(_));
        if !is_header && (section.topic != Topic::Other || !is_above_the_lists) {
            continue;
        }
        let found = facts(writing.page, section);
        let kinds: Vec<&'static str> = found.iter().map(|fact| key(fact.field)).collect();
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
    for fact in super::unknown_labels::facts(writing, sections, !schedules.is_empty()) {
        take(writing, &fact);
    }
    for fact in day_and_time(schedules) {
        take(writing, &fact);
    }
}

/// A day on one line and the time of day on another are one schedule.
fn day_and_time(mut all: Vec<Fact>) -> Vec<Fact> {
    let words = |fact: &Fact| squeezed(&unmarked(unwrapped(&fact.value)).replace('`', ""));
    let is_whole = |words: &str| read_schedule(words, None, None).is_ok();
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
    for table in tables(writing.page, section.lines.clone()) {
        let Some(first) = table.rows.first().filter(|_| shape(&table) == FactShape::Header) else { continue };
        let is_title = |cell: &String| is_blank(cell) || any_has(|language| language.label_heads, &folded(cell));
        if table.separators.first() == Some(&(first.at + 1)) && first.cells.iter().all(is_title) {
            writing.claim(first.at);
        }
    }
}

/// Takes one field, once; the same said again is fine, something else is not.
fn take(writing: &mut Writing<'_>, fact: &Fact) {
    let value = unwrapped(&fact.value).to_owned();
    let value = if fact.field.is_long() { value } else { unmarked(&value) };
    if is_blank(&value) {
        fact.lines.iter().for_each(|at| writing.claim(*at));
        return;
    }
    let key = key(fact.field);
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
    if is_struck(&fact.value) {
        writing.leave(fact.number, &fact.label, &fact.value, "some of it is struck out");
        return;
    }
    if is_placeholder(&value) {
        writing.leave(fact.number, &fact.label, &fact.value, "it stands for a value that is missing");
        return;
    }
    writing.said.insert(key, value.clone());
    writing.note_place(&format!("header.{key}"), fact.number);
    if set(writing, fact, &value).is_none() {
        writing.said.remove(key);
    }
}

fn key(field: HeaderField) -> &'static str {
    match field {
        HeaderField::Name => "name",
        HeaderField::Customer => "customer",
        HeaderField::Task => "task",
        HeaderField::Summary => "summary",
        HeaderField::ExpectedResult => "expected_result",
        HeaderField::Dri => "dri",
        HeaderField::Schedule => "scheduled_at",
        HeaderField::Zone => "time_zone",
        HeaderField::Agreed => "agreed",
        HeaderField::Meeting => "meeting_url",
        HeaderField::Issue => "issue_url",
        HeaderField::Ticket => "ticket_url",
        HeaderField::Template => "template",
        HeaderField::Confidential => "confidential",
        HeaderField::State => "state",
        HeaderField::Result => "result",
        HeaderField::Other(key) => key.name,
    }
}

/// Sets a field; none where the value was left out.
fn set(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    match fact.field {
        HeaderField::Name => return name(writing, fact, value),
        HeaderField::Customer => half(writing, fact, value, |writing| &mut writing.customer),
        HeaderField::Task => half(writing, fact, value, |writing| &mut writing.task),
        HeaderField::Summary => summary(writing, &fact.value),
        HeaderField::ExpectedResult => writing.runbook.expected_result = prose(&fact.value),
        HeaderField::Agreed => writing.runbook.agreed = prose(value),
        HeaderField::Template => writing.runbook.template = line(value),
        HeaderField::Dri => return dri(writing, fact, value),
        HeaderField::Zone => return zone(writing, fact, value),
        HeaderField::Schedule => schedule(writing, fact, value),
        HeaderField::Meeting => writing.runbook.meeting_url = Some(link(writing, fact, value)?),
        HeaderField::Issue => writing.runbook.issue_url = Some(link(writing, fact, value)?),
        HeaderField::Ticket => writing.runbook.ticket_url = Some(link(writing, fact, value)?),
        HeaderField::Other(key) => return other(writing, fact, key, value),
        HeaderField::Confidential => match plain(value).as_str() {
            "yes" | "true" => writing.runbook.confidential = true,
            "no" | "false" => writing.runbook.confidential = false,
            _ => return left(writing, fact, "it is neither yes nor no"),
        },
        // a draft is what it becomes
        HeaderField::State if plain(value) == "draft" => {}
        HeaderField::State | HeaderField::Result => {
            return left(writing, fact, "an imported runbook is a draft, or closed with --state closed");
        }
    }
    Some(())
}

/// A field that is what its row says of it.
fn other(writing: &mut Writing<'_>, fact: &Fact, key: &Key, value: &str) -> Option<()> {
    let words = match key.holds {
        Holds::Link => link(writing, fact, value)?.as_str().to_owned(),
        Holds::Text => prose(&fact.value)?.as_str().to_owned(),
        _ => squeezed(value),
    };
    match writing.runbook.set_field(key.name, words.into()) {
        Ok(()) => Some(()),
        Err(why) => left(writing, fact, &why.to_string()),
    }
}

fn left(writing: &mut Writing<'_>, fact: &Fact, why: &str) -> Option<()> {
    writing.leave(fact.number, &fact.label, &fact.value, why);
    None
}

fn name(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    // "Title: Checklist - all of it": only a label of the documents' own makes a name of such words
    let is_said = is_of_a_runbook(&fact.label);
    let halves =
        halves(value).filter(|(customer, ..)| is_said || !(is_our_word(customer) || is_part_or_date(customer)));
    if let Some((customer, task, is_mended)) = halves {
        if is_mended {
            writing.repair(fact.number, format!("“{}” is taken as {customer} - {task}", short(value)));
        }
        half(writing, fact, &customer, |writing| &mut writing.customer);
        half(writing, fact, &task, |writing| &mut writing.task);
        return Some(());
    }
    // half a name is the work; for whom it is done has to be said
    half(writing, fact, value, |writing| &mut writing.task);
    if writing.asked.customer.is_none() {
        writing.doubt(fact.number, format!("“{}” is not of the form CUSTOMER - TASK", short(value)));
    }
    Some(())
}

/// One half of the name. A field of its own says it better than the name does; what does not count then is kept.
fn half(
    writing: &mut Writing<'_>,
    fact: &Fact,
    value: &str,
    place: for<'w> fn(&'w mut Writing<'_>) -> &'w mut Option<Line>,
) {
    let Some(said) = line(value) else { return };
    let Some(before) = place(writing).clone() else {
        *place(writing) = Some(said);
        return;
    };
    let (counts, other) = if fact.field == HeaderField::Name { (before, said) } else { (said, before) };
    if plain(counts.as_str()) != plain(other.as_str()) {
        writing.leave(fact.number, "name", other.as_str(), &format!("“{counts}” is taken in its place"));
    }
    *place(writing) = Some(counts);
}

/// A heading that is the name, where no field is: the text's title, or its first heading. The same name again is no news.
fn titles(writing: &mut Writing<'_>, sections: &[Section]) {
    let headings = || sections.iter().filter(|section| section.heading.is_some());
    let first = headings().next().and_then(|section| section.heading);
    let own_title = headings().find(|section| section.level == 1).and_then(|section| section.heading);
    for section in sections.iter().filter(|section| section.topic == Topic::Other) {
        let (Some(at), Some((customer, task, _))) = (section.heading, title(&section.title)) else { continue };
        let (is_title, is_first) = (own_title == Some(at), first == Some(at));
        let own = match (&writing.customer, &writing.task) {
            (None, None) if is_title || is_first => {
                writing.customer = line(&customer);
                writing.task = line(&task);
                if !is_title {
                    writing.doubt(
                        number(at),
                        format!("the name {customer} - {task} is guessed from the heading “{}”", short(&section.title)),
                    );
                }
                true
            }
            (Some(own_customer), Some(own_task)) => {
                plain(&format!("{own_customer} {own_task}")) == plain(&format!("{customer} {task}"))
            }
            _ => false,
        };
        if own {
            writing.claim(at);
        }
    }
}

/// Where neither a field nor a heading is the name: what the page's front matter says, and the page's title as the work.
/// Each is a guess.
fn guessed_name(writing: &mut Writing<'_>, sections: &[Section]) {
    let named = front_key(writing.page, sections, &["title", "runbook", "runbook name"]);
    if writing.customer.is_none()
        && let Some(found) = front_key(writing.page, sections, &["customer", "client"])
    {
        writing.customer = line(&found.value);
        writing.doubt(found.number, format!("the customer {} is guessed from the front matter", short(&found.value)));
    }
    if writing.task.is_some() {
        return;
    }
    if let Some(found) = named {
        let (customer, task) = match title(&found.value) {
            Some((customer, task, _)) => (Some(customer), task),
            None => (None, found.value.clone()),
        };
        writing.customer = writing.customer.take().or_else(|| line(&customer?));
        writing.task = line(&task);
        writing.doubt(found.number, format!("the name “{}” is guessed from the front matter", short(&found.value)));
        return;
    }
    let mut headings = sections.iter().filter(|section| section.heading.is_some());
    let Some(first) = headings.next().filter(|first| first.level == 1 && first.topic == Topic::Other) else { return };
    let words = without_lead(&first.title);
    // one word alone, or a name that was found to be none, says too little
    let says_work = words.contains(' ') && halves(words).is_none() && !is_our_word(words) && !is_placeholder(words);
    if let Some(at) = first.heading.filter(|_| says_work) {
        writing.task = line(words);
        writing.doubt(number(at), format!("the task “{}” is guessed from the title", short(words)));
    }
}

/// A description that says the expected result by its name is both.
fn summary(writing: &mut Writing<'_>, value: &str) {
    let found = value.char_indices().find_map(|(at, _)| {
        let rest = value.get(at..)?;
        let starts = at == 0 || value.get(..at)?.ends_with(['\n', ' ', '*']);
        let label = rest.get(..15)?.to_ascii_lowercase();
        (starts && label.starts_with("expected result")).then_some((at, rest))
    });
    let split = found.and_then(|(at, rest)| {
        let (label, result) = rest.split_once(':')?;
        let is_label = matches!(plain(label).as_str(), "expected result" | "expected results");
        is_label.then(|| (value.get(..at).unwrap_or_default(), result.trim_start_matches('*')))
    });
    match split {
        Some((summary, result)) => {
            writing.runbook.summary = prose(summary.trim().trim_end_matches(['*', ' ']));
            writing.runbook.expected_result = writing.runbook.expected_result.take().or_else(|| prose(result.trim()));
        }
        None => writing.runbook.summary = prose(value.trim()),
    }
}

/// One person; two people are nobody in charge.
fn dri(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    let (words, handle) = super::people::person(value);
    let handles = value.matches('@').count();
    if handles > 1 || value.contains(['\n', ',', ';', '&']) || value.contains(" and ") || value.contains(" / ") {
        return left(writing, fact, "a runbook has one DRI");
    }
    let dri = handle.clone().or(words.clone())?;
    if let (Some(handle), Some(words)) = (&handle, &words) {
        writing.repair(fact.number, format!("“{}” is taken as {handle}", short(&fact.value)));
        writing.said.insert("dri_name", words.as_str().to_owned());
        writing.keep(fact.number, "dri", &fact.value);
    } else if squeezed(&fact.value) != dri.as_str() {
        writing.repair(fact.number, format!("“{}” is taken as {dri}", short(&fact.value)));
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
    let words = squeezed(&value.replace('`', ""));
    let zone = writing.asked.zone.or(writing.runbook.time_zone);
    let read = match read_schedule(&words, zone, None) {
        Ok(Reading::Agreed(agreed)) if agreed.time_zone.is_none() => {
            read_schedule(&words, zone, writing.asked.default_zone)
        }
        read => read,
    };
    match read {
        Ok(Reading::Agreed(agreed)) => {
            writing.runbook.scheduled_at = Some(agreed.scheduled_at);
            writing.runbook.time_zone = agreed.time_zone.or(zone);
            for note in &agreed.notes {
                writing.repair(fact.number, format!("“{words}”: {note}"));
            }
            let is_as_written = words == agreed.scheduled_at.to_string()
                || agreed.notes.is_empty() && !words.chars().any(char::is_alphabetic);
            if !is_as_written {
                writing.keep(fact.number, "scheduled_at", &fact.value);
            }
        }
        Ok(Reading::Unclear(unclear)) => {
            writing.schedule = Some(OpenSchedule { line: fact.number, words, unclear: Some(unclear) });
        }
        Ok(Reading::NoZone) => writing.schedule = Some(OpenSchedule { line: fact.number, words, unclear: None }),
        Err(fault) => writing.leave(fact.number, "scheduled_at", &fact.value, &fault.message),
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
    let link = match target.parse::<Link>() {
        Ok(link) => link,
        Err(fault) => {
            writing.leave(fact.number, &fact.label, &fact.value, &fault.message);
            return None;
        }
    };
    if rest.chars().any(char::is_alphanumeric) {
        writing.leave(fact.number, &fact.label, &fact.value, "the link is taken; what stands beside it has no field");
    } else if link.as_str() != target {
        writing.repair(fact.number, format!("“{target}” is taken as {link}"));
    }
    Some(link.into_line())
}

/// The lines of a table that say nothing go with the rows round them: where one of those was understood, so were they.
pub(super) fn separators(writing: &mut Writing<'_>, sections: &[Section]) {
    for section in sections {
        for table in tables(writing.page, section.lines.clone()) {
            if table.rows.iter().any(|row| !row.is_blank() && writing.is_claimed(row.at)) {
                table.separators.iter().for_each(|at| writing.claim(*at));
                table.rows.iter().filter(|row| row.is_blank()).for_each(|row| writing.claim(row.at));
            }
        }
    }
}

/// Text that reads as a quick action; GitLab acts on such a line, a record never does.
pub(super) fn quick_action(text: &str) -> Option<&str> {
    let word = text.trim_end().strip_prefix('/')?.split([' ', '\t']).next()?;
    let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_word.then_some(word)
}

/// The text as prose, where it says something.
pub(super) fn words(text: &str) -> Option<Prose> {
    if is_blank(text) { None } else { prose(text) }
}
