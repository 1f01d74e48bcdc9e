//! `check`: both checklists, before and after the call.

use clap::{Args, Subcommand};

use crate::cli::arg_values::{Setting, item, put, put_switch, without_blanks};
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::{self, Happened, Which};
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{CheckCommand, Command};
use crate::model::{Checklist, Fields, Line, Prose, Result, Slug};

/// Plan and mark the checklists before and after the call
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook check add acme/enforce-2fa-on-all-groups --text \"Is the customer's SSO healthy?\"
  runbook check done 2fa sso --evidence https://status.example.com
  runbook check clear 2fa sso"
)]
pub(in crate::cli) struct Check {
    #[command(subcommand)]
    act: CheckVerb,
}

#[derive(Debug, Subcommand)]
enum CheckVerb {
    Add(CheckAdd),
    Set(CheckSet),
    Remove(NamedCheck),
    Done(CheckDone),
    Prevented(CheckPrevented),
    Clear(CheckClear),
}

/// Add an item to the pre-call checklist, or with --post to the other
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check add acme/enforce-2fa-on-all-groups --text \"Is the customer's SSO healthy?\" --wants-evidence
  runbook check add 2fa --post --id survey --text \"Ask the customer how it went\"
  runbook check add 2fa --id preview --text \"Was the change previewed?\" --rehearsal")]
struct CheckAdd {
    #[command(flatten)]
    which: Which,
    /// What is to be checked
    #[arg(long)]
    text: Option<Prose>,
    /// The item's id; made from the text without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
    /// After the call instead of before
    #[arg(long)]
    post: bool,
    #[command(flatten)]
    about: CheckAbout,
}

/// Change an item; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check set acme/enforce-2fa-on-all-groups sso --required
  runbook check set 2fa sso --text \"Is single sign-on healthy?\" --wants-evidence=false")]
struct CheckSet {
    #[command(flatten)]
    which: Which,
    /// The item
    #[arg(add = complete::items(List::Checks))]
    item: Option<String>,
    /// What is to be checked
    #[arg(long)]
    text: Option<Prose>,
    #[command(flatten)]
    about: CheckAbout,
}

#[derive(Debug, Args)]
struct CheckAbout {
    /// It can only be done, not prevented
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    required: Option<bool>,
    /// It is done only with evidence
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    wants_evidence: Option<bool>,
    /// A task's rehearsal that succeeds does it: `task exec --dry-run` and `run` offer to mark it
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    rehearsal: Option<bool>,
    /// It applies only when this condition over the variables holds
    #[arg(long, value_name = "EXPR")]
    when: Option<Setting<Line>>,
}

/// Remove an item
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check remove acme/enforce-2fa-on-all-groups sso
  runbook check remove 2fa survey")]
struct NamedCheck {
    #[command(flatten)]
    which: Which,
    /// The item
    #[arg(add = complete::items(List::Checks))]
    item: Option<String>,
}

/// Mark items as done
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check done acme/enforce-2fa-on-all-groups inform-ch rollback logs
  runbook check done 2fa inform-channels --evidence https://example.slack.com/archives/C1/p1 --at \"10m ago\"")]
struct CheckDone {
    #[command(flatten)]
    which: Which,
    /// The items
    #[arg(value_name = "ITEM", add = complete::items(List::Checks))]
    items: Vec<String>,
    /// A link or text that shows it
    #[arg(long)]
    evidence: Option<Prose>,
    #[command(flatten)]
    happened: Happened,
}

/// Mark an item as prevented, with what prevents it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check prevented acme/enforce-2fa-on-all-groups dry-run --reason \"Dry-run cannot be completed due to change requirements\"
  runbook check prevented 2fa dry --reason \"no staging instance\" --at 09:30")]
struct CheckPrevented {
    #[command(flatten)]
    which: Which,
    /// The item
    #[arg(add = complete::items(List::Checks))]
    item: Option<String>,
    /// What prevents it
    #[arg(long, value_name = "WHY")]
    reason: Option<Prose>,
    #[command(flatten)]
    happened: Happened,
}

/// Take an item's mark off again
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook check clear acme/enforce-2fa-on-all-groups dry-run
  runbook check clear 2fa inform-channels")]
struct CheckClear {
    #[command(flatten)]
    item: NamedCheck,
}

impl CheckAbout {
    fn fields(&self, text: Option<&Prose>) -> Fields {
        let mut fields = Fields::new();
        if let Some(text) = text {
            fields.insert("text".to_owned(), text.as_str().into());
        }
        put_switch(&mut fields, "required", self.required);
        put_switch(&mut fields, "wants_evidence", self.wants_evidence);
        put_switch(&mut fields, "rehearsal", self.rehearsal);
        put(&mut fields, "when", &self.when);
        fields
    }
}

impl Check {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let at = match &self.act {
            CheckVerb::Done(done) => done.happened.at.clone(),
            CheckVerb::Prevented(prevented) => prevented.happened.at.clone(),
            _ => None,
        };
        let which = match &self.act {
            CheckVerb::Add(CheckAdd { which, .. })
            | CheckVerb::Set(CheckSet { which, .. })
            | CheckVerb::Remove(NamedCheck { which, .. })
            | CheckVerb::Done(CheckDone { which, .. })
            | CheckVerb::Prevented(CheckPrevented { which, .. })
            | CheckVerb::Clear(CheckClear { item: NamedCheck { which, .. } }) => which,
        };
        let id = which.find(session, &workspace)?;
        let named = |part: &Option<String>| naming::item(session, &workspace, &id, List::Checks, part.as_ref());
        let command = match &self.act {
            CheckVerb::Add(add) => add.command(session)?,
            CheckVerb::Set(set) => Command::Check(CheckCommand::Set {
                item: named(&set.item)?,
                fields: set.about.fields(set.text.as_ref()),
            }),
            CheckVerb::Remove(NamedCheck { item, .. }) => Command::Check(CheckCommand::Remove { item: named(item)? }),
            CheckVerb::Done(done) => {
                let items = if done.items.is_empty() { vec![named(&None)?] } else { done.items.clone() };
                Command::Check(CheckCommand::Done { items, evidence: done.evidence.clone() })
            }
            CheckVerb::Prevented(prevented) => {
                let item = named(&prevented.item)?;
                let reason = session.needed(prevented.reason.clone(), "--reason", "reason")?;
                Command::Check(CheckCommand::Prevent { item, reason: Some(reason) })
            }
            CheckVerb::Clear(CheckClear { item }) => Command::Check(CheckCommand::Clear { item: named(&item.item)? }),
        };
        session.change(&workspace, &id, &command, at.as_ref())
    }
}

impl CheckAdd {
    fn command(&self, session: &Session<'_>) -> Result<Command> {
        let text: Prose = session.needed(self.text.clone(), "--text", "text")?;
        let mut fields = without_blanks(self.about.fields(Some(&text)));
        let id = self.slug.clone().unwrap_or_else(|| Slug::from_text(text.as_str()));
        fields.insert("id".to_owned(), id.as_str().into());
        let list = if self.post { Checklist::Post } else { Checklist::Pre };
        Ok(Command::Check(CheckCommand::Add { list, item: item(fields)?, fixed_id: self.slug.is_some() }))
    }
}
