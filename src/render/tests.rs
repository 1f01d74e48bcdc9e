//! Every renderer on the same rich runbook with hostile text in it, at every width, with and without colour.

use serde_json::Value;

use super::Asked;
use super::layout::width;
use super::test_fixture::{
    HOSTILE, colored, commit, event, home, hostile_person, id, logged, plain, readiness, reports, rows, runbook, trail,
};
use super::{
    ChangeAnswer, Compared, Shown, Style, agenda, blame, changed, diff, diff_stat, doctor, fault, list, log, ready,
    show, templates, undoing,
};
use crate::lifecycle::Standing;
use crate::model::{
    Act, BlamedField, Change, DiffEnd, DoctorFinding, Fault, QuestionRow, Row, RunbookId, TemplateRow, difference,
    is_forbidden,
};

fn shown(style: &Style) -> String {
    let (runbook, readiness) = (runbook(), readiness());
    let shown = Shown {
        id: &id(),
        runbook: &runbook,
        commit: Some(&commit()),
        standing: Standing::Edited,
        readiness: Some(&readiness),
        began: None,
        home_side: &home(),
    };
    show(&shown, style)
}

fn finished(style: &Style) -> String {
    let mut before = runbook();
    before.state = crate::model::State::Scheduled;
    let after = runbook();
    let acts = [Act::Override { code: "not-agreed".parse().unwrap(), reason: "by phone".parse().unwrap() }, Act::Start];
    let events = acts.map(|act| event(act, "2026-12-01T14:05:00+01:00"));
    changed(
        &ChangeAnswer {
            id: &id(),
            events: &events,
            before: Some(&before),
            after: &after,
            commit: None,
            readiness: None,
        },
        style,
    )
}

fn findings() -> Vec<DoctorFinding> {
    vec![DoctorFinding {
        code: "mode".into(),
        message: format!("file {HOSTILE} is open"),
        fix: "chmod 0600 x".into(),
        fixed: false,
    }]
}

fn offered() -> Vec<TemplateRow> {
    let question = QuestionRow {
        name: "cause".into(),
        question: "Why?".into(),
        kind: "text".into(),
        choices: vec![],
        default: Value::Null,
        required: true,
    };
    let blank = TemplateRow {
        name: "blank".into(),
        version: 1.into(),
        title: format!("Anything {HOSTILE}"),
        description: None,
        source: "built-in".into(),
        variables: vec![question],
        problem: None,
    };
    let broken = TemplateRow {
        name: "broken".into(),
        version: Value::Null,
        title: String::new(),
        source: "store".into(),
        variables: vec![],
        problem: Some(format!("line 3: {HOSTILE}")),
        ..blank.clone()
    };
    vec![blank, broken]
}

fn failed() -> Fault {
    Fault::refused(format!("cannot {HOSTILE} do")).hint(format!("runbook save {HOSTILE}"))
}

/// Every field of the rich runbook as new, and some as changed.
fn whole() -> Vec<Change> {
    let record = serde_json::to_value(runbook()).unwrap();
    let mut changes = difference(&Value::Object(serde_json::Map::new()), &record);
    changes.extend(logged().into_iter().flat_map(|logged| logged.changes.unwrap()).flatten());
    changes
}

fn differing(style: &Style) -> (String, String) {
    let (changes, from) = (whole(), DiffEnd::Commit(Box::new(trail().swap_remove(2))));
    let compared = Compared { id: &id(), from: &from, to: &DiffEnd::File, changes: &changes, layout: false };
    (diff(&compared, style), diff_stat(&compared, style))
}

fn blamed() -> Vec<BlamedField> {
    let field = |path: &str, value: &str| BlamedField {
        path: path.to_owned(),
        value: value.into(),
        commit: commit(),
        author: hostile_person(),
        at: "2026-12-01T11:00:00+01:00".parse().unwrap(),
        event: (path == "summary").then(|| "set".to_owned()),
        adopted: None,
    };
    vec![
        field("summary", HOSTILE),
        field("variables.note", &"long ".repeat(60)),
        field(
            "tasks.bulk.title",
            "全てのグループで二要素認証が必須になり、設定は元に戻せます。全てのグループで二要素認証が必須になり",
        ),
        field("tasks.bulk.attempts.1.note", HOSTILE),
        field("rollback.steps.back.title", "Back"),
    ]
}

