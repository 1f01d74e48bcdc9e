//! `task exec`: what a command says is shown, kept without secrets and harmless, and its end is the attempt's end.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::plan::{self, ID, record};
use crate::env::{Output, Sandbox};

const LOG: &str = "logs/acme/enforce-2fa-on-all-groups/bulk-change-1.log";

fn running() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox
}

/// `task exec` of the bulk change with these words behind `--`.
fn exec(sandbox: &Sandbox, words: &[&str]) -> Output {
    sandbox.run(&[&["task", "exec", ID, "bulk-change", "--"][..], words].concat())
}

fn attempt(sandbox: &Sandbox, number: usize) -> serde_json::Value {
    record(sandbox)["tasks"][1]["attempts"][number].clone()
}

#[test]
fn a_command_that_succeeds_finishes_the_attempt_and_its_log_is_in_the_same_commit() {
    let sandbox = running();
    let before = sandbox.commits();
    let out = exec(&sandbox, &["sh", "-c", "echo out; echo err >&2"]);
    assert_eq!((out.ok().stdout.as_str(), sandbox.commits()), ("out\n", before + 2), "{out}");
    out.complains("err\n").complains("finish task bulk-change: success").complains(LOG);
    let attempt = attempt(&sandbox, 0);
    assert_eq!((&attempt["outcome"], &attempt["log"]), (&"success".into(), &LOG.into()));
    let log = sandbox.read(LOG);
    for line in ["# command: sh -c 'echo out; echo err >&2'\n", " | out\n", " ! err\n", "# exit code 0\n"] {
        assert!(log.contains(line), "{log}");
    }
    assert!(log.contains("# task: bulk-change, attempt 1\n# began: 2026-12-01T1"), "{log}");
    let event = sandbox.json(&["log", ID, "--limit", "1"])["entries"][0]["event"].clone();
    let digest: String = Sha256::digest(log.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((&event["log"], &event["log_sha256"]), (&LOG.into(), &digest.into()));
    let files = sandbox.git(&["show", "--name-only", "--format=", "HEAD"]).stdout;
    assert_eq!(files, format!("{LOG}\n{}\n", plan::FILE));
    sandbox.assert_clean();
}

#[test]
fn a_command_that_fails_fails_the_attempt_and_the_answer_is_no() {
    let sandbox = running();
    exec(&sandbox, &["sh", "-c", "exit 3"]).code(1).complains("exit code 3");
    assert_eq!(
        (&attempt(&sandbox, 0)["outcome"], &attempt(&sandbox, 0)["note"]),
        (&"failed".into(), &"exit code 3".into())
    );
    exec(&sandbox, &["sh", "-c", "kill -9 $$"]).code(1);
    assert_eq!(attempt(&sandbox, 1)["note"], "ended by signal 9 (SIGKILL)");
    let out = sandbox.run(&["task", "exec", ID, "bulk-change", "--json", "--note", "again", "--", "false"]);
    let answer = out.code(1).json();
    assert_eq!((&answer["outcome"], &answer["exit_code"]), (&"failed".into(), &1.into()));
    assert_eq!((&answer["events"][0]["do"], &answer["events"][1]["do"]), (&"task.start".into(), &"task.fail".into()));
    assert_eq!(answer["events"][1]["note"], "exit code 1: again");
    exec(&sandbox, &["true"]).ok();
    assert_eq!(attempt(&sandbox, 3)["log"], "logs/acme/enforce-2fa-on-all-groups/bulk-change-4.log");
    sandbox.assert_clean();
}

#[test]
fn what_is_not_there_or_not_permitted_is_never_run() {
    let sandbox = running();
    for (words, says) in [("no-such-program", "no program “no-such-program”"), ("./none", "no program “./none”")]
    {
        sandbox.refused(2, &["task", "exec", ID, "bulk-change", "--", words]).complains(says);
    }
    sandbox.write("notes.txt", "no program\n");
    sandbox.refused(2, &["task", "exec", ID, "bulk-change", "--", "./notes.txt"]).complains("may not be executed");
    let mark = sandbox.top().join("ran");
    let touch = ["touch", mark.to_str().expect("a path")];
    sandbox.run(&["permission", "add", ID, "--id", "bulk", "--action", "remove 2FA", "--covers", "bulk-change"]).ok();
    let words = [&["task", "exec", ID, "bulk-change", "--"][..], &touch].concat();
    sandbox.refused(3, &words).complains("permission `bulk`");
    sandbox.run(&["permission", "grant", ID, "bulk", "--by", "Tom", "--evidence", "ticket"]).ok();
    sandbox.run(&["task", "start", ID, "bulk-change"]).ok();
    sandbox.run(&["permission", "refuse", ID, "bulk", "--by", "Tom", "--evidence", "ticket"]).ok();
    sandbox.refused(3, &words).complains("permission `bulk`");
    let text = sandbox.read(plan::FILE);
    sandbox.write(plan::FILE, format!("{text}# by hand\n"));
    sandbox.refused(5, &words);
    sandbox.write(plan::FILE, text);
    let draft = Sandbox::new();
    plan::planned(&draft);
    draft.refused(3, &[&["task", "exec", ID, "bulk-change", "--"][..], &touch].concat());
    assert!(!mark.exists());
}

#[test]
fn what_hooks_say_of_the_start_is_told_where_the_rest_fails() {
    let sandbox = running();
    let says = "checked /srv/list.csv";
    sandbox.hook("pre-commit", &format!("echo {says}"));
    sandbox.write("broken", "no program reads this\n");
    let broken = sandbox.store().join("broken");
    fs::set_permissions(broken, fs::Permissions::from_mode(0o755)).expect("allowed");
    let before = sandbox.commits();
    exec(&sandbox, &["./broken"]).code(2).complains("cannot be run").complains(says);
    assert_eq!(sandbox.commits(), before + 1, "the start is recorded");
    sandbox.run(&["task", "pause", ID, "bulk-change"]).ok();
    sandbox.hook("pre-commit", &format!("echo {says}; test ! -e ../once && : > ../once"));
    exec(&sandbox, &["true"]).code(3).complains("but that is not recorded").complains(says);
}

#[test]
fn a_records_own_command_runs_only_when_somebody_agrees() {
    let sandbox = running();
    sandbox.refused(2, &["task", "exec", ID, "bulk-change"]).complains("no command of its own");
    // what could not be run as it stands is said while it is written
    let written = sandbox.run(&["task", "set", ID, "bulk-change", "--command", "echo a; echo b"]);
    written.ok().complains("run without a shell").complains("sh -c");
    let set = |command: &str| sandbox.run(&["task", "set", ID, "bulk-change", "--command", command]).ok().code;
    set("printf '%s|' 'a b' c");
    sandbox.refused(2, &["task", "exec", ID, "bulk-change"]).complains("printf '%s|' 'a b' c").complains("--yes");
    sandbox.run(&["task", "exec", ID, "bulk-change", "--yes"]).ok().says("a b|c|").complains("the command of task");
    for command in ["echo a | tee b", "echo $HOME", "echo a > b"] {
        set(command);
        sandbox.refused(3, &["task", "exec", ID, "bulk-change", "--yes"]).complains("sh -c");
    }
    set("echo {{ list }}");
    sandbox.refused(3, &["task", "exec", ID, "bulk-change", "--yes"]).complains("still to be filled in");
}

#[test]
fn secrets_are_masked_on_the_screen_and_in_the_log_however_they_come() {
    let sandbox = running();
    let token = format!("glpat-{}", "Ab3dEf6hIj9lMn2pQr5t");
    let (head, tail) = token.split_at(9);
    let script = "printf 'one %s' $HEAD; sleep 0.2; echo $TAIL end; printf '\\033[31m%s\\033[0m\\n' $HEAD$TAIL; \
                  echo \"-----BEGIN $KIND KEY-----\"; echo $KEY; echo \"-----END $KIND KEY-----\"; echo after";
    let words = ["task", "exec", ID, "bulk-change", "--", "sh", "-c", script];
    let out =
        sandbox.call(&words).var("HEAD", head).var("TAIL", tail).var("KIND", "PRIVATE").var("KEY", "MIIEow").run();
    let log = sandbox.read(LOG);
    for text in [&out.ok().stdout, &out.stderr, &log] {
        assert!(!text.contains(tail) && !text.contains("MIIEow"), "{text}");
    }
    assert!(log.contains("| one [masked GitLab token] end\n") && log.contains("| after\n"), "{log}");
    assert!(out.stdout.ends_with("after\n"), "{out}");
    // nor anywhere git or we keep something
    let kept = sandbox.call_program("grep", &["-rl", tail, "."]).run();
    assert_eq!(kept.stdout, "", "{kept}");
    let objects = sandbox.git(&["log", "-p", "--all"]).stdout;
    assert!(!objects.contains(tail));
}

#[test]
fn what_is_kept_is_harmless_whatever_was_said() {
    let sandbox = running();
    let script = r"printf '\033[2J\033]0;title\007red\033[31m\r\n\377\376\000\001bin\n\342\200\256rtl\n'";
    exec(&sandbox, &["sh", "-c", script]).ok();
    let log = sandbox.read(LOG);
    assert!(!log.chars().any(|c| c.is_control() && c != '\n'), "{log:?}");
    assert!(!log.contains('\u{202e}'), "{log:?}");
    assert!(log.contains(r"\xff\xfe\u{0}\u{1}bin") && log.contains(r"\u{202e}rtl"), "{log}");
}

#[test]
fn too_much_is_cut_in_the_middle_and_says_so() {
    let sandbox = running();
    let script =
        "i=0; while [ $i -lt 400 ]; do head -c 10000 /dev/zero | tr '\\0' x; echo; i=$((i+1)); done; echo last";
    let out = exec(&sandbox, &["sh", "-c", script]);
    assert!(out.ok().stdout.len() > 4_000_000);
    let log = sandbox.read(LOG);
    assert!(log.len() < 1 << 20, "{}", log.len());
    assert!(log.contains(" are left out here") && log.contains("| last\n# ended"), "{}", &log[log.len() - 200..]);
    sandbox.assert_clean();
}

#[test]
fn a_command_reads_what_is_piped_and_outlives_a_reader_that_went_away() {
    let sandbox = running();
    let words = ["task", "exec", ID, "bulk-change", "--", "cat"];
    sandbox.call(&words).input("typed\n").run().ok().says("typed\n");
    let words = [
        "task",
        "exec",
        ID,
        "bulk-change",
        "--",
        "sh",
        "-c",
        "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done",
    ];
    let mut child = sandbox.call(&words).command().stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
    let mut first = [0; 5];
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut first).expect("a line");
    drop(stdout);
    assert_eq!(child.wait().expect("ends").code(), Some(0));
    let log = sandbox.read("logs/acme/enforce-2fa-on-all-groups/bulk-change-2.log");
    assert!(log.contains("| line 2999\n"), "{}", log.len());
    let words = ["task", "exec", ID, "bulk-change", "--", "echo", "lost"];
    let full = fs::File::options().write(true).open("/dev/full").expect("a full disk");
    let child = sandbox.call(&words).command().stdout(full).stderr(Stdio::piped()).spawn().expect("runs");
    let out = child.wait_with_output().expect("ends");
    assert_eq!(out.status.code(), Some(5), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stderr).contains("is recorded"));
    assert_eq!(attempt(&sandbox, 2)["outcome"], "success");
}

