//! What an answer that is given or corrected later makes of the texts that a template rendered.
//!
//! It knows the template's texts before and after, not the runbook: whether a text still stands there as it was rendered,
//! and whether it may change, is for others.

use super::scaffold::plan;
use super::texts::each;
use crate::model::{Path, Result, Template, Variables};

/// A text that the new answers change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retold {
    /// Its place in the record.
    pub path: Path,
    /// As the answers before rendered it.
    pub before: String,
    /// As the answers now render it.
    pub now: String,
}

/// Every text that these answers change.
///
/// # Errors
/// `Usage` for a text that cannot hold the values.
pub fn retold(template: &Template, before: &Variables, now: &Variables) -> Result<Vec<Retold>> {
    let (old, new) = (texts(template, before)?, texts(template, now)?);
    let pairs = old.into_iter().zip(new).filter(|((_, before), (_, now))| before != now);
    Ok(pairs.map(|((path, before), (_, now))| Retold { path, before, now }).collect())
}

fn texts(template: &Template, values: &Variables) -> Result<Vec<(Path, String)>> {
    let mut texts = Vec::new();
    each(&mut plan(template, values)?, &mut |path, _, text| {
        texts.push((path.clone(), text.clone()));
        Ok(())
    })?;
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_texts_that_read_the_answer_are_retold() {
        let template: Template = serde_json::from_value(json!({
            "name": "x", "version": 1, "title": "X", "summary": "{{ count }} users{% if paid %}, paid{% endif %}",
            "variables": [
                {"name": "count", "question": "?", "kind": "number"},
                {"name": "paid", "question": "?", "kind": "yes-no", "default": false},
            ],
            "tasks": [{"id": "go", "title": "Go", "instructions": "All {{ count }}", "when": "count > 1"}],
        }))
        .unwrap();
        let values = |count: i64, paid: bool| json!({"count": count, "paid": paid}).as_object().cloned().unwrap();
        let told = |now: Variables| {
            let all = retold(&template, &values(2500, false), &now).unwrap();
            all.into_iter().map(|one| format!("{}: {} -> {}", one.path, one.before, one.now)).collect::<Vec<_>>()
        };
        assert_eq!(
            told(values(2498, false)),
            ["summary: 2500 users -> 2498 users", "tasks.go.instructions: All 2500 -> All 2498"]
        );
        assert_eq!(told(values(2500, true)), ["summary: 2500 users -> 2500 users, paid"]);
    }
}
