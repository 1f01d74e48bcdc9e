//! One change from memory to disk: objects, branch, file, index, in the order in which nothing can be lost.
//!
//! Whatever happens before the branch moves undoes the change as if it had never been begun; after it has moved, the
//! file and the index follow, or the branch goes back. Which of the two it was is looked up, never guessed. A kill at any
//! moment leaves a journal from which the next run finishes.

use super::beside::{follow, stage_all};
use super::branch::Branch;
use super::hook_run::{changed_after, run_hooks};
use super::loose_objects::LooseObjects;
use super::session::WriteSession;
use super::work_file::{FileEdit, WorkFile, look};
use crate::model::{CommitId, Fault, Kind, Moment, Result};
use crate::secret::Rules;
use crate::store::atomic_fs::{Staged, settle};
use crate::store::folder::{Folder, PRIVATE_FILE};
use crate::store::following::Following;
use crate::store::journal::{Journal, JournalFile};
use crate::store::{LOGS, RUNBOOKS};
use crate::trail::{
    Actors, BlobId, CommitDraft, CommitWords, FileContent, Message, NextIndex, Repository, reflog_line, undo_line,
};

const INDEX: &str = "index";
/// Nobody leaves an editor open longer, in seconds.
const LONGEST_WAIT: i64 = 24 * 3_600;

/// A change that is decided and ready to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// Who makes the commit, looked at by who asks for it.
    pub actors: Actors,
    /// The head that it was decided on; nothing before the first commit.
    pub expected_head: Option<CommitId>,
    /// The files of the commit, by path below the top, with all their bytes. What lies there now must be what the head
    /// has, already these bytes, or what `as_left` says.
    pub files: Vec<(String, Vec<u8>)>,
    /// Of these files those that lie there as a person left them, where the change records more than that.
    pub as_left: Vec<(String, Vec<u8>)>,
    /// The whole message.
    pub message: String,
    /// The trailers that must survive the hooks.
    pub claims: Option<Message>,
    /// When it is recorded.
    pub recorded: Moment,
    /// What follows beside the trail once it is.
    pub follows: Vec<Following>,
}

/// A change that is recorded and durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its commit.
    pub commit: CommitId,
    /// What a person has to be told: words of hooks, a file that was edited meanwhile.
    pub notes: Vec<String>,
}

impl WriteSession<'_> {
    /// Records a change as one commit and brings file and index to it. The locks are let go before the last hook runs. What is
    /// recorded was held to the `rules` by who asks for it; what hooks make of the message is held to them here.
    ///
    /// # Errors
    /// Any kind; nothing was changed then, unless the message says that the change is recorded.
    pub fn publish(self, publication: Publication, rules: &Rules) -> Result<Published> {
        let repository = self.repository;
        for (path, _) in publication.files.iter().filter(|(path, _)| is_private_text(path)) {
            repository.must_stay_as_it_is(path)?;
        }
        let head = publication.expected_head;
        let recorded = not_before(repository, head.as_ref(), publication.recorded)?;
        let mut words = CommitWords {
            author: publication.actors.author,
            committer: publication.actors.committer,
            recorded,
            message: publication.message,
        };
        let edits = edits(repository, head.as_ref(), publication.files, &publication.as_left)?;
        let (claims, follows) = (publication.claims.as_ref(), publication.follows);
        let ready = PreparedChange::prepare(&self, head, &edits, &mut words, claims, follows, rules)?;
        // looked for before: what is recorded is told as recorded, whatever becomes of the disk then
        let hooks = repository.hooks()?;
        let (mut published, but) = ready.record(&words)?;
        drop(self);
        published.notes.extend(hooks.after(&words));
        if hooks.any_after() {
            published.notes.extend(edits.iter().filter_map(|edit| changed_after(repository, edit)));
        }
        // what hooks say is shown, and may be kept by whoever looks on
        published.notes.iter_mut().for_each(|note| *note = rules.mask(note).into_owned());
        match but {
            None => Ok(published),
            Some(fault) => Err(published.notes.into_iter().fold(fault, Fault::hint)),
        }
    }
}

