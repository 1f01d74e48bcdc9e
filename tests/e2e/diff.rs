//! What changed between two points, in words and for scripts.

use serde_json::{Value, json};

use super::plan::{self, FILE, ID};
use crate::stand::Stand;

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
    let stand = Stand::new();
    plan::planned(&stand);
    let earlier = stand.git(&["rev-parse", "HEAD"]).line().to_owned();
    stand.change(&["task", "set", ID, "bulk-change", "--estimate", "1h30m"]);
    let answer = stand.json(&["diff", ID]);
    assert_eq!(answer["id"], ID);
    assert_eq!(answer["from"], earlier.as_str());
    assert_eq!(answer["to"], stand.git(&["rev-parse", "HEAD"]).line());
    assert_eq!(
        answer["changes"],
        json!([{"path": "tasks.bulk-change.estimate", "kind": "changed", "old": "1h15m", "new": "1h30m"}])
    );
    stand.run(&["diff", ID]).ok().says("tasks.bulk-change.estimate").says("1h15m → 1h30m");

    stand.write(FILE, stand.read(FILE).replace("Acme Inc. requires us", "Acme Ltd. requires all of us"));
    let answer = stand.json(&["diff", ID]);
    assert_eq!((told(&answer), &answer["to"]), (vec![pair("summary", "changed")], &json!("@file")));
    stand.run(&["diff", ID]).ok().says("Acme [-Inc-]{+Ltd+}. requires {+all of +}us");
    stand.run(&["diff", ID, "--exit-code"]).code(1);
    stand.run(&["diff", ID, "HEAD", "HEAD", "--exit-code"]).ok();
}

#[test]
fn what_save_will_record_is_what_diff_shows() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.write(FILE, stand.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    stand.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    stand.write(FILE, stand.read(FILE).replace("@john_doe", "@jane_smith"));
    let shown = stand.json(&["diff", ID]);
    let saved = stand.run(&["save", ID, "--json"]).ok().json();
    assert_eq!(shown["changes"], saved["events"][0]["changes"]);
    assert_eq!(told(&shown), [pair("summary", "changed"), pair("dri", "changed")]);
}

#[test]
fn a_move_is_a_move_and_an_item_is_one_change() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.change(&["task", "move", ID, "tell", "--first"]);
    let answer = stand.json(&["diff", ID]);
    assert_eq!(answer["changes"], json!([{"path": "tasks.tell", "kind": "moved", "old": 3, "new": 0}]));
    stand.run(&["diff", ID]).ok().says("moved from place 4 to place 1");
    stand.change(&["task", "remove", ID, "review-errors"]);
    assert_eq!(told(&stand.json(&["diff", ID])), [pair("tasks.review-errors", "removed")]);
    stand.run(&["diff", ID]).ok().says("- tasks.review-errors  Review users with errors");
    stand.run(&["diff", ID, "HEAD~2", "--stat"]).ok().says("tasks  1 removed, 1 moved");
}

#[test]
fn points_are_commits_times_marks_and_the_file() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.at("2026-11-25T10:00:00Z");
    stand.change(&["set", ID, "summary=Another summary"]);
    stand.at("2026-11-26T10:00:00Z");
    stand.change(&["set", ID, "dri=@jane_smith"]);
    for from in ["HEAD~", "2026-11-26", "2026-11-25T12:00:00Z", "1h ago"] {
        let out = stand.run(&["diff", ID, from, "--json"]);
        assert_eq!(told(&out.ok().json()), [pair("dri", "changed")], "{from}");
    }
    let both = [pair("summary", "changed"), pair("dri", "changed")];
    for from in ["2026-11-24T23:00:00Z", "2026-11-25", "yesterday"] {
        assert_eq!(told(&stand.json(&["diff", ID, from, "HEAD"])), both, "{from}");
    }
    let whole = stand.json(&["diff", ID, "2020-01-01", "@created"]);
    assert_eq!((&whole["from"], &whole["changes"][0]["kind"]), (&Value::Null, &json!("added")));
    let backwards = stand.json(&["diff", ID, "HEAD", "HEAD~"]);
    assert_eq!(backwards["changes"][0]["new"], "@john_doe");
    assert_eq!(stand.json(&["diff", ID, "HEAD", "@file"])["changes"], json!([]));
    assert_eq!(told(&stand.json(&["diff", ID, "@created", "@created~"])).len(), told(&whole).len());
}

#[test]
fn marks_follow_the_life_of_the_runbook() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.refused(4, &["diff", ID, "@approved"]).complains("@approved");
    stand.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    stand.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
    stand.change(&["approve", ID]);
    stand.change(&["set", ID, "summary=Another summary"]);
    assert_eq!(told(&stand.json(&["diff", ID, "@approved"])), [pair("summary", "changed")]);
    stand.at(plan::CALL);
    stand.change(&["start", ID]);
    let started = told(&stand.json(&["diff", ID, "@started~", "@started"]));
    assert_eq!(started, [pair("state", "changed")]);
    // a start that was taken back is none
    stand.change(&["undo", ID]);
    stand.refused(4, &["diff", ID, "@started"]);
}

#[test]
fn a_point_that_is_none_says_what_there_is() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.refused(2, &["diff", ID, "@aproved"]).complains("@approved");
    stand.refused(2, &["diff", ID, "25:00"]);
    stand.refused(4, &["diff", ID, "no-such-branch"]);
    stand.refused(4, &["diff", ID, "2019-01-01", "2020-01-01"]);
    stand.refused(4, &["diff", "globex"]);
}

#[test]
fn a_record_that_does_not_parse_at_one_end_is_named_with_its_commit() {
    let stand = Stand::new();
    stand.tamper();
    plan::draft(&stand);
    let good = stand.read(FILE);
    stand.write(FILE, good.replace("customer = \"Acme\"", "customer = 7"));
    stand.git(&["commit", "--quiet", "--all", "--message", "broken"]);
    let broken = stand.git(&["rev-parse", "--short=10", "HEAD"]).line().to_owned();
    stand.write(FILE, good);
    stand.git(&["commit", "--quiet", "--all", "--message", "mended"]);
    stand.refused(5, &["diff", ID, "HEAD~", "HEAD"]).complains(&broken).complains("customer");
    assert_eq!(told(&stand.json(&["diff", ID, "HEAD~2", "HEAD"])), []);
}

#[test]
fn comments_are_no_field_and_hostile_text_is_harmless() {
    let stand = Stand::new();
    stand.tamper();
    plan::draft(&stand);
    stand.write(FILE, format!("# mine\n{}", stand.read(FILE)));
    let answer = stand.json(&["diff", ID]);
    assert_eq!((&answer["changes"], &answer["layout"]), (&json!([]), &json!(true)));
    stand.run(&["diff", ID]).ok().says("only comments");
    stand.run(&["save", ID]).ok();
    // a record holds no such text, but whoever commits with plain git can say anything
    stand.set_var("GIT_AUTHOR_NAME", HOSTILE);
    stand.write(FILE, stand.read(FILE).replace("Acme Inc.", "Acme Ltd."));
    stand.git(&["commit", "--quiet", "--all", "--message", HOSTILE]);
    for words in [&["diff", ID][..], &["diff", ID, "--color", "always"], &["log", ID, "--patch"], &["blame", ID]] {
        let out = stand.run(words);
        out.ok().says("summary");
        let forbidden = ["\u{1b}[2J", "\u{7}", "\u{202e}"];
        assert!(!forbidden.iter().any(|mark| out.stdout.contains(mark)), "{out}");
    }
}
