//! The lists of a runbook whose items people name: what to offer when an item is completed, or asked for.

use crate::model::{Runbook, Slug};

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Who attends.
    Contacts,
    /// Both checklists.
    Checks,
    /// What the customer permits.
    Permissions,
    /// The work.
    Tasks,
    /// The rollback.
    Steps,
    /// Duties before closing.
    Obligations,
}

impl List {
    /// One item's kind, for messages.
    pub(super) fn item(self) -> &'static str {
        match self {
            Self::Contacts => "contact",
            Self::Checks => "checklist item",
            Self::Permissions => "permission",
            Self::Tasks => "task",
            Self::Steps => "step",
            Self::Obligations => "obligation",
        }
    }

    /// The word that stands for an item in usage lines.
    pub(super) fn value_name(self) -> &'static str {
        match self {
            Self::Contacts => "CONTACT",
            Self::Checks => "ITEM",
            Self::Permissions => "PERMISSION",
            Self::Tasks => "TASK",
            Self::Steps => "STEP",
            Self::Obligations => "OBLIGATION",
        }
    }

    /// Ids of the items, each with what it is about.
    pub(super) fn entries(self, runbook: &Runbook) -> Vec<(Slug, String)> {
        let tasks =
            |tasks: &[crate::model::Task]| tasks.iter().map(|task| (task.id.clone(), task.title.to_string())).collect();
        match self {
            Self::Contacts => runbook.contacts.iter().map(|own| (own.id.clone(), own.label().to_owned())).collect(),
            Self::Checks => {
                let all = runbook.pre_call.iter().chain(&runbook.post_call);
                all.map(|own| (own.id.clone(), own.text.to_string())).collect()
            }
            Self::Permissions => {
                runbook.permissions.iter().map(|own| (own.id.clone(), own.action.to_string())).collect()
            }
            Self::Tasks => tasks(&runbook.tasks),
            Self::Steps => tasks(runbook.steps()),
            Self::Obligations => runbook.obligations.iter().map(|own| (own.id.clone(), own.what.to_string())).collect(),
        }
    }
}
