//! What the words of an item say themselves of how it stands, whatever its box says. The box counts always: what plainly
//! gainsays it is in doubt.

use super::items::{Item, Tick};
use super::languages::any_has;
use super::vocabulary::{folded, is_inapplicable, yes_or_no};
use crate::model::TaskOutcome;

/// "Backup: done", "Tell them - yes", "Backup taken? No": an end that says how it stands.
pub(super) fn said_at_the_end(text: &str) -> Option<&str> {
    ends(text).map(|(_, last)| last).find(|last| is_done(last).is_some())
}

/// The ends that may say how something stands, each with what stands before it.
fn ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = text.strip_suffix(')').and_then(|own| own.rsplit_once(" ("));
    let marks = [": ", " - ", " – ", " — ", "：", "? ", "？"];
    let behind = marks.into_iter().filter_map(move |mark| text.rsplit_once(mark));
    behind.chain(inner).map(|(before, last)| (before.trim(), last.trim()))
}

/// Whether words say that something was done; none where they say neither.
fn is_done(words: &str) -> Option<bool> {
    yes_or_no(words)
        .or_else(|| super::attempts::word(words).map(|outcome| outcome == TaskOutcome::Success))
        .or_else(|| is_undone(words).then_some(false))
}

/// The words of an item that plainly gainsay its box: "Backup taken? No" and "TBD check this" with a tick, "Backup: done"
/// without one.
pub(super) fn gainsaid<'t>(item: &'t Item, text: &'t str) -> Option<&'t str> {
    match item.tick {
        Some(Tick::Ticked) => undone_at_the_beginning(&item.text).or_else(|| undone_at_the_end(text)),
        Some(Tick::Open) => said_at_the_end(text).filter(|said| is_done(said) == Some(true)),
        _ => None,
    }
}

/// "TBD", "not done yet": words that say so, and no more.
fn is_undone(words: &str) -> bool {
    any_has(|language| language.undone, &folded(words))
}

/// What an item begins with that says that there is nothing to tick: as a label, or a mark in capitals.
fn undone_at_the_beginning(words: &str) -> Option<&str> {
    let words = words.trim_start_matches([' ', '(', '[', '*', '_', '`']);
    let ends = [": ", " - ", " – ", " — ", "：", ")", "]"];
    let end = ends.iter().filter_map(|mark| words.find(mark)).min();
    // "NA: the replicas" are those of North America
    let says_so = |label: &str| is_undone(label) || is_inapplicable(label) && folded(label) != "na";
    if let Some(label) = end.and_then(|end| words.get(..end)).filter(|label| says_so(label)) {
        return Some(label);
    }
    // small letters may begin a sentence, as in Spanish; a mark in capitals does not
    let first = words.split(' ').next().unwrap_or_default().trim_end_matches(['*', '_', '`', '!', '.', ':']);
    let is_mark = ["todo", "tbd"].contains(&first.to_ascii_lowercase().as_str());
    (is_mark && first.chars().all(|c| c.is_ascii_uppercase())).then_some(first)
}

/// An end that says that it is not done: "no" does only where a question asks for that.
fn undone_at_the_end(text: &str) -> Option<&str> {
    let asks = |before: &str| {
        folded(before).split(' ').next_back().is_some_and(|last| any_has(|language| language.asked, last))
    };
    let says_so = |before: &str, last: &str| match yes_or_no(last) {
        Some(is_yes) => !is_yes && asks(before),
        None => is_done(last) == Some(false),
    };
    ends(text).find(|(before, last)| says_so(before, last)).map(|(_, last)| last)
}

#[cfg(test)]
mod tests {
    use crate::import::tests::{doubts, only, record};

    #[test]
    fn a_tick_that_its_own_words_gainsay_stays_and_is_in_doubt() {
        for words in [
            "Backup taken? No",
            "Backup taken: no",
            "Backup taken? Not yet.",
            "Backup (not done)",
            "Backup - not done",
            "§ check this",
            "§: check this",
            "**§** check this",
            "todo: check this",
            "(TBD) check this",
            "Not applicable: no keys there",
            "N/A - no keys there",
            "Gesichert (nein)",
            "Gesichert? Nein",
            "Nicht zutreffend: keine Schlüssel",
            "¿Copia hecha? No",
            "Pendiente: copia",
            "Sauvegarde faite ? Non",
            "À faire : sauvegarde",
            "Cópia feita? Não",
            "Ainda não: cópia",
            "Copia fatta? No",
            "Da fare: copia",
            "バックアップ：未実施",
        ] {
            let words = words.replace('§', &"todo".to_uppercase());
            let draft =
                only(&format!("# Acme - X\n\n## Pre-call\n\n- [x] {words}\n  - see the log\n- [x] Tell them\n"));
            let own = record(&draft);
            assert_eq!(own["pre_call"].as_array().map(Vec::len), Some(2), "{words}");
            for item in [&own["pre_call"][0], &own["pre_call"][1]] {
                assert_eq!(item["mark"], "done", "{words}");
            }
            assert!(own["pre_call"][0]["evidence"].to_string().contains("see the log"), "{words}: {own:#}");
            doubts(&draft, "the box counts");
        }
    }

    #[test]
    fn words_that_only_look_like_it_are_in_no_doubt() {
        for words in [
            "Set signup_enabled: false",
            "maintenance_mode: false",
            "NA region is drained",
            "NA, EU and APAC replicas are in sync",
            "未完了のタスクがないことを確認",
            "未実施タスクなし",
            "Noch nicht migrierte Benutzer gelöscht",
            "Not yet migrated users are listed",
            "Not completed jobs are queued again",
            "Any open incidents? No",
            "Conflicts with other changes: no",
            "Nobody is locked out",
            "Pending pipelines are cancelled",
            "Todo listo",
            "None of the runners is busy",
            "Keine offenen Punkte",
            "Offene Punkte geklärt",
            "Notify the team",
            "Unknown users removed",
            "Is a backup there? Yes",
            "Todos avisados",
            "Non-admins are told",
            "No open pipelines",
        ] {
            let draft = only(&format!("# Acme - X\n\n## Pre-call\n\n- [x] {words}\n"));
            assert_eq!(record(&draft)["pre_call"][0]["mark"], "done", "{words}");
            assert!(draft.doubts.is_empty(), "{words}: {:#?}", draft.doubts);
        }
    }
}
