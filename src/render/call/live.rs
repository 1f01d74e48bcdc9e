//! What is drawn over while a person looks at it: the running clock with the keys under it, or a question with what is
//! typed.

use super::head::end_words;
use super::help::{Offer, line};
use super::stage::Stage;
use crate::lifecycle::{NextStep, open_attempt, waiting, worked_s};
use crate::render::clock::{away, length};
use crate::render::layout::{cut, plain, width};
use crate::render::palette::{Ink, ink, paint};
use crate::render::style::Style;

/// A painted line and the columns that it fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLine {
    /// The text with its colours.
    pub text: String,
    /// Its width without them.
    pub width: usize,
}

/// The widest that a bar of the running task gets.
const BAR: usize = 20;

/// The clock and the keys.
pub fn live(stage: &Stage<'_>, offers: &[Offer], style: &Style) -> Vec<LiveLine> {
    let columns = style.width.saturating_sub(1).max(10);
    vec![lay(&clock(stage, columns, style), columns, style), lay(&line(offers, columns), columns, style)]
}

/// A question under the clock, with what is typed and the cursor's column.
pub fn asking(
    stage: &Stage<'_>,
    question: &str,
    window: impl FnOnce(usize) -> (String, usize),
    style: &Style,
) -> (Vec<LiveLine>, usize) {
    let columns = style.width.saturating_sub(1).max(10);
    let keys = format!(
        "{} {}  {} {}",
        ink(Ink::Heading, "enter"),
        ink(Ink::Muted, "take it"),
        ink(Ink::Heading, "esc"),
        ink(Ink::Muted, "never mind")
    );
    let mut lines = vec![lay(&clock(stage, columns, style), columns, style), lay(&keys, columns, style)];
    // the question keeps its line where it would leave no room for the answer
    let is_long = width(question) + 2 > columns / 2;
    let lead = if is_long {
        lines.extend(crate::render::layout::fold(question, columns).iter().map(|part| lay(part, columns, style)));
        "> ".to_owned()
    } else {
        format!("{question}: ")
    };
    let (typed, cursor) = window(columns.saturating_sub(width(&lead)));
    lines.push(lay(&format!("{}{}", ink(Ink::Heading, &lead), plain(typed)), columns, style));
    (lines, width(&lead) + cursor)
}

fn lay(text: &str, columns: usize, style: &Style) -> LiveLine {
    let text = cut(text, columns);
    LiveLine { width: width(&text), text: paint(&text, style.color) }
}

/// The running clock of what is going on.
fn clock(stage: &Stage<'_>, columns: usize, style: &Style) -> String {
    let now = style.now;
    let end = end_words(stage, style);
    let clock = stage.clock(now, style);
    if let NextStep::Wait(_) = stage.stop
        && let Some((task, until)) = waiting(stage.runbook, now)
    {
        let left = until.seconds_since(now).unsigned_abs();
        let all = task.wait.as_ref().map_or(left, |wait| wait.seconds());
        let words = format!("waiting, {} left of {}", ink(Ink::Heading, &running(left)), length(all));
        return joined(&words, &bar(all.saturating_sub(left), all, style), &format!("{clock}  {end}"), columns);
    }
    if let Some(task) = stage.work()
        && open_attempt(task).is_some()
    {
        let worked = worked_s(task, now).unwrap_or(0);
        let planned = task.estimate.as_ref().map(|estimate| estimate.seconds());
        let words = match planned {
            Some(planned) if worked > planned => {
                let over = ink(Ink::Warn, &format!("{} over", running(worked - planned)));
                format!("{} of {}, {over}", ink(Ink::Heading, &running(worked)), length(planned))
            }
            Some(planned) => format!("{} of {}", ink(Ink::Heading, &running(worked)), length(planned)),
            None => format!("{}, not planned", ink(Ink::Heading, &running(worked))),
        };
        let bar = planned.map(|planned| bar(worked, planned, style)).unwrap_or_default();
        return joined(&words, &bar, &format!("{clock}  {end}"), columns);
    }
    match stage.runbook.scheduled_at.filter(|_| stage.runbook.state.is_before_call()) {
        Some(at) => format!("{clock}  call {}", away(at, now)),
        None if stage.runbook.state.is_before_call() || stage.began.is_none() => clock,
        None if matches!(stage.stop, NextStep::Check(..) | NextStep::Duty(_) | NextStep::Close) => clock,
        None => format!("{clock}  {end}"),
    }
}

/// The parts that fit, the first always, the bar last.
fn joined(words: &str, bar: &str, rest: &str, columns: usize) -> String {
    let all = format!("{words}  {bar}  {rest}");
    if !bar.is_empty() && width(&all) <= columns {
        return all;
    }
    let both = format!("{words}  {rest}");
    if width(&both) <= columns { both } else { words.to_owned() }
}

/// `▒▒▒░░░░`: what is done of what is planned, in twenty columns.
fn bar(done: u64, all: u64, style: &Style) -> String {
    let cells = usize::try_from(done.saturating_mul(20).checked_div(all).unwrap_or(0)).unwrap_or(BAR).min(BAR);
    let colour = if done > all { Ink::Warn } else { Ink::Good };
    let full = ink(colour, &style.sign("█", "#").repeat(cells));
    format!("{full}{}", ink(Ink::Muted, &style.sign("░", ".").repeat(BAR - cells)))
}

/// A length to the second, as a clock shows it: `12:05`, `1:12:05`.
fn running(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_length_reads_as_a_clock() {
        assert_eq!((running(5).as_str(), running(725).as_str(), running(4_325).as_str()), ("0:05", "12:05", "1:12:05"));
    }
}
