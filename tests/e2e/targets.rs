//! Bulk work: the list is private, each target has one result, and the trail knows how many, never which.

use std::os::unix::fs::PermissionsExt;

use sha2::{Digest, Sha256};

use super::plan::{self, ID, record};
use crate::env::{Key, Output, Sandbox};

const TARGETS: [&str; 6] = ["anna@example.com", "bob", "carl smith", "$(touch pwned)", "-dash", "ümit"];

/// A running call with these targets loaded.
pub fn loaded(targets: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let list: String = targets.iter().map(|target| format!("{target}\n")).collect();
    sandbox.call(&["targets", "load", ID, "-"]).input(list).run().ok();
    sandbox
}

/// Runs the bulk change over the targets.
pub fn each(sandbox: &Sandbox, flags: &[&str], command: &[&str]) -> Output {
    sandbox.run(&[&["task", "exec", ID, "bulk-change", "--each-target"][..], flags, &["--"], command].concat())
}

/// What became of the targets, by name.
pub fn results(sandbox: &Sandbox) -> Vec<(String, String)> {
    let word = |value: &serde_json::Value| value.as_str().expect("a word").to_owned();
    let answer = sandbox.json(&["targets", "list", ID]);
    let rows = answer["targets"].as_array().expect("rows");
    rows.iter().map(|row| (word(&row["target"]), word(&row["result"]))).collect()
}

fn totals(sandbox: &Sandbox) -> [i64; 3] {
    let targets = record(sandbox)["targets"].clone();
    ["done", "failed", "skipped"].map(|key| targets[key].as_i64().unwrap_or(-1))
}

#[test]
fn a_list_that_goes_on_without_end_is_refused() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let list: String = (0..1_700_000).map(|number| format!("user{number:06}\n")).collect();
    sandbox.write("../list", &list);
    let commits = sandbox.commits();
    sandbox.call(&["targets", "load", ID, "-"]).input(list).run().code(2).complains("16 MiB");
    sandbox.run(&["targets", "load", ID, "../list"]).code(2).complains("16 MiB");
    sandbox.run(&["targets", "load", ID, "/dev/zero"]).code(2).complains("16 MiB");
    assert_eq!(sandbox.commits(), commits);
}

#[test]
fn what_hooks_say_of_the_beginning_is_told_where_the_end_is_not_recorded() {
    let sandbox = loaded(&["ann", "bob"]);
    sandbox.hook("pre-commit", "echo checked /srv/list.csv; test ! -e ../once && : > ../once");
    let out = each(&sandbox, &[], &["true", "{}"]);
    out.code(3).complains("but that is not recorded").complains("note: checked /srv/list.csv");
}

#[test]
fn what_is_said_of_a_list_is_not_undone_and_the_hint_says_what_helps() {
    let sandbox = loaded(&["ann", "bob"]);
    sandbox.refused(3, &["undo", ID, "--yes"]).complains("beside the trail").complains("runbook targets purge");
    sandbox.run(&["task", "start", ID, "bulk-change"]).ok();
    sandbox.run(&["targets", "purge", ID]).ok();
    sandbox.refused(3, &["undo", ID, "--yes"]).complains("runbook targets load");
}

