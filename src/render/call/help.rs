//! The keys of a screen: one line that is always there, and all of them with a sentence each.

use crate::render::layout::{cut, pad, width};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

/// One thing that a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The key.
    pub key: char,
    /// What it does, in a word or two.
    pub word: &'static str,
    /// The same in a sentence.
    pub about: &'static str,
    /// Whether it is offered while a customer looks on (`--present`).
    pub is_shared: bool,
}

/// Every key with what it does.
pub fn help(offers: &[Offer], style: &Style) -> String {
    let mut page = Page::new(style);
    for offer in offers {
        page.hang(&format!("  {}  ", ink(Ink::Heading, &pad(&offer.key.to_string(), 5))), offer.about);
    }
    if let Some(first) = offers.first() {
        page.hang(&format!("  {}  ", ink(Ink::Heading, "enter")), &format!("the same as {}", first.key));
    }
    page.hang(
        &format!("  {}  ", ink(Ink::Heading, "^C   ")),
        "leave at once; everything that was answered is recorded",
    );
    page.done()
}

/// As many keys as fit the line, those for help and for leaving always among them.
pub(super) fn line(offers: &[Offer], columns: usize) -> String {
    let word = |offer: &Offer| format!("{} {}", ink(Ink::Heading, &offer.key.to_string()), ink(Ink::Muted, offer.word));
    let (fixed, free): (Vec<&Offer>, Vec<&Offer>) = offers.iter().partition(|offer| matches!(offer.key, '?' | 'q'));
    let tail: Vec<String> = fixed.into_iter().map(word).collect();
    let tail = tail.join("  ");
    let mut line = String::new();
    for offer in free {
        let next = format!("{line}{}  ", word(offer));
        if width(&next) + width(&tail) > columns {
            break;
        }
        line = next;
    }
    cut(&format!("{line}{tail}"), columns)
}
