//! The cells of one line of a table: between bars, commas, semicolons or tabs.

use std::ops::Range;

/// The most columns of a table that are looked at.
pub(super) const MOST: usize = 64;
/// The longest title of a column in a list with commas, in bytes, and the most words of it.
const LONGEST: usize = 40;
const WORDS: usize = 3;

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    /// `| a | b |`.
    Bars,
    /// `|| a || b ||`, as some wikis write the titles.
    DoubleBars,
    /// By one character, as lists for spreadsheets are.
    By(char),
}

/// What parts lists for spreadsheets.
pub(super) const LISTS: [Parted; 3] = [Parted::By('\t'), Parted::By(';'), Parted::By(',')];

/// The cells of a line, where they stand; at most one more than the most.
pub(super) fn cells(line: &str, parted: Parted) -> Vec<Range<usize>> {
    match parted {
        Parted::Bars => between_bars(line, "|"),
        Parted::DoubleBars => between_bars(line, "||"),
        Parted::By(sign) => separated(line, sign),
    }
}

/// Bars at the ends close a row and part nothing; one behind a backslash is a letter.
fn between_bars(line: &str, bar: &str) -> Vec<Range<usize>> {
    let begin = line.len() - line.trim_start().len();
    let end = line.trim_end().len();
    let mut from = begin;
    let mut all = Vec::new();
    for (at, _) in line.match_indices(bar) {
        if all.len() > MOST {
            return all;
        }
        if line.get(..at).is_some_and(|before| before.ends_with('\\')) {
            continue;
        }
        if at > begin {
            all.push(from..at);
        }
        from = at + bar.len();
    }
    if from < end && all.len() <= MOST {
        all.push(from..end);
    }
    all
}

/// What stands in quotes may hold the sign.
fn separated(line: &str, sign: char) -> Vec<Range<usize>> {
    let end = line.trim_end_matches(['\r', '\n']).len();
    let mut all = Vec::new();
    let (mut from, mut is_quoted) = (0, false);
    for (at, c) in line.char_indices() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if c == sign && !is_quoted {
            all.push(from..at);
            from = at + c.len_utf8();
            if all.len() > MOST {
                return all;
            }
        }
    }
    all.push(from..end.max(from));
    all
}

/// True for a cell that may be the title of a column in a list: some words and no sentence.
pub(super) fn is_title(cell: &str) -> bool {
    let cell = cell.trim().trim_start_matches('\u{feff}');
    let bare = cell.trim_matches('"').trim();
    cell.len() <= LONGEST
        && bare.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '#')
        && bare.chars().all(|c| c.is_alphanumeric() || " _-./()#".contains(c))
        && bare.split(' ').count() <= WORDS
}

/// True for the line between titles and rows, `|---|:--:|`, `-----+-----`, `+---+---+`.
pub(super) fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '-' | '=' | ':' | '|' | '+' | ' ' | '\t' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str, parted: Parted) -> Vec<&str> {
        cells(line, parted).into_iter().map(|range| line.get(range).unwrap().trim()).collect()
    }

    #[test]
    fn lines_are_parted_as_tables_are() {
        assert_eq!(texts("| a | b\\|c |", Parted::Bars), ["a", "b\\|c"]);
        assert_eq!(texts("  a | b", Parted::Bars), ["a", "b"]);
        assert_eq!(texts("| | b |", Parted::Bars), ["", "b"]);
        assert_eq!(texts("||a||b||", Parted::DoubleBars), ["a", "b"]);
        assert_eq!(texts("a,\"b,c\",", Parted::By(',')), ["a", "\"b,c\"", ""]);
        assert!(is_rule("|---|:-:|") && is_rule("----+---") && !is_rule("a | -") && !is_rule(""));
        assert!(is_title("Root password") && is_title("\"user\"") && !is_title("see here: it") && !is_title("- user"));
    }
}
