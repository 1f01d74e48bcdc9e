//! Runbooks as a table, one line each; what cannot be read is never left out.

use super::clock::{away, date_in_zone, length};
use super::columns::Column;
use super::layout::plain;
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs;
use super::style::Style;
use super::table::Grid;
use crate::model::Row;

/// Which runbooks were asked for; it decides what "none" means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Those that are not closed.
    Open,
    /// Every one.
    All,
    /// Those that have something: words, a state, a customer, a time.
    Some {
        /// Closed ones too.
        all: bool,
    },
}

const MAKE_ONE: &str = "  make one:      runbook new \"CUSTOMER - TASK\"";
const CLOSED_TOO: &str = "  closed ones:   runbook list --all";

/// `list`: the table, then what is wrong with files that do not parse.
pub fn list(rows: &[Row], asked: Asked, style: &Style) -> String {
    let mut page = Page::new(style);
    if rows.is_empty() {
        let (what, hints): (_, &[_]) = match asked {
            Asked::Open => ("No open runbook here.", &[MAKE_ONE, CLOSED_TOO]),
            Asked::All => ("No runbook here.", &[MAKE_ONE]),
            Asked::Some { all: false } => ("No open runbook is like that.", &[CLOSED_TOO]),
            Asked::Some { all: true } => ("No runbook is like that.", &[]),
        };
        page.line(what);
        hints.iter().for_each(|hint| page.line(ink(Ink::Muted, hint)));
        return page.done();
    }
    // an id spells such a name in other letters, which people do not read
    let is_spelt_anew = rows.iter().filter_map(|row| row.name.as_ref()).any(|name| !name.as_str().is_ascii());
    let mut grid = Grid::new(vec![
        // what a person types to name one; the rest is told by show
        Column::cutting("Id").kept(40),
        Column::fixed("State"),
        Column::fixed("Ready").if_used().rank(1),
        Column::fixed("When").if_used().rank(2),
        Column::fixed("Starts").if_used().rank(5),
        Column::cutting("DRI").if_used().kept(12).rank(4),
        Column::figures("Tasks").if_used().rank(3),
        Column::figures("Planned").if_used().rank(6),
        Column::figures("Actual").if_used().rank(7),
        Column::fixed("Due").if_used().rank(3),
        Column::cutting("Name").kept(16).rank(if is_spelt_anew { 3 } else { 8 }),
    ]);
    grid.rows(rows, |row| cells(row, style));
    page.lines(0, grid.lay(style.columns(), style));
    problems(rows, &mut page);
    page.done()
}

fn cells(row: &Row, style: &Style) -> Vec<String> {
    let state = match (&row.problem, row.state) {
        (Some(_), None) => ink(Ink::Bad, "unreadable"),
        (Some(_), Some(state)) => format!("{} {}", ink(Ink::Bad, "!"), signs::brief(state, row.result)),
        (None, Some(state)) => signs::brief(state, row.result),
        (None, None) => String::new(),
    };
    let is_ahead = row.state.is_some_and(|state| state.is_before_call());
    let starts = row.scheduled_at.filter(|_| is_ahead).map(|at| {
        let words = away(at, style.now);
        if at < style.now { ink(Ink::Warn, &words) } else { words }
    });
    let tasks = match (row.tasks_done, row.tasks_total) {
        (Some(done), Some(total)) => format!("{done}/{total}"),
        _ => String::new(),
    };
    vec![
        plain(row.label()),
        state,
        row.ready.map(|ready| if ready { ink(Ink::Good, "yes") } else { ink(Ink::Warn, "no") }).unwrap_or_default(),
        row.scheduled_at.map(|at| date_in_zone(at, row.time_zone)).unwrap_or_default(),
        starts.unwrap_or_default(),
        row.dri.as_ref().map(plain).unwrap_or_default(),
        tasks,
        row.estimate_s.map(length).unwrap_or_default(),
        row.actual_s.map(length).unwrap_or_default(),
        due(row, style),
        row.name.as_ref().map(plain).unwrap_or_default(),
    ]
}

/// When the next duty is due.
fn due(row: &Row, style: &Style) -> String {
    let Some((duty, due)) = row.duties.iter().find_map(|duty| Some((duty, duty.due?))) else { return String::new() };
    let words = away(due, style.now);
    if duty.overdue { ink(Ink::Bad, &format!("overdue {words}")) } else { words }
}

/// Why rows are unreadable, in full, each with its path once.
pub(super) fn problems(rows: &[Row], page: &mut Page<'_>) {
    let mut broken = rows.iter().filter_map(|row| Some((row, row.problem.as_ref()?))).peekable();
    if broken.peek().is_some() {
        page.blank();
    }
    for (row, problem) in broken {
        let words = match problem.starts_with(row.path.as_str()) {
            true => problem.clone(),
            false => format!("{}: {problem}", row.path),
        };
        page.hang(&format!("{} ", ink(Ink::Bad, "!")), &plain(words));
    }
}
