//! The examples under a command's help, as they are typed: clap would wrap them, and half a command cannot be typed.

use std::ffi::OsString;

use super::args::grammar;

/// What stands over the examples of every command.
const HEADING: &str = "\nExamples:\n";

/// The help that clap made for these words, with the examples as they were written.
pub(super) fn unwrapped(help: &str, words: &[OsString]) -> String {
    let program = grammar();
    let command = words
        .iter()
        .skip(1)
        .filter_map(|word| word.to_str())
        .fold(&program, |command, word| command.find_subcommand(word).unwrap_or(command));
    match (help.split_once(HEADING), command.get_after_help()) {
        (Some((before, _)), Some(examples)) => format!("{before}\n{examples}\n"),
        _ => help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Words;
    use clap::Parser;

    #[test]
    fn every_command_shows_its_own_examples_on_lines_of_their_own() {
        fn check(command: &clap::Command, path: &[&str]) {
            let words: Vec<OsString> = path.iter().chain(&["--help"]).map(OsString::from).collect();
            let help = Words::try_parse_from(&words).map(|_| ()).unwrap_err().render().to_string();
            let shown = unwrapped(&help, &words);
            let written = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(shown.ends_with(&format!("{written}\n")), "{path:?}:\n{shown}");
            for inner in command.get_subcommands() {
                check(inner, &[path, &[inner.get_name()]].concat());
            }
        }
        check(&grammar(), &["runbook"]);
    }
}
