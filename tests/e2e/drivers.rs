//! Plain git on records: it compares and merges them by field and item, and works all the same without the tool.

use serde_json::json;

use super::plan::{self, FILE, ID, record};
use crate::stand::{Output, Stand};

fn as_jane(stand: &Stand) {
    stand.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    stand.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
}

/// Two branches that both changed the planned runbook; the head is on `main`.
fn forked(theirs: &[&[&str]], ours: &[&[&str]]) -> Stand {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.git(&["switch", "--quiet", "-c", "side"]);
    theirs.iter().for_each(|words| drop(stand.change(words)));
    stand.git(&["switch", "--quiet", "main"]);
    ours.iter().for_each(|words| drop(stand.change(words)));
    stand
}

fn merge(stand: &Stand) -> Output {
    stand.git_raw(&["merge", "--no-edit", "side"])
}

const THEIRS: &[&[&str]] = &[
    &["task", "set", ID, "bulk-change", "--estimate", "2h"],
    &["task", "add", ID, "--id", "theirs", "--title", "Their task"],
    &["contact", "set", ID, "tom", "--role", "Owner"],
];
const OURS: &[&[&str]] = &[
    &["task", "set", ID, "bulk-change", "--title", "Remove it"],
    &["task", "add", ID, "--id", "ours", "--title", "Our task"],
    &["task", "move", ID, "tell", "--first"],
];

#[test]
fn git_diff_log_and_show_speak_of_fields_and_items() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.change(&["task", "set", ID, "bulk-change", "--estimate", "2h", "--instructions", "one\ntwo"]);
    for words in [&["log", "-1", "-p"][..], &["show"], &["diff", "HEAD~", "HEAD"]] {
        stand
            .git(words)
            .says("-tasks.bulk-change.estimate: 1h15m\n")
            .says("+tasks.bulk-change.estimate: 2h\n")
            .says("+tasks.bulk-change.instructions:\n+    one\n+    two\n");
    }
    stand.change(&["task", "move", ID, "tell", "--first"]);
    let shown = stand.git(&["show", "--format="]);
    let changed: Vec<&str> = shown.stdout.lines().skip(4).filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(
        changed,
        [
            "-tasks in order: confirm-state, bulk-change, review-errors, tell",
            "+tasks in order: tell, confirm-state, bulk-change, review-errors"
        ]
    );
    stand.write(FILE, stand.read(FILE).replace("@john_doe\"\n", "@jane_smith\"\n"));
    stand.git(&["diff"]).says("+dri: @jane_smith");
}

#[test]
fn a_record_that_cannot_be_read_is_compared_as_text() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.write(FILE, "customer = \n\u{1b}[2J");
    stand.git(&["diff"]).says("+customer =").says_no("\u{1b}[2J");
    stand.write(FILE, [0xff, 0xfe, 0]);
    stand.git(&["diff"]);
}

#[test]
fn a_merge_takes_both_sides_by_field_and_item() {
    let stand = forked(THEIRS, OURS);
    merge(&stand).ok();
    stand.assert_clean();
    let merged = record(&stand);
    assert_eq!(
        plan::ids(&merged, "tasks"),
        ["tell", "confirm-state", "bulk-change", "review-errors", "ours", "theirs"]
    );
    let bulk = &merged["tasks"][2];
    assert_eq!((&bulk["estimate"], &bulk["title"]), (&"2h".into(), &"Remove it".into()));
    // no event explains a merge: it is adopted, and says what it brought
    stand.refused(5, &["set", ID, "dri=@x"]).complains(&format!("runbook save {ID}"));
    stand.change(&["save", ID]);
    stand.change(&["set", ID, "dri=@x"]);
    // what the adoption says fits the side that was merged into, where an audit takes it up
    stand.run(&["audit"]).says_no("unexplained-change");
    // the adoption left the file as it was, and is known in every clone all the same
    stand.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = stand.top().join("clone");
    stand.call(&["set", ID, "dri=@y"]).folder(&clone).run().ok();
    assert_eq!(stand.json(&["log", ID, "--limit", "2"])["entries"][1]["event"]["do"], "edit");
}

#[test]
fn a_hand_commit_on_any_side_of_a_merge_is_adopted_with_it() {
    let by_hand = |stand: &Stand, from: &str, to: &str| {
        stand.write(FILE, stand.read(FILE).replacen(from, to, 1));
        stand.git(&["commit", "--quiet", "-a", "-m", "By hand"]);
    };
    for (theirs, ours) in [(true, false), (false, true), (true, true)] {
        let stand = forked(&[], &[]);
        stand.git(&["switch", "--quiet", "side"]);
        stand.change(&["contact", "set", ID, "tom", "--role", "Owner"]);
        if theirs {
            by_hand(&stand, "title = \"Update", "title = \"Do update");
        }
        stand.git(&["switch", "--quiet", "main"]);
        stand.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
        if ours {
            by_hand(&stand, "title = \"Confirm", "title = \"Do confirm");
        }
        merge(&stand).ok();
        stand.change(&["save", ID]);
        stand.change(&["set", ID, "dri=@x"]);
        let audit = stand.json(&["audit"]);
        assert_eq!(audit["findings"], json!([]), "theirs {theirs}, ours {ours}: {audit:#}");
    }
}

