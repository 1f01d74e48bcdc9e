//! `clone`: makes a private clone of a store.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::audit::AuditOptions;
use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Result, visible};
use crate::render;
use crate::trail::without_password;
use crate::workspace::clone::{CloneOrder, clone_store};

/// Make a private clone of a store, with git set up for it, and audit its trail
///
/// The person's own git fetches it, all of it. Only the owner can read the clone, and git keeps it so. What was fetched
/// is looked at before its files come out: where it is no store, nothing is kept. Nothing that the repository brings is
/// run; submodules are left alone. Ends with 1 when the audit finds something; the clone is kept then, and `runbook audit`
/// tells.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook clone https://gitlab.example.com/support/support-runbooks.git
  runbook clone git@gitlab.example.com:support/support-runbooks.git mine --json")]
pub(in crate::cli) struct Clone {
    /// Where the store is: an address or a path, as git clone takes it
    #[arg(value_name = "URL", allow_hyphen_values = true)]
    address: String,
    /// The clone's folder; must be empty or not there [default: the last part of the address]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl Clone {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`clone_store`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let from = session.dir();
        let folder = match &self.folder {
            Some(folder) => folder.clone(),
            None => last_part(&self.address)?,
        };
        let order = CloneOrder {
            address: &self.address,
            from: &from,
            into: &from.join(folder).components().collect::<PathBuf>(),
            tool: &session.around.program,
            is_watched: session.around.terminals.stderr && !session.globals.json,
        };
        let options = AuditOptions::plain(session.around.now);
        let shell = &mut *session.shell;
        let is_watched = order.is_watched;
        let mut hear = |words: &str| {
            if is_watched {
                shell.complain(words);
            }
        };
        let cloned = clone_store(&order, &session.around.person(), &options, &mut hear)?;
        let top = cloned.top.display().to_string();
        let (audit, findings) = (&cloned.audit, cloned.audit.findings.len());
        let told = if session.globals.json {
            session.shell.document(&json!({
                "store": top,
                "remote": without_password(&self.address),
                "branch": cloned.branch,
                "head": audit.head,
                "audit": {"ok": audit.ok, "commits": audit.commits, "runbooks": audit.runbooks, "findings": findings},
            }))
        } else {
            session.shell.say(&render::cloned(&top, audit))
        };
        cloned.notes.iter().for_each(|note| session.shell.note(note));
        told?;
        Ok(if cloned.audit.ok { Answer::Yes } else { Answer::No })
    }
}

/// The name that git would give to a clone.
fn last_part(address: &str) -> Result<PathBuf> {
    let path = address.trim_end_matches('/');
    let path = path.strip_suffix("/.git").unwrap_or(path).trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = path.rsplit(['/', ':']).next().unwrap_or_default();
    let name = [".git", ".bundle"].iter().fold(name, |name, end| name.strip_suffix(end).unwrap_or(name));
    if matches!(name, "" | "." | "..") || name.starts_with('-') {
        return Err(Fault::usage(format!("no folder's name can be taken from “{}”", visible(address)))
            .hint("give the folder as DIR: runbook clone URL DIR"));
    }
    Ok(name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_as_git_names_it() {
        for (address, name) in [
            ("https://h/team/runbooks.git", "runbooks"),
            ("https://h/team/runbooks.git/", "runbooks"),
            ("git@h:runbooks.git", "runbooks"),
            ("git@h:team/runbooks", "runbooks"),
            ("/srv/store/.git", "store"),
            ("../store/", "store"),
            ("a.bundle", "a"),
        ] {
            assert_eq!(last_part(address).unwrap(), PathBuf::from(name), "{address}");
        }
        for none in ["https://h", "https://h/", "/", "..", "ssh://h/-x"] {
            assert!(last_part(none).is_err(), "{none}");
        }
    }
}
