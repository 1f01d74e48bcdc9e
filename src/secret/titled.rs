//! What a title says of the value below it or beside it: the heading of a column, of a part, of a definition.
//!
//! The names are those that count before a colon, and so is what is free behind them.

use super::assignment::{claim_of, kind_of_key};
use super::claim::Tie;
use super::lead::Leads;
use super::name_tail::is_of_pages;
use super::names::SHORT;
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
    (!is_act && !is_of_meeting && !is_page && !is_word).then_some(Titled { kind, is_short })
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
    (is_secret && !is_count).then(|| (start..start + run.len(), titled.kind))
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
        ] {
            assert_eq!(titled(title).filter(|_| title.len() < 40), None, "{title}");
        }
    }
}
