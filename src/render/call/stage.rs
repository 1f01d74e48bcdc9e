//! What a screen of the guided call is about.

use crate::lifecycle::{Conditional, Pace, Stop, way_back};
use crate::model::{Checklist, Moment, Runbook, RunbookId, Slug, State, Task};

/// One stop of a call, and what there is to know about it.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'a> {
    /// The runbook's id.
    pub id: &'a RunbookId,
    /// The runbook.
    pub runbook: &'a Runbook,
    /// Where the call is.
    pub stop: &'a Stop,
    /// Everything that is left, this stop among it or not.
    pub left: &'a [Stop],
    /// When the call began.
    pub began: Option<Moment>,
    /// Whether a customer may see the screen.
    pub present: bool,
    /// Rows of the screen; `usize::MAX` where texts are shown whole, [`super::ALREADY_READ`] where they were just before.
    pub rows: usize,
}

impl<'a> Stage<'a> {
    /// The task or the step of the way back that this stop is about.
    pub(super) fn work(&self) -> Option<&'a Task> {
        match self.stop {
            Stop::Task(id) | Stop::Wait(id) => self.runbook.tasks.iter().find(|own| own.id == *id),
            Stop::Step(id) => self.runbook.steps().iter().find(|own| own.id == *id),
            _ => None,
        }
    }

    /// How the call goes at this time.
    pub(super) fn pace(&self, now: Moment) -> Pace {
        Pace::of(self.runbook, self.began, now)
    }

    /// Where the call is, in words: `task 2 of 4`.
    pub(super) fn phase(&self) -> String {
        let runbook = self.runbook;
        let of = |ids: Vec<&Slug>, id: &Slug| match ids.iter().position(|own| *own == id) {
            Some(at) => format!(" {} of {}", at + 1, ids.len()),
            None => String::new(),
        };
        match self.stop {
            Stop::Mend(_) => {
                let open = self.left.iter().filter(|stop| matches!(stop, Stop::Mend(_))).count();
                format!("{}: {}", self.time(), super::super::signs::count(open, "point open", "points open"))
            }
            Stop::Check(list, id) => {
                let time = if *list == Checklist::Pre { "before the call" } else { "after the call" };
                format!("{time}: check{}", of(applicable(runbook.checklist(*list), runbook, |own| &own.id), id))
            }
            Stop::Permission(id) => {
                format!("permission{}", of(applicable(&runbook.permissions, runbook, |own| &own.id), id))
            }
            Stop::Start => "before the call: the start".to_owned(),
            Stop::Task(id) => format!("task{}", of(applicable(&runbook.tasks, runbook, |own| &own.id), id)),
            Stop::Wait(_) => "waiting".to_owned(),
            Stop::Step(id) => {
                format!("way back: step{}", of(way_back(runbook).into_iter().map(|own| &own.id).collect(), id))
            }
            Stop::Finish if runbook.state == State::RollingBack => "way back: the end".to_owned(),
            Stop::Finish => "the end of the work".to_owned(),
            Stop::Duty(id) => {
                format!("after the call: duty{}", of(applicable(&runbook.obligations, runbook, |own| &own.id), id))
            }
            Stop::Close => "after the call: the end".to_owned(),
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

fn applicable<'a, T: Conditional>(items: &'a [T], runbook: &Runbook, id: impl Fn(&'a T) -> &'a Slug) -> Vec<&'a Slug> {
    items.iter().filter(|item| item.is_applicable(&runbook.variables)).map(id).collect()
}
