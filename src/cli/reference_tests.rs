//! Test only: holds the page of commands, `src/docs/commands.md`, to the grammar, and writes it anew when asked to.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, ArgAction, Command};

use super::args::grammar;

/// How the page is written anew.
const RENEW: &str = "RUNBOOK_PAGES=write cargo test --lib the_reference";

/// Text of the help as Markdown: what is not code has no meaning there.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split('`').enumerate() {
        let is_code = number % 2 == 1;
        if number > 0 {
            out.push('`');
        }
        for c in part.chars() {
            if c == '|' || (!is_code && matches!(c, '[' | ']' | '<' | '>' | '*')) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// The words of an argument as they are typed.
fn words(arg: &Arg) -> String {
    let values: Vec<&str> = arg.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
    let takes = arg.get_action().takes_values();
    let values = if takes { values.join(" ") } else { String::new() };
    let is_optional = takes && arg.get_num_args().is_some_and(|number| number.min_values() == 0);
    let flags = [arg.get_short().map(|c| format!("-{c}")), arg.get_long().map(|word| format!("--{word}"))];
    let flags: Vec<String> = flags.into_iter().flatten().collect();
    match (flags.is_empty(), values.is_empty()) {
        (true, _) => values,
        (false, true) => flags.join(", "),
        (false, false) if is_optional => format!("{}[={values}]", flags.join(", ")),
        (false, false) => format!("{} {values}", flags.join(", ")),
    }
}

/// The rows of a table of arguments.
fn table<'a>(args: impl Iterator<Item = &'a Arg>, page: &mut String) {
    let mut rows = String::new();
    for arg in args.filter(|arg| !arg.is_hide_set()) {
        if matches!(arg.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong) {
            continue;
        }
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let mut help = prose(&help.replace('\n', " "));
        let choices = arg.get_possible_values();
        if !choices.is_empty() && !arg.is_hide_possible_values_set() {
            let names: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.get_name())).collect();
            let _ = write!(help, ": {}", names.join(", "));
        }
        let _ = writeln!(rows, "| `{}` | {help} |", words(arg));
    }
    if !rows.is_empty() {
        let _ = write!(page, "\n| word | meaning |\n|---|---|\n{rows}");
    }
}

fn describe(command: &Command, path: &str, page: &mut String) {
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    let _ = write!(page, "\n## {path}\n\n{}\n\n`{usage}`\n", prose(&about));
    table(command.get_arguments().filter(|arg| !arg.is_global_set()), page);
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        describe(inner, &format!("{path} {}", inner.get_name()), page);
    }
}

fn page() -> String {
    let grammar = grammar();
    let mut page =
        "# Commands\n\nMade from the program's own help, and held to it by a test. Every command takes:\n".to_owned();
    table(grammar.get_arguments().filter(|arg| arg.is_global_set()), &mut page);
    page.push_str("\nThe program alone takes:\n");
    table(grammar.get_arguments().filter(|arg| !arg.is_global_set()), &mut page);
    for command in grammar.get_subcommands().filter(|command| !command.is_hide_set()) {
        describe(command, &format!("runbook {}", command.get_name()), &mut page);
    }
    page
}

#[test]
fn the_reference_has_every_command_and_flag() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/commands.md");
    let page = page();
    if std::env::var_os("RUNBOOK_PAGES").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = page.lines().zip(written.lines()).find(|(made, lies)| made != lies);
    assert!(page == written, "src/docs/commands.md is not what the help says; {RENEW}\nfirst: {differs:#?}");
}

#[test]
fn words_of_a_help_mean_nothing_in_markdown() {
    assert_eq!(prose("a [b] `[c|d]` e_f"), "a \\[b\\] `[c\\|d]` e_f");
}