/// True for records and logs, which may hold what only the team shall read.
fn is_private_text(path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, _)| [RUNBOOKS, LOGS].contains(&folder))
}

/// The time of recording, never before that of the commit it follows: a command took its stamp when it was typed, and may
/// have waited since, for a lock, an editor or an answer, while others recorded. A head that is further ahead than that
/// can explain has a wrong clock, which is not passed on.
fn not_before(repository: &Repository, head: Option<&CommitId>, typed: Moment) -> Result<Moment> {
    let Some(head) = head else { return Ok(typed) };
    let before = repository.recorded_at(head)?;
    let has_waited = (1..=LONGEST_WAIT).contains(&before.seconds_since(typed));
    Ok(if has_waited { Moment::new(before.time().with_timezone(typed.time().offset())) } else { typed })
}

/// The files with what must lie there now.
fn edits(
    repository: &Repository,
    head: Option<&CommitId>,
    files: Vec<(String, Vec<u8>)>,
    as_left: &[(String, Vec<u8>)],
) -> Result<Vec<FileEdit>> {
    let top = Folder::open(repository.top())?;
    let edit = |(path, after): (String, Vec<u8>)| {
        let recorded = head.map_or(Ok(None), |head| repository.blob_id_at(head, &path))?;
        let left = as_left.iter().find(|(left, _)| *left == path).map(|(_, bytes)| bytes);
        let before = match look(&top, &path)? {
            // as a person left it, to be recorded so
            Some(there) if there == after || Some(&there) == left => Some(there),
            Some(there) if Some(BlobId::of(&there)?) == recorded => Some(there),
            _ => recorded.map(|recorded| repository.blob(recorded)).transpose()?,
        };
        Ok(FileEdit { path, before, after })
    };
    files.into_iter().map(edit).collect()
}

/// A change with everything ready beside the places where it belongs.
struct PreparedChange<'s, 'p> {
    session: &'s WriteSession<'s>,
    branch: Branch<'s>,
    old: Option<CommitId>,
    new: CommitId,
    places: Vec<WorkFile<'p>>,
    index: NextIndex<'s>,
    staged_index: Staged,
    objects: LooseObjects,
    follows: Vec<Following>,
    notes: Vec<String>,
    /// What the disk said when it did not confirm something after the branch had moved.
    doubt: Option<Fault>,
}

impl<'s, 'p> PreparedChange<'s, 'p> {
    /// Everything that can fail without having changed anything: reading, hooks, signing, and writing all bytes.
    fn prepare(
        session: &'s WriteSession<'s>,
        old: Option<CommitId>,
        files: &'p [FileEdit],
        words: &mut CommitWords,
        claims: Option<&Message>,
        follows: Vec<Following>,
        rules: &Rules,
    ) -> Result<Self> {
        let repository = session.repository;
        let pending = &session.store.pending.0;
        let name = repository.head()?.branch.ok_or_else(|| Fault::new(Kind::Git, "the head is on no branch"))?;
        let branch = Branch::open(repository, &name)?;
        branch.must_be_at(old.as_ref())?;
        let top = Folder::open(repository.top())?;
        let mut places = files.iter().map(|edit| WorkFile::open(&top, edit)).collect::<Result<Vec<_>>>()?;
        let contents: Vec<FileContent> = files.iter().map(FileEdit::content).collect();
        let mut draft = repository.draft(old.as_ref(), &contents)?;
        let mut index = repository.next_index(pending.path())?;
        let journal_files = set_index(&mut index, &draft, files)?;
        let notes = run_hooks(session, &draft, words, claims, &places, rules)?;
        let new = repository.compose(&mut draft, words)?;

        let objects = LooseObjects::stage(repository, pending, &draft)?;
        for (number, place) in places.iter_mut().enumerate() {
            place.stage(pending, number)?;
        }
        // all but its times and its digest, so that no space is needed when it gets them
        let staged_index = pending.stage(INDEX, &index.bytes()?, PRIVATE_FILE)?;
        staged_index.begin_writing();
        let tip = Branch::stage(pending, &new)?;
        let coming = stage_all(&follows, pending)?;
        let journal = Journal::new(name, old.clone(), new.clone(), journal_files, follows.clone()).stage(pending)?;
        let mut durable: Vec<&Staged> = objects.staged.iter().chain(&coming).collect();
        durable.extend(places.iter().filter_map(WorkFile::staged));
        durable.extend([&tip, &journal]);
        settle(&durable, &[])?;
        Ok(Self { session, branch, old, new, places, index, staged_index, objects, follows, notes, doubt: None })
    }

