//! `permission`: what the customer permits explicitly, asked for and answered.

use clap::{Args, Subcommand};

use crate::cli::arg_values::{Setting, item, put, without_blanks};
use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::{self, Happened, Which};
use crate::cli::session::{Answer, Session, document};
use crate::lifecycle::{Command, PermissionCommand, find};
use crate::model::{Changed, Fields, Line, Prose, Result, Slug};
use crate::render;
use crate::workspace::change;

/// Plan, ask for and record the customer's explicit permissions
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook permission add acme/enforce-2fa-on-all-groups --action \"enforce 2FA on all groups of Acme\" --from tom --covers remove
  runbook permission ask 2fa enforce
  runbook permission grant 2fa enforce --by \"Tom Blogs\" --evidence https://acme.zendesk.com/tickets/1"
)]
pub(in crate::cli) struct Permission {
    #[command(subcommand)]
    act: PermissionVerb,
}

#[derive(Debug, Subcommand)]
enum PermissionVerb {
    Add(PermissionAdd),
    Set(PermissionSet),
    Remove(PermissionRemove),
    Ask(PermissionAsk),
    Grant(PermissionGrant),
    Refuse(PermissionRefuse),
}

/// Add a permission that is needed before the tasks it covers
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission add acme/enforce-2fa-on-all-groups --action \"enforce 2FA on all groups of Acme\" --from tom-blogs --standing owner --covers remove-2fa-from-user-list
  runbook permission add 2fa --id reset --action \"reset the 2FA of the listed users\"")]
struct PermissionAdd {
    #[command(flatten)]
    which: Which,
    /// The permission's id; made from the action without it
    #[arg(long = "id", value_name = "SLUG")]
    slug: Option<Slug>,
    #[command(flatten)]
    about: PermissionAbout,
}

/// Change a permission; an empty value clears
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission set acme/enforce-2fa-on-all-groups enforce --standing \"owner of the top-level group\"
  runbook permission set 2fa enforce --covers remove --covers review")]
struct PermissionSet {
    #[command(flatten)]
    which: Which,
    /// The permission
    #[arg(add = complete::items(List::Permissions))]
    permission: Option<String>,
    #[command(flatten)]
    about: PermissionAbout,
}

#[derive(Debug, Args)]
struct PermissionAbout {
    /// What is permitted, in specific words that follow “permission for Support to …”
    #[arg(long)]
    action: Option<Prose>,
    /// The contact who can give it
    #[arg(long, value_name = "CONTACT", add = complete::items(List::Contacts))]
    from: Option<String>,
    /// In what standing they give it: owner, maintainer, account holder
    #[arg(long)]
    standing: Option<Setting<Line>>,
    /// A task that must not begin without it; can be given several times
    #[arg(long, value_name = "TASK", add = complete::items(List::Tasks))]
    covers: Vec<String>,
    /// It is needed only when this condition over the variables holds
    #[arg(long, value_name = "EXPR")]
    when: Option<Setting<Line>>,
}

/// Remove a permission that was not answered
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission remove acme/enforce-2fa-on-all-groups reset
  runbook permission remove 2fa reset")]
struct PermissionRemove {
    #[command(flatten)]
    which: Which,
    /// The permission
    #[arg(add = complete::items(List::Permissions))]
    permission: Option<String>,
}

/// Record that the customer was asked, and print the message to send
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission ask acme/enforce-2fa-on-all-groups enforce
  runbook permission ask 2fa enforce --at \"1h ago\"")]
struct PermissionAsk {
    #[command(flatten)]
    which: Which,
    /// The permission
    #[arg(add = complete::items(List::Permissions))]
    permission: Option<String>,
    #[command(flatten)]
    happened: Happened,
}

/// Record that the customer said yes
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission grant acme/enforce-2fa-on-all-groups enforce --by \"Tom Blogs\" --evidence https://acme.zendesk.com/tickets/1
  runbook permission grant 2fa enforce --by \"Tom Blogs\" --evidence \"comment 3 of the ticket\" --at 09:45")]
struct PermissionGrant {
    #[command(flatten)]
    answer: PermissionReply,
}

/// Record that the customer said no
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook permission refuse acme/enforce-2fa-on-all-groups reset --by \"Tom Blogs\" --evidence https://acme.zendesk.com/tickets/1
  runbook permission refuse 2fa reset --by \"harry Page\" --evidence \"said so on the phone\"")]
