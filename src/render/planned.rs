//! Planned against actual, a bar for each task and the sums under them.

use super::clock::{deviation, length};
use super::layout::{cut, pad, plain, width};
use super::palette::{Ink, ink};
use super::style::Style;
use super::total_work::{TotalWork, of_plan};
use crate::lifecycle::{Conditional, Progress, open_attempt, outcome, was_attempted, worked_s};
use crate::model::{Runbook, Task};

/// The widest a title gets beside its bars; the task is named in full elsewhere.
const TITLE: usize = 40;

/// The blanks that a page puts in front of each line.
pub(super) const INDENT: usize = 2;

/// The lines of the comparison, without a heading; empty where nothing is planned and nothing was done.
pub(super) fn planned(runbook: &Runbook, style: &Style) -> Vec<String> {
    let tasks: Vec<PlanBar> = runbook
        .tasks
        .iter()
        .filter(|task| task.is_applicable(&runbook.variables))
        .map(|task| PlanBar::of(task, style))
        .filter(|bar| bar.planned.is_some() || bar.actual.is_some())
        .collect();
    let longest = tasks.iter().flat_map(|bar| [bar.planned, bar.actual]).flatten().max().unwrap_or(0);
    if longest == 0 {
        return Vec::new();
    }
    let progress = Progress::of(runbook, style.now);
    let titles = tasks.iter().map(|bar| width(&bar.title)).max().unwrap_or(0).clamp(5, TITLE);
    let titles = titles.min(style.columns() / 3);
    let words = tasks.iter().map(|bar| width(&bar.words())).max().unwrap_or(0);
    let room = style.columns().saturating_sub(INDENT + titles + words + 4).clamp(4, 60);
    let mut lines: Vec<String> = tasks.iter().map(|bar| bar.line(titles, room, longest, style)).collect();
    lines.push(String::new());
    lines.push(in_all(&TotalWork::of(runbook, &progress), titles));
    lines
}

/// A runbook's planned and actual time in one line: `planned 1h20m, took 1h32m (+12m)`.
fn in_all(sums: &TotalWork, titles: usize) -> String {
    let off = sums.compared().map(|(planned, actual)| {
        let tone = if actual > planned { Ink::Warn } else { Ink::Good };
        format!(" ({})", ink(tone, &deviation(planned, actual)))
    });
    let planned = sums.planned.map(|planned| format!("planned {}", length(planned)));
    let took = sums.actual.map(|actual| format!("took {}{}{}", length(actual), off.unwrap_or_default(), sums.reach()));
    let words: Vec<String> = planned.into_iter().chain(took).collect();
    format!("{}  {}", pad(&ink(Ink::Heading, "in all"), titles), words.join(", "))
}

struct PlanBar {
    title: String,
    planned: Option<u64>,
    actual: Option<u64>,
    is_running: bool,
    /// Whether it came to an end, after which nothing more is done about it.
    is_over: bool,
    /// Whether it was done in a time that nobody knows.
    is_unknown: bool,
}

impl PlanBar {
    fn of(task: &Task, style: &Style) -> Self {
        Self {
            title: plain(&task.title),
            planned: task.estimate.as_ref().map(|estimate| estimate.seconds()),
            actual: worked_s(task, style.now),
            is_running: open_attempt(task).is_some(),
            is_over: outcome(task).is_some(),
            is_unknown: was_attempted(task) && worked_s(task, style.now).is_none(),
        }
    }

    /// `Title  ██████▒▒   12m of 10m`: full up to the plan, then what went over it, or what was left of it.
    fn line(&self, titles: usize, room: usize, longest: u64, style: &Style) -> String {
        let scale = |seconds: u64| -> usize {
            let room = u64::try_from(room).unwrap_or(u64::MAX);
            // whatever took any time at all is seen
            let cells = (seconds.saturating_mul(room)).div_ceil(longest.max(1));
            usize::try_from(cells).unwrap_or(0)
        };
        let (planned, actual) = (self.planned.unwrap_or(0), self.actual.unwrap_or(0));
        let (plan, done) = (scale(planned), scale(actual));
        let within = done.min(plan);
        let over = done.saturating_sub(plan);
        let left = plan.saturating_sub(done);
        let bar = format!(
            "{}{}{}{}",
            ink(Ink::Good, &style.sign("█", "#").repeat(within)),
            ink(Ink::Warn, &style.sign("▓", "+").repeat(over)),
            ink(Ink::Muted, &style.sign("░", ".").repeat(left)),
            " ".repeat(room.saturating_sub(within + over + left)),
        );
        format!("{}  {bar}  {}", pad(&cut(&self.title, titles), titles), self.words())
    }

    /// `12m of 10m (+2m)`.
    fn words(&self) -> String {
        let words = match (self.planned, self.actual) {
            (Some(planned), Some(actual)) => of_plan(planned, actual, self.is_over),
            (None, Some(actual)) => format!("{}, not planned", length(actual)),
            (Some(planned), None) if self.is_unknown => format!("planned {}", length(planned)),
            (Some(planned), None) => format!("0m of {}", length(planned)),
            (None, None) => String::new(),
        };
        let running = if self.is_running { ", running" } else { "" };
        format!("{words}{running}")
    }
}
