//! A text whose whole record is folded away in it: the record comes back, and where a person has since changed the
//! visible text, the text wins.
//!
//! What was changed is found by reading the visible text of the record itself in the same way and comparing the two
//! drafts, so that what a text cannot hold never counts as changed.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::draft::ImportDraft;
use super::recorded::{Onto, has_happened, is_blanked, with_last_attempt};
use super::writing::short;
use crate::model::keys::{self, Changed, Key, Tells};
use crate::model::{Fault, Kept, Remark, Result, Runbook, Slug, State};

/// Lists that a text shows, with the fields of their items that it shows; the first is what an item is known by.
const LISTS: [(&str, &[&str]); 5] = [
    ("contacts", &["name", "role", "description"]),
    ("pre_call", &["text", "mark", "reason", "evidence"]),
    ("post_call", &["text", "mark", "reason", "evidence"]),
    ("tasks", &["title", "link", "estimate", "attempts"]),
    ("rollback.steps", &["title", "link", "estimate", "attempts"]),
];

/// What a person did to the text that an export had made.
struct Refold<'a> {
    base: Map<String, Value>,
    theirs: Map<String, Value>,
    record: Map<String, Value>,
    draft: &'a ImportDraft,
    onto: Onto,
    doubts: Vec<Remark>,
}

impl ImportDraft {
    /// Takes a record in place of what was read; `shown` is the visible text of the record that was exported, read the same
    /// way. What a store has recorded of an item, no blank takes out of it.
    ///
    /// # Errors
    /// `Bug` when a record cannot be taken apart.
    pub fn refold(&mut self, record: &Runbook, shown: &ImportDraft, onto: Onto) -> Result<()> {
        let mut merge = Refold {
            base: object(&shown.runbook)?,
            theirs: object(&self.runbook)?,
            record: object(record)?,
            draft: self,
            onto,
            doubts: Vec::new(),
        };
        merge.header();
        for (list, fields) in LISTS {
            merge.list(list, fields);
        }
        merge.rollback();
        let (merged, mut doubts) = (Value::Object(merge.record), merge.doubts);
        let mut merged: Runbook = serde_json::from_value(merged)
            .map_err(|error| Fault::bug(format!("a record that was put together is none: {error}")))?;
        // what is kept is compared line by line, whatever bullets and blank lines an editor put there
        let lines_of = |kept: &Kept| -> Vec<String> { kept.text.as_str().lines().map(plain_line).collect() };
        let known: HashSet<String> = shown.runbook.kept.iter().flat_map(lines_of).collect();
        let is_new = |kept: &&Kept| lines_of(kept).iter().any(|line| !line.is_empty() && !known.contains(line));
        let written: Vec<Kept> = self.runbook.kept.iter().filter(is_new).cloned().collect();
        let told: HashSet<String> =
            shown.repairs.iter().chain(&shown.doubts).map(|remark| told_of(&remark.message)).collect();
        let is_new = |remark: &Remark| {
            !told.contains(&told_of(&remark.message))
                && (!remark.message.contains(IS_KEPT) || written.iter().any(|kept| kept.line == Some(remark.line)))
        };
        self.repairs.retain(is_new);
        self.doubts.retain(is_new);
        merged.kept.extend(written);
        // what a store holds, its own events led to
        let brought = brought(&merged).filter(|_| onto == Onto::Folded);
        doubts.extend(brought.map(|what| Remark::new(self.line, what)));
        self.doubts.append(&mut doubts);
        let words = |open: &Option<super::draft::OpenSchedule>| open.as_ref().map(|open| open.words.clone());
        if words(&self.schedule) == words(&shown.schedule) {
            self.schedule = None;
        }
        self.customer = renamed(&self.customer, &shown.customer, &merged.customer);
        self.task = renamed(&self.task, &shown.task, &merged.task);
        self.runbook = merged;
        self.sort();
        Ok(())
    }
}

fn object(runbook: &Runbook) -> Result<Map<String, Value>> {
    match serde_json::to_value(runbook) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Fault::bug("a record is not a table")),
    }
}

/// Half a name: as the text says it where somebody changed it, otherwise the record's.
fn renamed<T: Clone + PartialEq>(theirs: &Option<T>, shown: &Option<T>, own: &T) -> Option<T> {
    if theirs == shown { Some(own.clone()) } else { theirs.clone().or_else(|| Some(own.clone())) }
}

