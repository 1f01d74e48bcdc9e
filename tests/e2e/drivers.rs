//! Plain git on records: it compares and merges them by field and item, and works all the same without the tool.

use serde_json::json;

use super::plan::{self, FILE, ID, record};
use crate::env::{Output, Sandbox};

fn as_jane(sandbox: &Sandbox) {
    sandbox.set_var("GIT_AUTHOR_NAME", "Jane Smith");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "jane.smith@example.com");
}

/// Two branches that both changed the planned runbook; the head is on `main`.
fn forked(theirs: &[&[&str]], ours: &[&[&str]]) -> Sandbox {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    theirs.iter().for_each(|words| drop(sandbox.change(words)));
    sandbox.git(&["switch", "--quiet", "main"]);
    ours.iter().for_each(|words| drop(sandbox.change(words)));
    sandbox
}

fn merge(sandbox: &Sandbox) -> Output {
    sandbox.git_raw(&["merge", "--no-edit", "side"])
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
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.change(&["task", "set", ID, "bulk-change", "--estimate", "2h", "--instructions", "one\ntwo"]);
    for words in [&["log", "-1", "-p"][..], &["show"], &["diff", "HEAD~", "HEAD"]] {
        sandbox
            .git(words)
            .says("-tasks.bulk-change.estimate: 1h15m\n")
            .says("+tasks.bulk-change.estimate: 2h\n")
            .says("+tasks.bulk-change.instructions:\n+    one\n+    two\n");
    }
    sandbox.change(&["task", "move", ID, "tell", "--first"]);
    let shown = sandbox.git(&["show", "--format="]);
    let changed: Vec<&str> = shown.stdout.lines().skip(4).filter(|line| line.starts_with(['+', '-'])).collect();
    assert_eq!(
        changed,
        [
            "-tasks in order: confirm-state, bulk-change, review-errors, tell",
            "+tasks in order: tell, confirm-state, bulk-change, review-errors"
        ]
    );
    sandbox.write(FILE, sandbox.read(FILE).replace("@john_doe\"\n", "@jane_smith\"\n"));
    sandbox.git(&["diff"]).says("+dri: @jane_smith");
}

#[test]
fn a_record_that_cannot_be_read_is_compared_as_text() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.write(FILE, "customer = \n\u{1b}[2J");
    sandbox.git(&["diff"]).says("+customer =").says_no("\u{1b}[2J");
    sandbox.write(FILE, [0xff, 0xfe, 0]);
    sandbox.git(&["diff"]);
}

#[test]
fn a_merge_takes_both_sides_by_field_and_item() {
    let sandbox = forked(THEIRS, OURS);
    merge(&sandbox).ok();
    sandbox.assert_clean();
    let merged = record(&sandbox);
    assert_eq!(
        plan::ids(&merged, "tasks"),
        ["tell", "confirm-state", "bulk-change", "review-errors", "ours", "theirs"]
    );
    let bulk = &merged["tasks"][2];
    assert_eq!((&bulk["estimate"], &bulk["title"]), (&"2h".into(), &"Remove it".into()));
    // no event explains a merge: it is adopted, and says what it brought
    sandbox.refused(5, &["set", ID, "dri=@x"]).complains(&format!("runbook save {ID}"));
    sandbox.change(&["save", ID]);
    sandbox.change(&["set", ID, "dri=@x"]);
    // what the adoption says fits the side that was merged into, where an audit takes it up
    sandbox.run(&["audit"]).says_no("unexplained-change");
    // the adoption left the file as it was, and is known in every clone all the same
    sandbox.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = sandbox.top().join("clone");
    sandbox.call(&["set", ID, "dri=@y"]).folder(&clone).run().ok();
    assert_eq!(sandbox.json(&["log", ID, "--limit", "2"])["entries"][1]["event"]["do"], "edit");
}

