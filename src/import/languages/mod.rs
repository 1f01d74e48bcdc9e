//! The words of the documents in the languages in which they are written: labels, headings, columns, outcomes.
//!
//! Data, one file a language, as [`folded`](super::vocabulary::folded) spells it: lower case, no accents, single blanks.
//! A language joins by its file and its line in [`ALL`]. What no file has is not guessed here.

mod english;
mod french;
mod german;
mod italian;
mod japanese;
mod language;
mod portuguese;
mod spanish;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::language::Names;
use super::meanings::{ContactColumn, HeaderField, TaskColumn, Topic};
use crate::model::TaskOutcome;

pub(super) use self::language::Language;

/// Every language, the documents' own first: where two differ about a word, it wins.
const ALL: [&Language; 7] = [
    &english::WORDS,
    &german::WORDS,
    &spanish::WORDS,
    &french::WORDS,
    &portuguese::WORDS,
    &italian::WORDS,
    &japanese::WORDS,
];

/// All languages, by word.
pub(super) struct Lexicon {
    pub(super) fields: HashMap<&'static str, HeaderField>,
    pub(super) topics: HashMap<&'static str, Topic>,
    pub(super) contact_columns: HashMap<&'static str, ContactColumn>,
    pub(super) task_columns: HashMap<&'static str, TaskColumn>,
    pub(super) outcomes: HashMap<&'static str, TaskOutcome>,
}

/// The words of all languages.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    fields: by_word(|language| language.fields),
    topics: by_word(|language| language.topics),
    contact_columns: by_word(|language| language.contact_columns),
    task_columns: by_word(|language| language.task_columns),
    outcomes: by_word(|language| language.outcomes),
});

fn by_word<T: Clone + 'static>(names: impl Fn(&Language) -> Names<T>) -> HashMap<&'static str, T> {
    let mut found = HashMap::new();
    for (meaning, words) in ALL.iter().flat_map(|language| names(language)) {
        for word in *words {
            found.entry(*word).or_insert_with(|| meaning.clone());
        }
    }
    found
}

/// Whether any language has this word in a list.
pub(super) fn any_has(list: impl Fn(&Language) -> &'static [&'static str], word: &str) -> bool {
    ALL.iter().any(|language| list(language).contains(&word))
}

/// Every word of a list, in all languages.
pub(super) fn all_of(list: impl Fn(&Language) -> &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(move |language| list(language).iter().copied())
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::folded;
    use super::*;

    #[test]
    fn words_are_spelt_as_they_are_compared() {
        for language in ALL {
            let fields = language.fields.iter().flat_map(|(_, words)| *words);
            let topics = language.topics.iter().flat_map(|(_, words)| *words);
            let contacts = language.contact_columns.iter().flat_map(|(_, words)| *words);
            let tasks = language.task_columns.iter().flat_map(|(_, words)| *words);
            let lists = [language.people, language.home, language.customer, language.estimates, language.missing];
            for word in fields.chain(topics).chain(contacts).chain(tasks).chain(lists.into_iter().flatten()) {
                assert_eq!(folded(word), *word);
            }
        }
    }
}
