//! JSON in which no key stands twice in one table.
//!
//! Of a key that is repeated, one reader takes the first value and another the last, so that two people would read two
//! things in one event. It is refused while it is read, at any depth. Knows only what an event is made of: a table whose
//! values the event keeps, or buffers and looks at afterwards.

use std::collections::BTreeSet;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

/// Reads one value from a whole text.
///
/// # Errors
/// As `serde_json`, and for a key that stands twice in one table.
pub(super) fn read<'de, T: Deserialize<'de>>(json: &'de str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = T::deserialize(Sole(&mut reader))?;
    reader.end()?;
    Ok(value)
}

/// Whatever is read through it has each key once: a reader, its visitor, or the seed of a value.
struct Sole<T>(T);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Sole<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Sole(visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Sole<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Sole(reader))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Sole<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.expecting(formatter)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.0.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.0.visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.0.visit_str(value)
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(value)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Sole(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Table { table, seen: BTreeSet::new() })
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Sole<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Sole(seed))
    }
}

/// A table that is being read, and the keys that it had so far.
struct Table<A> {
    table: A,
    seen: BTreeSet<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Table<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.table.next_key_seed(Key { inner: seed, seen: &mut self.seen })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.table.next_value_seed(Sole(seed))
    }
}

/// A key on its way to whoever asked for it: its seed, its reader, its visitor.
struct Key<'s, T> {
    inner: T,
    seen: &'s mut BTreeSet<String>,
}

impl<T> Key<'_, T> {
    fn note<E: Error>(&mut self, key: &str) -> Result<(), E> {
        match self.seen.insert(key.to_owned()) {
            true => Ok(()),
            false => Err(E::custom(format!("the key `{key}` stands twice in one table"))),
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Key { inner: reader, seen: self.seen })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Key<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Key { inner: visitor, seen: self.seen })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Key<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.expecting(formatter)
    }

    fn visit_str<E: Error>(mut self, key: &str) -> Result<V::Value, E> {
        self.note(key)?;
        self.inner.visit_str(key)
    }

    fn visit_borrowed_str<E: Error>(mut self, key: &'de str) -> Result<V::Value, E> {
        self.note(key)?;
        self.inner.visit_borrowed_str(key)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Event;

    const AT: &str = r#""at":"2026-12-01T14:00:00Z","by":"A <a@example.com>""#;

    fn refused(act: &str) -> bool {
        Event::read(&format!("{{\"v\":1,{act},{AT}}}")).is_err_and(|error| error.to_string().contains("twice"))
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        for act in [
            r#""do":"start","do":"start""#,
            r#""v":1,"do":"start""#,
            r#""do":"start","more":1,"more":2"#,
            r#""do":"set","fields":{"summary":"a"},"fields":{"summary":"b"}"#,
            r#""do":"set","fields":{"summary":"a","summary":"b"}"#,
            r#""do":"set","fields":{"summary":"a","\u0073ummary":"b"}"#,
            r#""do":"set","fields":{"variables":[{"a":{"b":1,"b":1}}]}"#,
            r#""do":"create","runbook":"a/b","record":{"customer":"A","customer":"B"}"#,
            r#""do":"edit","changes":[{"path":"a","kind":"added","new":{"x":1,"x":2}}]"#,
            r#""do":"task.add","task":{"id":"a","title":"A","x":1,"x":2},"place":"last""#,
        ] {
            assert!(refused(act), "{act}");
        }
    }

    #[test]
    fn keys_of_different_tables_may_be_the_same() {
        let json = format!(
            r#"{{"v":1,"do":"edit","changes":[{{"path":"a","kind":"changed","old":{{"x":[1,2.5,-3,true]}},"new":{{"x":null,"y":{{"x":"é\n"}}}}}}],{AT}}}"#
        );
        let event = Event::read(&json).expect("an event");
        assert_eq!(event, serde_json::from_str::<Event>(&json).expect("an event"));
        assert!(Event::read(&format!("{json} x")).is_err(), "something follows");
    }
}
