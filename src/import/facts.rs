//! Where a text says a field of the header: rows of a table, lines with a label, headings with a value below.

use super::inline::{bare, squeezed};
use super::items::{bullet, item};
use super::meanings::{HeaderField, Topic};
use super::name_rows::names_a_runbook;
use super::sections::Section;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;
use super::tables::{Table, TableRow, is_row, tables};
use super::vocabulary::{contact_column, exact_field, field, folded, is_guidance, task_column};

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
    use super::meanings::ContactColumn as Who;
    use super::meanings::TaskColumn as Work;
    let Some(first) = table.rows.first() else { return FactShape::Unknown };
    let heads: Vec<String> = first.cells.iter().map(|cell| folded(cell)).collect();
    let who: Vec<Who> = first.cells.iter().map(|cell| contact_column(cell)).collect();
    let has = |own: Who| who.contains(&own);
    // such a head may stand over anything
    let is_vague = |head: &str| matches!(head, "title" | "what" | "name" | "項目" | "内容");
    let work: Vec<Work> =
        first.cells.iter().map(|cell| task_column(cell.split(['(', '[', ',']).next().unwrap_or_default())).collect();
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

/// `DRI: @john_doe`, in a list or not, in bold or not; longer text goes on below.
pub(super) fn labelled(page: &SourceText, at: usize, end: usize) -> Option<Fact> {
    let line = page.line(at).filter(|line| line.kind == LineKind::Text && !is_row(line))?;
    let (field, label, value) = fact_of(&line.text)?;
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

/// A field with its label and its value, where a line says one: `DRI: @x`, `1. **DRI** - @x`, `DRI - @x`.
pub(super) fn fact_of(text: &str) -> Option<(HeaderField, String, String)> {
    let (words, is_item) = words_of(text)?;
    if let Some((label, value)) = before_colon(&words)
        && let Some(field) = field(&label)
    {
        return Some((field, label, value));
    }
    if let Some((label, value)) = in_bold(&words)
        && let Some(field) = field(&label)
    {
        return Some((field, label, value));
    }
    let (label, value) = before_dash(&words)?;
    let field = exact_field(&folded(&label))?;
    // "Runbook - Tasks" stands over many a list
    let is_vague = field == HeaderField::Name && !folded(&label).contains("name");
    (is_item || !is_vague).then_some((field, label, value))
}

/// A label and what stands behind it.
pub(super) fn label_of(text: &str) -> Option<(String, String)> {
    let (words, _) = words_of(text)?;
    before_colon(&words).or_else(|| in_bold(&words))
}

/// The words of a line without quotation marks and bullet, and whether it had one. An item with a box has no label.
fn words_of(text: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_start_matches('>').trim_start();
    if item(text).is_some_and(|own| own.tick.is_some()) {
        return None;
    }
    let behind = bullet(text);
    Some((bare(behind.unwrap_or(text)), behind.is_some()))
}

fn is_label(label: &str) -> bool {
    label.len() <= 60 && label.split_whitespace().count() <= 7
}

fn before_colon(words: &str) -> Option<(String, String)> {
    let (label, value) = words.split_once([':', '：'])?;
    if value.starts_with("//") || !is_label(label) {
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
    (!label.is_empty()).then(|| (label, value.trim().to_owned()))
}

/// `**Label** - value`, `**Label** value`.
fn in_bold(words: &str) -> Option<(String, String)> {
    let mark = ["***", "**", "__", "*", "`"].into_iter().find(|mark| words.starts_with(mark))?;
    let (label, value) = words.get(mark.len()..)?.split_once(mark)?;
    let label = squeezed(label.trim().trim_end_matches([':', '：']).trim_matches(['*', '_']));
    if label.is_empty() || !is_label(&label) {
        return None;
    }
    let value = value.trim_start();
    let value = ["-", "–", "—", ":", "：", "=", "→", "->"]
        .iter()
        .filter_map(|mark| value.strip_prefix(mark))
        .find(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        .unwrap_or(value);
    Some((label, value.trim().to_owned()))
}

/// `**Operator:** …`: a field of its own, whatever it is called.
fn is_bold_label(text: &str) -> bool {
    let parts = ["**", "__"].into_iter().find_map(|mark| text.strip_prefix(mark)?.split_once(mark));
    parts.is_some_and(|(label, behind)| {
        is_label(label) && (label.trim_end().ends_with([':', '：']) || behind.trim_start().starts_with([':', '：']))
    })
}

/// `Label - value`.
fn before_dash(words: &str) -> Option<(String, String)> {
    let marks = [" - ", " – ", " — ", " = ", " → ", " -> ", "\t"];
    let (label, value) = marks.iter().filter_map(|mark| words.split_once(mark)).min_by_key(|(label, _)| label.len())?;
    (is_label(label) && !label.trim().is_empty())
        .then(|| (squeezed(label.trim_matches(['*', '_', '`', ' '])), value.trim().to_owned()))
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
