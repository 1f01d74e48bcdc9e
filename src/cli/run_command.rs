//! Commands of the person's that run under ours: agreeing to them, showing what they say, telling what was recorded.

use serde_json::json;

use super::session::{Session, document};
use crate::guide::{CommandWords, Ended, Exec, Executed, Stream, TerminalInfo};
use crate::model::{Changed, Fault, Identity, Kind, Moment, Result, RunbookId};
use crate::workspace::Workspace;
use crate::workspace::change::ChangeOptions;

/// Whether the person has agreed to a record's own command beforehand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Consent {
    /// `--yes`.
    pub(super) yes: bool,
}

impl Consent {
    /// Shows a command that somebody wrote into the record; true when it may run.
    ///
    /// # Errors
    /// `Usage` where it was not agreed to and nobody can be asked; `Interrupted` when the person leaves.
    pub(super) fn to(self, words: &CommandWords, of: &str, session: &mut Session<'_>) -> Result<bool> {
        let asker = session.asker().filter(|_| !self.yes);
        if asker.is_none() && !self.yes {
            return Err(Fault::usage(format!(
                "{of} has a command in the record that nobody has agreed to: {}",
                words.shown()
            ))
            .hint("--yes runs it as it stands there")
            .hint("or write the command after --"));
        }
        session.shell.note(&format!("the command of {of}: {}", words.shown()));
        let agreed = match asker {
            Some(asker) => asker.confirm("Run it?", false)?,
            None => true,
        };
        if !agreed {
            session.shell.note("it was not run; nothing was changed");
        }
        Ok(agreed)
    }
}

/// What a command needs to run under ours.
pub(super) struct Running<'w> {
    workspace: &'w Workspace,
    id: &'w RunbookId,
    by: Identity,
    options: ChangeOptions,
}

impl<'w> Running<'w> {
    /// Takes the person once.
    ///
    /// # Errors
    /// `Identity` when git knows nobody.
    pub(super) fn new(session: &Session<'_>, workspace: &'w Workspace, id: &'w RunbookId) -> Result<Self> {
        Ok(Self { workspace, id, by: workspace.identity()?, options: session.options() })
    }

    /// Runs the work with what the command says going to the person: to stdout, or beside the answer with `--json`. Gives what
    /// it came to and what was recorded of it.
    ///
    /// # Errors
    /// As the work; `Disk` when what was said could not be shown, after everything is recorded.
    pub(super) fn run(
        &self,
        session: &mut Session<'_>,
        work: impl FnOnce(&Exec<'_>, &mut Vec<Changed>, &mut dyn FnMut(Stream, &[u8])) -> Result<Executed>,
    ) -> Result<(Executed, Changed)> {
        let aside = session.globals.json;
        let clock = session.around.clock();
        let exec = self.exec(session, &clock);
        let (mut lost, mut changes) = (None, Vec::new());
        let shell = &mut *session.shell;
        let done = work(&exec, &mut changes, &mut |mouth, bytes| {
            if aside || mouth == Stream::Err {
                shell.bytes_aside(bytes);
            } else if let Err(fault) = shell.bytes(bytes) {
                lost.get_or_insert(fault);
            }
        });
        let done = done.and_then(|done| lost.map_or(Ok(()), |fault| Err(unshown(&fault, &done))).map(|()| done));
        session.together(changes, done)
    }
}

impl Running<'_> {
    /// What runs commands here, at this clock.
    pub(super) fn exec<'e>(&'e self, session: &Session<'e>, clock: &'e dyn Fn() -> Moment) -> Exec<'e> {
        let around = session.around;
        let terminal = if session.globals.json { TerminalInfo::default() } else { around.terminal() };
        Exec {
            workspace: self.workspace,
            id: self.id,
            by: &self.by,
            clock,
            options: &self.options,
            path: around.var("PATH").unwrap_or_default(),
            dir: &around.dir,
            terminal,
        }
    }
}

/// The fault of a command that ended well as far as the record goes, and of which the person has not seen everything.
fn unshown(fault: &Fault, done: &Executed) -> Fault {
    let message =
        format!("{}; the command itself has ended ({}), which is recorded", fault.message, done.ended.words());
    Fault::new(Kind::Disk, message).hint(format!("what it said is kept in {}", done.log.path))
}

/// Says what was recorded: beside what the command said, or as a document.
///
/// # Errors
/// `Disk` when the answer cannot be written.
pub(super) fn tell(session: &mut Session<'_>, workspace: &Workspace, done: &Executed, changed: &Changed) -> Result<()> {
    session.answer(changed, |session| {
        if !session.globals.json {
            let words = session.words(workspace, changed);
            session.shell.complain(&words);
            session.shell.note(&done.words());
            return Ok(());
        }
        let mut answer = document(changed);
        let (code, signal) = match &done.ended {
            Ended::Code(code) => (Some(*code), None),
            Ended::Signal(number) => (None, Some(*number)),
        };
        if let Some(fields) = answer.as_object_mut() {
            fields.insert("outcome".to_owned(), json!(done.outcome));
            fields.insert("exit_code".to_owned(), json!(code));
            fields.insert("signal".to_owned(), json!(signal));
            fields.insert("log".to_owned(), json!(done.log.path));
        }
        session.shell.document(&answer)
    })
}
