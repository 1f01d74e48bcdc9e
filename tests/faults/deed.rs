//! A command that writes beside the trail, its store, and what tells how far it has come.

use super::stand;
use crate::env::{Call, Sandbox};

/// A command, the store that it is run in, and what it changes.
pub struct Deed {
    /// For messages.
    pub name: &'static str,
    /// True for a command that mends: it ends with 1 where something else is left to do.
    pub is_mending: bool,
    /// Makes the store, and what lies beside it.
    pub arrange: fn() -> Sandbox,
    /// Its words.
    pub words: &'static [&'static str],
    /// Those of a later command, which has to work whatever happened to this one.
    pub next: &'static [&'static str],
    /// Everything that it changes, as it is now.
    pub state: fn(&Sandbox) -> Vec<String>,
}

impl Deed {
    /// Its store.
    pub fn template(&self) -> Sandbox {
        (self.arrange)()
    }

    /// A fresh copy of its store, with what lies beside it.
    pub fn copy(&self, template: &Sandbox) -> Sandbox {
        stand::copy(template)
    }

    /// The command; always at the same time of day.
    pub fn call<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        sandbox.at("2026-12-02T09:00:00+01:00");
        let editor = format!("sh {}", sandbox.top().join("editor").display());
        sandbox.call(self.words).var("GIT_EDITOR", editor)
    }

    /// A later command, which has to work whatever happened to this one.
    pub fn next<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        sandbox.call(self.next)
    }

    /// True where the later command does the same anew, so that nothing of it stays undone.
    pub fn repeats(&self) -> bool {
        self.words == self.next
    }
}
