//! Checklists that are tables: a column of what is to be checked, and one that says whether it was.

use std::collections::HashSet;

use super::check_items::{Open, finish};
use super::facts::{FactShape, shape};
use super::inline::is_struck;
use super::items::{Item, Tick, holds_boxes, item};
use super::languages::{any_has, meaning};
use super::meanings::{CheckColumn, TaskColumn};
use super::sections::Section;
use super::shown::unmarked;
use super::stray_tasks::is_taken;
use super::tables::{Table, TableRow, tables};
use super::title_rows::{Again, HALF_A_HEAD, TitleRows, claim_head, leave_unknown_heads, says_again};
use super::vocabulary::{folded, is_blank, is_inapplicable, is_left_open, is_placeholder, task_column, yes_or_no};
use super::writing::Writing;
use crate::model::{Checklist, TaskOutcome};

/// What a column of such a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Item,
    Tick,
    Note,
    Number,
    Other,
}

/// Reads the tables of a checklist's section that say by their columns what they are.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section, list: Checklist) {
    for table in tables(writing.page, section.lines.clone()) {
        if !is_taken(writing, &table)
            && shape(&table) != FactShape::Contacts
            && let Some(columns) = columns(&table)
        {
            of_table(writing, &table, &columns, list);
        }
    }
}

/// The columns by their heads; none where there is no head over items.
fn columns(table: &Table) -> Option<Vec<Column>> {
    let first = table.rows.first()?;
    // what is set in belongs to the item above it
    let is_head = table.separators.first() == Some(&(first.at + 1)) && !first.text.starts_with([' ', '\t']);
    let mut found: Vec<Column> = first.cells.iter().map(|cell| column(cell)).collect();
    // boxes need no head
    for (at, own) in found.iter_mut().enumerate().filter(|(_, own)| matches!(own, Column::Number | Column::Other)) {
        let mut cells = table.rows.iter().skip(1).map(|row| row.cell(at)).filter(|cell| !is_blank(cell)).peekable();
        if cells.peek().is_some() && cells.all(|cell| drawn(cell).is_some()) {
            *own = Column::Tick;
        }
    }
    let ticks = found.iter().filter(|own| **own == Column::Tick).count();
    // "Check | Task": the check is the box of the other
    let mut items = found.iter_mut().zip(&first.cells).filter(|(own, _)| **own == Column::Item);
    let (one, other) = (items.next()?, items.next());
    if let Some((other, head)) = other
        && ticks == 0
    {
        let is_work = |head: &str| task_column(head) == TaskColumn::Task;
        match (is_work(one.1), is_work(head)) {
            (false, true) => *one.0 = Column::Tick,
            _ => *other = Column::Other,
        }
    }
    let found = counted(table, found)?;
    (is_head && says_what_it_is(table, &found)).then_some(found)
}

/// "Item | Value" may stand over anything, unless there are boxes.
fn says_what_it_is(table: &Table, columns: &[Column]) -> bool {
    let at = columns.iter().position(|own| *own == Column::Item).unwrap_or_default();
    let mut rows = table.rows.iter();
    let head = rows.next().map_or("", |first| first.cell(at));
    let is_vague = any_has(|language| language.label_heads, &folded(head));
    !is_vague
        || columns.contains(&Column::Tick)
        || rows.any(|row| item(row.cell(at)).is_some_and(|own| own.tick.is_some()))
}

/// "Step | Description": where the column of items holds numbers, they count what the other one says.
fn counted(table: &Table, mut found: Vec<Column>) -> Option<Vec<Column>> {
    let at = found.iter().position(|own| *own == Column::Item)?;
    let mut numbers = table.rows.iter().skip(1).map(|row| row.cell(at)).filter(|cell| !is_blank(cell)).peekable();
    if numbers.peek().is_none() || !numbers.all(is_number) {
        return Some(found);
    }
    let heads = &table.rows.first()?.cells;
    let work = heads.iter().position(|head| task_column(head) == TaskColumn::Instructions)?;
    *found.get_mut(at)? = Column::Number;
    *found.get_mut(work)? = Column::Item;
    Some(found)
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '#' | ' '))
}

fn column(head: &str) -> Column {
    let own = folded(head);
    // a sign over the boxes
    if own.is_empty() && drawn(head).is_some() {
        return Column::Tick;
    }
    match (meaning(|language| language.check_columns, &own), task_column(head)) {
        (Some(CheckColumn::Item), _) | (None, TaskColumn::Task) => Column::Item,
        (Some(CheckColumn::Tick), _) | (None, TaskColumn::Outcome) => Column::Tick,
        (None, TaskColumn::Note) => Column::Note,
        (None, TaskColumn::Number) => Column::Number,
        (None, _) => Column::Other,
    }
}

