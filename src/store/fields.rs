//! Setting and clearing one key of a record's text.
//!
//! A value that changes leaves its line as it is but for the value. A new key goes behind the one that comes before it in
//! `docs/format.md`, “The record”, never behind a table header that it does not belong to. A key that goes takes its
//! lines; comments on them stay, on lines of their own.

use std::ops::Range;

use serde_json::{Map, Value};

use super::literal::{self, Form};
use super::new_text::{self, TextStyle, has_headers};
use super::outline::{Inline, InlineEntry, Section, Statement, TomlStep};
use super::toml_buffer::{Added, Edit, TomlBuffer};
use crate::model::keys::{Holds, Shape};
use crate::model::{Fault, Result};

/// The place one step further in.
pub(super) fn inner(path: &[TomlStep], step: TomlStep) -> Vec<TomlStep> {
    path.iter().cloned().chain([step]).collect()
}

/// What stands at a place of the record.
pub(super) fn field_at(path: &[TomlStep]) -> Holds {
    let mut field = Holds::Table(Shape::Record);
    for step in path {
        if let TomlStep::Key(key) = step {
            field = field.inside().holds(key);
        }
    }
    field
}

/// The keys of a path, without its positions: what a header says.
pub(super) fn names(path: &[TomlStep]) -> Vec<String> {
    let name = |step: &TomlStep| match step {
        TomlStep::Key(key) => Some(key.clone()),
        TomlStep::Index(_) => None,
    };
    path.iter().filter_map(name).collect()
}

/// Where a key stands among its neighbours: known ones in the order of `docs/format.md`, “The record”, others behind
/// them.
fn rank(shape: Shape, key: &str) -> usize {
    shape.keys().iter().position(|own| own.name == key).unwrap_or(usize::MAX)
}

fn root_rank(step: &TomlStep) -> usize {
    match step {
        TomlStep::Key(key) => rank(Shape::Record, key),
        TomlStep::Index(_) => usize::MAX,
    }
}

impl TomlBuffer {
    /// Gives the key at this place this value, whether it was there or not.
    pub(super) fn put(&mut self, path: &[TomlStep], value: &Value) -> Result<()> {
        if let Some(existing) = self.outline.value(path) {
            if !self.gives_way(path, existing, value) {
                let lines = self.outline.statement_around(path).is_some_and(|(_, rest)| rest.is_empty());
                let at = existing.at().clone();
                let form = Form { newline: self.newline, lines, old: self.get(at.clone()) };
                let text = literal::value(value, field_at(path), form);
                self.replace(at, text);
                return Ok(());
            }
            self.cut(path)?;
        } else if self.is_there(path) {
            self.cut(path)?;
        }
        self.add(path, value)
    }

    /// True when something is still written at this place or inside it, whatever of it has gone.
    pub(super) fn is_still_there(&mut self, path: &[TomlStep]) -> Result<bool> {
        // a header stays, and so does a value with braces
        if self.has_dropped() && self.outline.section(path).is_none() && self.outline.value(path).is_none() {
            self.settle()?;
        }
        Ok(self.is_there(path))
    }

    /// True when something is written at this place or inside it.
    fn is_there(&self, path: &[TomlStep]) -> bool {
        self.outline.value(path).is_some()
            || self.outline.under(path).next().is_some()
            || self.outline.dotted_in(path).is_some()
    }

    /// An empty list behind a key makes room for tables under headers of their own.
    fn gives_way(&self, path: &[TomlStep], existing: &Inline, value: &Value) -> bool {
        let Inline::List { at, items } = existing else { return false };
        let alone = self.outline.statement_around(path).is_some_and(|(_, rest)| rest.is_empty());
        alone && items.is_empty() && has_headers(value) && !self.get(at.clone()).contains('#')
    }

