//! The lists of a text that comes back: what a person did to their items, held against what the store did to them since.
//!
//! An item is known by its id in the records and by its words in the text. What both sides changed stays as it is recorded,
//! and is said.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::record_items::{fields_of, id, is_same, items, known, pairs, put, set_items, typed};
use super::recorded::{MARK, has_happened, is_blank, is_blanked, is_taken_already, stays_beside, with_last_attempt};
use super::returned::Refold;
use crate::model::{Contact, Slug};

/// Lists that a text shows, with what their items are known by. What a text shows of an item nobody lists: every field that
/// is read from either text is compared.
pub(super) const LISTS: [(&str, &[&str]); 5] = [
    ("contacts", &["name", "handle", "email"]),
    ("pre_call", &["text"]),
    ("post_call", &["text"]),
    ("tasks", &["title"]),
    ("rollback.steps", &["title"]),
];

/// One item on its way from the text into the record.
struct Written<'v> {
    line: u64,
    path: String,
    /// As the export showed it, and as the text shows it now.
    shown: &'v Value,
    text: &'v Value,
    /// As it was recorded when the text was made.
    exported: &'v Value,
}

/// Where a list stands while it is put together.
struct Under<'v> {
    list: &'v str,
    known_by: &'v [&'v str],
    own: Vec<Value>,
    /// The place of each of them by its id.
    at: HashMap<String, usize>,
    /// The places of the record's items that the text has, and new ones with the place that they follow.
    placed: Vec<usize>,
    fresh: BTreeMap<usize, Vec<Value>>,
}

