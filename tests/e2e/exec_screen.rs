//! `task exec` at a real terminal: the command has a terminal of its own, and the person's is as before afterwards.

use super::plan::{self, ID, record};
use crate::env::{Key, Sandbox};

const LOG: &str = "logs/acme/enforce-2fa-on-all-groups/bulk-change-1.log";

fn running() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox
}

fn exec<'a>(script: &'a str, words: &'a [&'a str]) -> Vec<&'a str> {
    [&["task", "exec", ID, "bulk-change", "--", "sh", "-c", script][..], words].concat()
}

#[test]
fn the_command_finds_a_terminal_of_the_same_size_and_can_be_typed_to() {
    let sandbox = running();
    let script = "test -t 0 && test -t 1 && stty size; printf 'Name? '; read name; echo \"hello $name\"";
    let mut terminal = sandbox.terminal(&exec(script, &[]));
    terminal.wait_for("24 80").wait_for("Name? ").answer("Tom");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    terminal.wait_for("hello Tom").wait_for("finish task bulk-change: success");
    let log = sandbox.read(LOG);
    assert!(log.contains("| 24 80\n") && log.contains("| Name? Tom\n") && log.contains("| hello Tom\n"), "{log}");
}

#[test]
fn an_interrupt_goes_to_the_command_and_is_recorded() {
    let sandbox = running();
    // no shell: one may swallow an interrupt while it starts the next program
    let mut terminal = sandbox.terminal(&["task", "exec", ID, "bulk-change", "--", "cat"]);
    terminal.answer("running").wait_for("running\nrunning").key(Key::CtrlC);
    assert_eq!(terminal.end(), 130, "{}", terminal.screen());
    let attempt = record(&sandbox)["tasks"][1]["attempts"][0].clone();
    assert_eq!((&attempt["outcome"], &attempt["note"]), (&"failed".into(), &"ended by signal 2 (SIGINT)".into()));
    assert!(sandbox.read(LOG).contains("| running\n"));
    sandbox.assert_clean();
}

#[test]
fn a_command_that_minds_an_interrupt_itself_goes_on() {
    let sandbox = running();
    let script = "trap 'echo not now' INT; echo running; read line; read line; echo \"got $line\"";
    let mut terminal = sandbox.terminal(&exec(script, &[]));
    terminal.wait_for("running").key(Key::CtrlC).wait_for("not now");
    terminal.answer("a").answer("b");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
}

#[test]
fn the_terminal_is_as_before_whatever_the_command_did() {
    let sandbox = running();
    let binary = env!("CARGO_BIN_EXE_runbook");
    let script = format!(
        "before=$(stty -g); {binary} task exec {ID} bulk-change -- sh -c 'stty raw -echo; exit 1'; \
         test \"$before\" = \"$(stty -g)\" && echo same"
    );
    let mut terminal = sandbox.terminal_of("sh", &["-c", &script], 80, 24);
    terminal.wait_for("same");
    terminal.end();
}

#[test]
fn the_records_command_is_shown_and_asked_about() {
    let sandbox = running();
    sandbox.run(&["task", "set", ID, "bulk-change", "--command", "echo it ran"]).ok();
    let before = sandbox.commits();
    let mut terminal = sandbox.terminal(&["task", "exec", ID, "bulk-change"]);
    terminal.wait_for("echo it ran").wait_for("Run it?").type_text("n");
    assert_eq!(terminal.end(), 1, "{}", terminal.screen());
    terminal.wait_for("nothing was changed");
    assert_eq!(sandbox.commits(), before);
    let mut terminal = sandbox.terminal(&["task", "exec", ID, "bulk-change"]);
    terminal.wait_for("Run it?").key(Key::CtrlC);
    assert_eq!(terminal.end(), 130, "{}", terminal.screen());
    assert_eq!(sandbox.commits(), before);
    let mut terminal = sandbox.terminal(&["task", "exec", ID, "bulk-change"]);
    terminal.wait_for("Run it?").type_text("y");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    assert!(sandbox.read(LOG).contains("| it ran\n"));
}

#[test]
fn a_rehearsal_offers_to_mark_the_item_that_asks_for_one() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let mut terminal = sandbox.terminal(&["task", "exec", ID, "bulk-change", "--dry-run", "--", "echo", "would"]);
    terminal.wait_for("Mark `dry-run` as done").type_text("y");
    assert_eq!(terminal.end(), 0, "{}", terminal.screen());
    let item = record(&sandbox)["pre_call"][2].clone();
    assert_eq!(item["mark"], "done");
    assert_eq!(item["evidence"], "logs/acme/enforce-2fa-on-all-groups/bulk-change.rehearsal-1.log");
}
