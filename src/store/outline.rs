//! Where everything stands in a TOML text: its tables, statements and inline values, each with its bytes.
//!
//! The parser's tree says what a text means and where the parts are; here it is laid out in the order of the text, because
//! an edit is made between bytes. It refuses to hold values: what a part says is read elsewhere.

use std::collections::HashMap;
use std::ops::Range;

use toml_edit::{Document, InlineTable, Item, Table, Value};

use crate::model::{Fault, Result};

/// One step into a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TomlStep {
    Key(String),
    Index(usize),
}

/// The parts of a text. The first section is the head: what stands before the first table header.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) sections: Vec<Section>,
    /// The number of the section of each place.
    named: HashMap<Vec<TomlStep>, usize>,
    /// The numbers of the first and the last section with a header at each place or inside it.
    inside: HashMap<Vec<TomlStep>, (usize, usize)>,
    /// The lines of all headers and statements, in the order of the text.
    lines: Vec<Range<usize>>,
}

/// A table header and the statements under it.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) path: Vec<TomlStep>,
    pub(super) header: Option<Header>,
    pub(super) statements: Vec<Statement>,
    /// The numbers of the statements in the order of their keys.
    by_keys: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Header {
    /// The whole line, with its line break.
    pub(super) line: Range<usize>,
    /// `[name]` or `[[name]]`.
    pub(super) mark: Range<usize>,
}

/// `key = value`; the key may have dots.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) keys: Vec<String>,
    /// Its lines, with the last line break.
    pub(super) line: Range<usize>,
    /// The first character of the key.
    pub(super) start: usize,
    pub(super) value: Inline,
}

/// A value as it stands.
#[derive(Debug)]
pub(super) enum Inline {
    Word(Range<usize>),
    List { at: Range<usize>, items: Vec<Inline> },
    Table { at: Range<usize>, entries: Vec<InlineEntry> },
}

/// `key = value` in an inline table.
#[derive(Debug)]
pub(super) struct InlineEntry {
    pub(super) keys: Vec<String>,
    /// The first character of the key.
    pub(super) start: usize,
    pub(super) value: Inline,
}

impl Inline {
    /// Its bytes.
    pub(super) fn at(&self) -> &Range<usize> {
        match self {
            Self::Word(at) | Self::List { at, .. } | Self::Table { at, .. } => at,
        }
    }

    fn descend(&self, path: &[TomlStep]) -> Option<&Inline> {
        let Some(first) = path.first() else { return Some(self) };
        match (self, first) {
            (Self::List { items, .. }, TomlStep::Index(index)) => items.get(*index)?.descend(path.get(1..)?),
            (Self::Table { entries, .. }, TomlStep::Key(_)) => entries.iter().find_map(|entry| {
                let rest = after_keys(path, &entry.keys)?;
                entry.value.descend(rest)
            }),
            _ => None,
        }
    }
}

impl Section {
    /// Where its last line ends.
    pub(super) fn end(&self) -> usize {
        let header = self.header.as_ref().map_or(0, |header| header.line.end);
        self.statements.last().map_or(header, |last| last.line.end)
    }

    /// The line of its header; the beginning of the text for the head.
    pub(super) fn start(&self) -> usize {
        self.header.as_ref().map_or(0, |header| header.line.start)
    }

    fn new(path: Vec<TomlStep>, header: Option<Header>) -> Self {
        Self { path, header, statements: Vec::new(), by_keys: Vec::new() }
    }

    /// Puts the statements in the order of the text, and makes them found by their keys.
    fn sort(&mut self) {
        self.statements.sort_by_key(|statement| statement.start);
        let mut by_keys: Vec<usize> = (0..self.statements.len()).collect();
        by_keys.sort_by_key(|number| self.statements.get(*number).map(|statement| &statement.keys));
        self.by_keys = by_keys;
    }