    fn add(&mut self, path: &[TomlStep], value: &Value) -> Result<()> {
        let Some((TomlStep::Key(key), table)) = path.split_last() else {
            return Err(Fault::bug("a field of a record has no key"));
        };
        let has_place = self.outline.section(table).is_some() || self.outline.dotted_in(table).is_some();
        let is_statement = has_place && !has_headers(value);
        if !is_statement || !self.may_hold(table, rank(field_at(table).inside(), key)) {
            self.settle()?;
        }
        for depth in (0..=table.len()).rev() {
            let (around, rest) = table.split_at(depth);
            if let Some(Inline::Table { at, entries }) = self.outline.value(around) {
                let keys: Vec<String> = names(rest).into_iter().chain([key.clone()]).collect();
                let shape = field_at(around).inside();
                let after = entry_before(entries, &keys, shape);
                let text = literal::value(value, field_at(path), Form::inline(self.newline));
                let edit = self.add_entry(at, entries, after, &format!("{} = {text}", dotted(&keys)));
                return self.splice(vec![edit]);
            }
        }
        if has_headers(value) {
            return self.add_tables(path, value);
        }
        self.add_statement(table, key, value)
    }

    fn add_statement(&mut self, table: &[TomlStep], key: &str, value: &Value) -> Result<()> {
        let path = inner(table, TomlStep::Key(key.to_owned()));
        let shape = field_at(table).inside();
        let (section, prefix) = match (self.outline.section(table), self.outline.dotted_in(table)) {
            (Some(section), _) => (section, Vec::new()),
            (None, Some((section, depth))) => {
                let rest = table.get(table.len() - depth..).unwrap_or_default();
                (section, names(rest))
            }
            (None, None) => {
                let map: Map<String, Value> = [(key.to_owned(), value.clone())].into_iter().collect();
                return self.add_tables(table, &Value::Object(map));
            }
        };
        let keys: Vec<String> = prefix.iter().cloned().chain([key.to_owned()]).collect();
        let rank = rank(shape, key);
        let (at, indent) = match self.last_added(table, rank).filter(|added| added.rank == rank) {
            Some(added) => (added.at, added.indent.clone()),
            None => self.statement_place(section, &keys, shape),
        };
        let look = TextStyle { newline: self.newline, header: "", body: &indent, flat: false };
        let text = new_text::statement(&dotted(&keys), value, field_at(&path), look);
        self.hold_added(Added { table: table.to_vec(), rank, at, indent }, text);
        Ok(())
    }

    /// Where a new statement goes in its section, and how far it is indented.
    fn statement_place(&self, section: &Section, keys: &[String], shape: Shape) -> (usize, String) {
        let depth = keys.len() - 1;
        let own = rank(shape, keys.last().map_or("", String::as_str));
        let neighbours: Vec<(usize, &Statement)> = section
            .statements
            .iter()
            .filter(|one| one.keys.len() > depth && one.keys.iter().zip(keys).take(depth).all(|(a, b)| a == b))
            .filter_map(|one| Some((rank(shape, one.keys.get(depth)?), one)))
            .collect();
        // the last of equals: unknown keys come behind each other
        let before = neighbours.iter().filter(|(rank, _)| *rank <= own).max_by_key(|(rank, one)| (*rank, one.start));
        if let Some((_, one)) = before {
            return (one.line.end, self.indent(one.start).to_owned());
        }
        if let Some((_, one)) = neighbours.iter().min_by_key(|(rank, one)| (*rank, one.start)) {
            return (self.lead(one.line.start), self.indent(one.start).to_owned());
        }
        let end = section.header.as_ref().map_or(0, |header| header.line.end);
        (end, self.indent(section.start()).to_owned())
    }

    /// Puts a table, or a list of tables, under headers of their own.
    pub(super) fn add_tables(&mut self, path: &[TomlStep], value: &Value) -> Result<()> {
        let at = self.tables_place(path);
        let look = TextStyle { newline: self.newline, header: "", body: "", flat: false };
        let text = new_text::tables(&names(path), value, field_at(path), look);
        let edit = self.insert_block(at, &text);
        self.splice(vec![edit])
    }

