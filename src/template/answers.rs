//! What a person answers to a template's questions: `--var name=value`, by kind.
//!
//! It refuses names that the template does not ask for, answers of the wrong kind and a missing answer, all at once and
//! with the flags that mend them. It guesses nothing.

use serde_json::Value;

use crate::lifecycle::{holds, suggestion};
use crate::model::{Fault, Result, Template, TemplateVariable, Variables};

/// The values of a template's variables: what was given, otherwise the defaults, in the template's order.
///
/// An empty answer is none. A variable without a value is open: its value is empty, and is decided later.
///
/// # Errors
/// `Usage`, naming every unknown name, every answer that does not fit and every `--var NAME=` that is missing.
pub fn answers(template: &Template, given: &[(String, String)]) -> Result<Variables> {
    let known = read(template, given)?;
    let (values, missing) = fill(template, &known)?;
    match missing.is_empty() {
        true => Ok(values),
        false => Err(unanswered(template, &missing)),
    }
}

/// The first question that no runbook can be made without, and that is still open: what to ask next in a terminal.
///
/// # Errors
/// `Usage`, as [`answers`], for what was given already.
pub fn next_question<'t>(template: &'t Template, given: &[(String, String)]) -> Result<Option<&'t TemplateVariable>> {
    let known = read(template, given)?;
    Ok(fill(template, &known)?.1.into_iter().next())
}

/// A value for each variable, and those that miss an answer. A question whose condition does not hold is not asked.
fn fill<'t>(template: &'t Template, known: &Variables) -> Result<(Variables, Vec<&'t TemplateVariable>)> {
    let (mut values, mut missing) = (Variables::new(), Vec::new());
    for variable in &template.variables {
        let is_asked = variable.when.as_ref().map(|when| holds(when.as_str(), &values)).transpose()?;
        let is_asked = is_asked.unwrap_or(true);
        let fallback = variable.default.clone().filter(|_| is_asked);
        let value = known.get(&variable.name).cloned().or(fallback);
        if value.is_none() && is_asked && variable.must_be_answered() {
            missing.push(variable);
        }
        values.insert(variable.name.clone(), value.unwrap_or_else(|| Value::String(String::new())));
    }
    Ok((values, missing))
}

fn read(template: &Template, given: &[(String, String)]) -> Result<Variables> {
    let mut known = Variables::new();
    let mut faults: Vec<Fault> = Vec::new();
    for (number, (name, words)) in given.iter().enumerate() {
        let Some(variable) = template.variable(name) else {
            faults.push(unknown(template, name));
            continue;
        };
        if given.iter().take(number).any(|(before, _)| before == name) {
            faults.push(Fault::usage(format!("the variable `{name}` is given twice")).hint("give it once"));
        } else if !words.trim().is_empty() {
            match variable.parse(words) {
                Ok(value) => drop(known.insert(name.clone(), value)),
                Err(fault) => faults.push(fault.hint(wanted(variable))),
            }
        }
    }
    match faults.is_empty() {
        true => Ok(known),
        false => Err(Fault {
            message: faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("\n"),
            ..Fault::usage("")
        })
        .map_err(|fault| faults.iter().flat_map(|each| &each.hints).fold(fault, |fault, hint| fault.hint(hint))),
    }
}

fn unknown(template: &Template, name: &str) -> Fault {
    let names: Vec<&str> = template.variables.iter().map(|variable| variable.name.as_str()).collect();
    let fault = Fault::usage(format!("the template {} does not ask for `{name}`", template.name));
    match (suggestion(name, names.iter().copied()), names.as_slice()) {
        (Some(near), _) => fault.hint(format!("did you mean --var {near}=?")),
        (None, []) => fault.hint("it asks for nothing: leave --var out"),
        (None, all) => fault.hint(format!("it asks for: {}", all.join(", "))),
    }
}

fn unanswered(template: &Template, missing: &[&TemplateVariable]) -> Fault {
    let flags: Vec<String> = missing.iter().map(|variable| format!("--var {}=", variable.name)).collect();
    let fault = Fault::usage(format!("the template {} needs an answer: {}", template.name, flags.join(" ")));
    missing.iter().fold(fault, |fault, variable| fault.hint(wanted(variable)))
}

