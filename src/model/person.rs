//! Who acts: the name and e-mail that git knows somebody by.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, Result};

/// A git identity. Written `Name <email>` wherever a record or an event says `by`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The person's name as git has it.
    pub name: String,
    /// The e-mail, without brackets; may be empty.
    pub email: String,
}

impl Identity {
    /// True when both are the same person: the same e-mail, or, without one, the same name.
    pub fn is_same_person(&self, other: &Identity) -> bool {
        if self.email.is_empty() || other.email.is_empty() {
            same_word(&self.name, &other.name)
        } else {
            self.email.eq_ignore_ascii_case(&other.email)
        }
    }
}

/// True when two names or handles are the same for people: case and a leading `@` do not matter.
pub fn same_word(a: &str, b: &str) -> bool {
    let (a, b) = (bare_word(a), bare_word(b));
    !a.is_empty() && a == b
}

/// A word for somebody without what makes no difference between two: its sign, and capitals.
pub fn bare_word(word: &str) -> String {
    word.trim().trim_start_matches('@').to_lowercase()
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.email.as_str() {
            "" => f.write_str(&self.name),
            email => write!(f, "{} <{email}>", self.name),
        }
    }
}

impl std::str::FromStr for Identity {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Fault::usage(format!("“{text}” is not a person in the form Name <email>"));
        let (name, rest) = text.rsplit_once(" <").ok_or_else(wrong)?;
        let email = rest.strip_suffix('>').ok_or_else(wrong)?;
        Ok(Self { name: name.to_owned(), email: email.to_owned() })
    }
}

impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Identity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // a record that a person wrote may name somebody without an address
        Ok(text.parse().unwrap_or(Self { name: text, email: String::new() }))
    }
}
