//! A fault as a person or a script reads it, and the exit code that goes with it.
//!
//! Wrong words that clap finds become faults like all others, with its suggestions as hints.

use std::collections::BTreeMap;
use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::environment::Environment;
use super::shell::{Shell, json};
use crate::model::Fault;
use crate::render;
use crate::secret::Rules;

/// Says what went wrong on stderr and gives the exit code.
pub(super) fn report(fault: &Fault, as_json: bool, around: &Environment, shell: &mut Shell) -> u8 {
    let fault = &without_secrets(fault, &shell.patterns());
    let text = if as_json {
        json(&render::json::fault(fault)) + "\n"
    } else {
        render::fault(fault, &around.style_on_stderr(shell.color_err))
    };
    shell.complain(&text);
    shell.remember_fault(fault);
    fault.kind.exit_code()
}

/// What a person typed may be quoted in a fault; a secret among it never is.
fn without_secrets(fault: &Fault, patterns: &BTreeMap<String, String>) -> Fault {
    // a pattern that cannot be used is what the fault may be about
    let Ok(rules) = Rules::new(patterns).or_else(|_| Rules::new(&BTreeMap::new())) else { return fault.clone() };
    let mask = |text: &String| rules.mask(text).into_owned();
    Fault { kind: fault.kind, message: mask(&fault.message), hints: fault.hints.iter().map(mask).collect() }
}

/// What clap says about wrong words, as a fault.
pub(super) fn of_clap(error: &clap::Error) -> Fault {
    let mut fault = match error.source().and_then(|source| source.downcast_ref::<Fault>()) {
        Some(own) => Fault { message: in_argument(error, &own.message), ..own.clone() },
        None => Fault::usage(first_paragraph(error)),
    };
    for (kind, value) in error.context() {
        let suggests =
            matches!(kind, ContextKind::SuggestedSubcommand | ContextKind::SuggestedArg | ContextKind::SuggestedValue);
        match value {
            ContextValue::String(word) if suggests => fault.hints.push(format!("did you mean `{word}`?")),
            ContextValue::Strings(all) if suggests && !all.is_empty() => {
                fault.hints.push(format!("did you mean `{}`?", all.join("` or `")));
            }
            ContextValue::Strings(all) if kind == ContextKind::ValidValue && !all.is_empty() && all.len() < 20 => {
                fault.hints.push(format!("one of: {}", all.join(", ")));
            }
            _ => {}
        }
    }
    fault.hints.extend(help_of(error));
    fault
}

/// The value that a domain type refused, with the argument that it stood in.
fn in_argument(error: &clap::Error, message: &str) -> String {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => {
            let bare = argument.trim_end_matches("...").trim_start_matches(['[', '<']);
            let bare = if bare.len() < argument.len() { bare.trim_end_matches([']', '>']) } else { argument };
            format!("{bare}: {message}")
        }
        _ => message.to_owned(),
    }
}

/// Clap's own sentence, without its label, usage and tips.
fn first_paragraph(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let sentence: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:") && !line.trim_start().starts_with("tip:"))
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("[possible values") && !line.starts_with("[subcommands"))
        .collect();
    match error.kind() {
        ErrorKind::MissingRequiredArgument => sentence.join(" "),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing".to_owned(),
        _ => sentence.join("\n"),
    }
}

/// The help of the command whose words were wrong, as its usage line names it.
fn help_of(error: &clap::Error) -> Option<String> {
    let text = error.render().to_string();
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "))?;
    let names = usage.split(' ').take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    Some(names.chain(["--help"]).collect::<Vec<_>>().join(" "))
}
