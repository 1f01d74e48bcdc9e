//! Who attends: tables of any columns, or lists, under a heading that says whose people they are.

use super::contact_guesses::{guessed_side, holds_several, is_named_after};
use super::contact_items::{WrittenContact, field_of, of_item};
use super::facts::{FactShape, shape};
use super::headings::{is_exact_topic, side};
use super::inline::{is_struck, line, unmarked};
use super::items::item;
use super::languages::any_has;
use super::meanings::{ContactColumn as Column, Side};
use super::people::{are_several, duties, email, is_whole, person};
use super::reached::Reached;
use super::rows::is_row;
use super::sections::Section;
use super::structure::LineKind;
use super::tables::{Table, TableRow, tables};
use super::title_rows::TitleRows;
use super::vocabulary::{contact_column as column, is_blank, is_placeholder};
use super::writing::{Writing, short};
use crate::model::{Contact, Duty, Extra, Line, Slug, Zone, same_word};

/// Reads the people of a section. Where only "Customer" or "GitLab" stands over a list, its items have to look like people.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, side: Option<Side>) {
    for table in tables(writing.page, section.lines.clone()) {
        if matches!(shape(&table), FactShape::Contacts | FactShape::Unknown) {
            of_table(writing, &table, side, &section.title);
        }
    }
    let side = side.or_else(|| is_named_after(&section.title, writing.customer_name()).then_some(Side::Customer));
    let says_people = is_exact_topic(&section.title);
    let mut open: Option<Listed> = None;
    for at in section.lines.clone() {
        let Some(own) = writing.line(at).filter(|_| !writing.is_claimed(at)) else { continue };
        let is_words = matches!(own.kind, LineKind::Text | LineKind::Fenced) && !is_row(own);
        let Some(found) = item(&own.text).filter(|_| is_words) else { continue };
        // `Role: DBA` below a name says more about that person
        if let Some(person) = open.as_mut().filter(|person| person.indent < found.indent && found.tick.is_none())
            && let Some((column, value)) = field_of(&unmarked(&found.text))
            && let Some(place) = person.written.place(column)
        {
            value.clone_into(place);
            person.lines.push(at);
            continue;
        }
        // an item with a box is something to be done
        if found.indent > 3 || found.tick.is_some() || is_struck(&found.text) {
            continue;
        }
        let written = of_item(&found.text);
        if is_person(&written.name, says_people) {
            finish(writing, open.take(), side, &section.title);
            open = Some(Listed { indent: found.indent, number: own.number, lines: vec![at], written });
        }
    }
    finish(writing, open, side, &section.title);
}

/// A person of a list, with the lines that say something about them.
struct Listed {
    indent: usize,
    number: u64,
    lines: Vec<usize>,
    written: WrittenContact,
}

