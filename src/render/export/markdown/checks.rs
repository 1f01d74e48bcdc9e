//! Both checklists: a ticked item with its evidence under it, an open one with what prevents it.

use super::parts::{heading, under};
use super::text;
use crate::lifecycle::Conditional;
use crate::model::{CheckItem, Mark, Runbook};

/// A checklist; an item whose condition does not hold is marked `[~]`, GitLab's mark for what does not apply.
pub(super) fn section(title: &str, items: &[CheckItem], runbook: &Runbook) -> String {
    let mut parts = vec![heading(title)];
    parts.extend(items.iter().map(|item| self::item(item, item.is_applicable(&runbook.variables))));
    parts.join("\n\n")
}

fn item(item: &CheckItem, applies: bool) -> String {
    let (mark, under_it) = match item.mark {
        Some(Mark::Done) => ("x", item.evidence.as_ref()),
        Some(Mark::Prevented) => (" ", item.reason.as_ref()),
        None if applies => (" ", None),
        None => ("~", None),
    };
    let line = format!("- [{mark}] {}", text::opening(item.text.as_str()));
    match under_it {
        Some(words) => format!("{line}\n\n{}", under(&text::opening(words.as_str()))),
        None => line,
    }
}
