//! The agreed start of a call, from the words in which a person writes it; what is ambiguous is asked about, never guessed.

use super::session::Session;
use crate::model::{Agreed, Reading, Result, Zone, parse_schedule, read_schedule};

/// What the words mean; a choice of the person's where they mean several things and somebody is there to choose.
///
/// # Errors
/// `Usage` with the candidates where nobody can be asked; `Interrupted` when the person leaves.
pub(super) fn agree(
    session: &mut Session<'_>,
    words: &str,
    zone: Option<Zone>,
    default: Option<Zone>,
) -> Result<Agreed> {
    let agreed = match (read_schedule(words, zone, default)?, session.asker()) {
        (Reading::Agreed(agreed), _) => agreed,
        (Reading::Unclear(unclear), Some(asker)) => {
            let lines: Vec<String> = unclear
                .candidates
                .iter()
                .map(|candidate| format!("{}  ({})", candidate.words, candidate.remark))
                .collect();
            let chosen = asker.choose(&unclear.question, &lines)?;
            match unclear.candidates.get(chosen) {
                Some(candidate) => candidate.agreed.clone(),
                None => return Err(unclear.into_fault()),
            }
        }
        (Reading::NoZone, Some(asker)) => {
            let zone: Zone = asker.word("In which time zone, such as Europe/Berlin?", None)?;
            return agree(session, words, Some(zone), default);
        }
        (Reading::Unclear(_) | Reading::NoZone, None) => parse_schedule(words, zone, default)?,
    };
    agreed.notes.iter().for_each(|note| session.shell.note(note));
    Ok(agreed)
}
