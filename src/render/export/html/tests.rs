//! The page of the rich runbook: whole, closed, and without an element that a record's text brought.

use super::{html, index_html};
use crate::model::{Runbook, Settings};
use crate::render::export::traps::{TRAPS, filled};
use crate::render::export::{Audience, ExportedEntry, for_customer};
use crate::render::test_fixture;

const VOID: &[&str] = &["meta", "br", "hr"];
const KNOWN: &[&str] = &[
    "html",
    "head",
    "meta",
    "style",
    "title",
    "body",
    "a",
    "div",
    "header",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "br",
    "hr",
    "blockquote",
    "em",
    "strong",
    "del",
    "ul",
    "ol",
    "li",
    "span",
    "b",
    "main",
    "dl",
    "dt",
    "dd",
    "time",
    "section",
    "figure",
    "svg",
    "desc",
    "line",
    "text",
    "rect",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "pre",
    "footer",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "href",
    "rel",
    "id",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "focusable",
    "datetime",
    "scope",
    "role",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "rx",
    "text-anchor",
    "start",
    "value",
];

/// Reads the page strictly, as XML would be read, and gives the addresses that can be followed.
fn read(page: &str) -> Vec<String> {
    let mut rest = page.strip_prefix("<!doctype html>").unwrap();
    let (mut open, mut links): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        assert!(open.last() == Some(&"style") || !before.contains('>'), "a loose > in {before}");
        let end = tag.find('>').unwrap();
        let inside = tag.get(1..end).unwrap();
        rest = tag.get(end + 1..).unwrap();
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        assert!(KNOWN.contains(&name), "<{inside}>");
        if !VOID.contains(&name) {
            open.push(name);
        }
        while !attributes.is_empty() {
            let (attribute, after) = attributes.split_once("=\"").unwrap();
            let (value, after) = after.split_once('"').unwrap();
            assert!(ATTRIBUTES.contains(&attribute.trim()), "{attribute} in <{inside}>");
            if attribute.trim() == "href" && value != "#main" {
                links.push(value.to_owned());
            }
            attributes = after;
        }
    }
    assert!(open.is_empty(), "{open:?}");
    links
}

fn page(runbook: &Runbook, audience: Audience) -> String {
    let trail = if audience == Audience::Internal { test_fixture::trail() } else { Vec::new() };
    let seen = match audience {
        Audience::Internal => runbook.clone(),
        Audience::Customer => for_customer(runbook, &Settings::default()).unwrap(),
    };
    test_fixture::exported(&seen, audience, &trail, html)
}

#[test]
fn no_text_becomes_markup_or_a_link_that_acts() {
    for trap in TRAPS {
        for audience in [Audience::Internal, Audience::Customer] {
            for link in read(&page(&filled(trap), audience)) {
                assert!(
                    link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:"),
                    "{trap}: {link}"
                );
            }
        }
    }
}

