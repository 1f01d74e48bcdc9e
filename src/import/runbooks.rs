//! Where the runbooks of a text begin: a page may hold a blank template, examples, and several filled ones.
//!
//! A runbook begins at the heading over its name, or at the name. A blank template is no runbook where a filled one
//! stands beside it.

use std::collections::HashSet;
use std::ops::Range;

use super::meanings::Topic;
use super::name::title;
use super::names::name_sites;
use super::sections::Section;
use super::source_text::{SourceLine, SourceText};
use super::structure::LineKind;

/// One runbook's part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its lines.
    pub(super) lines: Range<usize>,
    /// Whether anything there is a name.
    pub(super) is_named: bool,
}

/// The parts of a text, in order; the lines before the first belong to no runbook where a blank template stands there.
pub(super) fn parts(page: &SourceText, sections: &[Section]) -> Vec<Part> {
    let all = 0..page.lines.len();
    let content = Content::of(sections);
    let mut starts: Vec<(usize, bool)> = Vec::new();
    let mut sites = name_sites(page, all.clone());
    let mut titles = title_sites(sections);
    let exports = exports(page, &sites);
    let is_exported =
        |at: usize| exports.get(exports.partition_point(|own| own.end <= at)).is_some_and(|own| own.contains(&at));
    sites.retain(|(site, _)| !is_exported(*site));
    titles.retain(|title| !is_exported(*title));
    let mut used: HashSet<usize> = HashSet::new();
    for (site, is_filled) in sites {
        // the title right above a name is that name's
        let above = titles.partition_point(|title| *title < site).checked_sub(1).and_then(|at| titles.get(at));
        match above.filter(|title| !used.contains(title) && !content.is_between(**title, site)) {
            Some(title) => {
                used.insert(*title);
                starts.push((*title, true));
            }
            None => starts.push((walked_back(page, sections, site), is_filled)),
        }
    }
    starts.extend(titles.iter().filter(|title| !used.contains(title)).map(|at| (*at, true)));
    let is_title: HashSet<usize> = titles.into_iter().collect();
    starts.sort_unstable();
    // two names of one header are one runbook's
    starts.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0 || !content.is_between(earlier.0, later.0) && !is_title.contains(&later.0);
        if is_same {
            earlier.1 |= later.1;
        }
        is_same
    });
    let mut found: Vec<Part> = Vec::new();
    for (at, (start, is_named)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(all.end, |(next, _)| *next);
        found.push(Part { lines: *start..end, is_named: *is_named });
    }
    match found.first_mut() {
        None => return vec![Part { lines: all, is_named: false }],
        // sections in another order: what stands before the name is the first runbook's, too
        Some(first) if first.is_named || starts.len() == 1 => first.lines.start = 0,
        Some(_) => {}
    }
    found
}

/// What exports wrote, each from below its name to its folded record: whatever anybody's words there look like, they are
/// no other runbook's name.
fn exports(page: &SourceText, sites: &[(usize, bool)]) -> Vec<Range<usize>> {
    // a table that stands at the margin is never made of a record's words: there they are escaped, or set in
    let is_table =
        |site: usize| page.line(site).is_some_and(|line| line.kind == LineKind::Row && line.text.starts_with('|'));
    let names: Vec<usize> = sites.iter().map(|(site, _)| *site).filter(|site| is_table(*site)).collect();
    let name_of = |fold: usize| names.partition_point(|name| *name < fold).checked_sub(1).and_then(|at| names.get(at));
    page.folded.iter().filter_map(|(fold, _)| name_of(*fold).map(|name| name + 1..*fold)).collect()
}

/// Headings that are a name themselves, with a section of a runbook below them. One that stands below another heading has to
/// have several: a step that is called "Acme - …" has none of its own.
fn title_sites(sections: &[Section]) -> Vec<usize> {
    let is_title =
        |section: &Section| section.topic == Topic::Other && section.level > 0 && title(&section.title).is_some();
    let Some(first) = sections.iter().find(|section| section.level > 0) else { return Vec::new() };
    let outermost = if is_title(first) { first.level } else { 1 };
    let mut found = Vec::new();
    let mut is_first = true;
    for (at, section) in sections.iter().enumerate().filter(|(_, section)| section.level > 0) {
        if is_title(section) {
            let below =
                sections.iter().skip(at + 1).take_while(|below| !(is_title(below) && below.level <= section.level));
            let mut known = below.filter(|below| !matches!(below.topic, Topic::Other | Topic::Example));
            let leads = known.next().is_some_and(|below| {
                let is_below = below.level > section.level || is_first;
                let mut others = || known.any(|other| other.level > section.level && other.topic != below.topic);
                is_below && (is_first || section.level <= outermost || others())
            });
            if let (true, Some(line)) = (leads, section.heading) {
                found.push(line);
            }
        }
        is_first = false;
    }
    found
}

/// Where sections with facts of a runbook begin.
struct Content(Vec<usize>);

impl Content {
    fn of(sections: &[Section]) -> Self {
        let is_content = |section: &&Section| {
            !matches!(section.topic, Topic::Other | Topic::Header | Topic::Field(_) | Topic::Example)
        };
        Self(sections.iter().filter(is_content).filter_map(|section| section.heading).collect())
    }

    /// True when one of them begins behind a line and up to another.
    fn is_between(&self, from: usize, to: usize) -> bool {
        self.0.get(self.0.partition_point(|at| *at <= from)).is_some_and(|at| *at <= to)
    }
}

/// The line where a runbook begins whose name stands on this line: the headings right above it belong to it.
fn walked_back(page: &SourceText, sections: &[Section], site: usize) -> usize {
    let Some(at) = sections.partition_point(|section| section.first() <= site).checked_sub(1) else { return site };
    let Some(own) = sections.get(at) else { return site };
    let belongs = |section: &Section| {
        matches!(section.topic, Topic::Header | Topic::Other | Topic::Field(_) | Topic::Example)
            && section.heading.is_some()
    };
    if !belongs(own) {
        return after_rule(page, own, site);
    }
    let mut start = own.first();
    for above in sections.iter().take(at).rev() {
        let is_empty = above.lines.clone().all(|line| page.line(line).is_none_or(SourceLine::is_blank));
        if !is_empty || !belongs(above) {
            break;
        }
        start = above.first();
    }
    start
}

/// Behind the last rule above the line, otherwise the line itself.
fn after_rule(page: &SourceText, section: &Section, site: usize) -> usize {
    let rule =
        (section.lines.start..site).rev().find(|at| page.line(*at).is_some_and(|line| line.kind == LineKind::Rule));
    rule.map_or(site, |rule| rule + 1)
}
