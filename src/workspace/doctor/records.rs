//! Records that cannot be read, were changed or removed by hand, or whose recorded text is lost.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::report::{DoctorReport, Found};
use crate::lifecycle::Standing;
use crate::model::{FileStamp, Result, RunbookId};
use crate::store::{Customer, RUNBOOKS, Records, open_conflicts, read};
use crate::trail::{BlobId, FETCH_ALL, Fact, Facts, FileClock, IndexState};
use crate::workspace::Workspace;
use crate::workspace::query::{behind, is_edited, read_file};

/// What finds all files that the head has and the work tree or the index has not.
const PUT_BACK: &str =
    "git diff HEAD -z --name-only --diff-filter=D -- runbooks | xargs -0 git restore --staged --worktree --";

/// What a record's file holds.
#[derive(Clone, Copy)]
enum FileContent {
    /// A record, by its content's name.
    Record(BlobId),
    /// A record that holds what two people changed in two ways, by its content's name.
    Undecided(BlobId),
    /// Something else, by its content's name.
    Other(BlobId),
    /// Nothing that could be read.
    Nothing,
}

impl FileContent {
    fn of(folder: &mut Customer<'_>, id: &RunbookId) -> Self {
        let Ok(Some(bytes)) = folder.read(id) else { return Self::Nothing };
        match BlobId::of(bytes) {
            Ok(name) if read(&id.path(), bytes).is_ok() => match open_conflicts(bytes).is_empty() {
                true => Self::Record(name),
                false => Self::Undecided(name),
            },
            Ok(name) => Self::Other(name),
            Err(_) => Self::Nothing,
        }
    }

    fn name(self) -> Option<BlobId> {
        match self {
            Self::Record(name) | Self::Undecided(name) | Self::Other(name) => Some(name),
            Self::Nothing => None,
        }
    }
}

/// What was found out of the files before, and by which clock that may be told of them the next time.
struct KnownFiles<'k> {
    facts: &'k Facts,
    recorded: &'k BTreeMap<RunbookId, BlobId>,
    clock: FileClock,
}

impl KnownFiles<'_> {
    /// What a record's file holds, and the fact that it does, where the next run may go by it.
    fn content(&self, folder: &mut Customer<'_>, id: &RunbookId) -> (FileContent, Option<Fact>) {
        let known = self.recorded.get(id).copied();
        let fact = |stamp: &FileStamp, content: BlobId| {
            let name = id.to_string();
            self.facts.fact("file", &[name.as_bytes(), &stamp.bytes(), content.to_string().as_bytes()])
        };
        if let (Some(known), Some(stamp)) = (known, folder.stamp(id)) {
            let fact = fact(&stamp, known);
            if self.facts.holds(&fact) {
                return (FileContent::Record(known), Some(fact));
            }
        }
        let moment = self.clock.now();
        let content = FileContent::of(folder, id);
        let FileContent::Record(name) = content else { return (content, None) };
        // by the stamp that it has now: who changes it while it is read, or later, changes that
        let stamp = folder.stamp(id).filter(|stamp| moment.is_some_and(|moment| stamp.is_settled_by(&moment)));
        (content, stamp.map(|stamp| fact(&stamp, name)))
    }
}

/// Of so many changed files at most is it asked whether they are older than the branch.
const EACH_LOOKED_AT: usize = 20;

