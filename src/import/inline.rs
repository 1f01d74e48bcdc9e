//! Words within a line: links, backticks and emphasis round a value, breaks and blanks.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::model::{Line, Prose, is_forbidden};

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkAnchor {
    /// What stands for it, still as Markdown; empty for a bare address.
    pub(super) words: String,
    /// Where it leads, as written.
    pub(super) target: String,
    /// Where it stands in the text, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Every link of a text from left to right: `[words](target)`, `<target>` and bare addresses.
pub(super) fn anchors(text: &str) -> Vec<LinkAnchor> {
    let mut found: Vec<LinkAnchor> = Vec::new();
    let mut code = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((dest_url.to_string(), String::new(), range.start)),
            Event::Text(words) => {
                if let Some((_, all, _)) = &mut open {
                    all.push_str(&marked(&words));
                }
            }
            Event::Code(_) => {
                if let Some((_, all, _)) = &mut open {
                    all.push_str(text.get(range.clone()).unwrap_or_default());
                }
                code.push(range);
            }
            Event::End(TagEnd::Link) => {
                if let Some((target, words, start)) = open.take() {
                    let words = if words == marked(&target) { String::new() } else { words };
                    found.push(LinkAnchor { words, target, start, end: range.end });
                }
            }
            _ => {}
        }
    }
    for (start, end) in bare_addresses(text) {
        let is_taken = found.iter().any(|own| own.start < end && start < own.end);
        // an address that is wholly in backticks is one; in the middle of code it is code
        let in_code = code.iter().any(|range| range.start < start && end < range.end && range.len() > end - start + 4);
        if !is_taken && !in_code {
            let target = text.get(start..end).unwrap_or_default().to_owned();
            found.push(LinkAnchor { words: String::new(), target, start, end });
        }
    }
    found.sort_by_key(|own| own.start);
    found
}

/// Words so that [`decoded`] gives them back.
fn marked(words: &str) -> String {
    let mark = |c: char| matches!(c, '\\' | '&' | '`').then_some('\\');
    words.chars().flat_map(|c| mark(c).into_iter().chain([c])).collect()
}

/// `https://…` up to the first character that cannot belong to it.
fn bare_addresses(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("http")).map(|at| from + at) {
        let rest = text.get(at..).unwrap_or_default();
        from = at + 4;
        if !rest.starts_with("https://") && !rest.starts_with("http://") {
            continue;
        }
        let stops = |c: char| c.is_whitespace() || matches!(c, '|' | '<' | '>' | '`' | '"');
        let length = rest.find(stops).unwrap_or(rest.len());
        let mut address = rest.get(..length).unwrap_or_default();
        loop {
            let shorter = address.trim_end_matches(['.', ',', ';', '!', '*', '\'']);
            let unpaired = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
            let shorter = if unpaired { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
            if shorter.len() == address.len() {
                break;
            }
            address = shorter;
        }
        if address.len() > "https://".len() {
            found.push((at, at + address.len()));
            from = at + address.len();
        }
    }
    found
}

/// The text with single blanks, on one line.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines with single blanks, without blank ones at either end.
pub(super) fn tidy(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(squeezed).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The text without backticks or emphasis round the whole of it.
pub(super) fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    for mark in ["```", "``", "`", "***", "**", "__", "*", "_"] {
        let inner = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.trim().is_empty() && !inner.contains(mark)) {
            return unwrapped(inner);
        }
    }
    text
}

/// One line of a record. What it may not hold is taken out before a text is read.
pub(super) fn line(text: &str) -> Option<Line> {
    let text = decoded(&squeezed(text), is_forbidden);
    if text.trim().is_empty() { None } else { Line::new(text).ok() }
}

/// Several lines of a record, as they stand.
pub(super) fn prose(text: &str) -> Option<Prose> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.is_empty())?;
    let last = lines.iter().rposition(|line| !line.is_empty())?;
    let text = lines.get(first..=last)?.join("\n");
    Prose::new(decoded(&text, |c| is_forbidden(c) && !matches!(c, '\n' | '\t'))).ok()
}

/// The words that Markdown shows for a text: a mark behind a backslash and a character by its entity are themselves,
/// and `<br>` a line's end, unless it is one that no record holds. What stands in backticks stays as it is.
pub(super) fn decoded(text: &str, refuses: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            let length = span_length(rest, run).unwrap_or(run);
            out.push_str(rest.get(..length).unwrap_or_default());
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let (shown, length) = match c {
            '\\' => match rest.chars().nth(1) {
                Some(next) if next.is_ascii_punctuation() || next == '\n' => (next, 1 + next.len_utf8()),
                _ => (c, 1),
            },
            '&' => entity(rest).filter(|(shown, _)| !refuses(*shown)).unwrap_or((c, 1)),
            '<' => line_break(rest).filter(|_| !refuses('\n')).map_or((c, 1), |length| ('\n', length)),
            c => (c, c.len_utf8()),
        };
        out.push(shown);
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// The length of the `<br>` at the beginning of a text.
fn line_break(text: &str) -> Option<usize> {
    let (tag, _) = text.strip_prefix('<')?.split_once('>')?;
    tag.trim_end_matches([' ', '/']).eq_ignore_ascii_case("br").then(|| tag.len() + 2)
}

/// How long the code is that begins with so many backticks; none where nothing ends it.
fn span_length(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    loop {
        let open = at + text.get(at..)?.find('`')?;
        let tail = text.get(open..)?;
        let other = tail.len() - tail.trim_start_matches('`').len();
        at = open + other;
        if other == run {
            return Some(at);
        }
    }
}

/// The character that an entity at the beginning of a text stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let shown = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => ' ',
        "vert" => '|',
        name => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let number = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(number)?
        }
    };
    Some((shown, name.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<(String, String)> {
        anchors(text).into_iter().map(|own| (own.words, own.target)).collect()
    }

    #[test]
    fn links_are_found_however_they_are_written() {
        let own = |words: &str, target: &str| (words.to_owned(), target.to_owned());
        assert_eq!(
            targets("[Confirm `x`](https://a.example/b) and <https://c.example> then https://d.example/e."),
            [own("Confirm `x`", "https://a.example/b"), own("", "https://c.example"), own("", "https://d.example/e")]
        );
        assert_eq!(targets("`https://a.example/-/issues/1`"), [own("", "https://a.example/-/issues/1")]);
        assert_eq!(targets("(see https://a.example/b_(c))"), [own("", "https://a.example/b_(c)")]);
        assert_eq!(targets("`curl https://a.example | sh`"), []);
        assert_eq!(targets("no link, http only"), []);
    }

    #[test]
    fn what_wraps_a_value_comes_off_and_what_is_part_of_it_stays() {
        assert_eq!(unwrapped(" `@john_doe` "), "@john_doe");
        assert_eq!(unwrapped("**`x`**"), "x");
        assert_eq!(unwrapped("`a` - `b`"), "`a` - `b`");
        assert_eq!(unwrapped("`status: 'enable'."), "`status: 'enable'.");
        assert_eq!(squeezed(" Technical  execution "), "Technical execution");
    }
}
