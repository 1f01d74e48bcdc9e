//! What a person and the store say beside a text.

use crate::model::{Line, Slug, Zone};

/// What is known beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// For whom the work is done, where the person says so.
    pub customer: Option<Line>,
    /// What is requested, where the person says so.
    pub task: Option<Line>,
    /// The zone of schedules that name none.
    pub zone: Option<Zone>,
    /// The store's zone, for times that are instants already.
    pub default_zone: Option<Zone>,
    /// What the home side of a call is named.
    pub home_side: Slug,
}
