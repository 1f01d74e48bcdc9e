//! Readiness of the people: home-side contacts, executor and communicator held by two people (rows 13–15), approvals.

use crate::lifecycle::{Circumstances, plan::sort_approvals};
use crate::model::{Contact, Duty, Runbook, same_word};

use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let side = &context.settings.home_side;
    let home: Vec<&Contact> = runbook.contacts.iter().filter(|contact| contact.side == *side).collect();
    if home.is_empty() {
        gate.miss(
            "no-home-contact",
            "contacts",
            format!("nobody from {side} is named as attending"),
            format!("runbook contact add ID --side {side} --name NAME --duty execute"),
        );
    }
    if !runbook.contacts.iter().any(|contact| contact.side.as_str() == "customer") {
        gate.warn(
            "no-customer-contact",
            "contacts",
            "nobody from the customer is named as attending",
            "runbook contact add ID --side customer --name NAME --duty verify",
        );
    }
    duties(&home, side.as_str(), gate);
    approvals(runbook, context, gate);
}

fn duties(home: &[&Contact], side: &str, gate: &mut Gate) {
    let with = |duty: Duty| -> Vec<&Contact> {
        home.iter().copied().filter(|contact| contact.duties.contains(&duty)).collect()
    };
    let (executors, communicators) = (with(Duty::Execute), with(Duty::Communicate));
    for (code, duty, holders, what) in [
        ("no-executor", Duty::Execute, &executors, "does the technical work"),
        ("no-communicator", Duty::Communicate, &communicators, "keeps everybody informed"),
    ] {
        if holders.is_empty() {
            let fix = match home.iter().find(|contact| contact.duties.is_empty()) {
                Some(free) => format!("runbook contact set ID {} --duty {duty}", free.id),
                None => format!("runbook contact add ID --side {side} --name NAME --duty {duty}"),
            };
            gate.miss(code, "contacts", format!("nobody from {side} {what} (duty `{duty}`)"), fix);
        }
    }
    if executors.is_empty() || communicators.is_empty() {
        return;
    }
    let two_people = executors.iter().any(|one| communicators.iter().any(|other| !is_same_person(one, other)));
    if !two_people {
        let item = executors.first().map_or("", |contact| contact.id.as_str());
        gate.miss(
            "one-person-two-roles",
            item,
            "the same person executes and communicates; the two duties need two people",
            format!("runbook contact add ID --side {side} --name NAME --duty communicate"),
        );
    }
}

fn is_same_person(one: &Contact, other: &Contact) -> bool {
    let same = |a: &Option<crate::model::Line>, b: &Option<crate::model::Line>| match (a, b) {
        (Some(a), Some(b)) => same_word(a.as_str(), b.as_str()),
        _ => false,
    };
    one.id == other.id || same(&one.email, &other.email) || same(&one.handle, &other.handle)
}

fn approvals(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let required = usize::try_from(context.settings.approval.required).unwrap_or(usize::MAX);
    let (fresh, stale) = sort_approvals(runbook);
    let fix = "runbook approve ID";
    let short = required.saturating_sub(fresh.len());
    for approval in &stale {
        let message = format!("the plan changed after {} approved it; it wants a new yes", approval.by.name);
        if short > 0 {
            gate.miss("approval-stale", &approval.by, message, fix);
        } else {
            gate.warn("approval-stale", &approval.by, message, fix);
        }
    }
    let open = short.saturating_sub(stale.len());
    if open > 0 {
        let have = fresh.len();
        gate.miss(
            "approval-missing",
            "approvals",
            format!("{required} must approve the plan, {have} did; a colleague who did not write it can"),
            fix,
        );
    }
}
