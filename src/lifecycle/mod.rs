//! The verbs, pure: what a command means for a runbook, what an event makes of it, and what is still missing.
//!
//! `decide(runbook, command, circumstances) -> events or refusal`, `apply(runbook, event) -> runbook`, readiness,
//! conditions (`when`), the plan's digest, and judging what was recorded. Nothing here reads a file, a clock or the
//! environment.

mod announcement;
mod call;
mod commands;
mod condition;
mod consistency;
mod expression;
#[cfg(test)]
mod expression_tests;
mod forecast;
mod history_facts;
mod next_steps;
mod obligations;
mod open_question;
mod people;
mod placeholder;
mod plan;
mod progress;
mod readiness;
mod reference;
mod regions;
mod rehearsal;
mod texts;
mod timing;
mod value_size;
mod verify;
mod way_back;
mod wording;

pub use announcement::{is_announcement, open_announcement};
pub use call::{Call, CallStatus};
pub use commands::{
    ApprovalCommand, AttemptCommand, CheckCommand, Circumstances, Command, ContactCommand, EndingWords, LastChange,
    Named, ObligationCommand, Overrides, PermissionCommand, ScheduleTo, Stamp, TargetsCommand, Whereto, WorkCommand,
    apply, check_variable_name, decide, drop_agreement_of, permit, purge_discharges, replay, result_of,
};
pub use condition::{
    Conditional, Verdict, applies, excess, holds, is_open, judge, undecided, undecided_in, unfit, variables_of,
};
pub use consistency::{check, problems};
pub use expression::{Meter, Unfit};
pub use forecast::{Forecast, Planned};
pub use history_facts::HistoryFacts;
pub use next_steps::{NextStep, next_steps, rollback_order, rollback_steps, waiting};
pub use obligations::{DutyStanding, DutyState, duty_standing, owed};
pub use open_question::OpenQuestion;
pub use people::{contact_of, is_dri, is_handle, may_be_handle_of};
pub use placeholder::{
    fillers as placeholder_fillers, find as placeholders, has_placeholder, names_in as placeholder_names, unfilled,
    unfilled_record, unfilled_text, with_holes_filled, without_placeholders,
};
pub use plan::{digest, sort_approvals};
pub use progress::{
    Progress, TaskStatus, attempt_s, ended_s, open_attempt, outcome, task_status, was_attempted, worked_s,
};
pub use readiness::{
    Answer, Gate, Listed, Missing, Overridden, Readiness, ReadinessCode, Remedy, Standing, closing, done_command,
    finishing, permission_command, starting,
};
pub use reference::{find, suggestion};
pub use regions::ask_each_region;
pub use rehearsal::{rehearsable, rehearsal_item};
pub use texts::free_text;
pub use timing::{Timed, median, ninetieth, suggested, sums, timed};
pub use value_size::Size;
pub use verify::{
    Grants, HandText, Judged, JudgedAt, Late, Objection, claims_gate, hand_claims, is_beginning, judge_recorded,
    only_by_command,
};
pub use way_back::is_back_by_plan;
pub use wording::{specific, unspecific};
