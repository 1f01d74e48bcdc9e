//! Names of people and accounts in prose, and what stands in their place for a reader who does not need them.
//!
//! Names are those that the record itself gives: of its contacts, and of the accounts that its texts name by a handle or an
//! address. It refuses to guess which other words may be a name.

use crate::model::{Contact, Runbook, Settings, Slug};

use super::export::side_name;

/// What a customer reads for somebody of ours whose name is not known.
const SOMEBODY: &str = "Support";

/// What stands for the name of an account, or of somebody from the customer.
const LEFT_OUT: &str = "…";

/// The shortest name of an account that is looked for without its sign; shorter ones are words of the language.
const SHORTEST: usize = 3;

/// Names, and what is said instead of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Lower case, the longest first.
    words: Vec<(String, String)>,
    /// Whether a part of a link or of a path is a name, too.
    in_paths: bool,
}

impl Names {
    /// Handles and addresses of our people, those of the store's settings too, which are told as the people's names.
    pub(super) fn of_home(runbook: &Runbook, settings: &Settings) -> Self {
        let (theirs, ours): (Vec<&Contact>, Vec<&Contact>) = runbook.contacts.iter().partition(|own| own.is_customer());
        let is_theirs = |word: &str| theirs.iter().any(|contact| contact.is_called(word));
        let mut words = Vec::new();
        for (address, handle) in &settings.people {
            let contact = ours.iter().find(|own| own.is_called(handle.as_str())).and_then(|own| own.name.as_ref());
            let name = contact.map_or_else(|| SOMEBODY.to_owned(), ToString::to_string);
            let handle = format!("@{}", handle.as_str().trim().trim_start_matches('@'));
            words.extend([(address.trim().to_owned(), name.clone()), (handle, name)]);
        }
        for contact in ours {
            let name = contact.name.as_ref().map_or_else(|| side_name(contact.side.as_str()), ToString::to_string);
            let signs = [&contact.handle, &contact.email].into_iter().flatten();
            words.extend(signs.map(|sign| (sign.to_string(), name.clone())));
        }
        let dri = runbook.dri.as_ref().filter(|_| runbook.dri_contact().is_none());
        let sign = dri.and_then(|dri| dri.as_str().split_whitespace().find_map(sign_in));
        words.extend(sign.map(|sign| (sign.to_owned(), SOMEBODY.to_owned())));
        words.retain(|(sign, _)| !is_theirs(sign));
        Self::sorted(words)
    }

    /// Accounts and people of the customer, whom a channel is not told by name; not our own people, and not what the
    /// customer is called.
    pub(super) fn of_customer(runbook: &Runbook, home_side: &Slug) -> Self {
        let mut words: Vec<String> = Vec::new();
        let (ours, theirs): (Vec<&Contact>, Vec<&Contact>) =
            runbook.contacts.iter().partition(|contact| contact.side == *home_side);
        for contact in theirs {
            let own = [&contact.name, &contact.handle, &contact.email].into_iter().flatten();
            words.extend(own.map(|word| word.as_str().trim().to_owned()));
        }
        let texts = prose_of(runbook);
        words.extend(texts.iter().flat_map(|text| text.split_whitespace()).filter_map(sign_in).map(str::to_owned));
        let handles: Vec<String> = words.iter().filter_map(|word| word.strip_prefix('@')).map(str::to_owned).collect();
        let customer = runbook.customer.as_str().to_lowercase();
        let is_known = |word: &str| customer.split_whitespace().any(|own| own == word.to_lowercase());
        words.extend(handles.into_iter().filter(|name| name.len() >= SHORTEST && !is_known(name)));
        let is_ours = |word: &str| {
            let handle = format!("@{word}");
            let own_mail = |contact: &&Contact| contact.email.as_ref().is_some_and(|own| own.as_str() == word);
            let called =
                |contact: &&Contact| contact.is_called(word) || contact.is_called(&handle) || own_mail(contact);
            ours.iter().any(called)
                || runbook.dri.as_ref().is_some_and(|dri| *dri.as_str() == *word || *dri.as_str() == handle)
        };
        words.retain(|word| !is_ours(word) && !is_bell(word));
        Self { in_paths: true, ..Self::sorted(words.into_iter().map(|word| (word, LEFT_OUT.to_owned())).collect()) }
    }

