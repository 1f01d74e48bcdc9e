//! Hints that can be pasted: `ID` in them is the runbook.

use crate::model::{Fault, RunbookId};

/// A hint in which `ID` stands for the runbook, with the runbook in its place.
pub(super) fn with_id(hint: &str, id: &RunbookId) -> String {
    let mut words: Vec<String> = hint.split(' ').map(str::to_owned).collect();
    for word in &mut words {
        if word == "ID" {
            *word = id.to_string();
        } else if word == "ID," {
            *word = format!("{id},");
        }
    }
    words.join(" ")
}

/// A fault whose hints can be pasted as they are.
pub(super) fn for_id(mut fault: Fault, id: &RunbookId) -> Fault {
    for hint in &mut fault.hints {
        *hint = with_id(hint, id);
    }
    fault
}
