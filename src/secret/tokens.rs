//! Tokens that are known by how they are written. Looks at one place of a text; does not search.
//!
//! A token may stand directly behind a letter, a digit or an escape (`\n`, `%0A`), because that is how logs write it: what
//! makes it one is its own beginning and body. Refuses what issuers print in their documentation.

use std::ops::Range;

use super::look::Look;
pub(super) use super::shapes::SHAPES;
use super::stand_in::is_plain_word;
use super::value::{is_documented, sample_in};

/// Which characters a token goes on with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Alphabet {
    /// Letters and digits.
    Plain,
    /// Capital letters and digits.
    Capital,
    /// Capital letters, digits and `-`.
    Grouped,
    /// Small letters and digits.
    Small,
    /// Digits of base 16.
    Hex,
    /// Digits.
    Digits,
    /// Letters, digits, `_` and `-`.
    Word,
    /// Also `.`, in whose midst newer tokens carry their checksum.
    Dotted,
    /// What hashes of passwords are written with: letters, digits, `.`, `/` and what parts them.
    Crypt,
    /// Base64 of either kind, also as an address writes it.
    Base64,
    /// Letters, digits, `_`, `-`, `/`, `@` and `.`, for addresses.
    Address,
}

impl Alphabet {
    pub(super) fn has(self, byte: u8) -> bool {
        match self {
            Self::Plain => byte.is_ascii_alphanumeric(),
            Self::Capital => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Grouped => byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-',
            Self::Small => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Digits => byte.is_ascii_digit(),
            Self::Word => byte.is_ascii_alphanumeric() || b"_-".contains(&byte),
            Self::Dotted => byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
            Self::Crypt => byte.is_ascii_alphanumeric() || b"./$=+".contains(&byte),
            Self::Base64 => byte.is_ascii_alphanumeric() || b"_-+/=%".contains(&byte),
            Self::Address => byte.is_ascii_alphanumeric() || b"/_-@.".contains(&byte),
        }
    }
}

/// One shape: what it begins with, and what must follow.
#[derive(Debug)]
pub(super) struct TokenShape {
    /// What it is, in words for a person.
    pub(super) kind: &'static str,
    /// What gives it away, as it is spelt: its beginning, or a part in its midst.
    pub(super) prefixes: &'static [&'static str],
    /// Which characters stand before that part, and at least how many.
    pub(super) before: Option<(Alphabet, usize)>,
    /// Which characters follow.
    pub(super) alphabet: Alphabet,
    /// How many characters follow at least; a little below what the issuers write, for tokens cut short in copying.
    pub(super) least: usize,
    /// What else must hold.
    pub(super) more: More,
}

/// What else must hold of the characters that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    /// Nothing.
    Nothing,
    /// There are exactly `least`.
    Exact,
    /// One is a digit, which words of prose joined by hyphens have not.
    Digit,
    /// They are mixed as chance mixes them, where the beginning alone may be the end of a word.
    Random,
    /// Mixed, and exactly `least`.
    RandomExact,
    /// The same, and the beginning is so short that no word may stand before it.
    Alone,
    /// The first part has exactly so many characters, a dot follows, and `least` counts both.
    Parted(usize),
}

impl More {
    /// True where a longer one is none: there is nothing to see far behind its end.
    fn counts(self) -> bool {
        matches!(self, Self::Exact | Self::RandomExact | Self::Alone)
    }
}

/// How much of a token is looked at, in bytes; keeps the search linear on hostile text.
const JUDGED: usize = 512;

impl Look for TokenShape {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        token_at(text, start, known, self)
    }

    fn is_token(&self) -> bool {
        true
    }

    /// As long as all that has come fits. A beginning that words have as well gives nothing away before a quarter of what
    /// follows has come, and not while that reads like a word: a question and typed words are to be seen.
    fn is_begun(&self, text: &str, start: usize, known: usize) -> bool {
        let Some(body) = text.get(start + known..) else { return false };
        let is_word = text.as_bytes().iter().skip(start).take(known).all(u8::is_ascii_lowercase);
        let is_plain = matches!(self.more, More::Nothing | More::Exact | More::Parted(_));
        let is_sure = is_plain && known >= 4 && !is_word && !follows_word(text.as_bytes(), start);
        // what needs letters before it has them
        let is_common = !is_sure && self.before.is_none();
        let least = if is_common { (self.least / 4).max(1) } else { 0 };
        body.bytes().all(|byte| self.alphabet.has(byte))
            && body.len() >= least
            && (!is_common || !reads_like_words(body))
            && (!self.more.counts() || body.len() <= self.least)
            && (self.more != More::Alone || !follows_word(text.as_bytes(), start))
            && self.head_before(text.as_bytes(), start).is_some()
    }
}

