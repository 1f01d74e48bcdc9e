//! Making a private clone of a store: looked at before its files come out, audited before it is called one.
//!
//! It is made in its folder where that is there, otherwise beside its place, and moved when it is whole, so that a clone
//! that fails or is stopped leaves nothing. Refuses what is no store.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::audit::AuditOptions;
use crate::model::{Audit, Fault, Kind, Result, visible_line};
use crate::store::signals::Hold;
use crate::store::{PassingFolder, SETTINGS_FILE, exposed, read_settings};
use crate::trail::{PersonEnv, Repository, fetch_clone, must_be_text, without_password};

use super::Workspace;
use super::doctor::told_open;
use super::query;

/// How the name of a folder begins in which a clone is made.
const MAKING: &str = ".runbook-clone-";
/// Its name there.
const STORE: &str = "store";

/// What is to be cloned, and where to.
pub struct CloneOrder<'a> {
    /// The address, as a person gave it.
    pub address: &'a str,
    /// The folder in which a relative address begins.
    pub from: &'a Path,
    /// The folder of the clone.
    pub into: &'a Path,
    /// Where this program lies, which git shall call.
    pub tool: &'a Path,
    /// Whether somebody watches, and wants to know how far it has come.
    pub is_watched: bool,
}

/// A clone that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloned {
    /// Its top.
    pub top: PathBuf,
    /// The branch that is checked out.
    pub branch: Option<String>,
    /// The verdict on its trail.
    pub audit: Audit,
    /// What a person has to be told: that no change can be made yet, or that others can read it.
    pub notes: Vec<String>,
}

/// Clones a store. `hear` is told what git says meanwhile.
///
/// # Errors
/// `Usage` for an address that is none; `Refused` where the folder is not empty; `Git` when it cannot be fetched;
/// `NotAStore`, `Unreadable` and `NewerFormat` for what is fetched and no store of this version; `Interrupted`. Nothing
/// is left behind then.
pub fn clone_store(
    order: &CloneOrder<'_>,
    env: &PersonEnv,
    options: &AuditOptions,
    hear: &mut dyn FnMut(&str),
) -> Result<Cloned> {
    let hold = Hold::begin();
    let stop = || hold.is_asked_to_stop();
    must_be_text(order.into)?;
    let into = free_place(order.into)?;
    let room = if into.is_dir() { into.as_path() } else { into.parent().unwrap_or(&into) };
    let passing = PassingFolder::make(room, MAKING)
        .map_err(|fault| fault.hint(format!("mkdir -p {}", shell_words::quote(&room.to_string_lossy()))))?;
    let place = passing.path().join(STORE);
    let made = make(order, &place, env, options, hear, &stop).and_then(|made| {
        passing.clear_locks(&format!("{STORE}/.git"))?;
        if stop() { Err(interrupted()) } else { Ok(made) }
    });
    let given = made.and_then(|made| passing.give(STORE, &into).map(|()| made));
    let mut cloned = given.map_err(|fault| match stop() {
        true => interrupted(),
        // the place where it is being made is of no use to anybody
        false => {
            let (place, address) = (place.display().to_string(), without_password(order.address));
            let named = |words: &str| words.replace(&place, &address);
            Fault {
                message: named(&fault.message),
                hints: fault.hints.iter().map(|hint| named(hint)).collect(),
                ..fault
            }
        }
    })?;
    cloned.notes.extend(told_open(&into, &into.join(".git")));
    Ok(cloned)
}

/// Makes it in a folder that is not there yet.
fn make(
    order: &CloneOrder<'_>,
    place: &Path,
    env: &PersonEnv,
    options: &AuditOptions,
    hear: &mut dyn FnMut(&str),
    stop: &dyn Fn() -> bool,
) -> Result<Cloned> {
    fetch_clone(order.address, order.from, place, order.is_watched, hear, stop)?;
    let repository = Repository::discover(place, env)?;
    look_at(&repository, order)?;
    repository.check_out(stop)?;
    repository.set_up_new(order.tool)?;
    // what is open in its place is told once it is there
    let _ = exposed(repository.top(), repository.common_dir(), true)?;
    let branch = repository.head()?.branch.map(|name| name.trim_start_matches("refs/heads/").to_owned());
    let workspace = Workspace::open(place, env)?;
    let audit = query::audit(&workspace, options)?;
    let refused = |fault: Fault| format!("every change is refused until this is mended: {}", fault.message);
    let notes = query::secret_rules(&workspace).err().map(refused).into_iter().collect();
    Ok(Cloned { top: order.into.to_path_buf(), branch, audit, notes })
}

/// The place that is meant once links are followed: a folder with nothing in it, or one that is not there.
fn free_place(into: &Path) -> Result<PathBuf> {
    let shown = into.display();
    let refused = |what: &str| {
        Err(Fault::refused(format!("{shown} {what}"))
            .hint("name a folder that is empty or not there: runbook clone URL DIR"))
    };
    let real = match std::fs::canonicalize(into) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound && std::fs::symlink_metadata(into).is_err() => {
            return Ok(into.to_owned());
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return refused("is a link that leads nowhere"),
        Err(error) => return Err(unusable(into, &error)),
    };
    // what a killed run has left there is nobody's
    PassingFolder::clear_dead(&real, |name| name.starts_with(MAKING));
    match std::fs::read_dir(&real).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(real),
        Ok(false) => refused("is not empty"),
        Err(error) if error.kind() == ErrorKind::NotADirectory => refused("is a file"),
        Err(error) => Err(unusable(into, &error)),
    }
}

fn interrupted() -> Fault {
    Fault::new(Kind::Interrupted, "interrupted; nothing was made")
}

fn unusable(into: &Path, error: &std::io::Error) -> Fault {
    let shown = into.display().to_string();
    let error = error.to_string();
    let why = error.split(" (os error").next().unwrap_or(&error);
    Fault::new(Kind::Disk, format!("{shown} cannot be looked into: {why}"))
        .hint(format!("see whose it is: ls -ld {}", shell_words::quote(&shown)))
}

/// Refuses what is no store, or not one of this version, by what its head holds.
fn look_at(repository: &Repository, order: &CloneOrder<'_>) -> Result<()> {
    let address = without_password(order.address);
    let quoted = shell_words::quote(&address).into_owned();
    let into = shell_words::quote(&order.into.to_string_lossy()).into_owned();
    let make_one = |fault: Fault| fault.hint(format!("git clone {quoted} {into} && runbook init {into}"));
    let Some(head) = repository.head()?.commit else {
        let branches = repository.fetched_branches()?;
        if let Some(first) = branches.first() {
            let there = branches.join(", ");
            let there = visible_line(&there);
            let message = format!("the HEAD of “{address}” names a branch that is not there; these are: {there}");
            let first = shell_words::quote(first);
            let clone = format!("git clone --branch {first} {quoted} {into} && runbook init {into}");
            return Err(Fault::new(Kind::Git, message)
                .hint(clone)
                .hint(format!("where it lies, to mend it for everybody: git symbolic-ref HEAD refs/heads/{first}")));
        }
        let fault =
            Fault::new(Kind::NotAStore, format!("“{address}” has no commit yet, so it is no store of runbooks"));
        return Err(make_one(fault));
    };
    match repository.blob_at(&head, SETTINGS_FILE)? {
        Some(bytes) => read_settings(&bytes).map(drop),
        None => Err(make_one(Fault::new(
            Kind::NotAStore,
            format!("“{address}” is not a store of runbooks: there is no {SETTINGS_FILE} at its top; nothing was kept"),
        ))),
    }
}
