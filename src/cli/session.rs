//! One command under way: its flags, its surroundings, its door of output, and the store once it is opened.
//!
//! Takes the stamp (time and person) once, sends a change through the write door, and says what became of it.

use std::path::PathBuf;

use super::arg_values::{Edge, TimeWords};
use super::environment::Environment;
use super::globals::Globals;
use super::pager::Pager;
use super::shell::Shell;
use crate::guide::Asker;
use crate::lifecycle::{Command, Stamp, Standing};
use crate::model::{Changed, Fault, Moment, Result, RunbookId, parse_at};
use crate::render;
use crate::workspace::Workspace;
use crate::workspace::change::{self, ChangeOptions};
use crate::workspace::query::{self, RunbookView};

/// The answer to a question; a change that was made is a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Done, or yes: exit code 0.
    Yes,
    /// The answer is no: exit code 1.
    No,
}

/// What a command may know of the program that it is part of.
#[derive(Clone, Copy)]
pub(super) struct Itself {
    /// The grammar of all commands.
    pub(super) grammar: fn() -> clap::Command,
    /// Runs another command in these surroundings, through the same door, and gives its exit code.
    pub(super) play: fn(&Environment, &mut Shell) -> u8,
}

/// One command under way.
pub(super) struct Session<'a> {
    /// The flags of every command.
    pub(super) globals: Globals,
    /// What surrounds it.
    pub(super) around: &'a Environment,
    /// Where its answer goes.
    pub(super) shell: &'a mut Shell,
    /// The program.
    pub(super) itself: Itself,
}

