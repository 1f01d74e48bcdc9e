//! The lifecycle once more, as a small model over plain JSON, so that the laws are not held against themselves.
//!
//! Written from the contract: which command is taken in which state, what each gate asks, what an event does to the
//! record, and whether recorded events could have come from a command at all. It knows nothing of the program: no type,
//! no rule and no wording of `src/` is used here, and it is meant to be read, not to be quick. Exit codes stand for the
//! kinds of a refusal, as in the reference: 2 the words, 3 the rules, 4 no such item.

mod conditions;
mod effects;
mod gates;
mod header;
mod history;
mod lists;
mod phases;
mod record;
mod recorded;
mod targets;
mod work;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use effects::after;
pub use gates::{Missing, closing, counted, finishing, starting};
pub use history::History;
pub use record::{plan, tidy, tidy_event};
pub use recorded::is_legal;

/// The words are wrong.
pub const USAGE: u8 = 2;
/// Refused by the rules.
pub const REFUSED: u8 = 3;
/// No such item, or several.
pub const NOT_FOUND: u8 = 4;

/// What a command meets besides the record.
pub struct Scene<'a> {
    /// When it is recorded, RFC 3339.
    pub now: String,
    /// When it happened.
    pub at: String,
    /// Who acts, `Name <email>`.
    pub by: String,
    /// The runbook's earlier life.
    pub history: &'a History,
    /// How many must approve.
    pub approvals: usize,
    /// Whether somebody who wrote a part of the plan may approve it.
    pub allow_author: bool,
    /// The name of a plan, whatever the method is that makes it.
    pub digest: &'a dyn Fn(&Value) -> String,
}

/// What the lifecycle answers: everything that speaks against the command, or its events.
#[derive(Debug, Default)]
pub struct Answer {
    /// The exit codes of the rules that it breaks; the command is taken where there is none.
    pub why_not: BTreeSet<u8>,
    /// Its events, where it is taken; without any, nothing had to change.
    pub events: Vec<Value>,
}

impl Answer {
    fn no(&mut self, code: u8) {
        self.why_not.insert(code);
    }

    fn must(&mut self, holds: bool, code: u8) {
        if !holds {
            self.no(code);
        }
    }

    /// A text without which the command makes no sense.
    fn needs_text(&mut self, words: &Value) {
        self.must(words.as_str().is_some_and(|words| !words.trim().is_empty()), USAGE);
    }

    fn say(&mut self, event: Value) {
        self.events.push(event);
    }

    /// The item that a part of an id names.
    fn find<'r>(&mut self, items: &'r [Value], part: &Value) -> Option<&'r Value> {
        let found = record::find(items, part.as_str().unwrap_or_default());
        self.must(found.is_some(), NOT_FOUND);
        found
    }
}

/// What the lifecycle answers to what somebody asks for; `record` is null before there is a runbook.
pub fn answer(record: &Value, ask: &Value, judged_at: &Scene<'_>) -> Answer {
    let mut answer = Answer::default();
    answer.must(record::time(&judged_at.at) <= record::time(&judged_at.now), REFUSED);
    let verb = record::text(ask, "do");
    let is_closed = record::text(record, "state") == "closed";
    if is_closed && verb != "reopen" && verb != "close" {
        answer.no(REFUSED);
        return answer;
    }
    match verb.split('.').next().unwrap_or_default() {
        "create" | "import" | "set" | "schedule" => header::answer(&mut answer, record, ask, judged_at),
        "contact" | "check" | "permission" | "obligation" => lists::answer(&mut answer, record, ask, judged_at),
        "task" | "rollback" | "rehearse" => work::answer(&mut answer, record, ask, judged_at),
        "targets" => targets::answer(&mut answer, record, ask, judged_at),
        _ => phases::answer(&mut answer, record, ask, judged_at),
    }
    for event in &mut answer.events {
        event["v"] = json!(1);
        event["at"] = json!(judged_at.at);
        event["by"] = json!(judged_at.by);
    }
    if answer.why_not.is_empty() {
        let end = answer.events.iter().fold(record.clone(), |record, event| after(&record, event));
        answer.must(record::contradictions(&end).is_empty(), USAGE);
    }
    answer
}
