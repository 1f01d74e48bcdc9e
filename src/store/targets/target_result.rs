//! What became of one target in one task.

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetResult {
    /// Nothing yet.
    Left,
    /// Its command was running when the run was killed: nobody knows whether it was done.
    Unknown,
    /// It worked.
    Done,
    /// It did not work: the exit code, or 128 and the number of the signal that ended it.
    Failed(i32),
    /// A person left it out.
    Skipped,
}

impl TargetResult {
    /// The word on the command line and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Failed(_) => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// True once something is known to have become of it.
    pub fn is_result(self) -> bool {
        !matches!(self, Self::Left | Self::Unknown)
    }
}
