//! What every commit touched, in one pass over the raw trees.
//!
//! A commit is compared with its parents; what a merge holds is its own only where it differs from all of them. Names the
//! paths and contents, reads no record.

use std::collections::{BTreeSet, HashMap};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::graph::{Graph, Node};
use super::object_fault::ObjectFault;
use super::objects::{ObjectPlace, Objects};
use super::raw::CommitClaims;
use super::trees::{Leaf, RawTrees, TreeChange};
use crate::model::{CommitId, Moment, Result, RunbookId};
use crate::trail::BlobId;
use crate::trail::history::{commit_id, oid_of};
use crate::trail::repository::RECORDS;

/// Where captured output lies in a commit's tree.
const LOGS: &str = "logs";
/// The store's settings.
const SETTINGS: &str = ".runbook.toml";
/// So many commits are compared by one thread in a row, because a commit's parent is mostly the one before.
const RUN: usize = 256;
/// So many other paths of one commit are named.
const NAMED: usize = 5;

/// A record that a commit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The runbook.
    pub id: RunbookId,
    /// Its content in the parents; nothing where it was not there.
    pub old: Vec<Option<BlobId>>,
    /// Its content now; nothing where it is gone.
    pub new: Option<BlobId>,
    /// False for a link or the like in the record's place.
    pub is_file: bool,
}

/// Captured output that a commit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogTouch {
    /// Its path.
    pub path: String,
    /// Its content now; nothing where it is gone, or no plain file.
    pub new: Option<BlobId>,
}

/// What one commit touched, as far as a trail is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SurveyedCommit {
    /// The commit's place in the survey.
    pub place: usize,
    /// The runbook that its message claims, and what that record is here, touched or not.
    pub claims: Option<(RunbookId, Option<BlobId>)>,
    /// True when its message speaks of an event, even one that cannot be read.
    pub speaks: bool,
    /// True when it bears a signature, whatever that is worth.
    pub is_signed: bool,
    /// Records.
    pub touches: Vec<Touch>,
    /// What most commits do not touch, and have not.
    rest: Option<Box<Rest>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Rest {
    logs: Vec<LogTouch>,
    settings: Option<Option<BlobId>>,
    others: Vec<String>,
    troubles: Vec<ObjectFault>,
}

impl SurveyedCommit {
    /// Captured output.
    pub fn logs(&self) -> &[LogTouch] {
        self.rest.as_ref().map_or(&[], |rest| &rest.logs)
    }

    /// The settings' new content, where it touched them.
    pub fn settings(&self) -> Option<Option<BlobId>> {
        self.rest.as_ref().and_then(|rest| rest.settings)
    }

    /// A few of the other paths.
    pub fn others(&self) -> &[String] {
        self.rest.as_ref().map_or(&[], |rest| &rest.others)
    }

    /// What is wrong with its trees.
    pub fn troubles(&self) -> &[ObjectFault] {
        self.rest.as_ref().map_or(&[], |rest| &rest.troubles)
    }

    fn rest(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }
}

/// Everything that stands in a trail, commit by commit.
pub struct Survey {
    nodes: Vec<Node>,
    /// The places of the commits in the order of their names.
    by_name: Vec<usize>,
    is_straight: bool,
    /// Commits that concern the trail, oldest first, run by run.
    steps: Vec<Vec<SurveyedCommit>>,
    /// What could not be read of the history, with the place of the commit that names it.
    pub troubles: Vec<(Option<usize>, ObjectFault)>,
}

impl Survey {
    /// Surveys everything behind a commit.
    ///
    /// # Errors
    /// `Git` when the objects cannot be opened.
    pub fn of(place: &ObjectPlace, head: &CommitId) -> Result<Self> {
        let objects = Objects::open(place)?;
        let Graph { nodes, said, troubles, .. } = Graph::walk(&objects, oid_of(head)?);
        let runs: Vec<std::ops::Range<usize>> =
            (0..nodes.len()).step_by(RUN).map(|from| from..nodes.len().min(from + RUN)).collect();
        let steps: Result<Vec<Vec<SurveyedCommit>>> = runs
            .into_par_iter()
            .map_init(
                || Objects::open(place),
                |objects, run| {
                    let objects = objects.as_ref().map_err(Clone::clone)?;
                    let mut trees = RawTrees::new(objects);
                    Ok(run.filter_map(|at| step(&mut trees, &nodes, &said, at)).collect())
                },
            )
            .collect();
        let mut by_name: Vec<usize> = (0..nodes.len()).collect();
        by_name.sort_unstable_by_key(|place| nodes.get(*place).map(|node| node.oid));
        let is_straight = nodes.iter().all(|node| node.parents.len() + node.lost < 2);
        Ok(Self { steps: steps?, nodes, by_name, is_straight, troubles })
    }

