//! Every built-in template is sound, whole, and makes a runbook that checks, whatever is answered.

use super::*;
use crate::lifecycle;
use crate::model::{Kind, Line, ObligationKind, Origin, Runbook, Template, TemplateText, VariableKind};
use crate::template::scaffold;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};

pub(super) fn made(template: &Template, given: &[(String, String)]) -> Runbook {
    scaffold(template, Line::new("Acme").unwrap(), Line::new("Work").unwrap(), given).unwrap()
}

/// Words for every variable without a default; optional ones only when `all`.
pub(super) fn samples(template: &Template, all: bool) -> Vec<(String, String)> {
    let word = |kind| match kind {
        VariableKind::Text => "acme/platform",
        VariableKind::Username => "@zed",
        VariableKind::Number => "2500",
        VariableKind::YesNo => "yes",
        VariableKind::Choice => "",
    };
    template
        .variables
        .iter()
        .filter(|variable| variable.must_be_answered() || all)
        .map(|variable| {
            let choice = variable.choices.last().map(|choice| choice.as_str().to_owned());
            (variable.name.clone(), choice.unwrap_or_else(|| word(variable.kind).to_owned()))
        })
        .collect()
}

pub(super) fn templates() -> Vec<Template> {
    let shelf = built_in_shelf();
    shelf.rows().iter().map(|row| shelf.find(&row.name).unwrap()).collect()
}

#[test]
fn no_built_in_template_has_a_flaw() {
    let shelf = built_in_shelf();
    for text in built_in_templates() {
        assert_eq!(shelf.check(&text), [], "{}", text.name);
    }
    assert!(shelf.rows().iter().all(|row| row.problem.is_none()));
}

#[test]
fn every_built_in_template_makes_a_runbook_that_checks() {
    for template in templates() {
        for all in [false, true] {
            let runbook = made(&template, &samples(&template, all));
            lifecycle::check(&runbook).unwrap();
            assert!(runbook.extra.is_empty(), "{}", template.name);
            let open = lifecycle::placeholders(&runbook);
            assert!(!all || open.is_empty(), "{}: {open:?}", template.name);
        }
    }
}

/// Those that make a list of people, or a copy of what is theirs.
const MAKES_COPIES: [&str; 4] = ["bulk-2fa-removal", "download-data", "enforce-2fa-all-groups", "idp-migration"];

