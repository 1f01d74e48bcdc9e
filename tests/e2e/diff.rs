//! What changed between two points, in words and for scripts.

use serde_json::{Value, json};

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

/// An escape, a bell and a direction override.
const HOSTILE: &str = "Mallory \u{1b}[2J\u{7}\u{202e}txt";

/// Path and kind of every change.
fn told(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    let changes = answer["changes"].as_array().expect("changes");
    changes.iter().map(|change| (text(&change["path"]), text(&change["kind"]))).collect()
}

fn pair(path: &str, kind: &str) -> (String, String) {
    (path.to_owned(), kind.to_owned())
}

#[test]
fn alone_it_shows_the_last_change_and_then_the_hand_edit() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let earlier = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    sandbox.change(&["task", "set", ID, "bulk-change", "--estimate", "1h30m"]);
    let answer = sandbox.json(&["diff", ID]);
    assert_eq!(answer["id"], ID);
    assert_eq!(answer["from"], earlier.as_str());
    assert_eq!(answer["to"], sandbox.git(&["rev-parse", "HEAD"]).line());
    assert_eq!(
        answer["changes"],
        json!([{"path": "tasks.bulk-change.estimate", "kind": "changed", "old": "1h15m", "new": "1h30m"}])
    );
    sandbox.run(&["diff", ID]).ok().says("tasks.bulk-change.estimate").says("1h15m → 1h30m");

    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc. requires us", "Acme Ltd. requires all of us"));
    let answer = sandbox.json(&["diff", ID]);
    assert_eq!((told(&answer), &answer["to"]), (vec![pair("summary", "changed")], &json!("@file")));
    sandbox.run(&["diff", ID]).ok().says("Acme [-Inc-]{+Ltd+}. requires {+all of +}us");
    sandbox.run(&["diff", ID, "--exit-code"]).code(1);
    sandbox.run(&["diff", ID, "HEAD", "HEAD", "--exit-code"]).ok();
}

#[test]
fn what_save_will_record_is_what_diff_shows() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    sandbox.write(FILE, sandbox.read(FILE).replace("@john_doe", "@jane_smith"));
    let shown = sandbox.json(&["diff", ID]);
    let saved = sandbox.run(&["save", ID, "--json"]).ok().json();
    assert_eq!(shown["changes"], saved["events"][0]["changes"]);
    assert_eq!(told(&shown), [pair("summary", "changed"), pair("dri", "changed")]);
}

#[test]
fn a_move_is_a_move_and_an_item_is_one_change() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.change(&["task", "move", ID, "tell", "--first"]);
    let answer = sandbox.json(&["diff", ID]);
    assert_eq!(answer["changes"], json!([{"path": "tasks.tell", "kind": "moved", "old": 3, "new": 0}]));
    sandbox.run(&["diff", ID]).ok().says("moved from place 4 to place 1");
    sandbox.change(&["task", "remove", ID, "review-errors"]);
    assert_eq!(told(&sandbox.json(&["diff", ID])), [pair("tasks.review-errors", "removed")]);
    sandbox.run(&["diff", ID]).ok().says("- tasks.review-errors  Review users with errors");
    sandbox.run(&["diff", ID, "HEAD~2", "--stat"]).ok().says("tasks  1 removed, 1 moved");
}

