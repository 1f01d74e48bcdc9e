//! Telling a value from prose. Knows nothing of where the value stands.

use super::stand_in::{is_placeholder, is_reference};

/// How a value hangs on its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// `name=value` without a space, as prose never writes: a single long word is a value too.
    Tight,
    /// A colon, an option or spaces, as prose may write them.
    Loose,
    /// A comma, a column or a word, as sentences have them everywhere: only what is mixed as chance mixes it is a value.
    Far,
}

/// The fewest characters of a value.
const LEAST: usize = 6;
/// How much of a value is judged, in bytes; keeps the search linear on hostile text.
const JUDGED: usize = 1_024;

/// Words that prose puts behind a name, also directly behind a `=`.
const ORDINARY: &[&str] = &[
    "approved",
    "attached",
    "changed",
    "changeme",
    "created",
    "default",
    "deleted",
    "disable",
    "disabled",
    "enable",
    "enabled",
    "encrypted",
    "example",
    "expired",
    "external",
    "forgotten",
    "hidden",
    "internal",
    "invalid",
    "managed",
    "masked",
    "missing",
    "needed",
    "optional",
    "passed",
    "password",
    "pending",
    "present",
    "private",
    "protected",
    "provided",
    "public",
    "redacted",
    "removed",
    "renewed",
    "replaced",
    "required",
    "rejected",
    "reset",
    "revoked",
    "rotated",
    "secret",
    "sensitive",
    "string",
    "temporary",
    "undefined",
    "unknown",
    "unused",
    "updated",
    "value",
    "verified",
    "withheld",
];

/// Words with digits that are no values.
const TECHNICAL: &[&str] =
    &["2fa", "oauth2", "saml2", "k8s", "base64", "sha256", "sha1", "utf8", "x509", "ed25519", "1password"];

/// Values that their issuers print in their documentation, by how they begin; in parts, for this file is scanned too.
const DOCUMENTED: &[&str] = &[
    concat!("16C7e42F292c6912", "E7710c838347Ae178B4a"),
    concat!("4eC39HqLyjWDar", "jtT1zdp7dc"),
    concat!("Eby8vdM02xNOcqFlqU", "wJPLlmEtlCDXJ1"),
];

/// True for a body as documentation shows it in place of a real one.
pub(super) fn is_sample(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let words = ["example", "redacted", "placeholder", "xxxxxx", "your-", "your_", "changeme", "......"];
    let first = body.chars().next();
    words.iter().any(|word| lower.contains(word))
        || (body.len() >= 8 && first.is_some_and(|first| body.chars().all(|c| c == first)))
        || is_documented(body)
}

fn is_documented(body: &str) -> bool {
    DOCUMENTED.iter().any(|known| body.starts_with(known))
}

/// Words that a manual writes in the place of a password, beside the ordinary ones.
const STAND_INS: &[&str] = &["pass", "passwd", "pwd", "token", "apikey", "prompt", "stdin"];

/// True for a word that stands for a password instead of being one: `password`, `changeme`.
pub(super) fn stands_for_a_password(word: &str) -> bool {
    let lower = word.to_lowercase();
    ORDINARY.iter().chain(STAND_INS).any(|known| *known == lower)
}

/// What ends a value as escapes and mark-up write it: a quote, the next pair of an address, the end of an element.
const ENDS: &[&str] =
    &["&quot;", "&apos;", "&#34;", "&#39;", "&amp;", "&lt;", "\\u0022", "\\u0027", "\\u0026", "%22", "</"];

/// The beginning of `text` that may be a value: up to a blank or a quote, without the next pair and what closes a sentence.
pub(super) fn run_of_value(text: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '`');
    let head = judged(text);
    let head = head.get(..head.find(is_end).unwrap_or(head.len())).unwrap_or_default();
    let ended = ENDS.iter().filter_map(|end| head.find(end)).min();
    if let Some(end) = ended.filter(|end| next_pair(head).is_none_or(|next| *end < next)) {
        return head.get(..end).unwrap_or_default();
    }
    if let Some(next) = next_pair(head) {
        return head.get(..next).unwrap_or_default();
    }
    let is_long = head.len() < text.len() && head.len() + 4 > JUDGED && looks_like_value(head, Tie::Loose);
    let run = if is_long { text.get(..text.find(is_end).unwrap_or(text.len())).unwrap_or_default() } else { head };
    run.trim_end_matches(['.', ',', ';', ':', ')', ']', '\\'])
}

