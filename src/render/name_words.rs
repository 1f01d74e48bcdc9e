//! Names without a sign in prose, and what is said instead of each. However many they are, a text is read once for all.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::mention::is_of_word;
use crate::model::spliced;

/// Names, and what is said instead of each.
#[derive(Debug, Clone, Default)]
pub(super) struct NameWords {
    as_written: WordTable,
    in_any_case: WordTable,
}

impl NameWords {
    /// True where there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.as_written.told.is_empty() && self.in_any_case.told.is_empty()
    }

    /// One more, in capitals or not; of the same name the first counts.
    pub(super) fn add(&mut self, name: &str, told: &str) {
        self.in_any_case.add(lowered(name), told);
    }

    /// One more that counts only as it is written, because it may be a word of the language.
    pub(super) fn add_as_written(&mut self, name: &str, told: &str) {
        self.as_written.add(name.to_owned(), told);
    }

    /// Only those that are wanted.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        for table in [&mut self.as_written, &mut self.in_any_case] {
            table.told.retain(|name, _| is_wanted(name));
            table.finder = OnceLock::new();
        }
    }

    /// Without those that count only as they are written.
    pub(super) fn in_any_case(&self) -> Self {
        Self { in_any_case: self.in_any_case.clone(), ..Self::default() }
    }

    /// The text with each name told in other words: the longest first, and none that is a part of a longer word.
    ///
    /// What cannot be looked for is not told.
    pub(super) fn told(&self, text: &str, instead: &str) -> String {
        let tables = [self.as_written.found(text), self.in_any_case.found(&lowered(text))];
        let [Some(found), Some(more)] = tables else { return instead.to_owned() };
        let mut found: Vec<(Range<usize>, &str)> = found.into_iter().chain(more).collect();
        found.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then(one.start.cmp(&other.start)));
        let mut is_taken = vec![false; text.len()];
        // what is no longer than what is taken meets it with one of its ends
        found.retain(|(place, _)| {
            let is_free = [place.start, place.end - 1].iter().all(|at| is_taken.get(*at) == Some(&false));
            if let (true, Some(own)) = (is_free, is_taken.get_mut(place.clone())) {
                own.fill(true);
            }
            is_free
        });
        found.sort_by_key(|(place, _)| place.start);
        spliced(text, found)
    }
}

/// Names by their letters.
#[derive(Debug, Clone, Default)]
struct WordTable {
    told: BTreeMap<String, String>,
    finder: OnceLock<Option<AhoCorasick>>,
}

impl WordTable {
    fn add(&mut self, name: String, told: &str) {
        if name.chars().any(char::is_alphanumeric) {
            self.told.entry(name).or_insert_with(|| told.to_owned());
            self.finder = OnceLock::new();
        }
    }

    /// Where they stand; nothing where they cannot be looked for.
    fn found(&self, text: &str) -> Option<Vec<(Range<usize>, &str)>> {
        if self.told.is_empty() {
            return Some(Vec::new());
        }
        let finder = self.finder.get_or_init(|| AhoCorasick::new(self.told.keys()).ok()).as_ref()?;
        let places = finder.find_overlapping_iter(text).map(|found| found.range());
        let names = places.filter(|place| !is_part(text, place));
        Some(names.filter_map(|place| Some((place.clone(), self.told.get(text.get(place)?)?.as_str()))).collect())
    }
}

/// True for what is a part of a longer word.
fn is_part(text: &str, place: &Range<usize>) -> bool {
    let (before, after) = (text.get(..place.start).unwrap_or_default(), text.get(place.end..).unwrap_or_default());
    is_continued(before.chars().rev(), "._-@") || is_continued(after.chars(), "._-") || after.starts_with('@')
}

/// The text in small letters, byte by byte where it was: a letter that would change its length stays as it is.
fn lowered(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}

/// True where a word goes on: by a letter, or by one that stands behind a joint, as in `joe-doe`. A dot that ends a
/// sentence joins nothing, nor do Markdown's marks.
fn is_continued(mut rest: impl Iterator<Item = char>, joints: &str) -> bool {
    match rest.next() {
        Some(c) if joints.contains(c) => rest.find(|next| *next != '_').is_some_and(is_of_word),
        next => next.is_some_and(is_of_word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_counts_and_no_part_of_a_word() {
        let mut words = NameWords::default();
        for name in ["Ann", "Ann Lee", "Lee Doe Ray", "straße", "İnci Ünal", "a.b"] {
            words.add(name, "…");
        }
        words.add("Ann", "somebody");
        words.add_as_written("Will", "W");
        for (text, wanted) in [
            ("ann, ANN LEE and Anna; ann-lee, ann@lee", "…, … and Anna; ann-lee, ann@lee"),
            ("Ann Lee Doe Ray", "… …"),
            ("Ann Leeds", "… Leeds"),
            ("_Ann_ __ann__ STRASSE Straße İnci ünal", "_…_ __…__ STRASSE … …"),
            ("Will will", "W will"),
            ("x.a.b a.b.", "x.a.b …."),
        ] {
            assert_eq!(words.told(text, "?"), wanted);
        }
        assert_eq!(words.in_any_case().told("Will Ann", "?"), "Will …");
        words.retain(|name| name == "Will");
        assert_eq!(words.told("Will Ann", "?"), "W Ann");
    }
}
