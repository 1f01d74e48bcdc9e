//! One difference between two records, as `diff --json` and an `edit` event say it.
//!
//! Finding differences is [`super::difference`], making them [`super::apply_changes`].

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What became of a field or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
    /// It stands elsewhere in its list; `old` and `new` are positions from zero.
    Moved,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The field, with item ids in place of positions: `tasks.bulk-change.estimate`.
    pub path: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// The value before.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub old: Value,
    /// The value after.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub new: Value,
    /// Where an added item stands in its list, from zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
}
