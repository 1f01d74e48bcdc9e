//! Where a text says a field of the header: rows of a table, lines with a label, headings with a value below.

use std::ops::Range;

use super::inline::{squeezed, unwrapped};
use super::sections::Section;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::tables::{Table, TableRow, is_row, tables};
use super::vocabulary::{HeaderField, Topic, field, is_guidance, plain};

/// One field as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) field: HeaderField,
    /// What it is called there.
    pub(super) label: String,
    /// Its value as written.
    pub(super) value: String,
    /// The indexes of its lines.
    pub(super) lines: Vec<usize>,
    /// The number of the line on which the value begins.
    pub(super) number: u64,
}

/// What the columns of a table make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FactShape {
    Header,
    Contacts,
    Tasks,
    Unknown,
}

/// What kind of table this is, by its first row.
pub(super) fn shape(table: &Table) -> FactShape {
    let Some(first) = table.rows.first() else { return FactShape::Unknown };
    let heads: Vec<String> = first.cells.iter().map(|cell| plain(cell)).collect();
    let has = |names: &[&str]| heads.iter().any(|head| names.contains(&head.as_str()));
    if has(&["name", "contact", "attendee", "who"]) && has(&["role", "roles", "handle", "email", "title", "side"]) {
        return FactShape::Contacts;
    }
    if has(&["task", "tasks", "step", "action", "work"])
        && has(&["outcome", "result", "duration", "status", "estimate", "time"])
    {
        return FactShape::Tasks;
    }
    let labels = table.rows.iter().filter(|row| row.cells.len() > 1 && field(row.cell(0)).is_some()).count();
    if labels > 0 { FactShape::Header } else { FactShape::Unknown }
}

/// Fields of a section that is no list of anything: its tables and its lines with labels.
pub(super) fn facts(page: &SourceText, section: &Section) -> Vec<Fact> {
    let mut found = Vec::new();
    for table in tables(page, section.lines.clone()) {
        if shape(&table) == FactShape::Header {
            found.extend(of_table(&table));
        }
    }
    let mut at = section.lines.start;
    while at < section.lines.end {
        at = match labelled(page, at, section.lines.end) {
            Some(fact) => {
                let next = fact.lines.last().map_or(at, |last| *last) + 1;
                found.push(fact);
                next
            }
            None => at + 1,
        };
    }
    if let Topic::Field(field) = section.topic {
        found.extend(below(page, section, field));
    }
    found.sort_by_key(|fact| fact.number);
    found
}

fn of_table(table: &Table) -> Vec<Fact> {
    let fact = |field: HeaderField, label: &str, value: &str, row: &TableRow, lines: Vec<usize>| Fact {
        field,
        label: label.to_owned(),
        value: value.to_owned(),
        lines,
        number: row.number,
    };
    if let [head, values] = table.rows.as_slice() {
        let fields: Vec<Option<HeaderField>> = head.cells.iter().map(|cell| field(cell)).collect();
        let is_head = fields.len() > 2 && fields.iter().all(Option::is_some);
        if is_head {
            let pairs = fields.iter().flatten().enumerate();
            return pairs
                .map(|(at, field)| fact(*field, head.cell(at), values.cell(at), values, vec![head.at, values.at]))
                .collect();
        }
    }
    let rows = table.rows.iter().filter(|row| {
        row.cells.len() == 2 || (row.cells.len() > 2 && row.cells.iter().skip(2).all(|cell| cell.is_empty()))
    });
    rows.filter_map(|row| Some(fact(field(row.cell(0))?, row.cell(0), row.cell(1), row, vec![row.at]))).collect()
}

