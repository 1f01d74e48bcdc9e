//! A template and its answers become a draft.
//!
//! It refuses missing answers and texts that cannot be rendered; it neither schedules nor stores.

use serde_json::{Map, Value, json};

use super::answers::answers;
use super::fill::Filler;
use super::texts::each;
use crate::model::{Fault, Line, Path, Result, Runbook, State, Template, Variables};

/// The draft that this template makes of these answers (pairs of name and words, as `--var` gives them).
///
/// The template is whole: what it extends is put in ([`super::Shelf::find`] gives it so).
///
/// # Errors
/// `Usage` for answers that are unknown, missing or do not fit, and for a text that cannot hold its values.
pub fn scaffold(template: &Template, customer: Line, task: Line, given: &[(String, String)]) -> Result<Runbook> {
    let values = answers(template, given)?;
    let plan = plan(template, &values)?;
    let mut record = Map::new();
    record.insert("customer".to_owned(), json!(customer));
    record.insert("task".to_owned(), json!(task));
    record.insert("state".to_owned(), json!(State::Draft));
    record.insert("template".to_owned(), json!(template.label()));
    record.insert("variables".to_owned(), Value::Object(values));
    record.extend(plan);
    serde_path_to_error::deserialize(Value::Object(record))
        .map_err(|error| unfit(template, &error.path().to_string(), &error.inner().to_string()))
}

/// What the template says about the record, with its texts rendered.
pub(super) fn plan(template: &Template, values: &Variables) -> Result<Map<String, Value>> {
    let filler = Filler::new(template, values);
    let mut plan = template.record();
    each(&mut plan, &mut |path: &Path, what, text| {
        *text = filler.fill(what, text).map_err(|why| unfit(template, &path.to_string(), &why))?;
        Ok(())
    })?;
    Ok(plan)
}

fn unfit(template: &Template, path: &str, why: &str) -> Fault {
    Fault::usage(format!("the template {} with these answers: `{path}`: {why}", template.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle;

    fn template() -> Template {
        serde_json::from_value(json!({
            "name": "x", "version": 2, "title": "X",
            "summary": "Do it in `{{ group }}` on {{ day }}.\n",
            "variables": [
                {"name": "group", "question": "?"},
                {"name": "paid", "question": "?", "kind": "yes-no", "default": false},
                {"name": "day", "question": "?", "required": false},
            ],
            "permissions": [{"id": "p", "action": "change `{{ group }}`", "covers": ["go"], "when": "paid"}],
            "tasks": [{
                "id": "go", "title": "Go to {{ group }}", "estimate": "1h15m", "command": "go {{ group }}",
                "when": "paid == true", "risk": "{{ group }}",
            }],
            "rollback": {"links": ["https://example.com/{{ group }}"], "steps": [{"id": "s", "title": "{{ group }}"}]},
        }))
        .unwrap()
    }

    fn draft(given: &[(&str, &str)]) -> Result<Runbook> {
        let given: Vec<(String, String)> =
            given.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
        scaffold(&template(), Line::new("Acme").unwrap(), Line::new("Do it").unwrap(), &given)
    }

    #[test]
    fn a_draft_holds_rendered_texts_its_answers_and_its_origin() {
        let runbook = draft(&[("group", "a b"), ("paid", "yes")]).unwrap();
        assert_eq!(runbook.template.as_ref().unwrap().as_str(), "x@2");
        assert_eq!(json!(runbook.variables), json!({"group": "a b", "paid": true, "day": ""}));
        assert_eq!(runbook.summary.as_ref().unwrap().as_str(), "Do it in `a b` on {{ day }}.");
        let task = &runbook.tasks[0];
        assert_eq!(task.title.as_str(), "Go to a b");
        assert_eq!(task.command.as_ref().unwrap().as_str(), "go 'a b'");
        assert_eq!(task.when.as_ref().unwrap().as_str(), "paid == true");
        assert_eq!(task.extra["risk"], json!("{{ group }}"), "keys that are not the record's stay as they are");
        assert_eq!(runbook.rollback.as_ref().unwrap().links[0].as_str(), "https://example.com/a b");
        assert_eq!(lifecycle::placeholders(&runbook).len(), 2);
        lifecycle::check(&runbook).unwrap();
    }

    #[test]
    fn a_missing_answer_makes_no_draft() {
        assert!(draft(&[]).unwrap_err().message.contains("--var group="));
    }
}
