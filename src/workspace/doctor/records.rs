//! Records that cannot be read, were changed or removed by hand, or whose recorded text is lost.

use std::collections::{BTreeMap, HashSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::report::{DoctorReport, Found};
use crate::lifecycle::Standing;
use crate::model::{Result, RunbookId};
use crate::store::{RUNBOOKS, Records, read};
use crate::trail::{BlobId, FileState, IndexState};
use crate::workspace::Workspace;
use crate::workspace::query::{read_file, standing_of};

/// What finds all files that the head has and the work tree or the index has not.
const PUT_BACK: &str =
    "git diff HEAD -z --name-only --diff-filter=D -- runbooks | xargs -0 git restore --staged --worktree --";

pub(super) fn examine_records(workspace: &Workspace, report: &mut DoctorReport) -> Result<()> {
    let records = workspace.layout.records()?;
    note_strangers(&records, report);
    let head = workspace.repository.head()?.commit;
    let mut recorded: BTreeMap<RunbookId, BlobId> = match &head {
        Some(head) => workspace.repository.listing(head)?.records.into_iter().collect(),
        None => BTreeMap::new(),
    };
    examine_objects(workspace, &recorded, report)?;
    let staged = workspace.repository.all_staged();
    let (mut edited, mut committed, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for (id, content) in contents(workspace, &records) {
        let known = recorded.remove(id);
        let Some(content) = content else {
            unreadable.extend(trouble_of(workspace, id));
            continue;
        };
        let index = match &staged {
            Some(staged) => staged.get(id).copied().unwrap_or(IndexState::Absent),
            None => workspace.repository.staged(&id.path())?,
        };
        match standing_of(workspace, id, known, index, content)? {
            Standing::Recorded => {}
            Standing::Edited => edited
                .push(by_hand(id, "was changed by hand, in the file or in the index, and the change is not recorded")),
            Standing::CommittedByHand => {
                committed.push(by_hand(id, "was committed with plain git, without an event"));
            }
        }
    }
    note_unreadable(&unreadable, report);
    report.note_all("hand-edited", ("records", &edited), |named| {
        let what = "were changed by hand, in the file or in the index, and the changes are not recorded";
        let fix = "runbook save ID, for each of them; git status --short runbooks names them";
        (format!("{named} {what}"), fix.to_owned())
    });
    report.note_all("hand-edited", ("records", &committed), |named| {
        let fix = "runbook save ID, for each of them; runbook audit names them";
        (format!("{named} were committed with plain git, without events"), fix.to_owned())
    });
    let left_out = workspace.repository.left_out(RUNBOOKS)?;
    let left_out: HashSet<RunbookId> = left_out.iter().filter_map(|path| RunbookId::from_path(path)).collect();
    note_deleted(recorded.keys().filter(|id| !left_out.contains(id)), report);
    Ok(())
}

fn by_hand(id: &RunbookId, what: &str) -> Found {
    let name = id.path();
    Found { message: format!("{name} {what}"), fix: format!("runbook save {id}"), name }
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

fn note_unreadable(unreadable: &[Found], report: &mut DoctorReport) {
    report.note_all("unreadable", ("records", unreadable), |named| {
        let (message, fix) = unreadable.first().map(|one| (&*one.message, &*one.fix)).unwrap_or_default();
        let fix = if fix.is_empty() { String::new() } else { format!("; of the first: {fix}") };
        let way = format!("runbook list --all tells what is wrong with each{fix}");
        (format!("{named} cannot be read; the first because of this: {message}"), way)
    });
}

/// Records whose recorded text is lost, although the file lies there.
fn examine_objects(
    workspace: &Workspace,
    recorded: &BTreeMap<RunbookId, BlobId>,
    report: &mut DoctorReport,
) -> Result<()> {
    if report.findings.iter().any(|finding| finding.code == "partial") {
        return Ok(());
    }
    let elsewhere = "get it from another clone: git fetch --refetch --no-filter";
    let mut are_all_here = true;
    let mut lost = Vec::new();
    for (id, content) in workspace.repository.lost(recorded)? {
        let path = id.path();
        let is_here = workspace.repository.file_state(&path)? == FileState::File(content);
        are_all_here &= is_here;
        let fix = match is_here {
            true => format!("the file holds it: git hash-object -w --no-filters {path}"),
            false => elsewhere.to_owned(),
        };
        let message = format!("what is recorded of {id} is lost: git's object {content} is not there");
        lost.push(Found { name: id.to_string(), message, fix });
    }
    report.note_all("lost-object", ("runbooks", &lost), |named| {
        let all = "the files hold it: git ls-files runbooks | git hash-object -w --no-filters --stdin-paths";
        let fix = if are_all_here { all } else { elsewhere };
        (format!("what is recorded of {named} is lost: git's objects are not there"), fix.to_owned())
    });
    Ok(())
}

/// The names of what the records' files hold, where they are records; read in parallel.
fn contents<'r>(workspace: &Workspace, records: &'r Records) -> Vec<(&'r RunbookId, Option<BlobId>)> {
    let layout = &workspace.layout;
    let content = |id: &RunbookId| {
        let bytes = layout.read_record(id).ok()??;
        read(&id.path(), &bytes).ok()?;
        BlobId::of(&bytes).ok()
    };
    records.ids.par_iter().map(|id| (id, content(id))).collect()
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
