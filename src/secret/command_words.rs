//! The words of a command line as a shell cuts them: at blanks outside quotes, also over lines that a sign joins.
//!
//! Reads commands within other texts, so a quote that closes what was opened before the command opens nothing. Knows nothing
//! of what the words mean.

use std::ops::Range;

/// Where the words of a command stand, from left to right, up to the end of the command.
#[derive(Debug)]
pub(super) struct Words<'t, G> {
    text: &'t str,
    at: usize,
    /// Whether the command has ended.
    ended: bool,
    /// Whether a line that begins so belongs to the one before it without a sign.
    goes_on: G,
    /// Whether the words stand in a list, `["curl", "-u", …]`, in which a comma and a new line part them.
    listed: bool,
    /// Quotes that are not closed any more; keeps the search linear.
    unclosed: Vec<(usize, char)>,
}

/// A text in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// What stands within.
    pub(super) inner: Range<usize>,
    /// Where the closing quote ends.
    pub(super) end: usize,
}

/// How many letters are joined as options at most.
const LONGEST_OPTION: usize = 64;
/// How many backslashes an escaped quote has at most: text within text within text.
const DEEPEST: usize = 7;

impl<'t, G: Fn(&str) -> bool> Words<'t, G> {
    /// The words behind a program's name; nothing where no blank follows it. `goes_on` says whether a line that begins so
    /// belongs to the one before it without a sign.
    pub(super) fn of(text: &'t str, goes_on: G) -> Option<Self> {
        let in_list = text.strip_prefix(['"', '\'']).filter(|rest| rest.starts_with(','));
        let at = in_list.map_or(0, |rest| text.len() - rest.len());
        let mut words = Self { text, at, ended: false, goes_on, listed: in_list.is_some(), unclosed: Vec::new() };
        words.skip_blanks();
        (words.at > 0).then_some(words)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let is_blank = |c: char| matches!(c, ' ' | '\t') || (self.listed && matches!(c, ',' | '\r' | '\n'));
            let bare = rest.trim_start_matches(is_blank);
            // a shell's sign, and behind a blank those of PowerShell and Windows
            let others = bare.strip_prefix(['`', '^']).filter(|_| bare.len() < rest.len());
            let joined = bare.strip_prefix('\\').or(others).and_then(next_line);
            let next = joined.or_else(|| {
                let next = next_line(bare)?;
                (self.goes_on)(next.trim_start_matches([' ', '\t'])).then_some(next)
            });
            self.at += rest.len() - next.unwrap_or(bare).len();
            if next.is_none() {
                return;
            }
        }
    }

    /// The length of what belongs to the word here: one character, or all that is quoted.
    fn step(&mut self, word: &str) -> Option<usize> {
        let rest = self.rest();
        let ends = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '|') || (self.listed && matches!(c, ',' | ']'));
        let first = rest.chars().next().filter(|c| !ends(*c))?;
        if first == '\\' && rest.get(1..).and_then(next_line).is_some() {
            return None;
        }
        let may_open = || word.is_empty() || word.ends_with(['=', ':', ',', '%', '<']) || is_option(word);
        if let Some(opening) = opening(rest).filter(|opening| may_open() && !self.unclosed.contains(opening)) {
            match quoted(rest) {
                Some(own) => return Some(own.end),
                None => self.unclosed.push(opening),
            }
        }
        Some(if rest.starts_with("\\ ") { 2 } else { first.len_utf8() })
    }
}

impl<G: Fn(&str) -> bool> Iterator for Words<'_, G> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        self.skip_blanks();
        let start = self.at;
        while let Some(length) = self.step(self.text.get(start..self.at).unwrap_or_default()).filter(|_| !self.ended) {
            self.at += length;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        self.ended |= matches!(word, "&" | "&&") || word.ends_with(';');
        (!word.is_empty()).then_some(start..self.at)
    }
}

/// What stands on the next line, where this one ends here.
fn next_line(rest: &str) -> Option<&str> {
    rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')
}

/// `-p`, `-ksu`: letters of options, behind which a quoted value may be joined.
fn is_option(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|name| {
        (1..=LONGEST_OPTION).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// How many backslashes stand before the quote that opens here, and which it is.
fn opening(text: &str) -> Option<(usize, char)> {
    let bare = text.trim_start_matches('\\');
    let escapes = text.len() - bare.len();
    let quote = bare.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (escapes <= DEEPEST).then_some((escapes, quote))
}

/// The quoted text with which this one begins; nothing where its quote is not closed on the same line. Closed it is by the
/// same quote with as many backslashes before it.
pub(super) fn quoted(text: &str) -> Option<Quoted> {
    let (escapes, quote) = opening(text)?;
    let from = escapes + quote.len_utf8();
    // between single quotes a backslash is a letter
    let closes = |backslashes: usize| match escapes {
        0 => quote == '\'' || backslashes.is_multiple_of(2),
        escapes => backslashes == escapes,
    };
    let mut backslashes = 0;
    for (at, c) in text.get(from..)?.char_indices() {
        match c {
            '\\' => backslashes += 1,
            '\n' => return None,
            c if c == quote && closes(backslashes) => {
                let end = from + at - escapes.min(backslashes);
                return Some(Quoted { inner: from..end, end: from + at + quote.len_utf8() });
            }
            _ => backslashes = 0,
        }
    }
    None
}
