//! Questions at a terminal, and never anywhere else.

use super::plan::{self, ID, record};
use crate::env::{Key, Sandbox};

#[test]
fn new_asks_for_what_is_missing() {
    let sandbox = Sandbox::new();
    let mut terminal = sandbox.terminal(&["new"]);
    terminal.wait_for("Customer").answer("Acme");
    terminal.wait_for("Task").answer("Enforce 2FA on all groups");
    terminal.wait_for("Template").key(Key::Enter);
    terminal.wait_for("DRI, such as").key(Key::Enter);
    terminal.wait_for("Schedule, such as").key(Key::Enter);
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert_eq!(record(&sandbox)["customer"], "Acme");
    assert_eq!(record(&sandbox)["task"], "Enforce 2FA on all groups");
}

#[test]
fn a_slip_at_a_question_is_asked_again_and_loses_no_answer() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "runbook-templates/mine.toml",
        "version = 1\ntitle = \"Mine\"\n[[variables]]\nname = \"who\"\nquestion = \"Which user?\"\nkind = \"username\"\n\
         [[variables]]\nname = \"many\"\nquestion = \"How many?\"\nkind = \"number\"\n",
    );
    let mut terminal = sandbox.terminal(&["new", "--template", "mine"]);
    terminal.wait_for("Customer").answer("Acme - all");
    terminal.wait_for("is no customer").answer("Acme");
    terminal.wait_for("Task").answer("Swap");
    terminal.wait_for("Which user?").answer("jane doe");
    terminal.wait_for("the name of one user").answer("jane");
    terminal.wait_for("How many?").answer("some");
    terminal.wait_for("a whole number").answer("3");
    terminal.wait_for("DRI, such as").key(Key::Enter);
    terminal.wait_for("Schedule, such as").answer("yesterday");
    terminal.wait_for("Schedule, such as").answer("2020-01-01 10:00 Europe/Berlin");
    terminal.wait_for("is already past").key(Key::Enter);
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert_eq!(
        sandbox.json(&["show", "acme/swap"])["runbook"]["variables"],
        serde_json::json!({"who": "jane", "many": 3})
    );
}

#[test]
fn interrupting_a_question_restores_the_terminal_and_changes_nothing() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for words in [&["new"][..], &["schedule", ID], &["contact", "add", ID], &["task", "add", ID], &["check", "add", ID]]
    {
        let before = sandbox.commits();
        let mut terminal = sandbox.terminal(words);
        let begun = std::time::Instant::now();
        while terminal.screen().trim().is_empty() && begun.elapsed().as_secs() < 10 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        terminal.key(Key::CtrlC);
        assert_eq!(terminal.end(), 130, "{words:?}\n{}", terminal.screen());
        assert!(!terminal.hides_cursor(), "{words:?} leaves the cursor hidden");
        assert_eq!(sandbox.commits(), before);
    }
}

#[test]
fn schedule_asks_for_the_time() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let mut terminal = sandbox.terminal(&["schedule", ID]);
    terminal.wait_for("?").answer("2026-12-01 14:00 Europe/Berlin");
    terminal.wait_for("agreed").answer("ticket 123");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert_eq!(record(&sandbox)["scheduled_at"], "2026-12-01T14:00:00+01:00");
    assert_eq!(record(&sandbox)["agreed"], "ticket 123");
}

#[test]
fn nothing_is_asked_with_no_input_or_in_ci() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let mut terminal = sandbox.terminal(&["new", "--no-input"]);
    assert_eq!(terminal.end(), 2, "{}", terminal.screen());
    sandbox.set_var("CI", "true");
    let mut terminal = sandbox.terminal(&["schedule", ID]);
    assert_eq!(terminal.end(), 2, "{}", terminal.screen());
}
