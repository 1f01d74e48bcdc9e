//! The commits behind the head, oldest first, with the parents that their own bytes name.
//!
//! A parent that is missing or damaged is told and history goes on without it. Each commit is read once.

use std::collections::{HashMap, HashSet};

use git2::{ObjectType, Oid};

use super::object_fault::ObjectFault;
use super::objects::Objects;
use super::raw::{CommitClaims, CommitHeader};
use crate::model::{Moment, RunbookId};

/// One commit.
pub(super) struct Node {
    pub(super) oid: Oid,
    pub(super) tree: Oid,
    pub(super) recorded: Moment,
    /// Places of its parents; those that cannot be read are left out.
    pub(super) parents: Vec<usize>,
    /// How many parents cannot be read.
    pub(super) lost: usize,
}

/// All commits behind a head, parents before children.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// What each of them says of the trail.
    pub(super) said: Vec<CommitClaims>,
    /// Where each commit stands; none for one that cannot be read.
    known: HashMap<Oid, Option<usize>>,
    /// Every runbook that was claimed, so that all claims of one share its id.
    claimed: HashSet<RunbookId>,
    /// What could not be read, with the commit that names it; none for the head itself.
    pub(super) troubles: Vec<(Option<usize>, ObjectFault)>,
}

/// A commit on the way down, and how many of its parents were already visited.
struct Pending {
    oid: Oid,
    header: CommitHeader,
    next: usize,
}

impl Graph {
    /// Follows every parent from the head on.
    pub(super) fn walk(objects: &Objects, head: Oid) -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            said: Vec::new(),
            known: HashMap::new(),
            claimed: HashSet::new(),
            troubles: Vec::new(),
        };
        let mut failed: HashMap<Oid, ObjectFault> = HashMap::new();
        let mut way = Vec::new();
        match read(objects, head) {
            Ok(header) => way.push(graph.pending(head, header)),
            Err(trouble) => graph.troubles.push((None, trouble)),
        }
        while let Some(pending) = way.last_mut() {
            let Some(parent) = pending.header.parents.get(pending.next).copied() else {
                if let Some(done) = way.pop() {
                    graph.add(done, &failed);
                }
                continue;
            };
            pending.next += 1;
            if graph.known.contains_key(&parent) {
                continue;
            }
            match read(objects, parent) {
                Ok(header) => way.push(graph.pending(parent, header)),
                Err(trouble) => {
                    graph.known.insert(parent, None);
                    failed.insert(parent, trouble);
                }
            }
        }
        graph
    }

    fn add(&mut self, done: Pending, failed: &HashMap<Oid, ObjectFault>) {
        let place = self.nodes.len();
        self.known.insert(done.oid, Some(place));
        let (mut parents, mut lost) = (Vec::new(), Vec::new());
        for parent in &done.header.parents {
            match self.known.get(parent).copied().flatten() {
                Some(at) => parents.push(at),
                None => lost.push(*parent),
            }
        }
        for parent in &lost {
            if let Some(trouble) = failed.get(parent) {
                self.troubles.push((Some(place), trouble.clone()));
            }
        }
        let CommitHeader { tree, recorded, said, .. } = done.header;
        self.said.push(said);
        self.nodes.push(Node { oid: done.oid, tree, recorded, parents, lost: lost.len() });
    }

    fn pending(&mut self, oid: Oid, mut header: CommitHeader) -> Pending {
        header.said.claims = header.said.claims.map(|id| match self.claimed.get(&id) {
            Some(shared) => shared.clone(),
            None => {
                self.claimed.insert(id.clone());
                id
            }
        });
        Pending { oid, header, next: 0 }
    }
}

fn read(objects: &Objects, commit: Oid) -> Result<CommitHeader, ObjectFault> {
    let object = objects.read(commit, ObjectType::Commit)?;
    CommitHeader::read(object.data()).ok_or_else(|| ObjectFault::Malformed(format!("the commit {commit} is malformed")))
}
