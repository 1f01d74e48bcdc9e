//! One statement after the other: a key with its value, or the header of a table.
//!
//! Bare keys, texts with the commonest escapes, whole numbers, flags, full times and lists of these on whatever lines.
//! No dotted key, no table in braces, no list in a list.

use std::borrow::Cow;

use super::NotSimple;
use super::time::time_at;

/// A value as it stands behind its key.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) enum Simple<'t> {
    /// Text, whatever its quotes.
    Text(Cow<'t, str>),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// A time with its offset, as it is written.
    Time(&'t str),
    /// A list of texts, numbers and flags.
    List(Vec<Simple<'t>>),
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) enum Statement<'t> {
    /// `key = value`
    Value(&'t str, Simple<'t>),
    /// `[name.name]`
    Table(&'t str),
    /// `[[name.name]]`
    Item(&'t str),
}

/// The statements of a text whose characters are usual.
#[derive(Debug)]
pub(in crate::store) struct Statements<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Statements<'t> {
    type Item = Result<Statement<'t>, NotSimple>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_to_statement();
        self.peek().map(|first| self.statement(first))
    }
}

impl<'t> Statements<'t> {
    /// Reads this text, which [`must_be_usual`](super::must_be_usual) has passed.
    pub(in crate::store) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps over the bytes that are wanted, and gives them.
    fn take(&mut self, is_wanted: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !is_wanted(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Steps over this word where it stands here.
    fn eat(&mut self, word: &str) -> bool {
        let is_here = self.rest().starts_with(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    fn must(&mut self, word: &str) -> Result<(), NotSimple> {
        if self.eat(word) { Ok(()) } else { Err(NotSimple) }
    }

    fn skip_to_statement(&mut self) {
        loop {
            self.take(is_space);
            if self.peek() != Some(b'#') {
                return;
            }
            self.take(|byte| byte != b'\n');
        }
    }

    fn end_line(&mut self) -> Result<(), NotSimple> {
        self.take(is_blank);
        if self.peek() == Some(b'#') {
            self.take(|byte| byte != b'\n');
        }
        if self.at == self.text.len() || self.eat("\n") { Ok(()) } else { Err(NotSimple) }
    }

    fn statement(&mut self, first: u8) -> Result<Statement<'t>, NotSimple> {
        let statement = if first == b'[' {
            self.header()?
        } else {
            let key = self.take(is_bare);
            self.take(is_blank);
            if key.is_empty() || !self.eat("=") {
                return Err(NotSimple);
            }
            self.take(is_blank);
            Statement::Value(key, self.value()?)
        };
        self.end_line()?;
        Ok(statement)
    }

    fn header(&mut self) -> Result<Statement<'t>, NotSimple> {
        self.must("[")?;
        let is_item = self.eat("[");
        let name = self.take(|byte| is_bare(byte) || byte == b'.');
        if name.split('.').any(str::is_empty) {
            return Err(NotSimple);
        }
        self.must(if is_item { "]]" } else { "]" })?;
        Ok(if is_item { Statement::Item(name) } else { Statement::Table(name) })
    }

    fn value(&mut self) -> Result<Simple<'t>, NotSimple> {
        if self.peek() != Some(b'[') {
            return self.scalar();
        }
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.take(is_space);
            if self.eat("]") {
                return Ok(Simple::List(items));
            }
            match self.scalar()? {
                Simple::Time(_) => return Err(NotSimple),
                item => items.push(item),
            }
            self.take(is_space);
            if !self.eat(",") && self.peek() != Some(b']') {
                return Err(NotSimple);
            }
        }
    }

    fn scalar(&mut self) -> Result<Simple<'t>, NotSimple> {
        match self.peek().ok_or(NotSimple)? {
            b'"' => self.text(b'"', "\"\"\"").map(Simple::Text),
            b'\'' => self.text(b'\'', "'''").map(Simple::Text),
            b't' => self.must("true").map(|()| Simple::Flag(true)),
            b'f' => self.must("false").map(|()| Simple::Flag(false)),
            b'-' | b'0'..=b'9' => self.number(),
            _ => Err(NotSimple),
        }
    }

    /// A number, or the time that begins with one. What follows it is looked at by who ends the line or the list.
    fn number(&mut self) -> Result<Simple<'t>, NotSimple> {
        let rest = self.rest();
        if rest.as_bytes().get(4) == Some(&b'-') {
            let time = time_at(rest)?;
            self.at += time.len();
            return Ok(Simple::Time(time));
        }
        let sign = if self.eat("-") { -1 } else { 1 };
        let digits = self.take(|byte| byte.is_ascii_digit());
        let is_long = digits.len() > 18 || (digits.len() > 1 && digits.starts_with('0'));
        let number = digits.parse::<i64>().ok().filter(|_| !is_long);
        number.map(|number| Simple::Number(sign * number)).ok_or(NotSimple)
    }

    /// A text in quotes of this kind, on one line or between three of them.
    fn text(&mut self, quote: u8, long: &str) -> Result<Cow<'t, str>, NotSimple> {
        let is_long = self.eat(long);
        if is_long {
            self.eat("\n");
        } else {
            self.at += 1;
        }
        let mut made = String::new();
        loop {
            let part =
                self.take(|byte| byte != quote && (byte != b'\\' || quote == b'\'') && (is_long || byte != b'\n'));
            let is_end = if is_long { self.rest().starts_with(long) } else { self.peek() == Some(quote) };
            if is_end {
                self.at += if is_long { long.len() } else { 1 };
                // quotes right before the closing ones belong to the text
                if is_long && self.peek() == Some(quote) {
                    return Err(NotSimple);
                }
                made.push_str(if made.is_empty() { "" } else { part });
                return Ok(if made.is_empty() { Cow::Borrowed(part) } else { Cow::Owned(made) });
            }
            made.push_str(part);
            made.push(self.inside(quote)?);
        }
    }

    /// The character for which an escape stands, or a quote in a long text.
    fn inside(&mut self, quote: u8) -> Result<char, NotSimple> {
        let rest = self.rest().as_bytes();
        let (character, width) = match rest {
            [b'\\', b'"', ..] => ('"', 2),
            [b'\\', b'\\', ..] => ('\\', 2),
            [b'\\', b'n', ..] => ('\n', 2),
            [b'\\', b't', ..] => ('\t', 2),
            [own, ..] if *own == quote => (char::from(quote), 1),
            _ => return Err(NotSimple),
        };
        self.at += width;
        Ok(character)
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_space(byte: u8) -> bool {
    is_blank(byte) || byte == b'\n'
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
