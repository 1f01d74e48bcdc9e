//! A template's variables and limits, and the keys of its head.

use serde_json::Value;

use super::report::CheckReport;
use crate::lifecycle::check_variable_name;
use crate::model::keys::Shape;
use crate::model::{Path, TemplateVariable, VariableKind};
use crate::template::fill::LIMITS;

/// The keys that a template has beside those of a record.
const OWN: [&str; 11] = [
    "format",
    "name",
    "version",
    "title",
    "description",
    "extends",
    "without",
    "fragment",
    "variables",
    "limits",
    "sources",
];
const VARIABLE: [&str; 7] = ["name", "question", "kind", "choices", "default", "required", "when"];
const LIMIT: [&str; 3] = ["value", "what", "source"];
const SOURCE: [&str; 3] = ["title", "link", "as_of"];

pub(super) fn check(report: &mut CheckReport<'_>) {
    let template = report.template().clone();
    let known: Vec<&str> = OWN.into_iter().chain(Shape::Record.in_templates().map(|key| key.name)).collect();
    for key in template.unknown() {
        report.unknown(&Path::of([key]), key, &known);
    }
    for (number, variable) in template.variables.iter().enumerate() {
        let path = Path::of(["variables", variable.name.as_str()]);
        if template.variables.iter().take(number).any(|before| before.name == variable.name) {
            report.error(&path, "this variable is asked for twice");
        }
        check_variable(report, &path, variable);
    }
    for (name, limit) in &template.limits {
        let path = Path::of([LIMITS, name.as_str()]);
        if let Err(fault) = check_variable_name(name) {
            report.error(&path, fault.message.replace("a variable", "a limit"));
        }
        if !matches!(limit.value, Value::String(_) | Value::Number(_)) {
            report.error(&path.join("value"), "a limit is a number, or words in quotes");
        }
        for key in limit.extra.keys() {
            report.unknown(&path.join(key.as_str()), key, &LIMIT);
        }
    }
    for (number, source) in template.sources.iter().enumerate() {
        for key in source.extra.keys() {
            report.unknown(&Path::of(["sources".to_owned(), (number + 1).to_string(), key.clone()]), key, &SOURCE);
        }
    }
}

fn check_variable(report: &mut CheckReport<'_>, path: &Path, variable: &TemplateVariable) {
    for key in variable.extra.keys() {
        report.unknown(&path.join(key.as_str()), key, &VARIABLE);
    }
    match check_variable_name(&variable.name) {
        Err(fault) => report.error(&path.join("name"), fault.message),
        Ok(()) if variable.name == LIMITS => {
            report.error(&path.join("name"), "under this name texts read the limits; choose another");
        }
        Ok(()) => {}
    }
    match (variable.kind, variable.choices.as_slice()) {
        (VariableKind::Choice, [] | [_]) => report.error(path, "a choice has two `choices` or more"),
        (VariableKind::Choice, _) | (_, []) => {}
        _ => report.error(&path.join("choices"), "only a variable with kind = \"choice\" has choices"),
    }
    if let Some(default) = &variable.default
        && let Some(wanted) = variable.misfit(default)
    {
        report.error(&path.join("default"), format!("the default does not fit: it is {wanted}"));
    }
}
