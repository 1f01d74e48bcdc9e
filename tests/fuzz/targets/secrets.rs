//! Masking: however output is cut into reads, what is kept is the same and holds no secret, and what is masked is masked
//! for good.
//!
//! The first line of an input chooses the cuts, which secret is put in, where, and what stands around it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use runbook::secret::{KeptLine, Masked, Masker, Rules};

use super::super::choices::Choices;
use super::Target;

/// The target.
pub const SECRETS: Target = Target {
    name: "secrets",
    check,
    words: &[
        "password=",
        "\"token\": \"",
        "api_key: ",
        "Authorization: Bearer ",
        "Cookie: a=",
        "https://user:hunter22X@host/",
        "https://x.example/j/812?pwd=",
        "curl -u a:",
        "mysql -phunter22X ",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----END PRIVATE KEY-----",
        "ACME-123456",
        "[masked ",
        "[masked GitLab token]",
        "glpat-",
        "eyJ",
        "sk-",
        "Bx8yN5kQ1wE7uV3tM6rL4zC9aG2h",
        "(redacted)",
        "${TOKEN}",
        "\u{1b}[31m",
        "\u{1b}[0m",
        "\u{1b}]0;t\u{7}",
        "\\n",
        "%0A",
        "\\u0022",
        "\r\n",
        "\r",
        "\n",
        "\u{0}",
        "\u{8}",
        "\u{200b}",
        "é",
        "' ",
        "\"",
        "=",
        ": ",
        "&",
    ],
    seeds: &[],
    rounds: 500,
};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let own = BTreeMap::from([("ticket".to_owned(), "ACME-[0-9]{6}".to_owned())]);
    Rules::new(&own).expect("a pattern")
});

/// Secrets in two halves, so that this file holds none; nobody's.
const TOKENS: [(&str, &str); 8] = [
    ("glp", "at-Ab3dEf6hIj9lMn2pQr5t"),
    ("gh", "p_Zq7kW3mX9pL2vT8sR4nB6dF1hJ5gC0yA2x4E"),
    ("AKI", "AQ4ZJ7KXW2MTR5VN6"),
    ("xox", "b-1234567890123-1234567890123-Zq7kW3mX9pL2vT8sR4nB6dF1"),
    ("hv", "s.Zq7kW3mX9pL2vT8sR4nB6dF1hJ5gC0yA"),
    ("npm", "_Zq7kW3mX9pL2vT8sR4nB6dF1hJ5gC0yA2x4E"),
    ("password=", "Zq7kW3mX9pL2"),
    ("https://deploy:", "Zq7kW3mX9pL2@git.example.com/x"),
];

/// What stands before and behind a secret.
const AROUND: [(&str, &str); 10] = [
    ("", ""),
    ("\"", "\""),
    ("\\n", "\\n"),
    ("https://e.example/?t=", "&x=1"),
    ("X-Key: ", ""),
    ("{\"t\":\"", "\"}"),
    ("\u{1b}[32m", "\u{1b}[0m"),
    ("# ", " #"),
    ("a;", ";b"),
    ("%0A", "%0A"),
];

/// The text with a secret put in behind some blank, and the part of it that nobody may see.
fn planted(text: &[u8], choices: &mut Choices<'_>) -> Option<(Vec<u8>, String)> {
    let which = choices.pick(TOKENS.len() + 1).checked_sub(1)?;
    let ((head, tail), (before, behind)) = (TOKENS[which], AROUND[choices.pick(AROUND.len())]);
    let blanks = text.iter().enumerate().filter(|(_, byte)| byte.is_ascii_whitespace()).map(|(at, _)| at + 1);
    let places: Vec<usize> = std::iter::once(0).chain(blanks).collect();
    let at = places[choices.pick(places.len())];
    let mut whole = text.to_vec();
    whole.splice(at..at, format!("{before}{head}{tail}{behind} ").into_bytes());
    let secret = tail.split('@').next().unwrap_or_default();
    Some((whole, secret.to_owned()))
}

/// Everything shown and kept of output that comes in these pieces.
fn masked<'p>(pieces: impl Iterator<Item = &'p [u8]>, pauses: bool) -> Masked {
    let mut masker = Masker::new(&RULES);
    let mut masked = Masked::default();
    for piece in pieces {
        masker.take(piece, &mut masked);
        if pauses {
            masker.pause(&mut masked);
        }
    }
    masker.end(&mut masked);
    masked
}

/// The pieces between the cuts that the choices make.
fn cut<'t>(mut text: &'t [u8], mut choices: Choices<'_>) -> Vec<&'t [u8]> {
    let mut pieces = Vec::new();
    while !text.is_empty() {
        let (piece, rest) = text.split_at((1 + choices.pick(24)).min(text.len()));
        pieces.push(piece);
        text = rest;
    }
    pieces
}

fn check(data: &[u8]) {
    let (mut choices, text) = Choices::of(data);
    let planted = planted(text, &mut choices);
    let (text, secret) = match &planted {
        Some((text, secret)) => (text.as_slice(), Some(secret.as_str())),
        None => (text, None),
    };
    let whole = masked(std::iter::once(text), false);
    for pauses in [false, true] {
        let cut = masked(cut(text, choices.clone()).into_iter(), pauses);
        assert_eq!(cut.lines, whole.lines, "what is kept hangs on how output was cut (pauses: {pauses})");
        if !pauses {
            assert_eq!(cut.screen, whole.screen, "what is shown hangs on how output was cut");
        }
        for seen in [&cut, &whole] {
            hides(seen, secret);
        }
    }
    whole.lines.iter().for_each(stays_masked);
    if let Ok(text) = std::str::from_utf8(text) {
        is_masked_for_good(text, secret);
    }
}

/// Nothing of the secret is on the screen or kept.
fn hides(seen: &Masked, secret: Option<&str>) {
    let Some(secret) = secret else { return };
    let screen = String::from_utf8_lossy(&seen.screen);
    assert!(!screen.contains(secret), "the secret is shown: {screen:?}");
    for line in &seen.lines {
        assert!(!line.text.contains(secret), "the secret is kept: {:?}", line.text);
    }
}

/// Looked through again, a kept line holds nothing.
fn stays_masked(line: &KeptLine) {
    assert!(!line.text.contains(['\n', '\r', '\u{1b}', '\u{0}']), "a kept line acts on a terminal: {:?}", line.text);
    assert_eq!(RULES.find(&line.text), [], "a kept line holds a secret: {:?}", line.text);
}

fn is_masked_for_good(text: &str, secret: Option<&str>) {
    let mut from = 0;
    for finding in RULES.find(text) {
        assert!(from <= finding.start && finding.start < finding.end, "{finding:?} behind {from}");
        assert!(text.get(finding.start..finding.end).is_some(), "{finding:?} is no part of the text");
        from = finding.end;
    }
    let masked = RULES.mask(text);
    assert_eq!(RULES.find(&masked), [], "something is found in what was masked: {masked:?}");
    assert_eq!(RULES.mask(&masked), masked, "masking twice is not masking once");
    if let Some(secret) = secret {
        assert!(!masked.contains(secret), "the secret stays: {masked:?}");
    }
    let lines = text.split('\n').count();
    for (line, kind) in RULES.find_lines(text, |_| true) {
        assert!((1..=lines).contains(&line), "{kind} on line {line} of {lines}");
    }
}
