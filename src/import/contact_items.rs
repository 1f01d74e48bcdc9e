//! People in a list: `John Doe - Technical Execution - what he does`, with dashes, colons or commas, and the role before the
//! name where it is said as a label: `DRI: John Doe`.

use super::inline::{bare, squeezed};
use super::meanings::ContactColumn as Column;
use super::people::{email, has_the_form_of_a_name, is_role, person};
use super::several::people_of;
use super::shown::unmarked;
use super::vocabulary::contact_column;
use super::written_contact::WrittenContact;

/// What an item says of one person.
pub(super) fn of_item(text: &str) -> WrittenContact {
    let text = bare(&unmarked(text.trim()));
    let text = text.as_str();
    if let Some(own) = labelled(text) {
        return own;
    }
    let mut parts = text.splitn(3, ['–', '—']).map(str::trim).collect::<Vec<_>>();
    for mark in [" - ", " | "] {
        if parts.len() == 1 {
            parts = text.splitn(3, mark).map(str::trim).collect();
        }
    }
    let mut by_colon = false;
    if parts.len() == 1
        && let Some((label, value)) = text.split_once([':', '：'])
        && !value.starts_with("//")
        && !label.ends_with("mailto")
    {
        parts = vec![label.trim(), value.trim_start_matches('*').trim()];
        by_colon = true;
    }
    if parts.len() == 1 && people_of(text).is_none() {
        parts = by_comma(text);
    }
    let part = |at: usize| parts.get(at).map(|part| squeezed(part.trim_matches(['*', '_']))).unwrap_or_default();
    let (mut name, mut role, description) = (part(0), part(1), part(2));
    let mut is_guess = false;
    // "DBAs: @ann, @ben"
    let is_over_people = by_colon && !is_reached(&name) && people_of(&role).is_some();
    if is_over_people
        || is_role(&name)
            && !is_reached(&name)
            && !is_role(&role)
            && (is_reached(&role) || has_the_form_of_a_name(&role))
    {
        is_guess = has_the_form_of_a_name(&name) && name.split(' ').count() > 1 && !by_colon;
        std::mem::swap(&mut name, &mut role);
    } else if by_colon && !name.contains(' ') && !is_reached(&name) && !is_role(&role) && has_the_form_of_a_name(&role)
    {
        is_guess = true;
    }
    if role.is_empty()
        && let Some((before, inner)) = name.strip_suffix(')').and_then(|own| own.rsplit_once(" ("))
        && is_role(inner)
        && !is_reached(inner)
    {
        (name, role) = (before.to_owned(), inner.to_owned());
    }
    let mut written = WrittenContact::of(&name, &role, &description);
    written.is_guess = is_guess;
    written
}

/// `Role: DBA`: a column of contacts by its head, and what it holds.
pub(super) fn field_of(text: &str) -> Option<(Column, &str)> {
    let (head, value) = text.split_once([':', '：'])?;
    let column = contact_column(head.trim());
    (column != Column::Other && !value.trim().is_empty()).then(|| (column, value.trim()))
}

/// `Name: Ann Lee, Role: DBA`: every part says what it is.
fn labelled(text: &str) -> Option<WrittenContact> {
    let mut own = WrittenContact::default();
    // "担当者：…" says what somebody is as well as who
    if text.matches([':', '：']).count() == 1 && text.split([':', '：']).next().is_some_and(is_role) {
        return None;
    }
    for part in text.split([',', ';', '|', '·']).flat_map(|part| part.split(" - ")).map(str::trim) {
        let (column, value) = field_of(part)?;
        if !own.first(column).is_empty() {
            return None;
        }
        own.put(column, "", value);
    }
    (!own.first(Column::Name).is_empty()).then_some(own)
}

/// `Dana Dri (@dana), DRI, communicates`; "Doe, John" is one name.
fn by_comma(text: &str) -> Vec<&str> {
    // a comma within brackets parts nothing
    let is_open = |at: usize| text.get(..at).is_some_and(|own| own.matches('(').count() > own.matches(')').count());
    let comma = text.match_indices(", ").map(|(at, _)| at).take(4).find(|at| !is_open(*at));
    let Some((name, rest)) = comma.and_then(|at| Some((text.get(..at)?, text.get(at + 2..)?))) else {
        return vec![text];
    };
    // "Ann Lee, Ben Doe": what stands behind the comma is somebody, too
    if has_the_form_of_a_name(rest) && !is_role(rest) && has_the_form_of_a_name(name) {
        return vec![text];
    }
    let is_certain = name.contains(' ') || is_reached(name) || is_reached(rest) || is_role(rest);
    if is_certain && !is_role(name) { vec![name.trim(), rest.trim()] } else { vec![text] }
}

/// True where words name one person: a comma in them parts a name at most, "Doe, John".
pub(super) fn is_one_name(words: &str) -> bool {
    let commas = words.matches(',').count();
    commas == 0 || commas == 1 && words.contains(", ") && by_comma(words).len() == 1
}

/// Whether a text says how somebody is reached.
fn is_reached(text: &str) -> bool {
    text.contains('@') && (email(text).is_some() || person(text).1.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_it_is_and_what_somebody_is_come_apart() {
        for (text, name, role, is_guess) in [
            ("John Doe - Technical Execution", "John Doe", "Technical Execution", false),
            (
                "Dana Dri: Support Engineer (dana@ours.example)",
                "Dana Dri",
                "Support Engineer (dana@ours.example)",
                false,
            ),
            ("Dana Dri (@dana), DRI, communicates", "Dana Dri (@dana)", "DRI, communicates", false),
            ("Tom Tail, tom@x.example, verifies", "Tom Tail", "tom@x.example, verifies", false),
            ("Doe, John", "Doe, John", "", false),
            ("Tom (@tom, see notes)", "Tom (@tom, see notes)", "", false),
            ("DRI: Dana Dri", "Dana Dri", "DRI", false),
            ("Executor: Eve Exec (@eve)", "Eve Exec (@eve)", "Executor", false),
            ("Verantwortlich: Jörg Groß", "Jörg Groß", "Verantwortlich", false),
            ("Technischer Leiter - Jörg Groß", "Jörg Groß", "Technischer Leiter", true),
            ("Responsable : Ana Gil", "Ana Gil", "Responsable", false),
            ("Ingénieur: @paul", "@paul", "Ingénieur", false),
            ("担当者：田中 太郎", "田中 太郎", "担当者", false),
            ("Ann Lee: Support Engineer", "Ann Lee", "Support Engineer", false),
            ("Support: Ann Lee", "Support", "Ann Lee", true),
            ("Ann Lee (Network Engineer)", "Ann Lee", "Network Engineer", false),
            ("Ann Lee | Engineer | on call", "Ann Lee", "Engineer", false),
            ("**Name:** Ann Lee, **Role:** DBA", "Ann Lee", "DBA", false),
            ("Rolle: DBA - Kontakt: Ann Lee", "Ann Lee", "DBA", false),
            ("Name: Ann Lee", "Ann Lee", "", false),
        ] {
            let own = of_item(text);
            let said = (own.first(Column::Name), own.first(Column::Role), own.is_guess);
            assert_eq!(said, (name, role, is_guess), "{text}");
        }
    }
}
