//! `rollback`: the rollback, its plan and its steps, timed as tasks are.

use clap::{Args, Subcommand};

use super::exec::ExecStep;
use crate::cli::arg_values::{Address, Setting, put};
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::cli::track::{self, Named};
use crate::cli::work_args::{Became, Ended, Moving, Place, Plan};
use crate::lifecycle::Command;
use crate::model::{Fields, Prose, Result, Slug, Track};

/// Plan the rollback, and record how it went
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook rollback set acme/enforce-2fa-on-all-groups --plan \"Execute the same method with status: 'enable'\"
  runbook rollback add 2fa --title \"Execute the method with status: 'enable'\" --estimate 20m
  runbook rollback start 2fa execute"
)]
pub(in crate::cli) struct Rollback {
    #[command(subcommand)]
    act: RollbackVerb,
}

#[derive(Debug, Subcommand)]
enum RollbackVerb {
    Set(RollbackSet),
    Add(RollbackAdd),
    Step(RollbackStep),
    Remove(RollbackRemove),
    Move(RollbackMove),
    Start(RollbackStart),
    Finish(RollbackFinish),
    Fail(RollbackFail),
    Skip(RollbackSkip),
    Pause(RollbackPause),
    Exec(ExecStep),
}

/// Set the plan, its links, or why there is no way back; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback set acme/enforce-2fa-on-all-groups --plan \"Execute the same method with status: 'enable'\" --link https://docs.gitlab.com/security
  runbook rollback set 2fa --plan \"\" --irreversible \"groups cannot be told apart afterwards\"")]
struct RollbackSet {
    #[command(flatten)]
    which: Which,
    /// The plan in words
    #[arg(long, value_name = "TEXT")]
    plan: Option<Setting<Prose>>,
    /// A page that documents the rollback; can be given several times
    #[arg(long = "link", value_name = "URL")]
    links: Vec<Setting<Address>>,
    /// Why there is no way back
    #[arg(long, value_name = "REASON")]
    irreversible: Option<Setting<Prose>>,
}

/// Add a rollback step
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback add acme/enforce-2fa-on-all-groups --title \"Execute the method with status: 'enable'\" --estimate 20m
  runbook rollback add 2fa --title \"Tell the customer\" --after execute")]
struct RollbackAdd {
    #[command(flatten)]
    which: Which,
    /// The step's id; made from the title without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    place: Place,
}

/// Change a step's plan; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback step acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable --estimate 25m
  runbook rollback step 2fa tell --instructions \"by mail and on the call\"")]
struct RollbackStep {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    plan: Plan,
}

/// Remove a step
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback remove acme/enforce-2fa-on-all-groups tell-the-customer
  runbook rollback remove 2fa tell")]
struct RollbackRemove {
    #[command(flatten)]
    named: NamedStep,
}

/// Put a step earlier or later
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback move acme/enforce-2fa-on-all-groups tell-the-customer --first
  runbook rollback move 2fa tell --after execute")]
struct RollbackMove {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    place: Place,
}

/// Start a step: its clock runs
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback start acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable
  runbook rollback start 2fa execute --at \"10m ago\"")]
struct RollbackStart {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    moving: Moving,
}

/// Finish a step with success
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback finish acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable
  runbook rollback finish 2fa tell --took 5m")]
struct RollbackFinish {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    ended: Ended,
}

/// Record that a step failed, and why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback fail acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable --note \"timed out\"
  runbook rollback fail 2fa execute --note \"three groups are locked\"")]
struct RollbackFail {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    ended: Ended,
}

/// Leave a step out, and say why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback skip acme/enforce-2fa-on-all-groups tell-the-customer --note \"they were on the call\"
  runbook rollback skip 2fa tell --note \"they know\"")]
struct RollbackSkip {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    ended: Ended,
}

/// Interrupt a step: its clock stops until it is started again
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook rollback pause acme/enforce-2fa-on-all-groups execute-the-method-with-status-enable
  runbook rollback pause 2fa execute --note \"waiting for the database\"")]
struct RollbackPause {
    #[command(flatten)]
    named: NamedStep,
    #[command(flatten)]
    moving: Moving,
}

#[derive(Debug, Args)]
struct NamedStep {
    #[command(flatten)]
    which: Which,
    /// The step
    #[arg(add = complete::items(List::Steps))]
    step: Option<String>,
}

impl From<NamedStep> for Named {
    fn from(NamedStep { which, step }: NamedStep) -> Self {
        Self { which, part: step }
    }
}

impl Rollback {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let on = Track::Steps;
        match self.act {
            RollbackVerb::Set(set) => set.run(session),
            RollbackVerb::Add(RollbackAdd { which, slug, plan, place }) => {
                track::add(on, session, &which, slug, plan, place)
            }
            RollbackVerb::Step(RollbackStep { named, plan }) => track::set(on, session, &named.into(), &plan),
            RollbackVerb::Remove(RollbackRemove { named }) => track::remove(on, session, &named.into()),
            RollbackVerb::Move(RollbackMove { named, place }) => track::put(on, session, &named.into(), place),
            RollbackVerb::Start(RollbackStart { named, moving }) => track::start(on, session, &named.into(), moving),
            RollbackVerb::Pause(RollbackPause { named, moving }) => track::pause(on, session, &named.into(), moving),
            RollbackVerb::Finish(RollbackFinish { named, ended }) => {
                track::end(on, session, &named.into(), ended, Became::Finished)
            }
            RollbackVerb::Fail(RollbackFail { named, ended }) => {
                track::end(on, session, &named.into(), ended, Became::Failed)
            }
            RollbackVerb::Skip(RollbackSkip { named, ended }) => {
                track::end(on, session, &named.into(), ended, Became::Skipped)
            }
            RollbackVerb::Exec(exec) => exec.run(session),
        }
    }
}

impl RollbackSet {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let mut fields = Fields::new();
        put(&mut fields, "plan", &self.plan);
        let links: Vec<&Address> = self.links.iter().filter_map(Setting::value).collect();
        if !self.links.is_empty() {
            fields.insert("links".to_owned(), serde_json::to_value(&links).unwrap_or_default());
        }
        put(&mut fields, "irreversible", &self.irreversible);
        let answer = session.change(&workspace, &id, &Command::RollbackPlan { fields }, None)?;
        links.iter().filter_map(|link| link.mended()).for_each(|note| session.shell.note(&note));
        Ok(answer)
    }
}
