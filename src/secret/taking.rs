//! What a program that takes passwords is: its names, and the ways in which it does. Looks at no text.

use super::form::Form;

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
/// A place that is more than a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The last of `-b FILE USER PASSWORD`, and of `-nb USER PASSWORD`, which writes no file.
    Batch,
    /// Behind the comma in the brackets that the name opens and this sign closes.
    Bracket(char),
    /// Behind the name of what is set, where that is the name of a secret.
    Named,
    /// Behind the `=` of each operand.
    Pairs,
    /// In `USER/PASSWORD@DATABASE`.
    Login,
    /// In `DOMAIN/USER:PASSWORD@HOST`.
    Target,
    /// What a script types for a person, `send "hunter22\r"`.
    Typed,
    /// The operand that is neither a drive nor a share.
    Share,
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

    /// The words with which an entry goes on, options among them.
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
}
