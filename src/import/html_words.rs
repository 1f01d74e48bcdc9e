//! Words that were written in HTML outside tables, as Markdown has them: a heading, an item, what is bold, in code, struck out
//! or a link. Tags that say nothing of a word go; what this does not know stays as it stands.

use super::html_rows::{attribute, close_link, href, tag_name};

/// The longest tag that is looked at, in bytes.
const LONGEST: usize = 2048;

/// The line as Markdown has it; none where it holds no such tag, or what one line of Markdown cannot hold. `is_code` knows
/// by an offset in the line what stands in backticks.
pub(super) fn as_markdown(line: &str, is_code: impl Fn(usize) -> bool) -> Option<String> {
    if !line.contains('<') {
        return None;
    }
    let blank = line.len() - line.trim_start().len();
    let mut own = Words { text: line.get(..blank)?.to_owned(), ..Words::default() };
    let mut at = blank;
    let mut is_changed = false;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..)?;
        let may_be_tag = c == '<' && !line.get(..at)?.ends_with('\\') && !is_code(at);
        if let Some((link, length)) = chat_link(rest).filter(|_| may_be_tag) {
            own.text.push_str(&link);
            (is_changed, at) = (true, at + length);
            continue;
        }
        let name = if may_be_tag { tag_name(rest) } else { None };
        // no tag holds the beginning of another
        let end = || rest.bytes().skip(1).take(LONGEST).take_while(|b| *b != b'<').position(|b| b == b'>');
        let length = name.as_ref().and_then(|_| end()).map(|end| end + 2);
        match (name, length) {
            (Some(name), Some(length)) => {
                let tag = rest.get(..length)?;
                match own.tag(&name, tag)? {
                    true => is_changed = true,
                    false => own.text.push_str(tag),
                }
                at += length;
            }
            _ => {
                // behind a box one blank is enough
                if !(c == ' ' && own.text.ends_with("] ")) {
                    own.text.push(c);
                }
                at += c.len_utf8();
            }
        }
    }
    (is_changed && own.link.is_none()).then(|| own.text.trim_end().to_owned())
}

/// A link as chat programs copy it, `<https://a.example/b|words>`, and how long it is there.
fn chat_link(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('<').filter(|inner| inner.starts_with("http"))?;
    let end = inner.bytes().take(LONGEST).position(|b| b == b'>')?;
    let (address, words) = inner.get(..end)?.split_once('|')?;
    let is_address = !address.contains(char::is_whitespace) && address.contains("://");
    let is_words = !words.trim().is_empty() && !words.contains(['|', '[', ']']);
    (is_address && is_words).then(|| (format!("[{words}]({address})"), end + 2))
}

/// A line while it is read.
#[derive(Default)]
struct Words {
    text: String,
    /// Where the link that is open begins, and where it leads.
    link: Option<(usize, Option<String>)>,
    /// How far it was searched for words, and whether the cell there has any.
    searched: usize,
    has_any: bool,
    /// Where its last word ends, as far as it was looked at.
    end: usize,
    looked: usize,
    /// The marks that are open, and those that ended here without having begun.
    open: Vec<&'static str>,
    ended: Vec<&'static str>,
}

impl Words {
    /// Whether nothing but blanks stands before what comes next.
    fn begins(&mut self) -> bool {
        self.end_of_words() == 0
    }

    /// Where the blanks at the end begin; each part of the text is looked at once.
    fn end_of_words(&mut self) -> usize {
        let new = self.text.get(self.looked..).unwrap_or_default();
        let words = new.trim_end().len();
        if words > 0 {
            self.end = self.looked + words;
        }
        self.looked = self.text.len();
        self.end
    }

    /// The text was cut, or written into, from here on.
    fn look_again_from(&mut self, at: usize) {
        if at < self.looked {
            let words = self.text.get(..at).unwrap_or_default().trim_end().len();
            (self.end, self.looked) = (words, at);
        }
    }

    /// Whether words stand before what comes next, in its cell where there are cells, and no break behind them.
    fn has_words(&mut self) -> bool {
        let new = self.text.get(self.searched..).unwrap_or(&self.text);
        let (own, had_any) = new.rsplit_once('|').map_or((new, self.has_any), |(_, own)| (own, false));
        let has_any = had_any || own.contains(char::is_alphanumeric);
        (self.searched, self.has_any) = (self.text.len(), has_any);
        let end = self.end_of_words();
        has_any && !self.text.get(..end).unwrap_or_default().ends_with("<br>")
    }