fn finish(writing: &mut Writing<'_>, open: Option<Listed>, side: Option<Side>, under: &str) {
    let Some(person) = open else { return };
    if add(writing, person.number, person.written, side, under) {
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

/// Reads a table of people that stands under no heading of theirs.
pub(super) fn of_table(writing: &mut Writing<'_>, table: &Table, side: Option<Side>, under: &str) {
    let mut rows = table.rows.iter();
    let mut columns = vec![Column::Name, Column::Role, Column::Description];
    let mut heads: Vec<String> = Vec::new();
    if let Some(first) = table.rows.first() {
        let named: Vec<Column> = first.cells.iter().map(|cell| column(cell)).collect();
        let known = named.iter().filter(|own| **own != Column::Other).count();
        let is_over_the_rest = table.separators.first() == Some(&(first.at + 1));
        let is_somebody = first.cells.iter().any(|cell| cell.contains('@'));
        if named.contains(&Column::Name) && (known > 1 || is_over_the_rest) {
            (columns, heads) = (named, first.cells.clone());
            writing.claim(first.at);
            rows.next();
        } else if is_over_the_rest && !is_somebody && !first.is_blank() {
            // a row of titles is nobody's name: the columns are those of the documents, in their order
            if table.rows.len() > 1 {
                writing.leave(
                    first.number,
                    under,
                    &first.text,
                    "its titles are not known: its columns are taken as name, role and description",
                );
                writing.claim(first.at);
            }
            rows.next();
        }
    }
    let titles = TitleRows::of(table);
    for row in rows {
        if row.is_blank() {
            writing.claim(row.at);
            continue;
        }
        if let Some(why) = titles.why_none(row) {
            writing.leave(row.number, under, &row.text, why);
            writing.claim(row.at);
            continue;
        }
        let written = of_row(row, &columns, &heads);
        if is_no_person(&written.name) || row.cells.iter().any(|cell| is_struck(cell)) {
            continue;
        }
        if add(writing, row.number, written, side, under) {
            writing.claim(row.at);
        }
    }
    if !heads.is_empty() {
        unknown_heads(writing, table, &columns, under);
    }
}

/// An item with a box in the column of names.
fn is_no_person(name: &str) -> bool {
    item(name).is_some_and(|own| own.tick.is_some())
}

/// Heads of columns that are not known and hold nothing.
fn unknown_heads(writing: &mut Writing<'_>, table: &Table, columns: &[Column], under: &str) {
    let Some(first) = table.rows.first() else { return };
    for (at, head) in first.cells.iter().enumerate() {
        let holds = table.rows.iter().skip(1).any(|row| !is_blank(row.cell(at)) && writing.is_claimed(row.at));
        if columns.get(at) == Some(&Column::Other) && !holds && !is_blank(head) {
            writing.leave(first.number, under, head, "no such column is known");
        }
    }
}

fn of_row(row: &TableRow, columns: &[Column], heads: &[String]) -> WrittenContact {
    let mut written = WrittenContact::default();
    for (at, text) in row.fitted(columns.len()).into_iter().enumerate() {
        match columns.get(at).copied().unwrap_or(Column::Other) {
            Column::Other if !is_blank(&text) => {
                written.others.push((heads.get(at).cloned().unwrap_or_default(), text));
            }
            Column::Other => {}
            column => {
                if let Some(place) = written.place(column) {
                    *place = text;
                }
            }
        }
    }
    written
}

/// Adds a contact; false where nothing says who it is.
fn add(writing: &mut Writing<'_>, number: u64, mut written: WrittenContact, given: Option<Side>, under: &str) -> bool {
    let mut reached = Reached::default();
    let text = reached.addresses(&written.name);
    let (name, handle) = person(&text);
    reached.handle = handle;
    let is_whole = is_whole(&written.name, [&name, &reached.handle, &reached.email]);
    let role = reached.all(&written.role);
    let said_role = std::mem::replace(&mut written.role, role);
    let Reached { email: email_of, mut handle, others } = reached;
    if handle.is_none() && !is_blank(&written.handle) {
        let word = written.handle.trim().trim_matches('`').trim_start_matches('@').to_owned();
        handle = line(&format!("@{word}"));
    }
    let name = name.filter(|name| !is_placeholder(name.as_str()));
    let handle = handle.filter(|handle| !is_placeholder(handle.as_str()));
    if name.is_none() && handle.is_none() && email_of.is_none() {
        return false;
    }
    let label = name.clone().or_else(|| handle.clone()).or_else(|| email_of.clone());
    let label = label.map(|label| label.to_string()).unwrap_or_default();
    let said = given.or_else(|| side(&written.side));
    let guess = if said.is_none() { guessed_side(writing, &written, [&name, &handle, &email_of]) } else { None };
    if let Some((_, why)) = guess {
        writing.doubt(number, format!("nothing says on which side {label} is: it is guessed {why}"));
    }
    let side = match said.or_else(|| guess.map(|(side, _)| side)) {
        Some(Side::Customer) => Slug::from_text(Contact::CUSTOMER),
        Some(Side::Home) => writing.asked.home_side.clone(),
        None => {
            writing.doubt(number, format!("nothing says on which side {label} is"));
            return false;
        }
    };
    if !is_whole {
        writing.keep_beside(number, &format!("{under}: name of {label}"), &written.name);
        writing.repair(number, format!("“{}” is taken as {label}", short(&written.name)));
    }
    if name.as_ref().is_some_and(|name| are_several(name.as_str())) || holds_several(&written.name) {
        writing.doubt(number, format!("{label} may be more than one person"));
    }
    if written.is_guess {
        writing.doubt(number, format!("nothing says which words are the name: {label} is taken as it"));
    }
    if said_role != written.role {
        writing.repair(number, format!("“{}” says how {label} is reached, and is taken apart", short(&said_role)));
    }
    for (what, text) in others {
        writing.leave(
            number,
            &format!("{under}: {what} of {label}"),
            &text,
            "a contact has no field for it, or has one already",
        );
    }
    let id = writing.id("contacts", &label, number);
    let email_of = email_of.or_else(|| email(&written.email).map(|(address, _)| address));
    let contact = Contact {
        id,
        side,
        name,
        handle,
        email: email_of,
        role: filled(&written.role),
        duties: duties_of(&written),
        description: super::writing::words(&written.description),
        time_zone: written.zone.parse::<Zone>().ok(),
        region: filled(&written.region),
        extra: Extra::new(),
    };
    let handle_said =
        contact.handle.as_ref().is_some_and(|own| same_word(own.as_str(), written.handle.trim_matches('`')));
    let email_said = contact.email.as_ref().is_some_and(|own| written.email.contains(own.as_str()));
    let duties_said = written
        .duties
        .split([',', ' ', '/'])
        .all(|word| word.is_empty() || word.to_lowercase().parse::<Duty>().is_ok());
    for (what, text, is_said) in [
        ("time zone", &written.zone, contact.time_zone.is_some()),
        ("handle", &written.handle, handle_said),
        ("e-mail", &written.email, email_said),
        ("duties", &written.duties, duties_said),
        ("side", &written.side, given.is_none()),
    ] {
        if !is_said && !is_blank(text) {
            writing.leave(number, &format!("{under}: {what} of {label}"), text, "it was not understood");
        }
    }
    for (head, text) in &written.others {
        let head = if head.is_empty() { "a further cell" } else { head };
        writing.leave(number, &format!("{under}: {head} of {label}"), text, "a contact has no such field");
    }
    writing.runbook.contacts.push(contact);
    true
}

fn filled(text: &str) -> Option<Line> {
    if is_blank(text) { None } else { line(text) }
}

/// As written, otherwise by the role's words, otherwise by the description's.
fn duties_of(written: &WrittenContact) -> Vec<Duty> {
    let named: Vec<Duty> =
        written.duties.split([',', ' ', '/']).filter_map(|word| word.trim().to_lowercase().parse().ok()).collect();
    let by_role = if named.is_empty() { duties(&written.role) } else { named };
    if by_role.is_empty() { duties(&written.description) } else { by_role }
}
