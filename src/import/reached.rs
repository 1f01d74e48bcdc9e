//! How somebody is reached, among other words: an address, a handle, a telephone number come out of a name or a role, so that
//! only words are left there. The fields that hold them are not everybody's to read; a name and a role are.

use super::inline::squeezed;
use super::languages::any_has;
use super::meanings::ContactColumn;
use super::people::{email, person, telephone};
use super::vocabulary::{contact_column, folded};
use crate::model::{Line, same_word};

/// The longest name or role that is taken apart, in bytes: nobody's is longer.
const LONGEST: usize = 2_000;

/// What a telephone number is called where it is said that it has no field.
pub(super) const TELEPHONE: &str = "telephone";

/// What was found of one person.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// The first address.
    pub(super) email: Option<Line>,
    /// The first handle.
    pub(super) handle: Option<Line>,
    /// What has no field, or a second one of the same kind.
    pub(super) others: Vec<(&'static str, String)>,
    /// The texts that were taken apart, as they stood.
    pub(super) apart: Vec<String>,
}

impl Reached {
    /// Takes addresses and numbers out of a text; what is left of it.
    pub(super) fn addresses(&mut self, text: &str) -> String {
        let mut left = text.to_owned();
        if text.len() > LONGEST {
            return left;
        }
        while let Some((own, rest)) = email(&left) {
            match &self.email {
                None => self.email = Some(own),
                Some(first) if same_word(first.as_str(), own.as_str()) => {}
                Some(_) => self.others.push(("e-mail", own.to_string())),
            }
            left = rest;
        }
        while let Some((own, rest)) = telephone(&left) {
            self.others.push((TELEPHONE, own));
            left = rest;
        }
        if left == text { left } else { tidied(&left) }
    }

    /// Takes a handle out of a text as well.
    pub(super) fn all(&mut self, text: &str) -> String {
        let mut left = self.addresses(text);
        if left.len() > LONGEST {
            return left;
        }
        while let (words, Some(own)) = person(&left) {
            match &self.handle {
                None => self.handle = Some(own),
                Some(first) if same_word(first.as_str(), own.as_str()) => {}
                Some(_) => self.others.push(("handle", own.to_string())),
            }
            left = words.map_or(String::new(), |words| tidied(words.as_str()));
        }
        left
    }
}

/// Words out of which something was taken, without the marks and the label that stood round it.
fn tidied(text: &str) -> String {
    let mut text = squeezed(text);
    let pairs = [
        ("( ", "("),
        (" )", ")"),
        ("(,", "("),
        (",)", ")"),
        ("()", ""),
        ("[]", ""),
        ("<>", ""),
        (" ,", ","),
        (",,", ","),
    ];
    loop {
        let before = text.len();
        for (from, to) in pairs {
            text = text.replace(from, to);
        }
        // "mail" and "tel." announced what is gone
        let said: Vec<&str> = text.split(", ").filter(|part| !announces(part)).collect();
        text = squeezed(said.join(", ").trim_matches([',', ';', '-', '–', '—', '/', '|', ':', ' ']));
        let last = text.rsplit([' ', '(']).next().unwrap_or_default();
        if announces(last) {
            text.truncate(text.len() - last.len());
        }
        if text.len() == before {
            return text;
        }
    }
}

/// True for a label of an address or a number.
fn announces(words: &str) -> bool {
    let words = folded(words);
    any_has(|language| language.telephones, &words) || contact_column(&words) == ContactColumn::Email
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_left_of_a_role() {
        for (text, left, email, handle, other) in [
            ("Support Engineer, @dana_x", "Support Engineer", "", "@dana_x", ""),
            ("Support Engineer (dana@ours.example)", "Support Engineer", "dana@ours.example", "", ""),
            ("dana@ours.example", "", "dana@ours.example", "", ""),
            ("DRI dana@ours.example", "DRI", "dana@ours.example", "", ""),
            ("Technikerin, Tel. +49 170 1234567, Bereitschaft", "Technikerin, Bereitschaft", "", "", "+49 170 1234567"),
            ("Ingeniera, correo: ana@ours.example", "Ingeniera", "ana@ours.example", "", ""),
            ("Ingénieur - mobile +33 6 12 34 56 78", "Ingénieur", "", "", "+33 6 12 34 56 78"),
            ("エンジニア（電話 +81 3 1234 5678）", "エンジニア（電話 ）", "", "", "+81 3 1234 5678"),
            ("SRE @ Acme", "SRE @ Acme", "", "", ""),
            ("R&D, part-time - 50%", "R&D, part-time - 50%", "", "", ""),
        ] {
            let mut own = Reached::default();
            assert_eq!(own.all(text), left, "{text}");
            let words = |line: &Option<Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
            assert_eq!((words(&own.email).as_str(), words(&own.handle).as_str()), (email, handle), "{text}");
            assert_eq!(own.others.first().map(|(_, own)| own.as_str()).unwrap_or_default(), other, "{text}");
        }
    }
}