impl TokenShape {
    /// Where it begins, if what stands before its known part is a part of it.
    fn head_before(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let Some((alphabet, least)) = self.before else { return Some(start) };
        let head = bytes.get(..start)?.iter().rev().take(JUDGED).take_while(|byte| alphabet.has(**byte)).count();
        (head >= least).then_some(start - head)
    }
}

/// True for words between signs; chance has figures and capitals in their midst.
fn reads_like_words(body: &str) -> bool {
    body.split(|c: char| !c.is_ascii_alphanumeric()).all(is_plain_word)
}

/// The token of this shape whose known part, of `known` bytes, was seen at `start`.
fn token_at(text: &str, start: usize, known: usize, shape: &TokenShape) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let from = start + known;
    let rest = bytes.get(from..)?;
    // what every one of the shape has at this place
    if let More::Parted(first) = shape.more
        && rest.get(first) != Some(&b'.')
    {
        return None;
    }
    let most = if shape.more.counts() { shape.least + 16 } else { JUDGED };
    let run = run_of(shape.alphabet, rest, most);
    let body = text.get(from..from + run)?.trim_end_matches(['.', '%', '/', '-']);
    let judged = body.get(..body.len().min(JUDGED))?;
    let is_exact = || body.len() == shape.least && !rest.get(run).is_some_and(u8::is_ascii_alphanumeric);
    let fits = body.len() >= shape.least
        && match shape.more {
            More::Nothing => true,
            More::Exact => is_exact(),
            More::Digit => judged.bytes().any(|byte| byte.is_ascii_digit()),
            More::Random => is_random(judged),
            More::RandomExact => is_exact() && is_random(judged),
            More::Alone => is_exact() && is_random(judged) && !follows_word(bytes, start),
            More::Parted(first) => {
                body.split_once('.').is_some_and(|(head, tail)| head.len() == first && tail.len() >= 16)
            }
        };
    let whole = shape.head_before(bytes, start)?;
    if is_in_public_key(bytes.get(..start)?) && bytes.get(start..from)?.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    // a word as documentation has it frees no token before it, which is one by itself
    let is_by_itself = |at: usize| at >= shape.least && judged.get(..at).is_some_and(is_random);
    let is_shown = is_documented(judged) || sample_in(judged).is_some_and(|at| !is_by_itself(at));
    if !fits || is_shown {
        return None;
    }
    // what is found is walked once, so its end may be as far as it likes
    let length = if run < most { body.len() } else { run_of(shape.alphabet, rest, rest.len()) };
    Some(whole..from + length)
}

/// True within a public key or a certificate, in whose body chance puts every beginning.
fn is_in_public_key(before: &[u8]) -> bool {
    let is_of_body = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    let length = before.iter().rev().take(2 * JUDGED).take_while(is_of_body).count();
    let body = before.get(before.len() - length..).unwrap_or_default();
    let begins = [b"AAAAB3NzaC1".as_slice(), b"AAAAC3NzaC1", b"AAAAE2VjZHNh", b"MIIB", b"MIIC", b"MIID", b"MIIF"];
    begins.iter().any(|begin| body.starts_with(begin))
}

/// How many characters of the alphabet stand at the beginning, up to a number.
pub(super) fn run_of(alphabet: Alphabet, bytes: &[u8], most: usize) -> usize {
    bytes.iter().take(most).take_while(|byte| alphabet.has(**byte)).count()
}

/// True for characters that change between small, large and digits as often as chance has it, with a digit among them.
fn is_random(body: &str) -> bool {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    let bytes = body.as_bytes();
    let changes = bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .filter(|(one, next)| class(**one) != class(**next) && class(**one) != 3 && class(**next) != 3)
        .count();
    bytes.iter().any(u8::is_ascii_digit) && changes * 7 >= bytes.len()
}

/// True when a letter or digit stands just before, and that is no escape such as `\n`, `\u0022` or `%0A`.
pub(super) fn follows_word(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(6)..start).unwrap_or_default();
    if !before.last().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let is_escape = match *before {
        [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f'] => true,
        [.., b'%', a, b] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        [.., b'\\', b'x', a, b] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        [b'\\', b'u', ..] => before.len() == 6,
        [.., b' ', b'-', flag] => flag.is_ascii_alphabetic(),
        [b'-', flag] => flag.is_ascii_alphabetic(),
        _ => false,
    };
    !is_escape && !follows_colour(bytes, start)
}

/// True behind a colour as logs write it out: `\u001b[1;31m`.
fn follows_colour(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(16)..start).unwrap_or_default();
    let Some(numbers) = before.strip_suffix(b"m") else { return false };
    let digits = numbers.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    numbers.get(..numbers.len() - digits).is_some_and(|head| head.ends_with(b"["))
}
