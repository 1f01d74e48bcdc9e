//! What a title says of the value below it or beside it: the heading of a column, of a part, of a definition.
//!
//! The names are those that count before a colon, and so is what is free behind them.

use super::assignment::{claim_of, kind_of_key};
use super::cells::is_title;
use super::claim::Tie;
use super::lead::Leads;
use super::name_tail::is_of_pages;
use super::names::{NAMES, PASSWORD, SHORT};
use super::ties::opening_quote;
use super::value::{looks_like_value, run_of_value, stands_for_a_password};
use crate::model::head;

/// The longest title, in bytes.
const LONGEST: usize = 60;
/// The longest tag before a value, in bytes.
const LONGEST_TAG: usize = 80;
/// Words that begin an act, of which the rest of a row says who does it or when.
const ACTS: &[&str] = &[
    "add",
    "apply",
    "ask",
    "assign",
    "borrar",
    "borre",
    "cambiar",
    "cambie",
    "change",
    "changer",
    "changez",
    "check",
    "copy",
    "crear",
    "create",
    "créer",
    "delete",
    "deliver",
    "disable",
    "distribute",
    "ändra",
    "eliminar",
    "enable",
    "enter",
    "forgot",
    "generar",
    "generate",
    "generer",
    "générer",
    "get",
    "give",
    "hand",
    "has",
    "hide",
    "issue",
    "modificar",
    "modifier",
    "no",
    "obtain",
    "obtener",
    "provide",
    "reimpostare",
    "remove",
    "renew",
    "renouveler",
    "renovar",
    "replace",
    "request",
    "require",
    "reset",
    "restablecer",
    "restaurar",
    "revoke",
    "revocar",
    "révoquer",
    "rotar",
    "rotate",
    "rotera",
    "send",
    "set",
    "share",
    "solicitar",
    "store",
    "supprimer",
    "test",
    "update",
    "validate",
    "verify",
    "alterar",
    "criar",
    "trocar",
    "gerar",
    "wijzig",
    "byt",
    "zmień",
];
/// The most words of a title.
const WORDS: usize = 5;
/// Words before an act.
const BEFORE_ACTS: &[&str] = &["then", "please", "now", "also", "dann", "bitte"];
/// The most words of one that stands beside its value.
const BRIEF: usize = 3;
/// Words of sentences, which no title has, as they stand before a noun; in capitals they are names, `DO`, `LA`.
const OF_SENTENCES: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with", "without", "con",
    "de", "del", "el", "la", "las", "los", "para", "por", "sin", "un", "una", "avec", "des", "du", "le", "les", "pour",
    "sans", "une", "das", "dem", "den", "der", "die", "ein", "eine", "für", "mit", "ohne", "von", "een", "het", "met",
    "van", "voor", "zonder", "att", "för", "med", "till", "utan", "bez", "dla", "com", "da", "do", "sem", "без", "для",
    "от",
];
/// Words beside the name of a secret that say how it stands with it, and are no title.
const OF_STATES: &[&str] = &[
    "1password",
    "bitwarden",
    "ja",
    "keepass",
    "lastpass",
    "n/a",
    "nein",
    "no",
    "none",
    "tbd",
    "unchanged",
    "vault",
    "yes",
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
    titled_in(title, WORDS)
}

/// The same in so many words at most.
fn titled_in(title: &str, most: usize) -> Option<Titled> {
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
    let is_other = is_act || is_of_meeting || is_page || is_word || is_sentence(bare, &lower, most);
    (!is_other).then_some(Titled { kind, is_short })
}

/// True for more words than a title has, and for words of a sentence; names of several words are one.
fn is_sentence(bare: &str, lower: &str, most: usize) -> bool {
    let mut names = NAMES.iter().map(|(name, _)| *name).filter(|name| name.contains(' '));
    let of_name = names.find(|name| lower.ends_with(*name)).map_or(0, |name| name.split(' ').count());
    let count = bare.split_whitespace().count();
    let mut before = bare.split_whitespace().take(count.saturating_sub(of_name));
    lower.contains('$') || count > most + of_name.saturating_sub(1) || before.any(is_of_sentences)
}

/// Whether a word is one of sentences; two capitals are a name, `DO`, `DE`.
fn is_of_sentences(word: &str) -> bool {
    let is_capital = word.chars().count() == 2 && word.chars().all(char::is_uppercase);
    !is_capital && OF_SENTENCES.contains(&word.to_lowercase().as_str())
}

/// What a title says that stands before its value on the line, or on the line above it: a few words, behind the mark of a list.
pub(super) fn titled_briefly(title: &str) -> Option<Titled> {
    let mut bare = title.trim();
    for mark in ["- ", "* ", "+ ", "> ", "• ", "[ ] ", "[x] ", "[X] ", "☐ ", "☑ "] {
        bare = bare.strip_prefix(mark).unwrap_or(bare).trim_start();
    }
    let behind_number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = behind_number.len() < bare.len();
    let number = [". ", ") "].iter().find_map(|mark| behind_number.strip_prefix(mark)).filter(|_| is_numbered);
    bare = number.unwrap_or(bare);
    // "Then reset the password" is an act as well
    let first = bare.split(' ').next().unwrap_or_default();
    if BEFORE_ACTS.contains(&first.to_lowercase().as_str()) {
        bare = bare.get(first.len()..).unwrap_or_default().trim_start();
    }
    titled_in(bare, BRIEF)
}

/// True for the cells of a row that says what stands below it: each is a title, or words that begin as titles do.
pub(super) fn are_titles<'t>(mut cells: impl Iterator<Item = &'t str> + Clone) -> bool {
    let bare = |cell: &'t str| without_tags(cell.trim()).trim_start_matches(MARKS);
    let Some(first) = cells.clone().find(|cell| titled(cell).is_some()) else { return false };
    let is_capital = bare(first).starts_with(char::is_uppercase);
    let is_title_too = |cell: &'t str| {
        let words = bare(cell).split('<').next().unwrap_or_default().trim_end().trim_end_matches(MARKS);
        let lower = words.to_lowercase();
        let is_word = words.is_empty()
            || (is_title(words)
                && words.starts_with(char::is_uppercase) == is_capital
                && !words.contains(|c: char| c.is_ascii_digit())
                && !stands_for_a_password(&lower));
        !OF_STATES.contains(&lower.as_str()) && (is_word || titled(cell).is_some())
    };
    cells.all(is_title_too)
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
            "GitLab initial root password",
            "MySQL replication user password",
            "DE root password",
            "DO API token",
            "LA vpn password",
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
            "Request API token",
            "Distribute new password",
            "Disable root password",
            "Restablecer contraseña",
            "Rotar token",
            "Renouveler mot de passe",
            "Reimpostare password",
            "$PASSWORD",
        ] {
            assert_eq!(titled(title), None, "{title}");
        }
    }
}
