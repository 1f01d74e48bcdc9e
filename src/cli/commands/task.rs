//! `task`: the work itself, planned and timed.

use clap::{Args, Subcommand};

use super::exec::ExecTask;
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::cli::track::{self, Named};
use crate::cli::work_args::{Became, Ended, Moving, Place, Plan};
use crate::model::{Result, Slug, Track};

/// Plan the tasks, and record how they go
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook task add acme/enforce-2fa-on-all-groups --title \"Review users with errors\" --estimate 30m
  runbook task start 2fa review
  runbook task finish 2fa review --note \"2 users were locked out and are unlocked\""
)]
pub(in crate::cli) struct Task {
    #[command(subcommand)]
    act: TaskVerb,
}

#[derive(Debug, Subcommand)]
enum TaskVerb {
    Add(TaskAdd),
    Set(TaskSet),
    Remove(TaskRemove),
    Move(TaskMove),
    Start(TaskStart),
    Finish(TaskFinish),
    Fail(TaskFail),
    Skip(TaskSkip),
    Pause(TaskPause),
    Exec(ExecTask),
}

/// Add a task, at the end or where --before, --after and --first say
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task add acme/enforce-2fa-on-all-groups --title \"Confirm the users provided state\" --estimate 10m --link https://docs.gitlab.com/security/two_factor_authentication
  runbook task add 2fa --title \"Export the list of users\" --estimate 5m --before remove")]
struct TaskAdd {
    #[command(flatten)]
    which: Which,
    /// The task's id; made from the title without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    place: Place,
}

/// Change a task's plan; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task set acme/enforce-2fa-on-all-groups remove-2fa-from-user-list --estimate 1h15m --required
  runbook task set 2fa review --link https://docs.gitlab.com/security --instructions \"\"")]
struct TaskSet {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    plan: Plan,
}

/// Remove a task that nothing refers to and nobody worked on
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task remove acme/enforce-2fa-on-all-groups export-the-list-of-users
  runbook task remove 2fa export")]
struct TaskRemove {
    #[command(flatten)]
    named: NamedTask,
}

/// Put a task earlier or later
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task move acme/enforce-2fa-on-all-groups review-users-with-errors --before update-issue-with-outcome
  runbook task move 2fa update --last")]
struct TaskMove {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    place: Place,
}

/// Start working on a task: its clock runs
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task start acme/enforce-2fa-on-all-groups confirm-the-users-provided-state
  runbook task start 2fa confirm --at \"10m ago\"")]
struct TaskStart {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    moving: Moving,
}

/// Finish a task with success
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task finish acme/enforce-2fa-on-all-groups confirm-the-users-provided-state
  runbook task finish 2fa remove --note \"2498 of 2500 done\"
  runbook task finish 2fa update --took 10m")]
struct TaskFinish {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    ended: Ended,
}

/// Record that a task failed, and why; it can be started again
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task fail acme/enforce-2fa-on-all-groups remove-2fa-from-user-list --note \"the console lost its connection\"
  runbook task fail 2fa remove --note \"timed out\" --at \"5m ago\"")]
struct TaskFail {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    ended: Ended,
}

/// Leave a task out, and say why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task skip acme/enforce-2fa-on-all-groups review-users-with-errors --note \"there were no errors\"
  runbook task skip 2fa review --note \"the customer reviews them\"")]
struct TaskSkip {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    ended: Ended,
}

/// Interrupt a task: its clock stops until it is started again
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook task pause acme/enforce-2fa-on-all-groups remove-2fa-from-user-list --note \"waiting for the customer\"
  runbook task pause 2fa remove --at \"2m ago\"")]
struct TaskPause {
    #[command(flatten)]
    named: NamedTask,
    #[command(flatten)]
    moving: Moving,
}

#[derive(Debug, Args)]
struct NamedTask {
    #[command(flatten)]
    which: Which,
    /// The task
    #[arg(add = complete::items(List::Tasks))]
    task: Option<String>,
}

impl From<NamedTask> for Named {
    fn from(NamedTask { which, task }: NamedTask) -> Self {
        Self { which, part: task }
    }
}

impl Task {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let on = Track::Tasks;
        match self.act {
            TaskVerb::Add(TaskAdd { which, slug, plan, place }) => track::add(on, session, &which, slug, plan, place),
            TaskVerb::Set(TaskSet { named, plan }) => track::set(on, session, &named.into(), &plan),
            TaskVerb::Remove(TaskRemove { named }) => track::remove(on, session, &named.into()),
            TaskVerb::Move(TaskMove { named, place }) => track::put(on, session, &named.into(), place),
            TaskVerb::Start(TaskStart { named, moving }) => track::start(on, session, &named.into(), moving),
            TaskVerb::Pause(TaskPause { named, moving }) => track::pause(on, session, &named.into(), moving),
            TaskVerb::Finish(TaskFinish { named, ended }) => {
                track::end(on, session, &named.into(), ended, Became::Finished)
            }
            TaskVerb::Fail(TaskFail { named, ended }) => track::end(on, session, &named.into(), ended, Became::Failed),
            TaskVerb::Skip(TaskSkip { named, ended }) => track::end(on, session, &named.into(), ended, Became::Skipped),
            TaskVerb::Exec(exec) => exec.run(session),
        }
    }
}
