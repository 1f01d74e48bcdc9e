//! What a person allows for one change. Grants nothing by itself: each door asks for what it needs.

use crate::model::Prose;

/// What a person allows for one change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeOptions {
    /// Why words that look like a secret are none (`--allow-secret`).
    pub allow_secret: Option<Prose>,
}