/// What the record says of gates that no event of this store passed.
fn brought(record: &Runbook) -> impl Iterator<Item = String> {
    let state = (record.state != State::Draft)
        .then(|| format!("it is {} by the folded record alone: no event of this store led there", record.state));
    let approvals = (!record.approvals.is_empty()).then(|| "its approvals were recorded elsewhere".to_owned());
    let overrides = (!record.overrides.is_empty()).then(|| "its overrides were recorded elsewhere".to_owned());
    [state, approvals, overrides].into_iter().flatten()
}

impl Refold<'_> {
    fn tell(&mut self, line: u64, path: &str, old: Option<&Value>, new: Option<&Value>) {
        let words = |value: Option<&Value>| match value {
            None => "nothing".to_owned(),
            Some(Value::String(text)) => format!("“{}”", short(text)),
            Some(value) => short(&value.to_string()),
        };
        self.doubts.push(Remark::new(
            line,
            format!("`{path}` was changed in the text, which wins: {} → {}", words(old), words(new)),
        ));
    }

    /// What was recorded stays, although the text leaves it out.
    fn stays(&mut self, line: u64, path: &str, recorded: Option<&Value>) {
        if let Some(recorded) = recorded {
            let words = recorded.as_str().map_or_else(|| recorded.to_string(), str::to_owned);
            let message = format!("`{path}` is blank in the text; what was recorded stays: {}", short(&words));
            self.doubts.push(Remark::new(line, message));
        }
    }

    fn header(&mut self) {
        // the name has its own way, and gates are not passed by a text
        let is_told = |key: &&Key| key.tells != Tells::Happened && key.changed != Changed::Renamed;
        for key in keys::header().filter(is_told).map(|key| key.name) {
            let (old, new) = (self.base.get(key).cloned(), self.theirs.get(key).cloned());
            if !is_same(old.as_ref(), new.as_ref()) {
                let line = self.draft.line_of("header", key);
                self.tell(line, key, old.as_ref(), new.as_ref());
                put(&mut self.record, key, new);
            }
        }
    }

    fn rollback(&mut self) {
        for key in ["plan", "irreversible", "links"] {
            let of = |map: &Map<String, Value>| map.get("rollback").and_then(|own| own.get(key)).cloned();
            let (old, new) = (of(&self.base), of(&self.theirs));
            if !is_same(old.as_ref(), new.as_ref()) {
                self.tell(self.draft.line, &format!("rollback.{key}"), old.as_ref(), new.as_ref());
                let own = self.record.entry("rollback").or_insert_with(|| Value::Object(Map::new()));
                if let Some(own) = own.as_object_mut() {
                    put(own, key, new);
                }
            }
        }
    }

    /// Items by what they are known by; of those left, the ones at the same place are the same item with other words.
    fn list(&mut self, list: &str, fields: &[&str]) {
        let (base, theirs) = (items(&self.base, list), items(&self.theirs, list));
        if base == theirs {
            return;
        }
        let mut own = items(&self.record, list);
        let known_by = fields.first().copied().unwrap_or_default();
        let record_of = pairs(&base, &own, known_by);
        let base_of = pairs(&theirs, &base, known_by);
        let shown: HashSet<usize> = record_of.iter().flatten().copied().collect();
        let mut taken: HashSet<String> = own.iter().map(|item| id(item).to_owned()).collect();
        let mut result: Vec<Value> = Vec::new();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (at, new) in theirs.iter().enumerate() {
            let line = self.draft.line_of(list, id(new));
            let before = base_of.get(at).copied().flatten();
            let kept = before.and_then(|before| record_of.get(before).copied().flatten());
            match (before.and_then(|before| base.get(before)), kept) {
                (Some(old), Some(kept)) => {
                    used.insert(kept);
                    let Some(item) = own.get_mut(kept).and_then(Value::as_object_mut) else { continue };
                    let path = format!("{list}.{}", item.get("id").and_then(Value::as_str).unwrap_or_default());
                    for field in fields.iter().filter(|field| !is_same(old.get(**field), new.get(**field))) {
                        let mut value = new.get(*field).cloned();
                        if self.onto == Onto::Stored {
                            if is_blanked(item, field, new) {
                                self.stays(line, &format!("{path}.{field}"), item.get(*field));
                                continue;
                            }
                            if *field == "attempts" {
                                value = with_last_attempt(item, value);
                            }
                        }
                        self.tell(line, &format!("{path}.{field}"), old.get(*field), new.get(*field));
                        put(item, field, value);
                        if *field == "mark" {
                            // who marked it as it was is not who marked it now
                            item.remove("by");
                            item.remove("at");
                        }
                    }
                    result.push(Value::Object(item.clone()));
                }
                _ => {
                    let fresh = Slug::from_text(id(new)).unique(|slug| taken.contains(slug.as_str()));
                    taken.insert(fresh.as_str().to_owned());
                    let mut new = new.clone();
                    if let Some(item) = new.as_object_mut() {
                        item.insert("id".to_owned(), fresh.as_str().into());
                    }
                    self.tell(line, &format!("{list}.{fresh}"), None, new.get(known_by));
                    result.push(new);
                }
            }
        }
        for (at, item) in own.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
            let is_gone = shown.contains(&at) && !self.is_referred_to(list, id(item));
            if is_gone && self.onto == Onto::Stored && has_happened(item) {
                self.stays(self.draft.line, &format!("{list}.{}", id(item)), item.get(known_by));
                result.insert(at.min(result.len()), item.clone());
            } else if is_gone {
                self.tell(self.draft.line, &format!("{list}.{}", id(item)), item.get(known_by), None);
            } else {
                result.insert(at.min(result.len()), item.clone());
            }
        }
        set_items(&mut self.record, list, result);
    }

    /// An item that a permission names stays, whatever the text says: otherwise the record would contradict itself.
    fn is_referred_to(&self, list: &str, id: &str) -> bool {
        let permissions = items(&self.record, "permissions");
        permissions.iter().any(|own| match list {
            "contacts" => own.get("from").and_then(Value::as_str) == Some(id),
            "tasks" => own.get("covers").and_then(Value::as_array).is_some_and(|all| all.iter().any(|own| own == id)),
            _ => false,
        })
    }
}

