//! The words of the documents in the languages in which they are written: labels, headings, columns, outcomes.
//!
//! Data, one file a language, as [`folded`](super::vocabulary::folded) spells it: lower case, no accents, single blanks.
//! A language joins by its file and its line in [`ALL`]: code asks these lists and has no words of its own. What no file has is
//! not guessed here.

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

/// What a word means in the first language that has it.
pub(super) fn meaning<T: Copy + 'static>(names: impl Fn(&Language) -> Names<T>, word: &str) -> Option<T> {
    words_with(names).find(|(_, own)| *own == word).map(|(meaning, _)| meaning)
}

/// Every word of a list of meanings, with its own.
pub(super) fn words_with<T: Copy + 'static>(
    names: impl Fn(&Language) -> Names<T>,
) -> impl Iterator<Item = (T, &'static str)> {
    ALL.iter()
        .flat_map(move |language| names(language))
        .flat_map(|(meaning, words)| words.iter().map(move |own| (*meaning, *own)))
}

/// What stands behind the longest word of a list with which a text begins. In a language without blanks it goes on at once.
pub(super) fn behind(list: impl Fn(&Language) -> &'static [&'static str], text: &str) -> Option<&str> {
    let rests = all_of(list).filter_map(|word| Some((word, text.strip_prefix(word)?)));
    let whole = rests.filter(|(word, rest)| !word.is_ascii() || !rest.starts_with(char::is_alphanumeric));
    whole.max_by_key(|(word, _)| word.len()).map(|(_, rest)| rest)
}

/// Whether a folded text holds a word, or several in a row: where they are not written in Latin letters, within others too.
pub(super) fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, own)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + own.len()..).unwrap_or_default();
        let is_whole = (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
        is_whole || !word.is_ascii()
    })
}

/// The languages that have this word for how a task ended.
pub(super) fn languages_with_outcome(word: &str) -> impl Iterator<Item = &'static Language> {
    let has = move |language: &&Language| language.outcomes.iter().any(|(_, words)| words.contains(&word));
    ALL.into_iter().filter(move |language| has(language))
}

/// Words of which one takes back what the other does.
pub(super) fn opposites() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.iter().flat_map(|language| language.opposites.iter().copied())
}

/// Every word of a list, in all languages.
pub(super) fn all_of(list: impl Fn(&Language) -> &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(move |language| list(language).iter().copied())
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::folded;
    use super::*;

    /// Every word of a language; a list that is added has to be named here.
    fn every_word(language: &'static Language) -> Vec<&'static str> {
        fn of<T>(names: Names<T>) -> Vec<&'static str> {
            names.iter().flat_map(|(_, words)| *words).copied().collect()
        }
        let Language {
            fields,
            topics,
            people,
            home,
            customer,
            contact_columns,
            check_columns,
            task_columns,
            outcomes,
            parts,
            months,
            weekdays,
            hours,
            date_signs,
            steps,
            estimates,
            missing,
            label_heads,
            vague_heads,
            runbook,
            name_leads,
            name_openings,
            page_titles,
            page_keys,
            ours,
            joints,
            deeds,
            crowds,
            sides,
            weak,
            calls,
            work,
            before,
            after,
            during,
            rests,
            singles,
            going_back,
            rehearsals,
            irreversible,
            numbers,
            date_joints,
            takes_back,
            negations,
            joins,
            particles,
            roles,
            duties,
            units,
            lengths,
            about,
            bounds,
            ranges,
            reasons,
            evidences,
            farewells,
            yes,
            no,
            drafts,
            inapplicable,
            opposites,
            telephones,
            unagreed,
            senders,
            subjects,
            mail_keys,
            replies,
            documents,
            sums,
            other_times,
            asked,
            unwanted,
            behind_todo,
            undone,
            elsewhere,
            absent,
            out_of_scope,
            open_points,
            other_plans,
            nobody,
            nobodies,
            round_absent,
        } = language;
        let lists = [
            people,
            home,
            customer,
            parts,
            hours,
            steps,
            estimates,
            missing,
            label_heads,
            vague_heads,
            runbook,
            name_leads,
            name_openings,
            page_titles,
            page_keys,
            ours,
            joints,
            deeds,
            crowds,
            weak,
            calls,
            work,
            before,
            after,
            during,
            rests,
            singles,
            going_back,
            rehearsals,
            irreversible,
            numbers,
            date_joints,
            takes_back,
            negations,
            joins,
            particles,
            roles,
            about,
            bounds,
            ranges,
            reasons,
            evidences,
            farewells,
            yes,
            no,
            drafts,
            inapplicable,
            telephones,
            unagreed,
            senders,
            subjects,
            mail_keys,
            replies,
            documents,
            sums,
            other_times,
            asked,
            unwanted,
            behind_todo,
            undone,
            elsewhere,
            absent,
            out_of_scope,
            open_points,
            other_plans,
            nobody,
            nobodies,
            round_absent,
        ];
        let mut all: Vec<&str> = lists.into_iter().flat_map(|list| list.iter().copied()).collect();
        all.extend(of(fields));
        all.extend(of(topics));
        all.extend(of(contact_columns));
        all.extend(of(check_columns));
        all.extend(of(task_columns));
        all.extend(of(months));
        all.extend(of(weekdays));
        all.extend(of(date_signs));
        all.extend(of(outcomes));
        all.extend(of(sides));
        all.extend(of(duties));
        all.extend(of(units));
        all.extend(of(lengths));
        all.extend(opposites.iter().flat_map(|(one, other)| [one, other]));
        all
    }

    #[test]
    fn words_are_spelt_as_they_are_compared() {
        // a sign has no spelling, and a mark between words is looked for as it stands
        let is_sign = |word: &str| folded(word).is_empty() || word.starts_with(':') && word.ends_with(':');
        for word in ALL.into_iter().flat_map(every_word).filter(|word| !is_sign(word)) {
            assert_eq!(folded(word), *word);
        }
    }

    #[test]
    fn every_field_is_one_of_the_record() {
        for (field, words) in ALL.iter().flat_map(|language| language.fields) {
            assert!(*field == HeaderField::Name || field.holds().is_some(), "{words:?}");
        }
    }
}