    /// The statement whose keys are these, and then those whose keys go on from there.
    fn beginning_with<'a>(&'a self, keys: &[&str]) -> impl Iterator<Item = &'a Statement> + use<'a> {
        let own = |number: &usize| self.statements.get(*number).map_or(&[][..], |statement| &statement.keys);
        let before = |number: &usize| own(number).iter().map(String::as_str).lt(keys.iter().copied());
        let begins = |number: &usize| {
            own(number).len() >= keys.len() && own(number).iter().zip(keys).all(|(own, key)| own == key)
        };
        let rest = self.by_keys.get(self.by_keys.partition_point(before)..).unwrap_or_default();
        let found = rest.get(..rest.partition_point(begins)).unwrap_or_default();
        found.iter().filter_map(move |number| self.statements.get(*number))
    }
}

/// What is left of the path behind these keys, when it begins with them.
pub(super) fn after_keys<'p>(path: &'p [TomlStep], keys: &[String]) -> Option<&'p [TomlStep]> {
    let (front, rest) = path.split_at_checked(keys.len())?;
    let same = front.iter().zip(keys).all(|(step, key)| matches!(step, TomlStep::Key(name) if name == key));
    same.then_some(rest)
}

impl Outline {
    /// Lays out the parts of the text, which ends with a line break.
    ///
    /// # Errors
    /// `Bug` for text that is no TOML: it was read before.
    pub(super) fn of(text: &str) -> Result<Self> {
        let parsed = Document::parse(text).map_err(|error| Fault::bug(format!("the record is no TOML: {error}")))?;
        let head = Section::new(Vec::new(), None);
        let mut builder = Builder { text, sections: vec![head] };
        builder.table(parsed.as_table(), &[], 0, &[])?;
        let mut sections = builder.sections;
        for section in &mut sections {
            section.sort();
        }
        sections.sort_by_key(Section::start);
        Ok(Self::found_by_place(sections))
    }

    fn found_by_place(sections: Vec<Section>) -> Self {
        let (mut named, mut inside) = (HashMap::new(), HashMap::new());
        for (number, section) in sections.iter().enumerate() {
            named.entry(section.path.clone()).or_insert(number);
            for depth in (0..=section.path.len()).filter(|_| section.header.is_some()) {
                let around = section.path.get(..depth).unwrap_or_default().to_vec();
                inside.entry(around).or_insert((number, number)).1 = number;
            }
        }
        let lines_of = |section: &Section| -> Vec<Range<usize>> {
            let header = section.header.iter().map(|header| header.line.clone());
            header.chain(section.statements.iter().map(|one| one.line.clone())).collect()
        };
        let mut lines: Vec<Range<usize>> = sections.iter().flat_map(lines_of).collect();
        lines.sort_by_key(|line| line.start);
        Self { sections, named, inside, lines }
    }

    /// The section whose header names exactly this place.
    pub(super) fn section(&self, path: &[TomlStep]) -> Option<&Section> {
        self.sections.get(*self.named.get(path)?)
    }

    /// The sections around this place, the outermost first, each with the way from there.
    fn around<'a, 'p>(&'a self, path: &'p [TomlStep]) -> impl Iterator<Item = (&'a Section, &'p [TomlStep])> {
        (0..=path.len()).filter_map(|depth| {
            let (around, rest) = path.split_at_checked(depth)?;
            Some((self.section(around)?, rest))
        })
    }

