//! What pages are made of: the page itself, sections with names, tables, words that stand out.

use super::policy;
use super::text::{self, Markup, element, in_style, open, words};
use crate::render::layout::cut;

const STYLE: &str = include_str!("style.css");

/// The columns of a title at the head of every sheet of paper.
const RUNNING: usize = 64;

/// A whole document of this title; every sheet of paper says it again, with how it stands.
pub(super) fn page(title: &str, standing: &str, inside: Markup) -> String {
    let (running, standing) = (in_style(&cut(title, RUNNING)), in_style(standing));
    let style =
        format!("{STYLE}@page {{ @top-left {{ content: {running}; }} @top-right {{ content: {standing}; }} }}\n");
    let policy = policy::policy(&style);
    let head = [
        open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]),
        open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
        open("meta", &[("name", "referrer"), ("content", "no-referrer")]),
        open("meta", &[("name", "color-scheme"), ("content", "light dark")]),
        element("title", &[], Markup::bare(title)),
    ];
    let skip = element("a", &[("class", "skip"), ("href", "#main")], Markup::text("Skip to the contents"));
    let body = element("body", &[], [skip, element("div", &[("class", "wrap")], inside)].into_iter().collect());
    text::document(&style, head.into_iter().collect(), body)
}

/// A section with its heading, which names it for those who cannot see it; none where there is nothing in it.
pub(super) fn section(id: &str, title: &str, inside: Markup) -> Option<Markup> {
    named_section("", id, title, inside)
}

pub(super) fn named_section(class: &str, id: &str, title: &str, inside: Markup) -> Option<Markup> {
    if inside.is_empty() {
        return None;
    }
    let name = format!("{id}-title");
    let heading = element("h2", &[("id", &name)], Markup::text(title));
    let inside: Markup = [heading, inside].into_iter().collect();
    let labelled = [("class", class), ("id", id), ("aria-labelledby", name.as_str())];
    Some(element("section", if class.is_empty() { labelled.get(1..).unwrap_or_default() } else { &labelled }, inside))
}

/// A word that stands out; `tone` is one of the style's.
pub(super) fn badge(tone: &str, word: &str) -> Markup {
    let class = format!("badge {tone}");
    words("span", class.trim_end(), word)
}

/// Said more quietly, on a line of its own; nothing where there is nothing to say.
pub(super) fn aside(inside: Markup) -> Markup {
    if inside.is_empty() { inside } else { element("span", &[("class", "soft block prose")], inside) }
}

/// A table's head: titles, those of figures to the right.
pub(super) fn thead(titles: &[(&str, bool)]) -> Markup {
    let cells = titles.iter().map(|(title, is_figure)| {
        let class = if *is_figure { "figure" } else { "" };
        element("th", &[("scope", "col"), ("role", "columnheader"), ("class", class)], Markup::text(title))
    });
    element("thead", &[("role", "rowgroup")], row("", cells.collect()))
}

/// A table of these parts; its roles are said, as a phone shows its cells below each other.
pub(super) fn table(class: &str, parts: impl IntoIterator<Item = Markup>) -> Markup {
    element("table", &[("role", "table"), ("class", class)], parts.into_iter().collect())
}

/// Rows that belong together.
pub(super) fn tbody(class: &str, rows: Markup) -> Markup {
    element("tbody", &[("role", "rowgroup"), ("class", class)], rows)
}

/// A row of cells.
pub(super) fn row(class: &str, cells: Markup) -> Markup {
    element("tr", &[("role", "row"), ("class", class)], cells)
}

/// The cell that names its row.
pub(super) fn row_head(inside: Markup) -> Markup {
    element("th", &[("scope", "row"), ("role", "rowheader")], inside)
}

pub(super) fn cell(inside: Markup) -> Markup {
    element("td", &[("role", "cell")], inside)
}

pub(super) fn figure(inside: Markup) -> Markup {
    element("td", &[("role", "cell"), ("class", "figure")], inside)
}
