//! What can be done at any stop of a guided call, what a shared screen hides, and screens that are narrow or none at all.

use std::os::unix::fs::PermissionsExt;
use std::thread::sleep;
use std::time::Duration;

use super::guided::{Hand, acts, press, reply};
use super::plan::{self, ID, record};
use crate::env::{Key, Sandbox};

#[test]
fn one_can_pause_note_jump_go_back_add_and_hand_over() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 60);
    run.wait_for("s start");
    press(&mut run, "s");
    run.wait_for("n note");
    hand.set("14:02:00");
    run.wait_for("2:00 of 10m");
    press(&mut run, "n");
    reply(&mut run, "Note", "two users look odd");
    run.wait_for("two users look odd").wait_for("2:00 of 10m").wait_for("p pause");
    press(&mut run, "p");
    reply(&mut run, "Why", "the customer asks");
    hand.set("14:30:00");
    run.wait_for("s go on");
    press(&mut run, "t");
    reply(&mut run, "Title of the task", "Call the owner");
    reply(&mut run, "Estimate", "soon");
    run.wait_for("not a duration").wait_for("15m: soon").key(Key::Escape);
    run.wait_for("s go on");
    press(&mut run, "t");
    reply(&mut run, "Title of the task", "Call the owner");
    reply(&mut run, "Estimate", "5m");
    run.wait_for("add task call-the-owner").wait_for("task 1 of 5").wait_for("s go on");
    press(&mut run, "h");
    reply(&mut run, "Who answers for it", "jane");
    run.wait_for("set dri to @jane_smith").wait_for("s go on");
    press(&mut run, "j");
    reply(&mut run, "Where to?", "Update issue");
    run.wait_for("task 5 of 5").wait_for("k skip");
    press(&mut run, "k");
    reply(&mut run, "Why is it left out", "done already");
    run.wait_for("s go on");
    press(&mut run, "j");
    reply(&mut run, "Where to?", "5");
    run.wait_for("skipped").wait_for("s try again").wait_for("g go on");
    press(&mut run, "b");
    run.wait_for("task 4 of 5");
    press(&mut run, "q");
    run.wait_for("goes on here:");
    assert_eq!(run.end(), 0);
    let record = record(&sandbox);
    let tasks = record["tasks"].as_array().expect("tasks");
    let ids: Vec<_> = tasks.iter().map(|task| task["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["confirm-state", "call-the-owner", "bulk-change", "review-errors", "tell"]);
    assert_eq!(record["dri"], "@jane_smith");
    let outcomes: Vec<_> =
        tasks[0]["attempts"].as_array().expect("attempts").iter().map(|own| &own["outcome"]).collect();
    assert_eq!(outcomes, ["paused", "paused"]);
    assert_eq!(sandbox.json(&["list"])["runbooks"][0]["actual_s"], 120);
}

#[test]
fn a_shared_screen_shows_only_what_a_customer_may_see() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let secret = "runs on host internal-7";
    for (flag, text) in [("--instructions", secret), ("--command", "internal-7 --all")] {
        sandbox.run(&["task", "set", ID, "confirm-state", flag, text]).ok();
    }
    sandbox.run(&["obligation", "add", ID, "--kind", "notify", "--what", "Tell internal-7"]).ok();
    sandbox.run(&["check", "add", ID, "--id", "extra", "--text", "Ask internal-7"]).ok();
    sandbox.run(&["task", "set", ID, "review-errors", "--title", "Answer internal-7", "--internal"]).ok();
    sandbox.run(&["task", "set", ID, "confirm-state", "--title", "Confirm the users, with @john_doe"]).ok();
    let hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID, "--present"], 80, 40);
    run.wait_for("NOT READY").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    assert!(!run.raw().contains("internal-7"), "{}", run.screen());
    assert!(run.raw().contains("--present") && !run.raw().contains(" left)"), "{}", run.screen());
    sandbox.run(&["check", "done", ID, "extra"]).ok();
    sandbox.run(&["start", ID]).ok();
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID, "--present"], 80, 40);
    run.wait_for("Confirm the users, with John Doe").wait_for("s start");
    assert!(run.raw().contains("ends about 15:55 CET"), "what they do not see takes its time:\n{}", run.screen());
    press(&mut run, "j");
    run.wait_for("Where to?").key(Key::Escape);
    run.wait_for("j jump").wait_for("s start");
    press(&mut run, "s");
    run.wait_for("0:00 of 10m");
    hand.set("14:03:00");
    press(&mut run, "d");
    run.wait_for("Note").answer("seen on internal-7");
    run.wait_for("success: Confirm the users").wait_for("task 2 of 3");
    for task in ["bulk-change", "review-errors", "tell"] {
        sandbox.run(&["task", "skip", ID, task, "--note", "not on internal-7"]).ok();
    }
    run.wait_for("Every task has an outcome").wait_for("f finish");
    press(&mut run, "f");
    run.wait_for("is wrap-up").wait_for("goes on here");
    // there is nothing more to do in company
    assert!(!run.screen().contains("--present"), "{}", run.screen());
    assert_eq!(run.end(), 0, "{}", run.screen());
    for internal in ["internal-7", "@john_doe", "runbook task", "Slack", "handbook.example.com", "behind", "ahead"] {
        assert!(!run.raw().contains(internal), "{internal} was shown:\n{}", run.screen());
    }
    assert_eq!(record(&sandbox)["tasks"][0]["attempts"][0]["note"], "seen on internal-7");
}

