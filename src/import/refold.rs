//! A text whose whole record is folded away in it: the record comes back, and where a person has since changed the
//! visible text, the text wins.
//!
//! What was changed is found by reading the visible text of the record itself in the same way and comparing the two
//! drafts, so that what a text cannot hold never counts as changed.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::draft::{HowDone, ImportDraft};
use super::record_items::{is_same, put};
use super::refold_lists::LISTS;
use super::returned::{Ground, Refold, words};
use super::still_there::{NotUnderstood, plain_line};
use crate::model::keys::{self, Changed, Key, Tells};
use crate::model::{Fault, Kept, Line, Remark, Result, Runbook, State};

/// Keys of the header of which one says little without the others: what changes one of them, changes all.
const TIME: [&str; 3] = ["scheduled_at", "time_zone", "agreed"];

impl ImportDraft {
    /// Takes a record in place of what was read. What a store has recorded, no blank takes out of it and no value that
    /// cannot be read; what was changed there since the export stays, and is said.
    ///
    /// # Errors
    /// `Bug` when a record cannot be taken apart.
    pub fn refold(&mut self, ground: Ground<'_>) -> Result<()> {
        let Ground { record, shown, .. } = ground;
        let mut merge = Refold {
            base: object(&shown.runbook)?,
            theirs: object(&self.runbook)?,
            exported: object(ground.exported)?,
            record: object(record)?,
            not_understood: NotUnderstood::of(self, shown),
            draft: self,
            ground,
            doubts: Vec::new(),
            left: Vec::new(),
        };
        let customer = merge.half("customer", &self.customer, &shown.customer, &record.customer);
        let task = merge.half("task", &self.task, &shown.task, &record.task);
        merge.header();
        for (list, known_by) in LISTS {
            merge.list(list, known_by);
        }
        merge.rollback();
        merge.answers();
        let told_how = merge.how_done();
        let (merged, mut doubts, left) = (Value::Object(merge.record), merge.doubts, merge.left);
        let mut merged: Runbook = serde_json::from_value(merged)
            .map_err(|error| Fault::bug(format!("a record that was put together is none: {error}")))?;
        // what was said of how tasks are done is held by itself
        let told_lines: HashSet<&str> = told_how.iter().flat_map(|own| &own.lines).map(|line| line.trim()).collect();
        let is_of_told = |kept: &Kept| {
            let begins = |own: &HowDone| kept.line.is_some_and(|at| (own.line..=own.end).contains(&at));
            let is_told = |line: &str| line.is_empty() || told_lines.contains(line);
            told_how.iter().any(begins) && kept.text.as_str().lines().map(str::trim).all(is_told)
        };
        self.runbook.kept.retain(|kept| !is_of_told(kept));
        // what is kept is compared line by line, whatever bullets and blank lines an editor put there
        let lines_of = |kept: &Kept| -> Vec<String> { kept.text.as_str().lines().map(plain_line).collect() };
        let known: HashSet<String> = shown.runbook.kept.iter().flat_map(lines_of).collect();
        let is_recorded = |kept: &Kept| merged.kept.iter().any(|own| own.text == kept.text && own.under == kept.under);
        let is_new = |kept: &&Kept| {
            lines_of(kept).iter().any(|line| !line.is_empty() && !known.contains(line)) && !is_recorded(kept)
        };
        let written: Vec<Kept> = self.runbook.kept.iter().filter(is_new).cloned().collect();
        let left: Vec<Kept> = left.into_iter().filter(|kept| !is_recorded(kept)).collect();
        let told: HashSet<String> =
            shown.repairs.iter().chain(&shown.doubts).map(|remark| told_of(&remark.message)).collect();
        // what is told of kept words is cut short: whether they are new, the words themselves say
        let is_new = |remark: &Remark| match remark.message.contains(IS_KEPT) {
            true => written.iter().any(|kept| kept.line == Some(remark.line)),
            false => !told.contains(&told_of(&remark.message)),
        };
        self.repairs.retain(is_new);
        self.doubts.retain(is_new);
        merged.kept.extend(written);
        merged.kept.extend(left);
        // what a store holds, its own events led to
        let brought = brought(&merged).filter(|_| ground.stored.is_none());
        doubts.extend(brought.map(|what| Remark::new(self.line, what)));
        self.doubts.append(&mut doubts);
        let words = |open: &Option<super::draft::OpenSchedule>| open.as_ref().map(|open| open.words.clone());
        if words(&self.schedule) == words(&shown.schedule) {
            self.schedule = None;
        }
        (self.customer, self.task) = (Some(customer), Some(task));
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

/// What the record says of gates that no event of this store passed.
fn brought(record: &Runbook) -> impl Iterator<Item = String> {
    let state = (record.state != State::Draft)
        .then(|| format!("it is {} by the folded record alone: no event of this store led there", record.state));
    let approvals = (!record.approvals.is_empty()).then(|| "its approvals were recorded elsewhere".to_owned());
    let overrides = (!record.overrides.is_empty()).then(|| "its overrides were recorded elsewhere".to_owned());
    [state, approvals, overrides].into_iter().flatten()
}

impl Refold<'_> {
    /// Half of the name: the text's, where somebody changed it there alone.
    fn half(&mut self, key: &str, theirs: &Option<Line>, shown: &Option<Line>, own: &Line) -> Line {
        let Some(new) = theirs.as_ref().filter(|new| Some(*new) != shown.as_ref() && *new != own) else {
            return own.clone();
        };
        // what is asked for beside a text is no change of it
        if self.is_stored() {
            let line = self.draft.line_of("header", "name");
            let as_value = |text: &str| Value::from(text);
            let (old, own_words) = (shown.as_ref().map(|own| as_value(own.as_str())), as_value(own.as_str()));
            if self.exported.get(key) != self.record.get(key) {
                self.clash(line, key, old.as_ref(), Some(&as_value(new.as_str())), Some(&own_words));
                return own.clone();
            }
            self.tell(line, key, old.as_ref(), Some(&as_value(new.as_str())));
        }
        new.clone()
    }

    fn header(&mut self) {
        // the name has its own way, and gates are not passed by a text
        let is_told = |key: &&Key| key.tells != Tells::Happened && key.changed != Changed::Renamed;
        let before = self.record.clone();
        for key in keys::header().filter(is_told).map(|key| key.name) {
            let (old, new) = (self.base.get(key).cloned(), self.theirs.get(key).cloned());
            let own = before.get(key);
            if is_same(old.as_ref(), new.as_ref()) || is_same(own, new.as_ref()) {
                continue;
            }
            let line = self.draft.line_of("header", key);
            let together = if TIME.contains(&key) { &TIME[..] } else { std::slice::from_ref(&key) };
            if key == "agreed" && self.is_left_open("scheduled_at") && self.base.contains_key("scheduled_at") {
                let (new, own) = (words(new.as_ref()), words(own));
                let what = "was changed in the text, where the time cannot be read; what is recorded stays";
                self.say(line, format!("`agreed` {what}: {own}, and not {new}"));
            } else if self.is_left_open(key) {
                // a zone that goes with a time stays with it
                if key != "time_zone" {
                    self.stays(line, key, own);
                }
            } else if together.iter().any(|key| self.exported.get(*key) != before.get(*key)) {
                self.clash(line, key, old.as_ref(), new.as_ref(), own);
            } else if !self.still_stands(line, key, old.as_ref(), new.as_ref()) {
                self.tell(line, key, old.as_ref(), new.as_ref());
                put(&mut self.record, key, new);
            }
        }
    }

    /// Whether the text says something in this place that nobody understood; of a time in a store, or nothing either: it is
    /// taken back by its command.
    fn is_left_open(&self, key: &str) -> bool {
        let is_open = |key: &str| self.draft.unread(key).is_some();
        match key {
            "scheduled_at" | "time_zone" if !self.is_stored() => false,
            "scheduled_at" => !self.theirs.contains_key(key),
            "time_zone" => is_open(key) || !self.theirs.contains_key("scheduled_at") && !self.theirs.contains_key(key),
            key => is_open(key),
        }
    }

    fn rollback(&mut self) {
        if !self.theirs.contains_key("rollback")
            && self.base.contains_key("rollback")
            && self.is_left_out("rollback", &Value::Null)
        {
            return self.leave_out("rollback");
        }
        for key in ["plan", "irreversible", "links"] {
            let of = |map: &Map<String, Value>| map.get("rollback").and_then(|own| own.get(key)).cloned();
            let (old, new, own) = (of(&self.base), of(&self.theirs), of(&self.record));
            if is_same(old.as_ref(), new.as_ref()) || is_same(own.as_ref(), new.as_ref()) {
                continue;
            }
            let (line, path) = (self.draft.line_of("rollback", key), format!("rollback.{key}"));
            if of(&self.exported) != own {
                self.clash(line, &path, old.as_ref(), new.as_ref(), own.as_ref());
                continue;
            }
            if self.still_stands(line, &path, old.as_ref(), new.as_ref()) {
                continue;
            }
            self.tell(line, &path, old.as_ref(), new.as_ref());
            let own = self.record.entry("rollback").or_insert_with(|| Value::Object(Map::new()));
            if let Some(own) = own.as_object_mut() {
                put(own, key, new);
            }
        }
    }
}

/// What a doubt about kept words says.
const IS_KEPT: &str = "is kept as it stands";

/// A remark by the words that stay the same when an editor writes other marks.
fn told_of(message: &str) -> String {
    super::vocabulary::plain(&message.replace('\\', ""))
}
