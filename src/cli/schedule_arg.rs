//! The agreed start of a call, from the words in which a person writes it; what is ambiguous is asked about, never guessed.

use super::session::Session;
use crate::model::{Agreed, Candidate, Fault, Reading, Result, Unclear, Zone, parse_schedule, read_schedule};

/// What the words mean; a choice of the person's where they mean several things and somebody is there to choose.
///
/// `lead` is what stands before the words on the command line, so that what is hinted at can be typed.
///
/// # Errors
/// `Usage` with the candidates where nobody can be asked; `Interrupted` when the person leaves.
pub(super) fn agree(
    session: &mut Session<'_>,
    words: &str,
    zone: Option<Zone>,
    default: Option<Zone>,
    lead: &str,
) -> Result<Agreed> {
    let agreed = match (read_schedule(words, zone, default)?, session.asker()) {
        (Reading::Agreed(agreed), _) => agreed,
        (Reading::Unclear(unclear), Some(asker)) => {
            session.shell.note(&unclear.question);
            let chosen = asker.choose("Which is meant?", &choices(&unclear.candidates))?;
            match unclear.candidates.get(chosen) {
                Some(candidate) => candidate.agreed.clone(),
                None => return Err(unclear.into_fault()),
            }
        }
        (Reading::NoZone, Some(asker)) => {
            let zone: Zone = asker.word("Time zone, such as Europe/Berlin", None)?;
            return agree(session, words, Some(zone), default, lead);
        }
        (Reading::Unclear(_) | Reading::NoZone, None) => {
            parse_schedule(words, zone, default).map_err(|fault| typed_after(lead, fault))?
        }
    };
    agreed.notes.iter().for_each(|note| session.shell.note(note));
    Ok(agreed)
}

/// What a person decides about a time that an imported text left open; none where nobody is there or it stays open.
///
/// # Errors
/// `Interrupted` when the person leaves.
pub(super) fn decided(
    session: &mut Session<'_>,
    line: u64,
    words: &str,
    unclear: Option<&Unclear>,
) -> Result<Option<Agreed>> {
    let Some(asker) = session.asker() else { return Ok(None) };
    let open = "leave it open, to be decided later".to_owned();
    match unclear {
        Some(unclear) => {
            session.shell.note(&format!("line {line}: “{words}”: {}", unclear.question));
            let lines: Vec<String> = choices(&unclear.candidates).into_iter().chain([open]).collect();
            let chosen = asker.choose("Which is meant?", &lines)?;
            Ok(unclear.candidates.get(chosen).map(|candidate| candidate.agreed.clone()))
        }
        None => {
            let question = format!("Time zone of “{words}” at line {line} (may be empty)");
            match asker.optional::<Zone>(&question)? {
                Some(zone) => agree(session, words, Some(zone), None, "--zone").map(Some),
                None => Ok(None),
            }
        }
    }
}

/// The candidates as lines of which zones and times stand below each other.
fn choices(candidates: &[Candidate]) -> Vec<String> {
    let zone = |candidate: &Candidate| candidate.agreed.time_zone.map_or("by its offset", Zone::name);
    let widest = candidates.iter().map(|candidate| zone(candidate).len()).max().unwrap_or(0);
    candidates.iter().map(|candidate| format!("{:widest$}  {}", zone(candidate), candidate.remark)).collect()
}

/// Hints that are a time and its flags become whole commands.
fn typed_after(lead: &str, fault: Fault) -> Fault {
    let is_time = |hint: &str| hint.starts_with(|c: char| c == '"' || c.is_ascii_digit());
    let hints =
        fault.hints.into_iter().map(|hint| if is_time(&hint) { format!("{lead} {hint}") } else { hint }).collect();
    Fault { hints, ..fault }
}
