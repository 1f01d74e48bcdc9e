//! Importing what people wrote: the documents' page, several runbooks of one file, refusals, and what is written.

use serde_json::Value;

use crate::env::Sandbox;

const PAGE: &str = include_str!("../fixtures/import/page.md");
const ID: &str = "acme/enforce-2fa-on-all-groups";

fn record(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.json(&["show", id])["runbook"].clone()
}

fn lines(remarks: &Value) -> Vec<u64> {
    remarks.as_array().expect("a list").iter().map(|remark| remark["line"].as_u64().expect("a line")).collect()
}

#[test]
fn the_documents_example_becomes_a_draft_by_one_event() {
    let sandbox = Sandbox::new();
    sandbox.write("page.md", PAGE);
    let before = sandbox.commits();
    let answer = sandbox.json(&["import", "page.md"]);
    assert_eq!((&answer["id"], &answer["more"]), (&ID.into(), &Value::Array(Vec::new())));
    assert_eq!(sandbox.commits(), before + 1);
    assert_eq!(answer["commit"].as_str().expect("a commit"), sandbox.git(&["rev-parse", "HEAD"]).line());
    let schedule = answer["doubts"].as_array().expect("doubts").iter().find(|doubt| doubt["line"] == 88);
    assert!(schedule.expect("the schedule")["message"].as_str().expect("words").contains("PST"));
    assert!(lines(&answer["repairs"]).contains(&87), "the DRI's backticks");
    let record = record(&sandbox, ID);
    assert_eq!((&record["state"], &record["scheduled_at"]), (&"draft".into(), &Value::Null));
    assert_eq!(record["contacts"][0]["handle"], "@john_doe");
    let entry = sandbox.json(&["log", ID])["entries"][0].clone();
    assert_eq!(entry["event"]["do"], "import");
    assert_eq!(entry["event"]["source"], "page.md");
    // the trail alone makes the record again
    let event = &entry["event"]["record"];
    assert_eq!(event["tasks"][1]["title"], "Remove 2FA from user list");
    sandbox.run(&["set", ID, "summary=Said anew"]).ok();
}

#[test]
fn standard_input_is_read_and_a_dry_run_writes_nothing() {
    let sandbox = Sandbox::new();
    let before = sandbox.commits();
    let out = sandbox.call(&["import", "-", "--dry-run", "--json"]).input(PAGE).run();
    let answer = out.ok().json();
    assert_eq!((&answer["id"], &answer["commit"]), (&ID.into(), &Value::Null));
    assert_eq!(answer["runbook"]["tasks"].as_array().expect("tasks").len(), 4);
    assert_eq!(sandbox.commits(), before);
    sandbox.call(&["import", "-"]).input(PAGE).run().ok();
    let second = sandbox.call(&["import", "-", "--json"]).input(PAGE).run().ok().json();
    assert_eq!(second["id"], format!("{ID}-2"));
}

#[test]
fn strict_refuses_with_one_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("page.md", PAGE);
    sandbox.git(&["add", "page.md"]);
    sandbox.git(&["commit", "-qm", "a page"]);
    let out = sandbox.refused(1, &["import", "page.md", "--strict"]);
    assert!(out.stderr.contains("--strict"), "{out}");
    let clean = "| Runbook name | Acme - Enforce |\n|---|---|\n";
    sandbox.call(&["import", "-", "--strict"]).input(clean).run().ok();
}

#[test]
fn what_names_no_runbook_or_is_no_text_is_a_usage_error() {
    let sandbox = Sandbox::new();
    for (text, said) in [
        (&b""[..], "empty"),
        (b"a\0b", "no text"),
        (b"caf\xe9\n", "UTF-8"),
        (b"## Pre-call checklist\n\n- [ ] a\n", "--customer and --task"),
    ] {
        let before = sandbox.commits();
        let out = sandbox.call(&["import", "-"]).input(text).run();
        out.code(2);
        assert!(out.stderr.contains(said), "{out}");
        assert_eq!(sandbox.commits(), before);
    }
    sandbox.refused(2, &["import", "nowhere.md"]);
    sandbox.refused(2, &["import", "."]).complains("is a folder");
    let out = sandbox.call(&["import", "-", "--customer", "Acme", "--task", "Do it"]);
    out.input("## Pre-call checklist\n\n- [ ] a\n").run().ok();
    assert_eq!(record(&sandbox, "acme/do-it")["pre_call"][0]["text"], "a");
}

