//! The people of a commit, looked at before they stand in it: names come from git's settings, where a wrong paste leaves
//! anything.

use std::collections::BTreeMap;

use crate::model::{Fault, Kind, Result};
use crate::secret::Rules;
use crate::trail::Actors;

/// Refuses a name or an e-mail that looks like a token.
///
/// # Errors
/// `Secret`, saying whose and what, never the value.
pub(super) fn no_secret_in(actors: &Actors) -> Result<()> {
    let rules = Rules::new(&BTreeMap::new())?;
    for (role, person) in [("author", &actors.author), ("committer", &actors.committer)] {
        for (what, noun, text) in [("name", "name", &person.name), ("email", "e-mail", &person.email)] {
            if let Some(found) = rules.find(text).first() {
                let what_is_wrong =
                    format!("the {role}'s {noun} looks like a secret, and nothing was recorded: {}", found.kind);
                return Err(Fault::new(Kind::Secret, what_is_wrong)
                    .hint(format!("say who you are: git config --global user.{what} \"…\""))
                    .hint(format!(
                        "look where it comes from: git config --show-origin --get-all user.{what}; GIT_{}_{}",
                        role.to_uppercase(),
                        what.to_uppercase()
                    )));
            }
        }
    }
    Ok(())
}
