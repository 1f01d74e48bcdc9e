//! What ties a value to the name before it, in settings, code, mark-up and command lines.
//!
//! Finds where the value begins; whether it is one is judged elsewhere.

use super::claim::Tie;
use crate::model::tail;

/// How far a value may stand behind the word `value` of a list of names and values, in bytes.
const REACH: usize = 40;

/// What parts a name from its value in tables, lists and sentences.
const SEPARATORS: &[&str] = &["|", ",", "->", "→", "- ", "– ", "— ", "is ", "is: ", "ist ", "es "];

/// At most so many bytes before a place, as whole characters.
pub(super) fn before(text: &str, start: usize, most: usize) -> &str {
    tail(text.get(..start).unwrap_or_default(), most)
}

/// The text behind a quote, also as an address or JSON escapes it.
fn without_escaped_quote(text: &str) -> &str {
    ["%22", "%27", "\\u0022", "\\u0027", "&quot;", "&#34;", "&apos;", "&#39;"]
        .iter()
        .find_map(|quote| text.strip_prefix(quote))
        .unwrap_or(text)
}

/// A sign that ties, as an address or JSON escapes it.
fn escaped_tie(text: &str) -> Option<(Tie, &str)> {
    let ties = [
        ("%3d", Tie::Tight),
        ("\\u003d", Tie::Tight),
        ("&#61;", Tie::Tight),
        ("%3a", Tie::Loose),
        ("\\u003a", Tie::Loose),
    ];
    ties.iter().find_map(|(sign, tie)| {
        let head = text.get(..sign.len())?;
        head.eq_ignore_ascii_case(sign)
            .then(|| (*tie, text.get(sign.len()..).unwrap_or_default().trim_start_matches([' ', '+'])))
    })
}

/// The text behind a remark in brackets, `password (temporary): …`, where a sign that ties follows.
fn behind_remark(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches(' ').strip_prefix('(')?;
    let end = inner.bytes().take(REACH).position(|byte| matches!(byte, b')' | b'\n'))?;
    let behind = inner.get(end..)?.strip_prefix(')')?;
    behind.starts_with([':', '：', '=']).then_some(behind)
}

/// The text behind the marks that end emphasis or code, in Markdown and in HTML.
pub(super) fn behind_marks(text: &str) -> &str {
    const TAGS: [&str; 5] = ["</b>", "</strong>", "</em>", "</i>", "</code>"];
    let closed = TAGS.iter().find_map(|tag| text.strip_prefix(tag));
    closed.unwrap_or_else(|| text.trim_start_matches(['*', '_', '`']))
}

/// What ties the value to the name, and the text behind it.
pub(super) fn tie<'t>(text: &str, start: usize, rest: &'t str) -> Option<(Tie, &'t str)> {
    let rest = without_escaped_quote(rest);
    let rest = Some(behind_marks(rest)).filter(|after| after.starts_with([':', '：', '='])).unwrap_or(rest);
    let rest = behind_remark(rest).unwrap_or(rest);
    if let Some((tie, value)) = escaped_tie(rest) {
        return Some((tie, without_escaped_quote(value)));
    }
    let closed = rest.trim_start_matches(['"', '\'', '`', '\\']);
    let closed =
        if closed.len() < rest.len() || rest.starts_with("]=") { closed.trim_start_matches(']') } else { rest };
    let bare = closed.trim_start_matches([' ', '\t']);
    let assigned = ["=>", ":=", "?=", "||=", "+="].iter().find_map(|sign| bare.strip_prefix(sign));
    if let Some(after) = assigned {
        return Some((Tie::Loose, after.trim_start_matches([' ', '\t'])));
    }
    if let Some(after) = bare.strip_prefix('=') {
        let after = after.strip_prefix('=').unwrap_or(after);
        let value = after.trim_start_matches([' ', '\t']);
        let is_tight = value.len() == after.len() && bare.len() == rest.len();
        return Some((if is_tight { Tie::Tight } else { Tie::Loose }, value));
    }
    if let Some(after) = bare.strip_prefix([':', '：']).filter(|after| !after.starts_with(':')) {
        // `**Password:** hunter22`: the label ends behind its colon
        let after =
            Some(behind_marks(after)).filter(|behind| behind.starts_with([' ', '\t', '\r', '\n'])).unwrap_or(after);
        let value = after.trim_start_matches([' ', '\t']);
        return Some((Tie::Loose, behind_type(value).unwrap_or_else(|| in_block(value))));
    }
    let is_call = closed.starts_with('(') || !is_put_in(text, start, closed.len() < rest.len());
    if let Some(value) = in_element(text, start, rest)
        .or_else(|| beside(closed, rest))
        .or_else(|| called(closed, bare).filter(|_| is_call))
    {
        return Some((Tie::Loose, value));
    }
    if let Some(value) = SEPARATORS.iter().find_map(|sign| bare.strip_prefix(sign)) {
        return Some((Tie::Far, value.trim_start_matches([' ', '\t'])));
    }
    if let Some(value) = closed.strip_prefix('\t') {
        return Some((Tie::Far, value));
    }
    let is_flag = is_flag(text, start) && closed.len() == rest.len() && bare.len() < rest.len();
    is_flag.then_some((Tie::Loose, bare))
}