#[test]
fn a_secret_is_refused_by_its_line_and_never_repeated() {
    let sandbox = Sandbox::new();
    let secret = format!("glpat-{}", "abcdefghij0123456789");
    let text = format!("| Runbook name | Acme - x |\n|---|---|\n\n### Rollback plan\n\nUse {secret}\n");
    let out = sandbox.call(&["import", "-"]).input(text.clone()).run();
    out.code(3);
    assert!(out.stderr.contains("line 6") && !out.stderr.contains(&secret), "{out}");
    let out = sandbox.call(&["import", "-", "--allow-secret", "an example of the documentation", "--json"]);
    let answer = out.input(text).run().ok().json();
    assert_eq!(answer["id"], "acme/x");
}

#[test]
fn several_runbooks_of_one_file_are_one_commit_each() {
    let sandbox = Sandbox::new();
    let text = "# Acme - One\n\n## Pre-call\n- [ ] a\n\n---\n\n# Beta - Two\n\n| Runbook name | Beta - Two |\n|-|-|\n| DRI | @b |\n\n## Tasks\n- b (5m)\n\n# Acme - One\n\n## Tasks\n- c\n";
    let before = sandbox.commits();
    let out = sandbox.call(&["import", "-", "--json"]).input(text).run();
    let answer = out.ok().json();
    assert_eq!(answer["id"], "acme/one");
    let more: Vec<&str> =
        answer["more"].as_array().expect("more").iter().map(|one| one["id"].as_str().expect("an id")).collect();
    assert_eq!(more, ["beta/two", "acme/one-2"]);
    assert_eq!(sandbox.commits(), before + 3);
    sandbox.assert_clean();
    let out = sandbox.call(&["import", "-", "--task", "x"]).input(text).run();
    out.code(2);
    assert_eq!(record(&sandbox, "beta/two")["dri"], "@b");
}

#[test]
fn work_that_is_over_is_closed_with_its_open_gates_told() {
    let sandbox = Sandbox::new();
    let text = "# Acme - Done\n\n## Tasks\n| Task | Outcome | Duration |\n|-|-|-|\n| a | Success | 10m |\n| b | | 5m |\n\n## Post-call\n- [ ] Tell them\n";
    let out = sandbox.call(&["import", "-", "--state", "closed", "--json"]).input(text).run();
    let answer = out.ok().json();
    assert_eq!((&answer["state"], &answer["result"]), (&"closed".into(), &"partial".into()));
    let told: Vec<&str> = answer["doubts"]
        .as_array()
        .expect("doubts")
        .iter()
        .map(|doubt| doubt["message"].as_str().expect("words"))
        .collect();
    assert!(
        told.iter().any(|doubt| doubt.contains("task-open"))
            && told.iter().any(|doubt| doubt.contains("post-call-open")),
        "{told:?}"
    );
    let whole = text.replace("| b | | 5m |", "| b | Skipped | |").replace("- [ ] Tell", "- [x] Tell");
    let out = sandbox.call(&["import", "-", "--state", "closed", "--json"]).input(whole).run();
    assert_eq!(out.ok().json()["result"], "completed");
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
}

#[test]
fn a_folded_record_comes_back_and_the_text_wins_where_it_was_changed() {
    let sandbox = Sandbox::new();
    sandbox.call(&["import", "-"]).input(PAGE).run().ok();
    sandbox
        .run(&["task", "add", ID, "--title", "Odd `|` <b> \\ title", "--estimate", "90m", "--instructions", "a\n\n- b"])
        .ok();
    sandbox.run(&["contact", "add", ID, "--side", "customer", "--name", "A *b* [c](d)", "--duty", "verify"]).ok();
    sandbox
        .run(&["permission", "add", ID, "--action", "remove 2FA from the users of list L", "--covers", "remove-2fa"])
        .ok();
    sandbox.run(&["schedule", ID, "2026-12-01 14:00", "--zone", "Europe/Berlin"]).ok();
    let wanted = record(&sandbox, ID);
    let text = sandbox.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone();
    let back = sandbox.call(&["import", "-", "--as-new", "--json"]).input(text.clone()).run().ok().json();
    let again = back["id"].as_str().expect("an id");
    assert_eq!(record(&sandbox, again), wanted);
    assert_eq!(back["repairs"], Value::Array(Vec::new()));

    let changed = text
        .replace("| DRI | `@john_doe` |", "| DRI | `@jane` |")
        .replace("| Review users with errors |  |  |", "| Review users with errors | Success | 10m |")
        .replace("- [x] Do we have a way", "- [ ] Do we have a way");
    assert_ne!(changed, text);
    let back = sandbox.call(&["import", "-", "--as-new", "--json"]).input(changed).run().ok().json();
    let merged = record(&sandbox, back["id"].as_str().expect("an id"));
    assert_eq!(merged["dri"], "@jane");
    assert_eq!(merged["tasks"][2]["attempts"][0]["took"], "10m");
    assert_eq!(merged["pre_call"][3].get("mark"), None);
    assert_eq!((&merged["permissions"], &merged["tasks"][4]), (&wanted["permissions"], &wanted["tasks"][4]));
    let told = back["doubts"]
        .as_array()
        .expect("doubts")
        .iter()
        .filter(|doubt| doubt["message"].as_str().is_some_and(|words| words.contains("wins")))
        .count();
    assert_eq!(told, 3, "{back:#}");
}

