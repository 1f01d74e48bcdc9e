//! What brings a duty: the item of the record that has to happen first, as its path says it, `tasks.download`.
//!
//! It refuses paths that lead to anything but an item that can happen: a task or step begun, a permission granted, a
//! checklist item done.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, Result, Slug};

/// An item that can happen, by its list and id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A task, once somebody began it.
    Task(Slug),
    /// A rollback step, once somebody began it.
    Step(Slug),
    /// A permission, once it is granted.
    Permission(Slug),
    /// An item of the list before the call, once it is done.
    PreCall(Slug),
    /// An item of the list after the call, once it is done.
    PostCall(Slug),
}

/// Makes the cause of an item of one list.
type Make = fn(Slug) -> Cause;

/// How the paths of each list begin.
const LISTS: [(&str, Make); 5] = [
    ("rollback.steps.", Cause::Step),
    ("tasks.", Cause::Task),
    ("permissions.", Cause::Permission),
    ("pre_call.", Cause::PreCall),
    ("post_call.", Cause::PostCall),
];

impl Cause {
    /// The item's list, as paths name it.
    pub fn list(&self) -> &'static str {
        match self {
            Self::Task(_) => "tasks",
            Self::Step(_) => "rollback.steps",
            Self::Permission(_) => "permissions",
            Self::PreCall(_) => "pre_call",
            Self::PostCall(_) => "post_call",
        }
    }

    /// The item's id.
    pub fn id(&self) -> &Slug {
        match self {
            Self::Task(id) | Self::Step(id) | Self::Permission(id) | Self::PreCall(id) | Self::PostCall(id) => id,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.list(), self.id())
    }
}

impl std::str::FromStr for Cause {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self> {
        let word = word.trim();
        let found = LISTS.iter().find_map(|(list, cause)| Some((word.strip_prefix(list)?, cause)));
        let (id, cause) = found.ok_or_else(|| {
            Fault::usage(format!("“{word}” names nothing that can bring a duty"))
                .hint("write the item's path: tasks.ID, permissions.ID, pre_call.ID, post_call.ID or rollback.steps.ID")
        })?;
        Slug::new(id).map(cause)
    }
}

impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for path in ["tasks.download", "permissions.p", "pre_call.a-b", "post_call.x", "rollback.steps.undo"] {
            let cause: Cause = path.parse().unwrap();
            assert_eq!(cause.to_string(), path);
            assert_eq!(serde_json::to_value(&cause).unwrap(), path);
        }
    }

    #[test]
    fn what_cannot_happen_brings_no_duty() {
        for path in ["", "download", "contacts.tom", "tasks.", "tasks.a.b", "rollback.plan", "Tasks.a"] {
            assert!(path.parse::<Cause>().is_err(), "{path}");
        }
    }
}
