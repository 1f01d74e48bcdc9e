//! The two lists of work: tasks, and the steps of the rollback. Both are planned, timed and recorded alike.

use super::{Rollback, Runbook, Task};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Track {
    /// The work.
    Tasks,
    /// The rollback.
    Steps,
}

impl Track {
    /// What one of its items is called: `task`, `step`.
    pub fn item(self) -> &'static str {
        match self {
            Self::Tasks => "task",
            Self::Steps => "step",
        }
    }

    /// The command of the program that works on it: `task`, `rollback`.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Tasks => "task",
            Self::Steps => "rollback",
        }
    }

    /// Its items in this runbook, in their order.
    pub fn of(self, runbook: &Runbook) -> &[Task] {
        match self {
            Self::Tasks => &runbook.tasks,
            Self::Steps => runbook.steps(),
        }
    }

    /// As [`Track::of`], to be changed; a runbook without a rollback gets an empty one.
    pub fn of_mut(self, runbook: &mut Runbook) -> &mut Vec<Task> {
        match self {
            Self::Tasks => &mut runbook.tasks,
            Self::Steps => &mut runbook.rollback.get_or_insert_with(Rollback::default).steps,
        }
    }
}