/// For each of `some`, its place among `others`: by the same words, otherwise by the same place.
fn pairs(some: &[Value], others: &[Value], known_by: &str) -> Vec<Option<usize>> {
    let words = |item: &Value| item.get(known_by).map(|own| typed(own).to_string());
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, other) in others.iter().enumerate() {
        if let Some(words) = words(other) {
            places.entry(words).or_default().push_back(at);
        }
    }
    let by_words = |item: &Value| places.get_mut(&words(item)?)?.pop_front();
    let mut found: Vec<Option<usize>> = some.iter().map(by_words).collect();
    let mut taken: HashSet<usize> = found.iter().flatten().copied().collect();
    for (at, place) in found.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
        if at < others.len() && taken.insert(at) {
            *place = Some(at);
        }
    }
    found
}

/// What a doubt about kept words says.
const IS_KEPT: &str = "is kept as it stands";

/// A value as somebody types it: editors put other quotation marks, dashes and blanks in its place, which changes nothing.
fn typed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(plain_marks(text)),
        Value::Array(all) => Value::Array(all.iter().map(typed).collect()),
        Value::Object(map) => Value::Object(map.iter().map(|(key, own)| (key.clone(), typed(own))).collect()),
        other => other.clone(),
    }
}

fn is_same(old: Option<&Value>, new: Option<&Value>) -> bool {
    old == new || old.map(typed) == new.map(typed)
}

fn plain_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '…' => out.push_str("..."),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A kept line by its words alone.
fn plain_line(line: &str) -> String {
    super::vocabulary::plain(&super::inline::decoded(line, |_| false))
}

/// A remark by the words that stay the same when an editor writes other marks.
fn told_of(message: &str) -> String {
    super::vocabulary::plain(&message.replace('\\', ""))
}

fn id(item: &Value) -> &str {
    item.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// The items of a list, of the rollback steps too.
fn items(map: &Map<String, Value>, list: &str) -> Vec<Value> {
    let found = match list.split_once('.') {
        Some((table, key)) => map.get(table).and_then(|table| table.get(key)),
        None => map.get(list),
    };
    found.and_then(Value::as_array).cloned().unwrap_or_default()
}

fn set_items(map: &mut Map<String, Value>, list: &str, items: Vec<Value>) {
    let (table, key) = match list.split_once('.') {
        Some((table, key)) => {
            let own = map.entry(table).or_insert_with(|| Value::Object(Map::new()));
            let Some(own) = own.as_object_mut() else { return };
            (own, key)
        }
        None => (map, list),
    };
    table.insert(key.to_owned(), Value::Array(items));
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            map.insert(key.to_owned(), value);
        }
        None => {
            map.remove(key);
        }
    }
}
