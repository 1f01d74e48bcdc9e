//! A list of targets in memory: its text, and where each line begins.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::model::{Fault, Kind, Line, Result};

/// The targets, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetList {
    text: String,
    ends: Vec<usize>,
}

impl TargetList {
    /// A list of these targets.
    pub fn new<'t>(targets: impl IntoIterator<Item = &'t str>) -> Self {
        let mut list = Self { text: String::new(), ends: Vec::new() };
        for target in targets {
            list.text.push_str(target);
            list.ends.push(list.text.len());
            list.text.push('\n');
        }
        list
    }

    pub(super) fn of_file(bytes: Vec<u8>) -> Result<Self> {
        let text = String::from_utf8(bytes).map_err(|_| {
            Fault::new(Kind::Disk, "the list of targets on this machine is damaged").hint("load it again")
        })?;
        Ok(Self::new(text.lines()))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    pub fn get(&self, number: usize) -> &str {
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        let end = self.ends.get(number).copied().unwrap_or(begin);
        self.text.get(begin..end).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// Where each of these stands.
    ///
    /// # Errors
    /// `NotFound` for one that is not in the list.
    pub fn find(&self, targets: &[String]) -> Result<Vec<usize>> {
        let places: HashMap<&str, usize> = self.iter().enumerate().map(|(number, target)| (target, number)).collect();
        let place = |target: &String| {
            places
                .get(target.trim())
                .copied()
                .ok_or_else(|| Fault::new(Kind::NotFound, format!("“{target}” is not in the list of targets")))
        };
        targets.iter().map(place).collect()
    }

    /// One target a line, each line ended: what the digest is of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the text, in hex.
    ///
    /// # Errors
    /// Never, as hexadecimal digits are a line.
    pub fn sha256(&self) -> Result<Line> {
        let hex: String = Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Line::new(hex)
    }
}
