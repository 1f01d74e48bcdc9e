//! Tables of tasks in any state: any columns in any order, rows that are too short or too long, no head, no separator.

use std::collections::HashSet;

use super::facts::{FactShape, shape};
use super::inline::is_struck;
use super::items::{Tick, item};
use super::meanings::TaskColumn as Column;
use super::sections::Section;
use super::tables::{Table, TableRow, tables};
use super::tasks::{Track, WrittenTask, add, column};
use super::title_rows::{Again, HALF_A_HEAD, TitleRows, UNKNOWN_COLUMN, claim_head, leave_unknown_heads, says_again};
use super::vocabulary::{is_blank, is_left_open};
use super::writing::{Writing, short};

/// Reads the tables of a section of tasks.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    for table in tables(writing.page, section.lines.clone()) {
        match shape(&table) {
            // who does the work is none of it
            FactShape::Contacts => super::contact_tables::of_table(writing, &table, None, section.under()),
            _ => of_table(writing, &table, Track::Tasks),
        }
    }
}

/// Reads a table of tasks, or of rollback steps.
pub(super) fn of_table(writing: &mut Writing<'_>, table: &Table, track: Track) {
    let mut columns = vec![(Column::Task, None), (Column::Outcome, None), (Column::Duration, None)];
    let mut head: Option<&TableRow> = None;
    let titles = TitleRows::of(table);
    let mut entries = HashSet::new();
    for (nth, row) in table.rows.iter().enumerate() {
        let is_over_the_rest = nth == 0 && table.separators.first() == Some(&(row.at + 1));
        // a title may stand over the heads
        let is_head = head.is_none() && (is_head(row) || is_over_the_rest && !is_title_of(table));
        let again = head.and_then(|head| {
            let known = |cell: &str| !matches!(column(cell).0, Column::Other);
            says_again(row, &head.cells, |cell| column(cell).0 == Column::Task, known)
        });
        if row.is_blank() {
            writing.claim(row.at);
        } else if is_head {
            columns = columns_of(writing, table, row);
            head = Some(row);
            claim_head(writing, row);
        } else if let (Some(Again::Whole), Some(first)) = (again, head) {
            // the same heads in another order stand over what follows
            let is_same = (0..row.cells.len()).all(|at| {
                // the same column in another unit is another one
                let own = column(row.cell(at));
                is_blank(row.cell(at)) || own.0 == Column::Other || own == column(first.cell(at))
            });
            if !is_same {
                unknown_heads(writing, table, first, &columns, (&entries, row.at));
                columns = columns_of(writing, table, row);
                head = Some(row);
                writing.repair(row.number, format!("“{}” stands over the rows below it", short(&row.text)));
            }
            claim_head(writing, row);
        } else if again == Some(Again::Half) {
            writing.leave(row.number, track.list(), &row.text, HALF_A_HEAD);
            writing.claim(row.at);
        } else if nth == 0 && is_title_of(table) {
            writing.leave(row.number, track.list(), &row.text, "it is the title of the rows below it");
            writing.claim(row.at);
        } else if let Some(why) = titles.why_none(row) {
            writing.leave(row.number, track.list(), &row.text, why);
            writing.claim(row.at);
        } else if row.cells.iter().any(|cell| is_struck(cell)) {
            super::struck::leave(writing, row.at);
        } else {
            let heads = head.map_or(&[][..], |head| head.cells.as_slice());
            if let Some(mut written) = of_row(row, &columns, heads).filter(|written| !is_left_open(&written.title)) {
                writing.claim(row.at);
                entries.insert(row.at);
                take_off_box(writing, row, &mut written);
                add(writing, written, track);
            }
        }
    }
    if let Some(head) = head {
        unknown_heads(writing, table, head, &columns, (&entries, usize::MAX));
    }
}

/// True for a row of heads of which more than one is known.
fn is_head(row: &TableRow) -> bool {
    row.cells.iter().filter(|cell| !matches!(column(cell).0, Column::Other | Column::Number)).count() > 1
}

