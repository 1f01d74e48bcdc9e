//! Each flaw is found, weighed and told under its key; a sound template has none.

use serde_json::{Value, json};

use super::*;
use crate::model::{Origin, Path, Places};

fn file(mut value: Value) -> TemplateFile {
    let base = json!({"name": "x", "version": 1, "title": "X"});
    let head = value.as_object_mut().unwrap();
    head.extend(base.as_object().unwrap().clone());
    let mut places = Places::default();
    places.put(Path::of(["tasks", "go"]), 7);
    TemplateFile {
        template: serde_json::from_value(value).unwrap(),
        file: "x.toml".to_owned(),
        origin: Origin::Store,
        places,
        twice: Vec::new(),
    }
}

fn check(value: Value) -> Vec<String> {
    let file = file(value);
    flaws(&file, None, &file.template)
        .into_iter()
        .map(|flaw| format!("{} {}: {}", flaw.weight, flaw.key, flaw.message))
        .collect()
}

fn sound() -> Value {
    json!({
        "variables": [
            {"name": "group", "question": "?"},
            {"name": "count", "question": "?", "kind": "number"},
            {"name": "cause", "question": "?", "kind": "choice", "choices": ["a", "b"], "default": "b"},
            {"name": "day", "question": "?", "required": false},
        ],
        "limits": {"wait": {"value": 10, "what": "w"}},
        "sources": [{"title": "one", "link": "https://example.com"}],
        "summary": "{{ group }} {{ limits.wait }} {{ day }}{% if cause == 'a' %}!{% endif %}",
        "contacts": [{"id": "o", "side": "customer"}],
        "permissions": [{"id": "p", "action": "delete group {{ group }}", "covers": ["go"], "from": "o", "when": "count > 1"}],
        "tasks": [{"id": "go", "title": "{{ group }}", "estimate": "5m", "link": "https://example.com/{{ group }}"}],
        "rollback": {"plan": "back", "steps": [{"id": "back", "title": "Back"}]},
        "post_call": [{"id": "d", "text": "D", "when": "cause == 'a'"}],
        "obligations": [{"id": "u", "kind": "update-issue", "what": "U"}],
    })
}

#[test]
fn a_sound_template_has_no_flaw() {
    assert_eq!(check(sound()), Vec::<String>::new());
}

