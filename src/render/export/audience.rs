//! Who an export is for, and the record that a customer may see.
//!
//! What goes out is listed here by hand: a field that nobody allowed stays in, whatever is added to records later.

use crate::lifecycle::{Conditional, outcome, worked_s};
use crate::model::{Attempt, Contact, Extra, Length, Line, Moment, Permission, Runbook, Slug, Task, TaskOutcome, Zone};

/// Who an export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The people who work from the store.
    #[default]
    Internal,
    /// The customer: only what may go out.
    Customer,
}

/// The runbook as its customer may see it: name, description, schedule on their clocks, meeting, who is on the call in
/// which role, their own people's details, tasks with planned and actual, wording and state of permissions.
///
/// Ids say nothing: they are numbered anew. Attempts that run count up to `now`.
pub fn for_customer(runbook: &Runbook, home_side: &Slug, now: Moment) -> Runbook {
    let zone = their_zone(runbook, home_side);
    let tasks = runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables));
    let permissions = runbook.permissions.iter().filter(|permission| permission.is_applicable(&runbook.variables));
    Runbook {
        summary: runbook.summary.clone(),
        expected_result: runbook.expected_result.clone(),
        confidential: runbook.confidential,
        dri: dri_name(runbook),
        scheduled_at: runbook.scheduled_at.map(|at| zone.map_or(at, |zone| zone.local(at))),
        time_zone: zone,
        meeting_url: runbook.meeting_url.clone(),
        contacts: numbered(runbook.contacts.iter(), "contact", |own, id| contact(own, id, home_side)),
        tasks: numbered(tasks, "task", |own, id| task(own, id, now)),
        permissions: numbered(permissions, "permission", permission),
        ..Runbook::new(runbook.customer.clone(), runbook.task.clone())
    }
}

/// The customer's clocks: those of the agreement where one of theirs has them, otherwise their first.
fn their_zone(runbook: &Runbook, home_side: &Slug) -> Option<Zone> {
    let theirs: Vec<Zone> =
        runbook.contacts.iter().filter(|own| own.side != *home_side).filter_map(|own| own.time_zone).collect();
    let agreed = runbook.time_zone;
    theirs.iter().copied().find(|zone| Some(*zone) == agreed).or(theirs.first().copied()).or(agreed)
}

/// The DRI by name; a handle that nobody's name is known for stays in.
fn dri_name(runbook: &Runbook) -> Option<Line> {
    let named = runbook.dri_contact().map(|contact| contact.name.clone());
    named.unwrap_or_else(|| runbook.dri.clone().filter(|dri| !dri.as_str().trim_start().starts_with('@')))
}

fn numbered<'a, T: 'a, U>(items: impl Iterator<Item = &'a T>, word: &str, make: impl Fn(&'a T, Slug) -> U) -> Vec<U> {
    items.enumerate().map(|(index, item)| make(item, Slug::from_text(&format!("{word}-{}", index + 1)))).collect()
}

fn contact(own: &Contact, id: Slug, home_side: &Slug) -> Contact {
    let details = own.side != *home_side;
    Contact {
        id,
        side: own.side.clone(),
        name: own.name.clone(),
        handle: own.handle.clone().filter(|_| details),
        email: own.email.clone().filter(|_| details),
        role: own.role.clone(),
        duties: Vec::new(),
        description: None,
        time_zone: own.time_zone.filter(|_| details),
        region: own.region.clone().filter(|_| details),
        extra: Extra::new(),
    }
}

fn task(own: &Task, id: Slug, now: Moment) -> Task {
    let attempt = outcome(own).map(|ended| {
        let worked = worked_s(own, now);
        let took = (worked > 0 || ended != TaskOutcome::Skipped).then(|| Length::from_seconds(worked));
        Attempt { outcome: Some(ended), took, ..Attempt::default() }
    });
    Task {
        id,
        title: own.title.clone(),
        link: None,
        instructions: None,
        estimate: own.estimate.clone(),
        command: None,
        dry_run_command: None,
        wait: None,
        irreversible: false,
        required: false,
        when: None,
        attempts: attempt.into_iter().collect(),
        rehearsals: Vec::new(),
        extra: Extra::new(),
    }
}

fn permission(own: &Permission, id: Slug) -> Permission {
    Permission {
        id,
        action: own.action.clone(),
        from: None,
        standing: None,
        covers: Vec::new(),
        state: own.state,
        asked_at: None,
        answered_at: None,
        answered_by: None,
        evidence: None,
        when: None,
        extra: Extra::new(),
    }
}
