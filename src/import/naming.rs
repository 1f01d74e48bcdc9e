//! For whom and what: the name by its fields, by a heading, or guessed.

use super::facts::Fact;
use super::form_words::is_form;
use super::front_matter::{front_key, subject};
use super::inline::line;
use super::languages::{all_of, any_has, behind};
use super::meanings::{HeaderField, Topic};
use super::name::{halves, is_our_word, is_part_or_date, is_unfilled_name, title, without_lead, without_pictures};
use super::name_rows::is_of_a_runbook;
use super::sections::Section;
use super::shown::{shown, shown_with_code};
use super::source_text::number;
use super::vocabulary::{exact_field, folded, is_blank, is_placeholder, plain, stands_for};
use super::writing::{Writing, short};
use crate::model::{Line, Reading, read_schedule};

/// A name that a field says.
pub(super) fn name(writing: &mut Writing<'_>, fact: &Fact, value: &str) -> Option<()> {
    // "Title: Checklist - all of it": only a label of the documents' own makes a name of such words
    let is_said = is_of_a_runbook(&fact.label);
    let halves =
        halves(value).filter(|(customer, ..)| is_said || !(is_our_word(customer) || is_part_or_date(customer)));
    if let Some((customer, task, is_mended)) = halves {
        let missing = [(HeaderField::Customer, &customer), (HeaderField::Task, &task)].map(|(field, half)| {
            let stands_for = stands_for(field, half);
            if stands_for {
                writing.leave(fact.number, &fact.label, half, "it stands for a value that is missing");
            }
            stands_for
        });
        if is_mended && missing == [false, false] {
            writing.repair(fact.number, format!("“{}” is taken as {customer} - {task}", short(value)));
        }
        tell_of_forms(writing, fact.number, &customer, &task);
        if without_pictures(value.trim()).len() < value.trim().len() {
            writing.keep_beside(fact.number, "name", &fact.value);
        }
        if !missing[0] {
            half(writing, fact, &customer, |writing| &mut writing.customer);
        }
        if !missing[1] {
            half(writing, fact, &task, |writing| &mut writing.task);
            tell_of_a_time(writing, fact.number, &task);
        }
        return (missing != [true, true]).then_some(());
    }
    if let Some((field, half_said)) = half_of_a_form(value) {
        writing.leave(fact.number, &fact.label, &fact.value, "half of it stands for a value that is missing");
        match field {
            HeaderField::Customer => half(writing, fact, half_said, |writing| &mut writing.customer),
            _ => half(writing, fact, half_said, |writing| &mut writing.task),
        }
        return Some(());
    }
    if is_unfilled_name(value) {
        writing.leave(fact.number, &fact.label, &fact.value, "it stands for a value that is missing");
        return None;
    }
    // half a name is the work; for whom it is done has to be said
    half(writing, fact, value, |writing| &mut writing.task);
    if writing.asked.customer.is_none() {
        writing.doubt(fact.number, format!("“{}” is not of the form CUSTOMER - TASK", short(value)));
    }
    Some(())
}

/// One half of the name. A field of its own says it better than the name does; what does not count then is kept.
pub(super) fn half(
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
    left_out(writing, fact.number, &counts, &other);
    *place(writing) = Some(counts);
}

/// "Acme - …", "… - Rotate keys": the half that is filled in, and which one that is.
fn half_of_a_form(value: &str) -> Option<(HeaderField, &str)> {
    let (customer, task) = [" - ", " – ", " — "].into_iter().find_map(|dash| value.split_once(dash))?;
    match (is_blank(customer), is_blank(task)) {
        (false, true) => Some((HeaderField::Customer, customer.trim())),
        (true, false) => Some((HeaderField::Task, task.trim())),
        _ => None,
    }
}

/// A name that is filled in by half: "Acme - Enforce 2FA on <group>".
fn tell_of_forms(writing: &mut Writing<'_>, number: u64, customer: &str, task: &str) {
    for half in [customer, task] {
        let is_form =
            |part: &str| is_form(part.trim_matches(|c: char| c.is_ascii_punctuation() && !"<>[]{}".contains(c)));
        if half.split(' ').count() > 1 && half.split(' ').any(is_form) {
            writing.doubt(number, format!("“{}” in the name still holds what a form asks for", short(half)));
        }
    }
}

/// Keeps the half of a name that does not count where another says it; true where they differ.
fn left_out(writing: &mut Writing<'_>, number: u64, counts: &Line, other: &Line) -> bool {
    let differ = plain(counts.as_str()) != plain(other.as_str());
    if differ {
        writing.leave(number, "name", other.as_str(), &format!("“{counts}” is taken in its place"));
    }
    differ
}

/// A time in brackets behind the name stays a part of it, which is hardly meant.
fn tell_of_a_time(writing: &mut Writing<'_>, number: u64, task: &str) {
    let Some((_, inner)) = task.strip_suffix(')').and_then(|own| own.rsplit_once(" (")) else { return };
    if matches!(read_schedule(inner, None, None), Ok(Reading::Agreed(_) | Reading::Unclear(_) | Reading::NoZone)) {
        writing.doubt(number, format!("“{}” is a part of the name: a time has a field of its own", short(inner)));
    }
}

