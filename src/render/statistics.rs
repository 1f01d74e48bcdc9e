//! Planned against actual over many runbooks: for each task of a template a line with its bar, then customers and sums.
//!
//! The bar says without colour what it says: full up to the median, half full up to the 90th percentile, and a stroke
//! where the plan ends.

use super::clock::length;
use super::columns::Column;
use super::layout::{pad, plain, prose, width};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs::count;
use super::style::Style;
use super::table::Grid;
use crate::model::{GroupStatistics, Statistics, Sums, TaskStatistics};

/// The widest that a bar gets.
const BAR: usize = 24;

/// `stats`.
pub fn statistics(found: &Statistics, style: &Style) -> String {
    let mut page = Page::new(style);
    let closed: Vec<_> = found.runbooks.iter().filter(|own| own.problem.is_none()).collect();
    if closed.is_empty() {
        page.line("No closed runbook fits: there is nothing to compare yet.");
    } else {
        let number = count(closed.len(), "closed runbook", "closed runbooks");
        page.line(format!("{} of {number}", ink(Ink::Heading, "Planned against actual")));
        sums(&found.total, found.taken_percent, &mut page);
        tasks(found, style, &mut page);
        if found.customers.len() > 1 {
            page.heading("By customer", "");
            page.lines(2, groups(&found.customers, style));
        }
        if found.templates.len() > 1 {
            page.heading("By template", "");
            page.lines(2, groups(&found.templates, style));
        }
    }
    problems(found, style, &mut page);
    page.done()
}

fn tasks(found: &Statistics, style: &Style, page: &mut Page<'_>) {
    let mut templates: Vec<&Option<String>> = found.tasks.iter().map(|own| &own.template).collect();
    templates.dedup();
    for template in templates {
        let own: Vec<&TaskStatistics> = found.tasks.iter().filter(|task| task.template == *template).collect();
        page.heading(&name(template.as_ref()), "");
        page.lines(2, table(&own, style));
    }
    if found.tasks.iter().any(|own| own.median_s.is_some()) {
        page.blank();
        let legend = format!(
            "{} up to the median, {} up to the 90th percentile, {} the plan",
            style.sign("█", "#"),
            style.sign("▒", "+"),
            style.sign("│", "|")
        );
        page.text(2, &ink(Ink::Muted, &legend));
    }
}

fn name(template: Option<&String>) -> String {
    template.map_or_else(|| "without a template".to_owned(), plain)
}

fn table(tasks: &[&TaskStatistics], style: &Style) -> Vec<String> {
    let longest = tasks.iter().flat_map(|own| [own.estimate_s, own.p90_s]).flatten().max().unwrap_or(0);
    let room = style.columns().saturating_sub(62).clamp(10, BAR);
    let mut grid = Grid::new(vec![
        Column::cutting("Task"),
        Column::figures("Runs"),
        Column::figures("Planned"),
        Column::figures("Median"),
        Column::figures("90th"),
        Column::figures("Waited").if_used().rank(2),
        Column::figures("Suggested").if_used(),
        Column::fixed("").if_used().rank(1),
    ]);
    for own in tasks {
        let late = own.estimate_s.zip(own.median_s).is_some_and(|(planned, median)| median > planned);
        let median = own.median_s.map(length).unwrap_or_default();
        let others = [(own.failed, "failed"), (own.skipped, "skipped")];
        let others: Vec<String> =
            others.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
        let bar = if own.runs > 0 { bar(own, longest, room, style) } else { ink(Ink::Muted, &others.join(", ")) };
        grid.row(vec![
            own.task.to_string(),
            own.runs.to_string(),
            own.estimate_s.map(length).unwrap_or_default(),
            if late { ink(Ink::Warn, &median) } else { median },
            own.p90_s.map(length).unwrap_or_default(),
            own.waited_s.map(length).unwrap_or_default(),
            own.suggestion.as_ref().map(ToString::to_string).unwrap_or_default(),
            bar,
        ]);
    }
    grid.lay(style.columns().min(120) - 2, style)
}

