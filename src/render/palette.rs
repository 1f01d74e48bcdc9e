//! Colours, each with one meaning. Nothing is said by colour alone: words and signs carry the meaning as well.
//!
//! While a page is laid out a colour is a mark behind each character: a direction control, of which [`visible`] leaves
//! none in any text, and which has no width. So layout may measure, wrap and cut wherever it likes; [`paint`] turns the
//! marks into escape sequences at the very end, or drops them.
//!
//! [`visible`]: crate::model::visible

use unicode_segmentation::UnicodeSegmentation;

use super::layout::is_plain;

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Done, granted, ready.
    Good,
    /// Open, late, worth a look.
    Warn,
    /// Failed, refused, in the way.
    Bad,
    /// Ids, notes, what the eye may skip.
    Muted,
    /// Titles of sections and columns.
    Heading,
    /// What a difference brings.
    Added,
    /// What a difference takes away.
    Removed,
}

const INKS: [(Ink, char, &str); 7] = [
    (Ink::Good, '\u{2066}', "\u{1b}[32m"),
    (Ink::Warn, '\u{2067}', "\u{1b}[33m"),
    (Ink::Bad, '\u{2068}', "\u{1b}[1;31m"),
    (Ink::Muted, '\u{202a}', "\u{1b}[2m"),
    (Ink::Heading, '\u{202b}', "\u{1b}[1m"),
    (Ink::Added, '\u{202d}', "\u{1b}[36m"),
    (Ink::Removed, '\u{202e}', "\u{1b}[35m"),
];

const RESET: &str = "\u{1b}[0m";

/// The text in this colour. What already has one keeps it.
pub(super) fn ink(ink: Ink, text: &str) -> String {
    let mark = INKS.iter().find(|(own, ..)| *own == ink).map(|(_, mark, _)| *mark);
    let mut out = String::with_capacity(text.len() * 4);
    if is_plain(text) {
        for c in text.chars() {
            out.push(c);
            out.extend(mark.filter(|_| c != ' '));
        }
        return out;
    }
    let mut pieces = text.graphemes(true).peekable();
    while let Some(piece) = pieces.next() {
        out.push_str(piece);
        let is_marked = pieces.peek().is_some_and(|next| escape_of(next).is_some());
        if !piece.trim().is_empty() && escape_of(piece).is_none() && !is_marked {
            out.extend(mark);
        }
    }
    out
}

fn escape_of(piece: &str) -> Option<&'static str> {
    // every mark begins with this byte, and hardly anything else does
    if !piece.as_bytes().starts_with(&[0xe2]) {
        return None;
    }
    INKS.iter().find(|(_, mark, _)| piece.starts_with(*mark)).map(|(.., escape)| *escape)
}

/// The finished text: marks become colours or go, blanks at the ends of lines go. Controls that slipped through are
/// written out, never passed on.
pub(super) fn paint(text: &str, color: bool) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        if is_plain(words) {
            out.push_str(words.trim_end());
        } else if color {
            paint_line(words, &mut out);
        } else {
            bare_line(words, &mut out);
        }
        out.push_str(end);
    }
    out
}

/// The line without its marks.
fn bare_line(line: &str, out: &mut String) {
    let mut rest = line.trim_end();
    while !rest.is_empty() {
        // most characters are none of the marks and no control, which one look at their bytes decides
        let plain = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or(rest.len());
        let (words, other) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(words);
        let mut characters = other.chars();
        if let Some(c) = characters.next().filter(|c| !is_mark(*c)) {
            push_harmless(out, c);
        }
        rest = characters.as_str();
    }
}

fn is_mark(c: char) -> bool {
    INKS.iter().any(|(_, mark, _)| *mark == c)
}

/// The line with its colours.
fn paint_line(line: &str, out: &mut String) {
    let mut open: Option<&str> = None;
    let mut gap = 0;
    let mut pieces = line.graphemes(true).peekable();
    while let Some(piece) = pieces.next() {
        if escape_of(piece).is_some() {
            continue;
        }
        let wanted = pieces.peek().and_then(|next| escape_of(next));
        // a blank waits for what follows it: it may stand inside a colour or at the line's end
        if piece == " " && wanted.is_none() {
            gap += 1;
            continue;
        }
        if open != wanted && open.is_some() {
            out.push_str(RESET);
        }
        out.extend(std::iter::repeat_n(' ', std::mem::take(&mut gap)));
        if open != wanted {
            out.push_str(wanted.unwrap_or_default());
            open = wanted;
        }
        piece.chars().for_each(|c| push_harmless(out, c));
    }
    if open.is_some() {
        out.push_str(RESET);
    }
}

fn push_harmless(out: &mut String, c: char) {
    if c.is_control() {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_open_and_close_on_their_line() {
        let text = format!("{}\n{} rest", ink(Ink::Good, "all done"), ink(Ink::Bad, "no"));
        assert_eq!(paint(&text, true), "\u{1b}[32mall done\u{1b}[0m\n\u{1b}[1;31mno\u{1b}[0m rest");
        assert_eq!(paint(&text, false), "all done\nno rest");
    }

    #[test]
    fn the_inner_colour_wins() {
        let text = ink(Ink::Muted, &format!("a {} b", ink(Ink::Bad, "x")));
        assert_eq!(paint(&text, true), "\u{1b}[2ma\u{1b}[0m \u{1b}[1;31mx\u{1b}[0m \u{1b}[2mb\u{1b}[0m");
    }

    #[test]
    fn escapes_that_slipped_through_are_written_out() {
        assert_eq!(paint("a\u{1b}[31mb\u{7}", true), "a\\u{1b}[31mb\\u{7}");
    }

    #[test]
    fn blanks_at_the_end_of_a_line_go() {
        assert_eq!(paint("a  \n  b  \n", false), "a\n  b\n");
        assert_eq!(paint(&format!("{}  \nb", ink(Ink::Good, "a")), true), "\u{1b}[32ma\u{1b}[0m\nb");
    }
}
