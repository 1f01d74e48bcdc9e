//! Where a text names a runbook, so that one may begin there.

use std::ops::Range;

use super::facts::{FactShape, of_table, shape};
use super::labels::{fact_of, of_heading};
use super::meanings::HeaderField;
use super::name::is_unfilled_name;
use super::name_rows::is_of_a_runbook;
use super::rows::is_row;
use super::shown::unmarked;
use super::source_text::SourceText;
use super::structure::LineKind;
use super::tables::tables;

/// The names that a range of lines gives to a runbook: the index of each line, and whether it is filled.
pub(super) fn name_sites(page: &SourceText, lines: Range<usize>) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    for table in tables(page, lines.clone()) {
        if shape(&table) == FactShape::Header && !table.is_example(page) {
            let sites = of_table(&table).into_iter().filter(|fact| fact.field == HeaderField::Name);
            for fact in sites {
                if let Some(at) = fact.lines.first() {
                    found.push((*at, !is_unfilled_name(&fact.value)));
                }
            }
        }
    }
    for at in lines {
        let Some(line) = page.line(at) else { continue };
        if let LineKind::Heading(_, title) = &line.kind
            && let Some((HeaderField::Name, _, value)) = of_heading(&unmarked(title))
        {
            found.push((at, !is_unfilled_name(&value)));
        }
        let Some(line) = Some(line).filter(|line| line.kind == LineKind::Text && !is_row(line)) else { continue };
        if let Some((HeaderField::Name, label, value)) = fact_of(&line.text)
            && is_of_a_runbook(&label)
            && !is_unfilled_name(&value)
        {
            found.push((at, true));
        }
    }
    found.sort_unstable();
    found
}
