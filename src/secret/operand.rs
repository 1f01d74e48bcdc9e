//! Passwords that stand at their place in a command, not behind an option: `net user tom hunter22`.

use std::ops::Range;

use super::command::{Form, REACH, secret_in, shifted};
use super::command_words::Words;
use super::look::Look;
use super::tokens::follows_word;
use crate::model::head;

/// Where a command has its password.
#[derive(Debug)]
enum Place {
    /// The second operand, behind the user.
    Second,
    /// The last of `-b FILE USER PASSWORD`, and of `-nb USER PASSWORD`, which writes no file.
    Batch,
    /// Behind the comma in the brackets that the name opens.
    Bracket,
}

/// A command with its password at a place.
#[derive(Debug)]
pub(super) struct Command {
    /// How it is called.
    pub(super) name: &'static str,
    place: Place,
}

/// The commands.
pub(super) const COMMANDS: &[Command] = &[
    Command { name: "net user", place: Place::Second },
    Command { name: "htpasswd", place: Place::Batch },
    Command { name: "gitlab:password:reset[", place: Place::Bracket },
];

impl Look for Command {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        let from = start + known;
        let rest = head(text.get(from..)?, REACH);
        let range = match self.place {
            _ if follows_word(text.as_bytes(), start) => None,
            Place::Second => second(rest),
            Place::Batch => last_of_batch(rest),
            Place::Bracket => in_bracket(rest),
        };
        range.map(|range| shifted(range, from))
    }

    fn is_exact(&self) -> bool {
        false
    }
}

fn second(rest: &str) -> Option<Range<usize>> {
    let is_operand = |place: &Range<usize>| !rest.get(place.clone()).is_some_and(|word| word.starts_with(['/', '*']));
    let place = Words::of(rest, |_| false)?.filter(is_operand).nth(1)?;
    secret_in(rest.get(place.clone())?, Form::Value).map(|range| shifted(range, place.start))
}

fn last_of_batch(rest: &str) -> Option<Range<usize>> {
    let (mut is_batch, mut before, mut asks) = (false, 2, false);
    for place in Words::of(rest, |_| false)? {
        let word = rest.get(place.clone())?;
        let is_asked = std::mem::take(&mut asks);
        match word.strip_prefix('-') {
            Some(letters) => {
                is_batch |= letters.contains('b');
                before -= usize::from(letters.contains('n') && before == 2);
                // how often it is hashed is a word of its own
                asks = letters.ends_with(['C', 'r']);
            }
            None if is_asked => {}
            None if before > 0 => before -= 1,
            None if is_batch => return secret_in(word, Form::Whole).map(|range| shifted(range, place.start)),
            None => return None,
        }
    }
    None
}

fn in_bracket(rest: &str) -> Option<Range<usize>> {
    let inner = rest.get(..rest.find([']', '\n'])?)?;
    let from = inner.find(',')? + 1;
    let word = inner.get(from..)?;
    let blanks = word.len() - word.trim_start().len();
    secret_in(word.trim_start(), Form::Whole).map(|range| shifted(range, from + blanks))
}
