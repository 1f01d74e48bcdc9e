//! The door for writing: every change of a runbook goes through here, from the lock to the commit.
//!
//! Each change is one commit, or nothing at all. Refuses what the rules refuse, and to write over what a person did by hand.

mod adopted;
mod agreement;
mod answers;
mod captured_log;
mod change_options;
mod commit;
mod create;
mod edit;
mod execute;
mod guard;
mod import;
mod leave;
mod loaded;
mod one_sided_merge;
mod save_hand_edit;
mod told_secrets;
mod undo;

pub use captured_log::{Attached, is_log_recorded, log_path};
pub use change_options::ChangeOptions;
pub use create::create;
pub use edit::{TypedIn, edit};
pub use execute::{answer, execute, execute_with_following, execute_with_log};
pub(super) use guard::no_secret_in;
pub use import::{Incoming, bring_back, drafts, import, tell_of_twins, would_import};
pub use loaded::{changeable, heal, workable};
pub use save_hand_edit::save;
pub use undo::{Undoing, undo, undoing};
