//! A value as a page shows it: its words without the marks of Markdown, and whether more stood there than the words say.
//!
//! Every value of one line is read here before it becomes a name, a title or a field: links are their words, what is bold,
//! in code or struck out has no marks, a picture is none of the words.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::inline::{marked, squeezed, unwrapped};

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// Its words, as Markdown that holds nothing but characters behind backslashes and by their entities. What is struck out
    /// is none of them.
    pub(super) words: String,
    /// Whether there is more than the words say: where a link leads, a picture, words that are struck out.
    pub(super) hides: bool,
}

/// What a value shows.
pub(super) fn shown(text: &str) -> Shown {
    shown_without(text, &[Mark::Emphasis, Mark::Struck, Mark::Link, Mark::Picture, Mark::Code])
}

/// The same of words in which code may be meant: round all of them it is a mark, within them it is how they are written.
pub(super) fn shown_with_code(text: &str) -> Shown {
    match unwrapped(text.trim()).contains('`') {
        true => shown_without(text, &[Mark::Emphasis, Mark::Struck, Mark::Link, Mark::Picture]),
        false => shown(text),
    }
}

fn shown_without(text: &str, marks: &[Mark]) -> Shown {
    let text = squeezed(text);
    let mut own = read(&text, marks);
    own.words = squeezed(&own.words);
    own.take_off_notes();
    // a backslash at the end of a line breaks it
    let escapes = own.words.len() - own.words.trim_end_matches('\\').len();
    if escapes % 2 == 1 {
        own.words.pop();
        own.words.truncate(own.words.trim_end().len());
    }
    own
}

impl Shown {
    /// `[^1]` leads to a note at the end of the page.
    fn take_off_notes(&mut self) {
        if !self.words.contains("[^") {
            return;
        }
        let mut parts = self.words.split("[^");
        let mut out = parts.next().unwrap_or_default().to_owned();
        let is_note =
            |note: &str| !note.is_empty() && note.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        for part in parts {
            match part.split_once(']').filter(|(note, _)| is_note(note)) {
                Some((_, after)) => {
                    out.push_str(after);
                    self.hides = true;
                }
                None => {
                    out.push_str("[^");
                    out.push_str(part);
                }
            }
        }
        out.trim().clone_into(&mut self.words);
    }
}

/// The text without the marks of bold and italic words in it; links and code stay as they are.
pub(super) fn unmarked(text: &str) -> String {
    read(text, &[Mark::Emphasis]).words
}

/// The words of a heading: code stays in its marks, and so does what is struck out.
pub(super) fn heading_words(text: &str) -> Shown {
    read(text, &[Mark::Emphasis, Mark::Link, Mark::Picture])
}

/// The text without its pictures, where it has other words; true where it had any.
pub(super) fn unpictured(text: &str) -> (String, bool) {
    let own = read(text, &[Mark::Picture]);
    if own.hides && own.words.contains(char::is_alphanumeric) {
        (squeezed(&own.words), true)
    } else {
        (text.to_owned(), false)
    }
}

/// A kind of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Emphasis,
    Struck,
    Link,
    Picture,
    Code,
}

/// A word before the text keeps its beginning from being a list or a heading.
const LEAD: &str = "x ";

fn read(text: &str, off: &[Mark]) -> Shown {
    let is_off = |mark: Mark| off.contains(&mark);
    let has_marks = text.contains(['*', '_'])
        || is_off(Mark::Struck) && text.contains('~')
        || is_off(Mark::Code) && text.contains('`')
        || is_off(Mark::Link) && text.contains(['[', '<'])
        || is_off(Mark::Picture) && text.contains("![");
    if !has_marks {
        return Shown { words: text.to_owned(), hides: false };
    }
    let all = format!("{LEAD}{text}");
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    let mut cut = |range: Range<usize>| cuts.push((range, String::new()));
    let mut hides = false;
    // of each link that is open: where its words end
    let mut links: Vec<usize> = Vec::new();
    let mut code: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(&all, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        if let (Some(end), false) = (links.last_mut(), matches!(event, Event::End(TagEnd::Link))) {
            *end = range.end.max(*end);
        }
        match event {
            Event::Start(Tag::Emphasis) if is_off(Mark::Emphasis) && stands_round_words(&all, &range) => {
                cut(range.start..range.start + 1);
                cut(range.end - 1..range.end);
            }
            Event::Start(Tag::Strong) if is_off(Mark::Emphasis) && !is_within_a_word(&all, &range) => {
                cut(range.start..range.start + 2);
                cut(range.end - 2..range.end);
            }
            Event::Start(Tag::Strikethrough) if is_off(Mark::Struck) => {
                hides = true;
                cut(range);
            }
            Event::Start(Tag::Image { .. }) if is_off(Mark::Picture) => {
                hides = true;
                cut(range);
            }
            Event::Start(Tag::Link { link_type, .. }) if is_off(Mark::Link) => {
                hides |= !matches!(link_type, LinkType::Autolink | LinkType::Email);
                cut(range.start..range.start + 1);
                links.push(range.start + 1);
            }
            Event::End(TagEnd::Link) if is_off(Mark::Link) => {
                if let Some(end) = links.pop() {
                    cut(end..range.end);
                }
            }
            Event::Code(words) if is_off(Mark::Code) => code.push((range, marked(&words))),
            _ => {}
        }
    }
    cuts.extend(code);
    cuts.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut from) = (String::with_capacity(text.len()), LEAD.len());
    for (range, words) in cuts {
        if range.start >= from {
            out.push_str(all.get(from..range.start).unwrap_or_default());
            out.push_str(&words);
        }
        from = from.max(range.end);
    }
    out.push_str(all.get(from..).unwrap_or_default());
    Shown { words: out, hides }
}

