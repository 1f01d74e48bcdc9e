//! What the Markdown parser sees in a text, told line by line: headings, fences, tables, rules, comments.
//!
//! A real parser decides what is code and what is a heading. What people mean beyond Markdown (`[x] - text`, a table
//! without its separator) is left to the readers, who get the lines.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::code_spans::{Code, Starts, unclosed_fence};
use super::html_tables::{html_tables, starts_table};
use super::html_words::as_markdown;
use super::mail_head::{MAIL_HEAD, mail_heads};
use super::other_times::{OTHER_TIME, folding, folds_of_other_times};
use super::reference_links::References;

/// What front matter is called where it is kept.
pub(super) const FRONT_MATTER: &str = "front matter";

/// What one line is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum LineKind {
    /// Words.
    #[default]
    Text,
    /// A row of a table, as Markdown has it.
    Row,
    /// Words at the margin that are quoted: somebody else's, where the text has words of its own.
    Quoted,
    /// A heading with its level and its title.
    Heading(u8, String),
    /// The line under a heading, or a rule.
    Rule,
    /// The beginning or end of a fence; the beginning with what stands behind it.
    Fence(Option<String>),
    /// Inside a fence.
    Fenced,
    /// Nothing of the runbook itself: taken out before the text is read.
    Aside,
    /// Tags between the rows of a table in HTML, or the rest of such a row.
    Tags,
}

/// Something that stands beside the runbook: a comment, front matter, a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    /// The index of its first line.
    pub(super) line: usize,
    /// Its words, as they stand.
    pub(super) text: String,
    /// What it is.
    pub(super) what: &'static str,
}

/// The lines as the readers get them, what each is, and what was taken out.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) lines: Vec<String>,
    pub(super) kinds: Vec<LineKind>,
    pub(super) asides: Vec<Aside>,
    /// Fences that nothing closes; they are read as if they were not there.
    pub(super) open_fences: Vec<usize>,
    /// Lines that are read as something else than they are: how they stand in the text.
    pub(super) written: Vec<(usize, String)>,
}

/// How many fences without an end are looked for one by one; a text with more of them is read without the rest.
const MOST_OPEN_FENCES: usize = 12;

impl Structure {
    /// Looks at the lines of a text.
    pub(super) fn of(lines: Vec<String>) -> Self {
        let kinds = vec![LineKind::Text; lines.len()];
        let mut structure = Self { lines, kinds, ..Self::default() };
        structure.take_out_front_matter();
        structure.take_out_mail_heads();
        structure.close_fences();
        structure.take_out_other_times();
        structure.take_out_comments();
        structure.take_out_tags();
        // a tag may have hidden a fence
        structure.close_fences();
        structure.read_html_tables();
        structure.read_html_words();
        structure.note_blocks();
        structure
    }

    fn text(&self) -> String {
        self.lines.join("\n")
    }

