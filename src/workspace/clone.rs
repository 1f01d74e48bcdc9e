//! Making a private clone of a store: looked at before its files come out, audited before it is called one.
//!
//! It is made beside its place and moved there when it is whole, so that a clone that fails or is stopped leaves nothing.
//! Refuses what is no store.

use std::path::{Path, PathBuf};

use crate::audit::AuditOptions;
use crate::model::{Audit, Fault, Kind, Result, visible_line};
use crate::store::signals::Hold;
use crate::store::{PassingFolder, SETTINGS_FILE, exposed, read_settings};
use crate::trail::{PersonEnv, Repository, fetch_clone, without_password};

use super::Workspace;
use super::query;

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
    /// What a person has to be told: that no change can be made yet.
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
    let stopped =
        |fault: Fault| if stop() { Fault::new(Kind::Interrupted, "interrupted; nothing was made") } else { fault };
    must_be_free(order.into)?;
    let above = order.into.parent().unwrap_or(order.into);
    let passing = PassingFolder::make(above, ".runbook-clone-")
        .map_err(|fault| fault.hint(format!("mkdir -p {}", shell_words::quote(&above.to_string_lossy()))))?;
    let place = passing.path().join("store");
    fetch_clone(order.address, order.from, &place, order.is_watched, hear, &stop).map_err(stopped)?;
    // the place where it is being made is of no use to anybody
    let named = |fault: Fault| {
        let passing = place.display().to_string();
        Fault { message: fault.message.replace(&passing, &without_password(order.address)), ..fault }
    };
    let repository = Repository::discover(&place, env).map_err(named)?;
    look_at(&repository, order).map_err(named)?;
    repository.check_out(&stop).map_err(stopped)?;
    repository.set_up_new(order.tool)?;
    exposed(repository.top(), repository.common_dir(), true)?;
    let branch = repository.head()?.branch.map(|name| name.trim_start_matches("refs/heads/").to_owned());
    let workspace = Workspace::open(&place, env).map_err(named)?;
    let audit = query::audit(&workspace, options).map_err(named)?;
    let refused = |fault: Fault| format!("every change is refused until this is mended: {}", fault.message);
    let notes = query::secret_rules(&workspace).err().map(refused).into_iter().collect();
    if stop() {
        return Err(stopped(Fault::bug("stopped")));
    }
    drop((repository, workspace));
    passing.clear_locks("store/.git")?;
    passing.give("store", order.into)?;
    Ok(Cloned { top: order.into.to_path_buf(), branch, audit, notes })
}

fn must_be_free(into: &Path) -> Result<()> {
    let is_free = match std::fs::read_dir(into) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound && std::fs::symlink_metadata(into).is_err(),
    };
    match is_free {
        true => Ok(()),
        false => Err(Fault::refused(format!("{} is not empty", into.display()))
            .hint("name a folder that is empty or not there: runbook clone URL DIR")),
    }
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
