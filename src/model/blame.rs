//! Who said what: one field of a record with the commit that gave it the value it has.

use serde::Serialize;
use serde_json::Value;

use super::{CommitId, Identity, Moment};

/// A field and where its value comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlamedField {
    /// The field, with item ids in place of positions: `tasks.bulk-change.estimate`.
    pub path: String,
    /// The value it has.
    pub value: Value,
    /// The commit that gave it.
    pub commit: CommitId,
    /// The commit's author.
    pub author: Identity,
    /// When it happened; for a commit without an event, when it was recorded.
    pub at: Moment,
    /// The name of the event; of one that adopted the commit, where that was made with plain git; none while nobody did.
    pub event: Option<String>,
    /// The commit of the event that adopted this one; none for a commit that records its event itself.
    pub adopted: Option<CommitId>,
}