impl Session<'_> {
    /// The folder in which the store is looked for.
    pub(super) fn dir(&self) -> PathBuf {
        let named = self.globals.dir.as_deref().or_else(|| self.around.var("RUNBOOK_STORE").map(std::path::Path::new));
        named.map_or_else(|| self.around.dir.clone(), |dir| self.around.path(dir))
    }

    /// Opens the store.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub(super) fn open(&self) -> Result<Workspace> {
        let workspace = Workspace::open(&self.dir(), &self.around.person())?;
        self.shell.keep_out(&workspace.settings().secrets.patterns);
        // git's settings are read only where somebody sits at a screen
        if self.around.terminals.stdout && !self.globals.no_pager {
            self.shell.choose_pager(Pager::of(self.around, workspace.own_setting("core.pager")));
        }
        Ok(workspace)
    }

    /// The person to ask, where one is there and wants to be asked.
    pub(super) fn asker(&self) -> Option<Asker> {
        (self.around.is_attended() && !self.globals.no_input).then(|| Asker::new(self.shell.color_err))
    }

    /// How text is laid out for the reader of stdout.
    pub(super) fn style(&self) -> render::Style {
        self.around.style(self.shell.color_out)
    }

    /// Time and person of a change; `at` is when it happened, as typed.
    ///
    /// # Errors
    /// `Usage` for words that are no time, `Identity` when git knows nobody.
    pub(super) fn stamp(&self, workspace: &Workspace, at: Option<&TimeWords>) -> Result<Stamp> {
        let happened = at.map(|words| self.moment(words)).transpose()?;
        Ok(Stamp { now: self.around.now, happened, by: workspace.identity()? })
    }

    /// A time as typed, on this machine's clocks.
    ///
    /// # Errors
    /// `Usage` for words that are no time.
    pub(super) fn moment(&self, words: &TimeWords) -> Result<Moment> {
        parse_at(&words.0, self.around.now, &self.around.clocks())
    }

    /// A time as typed; a date alone means one of its ends.
    ///
    /// # Errors
    /// `Usage` for words that are no time.
    pub(super) fn edge(&self, words: &TimeWords, edge: Edge) -> Result<Moment> {
        let Ok(date) = words.0.trim().parse::<chrono::NaiveDate>() else { return self.moment(words) };
        let day = match edge {
            Edge::Begin => date,
            Edge::End => date.succ_opt().unwrap_or(date),
        };
        self.moment(&TimeWords(format!("{day} 00:00")))
    }

    /// What the person allows for this change.
    pub(super) fn options(&self) -> ChangeOptions {
        ChangeOptions { allow_secret: self.globals.allow_secret.clone() }
    }

    /// Sends a command through the write door and says what became of it.
    ///
    /// # Errors
    /// As [`change::execute`].
    pub(super) fn change(
        &mut self,
        workspace: &Workspace,
        id: &RunbookId,
        command: &Command,
        at: Option<&TimeWords>,
    ) -> Result<Answer> {
        let stamp = self.stamp(workspace, at)?;
        let changed = change::execute(workspace, id, command, &stamp, &self.options())?;
        self.tell(workspace, &changed)
    }

    /// Says what was changed.
    ///
    /// # Errors
    /// `Disk` when the answer cannot be written.
    pub(super) fn tell(&mut self, workspace: &Workspace, changed: &Changed) -> Result<Answer> {
        self.answer(changed, |session| {
            if session.globals.json {
                return session.shell.document(&document(changed));
            }
            let text = session.words(workspace, changed);
            session.shell.say(&text)
        })?;
        Ok(Answer::Yes)
    }

    /// Answers with what was changed, and then, also where the answer could not be written, says what a person has to be
    /// told besides.
    ///
    /// # Errors
    /// As the answer.
    pub(super) fn answer(&mut self, changed: &Changed, tell: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.shell.remember(changed);
        let told = tell(self);
        changed.notes.iter().for_each(|note| self.shell.note(note));
        told
    }

    /// What came of work that makes several changes, and those as one, to be answered with. Where the work failed after some
    /// of them, what a person has to be told of those is said here.
    ///
    /// # Errors
    /// As the work.
    pub(super) fn together<T>(&mut self, changes: Vec<Changed>, done: Result<T>) -> Result<(T, Changed)> {
        match (done, as_one(changes)) {
            (Ok(done), Some(changed)) => Ok((done, changed)),
            (Ok(_), None) => Err(Fault::bug("nothing was recorded")),
            (Err(fault), changed) => {
                changed.iter().flat_map(|changed| &changed.notes).for_each(|note| self.shell.note(note));
                Err(fault)
            }
        }
    }

    /// What became of a change, for people.
    pub(super) fn words(&self, workspace: &Workspace, changed: &Changed) -> String {
        let view = RunbookView {
            id: changed.id.clone(),
            runbook: changed.after.clone(),
            bytes: Vec::new(),
            standing: Standing::Recorded,
            commit: changed.commit.clone(),
        };
        let is_planned = changed.after.state.is_before_call();
        let readiness = is_planned.then(|| query::readiness(workspace, &view, self.around.now));
        let done = render::ChangeAnswer {
            id: &changed.id,
            events: &changed.events,
            before: changed.before.as_ref(),
            after: &changed.after,
            commit: changed.commit.as_ref(),
            readiness: readiness.as_ref(),
        };
        render::changed(&done, &self.style())
    }

    /// A value that the command cannot do without: as given, or asked for, or a usage error that names the flag.
    ///
    /// # Errors
    /// `Usage` naming the flag where nobody can be asked; `Interrupted` when the person leaves.
    pub(super) fn needed<T>(&self, given: Option<T>, flag: &str, question: &str) -> Result<T>
    where
        T: std::str::FromStr<Err = Fault>,
    {
        match (given, self.asker()) {
            (Some(value), _) => Ok(value),
            (None, Some(asker)) => asker.word(question, None),
            (None, None) => Err(Fault::usage(format!("{question} is missing: give it with {flag}"))),
        }
    }
}

/// Several changes of one command as one.
fn as_one(changes: Vec<Changed>) -> Option<Changed> {
    changes.into_iter().reduce(|first, next| Changed {
        before: first.before,
        events: [first.events, next.events].concat(),
        notes: [first.notes, next.notes].concat(),
        ..next
    })
}

/// What became of a change, for scripts.
pub(super) fn document(changed: &Changed) -> serde_json::Value {
    render::json::changed(&changed.id, changed.commit.as_ref(), &changed.events, &changed.after)
}
