//! The guided call at a real pseudo-terminal, screen by screen: as a DRI goes through it, and as it is torn away.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use super::plan::{self, ID, record};
use crate::stand::{Key, Stand, Terminal};

/// A clock that goes on while a command runs.
struct Hand(PathBuf);

impl Hand {
    fn of(stand: &Stand, time: &str) -> Self {
        let hand = Self(stand.top().join("clock"));
        hand.set(time);
        stand.set_var("RUNBOOK_TEST_CLOCK", format!("@{}", hand.0.display()));
        hand
    }

    /// Sets it to this time of the day of the call, in Berlin.
    fn set(&self, time: &str) {
        let whole = self.0.with_extension("new");
        std::fs::write(&whole, format!("2026-12-01T{time}+01:00")).expect("written");
        std::fs::rename(whole, &self.0).expect("renamed");
    }
}

/// Presses a key that is a letter.
fn press(terminal: &mut Terminal, key: &str) {
    terminal.type_text(key);
}

/// Answers a question once it stands there.
fn reply(terminal: &mut Terminal, question: &str, words: &str) {
    terminal.wait_for(question).answer(words);
}

fn acts(stand: &Stand) -> Vec<String> {
    let log = stand.json(&["log", ID]);
    let entries = log["entries"].as_array().expect("entries");
    entries.iter().rev().map(|entry| entry["event"]["do"].as_str().unwrap_or("none").to_owned()).collect()
}

#[test]
fn a_whole_call_is_guided_from_readiness_to_close() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.run(&["task", "set", ID, "confirm-state", "--instructions", "Look at the list", "--wait", "5m"]).ok();
    for task in ["review-errors", "tell"] {
        stand.run(&["task", "remove", ID, task]).ok();
    }
    let action = "remove the 2FA of the listed users";
    stand.run(&["permission", "add", ID, "--id", "reset", "--action", action, "--covers", "bulk-change"]).ok();
    let hand = Hand::of(&stand, "13:50:00");
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 40);

    run.wait_for("no time is agreed").wait_for("m mend it");
    press(&mut run, "m");
    reply(&mut run, "Agreed start", "2026-12-01 14:00 Europe/Berlin");
    reply(&mut run, "agreed (link or text", "ticket 123");
    for (number, key) in ["d", "d", "p", "d"].into_iter().enumerate() {
        run.wait_for(&format!("check {} of 4", number + 1)).wait_for("d done");
        press(&mut run, key);
        match key {
            "p" => reply(&mut run, "What prevents it", "nothing to rehearse"),
            _ => reply(&mut run, "Evidence (may be empty)", ""),
        }
    }
    run.wait_for("permission 1 of 1").wait_for("Could you please provide permission for Support to remove");
    press(&mut run, "a");
    run.wait_for("asked again");
    press(&mut run, "y");
    run.wait_for("Who answered").answer("Tom Blogs");
    reply(&mut run, "What shows it", "comment 4");
    run.wait_for("nothing is missing").wait_for("The agreed time is in 10 min");
    hand.set("14:00:00");
    press(&mut run, "s");
    run.wait_for("task 1 of 2").wait_for("Look at the list").wait_for("ends about 15:30, on time");
    press(&mut run, "s");
    run.wait_for("0:00 of 10m");
    hand.set("14:12:30");
    run.wait_for("12:30 of 10m, 2:30 over").wait_for("ends about 15:32, 2m behind");
    press(&mut run, "d");
    run.wait_for("Note (may be empty)");
    hand.set("14:13:30");
    run.answer("all of them");
    run.wait_for("planned 10m, took 12m30s").wait_for("waiting, 4:00 left of 5m");
    hand.set("14:17:31");
    run.wait_for("The waiting time is over").wait_for("task 2 of 2");
    press(&mut run, "s");
    run.wait_for("0:00 of 1h15m");
    hand.set("15:17:31");
    run.wait_for("1:00:00 of 1h15m");
    press(&mut run, "d");
    reply(&mut run, "Note", "2498 of 2500");
    run.wait_for("12m ahead").wait_for("Every task has an outcome").wait_for("f finish");
    press(&mut run, "f");
    run.wait_for("after the call: check 1 of 1");
    press(&mut run, "d");
    reply(&mut run, "Evidence", "");
    run.wait_for("after the call: duty 1 of 1");
    press(&mut run, "d");
    reply(&mut run, "What shows it", "https://issues.example.com/1#note");
    run.wait_for("every duty is discharged").wait_for("c close");
    press(&mut run, "c");
    run.wait_for("is closed: completed").wait_for("took 1h12m");
    assert_eq!(run.end(), 0, "{}", run.screen());
    assert!(!run.hides_cursor());

    let record = record(&stand);
    assert_eq!((&record["state"], &record["result"]), (&"closed".into(), &"completed".into()));
    assert_eq!(record["pre_call"][2]["reason"], "nothing to rehearse");
    let attempt = &record["tasks"][0]["attempts"][0];
    assert_eq!(attempt["finished_at"], "2026-12-01T14:12:30+01:00", "the clock stops with the key");
    assert_eq!(attempt["note"], "all of them");
    stand.assert_clean();
}