pub(super) fn examine_records(workspace: &Workspace, tool: &Path, report: &mut DoctorReport) -> Result<()> {
    let mut facts = workspace.repository.facts(tool);
    let records = workspace.layout.records()?;
    note_strangers(&records, report);
    let head = workspace.repository.head()?.commit;
    let mut recorded: BTreeMap<RunbookId, BlobId> = match &head {
        Some(head) => workspace.repository.listing(head)?.records.into_iter().collect(),
        None => BTreeMap::new(),
    };
    let found = contents(workspace, &records, &recorded, &mut facts);
    examine_objects(workspace, &recorded, &found, report)?;
    let staged = workspace.repository.all_staged();
    let unwritten = workspace.unwritten();
    let (mut edited, mut left_behind, mut same) = (Vec::new(), Vec::new(), Vec::new());
    let (mut unreadable, mut undecided) = (Vec::new(), Vec::new());
    for (id, content) in &found {
        let known = recorded.remove(id);
        let content = match *content {
            FileContent::Record(content) => content,
            FileContent::Undecided(_) => {
                undecided.push(*id);
                continue;
            }
            FileContent::Other(_) | FileContent::Nothing => {
                unreadable.push(*id);
                continue;
            }
        };
        let index = match &staged {
            Some(staged) => staged.get(id).copied().unwrap_or(IndexState::Absent),
            None => workspace.repository.staged(&id.path())?,
        };
        if is_edited(known, index, content) {
            let is_behind = match known {
                Some(known) if edited.len() + left_behind.len() < EACH_LOOKED_AT => {
                    behind(workspace, id, content, known)?.is_some()
                }
                _ => false,
            };
            // what an interrupted run has left is told as that
            if is_behind && !unwritten.contains(&id.path()) {
                let message = format!("{} {}", id.path(), Standing::BEHIND);
                left_behind.push(Found { message, fix: Standing::Behind.way_out(id), name: id.path() });
            } else if !is_behind {
                let what = "was changed by hand, in the file or in the index, and the change is not recorded";
                edited.push(by_hand(id, what));
            }
        } else {
            same.push((*id, content));
        }
    }
    let committed = workspace.repository.hand_committed(&same, &mut facts)?.into_iter();
    let committed: Vec<Found> =
        committed.map(|id| by_hand(id, "was committed with plain git, without an event")).collect();
    facts.write();
    note_unreadable(workspace, &unreadable, report);
    report.note_all("hand-edited", ("records", &left_behind), |named| {
        let fix = format!("{}, for each of them; git status --short runbooks names them", Standing::way_up("FILE"));
        (format!("{named} are as they were recorded before, without what was recorded since"), fix)
    });
    report.note_all("hand-edited", ("records", &edited), |named| {
        let what = "were changed by hand, in the file or in the index, and the changes are not recorded";
        let fix = "look at each: runbook diff ID; then: runbook save ID; git status --short runbooks names them";
        (format!("{named} {what}"), fix.to_owned())
    });
    report.note_all("hand-edited", ("records", &committed), |named| {
        let fix = "runbook save ID, for each of them; runbook audit names them";
        (format!("{named} were committed with plain git, without events"), fix.to_owned())
    });
    note_undecided(&undecided, report);
    let left_out = workspace.repository.left_out(RUNBOOKS)?;
    let left_out: HashSet<RunbookId> = left_out.iter().filter_map(|path| RunbookId::from_path(path)).collect();
    // of what lies in a folder that is told already, nobody knows whether it is there
    let is_seen = |id: &RunbookId| {
        let folder = format!("{RUNBOOKS}/{}", id.customer);
        records.strangers.iter().all(|stranger| stranger.path != folder)
    };
    let is_lost = |id: &&RunbookId| !left_out.contains(id) && is_seen(id) && !unwritten.contains(&id.path());
    note_deleted(recorded.keys().filter(is_lost), report);
    Ok(())
}

fn by_hand(id: &RunbookId, what: &str) -> Found {
    let name = id.path();
    Found { message: format!("{name} {what}"), fix: format!("runbook save {id}"), name }
}

/// Records below whose clashes nobody has decided, however they came into the trail.
fn note_undecided(undecided: &[&RunbookId], report: &mut DoctorReport) {
    let found = undecided.iter().map(|id| {
        let name = id.path();
        let fix = Standing::way_to_decide(&id.to_string());
        Found { message: format!("{name} {}", Standing::UNDECIDED), fix, name }
    });
    report.note_all("undecided", ("records", &found.collect::<Vec<_>>()), |named| {
        let what = "hold what two people changed in two ways, and nobody has decided";
        (format!("{named} {what}"), format!("in each of them {}", Standing::way_to_decide("ID")))
    });
}

fn note_strangers(records: &Records, report: &mut DoctorReport) {
    let strangers = records.strangers.iter().map(|stranger| Found {
        name: stranger.path.clone(),
        message: format!("{} is no record", stranger.path),
        fix: stranger.why.clone(),
    });
    let strangers: Vec<Found> = strangers.collect();
    report.note_all("not-a-record", ("files and folders", &strangers), |named| {
        let first = strangers.first().map(|first| format!("{}: {}", first.name, first.fix));
        (format!("{named} are no records"), first.unwrap_or_default())
    });
}