#[test]
fn a_hand_commit_on_any_side_of_a_merge_is_adopted_with_it() {
    let by_hand = |sandbox: &Sandbox, from: &str, to: &str| {
        sandbox.write(FILE, sandbox.read(FILE).replacen(from, to, 1));
        sandbox.git(&["commit", "--quiet", "-a", "-m", "By hand"]);
    };
    for (theirs, ours) in [(true, false), (false, true), (true, true)] {
        let sandbox = forked(&[], &[]);
        sandbox.git(&["switch", "--quiet", "side"]);
        sandbox.change(&["contact", "set", ID, "tom", "--role", "Owner"]);
        if theirs {
            by_hand(&sandbox, "title = \"Update", "title = \"Do update");
        }
        sandbox.git(&["switch", "--quiet", "main"]);
        sandbox.change(&["task", "set", ID, "bulk-change", "--estimate", "2h"]);
        if ours {
            by_hand(&sandbox, "title = \"Confirm", "title = \"Do confirm");
        }
        merge(&sandbox).ok();
        sandbox.change(&["save", ID]);
        sandbox.change(&["set", ID, "dri=@x"]);
        let audit = sandbox.json(&["audit"]);
        assert_eq!(audit["findings"], json!([]), "theirs {theirs}, ours {ours}: {audit:#}");
    }
}

#[test]
fn a_merge_that_took_one_side_is_adopted_with_what_it_dropped() {
    for side in ["--ours", "--theirs"] {
        let sandbox = forked(&[&["set", ID, "dri=@a"]], &[&["set", ID, "dri=@b"]]);
        merge(&sandbox).code(1);
        sandbox.git(&["checkout", "--quiet", side, FILE]);
        sandbox.git(&["commit", "--quiet", "-a", "--no-edit"]);
        sandbox.run(&["audit"]).code(1).says("leaves out").says(&format!("runbook save {ID}"));
        let saved = sandbox.change(&["save", ID, "--json"]).json();
        let (dropped, kept) = if side == "--ours" { ("@a", "@b") } else { ("@b", "@a") };
        let change = &saved["events"][0]["changes"][0];
        assert_eq!((&change["old"], &change["new"]), (&dropped.into(), &kept.into()), "{saved:#}");
        assert_eq!(sandbox.json(&["audit"])["findings"], json!([]), "{side}");
        // once is enough
        assert!(sandbox.run(&["save", ID, "--json"]).ok().json()["commit"].is_null());
        sandbox.change(&["set", ID, "dri=@c"]);
    }
}

#[test]
fn a_clash_that_was_committed_as_it_was_found_is_saved_by_nobody() {
    let sandbox = forked(&[&["set", ID, "dri=@a", "summary=Theirs"]], &[&["set", ID, "dri=@b", "summary=Ours"]]);
    merge(&sandbox).code(1);
    sandbox.git(&["commit", "--quiet", "-a", "--no-edit"]);
    let before = sandbox.commits();
    let refused = sandbox.run(&["save", ID]);
    refused.code(3).complains("dri: theirs is \"@a\"").complains("summary: theirs").complains("begin with `#|`");
    assert_eq!(sandbox.commits(), before);
    assert!(
        plan::codes(&sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0]["missing"])
            .contains(&"hand-edited".to_owned())
    );
    let decided: String = sandbox
        .read(FILE)
        .lines()
        .filter(|line| !line.starts_with("#|"))
        .fold(String::new(), |text, line| text + &line.replace("dri = \"@b\"", "dri = \"@a\"") + "\n");
    sandbox.write(FILE, decided);
    let saved = sandbox.change(&["save", ID]);
    saved.complains("says otherwise of").complains("summary");
    let body = sandbox.git(&["log", "-1", "--format=%b"]);
    body.says("says otherwise of");
    assert_eq!(sandbox.json(&["audit"])["findings"], json!([]));
    sandbox.change(&["set", ID, "dri=@c"]);
}

