//! An opened store, and finding a runbook in it by a part of its id.

use std::cell::RefCell;
use std::path::Path;

use crate::audit::{AuditOptions, audit};
use crate::lifecycle::suggestion;
use crate::model::{Audit, Fault, Identity, Kind, Result, RunbookId, Settings};
use crate::store::{Layout, SETTINGS_FILE, read_settings};
use crate::trail::{PersonEnv, Repository};

/// A store, opened for one command.
pub struct Workspace {
    pub(super) repository: Repository,
    pub(super) layout: Layout,
    pub(super) settings: Settings,
    pub(super) env: PersonEnv,
    pub(super) notes: RefCell<Vec<String>>,
}

impl Workspace {
    /// Opens the store that contains `dir`.
    ///
    /// # Errors
    /// `NotAStore` where there is none, `Git` for a repository that cannot be served, `Unreadable` for settings that
    /// do not parse.
    pub fn open(dir: &Path, env: &PersonEnv) -> Result<Self> {
        let repository = Repository::discover(dir, env)?;
        repository.require_store()?;
        Self::over(repository, env)
    }

    pub(super) fn over(repository: Repository, env: &PersonEnv) -> Result<Self> {
        let layout = Layout::new(repository.top());
        let settings = match layout.read_file(SETTINGS_FILE)? {
            Some(bytes) => read_settings(&bytes)?,
            None => Settings::default(),
        };
        if settings.signatures.required {
            repository.sign_always();
        }
        Ok(Self { repository, layout, settings, env: env.clone(), notes: RefCell::default() })
    }

    /// What the team decided for this store.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The top of the store's work tree.
    pub fn top(&self) -> &Path {
        self.repository.top()
    }

    /// The folder for drafts, caches and locks under the git directory.
    pub fn private(&self) -> &Path {
        self.repository.private()
    }

    /// What a person has to be told about changes made since this was last asked: words of hooks, a file that was
    /// edited meanwhile.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.take()
    }

    /// The person who acts, as git knows them.
    ///
    /// # Errors
    /// `Identity` when git knows nobody.
    pub fn identity(&self) -> Result<Identity> {
        Ok(self.repository.identity(&self.env)?.author)
    }

    /// A setting of git's in which the repository has no say: the system's, the person's, or given for this run.
    pub fn own_setting(&self, key: &str) -> Option<String> {
        self.repository.config().ok()?.own_text(key)
    }

    /// Every runbook in the store, by its files.
    ///
    /// # Errors
    /// `Disk` when the folder of records cannot be listed.
    pub fn ids(&self) -> Result<Vec<RunbookId>> {
        Ok(self.layout.records()?.ids)
    }

    /// Audits the trail behind the head.
    ///
    /// # Errors
    /// As [`audit`].
    pub fn audit(&self, options: &AuditOptions) -> Result<Audit> {
        audit(&self.repository, options, |part| self.resolve(part))
    }

    /// The one runbook that `part`, an id or an unambiguous part of one, names.
    ///
    /// # Errors
    /// `NotFound` with the nearest ids, `Ambiguous` with the candidates.
    pub fn resolve(&self, part: &str) -> Result<RunbookId> {
        if let Ok(id) = part.parse::<RunbookId>()
            && matches!(self.layout.read_record(&id), Ok(Some(_)) | Err(_))
        {
            return Ok(id);
        }
        let mut ids = self.ids()?;
        if let Some(found) = pick(&ids, part)? {
            return Ok(found);
        }
        // a record whose file somebody deleted is still known to the trail
        if let Some(head) = self.repository.head()?.commit {
            let listed = self.repository.records(&head)?;
            ids = listed.into_iter().map(|(id, _)| id).collect();
            if let Some(found) = pick(&ids, part)? {
                return Ok(found);
            }
        }
        Err(nothing_named(&ids, part))
    }
}

fn pick(ids: &[RunbookId], part: &str) -> Result<Option<RunbookId>> {
    let lower = part.to_lowercase();
    let named: Vec<(String, &RunbookId)> = ids.iter().map(|id| (id.to_string(), id)).collect();
    if let Some((_, id)) = named.iter().find(|(name, _)| *name == lower) {
        return Ok(Some((*id).clone()));
    }
    let matches: Vec<&(String, &RunbookId)> =
        named.iter().filter(|(name, _)| !lower.is_empty() && name.contains(&lower)).collect();
    match matches.as_slice() {
        [] => Ok(None),
        [(_, id)] => Ok(Some((*id).clone())),
        several => {
            let names: Vec<&str> = several.iter().take(10).map(|(name, _)| name.as_str()).collect();
            let more = several.len().saturating_sub(names.len());
            let tail = if more > 0 { format!(", and {more} more") } else { String::new() };
            Err(Fault::new(
                Kind::Ambiguous,
                format!("“{part}” names more than one runbook: {}{tail}", names.join(", ")),
            )
            .hint("write enough of the id to mean one"))
        }
    }
}

fn nothing_named(ids: &[RunbookId], part: &str) -> Fault {
    let fault = Fault::new(Kind::NotFound, format!("there is no runbook “{part}”"));
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let near = suggestion(part, names.iter().map(String::as_str)).map(str::to_owned).or_else(|| {
        let by_task = ids.iter().map(|id| id.task.as_str());
        let task = suggestion(part, by_task)?;
        ids.iter().find(|id| id.task.as_str() == task).map(ToString::to_string)
    });
    match near {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() => fault.hint("runbook new \"CUSTOMER - TASK\" makes the first one"),
        None => fault.hint("runbook list --all shows every runbook"),
    }
}
