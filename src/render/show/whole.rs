//! The parts of a shown runbook in their order: what the reader needs first comes first.

use super::phrases::unknown;
use super::shown::Shown;
use super::{header, lists, people, rest, work};
use crate::lifecycle::Standing;
use crate::model::{Checklist, Prose};
use crate::render::layout::{plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::planned::{INDENT, planned};
use crate::render::signs;
use crate::render::style::Style;

/// `show`.
pub fn show(shown: &Shown<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    let runbook = shown.runbook;
    title(shown, &mut page);
    standing(shown, &mut page);
    rest::overrides(runbook, style, &mut page);
    header::header(shown, style, &mut page);
    long_text("Summary", &runbook.summary, &mut page);
    long_text("Expected result", &runbook.expected_result, &mut page);
    people::contacts(shown, style, &mut page);
    lists::checklist("Before the call", Checklist::Pre, runbook, style, &mut page);
    lists::permissions(runbook, style, &mut page);
    work::tasks("Tasks", &runbook.tasks, runbook, style, &mut page);
    rest::rollback(runbook, style, &mut page);
    lists::checklist("After the call", Checklist::Post, runbook, style, &mut page);
    lists::obligations(runbook, style, &mut page);
    rest::approvals(runbook, style, &mut page);
    rest::targets(runbook, style, &mut page);
    if runbook.tasks.iter().any(|task| !task.attempts.is_empty()) {
        page.heading("Planned and actual", "");
        page.lines(INDENT, planned(runbook, style));
    }
    rest::kept(runbook, &mut page);
    unknown("", &runbook.extra, 0, &mut page);
    page.blank();
    page.line(ink(Ink::Muted, &format!("Times without a zone: {}", style.zone_words())));
    page.done()
}

fn title(shown: &Shown<'_>, page: &mut Page<'_>) {
    let runbook = shown.runbook;
    page.hang("", &ink(Ink::Heading, &plain(runbook.name())));
    let mut facts = vec![shown.id.to_string(), signs::of(runbook)];
    if let Some(found) = shown.readiness.filter(|_| runbook.state.is_before_call()) {
        facts.push(match found.missing.len() {
            0 => signs::ready(true),
            number => format!("{}: {} missing", signs::ready(false), signs::count(number, "point", "points")),
        });
    }
    if runbook.confidential {
        facts.push("confidential".to_owned());
    }
    page.hang("", &facts.join(", "));
}

/// What the reader must know about this file before believing it.
fn standing(shown: &Shown<'_>, page: &mut Page<'_>) {
    let id = shown.id;
    let (words, is_comparable) = match (shown.standing, shown.commit) {
        (Standing::Recorded, _) => return,
        (Standing::Edited, None) => ("this file is not in the trail yet; to record it:".to_owned(), false),
        (Standing::Edited, Some(commit)) => {
            let commit = commit.short();
            (
                format!("this is the file as it lies there, not what the trail has ({commit}); to compare, to record:"),
                true,
            )
        }
        (Standing::Behind, _) => {
            (format!("this file {}; to compare, to bring it up to the branch:", Standing::BEHIND), true)
        }
        (Standing::Unwritten, _) => (format!("this file {}; to compare, to write it:", Standing::UNWRITTEN), true),
        (Standing::CommittedByHand, _) => {
            ("this file was committed with plain git, without an event; to adopt it:".to_owned(), false)
        }
        (Standing::Undecided, _) => {
            (format!("this file {}: {}, then:", Standing::UNDECIDED, Standing::deciding()), false)
        }
    };
    page.blank();
    page.hang(&format!("{} ", ink(Ink::Bad, "!")), &words);
    if is_comparable {
        page.line(format!("    runbook diff {id}"));
    }
    let way = match shown.standing {
        // what is done before it has been said above
        Standing::Undecided => Standing::Edited.way_out(id),
        own => own.way_out(id),
    };
    page.line(format!("    {way}"));
}

fn long_text(title: &str, text: &Option<Prose>, page: &mut Page<'_>) {
    if let Some(text) = text {
        page.heading(title, "");
        page.text(2, &prose(text));
    }
}