#[test]
fn a_clash_that_was_replayed_as_it_was_found_stops_everything() {
    // the commit that carries it has an event, which says nothing of the clash
    for way in ["rebase", "cherry-pick"] {
        let sandbox = forked(&[&["set", ID, "summary=Theirs"]], &[&["set", ID, "summary=Ours"]]);
        sandbox.git_raw(&[way, "side"]).code(1);
        sandbox
            .refused(5, &["set", ID, "dri=@c"])
            .complains("git add each")
            .complains(&format!("git {way} --continue"));
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["-c", "core.editor=true", way, "--continue"]);
        sandbox.tamper();
        for words in [&["set", ID, "dri=@c"][..], &["approve", ID], &["start", ID]] {
            sandbox.refused(5, words).complains("summary: theirs").complains("begin with `#|`");
        }
        // what the others offer does nothing here
        sandbox.refused(5, &["edit", ID]).complains("summary: theirs").complains("begin with `#|`");
        sandbox.refused(5, &["export", ID, "--to", "ics"]).complains("begin with `#|`");
        sandbox.write("runbooks/globex/broken.toml", "format = ");
        let folder = sandbox.top().join("all").display().to_string();
        sandbox
            .refused(5, &["export", "--all", "--to", "json", "-o", &folder])
            .complains("1 of 2 runbooks could not be");
        sandbox.call_program("rm", &["-r", "runbooks/globex"]).run().ok();
        let ready = sandbox.run(&["ready", ID, "--json"]).code(1).json();
        assert!(plan::codes(&ready["runbooks"][0]["missing"]).contains(&"hand-edited".to_owned()), "{ready:#}");
        assert!(sandbox.json(&["list"])["runbooks"][0]["problem"].to_string().contains("nobody has decided"));
        let doctor = sandbox.run(&["doctor", "--json"]).code(1).json();
        assert!(plan::codes(&doctor["findings"]).contains(&"undecided".to_owned()), "{doctor:#}");
        sandbox.run(&["show", ID]).ok().says("two people changed in two ways");
        let lines = sandbox.read(FILE);
        let decided = lines.lines().filter(|line| !line.starts_with("#|"));
        sandbox.write(FILE, decided.fold(String::new(), |text, line| text + line + "\n"));
        sandbox.change(&["save", ID]);
        sandbox.change(&["set", ID, "dri=@c"]);
        sandbox.run(&["doctor"]).ok();
    }
}

#[test]
fn blocks_of_clashes_never_pile_up() {
    let sandbox = forked(&[&["set", ID, "dri=@a"]], &[&["set", ID, "dri=@b"]]);
    merge(&sandbox).code(1);
    sandbox.git(&["commit", "--quiet", "-a", "--no-edit"]);
    sandbox.git(&["switch", "--quiet", "side"]);
    sandbox.change(&["set", ID, "summary=Theirs"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write(FILE, sandbox.read(FILE).replacen("summary = \"", "summary = \"Our own. ", 1));
    sandbox.git(&["commit", "--quiet", "-a", "-m", "By hand"]);
    merge(&sandbox).code(1);
    sandbox.tamper();
    let text = sandbox.read(FILE);
    assert_eq!(text.matches("Two people changed the same.").count(), 1, "{text}");
    assert!(
        text.contains("#|   dri: theirs is \"@a\"") && text.contains("#|   summary: theirs is \"Theirs\""),
        "{text}"
    );
}

#[test]
fn what_somebody_did_on_one_side_of_a_merge_is_theirs() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at(plan::CALL);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    as_jane(&sandbox);
    sandbox.change(&["approve", ID]);
    sandbox.change(&["start", ID]);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.set_var("GIT_AUTHOR_NAME", "John Doe");
    sandbox.set_var("GIT_AUTHOR_EMAIL", "john.doe@example.com");
    sandbox.change(&["task", "set", ID, "tell", "--estimate", "15m"]);
    merge(&sandbox).ok();
    sandbox.change(&["save", ID]);
    let audit = sandbox.json(&["audit"]);
    assert_eq!((&audit["findings"], &audit["by_hand"]), (&json!([]), &json!([])), "{audit:#}");
    assert_eq!(record(&sandbox)["state"], "running");
}

#[test]
fn a_rebase_is_told_until_who_knows_of_it_takes_it_as_it_is() {
    let sandbox = forked(&[THEIRS[2]], &[OURS[0], &["set", ID, "dri=@x"]]);
    sandbox.git(&["rebase", "--quiet", "side"]);
    let audit = sandbox.run(&["audit", "--json"]).code(1).json();
    let codes: Vec<_> = audit["findings"].as_array().expect("findings").iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["history-rewritten", "history-rewritten"], "{audit:#}");
    sandbox.run(&["audit"]).code(1).says("runbook audit --accept");
    sandbox.run(&["audit", "--accept"]).ok();
    sandbox.change(&["set", ID, "dri=@y"]);
    sandbox.run(&["audit"]).ok().says("you accepted");
}

