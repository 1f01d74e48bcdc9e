//! `git merge` whose driver is killed or refused: git then merges line by line or asks the person, and neither side is lost.

use std::os::unix::fs::PermissionsExt;

use super::chosen;
use super::file_deeds::FILES;
use super::state::left;
use super::strace::{Request, main_requests, turns};
use super::sweep::FaultSweep;
use super::{is_wanted, stand};
use crate::env::{Output, Sandbox};

pub const NAME: &str = "git merge";
const ID: &str = "zoo/other";

/// Two branches that both changed a record, and git's settings with a driver that can be hurt.
fn forked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
    sandbox.git(&["switch", "--quiet", "-c", "side"]);
    sandbox.run(&["set", ID, "summary=Theirs"]).ok();
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.run(&["set", ID, "expected_result=Ours"]).ok();
    sandbox
}

/// From now on the driver that git starts is this command, by a program in a folder of its own: what lies in memory cannot
/// be run everywhere.
fn driven_by(sandbox: &Sandbox, words: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let tool = folder.path().join("tool");
    std::fs::write(&tool, format!("#!/bin/sh\nexec {words} \"$@\"\n")).expect("a program");
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).expect("a program");
    let ours = sandbox.git(&["config", "merge.runbook.driver"]).line().to_owned();
    let begin = ours.find("p=").expect("it names the tool") + 2;
    let end = begin + ours[begin..].find(';').expect("it names the tool");
    sandbox.git(&["config", "merge.runbook.driver", &format!("{}{}{}", &ours[..begin], tool.display(), &ours[end..])]);
    folder
}

fn merge(sandbox: &Sandbox) -> Output {
    sandbox.at("2026-12-02T09:00:00+01:00");
    sandbox.git_raw(&["merge", "--no-edit", "side"])
}

/// True when both sides are in the record.
fn has_both(sandbox: &Sandbox) -> bool {
    let record = sandbox.json(&["show", ID])["runbook"].clone();
    record["summary"] == "Theirs" && record["expected_result"] == "Ours"
}

#[test]
fn neither_side_is_lost_when_the_driver_is_hurt() {
    if !is_wanted(NAME) {
        return;
    }
    let runbook = env!("CARGO_BIN_EXE_runbook");
    let template = forked();
    let deed = FILES.iter().find(|deed| deed.name == "driver merge").expect("the driver by itself");
    let by_itself = deed.template();
    let requests = turns(&main_requests(&by_itself, &deed.call(&by_itself)));
    let all: Vec<(String, &Request)> = requests
        .iter()
        .flat_map(|request| {
            let ways = request.refusals().iter().map(|errno| format!("error={errno}"));
            ways.chain(["signal=KILL".to_owned()])
                .map(move |way| (format!("{}:{way}:when={}", request.name, request.earlier + 1), request))
        })
        .collect();
    let tries: Vec<_> = chosen(all.len(), 10, 2).map(|number| &all[number]).collect();
    let mut sweep = FaultSweep::new("a driver that is hurt");
    let tally = sweep.deed(NAME, &tries, |(inject, request)| {
        let sandbox = stand::copy(&template);
        let name = &request.name;
        let _hurt = driven_by(
            &sandbox,
            &format!("strace -qq -f -o ../trace.1 -e trace={name} -e inject={inject} -- {runbook}"),
        );
        let before = sandbox.read("runbooks/zoo/other.toml");
        let out = merge(&sandbox);
        let told = || format!("{inject} at\n  {}\n{out}", request.line);
        let word = if out.code == 0 {
            assert!(has_both(&sandbox), "{}", told());
            sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
            "merged"
        } else {
            let text = sandbox.read("runbooks/zoo/other.toml");
            assert!(text.contains("Theirs") && text.contains("Ours"), "{}\n{text}", told());
            sandbox.git(&["merge", "--abort"]);
            "left to the person"
        };
        assert_eq!(sandbox.read("runbooks/zoo/other.toml"), before, "{}", told());
        // what a kill leaves goes with the next merge
        let _whole = driven_by(&sandbox, runbook);
        let again = merge(&sandbox);
        assert!(again.code == 0 && has_both(&sandbox), "{}\n{again}", told());
        assert_eq!(left(&sandbox), Vec::<String>::new(), "{}", told());
        sandbox.assert_clean();
        word
    });
    sweep.must(tally.contains_key("merged"), || format!("nothing was merged: {tally:?}"));
    sweep.end();
}
