//! What an audit found: the verdict first, then findings by runbook with what to do, then what the verdict rests on.

use super::layout::{plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs::count;
use super::style::Style;
use crate::model::{Audit, AuditCode, AuditFinding, RunbookId};

/// So many fields written by hand are listed.
const LISTED: usize = 10;

/// `audit`.
pub fn audit(audit: &Audit, style: &Style) -> String {
    let mut page = Page::new(style);
    page.hang("", &verdict(audit));
    let mut ids: Vec<Option<&RunbookId>> = audit.findings.iter().map(|finding| finding.id.as_ref()).collect();
    ids.sort();
    ids.dedup();
    for id in ids {
        page.blank();
        page.line(ink(Ink::Heading, &id.map_or_else(|| "The history".to_owned(), ToString::to_string)));
        for finding in audit.findings.iter().filter(|finding| finding.id.as_ref() == id) {
            self::finding(finding, &mut page);
        }
    }
    by_hand(audit, &mut page);
    grounds(audit, &mut page);
    page.done()
}

fn verdict(audit: &Audit) -> String {
    let read =
        format!("{} of {}", count(audit.commits, "commit", "commits"), count(audit.runbooks, "runbook", "runbooks"));
    match (audit.ok, audit.findings.len()) {
        (true, _) if audit.head.is_none() => ink(Ink::Good, "There is no trail yet, and nothing wrong with it."),
        (true, _) => format!("{} {read} replayed.", ink(Ink::Good, "The trail holds:")),
        (false, found) => {
            let found = count(found, "finding", "findings");
            format!("{} {found} in {read}.", ink(Ink::Bad, "The trail does not hold:"))
        }
    }
}

fn finding(finding: &AuditFinding, page: &mut Page<'_>) {
    let commit = finding.commit.as_ref().map_or_else(String::new, |commit| format!("{}  ", commit.short()));
    let head = format!("  {commit}{}  ", ink(Ink::Bad, finding.code.word()));
    page.hang(&head, &prose(&finding.message));
    if !finding.fix.is_empty() {
        page.line(format!("      {}", plain(&finding.fix)));
    }
}

/// What was recorded as a hand edit and says that something happened.
fn by_hand(audit: &Audit, page: &mut Page<'_>) {
    if audit.by_hand.is_empty() {
        return;
    }
    page.blank();
    page.line(ink(
        Ink::Heading,
        "Marks, attempts, answers and approvals that were written by hand, and recorded as such",
    ));
    let fields = || audit.by_hand.iter().flat_map(|own| own.paths.iter().map(move |path| (own, path)));
    for (own, path) in fields().take(LISTED) {
        let what = format!("{} {path} by {}", own.id, own.by);
        page.hang(&format!("  {}  ", own.commit.short()), &prose(&what));
    }
    let more = fields().skip(LISTED).count();
    if more > 0 {
        page.line(format!("  and {more} more; --json lists all"));
    }
}

/// What the verdict rests on, and what it does not say.
fn grounds(audit: &Audit, page: &mut Page<'_>) {
    if audit.head.is_none() {
        return;
    }
    page.blank();
    let mut lines = Vec::new();
    if audit.edits > 0 {
        lines.push(format!("{} recorded as such.", count(audit.edits, "hand edit is", "hand edits are")));
    }
    if audit.policy.len() > 1 {
        let commits: Vec<&str> = audit.policy.iter().map(crate::model::CommitId::short).collect();
        lines.push(format!(
            "The store's settings changed in {}: each event is judged by those of its day.",
            commits.join(", ")
        ));
    }
    lines.push(match audit.signed {
        0 => "No commit is signed by somebody whom you trust: who made them is what they say themselves.".to_owned(),
        signed => format!(
            "{signed} of {} of the trail are signed by people whom you trust.",
            count(audit.trail, "commit", "commits")
        ),
    });
    let has = |code: AuditCode| audit.findings.iter().any(|finding| finding.code == code);
    lines.push(match audit.anchors.as_slice() {
        [] if has(AuditCode::HistoryRewritten) => {
            "It is not held against what was known before, or not all of it: see the findings.".to_owned()
        }
        [] if has(AuditCode::IncompleteHistory) => {
            "Nothing was known before, and nothing is remembered of a history that is not whole.".to_owned()
        }
        [] if !audit.remembered => {
            "It is held against nothing that was known before, so a history that was rewritten as \
               a whole cannot be seen; --expect holds it against a commit that you know."
                .to_owned()
        }
        [] => "Nothing was known before, so a history that was rewritten as a whole cannot be seen. This head is \
               remembered for the next audit; --expect holds it against a commit that you know."
            .to_owned(),
        anchors => format!("Held against {}: nothing before it was rewritten.", anchors.join(" and ")),
    });
    lines.extend(audit.notes.iter().cloned());
    for line in lines {
        page.hang("", &prose(&line));
    }
}