#[test]
fn a_merge_that_took_one_side_is_adopted_with_what_it_dropped() {
    for side in ["--ours", "--theirs"] {
        let stand = forked(&[&["set", ID, "dri=@a"]], &[&["set", ID, "dri=@b"]]);
        merge(&stand).code(1);
        stand.git(&["checkout", "--quiet", side, FILE]);
        stand.git(&["commit", "--quiet", "-a", "--no-edit"]);
        stand.run(&["audit"]).code(1).says("leaves out").says(&format!("runbook save {ID}"));
        let saved = stand.change(&["save", ID, "--json"]).json();
        let (dropped, kept) = if side == "--ours" { ("@a", "@b") } else { ("@b", "@a") };
        let change = &saved["events"][0]["changes"][0];
        assert_eq!((&change["old"], &change["new"]), (&dropped.into(), &kept.into()), "{saved:#}");
        assert_eq!(stand.json(&["audit"])["findings"], json!([]), "{side}");
        // once is enough
        assert!(stand.run(&["save", ID, "--json"]).ok().json()["commit"].is_null());
        stand.change(&["set", ID, "dri=@c"]);
    }
}

#[test]
fn what_somebody_did_on_one_side_of_a_merge_is_theirs() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.at(plan::CALL);
    stand.git(&["switch", "--quiet", "-c", "side"]);
    as_jane(&stand);
    stand.change(&["approve", ID]);
    stand.change(&["start", ID]);
    stand.git(&["switch", "--quiet", "main"]);
    stand.set_var("GIT_AUTHOR_NAME", "John Doe");
    stand.set_var("GIT_AUTHOR_EMAIL", "john.doe@example.com");
    stand.change(&["task", "set", ID, "tell", "--estimate", "15m"]);
    merge(&stand).ok();
    stand.change(&["save", ID]);
    let audit = stand.json(&["audit"]);
    assert_eq!((&audit["findings"], &audit["by_hand"]), (&json!([]), &json!([])), "{audit:#}");
    assert_eq!(record(&stand)["state"], "running");
}

#[test]
fn a_rebase_is_told_until_who_knows_of_it_takes_it_as_it_is() {
    let stand = forked(&[THEIRS[2]], &[OURS[0], &["set", ID, "dri=@x"]]);
    stand.git(&["rebase", "--quiet", "side"]);
    let audit = stand.run(&["audit", "--json"]).code(1).json();
    let codes: Vec<_> = audit["findings"].as_array().expect("findings").iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["history-rewritten", "history-rewritten"], "{audit:#}");
    stand.run(&["audit"]).code(1).says("runbook audit --accept");
    stand.run(&["audit", "--accept"]).ok();
    stand.change(&["set", ID, "dri=@y"]);
    stand.run(&["audit"]).ok().says("you accepted");
}

#[test]
fn what_both_changed_is_a_conflict_that_still_parses() {
    let stand = forked(
        &[&["task", "set", ID, "bulk-change", "--estimate", "2h"], &["set", ID, "summary=Theirs"]],
        &[&["task", "set", ID, "bulk-change", "--estimate", "3h"], &["set", ID, "dri=@jane_smith"]],
    );
    let out = merge(&stand);
    out.code(1).says("CONFLICT").complains("tasks.bulk-change.estimate");
    let text = stand.read(FILE);
    assert!(text.starts_with("#| "), "{text}");
    assert!(
        text.contains("#|   tasks.bulk-change.estimate: theirs is \"2h\", ours \"3h\", before \"1h15m\"\n"),
        "{text}"
    );
    let now = record(&stand);
    assert_eq!((&now["tasks"][1]["estimate"], &now["summary"]), (&"3h".into(), &"Theirs".into()));
    stand.refused(5, &["set", ID, "dri=@x"]).complains("git merge");
    let chosen: String = text.split_inclusive('\n').filter(|line| !line.starts_with("#| ")).collect();
    stand.write(FILE, chosen.replace("\"3h\"", "\"2h\""));
    stand.git(&["commit", "--quiet", "--all", "--no-edit"]);
    stand.change(&["save", ID]);
    assert_eq!(record(&stand)["tasks"][1]["estimate"], "2h");
}

#[test]
fn what_one_removed_and_the_other_changed_is_a_conflict_and_not_lost() {
    let stand = forked(
        &[&["task", "set", ID, "review-errors", "--estimate", "25m"]],
        &[&["task", "remove", ID, "review-errors"]],
    );
    merge(&stand).code(1).complains("tasks.review-errors: ours removed it").complains("it is kept here");
    assert!(plan::ids(&record(&stand), "tasks").contains(&"review-errors".to_owned()));
}

