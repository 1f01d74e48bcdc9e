//! What a person answers to a template's questions: `--var name=value`, by kind.
//!
//! It refuses names that the template does not ask for, answers of the wrong kind and a missing answer, all at once and
//! with the flags that mend them. It guesses nothing.

use crate::lifecycle::suggestion;
use crate::model::{Fault, Result, Template, TemplateVariable, Variables};

/// The values of a template's variables: what was given, otherwise the defaults, in the template's order.
///
/// An empty answer is none. A variable that needs no answer and has none is left out.
///
/// # Errors
/// `Usage`, naming every unknown name, every answer that does not fit and every `--var NAME=` that is missing.
pub fn answers(template: &Template, given: &[(String, String)]) -> Result<Variables> {
    let known = read(template, given)?;
    let missing: Vec<&TemplateVariable> = template
        .variables
        .iter()
        .filter(|variable| variable.must_be_answered() && !known.contains_key(&variable.name))
        .collect();
    if !missing.is_empty() {
        return Err(unanswered(template, &missing));
    }
    let value = |variable: &TemplateVariable| {
        let value = known.get(&variable.name).cloned().or_else(|| variable.default.clone())?;
        Some((variable.name.clone(), value))
    };
    Ok(template.variables.iter().filter_map(value).collect())
}

/// The questions that no runbook can be made without, and that are still open: what to ask in a terminal.
///
/// # Errors
/// `Usage`, as [`answers`], for what was given already.
pub fn open_questions<'t>(template: &'t Template, given: &[(String, String)]) -> Result<Vec<&'t TemplateVariable>> {
    let known = read(template, given)?;
    let open = |variable: &&TemplateVariable| variable.must_be_answered() && !known.contains_key(&variable.name);
    Ok(template.variables.iter().filter(open).collect())
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
                Err(fault) => faults.push(fault),
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
    missing.iter().fold(fault, |fault, variable| {
        let takes = match variable.choices.as_slice() {
            [] => variable.kind.word().to_owned(),
            choices => choices.iter().map(|choice| choice.as_str()).collect::<Vec<_>>().join(", "),
        };
        fault.hint(format!("--var {}=VALUE: {} ({takes})", variable.name, variable.question))
    })
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

    fn given(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn values_have_their_kind_and_the_templates_order() {
        let values = answers(&template(), &given(&[("count", "5"), ("group_path", "acme"), ("day", "")])).unwrap();
        assert_eq!(json!(values).to_string(), r#"{"group_path":"acme","count":5,"cause":"a"}"#);
    }

    #[test]
    fn every_missing_answer_is_named_at_once() {
        let fault = answers(&template(), &[]).unwrap_err();
        assert_eq!(fault.kind.exit_code(), 2);
        assert!(fault.message.contains("--var group_path= --var count="), "{fault}");
        assert!(!fault.message.contains("cause") && !fault.message.contains("day"), "{fault}");
        assert!(fault.hints[0].contains("Which group?") && fault.hints[1].contains("number"), "{fault:?}");
        let template = template();
        let open = open_questions(&template, &given(&[("count", "5")])).unwrap();
        assert_eq!(open.iter().map(|variable| variable.name.as_str()).collect::<Vec<_>>(), ["group_path"]);
    }

    #[test]
    fn every_wrong_answer_is_named_at_once() {
        let wrong = given(&[("grup_path", "x"), ("count", "many"), ("cause", "c"), ("day", "1"), ("day", "2")]);
        let fault = answers(&template(), &wrong).unwrap_err();
        assert_eq!(fault.message.lines().count(), 4, "{fault}");
        assert!(fault.hints.iter().any(|hint| hint.contains("--var group_path=")), "{fault:?}");
        assert_eq!(open_questions(&template(), &wrong).unwrap_err(), fault);
    }
}
