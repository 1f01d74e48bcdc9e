//! The words between a password's name and its value that say whose it is, or only that it follows:
//! `Password for root: …`, `Passwort Admin: …`, `Das Passwort lautet …`. All languages of the names are here together.

use super::claim::Tie;
use super::name_tail::is_about;
use super::ties::behind_marks;
use crate::model::head;

/// The most words of an owner behind the word that leads to it.
const WORDS: usize = 3;
/// The longest of them, in bytes.
const LONGEST: usize = 40;

/// Words that lead to an owner, in small letters.
const LEADS: &[&str] = &[
    "for", "of", "on", "to", "von", "vom", "für", "auf", "zu", "pour", "sur", "du", "para", "de", "del", "do", "da",
    "em", "voor", "van", "op", "för", "av", "på", "til", "till", "dla", "na", "pro", "per", "di", "su", "pentru",
    "для", "от", "на",
];

/// Words of being, in small letters.
const BEING: &[&str] = &["is", "ist", "lautet", "es", "est", "é", "è", "este", "är", "er", "jest", "je", "это"];
/// The one of them behind which nothing else is said.
const WORDED: &str = "lautet";

/// Words of what is done with a password, and of meetings: whoever is told of by them is no owner.
const DONE: &[&str] = &[
    "approved",
    "at",
    "by",
    "change",
    "changed",
    "checked",
    "confirmed",
    "due",
    "expires",
    "geändert",
    "handed",
    "hashed",
    "meeting",
    "received",
    "requested",
    "reset",
    "rotated",
    "sent",
    "shared",
    "since",
    "until",
    "verified",
    "was",
    "webex",
    "webinar",
    "when",
    "will",
    "zoom",
    "teams",
    "call",
    "conference",
    "session",
    "bridge",
    "videoconferencia",
    "videoconferência",
    "telefonkonferenz",
    "spotkania",
    "møte",
    "møtet",
    "mötet",
    "besprechung",
    "konferenz",
    "videokonferenz",
    "reunión",
    "reunion",
    "réunion",
    "reunião",
    "riunione",
    "conferencia",
    "visioconférence",
    "vergadering",
    "möte",
    "zurückgesetzt",
];
/// Words that make another noun with the name, or say what came of it, beside those that a name may go on with.
const NOUNS: &[&str] = &[
    "a",
    "and",
    "as",
    "avec",
    "bei",
    "con",
    "im",
    "incident",
    "mit",
    "responsable",
    "und",
    "with",
    "à",
    "übergabe",
    "accepted",
    "attempt",
    "authentication",
    "authenticator",
    "case",
    "check",
    "checks",
    "complexity",
    "dauer",
    "denied",
    "encryption",
    "entropy",
    "entry",
    "error",
    "failed",
    "failure",
    "generator",
    "handover",
    "hash",
    "hinweis",
    "history",
    "host",
    "incorrect",
    "invalid",
    "issue",
    "item",
    "location",
    "manager",
    "method",
    "mismatch",
    "note",
    "notes",
    "place",
    "protected",
    "protection",
    "recovery",
    "reference",
    "regel",
    "regeln",
    "rejected",
    "request",
    "requirements",
    "richtlinie",
    "safe",
    "salt",
    "server",
    "source",
    "status",
    "store",
    "strength",
    "sync",
    "tool",
    "update",
    "verantwortlich",
    "wechsel",
    "wrong",
    "änderung",
];
/// Words that no owner is or ends with: who follows them is somebody else.
const OF_OTHERS: &[&str] =
    &["owner", "owners", "besitzer", "inhaber", "responsible", "contact", "ticket", "an", "in", "via"];
/// What may stand round a word of an owner.
const AROUND: [char; 11] = ['*', '_', '`', '"', '\'', '(', ')', '[', ']', '<', '>'];

/// The value behind words that only say that it follows, `lautet: …`, `ist: …`; `rest` is what follows the name.
pub(super) fn said(rest: &str) -> Option<&str> {
    let (word, behind) = next_word(behind_marks(rest))?;
    let lower = word.to_lowercase();
    let is_being = BEING.contains(&lower.as_str());
    let value = behind_sign(behind).or_else(|| behind.strip_prefix(' ').filter(|_| lower == WORDED));
    value.filter(|_| is_being).map(|value| value.trim_start_matches([' ', '\t']))
}

