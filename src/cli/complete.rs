//! Completion of what only the store knows: ids of runbooks, items of the runbook that was named, templates.
//!
//! Silent about every failure: a half-typed line is no place for an error.

use std::ffi::OsStr;
use std::path::Path;

use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use super::environment::Environment;
use super::lists::List;
use crate::lifecycle::ReadinessCode;
use crate::model::{RunbookId, keys, visible_line};
use crate::workspace::{Workspace, query, templates};

/// The environment variable by which a shell asks for completions.
pub(super) const VARIABLE: &str = "RUNBOOK_COMPLETE";

/// Shells that can be taught.
pub(super) const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// Ids of runbooks: those that begin with what was typed, otherwise those that hold it.
pub(super) fn runbooks() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let ids = store().and_then(|(_, workspace)| query::ids(&workspace).ok()).unwrap_or_default();
        matching(ids.iter().map(ToString::to_string), &current.to_string_lossy())
    })
}

/// Ids of the named runbook's items of one list.
pub(super) fn items(list: List) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let found = store().and_then(|(around, workspace)| {
            let id = named(&around, &workspace)?;
            Some(list.entries(&query::view(&workspace, &id).ok()?.runbook))
        });
        let ids = found.unwrap_or_default();
        let about = |id: &OsStr| {
            ids.iter().find(|(own, _)| id == own.as_str()).map(|(_, text)| visible_line(text).into_owned())
        };
        matching(ids.iter().map(|(id, _)| id.to_string()), &current.to_string_lossy())
            .into_iter()
            .map(|candidate| {
                let help = about(candidate.get_value()).map(Into::into);
                candidate.help(help)
            })
            .collect()
    })
}

/// Names of templates.
pub(super) fn templates() -> ArgValueCompleter {
    ArgValueCompleter::new(|current: &OsStr| {
        let shelf = store().and_then(|(_, workspace)| templates::shelf(&workspace).ok());
        let rows = shelf.map(|shelf| shelf.rows()).unwrap_or_default();
        matching(rows.into_iter().map(|row| row.name), &current.to_string_lossy())
    })
}

/// Fields of the header that `set` sets, each with its `=`.
pub(super) fn fields() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        keys::settable().map(|key| format!("{}=", key.name)).map(CompletionCandidate::new).collect()
    })
}

/// Readiness codes.
pub(super) fn codes() -> ArgValueCandidates {
    ArgValueCandidates::new(|| ReadinessCode::missing().map(|code| CompletionCandidate::new(code.as_str())).collect())
}

/// The words that fit what was typed. What a shell would not leave as it is, such as the name of a file that a clone brought,
/// is never put on anybody's command line.
fn matching(words: impl Iterator<Item = String>, typed: &str) -> Vec<CompletionCandidate> {
    let words: Vec<String> = words.filter(|word| is_plain(word)).collect();
    let begin: Vec<&String> = words.iter().filter(|word| word.starts_with(typed)).collect();
    let chosen = if begin.is_empty() { words.iter().filter(|word| word.contains(typed)).collect() } else { begin };
    chosen.into_iter().map(CompletionCandidate::new).collect()
}

/// True for a word that means itself in every shell, and no option.
fn is_plain(word: &str) -> bool {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@');
    !word.starts_with('-') && word.chars().all(is_safe)
}

/// The store in which the line being typed would run.
fn store() -> Option<(Environment, Workspace)> {
    let around = Environment::of_process().ok()?;
    let flag = around.words.windows(2).find(|pair| pair.first().is_some_and(|word| word == "-C"));
    let named = flag.and_then(|pair| pair.get(1)).map(|word| word.as_os_str()).or_else(|| around.var("RUNBOOK_STORE"));
    let dir = named.map_or_else(|| around.dir.clone(), |dir| around.path(Path::new(dir)));
    let workspace = Workspace::open(&dir, &around.person()).ok()?;
    Some((around, workspace))
}

/// The runbook that an earlier word of the line names.
fn named(around: &Environment, workspace: &Workspace) -> Option<RunbookId> {
    let ids = query::ids(workspace).ok()?;
    let words = around.words.iter().skip_while(|word| *word != "--").skip(3).filter_map(|word| word.to_str());
    words
        .filter_map(|word| {
            let mut fitting = ids.iter().filter(|id| id.to_string().contains(word));
            match (ids.iter().find(|id| id.to_string() == word), fitting.next(), fitting.next()) {
                (Some(whole), ..) => Some(whole.clone()),
                (None, Some(id), None) if !word.is_empty() => Some(id.clone()),
                _ => None,
            }
        })
        .next()
}
