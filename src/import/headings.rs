//! What a heading announces: sections of the documents and of change issues in every spelling.

use super::languages::{LEXICON, Language, all_of, any_has, behind, meaning};
use super::meanings::{Side, Topic};
use super::name::title as name_in;
use super::section_names::{around_the_work, exact};
use super::vocabulary::{bounded, exact_field, field, folded, is_near, near};

/// What a heading announces.
pub(super) fn topic(heading: &str) -> Topic {
    let Some(title) = bounded(heading) else { return by_its_beginning(heading).unwrap_or(Topic::Other) };
    if let Some(topic) = exact(&title) {
        return topic;
    }
    if let Some(topic) = by_its_beginning(heading) {
        return topic;
    }
    // "Acme - Rollback of 2FA" is a name; "Runbook - Tasks" is none
    if name_in(heading).is_some() {
        return Topic::Other;
    }
    if let Some(topic) = people(&title) {
        return topic;
    }
    if let Some(topic) = around_the_work(&title) {
        return topic;
    }
    // "Pre-checks (no-go gates)": what stands in brackets explains
    let before =
        heading.trim_end().strip_suffix(')').and_then(|inner| inner.rsplit_once(" (")).map(|(before, _)| before);
    before.map(topic).filter(|own| !matches!(own, Topic::Other | Topic::Field(_))).unwrap_or_else(|| {
        let near = LEXICON.topics.iter().filter(|(name, topic)| **topic != Topic::Example && is_near(&title, name));
        let near = near.min_by_key(|(name, _)| **name).map(|(_, topic)| topic.clone());
        near.or_else(|| field(&title).map(Topic::Field)).unwrap_or(Topic::Other)
    })
}

/// "Pre-Change Steps - steps to be completed before …": a heading is known by the words before its dash, too.
fn by_its_beginning(heading: &str) -> Option<Topic> {
    let (before, _) =
        [" - ", " – ", " — ", ": "].iter().filter_map(|mark| heading.split_once(mark)).min_by_key(|own| own.0.len())?;
    let before = bounded(before)?;
    let is_one_word = !before.contains(' ') && before.is_ascii();
    let topic = exact(&before).or_else(|| around_the_work(&before)).or_else(|| people(&before));
    let topic = topic.or_else(|| exact_field(&before).map(Topic::Field))?;
    match topic {
        Topic::PreCall | Topic::PostCall | Topic::Rollback => Some(topic),
        Topic::Tasks if !is_one_word || matches!(before.as_str(), "tasks" | "steps") => Some(topic),
        Topic::Contacts(_) if heading.contains(": ") || !is_one_word => Some(topic),
        Topic::Field(_) | Topic::Header if !is_one_word => Some(topic),
        _ => None,
    }
}

/// "Before", "During", "After": which list that is, where one stands below.
pub(super) fn bare_time(title: &str) -> Option<Topic> {
    let title = folded(title);
    if any_has(|language| language.before, &title) {
        return Some(Topic::PreCall);
    }
    if any_has(|language| language.after, &title) {
        return Some(Topic::PostCall);
    }
    any_has(|language| language.during, &title).then_some(Topic::Tasks)
}

/// True where a heading says nothing beyond which section it is.
pub(super) fn is_known_title(title: &str) -> bool {
    let Some(title) = bounded(title) else { return false };
    let is_side = |word: &str| {
        any_has(|own| own.joints, word)
            || any_has(|own| own.people, word)
            || any_has(|own| own.home, word)
            || any_has(|own| own.customer, word)
    };
    exact(&title).is_some() || exact_field(&title).is_some() || title.split(' ').all(is_side)
}

/// True where a title is exactly the name of a section, so that it needs no sign of a heading.
pub(super) fn is_exact_topic(title: &str) -> bool {
    let Some(title) = bounded(title) else { return false };
    matches!(exact(&title), Some(Topic::PreCall | Topic::PostCall | Topic::Rollback | Topic::Tasks))
        || people(&title).is_some()
}

/// A name of a section that is as good as no name below another list: "Steps", "Actions".
pub(super) fn is_weak_title(title: &str) -> bool {
    any_has(|language| language.weak, &folded(title))
}

/// True where a heading is about the call or the change as a whole, wherever it stands.
pub(super) fn is_of_the_call(title: &str) -> bool {
    let title = folded(title);
    all_of(|language| language.calls).any(|call| title.contains(call))
        || behind(|language| language.before, &title).is_some()
        || behind(|language| language.after, &title).is_some()
}

/// A heading about the people of the call, and whose they are.
fn people(title: &str) -> Option<Topic> {
    let words: Vec<&str> = title.split(' ').collect();
    let says = |list: fn(&Language) -> &'static [&'static str]| {
        let names: Vec<&str> = all_of(list).collect();
        words.iter().any(|word| {
            names.iter().any(|name| {
                word == name
                    || near(word, name)
                    || (!name.is_ascii() && name.chars().count() > 1 && word.contains(name))
            })
        })
    };
    if words.len() > 7 || !says(|language| language.people) {
        return None;
    }
    let (customer, home) = (says(|language| language.customer), says(|language| language.home));
    let is_weak = words.iter().all(|word| !any_has(|own| own.people, word) || any_has(|own| own.crowds, word));
    match (home, customer) {
        (false, true) => Some(Topic::Contacts(Some(Side::Customer))),
        (true, false) => Some(Topic::Contacts(Some(Side::Home))),
        _ if !is_weak || !title.is_ascii() => Some(Topic::Contacts(None)),
        _ => None,
    }
}

