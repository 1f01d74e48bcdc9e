//! `edit`: the whole record in the person's editor; what does not check comes back with the errors.

use std::collections::HashSet;

use clap::Args;

use crate::cli::editor::Editor;
use crate::cli::error_banner::{with_errors, without_errors};
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Standing;
use crate::model::{Fault, Kind, Result, RunbookId, State};
use crate::store::drafts::{Drafts, KeptDraft};
use crate::workspace::change::TypedIn;
use crate::workspace::query::{self, RunbookView};
use crate::workspace::{Workspace, change};

/// How often a text comes back where nobody can be asked whether to go on.
const ROUNDS: usize = 3;

/// Edit the whole record in your editor
///
/// The editor is chosen and started as git does it: GIT_EDITOR, core.editor of your own git settings, VISUAL, EDITOR. What does not check comes back with the errors
/// on top; what you typed is kept until it is recorded.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook edit acme/enforce-2fa-on-all-groups
  runbook edit 2fa --resume")]
pub(in crate::cli) struct Edit {
    #[command(flatten)]
    which: Which,
    /// Go on with the draft of an edit that was refused
    #[arg(long)]
    resume: bool,
}

/// One edit under way.
struct Editing<'a> {
    workspace: &'a Workspace,
    view: &'a RunbookView,
    drafts: &'a Drafts,
    draft: KeptDraft,
    /// Whether the person says that what looks like a secret is none.
    is_allowed: bool,
}

impl Edit {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`change::edit`]; `Refused` when the editor fails.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        change::heal(&workspace)?;
        let id = self.which.find(session, &workspace)?;
        let view = query::view(&workspace, &id)?;
        editable(&workspace, &view)?;
        workspace.identity()?;
        let editor = Editor::of(session, &workspace, &id)?;
        let drafts = Drafts::new(workspace.private());
        let draft = self.begin(&id, &view, &drafts, session)?;
        let is_allowed = session.options().allow_secret.is_some();
        Editing { workspace: &workspace, view: &view, drafts: &drafts, draft, is_allowed }.run(&editor, session)
    }

    /// The draft to go on with, or a new one.
    fn begin(
        &self,
        id: &RunbookId,
        view: &RunbookView,
        drafts: &Drafts,
        session: &mut Session<'_>,
    ) -> Result<KeptDraft> {
        let kept = drafts.of(id)?;
        let fitting = kept.iter().rev().find(|draft| draft.is_of(id, &view.bytes));
        match (fitting, kept.last(), self.resume) {
            (Some(draft), _, true) => return Ok(draft.clone()),
            (None, Some(draft), true) => return Err(outdated(id, draft)),
            (None, None, true) => {
                return Err(
                    Fault::new(Kind::NotFound, format!("no draft of {id} is kept")).hint(format!("runbook edit {id}"))
                );
            }
            (Some(draft), _, false) => {
                if let Some(asker) = session.asker()
                    && asker.confirm("A draft of an earlier edit is kept. Go on with it?", true)?
                {
                    return Ok(draft.clone());
                }
                session.shell.note(&format!("a draft of an earlier edit is kept: {}", draft.path.display()));
            }
            _ => {}
        }
        drafts.begin(id, &view.bytes, &view.bytes)
    }
}

