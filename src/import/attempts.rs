//! What became of a task, in the words in which people write it.
//!
//! A blank cell is no outcome, and neither is anything that might be read two ways.

use crate::model::TaskOutcome;

use super::inline::{squeezed, unwrapped};
use super::languages::{LEXICON, all_of, holds, languages_with_outcome};
use super::vocabulary::{folded, is_blank, plain, unaccented};

/// What a cell of outcomes says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrittenOutcome {
    /// Nothing.
    Blank,
    /// How the attempt ended, what else is said about it, and whether it was said in other words than the record's.
    Known { outcome: TaskOutcome, note: Option<String>, is_mended: bool },
    /// Something else.
    Unclear,
}

/// Reads an outcome.
pub(super) fn outcome(text: &str) -> WrittenOutcome {
    // a line's end parts an outcome from what is said about it, as a colon does
    let text = squeezed(&unwrapped(text).replacen('\n', ": ", 1));
    if is_blank(&text) {
        return WrittenOutcome::Blank;
    }
    if let Some(outcome) = word(&text) {
        let is_mended = plain(&text) != outcome.word() || text.contains(['(', ')', '?']);
        return WrittenOutcome::Known { outcome, note: None, is_mended };
    }
    let Some((outcome, said, rest)) = begins(&text) else { return WrittenOutcome::Unclear };
    if takes_back(outcome, said, &rest) || rest.contains('?') || rest.is_empty() {
        return WrittenOutcome::Unclear;
    }
    WrittenOutcome::Known { outcome, note: Some(rest), is_mended: true }
}

/// "Success, but three failed" says two things, in whatever language.
fn takes_back(outcome: TaskOutcome, said: &str, rest: &str) -> bool {
    let is_other = |own: &str| word(own).is_some_and(|other| other != outcome);
    if rest.split(|c: char| !c.is_alphanumeric() && c != '/').any(is_other) {
        return true;
    }
    let rest = folded(rest);
    // "no" is a word of several languages: only that of the outcome turns it round
    let own = languages_with_outcome(said).flat_map(|language| language.negations).copied();
    let longer = all_of(|language| language.negations).filter(|own| own.len() > 3);
    let turns = outcome == TaskOutcome::Success && own.chain(longer).any(|own| holds(&rest, own));
    turns || all_of(|language| language.takes_back).any(|own| holds(&rest, own))
}

/// The outcome that these words are, and nothing else.
pub(super) fn word(text: &str) -> Option<TaskOutcome> {
    if text.contains('?') {
        return None;
    }
    let bare = text.trim().trim_matches(['.', '!', '*', '_']).trim().to_lowercase();
    // a sign and its word, "✅ Success", say the same twice
    let mut parts = bare.splitn(2, ' ');
    if let (Some(first), Some(second)) = (parts.next(), parts.next())
        && !first.chars().any(|c| c.is_ascii_alphanumeric() && !first.starts_with(':'))
        && let (Some(sign), Some(said)) = (exact(first), exact(second))
        && sign == said
    {
        return Some(sign);
    }
    exact(&bare)
}

fn exact(bare: &str) -> Option<TaskOutcome> {
    LEXICON.outcomes.get(bare).or_else(|| LEXICON.outcomes.get(folded(bare).as_str())).copied()
}

/// An outcome at the beginning with its word, and what stands behind a mark of punctuation.
fn begins(text: &str) -> Option<(TaskOutcome, &'static str, String)> {
    let lower = unaccented(&text.to_lowercase());
    let said = LEXICON.outcomes.iter().filter(|(word, _)| lower.starts_with(**word));
    if let Some((found, outcome)) = said.max_by_key(|(word, _)| word.len()) {
        let rest = behind_folded(text, found.len())?;
        let trimmed = rest.trim_start();
        let is_sign = !found.chars().any(|c| c.is_ascii_alphanumeric());
        let marked = trimmed.starts_with([',', ';', ':', '(', '.', '–', '—', '、', '。', '，', '：', '（'])
            || trimmed.starts_with("- ")
            || (is_sign && rest.starts_with(' '));
        if !marked {
            return None;
        }
        let note = trimmed.trim_start_matches([',', ';', ':', '.', '–', '—', '-', ' ', '、', '。', '，', '：']);
        let note = match note.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            Some(inner) if !inner.contains(['(', ')']) => inner,
            _ => note,
        };
        return Some((*outcome, *found, note.trim().to_owned()));
    }
    None
}