/// False for marks that Markdown takes for emphasis and that are signs of a path, a pattern or a sum: `build/*.o lib/*.a`,
/// `5*3*2`.
fn stands_round_words(text: &str, range: &Range<usize>) -> bool {
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '\\' | '.' | '=');
    let mut before = text.get(..range.start).unwrap_or_default().chars().rev();
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let inside = text.get(range.start + 1..range.end - 1).unwrap_or_default();
    let is_pattern = inside.starts_with('.') || inside.ends_with(['/', '\\', '.']);
    let is_word_before = match before.next() {
        // "*this*/*that*"
        Some('/') => !before.next().is_some_and(|c| matches!(c, '*' | '_' | '`')),
        None => false,
        Some(c) => is_of_path(c),
    };
    let is_word_behind = match after.next() {
        Some('.') => after.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some('/') => is_pattern,
        Some('=') | None => false,
        Some(c) => is_of_path(c),
    };
    !is_word_before && !is_word_behind
}

/// `2**3**4`.
fn is_within_a_word(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    is_word(before) && is_word(text.get(range.end..).and_then(|after| after.chars().next()))
}

#[cfg(test)]
mod tests {
    use super::super::inline::line;
    use super::*;

    #[test]
    fn signs_of_paths_patterns_and_sums_are_no_emphasis() {
        for text in ["rm -f build/*.o lib/*.a", "5*3*2", "2**3**4", "cp a*b*c", "d=*e*", "ls *.log *.tmp"] {
            assert_eq!(shown(text).words, text);
        }
        for (text, words) in [
            ("do *this*.", "do this."),
            ("(*this*), *that*: *so*", "(this), that: so"),
            ("**Owner:** Jane", "Owner: Jane"),
            ("これは*重要*です", "これは重要です"),
            ("_so_ and *so*", "so and so"),
            ("*Stop*/*Start* the runner", "Stop/Start the runner"),
            ("_Stop_/_Start_ the runner", "Stop/Start the runner"),
        ] {
            assert_eq!(shown(text).words, words, "{text}");
        }
    }

    #[test]
    fn the_words_of_a_value_are_the_same_whatever_marks_stand_round_them() {
        let marks: [(&str, &str); 10] = [
            ("", ""),
            ("**", "**"),
            ("*", "*"),
            ("__", "__"),
            ("`", "`"),
            ("[", "](https://a.example/x_y(1))"),
            ("**[", "](https://a.example)**"),
            ("[**", "**](https://a.example)"),
            ("![logo](x.png) ", ""),
            ("~~old~~ ", ""),
        ];
        for words in ["Acme", "Enforce 2FA", "日本", "Große Gruppe", "a_b_c", "2 * 3"] {
            for (open, close) in marks {
                for (outer, end) in marks {
                    let text = format!("{outer}{open}{words}{close}{end}");
                    // marks of the same kind within each other are other marks, and no link stands in a link
                    let is_twice = outer.contains('[') && open.contains('[')
                        || ["*", "_", "`"].iter().any(|mark| outer.contains(mark) && open.contains(mark))
                        || outer == "`";
                    if !is_twice {
                        assert_eq!(line(&shown(&text).words).unwrap().as_str(), words, "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_the_words_do_not_say_is_noticed() {
        for text in ["[a](https://b.example)", "![a](b.png) c", "~~a~~ b"] {
            assert!(shown(text).hides, "{text}");
        }
        for text in ["**a**", "`a`", "a <https://b.example>", "[a]", "a ~ b"] {
            assert!(!shown(text).hides, "{text}");
        }
        assert_eq!(shown("Acme - X[^1]"), Shown { words: "Acme - X".to_owned(), hides: true });
        assert_eq!(shown(r"Acme \").words, "Acme");
        assert_eq!(shown(r"Acme \\").words, r"Acme \\");
        assert_eq!(shown("[](https://b.example) a").words, "a");
    }

    #[test]
    fn bold_words_come_out_of_their_marks() {
        assert_eq!(unmarked("**Remove** *2FA* from __all__"), "Remove 2FA from all");
        assert_eq!(
            unmarked(r"2 * 3 * 4, `a*b*`, \*c\*, snake_case_name"),
            r"2 * 3 * 4, `a*b*`, \*c\*, snake_case_name"
        );
        assert_eq!(unpictured("![x](y.png) Stop it"), ("Stop it".to_owned(), true));
        assert_eq!(unpictured("![x](y.png)"), ("![x](y.png)".to_owned(), false));
    }
}
