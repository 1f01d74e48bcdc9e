//! What `ready` reports on: a runbook with its readiness, and the commands that mend what is missing.

use crate::lifecycle::Readiness;
use crate::model::{Moment, RunbookId, Zone};

/// One runbook of a readiness report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyReport {
    /// The runbook.
    pub id: RunbookId,
    /// `CUSTOMER - TASK`; none where the file does not parse.
    pub name: Option<String>,
    /// The agreed start.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// What was found.
    pub readiness: Readiness,
}

/// The command that mends a point of this runbook: readiness writes `ID` where the id belongs.
pub(super) fn fix_for(id: &RunbookId, fix: &str) -> String {
    let id = id.to_string();
    let mut quote = None;
    let mut out: Vec<String> = Vec::new();
    for word in fix.split(' ') {
        let (bare, comma) = word.strip_suffix(',').map_or((word, ""), |bare| (bare, ","));
        out.push(if bare == "ID" && quote.is_none() { format!("{id}{comma}") } else { word.to_owned() });
        for c in word.chars().filter(|c| matches!(c, '\'' | '"')) {
            quote = match quote {
                None => Some(c),
                Some(open) if open == c => None,
                open => open,
            };
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_stands_where_it_belongs_and_nowhere_else() {
        let id: RunbookId = "acme/enforce-2fa".parse().unwrap();
        for (fix, command) in [
            ("runbook save ID", "runbook save acme/enforce-2fa"),
            (
                "runbook check done ID a, or runbook edit ID, at last",
                "runbook check done acme/enforce-2fa a, or runbook edit acme/enforce-2fa, at last",
            ),
            ("runbook set ID dri='the ID man'", "runbook set acme/enforce-2fa dri='the ID man'"),
            ("runbook set ID var.ID=x", "runbook set acme/enforce-2fa var.ID=x"),
            ("", ""),
        ] {
            assert_eq!(fix_for(&id, fix), command);
        }
    }
}