#[test]
fn loading_commits_count_and_digest_and_keeps_the_list_private() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let before = sandbox.commits();
    let list = "b\r\n\na\nb\n  \n";
    let out = sandbox.call(&["targets", "load", ID, "-", "--json"]).input(list).run();
    let events = out.ok().json()["events"].clone();
    assert_eq!((&events[0]["do"], &events[0]["count"]), (&"targets.load".into(), &2.into()));
    let digest: String = Sha256::digest("b\na\n").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        (&record(&sandbox)["targets"]["count"], &record(&sandbox)["targets"]["sha256"]),
        (&2.into(), &digest.into())
    );
    assert_eq!(events[1]["obligation"]["kind"], "delete-data", "who holds a list owes its deletion");
    out.complains("2 blank lines").complains("1 repetition");
    assert_eq!(sandbox.commits(), before + 1);
    let folder = sandbox.store().join(".git/runbook/targets/acme.enforce-2fa-on-all-groups");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("list"))), (0o700, 0o600));
    // the same list again changes nothing, another one replaces it
    sandbox.call(&["targets", "load", ID, "-"]).input("b\na\n").run().ok();
    assert_eq!(sandbox.commits(), before + 1);
    sandbox.write("users.csv", "id,User Name\n1,\"Doe, Jo\"\n2,tom\n");
    sandbox.run(&["targets", "load", ID, "users.csv", "--column", "user name"]).ok();
    assert_eq!(results(&sandbox).iter().map(|(target, _)| target.as_str()).collect::<Vec<_>>(), ["Doe, Jo", "tom"]);
    for (input, says) in [("a\u{1b}[2J\n", "line 1"), ("", "no target"), ("ok\n\u{202e}x\n", "line 2")] {
        sandbox.call(&["targets", "load", ID, "-"]).input(input).run().code(2).complains(says);
    }
    sandbox.refused(2, &["targets", "load", ID, "none.txt"]);
    sandbox.refused(2, &["targets", "load", ID, "users.csv", "--column", "mail"]).complains("User Name");
    // what can be cut into cells in two ways is cut by nobody's guess
    sandbox.write("users.csv", "Meier, Anna;anna@example.com\nDoe, Jo;jo@example.com\n");
    let load = ["targets", "load", ID, "users.csv", "--column", "2"];
    sandbox.refused(2, &load).complains("--separator semicolon").complains("--separator comma");
    sandbox.run(&[&load[..], &["--separator", "semicolon"]].concat()).ok();
    assert_eq!(results(&sandbox)[1].0, "jo@example.com");
}

