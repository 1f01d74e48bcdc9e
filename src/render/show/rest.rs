//! The rollback, the reviewers' yes, what was overridden, what an import could not place.

use super::phrases::{unknown, who_and_when};
use super::work;
use crate::lifecycle::sort_approvals;
use crate::model::{Approval, Runbook};
use crate::render::clock::date_and_time;
use crate::render::layout::{plain, prose};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

pub(super) fn rollback(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    page.heading("Rollback", "");
    let Some(rollback) = &runbook.rollback else {
        page.line(format!("  {}", ink(Ink::Warn, "no plan yet")));
        return;
    };
    if let Some(reason) = &rollback.irreversible {
        page.hang(&format!("  {} ", ink(Ink::Bad, "IRREVERSIBLE:")), &prose(reason));
    }
    if let Some(plan) = &rollback.plan {
        page.text(2, &prose(plan));
    }
    for link in &rollback.links {
        page.hang("  - ", &plain(link));
    }
    if !rollback.steps.is_empty() {
        work::tasks("Rollback steps", &rollback.steps, runbook, style, page);
    }
    unknown("rollback", &rollback.extra, 2, page);
}

pub(super) fn approvals(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    if runbook.approvals.is_empty() {
        return;
    }
    page.heading("Approvals", "");
    let (fresh, stale) = sort_approvals(runbook);
    let line = |approval: &Approval, words: String, page: &mut Page<'_>| {
        let who = who_and_when(Some(&approval.by), Some(approval.at), style);
        page.hang("  ", &format!("{words} {who}"));
        unknown("approval", &approval.extra, 4, page);
    };
    for approval in fresh {
        line(approval, ink(Ink::Good, "approved"), page);
    }
    for approval in stale {
        line(approval, ink(Ink::Warn, "STALE, the plan changed since: approved"), page);
    }
}

pub(super) fn overrides(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    if runbook.overrides.is_empty() {
        return;
    }
    page.blank();
    for own in &runbook.overrides {
        let who = who_and_when(Some(&own.by), Some(own.at), style);
        let lead = format!("{} {} ", ink(Ink::Bad, "!"), ink(Ink::Bad, "OVERRIDDEN"));
        page.hang(&lead, &format!("{} {who}: {}", ink(Ink::Heading, &plain(&own.code)), prose(&own.reason)));
        unknown("override", &own.extra, 4, page);
    }
}

pub(super) fn targets(runbook: &Runbook, style: &Style, page: &mut Page<'_>) {
    let Some(targets) = &runbook.targets else { return };
    page.heading("Targets", "");
    if let Some(count) = targets.count {
        let mut words = format!("{count} in the list");
        if let Some(task) = &targets.task {
            let totals = targets.totals();
            words.push_str(&format!(", task {task}: {}", ink(Ink::Good, &format!("{} done", totals.done))));
            for (number, what, colour) in [
                (totals.failed, "failed", Ink::Bad),
                (totals.skipped, "skipped", Ink::Muted),
                (targets.left(), "left", Ink::Warn),
            ] {
                if number > 0 {
                    words.push_str(&format!(", {}", ink(colour, &format!("{number} {what}"))));
                }
            }
        }
        page.hang("  ", &words);
    }
    if let Some(at) = targets.purged_at {
        page.hang("  ", &format!("the list was deleted, {}", date_and_time(style.local(at))));
    }
    if let Some(digest) = &targets.sha256 {
        page.hang("  ", &format!("sha256 {}", plain(digest)));
    }
    unknown("targets", &targets.extra, 2, page);
}

pub(super) fn kept(runbook: &Runbook, page: &mut Page<'_>) {
    if runbook.kept.is_empty() {
        return;
    }
    page.heading("Kept from the import, without a place", "");
    for kept in &runbook.kept {
        let line = kept.line.map(|line| format!("line {line}"));
        let place = [line, kept.under.as_ref().map(plain)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !place.is_empty() {
            page.hang("  ", &ink(Ink::Muted, &place));
        }
        page.text(4, &prose(&kept.text));
        unknown("kept", &kept.extra, 4, page);
    }
}
