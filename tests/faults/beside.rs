//! What is written beside the trail — lists, git's settings, a new repository, files for a person, drafts — is killed and
//! refused like a change: afterwards it is the old or the new, the next command works, and nothing is left.

use super::beside_deeds::{BESIDE, Deed};
use super::errors::refusals;
use super::kills::{FINISHED, UNDONE};
use super::strace::{Request, last_requests, main_requests, with_fault};
use super::sweep::FaultSweep;
use super::{chosen, is_full};
use crate::env::Sandbox;

/// The requests that change something; between two of them a kill comes to the same.
fn writes(all: Vec<Request>) -> Vec<Request> {
    const WRITES: [&str; 17] = [
        "mkdir",
        "mkdirat",
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "unlink",
        "unlinkat",
        "rmdir",
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "fchmod",
        "chmod",
        "ftruncate",
    ];
    let is_one = |request: &Request| {
        WRITES.contains(&request.name.as_str()) || (request.name == "openat" && request.line.contains("O_CREAT"))
    };
    all.into_iter().filter(|request| request.is_unique && is_one(request)).collect()
}

/// Where a deed leads, and what it asks of the system on the way.
struct Ends {
    template: Sandbox,
    old: Vec<String>,
    new: Vec<String>,
    requests: Vec<Request>,
}

fn ends(deed: &Deed) -> Ends {
    let template = deed.template();
    let sandbox = deed.copy(&template);
    let old = (deed.state)(&sandbox);
    let requests = writes(main_requests(&sandbox, &deed.call(&sandbox)));
    let new = (deed.state)(&sandbox);
    assert!(old != new, "{}: it changes nothing that is looked at: {old:?}", deed.name);
    Ends { template, old, new, requests }
}

/// After the next command: old or new, nothing left, nothing for the doctor to say. True when it is new.
fn after_the_next(sandbox: &Sandbox, deed: &Deed, ends: &Ends, told: &impl Fn() -> String) -> bool {
    let next = deed.next(sandbox).run();
    assert!(next.code == 0 || (deed.is_mending && next.code == 1), "the next command failed\n{}\n{next}", told());
    let state = (deed.state)(sandbox);
    let is_new = state == ends.new;
    assert!(is_new || state == ends.old, "neither old nor new\n{}\n{state:#?}", told());
    assert_eq!(deed.left(sandbox), Vec::<String>::new(), "{}", told());
    let doctor = sandbox.run(&["doctor", "--json"]).json();
    // what somebody typed in an editor is kept for them
    let is_amiss = |finding: &&serde_json::Value| finding["code"] != "draft-kept";
    let amiss: Vec<_> = doctor["findings"].as_array().expect("findings").iter().filter(is_amiss).collect();
    assert!(amiss.is_empty(), "{}\n{amiss:#?}", told());
    sandbox.assert_sound();
    is_new
}

#[test]
fn a_kill_beside_the_trail_leaves_the_old_or_the_new_after_the_next_run() {
    let mut sweep = FaultSweep::new("kills beside the trail");
    for (seed, deed) in BESIDE.iter().enumerate() {
        let ends = ends(deed);
        let tries: Vec<&Request> =
            chosen(ends.requests.len(), 12, seed * 5).map(|number| &ends.requests[number]).collect();
        let tally = sweep.deed(deed.name, &tries, |request| kill_at(deed, &ends, request));
        // a sample may miss the few requests on one side
        let both = tally.contains_key(FINISHED) && (deed.repeats() || tally.contains_key(UNDONE));
        sweep.must(both || !is_full(), || format!("{}: not each end was reached: {tally:?}", deed.name));
    }
    sweep.end();
}

fn kill_at(deed: &Deed, ends: &Ends, request: &Request) -> &'static str {
    let sandbox = deed.copy(&ends.template);
    let out = with_fault(&sandbox, &deed.call(&sandbox), &request.kill());
    let told = || format!("{}, killed at\n  {}\nafter\n{}", deed.name, request.line, last_requests(&sandbox));
    assert!(out.code == 137 || out.code == 0, "{}\n{out}", told());
    let state = (deed.state)(&sandbox);
    assert!(out.code != 0 || state == ends.new, "success without the deed\n{}\n{state:#?}", told());
    if state != ends.old && state != ends.new && sandbox.store().join(".git").exists() {
        // what is in between is told: an interrupted run, a store that is none yet, settings that are missing
        let doctor = sandbox.run(&["doctor"]);
        assert!([1, 5].contains(&doctor.code), "{}\n{doctor}\n{state:#?}", told());
    }
    if after_the_next(&sandbox, deed, ends, &told) { FINISHED } else { UNDONE }
}

#[test]
fn an_error_beside_the_trail_is_told_and_leaves_the_old_or_the_new_after_the_next_run() {
    let mut sweep = FaultSweep::new("errors beside the trail");
    for (seed, deed) in BESIDE.iter().enumerate() {
        let ends = ends(deed);
        let all: Vec<(&Request, &'static str)> = ends
            .requests
            .iter()
            .flat_map(|request| refusals(&request.name).iter().map(move |errno| (request, *errno)))
            .collect();
        let tries: Vec<_> = chosen(all.len(), 8, seed * 3 + 1).map(|number| all[number]).collect();
        let tally = sweep.deed(deed.name, &tries, |&(request, errno)| error_at(deed, &ends, request, errno));
        let both = tally.contains_key(FINISHED) && (deed.repeats() || tally.contains_key(UNDONE));
        sweep.must(both || !is_full(), || format!("{}: not each end was reached: {tally:?}", deed.name));
    }
    sweep.end();
}

fn error_at(deed: &Deed, ends: &Ends, request: &Request, errno: &str) -> &'static str {
    let sandbox = deed.copy(&ends.template);
    let out = with_fault(&sandbox, &deed.call(&sandbox), &request.error(errno, false));
    let told = || format!("{}: {errno} at\n  {}\n{out}\n{}", deed.name, request.line, last_requests(&sandbox));
    let codes: &[i32] = if deed.is_mending { &[0, 1, 3, 5] } else { &[0, 3, 5] };
    assert!(codes.contains(&out.code), "a strange end\n{}", told());
    let state = (deed.state)(&sandbox);
    assert!(out.code != 0 || state == ends.new, "success without the deed\n{}\n{state:#?}", told());
    if after_the_next(&sandbox, deed, ends, &told) { FINISHED } else { UNDONE }
}
