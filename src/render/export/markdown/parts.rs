//! What the sections of the Markdown are made of: headings, tables, what is set in.

use super::text;
use crate::lifecycle::Conditional;

/// A section's heading.
pub(super) fn heading(title: &str) -> String {
    format!("### {title}")
}

/// A table whose cells are already text.
pub(super) fn table(titles: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    let rule = titles.iter().map(|_| "---").collect::<Vec<_>>().join("|");
    let mut lines = vec![row(&titles), format!("|{rule}|")];
    lines.extend(rows.into_iter().map(|cells| row(&cells)));
    lines.join("\n")
}

/// Lines set in, as what belongs to a list's item.
pub(super) fn under(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("  {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The condition under which an item applies, where it has one.
pub(super) fn condition(item: &impl Conditional) -> Option<String> {
    item.when().map(|when| text::code(when.as_str()))
}