#[test]
fn a_call_that_was_torn_away_goes_on_at_the_same_place() {
    let stand = Stand::new();
    plan::running(&stand);
    let hand = Hand::of(&stand, "14:00:00");
    for signal in [rustix::process::Signal::KILL, rustix::process::Signal::HUP, rustix::process::Signal::TERM] {
        let mut run = stand.terminal(&["run", ID]);
        run.wait_for("task 1 of 4");
        if record(&stand)["tasks"][0]["attempts"].as_array().expect("attempts").is_empty() {
            run.wait_for("s start");
            press(&mut run, "s");
        }
        run.wait_for("of 10m");
        press(&mut run, "d");
        run.wait_for("Note").type_text("half a no");
        run.wait_for("half a no");
        let process = rustix::process::Pid::from_raw(run.process()).expect("a process");
        rustix::process::kill_process(process, signal).expect("killed");
        let code = run.end();
        assert!(code != 0, "{signal:?} ended with {code}");
    }
    let begun = acts(&stand).iter().filter(|act| *act == "task.start").count();
    assert_eq!(begun, 1, "what was answered is not asked again");
    hand.set("14:09:00");
    let mut run = stand.terminal(&["run", ID]);
    run.wait_for("9:00 of 10m");
    press(&mut run, "d");
    reply(&mut run, "Note", "");
    run.wait_for("task 2 of 4").key(Key::CtrlC);
    assert_eq!(run.end(), 130, "{}", run.screen());
    assert!(!run.hides_cursor(), "the cursor is left hidden");
    assert!(run.screen().contains("everything that was answered is recorded"), "{}", run.screen());
    assert_eq!(record(&stand)["tasks"][0]["attempts"][0]["outcome"], "success");
    stand.assert_clean();
}

#[test]
fn two_people_guide_the_same_call() {
    let stand = Stand::new();
    plan::running(&stand);
    let _hand = Hand::of(&stand, "14:00:00");
    let mut john = stand.terminal(&["run", ID]);
    john.wait_for("task 1 of 4").wait_for("s start");
    stand.person("Jane Smith", "jane.smith@example.com");
    let mut jane = stand.terminal(&["run", ID]);
    jane.wait_for("task 1 of 4").wait_for("s start");
    press(&mut john, "s");
    john.wait_for("0:00 of 10m");
    jane.wait_for("meanwhile, John Doe: start task confirm-state").wait_for("0:00 of 10m").wait_for("d done");
    press(&mut jane, "d");
    reply(&mut jane, "Note", "done by me");
    jane.wait_for("task 2 of 4");
    john.wait_for("meanwhile, Jane Smith: finish task confirm-state").wait_for("task 2 of 4");
    press(&mut john, "q");
    press(&mut jane, "q");
    assert_eq!((john.end(), jane.end()), (0, 0));
    let attempts = &record(&stand)["tasks"][0]["attempts"];
    assert_eq!(attempts.as_array().expect("attempts").len(), 1);
    assert_eq!(attempts[0]["by"], "Jane Smith <jane.smith@example.com>");
}

#[test]
fn a_hand_edit_in_the_way_is_told_with_the_way_out() {
    let stand = Stand::new();
    plan::running(&stand);
    let _hand = Hand::of(&stand, "14:00:00");
    let mut run = stand.terminal(&["run", ID]);
    run.wait_for("s start");
    let text = stand.read(plan::FILE);
    stand.write(plan::FILE, text.replace("Remove 2FA from user list", "Remove 2FA from the list"));
    run.wait_for("changed by hand").wait_for("m record it").wait_for(&format!("runbook save {ID}"));
    press(&mut run, "m");
    reply(&mut run, "Why was it changed", "a better title");
    run.wait_for("edit by hand: a better title").wait_for("s start");
    stand.write(plan::FILE, "this is no record");
    run.wait_for("r look again").wait_for("error:");
    stand.git(&["checkout", "--", plan::FILE]);
    run.wait_for("task 1 of 4").wait_for("s start");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    assert_eq!(record(&stand)["tasks"][1]["title"], "Remove 2FA from the list");
}