    fn set_aside(&mut self, at: usize, what: &'static str) {
        if let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at)) {
            self.asides.push(Aside { line: at, text: std::mem::take(line), what });
            *kind = LineKind::Aside;
        }
    }

    /// `---`, keys with values, `---`, at the top.
    fn take_out_front_matter(&mut self) {
        let Some(first) = self.lines.iter().position(|line| !line.trim().is_empty()) else { return };
        if self.lines.get(first).is_none_or(|line| line.trim_end() != "---") {
            return;
        }
        let inside = |line: &&String| {
            let line = line.trim_end();
            let is_key = line.split_once(':').is_some_and(|(key, _)| !key.contains([' ', '|', '[', '#', '*']));
            line.is_empty()
                || is_key
                || line.starts_with([' ', '\t'])
                || line.starts_with("- ")
                || line.starts_with('#')
        };
        let length = self.lines.iter().skip(first + 1).take_while(inside).count();
        let last = first + 1 + length;
        let has_keys = self.lines.iter().skip(first + 1).take(length).any(|line| line.contains(':'));
        if !has_keys || self.lines.get(last).is_none_or(|line| !matches!(line.trim_end(), "---" | "...")) {
            return;
        }
        self.set_lines_aside(first..last + 1, FRONT_MATTER);
    }

    fn take_out_mail_heads(&mut self) {
        for lines in mail_heads(&self.lines) {
            self.set_lines_aside(lines, MAIL_HEAD);
        }
    }

    /// What is folded away as another time's work, or as an example, tells nothing of this one.
    fn take_out_other_times(&mut self) {
        if !self.lines.iter().any(|line| line.contains("<summary") || line.contains("<SUMMARY")) {
            return;
        }
        let text = self.text();
        let (code, starts) = (Code::of(&text), Starts::of(&text));
        let is_code = |at: usize| starts.of_line(at).is_some_and(|start| code.holds(start));
        for lines in folds_of_other_times(&self.lines, is_code) {
            self.set_lines_aside(lines, OTHER_TIME);
        }
    }

    fn set_lines_aside(&mut self, lines: Range<usize>, what: &'static str) {
        let taken: Vec<String> =
            self.lines.iter_mut().skip(lines.start).take(lines.len()).map(std::mem::take).collect();
        for kind in self.kinds.iter_mut().skip(lines.start).take(lines.len()) {
            *kind = LineKind::Aside;
        }
        self.asides.push(Aside { line: lines.start, text: taken.join("\n"), what });
    }

    /// A fence without an end would swallow everything below it.
    fn close_fences(&mut self) {
        while let Some(at) = unclosed_fence(&self.text()) {
            if self.open_fences.len() < MOST_OPEN_FENCES {
                self.open_fence(at);
                continue;
            }
            let is_fence = |line: &String| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            let rest: Vec<usize> =
                (at..self.lines.len()).filter(|at| self.lines.get(*at).is_some_and(is_fence)).collect();
            if rest.is_empty() {
                return;
            }
            rest.into_iter().for_each(|at| self.open_fence(at));
        }
    }

    /// The line is no fence; what it says besides is read.
    fn open_fence(&mut self, at: usize) {
        if let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at)) {
            let words = line.replace(['`', '~'], " ").trim().to_owned();
            self.written.push((at, std::mem::replace(line, words)));
            if !line.chars().any(char::is_alphanumeric) {
                line.clear();
                *kind = LineKind::Aside;
            }
        }
        self.open_fences.push(at);
    }

    fn take_out_comments(&mut self) {
        let text = self.text();
        if !text.contains("<!--") {
            return;
        }
        let code = Code::of(&text);
        let starts = Starts::of(&text);
        // blanks keep what follows on the line in its place
        let (mut out, mut copied, mut from) = (String::with_capacity(text.len()), 0, 0);
        let mut touched = Vec::new();
        while let Some(begin) = text.get(from..).and_then(|rest| rest.find("<!--")).map(|at| from + at) {
            from = begin + 4;
            let is_escaped = text.get(..begin).is_some_and(|before| before.ends_with('\\'));
            if is_escaped || code.holds(begin) {
                continue;
            }
            let Some(end) = text.get(from..).and_then(|rest| rest.find("-->")).map(|at| from + at + 3) else { break };
            let words = text.get(begin..end).unwrap_or_default();
            out.push_str(text.get(copied..begin).unwrap_or_default());
            out.extend(words.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            (copied, from) = (end, end);
            touched.extend(starts.line(begin)..=starts.line(end.saturating_sub(1)));
            self.asides.push(Aside { line: starts.line(begin), text: words.to_owned(), what: "a comment" });
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        if touched.is_empty() {
            return;
        }
        self.lines = out.split('\n').map(str::to_owned).collect();
        for at in touched {
            if let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at))
                && line.trim().is_empty()
            {
                line.clear();
                *kind = LineKind::Aside;
            }
        }
    }

    /// Plain tables in HTML are read as rows; the text keeps its lines.
    fn read_html_tables(&mut self) {
        if !self.lines.iter().any(|line| starts_table(line)) {
            return;
        }
        let text = self.text();
        let (code, starts) = (Code::of(&text), Starts::of(&text));
        for table in html_tables(&self.lines, |at| starts.of_line(at).is_some_and(|start| code.holds(start))) {
            let mut rows = table.rows.into_iter().peekable();
            for at in table.lines {
                let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at)) else { continue };
                let row = rows.next_if(|row| row.line == at).map(|row| row.text);
                let is_row = row.is_some();
                self.written.push((at, std::mem::replace(line, row.unwrap_or_default())));
                *kind = if is_row { LineKind::Row } else { LineKind::Tags };
            }
        }
    }

    /// Words in HTML are read as Markdown has them, and links with the address that stands elsewhere; a line of a page's tags
    /// alone holds no words.
    fn read_html_words(&mut self) {
        let text = self.text();
        let references = References::of(&text);
        if !text.contains('<') && references.is_empty() {
            return;
        }
        let (code, starts) = (Code::of(&text), Starts::of(&text));
        let noted: HashSet<usize> = self.written.iter().map(|(at, _)| *at).collect();
        for at in 0..self.lines.len() {
            let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at)) else { continue };
            let start = starts.of_line(at).unwrap_or_default();
            if *kind != LineKind::Text || code.holds(start) {
                continue;
            }
            let words = as_markdown(line, |own| code.holds(start + own));
            let is_code = |own: usize| words.is_none() && code.holds(start + own);
            let linked = references.in_line(words.as_deref().unwrap_or(line), is_code);
            let Some(words) = linked.or(words) else { continue };
            if words.trim().is_empty() {
                *kind = LineKind::Aside;
            }
            let old = std::mem::replace(line, words);
            if !noted.contains(&at) {
                self.written.push((at, old));
            }
        }
    }

    /// `<details>` folds what is read all the same; a `<summary>` is a heading where it names a section.
    fn take_out_tags(&mut self) {
        let text = self.text();
        let (code, starts) = (Code::of(&text), Starts::of(&text));
        for at in 0..self.lines.len() {
            let start = starts.of_line(at).unwrap_or_default();
            let line = self.lines.get(at).map(|line| line.trim().to_owned()).unwrap_or_default();
            if code.holds(start) {
                continue;
            }
            if is_kramdown(&line) {
                self.set_aside(at, "a mark for the page's layout");
            } else if let Some(words) = folding(&line) {
                if words.is_empty() {
                    self.set_line_aside(at);
                } else if let Some(kind) = self.kinds.get_mut(at) {
                    *kind = LineKind::Heading(7, words.clone());
                    if let Some(line) = self.lines.get_mut(at) {
                        *line = words;
                    }
                }
            }
        }
    }

    /// A line without words.
    fn set_line_aside(&mut self, at: usize) {
        if let (Some(line), Some(kind)) = (self.lines.get_mut(at), self.kinds.get_mut(at)) {
            line.clear();
            *kind = LineKind::Aside;
        }
    }

    fn note_blocks(&mut self) {
        let text = self.text();
        let starts = Starts::of(&text);
        for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
            let lines = starts.lines(&range);
            match event {
                Event::Start(Tag::Heading { level, .. }) => self.note_heading(level as u8, lines),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let last = lines.end.saturating_sub(1);
                    for at in lines.clone() {
                        let kind = match at {
                            at if at == lines.start => LineKind::Fence(Some(info.to_string())),
                            at if at == last && self.is_fence(at) => LineKind::Fence(None),
                            _ => LineKind::Fenced,
                        };
                        self.mark(at, kind);
                    }
                }
                Event::Start(Tag::Table(_)) => lines.for_each(|at| self.mark(at, LineKind::Row)),
                Event::Rule => lines.for_each(|at| self.mark(at, LineKind::Rule)),
                _ => {}
            }
        }
    }

    fn is_fence(&self, at: usize) -> bool {
        let line = self.lines.get(at).map(|line| line.trim_matches(['>', ' ', '\t'])).unwrap_or_default();
        line.len() > 2 && (line.bytes().all(|b| b == b'`') || line.bytes().all(|b| b == b'~'))
    }

    fn note_heading(&mut self, level: u8, lines: Range<usize>) {
        let Some(first) = self.lines.get(lines.start).map(|line| line.trim().to_owned()) else { return };
        if let Some(at) =
            first.find('#').filter(|at| first.get(..*at).is_some_and(|lead| !lead.contains(char::is_alphanumeric)))
        {
            let title = first.get(at..).unwrap_or_default().trim_matches('#').trim().to_owned();
            self.mark(lines.start, LineKind::Heading(level, title));
            return;
        }
        // words with a line of dashes below: a heading for Markdown, but for many people a rule
        let (below, is_one) = (lines.end.saturating_sub(1), lines.len() == 2);
        let is_title = is_one && !first.contains(['|', '[']) && !first.trim_end_matches('*').ends_with(':');
        let is_label = first.contains(": ") || first.starts_with("- ") || first.starts_with("* ");
        if is_title && !is_label {
            self.mark(lines.start, LineKind::Heading(level, first));
        }
        self.mark(below, LineKind::Rule);
    }

    fn mark(&mut self, at: usize, kind: LineKind) {
        if let Some(own) = self.kinds.get_mut(at).filter(|own| matches!(own, LineKind::Text | LineKind::Row)) {
            *own = kind;
        }
    }
}

/// `{: .no_toc}`, `{:toc …}`, and the list that Kramdown replaces by a table of contents.
fn is_kramdown(line: &str) -> bool {
    (line.starts_with("{:") && line.ends_with('}')) || matches!(line, "- TOC" | "* TOC" | "[[_TOC_]]" | "[TOC]")
}
