//! Stand-ins until the rooms below have landed.

use std::collections::BTreeMap;

use crate::model::Result;

pub(super) struct Rules;
impl Rules {
    pub(super) fn new(_patterns: &BTreeMap<String, String>) -> Result<Self> {
        Ok(Self)
    }
    pub(super) fn scan(&self, _value: &serde_json::Value) -> Vec<(String, String)> {
        Vec::new()
    }
}
