//! Words that a record must hold, in any case.
//!
//! Each word is looked for in the bytes as they are first: most records are plain ASCII, where that is the whole answer.
//! Only where letters beyond ASCII could make a difference is the text folded, which costs more than reading it.

use regex::bytes::{Regex, RegexBuilder};

use crate::model::RunbookId;

/// The only letters beyond ASCII whose small letter is, or begins with, one of ASCII: `K` for Kelvin and `İ`.
const INTO_ASCII: [&str; 2] = ["\u{212a}", "\u{130}"];

/// All words of one search.
#[derive(Debug)]
pub(super) struct Search {
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    small: String,
    /// Finds the word in bytes, with ASCII letters in any case; none for a word with other letters.
    ascii: Option<Regex>,
}

impl Search {
    /// A search for records that hold all of these.
    pub(super) fn new(words: &[String]) -> Self {
        Self { words: words.iter().map(|word| Word::new(word)).collect() }
    }

    /// True when the file or the name of this record holds all words.
    pub(super) fn finds(&self, id: &RunbookId, bytes: &[u8]) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let mut folded = Folded { bytes, text: None };
        self.words.iter().all(|word| word.is_in(&mut folded) || id.to_string().contains(&word.small))
    }
}

/// A file's text in small letters, made when it is needed.
struct Folded<'b> {
    bytes: &'b [u8],
    text: Option<String>,
}

impl Folded<'_> {
    fn contains(&mut self, word: &str) -> bool {
        self.text.get_or_insert_with(|| String::from_utf8_lossy(self.bytes).to_lowercase()).contains(word)
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let small = word.to_lowercase();
        let pattern = || RegexBuilder::new(&regex::escape(&small)).unicode(false).case_insensitive(true).build().ok();
        let ascii = if small.is_ascii() { pattern() } else { None };
        Self { small, ascii }
    }

    fn is_in(&self, folded: &mut Folded<'_>) -> bool {
        let Some(ascii) = &self.ascii else { return folded.contains(&self.small) };
        ascii.is_match(folded.bytes) || (may_fold_into_ascii(folded.bytes) && folded.contains(&self.small))
    }
}

fn may_fold_into_ascii(bytes: &[u8]) -> bool {
    let holds = |letter: &str| bytes.windows(letter.len()).any(|own| own == letter.as_bytes());
    !bytes.is_ascii() && INTO_ASCII.into_iter().any(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_folding(word: &str, bytes: &[u8]) -> bool {
        let small = word.to_lowercase();
        String::from_utf8_lossy(bytes).to_lowercase().contains(&small) || "acme/a-b".contains(&small)
    }

    fn by_search(word: &str, bytes: &[u8]) -> bool {
        Search::new(&[word.to_owned()]).finds(&"acme/a-b".parse().unwrap(), bytes)
    }

    #[test]
    fn no_other_letter_becomes_an_ascii_one() {
        let becomes_ascii = |c: &char| !c.is_ascii() && c.to_lowercase().any(|small| small.is_ascii());
        let found: Vec<String> = (char::MIN..=char::MAX).filter(becomes_ascii).map(String::from).collect();
        assert_eq!(found.len(), INTO_ASCII.len());
        assert!(found.iter().all(|letter| INTO_ASCII.contains(&letter.as_str())), "{found:?}");
    }

    #[test]
    fn a_word_is_found_in_any_case_and_in_the_name() {
        for (word, text) in [
            ("Straße", "die STRASSE und die straße"),
            ("STRASSE", "die Strasse"),
            ("kelvin", "\u{212a}elvin"),
            ("i\u{307}stanbul", "\u{130}STANBUL"),
            ("istanbul", "\u{130}stanbul"),
            ("ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"),
            ("a.b", "a-b"),
            ("ACME/a", ""),
            ("", "x"),
            ("end", "LEGEND\u{fffd}"),
        ] {
            assert_eq!(by_search(word, text.as_bytes()), by_folding(word, text.as_bytes()), "{word} in {text}");
        }
        let both = Search::new(&["One".to_owned(), "TWO".to_owned()]);
        assert!(both.finds(&"a/b".parse().unwrap(), b"two, one") && !both.finds(&"a/b".parse().unwrap(), b"two"));
    }

    proptest! {
        #[test]
        fn searching_is_folding(word in "[aAkKiIsSß\u{212a}\u{130}Σσς\\.-]{1,3}", text in "[aAkKiIsSß\u{212a}\u{130}Σσς\u{307}\\. -]{0,12}", torn in 0..4_usize) {
            let bytes = &text.as_bytes()[torn.min(text.len())..];
            prop_assert_eq!(by_search(&word, bytes), by_folding(&word, bytes), "{} in {}", word, text);
        }
    }
}
