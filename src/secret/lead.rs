//! What gives a secret away: the leads of all rules in one table, so that a text is walked once.
//!
//! Most texts hold none of them; then nothing but this walk is done. Knows no rule: each says itself what its leads lead to.

use std::sync::OnceLock;

use super::bot_token::BotToken;
use super::jwt::Jwt;
use super::look::Look;
use super::programs::PROGRAMS;
use super::tokens::SHAPES;
use super::{assignment, bot_token, header, key, key_body, login, names, pin, url};

/// One lead.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    /// In small letters where case does not count.
    literal: &'static str,
    /// True when capitals and small letters are the same.
    any_case: bool,
    /// What it leads to, in words for a person.
    pub(super) kind: &'static str,
    /// The rule.
    pub(super) look: &'static dyn Look,
    /// Its place in the table of all.
    pub(super) number: usize,
}

impl Lead {
    /// How many bytes it takes at the beginning of the text, if it stands there.
    fn known_in(&self, text: &str) -> Option<usize> {
        let head = text.as_bytes().get(..self.literal.len());
        match (self.any_case, self.literal.is_ascii()) {
            (false, _) => head.is_some_and(|head| head == self.literal.as_bytes()).then_some(self.literal.len()),
            (true, true) => head
                .is_some_and(|head| head.eq_ignore_ascii_case(self.literal.as_bytes()))
                .then_some(self.literal.len()),
            (true, false) => {
                let mut rest = text.chars();
                let mut is_same =
                    |wanted| rest.next().is_some_and(|c| c == wanted || c.to_lowercase().next() == Some(wanted));
                self.literal.chars().all(&mut is_same).then(|| text.len() - rest.as_str().len())
            }
        }
    }

    /// The bytes with which it may begin, in pairs.
    fn beginnings(&self) -> impl Iterator<Item = usize> {
        let cases = |c: char| match self.any_case {
            true => [Some(c), c.to_uppercase().next()],
            false => [Some(c), None],
        };
        let mut chars = self.literal.chars();
        let (first, second) = (chars.next(), chars.next());
        let firsts = first.into_iter().flat_map(cases).flatten();
        firsts.flat_map(move |first| {
            let seconds = second.into_iter().flat_map(cases).flatten();
            seconds.filter_map(move |second| {
                let both = String::from_iter([first, second]);
                both.as_bytes().first_chunk().copied().map(number_of)
            })
        })
    }
}

/// The number of a pair of bytes.
fn number_of(pair: [u8; 2]) -> usize {
    usize::from(u16::from_be_bytes(pair))
}

/// A lead where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'l> {
    /// The lead.
    pub(super) lead: &'l Lead,
    /// Where it stands.
    pub(super) at: usize,
    /// How many bytes it takes.
    pub(super) known: usize,
}

/// All leads, by their first bytes.
#[derive(Debug)]
pub(super) struct Leads {
    /// Those that begin with the same pair of bytes; nothing begins with the first row.
    rows: Vec<Vec<Lead>>,
    /// Which row belongs to a pair of bytes.
    row_of: Vec<u16>,
    /// What they lead to, each once.
    kinds: Vec<&'static str>,
    count: usize,
}

