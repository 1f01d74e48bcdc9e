//! Names of people and accounts in prose, and what stands in their place for a reader who does not need them.
//!
//! Names are those that the record itself gives: of its contacts, and of the accounts that its texts name by a handle or an
//! address. A name of one word may be a word of the language as well: it counts only as it is written.
//!
//! Whose people are whose depends on the reader. A customer knows their own: whoever is of another side, ours or a third
//! party's, is told to them by name. A channel knows ours: whoever is of another side, the customer's or a third party's,
//! is not named to it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::lifecycle::is_handle;
use crate::model::{Contact, Runbook, Settings, Slug, bare_word, spliced};

use super::account_link::accounts;
use super::export::side_name;
use super::mention::{is_bell, mentions};
use super::name_words::NameWords;

/// What a customer reads for somebody of ours whose name is not known.
const SOMEBODY: &str = "Support";

/// What stands for the name of an account, or of somebody from the customer.
const LEFT_OUT: &str = "…";

/// The shortest name that is looked for without a sign; shorter ones are words of the language.
const SHORTEST: usize = 3;

/// Names, and what is said instead of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Handles and addresses in lower case.
    signs: HashMap<String, String>,
    /// Names without a sign.
    words: NameWords,
    reader: Arc<Reader>,
}

/// Whose names stay for who reads.
#[derive(Debug, Default)]
struct Reader {
    /// Words that are ours whoever else uses them: handles, addresses and names.
    kept: HashSet<String>,
    /// What the customer is called, in lower case: no account is called so.
    customer: HashSet<String>,
    /// True for names that a channel is not told: of a link it is told no account at all.
    is_channel: bool,
}

impl Reader {
    fn keeps(&self, word: &str) -> bool {
        self.kept.contains(&bare_word(word))
    }

    fn is_customer(&self, name: &str) -> bool {
        self.customer.contains(&name.to_lowercase())
    }

    fn may_be_account(&self, name: &str) -> bool {
        !self.keeps(name) && !self.is_customer(name)
    }

    fn is_looked_for(&self, name: &str) -> bool {
        name.len() >= SHORTEST && name.chars().count() > 1 && !self.is_customer(name)
    }
}

/// The names of a record, and those of the accounts that one text names itself.
pub(super) struct NamesThere<'n> {
    known: &'n Names,
    own: Names,
    is_title: bool,
}

impl NamesThere<'_> {
    /// The same for what the runbook is called, of which a word is no person's first name.
    pub(super) fn in_a_title(self) -> Self {
        Self { is_title: true, ..self }
    }

    /// The text with each of the names told as it may be told.
    pub(super) fn told(&self, text: &str) -> String {
        let text = match self.is_title {
            true => self.known.told_by(text, &self.known.words.in_any_case()),
            false => self.known.told(text),
        };
        if self.own.is_empty() { text } else { self.own.told(&text) }
    }
}

impl Names {
    /// Handles and addresses of our people, those of the store's settings too, which are told as the people's names.
    pub(super) fn of_home(runbook: &Runbook, settings: &Settings) -> Self {
        let (theirs, ours): (Vec<&Contact>, Vec<&Contact>) = runbook.contacts.iter().partition(|own| own.is_customer());
        let mut names = Self::default();
        let mut called: HashMap<String, String> = HashMap::new();
        for contact in &ours {
            let name = contact.name.as_ref().map_or_else(|| side_name(contact.side.as_str()), ToString::to_string);
            contact.handle.iter().for_each(|handle| names.add(&with_sign(handle.as_str()), &name));
            contact.email.iter().for_each(|email| names.add(email.as_str(), &name));
            for word in [&contact.handle, &contact.name].into_iter().flatten() {
                let known = contact.name.as_ref().map_or_else(|| SOMEBODY.to_owned(), ToString::to_string);
                called.entry(bare_word(word.as_str())).or_insert(known);
            }
        }
        for (address, handle) in &settings.people {
            let name = called.get(&bare_word(handle.as_str())).map_or(SOMEBODY, String::as_str);
            names.add(address, name);
            names.add(&with_sign(handle.as_str()), name);
        }
        let dri = runbook.dri.as_ref().filter(|_| runbook.dri_contact().is_none()).map(|dri| dri.as_str());
        if let Some(dri) = dri {
            mentions(dri).iter().for_each(|own| names.add(own.of(dri), SOMEBODY));
            if is_handle(dri) {
                names.add(dri, SOMEBODY);
            }
        }
        let of_theirs = theirs.iter().flat_map(|own| [&own.handle, &own.name].into_iter().flatten());
        let of_theirs: HashSet<String> = of_theirs.map(|word| bare_word(word.as_str())).collect();
        names.signs.retain(|sign, _| !of_theirs.contains(&bare_word(sign)));
        names.words.retain(|word| !of_theirs.contains(&bare_word(word)));
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
        let kept = kept.chain(mentions(dri).into_iter().map(|own| own.of(dri).to_owned()));
        let reader = Reader {
            kept: kept.map(|word| bare_word(&word)).filter(|word| !word.is_empty()).collect(),
            customer: runbook.customer.as_str().to_lowercase().split_whitespace().map(str::to_owned).collect(),
            is_channel: true,
        };
        let mut names = Self { reader: Arc::new(reader), ..Self::default() };
        for contact in theirs {
            contact.name.iter().for_each(|name| names.add_person(name.as_str()));
            contact.handle.iter().for_each(|handle| names.add_account(&with_sign(handle.as_str())));
            contact.email.iter().for_each(|email| names.add_account(email.as_str().trim()));
        }
        prose_of(runbook).iter().for_each(|text| names.add_accounts_of(text));
        names
    }

