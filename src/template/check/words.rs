//! The texts and conditions of a template: that what they read is asked for, and that they can be rendered and judged.

use serde_json::Value;

use super::report::CheckReport;
use crate::lifecycle::{holds, suggestion, unspecific, variables_of};
use crate::model::keys::Rendered;
use crate::model::{Path, Template, VariableKind, Variables};
use crate::template::fill::{Filler, LIMITS, computed_with, names_in};
use crate::template::texts::each;

pub(super) fn check(report: &mut CheckReport<'_>, whole: &Template) {
    let samples = samples(whole);
    asked_when(report, whole, &samples);
    let filler = Filler::new(whole, &samples);
    let mut texts = Vec::new();
    let mut own = report.template().record();
    // nothing is refused here, so there is no fault to pass on
    let _ = each(&mut own, &mut |path, what, text| {
        texts.push((path.clone(), what, text.clone()));
        Ok(())
    });
    for (path, what, text) in texts {
        let sound = match what {
            Rendered::Condition => condition(report, whole, &path, &text),
            Rendered::Words | Rendered::Command => words(report, whole, &path, what, &text),
        };
        if path.split_last().is_some_and(|(_, key)| key == "action") {
            wording(report, &filler, &path, &text);
        }
        // what was found wrong is said once, and not computed
        let tried = match what {
            _ if !sound => Ok(()),
            Rendered::Condition => holds(&text, &samples).map(drop).map_err(|fault| fault.message),
            Rendered::Words | Rendered::Command => filler.fill(what, &text).map(drop),
        };
        if let Err(why) = tried {
            report.error(&path, why);
        }
    }
}

/// A permission's words, filled with anything, name an object and a change (row 63).
fn wording(report: &mut CheckReport<'_>, filler: &Filler, path: &Path, text: &str) {
    let filled = filler.fill(Rendered::Words, text).unwrap_or_else(|_| text.to_owned());
    if let Some(wrong) = unspecific(&filled) {
        report.error(path, format!("nobody can be asked this: {wrong}"));
    }
}

/// A value for every variable, so that texts and conditions can be tried.
fn samples(whole: &Template) -> Variables {
    let sample = |kind: VariableKind| match kind {
        VariableKind::Text | VariableKind::Username | VariableKind::Choice => Value::String("x".to_owned()),
        VariableKind::YesNo => Value::Bool(true),
        VariableKind::Number => Value::Number(1.into()),
    };
    whole
        .variables
        .iter()
        .map(|variable| {
            let first = variable.choices.first().map(|choice| Value::String(choice.as_str().to_owned()));
            (variable.name.clone(), first.unwrap_or_else(|| sample(variable.kind)))
        })
        .collect()
}

/// False when the condition was found wrong.
fn condition(report: &mut CheckReport<'_>, whole: &Template, path: &Path, text: &str) -> bool {
    let names = match variables_of(text) {
        Ok(names) => names,
        Err(fault) => {
            report.error(path, fault.message);
            return false;
        }
    };
    let mut sound = true;
    for name in names.iter().filter(|name| whole.variable(name).is_none()) {
        report.error(path, unknown(whole, "condition", name));
        sound = false;
    }
    sound
}

/// The conditions under which questions are asked: each reads only what was asked before.
fn asked_when(report: &mut CheckReport<'_>, whole: &Template, samples: &Variables) {
    for variable in report.template().variables.clone() {
        let Some(when) = &variable.when else { continue };
        let path = Path::of(["variables", variable.name.as_str(), "when"]);
        if !condition(report, whole, &path, when.as_str()) {
            continue;
        }
        let before: Vec<&str> =
            whole.variables.iter().map(|own| own.name.as_str()).take_while(|name| *name != variable.name).collect();
        let names = variables_of(when.as_str()).unwrap_or_default();
        match names.iter().find(|name| !before.contains(&name.as_str())) {
            Some(late) => report.error(&path, format!("`{late}` is asked for later: put its question before this one")),
            None => {
                if let Err(fault) = holds(when.as_str(), samples) {
                    report.error(&path, fault.message);
                }
            }
        }
    }
}

/// False when the text was found wrong.
fn words(report: &mut CheckReport<'_>, whole: &Template, path: &Path, what: Rendered, text: &str) -> bool {
    if !text.contains(['{', '}']) {
        return true;
    }
    let names = match names_in(text) {
        Ok(names) => names,
        Err(why) => {
            report.error(path, format!("this text cannot be rendered: {why}"));
            return false;
        }
    };
    let (mut sound, computed) = (true, computed_with(text));
    for name in names {
        let limit = name.strip_prefix(LIMITS).and_then(|rest| rest.strip_prefix('.'));
        let variable = name.split('.').next().and_then(|name| whole.variable(name));
        let wrong = match (limit, variable) {
            (Some(limit), _) if whole.limits.contains_key(limit) => continue,
            (Some(limit), _) => format!("the text reads the limit `{limit}`, which does not stand under [limits]"),
            (None, None) => unknown(whole, "text", &name),
            (None, Some(variable)) if variable.always_has_value() => continue,
            (None, Some(_)) if what == Rendered::Command => {
                format!("a command cannot hold `{name}`, which may have no value: give the variable a default")
            }
            (None, Some(variable)) if computed.contains(&variable.name) => {
                format!("`{name}` may have no value, so it can only stand as a plain {{{{ {name} }}}}")
            }
            (None, Some(_)) => continue,
        };
        report.error(path, wrong);
        sound = false;
    }
    sound
}

fn unknown(whole: &Template, what: &str, name: &str) -> String {
    let near = suggestion(name, whole.variables.iter().map(|variable| variable.name.as_str()));
    match near {
        Some(near) => format!("the {what} reads `{name}`, which nobody is asked for; did you mean `{near}`?"),
        None => format!("the {what} reads `{name}`, which nobody is asked for: add it to [[variables]]"),
    }
}
