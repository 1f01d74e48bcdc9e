//! Instructions as people write them: lists, code, quotations and headings are what Markdown says they are, the words
//! stay those of the record.
//!
//! Nothing of the text is lost or becomes more than it is: HTML is shown as written, so are backslashes, entities and
//! underscores, which are parts of names here; a link leads to the web or to a mailbox, or it leads nowhere.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::text::{Markup, addresses, close, element, link, open, open_link, words};
use crate::model::Link;

/// A line shorter than this was ended on purpose, and not because the page of its writer was full.
const FULL_LINE: usize = 60;

/// The text as paragraphs, lists and code.
pub(super) fn instructions(text: &str) -> Markup {
    let mut page = Page { text, ..Page::default() };
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        page.take(event, range);
    }
    page.between(text.len());
    element("div", &[("class", "told")], page.out)
}

#[derive(Default)]
struct Page<'t> {
    text: &'t str,
    out: Markup,
    /// Words of the paragraph at hand, not yet in `out`: an address may go on in the next piece.
    words: String,
    /// The end of the last piece of words, in bytes.
    said: usize,
    /// The end of the last block that stands in no other.
    done: usize,
    /// How many elements are open.
    depth: usize,
    /// The next number of each open list; none for one with bullets.
    numbers: Vec<Option<u64>>,
    /// The open link: whether it leads somewhere.
    link: Option<bool>,
    in_code: bool,
    /// Inside something that was shown as it stands, this many elements deep.
    skipped: usize,
}

