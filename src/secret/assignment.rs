//! Assignments to names that speak of secrets: `password=…`, `"api_key": "…"`, `--token …`.
//!
//! Prose about passwords is none: what counts is decided by how the value looks ([`super::value`]).

use std::ops::Range;

use super::value::{Tie, looks_like_value, run_of_value};

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
];

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
    looks_like_value(run, tie).then(|| from..from + run.len())
}

/// The kind of secret that is kept under a key of this name, where the value says nothing about itself.
pub(super) fn kind_of_key(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    NAMES.iter().find(|(name, _)| key.ends_with(name)).map(|(_, kind)| *kind)
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

/// At most so many bytes before a place, as whole characters.
fn before(text: &str, start: usize, most: usize) -> &str {
    let from = start.saturating_sub(most);
    (0..4).find_map(|more| text.get(from + more..start)).unwrap_or_default()
}

/// The text behind a quote, also as an address or JSON escapes it.
fn without_escaped_quote(text: &str) -> &str {
    ["%22", "%27", "\\u0022", "\\u0027", "&quot;"].iter().find_map(|quote| text.strip_prefix(quote)).unwrap_or(text)
}

/// A sign that ties, as an address or JSON escapes it.
fn escaped_tie(text: &str) -> Option<(Tie, &str)> {
    let ties = [
        ("%3d", Tie::Tight),
        ("\\u003d", Tie::Tight),
        ("&#61;", Tie::Tight),
        ("%3a", Tie::Loose),
        ("\\u003a", Tie::Loose),
    ];
    ties.iter().find_map(|(sign, tie)| {
        let head = text.get(..sign.len())?;
        head.eq_ignore_ascii_case(sign)
            .then(|| (*tie, text.get(sign.len()..).unwrap_or_default().trim_start_matches([' ', '+'])))
    })
}

/// What ties the value to the name, and the text behind it.
fn tie<'t>(text: &str, start: usize, rest: &'t str) -> Option<(Tie, &'t str)> {
    let rest = without_escaped_quote(rest);
    if let Some((tie, value)) = escaped_tie(rest) {
        return Some((tie, without_escaped_quote(value)));
    }
    let closed = rest.trim_start_matches(['"', '\'', '`', '\\']);
    let closed = if closed.len() < rest.len() { closed.trim_start_matches(']') } else { rest };
    let bare = closed.trim_start_matches([' ', '\t']);
    if let Some(after) = bare.strip_prefix("=>").or_else(|| bare.strip_prefix(":=")) {
        return Some((Tie::Loose, after.trim_start_matches([' ', '\t'])));
    }
    if let Some(after) = bare.strip_prefix('=') {
        let after = after.strip_prefix('=').unwrap_or(after);
        let value = after.trim_start_matches([' ', '\t']);
        let is_tight = value.len() == after.len() && bare.len() == rest.len();
        return Some((if is_tight { Tie::Tight } else { Tie::Loose }, value));
    }
    if let Some(after) = bare.strip_prefix(':') {
        return Some((Tie::Loose, after.trim_start_matches([' ', '\t'])));
    }
    let is_flag = is_flag(text, start) && closed.len() == rest.len() && bare.len() < rest.len();
    is_flag.then_some((Tie::Loose, bare))
}

/// True when the name is the end of an option: `--password`, `--db-password`.
fn is_flag(text: &str, start: usize) -> bool {
    // An option's name is short; looking no further keeps the search linear.
    let before = before(text, start, 40);
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    before.get(word.len()..).is_some_and(|option| option.contains("--"))
}

/// The text behind an opening quote, and that quote.
fn opening_quote(text: &str) -> (&str, Option<char>) {
    let text = without_escaped_quote(text);
    let bare = text.strip_prefix('\\').unwrap_or(text);
    match bare.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => (bare.get(1..).unwrap_or_default(), Some(quote)),
        _ => (text, None),
    }
}
