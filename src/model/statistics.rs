//! Planned against actual over many closed runbooks, as `stats` shows and prints them (`docs/reference.md`, “JSON”).
//!
//! Work and waiting are counted apart. Holds what was found and judges nothing.

use serde::Serialize;

use super::{Length, Line, Moment, RunResult, Slug};

/// How one task of a template went, over all runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskStatistics {
    /// The template's name; none for runbooks that were made without one.
    pub template: Option<String>,
    /// The task's id.
    pub task: Slug,
    /// Its title, as the latest run had it.
    pub title: Line,
    /// How often it succeeded in a time that is known.
    pub runs: usize,
    /// How often it failed.
    pub failed: usize,
    /// How often it was left out.
    pub skipped: usize,
    /// Planned seconds, the median over the runs.
    pub estimate_s: Option<u64>,
    /// Worked seconds: half of the runs took no longer.
    pub median_s: Option<u64>,
    /// Worked seconds: nine of ten runs took no longer.
    pub p90_s: Option<u64>,
    /// Planned seconds of waiting, the median over the runs.
    pub wait_s: Option<u64>,
    /// Seconds waited after it and while it was paused, the median over the runs.
    pub waited_s: Option<u64>,
    /// The estimate that these runs suggest, where it was asked for and there were enough.
    pub suggestion: Option<Length>,
    /// The same in seconds.
    pub suggestion_s: Option<u64>,
}

/// How one closed runbook went; one that cannot be read has its problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunbookStatistics {
    /// What it is called in lists.
    pub id: String,
    /// `CUSTOMER - TASK`.
    pub name: Option<String>,
    /// The customer.
    pub customer: Option<Line>,
    /// The template's name.
    pub template: Option<String>,
    /// How it ended.
    pub result: Option<RunResult>,
    /// When the work began, or was agreed to begin.
    pub began_at: Option<Moment>,
    /// What its sums are.
    #[serde(flatten)]
    pub sums: Sums,
    /// Why the file cannot be read.
    pub problem: Option<String>,
}

/// Sums over runs. Planned and actual are of the same tasks: those that have an estimate and succeeded in a known time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sums {
    /// Planned seconds of work.
    pub estimate_s: u64,
    /// Worked seconds.
    pub actual_s: u64,
    /// Planned seconds of waiting.
    pub wait_s: u64,
    /// Waited seconds.
    pub waited_s: u64,
    /// Tasks that these sums are of.
    pub tasks: usize,
}

/// Sums over the runbooks of one template or one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupStatistics {
    /// The template's or the customer's name; none for runbooks that were made without a template.
    pub name: Option<String>,
    /// How many runbooks.
    pub runbooks: usize,
    /// Worked seconds of a runbook, the median.
    pub median_s: Option<u64>,
    /// Worked seconds of a runbook that nine of ten did not exceed.
    pub p90_s: Option<u64>,
    /// Their sums.
    #[serde(flatten)]
    pub sums: Sums,
    /// How much of the planned time the work took, in percent.
    pub taken_percent: Option<u64>,
}

/// Everything that `stats` says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Statistics {
    /// Each task of each template.
    pub tasks: Vec<TaskStatistics>,
    /// Each runbook.
    pub runbooks: Vec<RunbookStatistics>,
    /// Each template.
    pub templates: Vec<GroupStatistics>,
    /// Each customer.
    pub customers: Vec<GroupStatistics>,
    /// All of them.
    pub total: Sums,
    /// How much of the planned time the work took, in percent.
    pub taken_percent: Option<u64>,
}

impl Sums {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Sums) -> Self {
        Self {
            estimate_s: self.estimate_s.saturating_add(other.estimate_s),
            actual_s: self.actual_s.saturating_add(other.actual_s),
            wait_s: self.wait_s.saturating_add(other.wait_s),
            waited_s: self.waited_s.saturating_add(other.waited_s),
            tasks: self.tasks.saturating_add(other.tasks),
        }
    }

    /// How much of the planned time the work took, in percent.
    pub fn taken_percent(self) -> Option<u64> {
        self.actual_s.saturating_mul(100).saturating_add(self.estimate_s / 2).checked_div(self.estimate_s)
    }
}
