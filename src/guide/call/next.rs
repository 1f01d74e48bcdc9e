//! How a call goes on after a key. Decides nothing.

use crate::lifecycle::NextStep;

/// How the call goes on after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// With what is left now.
    On,
    /// At the same stop.
    Stay,
    /// At this stop.
    To(NextStep),
    /// With what is left but this.
    Pass(NextStep),
    /// Not at all, for now.
    Leave,
}

impl Next {
    /// On where something was recorded, otherwise the same stop again.
    pub(super) fn after(recorded: bool) -> Self {
        if recorded { Self::On } else { Self::Stay }
    }
}
