//! The person's hooks round a commit: run on what is about to be committed, and not believed to leave its files alone.
//!
//! What a hook writes into a record is kept and never recorded.

use std::collections::HashSet;

use super::loose_objects::LooseObjects;
use super::session::WriteSession;
use super::work_file::{FileEdit, HookDeed, WorkFile};
use crate::model::{Fault, Kind, Result, RunbookId};
use crate::secret::Rules;
use crate::store::atomic_fs::settle;
use crate::store::drafts::Drafts;
use crate::store::folder::Folder;
use crate::store::signals;
use crate::trail::{BlobId, CommitDraft, CommitWords, FileState, Message, Repository};

/// Runs the hooks before a commit on what is about to be committed, and undoes what they have done to its files; answers
/// with their words.
///
/// # Errors
/// `Hook` where one refuses, or has rewritten or removed a file; `Secret` where one wrote a secret into the message;
/// `Interrupted`, `Disk`.
pub(super) fn run_hooks(
    session: &WriteSession<'_>,
    draft: &CommitDraft,
    words: &mut CommitWords,
    claims: Option<&Message>,
    places: &[WorkFile<'_>],
    rules: &Rules,
) -> Result<Vec<String>> {
    let (repository, pending) = (session.repository, &session.store.pending.0);
    let hooks = repository.hooks()?;
    if !hooks.any_before() {
        return Ok(Vec::new());
    }
    // hooks read what is about to be committed, so it has to be there; when they refuse, git leaves it behind as well
    let early = LooseObjects::stage(repository, pending, draft)?;
    settle(&early.staged.iter().collect::<Vec<_>>(), &[])?;
    let folders = early.name()?;
    settle(&[], &folders.iter().collect::<Vec<_>>())?;
    let ours = words.message.clone();
    // what hooks say is shown on more screens than one
    let masked = |fault: Fault| Fault {
        kind: fault.kind,
        message: rules.mask(&fault.message).into_owned(),
        hints: fault.hints.iter().map(|hint| rules.mask(hint).into_owned()).collect(),
    };
    let said = hooks.before(draft, words, claims, pending.path()).map_err(unless_broken_off).map_err(masked);
    let said = said.and_then(|said| no_secret_brought(&ours, &words.message, rules).map(|()| said));
    let UndoneHooks { removed, rewrote, kept, left } = undo_hooks(repository, pending, places, rules);
    let deed = match (removed, rewrote) {
        (false, false) => return said,
        (false, true) => "rewrote",
        (true, false) => "removed",
        (true, true) => "rewrote and removed",
    };
    let stays: Vec<String> =
        left.iter().map(|(path, late)| format!("{path} stays as the hook left it: {}", late.message)).collect();
    let after = if stays.is_empty() { "the file is as it was".to_owned() } else { stays.join("; ") };
    let what = format!("a commit hook {deed} what the change is about, and nothing was recorded; {after}");
    let fault = match said {
        Ok(_) => Fault::new(Kind::Hook, what),
        Err(fault) => Fault { message: format!("{}\n{what}", fault.message), ..fault },
    };
    let ways = left.into_iter().flat_map(|(_, late)| late.hints);
    let fault = kept.into_iter().chain(ways).fold(fault, Fault::hint);
    Err(fault.hint("let the hooks pre-commit, prepare-commit-msg and commit-msg leave the folder runbooks as it is"))
}

/// Refuses a secret that hooks wrote into the message, which becomes an object as the record does. What stood in it before
/// was looked at already.
fn no_secret_brought(ours: &str, theirs: &str, rules: &Rules) -> Result<()> {
    if ours == theirs {
        return Ok(());
    }
    let known: HashSet<String> = rules.words(ours).collect();
    let brought = rules.find_lines(theirs, |secret| !known.contains(secret));
    let Some((line, kind)) = brought.first() else { return Ok(()) };
    let what = format!(
        "a commit hook wrote what looks like a secret into the message, and nothing was recorded: line {line}: {kind}"
    );
    Err(Fault::new(Kind::Secret, what)
        .hint("let the hooks prepare-commit-msg and commit-msg write no secret into the message"))
}

/// A hook that the person's own Ctrl-C ended with the program has refused nothing.
fn unless_broken_off(fault: Fault) -> Fault {
    match signals::noted() {
        Some(_) if fault.kind == Kind::Hook => {
            Fault::new(Kind::Interrupted, "interrupted while the commit hooks ran; nothing was changed")
        }
        _ => fault,
    }
}

/// What hooks have done to the files of a change, which is undone.
#[derive(Default)]
struct UndoneHooks {
    /// True when a file was removed.
    removed: bool,
    /// True when one was written.
    rewrote: bool,
    /// Where that is kept which was written into the others, in words.
    kept: Vec<String>,
    /// The files that could not be put back, or whose words could not be kept and which were left for that, and why.
    left: Vec<(String, Fault)>,
}

/// Puts back the files that hooks have rewritten or removed, once what they wrote is kept, secrets masked, and says where.
fn undo_hooks(repository: &Repository, pending: &Folder, places: &[WorkFile<'_>], rules: &Rules) -> UndoneHooks {
    let mut undone = UndoneHooks::default();
    for place in places {
        let Some(id) = RunbookId::from_path(place.path()) else { continue };
        let deed = match place.hook_deed() {
            Ok(Some(deed)) => deed,
            Ok(None) => continue,
            // a link or a folder in its place: only a hook can have put it there since
            Err(fault) => {
                undone.rewrote = true;
                undone.left.push((place.path().to_owned(), fault));
                continue;
            }
        };
        undone.removed |= matches!(deed, HookDeed::Removed);
        undone.rewrote |= matches!(deed, HookDeed::Rewrote(_));
        match keep(&id, repository, place, &deed, rules).and_then(|kept| place.undo_hook(pending).map(|()| kept)) {
            Ok(kept) => undone.kept.extend(kept),
            Err(fault) => undone.left.push((place.path().to_owned(), fault)),
        }
    }
    undone
}

/// Keeps what a hook wrote, begun from what lies there again, so that a person can go on with it; says where.
fn keep(
    id: &RunbookId,
    repository: &Repository,
    place: &WorkFile<'_>,
    deed: &HookDeed,
    rules: &Rules,
) -> Result<Option<String>> {
    let HookDeed::Rewrote(text) = deed else { return Ok(None) };
    let text = String::from_utf8_lossy(text);
    let masked = rules.mask(&text);
    let draft = Drafts::new(repository.private()).begin(id, place.before(), masked.as_bytes())?;
    Ok(Some(format!("what the hook wrote into {} is kept: {}", place.path(), draft.path.display())))
}

/// What to say of a record that lies there otherwise than it was recorded, once the hook after the commit has run.
pub(super) fn changed_after(repository: &Repository, edit: &FileEdit) -> Option<String> {
    let id = RunbookId::from_path(&edit.path)?;
    let recorded = BlobId::of(&edit.after).ok()?;
    match repository.file_state(&edit.path) {
        Ok(FileState::File(file)) if file != recorded => Some(format!(
            "{} was changed after it was recorded, by the hook post-commit most likely: see runbook diff {id}, then runbook save {id}",
            edit.path
        )),
        Ok(FileState::Missing) => Some(format!(
            "{} was removed after it was recorded, by the hook post-commit most likely; to bring it back: git restore {}",
            edit.path, edit.path
        )),
        _ => None,
    }
}
