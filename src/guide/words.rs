//! The words of a command that is run: as typed, or read from a record's text.
//!
//! No shell reads them. A text that only a shell would understand is refused, because without one it would mean
//! something else than its writer meant; who wants a shell names it: `sh -c '…'`.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::lifecycle::has_placeholder;
use crate::model::{Fault, Result, RunbookId, visible_line};

/// What stands for the target in a command that is run for each.
const TARGET: &str = "{}";
/// Programs that read a word as a script.
const SHELLS: &[&str] = &["sh", "bash", "dash", "zsh", "ksh", "ash", "fish"];

/// A command as its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWords {
    program: OsString,
    rest: Vec<OsString>,
}

impl CommandWords {
    /// The words that a person typed; none when there are none.
    pub fn typed(words: &[OsString]) -> Option<Self> {
        let (program, rest) = words.split_first()?;
        Some(Self { program: program.clone(), rest: rest.to_vec() })
    }

    /// The words of a record's text.
    ///
    /// # Errors
    /// `Refused` when something in it is still to be filled in, or when only a shell would understand it.
    pub fn of_text(text: &str, id: &RunbookId) -> Result<Self> {
        if has_placeholder(text) {
            return Err(Fault::refused(format!("something is still to be filled in: {}", visible_line(text)))
                .hint(format!("runbook set {id} var.NAME=VALUE")));
        }
        if let Some(sign) = shell_sign(text) {
            let fault = Fault::refused(format!(
                "the command is run without a shell, and only a shell understands its {sign}: {}",
                visible_line(text.trim())
            ));
            // a hint is one line, and joined lines would mean something else
            return Err(match text.trim().contains('\n') {
                true => fault.hint("put the lines into a script, and let the command be that script"),
                false => fault.hint(format!(
                    "say that a shell runs it: sh -c {}",
                    visible_line(&shell_words::quote(text.trim()))
                )),
            });
        }
        let words = shell_words::split(text).map_err(|error| {
            Fault::refused(format!("the command cannot be told apart into words: {}: {error}", visible_line(text)))
        })?;
        let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
        Self::typed(&words).ok_or_else(|| Fault::refused("the command is empty"))
    }

    /// The program.
    pub fn program(&self) -> &OsStr {
        &self.program
    }

    /// What the program is given.
    pub fn rest(&self) -> &[OsString] {
        &self.rest
    }

    /// The command as it would be typed, harmless for a screen.
    pub fn shown(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.rest);
        let words: Vec<String> = words.map(|word| shell_words::quote(&word.to_string_lossy()).into_owned()).collect();
        visible_line(&words.join(" ")).into_owned()
    }

    /// Refuses words that do not say where a target goes, or that would let a target choose what is run.
    ///
    /// # Errors
    /// `Usage`.
    pub fn must_take_targets(&self, id: &RunbookId) -> Result<()> {
        let takes = |word: &OsString| word.to_string_lossy().contains(TARGET);
        if takes(&self.program) {
            return Err(Fault::usage("a target cannot be the program: name the program, and {} among its words"));
        }
        if !self.rest.iter().any(takes) {
            return Err(Fault::usage("the command does not say where the target goes: write {} in its place")
                .hint(format!("runbook task exec {id} TASK --each-target -- PROGRAM {{}}")));
        }
        let name = Path::new(&self.program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let script = self.rest.iter().position(|word| word == "-c" || word == "-lc" || word == "-ec");
        if SHELLS.contains(&name.as_str())
            && let Some(script) = script.and_then(|at| self.rest.get(at + 1))
            && takes(script)
        {
            return Err(Fault::usage("a shell would read the target as part of its script, whatever stands in it")
                .hint(format!("hand it over as a word: {name} -c 'PROGRAM \"$1\"' {name} {{}}")));
        }
        Ok(())
    }

    /// True when a target stands as a word of its own where its first letter could make it an option.
    pub fn may_take_options(&self) -> bool {
        let ends = self.rest.iter().position(|word| word == "--").unwrap_or(self.rest.len());
        self.rest.iter().take(ends).any(|word| word == TARGET)
    }

    /// The program's words for one target.
    pub fn rest_for(&self, target: &str) -> Vec<OsString> {
        let fill = |word: &OsString| match word.to_str() {
            Some(text) if text.contains(TARGET) => OsString::from(text.replace(TARGET, target)),
            _ => word.clone(),
        };
        self.rest.iter().map(fill).collect()
    }
}