    fn tables_place(&self, path: &[TomlStep]) -> usize {
        // a header for what has only headers inside goes above them
        if let Some((_, first)) = self.outline.under(path).next() {
            return self.lead(first.start());
        }
        for depth in (1..path.len()).rev() {
            let around = path.get(..depth).unwrap_or_default();
            if let Some(end) = self.block_end(around) {
                return end;
            }
        }
        let own = path.first().map_or(usize::MAX, root_rank);
        let tables = self.outline.sections.iter().filter(|section| section.header.is_some());
        let ranked: Vec<_> = tables.filter_map(|one| Some((root_rank(one.path.first()?), one))).collect();
        if let Some((_, one)) =
            ranked.iter().filter(|(rank, _)| *rank <= own).max_by_key(|(rank, one)| (*rank, one.end()))
        {
            return self.tail(one.end());
        }
        match ranked.iter().min_by_key(|(rank, one)| (*rank, one.start())) {
            Some((_, one)) => self.lead(one.start()),
            None => self.text.len(),
        }
    }

    /// Takes the key at this place away, with everything inside it.
    pub(super) fn cut(&mut self, path: &[TomlStep]) -> Result<()> {
        let is_more = self.outline.under(path).next().is_some() || self.outline.dotted_in(path).is_some();
        if let Some((statement, [])) = self.outline.statement_around(path).filter(|_| !is_more) {
            let edit = self.cut_statement(statement);
            self.hold_dropped(edit);
            return Ok(());
        }
        self.settle()?;
        let mut edits = Vec::new();
        match self.outline.statement_around(path) {
            Some((statement, [])) => edits.push(self.cut_statement(statement)),
            Some((statement, _)) => edits.extend(self.cut_inside(path, statement)),
            None => {}
        }
        if let Some((_, statements, _)) = self.outline.dotted(path) {
            edits.extend(statements.into_iter().map(|statement| self.cut_statement(statement)));
        }
        let is_table = matches!(path.last(), Some(TomlStep::Key(_)));
        edits.extend(self.runs(path).into_iter().map(|run| self.cut_run(run, is_table)));
        self.splice(edits)
    }

    /// A table that goes with nothing left in it leaves the comment behind its header; an item takes its own along.
    fn cut_run(&self, run: Range<usize>, is_table: bool) -> Edit {
        let mut headers = self.outline.sections.iter().filter_map(|section| section.header.as_ref());
        let lone = headers.find(|header| is_table && header.line == run);
        let comment = lone.map_or("", |header| self.get(header.mark.end..run.end).trim());
        if comment.is_empty() {
            return self.cut_block(run);
        }
        let comment = format!("{comment}{}", self.newline);
        (run, comment)
    }

    fn cut_statement(&self, statement: &Statement) -> Edit {
        let line = statement.line.clone();
        let behind = self.get(statement.value.at().end..line.end).trim();
        let comments =
            self.comments_in(&statement.value).into_iter().chain([behind]).filter(|comment| !comment.is_empty());
        let kept =
            comments.map(|comment| format!("{}{comment}{}", self.indent(statement.start), self.newline)).collect();
        (line, kept)
    }

    fn cut_inside(&self, path: &[TomlStep], statement: &Statement) -> Vec<Edit> {
        let from = path.len() - self.outline.statement_around(path).map_or(0, |(_, rest)| rest.len());
        for depth in (from..path.len()).rev() {
            let (around, rest) = path.split_at(depth);
            let holder = if depth == from { Some(&statement.value) } else { self.outline.value(around) };
            match (holder, rest.first()) {
                (Some(Inline::Table { entries, .. }), _) => {
                    let wanted = names(rest);
                    return self.drop_entries(entries, |entry| entry.keys.starts_with(&wanted));
                }
                (Some(Inline::List { items, .. }), Some(TomlStep::Index(index))) => {
                    return self.drop_item(items, *index);
                }
                _ => {}
            }
        }
        Vec::new()
    }
}

/// The entry behind which a new one goes: as for statements.
fn entry_before(entries: &[InlineEntry], keys: &[String], shape: Shape) -> Option<usize> {
    let own = keys.first().map_or(usize::MAX, |key| rank(shape, key));
    let ranked =
        entries.iter().enumerate().filter_map(|(number, entry)| Some((rank(shape, entry.keys.first()?), number)));
    ranked.filter(|(rank, _)| *rank <= own).max().map(|(_, number)| number)
}

fn dotted(keys: &[String]) -> String {
    keys.iter().map(|key| literal::key(key)).collect::<Vec<_>>().join(".")
}
