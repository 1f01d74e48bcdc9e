//! `message`: the text to post before and after the call, or to send for a permission.

use clap::{Args, ValueEnum};

use crate::cli::complete;
use crate::cli::lists::List;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::open_announcement;
use crate::model::{Checklist, Fault, Result, Runbook, RunbookId, State};
use crate::render;
use crate::workspace::query::{self, Occasion, Posting};

/// Write the text to post, fit for where it goes
///
/// `pre` and `post` are for the channels of the store's settings: no list of users, no e-mail in full. `permission` asks
/// the customer for what is still open. The text alone goes to stdout; nothing is sent and nothing is recorded.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook message acme/enforce-2fa-on-all-groups pre
  runbook message 2fa permission --item enforce
  runbook message 2fa permission --json")]
pub(in crate::cli) struct Message {
    #[command(flatten)]
    which: Which,
    /// What it is for
    #[arg(value_name = "KIND", value_enum)]
    kind: Option<MessageKind>,
    /// Only this permission, answered or not
    #[arg(long, value_name = "PERMISSION", add = complete::items(List::Permissions))]
    item: Option<String>,
    /// How things stand now, for `post`, in your own words
    #[arg(long, value_name = "TEXT")]
    state: Option<String>,
    /// Something that follows, for `post`, with the link that documents it; can be given several times
    #[arg(long = "follow-up", value_name = "TEXT")]
    follow_ups: Vec<String>,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageKind {
    /// Before the call: the work to be done
    Pre,
    /// After the call: completion, current state, follow-ups
    Post,
    /// To the customer: the permissions that are still open
    Permission,
}

impl MessageKind {
    const ALL: [(Self, &str); 3] = [
        (Self::Pre, "pre         the work to be done, for the channels"),
        (Self::Post, "post        how it went, for the channels"),
        (Self::Permission, "permission  the question to the customer"),
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Pre => "pre",
            Self::Post => "post",
            Self::Permission => "permission",
        }
    }
}

impl Message {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for flags that the kind does not take; otherwise as [`query::message`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let kind = self.kind(&id, session)?;
        let occasion = self.occasion(kind)?;
        let view = query::view_to_tell(&workspace, &id)?;
        let posting = query::message(&workspace, &view, &occasion, session.around.now)?;
        if let Some(words) = view.standing.apart() {
            session.shell.note(&format!("{} {words}", id.path()));
        }
        if session.globals.json {
            session.shell.document(&render::json::message(
                &id,
                kind.word(),
                &posting.channels,
                &posting.permissions,
                &posting.text,
            ))?;
            return Ok(Answer::Yes);
        }
        session.shell.say(&posting.text)?;
        for note in notes(&id, kind, &posting, &view.runbook) {
            session.shell.note(&note);
        }
        Ok(Answer::Yes)
    }

    fn kind(&self, id: &RunbookId, session: &Session<'_>) -> Result<MessageKind> {
        match (self.kind, session.asker()) {
            (Some(kind), _) => Ok(kind),
            (None, Some(asker)) => {
                let chosen = asker.choose("Which message?", &MessageKind::ALL.map(|(_, words)| words))?;
                MessageKind::ALL
                    .get(chosen)
                    .map(|(kind, _)| *kind)
                    .ok_or_else(|| Fault::bug("a choice outside the list"))
            }
            (None, None) => Err(Fault::usage("the kind of message is missing: give pre, post or permission as KIND")
                .hint(format!("runbook message {id} pre"))),
        }
    }

    fn occasion(&self, kind: MessageKind) -> Result<Occasion<'_>> {
        let misplaced = match kind {
            MessageKind::Permission => (self.state.is_some() || !self.follow_ups.is_empty())
                .then_some("--state and --follow-up go with `post`"),
            MessageKind::Pre if self.state.is_some() || !self.follow_ups.is_empty() => {
                Some("--state and --follow-up go with `post`")
            }
            MessageKind::Pre | MessageKind::Post => self.item.is_some().then_some("--item goes with `permission`"),
        };
        if let Some(words) = misplaced {
            return Err(Fault::usage(words).hint("see runbook message --help"));
        }
        Ok(match kind {
            MessageKind::Pre => Occasion::Before,
            MessageKind::Post => Occasion::After { state: self.state.as_deref(), follow_ups: &self.follow_ups },
            MessageKind::Permission => Occasion::Permission(self.item.as_deref()),
        })
    }
}

/// Where the text goes, and how it is recorded that it went there.
fn notes(id: &RunbookId, kind: MessageKind, posting: &Posting, runbook: &Runbook) -> Vec<String> {
    let mut notes = vec![match kind {
        MessageKind::Permission => "send it to the customer in the ticket".to_owned(),
        MessageKind::Pre | MessageKind::Post => format!("post it in {}", posting.channels.join(", ")),
    }];
    let list = match kind {
        MessageKind::Pre => Checklist::Pre,
        MessageKind::Post => Checklist::Post,
        MessageKind::Permission => {
            let asked = posting.permissions.iter();
            notes.extend(asked.map(|permission| format!("then: runbook permission ask {id} {permission}")));
            return notes;
        }
    };
    if let Some(item) = open_announcement(runbook, list).filter(|_| runbook.state != State::Closed) {
        notes.push(format!("then: runbook check done {id} {} --evidence LINK-TO-THE-MESSAGE", item.id));
    }
    notes
}
