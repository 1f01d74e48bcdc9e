//! What goes out: read again by programs that know nothing of ours, and kept from where it must not go.

use serde_json::Value;

use super::plan::{self, FILE, ID};
use crate::env::{Sandbox, has_tool};

/// Debian's own Python, which has the readers; another one first on the path may not.
const PYTHON: &str = "/usr/bin/python3";
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/csv_reader.py");

/// A text that wants to be something else wherever it is written.
const TRAP: &str = "=1+1 </td><script>window.acted=1</script> \"q\", `c` | @all /close";

/// What an independent reader makes of a list.
fn read_by(sandbox: &Sandbox, script: &str, words: &[&str]) -> Option<Value> {
    if sandbox.call_program(PYTHON, &["-c", "import csv"]).run().code != 0 {
        assert!(std::env::var_os("CI").is_none(), "this test needs Debian's python3");
        eprintln!("NOT TESTED: this machine has no python3");
        return None;
    }
    let file = sandbox.top().join("out");
    let file = file.to_str().expect("UTF-8");
    sandbox.run(&[&["export"][..], words, &["-o", file, "--force"]].concat()).ok();
    Some(sandbox.call_program(PYTHON, &[script, file]).run().ok().json())
}

#[test]
fn lists_read_back_as_they_are_with_formulas_defused() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["task", "set", ID, "tell", "--title", TRAP]).ok();
    sandbox.run(&["check", "add", ID, "--text", "two\nlines, \"quoted\""]).ok();
    let tasks = read_by(&sandbox, TABLE, &[ID, "--to", "csv"]);
    let Some(tasks) = tasks else { return };
    assert_eq!(tasks[3]["title"], format!("'{TRAP}"));
    assert_eq!((&tasks[1]["title"], &tasks[1]["estimate_s"]), (&"Remove 2FA from user list".into(), &"4500".into()));
    let contacts = read_by(&sandbox, TABLE, &[ID, "--to", "csv", "--part", "contacts"]).expect("read before");
    assert_eq!((&contacts[0]["name"], &contacts[0]["handle"]), (&"John Doe".into(), &"@john_doe".into()));
    let checks = read_by(&sandbox, TABLE, &[ID, "--to", "csv", "--part", "checks"]).expect("read before");
    assert!(checks.as_array().expect("rows").iter().any(|row| row["text"] == "two\nlines, \"quoted\""));
    let list = read_by(&sandbox, TABLE, &["--to", "csv", "--part", "list"]).expect("read before");
    assert_eq!((&list[0]["id"], &list[0]["state"]), (&ID.into(), &"scheduled".into()));
}

#[test]
fn json_is_what_show_says() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at("2026-11-30T12:00:00+01:00");
    let shown = sandbox.json(&["show", ID]);
    assert_eq!(sandbox.run(&["export", ID, "--to", "json"]).ok().json(), shown);
}

#[test]
fn a_customer_gets_nothing_that_was_not_allowed_in_any_format() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    for format in ["markdown", "html", "json", "ics", "csv"] {
        let out = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]);
        let text = out.ok().stdout.replace("\r\n ", "");
        for inside in [
            "@john_doe",
            "@jane_smith",
            "issues/1",
            "tickets.example",
            "handbook.example",
            "chat.example",
            "status: ",
            "discharge",
            "<details>",
            "dry-run",
            "rollback",
            "Rollback",
        ] {
            assert!(!text.contains(inside), "{inside} went out as {format}\n{text}");
        }
        assert!(text.contains("Remove 2FA from user list"), "{format}\n{text}");
        assert!(format == "csv" || text.contains("completed"), "{format}\n{text}");
    }
    sandbox.refused(3, &["export", ID, "--to", "csv", "--part", "checks", "--audience", "customer"]);
    sandbox.refused(2, &["export", "--to", "csv", "--part", "list", "--audience", "customer"]);
}

