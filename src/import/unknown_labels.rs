//! A header in a language that no list here knows: its values are taken by the order and the shape of the documents' page,
//! each with a doubt.
//!
//! Only where no name was found, and only a table of labels and values that stands above everything else. What has no shape
//! of its own is kept.

use super::facts::{Fact, FactShape, shape};
use super::inline::{anchors, unwrapped};
use super::meanings::{HeaderField, Topic};
use super::name::halves;
use super::people::has_the_form_of_a_name;
use super::sections::Section;
use super::tables::{Table, TableRow, tables};
use super::vocabulary::{field, is_blank, is_placeholder};
use super::writing::{Writing, short};
use crate::model::{Link, Reading, read_schedule};

/// Reads the first table of the text, where none of its labels is known.
pub(super) fn facts(writing: &mut Writing<'_>, sections: &[Section], has_schedule: bool) -> Vec<Fact> {
    let mut found = Vec::new();
    if writing.customer.is_some() || writing.task.is_some() {
        return found;
    }
    let above = sections.iter().take_while(|section| matches!(section.topic, Topic::Other | Topic::Header));
    let first = above.flat_map(|section| tables(writing.page, section.lines.clone())).next();
    let Some(table) = first.filter(is_header) else { return found };
    let mut taken: Vec<HeaderField> = if has_schedule { vec![HeaderField::Schedule] } else { Vec::new() };
    for (nth, row) in table.rows.iter().enumerate() {
        if writing.is_claimed(row.at) || field(row.cell(0)).is_some() {
            continue;
        }
        let Some(own) = by_place(nth, row).filter(|own| !taken.contains(own)) else { continue };
        taken.push(own);
        let fact = Fact {
            field: own,
            label: row.cell(0).to_owned(),
            value: row.cell(1).to_owned(),
            lines: vec![row.at],
            number: row.number,
        };
        writing.doubt(
            row.number,
            format!(
                "“{}” is no label that is known: its value is taken as `{}` by its place and shape",
                short(row.cell(0)),
                own.key()
            ),
        );
        writing.keep_beside(row.number, "labels", row.cell(0));
        found.push(fact);
    }
    found
}

/// Two columns, and a name of the documents' form in the first row.
fn is_header(table: &Table) -> bool {
    let pairs = table.rows.iter().all(|row| row.cells.len() <= 2);
    let name = table.rows.first().map(|row| row.cell(1));
    pairs && table.rows.len() > 1 && shape(table) != FactShape::Tasks && name.is_some_and(|name| halves(name).is_some())
}

/// The fields of the documents' page, in their order.
const ORDER: [HeaderField; 6] = [
    HeaderField::Name,
    HeaderField::Summary,
    HeaderField::Dri,
    HeaderField::Schedule,
    HeaderField::MEETING,
    HeaderField::ISSUE,
];

/// What a value can only be: by its shape where that has one meaning, otherwise by its place where the shape fits it.
fn by_place(nth: usize, row: &TableRow) -> Option<HeaderField> {
    let value = unwrapped(row.cell(1)).replace('`', "");
    if is_blank(&value) || is_placeholder(&value) {
        return None;
    }
    let place = ORDER.get(nth).copied();
    if nth == 0 {
        return place;
    }
    if value.starts_with('@') && !value.contains(' ') {
        return Some(HeaderField::Dri);
    }
    if matches!(read_schedule(&value, None, None), Ok(Reading::Agreed(_) | Reading::Unclear(_) | Reading::NoZone)) {
        return Some(HeaderField::Schedule);
    }
    let links = anchors(&value);
    if let [only] = links.as_slice()
        && let Ok(link) = only.target.parse::<Link>()
    {
        let is_whole = value.len() == only.end - only.start;
        return match (link.is_meeting(), link.is_issue()) {
            (true, _) => Some(HeaderField::MEETING),
            (false, true) => Some(HeaderField::ISSUE),
            // elsewhere it leads to anything
            (false, false) => place.filter(|own| is_whole && [HeaderField::MEETING, HeaderField::ISSUE].contains(own)),
        };
    }
    place.filter(|own| match own {
        HeaderField::Summary => links.is_empty(),
        HeaderField::Dri => has_the_form_of_a_name(&value),
        _ => false,
    })
}
