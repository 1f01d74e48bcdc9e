//! Where planned and actual work lie on one line of time. Knows no picture.

use chrono::Offset;

use crate::lifecycle::{Call, Conditional, attempt_s, open_attempt, outcome, worked_s};
use crate::model::{Attempt, Length, Moment, Task, TaskOutcome, Zone};
use crate::render::clock::{length, time, weekday_and_time};
use crate::render::export::exported::Exported;
use crate::render::layout::{cut, plain};
use crate::render::total_work::of_plan;

/// The columns that a title gets; it is told in full elsewhere.
const TITLE: usize = 42;
/// From this distance on, plan and work are of different days.
const A_DAY: i64 = 86_400;
/// The most marks on the line of time: what a phone has room for.
const MOST_TICKS: i64 = 6;
const STEPS: [i64; 14] =
    [60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000];

/// A stretch of time, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) to: i64,
    /// What it is, as the style calls it.
    pub(super) class: &'static str,
}

/// One task.
#[derive(Debug)]
pub(super) struct TimelineRow {
    /// Its title, cut to its room.
    pub(super) title: String,
    /// Planned and actual in words.
    pub(super) words: String,
    pub(super) planned: Option<Span>,
    pub(super) wait: Option<Span>,
    pub(super) actual: Vec<Span>,
}

/// The whole picture.
#[derive(Debug)]
pub(super) struct Timeline {
    pub(super) rows: Vec<TimelineRow>,
    /// The ends of the line of time.
    pub(super) from: i64,
    pub(super) to: i64,
    /// Marks on it, each with its words.
    pub(super) ticks: Vec<(i64, String)>,
    /// The agreed start, where the plan begins there.
    pub(super) agreed: Option<i64>,
    /// The time of the export, while work is under way.
    pub(super) now: Option<i64>,
    /// Whether the line shows a clock and not only lengths.
    pub(super) is_clock: bool,
    /// Whether the plan was moved to the day of the work.
    pub(super) is_shifted: bool,
    /// Whether some work has a length only.
    pub(super) is_guessed: bool,
    /// Whether any work is drawn.
    pub(super) has_work: bool,
}

impl Timeline {
    /// Lays out the applicable tasks, and the rollback steps that were gone.
    pub(super) fn of(exported: &Exported<'_>) -> Option<Self> {
        let runbook = exported.runbook;
        let tasks: Vec<&Task> = runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).collect();
        let steps: Vec<&Task> = runbook.steps().iter().filter(|step| !step.attempts.is_empty()).collect();
        let now = exported.now;
        let attempts = || tasks.iter().chain(&steps).flat_map(|task| &task.attempts);
        let began = attempts().filter_map(|own| own.started_at).min().map(Moment::epoch_seconds);
        // work of which only lengths may be told, or are known, was done at no time of day that could be drawn
        let has_times = began.is_some() || !attempts().any(|own| attempt_s(own, now).is_some());
        // nor was any at a time at which the call did not take place
        let is_withdrawn = exported.call.is_some_and(Call::is_withdrawn);
        let agreed = runbook.scheduled_at.map(Moment::epoch_seconds).filter(|_| has_times && !is_withdrawn);
        let is_shifted = agreed.zip(began).is_some_and(|(agreed, began)| (agreed - began).abs() > A_DAY)
            || is_withdrawn && began.is_some();
        let base = if is_shifted { began } else { agreed.or(began) };
        let mut hands = Hands { plan: base.unwrap_or(0), work: began.or(base).unwrap_or(0), is_guessed: false };
        let mut rows: Vec<TimelineRow> = tasks.iter().map(|task| hands.row(task, now)).collect();
        rows.extend(steps.iter().map(|step| TimelineRow { planned: None, wait: None, ..hands.row(step, now) }));
        rows.retain(|row| row.planned.is_some() || !row.actual.is_empty());
        let spans = || rows.iter().flat_map(|row| row.planned.iter().chain(&row.wait).chain(&row.actual));
        let (first, last) = (spans().map(|span| span.from).min()?, spans().map(|span| span.to).max()?);
        let is_running = spans().any(|span| span.class == "running");
        let is_clock = base.is_some();
        let has_work = rows.iter().any(|row| !row.actual.is_empty());
        let axis = Axis::new(first, last, is_clock, clocks(exported));
        Some(Self {
            ticks: axis.ticks(),
            from: axis.from,
            to: axis.to,
            agreed: agreed.filter(|_| !is_shifted),
            now: is_running.then(|| now.epoch_seconds()),
            is_clock,
            is_shifted,
            is_guessed: hands.is_guessed,
            has_work,
            rows,
        })
    }
}

