//! Planned against actual, decided once for every view: how far two lengths may be compared, and what is said of a sum.
//!
//! Refuses to compare a part with a whole: the time of some of the work is neither more nor less than the plan of all of it,
//! and while work goes on, what is left of its plan is no gain yet.

use super::clock::{deviation, length};
use crate::lifecycle::Progress;
use crate::model::{Runbook, State};

/// The sums over a runbook's tasks.
#[derive(Debug, Clone, Copy)]
pub(super) struct TotalWork {
    /// Planned seconds; none where nothing is planned.
    pub(super) planned: Option<u64>,
    /// Worked seconds, as far as they are known; none where nothing is known of them.
    pub(super) actual: Option<u64>,
    is_incomplete: bool,
    is_over: bool,
}

impl TotalWork {
    /// Of a runbook, whose progress this is.
    pub(super) fn of(runbook: &Runbook, progress: &Progress) -> Self {
        Self {
            planned: progress.estimate_s,
            actual: progress.actual_s,
            is_incomplete: progress.is_incomplete,
            is_over: is_over(runbook, false) || progress.done == progress.total,
        }
    }

    /// Planned and worked seconds, where one is more or less than the other.
    pub(super) fn compared(&self) -> Option<(u64, u64)> {
        let (planned, actual) = (self.planned?, self.actual?);
        (!self.is_incomplete && may_be_compared(planned, actual, self.is_over)).then_some((planned, actual))
    }

    /// How far the worked seconds reach: what follows them in a sentence; empty where they are all.
    pub(super) fn reach(&self) -> &'static str {
        match (self.actual, self.is_incomplete, self.is_over) {
            (None, ..) | (_, false, true) => "",
            (_, true, _) => " as far as it is known",
            (_, false, false) => " so far",
        }
    }

    /// `12m of 10m (+2m)`, and how far that reaches; none where nothing was worked.
    pub(super) fn words(&self) -> Option<String> {
        let of = self.planned.map(|planned| format!(" of {}", length(planned))).unwrap_or_default();
        let off = self.compared().map(|(planned, actual)| format!(" ({})", deviation(planned, actual)));
        Some(format!("{}{of}{}{}", length(self.actual?), off.unwrap_or_default(), self.reach()))
    }
}

/// True once nobody does what is still open: the work is over, or was broken off and only its steps back are left.
pub(in crate::render) fn is_over(runbook: &Runbook, is_step: bool) -> bool {
    match runbook.state {
        State::Draft | State::Scheduled | State::Running => false,
        State::RollingBack => !is_step,
        State::WrapUp | State::Closed => true,
    }
}

/// What a piece of work took, or took so far, of what was planned for it: `12m of 10m (+2m)`.
pub(super) fn of_plan(planned: u64, actual: u64, is_over: bool) -> String {
    let is_compared = may_be_compared(planned, actual, is_over);
    let off = if is_compared { format!(" ({})", deviation(planned, actual)) } else { String::new() };
    format!("{} of {}{off}", length(actual), length(planned))
}

fn may_be_compared(planned: u64, actual: u64, is_over: bool) -> bool {
    is_over || actual > planned
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: u64 = 60;

    #[test]
    fn what_is_left_of_a_plan_is_no_gain_before_the_end() {
        let over = true;
        assert_eq!(of_plan(10 * M, 5 * M, over), "5m of 10m (-5m)");
        assert_eq!(of_plan(10 * M, 5 * M, !over), "5m of 10m");
        assert_eq!(of_plan(10 * M, 12 * M, !over), "12m of 10m (+2m)");
        assert_eq!(of_plan(10 * M, 10 * M, over), "10m of 10m (±0)");
    }

    #[test]
    fn a_sum_says_how_far_it_reaches() {
        let of = |planned: Option<u64>, actual: Option<u64>, is_incomplete, is_over| {
            TotalWork { planned, actual, is_incomplete, is_over }.words().unwrap_or_default()
        };
        let (plan, less, more) = (Some(40 * M), Some(5 * M), Some(50 * M));
        for (told, wanted) in [
            (of(plan, less, false, true), "5m of 40m (-35m)"),
            (of(plan, less, false, false), "5m of 40m so far"),
            (of(plan, more, false, false), "50m of 40m (+10m) so far"),
            (of(plan, less, true, true), "5m of 40m as far as it is known"),
            (of(plan, more, true, true), "50m of 40m as far as it is known"),
            (of(None, less, true, true), "5m as far as it is known"),
            (of(None, less, false, true), "5m"),
            (of(plan, None, true, true), ""),
        ] {
            assert_eq!(told, wanted);
        }
    }
}
