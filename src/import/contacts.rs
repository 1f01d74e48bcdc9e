//! Who attends: tables of any columns, or lists, under a heading that says whose people they are.

use super::contact::add;
use super::contact_guesses::is_named_after;
use super::contact_items::{field_of, of_item};
use super::contact_tables::{of_table, side_of, title_over};
use super::facts::{FactShape, shape};
use super::headings::{is_exact_topic, side_over};
use super::inline::is_struck;
use super::items::item;
use super::languages::any_has;
use super::meanings::{ContactColumn as Column, Side};
use super::people::{email, person};
use super::rows::is_row;
use super::sections::Section;
use super::shown::{shown, unmarked};
use super::structure::LineKind;
use super::tables::tables;
use super::under_items::is_over_items;
use super::writing::{Writing, short};
use super::written_contact::WrittenContact;

/// Reads the people of a section. Where only "Customer" or "GitLab" stands over a list, its items have to look like people.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, side: Option<Side>) {
    let side = side.or_else(|| is_named_after(&section.title, writing.customer_name()).then_some(Side::Customer));
    let mut from = section.lines.start;
    for table in tables(writing.page, section.lines.clone()) {
        let Some((first, last)) = table.rows.first().zip(table.rows.last()) else { continue };
        let is_under_a_side = side_of(first, writing.customer_name(), side).is_some() && table.rows.len() > 1;
        if super::stray_tasks::is_taken(writing, &table) {
            continue;
        }
        if is_under_a_side || matches!(shape(&table), FactShape::Contacts | FactShape::Unknown) {
            let side = title_over(writing, from..first.at, side);
            of_table(writing, &table, side, &section.title);
        }
        from = last.at + 1;
    }
    let mut over: Option<(usize, Side)> = None;
    let says_people = is_exact_topic(&section.title);
    let mut open: Option<Listed> = None;
    for at in section.lines.clone() {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        let is_words = matches!(own.kind, LineKind::Text | LineKind::Fenced) && !is_row(own);
        let Some(found) = item(&own.text).filter(|_| is_words) else { continue };
        over = over.filter(|(indent, _)| found.indent > *indent);
        let words = shown(&found.text).words;
        // "- Customer:" over the people that are set in below it; whoever can be reached is somebody, and what a title means
        // is asked last, as that takes longest
        let is_title = !words.contains('@') && is_over_items(writing, at, found.indent, section.lines.end);
        let customer = writing.customer_name().filter(|_| side.is_none());
        let own_side = is_title.then(|| side_over(&words, side, customer)).flatten();
        if let Some(own_side) = own_side {
            finish(writing, open.take(), &section.title);
            let message = format!("“{}” is taken as the side of the people below it", short(&found.text));
            writing.repair(own.number, message);
            writing.claim(at);
            over = Some((found.indent, own_side));
            continue;
        }
        // `Role: DBA` below a name says more about that person
        if let Some(person) = open.as_mut().filter(|person| person.indent < found.indent && found.tick.is_none())
            && let Some((column, value)) = field_of(&unmarked(&found.text))
            && person.written.first(column).is_empty()
        {
            person.written.put(column, "", value);
            person.lines.push(at);
            continue;
        }
        // an item with a box is something to be done
        if found.indent > 3 || found.tick.is_some() || is_struck(&found.text) {
            continue;
        }
        // "- Customer: Tom Blogs" says whose he is, where no heading does
        let before = side_before_colon(&found.text, writing.customer_name()).filter(|_| side.is_none());
        let (own_side, text) = match before {
            Some((own_side, text)) => (Some(own_side), text),
            None => (None, found.text.as_str()),
        };
        let written = of_item(text);
        if is_person(written.first(Column::Name), says_people) {
            finish(writing, open.take(), &section.title);
            let side = own_side.or(over.map(|(_, side)| side)).or(side);
            open = Some(Listed { indent: found.indent, number: own.number, lines: vec![at], written, side });
        }
    }
    finish(writing, open, &section.title);
}

/// A side, or the customer's name, before a colon, and what stands behind that.
fn side_before_colon<'t>(text: &'t str, customer: Option<&str>) -> Option<(Side, &'t str)> {
    let (label, rest) = text.split_once([':', '：'])?;
    let side = side_over(&shown(label).words, None, customer)?;
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    rest.contains(char::is_alphanumeric).then_some((side, rest))
}

/// A person of a list, with the lines that say something about them.
struct Listed {
    indent: usize,
    number: u64,
    lines: Vec<usize>,
    written: WrittenContact,
    side: Option<Side>,
}

fn finish(writing: &mut Writing<'_>, open: Option<Listed>, under: &str) {
    let Some(person) = open else { return };
    if add(writing, person.number, person.written, person.side, under) {
        person.lines.into_iter().for_each(|at| writing.claim(at));
    }
}

/// Whether words are a person's name, handle or address rather than something to be done or known.
fn is_person(text: &str, says_people: bool) -> bool {
    let has_address = email(text).is_some() || person(text).1.is_some();
    let (name, _) = person(&email(text).map_or_else(|| text.to_owned(), |(_, rest)| rest));
    let Some(name) = name else { return has_address };
    let words: Vec<&str> = name.as_str().split(' ').collect();
    let is_sentence = name.as_str().ends_with(['.', '?', '!', ';', ':']) && words.len() > 3;
    let is_name =
        |word: &&str| !word.starts_with(|c: char| c.is_lowercase()) || any_has(|language| language.particles, word);
    let is_short = words.len() <= if says_people { 6 } else { 4 } && !is_sentence;
    let looks_like_one = words.iter().all(is_name) && (words.len() > 1 || !name.as_str().is_ascii());
    is_short && (has_address || says_people || looks_like_one)
}
