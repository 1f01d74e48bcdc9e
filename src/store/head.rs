//! The head of a record: the keys before its first table, which is all that a list of thousands needs.
//!
//! It refuses what [`super::read`] refuses in those keys, in the same words; what stands behind them it does not look at.
//! Which keys there are, and what fits them, is the record's own to say: nothing here names one.

use std::borrow::Cow;
use std::fmt;

use memchr::memmem;
use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer, MapAccessDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::fast_reader::{NotSimple, Simple, Statement, Statements, must_be_usual};
use super::record::{has_fitting_result, read, understand};
use super::scan::head_of;
use super::source::{MAX_FILE, Source};
use crate::model::keys::{Holds, Shape};
use crate::model::{Extra, FORMAT, Line, Moment, Result, RunResult, Runbook, State, Zone};

/// More keys that this version does not know are left to the parser.
const MANY_UNKNOWN: usize = 16;

/// What lists read of a record's head.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the field of the same name of `Runbook`")]
pub struct Head {
    pub customer: Line,
    pub task: Line,
    pub state: State,
    pub result: Option<RunResult>,
    pub dri: Option<Line>,
    pub scheduled_at: Option<Moment>,
    pub time_zone: Option<Zone>,
    pub template: Option<Line>,
}

impl Head {
    fn of(header: Runbook) -> Self {
        Self {
            customer: header.customer,
            task: header.task,
            state: header.state,
            result: header.result,
            dri: header.dri,
            scheduled_at: header.scheduled_at,
            time_zone: header.time_zone,
            template: header.template,
        }
    }

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
    read_header(name, bytes).map(Head::of)
}

/// The record's header, whole: without its tables, and without the keys that this version does not know.
pub(super) fn read_header(name: &str, bytes: &[u8]) -> Result<Runbook> {
    if bytes.len() <= MAX_FILE
        && let Ok(header) = usual_header(bytes)
    {
        return Ok(header);
    }
    // what is wrong is found and told by reading the whole; a head in an unusual form is found there as well
    let head = Source::new(name, head_of(bytes)).ok().filter(|_| bytes.len() <= MAX_FILE);
    let fitting = head.and_then(|head| understand(&head, Shape::Record).ok()).filter(has_fitting_result);
    let runbook = match fitting {
        Some(runbook) => runbook,
        None => read(name, bytes)?.runbook,
    };
    Ok(header_of(runbook))
}

/// What the head of a record says.
pub(super) fn header_of(runbook: Runbook) -> Runbook {
    let mut header = Runbook { extra: Extra::new(), ..runbook };
    header.take_tables();
    header
}

/// The header of a record that is written in the usual form.
fn usual_header(bytes: &[u8]) -> Result<Runbook, NotSimple> {
    // a header most likely; where it is a list or the words of a text, what stands before it is no whole statement
    let end = memmem::find(bytes, b"\n[").map_or(bytes.len(), |newline| newline + 1);
    let text = bytes.get(..end).and_then(|head| std::str::from_utf8(head).ok()).ok_or(NotSimple)?;
    must_be_usual(text)?;
    if memmem::find(text.as_bytes(), b"<<<<<<<").is_some() {
        return Err(NotSimple);
    }
    let keys = Keys { statements: Statements::new(text), value: None, unknown: Vec::new() };
    let header = Runbook::deserialize(MapAccessDeserializer::new(keys))?;
    if header.format == FORMAT && has_fitting_result(&header) { Ok(header) } else { Err(NotSimple) }
}

/// The statements of a head, as the record's own reader asks for them.
struct Keys<'t> {
    statements: Statements<'t>,
    /// The value of the key that was asked for last.
    value: Option<Simple<'t>>,
    /// The keys that are not known, each of which stands there once.
    unknown: Vec<&'t str>,
}

impl<'t> Keys<'t> {
    fn next(&mut self) -> Result<Option<(&'t str, Simple<'t>)>, NotSimple> {
        loop {
            let (key, value) = match self.statements.next().transpose()? {
                Some(Statement::Value(key, value)) => (key, value),
                Some(Statement::Table(_) | Statement::Item(_)) | None => return Ok(None),
            };
            match Shape::Record.holds(key) {
                Holds::Foreign if self.unknown.len() >= MANY_UNKNOWN || self.unknown.contains(&key) => {
                    return Err(NotSimple);
                }
                Holds::Foreign => self.unknown.push(key),
                // a time stands without quotes, and nothing else does so
                holds if holds.is_table() || (holds == Holds::Time) != matches!(value, Simple::Time(_)) => {
                    return Err(NotSimple);
                }
                _ => return Ok(Some((key, value))),
            }
        }
    }
}

impl<'t> MapAccess<'t> for Keys<'t> {
    type Error = NotSimple;

    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, NotSimple> {
        let Some((key, value)) = self.next()? else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, NotSimple> {
        seed.deserialize(self.value.take().ok_or(NotSimple)?)
    }
}

impl<'de> Deserializer<'de> for Simple<'de> {
    type Error = NotSimple;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        match self {
            Self::Text(Cow::Borrowed(text)) | Self::Time(text) => visitor.visit_borrowed_str(text),
            Self::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Self::Number(number) => visitor.visit_i64(number),
            Self::Flag(flag) => visitor.visit_bool(flag),
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotSimple> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotSimple> {
        let Self::Text(word) = self else { return Err(NotSimple) };
        visitor.visit_enum(CowStrDeserializer::new(word))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'t> IntoDeserializer<'t, NotSimple> for Simple<'t> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Error for NotSimple {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
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
        let head = read_header("x", text.as_bytes()).unwrap();
        assert_eq!(head, header_of(read("x", text.as_bytes()).unwrap().runbook));
        assert_eq!(read_head("x", text.as_bytes()).unwrap().name(), "C - T");
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
