//! The guided call at a real pseudo-terminal, screen by screen: as a DRI goes through it, and as it is torn away.

use std::path::PathBuf;

use super::plan::{self, ID, record};
use crate::env::{Key, Sandbox, Terminal};

/// A clock that goes on while a command runs.
pub struct Hand(PathBuf);

impl Hand {
    /// From now on every command looks at it.
    pub fn of(sandbox: &Sandbox, time: &str) -> Self {
        let hand = Self(sandbox.top().join("clock"));
        hand.set(time);
        sandbox.set_var("RUNBOOK_TEST_CLOCK", format!("@{}", hand.0.display()));
        hand
    }

    /// Sets it to this time of the day of the call, in Berlin.
    pub fn set(&self, time: &str) {
        let whole = self.0.with_extension("new");
        std::fs::write(&whole, format!("2026-12-01T{time}+01:00")).expect("written");
        std::fs::rename(whole, &self.0).expect("renamed");
    }
}

/// Presses a key that is a letter.
pub fn press(terminal: &mut Terminal, key: &str) {
    terminal.type_text(key);
}

/// Answers a question once it stands there.
pub fn reply(terminal: &mut Terminal, question: &str, words: &str) {
    terminal.wait_for(question).answer(words);
}

/// The names of all events so far.
pub fn acts(sandbox: &Sandbox) -> Vec<String> {
    let log = sandbox.json(&["log", ID]);
    let entries = log["entries"].as_array().expect("entries");
    entries.iter().rev().map(|entry| entry["event"]["do"].as_str().unwrap_or("none").to_owned()).collect()
}

#[test]
fn a_whole_call_is_guided_from_readiness_to_close() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.run(&["task", "set", ID, "confirm-state", "--instructions", "Look at the list", "--wait", "5m"]).ok();
    for task in ["review-errors", "tell"] {
        sandbox.run(&["task", "remove", ID, task]).ok();
    }
    let action = "remove the 2FA of the listed users";
    sandbox.run(&["permission", "add", ID, "--id", "reset", "--action", action, "--covers", "bulk-change"]).ok();
    let hand = Hand::of(&sandbox, "13:50:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 40);

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

    let record = record(&sandbox);
    assert_eq!((&record["state"], &record["result"]), (&"closed".into(), &"completed".into()));
    assert_eq!(record["pre_call"][2]["reason"], "nothing to rehearse");
    let attempt = &record["tasks"][0]["attempts"][0];
    assert_eq!(attempt["finished_at"], "2026-12-01T14:12:30+01:00", "the clock stops with the key");
    assert_eq!(attempt["note"], "all of them");
    sandbox.assert_clean();
}

#[test]
fn a_call_that_was_torn_away_goes_on_at_the_same_place() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let hand = Hand::of(&sandbox, "14:00:00");
    for signal in [rustix::process::Signal::KILL, rustix::process::Signal::HUP, rustix::process::Signal::TERM] {
        let mut run = sandbox.terminal(&["run", ID]);
        run.wait_for("task 1 of 4");
        if record(&sandbox)["tasks"][0]["attempts"].as_array().expect("attempts").is_empty() {
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
    let begun = acts(&sandbox).iter().filter(|act| *act == "task.start").count();
    assert_eq!(begun, 1, "what was answered is not asked again");
    hand.set("14:09:00");
    let mut run = sandbox.terminal(&["run", ID]);
    run.wait_for("9:00 of 10m");
    press(&mut run, "d");
    reply(&mut run, "Note", "");
    run.wait_for("task 2 of 4").key(Key::CtrlC);
    assert_eq!(run.end(), 130, "{}", run.screen());
    assert!(!run.hides_cursor(), "the cursor is left hidden");
    assert!(run.screen().contains("everything that was answered is recorded"), "{}", run.screen());
    assert_eq!(record(&sandbox)["tasks"][0]["attempts"][0]["outcome"], "success");
    sandbox.assert_clean();
}

#[test]
fn two_people_guide_the_same_call() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let _hand = Hand::of(&sandbox, "14:00:00");
    let mut john = sandbox.terminal(&["run", ID]);
    john.wait_for("task 1 of 4").wait_for("s start");
    sandbox.person("Jane Smith", "jane.smith@example.com");
    let mut jane = sandbox.terminal(&["run", ID]);
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
    let attempts = &record(&sandbox)["tasks"][0]["attempts"];
    assert_eq!(attempts.as_array().expect("attempts").len(), 1);
    assert_eq!(attempts[0]["by"], "Jane Smith <jane.smith@example.com>");
}

#[test]
fn a_hand_edit_in_the_way_is_told_with_the_way_out() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    let _hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal(&["run", ID]);
    run.wait_for("s start");
    let text = sandbox.read(plan::FILE);
    sandbox.write(plan::FILE, text.replace("Remove 2FA from user list", "Remove 2FA from the list"));
    run.wait_for("changed by hand").wait_for("m record it").wait_for(&format!("runbook save {ID}"));
    press(&mut run, "m");
    reply(&mut run, "Why was it changed", "a better title");
    run.wait_for("edit by hand: a better title").wait_for("s start");
    sandbox.write(plan::FILE, "this is no record");
    run.wait_for("r look again").wait_for("error:");
    sandbox.git(&["checkout", "--", plan::FILE]);
    run.wait_for("task 1 of 4").wait_for("s start");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    assert_eq!(record(&sandbox)["tasks"][1]["title"], "Remove 2FA from the list");
}

