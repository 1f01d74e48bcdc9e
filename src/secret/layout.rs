//! Secrets that only the place in a table, below a heading or in a definition gives away, line after line.
//!
//! Holds what was said above; a stream holds one of these as a whole text does.

use std::ops::Range;

use super::cells::{LISTS, MOST, Parted, cells, is_rule, is_title};
use super::markup::Markup;
use super::titled::{InLine, Titled, are_titles, titled, titled_briefly, value_under};
use crate::model::head;

/// The most empty lines and fences between a heading and its value.
const BETWEEN: u8 = 3;
/// How much of a line is kept for the rule below it that makes it one of titles, in bytes.
const KEPT: usize = 4_096;

/// What the lines so far say of the next one.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    table: Option<Table>,
    above: Option<Above>,
    markup: Markup,
}

/// A table in whose midst the text is.
#[derive(Debug, Clone)]
struct Table {
    parted: Parted,
    /// What the titles say; nothing where there are none, or none that matters.
    columns: Vec<Option<Titled>>,
    /// How many cells the line of titles had.
    width: usize,
    /// Whether a rule has come.
    is_ruled: bool,
    /// The row before, where a rule may still follow that makes it the titles.
    last: Option<String>,
}

/// A title above, whose value may stand below.
#[derive(Debug, Clone, Copy)]
struct Above {
    titled: Titled,
    /// True for a heading; else only a rule or a colon on the next line makes it a title.
    is_heading: bool,
    /// True behind one `#` and a small letter, as scripts comment on the next line.
    may_be_comment: bool,
    /// How many lines between may still follow.
    left: u8,
}

impl Layout {
    /// The secrets of a text that only its layout gives away.
    pub(super) fn secrets_in(text: &str) -> Vec<InLine> {
        let mut layout = Self::default();
        let mut all = Vec::new();
        let mut from = 0;
        for line in text.split('\n') {
            let found = layout.line(line, true);
            all.extend(found.into_iter().map(|(range, kind)| (from + range.start..from + range.end, kind)));
            from += line.len() + 1;
        }
        all
    }

    /// The secrets of the next line; where that `is_whole` is not known yet, its row may still get longer.
    pub(super) fn line(&mut self, line: &str, is_whole: bool) -> Vec<InLine> {
        let line = line.trim_end_matches('\r');
        let mut found = Vec::new();
        self.markup.line(line, &mut found);
        self.below(line, &mut found);
        self.row(line, is_whole, &mut found);
        found.sort_by_key(|(range, _)| (range.start, range.end));
        found
    }

    /// A value below a heading, or behind the colon of a definition.
    fn below(&mut self, line: &str, found: &mut Vec<InLine>) {
        let text = line.trim();
        let above = self.above.take();
        if let Some(above) = above {
            let next = Above { left: above.left.saturating_sub(1), ..above };
            let is_between =
                text.is_empty() || (above.is_heading && (text.starts_with("```") || text.starts_with("~~~")));
            if is_between {
                self.above = Some(next).filter(|_| above.left > 0);
                return;
            }
            let is_underline = text.len() >= 3 && (text.chars().all(|c| c == '-') || text.chars().all(|c| c == '='));
            if is_underline && above.left == BETWEEN {
                self.above = Some(Above { is_heading: true, ..next });
                return;
            }
            let is_heading = above.is_heading && !(above.may_be_comment && above.left == BETWEEN);
            let begin = line.len() - line.trim_start().len();
            let start = match text.strip_prefix(": ").or_else(|| text.strip_prefix(":\t")) {
                Some(behind) => Some(begin + text.len() - behind.len()),
                None if is_heading => {
                    let word = ["- ", "* ", "+ ", "> ", "1. "].iter().find_map(|mark| text.strip_prefix(mark));
                    let word = word.unwrap_or(text).trim_start();
                    let is_word = !word.contains(char::is_whitespace) && !word.starts_with('#') && !is_setting(word);
                    is_word.then(|| begin + text.len() - word.len())
                }
                None => None,
            };
            found.extend(start.and_then(|start| value_under(above.titled, line, start, line.trim_end().len())));
        }
        let bare = text.trim_start_matches('#');
        let is_bold = ["**", "__"].iter().any(|mark| text.len() > 4 && text.starts_with(mark) && text.ends_with(mark));
        let is_heading = is_bold || (bare.len() < text.len() && bare.starts_with(' '));
        let is_bare = bare.len() == text.len() && !text.contains(['|', ',', ';', '\t', '<', ':', '=']);
        // `Password:`, and in YAML `password: |`, with the value on the next line
        let label = text.trim_end_matches(['|', '>', '+', '-']).trim_end();
        let is_label = label.ends_with([':', '：']) && !label.contains(['|', ',', ';', '\t', '<', '=', '@']);
        if is_heading || is_bare || is_label {
            let is_brief = is_label && !is_heading;
            let is_heading = is_heading || is_label;
            let titled = if is_brief { titled_briefly(label) } else { titled(bare.trim_end_matches('#')) };
            // a title begins with a capital
            let is_small = bare.trim_start().starts_with(char::is_lowercase);
            let may_be_comment = text.len() - bare.len() == 1 && is_small;
            self.above = titled.map(|titled| Above { titled, is_heading, may_be_comment, left: BETWEEN });
        }
    }