impl Editing<'_> {
    fn run(self, editor: &Editor, session: &mut Session<'_>) -> Result<Answer> {
        let id = &self.view.id;
        let mut last = None;
        for round in 1.. {
            if let Err(fault) = editor.edit(&self.draft.path) {
                return Err(self.give_up(fault));
            }
            let typed = self.typed()?;
            let stamp = match session.stamp(self.workspace, None) {
                Ok(stamp) => stamp,
                Err(fault) => return Err(self.give_up(fault)),
            };
            if typed == self.view.bytes {
                self.drafts.remove(&self.draft)?;
                session.shell.note(&editor.unchanged());
            }
            let (base, draft, options) = (&self.view.bytes, TypedIn::Draft(&self.draft), session.options());
            let fault = match change::edit(self.workspace, id, base, &typed, draft, &stamp, &options) {
                // the draft has gone with it
                Ok(changed) => return session.tell(self.workspace, &changed),
                Err(fault) => fault,
            };
            if !self.drafts.has(&self.draft) {
                // it has gone with a change that is recorded, of which there is something else to say
                return Err(fault);
            }
            if let Err(late) = self.drafts.rewrite(&self.draft, &typed) {
                return Err(self.give_up(fault).hint(not_rewritten(&late)));
            }
            let is_stuck = last.as_ref() == Some(&typed);
            let goes_on = is_about_the_words(&fault)
                && match session.asker() {
                    Some(asker) => {
                        session.shell.note(&fault.message);
                        match asker.confirm("It does not check. Edit again?", true) {
                            Ok(answer) => answer,
                            Err(fault) => return Err(self.give_up(fault)),
                        }
                    }
                    None => !is_stuck && round < ROUNDS,
                };
            if !goes_on {
                return Err(self.give_up(fault));
            }
            if let Err(late) = self.drafts.rewrite(&self.draft, &with_errors(&fault, &typed)) {
                return Err(self.give_up(fault).hint(not_rewritten(&late)));
            }
            last = Some(typed);
        }
        Err(Fault::bug("an edit without an end"))
    }

    /// The draft as the person typed it, without the errors that an earlier round, or an earlier run, put there.
    fn typed(&self) -> Result<Vec<u8>> {
        Ok(without_errors(&self.drafts.read(&self.draft)?, &self.view.bytes))
    }

    /// A draft that is kept holds what looks like a secret masked, where that is not recorded already.
    fn mask(&self, typed: &[u8]) -> Result<()> {
        let rules = query::secret_rules(self.workspace)?;
        let (known, text) = (String::from_utf8_lossy(&self.view.bytes), String::from_utf8_lossy(typed));
        let known: HashSet<String> = rules.words(&known).collect();
        if rules.find_lines(&text, |secret| !known.contains(secret)).is_empty() {
            return Ok(());
        }
        self.drafts.rewrite(&self.draft, rules.mask(&text).as_bytes())
    }

    /// Says where the draft is kept; one that holds nothing new is not kept.
    fn give_up(&self, fault: Fault) -> Fault {
        let typed = self.typed();
        if typed.as_ref().is_ok_and(|typed| *typed == self.view.bytes) && self.drafts.remove(&self.draft).is_ok() {
            return fault;
        }
        let is_none = self.is_allowed && fault.kind != Kind::Secret;
        let unmasked = typed.ok().filter(|_| !is_none).and_then(|typed| self.mask(&typed).err());
        let fault = unmasked.iter().map(not_rewritten).fold(fault, Fault::hint);
        fault
            .hint(format!("what you typed is kept in {}", self.draft.path.display()))
            .hint(format!("runbook edit {} --resume", self.view.id))
    }
}

/// Refuses what could not be recorded afterwards, before anybody types a word.
fn editable(workspace: &Workspace, view: &RunbookView) -> Result<()> {
    let id = &view.id;
    if view.standing != Standing::Recorded {
        change::changeable(workspace, id)?;
    }
    if view.runbook.state == State::Closed {
        return Err(Fault::refused("the runbook is closed; a closed runbook is changed only after it is reopened")
            .hint(format!("runbook reopen {id} --reason WHY")));
    }
    Ok(())
}

/// What the person can mend in the editor, unlike a lock or a full disk.
fn is_about_the_words(fault: &Fault) -> bool {
    matches!(fault.kind, Kind::Usage | Kind::Unreadable | Kind::NewerFormat | Kind::Refused | Kind::Secret)
}

/// A draft that could not be given another text holds what was typed, word for word.
fn not_rewritten(late: &Fault) -> String {
    format!("what was typed stands there word for word, since the draft could not be written anew: {late}")
}

fn outdated(id: &RunbookId, draft: &KeptDraft) -> Fault {
    Fault::refused("the runbook has changed since the kept draft was begun; it would take those changes back")
        .hint(format!("look at both: git diff --no-index {} {}", id.path(), draft.path.display()))
        .hint(format!("then bring over what you want: runbook edit {id}"))
}
