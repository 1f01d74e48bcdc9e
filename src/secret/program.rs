//! A program where it is called: the passwords that it is given by an option, as an operand, or by what is sent to it.

use std::ops::Range;

use super::look::{Look, Seen};
use super::taking::{Program, REACH, Taking};
use super::tokens::follows_word;
use super::{command, operand, receiver};
use crate::model::head;

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
