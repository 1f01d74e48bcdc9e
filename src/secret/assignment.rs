//! Assignments to names that speak of secrets: `password=…`, `"api_key": "…"`, `--token …`.
//!
//! Prose about passwords is none: what counts is decided by how the value looks ([`super::value`]).

use std::ops::Range;

use super::ties::{before, opening_quote, tie};
use super::value::{looks_like_value, run_of_value};

const PASSWORD: &str = "password";
const SECRET: &str = "secret";
const TOKEN: &str = "token";
const KEY: &str = "access key";
const AWS: &str = "AWS secret key";

/// The names, in lower case, and the kind of what is assigned to them.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("password", PASSWORD),
    ("passwd", PASSWORD),
    ("passphrase", PASSWORD),
    ("pwd", PASSWORD),
    ("secret_access_key", AWS),
    ("secretaccesskey", AWS),
    ("aws_secret_key", AWS),
    ("secret_key", SECRET),
    ("secret-key", SECRET),
    ("secretkey", SECRET),
    ("secret", SECRET),
    ("token", TOKEN),
    ("api_key", KEY),
    ("api-key", KEY),
    ("apikey", KEY),
    ("access_key", KEY),
    ("access-key", KEY),
    ("accesskey", KEY),
    ("private_key", KEY),
    ("private-key", KEY),
    ("encryption_key", KEY),
    ("encryption-key", KEY),
    ("encryptionkey", KEY),
    ("privatekey", KEY),
    ("account_key", KEY),
    ("accountkey", KEY),
    ("auth_key", KEY),
    ("auth-key", KEY),
    ("authkey", KEY),
    ("signing_key", KEY),
    ("signing-key", KEY),
    ("signingkey", KEY),
    ("master_key", KEY),
    ("masterkey", KEY),
    ("app_key", KEY),
    ("appkey", KEY),
    ("application_key", KEY),
    ("service_key", KEY),
    ("subscription-key", KEY),
    ("_key_base", SECRET),
    ("credentials", SECRET),
    ("passwort", PASSWORD),
    ("kennwort", PASSWORD),
    ("_pass", PASSWORD),
    ("dbpass", PASSWORD),
    ("userpass", PASSWORD),
    ("rootpass", PASSWORD),
    ("_pw", PASSWORD),
    ("_pat", TOKEN),
    ("_session", TOKEN),
    ("sessionid", TOKEN),
    ("phpsessid", TOKEN),
    ("consumer_key", KEY),
    ("storage_key", KEY),
    ("storagekey", KEY),
    ("integration_key", KEY),
    ("license_key", KEY),
    ("licensekey", KEY),
    ("shared_key", KEY),
    ("sharedkey", KEY),
    ("session_key", KEY),
    ("deploy_key", KEY),
    ("secret_id", SECRET),
    ("credential", SECRET),
    ("identified by", PASSWORD),
    ("contraseña", PASSWORD),
    ("contrasena", PASSWORD),
    ("mot de passe", PASSWORD),
    ("motdepasse", PASSWORD),
    ("wachtwoord", PASSWORD),
    ("lösenord", PASSWORD),
    ("hasło", PASSWORD),
    ("senha", PASSWORD),
    ("пароль", PASSWORD),
    ("パスワード", PASSWORD),
    ("密码", PASSWORD),
    ("密碼", PASSWORD),
    ("pass", PASSWORD),
    ("pw", PASSWORD),
    ("auth", TOKEN),
];

/// Names that are words or the ends of words as well: these count only as whole names, directly before a `=` or in
/// quotes.
const SHORT: &[&str] = &["pass", "pw", "auth"];

/// Where people meet, a host or all below it: the passcode in such a link belongs to the link, as the meeting's number does.
const MEETINGS: &[&str] = &[
    "zoom.us",
    "zoom.com",
    "zoomgov.com",
    "zoom.com.cn",
    "webex.com",
    "teams.microsoft.com",
    "teams.live.com",
    "gotomeeting.com",
    "gotomeet.me",
    "goto.com",
    "bluejeans.com",
    "whereby.com",
    "meet.google.com",
    "meet.jit.si",
    "chime.aws",
    "ringcentral.com",
    "lifesizecloud.com",
];

/// The value assigned to the name that stands at `start` and takes `name` bytes.
pub(super) fn value_at(text: &str, start: usize, name: usize) -> Option<Range<usize>> {
    if is_passcode_of_meeting(text, start, name) {
        return None;
    }
    let rest = text.get(start + name..)?;
    if is_short(text, start, name) && !is_whole_name(text, start, rest) {
        return None;
    }
    let (tie, rest) = tie(text, start, rest)?;
    let (rest, quote) = opening_quote(rest);
    let run = run_of_value(rest);
    // Quoted words with a space between them are a sentence.
    if let Some(quote) = quote {
        let after = rest.get(run.len()..)?;
        if after.starts_with([' ', '\t']) && after.split('\n').next().is_some_and(|line| line.contains(quote)) {
            return None;
        }
    }
    let from = text.len() - rest.len();
    let is_key_id =
        text.get(start..start + 7).is_some_and(|name| name.eq_ignore_ascii_case("signing")) && is_key_id(run);
    (!is_key_id && looks_like_value(run, tie)).then(|| from..from + run.len())
}

/// `4AEE18F83AFDEB23`, as OpenPGP calls the key that signs.
fn is_key_id(run: &str) -> bool {
    run.len() == 16 && run.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// The kind of secret that is kept under a key of this name, where the value says nothing about itself.
pub(super) fn kind_of_key(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    let is_of = |name: &str| {
        let before = key.strip_suffix(name)?.chars().last();
        (!SHORT.contains(&name) || before.is_none_or(|c| !c.is_alphanumeric())).then_some(())
    };
    NAMES.iter().find(|(name, _)| is_of(name).is_some()).map(|(_, kind)| *kind)
}

fn is_short(text: &str, start: usize, name: usize) -> bool {
    text.get(start..start + name).is_some_and(|name| SHORT.iter().any(|short| short.eq_ignore_ascii_case(name)))
}

/// True for `pass=`, `DB_PASS=`, `dbPass=` and `"pass":`, not for `bypass=`, and not in prose.
fn is_whole_name(text: &str, start: usize, rest: &str) -> bool {
    let last = before(text, start, 4).chars().last();
    let is_camel = text.get(start..).is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        && last.is_some_and(|c| c.is_ascii_lowercase());
    let is_alone = is_camel || last.is_none_or(|c| !c.is_alphanumeric());
    is_alone && rest.starts_with(['=', '"', '\'', '\\'])
}

/// True for the passcode of a meeting: in the link itself, or called so in the invitation.
fn is_passcode_of_meeting(text: &str, start: usize, name: usize) -> bool {
    if !text
        .get(start..start + name)
        .is_some_and(|name| name.eq_ignore_ascii_case("pwd") || name.eq_ignore_ascii_case("password"))
    {
        return false;
    }
    let before = before(text, start, 400).to_ascii_lowercase();
    let called = before.trim_end_matches([' ', '_', '-']);
    if called.len() < before.len() && ["meeting", "webinar"].iter().any(|word| called.ends_with(word)) {
        return true;
    }
    let link = before.rsplit([' ', '\t', '\n', '"', '\'', '<', '(', '>', '`']).next().unwrap_or_default();
    let Some((_, place)) = link.rsplit_once("://") else { return false };
    let Some((host, path)) = place.split_once('/') else { return false };
    let is_below = |known: &str| host.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
    MEETINGS.iter().any(|known| is_below(known)) && path.contains(['?', '#', '&'])
}