    /// The same with the accounts that this text names itself.
    pub(super) fn and_of(&self, text: &str) -> NamesThere<'_> {
        let mut own = Self { reader: Arc::clone(&self.reader), ..Self::default() };
        own.add_accounts_of(text);
        NamesThere { known: self, own, is_title: false }
    }

    /// True where nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        self.signs.is_empty() && self.words.is_empty()
    }

    /// The text with each of the names told as it may be told.
    pub(super) fn told(&self, text: &str) -> String {
        self.told_by(text, &self.words)
    }

    fn told_by(&self, text: &str, words: &NameWords) -> String {
        words.told(&self.without_signs(&self.without_links(text)), LEFT_OUT)
    }

    /// An account in a link has no name to be told by.
    fn without_links(&self, text: &str) -> String {
        let accounts = accounts(text).into_iter().filter(|own| {
            let name = own.of(text);
            let is_known = self.signs.contains_key(&with_sign(name).to_lowercase());
            is_known || own.is_sure && self.reader.is_channel && self.reader.may_be_account(name)
        });
        spliced(text, accounts.map(|own| (own.range, LEFT_OUT)))
    }

    fn without_signs(&self, text: &str) -> String {
        let known = mentions(text).into_iter().filter_map(|own| {
            let told = self.signs.get(&own.of(text).to_lowercase())?;
            Some((own.range, told))
        });
        spliced(text, known)
    }

    /// One more sign. What is none, as a text would have it, is looked for as it stands where it holds an `@`; without one
    /// it may be a handle, and is a word like others where it stands alone.
    fn add(&mut self, sign: &str, told: &str) {
        let is_sign = |sign: &str| matches!(&mentions(sign)[..], [own] if own.of(sign) == sign);
        let sign = sign.trim();
        let whole = with_sign(sign);
        if is_sign(sign) {
            self.signs.entry(sign.to_lowercase()).or_insert_with(|| told.to_owned());
        } else if sign.contains('@') {
            self.words.add(sign, told);
        } else if is_handle(sign) && is_sign(&whole) {
            self.signs.entry(whole).or_insert_with(|| told.to_owned());
        }
    }

    fn add_person(&mut self, name: &str) {
        let name = name.trim();
        let is_first_name = name.split_whitespace().count() == 1;
        match is_first_name {
            _ if self.reader.keeps(name) => {}
            true if self.reader.is_looked_for(name) => self.words.add_as_written(name, LEFT_OUT),
            true => {}
            false => self.words.add(name, LEFT_OUT),
        }
    }

    /// An account by its handle or address; a handle's name without its sign as well.
    fn add_account(&mut self, sign: &str) {
        if self.reader.keeps(sign) || is_bell(sign) {
            return;
        }
        self.add(sign, LEFT_OUT);
        if let Some(name) = sign.strip_prefix('@').filter(|name| self.reader.is_looked_for(name)) {
            self.words.add(name, LEFT_OUT);
        }
    }

    fn add_accounts_of(&mut self, text: &str) {
        for own in accounts(text).iter().filter(|own| own.is_sure) {
            let name = own.of(text);
            // a number is not only somebody's
            if self.reader.may_be_account(name) && name.contains(char::is_alphabetic) {
                self.add_account(&with_sign(name));
            }
        }
        mentions(text).iter().for_each(|own| self.add_account(own.of(text)));
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
