//! Names of people and accounts in prose, and what stands in their place for a reader who does not need them.
//!
//! Names are those that the record itself gives: of its contacts, and of the accounts that its texts name by a handle or an
//! address. A name of one word may be a word of the language as well: it counts only as it is written.
//!
//! Whose people are whose depends on the reader. A customer knows their own: whoever is of another side, ours or a third
//! party's, is told to them by name. A channel knows ours: whoever is of another side, the customer's or a third party's,
//! is not named to it.

use crate::model::{Contact, Runbook, Settings, Slug, same_word};

use super::account_link::accounts;
use super::export::side_name;
use super::mention::{is_bell, is_of_word, mentions};

/// What a customer reads for somebody of ours whose name is not known.
const SOMEBODY: &str = "Support";

/// What stands for the name of an account, or of somebody from the customer.
const LEFT_OUT: &str = "…";

/// The shortest name that is looked for without a sign; shorter ones are words of the language.
const SHORTEST: usize = 3;

/// Names, and what is said instead of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Handles and addresses in lower case.
    signs: Vec<(String, String)>,
    /// Names without a sign, the longest first.
    words: Vec<Word>,
    /// Words that are ours whoever else uses them: handles, addresses and names.
    kept: Vec<String>,
    /// What the customer is called, in lower case: no account is called so.
    customer: Vec<String>,
    /// True for names that a channel is not told: of a link it is told no account at all.
    is_for_channels: bool,
}

/// A name without a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    told: String,
    /// A person's name of one word, which may be a word of the language.
    is_first_name: bool,
}

impl Names {
    /// Handles and addresses of our people, those of the store's settings too, which are told as the people's names.
    pub(super) fn of_home(runbook: &Runbook, settings: &Settings) -> Self {
        let (theirs, ours): (Vec<&Contact>, Vec<&Contact>) = runbook.contacts.iter().partition(|own| own.is_customer());
        let mut names = Self::default();
        for contact in &ours {
            let name = contact.name.as_ref().map_or_else(|| side_name(contact.side.as_str()), ToString::to_string);
            contact.handle.iter().for_each(|handle| names.add(&with_sign(handle.as_str()), &name));
            contact.email.iter().for_each(|email| names.add(email.as_str(), &name));
        }
        for (address, handle) in &settings.people {
            let contact = ours.iter().find(|own| own.is_called(handle.as_str())).and_then(|own| own.name.as_ref());
            let name = contact.map_or_else(|| SOMEBODY.to_owned(), ToString::to_string);
            names.add(address, &name);
            names.add(&with_sign(handle.as_str()), &name);
        }
        let dri = runbook.dri.as_ref().filter(|_| runbook.dri_contact().is_none());
        if let Some(dri) = dri {
            mentions(dri.as_str()).iter().for_each(|own| names.add(own.of(dri.as_str()), SOMEBODY));
        }
        names.signs.retain(|(sign, _)| !theirs.iter().any(|contact| contact.is_called(sign)));
        names.words.retain(|word| !theirs.iter().any(|contact| contact.is_called(&word.text)));
        names
    }

    /// Accounts and people of the customer, whom a channel is not told by name; not our own people, and not what the
    /// customer is called.
    pub(super) fn of_customer(runbook: &Runbook, home_side: &Slug) -> Self {
        let (ours, theirs): (Vec<&Contact>, Vec<&Contact>) =
            runbook.contacts.iter().partition(|contact| contact.side == *home_side);
        let words = |own: &Contact| [own.name.clone(), own.handle.clone(), own.email.clone()].into_iter().flatten();
        let dri = runbook.dri.as_ref().map(|dri| dri.as_str()).unwrap_or_default();
        let kept = ours.into_iter().flat_map(words).map(|word| word.to_string()).chain([dri.to_owned()]);
        let mut names = Self {
            kept: kept.chain(mentions(dri).iter().map(|own| own.of(dri).to_owned())).collect(),
            customer: runbook.customer.as_str().to_lowercase().split_whitespace().map(str::to_owned).collect(),
            is_for_channels: true,
            ..Self::default()
        };
        for contact in theirs {
            contact.name.iter().for_each(|name| names.add_person(name.as_str()));
            contact.handle.iter().for_each(|handle| names.add_account(&with_sign(handle.as_str())));
            contact.email.iter().for_each(|email| names.add_account(email.as_str().trim()));
        }
        prose_of(runbook).iter().for_each(|text| names.add_accounts_of(text));
        names
    }

    /// The same with the accounts that this text names itself.
    pub(super) fn and_of(&self, text: &str) -> Self {
        let mut names = self.clone();
        names.add_accounts_of(text);
        names
    }

    /// The same for what the runbook is called, of which a word is no person's first name.
    pub(super) fn in_a_title(mut self) -> Self {
        self.words.retain(|word| !word.is_first_name);
        self
    }

