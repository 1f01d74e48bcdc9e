//! The calendar file of a call, read by three programs that know nothing of ours, for us and for the customer.

use serde_json::{Value, json};

use super::plan::{self, ID};
use crate::env::{Sandbox, has_tool};

/// Debian's own Python, which has the readers; another one first on the path may not.
const PYTHON: &str = "/usr/bin/python3";
const READERS: [(&str, &str); 2] = [
    ("icalendar", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/ics_reader.py")),
    ("vobject", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/ics_vobject.py")),
];

/// A text that wants to be something else wherever it is written.
const TRAP: &str = "=1+1 </td><script>window.acted=1</script> \"q\", `c` | @all /close";

/// What the readers make of the file for this audience; in turn, those that this machine has.
fn read(sandbox: &Sandbox, audience: &str) -> Vec<Value> {
    let file = sandbox.top().join("call.ics");
    let file = file.to_str().expect("UTF-8");
    sandbox.run(&["export", ID, "--to", "ics", "--audience", audience, "-o", file, "--force"]).ok();
    let is_there = |module: &str| sandbox.call_program(PYTHON, &["-c", &format!("import {module}")]).run().code == 0;
    let mut read = Vec::new();
    for (module, script) in READERS {
        if is_there(module) {
            read.push(sandbox.call_program(PYTHON, &[script, file]).run().ok().json());
        } else {
            assert!(std::env::var_os("CI").is_none(), "this test needs Debian's python3-{module}");
            eprintln!("NOT TESTED: this machine has no python3-{module}");
        }
    }
    read
}

/// The same from every reader and for both audiences, with what differs by audience left out.
#[track_caller]
fn agreed(sandbox: &Sandbox) -> Option<Value> {
    let all: Vec<Value> = ["internal", "customer"].iter().flat_map(|audience| read(sandbox, audience)).collect();
    let facts = |value: &Value| {
        let names = ["method", "uid", "sequence", "start", "end", "status", "summary"];
        names.iter().map(|name| ((*name).to_owned(), value[*name].clone())).collect::<Value>()
    };
    let first = facts(all.first()?);
    all.iter().for_each(|value| assert_eq!(facts(value), first));
    Some(first)
}

/// A call with an address on either side.
fn invited(sandbox: &Sandbox) {
    plan::ready(sandbox);
    sandbox.run(&["contact", "set", ID, "john", "--email", "john.doe@example.com"]).ok();
    sandbox.run(&["contact", "set", ID, "tom", "--email", "tom@example.com", "--name", "Tom \"T;\" Blogs, x"]).ok();
    sandbox.run(&["contact", "set", ID, "harry", "--email", "no address"]).ok();
}

#[test]
fn a_calendar_says_who_is_called_to_what() {
    let sandbox = Sandbox::new();
    invited(&sandbox);
    sandbox.run(&["set", ID, &format!("summary={TRAP}; \\x\nEND:VEVENT")]).ok();
    let internal = read(&sandbox, "internal");
    let Some(ours) = internal.first() else { return };
    assert_eq!(ours["organizer"], json!({"mailto:john.doe@example.com": "John Doe"}));
    assert_eq!(ours["attendees"], json!({"mailto:tom@example.com": "Tom 'T;' Blogs, x"}));
    assert_eq!((&ours["alarms"], &ours["errors"]), (&json!(["-PT15M"]), &json!([])));
    let description = ours["description"].as_str().expect("text");
    assert!(description.contains(&format!("\n\n{TRAP}; \\x\nEND:VEVENT")), "{description}");
    let theirs = &read(&sandbox, "customer")[0];
    assert_eq!(theirs["organizer"], json!({"invalid:nomail": "John Doe"}));
    assert_eq!(theirs["attendees"], ours["attendees"]);
    assert!(!theirs.to_string().contains("john.doe@"), "{theirs}");
}

#[test]
fn a_calendar_follows_the_call_under_one_identity_for_every_audience() {
    let sandbox = Sandbox::new();
    invited(&sandbox);
    let Some(first) = agreed(&sandbox) else { return };
    let of = |now: &Value, sequence: u32, method: &str, status: &str| {
        assert_eq!((&now["uid"], &now["sequence"]), (&first["uid"], &sequence.into()), "{now}");
        assert_eq!((&now["method"], &now["status"]), (&method.into(), &status.into()), "{now}");
    };
    of(&first, 0, "REQUEST", "CONFIRMED");
    assert_eq!(
        (&first["start"], &first["end"]),
        (&"2026-12-01T13:00:00+00:00".into(), &"2026-12-01T14:55:00+00:00".into())
    );
    let after = |words: &[&str]| {
        sandbox.run(words).ok();
        agreed(&sandbox).expect("read before")
    };
    let longer = after(&["task", "set", ID, "tell", "--estimate", "20m"]);
    of(&longer, 1, "REQUEST", "CONFIRMED");
    assert_eq!(longer["end"], "2026-12-01T15:05:00+00:00");
    of(&after(&["task", "set", ID, "tell", "--title", "Tell them"]), 1, "REQUEST", "CONFIRMED");
    let moved = after(&["schedule", ID, "2026-12-02 15:00", "--zone", "Europe/Berlin"]);
    of(&moved, 2, "REQUEST", "TENTATIVE");
    assert_eq!(moved["start"], "2026-12-02T14:00:00+00:00");
    of(&after(&["schedule", ID, "--clear"]), 3, "CANCEL", "CANCELLED");
    of(&after(&["undo", ID]), 4, "REQUEST", "TENTATIVE");
    let over = after(&["cancel", ID, "--reason", "No need any more"]);
    of(&over, 5, "CANCEL", "CANCELLED");
    assert_eq!(over["start"], moved["start"]);
    for audience in ["internal", "customer"] {
        let alarms = read(&sandbox, audience)[0]["alarms"].clone();
        assert_eq!(alarms, json!([]));
        for format in ["html", "markdown", "json"] {
            let text = sandbox.run(&["export", ID, "--to", format, "--audience", audience]).ok().stdout.clone();
            assert!(text.to_lowercase().contains("cancelled"), "{text}");
        }
    }
    of(&after(&["reopen", ID, "--reason", "A duty is left"]), 5, "CANCEL", "CANCELLED");
}

#[test]
fn a_call_that_took_place_stays_where_it_was_and_rings_no_more() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    let Some(now) = agreed(&sandbox) else { return };
    assert_eq!((&now["method"], &now["status"]), (&"REQUEST".into(), &"CONFIRMED".into()));
    assert_eq!((&now["start"], &now["sequence"]), (&"2026-12-01T13:00:00+00:00".into(), &0.into()));
    assert_eq!(read(&sandbox, "customer")[0]["alarms"], json!([]));
}

#[test]
fn a_call_that_is_over_days_before_its_time_is_withdrawn_for_everybody() {
    let sandbox = Sandbox::new();
    invited(&sandbox);
    let again = ["schedule", ID, "2026-12-05 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 1"];
    sandbox.run(&again).ok();
    sandbox.run(&["start", ID]).ok();
    let running = agreed(&sandbox);
    sandbox.run(&["abort", ID, "--reason", "the API is down"]).ok();
    let told = "it was over before the time that was planned";
    for format in ["html", "markdown", "json"] {
        let text = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]).ok().stdout.clone();
        assert!(text.contains(told), "{text}");
        assert!(format != "html" || text.contains("Was planned for") && !text.contains(">14:00<"), "{text}");
    }
    let (Some(running), Some(over)) = (running, agreed(&sandbox)) else { return };
    assert_eq!((&running["method"], &running["status"]), (&"REQUEST".into(), &"CONFIRMED".into()));
    assert_eq!((&over["method"], &over["status"]), (&"CANCEL".into(), &"CANCELLED".into()));
    assert_eq!((&over["start"], &over["uid"]), (&running["start"], &running["uid"]));
    assert_eq!(over["sequence"], json!(running["sequence"].as_u64().map(|own| own + 1)));
}