    /// The sections at this place and inside it, in the order of the text; with their numbers.
    pub(super) fn under<'a>(&'a self, path: &'a [TomlStep]) -> impl Iterator<Item = (usize, &'a Section)> {
        let found = self.inside.get(path).copied();
        let sections = found.and_then(|(first, last)| Some((first, self.sections.get(first..=last)?)));
        sections
            .into_iter()
            .flat_map(|(first, sections)| (first..).zip(sections))
            .filter(move |(_, section)| section.header.is_some() && section.path.starts_with(path))
    }

    /// The value at this place, where it is written as one: behind a key or inside an inline value.
    pub(super) fn value(&self, path: &[TomlStep]) -> Option<&Inline> {
        self.statement_around(path).and_then(|(statement, rest)| statement.value.descend(rest))
    }

    /// The statement whose value is, or holds, this place; and the way from there.
    pub(super) fn statement_around<'p>(&self, path: &'p [TomlStep]) -> Option<(&Statement, &'p [TomlStep])> {
        self.around(path).find_map(|(section, rest)| {
            let keys = leading_keys(rest);
            (1..=keys.len()).find_map(|depth| {
                let statement = section.beginning_with(keys.get(..depth)?).next()?;
                (statement.keys.len() == depth).then_some((statement, rest.get(depth..)?))
            })
        })
    }

    /// The section with statements that spell a table at this place with dotted keys, and how many of their keys lead to the
    /// table.
    pub(super) fn dotted_in(&self, path: &[TomlStep]) -> Option<(&Section, usize)> {
        self.around(path).filter(|(_, rest)| !rest.is_empty()).find_map(|(section, rest)| {
            let keys = leading_keys(rest);
            let is_keys = keys.len() == rest.len();
            let mut leading = section.beginning_with(&keys).filter(|statement| statement.keys.len() > keys.len());
            (is_keys && leading.next().is_some()).then_some((section, keys.len()))
        })
    }

    /// The statements that spell a table at this place with dotted keys, the section they stand in, and how many of their
    /// keys lead to the table.
    pub(super) fn dotted(&self, path: &[TomlStep]) -> Option<(&Section, Vec<&Statement>, usize)> {
        let (section, depth) = self.dotted_in(path)?;
        let keys = leading_keys(path.get(path.len().checked_sub(depth)?..)?);
        let found = section.beginning_with(&keys).filter(|statement| statement.keys.len() > depth);
        Some((section, found.collect(), depth))
    }

    /// Where the last statement or header before this byte ends: what stands between is comments and blank lines.
    pub(super) fn floor(&self, at: usize) -> usize {
        let before = self.lines.partition_point(|line| line.end <= at);
        before.checked_sub(1).and_then(|last| self.lines.get(last)).map_or(0, |line| line.end)
    }

    /// True when a statement or a header begins on the line that begins at this byte.
    pub(super) fn begins_at(&self, at: usize) -> bool {
        self.lines.binary_search_by_key(&at, |line| line.start).is_ok()
    }
}

/// The keys with which a way begins, up to the first item of a list.
fn leading_keys(path: &[TomlStep]) -> Vec<&str> {
    path.iter()
        .map_while(|step| match step {
            TomlStep::Key(key) => Some(key.as_str()),
            TomlStep::Index(_) => None,
        })
        .collect()
}

struct Builder<'t> {
    text: &'t str,
    sections: Vec<Section>,
}

fn no_span() -> Fault {
    Fault::bug("a part of the record has no place in its text")
}

