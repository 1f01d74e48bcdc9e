//! How fast the targets are worked through, and when that stops, in values: whoever starts it decides.

/// How the targets are worked through.
#[derive(Debug, Clone, Copy)]
pub struct Pacing {
    /// How many commands run at once.
    pub at_once: usize,
    /// After how many failures no further one is begun.
    pub stop_after: Option<u64>,
    /// Whether a bar is drawn on the screen.
    pub bar: bool,
}
