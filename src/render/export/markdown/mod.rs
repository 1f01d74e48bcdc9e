//! Markdown in the documents' structure, for pasting into an issue.
//!
//! The text is a function of the record alone: exported twice it is the same, so that a reader can tell what a person
//! has changed in it. It says nothing about the time of the export.

mod checks;
mod header;
mod index;
mod parts;
mod people;
mod rest;
#[cfg(test)]
mod tests;
mod text;
mod work;

use super::exported::Exported;
use crate::model::{Runbook, Slug};

pub use index::index_markdown;

/// The last line of a confidential record: pasted into an issue it is the quick action that hides the issue.
const CONFIDENTIAL: &str = "/confidential";

/// What stands on the folded block.
const SUMMARY: &str = "The whole record, for <code>runbook import</code>";

/// The runbook as Markdown for its customer.
pub fn markdown_for_customer(exported: &Exported<'_>) -> String {
    let runbook = exported.runbook;
    written(runbook, exported.home_side, Some(&exported.standing()), None)
}

/// The runbook as Markdown; `record` is its TOML, folded at the end. No line of it may begin with anybody's words, or
/// they could end the fence.
pub fn markdown(runbook: &Runbook, home_side: &Slug, record: Option<&str>) -> String {
    written(runbook, home_side, None, record)
}

fn written(runbook: &Runbook, home_side: &Slug, standing: Option<&str>, record: Option<&str>) -> String {
    let is_internal = standing.is_none();
    let mut parts = vec![header::table_of(runbook, standing)];
    parts.extend(people::sections(runbook, home_side));
    if is_internal {
        parts.push(checks::section("Pre-call checklist", &runbook.pre_call, runbook));
    }
    parts.push(work::section(runbook));
    if is_internal {
        parts.push(work::rollback(runbook));
        parts.push(checks::section("Post-call checklist", &runbook.post_call, runbook));
    }
    parts.extend(rest::permissions(runbook, is_internal));
    if is_internal {
        parts.extend(rest::obligations(runbook));
        parts.extend(work::instructions(runbook));
        parts.extend(rest::targets(runbook));
        parts.extend(rest::overrides(runbook));
        parts.extend(rest::approvals(runbook));
        parts.extend(rest::kept(runbook));
    }
    parts.extend(record.map(folded));
    if runbook.confidential {
        parts.push(CONFIDENTIAL.to_owned());
    }
    format!("{}\n", parts.join("\n\n"))
}

fn folded(record: &str) -> String {
    format!("<details>\n<summary>{SUMMARY}</summary>\n\n```toml\n{}\n```\n\n</details>", record.trim_end())
}
