//! What was found, gathered: one finding a kind, however many there are of it.

use crate::model::{DoctorFinding, Fault, Kind, Result};

/// So many of a kind are named.
const NAMED: usize = 3;

/// Gathers findings.
#[derive(Default)]
pub(super) struct DoctorReport {
    pub(super) findings: Vec<DoctorFinding>,
    /// What has to be told of the mending, such as the words of a hook.
    pub(super) notes: Vec<String>,
}

/// One of possibly many things of a kind, with the words for it where it is the only one.
pub(super) struct Found {
    /// Its name among others.
    pub(super) name: String,
    /// The sentence for it alone.
    pub(super) message: String,
    /// What mends it alone.
    pub(super) fix: String,
}

impl DoctorReport {
    /// Passes over what git cannot say where the clone lacks part of the history: that is told already.
    pub(super) fn unless_gap(&self, examined: Result<()>) -> Result<()> {
        let has_gap = || self.findings.iter().any(|finding| matches!(finding.code.as_str(), "shallow" | "partial"));
        examined.or_else(|fault| if fault.kind == Kind::Git && has_gap() { Ok(()) } else { Err(fault) })
    }

    pub(super) fn note(&mut self, code: &str, message: impl Into<String>, fix: impl Into<String>, fixed: bool) {
        self.findings.push(DoctorFinding { code: code.to_owned(), message: message.into(), fix: fix.into(), fixed });
    }

    /// What a fault says, with what mends it and loses nothing; the other ways out stand in the sentence.
    pub(super) fn note_fault(&mut self, code: &str, fault: &Fault) {
        let (fix, others) = match fault.hints.as_slice() {
            [first, others @ ..] => (first.clone(), others.iter().map(|other| format!("; or: {other}")).collect()),
            [] => (String::new(), String::new()),
        };
        self.note(code, format!("{}{others}", fault.message), fix, false);
    }

    /// What was to be mended, if that was asked for; where it could not be, why not, and what helps against that.
    pub(super) fn note_mend(&mut self, code: &str, message: &str, fix: &str, mended: Option<Result<()>>) {
        match mended {
            None => self.note(code, message, fix, false),
            Some(Ok(())) => self.note(code, message, fix, true),
            Some(Err(fault)) => {
                let way = fault.hints.first().cloned().unwrap_or_else(|| fix.to_owned());
                self.note(code, format!("{message}; it could not be mended: {}", fault.message), way, false);
            }
        }
    }

    /// What came of mending that answers with something to tell, which is kept.
    pub(super) fn heard(&mut self, mended: Result<Vec<String>>) -> Result<()> {
        mended.map(|notes| self.notes.extend(notes))
    }

    /// Everything of one kind as one finding: in its own words where it is alone, otherwise with a count and a few names,
    /// which
    /// `together` puts into a sentence with what mends them all. `what` they are: records.
    pub(super) fn note_all(
        &mut self,
        code: &str,
        (what, found): (&str, &[Found]),
        together: impl FnOnce(&str) -> (String, String),
    ) {
        match found {
            [] => {}
            [one] => self.note(code, one.message.clone(), one.fix.clone(), false),
            many => {
                let first: Vec<&str> = many.iter().take(NAMED).map(|one| one.name.as_str()).collect();
                let (message, fix) = together(&few(many.len(), &first, what));
                self.note(code, message, fix, false);
            }
        }
    }
}

/// How many there are of something, with a few of their names: `5 files: a, b, c and 2 more`; the names alone where that
/// is all.
pub(super) fn few(count: usize, first: &[impl AsRef<str>], what: &str) -> String {
    let names: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
    let names = names.join(", ");
    match count.saturating_sub(first.len()) {
        0 => names,
        more => format!("{count} {what}: {names} and {more} more"),
    }
}