#[test]
fn what_a_command_leaves_running_is_not_waited_for() {
    let sandbox = running();
    let begun = Instant::now();
    exec(&sandbox, &["sh", "-c", "sleep 30 & echo done"]).ok().says("done");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

/// Starts a command that says that it runs, and sends this signal to the tool.
fn stopped(sandbox: &Sandbox, signal: &str, script: &str) -> (Option<i32>, String) {
    let words = ["task", "exec", ID, "bulk-change", "--", "sh", "-c", script];
    let mut child = sandbox
        .call(&words)
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut first = [0; 8];
    child.stdout.as_mut().expect("piped").read_exact(&mut first).expect("a line");
    let sent = sandbox.call_program("kill", &[&format!("-{signal}"), &child.id().to_string()]).run();
    sent.ok();
    let out = child.wait_with_output().expect("ends");
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn a_signal_reaches_the_command_and_its_end_is_recorded() {
    let sandbox = running();
    for (number, (signal, code)) in [("TERM", 143), ("HUP", 129), ("INT", 130)].into_iter().enumerate() {
        let script = "trap 'echo cleaning; exit 9' TERM HUP INT; echo running; while :; do sleep 0.05; done";
        let (ended, said) = stopped(&sandbox, signal, script);
        assert_eq!(ended, Some(code), "{said}");
        let attempt = attempt(&sandbox, number);
        assert_eq!((&attempt["outcome"], &attempt["note"]), (&"failed".into(), &"exit code 9".into()), "{said}");
        assert!(sandbox.read(attempt["log"].as_str().expect("a log")).contains("| cleaning\n"));
    }
    sandbox.assert_clean();
}

#[test]
fn a_signal_ends_a_command_that_does_not_heed_it_and_goes_on_talking() {
    let sandbox = running();
    let (ended, said) = stopped(&sandbox, "TERM", "trap '' TERM; echo running; yes \"curl eyJ\"");
    assert_eq!(ended, Some(143), "{said}");
    assert_eq!(attempt(&sandbox, 0)["outcome"], "failed", "{said}");
}

#[test]
fn after_a_kill_the_attempt_runs_on_and_nothing_that_was_said_is_lost() {
    let sandbox = running();
    let (ended, _) = stopped(&sandbox, "KILL", "echo running; sleep 0.5");
    assert_eq!(ended, None);
    let open = attempt(&sandbox, 0);
    assert!(open["started_at"].is_string() && open["outcome"].is_null(), "{open}");
    sandbox.assert_clean();
    std::thread::sleep(Duration::from_millis(600));
    let doctor = sandbox.run(&["doctor"]);
    doctor.code(1).says("capture-kept").says(".git/runbook/captures/");
    exec(&sandbox, &["echo", "second"]).ok();
    sandbox.run(&["doctor"]).ok();
    assert_eq!(record(&sandbox)["tasks"][1]["attempts"].as_array().map(Vec::len), Some(1));
    let log = sandbox.read(LOG);
    let at = |text: &str| log.find(text).unwrap_or_else(|| panic!("{text:?} is lost\n{log}"));
    assert!(at("| running\n") < at("# cut off here") && at("# cut off here") < at("| second\n"), "{log}");
    let kept = sandbox.call_program("find", &[".git/runbook/captures", "-type", "f"]).run();
    assert_eq!(kept.stdout, "");
}

#[test]
fn the_same_task_is_not_run_twice_at_once() {
    let sandbox = running();
    let words = ["task", "exec", ID, "bulk-change", "--", "sh", "-c", "echo running; sleep 1"];
    let mut child = sandbox.call(&words).command().stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
    let mut first = [0; 8];
    child.stdout.as_mut().expect("piped").read_exact(&mut first).expect("a line");
    exec(&sandbox, &["echo", "twice"]).code(5).complains("run by another process");
    assert!(child.wait().expect("ends").success());
}

#[test]
fn a_rehearsal_is_recorded_before_the_call_and_marks_what_asks_for_it() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.refused(2, &["task", "exec", ID, "bulk-change", "--dry-run"]).complains("no command of its own");
    sandbox.run(&["task", "set", ID, "bulk-change", "--dry-run-command", "sh -c 'echo would; exit ${CODE:-0}'"]).ok();
    sandbox.refused(2, &["task", "exec", ID, "bulk-change", "--dry-run"]).complains("--yes");
    let words = ["task", "exec", ID, "bulk-change", "--dry-run", "--yes", "--check", "dry-run"];
    sandbox.refused(4, &[&words[..7], &["nothing"]].concat());
    let before = sandbox.commits();
    sandbox.call(&words).var("CODE", "4").run().code(1);
    let failed = record(&sandbox);
    assert_eq!(failed["tasks"][1]["rehearsals"][0]["outcome"], "failed");
    assert!(failed["pre_call"][2]["mark"].is_null(), "a rehearsal that failed marks nothing");
    let answer = sandbox.run(&[&words[..], &["--json"]].concat()).ok().json();
    assert_eq!((&answer["events"][0]["do"], &answer["events"][1]["do"]), (&"rehearse".into(), &"check.done".into()));
    assert_eq!(sandbox.commits(), before + 2);
    let log = "logs/acme/enforce-2fa-on-all-groups/bulk-change.rehearsal-2.log";
    let now = record(&sandbox);
    assert_eq!((&now["pre_call"][2]["mark"], &now["pre_call"][2]["evidence"]), (&"done".into(), &log.into()));
    assert_eq!(now["tasks"][1]["rehearsals"][1]["log"], log);
    assert!(sandbox.read(log).contains("| would\n"));
    assert_eq!(now["tasks"][1]["attempts"].as_array().map(Vec::len), Some(0));
    sandbox.run(&["show", ID]).ok().says("rehearsal 2").says(log);
    sandbox.assert_clean();
}

#[test]
fn only_the_item_that_says_so_is_the_rehearsals() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.run(&["check", "set", ID, "dry-run", "--rehearsal=false"]).ok();
    sandbox
        .run(&["check", "add", ID, "--id", "dry-run-waiver-signed", "--text", "Has legal signed the dry run waiver?"])
        .ok();
    let words = ["task", "exec", ID, "bulk-change", "--dry-run", "--", "true"];
    let quiet = sandbox.run(&words);
    quiet.ok();
    assert!(!quiet.stderr.contains("it was not marked"), "{}", quiet.stderr);
    sandbox.run(&["check", "add", ID, "--id", "preview", "--text", "Was the change previewed?", "--rehearsal"]).ok();
    sandbox.run(&words).ok().complains(&format!("it was not marked: runbook check done {ID} preview --evidence logs/"));
    assert_eq!(record(&sandbox)["pre_call"][5]["rehearsal"], true);
}

