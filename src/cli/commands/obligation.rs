//! `obligation`: duties that must be discharged, with evidence, before the runbook can be closed.

use clap::{Args, Subcommand};

use crate::cli::arg_values::{self, TimeWords, item};
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::{self, Happened, Which};
use crate::cli::schedule_arg::agree;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{Command, ObligationCommand};
use crate::model::{Cause, Fault, Fields, Length, Line, ObligationKind, Prose, Result, Slug, Zone};
use crate::workspace::query;

/// Owe and discharge the duties that hold up closing
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook obligation add acme/enforce-2fa-on-all-groups --kind delete-data --what \"Delete the downloaded list of users\"
  runbook obligation discharge 2fa delete --evidence \"deleted, see the audit event\""
)]
pub(in crate::cli) struct Obligation {
    #[command(subcommand)]
    act: ObligationVerb,
}

#[derive(Debug, Subcommand)]
enum ObligationVerb {
    Add(ObligationAdd),
    Discharge(ObligationDischarge),
}

/// Add a duty
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook obligation add acme/enforce-2fa-on-all-groups --kind delete-data --what \"Delete the downloaded list of users\" --due \"2030-01-31 18:00 UTC\"
  runbook obligation add 2fa --kind delete-data --what \"Delete the copy\" --arises tasks.confirm-the-users-provided-state --due-in 24h
  runbook obligation add 2fa --kind admin-note --what \"Leave the admin note\" --note \"2FA enforced | owner requested\"
  runbook obligation add 2fa --kind end-access --what \"Close the console session\" --id console")]
struct ObligationAdd {
    #[command(flatten)]
    which: Which,
    /// What kind of duty
    #[arg(long, value_parser = arg_values::obligation_kind())]
    kind: Option<ObligationKind>,
    /// What is to be done
    #[arg(long, value_name = "TEXT")]
    what: Option<Prose>,
    /// What an admin note says between its date and its link, such as “2FA removed | user requested”
    #[arg(long, value_name = "TEXT")]
    note: Option<Line>,
    /// The item that brings it: tasks.ID once the task began, permissions.ID once granted, pre_call.ID once done
    #[arg(long, value_name = "PATH")]
    arises: Option<Cause>,
    /// How long after that it is due, or after the beginning of the work where nothing brings it: 24h, 7d
    #[arg(long, value_name = "DURATION", conflicts_with = "due")]
    due_in: Option<Length>,
    /// By when
    #[arg(long, value_name = "TIME")]
    due: Option<TimeWords>,
    /// The IANA zone of --due [default: the runbook's, otherwise the store's]
    #[arg(long, requires = "due")]
    zone: Option<Zone>,
    /// It is owed only when this condition over the variables holds
    #[arg(long, value_name = "EXPR")]
    when: Option<Line>,
    /// The obligation's id; made from the text without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
}

/// Discharge a duty, with what shows it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook obligation discharge acme/enforce-2fa-on-all-groups update-issue --evidence https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1#note_1
  runbook obligation discharge 2fa delete --evidence \"the file is gone\" --at \"5m ago\"")]
struct ObligationDischarge {
    #[command(flatten)]
    which: Which,
    /// The obligation
    #[arg(add = complete::items(List::Obligations))]
    obligation: Option<String>,
    /// A link or text that shows it was done
    #[arg(long)]
    evidence: Option<Prose>,
    #[command(flatten)]
    happened: Happened,
}

impl Obligation {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        match self.act {
            ObligationVerb::Add(add) => add.run(session),
            ObligationVerb::Discharge(discharge) => discharge.run(session),
        }
    }
}

impl ObligationAdd {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let runbook = self.which.find(session, &workspace)?;
        let kind = match (self.kind, session.asker()) {
            (Some(kind), _) => kind,
            (None, Some(asker)) => {
                let chosen = asker.choose("Which kind of duty?", ObligationKind::ALL)?;
                *ObligationKind::ALL.get(chosen).ok_or_else(|| Fault::bug("a choice outside the list"))?
            }
            (None, None) => return Err(Fault::usage("the kind of duty is missing: give it with --kind")),
        };
        let what: Prose = session.needed(self.what, "--what", "what is to be done")?;
        let mut fields = Fields::new();
        let id = self.slug.clone().unwrap_or_else(|| Slug::from_text(what.as_str()));
        fields.insert("id".to_owned(), id.as_str().into());
        fields.insert("kind".to_owned(), kind.word().into());
        fields.insert("what".to_owned(), what.as_str().into());
        let put = |fields: &mut Fields, key: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                fields.insert(key.to_owned(), value.into());
            }
        };
        put(&mut fields, "note", self.note.map(|note| note.to_string()));
        put(&mut fields, "arises", self.arises.map(|cause| cause.to_string()));
        put(&mut fields, "due_in", self.due_in.map(|length| length.to_string()));
        if let Some(due) = &self.due {
            let default = query::view(&workspace, &runbook)?.runbook.time_zone.or(workspace.settings().time_zone);
            let agreed = agree(session, &due.0, self.zone, default, "--due")?;
            fields.insert("due".to_owned(), agreed.scheduled_at.to_string().into());
        }
        put(&mut fields, "when", self.when.map(|when| when.to_string()));
        let command =
            Command::Obligation(ObligationCommand::Add { obligation: item(fields)?, fixed_id: self.slug.is_some() });
        session.change(&workspace, &runbook, &command, None)
    }
}

impl ObligationDischarge {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let obligation = naming::item(session, &workspace, &id, List::Obligations, self.obligation.as_ref())?;
        let evidence = Some(session.needed(self.evidence, "--evidence", "evidence")?);
        let command = Command::Obligation(ObligationCommand::Discharge { obligation, evidence });
        session.change(&workspace, &id, &command, self.happened.at.as_ref())
    }
}
