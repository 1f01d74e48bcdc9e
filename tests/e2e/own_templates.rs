//! A team's own template, as a new user makes one: copied, changed, checked, used. And what is decided later.

use serde_json::json;

use super::plan;
use crate::env::Sandbox;

const OWN: &str = r#"
title = "Unblock an account"
summary = "Unblock @{{ user }}, cause: {{ cause }}"
expected_result = "@{{ user }} can sign in"

[[variables]]
name = "user"
question = "Which user?"

[[variables]]
name = "cause"
question = "Why is it blocked?"
kind = "choice"
choices = ["embargo", "migration"]
required = false

[[variables]]
name = "country_known"
question = "Did the user say where they are?"
kind = "yes-no"
when = 'cause == "embargo"'

[[pre_call]]
id = "who"
text = "The requester is the account's holder"

[[permissions]]
id = "unblock"
action = "unblock account @{{ user }}"
covers = ["unblock"]

[[tasks]]
id = "find-cause"
title = "Find out why it is blocked"
estimate = "10m"

[[tasks]]
id = "unblock"
title = "Unblock"
estimate = "5m"
when = 'cause == "migration"'

[[tasks]]
id = "refuse"
title = "Say that {{ country }} is embargoed"
estimate = "5m"
when = 'cause == "embargo" and not country_known'

[[obligations]]
id = "admin-note"
kind = "admin-note"
what = "Leave the note"
note = "Unblocked | user requested"
arises = "tasks.unblock"

[rollback]
plan = "Block it again"
"#;

const ID: &str = "acme/unblock";

#[test]
fn a_copied_template_is_checked_and_used() {
    let sandbox = Sandbox::new();
    let text = sandbox.run(&["template", "show", "enforce-2fa-all-groups"]).ok().stdout.clone();
    sandbox.write("runbook-templates/our-2fa.toml", text.replace("estimate = \"15m\"\n", ""));
    let out = sandbox.run(&["template", "check", "runbook-templates/our-2fa.toml"]);
    out.code(1).says("our-2fa.toml, line ").says("`tasks.export-settings.estimate`: the task has no estimate");
    sandbox.write(
        "runbook-templates/our-2fa.toml",
        text.replace("covers = [\"pilot\", \"apply\"]", "covers = [\"aply\"]"),
    );
    let answer = sandbox.run(&["template", "check", "runbook-templates/our-2fa.toml", "--json"]).code(1).json();
    let flaw = &answer["files"][0]["flaws"][0];
    assert_eq!(
        (&answer["ok"], &flaw["key"], &flaw["weight"]),
        (&json!(false), &json!("permissions.enforce-2fa.covers"), &json!("error"))
    );
    assert!(flaw["line"].as_u64().unwrap() > 80, "{flaw}");
    assert!(flaw["message"].as_str().unwrap().contains("there is no task `aply`; did you mean `apply`?"), "{flaw}");
    sandbox.write(
        "runbook-templates/our-2fa.toml",
        text.replace("title = \"Enforce 2FA on all groups\"", "title = \"Ours\""),
    );
    sandbox.run(&["template", "check", "runbook-templates/our-2fa.toml"]).ok().says("fine");
    sandbox.run(&["template", "list"]).ok().says("Ours");
    let words = ["--template", "our-2fa", "--var", "group_path=acme", "--var", "group_count=3"];
    sandbox.git(&["add", "runbook-templates"]);
    sandbox.git(&["commit", "-qm", "Our own template"]);
    sandbox.change(&[&["new", "Acme - Unblock"][..], &words].concat());
}

