//! What a title says of the value below it or beside it: the heading of a column, of a part, of a definition.
//!
//! The names are those that count before a colon, and so is what is free behind them.

use super::assignment::{claim_of, kind_of_key};
use super::claim::Tie;
use super::lead::Leads;
use super::name_tail::is_of_pages;
use super::names::{NAMES, PASSWORD, SHORT};
use super::ties::opening_quote;
use super::value::{looks_like_value, run_of_value};
use crate::model::head;

/// The longest title, in bytes.
const LONGEST: usize = 60;
/// The longest tag before a value, in bytes.
const LONGEST_TAG: usize = 80;
/// Words that begin an act, of which the rest of a row says who does it or when.
const ACTS: &[&str] = &[
    "add", "ask", "change", "check", "create", "delete", "enter", "forgot", "generate", "get", "hand", "has", "issue",
    "no", "remove", "renew", "replace", "reset", "revoke", "rotate", "send", "set", "share", "store", "test", "update",
    "verify",
];
/// The most words of a title.
const WORDS: usize = 3;
/// Words of sentences, which no title has: what stands before a noun, and what is done.
const OF_SENTENCES: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with", "without",
    "disable", "enable", "con", "de", "del", "el", "la", "las", "los", "para", "por", "sin", "un", "una", "cambiar",
    "crear", "borrar", "eliminar", "avec", "des", "du", "le", "les", "pour", "sans", "une", "changer", "créer",
    "modifier", "das", "dem", "den", "der", "die", "ein", "eine", "für", "mit", "ohne", "von", "een", "het", "met",
    "van", "voor", "zonder", "wijzig", "att", "byt", "för", "med", "till", "utan", "ändra", "bez", "dla", "zmień",
    "com", "da", "do", "sem", "alterar", "criar", "trocar", "без", "для", "от",
];
/// Marks of emphasis and of code.
const MARKS: [char; 3] = ['*', '_', '`'];

/// What kind of secret is called by a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Titled {
    /// The kind, in words for a person.
    pub(super) kind: &'static str,
    /// True for a name that is a word as well: figures alone are how many passed.
    is_short: bool,
}

/// A secret in a line, with its kind.
pub(super) type InLine = (std::ops::Range<usize>, &'static str);

/// What the title says, if it is nothing but the name of a secret: `Password`, `**DB password** (temporary)`; not
/// `Password changed`.
pub(super) fn titled(title: &str) -> Option<Titled> {
    let bare = without_tags(title.trim()).trim();
    if bare.len() > LONGEST || bare.is_empty() {
        return None;
    }
    let bare = bare.split('<').next().unwrap_or_default();
    let is_around = |c: char| c.is_whitespace() || MARKS.contains(&c) || matches!(c, '"' | '\'' | ':' | '：' | '\\');
    let bare = bare.trim_matches(is_around);
    let bare = match bare.rsplit_once(['(', '[']) {
        Some((name, remark)) if remark.ends_with([')', ']']) => name.trim_matches(is_around),
        _ => bare,
    };
    let kind = Some(bare).filter(|bare| Leads::known().have_name_in(bare)).and_then(kind_of_key)?;
    let lower = bare.to_lowercase();
    let is_act = lower.split_once(' ').is_some_and(|(first, _)| ACTS.contains(&first));
    // the passcode of a meeting goes with its invitation
    let is_of_meeting = ["meeting", "webinar"].iter().any(|word| lower.contains(word));
    let is_page = lower.strip_suffix("token").is_some_and(|before| is_of_pages(before, kind));
    let last = lower.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_short = SHORT.contains(&last);
    let is_word = last == "auth";
    (!is_act && !is_of_meeting && !is_page && !is_word && !is_sentence(&lower)).then_some(Titled { kind, is_short })
}

/// True for more words than a title has, and for words of a sentence; names of several words are one.
fn is_sentence(lower: &str) -> bool {
    let mut names = NAMES.iter().map(|(name, _)| *name).filter(|name| name.contains(' '));
    let before = names.find_map(|name| lower.strip_suffix(name));
    let most = if before.is_some() { WORDS - 1 } else { WORDS };
    let words = || before.unwrap_or(lower).split_whitespace();
    lower.contains('$') || words().count() > most || words().any(|word| OF_SENTENCES.contains(&word))
}

/// `AWS_S3_KEY`, `svc-db01`: what a secret is called, or who has it.
fn is_name(run: &str) -> bool {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_part = |part: &str| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        !part.is_empty() && part.len() - word.len() <= 4 && word.chars().all(|c| c.is_ascii_lowercase())
    };
    let is_of_capitals = run.contains('_') && run.starts_with(|c: char| c.is_ascii_uppercase());
    let is_of_words = run.contains('-') && run.starts_with(|c: char| c.is_ascii_lowercase());
    (is_of_capitals && run.chars().all(is_capital)) || (is_of_words && run.split('-').all(is_part))
}

/// The secret in the text between two places of a line that stands under, or beside, a title.
pub(super) fn value_under(titled: Titled, line: &str, from: usize, to: usize) -> Option<InLine> {
    let cell = line.get(from..to)?;
    let inner = without_tags(cell.trim_start());
    let bare = inner.trim_start_matches(MARKS.get(..2).unwrap_or_default());
    let is_marked = bare.len() < inner.len();
    let (rest, quote) = opening_quote(bare);
    let mut run = run_of_value(rest);
    if is_marked {
        run = run.trim_end_matches(MARKS);
    }
    let is_count = titled.is_short && !run.contains(char::is_alphabetic);
    let start = to - rest.len();
    let is_secret = looks_like_value(run, claim_of(titled.kind, Tie::Loose).quoted_by(quote));
    let is_called_so = titled.kind != PASSWORD && is_name(run);
    (is_secret && !is_count && !is_called_so).then(|| (start..start + run.len(), titled.kind))
}

/// The text behind the tags at its beginning, `<code>`, `<br/>`.
fn without_tags(text: &str) -> &str {
    let mut text = text;
    while let Some(inner) = text.strip_prefix('<').filter(|inner| inner.starts_with(|c: char| c.is_ascii_alphabetic()))
        && let Some(end) = head(inner, LONGEST_TAG).find('>')
    {
        text = inner.get(end + 1..).unwrap_or_default().trim_start();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_name_of_a_secret_and_nothing_more() {
        for title in [
            "Password",
            "**Password**",
            "DB password",
            "`api_key`",
            "Passwort:",
            "pw",
            "Pass",
            "Password (temporary)",
            "<b>Password</b>",
            "API token",
            "Kennwort",
            "\"password\"",
            "root password_1",
            "密码",
            "Mot de passe",
        ] {
            assert!(titled(title).is_some(), "{title}");
        }
        for title in [
            "Password changed",
            "Password policy",
            "Password?",
            "Meeting password",
            "Next token",
            "Auth",
            "Compass",
            "Secret name",
            "Token type",
            "Tokens",
            "Key",
            "User",
            "",
            "the word that comes before every other password",
            "Password expires on",
            "No passwords",
            "Reset the password",
            "Rotate token",
            "Cambiar la contraseña",
            "Changer le mot de passe",
            "$PASSWORD",
        ] {
            assert_eq!(titled(title), None, "{title}");
        }
    }
}
