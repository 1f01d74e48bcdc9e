//! Texts that begin with a dash: a list in Markdown is how people write a plan (`--plan "- stop the job"`).
//!
//! Every option whose value is a text takes one that begins with `-`, and the type of its value says which those are. A
//! word that is a flag of the same command is not taken as a text unless it is joined to its option, so that a forgotten
//! text is told and swallows nothing.

use std::any::TypeId;
use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, Command};

use super::arg_values::Setting;
use crate::model::{Line, Prose};

/// True for an argument whose value is whatever a person writes.
pub(super) fn is_free(arg: &Arg) -> bool {
    let own = arg.get_value_parser().type_id();
    [TypeId::of::<Line>(), TypeId::of::<Prose>(), TypeId::of::<Setting<Line>>(), TypeId::of::<Setting<Prose>>()]
        .iter()
        .any(|text| own == *text)
}

/// The same commands, with every text free to begin with a dash. Of arguments without a name only those are where a word
/// cannot be a mistyped flag: one of the words has blanks.
pub(super) fn allowed(command: Command, words: &[OsString]) -> Command {
    below(command, words.iter().any(is_text))
}

/// The same words with another one for each text that begins with a dash, so that a flag that is none is told, and is not
/// taken for a name because a text stands beside it; none where there is no such text.
pub(super) fn without_texts(words: &[OsString]) -> Option<Vec<OsString>> {
    let plain = |word: &OsString| if is_text(word) { OsString::from("text") } else { word.clone() };
    words.iter().any(is_text).then(|| words.iter().map(plain).collect())
}

/// True for what begins with a dash and has blanks, as no flag has.
fn is_text(word: &OsString) -> bool {
    word.to_str().is_some_and(|word| {
        word.starts_with('-') && word.split('=').next().is_some_and(|name| name.contains(char::is_whitespace))
    })
}

fn below(command: Command, has_text: bool) -> Command {
    command
        .mut_args(|arg| match is_free(&arg) && (has_text || !arg.is_positional()) {
            true => arg.allow_hyphen_values(true),
            false => arg,
        })
        .mut_subcommands(|inner| below(inner, has_text))
}

/// The error of a text that was forgotten: a flag of the command stands in its place.
pub(super) fn forgotten(grammar: &mut Command, words: &[OsString]) -> Option<clap::Error> {
    let mut here = grammar;
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    while let Some(word) = words.next().filter(|word| *word != "--") {
        let text = here.get_arguments().find(|arg| is_free(arg) && is_flag(arg, word) && !word.contains('='));
        if text.is_some() {
            let Some(next) = words.next() else { break };
            if next == "--" || here.get_arguments().any(|arg| is_flag(arg, next)) {
                let what =
                    format!("`{word}` has no text: `{next}` is a flag; where it is the text, write {word}=\"{next}\"");
                return Some(here.error(ErrorKind::InvalidValue, what));
            }
        } else if !word.starts_with('-') && here.find_subcommand(word).is_some() {
            here = here.find_subcommand_mut(word)?;
        }
    }
    None
}

/// True for the word by which this option is given, alone or with its value.
fn is_flag(arg: &Arg, word: &str) -> bool {
    let name = word.split('=').next().unwrap_or(word);
    let is = |own: &str| name.strip_prefix("--") == Some(own);
    arg.get_long_and_visible_aliases().unwrap_or_default().into_iter().any(is)
        || arg.get_short().is_some_and(|own| word.strip_prefix('-') == Some(own.to_string().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::args::{Words, grammar};
    use super::*;

    fn each(command: &Command, path: &[String], see: &mut dyn FnMut(&[String], &Command, &Arg)) {
        for arg in command.get_arguments().filter(|arg| is_free(arg)) {
            see(path, command, arg);
        }
        for inner in command.get_subcommands() {
            let path: Vec<String> = path.iter().cloned().chain([inner.get_name().to_owned()]).collect();
            each(inner, &path, see);
        }
    }

    fn error(words: &[String]) -> Option<clap::Error> {
        Words::read(&words.iter().map(OsString::from).collect::<Vec<_>>()).err()
    }

    #[test]
    fn every_text_may_begin_with_a_dash() {
        let mut seen = 0;
        each(&grammar(), &["runbook".to_owned()], &mut |path, _, arg| {
            for text in ["- stop the job\n- run it", "-2 nodes", "-rw access", "--no longer wanted"] {
                let mut words = path.to_vec();
                match arg.get_long() {
                    Some(long) => words.extend([format!("--{long}"), text.to_owned()]),
                    // behind the id, where there is one
                    None => {
                        words.extend((1..arg.get_index().unwrap_or(1)).map(|_| "x".to_owned()));
                        words.push(text.to_owned());
                    }
                }
                if let Some(error) = error(&words) {
                    let is_mistaken = matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand);
                    assert!(!is_mistaken && !error.to_string().contains("none was supplied"), "{words:?}\n{error}");
                }
                seen += 1;
            }
        });
        assert!(seen > 200, "{seen}");
    }

    #[test]
    fn a_flag_in_the_place_of_a_text_is_told_with_the_form_that_takes_it() {
        each(&grammar(), &["runbook".to_owned()], &mut |path, command, arg| {
            let Some(long) = arg.get_long().filter(|_| path.len() > 1 && !command.has_subcommands()) else { return };
            let words: Vec<String> = path.iter().cloned().chain([format!("--{long}"), "--json".to_owned()]).collect();
            let said = error(&words).map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(&format!("write --{long}=\"--json\"")), "{words:?}\n{said}");
        });
    }

    #[test]
    fn a_mistyped_flag_is_no_text() {
        for words in [
            &["runbook", "new", "--tempalte", "x"][..],
            // whatever another text begins with
            &["runbook", "new", "--customer", "A", "--task", "B", "--sumary", "- stop the job"],
            &["runbook", "new", "- stop the job", "--tesk", "x"],
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let error = error(&words).unwrap();
            let flag = words.iter().find(|word| ["--tempalte", "--sumary", "--tesk"].contains(&word.as_str()));
            assert_eq!(error.kind(), ErrorKind::UnknownArgument, "{error}");
            assert!(error.to_string().contains(flag.unwrap()), "{error}");
        }
    }
}