#[test]
fn each_target_is_done_once_as_a_word_of_its_own_and_nothing_of_it_is_in_the_trail() {
    let sandbox = loaded(&TARGETS);
    let seen = sandbox.top().join("seen");
    let script =
        format!("printf '%s\\n' \"$1\" >>{0}; echo \"did $1\"; echo token=glpat-Ab3dEf6hIj9lMn2pQr5t", seen.display());
    let before = sandbox.commits();
    let out = each(&sandbox, &["-j", "3", "--json"], &["sh", "-c", &script, "sh", "{}"]);
    let answer = out.ok().json();
    assert_eq!(
        (&answer["outcome"], &answer["targets"]["done"], &answer["targets"]["left"]),
        (&"success".into(), &6.into(), &0.into())
    );
    let mut lines: Vec<String> = std::fs::read_to_string(&seen).expect("seen").lines().map(str::to_owned).collect();
    lines.sort();
    let mut wanted = TARGETS.to_vec();
    wanted.sort_unstable();
    assert_eq!(lines, wanted);
    assert!(!sandbox.store().join("pwned").exists());
    assert_eq!((sandbox.commits(), totals(&sandbox)), (before + 2, [6, 0, 0]));
    let names: Vec<_> = answer["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(names, ["task.start", "targets.begin", "targets.run", "task.finish"]);
    let trail = sandbox.git(&["log", "-p", "--all"]).stdout;
    for target in ["anna@example.com", "carl smith", "-dash", "ümit", "glpat-Ab3"] {
        assert!(!trail.contains(target), "{target} is in the trail");
    }
    // found by target, without the secret
    let said = sandbox.run(&["targets", "list", ID, "carl smith", "--output"]);
    said.ok().says("| carl smith\n").says("did carl smith\n").says("[masked GitLab token]").says_no("bob");
    let kept = sandbox.call_program("grep", &["-rl", "glpat-Ab3dEf6hIj9lMn2pQr5t", "."]).run();
    assert_eq!(kept.stdout, "");
    each(&sandbox, &[], &["true", "{}"])
        .code(3)
        .complains("nothing is left to do: 6 done, 0 failed, 0 skipped, 0 left");
    sandbox.assert_clean();
}

#[test]
fn failures_stop_it_hold_up_the_task_and_are_tried_again() {
    let sandbox = loaded(&["a", "bad1", "b", "bad2", "c", "d"]);
    let script = "case $1 in bad*) [ -e fixed ] || exit 4;; esac";
    let command = ["sh", "-c", script, "sh", "{}"];
    let out = each(&sandbox, &["--stop-after", "2"], &command);
    out.code(1).complains("failed: bad1: exit code 4");
    assert_eq!(totals(&sandbox), [2, 2, 0]);
    let attempt = record(&sandbox)["tasks"][1]["attempts"][0].clone();
    assert_eq!(attempt["outcome"], "paused");
    assert!(attempt["note"].as_str().expect("a note").contains("stopped after 2 failures"), "{attempt}");
    sandbox.refused(3, &["task", "finish", ID, "bulk-change", "--took", "5m"]).complains("2 without a result");
    each(&sandbox, &[], &command).code(1);
    assert_eq!(
        (totals(&sandbox), &record(&sandbox)["tasks"][1]["attempts"][1]["outcome"]),
        ([4, 2, 0], &"failed".into())
    );
    sandbox.run(&["targets", "list", ID, "--failed"]).ok().says("bad1\nbad2\n").says_no("c\n");
    sandbox.refused(4, &["targets", "mark", ID, "nobody", "done"]).complains("nobody");
    sandbox.refused(2, &["targets", "mark", ID, "bad1", "perhaps"]);
    sandbox.change(&["targets", "mark", ID, "bad1", "skipped"]);
    assert_eq!(totals(&sandbox), [4, 1, 1]);
    sandbox.change(&["targets", "retry", ID]);
    assert_eq!(totals(&sandbox), [4, 0, 1]);
    sandbox.write("fixed", "");
    each(&sandbox, &[], &command).ok();
    assert_eq!(totals(&sandbox), [5, 0, 1]);
    sandbox.run(&["show", ID]).ok().says("6 in the list").says("5 done").says("1 skipped");
    let log = sandbox.run(&["log", ID]).ok().stdout.clone();
    assert!(log.contains("go on with task bulk-change over the targets: 4 done, 0 failed, 1 skipped"), "{log}");
}

#[test]
fn words_that_take_no_target_or_let_it_choose_are_refused() {
    let sandbox = loaded(&["a"]);
    for command in [&["echo"][..], &["{}"], &["sh", "-c", "rm {}"], &["no-such-program", "{}"]] {
        let words = [&["task", "exec", ID, "bulk-change", "--each-target", "--"][..], command].concat();
        sandbox.refused(2, &words);
    }
    let without = Sandbox::new();
    plan::running(&without);
    without
        .refused(3, &["task", "exec", ID, "bulk-change", "--each-target", "--", "echo", "{}"])
        .complains("targets load");
    without.refused(3, &["targets", "list", ID]);
    each(&loaded(&["-n"]), &[], &["echo", "{}"]).ok().complains("begin with a hyphen");
}

#[test]
fn another_task_takes_the_list_only_when_the_first_is_through() {
    let sandbox = loaded(&["a", "b"]);
    each(&sandbox, &["--stop-after", "1"], &["false", "{}"]).code(1);
    let other = ["task", "exec", ID, "confirm-state", "--each-target", "--", "true", "{}"];
    sandbox.refused(3, &other).complains("not through");
    each(&sandbox, &[], &["true", "{}"]).code(1);
    sandbox.run(&other).ok();
    assert_eq!((totals(&sandbox), &record(&sandbox)["targets"]["task"]), ([2, 0, 0], &"confirm-state".into()));
}

#[test]
fn a_list_with_results_is_replaced_only_on_purpose_and_a_clone_does_nothing_twice() {
    let sandbox = loaded(&["a", "b"]);
    each(&sandbox, &[], &["true", "{}"]).ok();
    let load = |sandbox: &Sandbox, flags: &[&str], list: &str| {
        sandbox.call(&[&["targets", "load", ID, "-"][..], flags].concat()).input(list).run().code
    };
    assert_eq!(load(&sandbox, &[], "c\n"), 3);
    let folder = sandbox.store().join(".git/runbook/targets");
    std::fs::remove_dir_all(&folder).expect("removed");
    assert_eq!(each(&sandbox, &[], &["true", "{}"]).code, 3);
    assert_eq!(load(&sandbox, &[], "a\nb\n"), 3);
    assert_eq!(load(&sandbox, &["--replace"], "a\nb\n"), 0);
    assert_eq!(results(&sandbox), [("a".into(), "left".into()), ("b".into(), "left".into())]);
}

#[test]
fn purging_deletes_everything_and_discharges_the_duty() {
    let sandbox = loaded(&["anna@example.com", "bob"]);
    each(&sandbox, &[], &["echo", "{}"]).ok();
    assert_eq!(record(&sandbox)["obligations"][1]["id"], "delete-targets");
    let answer = sandbox.change(&["targets", "purge", ID, "--json"]).json();
    let names: Vec<_> = answer["events"].as_array().expect("events").iter().map(|event| &event["do"]).collect();
    assert_eq!(names, ["targets.purge", "obligation.discharge"]);
    let found = sandbox.call_program("grep", &["-rl", "anna@example.com", "."]).run();
    assert_eq!(found.stdout, "");
    let left = sandbox.call_program("find", &[".git/runbook/targets", "-type", "f"]).run();
    assert_eq!(left.stdout, "");
    sandbox.refused(3, &["targets", "list", ID]).complains("was deleted").complains("runbook targets load");
    let again = sandbox.run(&["targets", "purge", ID, "--json"]).ok().json();
    assert!(again["commit"].is_null());
}

#[test]
fn a_run_whose_outputs_cannot_be_read_again_says_how_it_went() {
    let sandbox = loaded(&["a", "b"]);
    let file = sandbox.store().join(KEPT).join("bulk-change.output");
    let script = format!("[ \"$1\" = a ] || {{ rm {0}; mkdir {0}; }}", file.display());
    let out = each(&sandbox, &["-j", "1"], &["sh", "-c", &script, "sh", "{}"]);
    out.code(5).complains("the run is over, but that is not recorded").complains("each result is kept");
    out.complains("task exec");
    assert!(results(&sandbox).iter().all(|(_, result)| result == "done"));
    std::fs::remove_dir(&file).expect("removed");
    // the same words end it
    each(&sandbox, &[], &["true", "{}"]).ok();
    assert_eq!(totals(&sandbox), [2, 0, 0]);
}

/// Where everything that is kept of the list lies.
const KEPT: &str = ".git/runbook/targets/acme.enforce-2fa-on-all-groups";

#[test]
fn a_list_that_an_earlier_version_put_aside_is_seen_and_deleted() {
    let sandbox = loaded(&["anna@example.com", "bob"]);
    each(&sandbox, &["--stop-after", "1"], &["false", "{}"]).code(1);
    let (kept, aside) = (sandbox.store().join(KEPT), sandbox.store().join(format!("{KEPT}.purge")));
    let put_aside = || std::fs::rename(&kept, &aside).expect("put aside");
    // killed before the deletion was recorded: the list is worked with as before
    put_aside();
    assert_eq!(results(&sandbox), [("anna@example.com".into(), "failed".into()), ("bob".into(), "left".into())]);
    each(&sandbox, &[], &["true", "{}"]).code(1);
    assert_eq!(results(&sandbox)[1].1, "done");
    // and after it
    let copy = sandbox.top().join("copy");
    sandbox.call_program("cp", &["-r", KEPT]).word(&copy).run().ok();
    for words in [&["doctor", "--fix"][..], &["targets", "purge", ID]] {
        sandbox.run(&["targets", "purge", ID]).ok();
        sandbox.call_program("cp", &["-r"]).word(&copy).word(&aside).run().ok();
        sandbox.run(&["doctor"]).says("is still on this machine").says("runbook targets purge");
        sandbox.refused(3, &["targets", "list", ID]).complains("still on this machine");
        sandbox.run(words).ok();
        let found = sandbox.call_program("grep", &["-rl", "anna@example.com", "."]).run();
        assert_eq!((found.stdout.as_str(), aside.exists()), ("", false), "{words:?}");
    }
}

#[test]
fn the_list_of_a_runbook_that_is_gone_is_found_and_deleted_where_nobody_needs_it() {
    for is_over in [false, true] {
        let sandbox = Sandbox::new();
        plan::planned(&sandbox);
        sandbox.call(&["targets", "load", ID, "-"]).input("anna@example.com\n").run().ok();
        if is_over {
            sandbox.change(&["cancel", ID, "--reason", "not wanted any more"]);
        }
        sandbox.tamper();
        let branch = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
        sandbox.git(&["rm", "--quiet", plan::FILE]);
        // deleted by hand it is told as such, and no more
        sandbox.run(&["doctor"]).code(1).says("deleted").says_no("list of targets");
        sandbox.git(&["commit", "--quiet", "-m", "Clean up"]);
        let list = sandbox.store().join(KEPT).join("list");
        let out = sandbox.run(&["doctor"]);
        out.code(1).says("the list of targets of").says("is gone: John Doe removed its record");
        if is_over {
            out.says("runbook doctor --fix");
            sandbox.run(&["doctor", "--fix"]).ok();
        } else {
            out.says(&format!("git checkout {}", &branch[..7])).says("rm -r ");
            sandbox.run(&["doctor", "--fix"]).code(1);
            assert!(list.exists(), "somebody may bring it back");
            let found = sandbox.run(&["doctor", "--json"]).json();
            let way = found["findings"][0]["fix"].as_str().and_then(|fix| fix.split_once("or: ")).expect("a way").1;
            sandbox.call_program("sh", &["-c", way]).run().ok();
        }
        assert!(!list.exists());
        sandbox.run(&["doctor"]).ok();
    }
}

#[test]
fn the_list_that_the_record_speaks_of_takes_the_place_of_another_one() {
    let sandbox = loaded(&["a", "b"]);
    let load = |list: &str| sandbox.call(&["targets", "load", ID, "-"]).input(list.to_owned()).run();
    // as a pull leaves it: the record speaks of what somebody else has loaded
    let copy = sandbox.top().join("copy");
    let bring_back = || {
        std::fs::remove_dir_all(sandbox.store().join(KEPT)).expect("removed");
        sandbox.call_program("cp", &["-r"]).word(&copy).word(KEPT).run().ok();
    };
    sandbox.call_program("cp", &["-r", KEPT]).word(&copy).run().ok();
    load("c\nd\n").ok();
    bring_back();
    sandbox.refused(3, &["targets", "list", ID]).complains("not the one that the record speaks of");
    let before = sandbox.commits();
    load("c\nd\n").ok();
    assert_eq!(sandbox.commits(), before, "the record says so already");
    assert_eq!(results(&sandbox).iter().map(|(target, _)| target.as_str()).collect::<Vec<_>>(), ["c", "d"]);
    // with results it was worked through where it was loaded
    each(&sandbox, &[], &["true", "{}"]).ok();
    bring_back();
    load("c\nd\n").code(3).complains("worked through elsewhere");
    // one that is damaged here is loaded again
    let again = loaded(&["a", "b"]);
    std::fs::write(again.store().join(KEPT).join("list"), b"a\xff\n").expect("damaged");
    again.refused(5, &["targets", "list", ID]).complains("load it again");
    again.call(&["targets", "load", ID, "-"]).input("a\nb\n").run().ok();
    assert_eq!(results(&again).len(), 2);
}

#[test]
fn of_a_list_that_was_deleted_a_closed_runbook_has_the_numbers() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.call(&["targets", "load", ID, "-"]).input("user1\nuser2\n").run().ok();
    sandbox.change(&["targets", "purge", ID]);
    sandbox.change(&["cancel", ID, "--reason", "not wanted"]);
    let out = sandbox.refused(3, &["targets", "list", ID]);
    out.complains("was deleted").complains(&format!("runbook show {ID}"));
    assert!(!out.stderr.contains("targets load"), "{out}");
}

