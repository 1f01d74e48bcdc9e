//! What counts as a secret in a store, and a record as somebody may have it who is to see none.

use serde_json::Value;

use crate::model::{Fault, Identity, Recorded, Result, Runbook};
use crate::secret::Rules;

use crate::workspace::Workspace;

/// What counts as a secret in this store.
///
/// # Errors
/// `Unreadable` for a pattern of the settings that is no regular expression.
pub fn secret_rules(workspace: &Workspace) -> Result<Rules> {
    Rules::new(&workspace.settings.secrets.patterns)
}

/// The record with everything masked that looks like a secret.
///
/// # Errors
/// `Unreadable` for a pattern of the settings that cannot be used.
pub fn without_secrets(workspace: &Workspace, runbook: &Runbook) -> Result<Runbook> {
    let rules = secret_rules(workspace)?;
    let record = serde_json::to_value(runbook).unwrap_or_default();
    let masked = mask(&rules, &record);
    if masked == record {
        return Ok(runbook.clone());
    }
    serde_json::from_value(masked).map_err(|error| Fault::bug(format!("a masked record is none: {error}")))
}

/// Masks what looks like a secret in the words of commits made with plain git, before anybody sees them: nothing kept it
/// out of those.
///
/// # Errors
/// As [`secret_rules`].
pub(super) fn masked<'r>(workspace: &Workspace, commits: impl Iterator<Item = &'r mut Recorded>) -> Result<()> {
    let mut by_hand = commits.filter(|recorded| recorded.events.is_empty()).peekable();
    if by_hand.peek().is_none() {
        return Ok(());
    }
    let rules = secret_rules(workspace)?;
    let mask = |text: &mut String| *text = rules.mask(text).into_owned();
    for Recorded { subject, author: Identity { name, email }, .. } in by_hand {
        [subject, name, email].into_iter().for_each(mask);
    }
    Ok(())
}

fn mask(rules: &Rules, value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(rules.mask(text).into_owned()),
        Value::Array(items) => items.iter().map(|item| mask(rules, item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), mask(rules, value))).collect(),
        other => other.clone(),
    }
}
