//! How tasks are done, as an export writes it below the tasks: of it what the table of tasks has no room for, the planned
//! time of a task that has ended and that the customer does not see it. Everything else there is kept.

use std::collections::{HashMap, VecDeque};

use super::draft::HowDone;
use super::durations::{Duration, duration};
use super::inline::{decoded, squeezed, unwrapped};
use super::items::{indented, item};
use super::labels::label_of;
use super::meanings::TaskColumn;
use super::sections::Section;
use super::tasks::column;
use super::writing::Writing;
use crate::model::{Length, Task};

/// A task's part of the section.
#[derive(Default)]
struct Block {
    title: String,
    head: usize,
    /// The line of the estimate, and what it says.
    estimate: Option<(usize, Length)>,
    /// The line that says that the customer does not see it.
    internal: Option<usize>,
    has_more: bool,
}

/// Reads the estimates, and what is internal, of a section of instructions.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_below = false;
    for at in section.lines.clone() {
        let Some(line) = writing.line(at).filter(|line| !line.is_blank()) else { continue };
        let own = item(&line.text);
        if let Some(title) = own.as_ref().filter(|own| own.indent == 0 && own.tick.is_none()) {
            let title = squeezed(&decoded(unwrapped(&title.text), |_| false));
            let (number, lines) = (line.number, vec![line.kept.clone()]);
            writing.how_done.push(HowDone { line: number, end: number, title: title.clone(), lines });
            is_below = true;
            blocks.push(Block { title, head: at, ..Block::default() });
            continue;
        }
        let Some(block) = blocks.last_mut() else { continue };
        // a paragraph at the margin is what a reader says
        is_below &= indented(&line.text).0 > 0;
        if let Some(own) = writing.how_done.last_mut().filter(|_| is_below) {
            own.lines.push(line.kept.clone());
            own.end = line.number;
        }
        let own = own.filter(|_| indented(&line.text).0 > 0);
        if own.as_ref().is_some_and(|own| own.text.trim() == Task::TOLD_INTERNAL) {
            block.internal = Some(at);
            continue;
        }
        match own.and_then(|own| estimate(&own.text)) {
            Some(length) if block.estimate.is_none() => block.estimate = Some((at, length)),
            _ => block.has_more = true,
        }
    }
    let claimed = tell_tasks(writing, blocks);
    claimed.into_iter().for_each(|at| writing.claim(at));
}

/// Tells the tasks and steps of these titles what stands below them, in the order of the text: of several of one title the
/// first one that an estimate fits. The lines that are understood by that.
fn tell_tasks(writing: &mut Writing<'_>, blocks: Vec<Block>) -> Vec<usize> {
    let steps = writing.runbook.rollback.iter_mut().flat_map(|own| &mut own.steps);
    let mut tasks: Vec<&mut Task> = writing.runbook.tasks.iter_mut().chain(steps).collect();
    let (mut all, mut without_estimate) = (Places::default(), Places::default());
    for (at, task) in tasks.iter().enumerate() {
        let title = squeezed(task.title.as_str());
        if task.estimate.is_none() && !task.attempts.is_empty() {
            without_estimate.0.entry(title.clone()).or_default().push_back(at);
        }
        all.0.entry(title).or_default().push_back(at);
    }
    let (mut from, mut claimed) = (0, Vec::new());
    for mut block in blocks {
        let estimated = block.estimate.as_ref().and_then(|_| without_estimate.next(&block.title, from));
        let Some(at) = estimated.or_else(|| all.next(&block.title, from)) else { continue };
        let Some(task) = tasks.get_mut(at) else { continue };
        from = at + 1;
        match block.estimate.take() {
            Some((line, length)) if estimated.is_some() => {
                task.estimate = Some(length);
                claimed.push(line);
            }
            Some(_) => block.has_more = true,
            None => {}
        }
        if let Some(line) = block.internal {
            task.internal = true;
            claimed.push(line);
        }
        if !block.has_more {
            claimed.push(block.head);
        }
    }
    claimed
}

/// Where the tasks of a title are, in order.
#[derive(Default)]
struct Places(HashMap<String, VecDeque<usize>>);

impl Places {
    /// The next one from a place on.
    fn next(&mut self, title: &str, from: usize) -> Option<usize> {
        let own = self.0.get_mut(title)?;
        while own.front().is_some_and(|at| *at < from) {
            own.pop_front();
        }
        own.pop_front()
    }
}

/// `Estimate: 10m`.
fn estimate(text: &str) -> Option<Length> {
    let (label, value) = label_of(text)?;
    match (column(&label).0, duration(&value, None)) {
        (TaskColumn::Estimate, Duration::Exact(length)) => Some(length),
        _ => None,
    }
}
