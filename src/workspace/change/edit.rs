//! Recording a record that a person edited as a whole.

use crate::lifecycle::{HandText, Stamp, check, only_by_command};
use crate::model::{Act, Changed, Event, Fault, Kind, Line, Prose, Result, RunbookId, difference};
use crate::publish::until_not_overtaken;
use crate::store::drafts::KeptDraft;
use crate::store::following::Following;
use crate::store::read;
use crate::workspace::Workspace;

use super::agreement::{Settled, without_old_agreement};
use super::change_options::ChangeOptions;
use super::commit::{ToWrite, record};
use super::execute::unchanged;
use super::guard::{Typed, keep_secrets_out, keep_small};
use super::leave::{Noted, noted};
use super::loaded::{all_decided, begin, hand_edited, load};
use super::save_hand_edit::unfit;

/// Where the words of an edit come from.
#[derive(Debug, Clone, Copy)]
pub enum TypedIn<'a> {
    /// A draft in an editor, which goes once it is recorded.
    Draft(&'a KeptDraft),
    /// A text that was exported and came back, by the name of its file where it has one.
    Text(Option<&'a Line>),
}

/// Records `typed` as the new text of a runbook whose text was `base` when the person began.
///
/// # Errors
/// As [`save`](super::save()); `HandEdited` when the record changed meanwhile.
pub fn edit(
    workspace: &Workspace,
    id: &RunbookId,
    base: &[u8],
    typed: &[u8],
    from: TypedIn<'_>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    until_not_overtaken(|| edit_locked(workspace, id, base, typed, from, stamp, options))
}

fn edit_locked(
    workspace: &Workspace,
    id: &RunbookId,
    base: &[u8],
    typed: &[u8],
    from: TypedIn<'_>,
    stamp: &Stamp,
    options: &ChangeOptions,
) -> Result<Changed> {
    let session = begin(workspace)?;
    let loaded = load(workspace, id)?;
    let before = &loaded.read.runbook;
    if workspace.layout.read_record(id)?.as_deref() != Some(base) {
        return Err(hand_edited(workspace, id, "was changed by somebody else while it was being edited"));
    }
    if typed == base {
        return Ok(unchanged(id, before));
    }
    all_decided(id, typed, Kind::Refused)?;
    let typed_read = read(&id.path(), typed).map_err(as_words)?;
    let (typed_read, typed, notes) = match without_old_agreement(id, before, &[], &typed_read)? {
        Some(Settled { read, bytes, words }) => (read, bytes, vec![words]),
        None => (typed_read, typed.to_vec(), Vec::new()),
    };
    let after = &typed_read.runbook;
    only_by_command(id, before, &[], after, HandText::Apart)?;
    check(after).map_err(|fault| unfit(id, fault))?;
    let changes = difference(&before.to_json()?, &after.to_json()?);
    let why = match from {
        TypedIn::Text(Some(file)) => Some(Prose::new(format!("import of {file}"))?),
        TypedIn::Text(None) => Some(Prose::new("import of a text")?),
        TypedIn::Draft(_) => None,
    };
    let words = Typed { before: base, after: &typed, changes: Some(&changes), why: why.as_ref() };
    let act = Act::Edit { changes: changes.clone(), why: why.clone(), adopts: Vec::new() };
    let event = Event::new(act, stamp.at(), stamp.by.clone());
    let leave = keep_secrets_out(workspace, std::slice::from_ref(&event), Some(&words), stamp, options)?;
    let Noted { after, bytes, events } = noted(&typed_read, &typed, event, leave)?;
    keep_small(id, &bytes)?;
    let dropped = match from {
        TypedIn::Draft(draft) => Some(Following::DropDraft { name: draft.name().to_owned() }),
        TypedIn::Text(_) => None,
    };
    let writing = ToWrite {
        id,
        head: loaded.head.clone(),
        previous: loaded.tip.clone(),
        before: Some(before),
        after,
        events,
        bytes,
        left: None,
        log: None,
        body: None,
        follows: dropped.as_slice(),
        notes,
    };
    record(workspace, session, writing, stamp)
}

/// What does not parse here was just typed: the words are wrong, not the store.
fn as_words(fault: Fault) -> Fault {
    match fault.kind {
        Kind::Unreadable => Fault { kind: Kind::Usage, ..fault },
        _ => fault,
    }
}
