//! Where the person sits while a command of theirs runs, in values: whoever starts it decides.

/// Where a person sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TerminalInfo {
    /// What the command says is seen on a screen.
    pub screen: bool,
    /// The command can be typed to.
    pub keyboard: bool,
    /// Columns and rows of the screen.
    pub size: Option<(u16, u16)>,
}