#[test]
fn what_hooks_say_waits_until_no_customer_looks_on() {
    let says = "checked /srv/list.csv";
    for (key, is_told) in [("y", true), ("n", false)] {
        let sandbox = Sandbox::new();
        plan::running(&sandbox);
        sandbox.hook("pre-commit", &format!("echo {says}"));
        let _hand = Hand::of(&sandbox, "14:00:00");
        let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID, "--present"], 80, 40);
        run.wait_for("s start");
        press(&mut run, "s");
        run.wait_for("0:00 of 10m");
        press(&mut run, "q");
        run.wait_for("Does nobody look on?");
        assert!(!run.raw().contains(says), "the screen is still shared:\n{}", run.screen());
        press(&mut run, key);
        assert_eq!(run.end(), 0, "{}", run.screen());
        assert_eq!(run.raw().contains(says), is_told, "{key}\n{}", run.screen());
    }
}

#[test]
fn what_is_recorded_before_a_command_fails_is_told_as_ours() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "set", ID, "confirm-state", "--command", "./broken"]).ok();
    sandbox.hook("pre-commit", "echo checked /srv/list.csv");
    sandbox.write("broken", "#!/no/program/reads/this\n");
    let broken = sandbox.store().join("broken");
    std::fs::set_permissions(broken, std::fs::Permissions::from_mode(0o755)).expect("allowed");
    let _hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 60);
    run.wait_for("e run command");
    press(&mut run, "e");
    run.wait_for("y run it");
    press(&mut run, "y");
    run.wait_for("start task confirm-state").wait_for("checked /srv/list.csv").wait_for("cannot be run");
    run.wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0, "{}", run.screen());
    assert!(!run.raw().contains("meanwhile"), "it was nobody else:\n{}", run.screen());
}

#[test]
fn a_narrow_screen_and_hostile_words_make_no_mess() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let long = "Ein sehr langer Titel mit 日本語 und Wörtern, die auf keinen schmalen Schirm passen";
    sandbox.run(&["task", "set", ID, "confirm-state", "--title", long, "--instructions", &"word ".repeat(400)]).ok();
    let text = sandbox.read(plan::FILE).replace("Acme Inc. requires", "Acme Inc. \\u200b requires");
    sandbox.write(plan::FILE, text);
    sandbox.run(&["save", ID]).ok();
    let hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 40, 24);
    run.wait_for("? keys  q leave").wait_for("more lines: i shows them");
    let told = |raw: String| raw.lines().filter(|line| line.trim_start().starts_with("word ")).count();
    assert_eq!(told(run.raw()), 7, "{}", run.screen());
    press(&mut run, "s");
    run.wait_for("0:00 of 10m");
    assert_eq!(told(run.raw()), 8, "what was read a moment ago is only begun:\n{}", run.screen());
    for minute in 1..5 {
        hand.set(&format!("14:0{minute}:00"));
        run.wait_for(&format!("{minute}:00 of 10m"));
    }
    let screen = run.screen();
    assert_eq!(screen.matches("of 10m").count(), 1, "the live line is drawn over, not repeated:\n{screen}");
    assert_eq!(screen.matches("q leave").count(), 1, "{screen}");
    press(&mut run, "d");
    run.wait_for("Note (may be empty)").type_text(&"ein langer Satz ".repeat(8));
    sleep(Duration::from_millis(300));
    let screen = run.screen();
    assert_eq!(screen.matches("never mind").count(), 1, "{screen}");
    run.key(Key::Enter).wait_for("task 2 of 4").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0, "{}", run.screen());
}

