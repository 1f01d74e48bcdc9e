//! Tables of permissions and of obligations: what people type into them is an answer, and answers are recorded by commands.
//!
//! Nothing here is taken into a record. What was changed in such a table is said, item by item, with the command that
//! records it.

use serde_json::{Value, json};

use super::answer_row::AnswerRow;
use super::meanings::Topic;
use super::record_items::{id, items, pairs};
use super::returned::Refold;
use super::sections::Section;
use super::stray_tasks::is_taken;
use super::tables::{TableRow, tables};
use super::title_rows::{Again, claim_head, says_again};
use super::vocabulary::{is_blank, plain};
use super::writing::{Writing, short};

/// Notes the rows of a section; they stay unclaimed, so that they are kept as well.
pub(super) fn read(writing: &mut Writing<'_>, section: &Section) {
    let list = if section.topic == Topic::Permissions { "permissions" } else { "obligations" };
    for table in tables(writing.page, section.lines.clone()) {
        let parts = table.rows.split_first().filter(|_| !is_taken(writing, &table));
        let Some((head, rows)) = parts else { continue };
        let is_again = |row: &TableRow| says_again(row, &head.cells, |_| false, |_| false) == Some(Again::Whole);
        for row in rows.iter().filter(|row| !row.is_blank()) {
            if is_again(row) {
                claim_head(writing, row);
                continue;
            }
            let cells = head.cells.iter().cloned().zip(row.fitted(head.cells.len())).collect();
            writing.answers.push(AnswerRow { line: row.number, list, cells });
        }
    }
}

/// The columns, with the keys whose words they show.
const KEYS: [(&str, &str); 8] = [
    ("Permission", "action"),
    ("Standing", "standing"),
    ("State", "state"),
    ("Answered by", "answered_by"),
    ("Evidence", "evidence"),
    ("Obligation", "what"),
    ("Kind", "kind"),
    ("Discharged", "discharged_at"),
];

impl Refold<'_> {
    /// Says what was changed in the tables of permissions and obligations.
    pub(super) fn answers(&mut self) {
        for list in ["permissions", "obligations"] {
            let of = |rows: &[AnswerRow]| -> Vec<AnswerRow> {
                rows.iter().filter(|row| row.list == list).cloned().collect()
            };
            let (shown, text) = (of(&self.ground.shown.answers), of(&self.draft.answers));
            if shown.iter().map(|row| &row.cells).eq(text.iter().map(|row| &row.cells)) {
                continue;
            }
            let as_items = |rows: &[AnswerRow]| -> Vec<Value> {
                rows.iter().map(|row| json!({"words": plain(row.words())})).collect()
            };
            let shown_of = pairs(&as_items(&text), &as_items(&shown), &["words"]);
            let exported = items(&self.exported, list);
            for (row, place) in text.iter().zip(&shown_of) {
                let was = place.and_then(|place| Some((shown.get(place)?, exported.get(place)?)));
                match was {
                    Some((shown, was)) => self.answered(row, shown, id(was)),
                    None => {
                        let words = format!("“{}” is a new row under {list}, and kept as text", short(row.words()));
                        self.say(row.line, format!("{words}; {}", self.by_command(list, "add", "")));
                    }
                }
            }
            let missing = exported.iter().enumerate().filter(|(at, _)| *at < shown.len());
            for (_, was) in missing.filter(|(at, _)| !shown_of.contains(&Some(*at))) {
                let words = format!("`{list}.{}` is no longer in the text: it stays", id(was));
                self.say(self.draft.line, words);
            }
        }
    }

    /// What was typed into the cells of one item, where the record does not say it already.
    fn answered(&mut self, row: &AnswerRow, shown: &AnswerRow, item: &str) {
        let own = items(&self.record, row.list).into_iter().find(|own| id(own) == item).unwrap_or_default();
        let is_recorded = |head: &str, text: &str| {
            let key = KEYS.iter().find(|(own, _)| plain(own) == plain(head)).map(|(_, key)| *key);
            let own = key.and_then(|key| own.get(key)).and_then(Value::as_str);
            own.is_some_and(|own| plain(own) == plain(text))
        };
        let changed: Vec<String> = row
            .cells
            .iter()
            .filter(|(head, text)| plain(shown.cell(head)) != plain(text) && !is_recorded(head, text))
            .map(|(head, text)| format!("{head} “{}” → {}", short(shown.cell(head)), quoted(text)))
            .collect();
        if changed.is_empty() {
            return;
        }
        let is_changed = |head: &str| plain(shown.cell(head)) != plain(row.cell(head));
        let says = |head: &str| is_changed(head) && !is_blank(row.cell(head));
        let verb = match (row.list, plain(row.cell("State")).as_str()) {
            ("obligations", _) if says("Discharged") || says("Evidence") => "discharge",
            ("obligations", _) if is_changed("Discharged") || is_changed("Evidence") => "undo",
            ("obligations", _) => "",
            // what the state is now says what was answered; one that is none takes an answer back
            (_, "refused") if has_answer(is_changed) => "refuse",
            (_, "granted") if has_answer(is_changed) => "grant",
            (_, "asked") if has_answer(is_changed) => "ask",
            _ if has_answer(is_changed) => "undo",
            _ => "set",
        };
        let words = format!("`{}.{item}` was changed in the text ({})", row.list, changed.join(", "));
        let message = format!("{words}, which records no answer; {}", self.by_command(row.list, verb, item));
        self.say(row.line, message);
    }

    /// The command that records it.
    fn by_command(&self, list: &str, verb: &str, item: &str) -> String {
        let runbook = self.runbook();
        let noun = if list == "permissions" { "permission" } else { "obligation" };
        let more = match (noun, verb) {
            (_, "") => return format!("what it is changes in the editor: runbook edit {runbook}"),
            (_, "undo") => {
                return format!("an answer is taken back by undoing what recorded it: runbook log {runbook}");
            }
            ("permission", "add") => " --action A",
            (_, "add") => " --kind K --what W",
            (_, "grant" | "refuse") => " --by NAME --evidence E",
            (_, "discharge") => " --evidence E",
            (_, "set") => " --action A",
            _ => "",
        };
        let item = if item.is_empty() { String::new() } else { format!(" {item}") };
        format!("if it is so: runbook {noun} {verb} {runbook}{item}{more}")
    }
}

/// Whether any of the cells was changed that say how a permission was answered.
fn has_answer(is_changed: impl Fn(&str) -> bool) -> bool {
    ["State", "Answered by", "Answered", "Evidence"].into_iter().any(is_changed)
}

fn quoted(text: &str) -> String {
    if is_blank(text) { "nothing".to_owned() } else { format!("“{}”", short(text)) }
}
