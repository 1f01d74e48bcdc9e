//! The program from words to exit code: parse, run the one command, say what went wrong.

use std::ffi::OsStr;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap_complete::CompleteEnv;

use super::args::{Words, grammar};
use super::complete;
use super::environment::Environment;
use super::examples::unwrapped;
use super::failure::{of_clap, report};
use super::globals::Color;
use super::session::{Answer, Itself, Session};
use super::shell::Shell;
use super::version::explain;
use crate::model::{Fault, Kind};
use crate::store::signals;

/// A signal's exit code is this and its number.
const BY_SIGNAL: u8 = 128;

/// Runs this process to its exit code.
pub fn main() -> ExitCode {
    let around = match Environment::of_process() {
        Ok(around) => around,
        Err(fault) => {
            let nowhere = Environment::nowhere();
            return ExitCode::from(report(&fault, false, &nowhere, &mut Shell::new(&nowhere, Color::Never)));
        }
    };
    if around.var(complete::VARIABLE).is_some() {
        let env = CompleteEnv::with_factory(grammar).var(complete::VARIABLE);
        match env.try_complete(&around.words, Some(&around.dir)) {
            Ok(true) => return ExitCode::SUCCESS,
            // what was asked for was no completion: nothing may be run in its place
            Err(_) => return ExitCode::from(Kind::Usage.exit_code()),
            Ok(false) => {}
        }
    }
    signals::begin();
    let mut shell = Shell::new(&around, Color::Auto);
    ExitCode::from(guarded(&around, &mut shell))
}

/// Runs the words; a fault of ours ends with 70 and a sentence, whatever it was.
fn guarded(around: &Environment, shell: &mut Shell) -> u8 {
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(|| run(around, shell)));
    drop(panic::take_hook());
    done.unwrap_or_else(|cause| {
        let said = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        report(&of_panic(said.unwrap_or("no reason is known")), wants_json(around), around, shell)
    })
}

/// What a panic means. Those who share work among threads have no other way to tell that the machine has none to spare,
/// which is no fault of ours.
fn of_panic(said: &str) -> Fault {
    if said.contains("ThreadPoolBuildError") {
        return Fault::new(Kind::System, "the machine has no thread to spare for this")
            .hint("look after the machine, see: ulimit -u");
    }
    Fault::bug(format!("this should not have happened: {said}"))
        .hint("runbook doctor looks whether anything was left behind")
}

/// Runs the command that the surroundings' words say, and gives the exit code.
pub(super) fn run(around: &Environment, shell: &mut Shell) -> u8 {
    let words = match Words::read(&around.words) {
        Ok(words) => words,
        Err(error) => return misread(&error, around, shell),
    };
    shell.recolor(around, words.globals.color);
    if words.globals.no_pager {
        shell.choose_pager(None);
    }
    let json = words.globals.json;
    let itself = Itself { grammar, play: run };
    let mut session = Session { globals: words.globals, around, shell, itself };
    let answer = words.command.run(&mut session);
    let code = match &answer {
        Ok(Answer::Yes) => 0,
        Ok(Answer::No) if shell.is_gone() => 0,
        Ok(Answer::No) => 1,
        Err(fault) => report(fault, json, around, shell),
    };
    match (signals::noted(), &answer) {
        (Some(number), _) => BY_SIGNAL.saturating_add(u8::try_from(number).unwrap_or(0)),
        (None, _) => code,
    }
}

/// Help and version are answers; everything else that clap stops at is a usage error.
fn misread(error: &clap::Error, around: &Environment, shell: &mut Shell) -> u8 {
    let rendered = error.render();
    let help = if shell.color_out { rendered.ansi().to_string() } else { rendered.to_string() };
    let help = unwrapped(&help, &around.words);
    if has_word(around, "--no-pager") {
        shell.choose_pager(None);
    }
    match error.kind() {
        ErrorKind::DisplayVersion if has_word(around, "--verbose") => match explain(shell, wants_json(around)) {
            Ok(()) => 0,
            Err(fault) => report(&fault, wants_json(around), around, shell),
        },
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match shell.page(&help) {
            Ok(()) => 0,
            Err(fault) => report(&fault, wants_json(around), around, shell),
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !wants_json(around) => {
            shell.complain(&unwrapped(&rendered.to_string(), &around.words));
            Kind::Usage.exit_code()
        }
        _ => report(&of_clap(error), wants_json(around), around, shell),
    }
}

/// True when `--json` is among the words, understood or not.
fn wants_json(around: &Environment) -> bool {
    has_word(around, "--json")
}

fn has_word(around: &Environment, wanted: &str) -> bool {
    around.words.iter().skip(1).take_while(|word| *word != "--").any(|word| word == OsStr::new(wanted))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    #[test]
    fn the_grammar_does_not_contradict_itself() {
        grammar().debug_assert();
    }

    #[test]
    fn every_commands_help_ends_with_two_real_examples() {
        fn check(command: &clap::Command, path: &str) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().skip(1).collect();
            assert!(help.starts_with("Examples:\n") && examples.len() >= 2, "{path}: {help}");
            for example in examples {
                assert!(example.starts_with("  runbook"), "{path}: {example}");
            }
            for inner in command.get_subcommands() {
                check(inner, &format!("{path} {}", inner.get_name()));
            }
        }
        check(&grammar(), "runbook");
    }

    #[test]
    fn every_example_is_understood() {
        fn examples(command: &clap::Command, found: &mut Vec<String>) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            found.extend(help.lines().skip(1).map(|line| line.trim().to_owned()));
            command.get_subcommands().for_each(|inner| examples(inner, found));
        }
        let mut found = Vec::new();
        examples(&grammar(), &mut found);
        for example in found {
            let words = shell_words::split(&example).unwrap();
            let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
            if let Err(error) = Words::read(&words) {
                panic!("{example}\n{error}");
            }
        }
    }
}