    /// Makes the change.
    fn record(mut self, words: &CommitWords) -> Result<(Published, Option<Fault>)> {
        let pending = &self.session.store.pending.0;
        if let Err(fault) = self.announce().and_then(|()| self.branch.go(pending, self.old.as_ref(), &self.new)) {
            match self.branch.is_untouched_by(&self.new) {
                true => self.end_journal(),
                // the next run finds out, and may need what is made ready
                false => self.session.store.pending.keep(),
            }
            return Err(fault);
        }
        self.places.iter_mut().for_each(WorkFile::keep);
        // files must never be ahead of the branch, not even after a power cut: a journal tells nothing of a branch
        // that has not moved
        self.doubt = settle(&[], &[self.branch.folder()]).err();
        let noted = reflog_line(self.old.as_ref(), &self.new, words).and_then(|line| self.branch.note(&line));
        if let Err(fault) = noted {
            self.notes.push(format!("{fault}; only git's reflog lacks the change"));
        }
        // an error that passes is not worth taking a recorded change back
        if let Err(fault) = self.land().or_else(|_| self.land()) {
            return Err(self.take_back(&fault, words));
        }
        self.confirm();
        // each of it may be done again: what failed once may not the second time
        let follow = || follow(&self.follows, self.session.repository, &self.session.store.pending.0);
        let undone = follow().or_else(|_| follow()).err();
        match undone {
            None => self.end_journal(),
            Some(_) => self.session.store.pending.keep(),
        }
        let but = recorded_but(&self.new, self.doubt, undone);
        Ok((Published { commit: self.new, notes: self.notes }, but))
    }

    /// Objects and journal get their names and are durable: from here on a kill is healed.
    fn announce(&self) -> Result<()> {
        if self.session.store.hold.is_asked_to_stop() {
            return Err(Fault::new(Kind::Interrupted, "interrupted; nothing was changed"));
        }
        self.places.iter().try_for_each(WorkFile::must_be_as_expected)?;
        let folders = self.objects.name()?;
        Journal::begin(&self.session.store.pending.0, &self.session.store.own)?;
        settle(&[], &folders.iter().chain([&self.session.store.own]).collect::<Vec<_>>())
    }