#[test]
fn a_call_without_a_time_is_in_no_calendar() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for audience in ["internal", "customer"] {
        sandbox
            .refused(3, &["export", ID, "--to", "ics", "--audience", audience])
            .complains("has no time yet")
            .complains("runbook schedule");
    }
    sandbox.run(&["cancel", ID, "--reason", "not wanted"]).ok();
    let out = sandbox.refused(3, &["export", ID, "--to", "ics"]);
    out.complains("never had a time").complains("--to html");
    assert!(!out.stderr.contains("runbook schedule"), "{out}");
}

#[test]
fn a_customer_is_told_that_the_call_was_moved_and_no_internal_task() {
    let sandbox = Sandbox::new();
    invited(&sandbox);
    sandbox.run(&["task", "add", ID, "--title", "Answer the robot", "--estimate", "5m", "--internal"]).ok();
    let again =
        ["schedule", ID, "2026-12-02 15:00", "--zone", "Europe/Berlin", "--agreed", "by phone with @jane_smith"];
    sandbox.run(&again).ok();
    for format in ["html", "markdown", "json", "ics", "csv"] {
        let text = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]).ok().stdout.clone();
        let text = text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";");
        assert!(!text.contains("robot") && !text.contains("by phone"), "{format}\n{text}");
        let said = "Planned, the time is agreed; moved from Tue 2026-12-01 14:00 CET";
        assert!(format == "csv" || text.contains(said), "{format}\n{text}");
    }
    let told = sandbox.json(&["export", ID, "--to", "json", "--audience", "customer"]);
    assert_eq!((&told["runbook"]["agreed"], &told["rolled_back"]), (&true.into(), &false.into()));
    assert_eq!(told["moved_from"], "2026-12-01T13:00:00Z");
    sandbox.run(&["task", "set", ID, "answer-the-robot", "--internal=false"]).ok();
    sandbox.run(&["export", ID, "--to", "csv", "--audience", "customer"]).ok().says("robot");
}

