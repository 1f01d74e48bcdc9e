//! Finding an item by its id or an unambiguous part of one; an exact id always wins (`docs/format.md`, “Ids”).

use crate::model::{Fault, Kind, MAX_SLUG, Result, Slug};

/// A longer word is no misspelt name: ids and keys are shorter, and likeness takes as long as both together.
const LONGEST: usize = 2 * MAX_SLUG + 1;

/// Finds the one item that `part` names.
///
/// `what` is the item's kind for messages (“task”), `list` the command that shows the items.
///
/// # Errors
/// `NotFound` with the nearest ids, `Ambiguous` with the candidates.
pub fn find<'a, T>(items: &'a [T], id: impl Fn(&T) -> &Slug, part: &str, what: &str) -> Result<&'a T> {
    if let Some(item) = items.iter().find(|item| id(item).as_str() == part) {
        return Ok(item);
    }
    let lower = part.to_lowercase();
    let matches: Vec<&T> = items.iter().filter(|item| !part.is_empty() && id(item).as_str().contains(&lower)).collect();
    match matches.as_slice() {
        [item] => Ok(item),
        [] => Err(not_found(items.iter().map(|item| id(item).as_str()), part, what)),
        several => {
            let names: Vec<&str> = several.iter().map(|item| id(item).as_str()).collect();
            Err(Fault::new(Kind::Ambiguous, format!("“{part}” names more than one {what}: {}", names.join(", ")))
                .hint("write enough of the id to mean one"))
        }
    }
}

fn not_found<'a>(ids: impl Iterator<Item = &'a str>, part: &str, what: &str) -> Fault {
    let ids: Vec<&str> = ids.collect();
    let fault = Fault::new(Kind::NotFound, format!("there is no {what} “{part}”"));
    let near = suggestion(part, ids.iter().copied());
    match (near, ids.as_slice()) {
        (Some(near), _) => fault.hint(format!("did you mean `{near}`?")),
        (None, []) => fault.hint(format!("this runbook has no {what} yet")),
        (None, all) => fault.hint(format!("there are: {}", all.join(", "))),
    }
}

/// The candidate that a misspelt word most likely means.
pub fn suggestion<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
