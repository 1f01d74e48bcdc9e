//! A text comes back that was exported from a runbook of this store: nothing is new in it, its changes go into that runbook,
//! or another one is made of it. And how every import ends.

use super::session::{Answer, Session};
use crate::import::{ImportDraft, Origin};
use crate::model::{Fault, Imported, ImportedHow, Line, Result};
use crate::render;
use crate::workspace::Workspace;
use crate::workspace::change;

/// What a person said of such a text.
pub(super) struct Return {
    /// `--update`.
    pub(super) update: bool,
    /// `--as-new`.
    pub(super) as_new: bool,
    /// `--strict`.
    pub(super) strict: bool,
    /// `--dry-run`.
    pub(super) dry_run: bool,
    /// What the trail calls the text.
    pub(super) source: Option<Line>,
    /// The words of the command, for typing it again.
    pub(super) words: Vec<String>,
}

impl Return {
    /// What becomes of the text; none where it is read as a new one.
    ///
    /// # Errors
    /// `Usage` for `--update` where there is nothing to update; `Refused` where nobody says what shall become of it; as an
    /// edit.
    pub(super) fn of(
        &self,
        drafts: &[ImportDraft],
        session: &mut Session<'_>,
        workspace: &Workspace,
    ) -> Result<Option<Answer>> {
        let known: Vec<(&ImportDraft, &Origin)> =
            drafts.iter().filter_map(|draft| Some((draft, draft.origin.as_deref()?))).collect();
        let (draft, origin) = match (known.as_slice(), drafts.len()) {
            _ if self.as_new => return Ok(None),
            ([], _) if self.update => {
                return Err(Fault::usage(
                    "this text is no export of a runbook of this store: there is nothing to update",
                )
                .hint("leave out --update to import it as a new runbook"));
            }
            ([], _) => return Ok(None),
            ([only], 1) => *only,
            (several, _) => {
                let ids: Vec<String> = several.iter().map(|(_, origin)| origin.id.to_string()).collect();
                return Err(Fault::refused(format!(
                    "this text holds exports of {}, which are in this store",
                    ids.join(", ")
                ))
                .hint("to take changes into them, import each from a file of its own")
                .hint(format!("to make others of them: {}", self.again("--as-new"))));
            }
        };
        let is_same = origin.merged == origin.stored;
        if is_same && origin.doubts.is_empty() {
            let (id, runbook) = (origin.id.clone(), origin.stored.clone());
            let words = format!("{id}: unchanged: nothing in this text is new to it\n");
            let how = ImportedHow::Unchanged;
            let (repairs, doubts, notes) = (Vec::new(), Vec::new(), Vec::new());
            let done = Imported { id, how, commit: None, runbook, repairs, doubts, notes };
            match session.globals.json {
                true => session.shell.document(&render::json::imported(&[done]))?,
                false => session.shell.say(&words)?,
            }
            return Ok(Some(Answer::Yes));
        }
        // what stays as it was recorded is told all the same: there is nothing to choose
        match is_same || self.is_update(origin, session)? {
            false => Ok(None),
            true => self.update(draft, origin, session, workspace).map(Some),
        }
    }

    /// Whether the changes go into the runbook; otherwise another one is made.
    fn is_update(&self, origin: &Origin, session: &mut Session<'_>) -> Result<bool> {
        if self.update {
            return Ok(true);
        }
        let id = &origin.id;
        let said = format!("this text is an export of {id}, which is in this store, and something was changed in it");
        let Some(asker) = session.asker() else {
            let changed: Vec<String> =
                origin.doubts.iter().map(|doubt| format!("line {}: {}", doubt.line, doubt.message)).collect();
            let changed = if changed.is_empty() { String::new() } else { format!(":\n  {}", changed.join("\n  ")) };
            return Err(Fault::refused(format!("{said}{changed}"))
                .hint(format!("to take the changes into {id}: {}", self.again("--update")))
                .hint(format!("to make another runbook of it: {}", self.again("--as-new"))));
        };
        session.shell.note(&said);
        let ways =
            [format!("take the changes into {id}"), "make another runbook of it".to_owned(), "leave it".to_owned()];
        match asker.choose("What shall become of it?", &ways)? {
            0 => Ok(true),
            1 => Ok(false),
            _ => Err(Fault::refused("nothing was imported")),
        }
    }

    /// The same command with one more flag, as a shell takes it.
    fn again(&self, flag: &str) -> String {
        // what says how a new one is taken does not fit what changes one
        let mut words: Vec<&str> = Vec::new();
        let mut own = self.words.iter().map(String::as_str);
        while let Some(word) = own.next() {
            match word {
                "--state" if flag == "--update" => drop(own.next()),
                word => words.push(word),
            }
        }
        words.push(flag);
        shell_words::join(words)
    }

    fn update(
        &self,
        draft: &ImportDraft,
        origin: &Origin,
        session: &mut Session<'_>,
        workspace: &Workspace,
    ) -> Result<Answer> {
        let is_same = origin.merged == origin.stored;
        let refuses = self.strict && !origin.doubts.is_empty();
        let (mut commit, mut runbook, mut notes) = (None, origin.merged.clone(), Vec::new());
        if !self.dry_run && !refuses && !is_same {
            let stamp = session.stamp(workspace, None)?;
            let changed = change::bring_back(workspace, origin, self.source.as_ref(), &stamp, &session.options())?;
            (commit, runbook, notes) = (changed.commit, changed.after, changed.notes);
        }
        let (repairs, doubts) = (draft.repairs.clone(), origin.doubts.clone());
        let how = match commit {
            _ if is_same => ImportedHow::Unchanged,
            Some(_) => ImportedHow::Updated,
            None => ImportedHow::WouldBeUpdated,
        };
        tell(session, &[Imported { id: origin.id.clone(), how, commit, runbook, repairs, doubts, notes }])?;
        if is_same {
            session.shell.note(&format!("{}: unchanged: what is in doubt stays as it is recorded", origin.id));
        }
        Ok(end(session, refuses, self.dry_run && !is_same, "to take it in"))
    }
}

/// How an import ends that told of doubts, or was only tried.
pub(super) fn end(session: &mut Session<'_>, refuses: bool, is_dry: bool, what_for: &str) -> Answer {
    if refuses {
        session.shell.note("something is in doubt: with --strict nothing was written");
        return Answer::No;
    }
    if is_dry {
        session.shell.note(&format!("nothing was written; leave out --dry-run {what_for}"));
    }
    Answer::Yes
}

/// Tells what was imported, or would be.
///
/// # Errors
/// As the shell.
pub(super) fn tell(session: &mut Session<'_>, done: &[Imported]) -> Result<()> {
    let style = session.style();
    let told = match session.globals.json {
        true => session.shell.document(&render::json::imported(done)),
        false => done.iter().enumerate().try_for_each(|(nth, one)| {
            let gap = if nth > 0 { "\n" } else { "" };
            session.shell.say(&format!("{gap}{}", render::imported(one, &style)))
        }),
    };
    // also where the answer could not be written
    done.iter().flat_map(|one| &one.notes).for_each(|note| session.shell.note(note));
    told
}
