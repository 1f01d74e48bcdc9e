//! How a call goes on after a key. Decides nothing.

use crate::lifecycle::Stop;

/// How the call goes on after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    /// With what is left now.
    On,
    /// At the same stop.
    Stay,
    /// At this stop.
    To(Stop),
    /// With what is left but this.
    Pass(Stop),
    /// Not at all, for now.
    Leave,
}

impl Turn {
    /// On where something was recorded, otherwise the same stop again.
    pub(super) fn after(recorded: bool) -> Self {
        if recorded { Self::On } else { Self::Stay }
    }
}