#[test]
fn the_page_says_everything_and_needs_nothing() {
    let page = page(&test_fixture::runbook(), Audience::Internal);
    for said in [
        "<html lang=\"en\">",
        "Content-Security-Policy",
        "default-src &#39;none&#39;",
        "<main id=\"main\">",
        "role=\"img\" aria-labelledby=\"timeline-name timeline-told\"",
        "<h1>Acme - Enforce 2FA on all groups</h1>",
        "Rate limit hit after 900 groups",
        "Agreed by phone, the ticket follows",
        "The trail",
        "discharge obligation delete-list: shredded",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(page.contains(said), "{said} is missing");
    }
    for outside in ["<script", "<link", "<img", "<iframe", "@import", "url(", "src="] {
        assert!(!page.contains(outside), "{outside} is there");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
}

#[test]
fn a_customers_page_holds_nothing_internal() {
    let page = page(&test_fixture::runbook(), Audience::Customer);
    for inside in
        ["@john_doe", "john.doe@", "issues/42", "ruby", "Rate limit", "The trail", "by phone", "Refund", "acme/enforce"]
    {
        assert!(!page.contains(inside), "{inside} went out");
    }
    assert!(page.contains("tom@acme.example.com") && page.contains("Granted"));
}

#[test]
fn a_sum_of_a_part_is_not_shown_as_that_of_the_whole() {
    let of = |second: serde_json::Value| {
        let tasks = serde_json::json!([
            {"id": "a", "title": "A", "estimate": "10m", "attempts": [{"took": "5m", "outcome": "success"}]},
            {"id": "b", "title": "B", "estimate": "30m", "attempts": [second]},
        ]);
        let record = serde_json::json!({"customer": "Acme", "task": "Move", "state": "wrap-up", "tasks": tasks});
        let page = page(&serde_json::from_value(record).unwrap(), Audience::Internal);
        let (_, sums) = page.split_once("In all").unwrap();
        let sums = sums.split_once("</tr>").unwrap().0.to_owned();
        (sums, page)
    };
    let (sums, page) = of(serde_json::json!({"outcome": "success"}));
    assert!(sums.contains(">5m as far as it is known<") && sums.contains("2 of 2 done"), "{sums}");
    assert!(page.contains("5m of 40m as far as it is known"), "{page}");
    let (sums, page) = of(serde_json::json!({"took": "15m", "outcome": "success"}));
    assert!(sums.contains(">20m ") && sums.contains("-20m") && !sums.contains("known"), "{sums}");
    assert!(page.contains("took 20m of 40m (-20m)"), "{page}");
}

#[test]
fn a_runbook_that_says_nothing_is_a_page_too() {
    let empty = Runbook::new("Acme".parse().unwrap(), "Nothing".parse().unwrap());
    assert_eq!(read(&page(&empty, Audience::Internal)).len(), 0);
    assert!(!page(&empty, Audience::Customer).contains("<svg"));
}

#[test]
fn the_index_leads_to_every_file_and_says_why_one_is_missing() {
    let entries: Vec<ExportedEntry> = test_fixture::rows()
        .into_iter()
        .map(|row| {
            let file = row.problem.clone().map_or_else(|| Ok(format!("{}.html", row.id)), Err);
            ExportedEntry { row, file }
        })
        .collect();
    let page = index_html("Runbooks of <acme>", &entries, test_fixture::now());
    assert_eq!(read(&page).len(), 3);
    assert!(page.contains("is no key"));
}

/// The picture of planned and actual, with what is said below it.
fn timeline(runbook: &Runbook, audience: Audience) -> String {
    let page = page(runbook, audience);
    page.split_once("<figure").and_then(|(_, rest)| rest.split_once("</figure>")).unwrap().0.to_owned()
}

#[test]
fn a_clock_is_drawn_only_where_the_times_of_the_work_are_told() {
    let planned = |attempts: serde_json::Value| -> Runbook {
        let tasks = serde_json::json!([{"id": "a", "title": "A", "estimate": "20m", "attempts": attempts}]);
        let record = serde_json::json!({
            "customer": "Acme", "task": "Move", "state": "running", "tasks": tasks,
            "scheduled_at": "2026-12-01T14:00:00+01:00", "time_zone": "Europe/Berlin",
        });
        serde_json::from_value(record).unwrap()
    };
    let timed = serde_json::json!([
        {"started_at": "2026-12-01T12:31:00+01:00", "finished_at": "2026-12-01T12:51:00+01:00", "outcome": "success"},
    ]);
    let length_only = serde_json::json!([{"took": "20m", "outcome": "success"}]);
    for (attempts, audience, has_clock) in [
        (&timed, Audience::Internal, true),
        (&timed, Audience::Customer, false),
        (&length_only, Audience::Internal, false),
        (&length_only, Audience::Customer, false),
        (&serde_json::json!([]), Audience::Internal, true),
        (&serde_json::json!([]), Audience::Customer, true),
    ] {
        let picture = timeline(&planned(attempts.clone()), audience);
        let said = if has_clock { "Times are those of" } else { "are no times of day" };
        assert!(picture.contains(said), "{audience:?} {attempts}\n{picture}");
        assert_eq!(picture.contains(":00<"), has_clock, "{audience:?} {attempts}\n{picture}");
        assert_eq!(picture.contains(">0m<"), !has_clock, "{audience:?} {attempts}\n{picture}");
        assert_eq!(picture.contains("class=\"agreed\""), has_clock, "{audience:?} {attempts}\n{picture}");
    }
}
