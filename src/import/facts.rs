//! Where a text says a field of the header: rows of a table, lines with a label, headings with a value below.

use super::cells::looks_like_row;
use super::inline::broken;
use super::items::{indented, item};
use super::labels::{fact_of, is_bold_label, of_heading};
use super::languages::any_has;
use super::meanings::{HeaderField, Topic};
use super::name_rows::names_a_runbook;
use super::rows::is_row;
use super::sections::Section;
use super::source_text::{SourceLine, SourceText, number};
use super::structure::LineKind;
use super::tables::{Table, TableRow, tables};
use super::vocabulary::{contact_column, exact_field, field, folded, is_guidance, task_column, task_head};

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

/// What kind of table this is, by its first row, or by the second where the first is but a title.
pub(super) fn shape(table: &Table) -> FactShape {
    if let [first, rest @ ..] = table.rows.as_slice()
        && first.is_title()
        && let Some(second) = rest.first().filter(|second| second.cells.len() > 1)
    {
        let below = Table { rows: rest.iter().take(3).cloned().collect(), separators: Vec::new() };
        let own = shape_by(&below, second);
        if matches!(own, FactShape::Contacts | FactShape::Tasks) {
            return own;
        }
    }
    table.rows.first().map_or(FactShape::Unknown, |first| shape_by(table, first))
}

fn shape_by(table: &Table, first: &TableRow) -> FactShape {
    use super::meanings::ContactColumn as Who;
    use super::meanings::TaskColumn as Work;
    let heads: Vec<String> = first.cells.iter().map(|cell| folded(cell)).collect();
    let who: Vec<Who> = first.cells.iter().map(|cell| contact_column(cell)).collect();
    let has = |own: Who| who.contains(&own);
    // such a head may stand over anything
    let is_vague = |head: &str| any_has(|language| language.vague_heads, head);
    let work: Vec<Work> = first.cells.iter().map(|cell| task_column(&task_head(cell))).collect();
    let names_work = work.iter().zip(&heads).any(|(own, head)| *own == Work::Task && !is_vague(head));
    let is_timed = work.iter().any(|own| matches!(own, Work::Outcome | Work::Duration | Work::Estimate | Work::Actual));
    let is_work = names_work && (is_timed || !has(Who::Role));
    if !is_work && has(Who::Name) && [Who::Role, Who::Handle, Who::Email, Who::Side].into_iter().any(has) {
        return FactShape::Contacts;
    }
    if names_work && is_timed && field(first.cell(1)).is_none_or(|_| first.cells.len() > 2 || table.rows.len() > 2) {
        return FactShape::Tasks;
    }
    let is_label = |label: &str, value: &str| {
        field(label).is_some_and(|field| field != HeaderField::Name || names_a_runbook(table, label, value))
    };
    let labels = table.rows.iter().filter(|row| row.cells.len() > 1 && is_label(row.cell(0), row.cell(1))).count();
    let is_wide =
        first.cells.len() > 1 && table.rows.len() == 2 && first.cells.iter().all(|cell| field(cell).is_some());
    if labels > 0 || is_wide { FactShape::Header } else { FactShape::Unknown }
}

/// Fields of a section that is no list of anything: its tables and its lines with labels.
pub(super) fn facts(page: &SourceText, section: &Section) -> Vec<Fact> {
    let mut found = Vec::new();
    for table in tables(page, section.lines.clone()) {
        let is_example = section.topic == Topic::Other && table.is_example(page);
        if shape(&table) == FactShape::Header && !is_example {
            found.extend(of_table(&table));
        }
    }
    let mut at = section.lines.start;
    // what is set in below an item with a box is about that item
    let mut boxed: Option<usize> = None;
    while at < section.lines.end {
        if let Some(line) = page.line(at).filter(|line| !line.is_blank()) {
            let depth = indented(&line.text).0;
            if item(&line.text).is_some_and(|own| own.tick.is_some()) {
                boxed = Some(depth);
            } else if boxed.is_some_and(|own| depth <= own) {
                boxed = None;
            }
        }
        if boxed.is_some() {
            at += 1;
            continue;
        }
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
        found.extend(in_heading(section).or_else(|| below(page, section, field)));
    }
    found.sort_by_key(|fact| fact.number);
    found
}

/// The fields that a table says.
pub(super) fn of_table(table: &Table) -> Vec<Fact> {
    let mut found = all_of_table(table);
    found.retain(|fact| fact.field != HeaderField::Name || names_a_runbook(table, &fact.label, &fact.value));
    found
}