#[test]
fn the_records_own_commands_are_shown_agreed_to_and_run() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["check", "clear", ID, "dry-run"]).ok();
    let commands = ["--command", "sh -c 'echo from-the-command; exit 3'", "--dry-run-command", "echo rehearsed"];
    sandbox.run(&[&["task", "set", ID, "confirm-state"][..], &commands].concat()).ok();
    let _hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 60);
    run.wait_for("check 3 of 4").wait_for("e rehearse");
    press(&mut run, "e");
    run.wait_for("$ echo rehearsed").wait_for("y run it");
    press(&mut run, "y");
    run.wait_for("rehearsed\n").wait_for("what it said is kept in").wait_for("s start the call");
    press(&mut run, "s");
    run.wait_for("task 1 of 4").wait_for("e run command");
    press(&mut run, "e");
    run.wait_for("$ sh -c").wait_for("n leave it").key(Key::Enter);
    run.wait_for("e run command");
    assert!(acts(&sandbox).iter().all(|act| act != "task.start"), "nothing was agreed to");
    press(&mut run, "e");
    run.wait_for("y run it");
    press(&mut run, "y");
    run.wait_for("task 2 of 4");
    press(&mut run, "q");
    assert_eq!(run.end(), 0, "{}", run.screen());
    let record = record(&sandbox);
    assert_eq!(record["pre_call"][2]["mark"], "done");
    let attempt = &record["tasks"][0]["attempts"][0];
    assert_eq!(attempt["outcome"], "failed");
    assert!(sandbox.read(attempt["log"].as_str().expect("a log")).contains("from-the-command"));
    sandbox.assert_clean();
}

#[test]
fn the_text_to_post_is_shown_where_the_list_asks_for_it() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.run(&["schedule", ID, "2026-12-01 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 123"]).ok();
    let _hand = Hand::of(&sandbox, "09:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 60);
    run.wait_for("check 1 of 4").wait_for("m message");
    press(&mut run, "m");
    run.wait_for("to #support").wait_for("https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1");
    press(&mut run, "q");
    assert_eq!(run.end(), 0, "{}", run.screen());
}

#[test]
fn what_is_pasted_is_a_text_and_no_key_of_the_call() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "start", ID, "confirm-state"]).ok();
    let _hand = Hand::of(&sandbox, "14:10:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 40);
    let pasted = "\u{1b}[200~Ann writes:\rxml files are fine,\nso go on\r\u{1b}[201~";
    // where keys are waited for, nothing of it is one
    run.wait_for("d done").type_text(pasted);
    run.wait_for("n note");
    press(&mut run, "n");
    run.wait_for("esc").type_text(pasted).wait_for("Ann writes: xml files are fine, so go on").key(Key::Enter);
    run.wait_for("task 1 of 4").wait_for("d done");
    // a terminal that marks no pastes sends it in one burst
    press(&mut run, "n");
    let rest = "xfs for an abort\rq\r".repeat(60);
    run.wait_for("esc").type_text(&format!("and that is all\r{rest}"));
    run.wait_for("and that is all").wait_for("d done");
    press(&mut run, "q");
    assert_eq!(run.end(), 0, "{}", run.screen());
    let record = record(&sandbox);
    assert_eq!(record["state"], "running");
    let attempts = record["tasks"][0]["attempts"].to_string();
    assert!(attempts.contains("Ann writes: xml files are fine, so go on") && attempts.contains("and that is all"));
    assert!(!attempts.contains("for an abort"), "{attempts}");
}

#[test]
fn off_a_terminal_it_says_what_to_use_instead() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    for words in [&["run", ID][..], &["run", ID, "--no-input"], &["run"]] {
        sandbox.refused(2, words).complains("terminal").complains("runbook ready").complains("runbook task finish");
    }
    let fault = sandbox.run(&["run", ID, "--json"]).error();
    assert_eq!(fault["kind"], "usage");
}
