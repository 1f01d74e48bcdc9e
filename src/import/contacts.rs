//! Who attends: tables of any columns, or lists, under a heading that says whose people they are.

use super::contact_guesses::{guessed_side, holds_several, is_named_after};
use super::contact_items::{field_of, of_item};
use super::facts::{FactShape, shape};
use super::headings::{is_exact_topic, side};
use super::inline::{is_struck, line, unmarked};
use super::items::item;
use super::languages::any_has;
use super::meanings::{ContactColumn as Column, Side};
use super::people::{are_several, duties, email, handle_of, is_whole, person};
use super::reached::Reached;
use super::rows::is_row;
use super::sections::Section;
use super::structure::LineKind;
use super::tables::{Table, TableRow, tables};
use super::title_rows::TitleRows;
use super::vocabulary::{contact_column as column, is_blank, is_placeholder};
use super::writing::{Writing, short, words};
use super::written_contact::WrittenContact;
use crate::model::{Contact, Duty, Extra, Line, Prose, Slug, Zone, same_word};

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
        let written = of_item(&found.text);
        if is_person(written.first(Column::Name), says_people) {
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
        if is_no_person(written.first(Column::Name)) || row.cells.iter().any(|cell| is_struck(cell)) {
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
        let column = columns.get(at).copied().unwrap_or(Column::Other);
        written.put(column, heads.get(at).map_or("", String::as_str), &text);
    }
    written
}

/// Adds a contact; false where nothing says who it is.
fn add(writing: &mut Writing<'_>, number: u64, mut written: WrittenContact, given: Option<Side>, under: &str) -> bool {
    let (reached, name) = how_reached(&mut written);
    let told = name.said.clone().or_else(|| reached.handle.clone()).or_else(|| reached.email.clone());
    let Some(label) = told.map(|label| label.to_string()) else { return false };
    let said_side = written.take(Column::Side, |text| side(text).filter(|own| given.is_none_or(|given| given == *own)));
    let said = given.or(said_side);
    let own = [&name.said, &reached.handle, &reached.email];
    let guess = if said.is_none() { guessed_side(writing, &written, own) } else { None };
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
    if !name.is_whole {
        writing.keep_beside(number, &format!("{under}: name of {label}"), &name.written);
        writing.repair(number, format!("“{}” is taken as {label}", short(&name.written)));
    }
    if name.said.as_ref().is_some_and(|name| are_several(name.as_str())) || holds_several(&name.written) {
        writing.doubt(number, format!("{label} may be more than one person"));
    }
    if written.is_guess {
        writing.doubt(number, format!("nothing says which words are the name: {label} is taken as it"));
    }
    for text in &reached.apart {
        writing.repair(number, format!("“{}” says how {label} is reached, and is taken apart", short(text)));
    }
    for (what, text) in &reached.others {
        let under = format!("{under}: {what} of {label}");
        writing.leave(number, &under, text, "a contact has no field for it, or has one already");
    }
    let role = written.take(Column::Role, line);
    let description = written.take(Column::Description, words);
    let (said_duties, are_all) = named_duties(written.first(Column::Duties));
    written.take(Column::Duties, |_| are_all.then_some(()));
    let contact = Contact {
        id: writing.id("contacts", &label, number),
        side,
        duties: duties_of(said_duties, role.as_ref(), description.as_ref()),
        name: name.said,
        handle: reached.handle,
        email: reached.email,
        role,
        description,
        time_zone: written.take(Column::Zone, |text| text.parse::<Zone>().ok()),
        region: written.take(Column::Region, line),
        extra: Extra::new(),
    };
    leave_the_rest(writing, number, written, &contact, (under, label.as_str()));
    writing.runbook.contacts.push(contact);
    true
}

/// What the cells of names say.
struct SaidName {
    written: String,
    said: Option<Line>,
    /// Whether it and how they are reached say every character.
    is_whole: bool,
}

/// Who it is and how they are reached: taken out of the cells that may say so.
fn how_reached(written: &mut WrittenContact) -> (Reached, SaidName) {
    let mut reached = Reached::default();
    let text = written.take(Column::Name, |text| Some(text.to_owned())).unwrap_or_default();
    let (said, handle) = person(&reached.addresses(&text));
    // the handle that a form leaves open is nobody's
    reached.handle = handle.filter(|handle| !is_placeholder(handle.as_str()));
    let is_whole = is_whole(&text, [&said, &reached.handle, &reached.email]);
    let said = said.filter(|name| !is_placeholder(name.as_str()));
    // a handle of its own column needs no mark before it
    if reached.handle.is_none() {
        reached.handle = written.take(Column::Handle, handle_of);
    }
    for column in [Column::Name, Column::Role, Column::Handle, Column::Email] {
        for cell in written.cells_of(column).filter(|cell| !is_placeholder(&cell.text)) {
            let left = if column == Column::Email { reached.addresses(&cell.text) } else { reached.all(&cell.text) };
            let cell_text = std::mem::replace(&mut cell.text, left);
            if column == Column::Role && cell_text != cell.text {
                reached.apart.push(cell_text);
            }
        }
    }
    let name = SaidName { written: text, said, is_whole };
    (reached, name)
}

/// What nobody has understood, cell by cell.
fn leave_the_rest(
    writing: &mut Writing<'_>,
    number: u64,
    written: WrittenContact,
    contact: &Contact,
    (under, label): (&str, &str),
) {
    for (column, cell) in written.left() {
        let has_one = match column {
            Column::Name => contact.name.is_some(),
            Column::Role => contact.role.is_some(),
            Column::Description => contact.description.is_some(),
            Column::Handle => contact.handle.is_some(),
            Column::Zone => contact.time_zone.is_some(),
            Column::Region => contact.region.is_some(),
            Column::Email | Column::Duties | Column::Side | Column::Other => false,
        };
        // the handle again, without its mark
        let is_again = |own: &Option<Line>| own.as_ref().is_some_and(|own| same_word(own.as_str(), &cell.text));
        if column == Column::Handle && is_again(&contact.handle) || column == Column::Name && is_again(&contact.name) {
            continue;
        }
        let head = if cell.head.is_empty() { column.words() } else { cell.head.as_str() };
        let why = match column {
            Column::Other => "a contact has no such field",
            _ if has_one => "a contact has one of it only",
            _ => "it was not understood",
        };
        writing.leave(number, &format!("{under}: {head} of {label}"), &cell.text, why);
    }
}

/// The duties that a cell names, and whether it says nothing else.
fn named_duties(text: &str) -> (Vec<Duty>, bool) {
    let words = text.split([',', ' ', '/']).map(str::trim).filter(|word| !word.is_empty());
    let named: Vec<Option<Duty>> = words.map(|word| word.to_lowercase().parse().ok()).collect();
    let are_all = named.iter().all(Option::is_some);
    (named.into_iter().flatten().collect(), are_all)
}

/// As written, otherwise by the role's words, otherwise by the description's.
fn duties_of(named: Vec<Duty>, role: Option<&Line>, description: Option<&Prose>) -> Vec<Duty> {
    let by_role = if named.is_empty() { role.map(|own| duties(own.as_str())).unwrap_or_default() } else { named };
    if by_role.is_empty() { description.map(|own| duties(own.as_str())).unwrap_or_default() } else { by_role }
}
