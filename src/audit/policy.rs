//! Which settings were in force at each commit: those of the commit that it was made on.
//!
//! A policy is what was committed then. It is no use to weaken it afterwards: what was done before is judged by what held
//! before, and a commit that weakens it is itself judged by the policy that it ends.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{AuditCode, Settings};
use crate::store::{SETTINGS_FILE, read_settings};
use crate::trail::{BlobId, ObjectFault, Objects, Survey};

use super::ledger::{Ledger, Note, of_trouble};

/// The settings over time.
pub(super) struct Policies {
    known: Vec<Arc<Settings>>,
    /// For each commit, which settings its tree holds.
    held: Vec<usize>,
    /// For each commit, which settings it was made under.
    made_under: Vec<usize>,
    /// Merges that hold other settings than one of their sides had: they end a policy without touching it.
    turned: Vec<usize>,
}

impl Policies {
    /// Reads every version of the settings; one that does not parse is told, and those before it stay in force.
    pub(super) fn over(survey: &Survey, objects: &Objects, ledger: &mut Ledger) -> Self {
        let mut policies = Self {
            known: vec![Arc::new(Settings::default())],
            held: Vec::new(),
            made_under: Vec::new(),
            turned: Vec::new(),
        };
        let mut read: HashMap<Option<BlobId>, usize> = HashMap::from([(None, 0)]);
        let mut changes = survey.steps().filter(|step| step.settings().is_some()).peekable();
        for place in 0..survey.len() {
            let parents = survey.parents(place);
            let before = parents.first().and_then(|parent| policies.held.get(*parent)).copied().unwrap_or(0);
            let change = changes.next_if(|step| step.place == place).and_then(|step| step.settings());
            let content = match change {
                Some(content) => Some(content),
                None if parents.len() > 1 => survey.file(objects, place, SETTINGS_FILE).ok(),
                None => None,
            };
            let held = content.map_or(before, |content| {
                *read.entry(content).or_insert_with(|| policies.learn(survey, objects, place, content, before, ledger))
            });
            let is_turned = parents.len() > 1 && parents.iter().any(|side| policies.held.get(*side) != Some(&held));
            if is_turned && change.is_none() {
                policies.turned.push(place);
            }
            if (change.is_some() || is_turned)
                && let Ok(commit) = survey.commit(place)
            {
                ledger.policy.push(commit);
            }
            policies.held.push(held);
            policies.made_under.push(if parents.is_empty() { held } else { before });
        }
        policies
    }

    fn learn(
        &mut self,
        survey: &Survey,
        objects: &Objects,
        place: usize,
        content: Option<BlobId>,
        before: usize,
        ledger: &mut Ledger,
    ) -> usize {
        let Some(blob) = content else { return 0 };
        let settings = match objects.blob(blob) {
            Ok(bytes) => read_settings(&bytes).map_err(|fault| fault.message),
            Err(trouble @ ObjectFault::Missing(_)) => {
                ledger.note(of_trouble(&trouble).at(place));
                return before;
            }
            Err(trouble) => Err(trouble.words().to_owned()),
        };
        match settings {
            Ok(settings) => {
                self.known.push(Arc::new(settings));
                self.known.len() - 1
            }
            Err(why) => {
                let message = format!(
                    "{SETTINGS_FILE} cannot be read at {}: {why}",
                    survey.commit(place).map_or_else(|_| "?".to_owned(), |commit| commit.short().to_owned())
                );
                ledger.note(Note::new(AuditCode::Unreadable, message).at(place));
                before
            }
        }
    }

    /// Merges that chose between the settings of their sides where one of these asks for signatures.
    pub(super) fn turned<'p>(&'p self, survey: &'p Survey) -> impl Iterator<Item = usize> + 'p {
        let asks = |side: &usize| {
            let settings = self.held.get(*side).and_then(|number| self.known.get(*number));
            settings.is_some_and(|settings| settings.signatures.required)
        };
        self.turned.iter().copied().filter(move |place| survey.parents(*place).iter().any(asks))
    }

    /// The settings that a commit was made under.
    pub(super) fn at(&self, place: usize) -> Arc<Settings> {
        let number = self.made_under.get(place).copied().unwrap_or(0);
        self.known.get(number).cloned().unwrap_or_default()
    }
}
