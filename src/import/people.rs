//! People: names with their handles and addresses, what a role answers for, and whom the DRI's handle spells.

use super::inline::{LinkAnchor, anchors, bare, decoded, line, squeezed, unwrapped};
use super::languages::{all_of, any_has, words_with};
use super::meanings::HeaderField;
use super::vocabulary::{exact_field, folded, is_placeholder};
use super::writing::Writing;
use crate::model::{Contact, Duty, Line, same_word};

/// A name and a handle out of one value: `John Doe (@john_doe)`, `@john_doe`, `[John Doe](https://gitlab.com/john_doe)`.
pub(super) fn person(value: &str) -> (Option<Line>, Option<Line>) {
    let value = &bare(value);
    let mut text = value.to_owned();
    let mut handle = None;
    // what a link is called says who it is; where it leads, who that is on GitLab
    let found = anchors(value);
    for own in found.iter().rev() {
        let profile = profile(&own.target);
        if profile.is_some() || !own.words.is_empty() {
            text.replace_range(own.start..own.end, &own.words);
        }
        if let (Some(profile), [_]) = (profile, found.as_slice()) {
            handle = Some(format!("@{profile}"));
        }
    }
    if let Some(at) = text
        .find('@')
        .filter(|at| *at == 0 || text.get(..*at).is_some_and(|before| before.ends_with([' ', '(', '`', '[', '\n'])))
    {
        let tail = text.get(at + 1..).unwrap_or_default();
        let length = tail.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(tail.len());
        let word = tail.get(..length).unwrap_or_default().trim_end_matches('.');
        // `@team/part` is a group
        let is_path = tail
            .get(length..)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        if is_handle(word) && !is_path {
            handle = Some(format!("@{word}"));
            let end = at + 1 + word.len();
            text.replace_range(at..end, "");
        }
    }
    let name = text.replace("``", "").replace("(, ", "(").replace(", )", ")").replace(",)", ")").replace("(,", "(");
    let name = name.replace("( )", "").replace("()", "").replace("[]", "").replace("``", "");
    let name = unwrapped(name.trim().trim_matches(['`', ',', ' ', '-', '–']));
    // a bracket goes only with its other half
    let name = match name.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner,
        _ => name,
    };
    let name = squeezed(unwrapped(name.trim_matches(['`', ',', ' ', '-', '–'])));
    let name = line(&name).filter(|name| name.as_str().chars().any(char::is_alphanumeric));
    (name, handle.and_then(|handle| line(&handle)))
}

/// Whether a person's parts hold every character that was written, but for the marks round them.
pub(super) fn is_whole(written: &str, parts: [&Option<Line>; 3]) -> bool {
    let is_mark = |c: &char| {
        c.is_whitespace()
            || matches!(c, '`' | '*' | '_' | '<' | '>' | '(' | ')' | ',' | '-' | '–' | '[' | ']' | '@' | '\\')
    };
    let mut left: Vec<char> =
        decoded(written, |_| false).replace("mailto:", "").chars().filter(|c| !is_mark(c)).collect();
    let mut said: Vec<char> =
        parts.into_iter().flatten().flat_map(|own| own.as_str().chars()).filter(|c| !is_mark(c)).collect();
    left.sort_unstable();
    said.sort_unstable();
    let is_said = |own: &LinkAnchor| {
        let address = own.target.strip_prefix("mailto:").or_else(|| profile(&own.target));
        own.words.is_empty()
            || address.is_some_and(|address| {
                parts.into_iter().flatten().any(|own| own.as_str().trim_start_matches('@') == address)
            })
    };
    let links = anchors(written);
    (left == said || !links.is_empty()) && links.iter().all(is_said)
}

/// The handle whose page an address is.
fn profile(target: &str) -> Option<&str> {
    target.strip_prefix("https://gitlab.com/").filter(|rest| is_handle(rest))
}

/// A handle that stands alone, with its mark or without.
pub(super) fn handle_of(text: &str) -> Option<Line> {
    let word = text.trim().trim_matches('`').trim_start_matches('@');
    if is_handle(word) && !is_placeholder(word) && !is_placeholder(text) { line(&format!("@{word}")) } else { None }
}

fn is_handle(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// An address in a text, and the text without it.
pub(super) fn email(text: &str) -> Option<(Line, String)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let at = text.match_indices('@').map(|(at, _)| at).find(|at| {
        text.get(..*at).is_some_and(|before| before.ends_with(is_part))
            && text.get(*at + 1..).is_some_and(|after| after.starts_with(char::is_alphanumeric))
    })?;
    let before = text.get(..at)?;
    let start = before
        .rfind(|c: char| !is_part(c))
        .map_or(0, |at| at + before.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
    let after = text.get(at + 1..)?;
    let domain = after
        .get(..after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len()))?
        .trim_end_matches(['.', '-']);
    if !domain.contains('.') {
        return None;
    }
    let end = at + 1 + domain.len();
    let own = line(text.get(start..end)?)?;
    let mut rest = text.to_owned();
    rest.replace_range(start..end, "");
    // of a link to an address its words stay, which are no form to be filled in
    let linked = rest.split_once("](mailto:)").and_then(|(before, after)| Some((before.rsplit_once('[')?, after)));
    let rest = linked.map(|((lead, words), after)| format!("{lead}{words}{after}")).unwrap_or(rest);
    let rest = rest.replace("mailto:", "").replace("<>", "").replace("()", "");
    Some((own, rest.trim().trim_end_matches(['<', '(', ',']).trim().to_owned()))
}