    /// Commits that concern the trail, oldest first.
    pub fn steps(&self) -> impl Iterator<Item = &SurveyedCommit> {
        self.steps.iter().flatten()
    }

    /// How many commits there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True when not even the head could be read.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// True when no commit has two parents.
    pub fn is_straight(&self) -> bool {
        self.is_straight
    }

    /// The commit at a place.
    ///
    /// # Errors
    /// `Bug` for a place that is none.
    pub fn commit(&self, place: usize) -> Result<CommitId> {
        match self.nodes.get(place) {
            Some(node) => commit_id(node.oid),
            None => Err(crate::model::Fault::bug("a commit outside the survey")),
        }
    }

    /// When the commit at a place was recorded.
    pub fn recorded(&self, place: usize) -> Option<Moment> {
        self.nodes.get(place).map(|node| node.recorded)
    }

    /// The places of a commit's parents.
    pub fn parents(&self, place: usize) -> &[usize] {
        self.nodes.get(place).map_or(&[], |node| &node.parents)
    }

    /// True when a parent of the commit at a place cannot be read: what the commit changed is not known.
    pub fn is_cut(&self, place: usize) -> bool {
        self.nodes.get(place).is_some_and(|node| node.lost > 0)
    }

    /// True when the commit is among those surveyed.
    pub fn holds(&self, commit: &CommitId) -> bool {
        self.place(commit).is_some()
    }

    /// True when one cannot see what the commit changed: a parent of it was left out of this clone, or a tree.
    pub fn is_unseen(&self, commit: &CommitId) -> bool {
        let steps = |place: usize| self.steps.get(place / RUN).map_or(&[][..], Vec::as_slice);
        self.place(commit).is_some_and(|place| {
            let is_missing = |trouble: &ObjectFault| matches!(trouble, ObjectFault::Missing(_));
            self.is_cut(place)
                || steps(place).iter().any(|step| step.place == place && step.troubles().iter().any(is_missing))
        })
    }

    fn place(&self, commit: &CommitId) -> Option<usize> {
        let name = Some(oid_of(commit).ok()?);
        let oid = |place: &usize| self.nodes.get(*place).map(|node| node.oid);
        let found = self.by_name.binary_search_by(|place| oid(place).cmp(&name)).ok()?;
        self.by_name.get(found).copied()
    }

    /// The places of a commit and of all behind it; none for a commit that was not surveyed.
    pub fn behind(&self, commit: &CommitId) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut left: Vec<usize> = self.place(commit).into_iter().collect();
        while let Some(place) = left.pop() {
            if found.insert(place) {
                left.extend(self.parents(place));
            }
        }
        found
    }

    /// The places of merges.
    pub fn merges(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(|(_, node)| node.parents.len() > 1).map(|(place, _)| place)
    }

    /// What the file at a path is in a commit.
    ///
    /// # Errors
    /// What is wrong with the trees.
    pub fn file(&self, objects: &Objects, place: usize, path: &str) -> Result<Option<BlobId>, ObjectFault> {
        let Some(node) = self.nodes.get(place) else { return Ok(None) };
        Ok(RawTrees::new(objects).find(node.tree, path)?.and_then(content))
    }
}

fn content(leaf: Leaf) -> Option<BlobId> {
    leaf.is_file.then(|| BlobId::from_oid(leaf.oid))
}

