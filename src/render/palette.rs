//! Colours, each with one meaning. Nothing is said by colour alone: words and signs carry the meaning as well.
//!
//! While a page is laid out a colour is a mark behind each character: a direction control, of which [`visible`] leaves
//! none in any text, and which has no width. So layout may measure, wrap and cut wherever it likes; [`paint`] turns the
//! marks into escape sequences at the very end, or drops them.
//!
//! [`visible`]: crate::model::visible

use unicode_segmentation::UnicodeSegmentation;

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
}

const INKS: [(Ink, char, &str); 5] = [
    (Ink::Good, '\u{2066}', "\u{1b}[32m"),
    (Ink::Warn, '\u{2067}', "\u{1b}[33m"),
    (Ink::Bad, '\u{2068}', "\u{1b}[1;31m"),
    (Ink::Muted, '\u{202a}', "\u{1b}[2m"),
    (Ink::Heading, '\u{202b}', "\u{1b}[1m"),
];

const RESET: &str = "\u{1b}[0m";

/// The text in this colour. What already has one keeps it.
pub(super) fn ink(ink: Ink, text: &str) -> String {
    let mark = INKS.iter().find(|(own, ..)| *own == ink).map(|(_, mark, _)| *mark);
    let mut out = String::with_capacity(text.len() * 2);
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
    INKS.iter().find(|(_, mark, _)| piece.starts_with(*mark)).map(|(.., escape)| *escape)
}

/// The finished text: marks become colours or go. Controls that slipped through are written out, never passed on.
pub(super) fn paint(text: &str, color: bool) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut open: Option<&str> = None;
    let mut gap = String::new();
    let mut pieces = text.graphemes(true).peekable();
    while let Some(piece) = pieces.next() {
        if escape_of(piece).is_some() {
            continue;
        }
        let wanted = pieces.peek().and_then(|next| escape_of(next)).filter(|_| color);
        if piece == " " && wanted.is_none() {
            gap.push(' ');
            continue;
        }
        if open != wanted {
            if open.is_some() {
                out.push_str(RESET);
            }
            out.push_str(&gap);
            out.push_str(wanted.unwrap_or_default());
            open = wanted;
        } else if piece != "\n" {
            out.push_str(&gap);
        }
        // blanks at a line's end are nobody's
        if piece == "\n" && !gap.is_empty() && out.ends_with(&gap) {
            out.truncate(out.len() - gap.len());
        }
        gap.clear();
        push_harmless(&mut out, piece);
    }
    if open.is_some() {
        out.push_str(RESET);
    }
    out
}

fn push_harmless(out: &mut String, piece: &str) {
    for c in piece.chars() {
        if c.is_control() && c != '\n' {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
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