/// Two to four words, each with a capital or no case at all.
pub(super) fn has_the_form_of_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = |word: &&str| !word.starts_with(char::is_lowercase) || any_has(|language| language.particles, word);
    let is_one = words.len() > 1 || !text.is_ascii();
    !text.is_empty()
        && is_one
        && words.len() < 5
        && words.iter().all(is_name)
        && !text.contains(|c: char| c.is_numeric())
}

/// What the words of a role answer for.
pub(super) fn duties(role: &str) -> Vec<Duty> {
    let role = format!(" {}", folded(role));
    let begins_word = |at: usize| role.get(..at).is_some_and(|before| before.ends_with(' '));
    let says = |stem: &str| role.match_indices(stem).any(|(at, _)| !stem.is_ascii() || begins_word(at));
    let said: Vec<Duty> =
        words_with(|language| language.duties).filter(|(_, stem)| says(stem)).map(|(duty, _)| duty).collect();
    [Duty::Execute, Duty::Communicate, Duty::Verify, Duty::Coordinate]
        .into_iter()
        .filter(|duty| said.contains(duty))
        .collect()
}

/// True for words that say what somebody is or does, not who: "DRI", "Support Engineer", "prüft die Arbeit".
pub(super) fn is_role(words: &str) -> bool {
    let own = folded(words);
    let is_known = |word: &str| any_has(|language| language.roles, word);
    exact_field(&own) == Some(HeaderField::Dri)
        || !duties(words).is_empty()
        || own.split(' ').any(is_known)
        || all_of(|language| language.roles).any(|role| !role.is_ascii() && own.contains(role))
}

/// True where words name more than one person: "Anna und Ben", "Ann/Ben", "田中と鈴木".
pub(super) fn are_several(words: &str) -> bool {
    let is_join = |join: &str| match join.is_ascii() {
        true => words.split_whitespace().any(|word| word == join),
        // between two names, and not within one that is written in syllables
        false => words.match_indices(join).any(|(at, _)| {
            let before = words.get(..at).and_then(|before| before.chars().next_back());
            let after = words.get(at + join.len()..).and_then(|after| after.chars().next());
            let is_name =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !matches!(c, '\u{3041}'..='\u{309f}'));
            is_name(before) && is_name(after)
        }),
    };
    !words.contains("://") && (words.contains(['/', '+', '&']) || all_of(|language| language.joins).any(is_join))
}

/// A telephone number in a text, and the text without it. No field of a contact holds one.
pub(super) fn telephone(text: &str) -> Option<(String, String)> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}');
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(|c: char| c == '+' || c.is_ascii_digit()).map(|at| from + at) {
        let rest = text.get(at..)?;
        let run = rest
            .get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len()))?
            .trim_end_matches(['+', ' ', '-', '.', '/', '(', '\u{a0}']);
        // a bracket that was opened before the number is not the number's
        let run =
            if run.matches(')').count() > run.matches('(').count() { run.trim_end_matches([')', ' ']) } else { run };
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let is_within = text.get(..at)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '_'));
        // a date has eight digits, its year first or last
        let is_date =
            run.bytes().take_while(u8::is_ascii_digit).count() == 4 && run.get(4..)?.starts_with(['-', '/', '.']);
        let wanted = if run.starts_with('+') { 7 } else { 9 };
        if digits >= wanted && !is_within && !is_date {
            let mut left = text.to_owned();
            left.replace_range(at..at + run.len(), "");
            return Some((run.to_owned(), left));
        }
        from = at + run.len().max(1);
    }
    None
}

/// The DRI among the contacts: a handle that spells one contact's name is that contact's.
pub(super) fn match_dri(writing: &mut Writing<'_>, number: u64) {
    let Some(dri) = writing.runbook.dri.clone() else { return };
    let said = writing.said.get("dri_name").cloned();
    if writing.runbook.contacts.iter().any(|contact| contact.is_called(dri.as_str())) {
        return;
    }
    if !dri.as_str().starts_with('@') {
        return;
    }
    let spells = |contact: &Contact| {
        contact.handle.is_none()
            && contact.name.as_ref().is_some_and(|name| {
                said.as_ref().is_some_and(|said| same_word(said, name.as_str()))
                    || is_spelt(dri.as_str(), name.as_str())
            })
    };
    let found: Vec<usize> =
        (0..).zip(&writing.runbook.contacts).filter(|(_, contact)| spells(contact)).map(|(at, _)| at).collect();
    match found.as_slice() {
        [only] => {
            if let Some(contact) = writing.runbook.contacts.get_mut(*only) {
                let name = contact.label().to_owned();
                contact.handle = Some(dri.clone());
                writing.repair(number, format!("{dri} is taken as the handle of {name}"));
            }
        }
        [] => {}
        _ => writing.doubt(number, format!("{dri} may be more than one of the contacts")),
    }
}

