//! For every field: who gave it its value, when, and by which event. Found by going back through the runbook's own commits.
//!
//! A commit gave a field its value where none of the commits that it was built on has it. So a merge gave only what it
//! made itself, and one that brings back a removed record only what is not as it was. A record that did not parse once is
//! taken as one without fields. What plain git gave belongs to the event that adopted it.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use crate::model::{Act, BlamedField, CommitId, Event, Listing, Path, Recorded, Result, Runbook, RunbookId, listing};
use crate::render::json::whole_record;
use crate::trail::BlobId;
use crate::workspace::Workspace;

use super::not_found::missing;
use super::record::{as_json, read_at};
use super::removed::removed;
use super::replayed::steps_of;
use super::revision::snapshot_of;
use super::secrets::masked;

/// So many records are kept in memory while going back through history.
const KEPT: usize = 32;

type Fields = Rc<HashMap<String, Value>>;

/// The fields of the runbook as its last commit has it, in the record's own order, with the commit that gave each
/// its value; and that last commit. With `whole`, also what the record leaves to its default.
///
/// # Errors
/// `NotFound` where nothing was ever recorded, `Unreadable` when the last commit's record does not parse, `Git` for
/// history that is incomplete.
pub fn blame(workspace: &Workspace, id: &RunbookId, whole: bool) -> Result<(CommitId, Vec<BlamedField>)> {
    workspace.repository.require_history()?;
    let mut log = workspace.repository.log_of(id, None)?;
    if let Some(last) = removed(workspace, id)?.and_then(|gone| gone.last) {
        let at = log.iter().position(|recorded| recorded.commit == last.commit).unwrap_or(0);
        log.drain(..at);
    }
    masked(workspace, log.iter_mut())?;
    let last = log.first().ok_or_else(|| missing(id))?;
    let mut known = Known { workspace, id, whole, fields: HashMap::new() };
    let now = known.fields_of(snapshot_of(workspace, id, Some(last))?.runbook.as_ref())?;
    let mut open: HashMap<&str, &Value> = now.iter().map(|(path, value)| (path.as_str(), value)).collect();
    let mut origins: HashMap<String, BlamedField> = HashMap::new();
    let mut adoptions = Adoptions::default();
    for (number, recorded) in log.iter().enumerate() {
        if open.is_empty() {
            break;
        }
        if is_own(recorded, id) {
            adoptions.note(recorded);
        }
        let after = known.at(&recorded.commit)?.unwrap_or_default();
        let before = known.before(recorded, log.get(number + 1..).unwrap_or_default())?;
        let is_new = |path: &str, value: &Value| {
            after.get(path) == Some(value) && !before.iter().any(|fields| fields.get(path) == Some(value))
        };
        let given: Vec<&str> = open.iter().filter(|(path, value)| is_new(path, value)).map(|(path, _)| *path).collect();
        if given.is_empty() {
            continue;
        }
        let events = events_of(workspace, id, recorded, &given)?;
        for path in given {
            let Some(value) = open.remove(path) else { continue };
            let event = events.get(path).or(recorded.events.last().filter(|_| is_own(recorded, id)));
            let adoption = adoptions.of(recorded).filter(|_| event.is_none());
            origins.insert(path.to_owned(), blamed(path, value, recorded, event, adoption));
        }
    }
    let blamed = now.iter().filter_map(|(path, _)| origins.remove(path)).collect();
    Ok((last.commit.clone(), blamed))
}

/// Which of a commit's events gave which fields, where it has several.
fn events_of(
    workspace: &Workspace,
    id: &RunbookId,
    recorded: &Recorded,
    paths: &[&str],
) -> Result<HashMap<String, Event>> {
    let mut events = HashMap::new();
    if recorded.events.len() < 2 {
        return Ok(events);
    }
    let mut before: HashMap<String, Value> = HashMap::new();
    for (number, step) in steps_of(workspace, id, recorded)?.into_iter().enumerate() {
        let after: HashMap<String, Value> = fields(&step.after).into_iter().collect();
        let touched: HashSet<&str> = step.changes.iter().map(|change| change.path.as_str()).collect();
        for path in paths {
            let is_its = if number == 0 { is_touched(&touched, path) } else { after.get(*path) != before.get(*path) };
            if let (true, Some(event)) = (is_its, &step.event) {
                events.insert((*path).to_owned(), event.clone());
            }
        }
        before = after;
    }
    Ok(events)
}

/// True when a change names this field or an item that holds it.
fn is_touched(touched: &HashSet<&str>, path: &str) -> bool {
    touched.contains(path) || path.match_indices('.').any(|(at, _)| path.get(..at).is_some_and(|p| touched.contains(p)))
}

fn is_own(recorded: &Recorded, id: &RunbookId) -> bool {
    recorded.runbook.as_ref() == Some(id)
}

