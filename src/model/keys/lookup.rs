//! How a key is found: by its table and name, or by what its row says.

use super::key::{Changed, Key, Seen, Tells};
use super::shape::{Holds, Shape};
use super::{items, record};

impl Shape {
    /// The keys of this table, in the order of the file.
    pub fn keys(self) -> &'static [Key] {
        match self {
            Self::Record | Self::Template => record::RECORD,
            Self::Contact => items::CONTACT,
            Self::Check => items::CHECK,
            Self::Permission => items::PERMISSION,
            Self::Task => items::TASK,
            Self::Attempt => items::ATTEMPT,
            Self::Rollback => items::ROLLBACK,
            Self::Obligation => items::OBLIGATION,
            Self::Targets => items::TARGETS,
            Self::Kept => items::KEPT,
            Self::Approval => items::APPROVAL,
            Self::Override => items::OVERRIDE,
            Self::Variables | Self::Foreign => &[],
        }
    }

    /// The key of this name.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }

    /// What stands behind this name.
    pub fn holds(self, name: &str) -> Holds {
        match self {
            Self::Variables => Holds::Word,
            // the questions, which have no rows
            Self::Template if name == "variables" => Holds::List(Self::Foreign),
            Self::Template => self.key(name).filter(|key| key.in_templates).map_or(Holds::Foreign, |key| key.holds),
            _ => self.key(name).map_or(Holds::Foreign, |key| key.holds),
        }
    }

    /// True where the customer may see what stands at this path below a table of this shape, of their own people at least.
    pub fn goes_out(self, path: &str) -> bool {
        let mut shape = self;
        path.split('.').all(|name| {
            let key = shape.key(name);
            shape = key.map_or(Self::Foreign, |key| key.holds.inside());
            key.is_some_and(|key| matches!(key.seen, Seen::ByCustomer | Seen::OfTheirs))
        })
    }

    /// The keys that a template may say.
    pub fn in_templates(self) -> impl Iterator<Item = &'static Key> {
        self.keys().iter().filter(|key| key.in_templates)
    }

    /// True for a key of this table that tells what happened.
    pub fn has_happened(self, name: &str) -> bool {
        self.key(name).is_some_and(|key| key.tells == Tells::Happened)
    }
}

/// The fields of the header: the record's keys before its tables.
pub fn header() -> impl Iterator<Item = &'static Key> {
    record::RECORD.iter().filter(|key| !key.holds.is_table())
}

/// What `set ID key=value` can set.
pub fn settable() -> impl Iterator<Item = &'static Key> {
    header().filter(|key| matches!(key.changed, Changed::Set | Changed::Renamed))
}
