//! One page that needs nothing else: no network, no script. Readable on paper, on a phone, in the dark, and by ear.
//!
//! Words become markup in `text` alone; the page's own policy forbids a browser everything that the page does not have.

mod head;
mod index;
mod instructions;
mod parts;
mod people;
mod policy;
mod rest;
#[cfg(test)]
mod tests;
mod text;
mod timeline;
mod trail;
mod work;

use super::exported::Exported;
use parts::page;
use text::element;

pub use index::index_html;

/// The runbook as a page.
pub fn html(exported: &Exported<'_>) -> String {
    let sections = [
        timeline::section(exported),
        rest::overrides(exported),
        people::section(exported),
        work::before(exported),
        rest::permissions(exported),
        work::tasks(exported),
        work::howto(exported),
        work::rollback(exported),
        work::after(exported),
        rest::obligations(exported),
        rest::targets(exported),
        rest::approvals(exported),
        rest::kept(exported),
        trail::section(exported),
    ];
    let main = element(
        "main",
        &[("id", "main")],
        head::facts(exported).into_iter().chain(sections.into_iter().flatten()).collect(),
    );
    let inside = [head::header(exported), main, head::footer(exported)];
    page(&exported.runbook.name(), &head::standing_of_sheet(exported), inside.into_iter().collect())
}
