//! What is claimed of some characters: that they are a secret, for how they are called and how they hang on that. Judges
//! nothing.

/// How a value hangs on its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// `name=value` without a space, as prose never writes: a single long word is a value too.
    Tight,
    /// A colon, an option or spaces, as prose may write them.
    Loose,
    /// A comma, a column or a word, as sentences have them everywhere: only what is mixed as chance mixes it is a value.
    Far,
    /// The option or the place of a command that takes nothing else: any word is a value.
    Given,
    /// Between the user and the host of an address: any word is a value, whatever it begins with.
    Address,
}

/// Who made the secret, which says how it may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A person, perhaps: words, years and signs, `Summer-2024!`.
    Password,
    /// A program: characters as chance has them.
    Issued,
    /// The same, and always forty characters long.
    Aws,
}

/// What is claimed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    /// Who made it.
    pub(super) sort: Sort,
    /// How it hangs on its name.
    pub(super) tie: Tie,
    /// True within single quotes, where a shell puts nothing in.
    pub(super) is_literal: bool,
}

impl Claim {
    /// Of a password.
    pub(super) fn password(tie: Tie) -> Self {
        Self { sort: Sort::Password, tie, is_literal: false }
    }

    /// Of what a program issued.
    pub(super) fn issued(tie: Tie) -> Self {
        Self { sort: Sort::Issued, tie, is_literal: false }
    }

    /// The same within this quote, if any.
    pub(super) fn quoted_by(self, quote: Option<char>) -> Self {
        Self { is_literal: quote == Some('\''), ..self }
    }

    /// True of a password that people may have made.
    pub(super) fn is_password(self) -> bool {
        self.sort == Sort::Password
    }

    /// True where no sentence stands: directly behind a `=`, or given to a program.
    pub(super) fn is_beside_prose(self) -> bool {
        matches!(self.tie, Tie::Tight | Tie::Given | Tie::Address)
    }
}