#[test]
fn a_rebase_and_a_cherry_pick_carry_events_over_another_head() {
    let stand = forked(THEIRS, OURS);
    // history is rewritten, and the audit says so
    stand.tamper();
    stand.git(&["rebase", "--quiet", "side"]);
    stand.assert_clean();
    let bulk = record(&stand)["tasks"].as_array().expect("tasks").iter().find(|t| t["id"] == "bulk-change").cloned();
    let bulk = bulk.expect("the task");
    assert_eq!((&bulk["estimate"], &bulk["title"]), (&"2h".into(), &"Remove it".into()));
    let log = stand.json(&["log", ID, "--limit", "4"]);
    assert!(log["entries"].as_array().expect("entries").iter().all(|entry| entry["event"].is_object()), "{log:#}");
    stand.change(&["set", ID, "dri=@x"]);

    let stand = forked(THEIRS, OURS);
    stand.tamper();
    stand.git(&["cherry-pick", "side~2", "side"]);
    assert_eq!(record(&stand)["contacts"][2]["role"], "Owner");
    stand.change(&["set", ID, "dri=@x"]);
}

#[test]
fn comments_of_both_sides_survive_where_they_can() {
    let stand = Stand::new();
    stand.tamper();
    plan::planned(&stand);
    stand.git(&["switch", "--quiet", "-c", "side"]);
    stand.write(FILE, stand.read(FILE).replacen("[[contacts]]", "# theirs\n[[contacts]]", 1));
    stand.run(&["save", ID]).ok();
    stand.git(&["switch", "--quiet", "main"]);
    stand.write(FILE, format!("# ours\n{}", stand.read(FILE)));
    stand.run(&["save", ID]).ok();
    stand.change(&["task", "set", ID, "tell", "--estimate", "12m"]);
    merge(&stand).ok();
    let text = stand.read(FILE);
    assert!(
        text.starts_with("# ours\n") && text.contains("# theirs\n") && text.contains("estimate = \"12m\""),
        "{text}"
    );
}

#[test]
fn a_record_that_cannot_be_read_is_left_to_git() {
    let stand = Stand::new();
    stand.tamper();
    plan::draft(&stand);
    stand.git(&["switch", "--quiet", "-c", "side"]);
    stand.write(FILE, stand.read(FILE).replace("@john_doe", "@jane_smith"));
    stand.git(&["commit", "--quiet", "--all", "--message", "theirs"]);
    stand.git(&["switch", "--quiet", "main"]);
    stand.write(FILE, format!("{}broken = \n", stand.read(FILE)));
    stand.git(&["commit", "--quiet", "--all", "--message", "ours"]);
    merge(&stand).ok();
    let text = stand.read(FILE);
    assert!(text.contains("@jane_smith") && text.ends_with("broken = \n"), "{text}");
}

#[test]
fn without_the_tool_git_does_what_it_always_does() {
    let stand = forked(&[&["set", ID, "summary=Theirs"]], &[&["contact", "set", ID, "tom", "--role", "Owner"]]);
    // what plain git merges nobody has adopted
    stand.tamper();
    let config = stand.read(".git/config").replace(env!("CARGO_BIN_EXE_runbook"), "/nowhere/runbook");
    stand.write(".git/config", config);
    stand.git(&["show"]).says("+role = \"Owner\"");
    merge(&stand).ok();
    assert_eq!(record(&stand)["summary"], "Theirs");
    // nor is anything set up in a clone of somebody who never ran it
    stand.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = stand.top().join("clone");
    stand.call_program("git", &["show", "HEAD^2"]).folder(&clone).run().ok().says("+summary = \"Theirs\"");
}

#[test]
fn a_clone_is_set_up_by_doctor_and_by_init() {
    let stand = Stand::new();
    plan::draft(&stand);
    as_jane(&stand);
    stand.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = stand.top().join("clone");
    let doctor = |words: &[&str]| stand.call(&[&["doctor", "--json"][..], words].concat()).folder(&clone).run();
    let codes = |out: &Output| plan::codes(&out.json()["findings"]);
    assert!(codes(&doctor(&[])).contains(&"drivers".to_owned()));
    doctor(&["--fix"]);
    assert!(!codes(&doctor(&[])).contains(&"drivers".to_owned()));
    stand.call_program("git", &["show"]).folder(&clone).run().ok().says("+expected_result: ");
    stand.git(&["clone", "--quiet", ".", "../other"]);
    let other = stand.top().join("other");
    let again = stand.call(&["init", "--json"]).folder(&other).run().ok().json();
    assert_eq!((&again["set_up_git"], &again["commit"]), (&true.into(), &serde_json::Value::Null));
}

#[test]
fn the_driver_keeps_to_the_files_that_git_names() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.run(&["driver", "merge", "../a", "/etc/passwd", FILE, "x"]).code(2);
    stand.run(&["driver", "merge", "no-a", "no-b", "no-c", "x"]).code(4);
    stand.run(&["driver", "text", "no-such-file"]).code(5);
    std::os::unix::fs::symlink("/etc/passwd", stand.store().join("link")).expect("a link");
    stand.run(&["driver", "merge", "link", "link", "link", "x"]).code(5);
}