#[test]
fn the_bar_tells_how_far_it_is_and_an_interrupt_finishes_what_runs() {
    let names: Vec<String> = (0..50).map(|number| format!("user{number}")).collect();
    let sandbox = loaded(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let words = [
        "task",
        "exec",
        ID,
        "bulk-change",
        "--each-target",
        "-j",
        "2",
        "--",
        "sh",
        "-c",
        "sleep 0.2; exit ${1#user}",
        "sh",
        "{}",
    ];
    let mut terminal = sandbox.terminal(&words);
    terminal.wait_for("failed: user1: exit code 1").wait_for("1 done").wait_for("ends ");
    terminal.key(Key::CtrlC).wait_for("nothing more is begun");
    assert_eq!(terminal.end(), 130, "{}", terminal.screen());
    let rows = results(&sandbox);
    let of = |result: &str| rows.iter().filter(|(_, own)| own == result).count();
    assert_eq!((of("done"), of("unknown")), (1, 0));
    assert!(of("left") > 10 && of("failed") >= 1);
    assert_eq!(record(&sandbox)["tasks"][1]["attempts"][0]["outcome"], "paused");
    assert_eq!(totals(&sandbox)[1], i64::try_from(of("failed")).expect("small"));
    sandbox.assert_clean();
}

#[test]
fn a_list_on_another_machine_is_not_deleted_from_here() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.call(&["targets", "load", ID, "-"]).input("user1\nuser2\n").run().ok();
    let private = sandbox.store().join(".git/runbook");
    let (here, aside) = (private.join("targets"), private.join("elsewhere"));
    std::fs::rename(&here, &aside).expect("a list");
    let commits = sandbox.commits();
    sandbox.refused(3, &["targets", "purge", ID]).complains("not on this machine").complains("obligation discharge");
    assert_eq!(sandbox.commits(), commits);
    std::fs::rename(&aside, &here).expect("a list");
    sandbox.change(&["targets", "purge", ID]);
}