/// True for a heading that ends with a word for people, where it stands below a list: "Implementation team".
pub(super) fn is_of_people(title: &str) -> bool {
    let title = folded(title);
    let mut words = title.split(' ');
    let last = words.next_back().unwrap_or_default();
    any_has(|own| own.people, last) && title.split(' ').count() < 5 && !words.any(|word| any_has(|own| own.deeds, word))
}

/// Whose people a heading below the contacts announces.
pub(super) fn side(title: &str) -> Option<Side> {
    let title = folded(title);
    if let Some(side) = meaning(|language| language.sides, &title) {
        return Some(side);
    }
    match title.as_str() {
        title if any_has(|own| own.customer, title) => Some(Side::Customer),
        title if title != "our" && any_has(|own| own.home, title) => Some(Side::Home),
        _ => None,
    }
}

/// Whose people the words over some people announce, with a colon or without: those of a title, or the customer's name.
pub(super) fn side_over(words: &str, given: Option<Side>, customer: Option<&str>) -> Option<Side> {
    let words = words.trim_end_matches([':', '：', ' ']);
    let is_customer = customer.is_some_and(|name| folded(name) == folded(words));
    // "see Customer contacts" stands over nobody, unless the customer is called so
    if !is_customer && behind(|language| language.elsewhere, &folded(words)).is_some() {
        return None;
    }
    side_of_title(words, given).or_else(|| is_customer.then_some(Side::Customer))
}

/// Whose people a title over some people announces: a side alone, or a heading about its people. Among the customer's, words
/// such as "Support" say what they do, and not that they are ours.
fn side_of_title(title: &str, given: Option<Side>) -> Option<Side> {
    let words = folded(title);
    let own = side(title).or_else(|| match topic(title) {
        Topic::Contacts(side) => side,
        _ => None,
    })?;
    let may_be_work = any_has(|language| language.home, &words) && words != NAME_OF_HOME;
    (given != Some(Side::Customer) || own == Side::Customer || !may_be_work).then_some(own)
}

/// What the home side is called in the documents.
const NAME_OF_HOME: &str = "gitlab";

#[cfg(test)]
mod tests {
    use super::super::meanings::HeaderField;
    use super::*;

    #[test]
    fn a_customer_may_be_called_as_a_pointer_begins() {
        assert_eq!(side_over("See Tickets:", None, Some("See Tickets")), Some(Side::Customer));
        assert_eq!(side_over("see Customer contacts:", None, Some("Acme")), None);
    }

    #[test]
    fn headings_are_known_in_any_case_order_and_wording() {
        use Topic::{Contacts, Field as Of, Header, Other, PostCall, PreCall, Rollback, Tasks};
        for (title, wanted) in [
            ("Gitlab - Contacts", Contacts(Some(Side::Home))),
            ("GitLab Contacts", Contacts(Some(Side::Home))),
            ("Contacts (customer)", Contacts(Some(Side::Customer))),
            ("COSTUMER CONTACTS", Contacts(Some(Side::Customer))),
            ("Contacts", Contacts(None)),
            ("Call attendees", Contacts(None)),
            ("Pre-call checklist", PreCall),
            ("PRE CALL CHECKLIST:", PreCall),
            ("1. Precall cheklist", PreCall),
            ("Checklist - before the call", PreCall),
            ("Post-call checklist ✅", PostCall),
            ("Runbook -Tasks", Tasks),
            ("Runbook - Tasks", Tasks),
            ("2.1 Task list", Tasks),
            ("Roll-back", Rollback),
            ("Rollback plan (if needed)", Rollback),
            ("Backout plan", Rollback),
            (" Header", Header),
            ("Complete RunBook Example", Header),
            ("Expected Result", Of(HeaderField::EXPECTED_RESULT)),
            ("DRI", Of(HeaderField::Dri)),
            ("Meeting notes of last week", Other),
            ("Acme - Enforce 2FA on all groups", Other),
            ("Customer impact", Other),
            ("B) Pre-Checks (No-Go Gates)", PreCall),
            ("C) Execution Steps", Tasks),
            ("C1) Preparation", PreCall),
            ("IV. Rollback", Rollback),
            ("🔄 Backout/Rollback Plan", Rollback),
            ("Cutover and rollback runbook", Other),
            ("Step 11 — Rollback rehearsal", Other),
            ("Post-flight checks", PostCall),
            ("Checklist before call ✅", PreCall),
            ("Before the migration", PreCall),
            ("Vor der Migration", PreCall),
            ("Nach dem Umzug", PostCall),
            ("Antes de la migración", PreCall),
            ("Después de la actualización", PostCall),
            ("Avant la mise à jour", PreCall),
            ("Après l'intervention", PostCall),
            ("Antes da migração", PreCall),
            ("Prima della migrazione", PreCall),
            ("Während der Umstellung", Tasks),
            ("Nach Ansicht des Kunden", Other),
        ] {
            assert_eq!(topic(title), wanted, "{title}");
        }
    }
}
