//! Telling a value from prose, and from all else that may stand in its place: what is free is decided here alone.

use super::claim::{Claim, Tie};
use super::object::is_object;
use super::stand_in::{is_date_or_number, is_placeholder, is_plain_word, is_reference, is_switch};
use crate::model::head;

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

/// Where a body goes on as documentation shows it in place of a real one.
pub(super) fn sample_in(body: &str) -> Option<usize> {
    let lower = body.to_ascii_lowercase();
    let words = ["example", "redacted", "placeholder", "xxxxxx", "your-", "your_", "changeme", "......"];
    let first = body.chars().next();
    let is_one_letter = body.len() >= 8 && first.is_some_and(|first| body.chars().all(|c| c == first));
    let word = words.iter().filter_map(|word| lower.find(word)).min();
    if is_one_letter { Some(0) } else { word }
}

/// True for what begins like a value that its issuer prints in its documentation.
pub(super) fn is_documented(body: &str) -> bool {
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
    let head = head(text, JUDGED);
    let head = head.get(..head.find(is_end).unwrap_or(head.len())).unwrap_or_default();
    let ended = ENDS.iter().filter_map(|end| head.find(end)).min();
    if let Some(end) = ended.filter(|end| next_pair(head).is_none_or(|next| *end < next)) {
        return head.get(..end).unwrap_or_default();
    }
    if let Some(next) = next_pair(head) {
        return head.get(..next).unwrap_or_default();
    }
    let is_long =
        head.len() < text.len() && head.len() + 4 > JUDGED && looks_like_value(head, Claim::issued(Tie::Loose));
    let run = if is_long { text.get(..text.find(is_end).unwrap_or(text.len())).unwrap_or_default() } else { head };
    run.trim_end_matches(['.', ',', ';', ':', ')', ']', '\\'])
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
pub(super) fn looks_like_value(run: &str, claim: Claim) -> bool {
    let run = head(run, JUDGED);
    run.chars().nth(LEAST - 1).is_some()
        && (claim.tie != Tie::Far || is_mixed(run) || (claim.is_password() && is_made_by_people(run)))
        && !is_free(run, claim)
}

/// True for what is no secret whatever is claimed of it: it stands for one, says where one is kept, or speaks of one.
pub(super) fn is_free(run: &str, claim: Claim) -> bool {
    if is_placeholder(run, claim) {
        return true;
    }
    match claim.tie {
        Tie::Address => stands_for_a_password(run.trim_matches(['[', ']', '<', '>', '(', ')'])),
        Tie::Given => is_reference(run, claim) || is_object(run, claim) || is_switch(run) || speaks_of_a_password(run),
        tie => {
            is_reference(run, claim)
                || is_object(run, claim)
                || (run.len() >= 16 && (ends_on_example(run) || is_documented(run)))
                || (tie != Tie::Tight && is_date_or_number(run))
                || is_prose(run, claim)
        }
    }
}

/// `Summer-2024!`, `Winter#25`: a word and a year, as people make passwords and hardly anything else is called.
fn is_made_by_people(run: &str) -> bool {
    let body = run.trim_end_matches(['!', '?', '*', '$', '#', '+', '.']);
    let word = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - word.len();
    let word = word.strip_suffix(['-', '_', '.', '#', '@', '!', '$', '+', '*', '&', '/']).unwrap_or(word);
    (2..=4).contains(&digits)
        && word.chars().count() >= 4
        && word.starts_with(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
}

/// True for words in the place of a password: `password`, `your password`.
fn speaks_of_a_password(secret: &str) -> bool {
    let are_words = secret.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_'));
    stands_for_a_password(secret) || (are_words && secret.contains(' ') && secret.split(' ').any(stands_for_a_password))
}

/// `…EXAMPLE` and `…EXAMPLEKEY`, as a cloud's pages end what they show; not another word behind the value.
fn ends_on_example(run: &str) -> bool {
    let Some((before, behind)) = run.split_once("EXAMPLE") else { return false };
    before.ends_with(|c: char| c.is_ascii_alphanumeric()) && !behind.contains(|c: char| !c.is_ascii_alphanumeric())
}

/// A sentence of a script that knows neither blanks nor capitals, with ordinary words and short figures in it at most.
fn is_without_case(inner: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    let is_ordinary = |part: &str| is_plain_word(part) || (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    inner.chars().filter(|c| is_letter(*c)).count() >= 3
        && inner.split(|c: char| !c.is_ascii_alphanumeric()).all(is_ordinary)
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

/// A plain word, or plain words joined as prose, names and paths join them.
fn is_prose(run: &str, claim: Claim) -> bool {
    let tie = claim.tie;
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    if is_without_case(inner) {
        return true;
    }
    let ends_on_sign =
        run.trim_end_matches([')', ']', '>', '!', '?', '*', '_']).ends_with(|c: char| !c.is_alphanumeric());
    if ends_on_sign && inner.len() + 2 < run.len() {
        return false;
    }
    let mut parts = inner.split(['-', '_', '.', '/', ':', '\u{2019}', '\u{2013}', '\u{2014}', ',', ';']);
    let is_joined = inner.contains(['_', '.', '/', ':', ',']);
    let may_be_numbered = tie != Tie::Tight && (!claim.is_password() || is_name_of_words(inner));
    let (mut ordinary, mut has_number, mut has_word) = (false, false, false);
    let plain = parts.all(|part| {
        let part = part.trim_start_matches(['#', '@']);
        let lower = part.to_lowercase();
        ordinary |= ORDINARY.contains(&lower.as_str());
        // a number at the end of a name, as in `acme-prod-1`; directly behind a `=` that may be a password
        let is_number = may_be_numbered && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        has_number |= is_number;
        has_word |= part.chars().count() > 2 && is_plain_word(part);
        is_number || is_plain_word(part) || is_done_in_a_year(&lower) || TECHNICAL.contains(&lower.as_str())
    });
    let plain = plain && (has_word || !has_number);
    // Directly behind a `=` only a known word, a name of a program or something short is prose.
    plain && (tie != Tie::Tight || is_joined || ordinary || inner.chars().count() < 8)
}

/// `acme-prod-1`, `rotated-2026`: small letters in two words at least, or what was done; people's passwords are one word and
/// a number, and are fond of capitals.
fn is_name_of_words(inner: &str) -> bool {
    let parts = || inner.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 1 && is_plain_word(part));
    let is_done = |part: &str| part.ends_with("ed") && ORDINARY.contains(&part);
    !inner.contains(char::is_uppercase) && (parts().count() >= 2 || parts().any(is_done))
}

/// `rotated2026`: what was done to the value, and when.
fn is_done_in_a_year(word: &str) -> bool {
    let done = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = word.get(done.len()..).unwrap_or_default();
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    is_year && done.ends_with("ed") && ORDINARY.contains(&done)
}
