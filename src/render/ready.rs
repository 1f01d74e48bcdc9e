//! The readiness report for people: the verdict, every missing point with the command that mends it, what was
//! overridden, and warnings. Commands are never wrapped, so that they can be copied.

use super::clock::{away, date_and_time, in_zone};
use super::layout::{pad, plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::report::ReadyReport;
use super::signs::count;
use super::style::Style;
use crate::lifecycle::{Missing, Overridden};
use crate::model::Moment;

/// `ready` for one runbook or several.
pub fn ready(reports: &[ReadyReport], style: &Style) -> String {
    let mut page = Page::new(style);
    match reports {
        [] => {
            page.line("No runbook is to be judged: none is a draft or scheduled in that time.");
            page.line(ink(Ink::Muted, "  all of them:  runbook list --all"));
        }
        [one] => report(one, style, &mut page),
        several => {
            for one in several {
                page.blank();
                report(one, style, &mut page);
            }
            let good = several.iter().filter(|one| one.readiness.is_ready()).count();
            page.blank();
            page.line(format!("{good} of {} are ready.", several.len()));
        }
    }
    page.done()
}

fn report(report: &ReadyReport, style: &Style, page: &mut Page<'_>) {
    let found = &report.readiness;
    let verdict = match found.missing.len() {
        0 if found.overridden.is_empty() => ink(Ink::Good, "READY"),
        0 => format!("{}, {}", ink(Ink::Good, "READY"), ink(Ink::Warn, "with overrides")),
        number => ink(Ink::Bad, &format!("NOT READY, {} missing", count(number, "point", "points"))),
    };
    page.hang("", &format!("{}: {verdict}", plain(&report.id)));
    let name = report.name.as_ref().map(plain);
    let when = report.scheduled_at.map(|at| format!("{}, {}", in_zone(at, report.time_zone), away(at, style.now)));
    for line in [name, when].into_iter().flatten() {
        page.hang("  ", &ink(Ink::Muted, &line));
    }
    section("Missing", Ink::Bad, &found.missing, page);
    overridden(&found.overridden, style, page);
    section("Warnings, which block nothing", Ink::Warn, &found.warnings, page);
}

fn section(title: &str, colour: Ink, points: &[Missing], page: &mut Page<'_>) {
    if points.is_empty() {
        return;
    }
    page.heading(title, "");
    let widest = points.iter().map(|point| point.code.as_str().len()).max().unwrap_or(0);
    for point in points {
        let lead = format!("  {}  ", ink(colour, &pad(point.code.as_str(), widest)));
        page.hang(&lead, &prose(&point.message));
        for command in point.ways() {
            page.line(format!("{}{}", " ".repeat(widest + 4), plain(command)));
        }
    }
}

fn overridden(points: &[Overridden], style: &Style, page: &mut Page<'_>) {
    if points.is_empty() {
        return;
    }
    page.heading("OVERRIDDEN", "");
    for point in points {
        let item = if point.item.is_empty() { String::new() } else { format!(" ({})", point.item) };
        page.hang(&format!("  {} ", ink(Ink::Warn, "!")), &prose(format!("{}{item}: {}", point.code, point.message)));
        let who = point.by.split_once(" <").map_or(point.by.as_str(), |(name, _)| name);
        let when = point.at.parse::<Moment>().map(|at| date_and_time(style.local(at)));
        let when = when.unwrap_or_else(|_| point.at.clone());
        page.hang("    ", &prose(format!("by {}, {when}: {}", plain(who), point.reason)));
    }
}
