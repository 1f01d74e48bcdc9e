//! Questions at a terminal, and never anywhere else.

use super::plan::{self, ID, record};
use crate::stand::{Key, Stand};

#[test]
fn new_asks_for_what_is_missing() {
    let stand = Stand::new();
    let mut terminal = stand.terminal(&["new"]);
    terminal.wait_for("ustomer").answer("Acme");
    terminal.wait_for("ask").answer("Enforce 2FA on all groups");
    // Whatever else is asked for can be left out.
    for _ in 0..12 {
        std::thread::sleep(std::time::Duration::from_millis(150));
        terminal.key(Key::Enter);
    }
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert_eq!(record(&stand)["customer"], "Acme");
    assert_eq!(record(&stand)["task"], "Enforce 2FA on all groups");
}

#[test]
fn interrupting_a_question_restores_the_terminal_and_changes_nothing() {
    let stand = Stand::new();
    plan::draft(&stand);
    for words in [&["new"][..], &["schedule", ID], &["contact", "add", ID], &["task", "add", ID], &["check", "add", ID]]
    {
        let before = stand.commits();
        let mut terminal = stand.terminal(words);
        let begun = std::time::Instant::now();
        while terminal.screen().trim().is_empty() && begun.elapsed().as_secs() < 10 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        terminal.key(Key::CtrlC);
        assert_eq!(terminal.end(), 130, "{words:?}\n{}", terminal.screen());
        assert!(!terminal.hides_cursor(), "{words:?} leaves the cursor hidden");
        assert_eq!(stand.commits(), before);
    }
}

#[test]
fn schedule_asks_for_the_time() {
    let stand = Stand::new();
    plan::draft(&stand);
    let mut terminal = stand.terminal(&["schedule", ID]);
    terminal.wait_for("?").answer("2026-12-01 14:00 Europe/Berlin");
    terminal.wait_for("agreed").answer("ticket 123");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert_eq!(record(&stand)["scheduled_at"], "2026-12-01T14:00:00+01:00");
    assert_eq!(record(&stand)["agreed"], "ticket 123");
}

#[test]
fn nothing_is_asked_with_no_input_or_in_ci() {
    let stand = Stand::new();
    plan::draft(&stand);
    let mut terminal = stand.terminal(&["new", "--no-input"]);
    assert_eq!(terminal.end(), 2, "{}", terminal.screen());
    stand.set_var("CI", "true");
    let mut terminal = stand.terminal(&["schedule", ID]);
    assert_eq!(terminal.end(), 2, "{}", terminal.screen());
}
