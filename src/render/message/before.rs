//! What the channels are told before the call: the work to be done, when, by whom, with the runbook's link (row 17).

use super::channel::Channel;
use super::link::runbook_link;
use crate::lifecycle::{Planned, unfilled};
use crate::model::{Contact, Duty, Moment, Result, Runbook, RunbookId, Slug, is_filled};
use crate::render::clock::{in_zone, planned};
use crate::render::layout::plain;
use crate::render::standing::{Known, about_the_time};

/// The message before the call.
///
/// # Errors
/// `Refused` while there is no link to the runbook, or a placeholder is left in what would be said.
pub fn before(id: &RunbookId, runbook: &Runbook, home_side: &Slug, known: Known<'_>) -> Result<String> {
    let link = runbook_link(id, runbook)?;
    unfilled(id, runbook, &["summary", "expected_result"])?;
    let channel = Channel::of(runbook, home_side);
    let mut lines = vec![format!("Customer work to be done: {}", channel.name(runbook))];
    for (label, text) in [("What", &runbook.summary), ("Expected result", &runbook.expected_result)] {
        if let Some(text) = text.as_ref().filter(|text| !text.as_str().trim().is_empty()) {
            lines.push(format!("{label}: {}", channel.text(text.as_str())));
        }
    }
    lines.push(format!("When: {}", when(runbook, known)));
    lines.extend(who(runbook, home_side));
    if runbook.rollback.as_ref().is_some_and(|rollback| is_filled(&rollback.irreversible)) {
        lines.push("Rollback: not possible, this cannot be taken back".to_owned());
    }
    lines.push(format!("Runbook: {}", plain(link)));
    Ok(lines.join("\n"))
}

fn when(runbook: &Runbook, known: Known<'_>) -> String {
    let about = about_the_time(runbook, runbook.agreed.is_some(), known);
    let Some(at) = runbook.scheduled_at else { return about.unwrap_or_default() };
    let utc = Moment::new(at.utc().fixed_offset());
    let planned = planned(Planned::of_runbook(runbook)).map(|words| format!(", {words}")).unwrap_or_default();
    let about = about.map(|about| format!("; {about}")).unwrap_or_default();
    format!("{} ({} UTC){planned}{about}", in_zone(at, runbook.time_zone), utc.time().format("%H:%M"))
}

/// Who answers for it, who executes, who keeps everybody informed; nobody from the customer's side.
fn who(runbook: &Runbook, home_side: &Slug) -> Option<String> {
    let holders = |duty: Duty| -> Option<String> {
        let at_home = runbook.contacts.iter().filter(|contact| contact.side == *home_side);
        let names: Vec<String> = at_home.filter(|contact| contact.duties.contains(&duty)).map(name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let parts = [
        runbook.dri.as_ref().map(|dri| format!("DRI: {}", plain(dri))),
        holders(Duty::Execute).map(|names| format!("executes: {names}")),
        holders(Duty::Communicate).map(|names| format!("keeps you informed: {names}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn name(contact: &Contact) -> String {
    plain(contact.label())
}
