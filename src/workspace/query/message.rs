//! Texts to post about a runbook: made of its file as it lies there, with secrets masked.
//!
//! It sends nothing and records nothing; whoever posts a text records the link to it.

use crate::lifecycle::{Call, Conditional, applies, find, result_of, specific, undecided_in, unfilled_text};
use crate::model::{Fault, Moment, Permission, Recorded, Result, Runbook, RunbookId, Slug, State};
use crate::render::Known;
use crate::render::message::{self, AdminNote, After};
use crate::workspace::Workspace;

use super::log::{history, is_cut, log};
use super::runbook_view::RunbookView;
use super::secrets::secret_rules;

/// What a text is for.
#[derive(Debug, Clone, Copy)]
pub enum Occasion<'a> {
    /// The channels are told of the work to be done.
    Before,
    /// The channels are told how it went.
    After {
        /// How things stand, in the person's words.
        state: Option<&'a str>,
        /// What follows, in the person's words.
        follow_ups: &'a [String],
    },
    /// The customer is asked for permissions: for the one of this id or part of one, otherwise for all that are open.
    Permission(Option<&'a str>),
}

/// A text with where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The channels; empty for a text to the customer.
    pub channels: Vec<String>,
    /// The permissions that are asked for.
    pub permissions: Vec<Slug>,
    /// The text.
    pub text: String,
}

/// The text for this occasion.
///
/// # Errors
/// `Refused` at the wrong time, or for a text that would say too little: without its link, with a placeholder, with a
/// permission that names nothing; `NotFound` and `Ambiguous` for a permission's name.
pub fn message(workspace: &Workspace, view: &RunbookView, occasion: &Occasion<'_>, now: Moment) -> Result<Posting> {
    let runbook = &view.runbook;
    let posting = match occasion {
        Occasion::Before => before(workspace, view),
        Occasion::After { state, follow_ups } => after(workspace, &view.id, runbook, *state, follow_ups, now),
        Occasion::Permission(item) => request(workspace, &view.id, runbook, *item),
    }?;
    unfilled_text(&view.id, runbook, &posting.text)?;
    Ok(Posting { text: masked(workspace, &posting.text)?, ..posting })
}

/// The admin notes to leave.
///
/// # Errors
/// `Refused` while there is no ticket to point to, or a note holds a placeholder.
pub fn admin_notes(workspace: &Workspace, view: &RunbookView, now: Moment) -> Result<Vec<AdminNote>> {
    let notes = message::notes(&view.id, &view.runbook, now)?;
    notes.into_iter().map(|note| Ok(AdminNote { line: masked(workspace, &note.line)?, ..note })).collect()
}

fn masked(workspace: &Workspace, text: &str) -> Result<String> {
    Ok(secret_rules(workspace)?.mask(text).into_owned())
}

fn before(workspace: &Workspace, view: &RunbookView) -> Result<Posting> {
    let RunbookView { id, runbook, .. } = view;
    if !runbook.state.is_before_call() && runbook.state != State::Running {
        return Err(Fault::refused("the work is over; what is to be told now is how it went")
            .hint(format!("runbook message {id} post")));
    }
    let trail: Vec<Recorded> = log(workspace, Some(id), None)?.into_iter().map(|(_, recorded)| recorded).collect();
    let call = Call::of(runbook, &trail);
    let known = Known { call: call.as_ref(), ending: None, is_cut: is_cut(workspace, id)? };
    let text = message::before(id, runbook, &workspace.settings.home_side, known)?;
    Ok(to_channels(workspace, runbook, text))
}

fn after(
    workspace: &Workspace,
    id: &RunbookId,
    runbook: &Runbook,
    state: Option<&str>,
    follow_ups: &[String],
    now: Moment,
) -> Result<Posting> {
    let result = match (runbook.state, runbook.result) {
        (_, Some(result)) => result,
        (State::WrapUp, None) => result_of(runbook, &history(workspace, id)?),
        (State::Draft | State::Scheduled, None) => {
            return Err(Fault::refused("the work has not begun; what is to be told now is what will be done")
                .hint(format!("runbook message {id} pre")));
        }
        _ => {
            return Err(Fault::refused("the work is not over yet").hint(format!("runbook finish {id}")));
        }
    };
    let text = message::after(
        id,
        runbook,
        &After { result, state, follow_ups, home_side: &workspace.settings.home_side, now },
    )?;
    Ok(to_channels(workspace, runbook, text))
}

fn to_channels(workspace: &Workspace, runbook: &Runbook, text: String) -> Posting {
    Posting { channels: message::channels(runbook, &workspace.settings), permissions: Vec::new(), text }
}

fn request(workspace: &Workspace, id: &RunbookId, runbook: &Runbook, item: Option<&str>) -> Result<Posting> {
    let asked: Vec<&Permission> = match item {
        Some(part) => vec![find(&runbook.permissions, |own| &own.id, part, "permission")?],
        None => {
            let open = |own: &&Permission| own.state.is_open() && own.is_applicable(&runbook.variables);
            runbook.permissions.iter().filter(open).collect()
        }
    };
    if asked.is_empty() {
        let fault = Fault::refused("there is no permission to ask for: none applies that is still open");
        let fault = undecided_in(runbook, &["permissions"]).into_keys().fold(fault, |fault, name| {
            fault.hint(format!("decide whether one applies: runbook set {id} {name}=VALUE"))
        });
        return Err(fault
            .hint(format!("add one: runbook permission add {id} --action \"the change and its object\""))
            .hint(format!("ask again for one that was answered: runbook message {id} permission --item PERMISSION")));
    }
    for permission in &asked {
        if !applies(permission.when.as_ref(), &runbook.variables) {
            let when = permission.when.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(Fault::refused(format!(
                "permission `{}` does not apply: its condition is “{when}”",
                permission.id
            ))
            .hint(format!("change the variable with: runbook set {id} var.NAME=VALUE")));
        }
        specific(id, permission)?;
    }
    let permissions = asked.iter().map(|permission| permission.id.clone()).collect();
    Ok(Posting { channels: Vec::new(), permissions, text: message::request(&asked, runbook, &workspace.settings) })
}