#[test]
fn khal_sees_the_move_and_the_cancellation() {
    if !has_tool("khal") {
        return;
    }
    let sandbox = Sandbox::new();
    invited(&sandbox);
    let folder = sandbox.top().join("khal");
    std::fs::create_dir_all(folder.join("calls")).expect("made");
    let settings = folder.join("settings");
    let words = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n\
                 longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = UTC\ndefault_timezone = UTC\n";
    let paths = format!("[calendars]\n[[calls]]\npath = {0}/calls\n[sqlite]\npath = {0}/db\n", folder.display());
    std::fs::write(&settings, format!("{paths}[locale]\n{words}")).expect("written");
    let khal = |words: &[&str]| {
        let whole = [&["-c", settings.to_str().expect("UTF-8")][..], words].concat();
        sandbox.call_program("khal", &whole).run().ok().stdout.clone()
    };
    let file = sandbox.top().join("call.ics");
    let file = file.to_str().expect("UTF-8");
    for audience in ["internal", "customer"] {
        let seen = || {
            sandbox.run(&["export", ID, "--to", "ics", "--audience", audience, "-o", file, "--force"]).ok();
            khal(&["import", "--batch", "-a", "calls", file]);
            let format = "{start} {title} {status}";
            let lines = khal(&["list", "--day-format", "", "--format", format, "2026-11-30", "30d"]);
            lines.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
        };
        sandbox.run(&["schedule", ID, "2026-12-01 14:00", "--zone", "Europe/Berlin", "--agreed", "ticket 1"]).ok();
        let call = "Acme - Enforce 2FA on all groups";
        assert_eq!(seen(), [format!("2026-12-01 13:00 {call} CONFIRMED")]);
        sandbox.run(&["schedule", ID, "2026-12-02 15:00", "--zone", "Europe/Berlin"]).ok();
        assert_eq!(seen(), [format!("2026-12-02 14:00 {call} TENTATIVE")]);
        sandbox.run(&["schedule", ID, "--clear"]).ok();
        assert_eq!(seen(), [format!("2026-12-02 14:00 {call} CANCELLED")]);
    }
}
