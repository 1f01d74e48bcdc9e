//! What stands before and behind the word in a name that speaks of a secret: `password_confirmation`, `PASSWORD_1`, `nextToken`.

/// How a name goes on behind the word that speaks of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tail {
    /// How many bytes it takes.
    pub(super) length: usize,
    /// True where the same is meant as without it: once more, or one of several.
    pub(super) is_same: bool,
}

/// Words that say the same once more.
const SAME: &[&str] = &["confirmation", "confirm", "repeat", "again", "verify", "verification"];

/// Words behind which something about the secret stands, and not itself.
const ABOUT: &[&str] = &[
    "age",
    "algorithm",
    "at",
    "attempts",
    "by",
    "changed",
    "command",
    "count",
    "created",
    "date",
    "days",
    "dir",
    "enabled",
    "expires",
    "expiry",
    "field",
    "file",
    "form",
    "format",
    "from",
    "hint",
    "id",
    "key",
    "label",
    "last",
    "length",
    "link",
    "max",
    "min",
    "name",
    "on",
    "path",
    "pattern",
    "policy",
    "prompt",
    "ref",
    "regex",
    "required",
    "reset",
    "rotation",
    "rule",
    "rules",
    "stdin",
    "store",
    "strategy",
    "ttl",
    "type",
    "updated",
    "uri",
    "url",
    "vault",
    "version",
];

/// True for a word, in small letters, behind which something about the secret stands.
pub(super) fn is_about(word: &str) -> bool {
    ABOUT.contains(&word)
}

/// The longest that is looked at, in bytes.
const LONGEST: usize = 40;

/// How the name goes on that ends before `rest`, if it does; nothing too where it says something about the secret.
pub(super) fn tail_of(rest: &str) -> Option<Tail> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
    let length = rest.bytes().take(LONGEST).take_while(is_of_name).count();
    let tail = rest.get(..length)?;
    let first = tail.chars().next()?;
    let is_plural = tail == "s";
    let goes_on = first.is_ascii_uppercase() || first.is_ascii_digit() || matches!(first, '_' | '-') || is_plural;
    if !goes_on || tail.ends_with('-') || length == LONGEST {
        return None;
    }
    let words = words_of(tail);
    if words.is_empty() || words.iter().any(|word| is_about(word)) {
        return None;
    }
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_same = words.iter().all(|word| is_number(word) || SAME.contains(&word.as_str()));
    Some(Tail { length, is_same })
}

/// The words of a name in small letters, parted by signs, by capitals and before figures.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = '_';
    for c in name.chars() {
        let begins = matches!(last, '_' | '-')
            || (c.is_ascii_uppercase() && !last.is_ascii_uppercase())
            || (c.is_ascii_digit() != last.is_ascii_digit());
        last = c;
        if matches!(c, '_' | '-') {
            continue;
        }
        match words.last_mut().filter(|_| !begins) {
            Some(word) => word.push(c.to_ascii_lowercase()),
            None => words.push(c.to_ascii_lowercase().to_string()),
        }
    }
    words
}

/// Words before `token` of something that says where a list goes on, or that a request is sent once.
const OF_PAGES: &[&str] = &[
    "next",
    "starting",
    "continuation",
    "page",
    "sync",
    "pagination",
    "lifecycle-action",
    "lifecycleaction",
    "idempotency",
    "client-request",
    "client_request",
    "clientrequest",
    "cursor",
];

/// The same as one cloud spells it; elsewhere a client has a token of its own.
const OF_REQUESTS: &[&str] = &["Client", "--client-"];

/// True where the words before a name make it no secret: `nextToken`, `--client-request-token`.
pub(super) fn is_of_pages(before: &str, kind: &str) -> bool {
    if kind == "token" && OF_REQUESTS.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    let before = before.trim_end_matches(['_', '-', ' ']).to_ascii_lowercase();
    kind == "token" && OF_PAGES.iter().any(|word| before.ends_with(word))
}
