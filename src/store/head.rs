//! The head of a record: the keys before its first table, which is all that a list of thousands needs.
//!
//! It refuses what [`super::read`] refuses in those keys, in the same words; what stands behind them it does not look at.

use memchr::memmem;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use super::fast_reader::{NotSimple, Simple, Statement, Statements, must_be_usual};
use super::record::read;
use super::scan::head_of;
use super::schema::{Field, Shape};
use super::source::{MAX_FILE, Source};
use crate::model::{Line, Moment, Prose, Result, RunResult, Runbook, State, Zone};

/// More keys that this version does not know are left to the parser.
const MANY_UNKNOWN: usize = 16;

/// The header keys of a record, as in [`Runbook`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of `Runbook`")]
pub struct Head {
    #[serde(default = "format_one")]
    pub format: u64,
    pub customer: Line,
    pub task: Line,
    pub summary: Option<Prose>,
    pub expected_result: Option<Prose>,
    #[serde(default = "yes")]
    pub confidential: bool,
    pub state: State,
    pub result: Option<RunResult>,
    pub dri: Option<Line>,
    #[serde(default, deserialize_with = "strict_time")]
    pub scheduled_at: Option<Moment>,
    pub time_zone: Option<Zone>,
    pub agreed: Option<Prose>,
    pub meeting_url: Option<Line>,
    pub issue_url: Option<Line>,
    pub ticket_url: Option<Line>,
    pub template: Option<Line>,
}

fn format_one() -> u64 {
    crate::model::FORMAT
}

fn yes() -> bool {
    true
}

/// A time that stands without quotes and with its offset.
fn strict_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
    let time = Datetime::deserialize(deserializer)?;
    match (time.date, time.time, time.offset) {
        (Some(_), Some(_), Some(_)) => time.to_string().parse().map(Some).map_err(serde::de::Error::custom),
        _ => Err(serde::de::Error::custom("not a full time")),
    }
}

impl From<Runbook> for Head {
    fn from(runbook: Runbook) -> Self {
        Self {
            format: runbook.format,
            customer: runbook.customer,
            task: runbook.task,
            summary: runbook.summary,
            expected_result: runbook.expected_result,
            confidential: runbook.confidential,
            state: runbook.state,
            result: runbook.result,
            dri: runbook.dri,
            scheduled_at: runbook.scheduled_at,
            time_zone: runbook.time_zone,
            agreed: runbook.agreed,
            meeting_url: runbook.meeting_url,
            issue_url: runbook.issue_url,
            ticket_url: runbook.ticket_url,
            template: runbook.template,
        }
    }
}

impl Head {
    /// `CUSTOMER - TASK`.
    pub fn name(&self) -> String {
        format!("{} - {}", self.customer, self.task)
    }
}

/// Reads the head only. `name` is what messages call the file: its path in the store.
///
/// # Errors
/// As [`super::read`].
pub fn read_head(name: &str, bytes: &[u8]) -> Result<Head> {
    if bytes.len() <= MAX_FILE
        && let Ok(head) = usual_head(bytes)
    {
        return Ok(head);
    }
    if bytes.len() <= MAX_FILE
        && let Ok(text) = std::str::from_utf8(head_of(bytes))
        && let Ok(head) = toml::from_str::<Head>(text.strip_prefix('\u{feff}').unwrap_or(text))
        && head.format == crate::model::FORMAT
        && !text.contains("<<<<<<<")
    {
        return Ok(head);
    }
    // what is wrong is found and told by reading the whole; a head in an unusual form is found there as well
    Source::new(name, bytes)?;
    read(name, bytes).map(|read| Head::from(read.runbook))
}

/// The head of a record that is written in the usual form.
fn usual_head(bytes: &[u8]) -> Result<Head, NotSimple> {
    // a header most likely; where it is a list or the words of a text, what stands before it is no whole statement
    let end = memmem::find(bytes, b"\n[").map_or(bytes.len(), |newline| newline + 1);
    let text = bytes.get(..end).and_then(|head| std::str::from_utf8(head).ok()).ok_or(NotSimple)?;
    must_be_usual(text)?;
    if memmem::find(text.as_bytes(), b"<<<<<<<").is_some() {
        return Err(NotSimple);
    }
    let mut keys = Keys::default();
    for statement in Statements::new(text) {
        match statement? {
            Statement::Value(key, value) => keys.set(key, value)?,
            Statement::Table(_) | Statement::Item(_) => break,
        }
    }
    keys.head()
}

/// The keys of a head as they are found.
#[derive(Default)]
struct Keys<'t> {
    format: Option<u64>,
    customer: Option<Line>,
    task: Option<Line>,
    summary: Option<Prose>,
    expected_result: Option<Prose>,
    confidential: Option<bool>,
    state: Option<State>,
    result: Option<RunResult>,
    dri: Option<Line>,
    scheduled_at: Option<Moment>,
    time_zone: Option<Zone>,
    agreed: Option<Prose>,
    meeting_url: Option<Line>,
    issue_url: Option<Line>,
    ticket_url: Option<Line>,
    template: Option<Line>,
    unknown: Vec<&'t str>,
}