#[test]
fn an_abort_goes_back_from_the_last_task_to_the_first() {
    let stand = Stand::new();
    plan::ready(&stand);
    for step in ["confirm-state", "bulk-change"] {
        stand.run(&["rollback", "add", ID, "--id", &format!("undo-{step}"), "--title", &format!("Undo {step}")]).ok();
    }
    stand.at(plan::CALL);
    stand.run(&["start", ID]).ok();
    let hand = Hand::of(&stand, "14:00:00");
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 40);
    run.wait_for("s start");
    press(&mut run, "s");
    run.wait_for("d done");
    press(&mut run, "d");
    reply(&mut run, "Note", "");
    run.wait_for("task 2 of 4").wait_for("s start");
    press(&mut run, "s");
    run.wait_for("of 1h15m");
    hand.set("14:05:00");
    press(&mut run, "x");
    run.wait_for("Why is the work broken off").key(Key::Escape);
    run.wait_for("d done");
    press(&mut run, "x");
    reply(&mut run, "Why is the work broken off", "the customer stopped it");
    run.wait_for("way back: step 1 of 2").wait_for("Undo bulk-change").wait_for("s start");
    press(&mut run, "s");
    run.wait_for("d done");
    press(&mut run, "d");
    reply(&mut run, "Note", "");
    run.wait_for("way back: step 2 of 2").wait_for("Undo confirm-state").wait_for("k skip");
    press(&mut run, "k");
    reply(&mut run, "Why is it left out", "nothing to undo");
    run.wait_for("way back: the end");
    press(&mut run, "f");
    run.wait_for("after the call").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    let steps = &record(&stand)["rollback"]["steps"];
    assert_eq!(
        (&steps[1]["attempts"][0]["outcome"], &steps[0]["attempts"][0]["outcome"]),
        (&"success".into(), &"skipped".into())
    );
    assert!(acts(&stand).contains(&"abort".to_owned()));
}

#[test]
fn one_can_pause_note_jump_go_back_add_and_hand_over() {
    let stand = Stand::new();
    plan::running(&stand);
    let hand = Hand::of(&stand, "14:00:00");
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 60);
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
    let record = record(&stand);
    let tasks = record["tasks"].as_array().expect("tasks");
    let ids: Vec<_> = tasks.iter().map(|task| task["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["confirm-state", "call-the-owner", "bulk-change", "review-errors", "tell"]);
    assert_eq!(record["dri"], "@jane_smith");
    let outcomes: Vec<_> =
        tasks[0]["attempts"].as_array().expect("attempts").iter().map(|own| &own["outcome"]).collect();
    assert_eq!(outcomes, ["paused", "paused"]);
    assert_eq!(stand.json(&["list"])["runbooks"][0]["actual_s"], 120);
}

#[test]
fn a_shared_screen_shows_only_what_a_customer_may_see() {
    let stand = Stand::new();
    plan::ready(&stand);
    let secret = "runs on host internal-7";
    for (flag, text) in [("--instructions", secret), ("--command", "internal-7 --all")] {
        stand.run(&["task", "set", ID, "confirm-state", flag, text]).ok();
    }
    stand.run(&["obligation", "add", ID, "--kind", "notify", "--what", "Tell internal-7"]).ok();
    stand.run(&["check", "add", ID, "--id", "extra", "--text", "Ask internal-7"]).ok();
    let hand = Hand::of(&stand, "14:00:00");
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID, "--present"], 80, 40);
    run.wait_for("NOT READY").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    assert!(!run.raw().contains("internal-7"), "{}", run.screen());
    stand.run(&["check", "done", ID, "extra"]).ok();
    stand.run(&["start", ID]).ok();
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID, "--present"], 80, 40);
    run.wait_for("Confirm the users provided state").wait_for("s start");
    press(&mut run, "s");
    run.wait_for("0:00 of 10m");
    hand.set("14:03:00");
    press(&mut run, "d");
    run.wait_for("Note").answer("seen on internal-7");
    run.wait_for("success: Confirm the users").wait_for("task 2 of 4");
    for task in ["bulk-change", "review-errors", "tell"] {
        stand.run(&["task", "skip", ID, task, "--note", "not on internal-7"]).ok();
    }
    run.wait_for("Every task has an outcome").wait_for("f finish");
    press(&mut run, "f");
    run.wait_for("is wrap-up").wait_for("goes on here");
    assert_eq!(run.end(), 0, "{}", run.screen());
    for internal in ["internal-7", "runbook task", "Slack", "handbook.example.com", "behind", "ahead"] {
        assert!(!run.raw().contains(internal), "{internal} was shown:\n{}", run.screen());
    }
    assert_eq!(record(&stand)["tasks"][0]["attempts"][0]["note"], "seen on internal-7");
}

#[test]
fn a_narrow_screen_and_hostile_words_make_no_mess() {
    let stand = Stand::new();
    plan::running(&stand);
    let long = "Ein sehr langer Titel mit 日本語 und Wörtern, die auf keinen schmalen Schirm passen";
    stand.run(&["task", "set", ID, "confirm-state", "--title", long, "--instructions", &"word ".repeat(400)]).ok();
    let text = stand.read(plan::FILE).replace("Acme Inc. requires", "Acme Inc. \\u200b requires");
    stand.write(plan::FILE, text);
    stand.run(&["save", ID]).ok();
    let hand = Hand::of(&stand, "14:00:00");
    let mut run = stand.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 40, 24);
    run.wait_for("? keys  q leave").wait_for("more lines: i shows them");
    press(&mut run, "s");
    run.wait_for("0:00 of 10m");
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
fn off_a_terminal_it_says_what_to_use_instead() {
    let stand = Stand::new();
    plan::running(&stand);
    for words in [&["run", ID][..], &["run", ID, "--no-input"], &["run"]] {
        stand.refused(2, words).complains("terminal").complains("runbook ready").complains("runbook task finish");
    }
    let fault = stand.run(&["run", ID, "--json"]).error();
    assert_eq!(fault["kind"], "usage");
}
