//! Bringing in runbooks that were written elsewhere: read from a text, checked all together, recorded one commit each.
//!
//! Nothing is written before every runbook of the text could be written.

use super::{ChangeOptions, Workspace};
use crate::import::{ImportDraft, ImportOptions, read};
use crate::lifecycle::{Command, Stamp};
use crate::model::{Fault, Imported, Kind, Line, Remark, Result, Runbook, RunbookId};
use crate::render::export::{Audience, markdown};
use crate::secret::Rules;
use crate::store;

/// A runbook of a text, ready to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The record under its name.
    pub runbook: Runbook,
    /// What was mended.
    pub repairs: Vec<Remark>,
    /// What a person must look at.
    pub doubts: Vec<Remark>,
}

impl Workspace {
    /// The runbooks of a text, with what is to be said about each; nothing is written.
    ///
    /// # Errors
    /// `Usage` for what is no text; `Secret`, naming the lines, for what looks like one and is not allowed.
    pub fn drafts(&self, bytes: &[u8], asked: &ImportOptions, options: &ChangeOptions) -> Result<Vec<ImportDraft>> {
        let mut drafts = read(bytes, asked)?;
        if options.allow_secret.is_none() {
            self.no_secret_in(bytes)?;
        }
        for draft in &mut drafts {
            self.unfold(draft, asked)?;
        }
        Ok(drafts)
    }

    /// Takes the record that an export folded away in the text; a block that is no record is a doubt.
    fn unfold(&self, draft: &mut ImportDraft, asked: &ImportOptions) -> Result<()> {
        let Some(folded) = draft.folded.clone() else { return Ok(()) };
        let record = match store::read(&format!("the folded record at line {}", folded.line), folded.toml.as_bytes()) {
            Ok(read) => read.runbook,
            Err(fault) => {
                draft.doubt(folded.line, format!("{}; what the text shows is taken", fault.message));
                return Ok(());
            }
        };
        let text = markdown(&record, Audience::Internal, &asked.home_side, Some(&folded.toml));
        let unnamed = ImportOptions { customer: None, task: None, ..asked.clone() };
        match read(text.as_bytes(), &unnamed)?.first() {
            Some(shown) => draft.refold(&record, shown),
            None => Ok(()),
        }
    }

    /// Refuses a text with secrets in it by their lines, which a person can find, and not by their places in a record.
    fn no_secret_in(&self, bytes: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(bytes);
        let found = Rules::new(&self.settings.secrets.patterns)?.find(&text);
        if found.is_empty() {
            return Ok(());
        }
        let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1;
        let places: Vec<String> =
            found.iter().map(|finding| format!("line {}: {}", line(finding.start), finding.kind)).collect();
        Err(Fault::new(
            Kind::Secret,
            format!("this looks like a secret, and nothing was recorded: {}", places.join(", ")),
        )
        .hint("leave the secret out of the text; a link to where it is kept is enough")
        .hint("if it is none: --allow-secret REASON records why"))
    }

    /// What importing these runbooks would come to.
    ///
    /// # Errors
    /// As [`Workspace::import`].
    pub fn would_import(
        &self,
        all: &[Incoming],
        source: Option<&Line>,
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<Vec<Imported>> {
        let head = self.repository.head()?.commit;
        let mut ids: Vec<RunbookId> = Vec::new();
        let mut done = Vec::new();
        for one in all {
            let id = self.free_id(&one.runbook, head.as_ref(), &ids)?;
            let first = self.first(&id, head.as_ref(), &command(&id, one, source), stamp, options)?;
            ids.push(id.clone());
            let (repairs, doubts) = (one.repairs.clone(), one.doubts.clone());
            done.push(Imported { id, commit: None, runbook: first.after, repairs, doubts });
        }
        Ok(done)
    }

    /// Records these runbooks, each with one commit, after all of them were found fit.
    ///
    /// # Errors
    /// As [`Workspace::create`]; where some of them are recorded already, the fault says which.
    pub fn import(
        &self,
        all: &[Incoming],
        source: Option<&Line>,
        stamp: &Stamp,
        options: &ChangeOptions,
    ) -> Result<Vec<Imported>> {
        self.would_import(all, source, stamp, options)?;
        let mut done: Vec<Imported> = Vec::new();
        for one in all {
            let changed = self
                .bring_in(&one.runbook, stamp, options, |id| command(id, one, source))
                .map_err(|fault| after(&done, fault))?;
            let (repairs, doubts) = (one.repairs.clone(), one.doubts.clone());
            done.push(Imported { id: changed.id, commit: changed.commit, runbook: changed.after, repairs, doubts });
        }
        Ok(done)
    }
}

fn command(id: &RunbookId, one: &Incoming, source: Option<&Line>) -> Command {
    Command::Import { id: id.clone(), runbook: Box::new(one.runbook.clone()), source: source.cloned() }
}

/// A fault in the middle says what is recorded already.
fn after(done: &[Imported], fault: Fault) -> Fault {
    if done.is_empty() {
        return fault;
    }
    let ids: Vec<String> = done.iter().map(|one| one.id.to_string()).collect();
    Fault { message: format!("{}; recorded before that: {}", fault.message, ids.join(", ")), ..fault }
}