    /// A row of a table, or its titles.
    fn row(&mut self, line: &str, is_whole: bool, found: &mut Vec<InLine>) {
        if line.trim().is_empty() {
            self.table = None;
            return;
        }
        if is_rule(line) {
            if let Some(table) = &mut self.table {
                table.rule();
            }
            return;
        }
        if let Some(table) = &mut self.table
            && table.goes_on_in(line)
        {
            table.row(line, is_whole, found);
            return;
        }
        self.table = Table::begun_by(line, is_whole, found);
    }
}

impl Table {
    /// The table whose titles, or first name and value, may stand in this line.
    fn begun_by(line: &str, is_whole: bool, found: &mut Vec<InLine>) -> Option<Self> {
        if line.contains('|') {
            let begin = line.trim_start();
            let parted = if begin.starts_with("||") { Parted::DoubleBars } else { Parted::Bars };
            let mut table = Self { parted, columns: Vec::new(), width: 0, is_ruled: false, last: kept(line) };
            if parted == Parted::DoubleBars {
                table.take_titles(line);
            } else if begin.starts_with('|') {
                table.begin_with(line, is_whole, found);
            }
            return Some(Self { parted: Parted::Bars, ..table });
        }
        LISTS.into_iter().find_map(|parted| {
            let Parted::By(sign) = parted else { return None };
            let first = head(line, KEPT);
            let is_list = first.len() == line.len() && line.contains(sign);
            let titles = if is_list { cells(line, parted) } else { Vec::new() };
            let are_titles = (2..=MOST).contains(&titles.len())
                && titles.iter().all(|range| line.get(range.clone()).is_some_and(is_title));
            let mut table = Self { parted, columns: Vec::new(), width: 0, is_ruled: false, last: None };
            if are_titles {
                table.take_titles(line);
            }
            (!table.columns.is_empty()).then_some(table)
        })
    }

    /// The first line between bars: titles, or a name and its value already; else only a rule below tells titles from a
    /// row, a sentence or a line of a program.
    fn begin_with(&mut self, line: &str, is_whole: bool, found: &mut Vec<InLine>) {
        let row = cells(line, self.parted);
        let secret = beside(line, &row, is_whole);
        // a value that was masked before is one still
        let value = row.get(1).and_then(|cell| line.get(cell.clone())).unwrap_or_default();
        if secret.is_some() || value.contains("[masked ") {
            found.extend(secret);
            self.last = None;
        } else if line.len() <= KEPT && are_titles(row.iter().filter_map(|cell| line.get(cell.clone()))) {
            self.take_titles(line);
        }
    }

    fn take_titles(&mut self, line: &str) {
        let titles = cells(line, self.parted);
        if titles.len() > MOST {
            return;
        }
        let columns: Vec<_> =
            titles.iter().map(|range| line.get(range.clone()).map(bom_less).and_then(titled)).collect();
        self.width = columns.len();
        self.columns = if columns.iter().any(Option::is_some) { columns } else { Vec::new() };
    }

    /// The line before was that of the titles, unless there are some.
    fn rule(&mut self) {
        self.is_ruled = true;
        if let Some(last) = self.last.take().filter(|_| self.columns.is_empty()) {
            self.take_titles(&last);
        }
    }

    fn goes_on_in(&self, line: &str) -> bool {
        match self.parted {
            Parted::Bars | Parted::DoubleBars => line.contains('|'),
            Parted::By(sign) => line.contains(sign),
        }
    }

    fn row(&mut self, line: &str, is_whole: bool, found: &mut Vec<InLine>) {
        let is_list = matches!(self.parted, Parted::By(_));
        let row = cells(line, self.parted);
        let fits = if is_list && is_whole { row.len() == self.width } else { row.len() <= self.width || !is_list };
        if fits {
            let known = row.iter().zip(&self.columns).filter_map(|(cell, titled)| Some((cell, (*titled)?)));
            found.extend(known.filter_map(|(cell, titled)| value_under(titled, line, cell.start, cell.end)));
        }
        if is_list {
            return;
        }
        if (self.columns.is_empty() || !self.is_ruled) && (self.is_ruled || line.trim_start().starts_with('|')) {
            found.extend(beside(line, &row, is_whole));
        }
        self.last = kept(line);
    }
}

/// The value of a row that has a name and a value, `| Password | hunter22 |`.
fn beside(line: &str, row: &[Range<usize>], is_whole: bool) -> Option<InLine> {
    let [name, value, rest @ ..] = row else { return None };
    let titled = line.get(name.clone()).filter(|_| rest.is_empty() || !is_whole).and_then(titled_briefly)?;
    value_under(titled, line, value.start, value.end)
}

/// `NAME=…` of a setting; the `=` at the end of what is encoded, or in the midst of what is mixed, makes none.
fn is_setting(word: &str) -> bool {
    let Some((name, value)) = word.split_once('=') else { return false };
    // `pyjwt>=2.8.0`
    let name = name.trim_end_matches(['<', '>', '~', '!']);
    let has = |is_of: fn(&u8) -> bool| name.bytes().any(|byte| is_of(&byte));
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
        && !is_mixed
        && value.contains(|c: char| c != '=')
}

/// The line, where it is short enough to be one of titles.
fn kept(line: &str) -> Option<String> {
    (line.len() <= KEPT).then(|| line.to_owned())
}

/// The text without the mark that programs write at the beginning of a file.
fn bom_less(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}
