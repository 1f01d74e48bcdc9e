//! Where a text names somebody by a sign: a handle (`@jane`) or an address (`jane@example.com`), and where such a sign
//! begins and ends among punctuation. What is done with it is for others to say.

use std::ops::Range;

use super::scheme::schemes;

/// One sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where it stands in the text, without what encloses it.
    pub(super) range: Range<usize>,
    /// Where its `@` is.
    pub(super) at: usize,
}

impl Mention {
    /// The sign as the text has it.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or_default()
    }

    /// True for `jane@example.com`.
    pub(super) fn is_address(&self) -> bool {
        self.at > self.range.start
    }
}

/// The signs in a text, in their order.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut scheme = schemes(text);
    for (at, _) in text.match_indices('@') {
        let free = found.last().map_or(0, |last| last.range.end);
        let (Some(before), Some(after)) = (text.get(free..at), text.get(at + 1..)) else { continue };
        let own = address(before, after).map(|(local, host)| at - local..at + 1 + host);
        let is_in_link = scheme(at).is_some_and(|begun| begun >= free);
        let own = own.or_else(|| Some(at..at + 1 + handle(before, after, is_in_link)?));
        found.extend(own.map(|range| Mention { range, at }));
    }
    found
}

/// What rings everybody behind an `@`.
pub(super) const BELLS: [&str; 4] = ["here", "channel", "everyone", "all"];

/// Signs that ring everybody are nobody's account.
pub(super) fn is_bell(word: &str) -> bool {
    BELLS.iter().any(|bell| word.trim_start_matches('@').eq_ignore_ascii_case(bell))
}

/// A letter or digit of a script that parts its words by blanks: others begin anew beside it.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_wide(c)
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

/// How long the two halves of an address are.
fn address(before: &str, after: &str) -> Option<(usize, usize)> {
    let of_local = |c: &char| is_of_word(*c) || "._%+-".contains(*c);
    let local: usize = before.chars().rev().take_while(of_local).map(char::len_utf8).sum();
    let local = before.get(before.len() - local..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let host = after.get(..end_of(after, |c| is_of_word(c) || matches!(c, '.' | '-')))?;
    let host = host.trim_end_matches(|c: char| !c.is_alphanumeric());
    (!local.is_empty() && host.trim_start_matches('.').contains('.')).then_some((local.len(), host.len()))
}

/// How long the name behind the `@` is. A letter before it makes it something else, and in a link it is a part of that.
fn handle(before: &str, after: &str, is_in_link: bool) -> Option<usize> {
    if before.ends_with(is_of_word) || is_in_link && before.ends_with('/') {
        return None;
    }
    // `joe.doe` and `joe-doe` are other names than `joe`; `joe.` ends a sentence, `_joe_` is Markdown's
    let is_of_name = |c: char| c.is_alphanumeric() && is_wide(c) == after.starts_with(is_wide);
    let (mut end, mut joint) = (0, 0);
    for (at, c) in after.char_indices() {
        match c {
            c if is_of_name(c) => (end, joint) = (at + c.len_utf8(), 0),
            '_' => {}
            '.' | '-' if end > 0 && joint == 0 => joint = 1,
            _ => break,
        }
    }
    (end > 0).then_some(end)
}

fn end_of(text: &str, is_inside: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is_inside(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Shape, assert_linear};

    fn signs(text: &str) -> Vec<&str> {
        mentions(text).iter().map(|own| own.of(text)).collect()
    }

    /// Every sign of ASCII that is no letter, and those that people type around words.
    fn punctuation() -> impl Iterator<Item = char> {
        (' '..='~').filter(|c| !c.is_ascii_alphanumeric()).chain("“”‘’«»„…–—·、。（）「」¿¡\u{a0}\n\t".chars())
    }

    #[test]
    fn a_handle_is_found_beside_every_punctuation() {
        for c in punctuation() {
            for text in [format!("{c}@jane{c}"), format!("Ask {c}{c}@jane{c}{c} now"), format!("@jane{c} or {c}@jane")]
            {
                let found = signs(&text);
                assert!(!found.is_empty() && found.iter().all(|own| *own == "@jane"), "{text:?}: {found:?}");
            }
            let both = format!("@jane{c}@bob");
            assert_eq!(signs(&both), ["@jane", "@bob"], "{both:?}");
        }
    }

    #[test]
    fn an_address_is_found_beside_every_punctuation() {
        for c in punctuation().filter(|c| *c != '@') {
            let text = format!("{c}jane@ours.example{c} or {c}{c}jane@ours.example");
            assert_eq!(signs(&text), ["jane@ours.example", "jane@ours.example"], "{text:?}");
        }
    }

    #[test]
    fn a_longer_name_is_another_name() {
        for (text, wanted) in [
            ("@joe.doe @joe-doe @joe_doe @joey @_joe", vec!["@joe.doe", "@joe-doe", "@joe_doe", "@joey", "@_joe"]),
            ("@joe...then @joe--then", vec!["@joe", "@joe"]),
            ("x@joe 5@3 a @ b @@ @- @.x", vec![]),
            ("https://example.com/@joe/post", vec![]),
            ("https://joe@git.example/x", vec!["joe@git.example"]),
            ("joe.doe+x@a-b.example.com.", vec!["joe.doe+x@a-b.example.com"]),
            ("mailto:joe@a.example?cc=ann@b.example", vec!["joe@a.example", "ann@b.example"]),
            ("日本@jane、@みずき。", vec!["@jane", "@みずき"]),
            ("担当は@janeです、ann@b.exampleへ", vec!["@jane", "ann@b.example"]),
        ] {
            assert_eq!(signs(text), wanted, "{text}");
        }
    }
    #[test]
    fn many_signs_are_found_in_a_time_that_grows_as_their_number_does() {
        let shapes: [Shape; 7] = [
            ("signs alone", |count| "@".repeat(count)),
            ("signs of nobody", |count| "@-".repeat(count)),
            ("handles", |count| "@a".repeat(count)),
            ("one word", |count| "a".repeat(count) + &"@".repeat(count)),
            ("in a link", |count| "x://".to_owned() + &"/@".repeat(count)),
            ("links", |count| "x://@/@".repeat(count)),
            ("addresses", |count| "a@b.c,".repeat(count)),
        ];
        assert_linear(&shapes, 5_000, |text| {
            mentions(text);
        });
    }
}
