//! What somebody's part on the call is called: in their own words, otherwise as the documents name their duties.

use crate::model::{Contact, Duty, is_filled};

/// The words; none for somebody without a part.
pub(super) fn role(contact: &Contact) -> Option<String> {
    let own = contact.role.as_ref().filter(|_| is_filled(&contact.role)).map(ToString::to_string);
    let duties = || contact.duties.iter().map(|duty| duty_words(*duty)).collect::<Vec<_>>().join(" & ");
    own.or_else(|| Some(duties()).filter(|words| !words.is_empty()))
}

fn duty_words(duty: Duty) -> &'static str {
    match duty {
        Duty::Execute => "Technical Execution",
        Duty::Communicate => "Communication",
        Duty::Verify => "Verification",
        Duty::Coordinate => "Coordination",
    }
}
