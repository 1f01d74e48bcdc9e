//! Tokens that are known by how they begin. Looks at one place of a text; does not search.

use std::ops::Range;

/// Which characters a token goes on with.
#[derive(Debug, Clone, Copy)]
enum Alphabet {
    /// Letters and digits.
    Plain,
    /// Capital letters and digits.
    Capital,
    /// Also `_` and `-`.
    Word,
    /// Also `.`, in whose midst newer tokens carry their checksum.
    Dotted,
    /// Also `/`, for addresses.
    Address,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Plain => byte.is_ascii_alphanumeric(),
            Self::Capital => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Word => byte.is_ascii_alphanumeric() || b"_-".contains(&byte),
            Self::Dotted => byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
            Self::Address => byte.is_ascii_alphanumeric() || b"/_-".contains(&byte),
        }
    }
}

/// One shape: what it begins with, and what must follow.
#[derive(Debug)]
pub(super) struct TokenShape {
    /// What it is, in words for a person.
    pub(super) kind: &'static str,
    /// Its beginnings, as they are spelt.
    pub(super) prefixes: &'static [&'static str],
    alphabet: Alphabet,
    /// How many characters follow at least.
    least: usize,
    more: More,
}

/// What else must hold of the characters that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    /// Nothing.
    Nothing,
    /// There are exactly `least`.
    Exact,
    /// One is a digit, which words of prose joined by hyphens have not.
    Digit,
    /// A dot stands between two long parts.
    Parted,
}

const fn shape(
    kind: &'static str,
    prefixes: &'static [&'static str],
    alphabet: Alphabet,
    least: usize,
    more: More,
) -> TokenShape {
    TokenShape { kind, prefixes, alphabet, least, more }
}

/// All shapes. The least lengths lie a little below what the issuers write, for tokens cut short in copying.
pub(super) const SHAPES: &[TokenShape] = &[
    shape(
        "GitLab token",
        &[
            "glpat-",
            "gldt-",
            "glrt-",
            "glrtr-",
            "glcbt-",
            "glptt-",
            "glft-",
            "glsoat-",
            "glimt-",
            "glagent-",
            "glffct-",
            "gloas-",
            "GR1348941",
        ],
        Alphabet::Dotted,
        16,
        More::Nothing,
    ),
    shape("GitHub token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], Alphabet::Plain, 30, More::Nothing),
    shape("GitHub token", &["github_pat_"], Alphabet::Word, 30, More::Nothing),
    shape("AWS access key", &["AKIA", "ASIA"], Alphabet::Capital, 16, More::Exact),
    shape("Slack token", &["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-", "xapp-"], Alphabet::Word, 10, More::Digit),
    shape("Slack webhook", &["hooks.slack.com/services/"], Alphabet::Address, 20, More::Nothing),
    shape("Google key", &["AIza"], Alphabet::Word, 35, More::Nothing),
    shape("Google token", &["ya29."], Alphabet::Dotted, 20, More::Nothing),
    shape("Stripe key", &["sk_live_", "rk_live_", "sk_test_", "rk_test_"], Alphabet::Plain, 16, More::Nothing),
    shape("npm token", &["npm_"], Alphabet::Plain, 30, More::Nothing),
    shape("PyPI token", &["pypi-"], Alphabet::Word, 40, More::Nothing),
    shape("SendGrid key", &["SG."], Alphabet::Dotted, 33, More::Parted),
    shape("DigitalOcean token", &["dop_v1_", "doo_v1_", "dor_v1_"], Alphabet::Plain, 40, More::Nothing),
];

/// The token of this shape that begins at `start`, where its prefix (of `prefix` bytes) was seen.
pub(super) fn token_at(text: &str, start: usize, prefix: usize, shape: &TokenShape) -> Option<Range<usize>> {
    if follows_word(text, start) {
        return None;
    }
    let from = start + prefix;
    let rest = text.as_bytes().get(from..)?;
    let run = rest.iter().take_while(|byte| shape.alphabet.has(**byte)).count();
    let body = text.get(from..from + run)?.trim_end_matches('.');
    let fits = body.len() >= shape.least
        && match shape.more {
            More::Nothing => true,
            More::Exact => body.len() == shape.least && !rest.get(run).is_some_and(u8::is_ascii_alphanumeric),
            More::Digit => body.bytes().any(|byte| byte.is_ascii_digit()),
            More::Parted => body.split_once('.').is_some_and(|(a, b)| a.len() >= 16 && b.len() >= 16),
        };
    fits.then(|| start..from + body.len())
}

/// The three-part signed token that begins at `start` with `eyJ`, the beginning of a JSON object in base64.
pub(super) fn jwt_at(text: &str, start: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| Alphabet::Dotted.has(*byte)) {
        return None;
    }
    let run = bytes.get(start..)?.iter().take_while(|byte| Alphabet::Dotted.has(**byte)).count();
    let mut parts = text.get(start..start + run)?.split('.');
    let (head, body, sign) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = head.len() >= 10 && body.starts_with("eyJ") && body.len() >= 8 && sign.len() >= 8;
    fits.then(|| start..start + head.len() + body.len() + sign.len() + 2)
}

/// True when a letter or digit stands just before, so that what looks like a prefix is the end of another word.
fn follows_word(text: &str, start: usize) -> bool {
    start.checked_sub(1).and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric)
}