    fn sorted(words: Vec<(String, String)>) -> Self {
        let mut words: Vec<(String, String)> =
            words.into_iter().map(|(sign, told)| (sign.to_ascii_lowercase(), told)).collect();
        words.retain(|(sign, _)| sign.chars().any(char::is_alphanumeric));
        words.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then(one.cmp(other)));
        words.dedup();
        Self { words, in_paths: false }
    }

    /// True where nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The text with each of the names told as it may be told.
    pub(super) fn told(&self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let replaced = if self.in_paths { replaced_in_paths } else { replaced };
        let named = self.words.iter().filter(|(sign, _)| lower.contains(sign.as_str()));
        named.fold(text.to_owned(), |text, (sign, told)| replaced(&text, sign, told))
    }
}

/// Signs that ring everybody are nobody's account.
fn is_bell(word: &str) -> bool {
    ["@here", "@channel", "@everyone", "@all", "here", "channel", "everyone", "all"]
        .contains(&word.to_ascii_lowercase().as_str())
}

/// The prose of a record in which accounts are named.
fn prose_of(runbook: &Runbook) -> Vec<&str> {
    let head = [&runbook.summary, &runbook.expected_result].into_iter().flatten().map(AsRef::as_ref);
    let tasks = runbook.tasks.iter().chain(runbook.steps()).map(|task| task.title.as_str());
    let permissions = runbook.permissions.iter().map(|own| own.action.as_str());
    let duties = runbook.obligations.iter().map(|own| own.what.as_str());
    head.chain(tasks).chain(permissions).chain(duties).collect()
}

/// The handle or address in a word.
fn sign_in(word: &str) -> Option<&str> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let (before, after) = bare.split_once('@')?;
    let is_handle = before.is_empty() && !after.contains('@');
    let is_address = !before.is_empty() && after.contains('.') && !bare.contains("://");
    (!after.is_empty() && (is_handle || is_address)).then_some(bare)
}

/// The text with this word, which is in lower case, told in other words; a part of a longer word is another word, and so
/// is a part of a path.
fn replaced(text: &str, word: &str, told: &str) -> String {
    replaced_between(text, word, told, |c| c == '/')
}

/// The same, in links and paths as well.
fn replaced_in_paths(text: &str, word: &str, told: &str) -> String {
    replaced_between(text, word, told, |_| false)
}

fn replaced_between(text: &str, word: &str, told: &str, joins: impl Fn(char) -> bool) -> String {
    let lower = text.to_ascii_lowercase();
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in lower.match_indices(word) {
        let end = at + found.len();
        let before = lower.get(..at).and_then(|rest| rest.chars().next_back());
        let mut after = lower.get(end..).unwrap_or_default().chars();
        let next = after.next();
        // `joe.doe` and `joe-doe` are other names than `joe`; `joe.` ends a sentence
        let goes_on = matches!(next, Some('.' | '-')) && after.next().is_some_and(char::is_alphanumeric);
        let begun = before.is_some_and(|c| is_of_word(c) || matches!(c, '.' | '-' | '@') || joins(c));
        if begun || goes_on || next.is_some_and(|c| is_of_word(c) || c == '@' || joins(c)) {
            continue;
        }
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(told);
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_is_a_word_of_its_own() {
        for (text, wanted) in [
            ("Ask @joe now", "Ask … now"),
            ("Ask @Joe.", "Ask …."),
            ("(@joe), or joe@acme.example", "(…), or joe@acme.example"),
            ("@joey and @joe-doe and x@joe and @joe.doe", "@joey and @joe-doe and x@joe and @joe.doe"),
        ] {
            assert_eq!(replaced(text, "@joe", "…"), wanted);
        }
    }
}
