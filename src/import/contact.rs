//! A contact as it was written becomes one of the record, or several: who it is, how they are reached, and on which side.

use super::contact_guesses::{absence, guessed_side, holds_several, is_a_way, is_nobody, is_unnamed, names_nobody};
use super::headings::side;
use super::inline::line;
use super::meanings::{ContactColumn as Column, HeaderField, Side};
use super::people::{are_several, duties, handle_of, is_whole, person};
use super::reached::Reached;
use super::several::several;
use super::shown::shown_with_code;
use super::vocabulary::{contact_column as column, folded, is_blank, is_placeholder, stands_for};
use super::writing::{Writing, short, words};
use super::written_contact::WrittenContact;
use crate::model::{Contact, Duty, Extra, Line, Prose, Slug, Zone, same_word};

/// Adds what a row or an item says of somebody, or of several people; false where nothing says who it is.
pub(super) fn add(
    writing: &mut Writing<'_>,
    number: u64,
    written: WrittenContact,
    given: Option<Side>,
    under: &str,
) -> bool {
    let Some(all) = several(&written) else { return add_one(writing, number, written, given, under) };
    let names = short(written.first(Column::Name));
    let (of, mut are_none) = (all.len(), Vec::new());
    for own in all {
        let name = short(own.first(Column::Name));
        if !add_one(writing, number, own, given, under) {
            are_none.push(name);
        }
    }
    let count = of - are_none.len();
    if count == 0 {
        return false;
    }
    if !are_none.is_empty() {
        // the line is taken, and with it the words of whoever was not
        for (column, cell) in written.left() {
            writing.keep(number, &format!("{under}: {}", column.words()), &cell.text);
        }
        let left = are_none.join(", ");
        writing.doubt(number, format!("“{left}” is not taken as a person: the words of the row are kept"));
    }
    let names = if names.is_empty() { "the row".to_owned() } else { format!("“{names}”") };
    let people = if count == 1 { "one person".to_owned() } else { format!("{count} people") };
    writing.repair(number, format!("{names} is taken as {people}, each with what stands beside them"));
    true
}

/// Adds one contact.
fn add_one(
    writing: &mut Writing<'_>,
    number: u64,
    mut written: WrittenContact,
    given: Option<Side>,
    under: &str,
) -> bool {
    // whose the one handle is that stands beside two names, nobody knows
    if holds_several(written.first(Column::Name)) || are_several(written.first(Column::Name)) {
        written.set_apart(Column::Handle);
        written.set_apart(Column::Email);
    }
    let absence = absence(&written);
    // what a record of ours calls a contact is one
    let is_export = !writing.page.folded.is_empty();
    let is_unnamed = !is_export && is_unnamed(&written);
    let (reached, name) = how_reached(&mut written);
    let told = name.said.clone().or_else(|| reached.handle.clone()).or_else(|| reached.email.clone());
    let Some(label) = told.map(|label| label.to_string()) else { return false };
    // "Role | DBA | Lead" in a table whose columns are people: what a column is called, and of whom nothing is known, is nobody
    let is_reached = reached.handle.is_some() || reached.email.is_some();
    let is_known =
        [Column::Role, Column::Description].into_iter().any(|own| !is_blank(written.first(own))) || is_reached;
    if !is_known && name.said.as_ref().is_some_and(|name| column(name.as_str()) != Column::Other) {
        return false;
    }
    let nobody = name.said.as_ref().map(Line::as_str);
    let nobody = nobody.filter(|name| names_nobody(name) || !is_export && is_a_way(name));
    // whoever can be reached is somebody, and so is one of two names of which either may be the person
    if !is_reached && !written.is_guess && (is_unnamed || nobody.is_some_and(is_nobody)) {
        return false;
    }
    let customer = writing.customer_name().map(folded);
    let side_of = |text: &str| side(text).or_else(|| (customer == Some(folded(text))).then_some(Side::Customer));
    let said_side =
        written.take(Column::Side, |text| side_of(text).filter(|own| given.is_none_or(|given| given == *own)));
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
    if nobody.is_some() {
        writing.doubt(number, format!("“{label}” may name nobody: it is taken as a person"));
    }
    if let Some(words) = &absence {
        let words = short(words);
        writing.doubt(
            number,
            format!("“{words}” may say that {label} does not attend: no duty is taken from what stands there"),
        );
    }
    if !name.is_whole {
        writing.keep_beside(number, &format!("{under}: name of {label}"), &name.written);
        writing.repair(number, format!("“{}” is taken as {label}", short(&name.written)));
    }
    if name.said.as_ref().is_some_and(|name| are_several(name.as_str())) || holds_several(&name.written) {
        writing.doubt(number, format!("{label} may be more than one person"));
    }
    if written.is_order_guessed {
        let role = short(written.first(Column::Role));
        writing.doubt(number, format!("“{role}” is taken as the role of {label} because of its place among the roles"));
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
    let says = |text: &str| !is_placeholder(text);
    let role = written.take(Column::Role, |text| {
        let own = shown_with_code(text);
        Some((line(&own.words).filter(|_| says(text))?, Some(text.to_owned()).filter(|_| own.hides)))
    });
    if let Some((role, Some(linked))) = &role {
        writing.keep_beside(number, &format!("{under}: role of {label}"), linked);
        writing.repair(number, format!("“{}” is taken as {role}", short(linked)));
    }
    let role = role.map(|(role, _)| role);
    let description = written.take(Column::Description, |text| words(text).filter(|_| says(text)));
    let (said_duties, are_all) = named_duties(written.first(Column::Duties));
    written.take(Column::Duties, |_| are_all.then_some(()));
    let contact = Contact {
        id: writing.id("contacts", &label, number),
        side,
        duties: match absence {
            Some(_) => said_duties,
            None => duties_of(said_duties, role.as_ref(), description.as_ref()),
        },
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
    let (mut said, handle) = person(&reached.addresses(&text));
    // a second handle is no part of the name, whoever has it
    while let Some((words, Some(other))) = said.as_ref().map(|name| person(name.as_str())) {
        reached.others.push(("handle", other.to_string()));
        said = words;
    }
    // "@ann (backup: @ben)": what announced the second one
    said = said.filter(|name| !name.as_str().ends_with([':', '：']));
    // the handle that a form leaves open is nobody's
    reached.handle = handle.filter(|handle| !is_placeholder(handle.as_str()));
    let is_whole = is_whole(&text, [&said, &reached.handle, &reached.email]);
    let said = said.filter(|name| !stands_for(HeaderField::Dri, name.as_str()));
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
            _ if is_placeholder(&cell.text) => "it stands for a value that is missing",
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