fn all_of_table(table: &Table) -> Vec<Fact> {
    let fact = |field: HeaderField, label: &str, value: &str, row: &TableRow, lines: Vec<usize>| Fact {
        field,
        label: label.to_owned(),
        value: value.to_owned(),
        lines,
        number: row.number,
    };
    // labels side by side, values below them
    if let [head, values] = table.rows.as_slice() {
        let fields: Vec<Option<HeaderField>> = head.cells.iter().map(|cell| field(cell)).collect();
        let known = fields.iter().flatten().count();
        let is_wide = known == fields.len() && known > 1 || known > 2 && known * 2 > fields.len();
        if is_wide && head.cells.len() == values.cells.len() && field(values.cell(0)).is_none() {
            let pairs = (0..).zip(&fields).filter_map(|(at, field)| field.map(|field| (at, field)));
            let found: Vec<Fact> = pairs
                .map(|(at, field)| fact(field, head.cell(at), values.cell(at), values, vec![head.at, values.at]))
                .collect();
            // a column that is not known holds both of its lines back
            return if known == fields.len() {
                found
            } else {
                found.into_iter().map(|own| Fact { lines: Vec::new(), ..own }).collect()
            };
        }
    }
    let mut found = Vec::new();
    for row in &table.rows {
        if is_head_of_fields(row) {
            continue;
        }
        let is_pair =
            row.cells.len() == 2 || (row.cells.len() > 2 && row.cells.iter().skip(2).all(|cell| cell.is_empty()));
        if let (true, Some(field)) = (is_pair, field(row.cell(0))) {
            found.push(fact(field, row.cell(0), row.cell(1), row, vec![row.at]));
            continue;
        }
        // "Customer | Acme | DRI | @x": pairs beside each other
        let labels: Vec<Option<HeaderField>> = row.cells.iter().step_by(2).map(|cell| field(cell)).collect();
        if row.cells.len() > 2 && row.cells.len() % 2 == 0 && labels.iter().all(Option::is_some) {
            for (nth, field) in labels.into_iter().flatten().enumerate() {
                found.push(fact(field, row.cell(nth * 2), row.cell(nth * 2 + 1), row, vec![row.at]));
            }
        }
    }
    found
}

/// "Customer | Task | DRI": labels side by side over several rows are heads of columns, and none is the value of another.
fn is_head_of_fields(row: &TableRow) -> bool {
    row.cells.len() > 1
        && row.cells.iter().all(|cell| exact_field(&folded(cell)).is_some())
        && row
            .cells
            .iter()
            .any(|cell| matches!(field(cell), Some(HeaderField::Name | HeaderField::Customer | HeaderField::Task)))
}

/// `DRI: @john_doe`, in a list or not, in bold or not; longer text goes on below.
pub(super) fn labelled(page: &SourceText, at: usize, end: usize) -> Option<Fact> {
    let line = page.line(at).filter(|line| line.kind == LineKind::Text && !is_row(line))?;
    let (field, label, value) = fact_of(&line.text)?;
    let value = broken(&value).trim_end().to_owned();
    let mut fact = Fact { field, label, value, lines: vec![at], number: line.number };
    let goes_on = |line: &SourceLine| {
        line.kind == LineKind::Text
            && !line.is_blank()
            && !is_row(line)
            && fact_of(&line.text).is_none()
            && !is_bold_label(&line.text)
    };
    let is_long = field.is_long();
    for below in at + 1..end {
        let Some(line) = page.line(below).filter(|line| goes_on(line)) else { break };
        let is_item = item(&line.text).is_some() || line.text.trim_start().starts_with('[');
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

/// The value that a heading says itself.
fn in_heading(section: &Section) -> Option<Fact> {
    let at = section.heading?;
    let (field, label, value) = of_heading(&section.title)?;
    Some(Fact { field, label, value, lines: vec![at], number: number(at) })
}

/// What stands below a heading that is a field's label; a paragraph of the template's guidance is no value.
fn below(page: &SourceText, section: &Section, field: HeaderField) -> Option<Fact> {
    let mut paragraphs: Vec<Vec<usize>> = vec![Vec::new()];
    for at in section.lines.clone() {
        let line = page.line(at)?;
        let is_said = match line.kind {
            LineKind::Text | LineKind::Fenced => !is_row(line),
            LineKind::Quoted => !looks_like_row(&line.text),
            _ => false,
        };
        let is_word = is_said && !line.is_blank();
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
