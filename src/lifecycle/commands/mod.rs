//! What a person can want done to a runbook, what that means, and what happens then.
//!
//! One file per noun: its commands, what they are decided to be (`decide`), what its acts make of the runbook
//! (`apply`), and which command an act came from (`command_of`), so that the four can be compared. Each is matched
//! without a default: who adds an act or a command is told by the compiler where it is missing.

mod apply;
mod approval;
mod attempt;
mod check;
mod command;
mod contact;
mod decide;
mod fields;
mod given;
mod header;
mod needs;
mod obligation;
mod permission;
mod phases;
mod rehearsal;
mod rollback;
mod targets;
mod task_gate;
#[cfg(test)]
mod tests;
mod undo;
mod work;

pub use apply::{apply, replay};
pub use approval::ApprovalCommand;
pub use attempt::AttemptCommand;
pub use check::CheckCommand;
pub use command::Command;
pub use contact::ContactCommand;
pub use decide::decide;
pub use given::{Circumstances, EndingWords, Named, Overrides, Stamp, Whereto};
pub use header::{ScheduleTo, check_variable_name, drop_agreement_of};
pub use obligation::ObligationCommand;
pub use permission::PermissionCommand;
pub use phases::result_of;
pub use targets::{TargetsCommand, purge_discharges};
pub use task_gate::permit;
pub use undo::LastChange;
pub use work::WorkCommand;

pub(super) use approval::command_of as approval_command_of;
pub(super) use check::command_of as check_command_of;
pub(super) use contact::command_of as contact_command_of;
pub(super) use obligation::command_of as obligation_command_of;
pub(super) use permission::command_of as permission_command_of;
pub(super) use targets::command_of as targets_command_of;
pub(super) use work::command_of as work_command_of;
