//! Edits inside inline values: entries of `{ … }` and items of `[ … ]`, whose commas and comments stay where they are.
//!
//! A list on one line stays on one line; a list with one item a line gets and loses whole lines.

use std::ops::Range;

use super::outline::{Inline, InlineEntry};
use super::toml_buffer::{Edit, TomlBuffer};

impl TomlBuffer {
    /// Puts `text` (a whole `key = value`) into an inline table, behind the entry of this number or first.
    pub(super) fn add_entry(
        &self,
        at: &Range<usize>,
        entries: &[InlineEntry],
        after: Option<usize>,
        text: &str,
    ) -> Edit {
        match (after.and_then(|number| entries.get(number)), entries.first()) {
            (Some(entry), _) => {
                let end = entry.value.at().end;
                (end..end, format!(", {text}"))
            }
            (None, Some(first)) => (first.start..first.start, format!("{text}, ")),
            (None, None) => {
                let inside = at.start + 1..at.end.saturating_sub(1);
                if self.get(inside.clone()).trim().is_empty() {
                    (inside, format!(" {text} "))
                } else {
                    (inside.start..inside.start, format!(" {text} "))
                }
            }
        }
    }

    /// Takes entries out of an inline table.
    pub(super) fn drop_entries(&self, entries: &[InlineEntry], gone: impl Fn(&InlineEntry) -> bool) -> Vec<Edit> {
        let spans: Vec<_> = entries.iter().map(|entry| (entry.start..entry.value.at().end, gone(entry))).collect();
        self.drop_parts(&spans)
    }

    /// Takes one item out of a list.
    pub(super) fn drop_item(&self, items: &[Inline], index: usize) -> Vec<Edit> {
        let spans: Vec<_> = items.iter().enumerate().map(|(i, item)| (item.at().clone(), i == index)).collect();
        if !self.has_lines(items) {
            return self.drop_parts(&spans);
        }
        let Some(item) = items.get(index).map(Inline::at) else { return Vec::new() };
        let end = self.comma_after(item.end).unwrap_or(item.end);
        let line = self.line_start(item.start)..self.line_end(end);
        let before = self.get(line.start..item.start);
        let behind = self.get(end..line.end).trim();
        // a comment behind the item, or another item, keeps the line
        let cut = match before.trim().is_empty() && behind.is_empty() {
            true => line,
            false => item.start..end + self.blanks(end),
        };
        vec![(cut, String::new())]
    }

    /// Parts on one line, each with the comma that no longer separates anything.
    fn drop_parts(&self, parts: &[(Range<usize>, bool)]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut kept_end: Option<usize> = None;
        for (number, (part, gone)) in parts.iter().enumerate() {
            if !gone {
                kept_end = Some(part.end);
                continue;
            }
            let next = parts.get(number + 1);
            let cut = match (next, kept_end) {
                (Some((next, _)), _) if !self.get(part.end..next.start).contains('#') => part.start..next.start,
                (None, Some(end)) if !self.get(end..part.start).contains('#') => end..part.end,
                _ => part.start..self.comma_after(part.end).unwrap_or(part.end),
            };
            edits.push((cut, String::new()));
        }
        merge(edits)
    }

    /// Puts an item into a list, behind the item of this number or first.
    pub(super) fn add_item(&self, at: &Range<usize>, items: &[Inline], after: Option<usize>, text: &str) -> Vec<Edit> {
        let newline = self.newline;
        let previous = after.and_then(|number| items.get(number)).map(Inline::at);
        let next = items.get(after.map_or(0, |number| number + 1)).map(Inline::at);
        match (previous, next) {
            (None, None) => self.add_first(at, text),
            (_, Some(next)) if self.begins_line(next.start) => {
                let line = self.line_start(next.start);
                let start = self.comments_above(line, previous.map_or(at.start, |item| item.end));
                vec![(start..start, format!("{}{text},{newline}", self.indent(next.start)))]
            }
            (_, Some(next)) => vec![(next.start..next.start, format!("{text}, "))],
            (Some(last), None) => {
                let comma = self.comma_after(last.end);
                let end = self.line_end(comma.unwrap_or(last.end));
                // the closing bracket on the same line: the list goes on there
                if end > at.end.saturating_sub(1) || !self.begins_line(last.start) {
                    return vec![match comma {
                        Some(comma) => (comma..comma, format!(" {text},")),
                        None => (last.end..last.end, format!(", {text}")),
                    }];
                }
                let line =
                    format!("{}{text}{}{newline}", self.indent(last.start), if comma.is_some() { "," } else { "" });
                let mut edits = vec![(end..end, line)];
                if comma.is_none() {
                    edits.push((last.end..last.end, ",".to_owned()));
                }
                edits
            }
        }
    }

    /// The first item of an empty list; comments in it stay above.
    fn add_first(&self, at: &Range<usize>, text: &str) -> Vec<Edit> {
        let inside = at.start + 1..at.end.saturating_sub(1);
        if self.get(inside.clone()).trim().is_empty() {
            return vec![(inside, text.to_owned())];
        }
        let close = inside.end;
        let line = self.line_start(close);
        vec![(line..line, format!("{}  {text},{}", self.indent(close), self.newline))]
    }

    /// The comments between the items of a list.
    pub(super) fn comments_in(&self, value: &Inline) -> Vec<&str> {
        let Inline::List { at, items } = value else { return Vec::new() };
        let starts = std::iter::once(at.start).chain(items.iter().map(|item| item.at().end));
        let ends = items.iter().map(|item| item.at().start).chain([at.end]);
        let gaps = starts.zip(ends).map(|(start, end)| self.get(start..end));
        gaps.flat_map(str::lines).filter_map(|line| Some(line.get(line.find('#')?..)?.trim_end())).collect()
    }

    /// True when the list has an item that begins on a line of its own.
    fn has_lines(&self, items: &[Inline]) -> bool {
        items.iter().any(|item| self.begins_line(item.at().start))
    }

    fn begins_line(&self, at: usize) -> bool {
        self.get(self.line_start(at)..at).trim().is_empty()
    }

    fn comments_above(&self, line: usize, floor: usize) -> usize {
        let mut start = line;
        while start > floor {
            let above = self.line_start(start.saturating_sub(1));
            if above <= floor || !self.line(above).starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// Where the comma behind this byte ends, with nothing but blanks, line breaks and comments before it.
    fn comma_after(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.text.as_bytes().get(at)? {
                b',' => return Some(at + 1),
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b'#' => at = self.line_end(at),
                _ => return None,
            }
        }
    }

    fn blanks(&self, at: usize) -> usize {
        self.get(at..self.text.len()).bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
    }
}

/// Cuts that touch, as one: the comma before the last part belongs to two when both go.
fn merge(edits: Vec<Edit>) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    for (at, text) in edits {
        match out.last_mut() {
            Some((last, _)) if last.end >= at.start => *last = last.start.min(at.start)..last.end.max(at.end),
            _ => out.push((at, text)),
        }
    }
    out
}
