//! What a screen of the guided call is about.
//!
//! Refuses to count on the record that a screen may show: what a customer does not see takes its time as well.

use crate::lifecycle::{Conditional, Forecast, NextStep, rollback_steps};
use crate::model::{Checklist, Moment, Runbook, RunbookId, Settings, Slug, State, Task};
use crate::render::clock::time;
use crate::render::style::Style;

/// One stop of a call, and what there is to know about it.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'a> {
    /// The runbook's id.
    pub id: &'a RunbookId,
    /// The runbook.
    pub runbook: &'a Runbook,
    /// Where the call is.
    pub stop: &'a NextStep,
    /// Everything that is left, this stop among it or not.
    pub left: &'a [NextStep],
    /// When the call began.
    pub began: Option<Moment>,
    /// How the call goes at this time: of the whole runbook, whatever of it the screen may show.
    pub pace: Forecast,
    /// The store's settings, which say who of ours is called how.
    pub settings: &'a Settings,
    /// Whether a customer may see the screen.
    pub present: bool,
    /// Rows of the screen; `usize::MAX` where texts are shown whole, [`super::ALREADY_READ`] where they were just before.
    pub rows: usize,
}

impl<'a> Stage<'a> {
    /// The task or the rollback step that this stop is about.
    pub(super) fn work(&self) -> Option<&'a Task> {
        match self.stop {
            NextStep::Task(id) | NextStep::Wait(id) => self.runbook.tasks.iter().find(|own| own.id == *id),
            NextStep::Step(id) => self.runbook.steps().iter().find(|own| own.id == *id),
            _ => None,
        }
    }

    /// Hours and minutes: on the reader's clock, or, where a customer looks on, on that of the call, which is named.
    pub(super) fn clock(&self, at: Moment, style: &Style) -> String {
        clock(self.runbook, self.present, at, style)
    }

    /// Where the call is, in words: `task 2 of 4`.
    pub(super) fn phase(&self) -> String {
        let runbook = self.runbook;
        let of = |ids: Vec<&Slug>, id: &Slug| match ids.iter().position(|own| *own == id) {
            Some(at) => format!(" {} of {}", at + 1, ids.len()),
            None => String::new(),
        };
        match self.stop {
            NextStep::Mend(_) => {
                let open = self.left.iter().filter(|stop| matches!(stop, NextStep::Mend(_))).count();
                format!("{}: {}", self.time(), super::super::signs::count(open, "point open", "points open"))
            }
            NextStep::Check(list, id) => {
                let time = if *list == Checklist::Pre { "before the call" } else { "after the call" };
                format!("{time}: check{}", of(applicable(runbook.checklist(*list), runbook, |own| &own.id), id))
            }
            NextStep::Permission(id) => {
                format!("permission{}", of(applicable(&runbook.permissions, runbook, |own| &own.id), id))
            }
            NextStep::Start => "before the call: the start".to_owned(),
            NextStep::Task(id) => format!("task{}", of(applicable(&runbook.tasks, runbook, |own| &own.id), id)),
            NextStep::Wait(_) => "waiting".to_owned(),
            NextStep::Step(id) => {
                format!("rollback: step{}", of(rollback_steps(runbook).into_iter().map(|own| &own.id).collect(), id))
            }
            NextStep::Finish if runbook.state == State::RollingBack => "rollback: the end".to_owned(),
            NextStep::Finish => "the end of the work".to_owned(),
            NextStep::Duty(id) => {
                format!("after the call: duty{}", of(applicable(&runbook.obligations, runbook, |own| &own.id), id))
            }
            NextStep::Close => "after the call: the end".to_owned(),
        }
    }

    fn time(&self) -> &'static str {
        match self.runbook.state {
            State::Draft | State::Scheduled => "before the call",
            State::Running | State::RollingBack => "in the call",
            State::WrapUp | State::Closed => "after the call",
        }
    }
}

/// Hours and minutes on the clock of a screen of this call.
pub(super) fn clock(runbook: &Runbook, present: bool, at: Moment, style: &Style) -> String {
    match runbook.time_zone.filter(|_| present) {
        Some(zone) => format!("{} {}", time(zone.local(at)), zone.abbreviation(at)),
        None => time(style.local(at)),
    }
}

fn applicable<'a, T: Conditional>(items: &'a [T], runbook: &Runbook, id: impl Fn(&'a T) -> &'a Slug) -> Vec<&'a Slug> {
    items.iter().filter(|item| item.is_applicable(&runbook.variables)).map(id).collect()
}
