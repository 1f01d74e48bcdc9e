//! Tables of tasks in any state: any columns in any order, rows that are too short or too long, no head, no separator.

use super::facts::{FactShape, shape};
use super::form_words::is_form;
use super::inline::is_struck;
use super::meanings::TaskColumn as Column;
use super::sections::Section;
use super::tables::{Table, TableRow, tables};
use super::tasks::{Track, WrittenTask, add, column};
use super::title_rows::TitleRows;
use super::vocabulary::is_blank;
use super::writing::Writing;

/// Reads the tables of a section of tasks.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    for table in tables(writing.page, section.lines.clone()) {
        match shape(&table) {
            // who does the work is none of it
            FactShape::Contacts => super::contacts::of_table(writing, &table, None, section.under()),
            _ => of_table(writing, &table, Track::Tasks),
        }
    }
}

/// Reads a table of tasks, or of rollback steps.
pub(super) fn of_table(writing: &mut Writing<'_>, table: &Table, track: Track) {
    let mut columns = vec![(Column::Task, None), (Column::Outcome, None), (Column::Duration, None)];
    let mut heads: Vec<String> = Vec::new();
    let mut rows = table.rows.iter();
    if let Some(first) = table.rows.first() {
        let named: Vec<(Column, Option<u64>)> = first.cells.iter().map(|cell| column(cell)).collect();
        let is_head = named.iter().filter(|(own, _)| !matches!(own, Column::Other | Column::Number)).count() > 1
            || table.separators.first().is_some_and(|at| *at == first.at + 1);
        if is_head {
            columns = named;
            heads.clone_from(&first.cells);
            number_the_steps(table, &mut columns);
            name_the_work(writing, first, &mut columns);
            // "Step | Task": the first of two is a number
            let both: Vec<usize> =
                (0..).zip(&columns).filter(|(_, (own, _))| *own == Column::Task).map(|(at, _)| at).collect();
            if let ([step, _, ..], true) = (both.as_slice(), heads.len() > 1)
                && let Some(own) = columns.get_mut(*step)
            {
                own.0 = Column::Number;
            }
            writing.claim(first.at);
            rows.next();
        }
    }
    let titles = TitleRows::of(table);
    for row in rows {
        if row.is_blank() {
            writing.claim(row.at);
        } else if let Some(why) = titles.why_none(row) {
            writing.leave(row.number, track.list(), &row.text, why);
            writing.claim(row.at);
        } else if row.cells.iter().any(|cell| is_struck(cell)) {
            super::struck::leave(writing, row.at);
        } else if let Some(written) = of_row(row, &columns, &heads).filter(|written| !is_form(&written.title)) {
            writing.claim(row.at);
            add(writing, written, track);
        }
    }
    if !heads.is_empty() {
        unknown_heads(writing, table, &columns);
    }
}

/// True where a table says of each task how it ended and how long it takes, as the documents' own does.
pub(super) fn has_the_documents_columns(table: &Table) -> bool {
    let heads = || table.rows.first().into_iter().flat_map(|first| &first.cells).map(|cell| column(cell).0);
    heads().any(|own| own == Column::Outcome)
        && heads().any(|own| matches!(own, Column::Duration | Column::Estimate | Column::Actual))
}

/// "Step | Description": a column of steps that holds numbers counts the work, which the other one tells.
fn number_the_steps(table: &Table, columns: &mut [(Column, Option<u64>)]) {
    let Some(at) = columns.iter().position(|(own, _)| *own == Column::Task) else { return };
    let is_one = columns.iter().filter(|(own, _)| *own == Column::Task).count() == 1;
    let is_number = |cell: &str| cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '#' | ' '));
    let mut numbers = table.rows.iter().skip(1).map(|row| row.cell(at)).filter(|cell| !is_blank(cell)).peekable();
    if !is_one || numbers.peek().is_none() || !numbers.all(is_number) {
        return;
    }
    if let Some(own) = columns.get_mut(at) {
        own.0 = Column::Number;
    }
    if let Some(work) = columns.iter_mut().find(|(own, _)| *own == Column::Instructions) {
        work.0 = Column::Task;
    }
}

/// Where no column is called after the work, the first that is not known holds it.
fn name_the_work(writing: &mut Writing<'_>, first: &TableRow, columns: &mut [(Column, Option<u64>)]) {
    if columns.iter().any(|(own, _)| *own == Column::Task) {
        return;
    }
    let Some(at) = columns.iter().position(|(own, _)| *own == Column::Other) else { return };
    if let Some(own) = columns.get_mut(at) {
        own.0 = Column::Task;
        writing.keep_beside(first.number, "heads of columns", first.cell(at));
        writing.repair(first.number, format!("the column “{}” is taken as the tasks", first.cell(at)));
    }
}

/// Heads that are not known and of which nothing was said where their values were kept.
fn unknown_heads(writing: &mut Writing<'_>, table: &Table, columns: &[(Column, Option<u64>)]) {
    let Some(first) = table.rows.first() else { return };
    for (at, head) in first.cells.iter().enumerate().filter(|(_, head)| !is_blank(head)) {
        let (column, unit) = columns.get(at).copied().unwrap_or((Column::Other, None));
        let mut rows = table.rows.iter().skip(1);
        let is_said = rows.any(|row| !is_blank(row.cell(at)) && writing.is_claimed(row.at));
        let has_more = unit.is_none() && head.contains(['(', '[', ',']);
        if (column == Column::Other && !is_said) || (has_more && column != Column::Other) {
            writing.leave(first.number, "tasks", head, "no such column is known");
        }
    }
}

/// The cells of a row by their columns; none where it names no task.
fn of_row(row: &TableRow, columns: &[(Column, Option<u64>)], heads: &[String]) -> Option<WrittenTask> {
    let mut written = WrittenTask { number: row.number, ..WrittenTask::default() };
    for (at, text) in row.fitted(columns.len()).into_iter().enumerate() {
        let (column, unit) = columns.get(at).copied().unwrap_or((Column::Other, None));
        let place = match column {
            Column::Task => &mut written.title,
            Column::Outcome => &mut written.outcome,
            Column::Duration => {
                written.units[0] = unit;
                &mut written.duration
            }
            Column::Estimate => {
                written.units[1] = unit;
                &mut written.estimate
            }
            Column::Actual => {
                written.units[2] = unit;
                &mut written.actual
            }
            Column::Link => &mut written.link,
            Column::Note => &mut written.note,
            Column::Instructions => &mut written.instructions,
            Column::Command => &mut written.command,
            Column::Number if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '#')) => {
                continue;
            }
            Column::Number | Column::Other => {
                if !is_blank(&text) {
                    written.others.push((heads.get(at).cloned().unwrap_or_default(), text));
                }
                continue;
            }
        };
        if place.is_empty() {
            *place = text;
        } else if !is_blank(&text) {
            written.others.push((heads.get(at).cloned().unwrap_or_default(), text));
        }
    }
    (!is_blank(&written.title)).then_some(written)
}