#[test]
fn what_both_changed_is_a_conflict_that_still_parses() {
    let sandbox = forked(
        &[&["task", "set", ID, "bulk-change", "--estimate", "2h"], &["set", ID, "summary=Theirs"]],
        &[&["task", "set", ID, "bulk-change", "--estimate", "3h"], &["set", ID, "dri=@jane_smith"]],
    );
    let out = merge(&sandbox);
    out.code(1).says("CONFLICT").complains("tasks.bulk-change.estimate");
    let text = sandbox.read(FILE);
    assert!(text.starts_with("#| "), "{text}");
    assert!(
        text.contains("#|   tasks.bulk-change.estimate: theirs is \"2h\", ours \"3h\", before \"1h15m\"\n"),
        "{text}"
    );
    let now = record(&sandbox);
    assert_eq!((&now["tasks"][1]["estimate"], &now["summary"]), (&"3h".into(), &"Theirs".into()));
    sandbox.refused(5, &["set", ID, "dri=@x"]).complains("git merge");
    let chosen: String = text.split_inclusive('\n').filter(|line| !line.starts_with("#| ")).collect();
    sandbox.write(FILE, chosen.replace("\"3h\"", "\"2h\""));
    sandbox.git(&["commit", "--quiet", "--all", "--no-edit"]);
    sandbox.change(&["save", ID]);
    assert_eq!(record(&sandbox)["tasks"][1]["estimate"], "2h");
}

#[test]
fn what_one_removed_and_the_other_changed_is_a_conflict_and_not_lost() {
    let sandbox = forked(
        &[&["task", "set", ID, "review-errors", "--estimate", "25m"]],
        &[&["task", "remove", ID, "review-errors"]],
    );
    merge(&sandbox).code(1).complains("tasks.review-errors: ours removed it").complains("it is kept here");
    assert!(plan::ids(&record(&sandbox), "tasks").contains(&"review-errors".to_owned()));
}

#[test]
fn a_rebase_and_a_cherry_pick_carry_events_over_another_head() {
    let sandbox = forked(THEIRS, OURS);
    // history is rewritten, and the audit says so
    sandbox.tamper();
    sandbox.git(&["rebase", "--quiet", "side"]);
    sandbox.assert_clean();
    let bulk = record(&sandbox)["tasks"].as_array().expect("tasks").iter().find(|t| t["id"] == "bulk-change").cloned();
    let bulk = bulk.expect("the task");
    assert_eq!((&bulk["estimate"], &bulk["title"]), (&"2h".into(), &"Remove it".into()));
    let log = sandbox.json(&["log", ID, "--limit", "4"]);
    assert!(log["entries"].as_array().expect("entries").iter().all(|entry| entry["event"].is_object()), "{log:#}");
    sandbox.change(&["set", ID, "dri=@x"]);

    let sandbox = forked(THEIRS, OURS);
    sandbox.tamper();
    sandbox.git(&["cherry-pick", "side~2", "side"]);
    assert_eq!(record(&sandbox)["contacts"][2]["role"], "Owner");
    sandbox.change(&["set", ID, "dri=@x"]);
}

#[test]
fn comments_of_both_sides_survive_where_they_can() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::planned(&sandbox);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    sandbox.write(FILE, sandbox.read(FILE).replacen("[[contacts]]", "# theirs\n[[contacts]]", 1));
    sandbox.run(&["save", ID]).ok();
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write(FILE, format!("# ours\n{}", sandbox.read(FILE)));
    sandbox.run(&["save", ID]).ok();
    sandbox.change(&["task", "set", ID, "tell", "--estimate", "12m"]);
    merge(&sandbox).ok();
    let text = sandbox.read(FILE);
    assert!(
        text.starts_with("# ours\n") && text.contains("# theirs\n") && text.contains("estimate = \"12m\""),
        "{text}"
    );
}

#[test]
fn a_comment_never_goes_to_another_item() {
    const LINKS: [&str; 2] =
        ["\n[[links]]\nurl = \"https://a.example.com\"\n", "\n[[links]]\nurl = \"https://b.example.com\"\n"];
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::planned(&sandbox);
    let edited = |change: &dyn Fn(String) -> String| {
        sandbox.write(FILE, change(sandbox.read(FILE)));
        sandbox.run(&["save", ID]).ok();
    };
    edited(&|text| format!("{text}{}", LINKS.concat()));
    let said = || edited(&|text| text.replacen("\n[[links]]", "\n# only until March\n[[links]]", 1));
    let gone = || edited(&|text| text.replacen(LINKS[0], "", 1));
    // whoever says it, and whoever removes what it is said of
    for (branch, theirs, ours) in [("one", &said as &dyn Fn(), &gone as &dyn Fn()), ("two", &gone, &said)] {
        sandbox.git(&["switch", "--quiet", "-c", "side", "main"]);
        theirs();
        sandbox.git(&["switch", "--quiet", "-c", branch, "main"]);
        ours();
        merge(&sandbox).ok();
        let text = sandbox.read(FILE);
        assert_eq!(text.matches("# only until March").count(), 1, "{text}");
        assert!(!text.contains("# only until March\n[[links]]") && !text.contains("a.example.com"), "{text}");
        sandbox.git(&["branch", "-D", "side"]);
    }
}