/// The part of a text that is judged: at most `JUDGED` bytes, and whole characters.
fn judged(text: &str) -> &str {
    let most = text.len().min(JUDGED);
    (0..4).find_map(|less| text.get(..most.saturating_sub(less))).unwrap_or_default()
}

/// Where `&name=` or `,name:` begins, so that one pair does not swallow the next.
fn next_pair(run: &str) -> Option<usize> {
    run.match_indices(['&', ',', ';']).map(|(at, _)| at).find(|at| {
        let rest = run.get(at + 1..).unwrap_or_default();
        let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte)).count();
        name > 0 && matches!(rest.as_bytes().get(name), Some(b'=' | b':'))
    })
}

/// True when this run of characters is a value somebody would want to hide.
pub(super) fn looks_like_value(run: &str, tie: Tie) -> bool {
    let run = judged(run);
    run.chars().nth(LEAST - 1).is_some()
        && !is_placeholder(run)
        && !is_reference(run)
        && !(run.len() >= 16 && (run.contains("EXAMPLE") || is_documented(run)))
        && (tie != Tie::Far || is_mixed(run))
        && (tie == Tie::Tight || !is_date_or_number(run))
        && !is_prose(run, tie)
}

/// Long, with small or capital letters and digits that change places often.
fn is_mixed(run: &str) -> bool {
    let class = |c: char| (c.is_ascii_digit(), c.is_ascii_uppercase());
    let changes = run.chars().zip(run.chars().skip(1)).filter(|(one, next)| class(*one) != class(*next)).count();
    let is_version = run.starts_with('v') && run.contains('.') && run.len() < 16;
    !is_version
        && run.len() >= 8
        && run.bytes().any(|byte| byte.is_ascii_digit())
        && changes >= 4
        && run.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Dates, times, versions and amounts: digits in short groups.
fn is_date_or_number(run: &str) -> bool {
    run.contains(['-', ':', '.', '/', ','])
        && run.chars().all(|c| c.is_ascii_digit() || "-:./,+TZ%".contains(c))
        && run.split(|c: char| !c.is_ascii_digit()).all(|group| group.len() <= 4)
}

/// A plain word, or plain words joined as prose, names and paths join them.
fn is_prose(run: &str, tie: Tie) -> bool {
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    let ends_on_sign =
        run.trim_end_matches([')', ']', '>', '!', '?', '*', '_']).ends_with(|c: char| !c.is_alphanumeric());
    if ends_on_sign && inner.len() + 2 < run.len() {
        return false;
    }
    let mut parts = inner.split(['-', '_', '.', '/', ':', '\u{2019}', '\u{2013}', '\u{2014}', ',', ';']);
    let is_joined = inner.contains(['_', '.', '/', ':', ',']);
    let (mut ordinary, mut has_number, mut has_word) = (false, false, false);
    let plain = parts.all(|part| {
        let lower = part.to_lowercase();
        ordinary |= ORDINARY.contains(&lower.as_str());
        // a number at the end of a name, as in `acme-prod-1`; directly behind a `=` that may be a password
        let is_number = tie != Tie::Tight && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        has_number |= is_number;
        has_word |= part.chars().count() > 2 && is_plain_word(part);
        is_number || is_plain_word(part) || TECHNICAL.contains(&lower.as_str())
    });
    let plain = plain && (has_word || !has_number);
    // Directly behind a `=` only a known word, a name of a program or something short is prose.
    plain && (tie != Tie::Tight || is_joined || ordinary || inner.chars().count() < 8)
}

/// Letters of one case, or with the first one large, or two words run together as names of products are.
fn is_plain_word(part: &str) -> bool {
    let capitals = part.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let letters = part.chars().count();
    part.chars().all(char::is_alphabetic) && letters <= 30 && (capitals <= 1 + letters / 8 || capitals + 1 >= letters)
}
