//! The branches of the built-in templates: each condition can hold and can fail, each figure has its source, and what is
//! decided later is like what was decided at once.

use std::collections::BTreeSet;

use serde_json::Value;

use super::built_in_shelf;
use super::tests::{made, samples, templates};
use crate::lifecycle::{Verdict, judge, placeholders, undecided, variables_of};
use crate::model::{Length, Runbook, Template, TemplateVariable, VariableKind, Variables};

/// The values that a variable is tried with.
fn values(variable: &TemplateVariable) -> Vec<Value> {
    match variable.kind {
        VariableKind::YesNo => vec![true.into(), false.into()],
        VariableKind::Number => vec![0.into(), 2500.into()],
        VariableKind::Text | VariableKind::Username => vec!["acme".into()],
        VariableKind::Choice => variable.choices.iter().map(|choice| choice.as_str().into()).collect(),
    }
}

/// Every combination of values of these variables.
fn combinations(template: &Template, names: &[String]) -> Vec<Variables> {
    names.iter().fold(vec![Variables::new()], |all, name| {
        let variable = template.variable(name).unwrap();
        let with = |before: &Variables, value: Value| {
            let mut after = before.clone();
            after.insert(name.clone(), value);
            after
        };
        all.iter().flat_map(|before| values(variable).into_iter().map(move |value| with(before, value))).collect()
    })
}

/// Every condition of a template, with the path of what it switches.
fn conditions(template: &Template) -> Vec<(String, String)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(table) => {
                if let Some(when) = table.get("when").and_then(Value::as_str) {
                    found.push((path.to_owned(), when.to_owned()));
                }
                table.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, found));
            }
            Value::Array(items) => {
                let name = |item: &Value| item["id"].as_str().or(item["name"].as_str()).unwrap_or_default().to_owned();
                items.iter().for_each(|item| walk(&format!("{path}.{}", name(item)), item, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(template.name.as_str(), &serde_json::to_value(template).unwrap(), &mut found);
    found
}

#[test]
fn every_condition_can_hold_and_can_fail() {
    let mut seen = 0;
    for template in templates() {
        for (path, when) in conditions(&template) {
            let tried: Vec<Verdict> = combinations(&template, &variables_of(&when).unwrap())
                .iter()
                .map(|variables| judge(&when, variables).unwrap())
                .collect();
            assert!(tried.contains(&Verdict::Holds), "{path} never applies: {when}");
            assert!(tried.contains(&Verdict::Fails), "{path} always applies: {when}");
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} conditions were found");
}

#[test]
fn every_variable_is_read_by_something() {
    for template in templates() {
        let whole = serde_json::to_string(&template.record()).unwrap();
        let read: BTreeSet<String> =
            conditions(&template).iter().flat_map(|(_, when)| variables_of(when).unwrap()).collect();
        for variable in &template.variables {
            let in_text =
                ["{{ NAME }}", "{{ NAME |"].iter().any(|hole| whole.contains(&hole.replace("NAME", &variable.name)));
            // what it was is recorded for those who look for a pattern later (rows 44 and 103)
            let is_told = ["reason", "reinstated_because"].contains(&variable.name.as_str());
            assert!(in_text || read.contains(&variable.name) || is_told, "{}: {}", template.name, variable.name);
        }
    }
}

/// The length that a limit's words mean, where they mean one.
fn length(words: &str) -> Option<Length> {
    let (number, unit) = words.split_once(' ')?;
    format!("{number}{}", unit.chars().next()?).parse().ok()
}

#[test]
fn every_time_to_wait_or_to_keep_is_a_limit_with_a_source() {
    for template in templates() {
        let limits: Vec<Length> = template.limits.values().filter_map(|limit| length(limit.value.as_str()?)).collect();
        let waits = template.tasks.iter().filter_map(|task| Some((task.id.as_str(), task.wait.as_ref()?)));
        let dues = template.obligations.iter().filter_map(|duty| Some((duty.id.as_str(), duty.due_in.as_ref()?)));
        for (id, time) in waits.chain(dues) {
            let is_known = limits.iter().any(|limit| limit.seconds() == time.seconds());
            assert!(is_known, "{}: {id} waits {time}, which no limit says", template.name);
        }
    }
}

/// Placeholders whose variable is not an open one of the template.
fn unexplained(template: &Template, runbook: &Runbook) -> Vec<(String, String)> {
    let is_open = |hole: &str| {
        let name = hole.trim_matches(['{', '}']).trim();
        template.variable(name).is_some_and(|variable| !variable.always_has_value())
    };
    placeholders(runbook).into_iter().filter(|(_, hole)| !is_open(hole)).collect()
}

#[test]
fn only_open_variables_leave_holes_and_undecided_branches() {
    for template in templates() {
        let runbook = made(&template, &samples(&template, false));
        assert_eq!(unexplained(&template, &runbook), [], "{}", template.name);
        for (name, hanging) in undecided(&runbook) {
            let variable = template.variable(&name).unwrap();
            assert!(!variable.always_has_value(), "{}: {name} and {hanging:?}", template.name);
        }
        assert_eq!(undecided(&made(&template, &samples(&template, true))).len(), 0, "{}", template.name);
    }
}

#[test]
fn the_requested_templates_are_there() {
    let shelf = built_in_shelf();
    for name in [
        "account-access-change",
        "bulk-2fa-removal",
        "delete-project",
        "download-data",
        "email-typo-fix",
        "enforce-2fa-all-groups",
        "group-owner-change",
        "idp-migration",
        "impersonation",
        "project-group-change",
        "ps-migration-unblock",
        "reinstate-blocked-account",
        "release-email",
        "remove-identity",
        "rerun-pipelines",
        "swap-primary-email",
        "unlock-locked-account",
        "view-secrets",
    ] {
        assert_eq!(shelf.find(name).unwrap().name.as_str(), name);
    }
}