fn of_table(writing: &mut Writing<'_>, table: &Table, columns: &[Column], list: Checklist) {
    let heads = table.rows.first();
    if let Some(first) = heads {
        claim_head(writing, first);
    }
    let titles = TitleRows::of(table);
    let mut entries = HashSet::new();
    for row in table.rows.iter().skip(1) {
        if row.is_blank() {
            writing.claim(row.at);
        } else if let Some(why) = titles.why_none(row) {
            writing.leave(row.number, list.word(), &row.text, why);
            writing.claim(row.at);
        } else if let Some(again) = says_again(row, heads_of(table), |cell| column(cell) == Column::Item, is_head) {
            match again {
                Again::Whole => claim_head(writing, row),
                Again::Half => {
                    writing.leave(row.number, list.word(), &row.text, HALF_A_HEAD);
                    writing.claim(row.at);
                }
            }
        } else if row.cells.iter().any(|cell| is_struck(cell)) {
            super::struck::leave(writing, row.at);
        } else if of_row(writing, row, heads, columns, list) {
            entries.insert(row.at);
        }
    }
    if let Some(first) = heads {
        let is_other = |at: usize| columns.get(at).is_none_or(|own| *own == Column::Other);
        // a column that tasks have is understood, though an item holds nothing of it
        let is_unknown = |at: usize| is_other(at) && task_column(first.cell(at)) == TaskColumn::Other;
        leave_unknown_heads(writing, table, first, list.word(), (&entries, usize::MAX), is_unknown);
    }
}

fn heads_of(table: &Table) -> &[String] {
    table.rows.first().map_or(&[], |first| first.cells.as_slice())
}

/// A word over a column; a box is none.
fn is_head(cell: &str) -> bool {
    column(cell) != Column::Other && drawn(cell).is_none()
}

/// One row, true where it is an item; what its box does not say leaves the item open.
fn of_row(
    writing: &mut Writing<'_>,
    row: &TableRow,
    heads: Option<&TableRow>,
    columns: &[Column],
    list: Checklist,
) -> bool {
    let cells = row.fitted(columns.len());
    let of = |wanted: Column| (0..).zip(columns).filter(move |(_, own)| **own == wanted).map(|(at, _): (usize, _)| at);
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let Some(words) = of(Column::Item).map(cell).find(|text| !is_blank(text)) else { return false };
    if holds_boxes(words) {
        writing.leave(row.number, list.word(), &row.text, "it holds more than one item");
        writing.claim(row.at);
        return false;
    }
    if is_left_open(words) {
        super::check_items::leave_form(writing, row.at);
        return false;
    }
    writing.claim(row.at);
    let boxed = item(words).filter(|own| own.tick.is_some());
    let text = unmarked(boxed.as_ref().map_or(words, |own| own.text.as_str()));
    let said = of(Column::Tick).map(cell).find(|text| !is_blank(text));
    let tick = match (said, &boxed) {
        (Some(said), _) => tick(said),
        (None, Some(own)) => own.tick.unwrap_or(Tick::Open),
        (None, None) => Tick::Open,
    };
    let own = Item { indent: 0, tick: Some(tick), text: text.clone(), is_plain: true, has_bullet: true };
    let mut open = Open::new(row.number, own, text.clone());
    let head = |at: usize| heads.map_or("", |heads| heads.cell(at));
    for at in of(Column::Note).filter(|at| !is_blank(cell(*at))) {
        match tick {
            Tick::Ticked | Tick::Inapplicable if open.under.is_empty() => {
                open.has_sentence = true;
                open.under.push(cell(at).to_owned());
            }
            _ => {
                let under = format!("{}: {} of {text}", list.word(), head(at));
                writing.leave(row.number, &under, cell(at), "a note on an open item is no reason that prevents it");
            }
        }
    }
    finish(writing, Some(open), list);
    let known = |at: usize| columns.get(at).is_some_and(|own| *own != Column::Other);
    for (at, other) in cells.iter().enumerate().filter(|(_, other)| !is_blank(other)) {
        let is_read = match columns.get(at) {
            Some(Column::Number) => is_number(other),
            Some(Column::Item) => other == words,
            Some(Column::Tick) => Some(other.as_str()) == said,
            _ => known(at),
        };
        if !is_read {
            let under = format!("{}: {} of {text}", list.word(), head(at));
            writing.leave(row.number, &under, other, "an item of a checklist has no such field");
        }
    }
    true
}

/// What a cell under "Done" says.
fn tick(cell: &str) -> Tick {
    if let Some(tick) = drawn(cell) {
        return tick;
    }
    let is_cross = matches!(cell.trim(), "x" | "X" | "×");
    let outcome = super::attempts::word(cell);
    match yes_or_no(cell) {
        Some(true) => Tick::Ticked,
        Some(false) => Tick::Open,
        None if is_cross || outcome == Some(TaskOutcome::Success) => Tick::Ticked,
        None if is_inapplicable(cell) => Tick::Inapplicable,
        None if is_placeholder(cell) => Tick::Open,
        None => Tick::Odd,
    }
}

/// The box of a cell that holds nothing else.
fn drawn(cell: &str) -> Option<Tick> {
    // it is drawn as before an item: the point is only there so that it stands before something
    let own = item(&format!("{} .", cell.trim().trim_matches('`')))?;
    own.tick.filter(|_| own.text == ".")
}
