//! Things that stand in the place of a secret and are none: what is sealed for others to keep, what counts visitors, and the names and numbers of what keeps one.

use super::claim::{Claim, Tie};
use super::stand_in::{is_counted_word, is_words};

/// True for each of them.
pub(super) fn is_object(run: &str, claim: Claim) -> bool {
    is_sealed(run)
        || is_visitor(run)
        || (claim.tie != Tie::Tight && !claim.is_password() && is_name_of_object(run))
        || is_number_of_thing(run, claim)
}

/// What was encrypted for others to keep: by sops and eyaml, and by `kubeseal` for one cluster, which begins with the length of a
/// key that is long.
fn is_sealed(run: &str) -> bool {
    ["ENC[AES256_GCM", "ENC[PKCS7"].iter().any(|begin| run.starts_with(begin))
        || (run.len() >= 100 && ["AgA", "AgB", "AgC", "AgD"].iter().any(|begin| run.starts_with(begin)))
}

/// `acme-postgres-15`, `acme/prod/12`: small words and short numbers, as what keeps a secret is called; directly behind a
/// `=` only where the name says so.
pub(super) fn is_name_of_object(run: &str) -> bool {
    let is_number = |part: &str| part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_counted = |part: &str| is_word(part.trim_end_matches(|c: char| c.is_ascii_digit())) && is_counted_word(part);
    let parts = || run.split(['-', '_', '/']);
    parts().filter(|part| is_word(part)).count() >= 2
        && parts().all(|part| is_word(part) || is_number(part) || is_counted(part))
}

/// `tom-0a1b2c3d4e5f60718`, `key-0a1b2c3d4e5f60718`: the number that a cloud gives to a thing.
fn is_number_of_thing(run: &str, claim: Claim) -> bool {
    !claim.is_password()
        && run.rsplit_once("-0").is_some_and(|(name, rest)| {
            is_words(name) && (16..=17).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// `GA1.2.522604174.1753907318`: the number that a site gives to a visitor.
fn is_visitor(run: &str) -> bool {
    run.strip_prefix("GA1.").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}
