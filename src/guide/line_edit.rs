//! A line that a person types, with its cursor: what each key does to it, and the part of it that a narrow screen shows.
//!
//! Knows no terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::keyboard::Key;

/// The longest line that is taken; what is longer wants an editor.
const LONGEST: usize = 65_536;

/// The words typed so far, in the pieces that a cursor steps over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LineEdit {
    before: String,
    after: String,
    /// How many letters did not fit.
    lost: usize,
}

impl LineEdit {
    /// A line that begins with these words.
    pub(super) fn of(words: &str) -> Self {
        Self { before: words.to_owned(), ..Self::default() }
    }

    /// The words.
    pub(super) fn words(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// How many letters did not fit into it.
    pub(super) fn lost(&self) -> usize {
        self.lost
    }

    /// What a key does.
    pub(super) fn press(&mut self, key: Key) {
        match key {
            Key::Char(c) | Key::Pasted(c) if self.before.len() + self.after.len() < LONGEST => self.before.push(c),
            Key::Char(_) | Key::Pasted(_) => self.lost += 1,
            Key::Backspace => drop(take_last(&mut self.before)),
            Key::Delete => drop(take_first(&mut self.after)),
            Key::Left => {
                if let Some(piece) = take_last(&mut self.before) {
                    self.after.insert_str(0, &piece);
                }
            }
            Key::Right => {
                if let Some(piece) = take_first(&mut self.after) {
                    self.before.push_str(&piece);
                }
            }
            Key::Home => {
                self.after.insert_str(0, &self.before);
                self.before.clear();
            }
            Key::End => self.before.push_str(&std::mem::take(&mut self.after)),
            Key::Kill => self.before.clear(),
            Key::KillWord => {
                let kept = self.before.trim_end();
                let end = kept.rfind(' ').map_or(0, |blank| blank + 1);
                self.before.truncate(end);
            }
            _ => {}
        }
    }

    /// The part around the cursor that fits so many columns, and the cursor's column in it.
    pub(super) fn window(&self, columns: usize) -> (String, usize) {
        let columns = columns.max(4);
        let mut left: Vec<&str> = Vec::new();
        let mut used = 0;
        let room = if self.after.is_empty() { columns - 1 } else { columns * 3 / 4 };
        for piece in self.before.graphemes(true).rev() {
            if used + piece.width() > room {
                break;
            }
            used += piece.width();
            left.push(piece);
        }
        let cursor = used;
        let mut shown: String = left.into_iter().rev().collect();
        for piece in self.after.graphemes(true) {
            if used + piece.width() > columns - 1 {
                break;
            }
            used += piece.width();
            shown.push_str(piece);
        }
        (shown, cursor)
    }
}

fn take_last(text: &mut String) -> Option<String> {
    let (at, _) = text.grapheme_indices(true).next_back()?;
    Some(text.split_off(at))
}

fn take_first(text: &mut String) -> Option<String> {
    let end = text.graphemes(true).next()?.len();
    let rest = text.split_off(end);
    Some(std::mem::replace(text, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &mut LineEdit, text: &str) {
        text.chars().for_each(|c| line.press(Key::Char(c)));
    }

    #[test]
    fn keys_do_what_people_expect() {
        let mut line = LineEdit::default();
        typed(&mut line, "two wörds e\u{301}");
        line.press(Key::Backspace);
        assert_eq!(line.words(), "two wörds ");
        line.press(Key::KillWord);
        assert_eq!(line.words(), "two ");
        line.press(Key::Home);
        typed(&mut line, "x");
        line.press(Key::Delete);
        assert_eq!(line.words(), "xwo ");
        line.press(Key::End);
        line.press(Key::Left);
        typed(&mut line, "!");
        assert_eq!(line.words(), "xwo! ");
        line.press(Key::Kill);
        assert_eq!(line.words(), " ");
    }

    #[test]
    fn a_narrow_screen_shows_what_stands_around_the_cursor() {
        let mut line = LineEdit::of("日本語 and more than fits");
        assert_eq!(line.window(80), ("日本語 and more than fits".to_owned(), 25));
        let (shown, cursor) = line.window(10);
        assert_eq!((shown.as_str(), cursor), ("than fits", 9));
        line.press(Key::Home);
        let (shown, cursor) = line.window(10);
        assert_eq!((shown.as_str(), cursor), ("日本語 an", 0));
    }
}
