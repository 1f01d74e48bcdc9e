//! Which contact a git identity is (`docs/format.md`, “People and approval”).

use crate::model::{Contact, Identity, Runbook, Settings, same_word};

/// The contact of this identity: the same e-mail, otherwise a handle or name equal to the identity's name; the
/// settings' `[people]` map e-mails to handles where that is not enough.
pub fn contact_of<'a>(runbook: &'a Runbook, person: &Identity, settings: &Settings) -> Option<&'a Contact> {
    let by_email = runbook.contacts.iter().find(|contact| {
        contact.email.as_ref().is_some_and(|email| email.as_str().eq_ignore_ascii_case(&person.email))
            && !person.email.is_empty()
    });
    by_email
        .or_else(|| {
            let handle = mapped_handle(person, settings)?;
            runbook.contacts.iter().find(|contact| contact.is_called(handle))
        })
        .or_else(|| runbook.contacts.iter().find(|contact| contact.is_called(&person.name)))
}

/// True when a word for somebody is a handle: `@jane_doe`, also where the sign was left out; a name has a capital, a blank or
/// a letter that no handle has.
pub fn is_handle(word: &str) -> bool {
    let is_of_a_handle = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-');
    word.starts_with('@') || word.contains(|c: char| c.is_ascii_lowercase()) && word.chars().all(is_of_a_handle)
}

/// True when a handle may be made of a name, as most are: of one of its words, or of more, in their order.
pub fn may_be_handle_of(handle: &str, name: &str) -> bool {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let handle = letters(handle);
    let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(letters).collect();
    let initial = |word: &String| word.chars().next().map(String::from).unwrap_or_default();
    let first = words.first().cloned().unwrap_or_default();
    let last = words.last().cloned().unwrap_or_default();
    let made =
        [words.concat(), format!("{first}{last}"), format!("{}{last}", initial(&first)), format!("{last}{first}")];
    handle.chars().count() > 1 && (words.contains(&handle) || made.contains(&handle))
}

/// True when this identity is the runbook's DRI.
pub fn is_dri(runbook: &Runbook, person: &Identity, settings: &Settings) -> bool {
    let Some(dri) = &runbook.dri else { return false };
    let called = |word: &str| same_word(word, dri.as_str());
    called(&person.name)
        || mapped_handle(person, settings).is_some_and(called)
        || contact_of(runbook, person, settings).is_some_and(|contact| contact.is_called(dri.as_str()))
}

fn mapped_handle<'a>(person: &Identity, settings: &'a Settings) -> Option<&'a str> {
    settings
        .people
        .iter()
        .find(|(email, _)| email.eq_ignore_ascii_case(&person.email))
        .map(|(_, handle)| handle.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_told_from_a_name_without_its_sign_too() {
        for (word, is) in [
            ("@jane", true),
            ("jane_doe", true),
            ("j.doe-2", true),
            ("Jane", false),
            ("Jane Doe", false),
            ("田中", false),
            ("김철수", false),
            ("42", false),
            ("j@example.com", false),
        ] {
            assert_eq!(is_handle(word), is, "{word}");
        }
    }

    #[test]
    fn handles_are_made_of_names() {
        for handle in ["@dana", "@rieger", "@dana_rieger", "danarieger", "@drieger", "@Rieger-Dana"] {
            assert!(may_be_handle_of(handle, "Dana Rieger"), "{handle}");
        }
        for (handle, name) in [("@jane", "Dana Rieger"), ("@d", "D Rieger"), ("@dan", "Dana Rieger"), ("@x", "")] {
            assert!(!may_be_handle_of(handle, name), "{handle}");
        }
    }
}