struct PermissionRefuse {
    #[command(flatten)]
    answer: PermissionReply,
}

#[derive(Debug, Args)]
struct PermissionReply {
    #[command(flatten)]
    which: Which,
    /// The permission
    #[arg(add = complete::items(List::Permissions))]
    permission: Option<String>,
    /// Who answered
    #[arg(long, value_name = "NAME")]
    by: Option<Line>,
    /// A link to the answer, or its text
    #[arg(long)]
    evidence: Option<Prose>,
    #[command(flatten)]
    happened: Happened,
}

impl PermissionAbout {
    fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        if let Some(action) = &self.action {
            fields.insert("action".to_owned(), action.as_str().into());
        }
        put(&mut fields, "standing", &self.standing);
        put(&mut fields, "when", &self.when);
        fields
    }
}

impl Permission {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        match self.act {
            PermissionVerb::Add(add) => add.run(session),
            PermissionVerb::Set(set) => set.run(session),
            PermissionVerb::Remove(remove) => remove.run(session),
            PermissionVerb::Ask(ask) => ask.run(session),
            PermissionVerb::Grant(PermissionGrant { answer }) => answer.run(session, true),
            PermissionVerb::Refuse(PermissionRefuse { answer }) => answer.run(session, false),
        }
    }
}

impl PermissionAdd {
    fn run(mut self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let runbook = self.which.find(session, &workspace)?;
        let action: Prose = session.needed(self.about.action.take(), "--action", "action")?;
        let id = self.slug.clone().unwrap_or_else(|| Slug::from_text(action.as_str()));
        self.about.action = Some(action);
        let mut fields = without_blanks(self.about.fields());
        fields.insert("id".to_owned(), id.as_str().into());
        let command = Command::Permission(PermissionCommand::Add {
            permission: item(fields)?,
            fixed_id: self.slug.is_some(),
            from: self.about.from,
            covers: self.about.covers,
        });
        session.change(&workspace, &runbook, &command, None)
    }
}

impl PermissionSet {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let permission = naming::item(session, &workspace, &id, List::Permissions, self.permission.as_ref())?;
        let mut fields = self.about.fields();
        let from = self.about.from.filter(|part| {
            !part.is_empty() || {
                fields.insert("from".to_owned(), serde_json::Value::Null);
                false
            }
        });
        let covers = self.about.covers;
        let covers = (!covers.is_empty()).then(|| covers.into_iter().filter(|part| !part.is_empty()).collect());
        session.change(
            &workspace,
            &id,
            &Command::Permission(PermissionCommand::Set { permission, fields, from, covers }),
            None,
        )
    }
}

impl PermissionRemove {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let permission = naming::item(session, &workspace, &id, List::Permissions, self.permission.as_ref())?;
        session.change(&workspace, &id, &Command::Permission(PermissionCommand::Remove { permission }), None)
    }
}

impl PermissionAsk {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let permission = naming::item(session, &workspace, &id, List::Permissions, self.permission.as_ref())?;
        let stamp = session.stamp(&workspace, self.happened.at.as_ref())?;
        let command = Command::Permission(PermissionCommand::Ask { permission: permission.clone() });
        let changed = change::execute(&workspace, &id, &command, &stamp, &session.options())?;
        session.answer(&changed, |session| {
            let asked = find(&changed.after.permissions, |own| &own.id, &permission, "permission")?;
            let message = render::message::request(&[asked], &changed.after, workspace.settings());
            if session.globals.json {
                return session.shell.document(&with_message(&changed, &message));
            }
            let done = session.words(&workspace, &changed);
            session.shell.complain(&format!("{}\n", done.trim_end()));
            session.shell.say(&message)
        })?;
        Ok(Answer::Yes)
    }
}

impl PermissionReply {
    fn run(self, session: &mut Session<'_>, granted: bool) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let permission = naming::item(session, &workspace, &id, List::Permissions, self.permission.as_ref())?;
        let answered_by = Some(session.needed(self.by, "--by", "name of who answered")?);
        let evidence = Some(session.needed(self.evidence, "--evidence", "evidence")?);
        let command = Command::Permission(PermissionCommand::Answer { permission, granted, answered_by, evidence });
        session.change(&workspace, &id, &command, self.happened.at.as_ref())
    }
}

fn with_message(changed: &Changed, message: &str) -> serde_json::Value {
    let mut answer = document(changed);
    if let Some(map) = answer.as_object_mut() {
        map.insert("message".to_owned(), message.into());
    }
    answer
}
