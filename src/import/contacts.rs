//! Who attends: tables of any columns, or lists, under a heading that says whose people they are.

use super::inline::{line, squeezed};
use super::people::{duties, email, person};
use super::sections::Section;
use super::structure::LineKind;
use super::tables::{Table, TableRow, is_row, tables};
use super::vocabulary::{Side, is_blank, is_placeholder, plain, side};
use super::writing::Writing;
use crate::model::{Contact, Duty, Extra, Line, Slug, Zone, same_word};

/// What a column of contacts holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Role,
    Description,
    Handle,
    Email,
    Zone,
    Region,
    Duties,
    Side,
    Other,
}

fn column(head: &str) -> Column {
    match plain(head).as_str() {
        "name" | "contact" | "attendee" | "who" | "person" | "full name" => Column::Name,
        "role" | "roles" | "title" | "position" | "role during the call" | "job title" => Column::Role,
        "description" | "responsibility" | "responsibilities" | "notes" | "details" | "what" => Column::Description,
        "handle" | "username" | "gitlab handle" | "gitlab username" | "gitlab" | "user" => Column::Handle,
        "email" | "e mail" | "mail" | "email address" => Column::Email,
        "time zone" | "timezone" | "tz" => Column::Zone,
        "region" => Column::Region,
        "duties" | "duty" => Column::Duties,
        "side" | "company" | "team" => Column::Side,
        _ => Column::Other,
    }
}

/// One contact as it was written.
#[derive(Debug, Default)]
struct WrittenContact {
    name: String,
    role: String,
    description: String,
    handle: String,
    email: String,
    zone: String,
    region: String,
    duties: String,
    side: String,
    others: Vec<(String, String)>,
}

/// Reads the people of a section.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, side: Option<Side>) {
    for table in tables(writing.page, section.lines.clone()) {
        of_table(writing, &table, side, &section.title);
    }
    for at in section.lines.clone() {
        let Some(own) = writing.line(at) else { continue };
        let is_item = matches!(own.kind, LineKind::Text | LineKind::Fenced) && !is_row(own);
        let bare = own.text.trim_start();
        let item = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")).or_else(|| bare.strip_prefix("+ "));
        if let (true, Some(text), false) = (is_item, item, own.text.starts_with("    ")) {
            let written = of_item(text);
            if add(writing, own.number, written, side, &section.title) {
                writing.claim(at);
            }
        }
    }
}

/// Reads a table of people that stands under no heading of theirs.
pub(super) fn of_table(writing: &mut Writing<'_>, table: &Table, side: Option<Side>, under: &str) {
    table.separators.iter().for_each(|at| writing.claim(*at));
    let mut rows = table.rows.iter();
    let mut columns = vec![Column::Name, Column::Role, Column::Description];
    let mut heads: Vec<String> = Vec::new();
    if let Some(first) = table.rows.first() {
        let named: Vec<Column> = first.cells.iter().map(|cell| column(cell)).collect();
        if named.contains(&Column::Name) && named.iter().filter(|own| **own != Column::Other).count() > 1 {
            (columns, heads) = (named, first.cells.clone());
            writing.claim(first.at);
            rows.next();
        }
    }
    for row in rows {
        if row.is_blank() {
            writing.claim(row.at);
            continue;
        }
        let written = of_row(row, &columns, &heads);
        if add(writing, row.number, written, side, under) {
            writing.claim(row.at);
        }
    }
    if !heads.is_empty() {
        unknown_heads(writing, table, &columns, under);
    }
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
        let place = match columns.get(at) {
            Some(Column::Name) => &mut written.name,
            Some(Column::Role) => &mut written.role,
            Some(Column::Description) => &mut written.description,
            Some(Column::Handle) => &mut written.handle,
            Some(Column::Email) => &mut written.email,
            Some(Column::Zone) => &mut written.zone,
            Some(Column::Region) => &mut written.region,
            Some(Column::Duties) => &mut written.duties,
            Some(Column::Side) => &mut written.side,
            Some(Column::Other) | None => {
                if !is_blank(&text) {
                    written.others.push((heads.get(at).cloned().unwrap_or_default(), text));
                }
                continue;
            }
        };
        if place.is_empty() {
            *place = text;
        }
    }
    written
}

/// `John Doe - Technical Execution - what he does`, with colons or dashes.
fn of_item(text: &str) -> WrittenContact {
    let text = text.trim();
    let mut parts = text.splitn(3, ['–', '—']).map(str::trim).collect::<Vec<_>>();
    if parts.len() == 1 {
        parts = text.splitn(3, " - ").map(str::trim).collect();
    }
    if parts.len() == 1
        && let Some((name, role)) = text.split_once(':')
        && !role.starts_with("//")
    {
        parts = vec![name.trim(), role.trim_start_matches('*').trim()];
    }
    let part = |at: usize| parts.get(at).map(|part| squeezed(part.trim_matches(['*', '_']))).unwrap_or_default();
    WrittenContact { name: part(0), role: part(1), description: part(2), ..WrittenContact::default() }
}

/// Adds a contact; false where nothing says who it is.
fn add(writing: &mut Writing<'_>, number: u64, written: WrittenContact, given: Option<Side>, under: &str) -> bool {
    let (mut email_of, mut text) = (None, written.name.clone());
    if let Some((address, rest)) = email(&written.name) {
        (email_of, text) = (Some(address), rest);
    }
    let (name, mut handle) = person(&text);
    if handle.is_none() && !is_blank(&written.handle) {
        let bare = written.handle.trim().trim_matches('`').trim_start_matches('@').to_owned();
        handle = line(&format!("@{bare}"));
    }
    let name = name.filter(|name| !is_placeholder(name.as_str()));
    if name.is_none() && handle.is_none() && email_of.is_none() {
        return false;
    }
    let label = name.clone().or_else(|| handle.clone()).or_else(|| email_of.clone());
    let label = label.map(|label| label.to_string()).unwrap_or_default();
    let side = match given.or_else(|| side(&written.side)) {
        Some(Side::Customer) => Slug::from_text(Contact::CUSTOMER),
        Some(Side::Home) => writing.asked.home_side.clone(),
        None => {
            writing.doubt(number, format!("nothing says on which side {label} is"));
            return false;
        }
    };
    let taken: Vec<Slug> = writing.runbook.contacts.iter().map(|contact| contact.id.clone()).collect();
    let id = writing.id("contacts", &label, number, |id| taken.contains(id));
    let email_of = email_of.or_else(|| email(&written.email).map(|(address, _)| address));
    let contact = Contact {
        id,
        side,
        name,
        handle,
        email: email_of,
        role: filled(&written.role),
        duties: duties_of(&written),
        description: super::header::words(&written.description),
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
