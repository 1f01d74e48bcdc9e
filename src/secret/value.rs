//! Telling a value from prose, a placeholder, a reference or a link. Knows nothing of where the value stands.

/// How a value hangs on its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// `name=value` without a space, as prose never writes: a single long word is a value too.
    Tight,
    /// A colon, an option or spaces, as prose may write them.
    Loose,
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
    &["2fa", "oauth2", "k8s", "base64", "sha256", "sha1", "utf8", "x509", "ed25519", "1password"];

/// What a reference to the place of a value begins with.
const REFERENCES: &[&str] =
    &["vault:", "arn:aws:", "keyvault:", "env:", "file:", "secret/", "kv/", "pass/", "bw:", "ssm:", "!vault"];

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

/// The beginning of `text` that may be a value: up to a blank or a quote, without the next pair and what closes a sentence.
pub(super) fn run_of_value(text: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    let head = judged(text);
    let head = head.get(..head.find(is_end).unwrap_or(head.len())).unwrap_or_default();
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
        && (tie == Tie::Tight || !is_date_or_number(run))
        && !is_prose(run, tie)
}

/// `***`, `<password>`, `${PASSWORD}`, `{{ password }}`, `%PASSWORD%`, `[masked …]`, `xxxxxx`, `YOUR_TOKEN`, `…`.
pub(super) fn is_placeholder(run: &str) -> bool {
    let inner = run.trim_matches(|c: char| !c.is_alphanumeric());
    let first = run.chars().next();
    let same = first.is_some_and(|first| run.chars().all(|c| c == first)) && !run.starts_with(char::is_numeric);
    let is_name = inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let lower = inner.to_ascii_lowercase();
    inner.is_empty()
        || (same && (run.starts_with(['x', 'X']) || !run.starts_with(char::is_alphanumeric)))
        || run.starts_with("${")
        || run.starts_with("$(")
        || run.starts_with("{{")
        || run.starts_with("%{")
        || run.starts_with("<%")
        || (run.starts_with('<') && is_words(inner))
        || (run.starts_with('[') && is_words(inner))
        || (run.starts_with('$') && is_name && run.len() == inner.len() + 1)
        || (run.starts_with('%') && run.ends_with('%') && is_name)
        || (run.starts_with("***") && run.ends_with("***"))
        || ["your_", "your-", "my_", "example_", "changeme"].iter().any(|begin| lower.starts_with(begin))
        || (inner.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && ["PASS", "SECRET", "TOKEN", "KEY", "PWD"].iter().any(|word| inner.contains(word)))
}

/// Letters, joined as names are.
fn is_words(inner: &str) -> bool {
    inner.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | ':' | '.'))
}

/// A link or path to where the value is kept, a handle, an e-mail address, an issue, an expression of a program.
pub(super) fn is_reference(run: &str) -> bool {
    run.contains("://")
        || REFERENCES.iter().any(|begin| run.starts_with(begin))
        || is_path(run)
        || is_handle(run)
        || is_address(run)
        || is_issue(run)
        || run.find(['(', '[', '{']).is_some_and(|at| run.get(..at).is_some_and(|name| at > 1 && is_words(name)))
}

fn is_path(run: &str) -> bool {
    let Some(rest) = ["~/", "./", "../", "/"].iter().find_map(|begin| run.strip_prefix(begin)) else { return false };
    rest.contains('/') && rest.split('/').all(|part| part.len() <= 24 && !part.contains(['+', '=', '!', '$']))
}

fn is_handle(run: &str) -> bool {
    run.strip_prefix('@').is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c)))
}

fn is_address(run: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    run.split_once('@').is_some_and(|(name, host)| {
        let ending = host.rsplit_once('.').map(|(_, ending)| ending);
        is_part(name)
            && is_part(host)
            && ending.is_some_and(|ending| ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

/// `#4521`, `acme/project#12`, `ZD-123456`.
fn is_issue(run: &str) -> bool {
    let Some((name, number)) = run.rsplit_once(['#', '-']) else { return false };
    let is_name = if run.contains('#') {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "_-/.".contains(c))
    } else {
        (1..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    is_name && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
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
    let mut ordinary = false;
    let plain = parts.all(|part| {
        let lower = part.to_lowercase();
        ordinary |= ORDINARY.contains(&lower.as_str());
        is_plain_word(part) || TECHNICAL.contains(&lower.as_str())
    });
    // Directly behind a `=` only a known word, a name of a program or something short is prose.
    plain && (tie == Tie::Loose || is_joined || ordinary || inner.chars().count() < 8)
}

/// Letters of one case, or with the first one large, or two words run together as names of products are.
fn is_plain_word(part: &str) -> bool {
    let capitals = part.chars().skip(1).filter(|c| c.is_uppercase()).count();
    let letters = part.chars().count();
    part.chars().all(char::is_alphabetic) && letters <= 30 && (capitals <= 1 + letters / 8 || capitals + 1 >= letters)
}