#[test]
fn every_flaw_of_a_file_is_found_with_its_line() {
    let sandbox = Sandbox::new();
    let wrong = |old: &str, new: &str, key: &str, words: &str| {
        assert!(OWN.contains(old), "{old}");
        let text = OWN.replacen(old, new, 1);
        let line = OWN[..OWN.find(old).unwrap()].lines().count();
        sandbox.write("runbook-templates/own.toml", &text);
        let answer = sandbox.run(&["template", "check", "runbook-templates/own.toml", "--json"]).code(1).json();
        let flaws = answer["files"][0]["flaws"].as_array().unwrap().clone();
        let found = flaws.iter().any(|flaw| {
            let near = flaw["line"].as_u64().is_some_and(|at| at.abs_diff(line as u64) <= 12);
            flaw["key"] == key && near && flaw["message"].as_str().unwrap().contains(words)
        });
        assert!(found, "{new}: no {key} near line {line} in {flaws:#?}");
    };
    wrong("title = \"Unblock\"", "title = \"Unblock {{ usr }}\"", "tasks.unblock.title", "did you mean `user`?");
    wrong("when = 'cause == \"migration\"'", "when = 'cause =='", "tasks.unblock.when", "does not parse");
    wrong("when = 'cause == \"migration\"'", "when = 'reason'", "tasks.unblock.when", "nobody is asked for");
    wrong("id = \"find-cause\"", "id = \"refuse\"", "tasks.refuse", "used twice");
    wrong("covers = [\"unblock\"]", "covers = [\"unlock\"]", "permissions.unblock.covers", "there is no task `unlock`");
    wrong("estimate = \"10m\"", "", "tasks.find-cause.estimate", "no estimate");
    wrong(
        "arises = \"tasks.unblock\"",
        "arises = \"tasks.x\"",
        "obligations.admin-note.arises",
        "there is no `tasks.x`",
    );
    wrong(
        "action = \"unblock account @{{ user }}\"",
        "action = \"do what is needed\"",
        "permissions.unblock.action",
        "neither",
    );
    wrong("when = 'cause == \"embargo\"'", "when = 'later'", "variables.country_known.when", "nobody is asked for");
    sandbox.run(&["template", "check", "runbook-templates/none.toml"]).code(4).complains("there is no file");
    sandbox.run(&["template", "check"]).code(2).complains("FILE");
    sandbox.run(&["template", "check", "blank", "enforce-2fa-all-groups"]).ok().says("fine");
}

#[test]
fn what_is_decided_later_switches_branches_when_it_is() {
    let sandbox = Sandbox::new();
    sandbox.write("runbook-templates/own.toml", OWN.replace("{{ country }}", "{{ user }}"));
    sandbox.run(&["template", "check", "runbook-templates/own.toml"]).ok();
    sandbox.git(&["add", "runbook-templates"]);
    sandbox.git(&["commit", "-qm", "Our own template"]);
    sandbox.change(&["new", "Acme - Unblock", "--template", "own", "--var", "user=joe", "--dri", "@john_doe"]);
    let record = || sandbox.json(&["show", ID])["runbook"].clone();
    assert_eq!(record()["variables"], json!({"user": "joe", "cause": "", "country_known": ""}));
    let ready = sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0].clone();
    let holes: Vec<_> =
        ready["missing"].as_array().unwrap().iter().filter(|point| point["code"] == "placeholder").collect();
    assert_eq!(holes.len(), 1, "only the summary waits: {holes:?}");
    assert!(plan::codes(&ready["warnings"]).contains(&"undecided".to_owned()));

    sandbox.run(&["set", ID, "summary=Unblock @joe"]).ok();
    let codes: Vec<String> = plan::missing(&sandbox, ID);
    let overrides: Vec<&str> = codes.iter().flat_map(|code| ["--override", code.as_str()]).collect();
    sandbox.run(&[&["start", ID, "--reason", "tried out"][..], &overrides].concat()).ok();
    sandbox
        .refused(3, &["task", "start", ID, "unblock"])
        .complains("`unblock` does not apply yet")
        .complains("cause=VALUE");
    sandbox.run(&["task", "finish", ID, "find-cause", "--took", "5m"]).ok();
    sandbox.refused(3, &["finish", ID]).complains("undecided: `cause` is not decided yet");

    sandbox.change(&["set", ID, "cause=embargo"]);
    sandbox.refused(3, &["finish", ID]).complains("`country_known` is not decided yet, and tasks.refuse hangs on it");
    sandbox.change(&["set", ID, "country_known=no"]);
    assert_eq!(record()["variables"]["country_known"], json!(false));
    sandbox.refused(3, &["finish", ID]).complains("task-open: “Say that joe is embargoed”");

    sandbox.change(&["set", ID, "cause=migration"]);
    sandbox.run(&["permission", "grant", ID, "unblock", "--by", "Joe", "--evidence", "ticket"]).ok();
    sandbox.run(&["task", "start", ID, "unblock"]).ok();
    sandbox.run(&["task", "finish", ID, "unblock"]).ok();
    sandbox.change(&["finish", ID]);
    sandbox.refused(3, &["close", ID]).complains("obligation-open: “Leave the note”");
    sandbox.assert_sound();
}
