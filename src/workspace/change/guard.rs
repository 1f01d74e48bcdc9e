//! What every change is held to whatever its command: secrets, in its words and in the names of its people, and sizes.

use std::collections::HashSet;

use serde_json::Value;

use crate::lifecycle::Stamp;
use crate::model::{Act, Change, Event, Fault, Kind, Line, Override, Prose, Result, RunbookId};
use crate::secret::Rules;
use crate::store::MAX_FILE;
use crate::trail::Actors;
use crate::workspace::Workspace;
use crate::workspace::query::secret_rules;

use super::change_options::ChangeOptions;

/// Refuses words that look like a secret, before any object is written; with leave, answers with the event that records
/// why they are none.
///
/// What a person typed is looked at as bytes too: a comment or a key that nobody knows becomes an object as well.
pub(super) fn keep_secrets_out(
    workspace: &Workspace,
    events: &[Event],
    typed: Option<&Typed<'_>>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Option<Event>> {
    let rules = secret_rules(workspace)?;
    let mut found = match typed.and_then(|typed| typed.changes) {
        Some(changes) => scan_changes(&rules, changes),
        None => events.iter().flat_map(|event| scan(&rules, &event.act)).collect(),
    };
    if let Some(typed) = typed {
        found.extend(typed.why.into_iter().flat_map(|why| rules.scan_at("why", &Value::from(why.as_str()))));
        if found.is_empty() {
            found = typed.brought(&rules);
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    let Some(reason) = &options.allow_secret else { return Err(refused(&found)) };
    if !reason.as_str().contains(char::is_alphanumeric) {
        return Err(Fault::usage("the reason of --allow-secret is empty: it says why these words are no secret"));
    }
    // The reason is recorded too: it says why, never the value itself.
    if !rules.scan_at("reason", &Value::from(reason.as_str())).is_empty() {
        return Err(Fault::new(Kind::Secret, "the reason of --allow-secret looks like a secret itself")
            .hint("--allow-secret REASON says why it is none, without repeating it"));
    }
    let act = Act::Override { code: Line::new(Override::SECRET)?, reason: reason.clone() };
    Ok(Some(Event::new(act, stamp.at(), stamp.by.clone())))
}

/// What is said of words that look like a secret, given by place and kind, never by value.
pub(super) fn refused(found: &[(String, String)]) -> Fault {
    let places: Vec<String> = found.iter().map(|(place, kind)| format!("{place}: {kind}")).collect();
    let message = format!("this looks like a secret, and nothing was recorded: {}", places.join(", "));
    Fault::new(Kind::Secret, message)
        .hint("leave the secret out; a link to where it is kept is enough")
        .hint("if it is none: --allow-secret REASON records why")
}

/// Refuses a person of a commit whose name or e-mail looks like a secret: they come from git's settings, where a wrong
/// paste leaves anything.
///
/// # Errors
/// `Secret`, saying whose and what, never the value.
pub(in crate::workspace) fn no_secret_in(actors: &Actors, rules: &Rules) -> Result<()> {
    for (role, person) in [("author", &actors.author), ("committer", &actors.committer)] {
        for (what, noun, text) in [("name", "name", &person.name), ("email", "e-mail", &person.email)] {
            if let Some(found) = rules.find(text).first() {
                let message =
                    format!("the {role}'s {noun} looks like a secret, and nothing was recorded: {}", found.kind);
                return Err(Fault::new(Kind::Secret, message)
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

/// A file as a person left it.
pub(super) struct Typed<'b> {
    /// The text that is recorded already; empty where there is none.
    pub(super) before: &'b [u8],
    /// The text that is to be recorded.
    pub(super) after: &'b [u8],
    /// What it changes in the record that the head holds; none where the head holds none. Only this can be kept out:
    /// an event that adopts commits made with plain git tells of more.
    pub(super) changes: Option<&'b [Change]>,
    /// Why, in the person's own words.
    pub(super) why: Option<&'b Prose>,
}

impl Typed<'_> {
    /// The lines with a secret that the text brings in, with the kind of each. What is recorded already is none of these:
    /// an edit elsewhere in the file must pass.
    fn brought(&self, rules: &Rules) -> Vec<(String, String)> {
        let (before, after) = (String::from_utf8_lossy(self.before), String::from_utf8_lossy(self.after));
        let known: HashSet<String> = rules.words(&before).collect();
        let brought = rules.find_lines(&after, |secret| !known.contains(secret));
        brought.into_iter().map(|(line, kind)| (format!("line {line}"), kind)).collect()
    }
}

/// The places of an act that look like a secret, with the kind of each.
///
/// Of an edit only what it brings in counts: one that takes a secret out must pass.
fn scan(rules: &Rules, act: &Act) -> Vec<(String, String)> {
    let (changes, why) = match act {
        Act::Edit { changes, why, .. } => (changes, why.as_ref()),
        Act::Undo { changes, .. } => (changes, None),
        act => return rules.scan(&serde_json::to_value(act).unwrap_or_default()),
    };
    let mut found = scan_changes(rules, changes);
    if let Some(why) = why {
        found.extend(rules.scan_at("why", &Value::from(why.as_str())));
    }
    found
}

/// The places of some changes that look like a secret in what they bring in, with the kind of each.
fn scan_changes(rules: &Rules, changes: &[Change]) -> Vec<(String, String)> {
    let brought = changes.iter().filter(|change| !change.new.is_null());
    brought.flat_map(|change| rules.scan_at(&change.path, &change.new)).collect()
}

/// A record may grow to 1 MiB; words that would make it larger are refused.
pub(super) fn keep_small(id: &RunbookId, bytes: &[u8]) -> Result<()> {
    if bytes.len() <= MAX_FILE {
        return Ok(());
    }
    Err(Fault::usage(format!("{} would grow to {} bytes; a record holds 1 MiB at most", id.path(), bytes.len()))
        .hint("put long text where a link can lead to it"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::ChangeKind;

    fn edit(old: &str, new: &str) -> Act {
        let change = Change {
            path: "tasks.bulk.instructions".into(),
            kind: ChangeKind::Changed,
            old: Value::from(old),
            new: Value::from(new),
            position: None,
        };
        Act::Edit { changes: vec![change], why: None, adopts: Vec::new() }
    }

    #[test]
    fn an_edit_may_take_a_secret_out_and_not_bring_one_in() {
        let rules = Rules::new(&BTreeMap::new()).unwrap();
        let secret = format!("password={}", "hunter22");
        assert_eq!(scan(&rules, &edit(&secret, "see the vault")), []);
        let brought = scan(&rules, &edit("see the vault", &secret));
        assert_eq!(brought, [("tasks.bulk.instructions".to_owned(), "password".to_owned())]);
    }

    #[test]
    fn a_typed_text_may_keep_what_is_recorded_and_bring_no_secret_in_anywhere() {
        let rules = Rules::new(&BTreeMap::new()).unwrap();
        let secret = format!("glpat-{}", "Ab3dEf6hIj9lMn2pQr5t");
        let brought = |before: &str, after: &str| {
            Typed { before: before.as_bytes(), after: after.as_bytes(), changes: None, why: None }
                .brought(&rules)
                .into_iter()
                .map(|one| one.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(brought("a = 1\n", &format!("a = 1\n# {secret}\n")), ["line 2"]);
        assert_eq!(brought("a = 1\n", &format!("a = 1\n\"{secret}\" = 1\n")), ["line 2"]);
        let known = format!("# {secret}\na = 1\n");
        assert!(brought(&known, &known.replace("a = 1", "a = 2")).is_empty());
    }
}