#[test]
fn a_template_with_work_in_it_is_complete() {
    for template in templates().iter().filter(|template| template.name.as_str() != "blank") {
        let runbook = made(template, &samples(template, true));
        let name = &template.name;
        assert!(runbook.summary.is_some() && runbook.expected_result.is_some(), "{name}");
        assert!(template.sources.iter().all(|source| source.link.is_some()), "{name}");
        assert!(template.limits.values().all(|limit| limit.source.is_some()), "{name}");
        assert!(!runbook.permissions.is_empty(), "{name}");
        for permission in &runbook.permissions {
            assert!(!permission.covers.is_empty() && permission.standing.is_some(), "{name}: {}", permission.id);
        }
        for task in &runbook.tasks {
            let is_whole = task.estimate.is_some() && task.instructions.is_some() && task.link.is_some();
            assert!(is_whole, "{name}: {}", task.id);
        }
        let rollback = runbook.rollback.as_ref().unwrap();
        assert!(rollback.plan.is_some() || rollback.irreversible.is_some(), "{name}");
        assert!(runbook.pre_call.iter().any(|item| item.required && item.wants_evidence), "{name}");
        let duties = |kind: ObligationKind| runbook.obligations.iter().filter(move |duty| duty.kind == kind);
        assert_eq!(duties(ObligationKind::UpdateIssue).count(), 1, "{name}");
        assert!(duties(ObligationKind::AdminNote).count() > 0, "{name}");
        assert!(duties(ObligationKind::AdminNote).all(|duty| duty.note.is_some() && duty.arises.is_some()), "{name}");
        let deletes = duties(ObligationKind::DeleteData).count() > 0;
        assert_eq!(deletes, MAKES_COPIES.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_blank_runbook_has_the_documents_checklists_and_nothing_to_fill() {
    let blank = built_in_shelf().find("blank").unwrap();
    let runbook = made(&blank, &[]);
    let ids = |items: &[crate::model::CheckItem]| {
        items.iter().map(|item| item.id.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&runbook.pre_call), "inform-channels rollback-every-region dry-run action-logs");
    assert_eq!(ids(&runbook.post_call), "inform-completion");
    assert_eq!(runbook.obligations.len(), 1);
    assert!(runbook.tasks.is_empty() && runbook.contacts.is_empty() && runbook.variables.is_empty());
    assert!(runbook.rollback.is_none() && runbook.summary.is_none());
    assert_eq!(runbook.template.as_ref().map(Line::as_str), Some("blank@1"));
}

#[test]
fn a_hole_is_reported_until_its_variable_is_set() {
    let template = built_in_shelf().find("bulk-2fa").unwrap();
    let runbook = made(&template, &samples(&template, false));
    let open = lifecycle::placeholders(&runbook);
    assert_eq!(open, [("permissions.remove-2fa.action".to_owned(), "{{ work_date }}".to_owned())]);
}

#[test]
fn a_branch_is_kept_as_a_condition_over_its_variable() {
    let template = built_in_shelf().find("enforce-2fa").unwrap();
    let runbook = made(&template, &samples(&template, false));
    let rules = runbook.permissions.iter().find(|permission| permission.id.as_str() == "subgroup-rules").unwrap();
    assert!(!lifecycle::applies(rules.when.as_ref(), &runbook.variables));
    let mut variables = runbook.variables.clone();
    variables.insert("subgroups_own_rules".to_owned(), true.into());
    assert!(lifecycle::applies(rules.when.as_ref(), &variables));
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_answer_breaks_a_runbook(words in proptest::collection::vec("\\PC{0,40}", 8)) {
        for template in templates() {
            let given: Vec<(String, String)> = template
                .variables
                .iter()
                .zip(words.iter().cycle())
                .map(|(variable, words)| {
                    let words = if variable.kind == VariableKind::Text { words.clone() } else { "1".to_owned() };
                    (variable.name.clone(), words)
                })
                .filter(|(name, _)| template.variable(name).is_some_and(|own| own.parse("1").is_ok()))
                .collect();
            let draft = scaffold(&template, Line::new("Acme").unwrap(), Line::new("Work").unwrap(), &given);
            match draft {
                Ok(runbook) => lifecycle::check(&runbook).unwrap(),
                Err(fault) => assert_eq!(fault.kind, Kind::Usage, "{fault}"),
            }
        }
    }

    #[test]
    fn no_damage_to_a_file_breaks_the_check(damage in damages()) {
        let shelf = built_in_shelf();
        let (template, cuts, word) = damage;
        let built_in = built_in_templates();
        let text = &built_in[template % built_in.len()];
        let mut lines: Vec<&str> = std::str::from_utf8(&text.bytes).unwrap().lines().collect();
        for cut in cuts {
            lines.remove(cut % lines.len());
        }
        let place = word.len() % lines.len();
        lines.insert(place, &word);
        let bytes = lines.join("\n").into_bytes().into();
        let damaged = TemplateText { origin: Origin::Store, bytes, ..text.clone() };
        for flaw in shelf.check(&damaged) {
            assert!(flaw.line.is_none_or(|line| line <= lines.len() + 1), "{flaw:?}");
        }
    }
}

/// Which template, which lines are cut, what is put in.
fn damages() -> impl Strategy<Value = (usize, Vec<usize>, String)> {
    (any::<usize>(), proptest::collection::vec(any::<usize>(), 0..4), "[a-z_\\[\\]=\"'{}% .0-9]{0,30}")
}
