//! Who makes a commit, found where git finds it: the environment, then git's settings.
//!
//! Refuses to guess from the machine's account and host name as git may: a trail has to say who.

use super::environment::PersonEnv;
use super::repository::Repository;
use crate::model::{Fault, Identity, Kind, Result, is_forbidden};

/// The two people that git knows for a commit; mostly the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actors {
    /// Who did what the commit records.
    pub author: Identity,
    /// Who recorded it.
    pub committer: Identity,
}

impl Repository {
    /// Author and committer, by `GIT_AUTHOR_*` and `GIT_COMMITTER_*`, then `author.*` and `committer.*`, then
    /// `user.*`, then `EMAIL` (unless `user.useConfigOnly`). Cleaned as git does, so that it equals the commit's.
    ///
    /// # Errors
    /// `Identity` where a name or an e-mail is missing, empty, or holds characters that a terminal acts on.
    pub fn identity(&self, person: &PersonEnv) -> Result<Actors> {
        let config = self.config()?;
        let only_config = config.flag("user.useConfigOnly").unwrap_or(false);
        let fallback = person.email.as_ref().filter(|email| !only_config && !email.is_empty());
        let find = |role: &str, what: &str, given: &Option<String>| {
            given
                .clone()
                .or_else(|| config.text(&format!("{role}.{what}")).filter(|said| !said.is_empty()))
                .or_else(|| config.text(&format!("user.{what}")))
        };
        let actor = |role: &str, name: &Option<String>, email: &Option<String>| -> Result<Identity> {
            let name = find(role, "name", name).ok_or_else(|| missing(role, "name", "is not set"))?;
            let email = find(role, "email", email)
                .or_else(|| fallback.cloned())
                .ok_or_else(|| missing(role, "email", "is not set"))?;
            Ok(Identity { name: clean(role, "name", &name)?, email: clean(role, "email", &email)? })
        };
        Ok(Actors {
            author: actor("author", &person.author_name, &person.author_email)?,
            committer: actor("committer", &person.committer_name, &person.committer_email)?,
        })
    }
}

fn missing(role: &str, what: &str, why: &str) -> Fault {
    let noun = if what == "email" { "e-mail" } else { what };
    Fault::new(Kind::Identity, format!("git does not know who you are: the {role}'s {noun} {why}"))
        .hint("git config --global user.name \"Your Name\"")
        .hint("git config --global user.email you@example.com")
}

/// Leaves out what git leaves out: brackets and line breaks anywhere, punctuation and blanks at both ends.
fn clean(role: &str, what: &str, text: &str) -> Result<String> {
    let is_crud = |c: char| c <= ' ' || matches!(c, ',' | ':' | ';' | '<' | '>' | '"' | '\\' | '\'');
    let kept: String = text.trim_matches(is_crud).chars().filter(|c| !matches!(c, '<' | '>' | '\n')).collect();
    if kept.is_empty() {
        return Err(missing(role, what, "is empty"));
    }
    match kept.chars().find(|c| is_forbidden(*c)) {
        None => Ok(kept),
        Some(c) => Err(missing(role, what, &format!("holds the character U+{:04X}", u32::from(c)))),
    }
}