/// `DRI: @john_doe`, in a list or not, in bold or not; longer text goes on below.
pub(super) fn labelled(page: &SourceText, at: usize, end: usize) -> Option<Fact> {
    let line = page.line(at).filter(|line| line.kind == LineKind::Text && !is_row(line))?;
    let (label, value) = label_of(&line.text)?;
    let field = field(&label)?;
    let mut fact = Fact { field, label, value: value.to_owned(), lines: vec![at], number: line.number };
    let goes_on = |line: &SourceLine| {
        line.kind == LineKind::Text
            && !line.is_blank()
            && !is_row(line)
            && label_of(&line.text).is_none_or(|(label, _)| super::vocabulary::field(&label).is_none())
    };
    let is_long = field.is_long();
    for below in at + 1..end {
        let Some(line) = page.line(below).filter(|line| goes_on(line)) else { break };
        let is_item = line.text.trim_start().starts_with(['-', '*', '+', '[']);
        let is_needed = fact.value.is_empty() && !is_item && fact.lines.len() == 1;
        if !is_needed && (!is_long || (is_item && !line.text.starts_with([' ', '\t']))) {
            break;
        }
        if !fact.value.is_empty() {
            fact.value.push('\n');
        }
        fact.value.push_str(line.text.trim());
        fact.lines.push(below);
    }
    Some(fact)
}

/// A label and what stands behind its colon.
pub(super) fn label_of(text: &str) -> Option<(String, &str)> {
    let text = text.trim().trim_start_matches('>').trim_start();
    let bare = match text.strip_prefix(['-', '*', '+']) {
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => text,
    };
    let (label, value) = bare.split_once(':')?;
    if value.starts_with("//") || label.len() > 60 || label.split_whitespace().count() > 6 {
        return None;
    }
    let opened = label.trim_start().chars().take_while(|c| matches!(c, '*' | '_' | '`')).collect::<String>();
    let value = value.trim_start();
    // the colon may stand inside the bold words
    let value = if !opened.is_empty() && !label.trim_end().ends_with(&opened) {
        value.strip_prefix(opened.as_str()).unwrap_or(value)
    } else {
        value
    };
    let label = squeezed(label.trim().trim_matches(['*', '_', '`']));
    (!label.is_empty()).then(|| (label, value.trim()))
}

/// What stands below a heading that is a field's label; a paragraph of the template's guidance is no value.
fn below(page: &SourceText, section: &Section, field: HeaderField) -> Option<Fact> {
    let mut paragraphs: Vec<Vec<usize>> = vec![Vec::new()];
    for at in section.lines.clone() {
        let line = page.line(at)?;
        let is_word = matches!(line.kind, LineKind::Text | LineKind::Fenced) && !line.is_blank() && !is_row(line);
        match paragraphs.last_mut() {
            Some(open) if is_word => open.push(at),
            Some(open) if !open.is_empty() => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    let text = |at: &usize| page.line(*at).map(|line| line.text.as_str()).unwrap_or_default();
    paragraphs.retain(|lines| !lines.is_empty() && !lines.iter().any(|at| is_guidance(text(at))));
    let is_long = field.is_long();
    let lines: Vec<usize> =
        if is_long { paragraphs.into_iter().flatten().collect() } else { paragraphs.into_iter().next()? };
    let (first, last) = (*lines.first()?, *lines.last()?);
    if !is_long && lines.len() > 1 {
        return None;
    }
    let value: Vec<&str> = (first..=last).map(|at| text(&at)).collect();
    let value = value.join("\n");
    Some(Fact {
        field,
        label: section.title.clone(),
        value: value.trim().to_owned(),
        number: page.line(first)?.number,
        lines,
    })
}

/// The names that a range of lines gives to a runbook: the index of each line, and whether it is filled.
pub(super) fn name_sites(page: &SourceText, lines: Range<usize>) -> Vec<(usize, bool)> {
    let is_name = |label: &str| field(label) == Some(HeaderField::Name) && plain(label).contains("run");
    let mut found = Vec::new();
    for table in tables(page, lines.clone()) {
        if shape(&table) == FactShape::Header {
            let sites = of_table(&table).into_iter().filter(|fact| fact.field == HeaderField::Name);
            for fact in sites {
                if let Some(at) = fact.lines.first() {
                    found.push((*at, !super::vocabulary::is_placeholder(&fact.value)));
                }
            }
        }
    }
    for at in lines {
        let Some(line) = page.line(at).filter(|line| line.kind == LineKind::Text && !is_row(line)) else { continue };
        if let Some((label, value)) = label_of(&line.text)
            && is_name(&label)
            && !super::vocabulary::is_placeholder(unwrapped(value))
        {
            found.push((at, true));
        }
    }
    found.sort_unstable();
    found
}
