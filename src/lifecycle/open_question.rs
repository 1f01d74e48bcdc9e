//! What somebody answers when asked about one item: an answer holds for the words that were shown, and for no others.
//!
//! Two people may go through one call, and a question stays open while somebody types. It refuses to let a yes be given to
//! what was written in the meantime.

use serde_json::{Value, json};

use super::{Missing, NextStep, ReadinessCode};
use crate::model::{Fault, Result, Runbook, Slug, Task};

/// A question, with the record as it was shown.
#[derive(Debug, Clone, Copy)]
pub struct OpenQuestion<'a> {
    /// What it is about.
    pub step: &'a NextStep,
    /// The record that was shown.
    pub shown: &'a Runbook,
}

impl OpenQuestion<'_> {
    /// The question who answers for the work, which can be asked at any stop.
    pub fn of_the_dri() -> NextStep {
        NextStep::Mend(Missing::new(ReadinessCode::NoDri, "", "", ""))
    }

    /// Refuses the answer where what it is about has become another thing by now: its words, what was done about it, or
    /// the variables that it may speak of; for a field of the header all of them; for a gate that is passed by its open
    /// points the whole record.
    ///
    /// # Errors
    /// `Refused`, naming the item.
    pub fn must_stand(&self, now: &Runbook) -> Result<()> {
        let (asked, found) = (subject(self.step, self.shown), subject(self.step, now));
        if asked == found {
            return Ok(());
        }
        let item = item_of(self.step).map_or_else(|| "the runbook".to_owned(), Slug::to_string);
        Err(Fault::refused(format!("{item} was changed while the question was open: nothing was recorded"))
            .hint("look at it as it is now, and answer that"))
    }
}

fn item_of(step: &NextStep) -> Option<&Slug> {
    match step {
        NextStep::Check(_, id)
        | NextStep::Permission(id)
        | NextStep::Task(id)
        | NextStep::Wait(id)
        | NextStep::Step(id)
        | NextStep::Duty(id) => Some(id),
        NextStep::Mend(_) | NextStep::Start | NextStep::Finish | NextStep::Close => None,
    }
}

/// Everything that an answer may depend on.
fn subject(step: &NextStep, runbook: &Runbook) -> Value {
    let works = |tasks: &[Task], id: &Slug| json!(tasks.iter().find(|own| own.id == *id));
    let item = match step {
        NextStep::Check(list, id) => json!(runbook.checklist(*list).iter().find(|own| own.id == *id)),
        NextStep::Permission(id) => json!(runbook.permissions.iter().find(|own| own.id == *id)),
        NextStep::Task(id) | NextStep::Wait(id) => works(&runbook.tasks, id),
        NextStep::Step(id) => works(runbook.steps(), id),
        NextStep::Duty(id) => json!(runbook.obligations.iter().find(|own| own.id == *id)),
        NextStep::Mend(point) => {
            json!([header(runbook), runbook.tasks.iter().find(|own| own.id.as_str() == point.item)])
        }
        NextStep::Start | NextStep::Finish | NextStep::Close => json!(runbook),
    };
    json!({"item": item, "variables": runbook.variables, "state": runbook.state})
}

/// What is asked for beside the lists of work: when, who, where, what shows that the customer agreed to it, and how it is
/// taken back.
fn header(runbook: &Runbook) -> Value {
    let mut record = json!(runbook);
    if let Some(fields) = record.as_object_mut() {
        let is_asked_for = |key: &str| ["contacts", "rollback"].contains(&key);
        fields.retain(|key, value| is_asked_for(key) || !value.is_array() && !value.is_object());
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Checklist;

    fn record() -> Value {
        json!({
            "customer": "Acme", "task": "x", "state": "running",
            "variables": {"who": "a"},
            "pre_call": [{"id": "one", "text": "Backup verified"}],
            "permissions": [{"id": "one", "action": "delete {{ who }}"}],
            "tasks": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}],
            "rollback": {"steps": [{"id": "one", "title": "Undo"}]},
            "obligations": [{"id": "one", "kind": "notify", "what": "Tell them"}],
        })
    }

    #[test]
    fn an_answer_holds_for_what_was_shown() {
        let id = Slug::new("one").unwrap();
        let of = |value: &Value| -> Runbook { serde_json::from_value(value.clone()).unwrap() };
        let shown = of(&record());
        for (step, place) in [
            (NextStep::Check(Checklist::Pre, id.clone()), "/pre_call/0/text"),
            (NextStep::Permission(id.clone()), "/permissions/0/action"),
            (NextStep::Task(id.clone()), "/tasks/0/title"),
            (NextStep::Step(id.clone()), "/rollback/steps/0/title"),
            (NextStep::Duty(id.clone()), "/obligations/0/what"),
            (NextStep::Task(id.clone()), "/variables/who"),
        ] {
            let question = OpenQuestion { step: &step, shown: &shown };
            let mut changed = record();
            *changed.pointer_mut(place).unwrap() = json!("something else");
            assert!(question.must_stand(&of(&changed)).is_err(), "{place}");
            // what it is not about may change
            let mut beside = record();
            *beside.pointer_mut("/tasks/1/title").unwrap() = json!("something else");
            assert!(question.must_stand(&of(&beside)).is_ok(), "{place}");
        }
        // what is passed at a gate is what was open there
        let gate = OpenQuestion { step: &NextStep::Start, shown: &shown };
        let mut changed = record();
        changed["pre_call"].as_array_mut().unwrap().push(json!({"id": "new", "text": "Nobody saw it"}));
        assert!(gate.must_stand(&of(&changed)).is_err());
        // evidence is evidence of one time
        let point = Missing::new(ReadinessCode::NotAgreed, "", "nobody agreed", "");
        let mend = NextStep::Mend(point);
        let mend = OpenQuestion { step: &mend, shown: &shown };
        assert!(mend.must_stand(&of(&changed)).is_ok());
        changed["scheduled_at"] = json!("2027-01-06T22:00:00Z");
        assert!(mend.must_stand(&of(&changed)).is_err());
    }
}
