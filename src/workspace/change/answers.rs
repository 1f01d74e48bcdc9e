//! Answers to a template's questions that are given or corrected after the scaffold, by `set`.
//!
//! An answer that the template would not have taken is refused: a misspelt choice would switch off every branch in
//! silence. Texts that still stand as they were rendered follow; what a person has changed, and what has happened, stays.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use crate::lifecycle::{Command, free_text, is_open};
use crate::model::{Fault, ItemPlaces, Result, Runbook, Template, TemplateVariable, Variables};
use crate::template::retold;

use crate::workspace::Workspace;
use crate::workspace::templates::shelf;

/// The command as the runbook's template understands it, where that is still on the shelf in the same version.
///
/// # Errors
/// `Usage` for an answer that does not fit its question.
pub(super) fn understood<'c>(
    workspace: &Workspace,
    runbook: &Runbook,
    command: &'c Command,
) -> Result<Cow<'c, Command>> {
    let Command::Set { assignments } = command else { return Ok(Cow::Borrowed(command)) };
    if !assignments.iter().any(|(key, _)| variable_of(runbook, key).is_some()) {
        return Ok(Cow::Borrowed(command));
    }
    let Some(template) = origin(workspace, runbook) else { return Ok(Cow::Borrowed(command)) };
    let mut now = runbook.variables.clone();
    let mut understood = Vec::new();
    for (key, words) in assignments {
        let asked = variable_of(runbook, key).and_then(|name| template.variable(name));
        match asked.filter(|_| !words.trim().is_empty()) {
            None => understood.push((key.clone(), words.clone())),
            Some(variable) => {
                let value = variable.parse(words).map_err(|fault| explain(fault, variable))?;
                understood.push((key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
                now.insert(variable.name.clone(), value);
            }
        }
    }
    let record = serde_json::to_value(runbook).unwrap_or_default();
    let mut places = ItemPlaces::default();
    let asked: HashSet<String> = understood.iter().map(|(key, _)| key.clone()).collect();
    for text in retold(&template, &runbook.variables, &now)? {
        let key = text.path.to_string();
        let stands = match text.path.segments() {
            [header] => record.get(header).and_then(Value::as_str),
            _ => free_text(&record, &text.path, &mut places),
        };
        // a hole is filled wherever it stands, without being told
        let is_filled = fill(&text.before, &now) == text.now;
        if stands == Some(text.before.as_str()) && !is_filled && !asked.contains(&key) {
            understood.push((key, text.now));
        }
    }
    Ok(Cow::Owned(Command::Set { assignments: understood }))
}

/// The template that the runbook was made from, unchanged since.
fn origin(workspace: &Workspace, runbook: &Runbook) -> Option<Template> {
    let label = runbook.template.as_ref()?.as_str();
    let name = label.split('@').next()?;
    let template = shelf(workspace).ok()?.find(name).ok()?;
    (template.label() == label).then_some(template)
}

/// The text with every `{{ name }}` filled that has a value.
fn fill(text: &str, values: &Variables) -> String {
    values.iter().filter(|(_, value)| !is_open(value)).fold(text.to_owned(), |text, (name, value)| {
        let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{{ {name} }}}}"), &words)
    })
}

/// The variable that this key of an assignment means.
fn variable_of<'k>(runbook: &Runbook, key: &'k str) -> Option<&'k str> {
    let prefixed = key.strip_prefix("var.").or_else(|| key.strip_prefix("variables."));
    prefixed.or_else(|| runbook.variables.contains_key(key).then_some(key))
}

fn explain(fault: Fault, variable: &TemplateVariable) -> Fault {
    fault.hint(format!("{}: {}", variable.name, variable.question))
}