/// True where a runbook's life begins.
fn is_beginning(recorded: &Recorded, id: &RunbookId) -> bool {
    let begins = |event: &Event| matches!(event.act, Act::Create { .. } | Act::Import { .. });
    is_own(recorded, id) && recorded.events.first().is_some_and(begins)
}

/// Which event adopted which commit made with plain git, as far as history was gone back.
#[derive(Default)]
struct Adoptions<'l> {
    named: HashMap<&'l CommitId, (&'l CommitId, &'l Event)>,
    /// The creation of a record that lay there already: it adopts whatever made it.
    created: Option<(&'l CommitId, &'l Event)>,
}

impl<'l> Adoptions<'l> {
    fn note(&mut self, recorded: &'l Recorded) {
        for event in &recorded.events {
            match &event.act {
                Act::Edit { adopts, .. } => {
                    self.named.extend(adopts.iter().map(|adopted| (adopted, (&recorded.commit, event))));
                }
                Act::Create { by_hand: true, .. } => self.created = Some((&recorded.commit, event)),
                _ => {}
            }
        }
    }

    fn of(&self, recorded: &Recorded) -> Option<(&'l CommitId, &'l Event)> {
        self.named.get(&recorded.commit).copied().or(self.created)
    }
}

fn blamed(
    path: &str,
    value: &Value,
    recorded: &Recorded,
    event: Option<&Event>,
    adoption: Option<(&CommitId, &Event)>,
) -> BlamedField {
    BlamedField {
        path: path.to_owned(),
        value: value.clone(),
        commit: recorded.commit.clone(),
        author: recorded.author.clone(),
        at: event.map_or(recorded.recorded_at, |event| event.at),
        event: event.or(adoption.map(|(_, event)| event)).map(|event| event.name().to_owned()),
        adopted: adoption.map(|(commit, _)| commit.clone()),
    }
}

/// Records met while going back through history, each read once: a commit's record is mostly what the next one was built on.
struct Known<'w> {
    workspace: &'w Workspace,
    id: &'w RunbookId,
    whole: bool,
    fields: HashMap<BlobId, Fields>,
}

impl Known<'_> {
    /// What the commits that this one was built on have; where a removed record comes back, what it last was.
    fn before(&mut self, recorded: &Recorded, earlier: &[Recorded]) -> Result<Vec<Fields>> {
        let parents = self.workspace.repository.parents(&recorded.commit)?;
        let mut before = Vec::new();
        for parent in &parents {
            before.extend(self.at(parent)?);
        }
        if before.is_empty() && !is_beginning(recorded, self.id) {
            for own in earlier {
                if let Some(last) = self.at(&own.commit)? {
                    return Ok(vec![last]);
                }
            }
        }
        Ok(before)
    }

    fn fields_of(&self, runbook: Option<&Runbook>) -> Result<Vec<(String, Value)>> {
        let record = as_json(runbook)?;
        Ok(fields(&if self.whole && runbook.is_some() { whole_record(record) } else { record }))
    }

    /// The fields at a commit; none where it has no record.
    fn at(&mut self, commit: &CommitId) -> Result<Option<Fields>> {
        let repository = &self.workspace.repository;
        let Some(blob) = repository.blob_id_at(commit, &self.id.path())? else { return Ok(None) };
        if let Some(fields) = self.fields.get(&blob) {
            return Ok(Some(Rc::clone(fields)));
        }
        if self.fields.len() >= KEPT {
            self.fields.clear();
        }
        let runbook = read_at(self.id, commit, &repository.blob(blob)?).ok();
        let found: Fields = Rc::new(self.fields_of(runbook.as_ref())?.into_iter().collect());
        self.fields.insert(blob, Rc::clone(&found));
        Ok(Some(found))
    }
}

/// Every field that holds a value, with its path, in the record's order. What has no parts is a field itself.
fn fields(record: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    walk(&Path::root(), record, &mut found);
    found
}

fn walk(at: &Path, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().for_each(|(key, value)| walk(&at.join(key), value, found)),
        Value::Array(items) if listing(items).is_some() => {
            let by_id = listing(items) == Some(Listing::ById);
            for (index, item) in items.iter().enumerate() {
                let id = item.get("id").and_then(Value::as_str).filter(|_| by_id);
                let name = id.map_or_else(|| (index + 1).to_string(), str::to_owned);
                walk(&at.join(name), item, found);
            }
        }
        _ if *at == Path::root() => {}
        value => found.push((at.to_string(), value.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_is_a_field_with_its_path() {
        let record = json!({"customer": "Acme", "variables": {"seats": 7}, "links": ["a", "b"],
            "tasks": [{"id": "bulk", "title": "Bulk", "attempts": [{"took": "1m"}]}]});
        let paths: Vec<String> = fields(&record).into_iter().map(|(path, _)| path).collect();
        assert_eq!(
            paths,
            ["customer", "variables.seats", "links", "tasks.bulk.id", "tasks.bulk.title", "tasks.bulk.attempts.1.took"]
        );
        assert_eq!(fields(&json!({})), []);
    }
}
