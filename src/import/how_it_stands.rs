//! What the words of an item say themselves of how it stands, whatever its box says.

use super::items::{Item, Tick};
use super::languages::{all_of, any_has};
use super::shown::unmarked;
use super::vocabulary::{folded, is_inapplicable, yes_or_no};
use crate::model::TaskOutcome;

/// "Backup: done", "Tell them - yes", "Backup taken? No": an end that says how it stands.
pub(super) fn said_at_the_end(text: &str) -> Option<&str> {
    let behind = |mark: &str| text.rsplit_once(mark).map(|(_, last)| last.trim());
    let inner = text.strip_suffix(')').and_then(|own| own.rsplit_once(" (")).map(|(_, inner)| inner);
    let marks = [": ", " - ", " – ", " — ", "：", "? ", "？"];
    marks.into_iter().map(behind).chain([inner]).flatten().find(|last| is_done(last).is_some())
}

/// Whether words say that something was done; none where they say neither.
pub(super) fn is_done(words: &str) -> Option<bool> {
    yes_or_no(words)
        .or_else(|| super::attempts::word(words).map(|outcome| outcome == TaskOutcome::Success))
        .or_else(|| is_undone(words).then_some(false))
}

/// The words of a ticked item that say plainly that it is not done: "Backup taken? No", "TODO check this", "Not applicable: x".
pub(super) fn gainsaid<'t>(item: &'t Item, text: &'t str) -> Option<&'t str> {
    if item.tick != Some(Tick::Ticked) {
        return None;
    }
    let is_plain = |words: &&str| yes_or_no(words) == Some(false) || is_undone(words);
    undone_at_the_beginning(&item.text).or_else(|| said_at_the_end(text).filter(is_plain))
}

/// "TBD", "not done yet", "n/a": words that say so, and no more.
fn is_undone(words: &str) -> bool {
    let own = folded(words);
    is_inapplicable(&own) || any_has(|language| language.undone, &own) || begins_so(&own).is_some()
}

/// What an item begins with that says that there is nothing to tick: as a label, in capitals, or in several words.
fn undone_at_the_beginning(words: &str) -> Option<&str> {
    let words = words.trim_start_matches([' ', '(', '[', '*', '_', '`']);
    let ends = [": ", " - ", " – ", " — ", "：", ")", "]", ", ", ". ", "、", "。"];
    let end = ends.iter().filter_map(|mark| words.find(mark)).min();
    let label = end.and_then(|end| words.get(..end));
    if let Some(label) = label.filter(|label| is_undone(label)) {
        return Some(label);
    }
    // "todo" begins a sentence in Spanish, and "TODO" does not
    let first = words.split(' ').next().unwrap_or_default().trim_end_matches(['*', '_', '`', '!', '.']);
    if first.chars().any(char::is_uppercase) && !first.contains(char::is_lowercase) && is_undone(first) {
        return Some(first);
    }
    let own = folded(&unmarked(words));
    begins_so(&own).is_some().then_some(words)
}

/// The words of several, or of a language without blanks, with which a text begins that say that it is not done.
fn begins_so(folded_text: &str) -> Option<&'static str> {
    let has_more = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_it = |word: &&str| {
        let rest = folded_text.strip_prefix(*word);
        match word.is_ascii() {
            true => word.contains(' ') && rest.is_some_and(has_more),
            false => rest.is_some(),
        }
    };
    all_of(|language| language.undone).chain(all_of(|language| language.inapplicable)).find(is_it)
}

#[cfg(test)]
mod tests {
    use crate::import::tests::{doubts, only, record};

    #[test]
    fn a_tick_that_its_own_words_gainsay_is_none() {
        for words in [
            "Backup taken? No",
            "Backup taken: no",
            "Backup taken? Not yet.",
            "Backup (not done)",
            "Backup - n/a",
            "TODO check this",
            "TODO: check this",
            "**TODO** check this",
            "todo: check this",
            "(TBD) check this",
            "Not applicable: no keys there",
            "N/A - no keys there",
            "Not yet checked",
            "Gesichert (nein)",
            "Gesichert? Nein",
            "Noch nicht gesichert",
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
            "未完了 バックアップ",
        ] {
            let draft =
                only(&format!("# Acme - X\n\n## Pre-call\n\n- [x] {words}\n  - see the log\n- [x] Tell them\n"));
            let own = record(&draft);
            assert_eq!(own["pre_call"].as_array().map(Vec::len), Some(2), "{words}");
            let (first, second) = (&own["pre_call"][0], &own["pre_call"][1]);
            assert!(first.get("mark").is_none() && first.get("reason").is_none(), "{words}: {first:#}");
            assert_eq!(second["mark"], "done", "{words}");
            assert!(own["kept"].to_string().contains("see the log"), "{words}: {own:#}");
            doubts(&draft, "says that it is not done: it is open");
        }
    }

    #[test]
    fn words_that_only_look_like_it_take_no_tick() {
        for words in [
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
