//! How a command ended, as the system says it. What that means for a task is decided elsewhere.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// By itself.
    Code(i32),
    /// By a signal.
    Signal(i32),
}

impl Ended {
    /// What the system says of a process that has ended.
    pub(in crate::guide) fn of(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Code(code),
            (None, number) => Self::Signal(number.unwrap_or(0)),
        }
    }

    /// True when it succeeded.
    pub fn is_success(&self) -> bool {
        *self == Self::Code(0)
    }

    /// One sentence: `exit code 3`, `ended by signal 15 (SIGTERM)`.
    pub fn words(&self) -> String {
        match self {
            Self::Code(code) => format!("exit code {code}"),
            Self::Signal(number) => match signal_name(*number) {
                Some(name) => format!("ended by signal {number} ({name})"),
                None => format!("ended by signal {number}"),
            },
        }
    }
}

fn signal_name(number: i32) -> Option<&'static str> {
    signal_hook::low_level::signal_name(number)
}
