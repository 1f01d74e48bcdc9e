//! The one place where text is made harmless for Markdown, as GitLab and CommonMark read it.
//!
//! Whatever a record holds comes out as the words themselves: no markup, no HTML, no mention, no reference, no table cell
//! too many, no quick action. A Markdown parser gives exactly the record's text back.

use crate::model::{Link, is_forbidden, is_hidden_mark};

/// Text for one line: a table's cell, a list's item. A line break becomes `<br>`.
pub(super) fn line(text: &str) -> String {
    let edge = |text: &str| inline(text).replace('\n', "<br>");
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let (before, rest) = text.split_at_checked(start).unwrap_or(("", text));
    let after = rest.get(inner.len()..).unwrap_or_default();
    format!("{}{}{}", blanks(before), edge(inner), blanks(after))
}

/// Text for one line that nothing of ours stands before, so that its beginning could mean something.
pub(super) fn opening(text: &str) -> String {
    guarded(line(text))
}

/// Text on lines of its own, as paragraphs; a line break in one is a hard one.
pub(super) fn block(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.trim_end().lines().peekable();
    while let Some(line) = lines.next() {
        let start = line.len() - line.trim_start().len();
        let (before, rest) = line.split_at_checked(start).unwrap_or(("", line));
        if !rest.is_empty() {
            out.push_str(&guarded(format!("{}{}", blanks(before), inline(rest.trim_end()))));
            if lines.peek().is_some_and(|next| !next.trim().is_empty()) {
                out.push('\\');
            }
        }
        if lines.peek().is_some() {
            out.push('\n');
        }
    }
    out
}

/// Text as code within a line; line breaks become blanks.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let text = shown(&text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text on lines of its own as code. It stands in a quotation: there no line begins with the text's own characters, so
/// that a quick action is none, even for a reader who looks at lines only.
pub(super) fn listing(text: &str) -> String {
    let text = shown(text.trim_end());
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    format!("> {fence}text\n{}\n> {fence}", lines.join("\n"))
}

/// A label that leads to an address; the label alone where the address is none on the web.
pub(super) fn link(label: &str, address: Option<&str>) -> String {
    match address.filter(|address| Link::is_link(address)) {
        Some(address) => format!("[{}]({})", line(label), destination(address)),
        None => line(label),
    }
}

/// An address to follow, or whatever the text is instead.
pub(super) fn address(text: &str) -> String {
    bare_address(text).unwrap_or_else(|| line(text))
}

fn destination(address: &str) -> String {
    let mut out = String::new();
    let address = shown(address);
    for (at, c) in address.char_indices() {
        let ends_it = matches!(c, '<' | '>' | '(' | ')' | '\\' | '|' | '`');
        if ends_it || (c == '&' && is_entity(address.get(at + 1..).unwrap_or_default())) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// True for what follows the `&` of an entity such as `&copy;`.
fn is_entity(after: &str) -> bool {
    let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < after.len() && name.starts_with(';')
}

/// The address so that a parser sees it as one, where it holds nothing that would end it or split a table.
fn bare_address(word: &str) -> Option<String> {
    if !Link::is_link(word) || word.contains(['|', '<', '>', '`', '\\', '*']) || shown(word) != word {
        return None;
    }
    let mut before = ' ';
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        let within_word = before.is_ascii_alphanumeric() && letters.peek().is_some_and(char::is_ascii_alphanumeric);
        let is_plain = is_plain_in_address(c) || (c == '_' && within_word);
        if !is_plain {
            return Some(format!("<{word}>"));
        }
        before = c;
    }
    Some(word.to_owned())
}

fn is_plain_in_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | ':' | '.' | '-' | '?' | '=' | '#' | '%' | '+' | ',' | ';')
}

/// The text with every mark taken literally. Line breaks stay.
fn inline(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if before.is_whitespace()
            && let Some((word, address)) = address_at(rest)
        {
            out.push_str(&address);
            before = word.chars().next_back().unwrap_or(' ');
            rest = rest.get(word.len()..).unwrap_or_default();
            continue;
        }
        if let Some(span) = span_at(before, rest) {
            out.push_str(&code(span));
            before = '`';
            rest = rest.get(span.len() + 2..).unwrap_or_default();
            continue;
        }
        let after = rest.chars().nth(1).unwrap_or('\n');
        if is_mark(before, c, after) {
            out.push('\\');
        }
        match c {
            '\t' => out.push_str("&#9;"),
            c if is_hidden_mark(c) => out.push_str(&format!("&#x{:x};", c as u32)),
            c => out.push(c),
        }
        before = c;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// What stands between two single backticks, as people write code in a sentence: it stays code.
fn span_at(before: char, text: &str) -> Option<&str> {
    let inner = text.strip_prefix('`')?;
    let (span, after) = inner.split_once('`')?;
    let is_single = before != '`' && !after.starts_with('`');
    let is_code = !span.is_empty() && span.trim() == span && !span.contains(['\n', '\t', '\\', '|']);
    (is_single && is_code && !span.chars().any(is_hidden_mark)).then_some(span)
}

/// An address that begins here, without what ends the sentence, and how it is written.
fn address_at(text: &str) -> Option<(&str, String)> {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'']);
    bare_address(word).map(|address| (word, address))
}

/// True where a character could be more than itself.
fn is_mark(before: char, c: char, after: char) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' | '#' => true,
        '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
        // mentions and references, which GitLab takes by their backslash as what they are
        '@' => !before.is_ascii_alphanumeric(),
        '!' | '%' | '^' => after.is_alphanumeric() || matches!(after, '"' | '\''),
        '&' => after.is_alphanumeric() || after == '#',
        '{' => !after.is_whitespace(),
        _ => false,
    }
}

/// A line whose beginning means nothing: no heading, list, quotation, rule or quick action.
fn guarded(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number_ends = line.get(digits..).is_some_and(|rest| digits > 0 && rest.starts_with(['.', ')']));
    if number_ends {
        let (number, rest) = line.split_at_checked(digits).unwrap_or((&line, ""));
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['/', '>', '-', '+', '=', ':']) { format!("\\{line}") } else { line }
}

/// Blanks at an edge, where Markdown would drop them.
fn blanks(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { "<br>".to_owned() } else { format!("&#{};", c as u32) }).collect()
}

/// What nobody may act on, written out; a record's own fields never hold it.
fn shown(text: &str) -> String {
    let is_control = |c: char| is_forbidden(c) && !matches!(c, '\n' | '\t');
    text.chars().map(|c| if is_control(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