    /// True where nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.signs.is_empty() && self.words.is_empty()
    }

    /// The text with each of the names told as it may be told.
    pub(super) fn told(&self, text: &str) -> String {
        let text = self.without_links(text);
        self.words.iter().fold(self.without_signs(&text), |text, word| word.replaced(&text))
    }

    /// An account in a link has no name to be told by.
    fn without_links(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for own in accounts(text).iter().rev() {
            let sign = with_sign(own.of(text)).to_lowercase();
            let is_known = self.signs.iter().any(|(known, _)| *known == sign);
            if is_known || own.is_sure && self.is_for_channels && self.may_be_account(own.of(text)) {
                out.replace_range(own.range.clone(), LEFT_OUT);
            }
        }
        out
    }

    fn without_signs(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for own in mentions(text) {
            let sign = own.of(text).to_lowercase();
            let Some((_, told)) = self.signs.iter().find(|(known, _)| *known == sign) else { continue };
            out.push_str(text.get(from..own.range.start).unwrap_or_default());
            out.push_str(told);
            from = own.range.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// One more sign; what is none, as a text would have it, is looked for as it stands.
    fn add(&mut self, sign: &str, told: &str) {
        let sign = sign.trim();
        if matches!(&mentions(sign)[..], [own] if own.of(sign) == sign) {
            self.signs.push((sign.to_lowercase(), told.to_owned()));
        } else {
            self.add_word(Word { text: sign.to_lowercase(), told: told.to_owned(), is_first_name: false });
        }
    }

    fn add_word(&mut self, word: Word) {
        if word.text.chars().any(char::is_alphanumeric) && !self.words.contains(&word) {
            self.words.push(word);
            self.words.sort_by(|one, other| other.text.len().cmp(&one.text.len()).then(one.text.cmp(&other.text)));
        }
    }

    fn add_person(&mut self, name: &str) {
        let name = name.trim();
        let is_first_name = name.split_whitespace().count() == 1;
        if self.is_kept(name) || is_first_name && !self.is_looked_for(name) {
            return;
        }
        let text = if is_first_name { name.to_owned() } else { name.to_lowercase() };
        self.add_word(Word { text, told: LEFT_OUT.to_owned(), is_first_name });
    }

    /// An account by its handle or address; a handle's name without its sign as well.
    fn add_account(&mut self, sign: &str) {
        if self.is_kept(sign) || is_bell(sign) {
            return;
        }
        self.add(sign, LEFT_OUT);
        if let Some(name) = sign.strip_prefix('@').filter(|name| self.is_looked_for(name)) {
            self.add_word(Word { text: name.to_lowercase(), told: LEFT_OUT.to_owned(), is_first_name: false });
        }
    }

    fn may_be_account(&self, name: &str) -> bool {
        !self.is_kept(&with_sign(name)) && !self.customer.contains(&name.to_lowercase())
    }

    fn add_accounts_of(&mut self, text: &str) {
        for own in accounts(text).iter().filter(|own| own.is_sure) {
            let name = own.of(text);
            // a number is not only somebody's
            if self.may_be_account(name) && name.contains(char::is_alphabetic) {
                self.add_account(&with_sign(name));
            }
        }
        mentions(text).iter().for_each(|own| self.add_account(own.of(text)));
    }

    fn is_kept(&self, word: &str) -> bool {
        self.kept.iter().any(|own| same_word(own, word))
    }

    fn is_looked_for(&self, name: &str) -> bool {
        name.len() >= SHORTEST && name.chars().count() > 1 && !self.customer.contains(&name.to_lowercase())
    }
}

impl Word {
    /// The text with this word told in other words; a part of a longer word is another word.
    fn replaced(&self, text: &str) -> String {
        // what is written in small letters may be longer or shorter than what was written, but not in ASCII
        let lower = if self.is_first_name { text.to_owned() } else { lowered(text) };
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for (at, found) in lower.match_indices(self.text.as_str()) {
            let end = at + found.len();
            let is_part = is_continued(lower.get(..at).unwrap_or_default().chars().rev(), "._-@")
                || is_continued(lower.get(end..).unwrap_or_default().chars(), "._-")
                || lower.get(end..).is_some_and(|rest| rest.starts_with('@'));
            if !is_part {
                out.push_str(text.get(from..at).unwrap_or_default());
                out.push_str(&self.told);
                from = end;
            }
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }
}

/// The text in small letters, byte by byte where it was: a letter that would change its length stays as it is.
fn lowered(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}

/// True where a word goes on: by a letter, or by one that stands behind a joint, as in `joe-doe`. A dot that ends a
/// sentence joins nothing, nor do Markdown's marks.
fn is_continued(mut rest: impl Iterator<Item = char>, joints: &str) -> bool {
    match rest.next() {
        Some(c) if joints.contains(c) => rest.find(|next| *next != '_').is_some_and(is_of_word),
        next => next.is_some_and(is_of_word),
    }
}

fn with_sign(handle: &str) -> String {
    format!("@{}", handle.trim().trim_start_matches('@'))
}

/// The prose of a record in which accounts are named; commands and instructions have an `@` for other things.
fn prose_of(runbook: &Runbook) -> Vec<String> {
    let head = [&runbook.summary, &runbook.expected_result].into_iter().flatten().map(ToString::to_string);
    let tasks = runbook.tasks.iter().chain(runbook.steps()).map(|task| task.title.to_string());
    let permissions = runbook.permissions.iter().map(|own| own.action.to_string());
    let duties = runbook.obligations.iter().map(|own| own.what.to_string());
    [runbook.name()].into_iter().chain(head).chain(tasks).chain(permissions).chain(duties).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with_contacts(contacts: serde_json::Value) -> Runbook {
        let record = json!({"customer": "Acme Corp", "task": "Move", "state": "draft", "contacts": contacts});
        serde_json::from_value(record).unwrap()
    }

    fn home() -> Slug {
        Slug::new("gitlab").unwrap()
    }

    #[test]
    fn ours_are_told_by_name_beside_every_punctuation() {
        let runbook = with_contacts(json!([
            {"id": "a", "side": "gitlab", "name": "Jane Doe", "handle": "@jane", "email": "jane@ours.example"},
            {"id": "b", "side": "vendor", "name": "Bob Third", "handle": "bob"},
        ]));
        let names = Names::of_home(&runbook, &Settings::default());
        for c in (' '..='~').filter(|c| !c.is_ascii_alphanumeric()) {
            for (text, wanted) in [
                (format!("Tell {c}@jane{c} now"), format!("Tell {c}Jane Doe{c} now")),
                (format!("@jane{c}@bob"), format!("Jane Doe{c}Bob Third")),
                (format!("{c}{c}@Jane{c}{c}"), format!("{c}{c}Jane Doe{c}{c}")),
            ] {
                assert_eq!(names.told(&text), wanted);
            }
        }
        for kept in
            ["@janet", "@jane-doe", "@jane.doe", "x@jane", "https://example.com/@janet/x", "jane@theirs.example"]
        {
            assert_eq!(names.told(kept), kept);
        }
    }

    #[test]
    fn an_account_in_a_link_is_left_out_for_whom_it_is_not() {
        let runbook = with_contacts(json!([{"id": "o", "side": "gitlab", "name": "Jane Doe", "handle": "@jane"}]));
        let ours = Names::of_home(&runbook, &Settings::default());
        let text = "https://git.example/@jane, https://git.example/jane/x, https://git.example/admin/users/zed";
        assert_eq!(ours.told(text), text.replace("jane", "…"));
        let theirs = Names::of_customer(&runbook, &home()).and_of(text);
        assert_eq!(theirs.told(&format!("{text} and zed")), format!("{text} and zed").replace("zed", "…"));
        assert_eq!(
            theirs.told("/users/acme /users/al /users/17, 17 of them"),
            "/users/acme /users/… /users/…, 17 of them"
        );
    }

    #[test]
    fn a_first_name_is_a_name_only_as_it_is_written() {
        let runbook = with_contacts(json!([
            {"id": "w", "side": "customer", "name": "Will"},
            {"id": "t", "side": "customer", "name": "Tom Blogs"},
            {"id": "i", "side": "customer", "name": "It"},
            {"id": "c", "side": "customer", "name": "Acme"},
        ]));
        let names = Names::of_customer(&runbook, &home());
        for (text, wanted) in [
            ("2FA will be enforced; ask Will.", "2FA will be enforced; ask …."),
            ("It is Will's, at Acme", "It is …'s, at Acme"),
            ("_Will_ and *Will* and Will-Smith", "_…_ and *…* and Will-Smith"),
            ("TOM BLOGS and tom blogs, not Tom", "… and …, not Tom"),
        ] {
            assert_eq!(names.told(text), wanted);
        }
        assert_eq!(names.in_a_title().told("Acme Corp - Will Tom Blogs move"), "Acme Corp - Will … move");
    }

    #[test]
    fn an_account_is_left_out_wherever_its_name_stands() {
        let runbook = with_contacts(json!([{"id": "o", "side": "gitlab", "name": "Jane Doe", "handle": "@jane"}]));
        let names = Names::of_customer(&runbook, &home()).and_of("Rename @zed and @acme, as @jane says to @all");
        for (text, wanted) in [
            ("zed, _zed_, (Zed) and zed's", "…, _…_, (…) and …'s"),
            ("zed.doe zed-doe x-zed zed@acme.example zedder", "zed.doe zed-doe x-zed zed@acme.example zedder"),
            ("the acme group; @jane and jane; @all", "the acme group; @jane and jane; @all"),
            ("https://git.example/zed/x", "https://git.example/…/x"),
        ] {
            assert_eq!(names.told(text), wanted);
        }
    }
}