    /// Whether the tag is known; none where the line cannot be one of Markdown.
    fn tag(&mut self, name: &str, tag: &str) -> Option<bool> {
        let is_end = tag.starts_with("</");
        match name {
            "b" | "strong" => self.mark("**", is_end),
            "code" | "tt" | "kbd" | "samp" => self.mark("`", is_end),
            "s" | "del" | "strike" => self.mark("~~", is_end),
            // a paragraph stands on lines of its own
            "p" | "div" | "section" | "article" if !is_end && self.has_words() => self.text.push_str("<br>"),
            "i" | "em" | "u" | "ins" | "span" | "font" | "small" | "big" | "mark" | "sub" | "sup" | "center" | "p"
            | "div" | "section" | "article" | "label" | "ul" | "ol" | "body" | "html" | "main" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_end => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.begins() => {
                let level = name.get(1..)?.parse::<usize>().ok()?;
                self.text.push_str(&"#".repeat(level));
                self.text.push(' ');
            }
            "li" if is_end => {}
            "li" if self.begins() => self.text.push_str("- "),
            "input" if attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                let lead = if self.begins() { "- " } else { "" };
                let is_ticked = tag.to_ascii_lowercase().contains(" checked");
                self.text.push_str(&format!("{lead}[{}] ", if is_ticked { "x" } else { " " }));
            }
            // two items, or a heading behind words
            "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return None,
            "a" if is_end => {
                let link = self.link.take();
                let from = link.as_ref().map_or(self.text.len(), |(from, _)| *from);
                self.searched = self.searched.min(from);
                close_link(&mut self.text, link)?;
                self.look_again_from(from);
            }
            "a" if self.link.is_some() => return None,
            "a" => self.link = Some((self.text.len(), href(tag))),
            "img" => {
                let of = |name: &str| attribute(tag, name).unwrap_or_default().replace(['[', ']', '(', ')', '|'], "");
                self.text.push_str(&format!("![{}]({})", of("alt"), of("src").replace(' ', "%20")));
            }
            _ => return Some(false),
        }
        Some(true)
    }

    /// A mark stands right at its words. What is open begins no more; what is not may have begun on the line before, once.
    fn mark(&mut self, mark: &'static str, is_end: bool) {
        match (self.open.iter().position(|open| *open == mark), is_end) {
            (Some(at), true) => {
                self.open.remove(at);
                self.end_with(mark);
            }
            (None, false) => {
                self.open.push(mark);
                self.text.push_str(mark);
            }
            (None, true) if !self.ended.contains(&mark) => {
                self.ended.push(mark);
                self.end_with(mark);
            }
            _ => {}
        }
    }

    fn end_with(&mut self, mark: &str) {
        let end = self.end_of_words();
        self.text.insert_str(end, mark);
        self.look_again_from(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_html_are_those_of_markdown() {
        for (line, wanted) in [
            ("<h1>Acme - Enforce</h1>", "# Acme - Enforce"),
            ("  <li><b>Stop </b>it</li>", "  - **Stop** it"),
            ("<p><strong>DRI:</strong> @john</p>", "**DRI:** @john"),
            ("<li><input type=\"checkbox\" checked disabled> Backup</li>", "- [x] Backup"),
            ("<input type='checkbox'> Tell", "- [ ] Tell"),
            ("| <b>DRI</b> | <code>@john</code> |", "| **DRI** | `@john` |"),
            ("<a href=\"https://a.example/b\">Stop it</a> <del>now</del>", "[Stop it](https://a.example/b) ~~now~~"),
            ("<img src=\"x.png\" alt=\"logo\"> Acme", "![logo](x.png) Acme"),
            ("<ul>", ""),
            ("<p><b>Customer:</b> Acme</p><p><b>DRI:</b> @john</p>", "**Customer:** Acme<br>**DRI:** @john"),
            ("| <p>Stop it</p><div>now</div> | x |", "| Stop it<br>now | x |"),
            ("Meeting: <https://a.example/j/7|join> now", "Meeting: [join](https://a.example/j/7) now"),
            ("| Link | <https://a.example/j/7|join us> |", "| Link | [join us](https://a.example/j/7) |"),
            ("<p>a</p><a href=\"https://a.example\">c</a><p>d</p>", "a[c](https://a.example)<br>d"),
        ] {
            assert_eq!(as_markdown(line, |_| false).as_deref(), Some(wanted), "{line}");
        }
        for line in ["<name>", "a < b > c", r"\<b>x", "a<br>b", "<li>a</li><li>b</li>", "a <https://b.example>", "a"] {
            assert_eq!(as_markdown(line, |_| false), None, "{line}");
        }
        assert_eq!(as_markdown("`<b>`", |_| true), None);
    }
}
