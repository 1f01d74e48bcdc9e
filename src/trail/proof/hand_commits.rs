//! Which records of the head were committed last with plain git, asked for all of them at once.
//!
//! The cache's word for each record's latest commit is checked as [`Repository::tip`] checks it, against that commit's own
//! trees; but commit by commit in the order of history, by several threads, and keeping none: neighbours in a pack are read
//! from one another. What does not fit is asked record by record; what was found out once of a commit in a pack is a fact.

use std::collections::HashMap;

use git2::{ObjectType, Oid};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice as _;

use super::objects::{ObjectPlace, Objects};
use super::raw::tree_and_message;
use crate::model::{Result, RunbookId};
use crate::trail::BlobId;
use crate::trail::commit_cache::Claimed;
use crate::trail::facts::{Facts, Packs};
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

/// What was seen of the record at this place: a verdict, and the commit and its trees that it was seen in.
struct Sight {
    place: usize,
    known: Known,
    objects: [Oid; 4],
}

impl Repository {
    /// Those of these records, which the head has with these contents, whose latest commit was made with plain git; each
    /// judged as [`Repository::is_hand_committed`] does.
    ///
    /// # Errors
    /// As [`Repository::tip`].
    pub fn hand_committed<'r>(&self, records: &[HeadRecord<'r>], facts: &mut Facts) -> Result<Vec<&'r RunbookId>> {
        let ids: Vec<&RunbookId> = records.iter().map(|(id, _)| *id).collect();
        let known = self.known_of(records, self.claimed_tips(&ids)?, facts);
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

    /// What is known of each record's latest commit, by the facts and by a look at those of which there is none.
    fn known_of(&self, records: &[HeadRecord<'_>], claimed: Vec<Claimed>, facts: &mut Facts) -> Vec<Known> {
        let mut known = vec![Known::Nothing; records.len()];
        let packs = self.packs();
        let fact = |facts: &Facts, commit: Oid, place: usize| {
            let (packs, (id, content)) = (packs.as_ref()?, records.get(place)?);
            let name = id.to_string();
            Some(facts.fact("event", &[&packs.digest, name.as_bytes(), &content.raw(), commit.as_bytes()]))
        };
        let mut asked: Vec<Claimed> = Vec::new();
        for (commit, mut places) in claimed {
            places.retain(|place| {
                let held = fact(facts, commit, *place).filter(|fact| facts.holds(fact));
                match held.zip(known.get_mut(*place)) {
                    Some((fact, own)) => {
                        *own = Known::Event;
                        facts.keep(fact);
                        false
                    }
                    None => true,
                }
            });
            if !places.is_empty() {
                asked.push((commit, places));
            }
        }
        long_way(true);
        let seen = look_at_all(&self.object_place(), &asked, records);
        long_way(false);
        for sight in seen {
            let [commit, ..] = sight.objects;
            let is_packed = |packs: &Packs| sight.objects.iter().all(|object| !packs.is_loose(*object));
            if sight.known == Known::Event
                && packs.as_ref().is_some_and(is_packed)
                && let Some(fact) = fact(facts, commit, sight.place)
            {
                facts.keep(fact);
            }
            if let Some(own) = known.get_mut(sight.place) {
                *own = sight.known;
            }
        }
        known
    }
}

/// What the commits say of the records whose latest they are said to be.
fn look_at_all(place: &ObjectPlace, claimed: &[Claimed], records: &[HeadRecord<'_>]) -> Vec<Sight> {
    let runs = claimed.par_chunks(RUN).map(|run| {
        let open = || Objects::open_hasty(place);
        let (Ok(objects), Ok(folders)) = (open(), open()) else { return Vec::new() };
        let recent = TreeCache::default();
        let trees = Trees::over(folders.into_odb(), &recent);
        run.iter().flat_map(|claim| look_at(&objects, &trees, claim, records)).collect()
    });
    runs.collect::<Vec<Vec<Sight>>>().into_iter().flatten().collect()
}

fn look_at(objects: &Objects, trees: &Trees<'_>, (commit, places): &Claimed, records: &[HeadRecord<'_>]) -> Vec<Sight> {
    let Ok(object) = objects.read(*commit, ObjectType::Commit) else { return Vec::new() };
    let Some((root, message)) = tree_and_message(object.data()) else { return Vec::new() };
    let claims = Claims::read(&String::from_utf8_lossy(message));
    let runbook = claims.runbook.filter(|_| !claims.events.is_empty());
    let judged = |place: usize| {
        let (id, content) = records.get(place)?;
        let [folder, customer] = trees.way(root, id).ok()??;
        let here = trees.record_in(customer, id).ok()??;
        (BlobId::from_oid(here) == *content).then_some(())?;
        let known = if runbook.as_ref() == Some(*id) { Known::Event } else { Known::Silent(*commit) };
        Some(Sight { place, known, objects: [*commit, root, folder, customer] })
    };
    places.iter().filter_map(|place| judged(*place)).collect()
}