#[test]
fn a_rehearsal_makes_no_approval_stale() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.person("Jane Smith", "jane.smith@example.com");
    sandbox.run(&["approve", ID]).ok();
    sandbox.run(&["task", "exec", ID, "bulk-change", "--dry-run", "--", "true"]).ok();
    let report = sandbox.json(&["ready", ID])["runbooks"][0].clone();
    assert_eq!(plan::codes(&report["warnings"]), Vec::<String>::new());
}

#[test]
fn a_step_of_the_way_back_can_be_done_by_a_command_too() {
    let sandbox = running();
    sandbox
        .run(&["rollback", "add", ID, "--id", "enable", "--title", "Enable again", "--command", "echo enabled"])
        .ok();
    sandbox.refused(3, &["rollback", "exec", ID, "enable", "--yes"]).complains("rolling back");
    sandbox.run(&["task", "start", ID, "bulk-change"]).ok();
    sandbox.run(&["abort", ID, "--reason", "stopped"]).ok();
    sandbox.run(&["rollback", "exec", ID, "enable", "--yes"]).ok().says("enabled\n");
    let step = record(&sandbox)["rollback"]["steps"][0]["attempts"][0].clone();
    assert_eq!(step["log"], "logs/acme/enforce-2fa-on-all-groups/rollback.enable-1.log");
    assert!(sandbox.read(step["log"].as_str().expect("a log")).contains("# rollback step: enable, attempt 1\n"));
}
