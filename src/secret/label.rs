//! Labels as people write them before a password: `pw: …`, `pass = …`, and one whose password stands alone on the line below.

use super::claim::Tie;
use super::ties::before;
use crate::model::head;

/// Short names that people put before a colon as well.
const SHORT: &[&str] = &["pass", "pw"];
/// How much stands before a label in its line at most, in bytes: marks of lists and of emphasis.
const LONGEST_LEAD: usize = 16;
/// How much of the line below is looked at, in bytes.
const LONGEST_LINE: usize = 256;
/// How much of a header's name stands before its last word, in bytes.
const LONGEST_NAME: usize = 40;
/// Marks that close emphasis or code.
const MARKS: [char; 3] = ['*', '_', '`'];

/// How a value hangs on a short name before a colon, `pw: hunter22`: in the midst of a sentence (`all tests pass: …`) only
/// what is mixed as chance mixes it is one.
pub(super) fn tie_of_short(text: &str, start: usize, name: usize) -> Option<Tie> {
    let word = text.get(start..start + name)?;
    let behind = text.get(start + name..)?.trim_start_matches(MARKS);
    let ties = behind.starts_with([':', '：']) || behind.starts_with(" = ");
    let is_label = ties && SHORT.iter().any(|label| label.eq_ignore_ascii_case(word));
    let before = before(text, start, LONGEST_LEAD);
    if !is_label || before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let lead = before.trim_end_matches([' ', '\t', '*', '_', '`', '-', '>', '#']);
    let begins = lead.is_empty() && before.len() == start;
    // `PASS: …` is how a test says that it went well
    let is_result = word == "PASS";
    Some(if !is_result && (begins || lead.ends_with(['\n', ',', ';', '/', '(', '[', '{', '|'])) {
        Tie::Loose
    } else {
        Tie::Far
    })
}

/// The word that stands alone on the line below, where nothing stands behind the label on its own; `rest` is what follows
/// the label.
pub(super) fn below<'t>(text: &str, rest: &'t str) -> Option<&'t str> {
    if !is_label(text.get(..text.len() - rest.len())?) {
        return None;
    }
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let line = head(next, LONGEST_LINE);
    let line = line.get(..line.find('\n').unwrap_or(line.len()))?;
    (!line.trim().is_empty() && !line.trim().contains([' ', '\t'])).then(|| next.trim_start_matches([' ', '\t']))
}

/// True for words behind which a value may stand on the line below.
pub(super) fn is_label(words: &str) -> bool {
    words
        .trim_end_matches([' ', '\t'])
        .trim_end_matches(MARKS)
        .trim_end_matches([' ', '\t'])
        .ends_with([':', '：', '='])
}

/// The quote that the name of a header opens, `"X-Figma-Token: …`, whose last word stands between these places.
pub(super) fn quote_of_header(text: &str, start: usize, end: usize) -> Option<char> {
    let before = before(text, start, LONGEST_NAME);
    let quoted = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let lead = before.get(quoted.len()..)?;
    let is_joined = lead.ends_with('-') || text.get(start..end)?.contains('-');
    let is_header = is_joined && text.get(end..)?.starts_with(": ");
    quoted.chars().last().filter(|c| is_header && matches!(c, '"' | '\''))
}
