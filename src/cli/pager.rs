//! The person's own pager, on text that is longer than their screen.
//!
//! Chosen and started as git does it: `GIT_PAGER`, `core.pager` of their own git settings (never the repository's),
//! `PAGER`, and `less` where the machine has it; through the shell. A pager that they leave early has shown enough.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use super::environment::Environment;
use crate::store::signals::{Hold, forget_interrupt};

/// What is used where nothing is chosen.
const USUAL: &str = "less";

/// What pagers are told, as git tells them, unless the person says something else: to end at once where everything fits
/// the screen, to show colours, and to leave the screen as it is.
const TOLD: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];

/// A pager, as a person says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pager {
    words: String,
    told: Vec<(&'static str, &'static str)>,
}

impl Pager {
    /// The pager of whoever sits at the screen; `own` is `core.pager` of their own settings. None where they want none.
    pub(super) fn of(around: &Environment, own: Option<String>) -> Option<Self> {
        if !around.terminals.stdout {
            return None;
        }
        let said = |name: &str| around.vars.get(OsStr::new(name)).and_then(|words| words.to_str()).map(str::to_owned);
        let words = said("GIT_PAGER").or(own).or_else(|| said("PAGER")).or_else(|| usual(around))?;
        let told = TOLD.into_iter().filter(|(name, _)| !around.vars.contains_key(OsStr::new(name))).collect();
        (!matches!(words.trim(), "" | "cat")).then_some(Self { words, told })
    }

    /// True when it has shown the text; the words go to the shell, as git gives them.
    #[expect(clippy::disallowed_methods, reason = "the pager is the person's own program")]
    pub(super) fn show(&self, text: &str) -> bool {
        let mut command = Command::new("sh");
        command.args(["-c", &self.words]).envs(self.told.iter().copied()).stdin(Stdio::piped());
        let hold = Hold::begin();
        let Ok(mut child) = command.spawn() else { return false };
        if let Some(mut input) = child.stdin.take() {
            // one that was left early takes no more
            let _ = input.write_all(text.as_bytes());
        }
        let ended = child.wait();
        // Ctrl-C is the pager's while it runs
        forget_interrupt();
        drop(hold);
        // what a shell says of a program that it cannot find or run
        ended.is_ok_and(|ended| !matches!(ended.code(), Some(126 | 127)))
    }
}

/// The usual pager, where the machine has it and the screen can be paged.
fn usual(around: &Environment) -> Option<String> {
    let is_able = around.text("TERM").is_some_and(|term| term != "dumb");
    let path = around.var("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(path).any(|folder| folder.join(USUAL).is_file());
    (is_able && is_there).then(|| USUAL.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::environment::Terminals;

    fn pager(vars: &[(&str, &str)], own: Option<&str>) -> Option<Pager> {
        let terminals = Terminals { stdout: true, ..Terminals::default() };
        let vars = vars.iter().map(|(name, value)| (name.into(), value.into())).collect();
        Pager::of(&Environment { vars, terminals, ..Environment::nowhere() }, own.map(str::to_owned))
    }

    #[test]
    fn a_pager_is_chosen_as_git_chooses_it() {
        let words = |vars: &[(&str, &str)], own| pager(vars, own).map(|pager| pager.words);
        let (gits, persons) = (("GIT_PAGER", "a -x"), ("PAGER", "c"));
        assert_eq!(words(&[gits, persons], Some("b")).as_deref(), Some("a -x"));
        assert_eq!(words(&[persons], Some("b")).as_deref(), Some("b"));
        assert_eq!(words(&[persons], None).as_deref(), Some("c"));
        assert_eq!(words(&[("GIT_PAGER", ""), persons], Some("b")), None, "an empty one switches it off");
        assert_eq!(words(&[persons], Some("cat")), None);
        assert_eq!(words(&[("TERM", "xterm"), ("PATH", "/nowhere")], None), None, "no pager is there");
        assert_eq!(Pager::of(&Environment::nowhere(), Some("b".to_owned())), None, "nobody sits there");
    }

    #[test]
    fn less_is_told_what_git_tells_it_unless_the_person_did() {
        assert_eq!(pager(&[], Some("b")).unwrap().told, TOLD);
        assert_eq!(pager(&[("LESS", "")], Some("b")).unwrap().told, [("LV", "-c")]);
    }
}