/// What stands behind so many bytes of the text as it is compared: a letter may be several there, or fewer. None where that
/// is in the middle of one.
fn behind_folded(text: &str, length: usize) -> Option<&str> {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= length {
            return text.get(at..).filter(|_| passed == length);
        }
        passed += unaccented(&c.to_lowercase().collect::<String>()).len();
    }
    (passed == length).then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> (TaskOutcome, Option<String>, bool) {
        match outcome(text) {
            WrittenOutcome::Known { outcome, note, is_mended } => (outcome, note, is_mended),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn outcomes_in_other_words() {
        use TaskOutcome::{Failed, Paused, Skipped, Success};
        for (text, wanted) in [
            ("Success", Success),
            ("`success`", Success),
            ("Done.", Success),
            ("**OK**", Success),
            ("✅", Success),
            (":white_check_mark: Success", Success),
            ("FAILED", Failed),
            ("❌ failed", Failed),
            ("not successful", Failed),
            ("skipped", Skipped),
            ("On hold", Paused),
        ] {
            assert_eq!((known(text).0, known(text).1), (wanted, None), "{text}");
        }
        assert!(!known("Success").2 && known("Done").2);
    }

    #[test]
    fn what_is_said_beside_it_is_its_note() {
        assert_eq!(known("Success, 2498 of 2500"), (TaskOutcome::Success, Some("2498 of 2500".to_owned()), true));
        assert_eq!(known("Failed (timeout)").1.unwrap(), "timeout");
        assert_eq!(known("Failed\ntimeout").1.unwrap(), "timeout");
        assert_eq!(known("skipped: not needed"), (TaskOutcome::Skipped, Some("not needed".to_owned()), true));
        assert_eq!(known("Done - see log").1.unwrap(), "see log");
        assert_eq!(known("✅ all of them").1.unwrap(), "all of them");
        // "no" turns nothing round in English
        assert_eq!(known("Done, no errors").1.unwrap(), "no errors");
        assert_eq!(known("Erledigt, alle 12").1.unwrap(), "alle 12");
        assert_eq!(known("Übersprungen: nicht nötig").1.unwrap(), "nicht nötig");
        assert_eq!(known("完了、全件").1.unwrap(), "全件");
    }

    #[test]
    fn a_blank_or_doubtful_cell_is_no_outcome() {
        for text in ["", " ", "-", "—"] {
            assert_eq!(outcome(text), WrittenOutcome::Blank);
        }
        for text in [
            "Success?",
            "success on retry",
            "Success, but 3 failed",
            "Done: not all",
            "Success\n3 failed",
            "in progress",
            "pending",
            "tbd",
            "N/A",
            "yes",
            "partial success",
            "İİ, no",
            "okra",
            "Erledigt, aber nicht alle",
            "Erledigt, nicht alle",
            "Done, nicht alle",
            "Hecho, excepto 3",
            "Hecho: no todos",
            "Fait, sauf trois",
            "Terminé : pas tous",
            "Feito, mas não todos",
            "Fatto, tranne tre",
            "完了、ただし一部は残り",
            "Done, only 3 of 5",
        ] {
            assert_eq!(outcome(text), WrittenOutcome::Unclear, "{text}");
        }
    }

    #[test]
    fn a_note_is_as_it_was_written_whatever_its_letters_are_compared_as() {
        for note in ["12 Große Gruppen für Müller", "Ærø, Œuvre, Þingvellir, İzmir", "Straße ÄÖÜ", "ǅ ŉ ẞ", "日本 Ⅷ ﬁ"]
        {
            for (lead, wanted) in
                [("Erledigt", TaskOutcome::Success), ("Terminé", TaskOutcome::Success), ("失敗", TaskOutcome::Failed)]
            {
                let (outcome, own, _) = known(&format!("{lead}, {note}"));
                assert_eq!((outcome, own.as_deref()), (wanted, Some(note)), "{lead}");
            }
        }
    }
}
