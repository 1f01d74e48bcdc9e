//! The law of the paper: a record that went out as Markdown and comes in again is the same record, whatever its texts are.

use std::path::Path;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use runbook::import::{ImportOptions, read};
use runbook::lifecycle::Stamp;
use runbook::model::{CheckItem, Identity, Line, Moment, Prose, Runbook, Slug};
use runbook::render::export::markdown;
use runbook::trail::PersonEnv;
use runbook::workspace::change::{self, ChangeOptions};
use runbook::workspace::{Workspace, init};
use serde_json::{Value, json};

use super::arbitrary::{documented, records, text};

/// What an import needs of a store; nothing is written to it.
fn store(top: &Path) -> Workspace {
    let env = PersonEnv {
        author_name: Some("writer".to_owned()),
        author_email: Some("writer@example.com".to_owned()),
        committer_name: Some("writer".to_owned()),
        committer_email: Some("writer@example.com".to_owned()),
        ..PersonEnv::default()
    };
    let now = Moment::from_git(1_790_400_000, 60);
    init::make_store(top, &env, Path::new("runbook"), |by: Identity| Stamp { now, happened: None, by }).unwrap();
    Workspace::open(top, &env).unwrap()
}

fn unnamed() -> Line {
    Line::new("no name was found").unwrap()
}

fn asked(home_side: &Slug) -> ImportOptions {
    ImportOptions { customer: None, task: None, zone: None, default_zone: None, home_side: home_side.clone() }
}

#[test]
fn what_goes_out_as_markdown_comes_back_as_the_same_record() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = store(&folder.path().join("store"));
    let home = workspace.settings().home_side.clone();
    let leave = ChangeOptions { allow_secret: Some(Prose::new("random words").unwrap()) };
    let config = ProptestConfig { cases: 256, max_shrink_iters: 4_000, ..ProptestConfig::default() };
    proptest!(config, |((record, _) in records(text()))| {
        let toml = runbook::store::render_inside(&record).unwrap();
        let text = markdown(&record, &home, Some(&toml));
        let mut drafts = change::drafts(&workspace, text.as_bytes(), &asked(&home), &leave).unwrap();
        prop_assert_eq!(drafts.len(), 1, "{}", text);
        let actions: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with('/')).collect();
        let wanted = if record.confidential { &["/confidential"][..] } else { &[] };
        prop_assert_eq!(&actions, wanted, "{}", text);
        let mut draft = drafts.remove(0);
        let told = draft.doubts.iter().chain(&draft.repairs);
        let told: Vec<String> = told.map(|own| own.message.clone()).filter(|own| !own.contains("by the folded record alone")).collect();
        prop_assert_eq!(told, Vec::<String>::new(), "{}", text);
        draft.leave_open();
        let (customer, task) = (draft.customer.clone(), draft.task.clone());
        let back = draft.named(customer.unwrap_or_else(unnamed), task.unwrap_or_else(unnamed));
        prop_assert_eq!(&back, &record, "{}", text);
    });
}

/// What an independent parser sees of the structure, and what must not be there.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    tables: usize,
    rows: usize,
    headings: usize,
    ticks: usize,
    strange: Vec<String>,
}

fn seen(text: &str) -> Seen {
    let mut seen = Seen::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH) {
        match event {
            Event::Start(Tag::Table(_)) => seen.tables += 1,
            Event::Start(Tag::TableRow) => seen.rows += 1,
            Event::Start(Tag::Heading { .. }) => seen.headings += 1,
            Event::TaskListMarker(_) => seen.ticks += 1,
            // a line's end; where a text is nothing else, it stands alone
            Event::InlineHtml(html) | Event::Html(html) if html.trim_end() == "<br>" => {}
            Event::Html(html) if ["<details>", "<summary>", "</details>"].iter().any(|own| html.starts_with(own)) => {}
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => {}
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough) => {
                seen.strange.push(format!("{event:?}"));
            }
            _ => {}
        }
    }
    seen
}

#[test]
fn an_independent_parser_sees_the_same_structure_whatever_the_texts_are() {
    let home = Slug::new("gitlab").unwrap();
    let config = ProptestConfig { cases: 256, max_shrink_iters: 4_000, ..ProptestConfig::default() };
    proptest!(config, |((record, dull) in records(text()))| {
        let text = markdown(&record, &home, None);
        let wanted = seen(&markdown(&dull, &home, None));
        prop_assert_eq!(&wanted.strange, &Vec::<String>::new());
        prop_assert_eq!(seen(&text), wanted, "{}", text);
    });
}

/// What the documents' structure can hold of a record.
fn held(record: &Runbook) -> Value {
    let of_side = |side: &str| -> Vec<Value> {
        let own = record.contacts.iter().filter(|own| own.side.as_str() == side);
        own.map(|own| json!([own.name, own.role, own.description])).collect()
    };
    let items = |items: &[CheckItem]| -> Vec<Value> {
        items.iter().map(|own| json!([own.text, own.mark, own.reason, own.evidence])).collect()
    };
    let tasks: Vec<Value> = record
        .tasks
        .iter()
        .map(|own| {
            let attempts: Vec<Value> = own.attempts.iter().map(|one| json!([one.outcome, one.took])).collect();
            json!([own.title, own.link, own.estimate, attempts])
        })
        .collect();
    json!({
        "summary": record.summary, "expected_result": record.expected_result, "dri": record.dri,
        "scheduled_at": record.scheduled_at.map(|at| at.utc().to_string()), "time_zone": record.time_zone, "agreed": record.agreed,
        "meeting_url": record.meeting_url, "issue_url": record.issue_url, "ticket_url": record.ticket_url,
        "confidential": record.confidential, "contacts": [of_side("gitlab"), of_side("customer")], "pre_call": items(&record.pre_call),
        "tasks": tasks, "post_call": items(&record.post_call),
        "plan": record.rollback.as_ref().and_then(|own| own.plan.clone()),
    })
}

#[test]
fn without_the_folded_record_comes_back_what_the_documents_structure_holds() {
    let home = Slug::new("gitlab").unwrap();
    let config = ProptestConfig { cases: 512, max_shrink_iters: 4_000, ..ProptestConfig::default() };
    proptest!(config, |(record in documented())| {
        let text = markdown(&record, &home, None);
        let mut drafts = read(text.as_bytes(), &asked(&home)).unwrap();
        prop_assert_eq!(drafts.len(), 1, "{}", text);
        let draft = drafts.remove(0);
        prop_assert_eq!(held(&draft.runbook), held(&record), "{}", text);
        let name = (draft.customer.unwrap_or_else(unnamed), draft.task.unwrap_or_else(unnamed));
        prop_assert_eq!(name, (record.customer, record.task), "{}", text);
    });
}
