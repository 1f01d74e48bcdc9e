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
    // both lists are in order and nothing in them overlaps
    let written: Vec<(usize, usize)> = found.iter().map(|own| (own.start, own.end)).collect();
    for (start, end) in bare_addresses(text) {
        let next = written.partition_point(|(_, own_end)| *own_end <= start);
        let is_taken = written.get(next).is_some_and(|(own_start, _)| *own_start < end);
        // an address that is wholly in backticks is one; in the middle of code it is code
        let around = code.get(code.partition_point(|range| range.end <= start));
        let in_code =
            around.is_some_and(|range| range.start < start && end < range.end && range.len() > end - start + 4);
        if !is_taken && !in_code {
            let target = text.get(start..end).unwrap_or_default().to_owned();
            found.push(LinkAnchor { words: String::new(), target, start, end });
        }
    }
    found.sort_by_key(|own| own.start);
    found
}

/// Words so that [`decoded`] gives them back.
pub(super) fn marked(words: &str) -> String {
    let mark = |c: char| matches!(c, '\\' | '&' | '`' | '*' | '_').then_some('\\');
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
        let (closing, opening) = (address.matches(')').count(), address.matches('(').count());
        let mut too_many = closing.saturating_sub(opening);
        loop {
            let mut shorter = address.trim_end_matches(['.', ',', ';', '!', '*', '\'']);
            if let (Some(less), true) = (shorter.strip_suffix(')'), too_many > 0) {
                (shorter, too_many) = (less, too_many - 1);
            }
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

/// Words of a time or a length: what stands for a blank is one.
pub(super) fn plain_blanks(text: &str) -> String {
    squeezed(&decoded(text, |c| c == '\n'))
}

/// The longest entity that is looked at, in bytes.
const LONGEST_ENTITY: usize = 14;

/// The longest tag that is looked at, in bytes, so that a text of nothing but their beginnings is read in one go.
pub(super) const LONGEST_TAG: usize = 64;

/// The text with every character behind a backslash that no reader here could take for markup, as itself: `2030\-12\-10`,
/// `@john\_doe`, `\#support`. The words that Markdown shows stay the same; what stands in backticks does, too.
pub(super) fn bare(text: &str) -> String {
    if !text.contains(['\\', '&']) {
        return text.to_owned();
    }
    let opens_emphasis = text.trim_start().starts_with('_');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match (c, rest.chars().nth(1)) {
            ('`', _) => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                length = span_length(rest, run).unwrap_or(run);
                out.push_str(rest.get(..length).unwrap_or_default());
            }
            ('&', _) => match entity(rest).filter(|(shown, _)| is_no_mark(*shown)) {
                Some((shown, own)) => {
                    out.push(shown);
                    length = own;
                }
                None => out.push(c),
            },
            ('\\', Some(next)) if is_itself(before, next, opens_emphasis) => {
                out.push(next);
                length = 1 + next.len_utf8();
            }
            ('\\', Some(next)) => {
                out.extend([c, next]);
                length = 1 + next.len_utf8();
            }
            _ => out.push(c),
        }
        before = out.chars().next_back();
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Whether a character that is written by its entity may stand as itself: no reader takes it for markup.
fn is_no_mark(c: char) -> bool {
    c.is_alphanumeric()
        || !is_forbidden(c) && matches!(c, ' ' | '\u{a0}' | '–' | '—' | '…' | '@' | '\'' | '’' | '“' | '”')
}

/// Whether the character behind a backslash may stand there without it.
fn is_itself(before: Option<char>, c: char, opens_emphasis: bool) -> bool {
    match c {
        '-' | '.' | '#' | ':' | '+' | '=' | ',' | ';' | '/' | '%' | '^' | '$' | '{' | '}' | '"' | '\'' | '?' => true,
        '(' | ')' => before != Some(']'),
        // our own export writes one within a text for a word that is no handle
        '@' => before.is_none(),
        '_' => !opens_emphasis && before.is_some_and(|before| !before.is_whitespace() && before != '_'),
        _ => false,
    }
}

/// The text without the anchor behind a heading, `{#anchor}`.
pub(super) fn unanchored(text: &str) -> &str {
    let text = text.trim_end();
    let Some((before, anchor)) = text.strip_suffix('}').and_then(|inner| inner.rsplit_once('{')) else { return text };
    let is_anchor = anchor.trim_start_matches(':').trim_start().starts_with(['#', '.']) && !anchor.contains(['{', '}']);
    if is_anchor && !before.ends_with('\\') { before.trim_end() } else { text }
}

/// True where any of the words is struck out.
pub(super) fn is_struck(text: &str) -> bool {
    let text = text.replace("\\~", "");
    text.contains("~~") && {
        let parser = Parser::new_ext(&text, pulldown_cmark::Options::ENABLE_STRIKETHROUGH);
        parser.into_iter().any(|event| matches!(event, Event::Start(Tag::Strikethrough)))
    } || ["<s>", "<del>", "<strike>"].iter().any(|tag| text.contains(tag))
}

/// The text with its `<br>` as the ends of lines that they are.
pub(super) fn broken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let length = line_break(tail).filter(|_| !before.ends_with('\\'));
        out.push(if length.is_some() { '\n' } else { '<' });
        rest = tail.get(length.unwrap_or(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The length of the `<br>` at the beginning of a text.
fn line_break(text: &str) -> Option<usize> {
    if !text.get(1..3)?.eq_ignore_ascii_case("br") {
        return None;
    }
    let end = text.bytes().take(LONGEST_TAG).position(|b| b == b'>')?;
    let tag = text.get(1..end)?;
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
    let end = text.bytes().take(LONGEST_ENTITY).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let shown = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" | "ensp" | "emsp" | "thinsp" | "numsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "apos" => '\'',
        "commat" => '@',
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
    fn an_escaped_character_is_itself_where_it_could_be_no_markup() {
        for (text, wanted) in [
            (r"Acme \- Enforce", "Acme - Enforce"),
            (r"2030\-12\-10 14\:00", "2030-12-10 14:00"),
            (r"@john\_doe", "@john_doe"),
            (r"\@john", "@john"),
            (r"Ann \@home", r"Ann \@home"),
            (r"\*a\* \_b\_ \`c\`", r"\*a\* \_b_ \`c\`"),
            (r"`a\-b` \\- c", r"`a\-b` \\- c"),
            (r"a\q", r"a\q"),
            ("Acme&nbsp;&ndash; &#64;a &amp;nbsp; &lt;", "Acme – @a &amp;nbsp; &lt;"),
        ] {
            assert_eq!(bare(text), wanted);
            assert_eq!(decoded(&bare(text), |_| false), decoded(text, |_| false));
        }
    }

    #[test]
    fn anchors_come_off_and_what_is_struck_out_is_seen() {
        assert_eq!(unanchored("Tasks {#tasks}"), "Tasks");
        assert_eq!(unanchored("Tasks {{ x }}"), "Tasks {{ x }}");
        assert!(is_struck("~~a~~ b") && !is_struck(r"\~~a~~") && !is_struck("a ~ b ~~"));
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
