//! Measuring, wrapping and cutting text by the columns that it fills on a screen, wide characters included.
//!
//! Text comes in harmless ([`plain`], [`prose`]); nothing here is lost but by [`cut`], which shows that it cut.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::model::{visible, visible_line};

/// One line of a stranger's text, harmless.
pub(super) fn plain(text: impl AsRef<str>) -> String {
    visible_line(text.as_ref()).into_owned()
}

/// Several lines of a stranger's text, harmless, with tabs made blanks so that they have a width.
pub(super) fn prose(text: impl AsRef<str>) -> String {
    visible(text.as_ref().trim_end()).replace('\t', "    ")
}

/// The columns that a line fills.
pub(super) fn width(line: &str) -> usize {
    if is_plain(line) { line.len() } else { line.width() }
}

/// True for what most lines are made of: characters of one byte and one column each.
pub(super) fn is_plain(text: &str) -> bool {
    text.as_bytes().iter().all(is_plain_byte)
}

fn is_plain_byte(byte: &u8) -> bool {
    matches!(byte, 0x20..0x7f)
}

/// The line with blanks up to this width.
pub(super) fn pad(line: &str, to: usize) -> String {
    format!("{line}{}", " ".repeat(to.saturating_sub(width(line))))
}

/// The line cut to this width, with `…` where something was cut.
pub(super) fn cut(line: &str, to: usize) -> String {
    if width(line) <= to {
        return line.to_owned();
    }
    let mut out = take(line, to.saturating_sub(1)).0.trim_end().to_owned();
    out.push('…');
    out
}

/// As many whole characters as fit, and the rest.
fn take(text: &str, columns: usize) -> (&str, &str) {
    // the byte behind them counts too: a mark on the last letter stays with it
    let near = text.as_bytes().get(..=columns).unwrap_or(text.as_bytes());
    if near.iter().all(is_plain_byte) {
        return text.split_at_checked(columns).unwrap_or((text, ""));
    }
    let (mut end, mut used) = (0, 0);
    for (at, piece) in text.grapheme_indices(true) {
        used += width(piece);
        if used > columns {
            break;
        }
        end = at + piece.len();
    }
    text.split_at(end)
}

/// The text in lines of at most this width. Lines keep their indentation; addresses stay whole, so that they can be
/// copied, and may stand out; any other word that is too long is broken.
pub(super) fn fold(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(10);
    text.lines().flat_map(|line| fold_line(line, columns)).collect()
}

fn fold_line(line: &str, columns: usize) -> Vec<String> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let indent = " ".repeat(start.min(columns / 2));
    let mut lines = Vec::new();
    let mut current = indent.clone();
    // the columns that the current line fills: nothing is measured twice, however long the line or the word
    let mut used = indent.len();
    let mut gap = 0;
    let mut is_fresh = true;
    for word in line.trim_matches(' ').split(' ') {
        // blanks between words are somebody's columns: they stay where the line does
        if word.is_empty() {
            gap += 1;
            continue;
        }
        let own = width(word);
        if !is_fresh && used + gap + own > columns {
            lines.push(std::mem::replace(&mut current, indent.clone()));
            used = indent.len();
            is_fresh = true;
        }
        if !is_fresh {
            current.extend(std::iter::repeat_n(' ', gap));
            used += gap;
        }
        let mut rest = word;
        if used + own > columns && !is_address(word) {
            while let (head, tail) = take(rest, columns.saturating_sub(used))
                && !head.is_empty()
                && !tail.is_empty()
            {
                lines.push(format!("{current}{head}"));
                current.clone_from(&indent);
                used = indent.len();
                rest = tail;
            }
        }
        current.push_str(rest);
        used += width(rest);
        is_fresh = false;
        gap = 1;
    }
    lines.push(current);
    lines
}

fn is_address(word: &str) -> bool {
    word.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_fill_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(pad("日", 4), "日  ");
        assert_eq!(fold("日本語日本語日本語", 10), ["日本語日本", "語日本語"]);
    }

    #[test]
    fn prose_keeps_its_lines_and_indentation() {
        assert_eq!(
            fold("one two three\n  - four five six\n\nx", 10),
            ["one two", "three", "  - four", "  five six", "", "x"]
        );
    }

    #[test]
    fn addresses_stay_whole() {
        let address = "https://example.com/a/very/long/path";
        assert_eq!(fold(&format!("see {address} now"), 10), ["see", address, "now"]);
    }

    #[test]
    fn folding_and_cutting_take_a_time_that_grows_as_the_line_does() {
        let shapes: &[crate::model::linear::Shape] = &[
            ("words", |count| "word other ".repeat(count)),
            ("one word", |count| "letters".repeat(count)),
            ("one word of wide letters", |count| "日本é".repeat(count)),
            ("one plain word with a wide end", |count| format!("{}日", "letters".repeat(count))),
            ("blanks", |count| format!("a{}b", "   ".repeat(count))),
            ("lines", |count| "a line\n".repeat(count)),
        ];
        crate::model::linear::assert_linear(shapes, 2_000, |text| {
            for columns in [24, 80, usize::MAX] {
                fold(text, columns);
                cut(text, columns);
            }
        });
    }

    proptest! {
        #[test]
        fn folding_loses_nothing_but_blanks_and_keeps_the_width(text in "[a-z日é👩 \n]{0,80}", columns in 10..30_usize) {
            let lines = fold(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns), "{:?}", lines);
            let squeeze = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        }
    }
}