/// How far plan and work have come.
struct Hands {
    plan: i64,
    work: i64,
    is_guessed: bool,
}

impl Hands {
    fn row(&mut self, task: &Task, now: Moment) -> TimelineRow {
        let planned = task.estimate.as_ref().map(|estimate| self.plan_for(estimate, "plan"));
        let wait = task.wait.as_ref().filter(|_| planned.is_some()).map(|wait| self.plan_for(wait, "wait"));
        let actual = task.attempts.iter().filter_map(|attempt| self.work_of(attempt, now)).collect();
        TimelineRow { title: cut(&plain(&task.title), TITLE), words: words(task, now), planned, wait, actual }
    }

    fn plan_for(&mut self, planned: &Length, class: &'static str) -> Span {
        let from = self.plan;
        self.plan = from.saturating_add(planned.seconds_signed());
        Span { from, to: self.plan, class }
    }

    fn work_of(&mut self, attempt: &Attempt, now: Moment) -> Option<Span> {
        let class = match attempt.outcome {
            Some(TaskOutcome::Success) => "success",
            Some(TaskOutcome::Failed) => "failed",
            Some(TaskOutcome::Skipped) => "skipped",
            Some(TaskOutcome::Paused) => "paused",
            None => "running",
        };
        let worked = i64::try_from(attempt_s(attempt, now)?).unwrap_or(i64::MAX);
        if attempt.started_at.is_none() {
            self.is_guessed = true;
        }
        let from = attempt.started_at.map_or(self.work, Moment::epoch_seconds);
        let to = from.saturating_add(worked);
        self.work = self.work.max(to);
        Some(Span { from, to, class })
    }
}

/// `12m of 10m (+2m)`.
fn words(task: &Task, now: Moment) -> String {
    let planned = task.estimate.as_ref().map(|estimate| estimate.seconds());
    let actual = worked_s(task, now);
    let running = if open_attempt(task).is_some() { ", running" } else { "" };
    match (planned, actual) {
        (Some(planned), Some(actual)) => {
            format!("{}{running}", of_plan(planned, actual, outcome(task).is_some()))
        }
        (None, Some(actual)) => format!("{}, not planned", length(actual)),
        (Some(planned), None) => format!("planned {}", length(planned)),
        (None, None) => String::new(),
    }
}

/// The clocks that the picture shows: of the agreed zone, otherwise of the agreed offset.
fn clocks(exported: &Exported<'_>) -> Clocks {
    let at = exported.runbook.scheduled_at.unwrap_or(exported.now);
    Clocks { zone: exported.runbook.time_zone, minutes: at.time().offset().fix().local_minus_utc() / 60 }
}

#[derive(Clone, Copy)]
struct Clocks {
    zone: Option<Zone>,
    minutes: i32,
}

impl Clocks {
    fn local(self, seconds: i64) -> Moment {
        let moment = Moment::from_git(seconds, self.minutes);
        self.zone.map_or(moment, |zone| zone.local(moment))
    }
}

/// The line of time with its ends on whole marks.
struct Axis {
    from: i64,
    to: i64,
    step: i64,
    is_clock: bool,
    clocks: Clocks,
}

impl Axis {
    fn new(first: i64, last: i64, is_clock: bool, clocks: Clocks) -> Self {
        let span = last.saturating_sub(first).max(60);
        let widest = STEPS.last().copied().unwrap_or(A_DAY);
        let step = STEPS.iter().copied().find(|step| span / step < MOST_TICKS);
        let step = step.unwrap_or_else(|| widest.saturating_mul(span / widest / MOST_TICKS + 1));
        // marks stand on whole hours of the clock that is shown
        let shift = if is_clock { i64::from(clocks.local(first).time().offset().fix().local_minus_utc()) } else { 0 };
        let from = (first + shift).div_euclid(step) * step - shift;
        let to = (last.max(from + 60) + shift + step - 1).div_euclid(step) * step - shift;
        Self { from, to, step, is_clock, clocks }
    }

    fn ticks(&self) -> Vec<(i64, String)> {
        let mut ticks = Vec::new();
        let mut at = self.from;
        while at <= self.to {
            ticks.push((at, self.label(at)));
            at = at.saturating_add(self.step);
        }
        ticks
    }

    fn label(&self, at: i64) -> String {
        if !self.is_clock {
            return length(u64::try_from(at - self.from).unwrap_or(0));
        }
        let local = self.clocks.local(at);
        match (self.to - self.from, self.step) {
            (_, A_DAY..) => local.time().format("%-d %b").to_string(),
            (A_DAY.., _) => weekday_and_time(local),
            _ => time(local),
        }
    }
}