#[test]
fn each_flaw_is_told_under_its_key() {
    for (pointer, value, wanted) in [
        (
            "/summary",
            json!("{{ grup }}"),
            "error summary: the text reads `grup`, which nobody is asked for; did you mean `group`?",
        ),
        ("/summary", json!("{{ group"), "error summary: this text cannot be rendered"),
        ("/summary", json!("{{ group | shout }}"), "error summary: "),
        ("/summary", json!("{{ limits.colour }}"), "error summary: the text reads the limit `colour`"),
        (
            "/summary",
            json!("{{ day ~ day }}"),
            "error summary: `day` may have no value, so it can only stand as a plain {{ day }}",
        ),
        ("/tasks/0/command", json!("go {{ day }}"), "error tasks.go.command: a command cannot hold `day`"),
        ("/tasks/0/when", json!("colour == 1"), "error tasks.go.when: the condition reads `colour`"),
        ("/tasks/0/when", json!("count >"), "error tasks.go.when: the condition “count >” does not parse"),
        (
            "/variables/0/when",
            json!("day == 'x'"),
            "error variables.group.when: `day` is asked for later: put its question before this one",
        ),
        ("/variables/0/when", json!("colour"), "error variables.group.when: the condition reads `colour`"),
        ("/obligations/0/arises", json!("tasks.went"), "error obligations.u.arises: there is no `tasks.went`"),
        ("/tasks/0/when", json!("group | shout"), "error tasks.go.when: "),
        ("/tasks/0/estimate", Value::Null, "advice tasks.go.estimate: the task has no estimate"),
        ("/tasks/0/estimat", json!("5m"), "error tasks.go.estimat: this key is not known; did you mean `estimate`?"),
        ("/tasks/0/xyz", json!(1), "advice tasks.go.xyz: this key is not known"),
        ("/tasks/0/link", json!("see the page"), "error tasks.go.link: “see the page” is not a link"),
        ("/rollback/links", json!(["the wiki"]), "error rollback.links: “the wiki” is not a link"),
        ("/meeting_url", json!("zoom"), "error meeting_url: “zoom” is not a link"),
        ("/sources/0/link", json!("page 5"), "error sources.1: “page 5” is not a link"),
        (
            "/tasks/0/attempts",
            json!([{"took": "5m", "outcome": "success"}]),
            "error tasks.go.attempts: a template says what is planned",
        ),
        ("/post_call/0/mark", json!("done"), "error post_call.d.mark: a template says what is planned"),
        ("/post_call/0/required", json!(true), ""),
        ("/permissions/0/covers", json!(["gi"]), "error permissions.p.covers: there is no task `gi`"),
        ("/permissions/0/from", json!("nobody"), "error permissions.p.from: there is no contact `nobody`"),
        ("/permissions/0/state", json!("granted"), "error permissions.p.state: a template says what is planned"),
        ("/pre_call", json!([{"id": "d", "text": "D"}]), "error post_call.d: this id stands before the call as well"),
        ("/rollback", Value::Null, "advice rollback: there is no way back"),
        ("/rollback/plans", json!("x"), "error rollback.plans: this key is not known; did you mean `plan`?"),
        (
            "/rollback/steps/0/titel",
            json!("x"),
            "error rollback.steps.back.titel: this key is not known; did you mean `title`?",
        ),
        ("/taskz", json!([]), "error taskz: this key is not known; did you mean `tasks`?"),
        ("/without", json!(["tasks.go"]), "advice without: nothing named `tasks.go` is inherited"),
        ("/variables/0/name", json!("summary"), "error variables.summary.name: `summary` is a field of every runbook"),
        ("/variables/0/name", json!("a-b"), "error variables.a-b.name: “a-b” cannot name a variable"),
        ("/variables/0/name", json!("limits"), "error variables.limits.name: under this name texts read the limits"),
        ("/variables/0/name", json!("count"), "error variables.count: this variable is asked for twice"),
        ("/variables/0/type", json!("text"), "advice variables.group.type: this key is not known"),
        (
            "/variables/0/choices",
            json!(["a", "b"]),
            "error variables.group.choices: only a variable with kind = \"choice\"",
        ),
        (
            "/variables/1/default",
            json!("many"),
            "error variables.count.default: the default does not fit: it is a whole number",
        ),
        (
            "/variables/2/default",
            json!("c"),
            "error variables.cause.default: the default does not fit: it is one of a, b",
        ),
        ("/variables/2/choices", json!(["b"]), "error variables.cause: a choice has two `choices` or more"),
        ("/limits/wait/value", json!([1]), "error limits.wait.value: a limit is a number"),
        ("/limits/wait/sauce", json!("x"), "error limits.wait.sauce: this key is not known; did you mean `source`?"),
        ("/sources/0/links", json!("x"), "error sources.1.links: this key is not known; did you mean `link`?"),
    ] {
        let mut template = sound();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = template.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value {
            Value::Null => drop(parent.remove(key)),
            value => drop(parent.insert(key.to_owned(), value)),
        }
        let found = check(template);
        match wanted {
            "" => assert_eq!(found, Vec::<String>::new(), "{pointer}"),
            wanted => assert!(found.iter().any(|flaw| flaw.starts_with(wanted)), "{pointer}: {found:#?}"),
        }
    }
}

#[test]
fn a_flaw_has_the_line_of_its_key_or_of_what_holds_it() {
    let mut template = sound();
    template["tasks"][0]["when"] = json!("colour");
    let file = file(template);
    let found = flaws(&file, None, &file.template);
    assert_eq!(found.iter().map(|flaw| flaw.line).collect::<Vec<_>>(), [Some(7)]);
}

#[test]
fn what_is_inherited_counts_and_is_not_told_again() {
    let parent = file(sound());
    let own = file(json!({
        "extends": "base", "without": ["post_call.d"],
        "summary": "{{ group }}",
        "permissions": [{"id": "q", "action": "go {{ count }} times", "covers": ["go"]}],
    }));
    let whole = crate::template::inherit::extend(parent.template.clone(), &own.template);
    assert_eq!(flaws(&own, Some(&parent.template), &whole), []);
}