#[test]
fn an_export_that_comes_back_goes_to_the_runbook_it_came_from() {
    let sandbox = Sandbox::new();
    sandbox.call(&["import", "-"]).input(PAGE).run().ok();
    let text = sandbox.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone();
    let before = sandbox.commits();
    // nothing was changed in it, whatever an editor has done to its marks
    let (shown, folded) = text.split_once("<details>").expect("a folded record");
    let bullets = shown.replace("- [", "* [").replace("Pre-call", "Pre\\-call").replace("|---|", "| :--- |");
    let retyped = format!("{bullets}<details>{folded}").replace('\n', "\r\n");
    for same in [text.clone(), retyped, format!("\u{feff}{}<details>{folded}", shown.replace("\n\n", "\n\n\n"))] {
        let answer = sandbox.call(&["import", "-", "--json"]).input(same).run().ok().json();
        assert_eq!(
            (&answer["id"], &answer["commit"], &answer["doubts"]),
            (&ID.into(), &Value::Null, &Value::Array(Vec::new()))
        );
    }
    // something was: a person says what becomes of it
    let changed = text.replace("| DRI | `@john_doe` |", "| DRI | `@jane` |");
    sandbox.write("changed.md", &changed);
    let out = sandbox.refused(3, &["import", "changed.md"]);
    assert!(out.stderr.contains(ID) && out.stderr.contains("--update") && out.stderr.contains("--as-new"), "{out}");
    assert_eq!(sandbox.commits(), before);
    // what the store has since become stays
    sandbox.run(&["set", ID, "summary=Said anew"]).ok();
    let answer = sandbox.json(&["import", "changed.md", "--update"]);
    assert_eq!(answer["id"], ID);
    assert!(answer["commit"].is_string());
    assert_eq!(
        (&record(&sandbox, ID)["dri"], &record(&sandbox, ID)["summary"]),
        (&"@jane".into(), &"Said anew".into())
    );
    assert_eq!(sandbox.json(&["log", ID])["entries"][0]["event"]["do"], "edit");
    assert_eq!(sandbox.json(&["import", "changed.md"])["commit"], Value::Null);
    // changed everywhere, in the folded record too: what the store has changed since stays, and is said
    let everywhere = |text: &str| text.replace("@john_doe", "@jane").replace("@jane", "@mary");
    let out = sandbox.call(&["import", "-", "--update", "--json"]).input(everywhere(&changed)).run();
    let answer = out.ok().json();
    assert_eq!((&answer["id"], &record(&sandbox, ID)["dri"]), (&ID.into(), &"@jane".into()));
    assert!(answer["doubts"].to_string().contains("@mary"), "{answer:#}");
    let text = sandbox.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone();
    let out = sandbox.call(&["import", "-", "--update", "--json"]).input(everywhere(&text)).run();
    assert_eq!((&out.ok().json()["id"], &record(&sandbox, ID)["dri"]), (&ID.into(), &"@mary".into()));
    let second = sandbox.json(&["import", "changed.md", "--as-new"]);
    assert_eq!(second["id"], format!("{ID}-2"));
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
    sandbox.call(&["import", "-", "--update"]).input(PAGE).run().code(2);
}

