//! The two lists of work, tasks and the rollback steps: one way to plan them and to record how they went.

use super::arg_values::{item, without_blanks};
use super::lists::List;
use super::naming::{self, Which};
use super::session::{Answer, Session};
use super::work::{Became, Ended, Moving, Place, Plan};
use crate::lifecycle::{Command, EndingWords, TaskAct, Whereto, find, open_attempt};
use crate::model::{Fault, Result, RunbookId, Slug};
use crate::workspace::{Workspace, query};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Track {
    /// The work.
    Tasks,
    /// The rollback.
    Steps,
}

/// One item of a track, as typed.
#[derive(Debug)]
pub(super) struct Named {
    /// The runbook.
    pub(super) which: Which,
    /// The item.
    pub(super) part: Option<String>,
}

impl Track {
    fn list(self) -> List {
        match self {
            Self::Tasks => List::Tasks,
            Self::Steps => List::Steps,
        }
    }

    fn named(self, named: &Named, session: &Session<'_>, workspace: &Workspace) -> Result<(RunbookId, String)> {
        let id = named.which.find(session, workspace)?;
        let part = naming::item(session, workspace, &id, self.list(), named.part.as_ref())?;
        Ok((id, part))
    }

    fn acting(self, part: String, act: TaskAct) -> Command {
        match self {
            Self::Tasks => Command::ActOnTask { task: part, act },
            Self::Steps => Command::ActOnStep { step: part, act },
        }
    }

    /// Plans one more.
    ///
    /// # Errors
    /// As the write door; `Usage` when the title is missing and nobody can be asked.
    pub(super) fn add(
        self,
        session: &mut Session<'_>,
        which: &Which,
        id: Option<Slug>,
        mut plan: Plan,
        place: Place,
    ) -> Result<Answer> {
        let workspace = session.open()?;
        let runbook = which.find(session, &workspace)?;
        plan.complete(self.list().item(), session)?;
        let options = id.clone().or_else(|| plan.id()).ok_or_else(|| Fault::bug("work without a title"))?;
        let mut fields = without_blanks(plan.fields());
        fields.insert("id".to_owned(), options.as_str().into());
        let (work, fixed_id) = (item(fields)?, id.is_some());
        let place = place.named().unwrap_or(Whereto::Last);
        let command = match self {
            Self::Tasks => Command::AddTask { task: work, fixed_id, place },
            Self::Steps => Command::AddStep { step: work, fixed_id, place },
        };
        let answer = session.change(&workspace, &runbook, &command, None)?;
        plan.mended().iter().for_each(|note| session.shell.note(note));
        Ok(answer)
    }

    /// Changes a plan.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn set(self, session: &mut Session<'_>, named: &Named, plan: &Plan) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let fields = plan.fields();
        let command = match self {
            Self::Tasks => Command::SetTask { task: part, fields },
            Self::Steps => Command::SetStep { step: part, fields },
        };
        let answer = session.change(&workspace, &id, &command, None)?;
        plan.mended().iter().for_each(|note| session.shell.note(note));
        Ok(answer)
    }

    /// Takes one out of the plan.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn remove(self, session: &mut Session<'_>, named: &Named) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let command = match self {
            Self::Tasks => Command::RemoveTask { task: part },
            Self::Steps => Command::RemoveStep { step: part },
        };
        session.change(&workspace, &id, &command, None)
    }

    /// Puts one elsewhere.
    ///
    /// # Errors
    /// As the write door; `Usage` when no place is named.
    pub(super) fn put(self, session: &mut Session<'_>, named: &Named, place: Place) -> Result<Answer> {
        let place = place.named().ok_or_else(|| {
            let other = self.list().value_name();
            Fault::usage(format!("where to is missing: give --before {other}, --after {other}, --first or --last"))
        })?;
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let command = match self {
            Self::Tasks => Command::MoveTask { task: part, place },
            Self::Steps => Command::MoveStep { step: part, place },
        };
        session.change(&workspace, &id, &command, None)
    }

    /// Begins an attempt.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn start(self, session: &mut Session<'_>, named: &Named, moving: Moving) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let act = TaskAct::Start { note: moving.note };
        session.change(&workspace, &id, &self.acting(part, act), moving.happened.at.as_ref())
    }

    /// Interrupts an attempt.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn pause(self, session: &mut Session<'_>, named: &Named, moving: Moving) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let act = TaskAct::Pause(EndingWords { note: moving.note, ..EndingWords::default() });
        session.change(&workspace, &id, &self.acting(part, act), moving.happened.at.as_ref())
    }

    /// Ends an attempt.
    ///
    /// # Errors
    /// As the write door; `Usage` when a note or a length is missing and nobody can be asked.
    pub(super) fn end(self, session: &mut Session<'_>, named: &Named, ended: Ended, became: Became) -> Result<Answer> {
        let workspace = session.open()?;
        let (id, part) = self.named(named, session, &workspace)?;
        let at = ended.happened.at.clone();
        let is_measured = || -> Result<bool> {
            let runbook = query::view(&workspace, &id)?.runbook;
            let items = if self == Self::Tasks { runbook.tasks.as_slice() } else { runbook.steps() };
            // what cannot be found is the write door's to refuse: nobody is asked how long it took
            Ok(find(items, |own| &own.id, &part, self.list().item()).map_or(true, |own| open_attempt(own).is_some()))
        };
        let act = ended.act(became, is_measured, session)?;
        session.change(&workspace, &id, &self.acting(part, act), at.as_ref())
    }
}
