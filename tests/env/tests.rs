//! The stand itself: hermetic, and able to fail.

use super::{Key, Sandbox, Snapshot};

fn repository() -> Sandbox {
    let sandbox = Sandbox::bare();
    sandbox.git(&["init", "--quiet"]);
    sandbox.write("a.txt", "one\n");
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "first"]);
    sandbox
}

#[test]
fn nothing_of_the_machine_is_seen() {
    let sandbox = repository();
    sandbox.person("Jane Smith", "jane@example.com");
    sandbox.git(&["commit", "--quiet", "--allow-empty", "--message", "second"]);
    let authors = sandbox.git(&["log", "--format=%an <%ae>"]);
    assert_eq!(authors.line(), "Jane Smith <jane@example.com>\nJohn Doe <john.doe@example.com>");
    let names = sandbox.call_program("env", &[]).var("EXTRA", "1").without_var("TZ").run();
    names.ok().says("EXTRA=1").says("HOME=").says_no("CARGO").says_no("TZ=");
}

#[test]
fn the_clock_ticks_by_command() {
    let sandbox = Sandbox::bare();
    sandbox.at("2026-12-01T14:00:00+01:00");
    let first = sandbox.call_program("sh", &["-c", "echo $RUNBOOK_TEST_CLOCK"]).run();
    let second = sandbox.call_program("sh", &["-c", "echo $RUNBOOK_TEST_CLOCK"]).run();
    assert_eq!((first.line(), second.line()), ("2026-12-01T14:00:00+01:00", "2026-12-01T14:00:01+01:00"));
    sandbox.clock.pass(58);
    assert_eq!(sandbox.clock.now(), "2026-12-01T14:01:00+01:00");
}

#[test]
fn a_snapshot_sees_bytes_modes_and_heads() {
    let sandbox = repository();
    let before = Snapshot::of(&sandbox);
    assert_eq!(before.differences(&Snapshot::of(&sandbox)), "");
    sandbox.write("a.txt", "two\n");
    assert!(before.differences(&Snapshot::of(&sandbox)).contains("a.txt"));
    sandbox.write("a.txt", "one\n");
    sandbox.call_program("chmod", &["755", "a.txt"]).run().ok();
    assert!(before.differences(&Snapshot::of(&sandbox)).contains("a.txt (100755)"));
    sandbox.call_program("chmod", &["644", "a.txt"]).run().ok();
    sandbox.git(&["commit", "--quiet", "--allow-empty", "--message", "second"]);
    assert!(before.differences(&Snapshot::of(&sandbox)).contains("git rev-parse"));
}

#[test]
#[should_panic(expected = "the store is not clean")]
fn a_dirty_store_is_seen() {
    let sandbox = repository();
    sandbox.assert_clean();
    sandbox.write("b.txt", "new\n");
    sandbox.assert_clean();
}

#[test]
fn input_and_code_reach_the_program_and_back() {
    let sandbox = Sandbox::bare();
    let out = sandbox.call_program("sh", &["-c", "cat; echo lost >&2; exit 7"]).input("given").run();
    out.code(7).says("given").complains("lost");
    sandbox.call_program("sh", &["-c", "kill -TERM $$"]).run().code(143);
}

#[test]
fn a_terminal_shows_hears_and_ends() {
    let sandbox = Sandbox::bare();
    let script = "stty size; printf 'name? '; read name; echo \"hello $name\"; exit 3";
    let mut terminal = sandbox.terminal_of("sh", &["-c", script], 100, 30);
    terminal.wait_for("30 100").wait_for("name? ");
    terminal.answer("Jörg");
    terminal.wait_for("hello Jörg");
    assert_eq!(terminal.end(), 3);

    let mut terminal = sandbox.terminal_of("sh", &["-c", "printf '\\033[?25lwaiting'; exec sleep 60"], 80, 24);
    terminal.wait_for("waiting");
    assert!(terminal.hides_cursor() && terminal.process() > 1 && terminal.raw().contains("\u{1b}[?25l"));
    terminal.key(Key::CtrlC);
    assert!(terminal.end_status().signal().is_some());
}
