//! The person's own editor, on one file.
//!
//! `VISUAL`, `EDITOR`, then `core.editor` of their own git settings, never the repository's; `vi` where somebody sits at
//! the terminal. An editor that fails has saved nothing.

use std::path::Path;
use std::process::Command;

use super::session::Session;
use crate::model::{Fault, Kind, Result, RunbookId};
use crate::store::signals::{Hold, forget_interrupt};
use crate::workspace::Workspace;

/// An editor, as the words that start it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    program: String,
    words: Vec<String>,
}

impl Editor {
    /// The editor that the person has chosen.
    ///
    /// # Errors
    /// `Usage` when none is chosen and nobody sits at a terminal, or when its words cannot be told apart.
    pub(super) fn of(session: &Session<'_>, workspace: &Workspace, id: &RunbookId) -> Result<Self> {
        let chosen = ["VISUAL", "EDITOR"]
            .iter()
            .find_map(|name| session.around.text(name).map(str::to_owned))
            .or_else(|| workspace.own_setting("core.editor").filter(|words| !words.trim().is_empty()));
        let words = match chosen {
            Some(words) => words,
            None if session.around.terminals.stdin && session.around.terminals.stdout => "vi".to_owned(),
            None => {
                return Err(Fault::usage("no editor is chosen, and nobody sits at a terminal")
                    .hint("set VISUAL or EDITOR")
                    .hint(format!("or change the file with any program, then: runbook save {id}")));
            }
        };
        Self::read(&words)
    }

    fn read(words: &str) -> Result<Self> {
        let mut split = shell_words::split(words)
            .map_err(|error| Fault::usage(format!("the editor “{words}” cannot be understood: {error}")))?
            .into_iter();
        let program =
            split.next().ok_or_else(|| Fault::usage("the editor is an empty word").hint("set VISUAL or EDITOR"))?;
        Ok(Self { program, words: split.collect() })
    }

    /// Lets the person edit the file until the editor ends.
    ///
    /// # Errors
    /// `Refused` when it cannot be started or says that it failed: then nothing counts as saved.
    #[expect(clippy::disallowed_methods, reason = "the editor is the person's own program")]
    pub(super) fn edit(&self, file: &Path) -> Result<()> {
        let hold = Hold::begin();
        let done = Command::new(&self.program).args(&self.words).arg(file).status();
        forget_interrupt();
        drop(hold);
        let failed = |how: String| {
            Err(Fault::new(Kind::Refused, format!("the editor `{}` {how}; nothing was saved", self.program)))
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

    #[test]
    fn an_editors_words_are_told_apart_as_a_shell_does() {
        let editor = Editor::read("code --wait 'my profile'").unwrap();
        assert_eq!(
            (editor.program.as_str(), editor.words),
            ("code", vec!["--wait".to_owned(), "my profile".to_owned()])
        );
        assert!(Editor::read("'open").is_err() && Editor::read("  ").is_err());
    }
}