/// How the value hangs on a name that is followed by its owner, and the text from the value on.
pub(super) fn owned(rest: &str) -> Option<(Tie, &str)> {
    let (first, mut behind) = next_word(behind_marks(rest))?;
    let lower = first.to_lowercase();
    if !LEADS.contains(&lower.as_str()) {
        let is_other = is_about(&lower) || NOUNS.contains(&lower.as_str()) || OF_OTHERS.contains(&lower.as_str());
        let is_one = is_of_owner(first, &lower) && !is_other;
        return behind_sign(behind).filter(|_| is_one).map(|value| (Tie::Loose, value));
    }
    let mut last = String::new();
    for count in 0..=WORDS {
        if count > 0
            && let Some(value) = behind_sign(behind)
        {
            // "for root owner: …", "for root to: …" go on
            if LEADS.contains(&last.as_str()) || OF_OTHERS.contains(&last.as_str()) {
                return None;
            }
            return Some((Tie::Loose, value));
        }
        let (word, after) = next_word(behind)?;
        let lower = word.to_lowercase();
        if count > 0 && BEING.contains(&lower.as_str()) {
            let value = behind_sign(after).map(|value| (Tie::Loose, value));
            return value.or_else(|| Some((Tie::Far, after.strip_prefix(' ')?.trim_start_matches(' '))));
        }
        if count == WORDS || !is_of_owner(word, &lower) {
            return None;
        }
        (behind, last) = (after, lower);
    }
    None
}

/// True for what nobody writes but as a password: letters of both cases with figures, or letters with figures and a sign in
/// their midst. Handles, ids, tickets and pairs of a log are none.
pub(super) fn is_chosen(run: &str) -> bool {
    // what stands round it is no sign of it
    let run = run.trim_matches(|c| "*_~?!".contains(c));
    let has = |is_of: fn(char) -> bool| run.contains(is_of);
    // `ip=10.1.2.3` of a log
    let is_pair = run.split_once('=').is_some_and(|(name, value)| {
        !name.is_empty() && !value.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    });
    let has_sign = run.contains(|c: char| "!#$%&*+?@^~|".contains(c));
    let is_mixed = has(char::is_uppercase) && has(char::is_lowercase) || has_sign && has(char::is_alphabetic);
    is_mixed && has(|c| c.is_ascii_digit()) && !is_pair
}

/// The next word behind a blank, and what follows it; one ends before a blank or a sign.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix(' ')?.trim_start_matches(' ');
    let near = head(text, LONGEST);
    let end = near.find(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '='))?;
    let (word, behind) = text.split_at_checked(end)?;
    (!word.is_empty()).then_some((word, behind))
}

/// The text behind a colon that a blank follows, or behind a `=`.
fn behind_sign(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    if let Some(after) = text.strip_prefix([':', '：']) {
        let is_blank = |text: &&str| text.starts_with([' ', '\t', '\r', '\n']);
        let after = Some(behind_marks(after)).filter(is_blank).unwrap_or(after);
        let is_apart = text.starts_with('：') || is_blank(&after);
        return is_apart.then(|| after.trim_start_matches([' ', '\t']));
    }
    let after = text.strip_prefix('=').filter(|after| !after.starts_with(['=', '>', '~']))?;
    Some(after.trim_start_matches([' ', '\t']))
}

fn is_of_owner(word: &str, lower: &str) -> bool {
    let bare = word.trim_matches(AROUND);
    // a quote that ends elsewhere begins another word of a command
    let is_cut = ['"', '\'', '`'].iter().any(|quote| word.starts_with(*quote) != word.ends_with(*quote));
    !is_cut
        && bare.starts_with(char::is_alphanumeric)
        && !bare.ends_with('.')
        && bare.chars().all(|c| c.is_alphanumeric() || "_-.@\\/'’+&".contains(c))
        && !DONE.contains(&lower.trim_matches(AROUND))
}