/// How this question is answered.
fn wanted(variable: &TemplateVariable) -> String {
    let takes = match variable.choices.as_slice() {
        [] => variable.kind.word().to_owned(),
        choices => choices.iter().map(|choice| choice.as_str()).collect::<Vec<_>>().join(", "),
    };
    format!("--var {}=VALUE: {} ({takes})", variable.name, variable.question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template() -> Template {
        serde_json::from_value(json!({
            "name": "x", "version": 1, "title": "X",
            "variables": [
                {"name": "group_path", "question": "Which group?"},
                {"name": "count", "question": "How many?", "kind": "number"},
                {"name": "cause", "question": "Why?", "kind": "choice", "choices": ["a", "b"], "default": "a"},
                {"name": "day", "question": "When?", "required": false},
            ],
        }))
        .unwrap()
    }

    fn asked_after(template: &Template, pairs: &[(&str, &str)]) -> Option<String> {
        next_question(template, &given(pairs)).unwrap().map(|variable| variable.name.clone())
    }

    #[test]
    fn a_question_is_asked_only_where_it_applies() {
        let template: Template = serde_json::from_value(json!({
            "name": "x", "version": 1, "title": "X",
            "variables": [
                {"name": "cause", "question": "?", "kind": "choice", "choices": ["a", "b"], "required": false},
                {"name": "paid", "question": "?", "kind": "yes-no", "when": "cause == \"b\""},
                {"name": "plan", "question": "?", "when": "paid", "default": "gold"},
            ],
        }))
        .unwrap();
        assert_eq!(asked_after(&template, &[]), None, "what is decided later is not asked for");
        assert_eq!(asked_after(&template, &[("cause", "a")]), None);
        assert_eq!(asked_after(&template, &[("cause", "b")]).as_deref(), Some("paid"));
        let values = |pairs: &[(&str, &str)]| json!(answers(&template, &given(pairs)).unwrap()).to_string();
        assert_eq!(values(&[]), r#"{"cause":"","paid":"","plan":""}"#);
        assert_eq!(values(&[("cause", "b"), ("paid", "no")]), r#"{"cause":"b","paid":false,"plan":""}"#);
        assert_eq!(values(&[("cause", "b"), ("paid", "yes")]), r#"{"cause":"b","paid":true,"plan":"gold"}"#);
    }

    fn given(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn values_have_their_kind_and_the_templates_order() {
        let values = answers(&template(), &given(&[("count", "5"), ("group_path", "acme"), ("day", "")])).unwrap();
        assert_eq!(json!(values).to_string(), r#"{"group_path":"acme","count":5,"cause":"a","day":""}"#);
    }

    #[test]
    fn every_missing_answer_is_named_at_once() {
        let fault = answers(&template(), &[]).unwrap_err();
        assert_eq!(fault.kind.exit_code(), 2);
        assert!(fault.message.contains("--var group_path= --var count="), "{fault}");
        assert!(!fault.message.contains("cause") && !fault.message.contains("day"), "{fault}");
        assert!(fault.hints[0].contains("Which group?") && fault.hints[1].contains("number"), "{fault:?}");
        assert_eq!(asked_after(&template(), &[("count", "5")]).as_deref(), Some("group_path"));
    }

    #[test]
    fn every_wrong_answer_is_named_at_once() {
        let wrong = given(&[("grup_path", "x"), ("count", "many"), ("cause", "c"), ("day", "1"), ("day", "2")]);
        let fault = answers(&template(), &wrong).unwrap_err();
        assert_eq!(fault.message.lines().count(), 4, "{fault}");
        assert!(fault.hints.iter().any(|hint| hint.contains("--var group_path=")), "{fault:?}");
        assert!(fault.hints.iter().any(|hint| hint.contains("--var count=VALUE")), "{fault:?}");
        assert_eq!(next_question(&template(), &wrong).unwrap_err(), fault);
    }
}
