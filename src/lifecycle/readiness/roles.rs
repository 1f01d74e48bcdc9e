//! Readiness of the people: home-side contacts, executor and communicator held by two people (rows 13–15), approvals.

use crate::lifecycle::{Circumstances, plan::sort_approvals};
use crate::model::{Contact, Duty, Runbook, RunbookId, same_word};

use super::codes::ReadinessCode;
use super::gate::Gate;

pub(super) fn judge(runbook: &Runbook, context: &Circumstances<'_>, gate: &mut Gate) {
    let (runbook_id, side) = (context.id, &context.settings.home_side);
    let home: Vec<&Contact> = runbook.contacts.iter().filter(|contact| contact.side == *side).collect();
    if home.is_empty() {
        gate.miss(
            ReadinessCode::NoHomeContact,
            "contacts",
            format!("nobody from {side} is named as attending"),
            format!("runbook contact add {runbook_id} --side {side} --name NAME --duty execute"),
        );
    }
    if !runbook.contacts.iter().any(Contact::is_customer) {
        gate.warn(
            ReadinessCode::NoCustomerContact,
            "contacts",
            "nobody from the customer is named as attending",
            format!("runbook contact add {runbook_id} --side customer --name NAME --duty verify"),
        );
    }
    duties(&home, side.as_str(), runbook_id, gate);
    approvals(runbook, context, gate);
}

fn duties(home: &[&Contact], side: &str, runbook_id: &RunbookId, gate: &mut Gate) {
    let with = |duty: Duty| -> Vec<&Contact> {
        home.iter().copied().filter(|contact| contact.duties.contains(&duty)).collect()
    };
    let (executors, communicators) = (with(Duty::Execute), with(Duty::Communicate));
    for (code, duty, holders, what) in [
        (ReadinessCode::NoExecutor, Duty::Execute, &executors, "does the technical work"),
        (ReadinessCode::NoCommunicator, Duty::Communicate, &communicators, "keeps everybody informed"),
    ] {
        if holders.is_empty() {
            let fix = match home.iter().find(|contact| contact.duties.is_empty()) {
                Some(free) => format!("runbook contact set {runbook_id} {} --duty {duty}", free.id),
                None => format!("runbook contact add {runbook_id} --side {side} --name NAME --duty {duty}"),
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
            ReadinessCode::OnePersonTwoRoles,
            item,
            "the same person executes and communicates; the two duties need two people",
            format!("runbook contact add {runbook_id} --side {side} --name NAME --duty communicate"),
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
    let fix = &format!("runbook approve {}", context.id);
    let short = required.saturating_sub(fresh.len());
    for approval in &stale {
        let message = format!("the plan changed after {} approved it; it wants a new yes", approval.by.name);
        if short > 0 {
            gate.miss(ReadinessCode::ApprovalStale, &approval.by, message, fix);
        } else {
            gate.warn(ReadinessCode::ApprovalStale, &approval.by, message, fix);
        }
    }
    let open = short.saturating_sub(stale.len());
    if open > 0 {
        let have = fresh.len();
        gate.miss(
            ReadinessCode::ApprovalMissing,
            "approvals",
            format!("{required} must approve the plan, {have} did; a colleague who did not write it can"),
            fix,
        );
    }
}