/// A heading that is the name, where no field is: the text's title, or its first heading. The same name again is no news.
pub(super) fn titles(writing: &mut Writing<'_>, sections: &[Section]) {
    let headings = || sections.iter().filter(|section| section.heading.is_some());
    let first = headings().next().and_then(|section| section.heading);
    let own_title = headings().find(|section| section.level == 1).and_then(|section| section.heading);
    for section in sections.iter().filter(|section| section.topic == Topic::Other) {
        let (Some(at), Some((customer, task, _))) = (section.heading, title(&section.title)) else { continue };
        let is_odd = is_odd(&section.title, &customer);
        let (is_title, is_first) = (own_title == Some(at), first == Some(at));
        let said = (writing.customer.clone(), writing.task.clone());
        let own = match said {
            (Some(own_customer), Some(own_task)) => {
                plain(&format!("{own_customer} {own_task}")) == plain(&format!("{customer} {task}"))
            }
            (own_customer, own_task) if is_title || is_first => {
                // what a field says of one half counts; the title says the other
                let missing = stands_for(HeaderField::Task, &task);
                let halves = [(own_customer, line(&customer)), (own_task, if missing { None } else { line(&task) })];
                let differs = halves.iter().any(|(own, said)| match (own, said) {
                    (Some(own), Some(said)) => left_out(writing, number(at), own, said),
                    _ => false,
                });
                let is_guess = !is_title || differs || is_odd;
                let [customer, task] = halves.map(|(own, said)| own.or(said));
                if missing {
                    writing.leave(number(at), "name", &section.title, "its work stands for a value that is missing");
                }
                // what is given by hand is no guess
                let is_given = writing.asked.customer.is_some() && writing.asked.task.is_some();
                if is_guess
                    && !is_given
                    && let (Some(customer), Some(task)) = (&customer, &task)
                {
                    writing.doubt(
                        number(at),
                        format!("the name {customer} - {task} is guessed from the heading “{}”", short(&section.title)),
                    );
                }
                if let Some(task) = &task {
                    tell_of_a_time(writing, number(at), task.as_str());
                }
                (writing.customer, writing.task) = (customer, task);
                true
            }
            _ => false,
        };
        if own {
            writing.claim(at);
            let words = section.title.trim();
            if without_pictures(words).len() < words.len() {
                writing.keep_beside(number(at), "headings", &section.title);
            }
        }
    }
}

/// Whether a title holds more than a name, or another kind of text has it: "[Planned] Drill - Acme", "Copy of Acme - x".
fn is_odd(title: &str, customer: &str) -> bool {
    shown(title).hides || customer.contains(['[', ']', '{', '}', ':', '：']) || is_of_a_document(&folded(customer))
}

/// "Copy of Acme", "Deployment guide", "移行手順書": words that begin or end as a kind of text does.
fn is_of_a_document(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    let mut kinds = all_of(|language| language.documents);
    behind(|language| language.documents, words).is_some()
        || kinds.any(|kind| kind == last || !kind.is_ascii() && words.contains(kind))
}

/// Where neither a field nor a heading is the name: what the page's front matter says, and the page's title as the work.
/// Each is a guess.
pub(super) fn guessed_name(writing: &mut Writing<'_>, sections: &[Section]) {
    let named = front_key(writing.page, sections, |key| any_has(|language| language.page_titles, key));
    if writing.customer.is_none()
        && let Some(found) = front_key(writing.page, sections, |key| exact_field(key) == Some(HeaderField::Customer))
        && !stands_for(HeaderField::Customer, &found.value)
    {
        writing.customer = line(&found.value);
        writing.doubt(found.number, format!("the customer {} is guessed from the front matter", short(&found.value)));
    }
    if writing.task.is_some() {
        return;
    }
    let of_a_mail = named.is_none().then(|| subject(writing.page, sections)).flatten();
    let place = if of_a_mail.is_some() { "subject of the mail" } else { "front matter" };
    if let Some(found) = named.or(of_a_mail).filter(|found| !is_unfilled_name(&found.value)) {
        let (customer, task) = match title(&found.value) {
            Some((customer, task, _)) => (Some(customer), task),
            None => (None, shown_with_code(&found.value).words),
        };
        writing.customer = writing.customer.take().or_else(|| line(&customer?));
        writing.task = line(&task);
        writing.doubt(found.number, format!("the name “{}” is guessed from the {place}", short(&found.value)));
        return;
    }
    let mut headings = sections.iter().filter(|section| section.heading.is_some());
    let Some(first) = headings.next().filter(|first| first.level == 1 && first.topic == Topic::Other) else { return };
    let words = without_lead(&first.title);
    // one word alone, or a name that was found to be none, says too little
    let says_work = words.contains(' ') && halves(words).is_none() && !is_our_word(words) && !is_placeholder(words);
    let Some(at) = first.heading.filter(|_| says_work) else { return };
    if writing.asked.task.is_some() {
        // what is given by hand is no guess, and the title stays as it stands
        writing.claim(at);
        writing.keep_beside(number(at), "title", &first.title);
        return;
    }
    writing.task = line(words);
    writing.doubt(number(at), format!("the task “{}” is guessed from the title", short(words)));
}