#[test]
fn a_plan_without_steps_is_gone_back_by_before_the_work_is_over() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["rollback", "set", ID, "--plan", "Restore the dump of the morning"]).ok();
    sandbox.at(plan::CALL);
    sandbox.run(&["start", ID]).ok();
    sandbox.run(&["task", "fail", ID, "confirm-state", "--took", "5m", "--note", "it broke"]).ok();
    let plan = "no steps of its own";
    sandbox
        .run(&["abort", ID, "--reason", "it broke"])
        .ok()
        .says(plan)
        .says("Restore the dump of the morning")
        .says("once all of it is taken back");
    let _hand = Hand::of(&sandbox, "14:10:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 40);
    run.wait_for("Restore the dump of the morning").wait_for("f finish");
    // the return key is no answer to the question that counts
    press(&mut run, "f");
    run.wait_for("Was all of it taken back").wait_for("n not yet").key(Key::Enter);
    run.wait_for("f finish");
    assert_eq!(record(&sandbox)["state"], "rolling-back");
    press(&mut run, "f");
    run.wait_for("Was all of it taken back").wait_for("y all of it");
    press(&mut run, "y");
    run.wait_for("after the call").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    assert_eq!(record(&sandbox)["state"], "wrap-up");
}

#[test]
fn an_answer_is_not_recorded_for_what_nobody_was_shown() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "start", ID, "confirm-state"]).ok();
    let _hand = Hand::of(&sandbox, "14:10:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 40);
    run.wait_for("f fail");
    press(&mut run, "f");
    run.wait_for("What went wrong");
    // a colleague ends it while the words are typed
    sandbox.run(&["task", "finish", ID, "confirm-state", "--note", "all is there"]).ok();
    reply(&mut run, "What went wrong", "two are missing");
    run.wait_for("was changed while the question was open")
        .wait_for("finish task confirm-state")
        .wait_for("task 2 of 4");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    let attempts = &record(&sandbox)["tasks"][0]["attempts"];
    assert_eq!(
        (attempts.as_array().map(Vec::len), &attempts[0]["outcome"]),
        (Some(1), &"success".into()),
        "{attempts:#}"
    );
}

#[test]
fn what_shows_a_yes_shows_it_for_the_time_that_was_on_the_screen() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["schedule", ID, "2026-12-05 10:00", "--zone", "Europe/Berlin"]).ok();
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 40);
    run.wait_for("m mend it");
    press(&mut run, "m");
    run.wait_for("What shows that the customer agreed");
    sandbox.run(&["schedule", ID, "2026-12-06 22:00", "--zone", "Europe/Berlin"]).ok();
    reply(&mut run, "What shows that the customer agreed", "yes, ten on the fifth");
    run.wait_for("was changed while the question was open").wait_for("m mend it");
    assert_eq!(record(&sandbox)["agreed"], serde_json::Value::Null);
    // what was typed is there again at this question, and at no other
    press(&mut run, "m");
    run.wait_for("yes, ten on the fifth").key(Key::Escape);
    run.wait_for("l later");
    press(&mut run, "l");
    run.wait_for("l later");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
}

#[test]
fn an_answer_that_was_refused_is_offered_to_no_other_item() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 40);
    let items = plan::ids(&record(&sandbox), "pre_call");
    run.wait_for("j jump");
    for (at, item) in items.iter().enumerate().take(2) {
        let text =
            record(&sandbox)["pre_call"][at]["text"].as_str().expect("a text").chars().take(20).collect::<String>();
        press(&mut run, "j");
        reply(&mut run, "Which (number or words)", &text);
        run.wait_for("d done");
        press(&mut run, "d");
        run.wait_for("Evidence");
        if at == 0 {
            sandbox.run(&["check", "set", ID, item, "--text", "Another thing altogether"]).ok();
            reply(&mut run, "Evidence", "ticket comment five");
            run.wait_for("was changed while the question was open");
        } else {
            run.key(Key::Enter);
        }
    }
    run.wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    let evidence = record(&sandbox)["pre_call"][1]["evidence"].clone();
    assert!(evidence.is_null() || evidence == "", "{evidence}");
}

#[test]
fn whoever_takes_the_call_up_again_sees_what_failed() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "fail", ID, "confirm-state", "--took", "5m", "--note", "it broke"]).ok();
    let _hand = Hand::of(&sandbox, "14:10:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 100, 40);
    run.wait_for("failed: “").wait_for("task 2 of 4").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
}

#[test]
fn an_abort_goes_back_from_the_last_task_to_the_first() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    for step in ["confirm-state", "bulk-change"] {
        sandbox.run(&["rollback", "add", ID, "--id", &format!("undo-{step}"), "--title", &format!("Undo {step}")]).ok();
    }
    sandbox.at(plan::CALL);
    sandbox.run(&["start", ID]).ok();
    let hand = Hand::of(&sandbox, "14:00:00");
    let mut run = sandbox.terminal_of(env!("CARGO_BIN_EXE_runbook"), &["run", ID], 80, 40);
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
    run.wait_for("rollback: step 1 of 2").wait_for("Undo bulk-change").wait_for("s start");
    press(&mut run, "s");
    run.wait_for("d done");
    press(&mut run, "d");
    reply(&mut run, "Note", "");
    run.wait_for("rollback: step 2 of 2").wait_for("Undo confirm-state").wait_for("k skip");
    press(&mut run, "k");
    reply(&mut run, "Why is it left out", "nothing to undo");
    run.wait_for("rollback: the end");
    press(&mut run, "f");
    run.wait_for("after the call").wait_for("q leave");
    press(&mut run, "q");
    assert_eq!(run.end(), 0);
    let steps = &record(&sandbox)["rollback"]["steps"];
    assert_eq!(
        (&steps[1]["attempts"][0]["outcome"], &steps[0]["attempts"][0]["outcome"]),
        (&"success".into(), &"skipped".into())
    );
    assert!(acts(&sandbox).contains(&"abort".to_owned()));
}
