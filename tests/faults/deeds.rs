//! The changes that are tried: a record that is new, one that changes, one that changes beside what somebody staged.

use crate::stand::{Call, Stand};
use crate::write::Act;

/// A change, and the store that it is made in.
pub struct Deed {
    /// For messages.
    pub name: &'static str,
    /// The record.
    pub path: &'static str,
    act: fn() -> Act,
    arrange: fn(&Stand),
}

/// The records' store with one commit.
pub const OTHER: &str = "runbooks/zoo/b.toml";

pub const DEEDS: &[Deed] = &[
    Deed {
        name: "a new record of a new customer",
        path: "runbooks/fresh/new.toml",
        act: || Act::set("runbooks/fresh/new.toml", NEW),
        arrange: |_| {},
    },
    Deed {
        name: "a changed record",
        path: "runbooks/acme/a.toml",
        act: || Act::set("runbooks/acme/a.toml", NEW),
        arrange: |_| {},
    },
    Deed {
        name: "a changed record with a log, beside what is staged and dirty",
        path: "runbooks/acme/a.toml",
        act: || Act::set("runbooks/acme/a.toml", NEW).and("logs/acme/a/t-1.log", "output\n"),
        arrange: |stand| {
            stand.write("notes.md", "staged\n");
            stand.git(&["add", "notes.md"]);
            stand.write("notes.md", "dirty\n");
        },
    },
];

/// What the changed record holds afterwards.
const NEW: &str = "state = \"scheduled\"\n# and a longer text than before\n";

impl Deed {
    /// The store in which it is done.
    pub fn store(&self) -> Stand {
        let stand = crate::write::store();
        (self.arrange)(&stand);
        stand
    }

    /// The command.
    pub fn call<'s>(&self, stand: &'s Stand) -> Call<'s> {
        (self.act)().call(stand)
    }

    /// A later change of another record, which has to work whatever happened to this one.
    pub fn next<'s>(&self, stand: &'s Stand) -> Call<'s> {
        Act::set(OTHER, "next\n").call(stand)
    }
}
