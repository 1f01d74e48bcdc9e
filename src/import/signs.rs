//! Signs before words that may be boxes nobody here knows.

use super::attempts;
use super::languages::any_has;
use super::vocabulary::{folded, yes_or_no};

/// Whether words begin with a sign that may be a box nobody here knows: `:eyes: told`, `[done] told`, `( ) told`; with a picture,
/// where those of the list are pictures, too.
pub(super) fn begins_with_a_sign(text: &str, are_pictures: bool) -> bool {
    let words = text.trim_start();
    let says = |rest: &str| rest.contains(char::is_alphanumeric);
    let begins = |rest: &str| rest.starts_with(char::is_whitespace) && says(rest);
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+');
    let code = words.strip_prefix(':').and_then(|own| own.split_once(':'));
    let is_code = code.is_some_and(|(name, rest)| name.len() > 1 && name.chars().all(is_name) && begins(rest));
    let drawn = ["( )", "()", "(x)", "(X)", "{ }", "{}", "{x}", "{X}", "|_|", "|x|", "<x>"];
    let is_drawn = drawn.iter().filter_map(|own| words.strip_prefix(own)).any(begins);
    let word = words.strip_prefix('[').and_then(|own| own.split_once(']')).filter(|(_, rest)| begins(rest));
    let is_word = word.is_some_and(|(word, _)| {
        let own = folded(word);
        let is_said = any_has(|language| language.undone, &own) || any_has(|language| language.missing, &own);
        is_said || yes_or_no(word).is_some() || attempts::word(word).is_some()
    });
    let first = words.chars().next().unwrap_or_default();
    let is_picture = match first {
        '\u{25a0}'..='\u{25ff}' | '\u{2b1b}' | '\u{2b1c}' => true,
        '\u{2600}'..='\u{2793}' | '\u{2b50}'..='\u{2b55}' | '\u{1f000}'..='\u{1faff}' => are_pictures,
        _ => false,
    };
    is_code || is_drawn || is_word || is_picture && says(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_may_be_boxes_begin_something_of_their_own() {
        for text in [":eyes: a", ":+1: a", "( ) a", "{x} a", "|_| a", "[done] a", "[yes] a", "◆ a", "◯ a"] {
            assert!(begins_with_a_sign(text, false), "{text}");
        }
        assert!(begins_with_a_sign("👀 a", true) && !begins_with_a_sign("👀 a", false));
        for text in [
            "a",
            "(see a)",
            "[Ann] a",
            "[1] a",
            "[done](https://a.example)",
            "12:30: a",
            "::a",
            ":eyes:",
            "→ a",
            "x: a",
            "",
        ] {
            assert!(!begins_with_a_sign(text, true), "{text}");
        }
    }
}
