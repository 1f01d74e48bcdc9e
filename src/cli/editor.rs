//! The person's own editor, on one file.
//!
//! Chosen and started as git does it: `GIT_EDITOR`, `core.editor` of their own git settings (never the repository's),
//! `VISUAL`, `EDITOR`, and `vi` where somebody sits at the terminal; through the shell where the words need one. An editor
//! that fails has saved nothing.

use std::path::Path;
use std::process::Command;

use super::session::Session;
use crate::model::{Fault, Kind, Result, RunbookId};
use crate::store::signals::{Hold, forget_interrupt};
use crate::workspace::Workspace;

/// An editor, as a person says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    words: String,
}

impl Editor {
    /// The editor that the person has chosen.
    ///
    /// # Errors
    /// `Usage` when none is chosen and nobody sits at a terminal that can show one.
    pub(super) fn of(session: &Session<'_>, workspace: &Workspace, id: &RunbookId) -> Result<Self> {
        let around = session.around;
        let is_dumb = around.text("TERM").is_none_or(|term| term == "dumb");
        let chosen = |name: &str| around.text(name).map(str::to_owned).filter(|words| !words.trim().is_empty());
        let words = chosen("GIT_EDITOR")
            .or_else(|| workspace.own_setting("core.editor").filter(|words| !words.trim().is_empty()))
            .or_else(|| chosen("VISUAL").filter(|_| !is_dumb))
            .or_else(|| chosen("EDITOR"));
        match words {
            Some(words) => Ok(Self { words }),
            None if around.terminals.stdin && around.terminals.stdout && !is_dumb => {
                Ok(Self { words: "vi".to_owned() })
            }
            None => {
                let why = match around.terminals.stdin {
                    true if is_dumb => "the terminal can show none (TERM)",
                    _ => "nobody sits at a terminal",
                };
                Err(Fault::usage(format!("no editor is chosen, and {why}"))
                    .hint("set VISUAL or EDITOR")
                    .hint(format!("or change the file with any program, then: runbook save {id}")))
            }
        }
    }

    /// What to say of an editor after which everything is as before.
    pub(super) fn unchanged(&self) -> String {
        format!(
            "nothing was changed in the editor; if `{}` comes back before its window is closed, it needs a flag to wait, such as `code --wait`",
            self.words
        )
    }

    /// The program with its words; the shell where git would take one, with the file behind them.
    fn start(&self, file: &Path) -> Vec<std::ffi::OsString> {
        let needs_shell = |c: char| "|&;<>()$`\\\"' \t\n*?[#~=%".contains(c);
        if !self.words.contains(needs_shell) {
            return vec![(&self.words).into(), file.into()];
        }
        let script = format!("{} \"$@\"", self.words);
        vec!["sh".into(), "-c".into(), script.into(), (&self.words).into(), file.into()]
    }

    /// Lets the person edit the file until the editor ends.
    ///
    /// # Errors
    /// `Refused` when it cannot be started or says that it failed: then nothing counts as saved.
    #[expect(clippy::disallowed_methods, reason = "the editor is the person's own program")]
    pub(super) fn edit(&self, file: &Path) -> Result<()> {
        // git's word for an editor that leaves everything as it is
        if self.words == ":" {
            return Ok(());
        }
        let start = self.start(file);
        let Some((program, words)) = start.split_first() else { return Ok(()) };
        let hold = Hold::begin();
        let done = Command::new(program).args(words).status();
        forget_interrupt();
        drop(hold);
        let failed = |how: String| {
            Err(Fault::new(Kind::Refused, format!("the editor `{}` {how}; nothing was saved", self.words)))
        };
        match done {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => failed(format!("failed ({status})")),
            Err(error) => {
                failed(format!("cannot be started: {error}")).map_err(|fault| fault.hint("set VISUAL or EDITOR"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(words: &str) -> Vec<String> {
        let start = Editor { words: words.to_owned() }.start(Path::new("/a b"));
        start.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn an_editor_is_started_as_git_starts_it() {
        assert_eq!(start("vim"), ["vim", "/a b"]);
        let words = "code --wait 'my profile'";
        assert_eq!(start(words), ["sh", "-c", "code --wait 'my profile' \"$@\"", words, "/a b"]);
    }
}
