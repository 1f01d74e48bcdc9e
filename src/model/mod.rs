//! The nouns: a runbook and its parts, ids, durations, schedules, people, events as data, a recorded change.
//!
//! Each type can only hold what is valid, and reads and writes itself with serde. Nothing here knows files, git, the
//! clock or the terminal.

mod abbreviation;
mod act;
mod audit;
mod blame;
mod calendar;
mod cause;
mod change;
mod changed;
mod commit;
mod conflict_mark;
mod datetime_words;
mod described;
mod diff_end;
mod difference;
mod ending;
mod event;
mod events;
mod excerpt;
mod fault;
mod file_stamp;
mod imported;
mod instant;
mod item_places;
mod items;
pub mod keys;
mod length;
#[cfg(test)]
pub(crate) mod linear;
mod link;
mod local_time;
mod logged;
mod merge;
mod moment;
mod patch;
#[cfg(test)]
mod patch_linear_tests;
mod path;
mod person;
mod reading;
mod recorded;
mod row;
mod runbook;
mod schedule;
mod schema;
mod separator;
mod settings;
mod slug;
mod sole_keys;
mod splice;
mod state;
mod statistics;
mod template;
mod template_file;
mod text;
mod track;
mod zone;

pub use act::{
    Act, ApprovalAct, CheckAct, ContactAct, Fields, ObligationAct, PermissionAct, Place, TargetsAct, WorkAct,
};
pub use audit::{Audit, AuditCode, AuditFinding, HandClaim};
pub use blame::BlamedField;
pub use cause::Cause;
pub use change::{Change, ChangeKind};
pub use changed::Changed;
pub use commit::CommitId;
pub use conflict_mark::CONFLICT_MARK;
pub use described::Described;
pub use diff_end::DiffEnd;
pub use difference::{Listing, difference, listing, longest_rising};
pub use ending::Ending;
pub use event::{EVENT_VERSION, Event};
pub use events::{Because, Changes, EVENTS, EventKind, TakenBack};
pub use excerpt::excerpt;
pub use fault::{Fault, Kind, Result};
pub use file_stamp::FileStamp;
pub use imported::{Imported, ImportedHow, Remark};
pub use instant::parse_at;
pub use item_places::ItemPlaces;
pub use items::{
    Approval, Attempt, CheckItem, Contact, Extra, Kept, Obligation, Override, Permission, Rollback, Targets, Task,
    Totals,
};
pub use length::Length;
pub use link::{Link, MEETINGS, is_place_to_meet};
pub use logged::Logged;
pub use merge::{Clash, Merged, dropped, is_said_by_both, merge};
pub use moment::Moment;
pub use patch::apply_changes;
pub use path::Path;
pub use person::{Identity, bare_word, same_word};
pub use reading::{Agreed, Candidate, Reading, Unclear};
pub use recorded::Recorded;
pub use row::{DoctorFinding, DutyRow, QuestionRow, Row, TemplateRow};
pub use runbook::{FORMAT, Runbook, Variables};
pub use schedule::{parse_schedule, read_schedule};
pub use separator::Separator;
pub use settings::{
    ApprovalPolicy, EstimatePolicy, LockPolicy, ReadinessPolicy, SecretPolicy, Settings, SignaturePolicy, SuggestedBy,
};
pub use slug::{MAX_SLUG, RunbookId, Slug};
pub use splice::spliced;
pub use state::{Checklist, Duty, Mark, ObligationKind, PermissionState, RunResult, State, TaskOutcome};
pub use statistics::{GroupStatistics, RunbookStatistics, Statistics, Sums, TaskStatistics};
pub use template::{Citation, Limit, Template, TemplateVariable, VariableKind};
pub use template_file::{Flaw, Misread, Origin, Places, TemplateFile, TemplateText, Weight};
pub use text::{Line, Prose, head, is_filled, is_forbidden, is_hidden_mark, tail, visible, visible_line};
pub use track::Track;
pub use zone::Zone;