    /// File and index follow the branch. Can be done again when it fails.
    fn land(&mut self) -> Result<()> {
        let pending = &self.session.store.pending.0;
        let git_dir = self.session.claim.git_dir();
        for place in &self.places {
            if place.put(pending)? {
                if let Some(about) = place.metadata()? {
                    self.index.witness(place.path(), &about);
                }
                continue;
            }
            let note = format!("{} was edited meanwhile; the edit was left in place and is not recorded", place.path());
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        if self.staged_index.is(git_dir, INDEX)? {
            return Ok(());
        }
        self.index.seal();
        if !self.complete_index() {
            self.staged_index = pending.stage(INDEX, &self.index.bytes()?, PRIVATE_FILE)?;
        }
        let confirmed = settle(&[&self.staged_index], &[]);
        pending.move_to(INDEX, git_dir, INDEX)?;
        // not asked again: a disk that failed once says yes the second time, whatever it has lost
        self.doubt = self.doubt.take().or(confirmed.err());
        Ok(())
    }

    /// Gives the staged index what it still lacks; false where it has to be written anew.
    fn complete_index(&self) -> bool {
        let late = self.index.late_bytes();
        late.is_some_and(|late| late.iter().all(|(at, bytes)| self.staged_index.refill(*at, bytes).is_ok()))
    }

    /// Waits until all names that the change gave are durable.
    fn confirm(&mut self) {
        let folders: Vec<&Folder> =
            self.places.iter().flat_map(WorkFile::folders).chain([self.session.claim.git_dir()]).collect();
        self.doubt = self.doubt.take().or(settle(&[], &folders).err());
    }

    /// The branch has moved, and file or index cannot follow it: it goes back, unless that fails as well.
    fn take_back(mut self, fault: &Fault, words: &CommitWords) -> Fault {
        let pending = &self.session.store.pending.0;
        let files = self.places.iter().try_for_each(|place| place.put_back(pending));
        let back = files.and_then(|()| self.branch.go_back(pending, &self.new, self.old.as_ref()));
        if back.is_err() {
            self.session.store.pending.keep();
            let message = format!(
                "the change is recorded as {}, but the files do not show it yet: {fault}; the next change brings them to it",
                self.new.short()
            );
            let fault = Fault::new(fault.kind, message).hint("runbook doctor --fix");
            return std::mem::take(&mut self.notes).into_iter().fold(fault, Fault::hint);
        }
        // the reflog is for people who wonder; the branch is where it was without it
        let _ = undo_line(&self.new, self.old.as_ref(), words).and_then(|line| self.branch.note(&line));
        self.end_journal();
        self.places.iter_mut().for_each(WorkFile::forsake);
        Fault::new(fault.kind, format!("{fault}; the change was taken back"))
    }

    /// A journal that cannot be removed tells of what is done already: harmless to whoever reads it.
    fn end_journal(&self) {
        let _ = Journal::end(&self.session.store.own).or_else(|_| Journal::end(&self.session.store.own));
    }
}

/// What is wrong with a change that is recorded all the same: the disk did not confirm it, what follows it was not done,
/// or both.
fn recorded_but(commit: &CommitId, doubt: Option<Fault>, undone: Option<Fault>) -> Option<Fault> {
    let doubt = doubt.map(|fault| {
        (fault.kind, format!("the disk did not confirm it: {fault}"), "look after the disk, then: git fsck")
    });
    let undone = undone.map(|fault| {
        let way = "the next change does it, or: runbook doctor --fix";
        (fault.kind, format!("what follows it is not done: {fault}"), way)
    });
    let wrong: Vec<_> = doubt.into_iter().chain(undone).collect();
    let kind = wrong.first()?.0;
    let what: Vec<&str> = wrong.iter().map(|(_, what, _)| what.as_str()).collect();
    let fault = Fault::new(kind, format!("the change is recorded as {}, but {}", commit.short(), what.join("; and ")));
    Some(wrong.iter().fold(fault, |fault, (_, _, way)| fault.hint(*way)))
}

/// Brings the index to the draft; answers with what the journal has to know of each file.
fn set_index(index: &mut NextIndex<'_>, draft: &CommitDraft, files: &[FileEdit]) -> Result<Vec<JournalFile>> {
    let mut noted = Vec::new();
    for ((path, after), edit) in draft.blobs().iter().zip(files) {
        let before = edit.before.as_deref().map(BlobId::of).transpose()?;
        noted.push(JournalFile {
            path: path.clone(),
            before: before.map(|id| id.to_string()),
            indexed: index.set(path, *after)?.map(|id| id.to_string()),
            after: after.to_string(),
        });
    }
    index.follow(draft);
    Ok(noted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_with_a_recorded_change_is_told() {
        let commit: CommitId = "0123456789abcdef0123456789abcdef01234567".parse().unwrap();
        let fault = |kind, words: &str| Some(Fault::new(kind, words));
        assert_eq!(recorded_but(&commit, None, None), None);
        let told = recorded_but(&commit, fault(Kind::Disk, "no sync"), fault(Kind::System, "no unlink")).unwrap();
        assert_eq!(told.kind, Kind::Disk);
        assert!(told.message.contains("no sync") && told.message.contains("no unlink"), "{told}");
        assert!(told.hints[0].contains("git fsck") && told.hints[1].contains("doctor --fix"), "{told:?}");
        let told = recorded_but(&commit, None, fault(Kind::System, "no unlink")).unwrap();
        assert_eq!((told.kind, told.hints.len()), (Kind::System, 1));
    }
}
