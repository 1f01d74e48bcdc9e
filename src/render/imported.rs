//! What an import came to: the runbook, what was mended, and what a person must look at, each with its line.

use super::layout::{pad, plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs;
use super::style::Style;
use crate::model::{Imported, ImportedHow, Remark, Runbook};

/// `import`, for one runbook of the text.
pub fn imported(done: &Imported, style: &Style) -> String {
    let mut page = Page::new(style);
    page.hang("", &format!("{}: {}: {}", done.id, ink(Ink::Good, done.how.words()), plain(done.runbook.name())));
    page.hang("  ", &format!("{}: {}", signs::of(&done.runbook), counts(&done.runbook)));
    section("Mended", Ink::Muted, &done.repairs, &mut page);
    section("To be looked at", Ink::Warn, &done.doubts, &mut page);
    if done.commit.is_some() {
        page.blank();
        let next = match done.how {
            ImportedHow::Updated => "diff",
            _ if done.runbook.kept.is_empty() && done.doubts.is_empty() => "ready",
            _ => "show",
        };
        page.line(format!("  {} runbook {next} {}", ink(Ink::Muted, "next:"), done.id));
    }
    page.done()
}

fn counts(runbook: &Runbook) -> String {
    let outcomes = runbook.tasks.iter().filter(|task| crate::lifecycle::outcome(task).is_some()).count();
    let tasks = signs::count(runbook.tasks.len(), "task", "tasks");
    let mut parts = vec![
        signs::count(runbook.contacts.len(), "contact", "contacts"),
        signs::count(runbook.pre_call.len(), "check before the call", "checks before the call"),
        if outcomes > 0 { format!("{tasks} ({outcomes} with an outcome)") } else { tasks },
        signs::count(runbook.post_call.len(), "after it", "after it"),
    ];
    if !runbook.kept.is_empty() {
        parts.push(format!("{} kept as written", signs::count(runbook.kept.len(), "passage", "passages")));
    }
    parts.join(", ")
}

fn section(title: &str, colour: Ink, remarks: &[Remark], page: &mut Page<'_>) {
    if remarks.is_empty() {
        return;
    }
    page.heading(title, "");
    let widest = remarks.iter().map(|remark| remark.line.to_string().len()).max().unwrap_or(0);
    for remark in remarks {
        let number = pad(&remark.line.to_string(), widest);
        page.hang(&format!("  {}  ", ink(colour, &format!("line {number}"))), &prose(&remark.message));
    }
}
