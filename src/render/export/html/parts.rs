//! What pages are made of: the page itself, sections with names, tables, words that stand out.

use super::policy;
use super::text::{self, Markup, element, open, words};

const STYLE: &str = include_str!("style.css");

/// A whole document of this title.
pub(super) fn page(title: &str, inside: Markup) -> String {
    let policy = policy::policy(STYLE);
    let head = [
        open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]),
        open("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
        open("meta", &[("name", "referrer"), ("content", "no-referrer")]),
        open("meta", &[("name", "color-scheme"), ("content", "light dark")]),
        words("title", "", title),
    ];
    let skip = element("a", &[("class", "skip"), ("href", "#main")], Markup::text("Skip to the contents"));
    let body = element("body", &[], [skip, element("div", &[("class", "wrap")], inside)].into_iter().collect());
    text::document(STYLE, head.into_iter().collect(), body)
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
        element("th", &[("scope", "col"), ("class", class)], Markup::text(title))
    });
    element("thead", &[], element("tr", &[], cells.collect()))
}

/// The cell that names its row.
pub(super) fn row_head(inside: Markup) -> Markup {
    element("th", &[("scope", "row")], inside)
}

pub(super) fn cell(inside: Markup) -> Markup {
    element("td", &[], inside)
}

pub(super) fn figure(inside: Markup) -> Markup {
    element("td", &[("class", "figure")], inside)
}
