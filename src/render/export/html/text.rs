//! The one place where text is made harmless for HTML: nothing becomes [`Markup`] but through here.

use crate::model::{Link, visible};

/// The letters that a column of a table must have room for; a longer word is broken rather than the table made wider.
const LONGEST_WORD: usize = 20;

/// A piece of a page. Words of a record are in it as words, never as markup.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup(String);

/// Attributes of an element; the names are ours, the values anybody's.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    /// Nothing.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// A text on one line, or with its own line breaks where the style keeps them. What is longer than a word of any
    /// language, such as an address or a digest, may be broken anywhere; nothing else is.
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        let words = text.as_ref().split_inclusive(char::is_whitespace).map(|word| {
            if word.trim_end().chars().count() > LONGEST_WORD {
                element("span", &[("class", "long")], Self::bare(word))
            } else {
                Self::bare(word)
            }
        });
        words.collect()
    }

    /// A text where no element may stand in it: a picture's words, a title, code that is copied.
    pub(super) fn bare(text: impl AsRef<str>) -> Self {
        Self(escaped(text.as_ref()))
    }

    /// Several lines of somebody's words: addresses can be followed, what stands between backticks is code.
    pub(super) fn prose(text: impl AsRef<str>) -> Self {
        let text = text.as_ref().trim_end();
        let mut out = Self::none();
        let mut rest = text;
        while let Some((before, code, after)) = first_code(rest) {
            out.push(addresses(before));
            out.push(element("code", &[], Self::text(code)));
            rest = after;
        }
        out.push(addresses(rest));
        out
    }

    /// Adds what follows.
    pub(super) fn push(&mut self, other: Self) {
        self.0.push_str(&other.0);
    }

    /// True when there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<T: IntoIterator<Item = Markup>>(parts: T) -> Self {
        let mut out = Self::none();
        parts.into_iter().for_each(|part| out.push(part));
        out
    }
}

/// An element with what is inside it.
pub(super) fn element(name: &'static str, attributes: Attributes<'_>, inside: Markup) -> Markup {
    let Markup(open) = open(name, attributes);
    Markup(format!("{open}{}</{name}>", inside.0))
}

/// An element that has no inside.
pub(super) fn open(name: &'static str, attributes: Attributes<'_>) -> Markup {
    let attributes: String = attributes
        .iter()
        .filter(|(name, value)| *name != "class" || !value.is_empty())
        .map(|(name, value)| format!(" {name}=\"{}\"", escaped(value).replace('\n', "&#10;")))
        .collect();
    Markup(format!("<{name}{attributes}>"))
}

/// The end of an element that [`open`] began.
pub(super) fn close(name: &'static str) -> Markup {
    Markup(format!("</{name}>"))
}

/// An element of words.
pub(super) fn words(name: &'static str, class: &str, text: impl AsRef<str>) -> Markup {
    if class.is_empty() {
        element(name, &[], Markup::text(text))
    } else {
        element(name, &[("class", class)], Markup::text(text))
    }
}

/// What a browser needs before the page: the kind of the document, and the style as it stands.
pub(super) fn document(style: &str, head: Markup, body: Markup) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{}<style>{style}</style>\n</head>\n{}\n</html>\n",
        head.0, body.0
    )
}

/// A text as a string of the style, every mark of it written as its number.
pub(super) fn in_style(text: &str) -> String {
    let letter = |c: char| match c {
        c if c.is_alphanumeric() => c.to_string(),
        c => format!("\\{:x} ", c as u32),
    };
    format!("\"{}\"", visible(text).chars().map(letter).collect::<String>())
}

/// A label that leads somewhere, where the address is one of the web; otherwise the label, and what the address says.
pub(super) fn link(label: &str, address: &str) -> Markup {
    if !Link::is_link(address) {
        let both = if label == address { label.to_owned() } else { format!("{label} ({address})") };
        return Markup::text(both);
    }
    let is_told = label == address || address.split_once("://").is_some_and(|(_, place)| place == label);
    let mut out = open_link(address, !is_told);
    out.push(Markup::text(label));
    out.push(close("a"));
    out
}

/// The beginning of a link to an address of the web or of mail, which paper spells out where its label does not.
pub(super) fn open_link(address: &str, is_named: bool) -> Markup {
    let attributes = [("href", address), ("rel", "noopener noreferrer"), ("class", "named")];
    open("a", attributes.get(..if is_named { 3 } else { 2 }).unwrap_or_default())
}

/// A label that leads to a file beside this page, whose name is made of slugs.
pub(super) fn link_beside(label: &str, file: &str) -> Markup {
    element("a", &[("href", file)], Markup::text(label))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The first words between two single backticks on a line, with what stands around them.
fn first_code(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('`').map(|at| from + at) {
        let inner = text.get(at + 1..)?;
        let code = inner.split('`').next().unwrap_or_default();
        let after = inner.get(code.len() + 1..);
        if let Some(after) = after.filter(|after| !code.is_empty() && !code.contains('\n') && !after.starts_with('`')) {
            return Some((text.get(..at)?, code, after));
        }
        // a run of backticks is somebody's own way to write
        from = at + 1 + inner.len() - inner.trim_start_matches('`').len();
    }
    None
}

/// Text in which whole words that are addresses can be followed.
pub(super) fn addresses(text: &str) -> Markup {
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

fn word(word: &str) -> Markup {
    let bare = word.trim_end();
    let address = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'']);
    if !Link::is_link(address) {
        return Markup::text(word);
    }
    let mut out = link(address, address);
    out.push(Markup::text(word.get(address.len()..).unwrap_or_default()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_spells_out_every_address_that_its_label_does_not_say() {
        let address = "https://wiki.example/ops/runbook";
        for (label, is_named) in [
            ("runbook", true),
            ("ops/runbook", true),
            ("", true),
            ("How it is done", true),
            ("wiki.example/ops/runbook", false),
            (address, false),
        ] {
            let Markup(told) = link(label, address);
            assert_eq!(told.contains("class=\"named\""), is_named, "{label}: {told}");
        }
    }
}
