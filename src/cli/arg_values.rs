//! Words as typed on their way to words as understood: values that may be cleared, switches, links, times, pairs,
//! signs.

use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde_json::Value;

use crate::model::{Duty, Fault, Fields, Line, Link, ObligationKind, Result, RunResult, Separator, State};

/// A value of a `set`: an empty word clears the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Setting<T> {
    /// The field is cleared.
    Clear,
    /// The field gets this value.
    To(T),
}

impl<T> Setting<T> {
    /// The new value, where there is one.
    pub(super) fn value(&self) -> Option<&T> {
        match self {
            Self::Clear => None,
            Self::To(value) => Some(value),
        }
    }
}

impl<T: FromStr<Err = Fault>> FromStr for Setting<T> {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self> {
        if word.is_empty() { Ok(Self::Clear) } else { word.parse().map(Self::To) }
    }
}

/// Puts a given value into fields that an event will carry: `null` clears.
pub(super) fn put<T: Serialize>(fields: &mut Fields, key: &str, setting: &Option<Setting<T>>) {
    let value = match setting {
        None => return,
        Some(Setting::Clear) => Value::Null,
        Some(Setting::To(value)) => serde_json::to_value(value).unwrap_or_default(),
    };
    fields.insert(key.to_owned(), value);
}

/// Puts a switch, where it was given.
pub(super) fn put_switch(fields: &mut Fields, key: &str, switch: Option<bool>) {
    if let Some(on) = switch {
        fields.insert(key.to_owned(), Value::Bool(on));
    }
}

/// The fields of an item that is added: nothing to clear, nothing switched off.
pub(super) fn without_blanks(mut fields: Fields) -> Fields {
    fields.retain(|_, value| !matches!(value, Value::Null | Value::Bool(false)));
    fields
}

/// An item of the record made of its fields.
///
/// # Errors
/// `Bug` when the fields are not those of the item, which the argument types rule out.
pub(super) fn item<T: serde::de::DeserializeOwned>(fields: Fields) -> Result<T> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| Fault::bug(format!("an item cannot be made: {error}")))
}

/// A link as typed: its scheme may be missing, which is mended and said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    typed: String,
    link: Link,
}

impl Address {
    /// What is to be said about the mending, where there was any.
    pub(super) fn mended(&self) -> Option<String> {
        (self.link.as_str() != self.typed.trim()).then(|| format!("“{}” is taken as {}", self.typed.trim(), self.link))
    }

    /// The whole address as a line of a record.
    pub(super) fn into_line(self) -> Line {
        self.link.into_line()
    }
}

impl FromStr for Address {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self> {
        Ok(Self { typed: word.to_owned(), link: word.parse()? })
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.link.as_str())
    }
}

/// A time as typed; what it means depends on the clock, which the door does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeWords(pub String);

impl FromStr for TimeWords {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self> {
        if word.trim().is_empty() {
            return Err(Fault::usage("a time is missing: write 14:05, 2026-12-01 14:05 or 10m ago"));
        }
        Ok(Self(word.to_owned()))
    }
}

/// Which end of a day a date without a time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Its first moment.
    Begin,
    /// The first moment of the next.
    End,
}

/// `key=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// What stands before the first `=`.
    pub(super) key: String,
    /// What stands after it.
    pub(super) value: String,
}

impl FromStr for Pair {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self> {
        match word.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                Ok(Self { key: key.trim().to_owned(), value: value.to_owned() })
            }
            _ => Err(Fault::usage(format!("“{word}” is not key=value"))
                .hint("write the key, an equals sign and the value: summary=\"What is done\"")),
        }
    }
}

/// The words of a closed set, offered by completion and suggested for misspelt ones.
macro_rules! choice {
    ($($function:ident -> $name:ident),* $(,)?) => {$(
        #[doc = concat!("Reads a word of [`", stringify!($name), "`].")]
        pub(super) fn $function() -> impl TypedValueParser<Value = $name> {
            PossibleValuesParser::new($name::ALL.iter().map(|value| value.word())).try_map(|word| word.parse::<$name>())
        }
    )*};
}
choice!(duty -> Duty, obligation_kind -> ObligationKind, run_result -> RunResult, state -> State);

/// What stands between the fields of a CSV; the sign itself is understood too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Between {
    /// As most programs read it, and spreadsheets where numbers have a point
    #[value(alias = ",")]
    Comma,
    /// As spreadsheets read it where numbers have a comma
    #[value(alias = ";")]
    Semicolon,
    /// For pasting
    #[value(alias = "\t", alias = "\\t")]
    Tab,
}

impl From<Between> for Separator {
    fn from(between: Between) -> Self {
        match between {
            Between::Comma => Self::Comma,
            Between::Semicolon => Self::Semicolon,
            Between::Tab => Self::Tab,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Length;

    #[test]
    fn an_empty_word_clears_and_a_wrong_one_is_refused() {
        assert_eq!("".parse::<Setting<Length>>().unwrap(), Setting::Clear);
        assert!(matches!("10m".parse::<Setting<Length>>().unwrap(), Setting::To(_)));
        assert!("soon".parse::<Setting<Length>>().is_err());
        let mut fields = Fields::new();
        put(&mut fields, "handle", &Some(Setting::<Line>::Clear));
        put(&mut fields, "name", &Some(Setting::To(Line::new("Tom").unwrap())));
        put::<Line>(&mut fields, "email", &None);
        assert_eq!(Value::Object(fields), serde_json::json!({"handle": null, "name": "Tom"}));
    }

    #[test]
    fn a_pair_splits_at_its_first_equals_sign() {
        let pair: Pair = "summary=a = b".parse().unwrap();
        assert_eq!((pair.key.as_str(), pair.value.as_str()), ("summary", "a = b"));
        assert!("summary".parse::<Pair>().is_err() && "=x".parse::<Pair>().is_err());
    }

    #[test]
    fn a_link_says_that_it_was_mended() {
        let mended: Address = "example.zoom.com/my/example.meeting".parse().unwrap();
        assert!(mended.mended().unwrap().contains("https://example.zoom.com/my/example.meeting"));
        assert_eq!("https://example.com".parse::<Address>().unwrap().mended(), None);
    }
}
