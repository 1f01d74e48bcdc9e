//! Rows of tables in any state: escaped pipes, breaks within cells, missing edges, more or fewer cells than columns.

use super::inline::{LONGEST_TAG, bare, tidy};
use super::items::item;

/// The cells of a row, trimmed; `<br>` is a line's end.
pub(super) fn cells_of(row: &str) -> Vec<String> {
    split(row, false)
}

/// The cells of a row that should have so many: a pipe within backticks is taken as part of its cell only where that
/// makes the number right.
pub(super) fn cells_for(row: &str, columns: usize) -> Vec<String> {
    let plain = split(row, false);
    if plain.len() > columns {
        let careful = split(row, true);
        if careful.len() == columns {
            return careful;
        }
    }
    plain
}

fn split(row: &str, heeds_code: bool) -> Vec<String> {
    let row = row.trim().trim_start_matches('>').trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let (mut escaped, mut in_code) = (false, false);
    for c in row.chars() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '|' if escaped => {
                cell.pop();
                cell.push('|');
            }
            '|' if !(heeds_code && in_code) => cells.push(String::new()),
            c => {
                in_code ^= c == '`';
                cell.push(c);
            }
        }
        escaped = c == '\\' && !escaped;
    }
    // the last pipe ends the row
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| readable(cell)).collect()
}

/// A cell's text as it is read: breaks are line ends, and escaped characters are themselves where they are no markup.
fn readable(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        text.push_str(before);
        let may_be_break = tail.get(1..3).is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let end = if may_be_break { tail.bytes().take(LONGEST_TAG).position(|b| b == b'>') } else { None };
        let tag = end.and_then(|end| tail.get(1..end)).unwrap_or_default();
        let is_break = tag.trim_end_matches([' ', '\t', '/']).eq_ignore_ascii_case("br");
        if is_break && !ends_escaping(before) {
            text.push('\n');
            rest = tail.get(tag.len() + 2..).unwrap_or_default();
        } else {
            text.push('<');
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    bare(&tidy(&text))
}

/// True where a backslash takes what follows as it stands.
fn ends_escaping(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

/// True for the line between a table's head and its body.
pub(super) fn is_separator(row: &str) -> bool {
    let row = row.trim();
    row.contains('-')
        && row.contains('|')
        && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '+' | '=' | '—'))
}

/// True for a line that looks like a row although Markdown may see no table. An item of a list is none, and neither is a
/// sentence with a pipeline in it.
pub(super) fn looks_like_row(line: &str) -> bool {
    let line = line.trim().trim_start_matches('>').trim_start();
    let is_item = || item(line).is_some_and(|own| !own.text.starts_with('|'));
    line.starts_with('|') && line.len() > 1 || bars(line) > 1 && !is_item() || is_separator(line)
}

/// How many bars with blanks round them stand outside backticks.
fn bars(line: &str) -> usize {
    let is_code = line.matches('`').count().is_multiple_of(2);
    let parts = line.split('`').enumerate().filter(|(at, _)| !is_code || at % 2 == 0);
    parts.map(|(_, part)| part.matches(" | ").count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_any_state_is_split() {
        for (row, wanted) in [
            ("| a | b | c |", vec!["a", "b", "c"]),
            ("a | b | c", vec!["a", "b", "c"]),
            ("|  a  b |https://x.example|", vec!["a b", "https://x.example"]),
            ("| | | |", vec!["", "", ""]),
            ("| a \\| b | c", vec!["a | b", "c"]),
            ("| a\\\\| b |", vec!["a\\\\", "b"]),
            ("| one<br>two<br />three | x |", vec!["one\ntwo\nthree", "x"]),
            ("| one\\<br>two | x |", vec!["one\\<br>two", "x"]),
            ("|   Runbook name |   Acme - x  | ", vec!["Runbook name", "Acme - x"]),
            ("> | a | b |", vec!["a", "b"]),
            ("| a &amp; b | 1 < 2 |", vec!["a &amp; b", "1 < 2"]),
        ] {
            assert_eq!(cells_of(row), wanted, "{row}");
        }
    }

    #[test]
    fn a_pipe_in_backticks_belongs_to_its_cell_where_the_number_says_so() {
        assert_eq!(cells_for("| Run `a | b` | Success | 10m |", 3), ["Run `a | b`", "Success", "10m"]);
        assert_eq!(cells_for("| Run `a | b` | Success |", 3), ["Run `a", "b`", "Success"]);
    }

    #[test]
    fn separators_are_told_from_rows() {
        for row in ["|---|---|", "| :-- | --: |", "--- | ---", "|-------------|------|-------------|"] {
            assert!(is_separator(row), "{row}");
        }
        for row in ["| - | a |", "---", "| | |"] {
            assert!(!is_separator(row), "{row}");
        }
        for row in ["Task | Outcome | Duration", "Run `a | b` | Success | 10m", "- | Success | 10m"] {
            assert!(looks_like_row(row), "{row}");
        }
        for text in [
            "run `a | b`",
            "Run `a | b | c` on the host.",
            "- Run `a | b | c` - 10m",
            "1. a | b | c",
            "- [ ] a | b | c",
        ] {
            assert!(!looks_like_row(text), "{text}");
        }
    }
}
