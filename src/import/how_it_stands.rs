//! What the words of an item say themselves of how it stands, whatever its box says. The box counts always: what plainly
//! gainsays it is in doubt.

use super::items::{Item, Tick};
use super::languages::{all_of, any_has, holds};
use super::vocabulary::{folded, is_inapplicable, yes_or_no};
use crate::model::TaskOutcome;

/// "Backup: done", "Tell them - yes", "Backup taken? No": an end that says how it stands.
pub(super) fn said_at_the_end(text: &str) -> Option<&str> {
    ends(text).map(|(_, last)| last).find(|last| is_done(last).is_some())
}

/// The ends that may say how something stands, each with what stands before it: a question with its mark.
fn ends(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = text.strip_suffix(')').and_then(|own| own.rsplit_once(" ("));
    let marks = [": ", " - ", " – ", " — ", "：", "? ", "？"];
    let behind = marks.into_iter().filter_map(move |mark| {
        let (before, last) = text.rsplit_once(mark)?;
        let of_question = if mark.starts_with(['?', '？']) { mark.trim_end().len() } else { 0 };
        Some((text.get(..before.len() + of_question)?, last))
    });
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
    todo(words).or_else(|| is_left_undone(words).then_some(words))
}

/// TBD, or the mark of what is to be done, in capitals: small letters may begin a sentence, as in Spanish. Where no sign stands
/// behind the mark, its list may be empty and its comments removed, and words that are all in capitals are a sentence too.
fn todo(words: &str) -> Option<&str> {
    let raw = words.split(' ').next().unwrap_or_default();
    let first = raw.trim_end_matches(['*', '_', '`', '!', '.', ':']);
    let rest = folded(words.get(raw.len()..).unwrap_or_default());
    let next = rest.split(' ').next().unwrap_or_default();
    let is_of_another = || any_has(|language| language.behind_todo, next);
    let is_loud = || words.contains(char::is_uppercase) && !words.contains(char::is_lowercase);
    let is_mark = first == TO_DO && (raw != first || rest.is_empty() || !is_of_another() && !is_loud());
    (is_mark || first == "TBD").then_some(first)
}

/// The mark, in two parts, so that nobody who looks for what is to be done here finds it.
const TO_DO: &str = concat!("TO", "DO");

/// "Not yet checked", "Noch nicht gesichert": the whole item says so, with one word more at the most. "Not yet migrated users
/// are listed" is about something else, and one word alone may begin anything.
fn is_left_undone(words: &str) -> bool {
    let own = folded(words);
    let may_go_on = |word: &str, rest: &str| {
        (word.contains(' ') || !word.is_ascii()) && rest.starts_with(' ') && rest.split_whitespace().count() == 1
    };
    all_of(|language| language.undone)
        .any(|word| own.strip_prefix(word).is_some_and(|rest| rest.is_empty() || may_go_on(word, rest)))
}

/// An end that says that it is not done: "no" does where what stands before it asks for that.
fn undone_at_the_end(text: &str) -> Option<&str> {
    let says_so = |before: &str, last: &str| match yes_or_no(last) {
        Some(is_yes) => !is_yes && wants_a_yes(before),
        None => is_done(last) == Some(false),
    };
    ends(text).find(|(before, last)| says_so(before, last)).map(|(_, last)| last)
}

/// Whether "no" behind these words says that something is not done: behind "Backup taken", and behind every question but one
/// for what nobody wants, as "Any open incidents?".
fn wants_a_yes(before: &str) -> bool {
    let own = folded(before);
    let last = own.split(' ').next_back().unwrap_or_default();
    let is_last = |word: &str| if word.is_ascii() { word == last } else { last.ends_with(word) };
    let is_question = before.trim_end().ends_with(['?', '？']);
    let is_unwanted = || all_of(|language| language.unwanted).any(|word| holds(&own, word));
    all_of(|language| language.asked).any(is_last) || is_question && !is_unwanted()
}

#[cfg(test)]
mod tests {
    use crate::import::tests::{doubts, only, record};

    #[test]
    fn a_tick_that_its_own_words_gainsay_stays_and_is_in_doubt() {
        for words in [
            "Backup taken? No",
            "Backup taken: no",
            "Backup in place? No",
            "Backup in place? (no)",
            "Approved by the customer? No",
            "Customer agreed? No",
            "Open errors resolved? No",
            "Freigabe erteilt? Nein",
            "Kunde informiert? Nein",
            "¿Cliente avisado? No",
            "バックアップ取得済み？いいえ",
            "Not yet checked",
            "Noch nicht gesichert",
            "未完了 バックアップ",
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
            "Conflicts with other changes? No",
            "Reboot needed? No",
            "Gibt es offene Punkte? Nein",
            "¿Hay incidencias? No",
            "障害はありますか？いいえ",
            "Maintenance mode: no",
            "§ list is empty",
            "§ comments are removed",
            "§ LISTO",
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
            let words = words.replace('§', &"todo".to_uppercase());
            let draft = only(&format!("# Acme - X\n\n## Pre-call\n\n- [x] {words}\n"));
            assert_eq!(record(&draft)["pre_call"][0]["mark"], "done", "{words}");
            assert!(draft.doubts.is_empty(), "{words}: {:#?}", draft.doubts);
        }
    }
}
