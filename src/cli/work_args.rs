//! Flags that tasks and the rollback steps have in common: the plan, the place, and how an attempt went.

use clap::Args;

use super::arg_values::{Address, Setting, TimeWords, put, put_switch};
use super::naming::Happened;
use super::session::Session;
use crate::guide::CommandWords;
use crate::lifecycle::{AttemptCommand, EndingWords, Whereto, has_placeholder};
use crate::model::{Fault, Fields, Length, Line, Prose, Result, RunbookId, Slug};

/// The plan of a task or step.
#[derive(Debug, Args)]
pub(super) struct Plan {
    /// What is done
    #[arg(long)]
    pub(super) title: Option<Line>,
    /// How long it is planned to take: 10m, 1h15m
    #[arg(long, value_name = "DURATION")]
    estimate: Option<Setting<Length>>,
    /// The page or project that documents it
    #[arg(long, value_name = "URL")]
    link: Option<Setting<Address>>,
    /// How it is done
    #[arg(long, value_name = "TEXT")]
    instructions: Option<Setting<Prose>>,
    /// The command that does it
    #[arg(long)]
    command: Option<Setting<Prose>>,
    /// The command that rehearses it
    #[arg(long, value_name = "COMMAND")]
    dry_run_command: Option<Setting<Prose>>,
    /// How long is waited after it; waiting is not work
    #[arg(long, value_name = "DURATION")]
    wait: Option<Setting<Length>>,
    /// It cannot be taken back
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    irreversible: Option<bool>,
    /// Skipping it makes the result partial
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    required: Option<bool>,
    /// It is no concern of the customer, who does not see it in exports
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    internal: Option<bool>,
    /// It applies only when this condition over the variables holds
    #[arg(long, value_name = "EXPR")]
    when: Option<Setting<Line>>,
}

impl Plan {
    /// The fields that were given, as an event carries them.
    pub(super) fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        if let Some(title) = &self.title {
            fields.insert("title".to_owned(), title.as_str().into());
        }
        put(&mut fields, "link", &self.link);
        put(&mut fields, "instructions", &self.instructions);
        put(&mut fields, "estimate", &self.estimate);
        put(&mut fields, "command", &self.command);
        put(&mut fields, "dry_run_command", &self.dry_run_command);
        put(&mut fields, "wait", &self.wait);
        put_switch(&mut fields, "irreversible", self.irreversible);
        put_switch(&mut fields, "required", self.required);
        put_switch(&mut fields, "internal", self.internal);
        put(&mut fields, "when", &self.when);
        fields
    }

    /// What is to be said about what was typed: a link whose scheme was put in front, a command that could not be run as
    /// it stands, which nobody should find out on a call.
    pub(super) fn remarks(&self, id: &RunbookId) -> Vec<String> {
        let link = match &self.link {
            Some(Setting::To(address)) => address.mended(),
            _ => None,
        };
        let commands = [&self.command, &self.dry_run_command].into_iter().flatten();
        let unfit = commands.filter_map(|given| match given {
            // what is still to be filled in is judged when it is
            Setting::To(text) if !has_placeholder(text.as_str()) => CommandWords::of_text(text.as_str(), id).err(),
            _ => None,
        });
        let words = |fault: Fault| std::iter::once(fault.message).chain(fault.hints).collect::<Vec<_>>().join("; ");
        link.into_iter().chain(unfit.map(words)).collect()
    }

    /// Asks for what a new one cannot do without: the title, and then for the estimate too.
    ///
    /// # Errors
    /// `Usage` when the title is missing and nobody can be asked.
    pub(super) fn complete(&mut self, what: &str, session: &Session<'_>) -> Result<()> {
        if self.title.is_some() {
            return Ok(());
        }
        self.title = Some(session.needed(None, "--title", &format!("title of the {what}"))?);
        if let (None, Some(asker)) = (&self.estimate, session.asker()) {
            self.estimate = asker.optional("estimate, such as 10m or 1h15m (may be empty)")?.map(Setting::To);
        }
        Ok(())
    }

    /// The id that the title makes.
    pub(super) fn id(&self) -> Option<Slug> {
        self.title.as_ref().map(|title| Slug::from_text(title.as_str()))
    }
}

/// Where in its list an item is put.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct Place {
    /// Before this one
    #[arg(long, value_name = "ITEM")]
    before: Option<String>,
    /// After this one
    #[arg(long, value_name = "ITEM")]
    after: Option<String>,
    /// At the beginning
    #[arg(long)]
    first: bool,
    /// At the end
    #[arg(long)]
    last: bool,
}

impl Place {
    /// The place that was named, if one was.
    pub(super) fn named(self) -> Option<Whereto> {
        match self {
            Self { before: Some(part), .. } => Some(Whereto::Before(part)),
            Self { after: Some(part), .. } => Some(Whereto::After(part)),
            Self { first: true, .. } => Some(Whereto::First),
            Self { last: true, .. } => Some(Whereto::Last),
            _ => None,
        }
    }
}

/// The beginning or the interruption of an attempt.
#[derive(Debug, Args)]
pub(super) struct Moving {
    /// What is to be said about it
    #[arg(long)]
    pub(super) note: Option<Prose>,
    #[command(flatten)]
    pub(super) happened: Happened,
}

/// The end of an attempt.
#[derive(Debug, Args)]
pub(super) struct Ended {
    /// How long it took, where it was not started here: 10m, 1h15m
    #[arg(long, value_name = "DURATION", conflicts_with = "started")]
    took: Option<Length>,
    /// When it began, where it was not started here
    #[arg(long, value_name = "TIME")]
    started: Option<TimeWords>,
    /// What is to be said about it
    #[arg(long)]
    note: Option<Prose>,
    #[command(flatten)]
    pub(super) happened: Happened,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    /// It succeeded.
    Finished,
    /// It failed.
    Failed,
    /// It is left out.
    Skipped,
}

impl Ended {
    /// The act; a failure or a skip wants a note, and a success its length unless it is measured. Both are asked for
    /// where somebody is there.
    ///
    /// # Errors
    /// `Usage` where a note or a length is missing and nobody can be asked, and for a time that is none.
    pub(super) fn act(
        self,
        became: Became,
        is_measured: impl FnOnce() -> Result<bool>,
        session: &Session<'_>,
    ) -> Result<AttemptCommand> {
        let note = match became {
            Became::Finished => self.note,
            Became::Failed | Became::Skipped => Some(session.needed(self.note, "--note", "note")?),
        };
        let mut took = self.took;
        if became == Became::Finished
            && took.is_none()
            && self.started.is_none()
            && let Some(asker) = session.asker()
            && !is_measured()?
        {
            took = Some(asker.word("It was not started here. How long did it take?", None)?);
        }
        let started_at = self.started.as_ref().map(|words| session.moment(words)).transpose()?;
        let words = EndingWords { started_at, took, note, ..EndingWords::default() };
        Ok(match became {
            Became::Finished => AttemptCommand::Finish(words),
            Became::Failed => AttemptCommand::Fail(words),
            Became::Skipped => AttemptCommand::Skip(words),
        })
    }
}
