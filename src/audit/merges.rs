//! Merges that leave out what one side recorded.
//!
//! A merge that holds what one parent held looks as if it had touched nothing. It is told when the other parent's side
//! recorded something that is gone, unless an edit adopts it and says what was dropped. What a merge holds differently from
//! all parents is a change like any other.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use crate::model::{RunbookId, is_said_by_both};
use crate::store::read;
use crate::trail::{Objects, Survey, SurveyedCommit};

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const BOTH: u8 = LEFT | RIGHT;

/// A merge that holds what one side had of a runbook, and leaves out what the other one recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LossyMerge {
    pub(super) id: RunbookId,
    pub(super) merge: usize,
    /// The parent whose side is left out, and the last commit there that recorded something.
    pub(super) lost: usize,
    pub(super) last: usize,
}

/// Every merge that leaves out one side of a runbook.
pub(super) fn left_out(survey: &Survey, objects: &Objects) -> Vec<LossyMerge> {
    let mut found = Vec::new();
    if survey.is_straight() {
        return found;
    }
    let steps: HashMap<usize, &SurveyedCommit> = survey.steps().map(|step| (step.place, step)).collect();
    for merge in survey.merges() {
        let parents = survey.parents(merge);
        let Some((first, others)) = parents.split_first() else { continue };
        for other in others {
            let sides = sides(survey, *first, *other);
            for (side, held, lost) in [(LEFT, *other, *first), (RIGHT, *first, *other)] {
                for (id, last) in last_touches(&sides, side, &steps) {
                    if is_left_out(survey, objects, merge, (held, lost), &id)
                        && !is_agreed(survey, objects, merge, (*first, *other), common(&sides), &id)
                    {
                        found.push(LossyMerge { id, merge, lost, last });
                    }
                }
            }
        }
    }
    found
}

/// True when the merge holds what one parent had, and not what the other one's side made of it.
fn is_left_out(survey: &Survey, objects: &Objects, merge: usize, (held, lost): (usize, usize), id: &RunbookId) -> bool {
    let file = |place: usize| survey.file(objects, place, &id.path());
    match (file(merge), file(held), file(lost)) {
        (Ok(now), Ok(held), Ok(lost)) => now == held && held != lost,
        // trees that cannot be read are told elsewhere
        _ => false,
    }
}

/// True when what the merge holds is what both sides together say; never where one of them cannot be read.
fn is_agreed(
    survey: &Survey,
    objects: &Objects,
    merge: usize,
    (first, other): (usize, usize),
    base: Option<usize>,
    id: &RunbookId,
) -> bool {
    let record = |place: usize| {
        let bytes = objects.blob(survey.file(objects, place, &id.path()).ok()??).ok()?;
        read(&id.path(), &bytes).ok().map(|read| read.runbook)
    };
    let (Some(base), Some(first), Some(other), Some(held)) =
        (base.and_then(record), record(first), record(other), record(merge))
    else {
        return false;
    };
    is_said_by_both(&base, (&first, &other), &held).unwrap_or(false)
}

/// The latest commit behind both.
fn common(sides: &BTreeMap<usize, u8>) -> Option<usize> {
    sides.iter().rev().find(|(_, mark)| **mark == BOTH).map(|(place, _)| *place)
}

/// The commits behind one of two only, each with the side that it is on.
fn sides(survey: &Survey, left: usize, right: usize) -> BTreeMap<usize, u8> {
    let mut marks: BTreeMap<usize, u8> = BTreeMap::new();
    let mut heap = BinaryHeap::new();
    for (place, mark) in [(left, LEFT), (right, RIGHT)] {
        *marks.entry(place).or_default() |= mark;
        heap.push(place);
    }
    let mut done = BTreeSet::new();
    // parents have smaller places, so a commit is finished when it comes up
    while let Some(place) = heap.pop() {
        if !done.insert(place) {
            continue;
        }
        let mark = marks.get(&place).copied().unwrap_or_default();
        for parent in survey.parents(place) {
            *marks.entry(*parent).or_default() |= mark;
            heap.push(*parent);
        }
        if heap.iter().all(|waiting| marks.get(waiting) == Some(&BOTH)) {
            break;
        }
    }
    marks
}

/// Each runbook that was touched on one side only, with the last commit there that did.
fn last_touches(
    sides: &BTreeMap<usize, u8>,
    side: u8,
    steps: &HashMap<usize, &SurveyedCommit>,
) -> BTreeMap<RunbookId, usize> {
    let own = sides.iter().filter(|(_, mark)| **mark == side).filter_map(|(place, _)| steps.get(place));
    own.flat_map(|step| step.touches.iter().map(|touch| (touch.id.clone(), step.place))).collect()
}
