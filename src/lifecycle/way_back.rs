//! Whether a runbook says how its work is taken back, or why it cannot be.
//!
//! A plan that says that there is none is no plan: why there is none has a field of its own, which asks for a reason.

use crate::model::{Runbook, State, is_filled};

use super::Conditional;

/// True while the work is taken back by a plan that has no steps: then nothing but somebody's word says that it is done.
pub fn is_back_by_plan(runbook: &Runbook) -> bool {
    runbook.state == State::RollingBack && runbook.steps().is_empty()
}

/// What a plan says that says nothing: that there is none, that none is needed or possible, that one is to come.
const NONE: [&str; 24] = [
    "no",
    "none",
    "not",
    "na",
    "n",
    "nil",
    "nothing",
    "cannot",
    "t",
    "irreversible",
    "tbd",
    "tba",
    "todo",
    "pending",
    "unknown",
    "keine",
    "keiner",
    "entfällt",
    "aucun",
    "ninguno",
    "nessuno",
    "nenhum",
    "なし",
    "該当なし",
];

/// The words beside them that add nothing.
const FILLING: [&str; 41] = [
    "a",
    "applicable",
    "apply",
    "available",
    "back",
    "be",
    "can",
    "decided",
    "defined",
    "do",
    "does",
    "for",
    "have",
    "is",
    "it",
    "necessary",
    "needed",
    "of",
    "plan",
    "planned",
    "possible",
    "required",
    "restored",
    "reversed",
    "reverted",
    "roll",
    "rollback",
    "rolled",
    "step",
    "steps",
    "taken",
    "the",
    "there",
    "this",
    "to",
    "undone",
    "was",
    "way",
    "we",
    "work",
    "yet",
];

/// True where the runbook says how to go back: by a plan, a link or a step that applies; or why there is no way.
pub(super) fn is_told(runbook: &Runbook) -> bool {
    runbook.rollback.as_ref().is_some_and(|rollback| {
        rollback.plan.as_ref().is_some_and(|plan| is_plan(plan.as_str()))
            || is_filled(&rollback.irreversible)
            || rollback.links.iter().any(|link| !link.as_str().trim().is_empty())
            || rollback.steps.iter().any(|step| step.is_applicable(&runbook.variables))
    })
}

/// True for a text that says something beyond that there is no plan.
fn is_plan(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_none() {
        return false;
    }
    let (mut denies, mut says_more) = (false, false);
    for word in words {
        denies |= NONE.contains(&word);
        says_more |= !NONE.contains(&word) && !FILLING.contains(&word);
    }
    says_more || !denies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_says_that_there_is_none_is_none() {
        for text in [
            "Not applicable",
            "n/a",
            "N.A.",
            "None",
            "None.",
            "none needed",
            "-",
            "…",
            " ",
            "TBD",
            "todo",
            "No rollback plan",
            "There is no way back.",
            "None. This cannot be undone.",
            "Rollback is not possible",
            "It can't be rolled back",
            "Irreversible",
            "Keine",
            "Entfällt",
        ] {
            assert!(!is_plan(text), "{text}");
        }
        for text in [
            "Roll back",
            "Revert",
            "Undo the work",
            "None is required: an unlocked account is what it was before. If an impostor turns up, block it.",
            "No restart is needed: set the flag back",
            "Do not delete the copy",
            "https://docs.example.com/rollback",
            "元に戻す",
        ] {
            assert!(is_plan(text), "{text}");
        }
    }
}
