//! The templates that there are, and what each asks.

use serde_json::Value;

use super::columns::Column;
use super::layout::{plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::style::Style;
use super::table::Grid;
use crate::model::{QuestionRow, TemplateRow};

/// `template list`.
pub fn templates(rows: &[TemplateRow], style: &Style) -> String {
    let mut page = Page::new(style);
    let mut grid = Grid::new(vec![
        Column::fixed("Name"),
        Column::figures("Version"),
        Column::fixed("From"),
        Column::wrapping("For"),
        Column::wrapping("Asks"),
    ]);
    for row in rows {
        let asks: Vec<String> = row.variables.iter().map(asks).collect();
        let version = match &row.version {
            Value::Null => String::new(),
            version => version.as_str().map_or_else(|| version.to_string(), str::to_owned),
        };
        let title = if row.problem.is_some() { ink(Ink::Bad, "unusable") } else { plain(&row.title) };
        grid.row(vec![plain(&row.name), plain(version), plain(&row.source), title, asks.join(", ")]);
    }
    page.lines(0, grid.lay(style.columns(), style));
    page.blank();
    for (row, problem) in rows.iter().filter_map(|row| Some((row, row.problem.as_ref()?))) {
        page.hang(&format!("{} ", ink(Ink::Bad, "!")), &prose(format!("{}: {problem}", row.name)));
    }
    page.blank();
    if rows.iter().flat_map(|row| &row.variables).any(|question| question.required) {
        page.line(ink(Ink::Muted, "* must be answered"));
    }
    page.line(ink(Ink::Muted, "use one:  runbook new \"CUSTOMER - TASK\" --template NAME --var KEY=VALUE"));
    page.line(ink(
        Ink::Muted,
        "make one:  mkdir -p runbook-templates && runbook template show NAME > runbook-templates/our-own.toml",
    ));
    page.done()
}

/// The variable, with a star where there must be an answer.
fn asks(question: &QuestionRow) -> String {
    format!("{}{}", plain(&question.name), if question.required { "*" } else { "" })
}