/// What in a text has a meaning for a shell alone.
fn shell_sign(text: &str) -> Option<&'static str> {
    let mut quote = None;
    let mut letters = text.trim().chars().peekable();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('\''), _) => {}
            (_, '\\') => drop(letters.next()),
            (None, '\'' | '"') => quote = Some(c),
            (_, '`') => return Some("back quotes"),
            (_, '$') if letters.peek().is_some_and(|next| next.is_alphanumeric() || "_({?@*#".contains(*next)) => {
                return Some("`$`");
            }
            (Some(_), _) => {}
            (None, '|') => return Some("pipe"),
            (None, '&' | ';') => return Some("joined commands"),
            (None, '<' | '>') => return Some("redirection"),
            (None, '\n') => return Some("several lines"),
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> RunbookId {
        "acme/work".parse().unwrap()
    }

    fn words(text: &str) -> Vec<String> {
        let words = CommandWords::of_text(text, &id()).unwrap();
        std::iter::once(words.program())
            .chain(words.rest().iter().map(OsString::as_os_str))
            .map(|word| word.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn quotes_join_and_nothing_else_is_read() {
        assert_eq!(words("printf '%s\\n' \"a b\" --filter=*.txt"), ["printf", "%s\\n", "a b", "--filter=*.txt"]);
        assert_eq!(words("sh -c 'a | b > $c; d'"), ["sh", "-c", "a | b > $c; d"]);
        assert_eq!(words("echo 5\\$ a\\;b \"100$\""), ["echo", "5$", "a;b", "100$"]);
    }

    #[test]
    fn what_only_a_shell_understands_is_refused() {
        for text in ["a | b", "a && b", "a; b", "a > f", "a < f", "echo $HOME", "echo \"$(id)\"", "echo `id`"] {
            let fault = CommandWords::of_text(text, &id()).unwrap_err();
            assert!(fault.hints.iter().any(|hint| hint.contains("sh -c")), "{text}: {fault}");
        }
        let lines = CommandWords::of_text("cd /x\nmake | tee log", &id()).unwrap_err();
        assert!(lines.hints.iter().all(|hint| hint.contains("script") && !hint.contains("sh -c")), "{lines}");
        assert!(CommandWords::of_text("rm {{ file }}", &id()).is_err());
        assert!(CommandWords::of_text("  ", &id()).is_err());
        assert!(CommandWords::of_text("echo 'open", &id()).is_err());
    }

    #[test]
    fn a_target_is_a_word_and_never_the_program_or_a_script() {
        let typed =
            |words: &[&str]| CommandWords::typed(&words.iter().map(OsString::from).collect::<Vec<_>>()).unwrap();
        for bad in [&["{}"][..], &["echo"], &["/bin/sh", "-c", "rm {}"], &["bash", "-e", "-c", "echo {}"]] {
            assert!(typed(bad).must_take_targets(&id()).is_err(), "{bad:?}");
        }
        let words = typed(&["sh", "-c", "echo \"$1\"", "sh", "--user={}"]);
        assert!(words.must_take_targets(&id()).is_ok() && !words.may_take_options());
        assert_eq!(words.rest_for("a; b").last().unwrap(), "--user=a; b");
        assert!(typed(&["rm", "{}"]).may_take_options() && !typed(&["rm", "--", "{}"]).may_take_options());
    }
}