impl Page<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    self.between(range.start);
                    self.done = range.end;
                }
                self.begin(tag, &range);
            }
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) if self.in_code => self.out.push(Markup::bare(text)),
            Event::Code(code) => {
                self.flush();
                self.out.push(words("code", "", code));
                self.said = range.end;
            }
            Event::SoftBreak => self.line_break(range.start),
            Event::HardBreak => {
                let mark = if self.slice(&range).starts_with('\\') { "\\" } else { "" };
                self.words.push_str(mark);
                self.flush();
                self.out.push(open("br", &[]));
                self.said = range.end;
            }
            Event::Rule => {
                if self.depth == 0 {
                    self.between(range.start);
                    self.done = range.end;
                }
                self.out.push(open("hr", &[]));
            }
            // words, and what would be markup to a browser
            _ => self.say(range),
        }
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Adds words as they were written, with the backslash before them.
    fn say(&mut self, range: Range<usize>) {
        let before = self.text.get(self.said..range.start).unwrap_or_default();
        if before.ends_with('\\') {
            self.words.push('\\');
        }
        let piece = self.text.get(range.clone()).unwrap_or_default();
        self.words.push_str(piece);
        self.said = range.end;
    }

    /// A line that its writer ended is one here; one that was merely full goes on.
    fn line_break(&mut self, at: usize) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        if line.chars().count() < FULL_LINE {
            self.flush();
            self.out.push(open("br", &[]));
        } else {
            self.words.push('\n');
        }
        self.said = at;
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.out.push(if self.link.is_some() { Markup::text(words) } else { addresses(&words) });
    }

    /// What stands between two blocks and is none for Markdown: addresses that links of the text are to lead to.
    fn between(&mut self, to: usize) {
        let between = self.text.get(self.done..to).unwrap_or_default().trim();
        if !between.is_empty() {
            self.out.push(element("p", &[("class", "prose")], addresses(between)));
        }
    }

    fn begin(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        self.depth += 1;
        match tag {
            Tag::Emphasis if self.slice(range).starts_with('_') => return self.words.push('_'),
            Tag::Strong if self.slice(range).starts_with('_') => return self.words.push_str("__"),
            _ => self.flush(),
        }
        let begun = match tag {
            Tag::Paragraph => open("p", &[]),
            Tag::HtmlBlock => open("p", &[("class", "prose")]),
            Tag::Heading { .. } => open("h4", &[]),
            Tag::BlockQuote(_) => open("blockquote", &[]),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                [open("pre", &[]), open("code", &[])].into_iter().collect()
            }
            Tag::List(first) => {
                self.numbers.push(first);
                match first {
                    None => open("ul", &[]),
                    Some(1) => open("ol", &[]),
                    Some(first) => open("ol", &[("start", &first.to_string())]),
                }
            }
            Tag::Item => self.item(range),
            Tag::Emphasis => open("em", &[]),
            Tag::Strong => open("strong", &[]),
            Tag::Strikethrough => open("del", &[]),
            Tag::Link { link_type, dest_url, .. } => {
                let is_mail = link_type == LinkType::Email;
                self.link_begins(&if is_mail { format!("mailto:{dest_url}") } else { dest_url.to_string() }, range)
            }
            Tag::Image { dest_url, .. } if self.link.is_none() => {
                let shown = link(self.slice(range), &dest_url);
                self.skip(shown, range)
            }
            Tag::Table(_) => {
                let lines = element("code", &[], Markup::bare(self.slice(range).trim_end()));
                self.skip(element("pre", &[], lines), range)
            }
            _ => {
                let as_it_stands = Markup::text(self.slice(range));
                self.skip(as_it_stands, range)
            }
        };
        self.out.push(begun);
    }

    /// Shows what is not taken apart.
    fn skip(&mut self, shown: Markup, range: &Range<usize>) -> Markup {
        self.skipped = 1;
        self.depth -= 1;
        self.said = range.end;
        shown
    }

    /// An item of a list, under the number that its writer gave it.
    fn item(&mut self, range: &Range<usize>) -> Markup {
        let written: String = self.slice(range).trim_start().chars().take_while(char::is_ascii_digit).collect();
        let Some(Some(next)) = self.numbers.last_mut() else { return open("li", &[]) };
        let number = written.parse().unwrap_or(*next);
        let is_next = number == *next;
        *next = number.saturating_add(1);
        if is_next { open("li", &[]) } else { open("li", &[("value", &number.to_string())]) }
    }

    fn link_begins(&mut self, address: &str, range: &Range<usize>) -> Markup {
        let is_mail = address.starts_with("mailto:") && !address.contains(char::is_whitespace);
        if !is_mail && !Link::is_link(address) {
            self.link = Some(false);
            return Markup::none();
        }
        self.link = Some(true);
        open_link(address, !self.slice(range).starts_with('<'))
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let is_underscore = self.slice(range).starts_with('_');
        match tag {
            TagEnd::Emphasis if is_underscore => self.words.push('_'),
            TagEnd::Strong if is_underscore => self.words.push_str("__"),
            _ => self.flush(),
        }
        self.depth = self.depth.saturating_sub(1);
        self.said = self.said.max(if tag == TagEnd::Link { range.end } else { 0 });
        let ended = match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => close("p"),
            TagEnd::Heading(_) => close("h4"),
            TagEnd::BlockQuote(_) => close("blockquote"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                [close("code"), close("pre")].into_iter().collect()
            }
            TagEnd::List(is_numbered) => {
                self.numbers.pop();
                close(if is_numbered { "ol" } else { "ul" })
            }
            TagEnd::Item => close("li"),
            TagEnd::Emphasis | TagEnd::Strong if is_underscore => Markup::none(),
            TagEnd::Emphasis => close("em"),
            TagEnd::Strong => close("strong"),
            TagEnd::Strikethrough => close("del"),
            TagEnd::Link => match self.link.take() {
                Some(true) => close("a"),
                // an address that a browser must not act on is told with its label
                _ => self.unfollowed(range),
            },
            _ => Markup::none(),
        };
        self.out.push(ended);
    }

    /// What follows the label of a link that leads nowhere: the rest of it, as it was written.
    fn unfollowed(&self, range: &Range<usize>) -> Markup {
        let whole = self.slice(range);
        let rest = whole.rfind("](").and_then(|at| whole.get(at + 1..)).unwrap_or_default();
        Markup::text(if rest.is_empty() { String::new() } else { format!(" {rest}") })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::render::export::traps::TRAPS;
    use crate::worked::worked;

    fn shown(text: &str) -> String {
        let page = crate::render::export::html::text::document("", Markup::none(), instructions(text));
        let (_, inside) = page.split_once("<div class=\"told\">").unwrap();
        inside.rsplit_once("</div>").unwrap().0.to_owned()
    }

    #[test]
    fn lists_are_lists_under_their_writers_numbers() {
        assert_eq!(
            shown("1. one\n2. two\n   - deep\n4. four"),
            "<ol><li>one</li><li>two<ul><li>deep</li></ul></li><li value=\"4\">four</li></ol>"
        );
        assert_eq!(shown("3) c\n4) d"), "<ol start=\"3\"><li>c</li><li>d</li></ol>");
        assert_eq!(shown("1. a\n1. b"), "<ol><li>a</li><li value=\"1\">b</li></ol>");
    }

    #[test]
    fn code_is_as_it_will_be_typed() {
        let command = "curl --fail \\\n  \"https://e.example/?a=1&b=2\"";
        let code = "<pre><code>curl --fail \\\n  &quot;https://e.example/?a=1&amp;b=2&quot;\n</code></pre>";
        assert_eq!(shown(&format!("```sh\n{command}\n```")), code);
        assert_eq!(shown("    indented *x*"), "<pre><code>indented *x*</code></pre>");
        assert_eq!(shown("run `ls -la \\*`"), "<p>run <code>ls -la \\*</code></p>");
    }

    #[test]
    fn words_are_those_of_the_record() {
        for (text, told) in [
            ("C:\\_x \\* a\\\\b", "<p>C:\\_x \\* a\\\\b</p>"),
            ("__init__.py and _id_", "<p>__init__.py and _id_</p>"),
            ("&lt; <b>x</b>", "<p>&amp;lt; &lt;b&gt;x&lt;/b&gt;</p>"),
            ("**b** *i* ~~d~~", "<p><strong>b</strong> <em>i</em> <del>d</del></p>"),
            ("Host: a\nPort: b", "<p>Host: a<br>Port: b</p>"),
            ("# One\n\n> two\n\n---", "<h4>One</h4><blockquote><p>two</p></blockquote><hr>"),
            ("[a]: ref\n\nx", "<p class=\"prose\">[a]: ref</p><p>x</p>"),
        ] {
            assert_eq!(shown(text), told, "{text}");
        }
        let full = format!("{}\nand on", "word ".repeat(15).trim_end());
        assert!(!shown(&full).contains("<br>"));
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox() {
        let rel = "rel=\"noopener noreferrer\"";
        for (text, told) in [
            ("[x](https://e.example/a)", format!("<p><a href=\"https://e.example/a\" {rel} class=\"named\">x</a></p>")),
            (
                "https://e.example/_a_/b.",
                format!(
                    "<p><a href=\"https://e.example/_a_/b\" {rel}><span class=\"long\">https://e.example/_a_/b</span></a>.</p>"
                ),
            ),
            ("<a@b.example>", format!("<p><a href=\"mailto:a@b.example\" {rel}>a@b.example</a></p>")),
            ("[x](javascript:f())", "<p>x (javascript:f())</p>".to_owned()),
            ("[x](data:text/html,y)", "<p>x (data:text/html,y)</p>".to_owned()),
        ] {
            assert_eq!(shown(text), told, "{text}");
        }
    }

    #[test]
    fn no_word_is_lost() {
        for trap in TRAPS {
            let told = shown(trap);
            for word in trap.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3) {
                assert!(told.contains(word), "{word} of {trap}\n{told}");
            }
        }
    }

    #[test]
    fn depth_takes_time_as_length_does() {
        let time = |text: String| {
            let begun = worked();
            assert!(!shown(&text).is_empty());
            worked().saturating_sub(begun)
        };
        let mut slow = Vec::new();
        for (mark, number) in [(">", 5_000), ("- ", 1_250), ("*a ", 5_000), ("[", 5_000)] {
            let measured = || (time(mark.repeat(number)), time(mark.repeat(number * 4)));
            let is_linear = |(few, many): (Duration, Duration)| many < few * 8 + Duration::from_millis(50);
            // another program may be at work: once is enough
            if !(0..3).any(|_| is_linear(measured())) {
                slow.push(format!("{mark}: {:?}", measured()));
            }
        }
        assert!(slow.is_empty(), "{slow:#?}");
    }
}
