//! Captured output beside the record: each is what its event says, and nobody changes it afterwards.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::model::{AuditCode, Recorded, RunbookId};
use crate::trail::{BlobId, Objects, Survey};

use super::ledger::Note;
use super::state::State;
use super::timeline::{TimelineEntry, owner};

/// A finding before it has a place: code, sentence, path.
type Found = (AuditCode, String, String);

/// Holds the captured output that a commit touches against what events vouch for; `known` is that, and goes on with them.
pub(super) fn examine(
    entry: &TimelineEntry<'_>,
    said: &Recorded,
    id: &RunbookId,
    known: &mut BTreeMap<String, String>,
    objects: &Objects,
) -> Vec<Found> {
    let mut found = Vec::new();
    let events = if entry.has_event { said.events.as_slice() } else { &[] };
    let mut claimed: Vec<&str> = Vec::new();
    for (path, digest) in events.iter().filter_map(|event| event.act.ending()?.captured()) {
        let path = path.as_str();
        claimed.push(path);
        if owner(path).as_ref() != Some(id) {
            found.push((
                AuditCode::LogChanged,
                format!("the event names {path}, which is no log of this runbook"),
                path.into(),
            ));
            continue;
        }
        let wanted = digest.map(|digest| digest.as_str().to_owned());
        let there = entry.step.logs().iter().find(|log| log.path == path).map(|log| log.new);
        found.extend(held(path, there, wanted, known, objects));
    }
    for log in entry.step.logs().iter().filter(|log| owner(&log.path).as_ref() == Some(id)) {
        let path = log.path.as_str();
        if claimed.contains(&path) {
            continue;
        }
        match known.get(path) {
            Some(digest) if digest_of(log.new, objects).as_deref() != Some(digest) => {
                let what = if log.new.is_some() { "was changed" } else { "was removed" };
                found.push((
                    AuditCode::LogChanged,
                    format!("{path} {what} after its event vouched for it"),
                    path.into(),
                ));
            }
            None if entry.has_event => {
                let message = format!("{path} came with the commit and its event does not speak of it");
                found.push((AuditCode::ForeignPath, message, path.into()));
            }
            _ => {}
        }
    }
    found
}

/// Captured output that events vouched for on some branch, and that the head does not have: a merge looks as if it had
/// touched nothing where it holds what one side had.
pub(super) fn lost(survey: &Survey, objects: &Objects, id: &RunbookId, states: &[State]) -> Vec<Note> {
    let Some(head) = survey.len().checked_sub(1) else { return Vec::new() };
    let vouched: BTreeSet<(&String, &String)> = states.iter().flat_map(|state| &state.logs).collect();
    let is_lost = |(path, digest): &(&String, &String)| {
        let there = survey.file(objects, head, path).ok().flatten();
        digest_of(there, objects).as_ref() != Some(*digest)
    };
    let note = |(path, _): (&String, &String)| {
        let message = format!("{path} is not what an event vouched for, or is gone");
        Note::new(AuditCode::LogChanged, message).at(head).of(id).fields(vec![path.clone()])
    };
    vouched.into_iter().filter(is_lost).map(note).collect()
}

/// What an event vouches for is there and is what it says.
fn held(
    path: &str,
    there: Option<Option<BlobId>>,
    wanted: Option<String>,
    known: &mut BTreeMap<String, String>,
    objects: &Objects,
) -> Option<Found> {
    let actual = match there {
        Some(blob) => digest_of(blob, objects),
        None => known.get(path).cloned(),
    };
    let Some(actual) = actual else {
        return Some((AuditCode::LogChanged, format!("the event names {path}, which is not there"), path.into()));
    };
    let is_said = wanted.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(&actual));
    known.insert(path.to_owned(), wanted.map_or(actual, |wanted| wanted.to_ascii_lowercase()));
    (!is_said).then(|| {
        (AuditCode::LogChanged, format!("{path} is not what its event says: its SHA-256 differs"), path.into())
    })
}

fn digest_of(blob: Option<BlobId>, objects: &Objects) -> Option<String> {
    let bytes = objects.blob(blob?).ok()?;
    Some(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}
