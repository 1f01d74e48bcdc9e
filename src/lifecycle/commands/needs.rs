//! What a command cannot do without: values that must be given, states that it makes sense in.

use crate::model::{Fault, Line, Prose, Result, Runbook, State};

/// A value that the command cannot do without; names the flag.
fn needed<'a, T>(value: &'a Option<T>, flag: &str, what: &str) -> Result<&'a T> {
    value.as_ref().ok_or_else(|| Fault::usage(format!("{what} is missing: give it with {flag}")))
}

/// A text that the command cannot do without; blanks do not count.
pub(super) fn needed_text<'a>(value: &'a Option<Prose>, flag: &str, what: &str) -> Result<&'a Prose> {
    needed(value, flag, what).and_then(|text| {
        if text.as_str().trim().is_empty() {
            Err(Fault::usage(format!("{what} is empty: say it with {flag}")))
        } else {
            Ok(text)
        }
    })
}

/// As [`needed_text`], for one line.
pub(super) fn needed_line<'a>(value: &'a Option<Line>, flag: &str, what: &str) -> Result<&'a Line> {
    needed(value, flag, what).and_then(|text| {
        if text.as_str().trim().is_empty() {
            Err(Fault::usage(format!("{what} is empty: say it with {flag}")))
        } else {
            Ok(text)
        }
    })
}

/// Refuses an act outside the states in which it makes sense.
pub(super) fn only_in(runbook: &Runbook, states: &[State], what: &str, hint: &str) -> Result<()> {
    if states.contains(&runbook.state) {
        return Ok(());
    }
    Err(Fault::refused(format!("the runbook is {}: {what}", runbook.state)).hint(hint))
}
