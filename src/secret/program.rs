//! A program, and the ways in which it takes a password: by an option, as an operand, or by what is sent to it.

use std::ops::Range;

use super::command;
use super::form::Form;
use super::look::{Look, Seen};
use super::operand::{self, Place};
use super::receiver;
use super::tokens::follows_word;
use crate::model::head;

/// A program that takes passwords.
#[derive(Debug)]
pub(super) struct Program {
    /// How it is called.
    pub(super) names: &'static [&'static str],
    /// Its ways.
    pub(super) takes: &'static [Taking],
}

/// One of the ways, or what must be known of the other words.
#[derive(Debug, Clone, Copy)]
pub(super) enum Taking {
    /// By an option, or by a word that says what follows.
    Option(&'static str, Form),
    /// Letters that take nothing and may stand joined before one that takes a password, `sSk` in `-sSku`.
    Letters(&'static str),
    /// A word with which an entry goes on.
    Word(&'static str),
    /// Options whose value is a word of its own.
    Asks(&'static [&'static str]),
    /// As the operand of this number, from one.
    Operand(usize, Form),
    /// At another place.
    At(Place),
    /// By what is sent to it, where one of these options says that it reads; it always does where there is none.
    Sent(&'static [&'static str], Form),
}

/// How far from its name a password is looked for that stands at a place of its own, in bytes.
pub(super) const REACH: usize = 600;
/// How many passwords one command has at most.
const MOST: usize = 8;

impl Look for Program {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        self.seen_at(text, start, known).secrets.into_iter().next()
    }

    /// Each password of the command: one that is known already hides no other.
    fn seen_at(&self, text: &str, start: usize, known: usize) -> Seen {
        let mut secrets = Vec::new();
        if !follows_word(text.as_bytes(), start) {
            if self.options().next().is_some() {
                secrets.extend(command::passwords_at(text, start, known, self).into_iter().flatten().take(MOST));
            }
            self.at_places(text, start, known, &mut secrets);
        }
        // another call within a quoted word is looked at by itself
        Seen { until: start, secrets }
    }

    fn is_exact(&self) -> bool {
        false
    }
}

impl Program {
    /// The options that take one.
    pub(super) fn options(&self) -> impl Iterator<Item = (&'static str, Form)> {
        self.takes.iter().filter_map(|way| match *way {
            Taking::Option(option, form) => Some((option, form)),
            _ => None,
        })
    }

    /// The letters that take nothing.
    pub(super) fn letters(&self) -> impl Iterator<Item = &'static str> {
        self.takes.iter().filter_map(|way| match *way {
            Taking::Letters(letters) => Some(letters),
            _ => None,
        })
    }

    /// The words with which an entry goes on.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.takes.iter().filter_map(|way| match *way {
            Taking::Word(word) | Taking::Option(word, _) => Some(word),
            _ => None,
        })
    }

    /// True for an option whose value is the next word.
    pub(super) fn asks(&self, word: &str) -> bool {
        self.takes.iter().any(|way| matches!(way, Taking::Asks(options) if options.contains(&word)))
    }

    /// What stands behind the name as an operand, or is sent to it.
    fn at_places(&self, text: &str, start: usize, known: usize, secrets: &mut Vec<Range<usize>>) {
        let from = start + known;
        let rest = head(text.get(from..).unwrap_or_default(), REACH);
        for way in self.takes {
            match *way {
                Taking::Operand(number, form) => secrets.extend(operand::numbered(self, rest, from, number, form)),
                Taking::At(place) => secrets.extend(operand::at(self, rest, from, place)),
                Taking::Sent(asked, form) => secrets.extend(receiver::sent(text, start, from, asked, form)),
                _ => {}
            }
        }
    }
}
