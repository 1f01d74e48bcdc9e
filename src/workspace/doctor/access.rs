//! Whether a change could be written at all: each folder in which one writes is asked, and nothing is tried.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::report::{DoctorReport, Found};
use crate::store::{Barrier, LOGS, RUNBOOKS, barrier, lack_of_room};
use crate::workspace::Workspace;

/// Folders, and files that are added to, in which a change cannot write: one finding for each reason.
pub(super) fn examine_access(workspace: &Workspace, report: &mut DoctorReport) {
    let places = places(workspace);
    let mut closed: Vec<(Barrier, PathBuf)> =
        places.iter().filter_map(|place| Some((barrier(place)?, place.clone()))).collect();
    closed.extend(full(&places));
    closed.sort();
    let reasons = [Barrier::ReadOnly, Barrier::Closed, Barrier::Foreign, Barrier::Full, Barrier::NoMoreFiles];
    for reason in reasons {
        let of_it = closed.iter().filter(|(own, _)| *own == reason).map(|(_, place)| place);
        let found: Vec<Found> = of_it
            .map(|place| {
                let name = place.display().to_string();
                Found { message: told(reason, &name), fix: reason.way(place), name }
            })
            .collect();
        let places: Vec<PathBuf> = found.iter().map(|own| own.name.clone().into()).collect();
        report.note_all("not-writable", ("places", &found), |named| (told(reason, named), way(reason, &places)));
    }
}

/// One place of each file system that has no room.
fn full(places: &BTreeSet<PathBuf>) -> Vec<(Barrier, PathBuf)> {
    let mut seen = BTreeSet::new();
    let mut is_new = |place: &PathBuf| fs::metadata(place).is_ok_and(|about| seen.insert(about.dev()));
    let of_each = places.iter().filter(|place| is_new(place));
    of_each.filter_map(|place| Some((lack_of_room(place)?, place.clone()))).collect()
}

fn told(reason: Barrier, named: &str) -> String {
    match reason {
        Barrier::ReadOnly => format!("the file system of {named} can only be read: every change is refused"),
        Barrier::Full => format!("the file system of {named} is full: every change is refused"),
        Barrier::NoMoreFiles => format!("the file system of {named} holds no more files: every change is refused"),
        Barrier::Closed => format!("you may not write in {named}: changes that have to are refused"),
        Barrier::Foreign => {
            format!("{named}, of another user, cannot be written by you: changes that have to are refused")
        }
    }
}

/// What opens all of them: one command.
fn way(reason: Barrier, places: &[PathBuf]) -> String {
    let quoted = places.iter().map(|place| shell_words::quote(&place.display().to_string()).into_owned());
    let all = || quoted.collect::<Vec<_>>().join(" ");
    match reason {
        Barrier::ReadOnly | Barrier::Full | Barrier::NoMoreFiles => {
            places.first().map(|place| reason.way(place)).unwrap_or_default()
        }
        Barrier::Closed => format!("chmod u+rwX {}", all()),
        Barrier::Foreign => format!("sudo chown \"$(id -un)\" {}", all()),
    }
}

/// Where changes write: git's folders, this program's own, and those of records and logs.
fn places(workspace: &Workspace) -> BTreeSet<PathBuf> {
    let repository = &workspace.repository;
    let (git, common) = (repository.git_dir(), repository.common_dir());
    let objects = common.join("objects");
    let mut places: BTreeSet<PathBuf> = [git.to_owned(), common.to_owned(), objects.clone()].into();
    places.extend([workspace.private().to_owned(), repository.own_private(), git.join("logs/HEAD")]);
    places.extend(below(&objects).filter(|folder| folder.file_name().is_some_and(|name| name.len() == 2)));
    if let Ok(Some(branch)) = repository.head().map(|head| head.branch) {
        places.extend(common.join(&branch).parent().map(Path::to_owned));
        places.insert(common.join("logs").join(&branch));
    }
    for folder in [RUNBOOKS, LOGS].map(|name| workspace.top().join(name)) {
        places.extend(below(&folder));
        places.insert(folder);
    }
    places.into_iter().map(|place| place.components().collect()).collect()
}

fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path())
}
