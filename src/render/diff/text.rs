//! Text against text: by lines, and within lines that changed by words.
//!
//! Comes in harmless and goes out as lines with `[-words-]` and `{+words+}`. Texts that are too large or too different to
//! be compared word by word are shown one after the other.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::render::palette::{Ink, ink};

/// The largest texts that are compared, as a product of their lengths in pieces.
const COMPARABLE: usize = 4_000_000;
/// Lines that stay are shown so far from the next change.
const CONTEXT: usize = 1;

/// The differences between two texts, as lines.
pub(super) fn between(old: &str, new: &str) -> Vec<String> {
    let (olds, news): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if olds.len().saturating_mul(news.len()) > COMPARABLE {
        return apart(&olds, &news);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &olds, &news);
    let mut lines = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let before = olds.get(op.old_range()).unwrap_or_default();
        let after = news.get(op.new_range()).unwrap_or_default();
        match op {
            DiffOp::Equal { .. } => kept(before, at == 0, at + 1 == ops.len(), &mut lines),
            _ => lines.extend(replaced(before, after)),
        }
    }
    lines
}

/// Lines that stay: those beside a change, and how many more.
fn kept(lines: &[&str], is_first: bool, is_last: bool, out: &mut Vec<String>) {
    let head = if is_first { 0 } else { CONTEXT };
    let tail = if is_last { 0 } else { CONTEXT };
    if lines.len() <= head + tail + 1 {
        out.extend(lines.iter().map(|line| (*line).to_owned()));
        return;
    }
    out.extend(lines.iter().take(head).map(|line| (*line).to_owned()));
    let left_out = lines.len() - head - tail;
    out.push(ink(Ink::Muted, &format!("… {left_out} lines as they were")));
    out.extend(lines.iter().skip(head + left_out).map(|line| (*line).to_owned()));
}

fn replaced(olds: &[&str], news: &[&str]) -> Vec<String> {
    let (old, new) = (olds.join("\n"), news.join("\n"));
    if olds.is_empty() || news.is_empty() || !is_worth_it(&old, &new) {
        return apart(olds, news);
    }
    words(&old, &new).split('\n').map(str::to_owned).collect()
}

/// One text after the other.
fn apart(olds: &[&str], news: &[&str]) -> Vec<String> {
    let gone = olds.iter().map(|line| ink(Ink::Removed, &format!("- {line}")));
    gone.chain(news.iter().map(|line| ink(Ink::Added, &format!("+ {line}")))).collect()
}

fn pieces(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

/// True where enough words are the same for a reader to see what became of the others.
pub(super) fn is_worth_it(old: &str, new: &str) -> bool {
    let (olds, news) = (pieces(old), pieces(new));
    if olds.len().saturating_mul(news.len()) > COMPARABLE {
        return false;
    }
    let count = |pieces: &[&str]| pieces.iter().filter(|piece| !piece.trim().is_empty()).count();
    let ops = capture_diff_slices(Algorithm::Myers, &olds, &news);
    let equal = ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
    let same: usize = equal.map(|op| count(olds.get(op.old_range()).unwrap_or_default())).sum();
    same > 1 && same * 3 >= count(&olds).max(count(&news))
}

/// Both texts in one, words that went and came marked; a mark never runs over the end of a line.
fn words(old: &str, new: &str) -> String {
    let (olds, news) = (pieces(old), pieces(new));
    let mut out = String::new();
    for op in bridged(&capture_diff_slices(Algorithm::Myers, &olds, &news), &olds) {
        let gone = olds.get(op.0).unwrap_or_default().concat();
        let came = news.get(op.1).unwrap_or_default().concat();
        if op.2 {
            out.push_str(&came);
            continue;
        }
        marked(&gone, "[-", "-]", Ink::Removed, &mut out);
        marked(&came, "{+", "+}", Ink::Added, &mut out);
    }
    out
}

type Run = (std::ops::Range<usize>, std::ops::Range<usize>, bool);

/// The runs of equal and other pieces; a lone blank between two changes belongs to both, so that words are not torn.
fn bridged(ops: &[DiffOp], olds: &[&str]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let is_equal = matches!(op, DiffOp::Equal { .. });
        let is_blank = olds.get(op.old_range()).unwrap_or_default().iter().all(|piece| *piece == " ");
        let counts_as_equal = is_equal && !(is_blank && at > 0 && at + 1 < ops.len());
        match runs.last_mut().filter(|run| run.2 == counts_as_equal) {
            Some(run) => {
                run.0.end = op.old_range().end;
                run.1.end = op.new_range().end;
            }
            None => runs.push((op.old_range(), op.new_range(), counts_as_equal)),
        }
    }
    runs
}

fn marked(text: &str, open: &str, close: &str, colour: Ink, out: &mut String) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if !line.is_empty() {
            out.push_str(&ink(colour, &format!("{open}{line}{close}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::palette::paint;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        between(old, new).iter().map(|line| paint(line, false)).collect()
    }

    #[test]
    fn words_that_changed_are_marked_within_their_line() {
        assert_eq!(
            shown("Acme Inc. requires 2FA on all groups", "Acme Ltd. requires 2FA on most groups"),
            ["Acme [-Inc-]{+Ltd+}. requires 2FA on [-all-]{+most+} groups"]
        );
        assert_eq!(
            shown("stop the old one then go on with it", "stop a new one then go on with it"),
            ["stop [-the old-]{+a new+} one then go on with it"]
        );
    }

    #[test]
    fn lines_that_stay_are_left_out_and_counted() {
        let old = "one\ntwo\nthree\nfour\nfive\nsix words are in this line";
        let new = "one\ntwo\nthree\nfour\nfive\nseven words are in this line\nand one more";
        assert_eq!(
            shown(old, new),
            ["… 4 lines as they were", "five", "[-six-]{+seven+} words are in this line", "{+and one more+}"]
        );
    }

    #[test]
    fn texts_with_nothing_in_common_stand_one_after_the_other() {
        assert_eq!(shown("yes it is", "nobody knows"), ["- yes it is", "+ nobody knows"]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_the_words(old in "[a-c \n]{0,30}", new in "[a-c \n]{0,30}") {
            let text = paint(&words(&old, &new), false);
            let without = |open: &str, close: &str, keep: (&str, &str), text: &str| -> String {
                let mut out = String::new();
                let mut rest = text;
                while let Some((head, tail)) = rest.split_once(open) {
                    out.push_str(head);
                    rest = tail.split_once(close).map_or("", |(_, tail)| tail);
                }
                out.push_str(rest);
                out.replace(keep.0, "").replace(keep.1, "")
            };
            let squeeze = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(squeeze(&without("{+", "+}", ("[-", "-]"), &text)), squeeze(&old));
            prop_assert_eq!(squeeze(&without("[-", "-]", ("{+", "+}"), &text)), squeeze(&new));
        }
    }
}
