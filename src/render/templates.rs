//! The templates that there are, and what each asks.

use super::layout::plain;
use super::look::Look;
use super::page::Page;
use super::palette::{Ink, ink};
use super::table::{Column, Grid};
use crate::model::TemplateRow;

/// `template list`.
pub fn templates(rows: &[TemplateRow], look: &Look) -> String {
    let mut page = Page::new(look);
    let mut grid = Grid::new(vec![
        Column::fixed("Name"),
        Column::figures("Version"),
        Column::fixed("From"),
        Column::wrapping("For"),
        Column::wrapping("Asks"),
    ]);
    for row in rows {
        let asks: Vec<String> = row.variables.iter().map(|question| plain(&question.name)).collect();
        let version = row.version.as_str().map_or_else(|| row.version.to_string(), str::to_owned);
        grid.row(vec![plain(&row.name), plain(version), plain(&row.source), plain(&row.title), asks.join(", ")]);
    }
    page.lines(0, grid.lay(look.columns(), look));
    page.blank();
    page.line(ink(Ink::Muted, "use one:  runbook new \"CUSTOMER - TASK\" --template NAME --var KEY=VALUE"));
    page.done()
}