impl<'t> Keys<'t> {
    fn set(&mut self, key: &'t str, value: Simple<'t>) -> Result<(), NotSimple> {
        match key {
            "format" => put(&mut self.format, format_of(&value)),
            "customer" => put(&mut self.customer, line(value)),
            "task" => put(&mut self.task, line(value)),
            "summary" => put(&mut self.summary, prose(value)),
            "expected_result" => put(&mut self.expected_result, prose(value)),
            "confidential" => put(&mut self.confidential, flag(&value)),
            "state" => put(&mut self.state, word(&value)),
            "result" => put(&mut self.result, word(&value)),
            "dri" => put(&mut self.dri, line(value)),
            "scheduled_at" => put(&mut self.scheduled_at, time(&value)),
            "time_zone" => put(&mut self.time_zone, word(&value)),
            "agreed" => put(&mut self.agreed, prose(value)),
            "meeting_url" => put(&mut self.meeting_url, line(value)),
            "issue_url" => put(&mut self.issue_url, line(value)),
            "ticket_url" => put(&mut self.ticket_url, line(value)),
            "template" => put(&mut self.template, line(value)),
            _ => self.pass(key),
        }
    }

    /// A key that no head has: one that is not known may hold anything, but stands there once.
    fn pass(&mut self, key: &'t str) -> Result<(), NotSimple> {
        let is_known = Shape::Record.field(key) != Field::Foreign;
        if is_known || self.unknown.len() >= MANY_UNKNOWN || self.unknown.contains(&key) {
            return Err(NotSimple);
        }
        self.unknown.push(key);
        Ok(())
    }

    fn head(self) -> Result<Head, NotSimple> {
        Ok(Head {
            format: self.format.unwrap_or_else(format_one),
            customer: self.customer.ok_or(NotSimple)?,
            task: self.task.ok_or(NotSimple)?,
            summary: self.summary,
            expected_result: self.expected_result,
            confidential: self.confidential.unwrap_or_else(yes),
            state: self.state.ok_or(NotSimple)?,
            result: self.result,
            dri: self.dri,
            scheduled_at: self.scheduled_at,
            time_zone: self.time_zone,
            agreed: self.agreed,
            meeting_url: self.meeting_url,
            issue_url: self.issue_url,
            ticket_url: self.ticket_url,
            template: self.template,
        })
    }
}

/// Sets a key that was not set before to a value that fits.
fn put<T>(key: &mut Option<T>, value: Option<T>) -> Result<(), NotSimple> {
    let is_fit = value.is_some() && key.is_none();
    *key = value;
    if is_fit { Ok(()) } else { Err(NotSimple) }
}

fn format_of(value: &Simple<'_>) -> Option<u64> {
    matches!(value, Simple::Number(1)).then_some(crate::model::FORMAT)
}

fn line(value: Simple<'_>) -> Option<Line> {
    let Simple::Text(text) = value else { return None };
    Line::new(text).ok()
}

fn prose(value: Simple<'_>) -> Option<Prose> {
    let Simple::Text(text) = value else { return None };
    Prose::new(text).ok()
}

fn flag(value: &Simple<'_>) -> Option<bool> {
    if let Simple::Flag(flag) = value { Some(*flag) } else { None }
}

fn time(value: &Simple<'_>) -> Option<Moment> {
    if let Simple::Time(text) = value { text.parse().ok() } else { None }
}

/// A word of a closed vocabulary, as its type reads it.
fn word<'t, T: Deserialize<'t>>(value: &'t Simple<'_>) -> Option<T> {
    let Simple::Text(text) = value else { return None };
    let text: serde::de::value::BorrowedStrDeserializer<'t, serde::de::value::Error> =
        serde::de::value::BorrowedStrDeserializer::new(text);
    T::deserialize(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "customer = \"C\"\ntask = \"T\"\nstate = \"draft\"\n";

    #[test]
    fn the_head_ends_at_the_first_table_and_at_nothing_that_looks_like_one() {
        for head in [
            "",
            "summary = \"\"\"\n[tasks]\n\\\"\"\"\n[[x]]\n\"\"\"\n",
            "summary = '''\n[a]\n'''\n",
            "# [[tasks]]\n",
            "list = [\n  [1],\n  # ]\n  [\"]\"],\n]\n",
            "contacts = [ { id = \"a\", side = \"customer\" } ]\n",
            "summary = \"\"\"a\"\"\"\"\"\n",
            "summary = \"a # \\\" [b]\" # [c]\n",
        ] {
            let text = format!("{START}{head}[[tasks]]\nid = \"a\"\n");
            assert_eq!(head_of(text.as_bytes()), format!("{START}{head}").as_bytes(), "{head}");
            assert!(read_head("x", text.as_bytes()).is_ok(), "{head}");
        }
    }

    #[test]
    fn the_head_is_the_records_own() {
        let text = "\u{feff}format = 1\r\nscheduled_at = 2026-12-01T14:00:00+01:00\r\ntime_zone = \"Europe/Berlin\"\r\n\
                    customer = \"C\"\r\ntask = \"T\"\r\nstate = \"closed\"\r\nresult = \"partial\"\r\n[x]\r\na = 1\r\n";
        let head = read_head("x", text.as_bytes()).unwrap();
        assert_eq!(head, Head::from(read("x", text.as_bytes()).unwrap().runbook));
        assert_eq!(head.name(), "C - T");
    }

    #[test]
    fn what_reading_refuses_the_head_refuses_in_the_same_words() {
        for wrong in [
            "scheduled_at = \"2026-12-01T14:00:00+01:00\"",
            "scheduled_at = 2026-12-01T14:00:00",
            "summary = 5",
            "format = 2",
            "format = 0",
            "dri = \"a\\u001bb\"",
            "customer = \"twice\"",
            "<<<<<<< HEAD",
        ] {
            let text = format!("{START}{wrong}\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\n");
            let fault = read_head("x", text.as_bytes()).unwrap_err();
            assert_eq!(fault, read("x", text.as_bytes()).unwrap_err(), "{wrong}");
        }
    }
}