/// Every page for people, by name.
fn pages(style: &Style) -> Vec<(&'static str, String)> {
    vec![
        ("show", shown(style)),
        ("list", list(&rows(), Asked::Open, style)),
        ("agenda", agenda(&rows(), Asked::Open, style)),
        ("ready", ready(&reports(), style)),
        ("ready of one", ready(&reports()[..1], style)),
        ("log", log(&logged(), true, style)),
        ("diff", differing(style).0),
        ("diff --stat", differing(style).1),
        ("undo", undoing(&id(), &trail()[1], &whole(), style)),
        ("blame", blame(&blamed(), style)),
        ("changed", finished(style)),
        ("doctor", doctor(&findings(), style)),
        ("templates", templates(&offered(), style)),
        ("fault", fault(&failed(), style)),
    ]
}

const OUR_COLOURS: [&str; 8] =
    ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[1;31m", "\u{1b}[36m", "\u{1b}[35m"];

/// Run with `--nocapture` to look at them.
#[test]
fn every_page_ends_with_a_line_break_and_says_something() {
    for style in [plain(80), plain(200), colored(80)] {
        for (name, page) in pages(&style) {
            println!("==== {name} at {}\n{page}", style.width);
            assert!(page.ends_with('\n') && page.len() > 20, "{name}");
            assert!(!page.contains("\n\n\n") && !page.starts_with('\n'), "{name}: idle lines");
            assert!(!page.lines().any(|line| line.ends_with(' ')), "{name}: idle blanks");
        }
    }
}

#[test]
fn plain_pages_hold_nothing_that_a_terminal_acts_on() {
    for columns in [40, 80, 200] {
        for (name, page) in pages(&plain(columns)) {
            let bad = page.chars().find(|c| (is_forbidden(*c) && *c != '\n') || matches!(c, '\u{200b}' | '\u{200f}'));
            assert_eq!(bad, None, "{name} at {columns}");
            assert!(page.contains(r"\u{1b}[31mred") || !["show", "log", "ready", "fault"].contains(&name), "{name}");
        }
    }
}

#[test]
fn coloured_pages_hold_our_colours_and_are_the_plain_page_otherwise() {
    for columns in [40, 80, 200] {
        for ((name, mut page), (_, plain)) in pages(&colored(columns)).into_iter().zip(pages(&plain(columns))) {
            assert!(page.contains('\u{1b}'), "{name} has no colour");
            for line in page.lines().filter(|line| line.contains('\u{1b}')) {
                assert!(line.rfind("\u{1b}[0m") == line.rfind('\u{1b}'), "{name} leaves a colour on: {line:?}");
            }
            for colour in OUR_COLOURS {
                page = page.replace(colour, "");
            }
            assert_eq!(page, plain, "{name} at {columns}");
        }
    }
}

/// What may be wider than the screen, because it is there to be copied.
fn is_copied(line: &str) -> bool {
    let line = line.trim_start();
    ["runbook ", "next: runbook ", "try: ", "make one:", "closed ones:", "use one:", "agree on a time:"]
        .iter()
        .any(|start| line.starts_with(start))
        || line.contains("://")
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for columns in [60, 80, 120, 200] {
        for (name, page) in pages(&plain(columns)) {
            for line in page.lines().filter(|line| !is_copied(line)) {
                assert!(width(line) <= columns, "{name} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn show_tells_what_matters() {
    let page = shown(&plain(80));
    for words in [
        "Acme - Enforce 2FA on all groups\nacme/enforce-2fa-on-all-groups, running, confidential\n",
        "! this is the file as it lies there, not what the trail has (0123456789)",
        "    runbook save acme/enforce-2fa-on-all-groups\n",
        "! OVERRIDDEN not-agreed by John Doe, 2026-12-01 13:59: Agreed by phone",
        "  DRI           @john_doe (John Doe)\n",
        "  Schedule      Tue 2026-12-01 14:00 CET (Europe/Berlin), 30 min ago\n",
        "gitlab    Tue 05:00 PST  America/Los_Angeles  John Doe\n",
        "customer  Tue 14:00 CET  Europe/Berlin  Tom Blogs\n",
        "  [x] Take a backup of the group settings (backup, required)\n",
        "  [-] Do a dry run (dry-run)\n      prevented: The API has no dry-run mode for this call\n",
        "  n/a Check the invoice (paid-only)\n      does not apply: only when not paid\n",
        "  granted: Set two-factor enforcement on all groups through the API (bulk-api)\n",
        "      covers: bulk-change\n",
        "  refused: Restart the background workers (restart)\n",
        "  1  List all groups               success      10m      7m     -3m  list\n",
        "      attempt 1: failed 10m, 2026-12-01 14:10 to 14:20, by John Doe\n        Rate limit hit after 900 groups\n",
        "      attempt 2: running 9m, from 2026-12-01 14:21\n",
        "               ruby enforce.rb --all\n",
        "STALE, the plan changed since",
        "overdue, 2 h 30 min ago",
        "planned 45m, took 26m so far",
        "  line 12, Schedule\n    maybe Tuesday?\n      or Wednesday | `x`\n",
        "colour = ",
    ] {
        assert!(page.contains(words), "missing: {words}\n{page}");
    }
}

#[test]
fn show_cuts_nothing_in_silence() {
    let page = shown(&plain(400)).replace(['\n', ' '], "");
    let record = serde_json::to_value(runbook()).unwrap();
    let mut texts = Vec::new();
    collect(&record, &mut texts);
    assert!(texts.len() > 60);
    for text in texts {
        // times, lengths and words that stand as signs or in another form
        let is_reworded = text.parse::<crate::model::Moment>().is_ok()
            || ["wanted", "00", "success", "done", "prevented"].contains(&text.as_str())
            || text.contains('<')
            || text.contains(HOSTILE);
        let squeezed = crate::model::visible(&text).replace(['\n', ' ', '\t'], "");
        assert!(is_reworded || page.contains(&squeezed), "missing: {text}");
    }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(map) => map.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

#[test]
fn a_closed_runbook_sums_up_and_an_empty_one_says_what_is_missing() {
    let mut runbook = runbook();
    runbook.state = crate::model::State::Closed;
    runbook.result = Some(crate::model::RunResult::Partial);
    let of = |runbook: &crate::model::Runbook| {
        let shown = Shown {
            id: &id(),
            runbook,
            commit: Some(&commit()),
            standing: Standing::Recorded,
            readiness: None,
            began: None,
            home_side: &home(),
        };
        show(&shown, &plain(80))
    };
    let page = of(&runbook);
    assert!(page.contains("closed: partial") && page.contains("planned 45m, took 26m (-19m)"), "{page}");
    assert!(!page.contains("the file as it lies there"));
    let page = of(&crate::model::Runbook::new("Acme".parse().unwrap(), "Move".parse().unwrap()));
    for words in
        ["Schedule      none yet", "Contacts, gitlab\n  nobody yet", "Tasks  0 of 0 done\n  none yet", "no plan yet"]
    {
        assert!(page.contains(words), "missing: {words}\n{page}");
    }
}

#[test]
fn ready_gives_each_command_a_line_of_its_own() {
    let page = ready(&reports(), &plain(80));
    let commands: Vec<&str> = page.lines().map(str::trim).filter(|line| line.starts_with("runbook ")).collect();
    assert_eq!(
        commands,
        [
            "runbook set acme/enforce-2fa-on-all-groups dri=@handle",
            "runbook check done acme/enforce-2fa-on-all-groups announce --evidence LINK",
            "runbook check prevented acme/enforce-2fa-on-all-groups announce --reason WHY",
            "runbook set acme/enforce-2fa-on-all-groups ticket_url=https://…",
        ]
    );
    assert!(page.contains("acme/enforce-2fa-on-all-groups: NOT READY, 3 points missing\n"), "{page}");
    assert!(page.contains("OVERRIDDEN\n  ! not-agreed (agreed)") && page.contains("beta/move: READY\n"), "{page}");
    assert!(page.ends_with("1 of 2 are ready.\n"));
    assert!(ready(&[], &plain(80)).starts_with("No runbook is to be judged"));
}

#[test]
fn lists_fit_shorten_and_leave_nothing_out() {
    let narrow = list(&rows(), Asked::Open, &plain(80));
    let says_what = |text: &str| text.contains("unreadable") && text.contains("! runbooks/broken/record.toml: line 3:");
    assert!(says_what(&narrow) && !narrow.contains("…"), "{narrow}");
    let wide = list(&rows(), Asked::Open, &plain(200));
    assert!(wide.contains("Acme - Enforce 2FA on all groups") && wide.contains("in 3 d 2 h") && wide.contains("4/4"));
    assert!(list(&[], Asked::All, &plain(80)).contains("runbook new"));
    let none = list(&[], Asked::Some { all: false }, &plain(80));
    assert!(
        none.starts_with("No open runbook is like that.") && none.contains("--all") && !none.contains("runbook new")
    );
}

#[test]
fn a_row_can_be_told_by_its_id_on_a_screen_of_eighty_columns() {
    let id: RunbookId = "initech/enforce-2fa-on-all-the-groups-x".parse().unwrap();
    let dri = "Somebody with a very long name <somebody@a-long-host.example.com>".parse().ok();
    let path = id.path();
    let row = Row { id, path, dri, ..rows().remove(0) };
    let text = list(std::slice::from_ref(&row), Asked::Open, &plain(80));
    assert!(text.contains(row.label()) && text.contains("scheduled"), "{text}");
    assert!(text.lines().all(|line| width(line) <= 80), "{text}");
}

#[test]
fn the_agenda_goes_by_days_with_the_clocks_of_both_sides() {
    let page = agenda(&rows(), Asked::Open, &plain(80));
    let friday = page.split("Friday, 4 December 2026  in 3 days\n").nth(1).unwrap();
    for words in [
        "  16:30  Acme - Enforce 2FA on all groups\n",
        "gitlab    Fri 07:30 PST  America/Los_Angeles\n",
        "customer  Fri 16:30 CET  Europe/Berlin\n",
        "call      Fri 16:30 CET  Europe/Berlin\n",
        "Without a time\n         gamma/yi-xing  draft\n",
    ] {
        assert!(friday.contains(words), "missing: {words}\n{page}");
    }
    // whether anybody agreed is not known there
    assert!(!page.contains("agreed"), "{page}");
    let nothing = agenda(&[], Asked::Open, &plain(80));
    assert!(nothing.starts_with("Nothing is scheduled.") && nothing.contains("2026-12-08 14:00"), "{nothing}");
    assert_eq!(agenda(&[], Asked::Some { all: false }, &plain(80)).trim_end(), "No call is like that.");
}

#[test]
fn the_log_marks_what_is_late_and_what_has_no_event() {
    let page = log(&logged(), false, &plain(100));
    for words in [
        "Tuesday, 1 December 2026\n  14:20  0123456789  discharge obligation delete-list: shredded\n",
        "recorded 3 h 20 min later",
        "  13:59  0123456789  override not-agreed: by phone; start the call\n",
        "Monday, 30 November 2026\n  11:00  0123456789  without an event: fix",
        "the event is no JSON",
    ] {
        assert!(page.contains(words), "missing: {words}\n{page}");
    }
}

#[test]
fn templates_say_what_they_ask_and_which_are_unusable() {
    let page = templates(&offered(), &plain(200));
    assert!(page.contains("cause*") && page.contains("* must be answered"), "{page}");
    assert!(page.contains("unusable") && page.contains("! broken: line 3: "), "{page}");
}

#[test]
fn thousands_of_rows_fit_as_few_do() {
    let many: Vec<_> = rows().into_iter().cycle().take(10_000).filter(|row| row.problem.is_none()).collect();
    let page = list(&many, Asked::Open, &plain(80));
    assert_eq!(page.lines().count(), many.len() + 2);
    assert!(page.lines().all(|line| width(line) <= 80));
}
