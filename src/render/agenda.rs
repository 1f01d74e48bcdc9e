//! Runbooks by time: a heading for each day, and for each call the clocks of both sides.

use super::clock::{away, date, date_in_zone, day, time, weekday_in_zone};
use super::layout::{pad, plain};
use super::list::{Asked, problems};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs;
use super::style::Style;
use crate::model::{Moment, Row};

/// `agenda`: the days with their calls, then what has no time yet.
pub fn agenda(rows: &[Row], asked: Asked, style: &Style) -> String {
    let mut page = Page::new(style);
    let mut calls: Vec<(Moment, &Row)> = rows.iter().filter_map(|row| Some((row.scheduled_at?, row))).collect();
    calls.sort_by_key(|(at, row)| (*at, row.id.clone()));
    let unplanned: Vec<&Row> = rows.iter().filter(|row| row.scheduled_at.is_none() && row.problem.is_none()).collect();
    if calls.is_empty() && matches!(asked, Asked::Some { .. }) {
        page.line("No call is like that.");
    } else if calls.is_empty() {
        page.line("Nothing is scheduled.");
        let example = style.now.a_week_on();
        page.line(ink(
            Ink::Muted,
            &format!("  agree on a time:  runbook schedule ID \"{example}\" --zone Europe/Berlin"),
        ));
    }
    let mut current = String::new();
    for (at, row) in calls {
        let here = style.local(at);
        if date(here) != current {
            current = date(here);
            page.heading(&day(here), &ink(Ink::Muted, &distance_in_days(here, style)));
        }
        call(row, at, style, &mut page);
    }
    duties(rows, style, &mut page);
    if !unplanned.is_empty() {
        page.heading("Without a time", "");
        for row in unplanned {
            let state = row.state.map(|state| signs::state(state, row.result)).unwrap_or_default();
            page.line(format!("         {}  {state}", row.id));
        }
    }
    problems(rows, &mut page);
    page.done()
}

fn call(row: &Row, at: Moment, style: &Style, page: &mut Page<'_>) {
    let state = row.state.map(|state| signs::state(state, row.result)).unwrap_or_default();
    let is_ahead = row.state.is_some_and(|state| state.is_before_call());
    let ready = row.ready.filter(|_| is_ahead).map(|ready| format!(", {}", signs::ready(ready))).unwrap_or_default();
    let words = away(at, style.now);
    let is_late = at < style.now && is_ahead;
    let words = if is_late { ink(Ink::Warn, &format!("overdue, {words}")) } else { words };
    page.hang(&format!("  {}  ", time(style.local(at))), &row.name.as_ref().map(plain).unwrap_or_default());
    page.hang("         ", &format!("{}, {state}{ready}, {words}", row.id));
    if let Some(dri) = &row.dri {
        page.hang("         ", &format!("{} {}", ink(Ink::Muted, "DRI"), plain(dri)));
    }
    let mut clocks: Vec<(String, String)> = Vec::new();
    if let Some(zone) = row.time_zone {
        // whether anybody agreed to it is another question
        clocks.push(("call".to_owned(), format!("{}  {zone}", weekday_in_zone(at, zone))));
    }
    for (side, zone) in &row.sides {
        let own = (side.to_string(), format!("{}  {zone}", weekday_in_zone(at, *zone)));
        if !clocks.contains(&own) {
            clocks.push(own);
        }
    }
    let widest = clocks.iter().map(|(side, _)| side.len()).max().unwrap_or(0);
    for (side, clock) in clocks {
        page.hang(&format!("         {}  ", ink(Ink::Muted, &pad(&side, widest))), &clock);
    }
}

/// Duties that are owed by a certain time, of all runbooks.
fn duties(rows: &[Row], style: &Style, page: &mut Page<'_>) {
    let timed = rows.iter().flat_map(|row| row.duties.iter().filter_map(move |duty| Some((duty.due?, row, duty))));
    let mut timed: Vec<_> = timed.collect();
    timed.sort_by_key(|(due, row, duty)| (*due, row.id.clone(), duty.id.clone()));
    if timed.is_empty() {
        return;
    }
    page.heading("Duties by time", "");
    for (due, row, duty) in timed {
        let words = away(due, style.now);
        let words = if duty.overdue { ink(Ink::Bad, &format!("overdue, {words}")) } else { words };
        page.hang("  ", &format!("{}, {words}: {}", date_in_zone(due, row.time_zone), plain(&duty.what)));
        page.line(format!("         runbook obligation discharge {} {} --evidence LINK", row.id, duty.id));
    }
}

/// `today`, `tomorrow`, `in 5 days`, `yesterday`, `5 days ago`.
fn distance_in_days(here: Moment, style: &Style) -> String {
    let today = style.local(style.now).time().date_naive();
    match (here.time().date_naive() - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days @ 1.. => format!("in {days} days"),
        days => format!("{} days ago", days.unsigned_abs()),
    }
}
