//! Tables of tasks in any state: any columns in any order, rows that are too short or too long, no head, no separator.

use super::inline::is_struck;
use super::meanings::TaskColumn as Column;
use super::sections::Section;
use super::tables::{Table, TableRow, tables};
use super::tasks::{Track, WrittenTask, add, column};
use super::vocabulary::is_blank;
use super::writing::Writing;

/// Reads the tables of a section of tasks.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    for table in tables(writing.page, section.lines.clone()) {
        of_table(writing, &table, Track::Tasks);
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
    for row in rows {
        if row.is_blank() {
            writing.claim(row.at);
        } else if row.cells.iter().any(|cell| is_struck(cell)) {
            super::checklist::leave_struck(writing, row.at);
        } else if let Some(written) = of_row(row, &columns, &heads) {
            writing.claim(row.at);
            add(writing, written, track);
        }
    }
    if !heads.is_empty() {
        unknown_heads(writing, table, &columns);
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
        writing.keep(first.number, "tasks", first.cell(at));
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
            Column::Number if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '#')) => continue,
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
