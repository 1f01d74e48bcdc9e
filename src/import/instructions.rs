//! How tasks are done, as an export writes it below the tasks: of it the planned time of a task that has ended, for which
//! the table of tasks has no room. Everything else there is kept.

use super::durations::{Duration, duration};
use super::facts::label_of;
use super::inline::{decoded, squeezed, unwrapped};
use super::items::{indented, item};
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
    for at in section.lines.clone() {
        let Some(line) = writing.line(at).filter(|line| !line.is_blank()) else { continue };
        let own = item(&line.text);
        if let Some(title) = own.as_ref().filter(|own| own.indent == 0 && own.tick.is_none()) {
            let words = decoded(unwrapped(&title.text), |_| false);
            blocks.push(Block { title: squeezed(&words), head: at, ..Block::default() });
            continue;
        }
        let Some(block) = blocks.last_mut() else { continue };
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
    mark_internal(writing, &mut blocks);
    let mut from = 0;
    for block in blocks {
        let Some((at, length)) = block.estimate else { continue };
        let wants = |task: &Task| {
            squeezed(task.title.as_str()) == block.title && task.estimate.is_none() && !task.attempts.is_empty()
        };
        let steps = writing.runbook.rollback.iter_mut().flat_map(|own| &mut own.steps);
        let mut all = writing.runbook.tasks.iter_mut().chain(steps).enumerate().skip(from);
        let Some((nth, task)) = all.find(|(_, task)| wants(task)) else { continue };
        task.estimate = Some(length);
        from = nth + 1;
        writing.claim(at);
        if !block.has_more {
            writing.claim(block.head);
        }
    }
}

/// Marks what an export says to be internal: the tasks and steps of these titles, in the order of the text.
fn mark_internal(writing: &mut Writing<'_>, blocks: &mut [Block]) {
    let mut from = 0;
    for block in blocks {
        let Some(at) = block.internal else { continue };
        let steps = writing.runbook.rollback.iter_mut().flat_map(|own| &mut own.steps);
        let mut all = writing.runbook.tasks.iter_mut().chain(steps).enumerate().skip(from);
        let Some((nth, task)) = all.find(|(_, task)| squeezed(task.title.as_str()) == block.title) else {
            block.has_more = true;
            continue;
        };
        task.internal = true;
        from = nth + 1;
        writing.claim(at);
        if !block.has_more && block.estimate.is_none() {
            writing.claim(block.head);
        }
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