#[test]
fn a_list_tells_a_customer_what_their_page_does() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["set", ID, "dri=Sam Ours <sam@ours.example>"]).ok();
    sandbox.run(&["task", "set", ID, "tell", "--internal"]).ok();
    sandbox.run(&["new", "Acme - Other"]).ok();
    sandbox.run(&["set", "acme/other", "customer=Initech Hidden"]).ok();
    let folder = sandbox.top().join("theirs");
    let folder = folder.to_str().expect("UTF-8");
    let words = ["export", "--all", "--to", "markdown", "--audience", "customer", "-o", folder];
    sandbox.run(&words).ok().says("2 runbooks exported").says("with 2 indexes, one a customer");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("an index");
    // whoever hands a folder over hands over what is in it
    assert!(read("initech-hidden/other.md").contains("Initech Hidden"));
    assert!(!std::path::Path::new(folder).join("acme/other.md").exists());
    assert!(read("acme.md").contains("Planned, the time is agreed") && !read("acme.md").contains("Initech"));
    assert!(read("initech-hidden.md").contains("Initech Hidden"));
    let list = sandbox.run(&["export", ID, "--to", "csv", "--part", "list", "--audience", "customer"]);
    let list = list.ok().stdout.clone();
    assert!(list.contains("Sam Ours") && !list.contains("sam@ours.example"), "{list}");
    for format in ["markdown", "html", "json", "ics"] {
        let text = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]).ok().stdout.clone();
        assert!(!text.replace("\r\n ", "").contains("sam@ours"), "{text}");
    }
    sandbox.run(&["set", "acme/other", "customer=Globex"]).ok();
    let again = [&words[..], &["--force"]].concat();
    sandbox.run(&again).ok().complains("initech-hidden.md and 1 more lay there before and belongs to no runbook");
    let over = serde_json::json!(["initech-hidden.md", "initech-hidden/other.md"]);
    assert_eq!(sandbox.json(&again)["left_over"], over);
}

#[test]
fn a_placeholder_goes_out_to_nobody_and_what_fills_it_is_said() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["task", "set", ID, "tell", "--title", "Tell {{ who }}"]).ok();
    for format in ["markdown", "html", "json", "ics", "csv"] {
        let out = sandbox.refused(3, &["export", ID, "--to", format, "--audience", "customer"]);
        out.complains("tasks.tell.title still holds the placeholder {{ who }}").complains("var.who=VALUE");
    }
    sandbox.refused(3, &["export", ID, "--to", "ics"]).complains("{{ who }}");
    for format in ["markdown", "html", "json", "csv"] {
        sandbox.run(&["export", ID, "--to", format]).ok();
    }
    sandbox.refused(3, &["message", ID, "post", "--state", "x"]).complains("has not begun");
    sandbox.run(&["cancel", ID, "--reason", "No need any more"]).ok();
    for format in ["markdown", "html", "json", "ics", "csv"] {
        let text = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]).ok().stdout.clone();
        assert!(text.contains("Tell …") && !text.contains("who }}"), "{text}");
    }
    sandbox.run(&["export", ID, "--to", "ics"]).ok().says("CANCEL").says_no("who }}");
    let out = sandbox.refused(3, &["message", ID, "post", "--state", "As {{ it }} was"]);
    out.complains("the text still holds the placeholder {{ it }}");
}

#[test]
fn a_calendar_is_not_told_what_the_trail_does_not_hold() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let text = sandbox.read(FILE);
    sandbox.write(FILE, text.replace("title = \"Remove 2FA", "title = \"Take away 2FA"));
    sandbox.run(&["export", ID, "--to", "ics"]).code(5).complains(&format!("runbook save {ID}"));
    sandbox.run(&["save", ID]).ok();
    sandbox.run(&["export", ID, "--to", "ics"]).ok();
}

#[test]
fn what_is_internal_stays_so_without_the_folded_record() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["task", "set", ID, "tell", "--internal"]).ok();
    let file = sandbox.top().join("plain.md");
    let file = file.to_str().expect("UTF-8");
    sandbox.run(&["export", ID, "--to", "markdown", "--plain", "-o", file]).ok();
    let again = Sandbox::new();
    again.run(&["init"]).ok();
    let runbook = again.json(&["import", file])["runbook"].clone();
    let internal: Vec<bool> =
        runbook["tasks"].as_array().expect("tasks").iter().map(|task| task["internal"] == true).collect();
    assert_eq!(internal.iter().filter(|own| **own).count(), 1, "{runbook}");
}

#[test]
fn markdown_ends_confidential_and_has_the_record_unless_plain() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    let text = sandbox.run(&["export", ID, "--to", "markdown"]).ok().stdout.clone();
    assert!(text.starts_with("| Runbook name | Acme - Enforce 2FA on all groups |\n|"), "{text}");
    assert!(text.ends_with("\n```\n\n</details>\n\n/confidential\n"), "{text}");
    assert!(text.contains("<details>") && text.contains("| Success | 10m1s |"), "{text}");
    let plain = sandbox.run(&["export", ID, "--to", "markdown", "--plain"]).ok().stdout.clone();
    assert!(!plain.contains("<details>") && plain.ends_with("\n\n/confidential\n"), "{plain}");
    sandbox.refused(2, &["export", ID, "--to", "html", "--plain"]);
    sandbox.refused(2, &["export", ID, "--to", "html", "--part", "tasks"]);
}

