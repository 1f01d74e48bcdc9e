//! What a template extends, put in: the inherited items first, the own ones in their place or behind them.
//!
//! It looks nothing up: who extends whom is the shelf's.

use crate::model::{CheckItem, Contact, Extra, Obligation, Path, Permission, Task, Template, TemplateVariable};

/// The child with everything of the parent that it neither says itself nor leaves out.
pub(super) fn extend(mut parent: Template, child: &Template) -> Template {
    for path in &child.without {
        leave_out(&mut parent, path);
    }
    let header = parent.header().map(|(key, value)| (key.name.to_owned(), value.clone()));
    let inherited: Extra = header.collect();
    let mut limits = parent.limits;
    limits.extend(child.limits.clone());
    Template {
        variables: join(parent.variables, &child.variables, |variable: &TemplateVariable| variable.name.as_str()),
        limits,
        sources: parent.sources.into_iter().chain(child.sources.iter().cloned()).collect(),
        contacts: join(parent.contacts, &child.contacts, |contact: &Contact| contact.id.as_str()),
        pre_call: join(parent.pre_call, &child.pre_call, |item: &CheckItem| item.id.as_str()),
        permissions: join(parent.permissions, &child.permissions, |item: &Permission| item.id.as_str()),
        tasks: join(parent.tasks, &child.tasks, |task: &Task| task.id.as_str()),
        rollback: child.rollback.clone().or(parent.rollback),
        post_call: join(parent.post_call, &child.post_call, |item: &CheckItem| item.id.as_str()),
        obligations: join(parent.obligations, &child.obligations, |item: &Obligation| item.id.as_str()),
        extra: inherited.into_iter().chain(child.extra.clone()).collect(),
        ..child.clone()
    }
}

fn join<T: Clone>(parent: Vec<T>, child: &[T], id: impl Fn(&T) -> &str) -> Vec<T> {
    let mut items = parent;
    for own in child {
        match items.iter_mut().find(|item| id(item) == id(own)) {
            Some(inherited) => *inherited = own.clone(),
            None => items.push(own.clone()),
        }
    }
    items
}

/// Takes one item away; false when there is none of that name.
pub(super) fn leave_out(template: &mut Template, path: &str) -> bool {
    let Ok(path) = path.parse::<Path>() else { return false };
    let [list, id] = path.segments() else { return false };
    fn drop_item<T>(items: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> bool {
        let before = items.len();
        items.retain(|item| !is_it(item));
        items.len() < before
    }
    match list.as_str() {
        "variables" => drop_item(&mut template.variables, |item| item.name == *id),
        "contacts" => drop_item(&mut template.contacts, |item| item.id.as_str() == id),
        "pre_call" => drop_item(&mut template.pre_call, |item| item.id.as_str() == id),
        "permissions" => drop_item(&mut template.permissions, |item| item.id.as_str() == id),
        "tasks" => drop_item(&mut template.tasks, |item| item.id.as_str() == id),
        "post_call" => drop_item(&mut template.post_call, |item| item.id.as_str() == id),
        "obligations" => drop_item(&mut template.obligations, |item| item.id.as_str() == id),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template(value: serde_json::Value) -> Template {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn own_items_take_the_place_of_inherited_ones_and_others_follow() {
        let parent = template(json!({
            "name": "base", "version": 7, "title": "Base", "description": "of the base", "fragment": true,
            "summary": "S", "expected_result": "E",
            "pre_call": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}, {"id": "c", "text": "C"}],
            "sources": [{"title": "one"}],
        }));
        let child = template(json!({
            "name": "own", "version": 1, "title": "Own", "extends": "base", "without": ["pre_call.c", "tasks.x"],
            "summary": "T",
            "pre_call": [{"id": "d", "text": "D"}, {"id": "a", "text": "AA"}],
            "sources": [{"title": "two"}],
        }));
        let whole = extend(parent, &child);
        let texts: Vec<&str> = whole.pre_call.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(texts, ["AA", "B", "D"]);
        assert_eq!(whole.label(), "own@1");
        assert!(!whole.fragment && whole.description.is_none());
        assert_eq!(whole.extra["summary"], "T");
        assert_eq!(whole.extra["expected_result"], "E");
        assert_eq!(whole.sources.len(), 2);
    }

    #[test]
    fn leaving_out_what_is_not_there_is_told() {
        let mut whole =
            template(json!({"name": "x", "version": 1, "title": "X", "tasks": [{"id": "a", "title": "A"}]}));
        assert!(!leave_out(&mut whole, "tasks.b") && !leave_out(&mut whole, "pre_call.a"));
        assert!(leave_out(&mut whole, "tasks.a") && whole.tasks.is_empty());
    }
}