/// What a commit touched; nothing for one that does not concern the trail.
fn step(trees: &mut RawTrees<'_>, nodes: &[Node], said: &[CommitClaims], at: usize) -> Option<SurveyedCommit> {
    let (node, said) = (nodes.get(at)?, said.get(at)?);
    let mut step =
        SurveyedCommit { place: at, speaks: said.speaks, is_signed: said.is_signed, ..SurveyedCommit::default() };
    if let Some(why) = said.oddity {
        step.rest().troubles.push(ObjectFault::Malformed(format!("the commit {} is malformed: {why}", node.oid)));
    }
    if let Err(trouble) = look(trees, nodes, node, said, &mut step) {
        step.rest().troubles.push(trouble);
    }
    let concerns = step.speaks
        || !step.touches.is_empty()
        || !step.logs().is_empty()
        || !step.troubles().is_empty()
        || step.settings().is_some();
    concerns.then_some(step)
}

fn look(
    trees: &mut RawTrees<'_>,
    nodes: &[Node],
    node: &Node,
    said: &CommitClaims,
    step: &mut SurveyedCommit,
) -> Result<(), ObjectFault> {
    let found = differences(trees, nodes, node).map(|found| sort(found, said.claims.as_ref(), step));
    if let Some(id) = &said.claims {
        let here = match step.touches.iter().find(|touch| touch.id == *id) {
            Some(touch) => touch.new,
            None => match trees.find(node.tree, &id.path()) {
                Ok(leaf) => leaf.and_then(content),
                Err(trouble) => {
                    // what it claims is known even where what it holds is not
                    step.claims = Some((id.clone(), None));
                    return found.and(Err(trouble));
                }
            },
        };
        step.claims = Some((id.clone(), here));
    }
    found
}

/// A change against the first parent, with what each parent has there.
type Difference = (TreeChange, Vec<Option<Leaf>>);

/// What a commit holds differently from all its parents, with what each of them has.
fn differences(trees: &mut RawTrees<'_>, nodes: &[Node], node: &Node) -> Result<Vec<Difference>, ObjectFault> {
    let descend = |path: &str| [RECORDS, LOGS].iter().any(|top| path.split('/').next() == Some(*top));
    // what comes from a parent that cannot be read is nobody's doing that could be told
    if node.lost > 0 {
        return Ok(Vec::new());
    }
    let mut parents = node.parents.iter().filter_map(|place| nodes.get(*place)).map(|parent| parent.tree);
    let Some(first) = parents.next() else {
        let all = trees.changes(None, Some(node.tree), &descend)?;
        return Ok(all.into_iter().map(|change| (change, vec![None])).collect());
    };
    let changes = trees.changes(Some(first), Some(node.tree), &descend)?;
    let mut found: Vec<Difference> = changes
        .into_iter()
        .map(|change| {
            let old = vec![change.old];
            (change, old)
        })
        .collect();
    for parent in parents {
        if found.is_empty() {
            break;
        }
        let others = trees.changes(Some(parent), Some(node.tree), &descend)?;
        let others: HashMap<String, Option<Leaf>> = others.into_iter().map(|own| (own.path, own.old)).collect();
        found.retain_mut(|(change, old)| {
            let there = others.get(&change.path);
            old.extend(there.copied());
            there.is_some()
        });
    }
    Ok(found)
}

fn sort(found: Vec<Difference>, claimed: Option<&RunbookId>, step: &mut SurveyedCommit) {
    for (change, old) in found {
        let is_same = change.new.is_some_and(|new| old.iter().all(|old| *old == Some(new)));
        if is_same {
            // only whether the file can be run has changed
            continue;
        }
        if let Some(id) = RunbookId::from_path(&change.path) {
            let id = claimed.filter(|own| **own == id).cloned().unwrap_or(id);
            let is_file = change.new.is_none_or(|new| new.is_file);
            let old = old.into_iter().map(|leaf| leaf.and_then(content)).collect();
            if step.touches.is_empty() {
                // nearly every commit touches one
                step.touches.reserve_exact(1);
            }
            step.touches.push(Touch { id, old, new: change.new.and_then(content), is_file });
        } else if change.path.starts_with("logs/") {
            step.rest().logs.push(LogTouch { path: change.path, new: change.new.and_then(content) });
        } else if change.path == SETTINGS {
            step.rest().settings = Some(change.new.and_then(content));
        } else if step.others().len() < NAMED {
            step.rest().others.push(change.path);
        }
    }
}
