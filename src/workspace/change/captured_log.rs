//! The captured output that a change brings along: where it lies, and what must hold of it before it is recorded.
//!
//! A log stays in git for ever. So it is refused, whole, when anything in it looks like a secret or would act on a
//! terminal, and when it is not what its event says; masking is done where it is captured.

use sha2::{Digest, Sha256};

use crate::model::{Event, Fault, Kind, Line, Result, RunbookId, is_forbidden};
use crate::store::MAX_FILE;

use crate::workspace::Workspace;
use crate::workspace::query::secret_rules;

/// Captured output on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Its path in the store.
    pub path: Line,
    /// All of it.
    pub text: String,
    /// The name under which it was kept while it came; dropped once it is recorded.
    pub capture: Option<String>,
}

impl Attached {
    /// The digest that its event says.
    ///
    /// # Errors
    /// Never, as hexadecimal digits are a line.
    pub fn sha256(&self) -> Result<Line> {
        let hex: String = Sha256::digest(self.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Line::new(hex)
    }
}

/// A path in the runbook's folder of logs, made from this stem, that nothing bears yet.
///
/// # Errors
/// `Disk` when the folder cannot be looked at.
pub fn log_path(workspace: &Workspace, id: &RunbookId, stem: &str) -> Result<Line> {
    let head = workspace.repository.head()?.commit;
    for number in 1_u32.. {
        let more = if number == 1 { String::new() } else { format!(".{number}") };
        let path = format!("{}/{stem}{more}.log", id.log_folder());
        let is_recorded = match &head {
            Some(head) => workspace.repository.blob_id_at(head, &path)?.is_some(),
            None => false,
        };
        if !is_recorded && std::fs::symlink_metadata(workspace.layout.path(&path)).is_err() {
            return Line::new(path);
        }
    }
    Err(Fault::new(Kind::Disk, "there are too many logs"))
}

/// True when the head holds a log at this path: also after an error, the change that brought it is then recorded.
pub fn is_log_recorded(workspace: &Workspace, path: &Line) -> bool {
    let head = workspace.repository.head().ok().and_then(|head| head.commit);
    let found = |head| workspace.repository.blob_id_at(&head, path.as_str());
    head.is_some_and(|head| found(head).is_ok_and(|blob| blob.is_some()))
}

/// Refuses a log that may not be recorded.
pub(super) fn check_log(workspace: &Workspace, id: &RunbookId, log: &Attached, events: &[Event]) -> Result<()> {
    let rules = secret_rules(workspace)?;
    if let Some(found) = rules.find_in_log(&log.text).first() {
        return Err(Fault::new(Kind::Secret, format!("{} holds what looks like a secret: {}", log.path, found.kind)));
    }
    if log.text.chars().any(|c| is_forbidden(c) && !matches!(c, '\n' | '\t')) || log.text.len() > MAX_FILE {
        return Err(Fault::bug(format!("{} is not fit to be kept", log.path)));
    }
    let inside = format!("{}/", id.log_folder());
    if !log.path.as_str().strip_prefix(&inside).is_some_and(|name| !name.contains('/') && !name.starts_with('.')) {
        return Err(Fault::bug(format!("{} is no place for a log of {id}", log.path)));
    }
    let said = serde_json::to_value(events).unwrap_or_default();
    let (path, digest) = (log.path.as_str(), log.sha256()?);
    let is_said = said.as_array().into_iter().flatten().any(|event| {
        event.get("log").is_some_and(|own| own == path)
            && event.get("log_sha256").is_some_and(|own| own == digest.as_str())
    });
    if is_said { Ok(()) } else { Err(Fault::bug(format!("no event says what {path} is"))) }
}
