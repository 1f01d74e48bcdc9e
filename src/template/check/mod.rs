//! What is wrong with a template, with key and line: names that nobody answers, conditions that cannot be judged, ids that
//! lead nowhere, keys that nobody reads.
//!
//! It judges what stands in the template's own file, against everything that the template inherits. It stops at nothing:
//! every flaw is told at once.

mod items;
mod questions;
mod report;
mod words;

use report::CheckReport;

use crate::model::{Flaw, Template, TemplateFile};

/// Everything that is wrong with this file, or could be better. `inherited` is what it extends, `whole` both together.
pub(super) fn flaws(file: &TemplateFile, inherited: Option<&Template>, whole: &Template) -> Vec<Flaw> {
    let mut report = CheckReport::new(file);
    questions::check(&mut report);
    words::check(&mut report, whole);
    items::check(&mut report, inherited, whole);
    report.into_flaws()
}

#[cfg(test)]
mod tests;
