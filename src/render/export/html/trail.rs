//! The trail behind the page: what happened, in order, who recorded it, and where it can be looked up.

use super::parts::{aside, section as named};
use super::text::{Markup, element, words};
use crate::model::{Recorded, Runbook};
use crate::render::clock::{date_in_zone, distance};
use crate::render::export::exported::Exported;
use crate::render::words::entry;

/// From this many seconds on, recording late is worth a word.
const LATE: i64 = 60;

/// The story, the oldest first; internal alone.
pub(super) fn section(exported: &Exported<'_>) -> Option<Markup> {
    if !exported.is_internal() || exported.trail.is_empty() {
        return None;
    }
    let entries = exported.trail.iter().rev().map(|recorded| line(recorded, exported.runbook)).collect();
    named("trail", "The trail", element("ol", &[("class", "trail")], entries))
}

fn line(recorded: &Recorded, runbook: &Runbook) -> Markup {
    let at = recorded.events.last().map_or(recorded.recorded_at, |event| event.at);
    let clock = element("time", &[("datetime", &at.to_string())], Markup::text(date_in_zone(at, runbook.time_zone)));
    let said =
        if recorded.events.is_empty() { format!("without an event: {}", entry(recorded)) } else { entry(recorded) };
    let late = recorded.recorded_at.seconds_since(at);
    let late = if late >= LATE { format!(", recorded {} later", distance(late.unsigned_abs())) } else { String::new() };
    let mut who = Markup::text(format!("{}{late}, commit ", recorded.author.name));
    who.push(words("code", "", recorded.commit.short()));
    let problem = recorded.problem.as_ref().map(|problem| aside(Markup::text(problem))).unwrap_or_default();
    let told = element("div", &[], [Markup::text(said), aside(who), problem].into_iter().collect());
    element("li", &[], [clock, told].into_iter().collect())
}