#[test]
fn an_older_export_takes_no_outcome_out_of_the_record() {
    let sandbox = Sandbox::new();
    let text = "# Acme - x\n\n## Pre-call checklist\n\n- [ ] Tell Bulk\n\n## Tasks\n\n- Bulk change\n- Next\n- Last\n";
    sandbox.call(&["import", "-"]).input(text).run().ok();
    let older = sandbox.run(&["export", "acme/x", "--to", "markdown"]).ok().stdout.clone();
    // what happens meanwhile, and another title
    let happened = older
        .replace("| Bulk change |  |  |", "| Bulk change | Success | 3m |")
        .replace("| Last |  |  |", "| Last | Failed | 2m |")
        .replace("| Next |", "| Next two |")
        .replace("- [ ] Tell Bulk", "- [x] Tell Bulk");
    assert_ne!(happened, older);
    sandbox.write("work.md", &happened);
    sandbox.run(&["import", "work.md", "--update"]).ok();
    // an editor's replace-all touches the folded record, too
    sandbox.write("work.md", older.replace("Bulk", "Mass"));
    let answer = sandbox.json(&["import", "work.md", "--update"]);
    let now = record(&sandbox, "acme/x");
    assert_eq!(now["tasks"][0]["title"], "Mass change", "{answer:#}");
    assert_eq!(
        (&now["tasks"][0]["attempts"][0]["took"], &now["tasks"][1]["title"]),
        (&"3m".into(), &"Next two".into())
    );
    assert_eq!((&now["pre_call"][0]["text"], &now["pre_call"][0]["mark"]), (&"Tell Mass".into(), &"done".into()));
    let told = answer["doubts"].to_string();
    assert!(
        told.contains("the folded record was changed as well") && !told.contains("by the folded record alone"),
        "{told}"
    );
    // a newer export with its cells, boxes and rows blanked
    let newer = sandbox.run(&["export", "acme/x", "--to", "markdown"]).ok().stdout.clone();
    let (shown, folded) = newer.split_once("<details>").expect("a folded record");
    let blanked: Vec<&str> = shown.lines().filter(|line| !line.contains("| Last |")).collect();
    let blanked = blanked.join("\n").replace("| Success | 3m |", "|  |  |").replace("- [x] Tell", "- [ ] Tell");
    assert!(!blanked.contains("Success"), "{blanked}");
    sandbox.write("work.md", format!("{}\n<details>{folded}", blanked.replace("Next two", "Next three")));
    let answer = sandbox.json(&["import", "work.md", "--update"]);
    let later = record(&sandbox, "acme/x");
    assert_eq!(later["tasks"][1]["title"], "Next three");
    for (path, own) in [("/tasks/0", 0), ("/tasks/2", 2), ("/pre_call/0", 0)] {
        assert_eq!(later.pointer(path), now.pointer(path), "{own}: {answer:#}");
    }
    assert!(answer["doubts"].to_string().contains("what was recorded stays"), "{answer:#}");
}

#[test]
fn a_planned_time_stays_beside_the_actual_one_and_a_second_of_a_name_is_said() {
    let sandbox = Sandbox::new();
    let text =
        "# Acme - x\n\n## Tasks\n\n| Task | Estimate | Actual | Outcome |\n|-|-|-|-|\n| a | 10m | 12m | Success |\n";
    sandbox.call(&["import", "-"]).input(text).run().ok();
    let plain = sandbox.run(&["export", "acme/x", "--to", "markdown", "--plain"]).ok().stdout.clone();
    let back = sandbox.call(&["import", "-", "--json"]).input(plain).run().ok().json();
    assert_eq!(back["id"], "acme/x-2");
    assert!(back["doubts"][0]["message"].as_str().expect("words").contains("acme/x is in this store already"));
    // of two in one text it is not the store that has the other
    let two = "# Acme - y\n\n## Tasks\n\n- [ ] a\n\n# Acme - y\n\n## Tasks\n\n- [ ] b\n";
    let would = sandbox.call(&["import", "-", "--json", "--dry-run"]).input(two).run().ok().stdout.clone();
    assert!(would.contains("the runbook of line 1 has this name too") && !would.contains("in this store"), "{would}");
    let task = &record(&sandbox, "acme/x-2")["tasks"][0];
    assert_eq!((&task["estimate"], &task["attempts"][0]["took"]), (&"10m".into(), &"12m".into()));
}

#[test]
fn texts_that_were_once_misread_come_in_whole_or_are_refused() {
    let sandbox = Sandbox::new();
    for (text, contacts, checks, tasks, after) in [
        (include_str!("../fixtures/import/escaped.md"), 0, 2, 1, 0),
        (include_str!("../fixtures/import/customer-steps.md"), 0, 0, 0, 0),
        (include_str!("../fixtures/import/phases.md"), 0, 3, 4, 1),
        (include_str!("../fixtures/import/change.md"), 0, 2, 3, 1),
    ] {
        let name: &[&str] =
            if text.contains("Change Technician") { &["--customer", "Acme", "--task", "Move"] } else { &[] };
        let words = [&["import", "-", "--dry-run", "--json"], name].concat();
        let own = sandbox.call(&words).input(text).run().ok().json()["runbook"].clone();
        let count = |list: &str| own[list].as_array().expect("a list").len();
        assert_eq!(
            (count("contacts"), count("pre_call"), count("tasks"), count("post_call")),
            (contacts, checks, tasks, after)
        );
    }
    let out =
        sandbox.call(&["import", "-", "--dry-run"]).input(include_str!("../fixtures/import/decommission.md")).run();
    out.code(2);
    assert!(out.stderr.contains("--customer") && out.stderr.contains("--task"), "{out}");
}