impl Leads {
    /// The table, made once.
    pub(super) fn known() -> &'static Self {
        static KNOWN: OnceLock<Leads> = OnceLock::new();
        KNOWN.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut leads = Self { rows: vec![Vec::new()], row_of: vec![0; 1 << 16], kinds: Vec::new(), count: 0 };
        for shape in SHAPES {
            for prefix in shape.prefixes {
                leads.add(prefix, false, shape.kind, shape);
            }
        }
        leads.add("eyJ", false, "JWT", &Jwt);
        for begin in bot_token::BEGINS {
            leads.add(begin, false, "Discord token", &BotToken);
        }
        for name in pin::NAMES {
            leads.add(name, true, "PIN", &pin::Pin);
        }
        for block in key::BLOCKS {
            leads.add(block.begin, false, "private key", block);
        }
        for begin in key_body::BEGINS {
            leads.add(begin, false, "private key", &key_body::KeyBody);
        }
        leads.add("://", false, "password in an address", &url::Address);
        leads.add(url::ENCODED, true, "password in an address", &url::EncodedAddress);
        leads.add("authorization", true, "authorization header", &header::Authorization);
        leads.add("bearer ", true, "authorization header", &header::Bearer);
        leads.add("cookie", true, "cookie", &header::Cookie);
        for program in PROGRAMS {
            for name in program.names {
                leads.add(name, false, "password", program);
            }
        }
        for name in login::NAMES {
            leads.add(name, true, "password", &login::Login);
        }
        for (name, kind) in names::NAMES {
            leads.add(name, true, kind, &assignment::Name);
        }
        leads
    }

    fn add(&mut self, literal: &'static str, any_case: bool, kind: &'static str, look: &'static dyn Look) {
        let lead = Lead { literal, any_case, kind, look, number: self.count };
        self.count += 1;
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        let mut pairs: Vec<usize> = lead.beginnings().collect();
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            let Some(number) = self.row_of.get_mut(pair) else { continue };
            if *number == 0 {
                *number = u16::try_from(self.rows.len()).unwrap_or_default();
                self.rows.push(Vec::new());
            }
            if let Some(row) = self.rows.get_mut(usize::from(*number)) {
                row.push(lead.clone());
            }
        }
    }

    /// Those that may begin with these two bytes.
    fn row(&self, first: u8, second: u8) -> &[Lead] {
        let number = self.row_of.get(number_of([first, second])).copied().unwrap_or_default();
        self.rows.get(usize::from(number)).map_or(&[], Vec::as_slice)
    }

    /// What they lead to.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.iter().copied()
    }

    /// True where the name of a secret stands in the text.
    pub(super) fn have_name_in(&self, text: &str) -> bool {
        self.seen_in(text).any(|seen| seen.lead.look.is_name())
    }

    /// How they are spelt, for the tests.
    #[cfg(test)]
    pub(super) fn literals(&self) -> std::collections::BTreeSet<&'static str> {
        self.rows.iter().flatten().map(|lead| lead.literal).collect()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// True where a token begins, or a name that leads to a secret; blocks of keys and addresses begin with signs.
    pub(super) fn is_led_at(&self, text: &str, at: usize) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        let row = rest.as_bytes().first_chunk().map_or(&[] as &[Lead], |[first, second]| self.row(*first, *second));
        let leads = row.iter().filter(|lead| lead.look.is_token() || !lead.look.is_exact());
        leads
            .filter_map(|lead| Some((lead, lead.known_in(rest)?)))
            .any(|(lead, known)| lead.look.secret_at(text, at, known).is_some())
    }

    /// Every lead that stands in the text, from left to right.
    pub(super) fn seen_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Sight<'t>> {
        let bytes = text.as_bytes();
        let pairs = bytes.iter().zip(bytes.iter().skip(1)).enumerate();
        let rows = pairs.map(|(at, (first, second))| (at, self.row(*first, *second)));
        rows.filter(|(_, row)| !row.is_empty()).flat_map(move |(at, row)| {
            let rest = text.get(at..).unwrap_or_default();
            row.iter().filter_map(move |lead| Some(Sight { lead, at, known: lead.known_in(rest)? }))
        })
    }
}

/// Stands for the rest of a secret that has not come yet: long, mixed, no word.
pub(super) const PROBE: &str = "Zq7kW3mX9pL2vT8sR4nB6dF1hJ5gC0yA";

/// Where a secret begins at the end of the text whose rest may not have come yet.
pub(super) fn begun_in(text: &str) -> Option<usize> {
    let whole = without_unfinished(text);
    let word = begun_in_word(text);
    let settled = if whole.len() < text.len() { begun_in_word(whole) } else { None };
    [word, settled, key::begun_in(text)].into_iter().flatten().min()
}

fn begun_in_word(text: &str) -> Option<usize> {
    let word = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = text.get(word..)?;
    let is_begun = |seen: &Sight<'_>| seen.lead.look.is_begun(text, word + seen.at, seen.known);
    Leads::known().seen_in(last).find(is_begun).map(|seen| word + seen.at)
}

/// The text without what may yet turn out to be no letter of it: the first bytes of a character, written out, and the
/// beginning of a sequence that colours or moves.
fn without_unfinished(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.len().checked_sub(4)
        && rest.get(at..).is_some_and(|last| last.starts_with("\\x"))
    {
        rest = rest.get(..at).unwrap_or_default();
    }
    let sequence = rest.rfind('\u{1b}').filter(|at| rest.len() - at <= LONGEST_SEQUENCE);
    rest.get(..sequence.unwrap_or(rest.len())).unwrap_or_default()
}

/// How long a sequence of a terminal is at most, in bytes.
const LONGEST_SEQUENCE: usize = 32;
