//! Going back from every region: for each region that the settings name, somebody there confirms that they can (row 18).
//!
//! The documents ask for it in one item. A store that names its regions gets one more for each, which wants to know who
//! confirmed; a runbook without a rollback, or without the documents' item, gets none.

use crate::model::{CheckItem, Line, Prose, Runbook, Settings, Slug, is_filled};

/// The documents' item.
const ITEM: &str = "rollback-every-region";

/// Puts an item for each region of the settings behind the documents' one.
pub fn ask_each_region(runbook: &mut Runbook, settings: &Settings) {
    let is_final = runbook.rollback.as_ref().is_some_and(|rollback| is_filled(&rollback.irreversible));
    let place = runbook.pre_call.iter().position(|item| item.id.as_str() == ITEM);
    let Some(place) = place.filter(|_| !is_final) else { return };
    let named = settings.regions.iter().filter(|region| !region.as_str().trim().is_empty());
    let mut next = place + 1;
    for item in named.filter_map(confirmation) {
        if !runbook.pre_call.iter().any(|own| own.id == item.id) {
            runbook.pre_call.insert(next, item);
            next += 1;
        }
    }
}

fn confirmation(region: &Line) -> Option<CheckItem> {
    let text = format!("An engineer from {region} has confirmed that they can execute the rollback plan: who");
    Some(CheckItem {
        id: Slug::from_text(&format!("rollback-from-{region}")),
        text: Prose::new(text).ok()?,
        required: false,
        wants_evidence: true,
        rehearsal: false,
        when: None,
        mark: None,
        reason: None,
        evidence: None,
        by: None,
        at: None,
        extra: serde_json::Map::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn asked(rollback: Value) -> Vec<String> {
        let mut runbook: Runbook = serde_json::from_value(json!({
            "customer": "Acme", "task": "X", "state": "draft", "rollback": rollback,
            "pre_call": [{"id": ITEM, "text": "every region"}, {"id": "dry-run", "text": "dry"}],
        }))
        .unwrap();
        let regions = ["EMEA", " ", "AMER", "EMEA"].map(|region| Line::new(region).unwrap()).to_vec();
        ask_each_region(&mut runbook, &Settings { regions, ..Settings::default() });
        runbook.pre_call.iter().map(|item| item.id.to_string()).collect()
    }

    #[test]
    fn each_region_confirms_where_there_is_a_way_back() {
        let all = [ITEM, "rollback-from-emea", "rollback-from-amer", "dry-run"];
        assert_eq!(asked(json!({"plan": "back"})), all);
        assert_eq!(asked(json!({"irreversible": "gone"})), [ITEM, "dry-run"]);
    }
}