/// `██████▒▒▒│`, as long as the longest of its table is.
fn bar(own: &TaskStatistics, longest: u64, room: usize, style: &Style) -> String {
    let scale = |seconds: u64| -> usize {
        let room = u64::try_from(room).unwrap_or(u64::MAX);
        usize::try_from(seconds.saturating_mul(room).div_ceil(longest.max(1))).unwrap_or(0)
    };
    let (median, ninetieth) = (scale(own.median_s.unwrap_or(0)), scale(own.p90_s.unwrap_or(0)));
    let plan = own.estimate_s.map(scale);
    let cell = |at: usize| -> String {
        let is_over = plan.is_some_and(|plan| at >= plan);
        let colour = if is_over { Ink::Warn } else { Ink::Good };
        if at < median {
            ink(colour, style.sign("█", "#"))
        } else if at < ninetieth {
            ink(colour, style.sign("▒", "+"))
        } else {
            ink(Ink::Muted, style.sign("░", "."))
        }
    };
    let end = ninetieth.max(plan.unwrap_or(0));
    let mut out = String::new();
    for at in 0..=end {
        if plan == Some(at) {
            out.push_str(style.sign("│", "|"));
        }
        if at < end {
            out.push_str(&cell(at));
        }
    }
    out
}

fn groups(groups: &[GroupStatistics], style: &Style) -> Vec<String> {
    let mut grid = Grid::new(vec![
        Column::cutting("Name"),
        Column::figures("Runbooks"),
        Column::figures("Planned"),
        Column::figures("Took"),
        Column::figures("Of plan"),
        Column::figures("Median").rank(2),
        Column::figures("90th").rank(3),
        Column::figures("Waited").if_used().rank(1),
    ]);
    for own in groups {
        let (sums, waited) = (own.sums, own.sums.waited_s);
        grid.row(vec![
            name(own.name.as_ref()),
            own.runbooks.to_string(),
            length(sums.estimate_s),
            length(sums.actual_s),
            own.taken_percent.map(percent).unwrap_or_default(),
            own.median_s.map(length).unwrap_or_default(),
            own.p90_s.map(length).unwrap_or_default(),
            if waited > 0 { length(waited) } else { String::new() },
        ]);
    }
    grid.lay(style.columns().min(120) - 2, style)
}

fn percent(percent: u64) -> String {
    let words = format!("{percent} %");
    if percent > 100 { ink(Ink::Warn, &words) } else { ink(Ink::Good, &words) }
}

fn sums(total: &Sums, taken: Option<u64>, page: &mut Page<'_>) {
    let Some(taken) = taken else {
        page.text(2, "No task has both an estimate and a length that is known.");
        return;
    };
    let tasks = count(total.tasks, "task", "tasks");
    page.text(
        2,
        &format!(
            "{tasks} planned for {} took {}: {} of the planned time.",
            length(total.estimate_s),
            length(total.actual_s),
            percent(taken)
        ),
    );
    if total.wait_s > 0 || total.waited_s > 0 {
        page.text(
            2,
            &format!("Waiting, which is no work: {} planned, {} waited.", length(total.wait_s), length(total.waited_s)),
        );
    }
}

fn problems(found: &Statistics, style: &Style, page: &mut Page<'_>) {
    let unreadable: Vec<_> =
        found.runbooks.iter().filter_map(|own| own.problem.as_ref().map(|problem| (own, problem))).collect();
    if unreadable.is_empty() {
        return;
    }
    page.heading("Not counted, because it cannot be read", "");
    let widest = unreadable.iter().map(|(own, _)| width(&own.id)).max().unwrap_or(0);
    for (own, problem) in unreadable {
        let lead = pad(&own.id, widest.min(style.columns() / 2));
        page.hang(&format!("  {} {lead}  ", ink(Ink::Bad, "!")), &prose(problem));
    }
}
