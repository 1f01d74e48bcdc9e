//! What became of a clone.

use super::signs::count;
use crate::model::{Audit, visible};

/// `clone`: where the store is, whether its trail holds, and what comes next.
pub fn cloned(top: &str, audit: &Audit) -> String {
    let verdict = match audit.ok {
        true => {
            let (commits, runbooks) =
                (count(audit.commits, "commit", "commits"), count(audit.runbooks, "runbook", "runbooks"));
            format!("the trail holds: {commits} of {runbooks} replayed")
        }
        false => format!("the trail does not hold: {}", count(audit.findings.len(), "finding", "findings")),
    };
    let next = if audit.ok { "list" } else { "audit" };
    let top = visible(top);
    format!("made the store {top}; {verdict}\n  next:  runbook -C {} {next}", shell_words::quote(&top))
}