/// True where a handle is a name with other marks between its words, or none.
fn is_spelt(handle: &str, name: &str) -> bool {
    let handle = deunicode::deunicode(handle.trim_start_matches('@')).to_lowercase();
    let name = deunicode::deunicode(name).to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let parts: Vec<&str> = handle.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    words.len() > 1 && (words == parts || words.concat() == handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_handles_come_apart() {
        let own = |value: &str| {
            let (name, handle) = person(value);
            (name.map(|own| own.to_string()), handle.map(|own| own.to_string()))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(own("`@john_doe`"), (None, some("@john_doe")));
        assert_eq!(own("John Doe (@john_doe)"), (some("John Doe"), some("@john_doe")));
        assert_eq!(own("[John Doe](https://gitlab.com/john_doe)"), (some("John Doe"), some("@john_doe")));
        assert_eq!(own("John Doe (@john_doe, )"), (some("John Doe"), some("@john_doe")));
        assert_eq!(own("John Doe"), (some("John Doe"), None));
        assert_eq!(own("@j.doe."), (None, some("@j.doe")));
        assert_eq!(own("日本 太郎 - @taro"), (some("日本 太郎"), some("@taro")));
    }

    #[test]
    fn two_people_are_no_one() {
        for words in [
            "Ann and Ben",
            "Anna und Ben",
            "Ana y Luis",
            "Anne et Paul",
            "Ana e Rui",
            "Ann/Ben",
            "Ann + Ben",
            "Ann Lee & Ben Doe",
            "田中と鈴木",
        ] {
            assert!(are_several(words), "{words}");
        }
        for words in
            ["Ann Lee", "Andrea Undheim", "José Yáñez", "さとう はなこ", "里とみ", "E. Smith", "https://a.example/x"]
        {
            assert!(!are_several(words), "{words}");
        }
    }

    #[test]
    fn telephone_numbers_are_found_and_dates_are_none() {
        for (text, number, rest) in [
            ("Dana (+49 170 1234567)", "+49 170 1234567", "Dana ()"),
            ("call 030/123 456 78", "030/123 456 78", "call "),
            ("tel +1 (555) 123-4567", "+1 (555) 123-4567", "tel "),
        ] {
            assert_eq!(telephone(text), Some((number.to_owned(), rest.to_owned())), "{text}");
        }
        for text in ["2026-12-01", "01.12.2026", "2026-12-01 14:00", "Engineer 2", "v1.2.3", "a1234567890"] {
            assert_eq!(telephone(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_found_within_words() {
        let own = |text: &str| email(text).map(|(own, rest)| (own.to_string(), rest));
        let found = |address: &str, rest: &str| Some((address.to_owned(), rest.to_owned()));
        assert_eq!(own("Tom Blogs <tom.blogs@acme.example>"), found("tom.blogs@acme.example", "Tom Blogs"));
        assert_eq!(own("Tom, tom@acme.example."), found("tom@acme.example", "Tom, ."));
        assert_eq!(own("see [Tom](mailto:tom@acme.example) first"), found("tom@acme.example", "see Tom first"));
        assert_eq!(own("@john_doe"), None);
        assert_eq!(own("a@b"), None);
    }

    #[test]
    fn duties_follow_from_the_words_of_a_role() {
        for (role, wanted) in [
            ("Technical Execution", vec![Duty::Execute]),
            ("Communication & Technical assistance", vec![Duty::Communicate]),
            ("Work verification and support", vec![Duty::Verify]),
            ("Coordination from customer side", vec![Duty::Coordinate]),
            ("IT Manager", vec![]),
            ("Durchführung", vec![Duty::Execute]),
            ("Vérification", vec![Duty::Verify]),
            ("Coordinación", vec![Duty::Coordinate]),
            ("連絡担当", vec![Duty::Communicate]),
        ] {
            assert_eq!(duties(role), wanted, "{role}");
        }
    }

    #[test]
    fn a_handle_spells_a_name_or_does_not() {
        for (handle, name) in [
            ("@john_doe", "John Doe"),
            ("@johndoe", "John Doe"),
            ("@john.doe", "john DOE"),
            ("@jose-nunez", "José Núñez"),
        ] {
            assert!(is_spelt(handle, name), "{handle} {name}");
        }
        for (handle, name) in
            [("@jdoe", "John Doe"), ("@doe_john", "John Doe"), ("@john", "John"), ("@john_doe2", "John Doe")]
        {
            assert!(!is_spelt(handle, name), "{handle} {name}");
        }
    }
}