/// `<password>hunter22</password>`, `<entry key="password">hunter22</entry>`.
fn in_element<'t>(text: &str, start: usize, rest: &'t str) -> Option<&'t str> {
    let value = rest.strip_prefix('>').or_else(|| rest.strip_prefix("\">"))?;
    let before = before(text, start, REACH);
    before.rfind('<').is_some_and(|at| before.get(at..).is_some_and(|tag| !tag.contains('>'))).then_some(value)
}

/// `name="password" value="…"`, `{"name": "password", "value": "…"}`, and the same on two lines of YAML.
fn beside<'t>(closed: &'t str, rest: &str) -> Option<&'t str> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\'' | '\\');
    // `[password]` above `value = "…"`
    let closed = closed.strip_prefix(']').filter(|below| below.starts_with(['\n', '\r'])).unwrap_or(closed);
    let parts = closed.trim_start_matches(is_between);
    let between = closed.len() - parts.len();
    if between > REACH || (closed.len() == rest.len() && !closed.starts_with('\n')) {
        return None;
    }
    let tail = parts.get(..5).filter(|word| word.eq_ignore_ascii_case("value")).and_then(|_| parts.get(5..))?;
    let sign = tail.trim_start_matches(['"', '\'', '\\', ' ']);
    sign.strip_prefix([':', '=']).map(|value| value.trim_start_matches([' ', '\t']))
}

/// `password("hunter22")`, and `PASSWORD 'hunter22'` as databases have it.
fn called<'t>(closed: &'t str, bare: &'t str) -> Option<&'t str> {
    let value = closed.strip_prefix('(').or_else(|| (bare.len() < closed.len()).then_some(bare))?;
    let inner = value.strip_prefix(['"', '\''])?;
    let end = inner.find(['"', '\'', ' ', '\n'])?;
    let word = inner.get(..end)?;
    (inner.get(end..)?.starts_with(['"', '\'']) && word.contains(|c: char| c.is_ascii_digit())).then_some(value)
}

/// True for `"PRIVATE-TOKEN: $TOKEN" "…"`: a name that stands for its value already, or one that only ends what was quoted
/// (`is_closed`); the next words are not its own.
fn is_put_in(text: &str, start: usize, is_closed: bool) -> bool {
    let before = before(text, start, REACH);
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    word.ends_with('$') || (is_closed && !word.ends_with(['"', '\'', '`']))
}

/// The value behind a type: `: String = "hunter22"`.
fn behind_type(text: &str) -> Option<&str> {
    let end = text.bytes().take(REACH).position(|byte| byte == b'=')?;
    let (kind, value) = (text.get(..end)?, text.get(end + 1..)?.trim_start_matches(' '));
    let is_type = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_alphabetic() || " &<>[]?'_".contains(c));
    (is_type && value.starts_with(['"', '\''])).then_some(value)
}

/// The value of a block of YAML, which begins on the next line.
fn in_block(value: &str) -> &str {
    let text = value.trim_start_matches(['|', '>', '-', '+']);
    let inner = text.trim_start_matches([' ', '\n']);
    let is_block = text.len() < value.len() && text.starts_with('\n') && text.len() - inner.len() <= REACH;
    if is_block { inner } else { value }
}

/// True when the name is the end of an option: `--password`, `--db-password`, `-storepassword`.
fn is_flag(text: &str, start: usize) -> bool {
    // An option's name is short; looking no further keeps the search linear.
    let before = before(text, start, 40);
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let begins = word.is_empty() || word.ends_with(char::is_whitespace);
    before.get(word.len()..).is_some_and(|option| option.contains("--") || (begins && option.starts_with('-')))
}

/// The text behind an opening quote, and that quote.
pub(super) fn opening_quote(text: &str) -> (&str, Option<char>) {
    let text = without_escaped_quote(text);
    let bare = text.trim_start_matches('\\');
    // `b"…"`, `r'…'`, `u"…"`
    let literal = bare.strip_prefix(['b', 'r', 'u', 'f', 'L', '@']).filter(|rest| rest.starts_with(['"', '\'']));
    let bare = literal.unwrap_or(bare);
    match bare.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => (bare.get(1..).unwrap_or_default(), Some(quote)),
        _ => (text, None),
    }
}
