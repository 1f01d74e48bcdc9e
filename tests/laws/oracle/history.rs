//! What the rules ask of a runbook's earlier life: when the call began, how the work ended, who wrote the plan.

use serde_json::{Value, json};

use super::record::{plan, text};

/// What changes with an event and comes back when that is undone.
#[derive(Debug, Clone, Default, PartialEq)]
struct Facts {
    started_at: Option<String>,
    ended: Option<String>,
}

/// One commit of a runbook.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its events.
    pub events: Vec<Value>,
    /// The record before it, null before the first.
    pub before: Value,
    facts: Facts,
}

/// A runbook's life so far.
#[derive(Debug, Clone, Default)]
pub struct History {
    commits: Vec<Commit>,
    facts: Facts,
    authors: Vec<String>,
}

impl History {
    /// When the call began.
    pub fn started_at(&self) -> Option<&str> {
        self.facts.started_at.as_deref()
    }

    /// The result that the way the work ended already decides.
    pub fn ended(&self) -> Option<&str> {
        self.facts.ended.as_deref()
    }

    /// True when this person wrote a part of the plan.
    pub fn is_author(&self, person: &str) -> bool {
        self.authors.iter().any(|author| author == person)
    }

    /// The last commit.
    pub fn last(&self) -> Option<&Commit> {
        self.commits.last()
    }

    /// Goes on with the events of one commit on the record that they met.
    pub fn note(&mut self, before: &Value, events: &[Value]) {
        let facts = self.facts.clone();
        let mut record = before.clone();
        for event in events {
            let verb = text(event, "do");
            let after = super::after(&record, event);
            match verb {
                "start" => self.facts.started_at = event["at"].as_str().map(str::to_owned),
                "abort" if event["rolling_back"] == json!(true) => self.facts.ended = Some("rolled-back".to_owned()),
                "abort" => self.facts.ended = Some("aborted".to_owned()),
                "cancel" => self.facts.ended = Some("cancelled".to_owned()),
                "undo" => {
                    let undone = self.commits.last().map(|commit| commit.facts.clone());
                    self.facts = undone.unwrap_or_default();
                }
                _ => {}
            }
            // who takes something back may take back a part of the plan
            let writes = ["create", "import", "undo"].contains(&verb) || plan(&record) != plan(&after);
            let by = text(event, "by").to_owned();
            if writes && !self.authors.contains(&by) {
                self.authors.push(by);
            }
            record = after;
        }
        self.commits.push(Commit { events: events.to_vec(), before: before.clone(), facts });
    }
}
