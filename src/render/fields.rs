//! A record as lines, a field each, in the words of `diff`: what git compares.
//!
//! Items stand in the order of their ids, and a line of its own says in which order they come: so an item that moved is
//! one changed line, and nothing else looks changed.

use serde_json::Value;

use super::diff::one_line;
use super::layout::{plain, prose};
use crate::model::{Listing, Path, listing};

/// Every field of a record, each with its path.
pub fn fields(record: &Value) -> String {
    let mut out = String::new();
    walk(&Path::root(), record, &mut out);
    out
}

fn walk(at: &Path, value: &Value, out: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() || *at == Path::root() => {
            for (key, value) in map {
                let is_said = key == "id" && at.segments().len() > 1;
                if !is_said {
                    walk(&at.join(key), value, out);
                }
            }
        }
        Value::Array(items) if listing(items).is_some() => list(at, items, out),
        Value::String(text) if text.trim_end().contains('\n') => {
            out.push_str(&format!("{}:\n", plain(at.to_string())));
            for line in prose(text).lines() {
                out.push_str(format!("    {line}").trim_end());
                out.push('\n');
            }
        }
        value => out.push_str(&format!("{}: {}\n", plain(at.to_string()), one_line(value))),
    }
}

fn list(at: &Path, items: &[Value], out: &mut String) {
    let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    if listing(items) == Some(Listing::ByNumber) {
        for (number, item) in items.iter().enumerate() {
            walk(&at.join((number + 1).to_string()), item, out);
        }
        return;
    }
    let order: Vec<String> = items.iter().map(|item| plain(id(item))).collect();
    out.push_str(&format!("{} in order: {}\n", plain(at.to_string()), order.join(", ")));
    let mut sorted: Vec<&Value> = items.iter().collect();
    sorted.sort_by_key(|item| id(item));
    for item in sorted {
        walk(&at.join(id(item)), item, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::is_forbidden;
    use crate::render::test_fixture::{HOSTILE, runbook};
    use serde_json::json;

    #[test]
    fn a_move_changes_the_line_of_the_order_alone() {
        let record = |ids: [&str; 2]| json!({"dri": "@x", "tasks": ids.map(|id| json!({"id": id, "title": id}))});
        assert_eq!(fields(&record(["b", "a"])), "dri: @x\ntasks in order: b, a\ntasks.a.title: a\ntasks.b.title: b\n");
        assert_eq!(fields(&record(["a", "b"])), "dri: @x\ntasks in order: a, b\ntasks.a.title: a\ntasks.b.title: b\n");
    }

    #[test]
    fn texts_of_several_lines_are_indented_below_their_path() {
        assert_eq!(fields(&json!({"summary": "one\n\ntwo\n"})), "summary:\n    one\n\n    two\n");
    }

    #[test]
    fn nothing_in_it_acts_on_a_terminal() {
        let mut record = serde_json::to_value(runbook()).unwrap();
        record["tasks"][0]["title"] = HOSTILE.into();
        let text = fields(&record);
        assert!(!text.chars().any(|c| c != '\n' && is_forbidden(c)), "{text}");
    }
}