#[test]
fn a_file_is_private_and_nothing_of_the_stores_is_written_over() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for own in
        [FILE, ".runbook.toml", ".gitattributes", ".git/config", ".git/new", "runbooks/new.md", "logs/x", ".runbook/x"]
    {
        sandbox.refused(3, &["export", ID, "--to", "markdown", "-o", own, "--force"]);
    }
    sandbox.refused(3, &["export", "--all", "--to", "markdown", "-o", "runbooks/acme", "--force"]);
    sandbox.call_program("ln", &["-s", "runbooks/acme", "short"]).run().ok();
    sandbox.refused(3, &["export", ID, "--to", "markdown", "-o", "short/enforce-2fa-on-all-groups.toml", "--force"]);
    let file = sandbox.top().join("out.md");
    let file = file.to_str().expect("UTF-8");
    sandbox.run(&["export", ID, "--to", "markdown", "-o", file]).ok().says("wrote ");
    let mode = sandbox.call_program("stat", &["-c", "%a", file]).run();
    assert_eq!(mode.line(), "600");
    sandbox.refused(3, &["export", ID, "--to", "markdown", "-o", file]).complains("--force");
    sandbox.run(&["export", ID, "--to", "html", "-o", file, "--force"]).ok();
    assert!(std::fs::read_to_string(file).expect("a file").starts_with("<!doctype html>"));
    sandbox.run(&["export", ID, "--to", "html", "-o", "-"]).ok().says("<!doctype html>");
    assert!(!sandbox.store().join("-").exists());
    sandbox.refused(2, &["export", "--all", "--to", "html", "-o", "-"]);
}

#[test]
fn everything_goes_out_with_an_index_and_what_cannot_be_read_is_told() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["new", "Globex - Move"]).ok();
    let folder = sandbox.top().join("all");
    let folder = folder.to_str().expect("UTF-8");
    sandbox.run(&["export", "--all", "--to", "html", "-o", folder]).ok().says("2 runbooks exported");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap_or_default();
    assert!(read("index.html").contains(&format!("href=\"{ID}.html\"")));
    assert!(read("globex/move.html").contains("Globex - Move"));
    sandbox.refused(3, &["export", "--all", "--to", "html", "-o", folder]).complains("exist");
    let theirs = sandbox.top().join("theirs");
    let theirs = theirs.to_str().expect("UTF-8");
    let words = ["export", "--all", "--to", "markdown", "--audience", "customer", "-o", theirs];
    let files = sandbox.json(&words)["files"].as_array().expect("files").len();
    assert_eq!(files, 4, "two runbooks and an index for each customer");
    let index = std::fs::read_to_string(format!("{theirs}/acme.md")).expect("an index");
    assert!(!index.contains("Globex") && index.contains("](acme/enforce-2fa-on-all-groups.md)"), "{index}");
    let out = sandbox.run(&["export", "--all", "--to", "ics", "-o", theirs, "--force"]);
    out.ok().complains("globex/move: left out");
    sandbox.write("runbooks/globex/broken.toml", "format = ");
    let out = sandbox.run(&["export", "--all", "--to", "json", "-o", theirs, "--force"]);
    out.code(5).complains("broken.toml, line 1");
}

#[test]
fn a_page_fits_can_be_read_and_does_nothing_in_a_real_browser() {
    if !has_tool("chromium") {
        return;
    }
    let sandbox = Sandbox::new();
    plan::wrapped(&sandbox);
    for words in [
        &["set", ID, "task=Enforce <b>2FA</b> on all groups"][..],
        &["set", ID, &format!("summary={TRAP} <img src=x onerror=\"window.acted=1\">")],
        &["set", ID, &format!("meeting_url=https://example.com/{}", "very-long-path/".repeat(20))],
        &["rollback", "set", ID, "--plan", TRAP],
        &[
            "task",
            "set",
            ID,
            "bulk-change",
            "--title",
            &format!("Answer_{} with Internationalisation", "0a1b".repeat(80)),
        ],
        &["task", "set", ID, "tell", "--instructions", "1. Answer them\n2. Run\n\n   ```\n   curl \\\n     x\n   ```"],
    ] {
        sandbox.run(words).ok();
    }
    let page = sandbox.run(&["export", ID, "--to", "html"]).ok().stdout.clone();
    let page = page.replace('&', "&amp;").replace('"', "&quot;");
    let script = include_str!("../fixtures/browser/look.js");
    let mut papers = Vec::new();
    for (width, scheme) in [(320, 1), (375, 0), (720, 1), (1280, 0)] {
        let frame = format!(
            "<!doctype html><pre id=answer></pre><iframe id=page width={width} height=900 srcdoc=\"\"></iframe>\
             <script>{script}</script><script>document.getElementById('page').srcdoc = document.getElementById('answer').dataset.page</script>"
        );
        let frame = frame.replace("<pre id=answer>", &format!("<pre id=answer data-page=\"{page}\">"));
        let file = sandbox.top().join("frame.html");
        std::fs::write(&file, frame).expect("written");
        let answer = browse(&sandbox, &format!("file://{}", file.display()), scheme);
        assert_eq!(answer["found"], serde_json::json!([]), "{width}: {answer:#}");
        assert_eq!(answer["heading"], "Acme - Enforce <b>2FA</b> on all groups");
        assert!(answer["bars"].as_u64().is_some_and(|bars| bars >= 8), "{answer:#}");
        let links = answer["links"].as_array().expect("links").clone();
        assert!(links.iter().all(|link| link == "https:"), "{answer:#}");
        papers.push(answer["paper"].clone());
    }
    assert_ne!(papers[0], papers[1], "light and dark are the same");
}