#[test]
fn what_stays_as_it_was_recorded_is_told_and_strict_refuses_it() {
    let sandbox = Sandbox::new();
    let text = "# Acme - x\n\n## Pre-call checklist\n\n- [x] Tell\n\n## Tasks\n\n| Task | Outcome | Duration |\n|-|-|-|\n| a | Success | 3m |\n";
    sandbox.call(&["import", "-"]).input(text).run().ok();
    let export = sandbox.run(&["export", "acme/x", "--to", "markdown"]).ok().stdout.clone();
    let before = (record(&sandbox, "acme/x"), sandbox.commits());
    for (from, to) in [("- [x] Tell", "- [ ] Tell"), ("| Success | 3m |", "|  |  |")] {
        let (shown, folded) = export.split_once("<details>").expect("a folded record");
        assert!(shown.contains(from), "{shown}");
        sandbox.write("work.md", format!("{}<details>{folded}", shown.replace(from, to)));
        for flags in [&["--update"][..], &[], &["--update", "--dry-run"]] {
            let answer = sandbox.json(&[&["import", "work.md"], flags].concat());
            assert_eq!((&answer["id"], &answer["commit"]), (&"acme/x".into(), &Value::Null));
            assert!(answer["doubts"].to_string().contains("what was recorded stays"), "{answer:#}");
        }
        let out = sandbox.run(&["import", "work.md", "--update"]);
        assert!(out.ok().stderr.contains("stays as it is recorded"), "{out}");
        let out = sandbox.run(&["import", "work.md", "--update", "--strict"]);
        assert!(out.code(1).stderr.contains("with --strict nothing was written"), "{out}");
        assert_eq!((record(&sandbox, "acme/x"), sandbox.commits()), before);
    }
    // a hint is the same command with one more flag
    sandbox.write("work.md", export.replace("| a | Success | 3m |", "| a | Success | 4m |"));
    let out = sandbox.refused(3, &["import", "work.md", "--zone", "Europe/Berlin", "--strict"]);
    for flag in ["--update", "--as-new"] {
        assert!(out.stderr.contains(&format!("runbook import work.md --zone Europe/Berlin --strict {flag}")), "{out}");
    }
}

#[test]
fn a_customer_is_never_half_of_a_name() {
    let sandbox = Sandbox::new();
    let text = "# Nightly run\n\n## Tasks\n\n- a\n";
    let words = ["import", "-", "--customer", "Stark Ltd - Rerun", "--task", "nightly"];
    let out = sandbox.call(&words).input(text).run();
    assert!(out.code(2).stderr.contains("is no customer"), "{out}");
    let out = sandbox.run(&["new", "--customer", "Stark Ltd - Rerun", "--task", "nightly"]);
    assert!(out.code(2).stderr.contains("--customer 'Stark Ltd'"), "{out}");
}

#[test]
fn a_length_that_nobody_said_is_none() {
    let sandbox = Sandbox::new();
    let text = "# Acme - x\n\n## Tasks\n\n| Task | Outcome | Duration |\n|-|-|-|\n| one | Success | 10 |\n| two | Done | |\n| three | Success | 5m |\n";
    let answer = sandbox.call(&["import", "-", "--json"]).input(text).run().ok().json();
    assert!(answer["doubts"].to_string().contains("it has no unit"), "{answer:#}");
    let tasks = record(&sandbox, "acme/x")["tasks"].clone();
    assert_eq!((tasks[0]["attempts"][0].get("took"), tasks[1]["attempts"][0].get("took")), (None, None));
    for words in [
        &["show", "acme/x"][..],
        &["export", "acme/x", "--to", "csv"],
        &["export", "acme/x", "--to", "markdown", "--audience", "customer"],
        &["export", "acme/x", "--to", "json", "--audience", "customer"],
    ] {
        let out = sandbox.run(words);
        let shown = out.ok().stdout.clone();
        assert!(shown.contains("5m"), "{words:?}: {shown}");
        for nothing in [">0m<", "\"0m\"", "| 0m", " 0m "] {
            assert!(!shown.contains(nothing), "{words:?}: {shown}");
        }
    }
}