impl Builder<'_> {
    /// `keys` lead from the owning section to this table, where it is spelt with dotted keys.
    fn table(&mut self, table: &Table, path: &[TomlStep], owner: usize, keys: &[String]) -> Result<()> {
        for (name, item) in table {
            let mut inner = path.to_vec();
            inner.push(TomlStep::Key(name.to_owned()));
            let mut inner_keys = keys.to_vec();
            inner_keys.push(name.to_owned());
            match item {
                Item::None => {}
                Item::Value(value) => {
                    let key = table.key(name).and_then(toml_edit::Key::span).ok_or_else(no_span)?;
                    let statement = self.statement(inner_keys, key.start, value)?;
                    if let Some(section) = self.sections.get_mut(owner) {
                        section.statements.push(statement);
                    }
                }
                Item::Table(table) if self.has_header(table) => self.section(table, inner)?,
                Item::Table(table) => self.table(table, &inner, owner, &inner_keys)?,
                Item::ArrayOfTables(list) => {
                    for (index, table) in list.iter().enumerate() {
                        let mut item = inner.clone();
                        item.push(TomlStep::Index(index));
                        self.section(table, item)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn has_header(&self, table: &Table) -> bool {
        let start = table.span().map(|span| span.start);
        !table.is_implicit()
            && !table.is_dotted()
            && start.is_some_and(|at| self.text.as_bytes().get(at) == Some(&b'['))
    }

    fn section(&mut self, table: &Table, path: Vec<TomlStep>) -> Result<()> {
        let mark = table.span().ok_or_else(no_span)?;
        let header = Header { line: self.line_start(mark.start)..self.line_end(mark.end), mark };
        self.sections.push(Section::new(path.clone(), Some(header)));
        self.table(table, &path, self.sections.len() - 1, &[])
    }

    fn statement(&self, keys: Vec<String>, key: usize, value: &Value) -> Result<Statement> {
        let value = inline(value)?;
        let first = self.line_start(key);
        let line = first..self.line_end(value.at().end);
        let blank =
            self.text.get(first..).unwrap_or_default().bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        Ok(Statement { keys, line, start: first + blank, value })
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |newline| at + newline + 1)
    }
}

fn inline(value: &Value) -> Result<Inline> {
    let at = value.span().ok_or_else(no_span)?;
    Ok(match value {
        Value::Array(list) => Inline::List { at, items: list.iter().map(inline).collect::<Result<_>>()? },
        Value::InlineTable(table) => {
            let mut entries = Vec::new();
            inline_entries(table, &[], &mut entries)?;
            entries.sort_by_key(|entry| entry.start);
            Inline::Table { at, entries }
        }
        _ => Inline::Word(at),
    })
}

fn inline_entries(table: &InlineTable, keys: &[String], out: &mut Vec<InlineEntry>) -> Result<()> {
    for (name, value) in table {
        let mut inner = keys.to_vec();
        inner.push(name.to_owned());
        match value {
            Value::InlineTable(dotted) if dotted.is_dotted() => inline_entries(dotted, &inner, out)?,
            value => {
                let key = table.key(name).ok_or_else(no_span)?;
                let prefix = key.leaf_decor().prefix().and_then(toml_edit::RawString::span).map(|span| span.end);
                let start = prefix.or(key.span().map(|span| span.start)).ok_or_else(no_span)?;
                out.push(InlineEntry { keys: inner, start, value: inline(value)? });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(words: &str) -> Vec<TomlStep> {
        let step = |word: &str| word.parse().map_or_else(|_| TomlStep::Key(word.to_owned()), TomlStep::Index);
        words.split('.').filter(|word| !word.is_empty()).map(step).collect()
    }

    const TEXT: &str = "# top\na = 1 # one\nb.\"c\" . d = '''\n[x]\n''' # end\n\
                        list = [ { id = \"a\", m . n = 2 }, {id=\"b\"} ]\n  [[ tasks ]] # t\n  id = 'a'\n\
                        [[tasks.attempts]]\n[later.deep]\nz = 1\n[[tasks]]\n[later]\n";

    #[test]
    fn every_part_is_found_where_it_stands() {
        let outline = Outline::of(TEXT).unwrap();
        let text = |at: &Range<usize>| TEXT.get(at.clone()).unwrap();
        for (place, bytes) in [
            ("a", "1"),
            ("b.c.d", "'''\n[x]\n'''"),
            ("list.0", "{ id = \"a\", m . n = 2 }"),
            ("list.0.m.n", "2"),
            ("list.1.id", "\"b\""),
            ("tasks.0.id", "'a'"),
            ("later.deep.z", "1"),
        ] {
            assert_eq!(text(outline.value(&path(place)).unwrap().at()), bytes, "{place}");
        }
        let headers: Vec<_> =
            outline.sections.iter().filter_map(|s| s.header.as_ref()).map(|h| text(&h.mark)).collect();
        assert_eq!(headers, ["[[ tasks ]]", "[[tasks.attempts]]", "[later.deep]", "[[tasks]]", "[later]"]);
        assert_eq!(outline.under(&path("tasks.0")).count(), 2);
        assert_eq!(
            text(&outline.statement_around(&path("b.c.d")).unwrap().0.line),
            "b.\"c\" . d = '''\n[x]\n''' # end\n"
        );
        let (section, found, keys) = outline.dotted(&path("b.c")).unwrap();
        assert_eq!((section.path.len(), found.len(), keys), (0, 1, 2));
        let Inline::Table { entries, .. } = outline.value(&path("list.0")).unwrap() else { panic!() };
        assert!(TEXT.get(entries[1].start..).unwrap().starts_with("m . n"));
    }
}
