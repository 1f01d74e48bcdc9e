//! What a secret may begin with: the beginnings of all rules in one table, so that a text is walked once.
//!
//! Most texts hold none of the beginnings; then nothing but this walk is done.

use std::ops::Range;
use std::sync::OnceLock;

use super::command::{self, PROGRAMS, Program};
use super::tokens::{SHAPES, TokenShape, jwt_at, token_at};
use super::{assignment, header, key, url};

/// How the place behind a beginning is looked at.
#[derive(Debug)]
enum PrefixKind {
    Token(&'static TokenShape),
    Jwt,
    Key,
    Url,
    Header,
    Cookie,
    Bearer,
    Command(&'static Program),
    Assignment,
}

/// One beginning.
#[derive(Debug)]
pub(super) struct Prefix {
    literal: &'static str,
    /// True when capitals and small letters are the same.
    any_case: bool,
    /// What it leads to, in words for a person.
    pub(super) kind: &'static str,
    look: PrefixKind,
    /// Its place in the table of all.
    pub(super) number: usize,
}

impl Prefix {
    /// True for shapes that are known exactly; they name a finding rather than a guess from a name does.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.look, PrefixKind::Token(_) | PrefixKind::Jwt | PrefixKind::Key | PrefixKind::Url)
    }

    fn begins(&self, rest: &[u8]) -> bool {
        let Some(head) = rest.get(..self.literal.len()) else { return false };
        if self.any_case { head.eq_ignore_ascii_case(self.literal.as_bytes()) } else { head == self.literal.as_bytes() }
    }

    /// The secret that begins, or is led to, at `start`.
    pub(super) fn secret_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        match self.look {
            PrefixKind::Token(shape) => token_at(text, start, self.literal.len(), shape),
            PrefixKind::Jwt => jwt_at(text, start),
            PrefixKind::Key => key::key_at(text, start),
            PrefixKind::Url => url::password_at(text, start),
            PrefixKind::Header => header::credentials_at(text, start, self.literal.len()),
            PrefixKind::Cookie => header::cookie_at(text, start, self.literal.len()),
            PrefixKind::Bearer => header::bearer_at(text, start, self.literal.len()),
            PrefixKind::Command(program) => command::password_at(text, start, self.literal.len(), program),
            PrefixKind::Assignment => assignment::value_at(text, start, self.literal.len()),
        }
    }
}

/// All beginnings by their first byte, small.
#[derive(Debug)]
pub(super) struct Prefixes {
    by_first: Vec<Vec<Prefix>>,
    /// Which two bytes, as they stand in a text, may begin one; nearly all do not, so this ends most looks at once.
    pairs: Vec<bool>,
    count: usize,
}

impl Prefixes {
    /// The table, made once.
    pub(super) fn known() -> &'static Self {
        static KNOWN: OnceLock<Prefixes> = OnceLock::new();
        KNOWN.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut leads =
            Self { by_first: (0..=u8::MAX).map(|_| Vec::new()).collect(), pairs: vec![false; 1 << 16], count: 0 };
        for shape in SHAPES {
            for prefix in shape.prefixes {
                leads.add(prefix, false, shape.kind, PrefixKind::Token(shape));
            }
        }
        leads.add("eyJ", false, "JWT", PrefixKind::Jwt);
        for block in key::BLOCKS {
            leads.add(block.begin, false, "private key", PrefixKind::Key);
        }
        leads.add("://", false, "password in an address", PrefixKind::Url);
        leads.add("authorization", true, "authorization header", PrefixKind::Header);
        leads.add("bearer ", true, "authorization header", PrefixKind::Bearer);
        leads.add("cookie", true, "cookie", PrefixKind::Cookie);
        for program in PROGRAMS {
            for name in program.names {
                leads.add(name, false, "password", PrefixKind::Command(program));
            }
        }
        for (name, kind) in assignment::NAMES {
            leads.add(name, true, kind, PrefixKind::Assignment);
        }
        leads
    }

    fn add(&mut self, literal: &'static str, any_case: bool, kind: &'static str, look: PrefixKind) {
        let [first, second, ..] = *literal.as_bytes() else { return };
        let cases = |byte: u8| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
        for pair in cases(first).into_iter().flat_map(|first| cases(second).map(|second| [first, second])) {
            if let Some(may_begin) = self.pairs.get_mut(usize::from(u16::from_be_bytes(pair))) {
                *may_begin = true;
            }
        }
        if let Some(row) = self.by_first.get_mut(usize::from(first.to_ascii_lowercase())) {
            row.push(Prefix { literal, any_case, kind, look, number: self.count });
            self.count += 1;
        }
    }

    /// What they lead to.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.by_first.iter().flatten().map(|lead| lead.kind)
    }

    /// How they are spelt, for the tests.
    #[cfg(test)]
    pub(super) fn literals(&self) -> impl Iterator<Item = &'static str> {
        self.by_first.iter().flatten().map(|lead| lead.literal)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Every beginning that stands in the text, with its place, from left to right.
    pub(super) fn seen_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'t Prefix)> {
        let bytes = text.as_bytes();
        let pairs = bytes.iter().zip(bytes.iter().skip(1)).enumerate();
        let may_begin = |first: u8, second: u8| {
            self.pairs.get(usize::from(u16::from_be_bytes([first, second]))).is_some_and(|may_begin| *may_begin)
        };
        let places = pairs.filter(move |(_, (first, second))| may_begin(**first, **second));
        places.flat_map(move |(at, (first, _))| {
            let row = self.by_first.get(usize::from(first.to_ascii_lowercase()));
            let rest = bytes.get(at..).unwrap_or_default();
            row.into_iter().flatten().filter(move |lead| lead.begins(rest)).map(move |lead| (at, lead))
        })
    }
}

/// Where a token begins at the end of the text whose rest may not have come yet.
pub(super) fn begun_in(text: &str) -> Option<usize> {
    let word = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = text.get(word..).unwrap_or_default();
    let begun = |(at, lead): (usize, &Prefix)| match lead.look {
        PrefixKind::Token(_) | PrefixKind::Jwt => Some(word + at),
        // a name and a colon, and no host yet
        PrefixKind::Url => {
            last.get(at + 3..).filter(|rest| rest.contains(':') && !rest.contains(['/', '@'])).map(|_| word + at)
        }
        PrefixKind::Key
        | PrefixKind::Header
        | PrefixKind::Cookie
        | PrefixKind::Bearer
        | PrefixKind::Command(_)
        | PrefixKind::Assignment => None,
    };
    let token = Prefixes::known().seen_in(last).filter_map(begun).next();
    let key = key::begun_in(text);
    [token, key].into_iter().flatten().min()
}