impl Refold<'_> {
    /// Items by what they are known by; of those left, the ones at the same place are the same item with other words.
    pub(super) fn list(&mut self, list: &str, known_by: &[&str]) {
        let (base, theirs) = (items(&self.base, list), items(&self.theirs, list));
        if base == theirs {
            return;
        }
        let exported = items(&self.exported, list);
        let exported_of = pairs(&base, &exported, known_by);
        let base_of = pairs(&theirs, &base, known_by);
        let own = items(&self.record, list);
        let at = (0..).zip(&own).map(|(at, item)| (id(item).to_owned(), at)).collect();
        let mut under = Under { list, known_by, own, at, placed: Vec::new(), fresh: BTreeMap::new() };
        let nothing = Value::Null;
        for (at, text) in theirs.iter().enumerate() {
            let line = self.draft.line_of(list, id(text));
            let before = base_of.get(at).copied().flatten();
            let shown = before.and_then(|before| base.get(before)).unwrap_or(&nothing);
            let was = before.and_then(|before| exported.get(exported_of.get(before).copied().flatten()?));
            let place = match was {
                Some(was) => under.at.get(id(was)).copied(),
                None => under.added_since(&exported, text),
            };
            let path = |item: &Value| format!("{list}.{}", id(item));
            match (place, was) {
                (Some(place), _) => {
                    let exported = was.unwrap_or(&nothing);
                    let Some(item) = under.own.get_mut(place) else { continue };
                    let written = Written { line, path: path(item), shown, text, exported };
                    self.fields(&written, item);
                    under.placed.push(place);
                }
                (None, Some(was)) => {
                    let mut fields = fields_of(shown, text).into_iter();
                    if fields.any(|field| !is_same(shown.get(field), text.get(field))) {
                        let words =
                            "was changed in the text, and removed from the record since the export: it stays removed";
                        self.say(line, format!("`{}` {words}", path(was)));
                    }
                }
                (None, None) => {
                    let fresh = under.add(text);
                    self.tell(line, &format!("{list}.{fresh}"), None, known(text, known_by));
                }
            }
        }
        let gone = self.gone(&under, &exported, &exported_of);
        let is_moved = !is_rising(base_of.iter().flatten());
        let order = self.order(&under, &exported, is_moved);
        set_items(&mut self.record, list, under.in_order(&order, &gone));
    }

    /// What the text has changed of one item.
    fn fields(&mut self, written: &Written<'_>, item: &mut Value) {
        let Some(item) = item.as_object_mut() else { return };
        let recorded = item.clone();
        let Written { line, shown, text, exported, .. } = written;
        let fields = fields_of(shown, text);
        for field in fields.into_iter().filter(|field| !is_same(shown.get(field), text.get(field))) {
            let (path, own) = (format!("{}.{field}", written.path), recorded.get(field));
            let mut value = text.get(field).cloned();
            if is_same(own, value.as_ref()) || self.is_unsaid(field, written, own) {
                continue;
            }
            // one column shows the planned time until there is an actual one: neither takes the other out
            let (had, has) = (!is_blank(shown.get("attempts")), !is_blank(text.get("attempts")));
            if field == "estimate" && (value.is_none() || had && !has) {
                if !had && !has {
                    self.stays(*line, &path, own);
                }
                continue;
            }
            if self.is_stored() && is_blanked(&recorded, field, text) {
                self.stays(*line, &path, own);
                continue;
            }
            if field == "attempts" && self.is_stored() && is_taken_already(&recorded, shown, text) {
                continue;
            }
            let together = if MARK.contains(&field) { &MARK[..] } else { std::slice::from_ref(&field) };
            if together.iter().any(|key| exported.get(*key) != recorded.get(*key)) {
                self.clash(*line, &path, shown.get(field), value.as_ref(), own);
                continue;
            }
            if self.still_stands(*line, &path, shown.get(field), value.as_ref()) {
                continue;
            }
            if field == "attempts" && self.is_stored() {
                if let Some(stays) = stays_beside(&recorded, text) {
                    self.say(
                        *line,
                        format!("`{path}`: {stays} of the outcome that was recorded stay beside the new one"),
                    );
                }
                value = with_last_attempt(&recorded, shown, value);
            }
            self.tell(*line, &path, shown.get(field), text.get(field));
            put(item, field, value);
            if field == "mark" {
                // who marked it as it was is not who marked it now
                item.remove("by");
                item.remove("at");
            }
        }
    }

    /// Whether a difference says nothing of the field itself: it follows from other words, or stands where those are found.
    fn is_unsaid(&self, field: &str, written: &Written<'_>, own: Option<&Value>) -> bool {
        let Written { shown, text, exported, .. } = written;
        let is_gone = text.get(field).is_none();
        match field {
            // they follow from the words of a role or of an item, unless somebody has said otherwise
            "duties" | "rehearsal" => !is_same(exported.get(field), shown.get(field)),
            // a name is shown in their place; and the DRI's handle is taken for that of whoever it spells
            "handle" => is_gone || own.is_some() && self.theirs.get("dri") == text.get(field),
            "email" => is_gone,
            // it stands below the title: where that is another one, it is not found
            "internal" => is_gone && (!is_same(shown.get("title"), text.get("title")) || !self.tells_how(text)),
            _ => false,
        }
    }

    /// The places of items that the text was shown with and has no longer, where nothing holds them in the record.
    fn gone(&mut self, under: &Under<'_>, exported: &[Value], shown: &[Option<usize>]) -> HashSet<usize> {
        let placed: HashSet<usize> = under.placed.iter().copied().collect();
        let (mut gone, mut is_left_out) = (HashSet::new(), false);
        let dris = if under.list == "contacts" { self.dris() } else { HashSet::new() };
        for was in shown.iter().flatten().filter_map(|place| exported.get(*place)) {
            let place = under.at.get(id(was)).copied().filter(|place| !placed.contains(place));
            let Some((place, item)) = place.and_then(|place| Some((place, under.own.get(place)?))) else { continue };
            let (line, path) = (self.draft.line, format!("{}.{}", under.list, id(item)));
            if self.is_left_out(under.list, was) {
                is_left_out = true;
            } else if dris.contains(id(item)) || self.is_referred_to(under.list, id(item)) {
                self.say(
                    line,
                    format!("`{path}` is no longer in the text, and the DRI or a permission names it: it stays"),
                );
            } else if self.is_stored() && has_happened(item) {
                self.stays(line, &path, known(item, under.known_by));
            } else if item != was {
                let words = "is no longer in the text, and was changed in the record since the export: it stays";
                self.say(line, format!("`{path}` {words}"));
            } else if !self.still_stands(line, &path, known(item, under.known_by), None) {
                self.tell(line, &path, known(item, under.known_by), None);
                gone.insert(place);
            }
        }
        if is_left_out {
            self.leave_out(under.list);
        }
        gone
    }

    /// The places of the record's items in the order that counts: the text's, where a person moved them there.
    fn order(&mut self, under: &Under<'_>, exported: &[Value], is_moved: bool) -> Vec<usize> {
        let recorded: Vec<usize> = (0..under.own.len()).collect();
        if !is_moved {
            return recorded;
        }
        let places: Vec<usize> = exported.iter().filter_map(|was| under.at.get(id(was)).copied()).collect();
        if !is_rising(places.iter()) {
            let words =
                "stand in another order in the text, and were moved in the record since the export: that order stays";
            self.say(self.draft.line, format!("the items of `{}` {words}", under.list));
            return recorded;
        }
        self.say(
            self.draft.line,
            format!("the items of `{}` stand in another order in the text, which wins", under.list),
        );
        let mut order = under.placed.clone();
        let placed: HashSet<usize> = under.placed.iter().copied().collect();
        for place in recorded.into_iter().filter(|place| !placed.contains(place)) {
            order.insert(place.min(order.len()), place);
        }
        order
    }

    /// The contacts who answer for the work, by their ids.
    fn dris(&self) -> HashSet<String> {
        let Some(dri) = self.record.get("dri").and_then(Value::as_str) else { return HashSet::new() };
        let contacts = items(&self.record, "contacts").into_iter();
        let contacts = contacts.filter_map(|own| serde_json::from_value::<Contact>(own).ok());
        contacts.filter(|own| own.is_called(dri)).map(|own| own.id.to_string()).collect()
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

impl Under<'_> {
    /// The place of an item that came into the record after the export and has the same words: the text came before.
    fn added_since(&self, exported: &[Value], text: &Value) -> Option<usize> {
        let words = known(text, self.known_by).map(typed)?;
        self.own.iter().enumerate().position(|(at, item)| {
            known(item, self.known_by).map(typed).as_ref() == Some(&words)
                && !self.placed.contains(&at)
                && !exported.iter().any(|was| id(was) == id(item))
        })
    }

    /// A new item behind what stands before it in the text.
    fn add(&mut self, text: &Value) -> Slug {
        let others = || self.own.iter().chain(self.fresh.values().flatten());
        let fresh = Slug::from_text(id(text)).unique(|slug| others().any(|item| id(item) == slug.as_str()));
        let mut item = text.clone();
        if let Some(item) = item.as_object_mut() {
            item.insert("id".to_owned(), fresh.as_str().into());
        }
        let behind = self.placed.last().map_or(0, |place| place + 1);
        self.fresh.entry(behind).or_default().push(item);
        fresh
    }

    fn in_order(mut self, order: &[usize], gone: &HashSet<usize>) -> Vec<Value> {
        let mut found = self.fresh.remove(&0).unwrap_or_default();
        for place in order {
            found.extend(self.own.get(*place).filter(|_| !gone.contains(place)).cloned());
            found.extend(self.fresh.remove(&(place + 1)).unwrap_or_default());
        }
        found
    }
}

fn is_rising<'p>(places: impl Iterator<Item = &'p usize>) -> bool {
    places.is_sorted()
}