/// Whether the first row is but a title over a row of heads.
fn is_title_of(table: &Table) -> bool {
    table.rows.first().is_some_and(TableRow::is_title) && table.rows.get(1).is_some_and(is_head)
}

/// The columns by a row of heads.
fn columns_of(writing: &mut Writing<'_>, table: &Table, head: &TableRow) -> Vec<(Column, Option<u64>)> {
    let mut columns: Vec<(Column, Option<u64>)> = head.cells.iter().map(|cell| column(cell)).collect();
    number_the_steps(table, head, &mut columns);
    name_the_work(writing, head, &mut columns);
    // "Step | Task": the first of two is a number
    let both: Vec<usize> = (0..).zip(&columns).filter(|(_, (own, _))| *own == Column::Task).map(|(at, _)| at).collect();
    if let ([step, _, ..], true) = (both.as_slice(), columns.len() > 1)
        && let Some(own) = columns.get_mut(*step)
    {
        own.0 = Column::Number;
    }
    columns
}

/// True where a table says of each task how it ended and how long it takes, as the documents' own does.
pub(super) fn has_the_documents_columns(table: &Table) -> bool {
    let heads = || table.rows.first().into_iter().flat_map(|first| &first.cells).map(|cell| column(cell).0);
    heads().any(|own| own == Column::Outcome)
        && heads().any(|own| matches!(own, Column::Duration | Column::Estimate | Column::Actual))
}

/// "Step | Description": a column of steps that holds numbers counts the work, which the other one tells.
fn number_the_steps(table: &Table, head: &TableRow, columns: &mut [(Column, Option<u64>)]) {
    let Some(at) = columns.iter().position(|(own, _)| *own == Column::Task) else { return };
    let is_one = columns.iter().filter(|(own, _)| *own == Column::Task).count() == 1;
    let is_number = |cell: &str| cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '#' | ' '));
    let below = table.rows.iter().filter(|row| row.at > head.at);
    let mut numbers = below.map(|row| row.cell(at)).filter(|cell| !is_blank(cell)).peekable();
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

/// Keeps the words of heads that no column understands. Other heads stand at `end`.
fn unknown_heads(
    writing: &mut Writing<'_>,
    table: &Table,
    first: &TableRow,
    columns: &[(Column, Option<u64>)],
    entries: (&HashSet<usize>, usize),
) {
    let own = |at: usize| columns.get(at).copied().unwrap_or((Column::Other, None));
    leave_unknown_heads(writing, table, first, "tasks", entries, |at| own(at).0 == Column::Other);
    // "Task (by region)"; a unit is all that such brackets say
    let says_more = |head: &str| !head.contains("](") && head.contains(['(', '[', ',']);
    for (at, head) in first.cells.iter().enumerate().filter(|(_, head)| says_more(head)) {
        if own(at).0 != Column::Other && own(at).1.is_none() {
            writing.leave(first.number, "tasks", head, UNKNOWN_COLUMN);
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
    // a row of signs is nothing to be done, and no more is a box alone
    let boxed = item(&written.title).filter(|own| own.tick.is_some());
    let words = boxed.as_ref().map_or(written.title.as_str(), |own| own.text.as_str());
    let is_said = words.chars().any(|c| c.is_alphanumeric() || !c.is_ascii());
    (is_said && !is_blank(&written.title)).then_some(written)
}

/// The words of a cell with a box, and what the box says beside an outcome that nobody wrote.
fn take_off_box(writing: &mut Writing<'_>, row: &TableRow, written: &mut WrittenTask) {
    let Some(own) = item(&written.title).filter(|own| own.tick.is_some()) else { return };
    if own.tick != Some(Tick::Open) && is_blank(&written.outcome) {
        writing.leave(row.number, "tasks", &row.text, "a tick says nothing about how the task ended");
    } else {
        writing.repair(row.number, format!("“{}” is taken as {}", short(&written.title), short(&own.text)));
    }
    written.title = own.text;
}