#[test]
fn a_comment_at_the_end_outlives_a_new_table_of_ours_and_git_shows_it() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::planned(&sandbox);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    sandbox.write(FILE, format!("{}\n# Rita was here\n", sandbox.read(FILE)));
    sandbox.git(&["diff"]).says("+comment below ").says(": # Rita was here\n");
    sandbox.run(&["save", ID]).ok();
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.change(&["obligation", "add", ID, "--id", "mail", "--kind", "notify", "--what", "Write to them"]);
    merge(&sandbox).ok();
    assert!(sandbox.read(FILE).contains("# Rita was here\n"), "{}", sandbox.read(FILE));
}

#[test]
fn a_record_that_cannot_be_read_is_left_to_git() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::draft(&sandbox);
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    sandbox.write(FILE, sandbox.read(FILE).replace("@john_doe", "@jane_smith"));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "theirs"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write(FILE, format!("{}broken = \n", sandbox.read(FILE)));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "ours"]);
    merge(&sandbox).ok();
    let text = sandbox.read(FILE);
    assert!(text.contains("@jane_smith") && text.ends_with("broken = \n"), "{text}");
}

#[test]
fn without_the_tool_git_does_what_it_always_does() {
    let sandbox = forked(&[&["set", ID, "summary=Theirs"]], &[&["contact", "set", ID, "tom", "--role", "Owner"]]);
    // what plain git merges nobody has adopted
    sandbox.tamper();
    let config = sandbox.read(".git/config").replace(env!("CARGO_BIN_EXE_runbook"), "/nowhere/runbook");
    sandbox.write(".git/config", config);
    sandbox.git(&["show"]).says("+role = \"Owner\"");
    merge(&sandbox).ok();
    assert_eq!(record(&sandbox)["summary"], "Theirs");
    // nor is anything set up in a clone of somebody who never ran it
    sandbox.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = sandbox.top().join("clone");
    sandbox.call_program("git", &["show", "HEAD^2"]).folder(&clone).run().ok().says("+summary = \"Theirs\"");
}

#[test]
fn a_clone_is_set_up_by_doctor_and_by_init() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    as_jane(&sandbox);
    sandbox.git(&["clone", "--quiet", ".", "../clone"]);
    let clone = sandbox.top().join("clone");
    let doctor = |words: &[&str]| sandbox.call(&[&["doctor", "--json"][..], words].concat()).folder(&clone).run();
    let codes = |out: &Output| plan::codes(&out.json()["findings"]);
    assert!(codes(&doctor(&[])).contains(&"drivers".to_owned()));
    doctor(&["--fix"]);
    assert!(!codes(&doctor(&[])).contains(&"drivers".to_owned()));
    sandbox.call_program("git", &["show"]).folder(&clone).run().ok().says("+expected_result: ");
    sandbox.git(&["clone", "--quiet", ".", "../other"]);
    let other = sandbox.top().join("other");
    let again = sandbox.call(&["init", "--json"]).folder(&other).run().ok().json();
    assert_eq!((&again["set_up_git"], &again["commit"]), (&true.into(), &serde_json::Value::Null));
}

#[test]
fn the_driver_keeps_to_the_files_that_git_names() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.run(&["driver", "merge", "../a", "/etc/passwd", FILE, "x"]).code(2);
    sandbox.run(&["driver", "merge", "no-a", "no-b", "no-c", "x"]).code(4);
    sandbox.run(&["driver", "text", "no-such-file"]).code(5);
    std::os::unix::fs::symlink("/etc/passwd", sandbox.store().join("link")).expect("a link");
    sandbox.run(&["driver", "merge", "link", "link", "link", "x"]).code(5);
}