fn note_deleted<'r>(deleted: impl Iterator<Item = &'r RunbookId>, report: &mut DoctorReport) {
    let deleted = deleted.map(|id| {
        let name = id.path();
        let fix = format!("git restore --staged --worktree {name}");
        Found { message: format!("{name} was deleted by hand"), fix, name }
    });
    let deleted: Vec<Found> = deleted.collect();
    report.note_all("deleted", ("records", &deleted), |named| {
        (format!("{named} were deleted by hand"), format!("to bring all of them back: {PUT_BACK}"))
    });
}

/// Says why the first of them cannot be read: the way out of it is looked for in the history, which takes its time.
fn note_unreadable(workspace: &Workspace, unreadable: &[&RunbookId], report: &mut DoctorReport) {
    // by now it may be readable, or gone
    let mut left = unreadable.iter();
    let Some(first) = left.find_map(|id| trouble_of(workspace, id)) else { return };
    let (message, fix) = (first.message.clone(), first.fix.clone());
    let others = left.map(|id| Found { name: id.path(), message: String::new(), fix: String::new() });
    let all: Vec<Found> = std::iter::once(first).chain(others).collect();
    report.note_all("unreadable", ("records", &all), |named| {
        let fix = if fix.is_empty() { String::new() } else { format!("; of the first: {fix}") };
        let way = format!("runbook list --all tells what is wrong with each{fix}");
        (format!("{named} cannot be read; the first because of this: {message}"), way)
    });
}

/// Records whose recorded text is lost, although the file lies there.
fn examine_objects(
    workspace: &Workspace,
    recorded: &BTreeMap<RunbookId, BlobId>,
    found: &[(&RunbookId, FileContent)],
    report: &mut DoctorReport,
) -> Result<()> {
    if report.findings.iter().any(|finding| finding.code == "partial") {
        return Ok(());
    }
    let elsewhere = format!("get it from another clone: {FETCH_ALL}");
    let mut are_all_here = true;
    let mut lost = Vec::new();
    for (id, content) in workspace.repository.lost(recorded)? {
        let path = id.path();
        let file = found.binary_search_by(|(own, _)| (*own).cmp(&id)).ok().and_then(|place| found.get(place));
        let is_here = file.is_some_and(|(_, own)| own.name() == Some(content));
        are_all_here &= is_here;
        let fix = match is_here {
            true => format!("the file holds it: git hash-object -w --no-filters {path}"),
            false => elsewhere.clone(),
        };
        let message = format!("what is recorded of {id} is lost: git's object {content} is not there");
        lost.push(Found { name: id.to_string(), message, fix });
    }
    report.note_all("lost-object", ("runbooks", &lost), |named| {
        let all = "the files hold it: git ls-files runbooks | git hash-object -w --no-filters --stdin-paths";
        let fix = if are_all_here { all } else { &elsewhere };
        (format!("what is recorded of {named} is lost: git's objects are not there"), fix.to_owned())
    });
    Ok(())
}

/// What the records' files hold, in the order of the records; looked at in parallel.
fn contents<'r>(
    workspace: &Workspace,
    records: &'r Records,
    recorded: &BTreeMap<RunbookId, BlobId>,
    facts: &mut Facts,
) -> Vec<(&'r RunbookId, FileContent)> {
    let layout = &workspace.layout;
    let known = KnownFiles { facts, recorded, clock: workspace.repository.file_clock() };
    let of_batch = |batch: &&'r [RunbookId]| {
        let Some(first) = batch.first() else { return Vec::new() };
        let mut folder = layout.customer(&first.customer);
        batch.iter().map(|id| (id, known.content(&mut folder, id))).collect()
    };
    let found: Vec<(&RunbookId, (FileContent, Option<Fact>))> =
        records.batches().par_iter().flat_map_iter(of_batch).collect();
    let mut contents = Vec::with_capacity(found.len());
    for (id, (content, fact)) in found {
        contents.push((id, content));
        fact.into_iter().for_each(|fact| facts.keep(fact));
    }
    contents
}

/// Why a record's file cannot be read; nothing where it can by now, or is gone.
fn trouble_of(workspace: &Workspace, id: &RunbookId) -> Option<Found> {
    let read = match workspace.layout.read_record(id) {
        Ok(Some(bytes)) => read_file(workspace, id, &bytes).map(drop),
        Ok(None) => Ok(()),
        Err(fault) => Err(fault),
    };
    let fault = read.err()?;
    Some(Found { name: id.path(), message: fault.message, fix: fault.hints.join("; ") })
}