#[test]
fn paper_says_the_sum_once_and_on_every_sheet_what_it_is() {
    if !has_tool("chromium") || !has_tool("pdftotext") {
        return;
    }
    let sandbox = Sandbox::new();
    plan::wrapped(&sandbox);
    for number in 0..40 {
        let title = format!("Answer the question of group number {number}");
        sandbox.run(&["task", "set", ID, "tell", "--title", &title, "--link", "https://docs.example.com/answer"]).ok();
        let words = ["--id", &format!("more-{number}"), "--title", &title, "--estimate", "5m"];
        let added = sandbox.run(&[&["task", "add", ID][..], &words].concat());
        if added.code != 0 {
            break;
        }
    }
    let [page, paper] = ["paper.html", "paper.pdf"].map(|name| sandbox.top().join(name).display().to_string());
    sandbox.run(&["export", ID, "--to", "html", "-o", &page]).ok();
    let (profile, print) =
        (format!("--user-data-dir={}/profile", sandbox.top().display()), format!("--print-to-pdf={paper}"));
    let address = format!("file://{page}");
    let words = [&QUIET[..], &[&profile, &print, "--no-pdf-header-footer", &address]].concat();
    sandbox.call_program("chromium", &words).run().ok();
    let text = sandbox.call_program("pdftotext", &["-layout", &paper, "-"]).run().ok().stdout.clone();
    let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
    assert!(sheets.len() > 1, "{text}");
    assert_eq!(text.matches("In all").count(), 1, "{text}");
    for (number, sheet) in sheets.iter().enumerate() {
        let head = sheet.trim_start().lines().next().unwrap_or_default();
        assert!(head.starts_with("Acme - Enforce 2FA on all groups") && head.ends_with("confidential"), "{sheet}");
        assert!(sheet.trim_end().ends_with(&format!("{} / {}", number + 1, sheets.len())), "{sheet}");
    }
    assert!(text.contains("https://docs.example.com/answer"), "{text}");
}

#[test]
fn a_sheet_for_excel_has_its_mark_and_its_separator() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    for (sign, between) in [("semicolon", ';'), (";", ';'), ("comma", ','), ("tab", '\t')] {
        for part in ["tasks", "contacts", "checks", "list"] {
            let words = ["export", ID, "--to", "csv", "--part", part, "--excel", "--separator", sign];
            let text = sandbox.run(&words).ok().stdout.clone();
            let (head, _) = text.split_once("\r\n").expect("lines");
            assert!(head.starts_with("\u{feff}\"") && head.contains(&format!("\"{between}\"")), "{head}");
        }
    }
    let text = sandbox.run(&["export", ID, "--to", "csv", "--part", "contacts", "--excel"]).ok().stdout.clone();
    assert!(text.contains(",\"'@john_doe\","), "{text}");
    for flag in [&["--excel"][..], &["--separator", "tab"]] {
        sandbox.refused(2, &[&["export", ID, "--to", "html"], flag].concat()).complains("--to csv");
    }
}

/// Chromium without a screen, a network or a memory.
const QUIET: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// The answer that the page under this address writes into itself.
fn browse(sandbox: &Sandbox, address: &str, scheme: u8) -> Value {
    let profile = sandbox.top().join("profile");
    let (profile, scheme) =
        (format!("--user-data-dir={}", profile.display()), format!("--blink-settings=preferredColorScheme={scheme}"));
    let words = [&QUIET[..], &[&profile, &scheme, "--virtual-time-budget=5000", "--dump-dom", address]].concat();
    let dom = sandbox.call_program("chromium", &words).run().ok().stdout.clone();
    let answer = dom.split("<pre id=\"answer\"").nth(1).and_then(|rest| rest.split("\">").nth(1)).unwrap_or_default();
    let answer = answer.split("</pre>").next().unwrap_or_default().replace("&lt;", "<").replace("&gt;", ">");
    serde_json::from_str(&answer.replace("&amp;", "&")).unwrap_or_else(|error| panic!("{error}: {answer}\n{dom}"))
}
