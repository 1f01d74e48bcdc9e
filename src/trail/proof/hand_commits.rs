//! Which records of the head were committed last with plain git, asked for all of them at once.
//!
//! The cache's word for each record's latest commit is checked as [`Repository::tip`] checks it, against that commit's own
//! trees; but commit by commit in the order of history, by several threads, and keeping none: neighbours in a pack are read
//! from one another. What does not fit is asked record by record.

use std::collections::HashMap;

use git2::{ObjectType, Oid};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice as _;

use super::objects::{ObjectPlace, Objects};
use super::raw::tree_and_message;
use crate::model::{Result, RunbookId};
use crate::trail::BlobId;
use crate::trail::commit_cache::Claimed;
use crate::trail::history::commit_id;
use crate::trail::message::Claims;
use crate::trail::repository::Repository;
use crate::trail::tree::Trees;
use crate::trail::tree_cache::TreeCache;
use crate::trail::walk::long_way;

/// So many commits are read by one thread in a row, because their trees are stored as differences from one another.
const RUN: usize = 512;

/// A record of the head with its content.
type HeadRecord<'r> = (&'r RunbookId, BlobId);

/// What is known of a record's latest commit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It holds what the head holds, and an event of this runbook.
    Event,
    /// It holds what the head holds, and no event of it.
    Silent(Oid),
    /// Nothing that could be relied on.
    Nothing,
}

impl Repository {
    /// Those of these records, which the head has with these contents, whose latest commit was made with plain git; each
    /// judged as [`Repository::is_hand_committed`] does.
    ///
    /// # Errors
    /// As [`Repository::tip`].
    pub fn hand_committed<'r>(&self, records: &[HeadRecord<'r>]) -> Result<Vec<&'r RunbookId>> {
        let ids: Vec<&RunbookId> = records.iter().map(|(id, _)| *id).collect();
        let mut known = vec![Known::Nothing; records.len()];
        let claimed = self.claimed_tips(&ids)?;
        long_way(true);
        for (place, found) in look_at_all(&self.object_place(), &claimed, records) {
            if let Some(own) = known.get_mut(place) {
                *own = found;
            }
        }
        long_way(false);
        let mut is_cut: HashMap<Oid, bool> = HashMap::new();
        let mut by_hand = Vec::new();
        for (id, known) in ids.into_iter().zip(known) {
            let is_by_hand = match known {
                Known::Event => false,
                Known::Silent(commit) => {
                    let is_cut = match is_cut.get(&commit) {
                        Some(is_cut) => *is_cut,
                        None => *is_cut.entry(commit).or_insert(self.is_cut_below(&commit_id(commit)?)),
                    };
                    !is_cut
                }
                Known::Nothing => self.is_hand_committed(id)?,
            };
            by_hand.extend(is_by_hand.then_some(id));
        }
        Ok(by_hand)
    }
}

/// What the commits say of the records whose latest they are said to be, by the records' places.
fn look_at_all(place: &ObjectPlace, claimed: &[Claimed], records: &[HeadRecord<'_>]) -> Vec<(usize, Known)> {
    let runs = claimed.par_chunks(RUN).map(|run| {
        let open = || Objects::open_hasty(place);
        let (Ok(objects), Ok(folders)) = (open(), open()) else { return Vec::new() };
        let recent = TreeCache::default();
        let trees = Trees::over(folders.into_odb(), &recent);
        run.iter().flat_map(|claim| look_at(&objects, &trees, claim, records)).collect()
    });
    runs.collect::<Vec<Vec<(usize, Known)>>>().concat()
}

fn look_at(
    objects: &Objects,
    trees: &Trees<'_>,
    (commit, places): &Claimed,
    records: &[HeadRecord<'_>],
) -> Vec<(usize, Known)> {
    let Ok(object) = objects.read(*commit, ObjectType::Commit) else { return Vec::new() };
    let Some((root, message)) = tree_and_message(object.data()) else { return Vec::new() };
    let claims = Claims::read(&String::from_utf8_lossy(message));
    let runbook = claims.runbook.filter(|_| !claims.events.is_empty());
    let judged = |place: usize| {
        let (id, content) = records.get(place)?;
        let here = trees.record(root, id).ok()??;
        (BlobId::from_oid(here) == *content).then_some(())?;
        Some((place, if runbook.as_ref() == Some(*id) { Known::Event } else { Known::Silent(*commit) }))
    };
    places.iter().filter_map(|place| judged(*place)).collect()
}