#[test]
fn points_are_commits_times_marks_and_the_file() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.at("2026-11-25T10:00:00Z");
    sandbox.change(&["set", ID, "summary=Another summary"]);
    sandbox.at("2026-11-26T10:00:00Z");
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    for from in ["HEAD~", "2026-11-26", "2026-11-25T12:00:00Z", "1h ago"] {
        let out = sandbox.run(&["diff", ID, from, "--json"]);
        assert_eq!(told(&out.ok().json()), [pair("dri", "changed")], "{from}");
    }
    let both = [pair("summary", "changed"), pair("dri", "changed")];
    for from in ["2026-11-24T23:00:00Z", "2026-11-25", "yesterday"] {
        assert_eq!(told(&sandbox.json(&["diff", ID, from, "HEAD"])), both, "{from}");
    }
    let whole = sandbox.json(&["diff", ID, "2020-01-01", "@created"]);
    assert_eq!((&whole["from"], &whole["changes"][0]["kind"]), (&Value::Null, &json!("added")));
    let backwards = sandbox.json(&["diff", ID, "HEAD", "HEAD~"]);
    assert_eq!(backwards["changes"][0]["new"], "@john_doe");
    assert_eq!(sandbox.json(&["diff", ID, "HEAD", "@file"])["changes"], json!([]));
    assert_eq!(told(&sandbox.json(&["diff", ID, "@created", "@created~"])).len(), told(&whole).len());
}

#[test]
fn marks_follow_the_life_of_the_runbook() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.refused(4, &["diff", ID, "@approved"]).complains("@approved");
    sandbox.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
    sandbox.change(&["approve", ID]);
    sandbox.change(&["set", ID, "summary=Another summary"]);
    assert_eq!(told(&sandbox.json(&["diff", ID, "@approved"])), [pair("summary", "changed")]);
    sandbox.at(plan::CALL);
    sandbox.change(&["start", ID]);
    let started = told(&sandbox.json(&["diff", ID, "@started~", "@started"]));
    assert_eq!(started, [pair("state", "changed")]);
    // a start that was taken back is none
    sandbox.change(&["undo", ID]);
    sandbox.refused(4, &["diff", ID, "@started"]);
}

#[test]
fn a_point_that_is_none_says_what_there_is() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.refused(2, &["diff", ID, "@aproved"]).complains("@approved");
    sandbox.refused(2, &["diff", ID, "25:00"]);
    sandbox.refused(4, &["diff", ID, "no-such-branch"]);
    sandbox.refused(4, &["diff", ID, "2019-01-01", "2020-01-01"]);
    sandbox.refused(4, &["diff", "globex"]);
}

#[test]
fn a_record_that_does_not_parse_at_one_end_is_named_with_its_commit() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::draft(&sandbox);
    let good = sandbox.read(FILE);
    sandbox.write(FILE, good.replace("customer = \"Acme\"", "customer = 7"));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "broken"]);
    let broken = sandbox.git(&["rev-parse", "--short=10", "HEAD"]).line().to_owned();
    sandbox.write(FILE, good);
    sandbox.git(&["commit", "--quiet", "--all", "--message", "mended"]);
    sandbox.refused(5, &["diff", ID, "HEAD~", "HEAD"]).complains(&broken).complains("customer");
    assert_eq!(told(&sandbox.json(&["diff", ID, "HEAD~2", "HEAD"])), []);
}

#[test]
fn comments_are_no_field_and_hostile_text_is_harmless() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::draft(&sandbox);
    sandbox.write(FILE, format!("# mine\n{}", sandbox.read(FILE)));
    let answer = sandbox.json(&["diff", ID]);
    assert_eq!((&answer["changes"], &answer["layout"]), (&json!([]), &json!(true)));
    sandbox.run(&["diff", ID]).ok().says("only comments");
    sandbox.run(&["save", ID]).ok();
    // a record holds no such text, but whoever commits with plain git can say anything
    sandbox.set_var("GIT_AUTHOR_NAME", HOSTILE);
    sandbox.write(FILE, sandbox.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    sandbox.git(&["commit", "--quiet", "--all", "--message", HOSTILE]);
    for words in [&["diff", ID][..], &["diff", ID, "--color", "always"], &["log", ID, "--patch"], &["blame", ID]] {
        let out = sandbox.run(words);
        out.ok().says("summary");
        let forbidden = ["\u{1b}[2J", "\u{7}", "\u{202e}"];
        assert!(!forbidden.iter().any(|mark| out.stdout.contains(mark)), "{out}");
    }
}
