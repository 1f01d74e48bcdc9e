//! What a heading announces, and whether it is a name: sections of the documents and of change issues in every spelling.
//!
//! A heading of a part ("Step 1 - Stop"), of a section or of a date names no runbook.

use super::languages::{LEXICON, Language, all_of, any_has};
use super::meanings::{Side, Topic};
use super::name::halves;
use super::vocabulary::{bounded, exact_field, field, folded, is_near, near};

/// Both halves of a heading that is a name. Its dash stands between blanks, and what stands before it is neither a section's
/// name ("Rollback - …") nor a part's ("Step 1 - Stop", "Option A - fast"), nor a date.
pub(super) fn title(text: &str) -> Option<(String, String, bool)> {
    let (customer, task, is_mended) = halves(text)?;
    let is_apart = [" - ", " – ", " — ", " -- ", " \\- "].iter().any(|dash| text.contains(dash));
    let is_name = is_apart && !is_our_word(&customer) && !is_part_or_date(&customer);
    is_name.then_some((customer, task, is_mended))
}

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
    if self::title(heading).is_some() {
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

/// "Pre-migration checks", "After the maintenance", "Rollback plan (if needed)".
fn around_the_work(title: &str) -> Option<Topic> {
    const WORK: [&str; 16] = [
        "call",
        "change",
        "changes",
        "maintenance",
        "migration",
        "implementation",
        "deployment",
        "deploy",
        "upgrade",
        "update",
        "work",
        "cutover",
        "rollout",
        "release",
        "execution",
        "downtime",
    ];
    const RESTS: [&str; 17] = [
        "",
        "checklist",
        "checklists",
        "check",
        "checks",
        "steps",
        "step",
        "tasks",
        "task",
        "list",
        "actions",
        "activities",
        "procedure",
        "procedures",
        "preparation",
        "verification",
        "validation",
    ];
    const SINGLE: [&str; 10] = [
        "validation",
        "verification",
        "checks",
        "steps",
        "tasks",
        "checklist",
        "actions",
        "requisites",
        "flight",
        "op",
    ];
    let words: Vec<&str> = title.split(' ').collect();
    if words.len() > 6 {
        return None;
    }
    let has = |phrase: &str| format!(" {title} ").contains(&format!(" {phrase} "));
    if ["pre call", "precall", "before the call", "prior to the call"].iter().any(|own| has(own)) {
        return Some(Topic::PreCall);
    }
    if ["post call", "postcall", "after the call"].iter().any(|own| has(own)) {
        return Some(Topic::PostCall);
    }
    if is_about_going_back(title) {
        return Some(Topic::Rollback);
    }
    if (title.starts_with("runbook ") || title.starts_with("run book ")) && has("tasks") {
        return Some(Topic::Tasks);
    }
    let rest_of = |at: usize| words.get(at..).unwrap_or_default().join(" ");
    let is_side = |topic: Topic, leads: &[&str]| -> Option<Topic> {
        let lead = leads.iter().find_map(|lead| title.strip_prefix(lead))?;
        let lead = lead.strip_prefix("the ").unwrap_or(lead);
        let mut rest = lead.splitn(2, ' ');
        let work = rest.next().unwrap_or_default();
        (WORK.contains(&work) && RESTS.contains(&rest.next().unwrap_or_default())).then_some(topic)
    };
    is_side(Topic::PreCall, &["pre ", "pre", "before ", "prior to "])
        .or_else(|| is_side(Topic::PostCall, &["post ", "post", "after "]))
        .or_else(|| is_side(Topic::Tasks, &["during "]))
        .or_else(|| match words.first() {
            Some(&"pre") if SINGLE.contains(&rest_of(1).as_str()) => Some(Topic::PreCall),
            Some(&"post") if SINGLE.contains(&rest_of(1).as_str()) => Some(Topic::PostCall),
            _ => None,
        })
}

/// "Rollback steps", "How to roll back", "Abort / rollback"; neither its rehearsal nor a text about several things.
fn is_about_going_back(title: &str) -> bool {
    const NAMES: [&str; 4] = ["rollback", "roll back", "backout", "back out"];
    const OTHERS: [&str; 8] = ["runbook", "rehearsal", "drill", "test", "tests", "tested", "testing", "without"];
    let has = |phrase: &str| format!(" {title} ").contains(&format!(" {phrase} "));
    let begins = NAMES.iter().any(|own| title.starts_with(own));
    NAMES.iter().any(|own| has(own)) && !OTHERS.iter().any(|own| has(own)) && (begins || !has("and"))
}

/// True for words that are never for whom work is done: names of sections, sides and fields.
pub(super) fn is_our_word(text: &str) -> bool {
    const OURS: [&str; 10] =
        ["runbook", "run book", "gitlab", "customer", "contacts", "checklist", "call", "plan", "pre call", "post call"];
    let Some(text) = bounded(text) else { return false };
    OURS.contains(&text.as_str())
        || exact(&text).is_some()
        || exact_field(&text).is_some()
        || around_the_work(&text).is_some()
}

/// True for what counts the parts of a text, or dates them: "Step 1", "Option A", "Phase I", "2026-12-01", "3 May".
pub(super) fn is_part_or_date(text: &str) -> bool {
    let text = folded(text);
    if !text.chars().any(char::is_alphabetic) {
        return true;
    }
    let is_count = |word: &str| {
        let is_short = word.chars().count() == 1;
        let is_number = word.starts_with(|c: char| c.is_numeric()) && word.chars().count() <= 5;
        let is_roman = word.len() <= 5 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'));
        let is_word = matches!(
            word,
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "zero" | "of"
        );
        is_short || is_number || is_roman || is_word
    };
    let words: Vec<&str> = text.split(' ').collect();
    let is_day = |word: &str| any_has(|language| language.days, word);
    let is_ordinal = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    if words.iter().any(|word| is_day(word))
        && words
            .iter()
            .all(|word| is_day(word) || is_ordinal(word) || matches!(*word, "de" | "of" | "the" | "am" | "pm" | "utc"))
    {
        return true;
    }
    // a version, a quarter
    let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if words.iter().all(|word| is_digits(word) || word.strip_prefix(['v', 'q']).is_some_and(is_digits)) {
        return true;
    }
    // in a language without blanks the number stands right behind the word
    let counted = |own: &str| {
        !own.is_ascii()
            && text.strip_prefix(own).is_some_and(|rest| rest.trim().chars().all(char::is_numeric) || own == "第")
    };
    if all_of(|language| language.parts).any(counted) {
        return true;
    }
    words.first().is_some_and(|first| any_has(|language| language.parts, first))
        && words.iter().skip(1).all(|word| is_count(word))
}

fn exact(title: &str) -> Option<Topic> {
    LEXICON.topics.get(title).cloned()
}

/// True where a heading says nothing beyond which section it is.
pub(super) fn is_known_title(title: &str) -> bool {
    const JOINTS: [&str; 7] = ["call", "the", "of", "and", "s", "side", "contacts"];
    let Some(title) = bounded(title) else { return false };
    let is_side = |word: &str| {
        JOINTS.contains(&word)
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
    matches!(
        folded(title).as_str(),
        "steps"
            | "step"
            | "actions"
            | "action"
            | "procedure"
            | "work"
            | "execution"
            | "checklist"
            | "details"
            | "information"
            | "general"
            | "schritte"
            | "pasos"
            | "etapes"
            | "passos"
            | "passi"
            | "手順"
            | "作業"
    )
}

/// True where a heading is about the call or the change as a whole, wherever it stands.
pub(super) fn is_of_the_call(title: &str) -> bool {
    let title = folded(title);
    title.contains("call") || title.starts_with("pre ") || title.starts_with("post ")
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
    let is_weak = words.iter().all(|word| {
        !any_has(|own| own.people, word)
            || matches!(*word, "team" | "attending" | "contact" | "attendee" | "equipo" | "equipe")
    });
    match (home, customer) {
        (false, true) => Some(Topic::Contacts(Some(Side::Customer))),
        (true, false) => Some(Topic::Contacts(Some(Side::Home))),
        _ if !is_weak || !title.is_ascii() => Some(Topic::Contacts(None)),
        _ => None,
    }
}

/// True for a heading that ends with a word for people, where it stands below a list: "Implementation team".
pub(super) fn is_of_people(title: &str) -> bool {
    const DEEDS: [&str; 8] = ["inform", "notify", "tell", "contact", "call", "brief", "ask", "update"];
    let title = folded(title);
    let mut words = title.split(' ');
    let last = words.next_back().unwrap_or_default();
    any_has(|own| own.people, last) && title.split(' ').count() < 5 && !words.any(|word| DEEDS.contains(&word))
}

/// Whose people a heading below the contacts announces.
pub(super) fn side(title: &str) -> Option<Side> {
    let title = folded(title);
    match title.as_str() {
        "our side" | "us" | "gitlab side" => Some(Side::Home),
        "customer side" => Some(Side::Customer),
        title if any_has(|own| own.customer, title) => Some(Side::Customer),
        title if title != "our" && any_has(|own| own.home, title) => Some(Side::Home),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::meanings::HeaderField;
    use super::*;

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
            ("Expected Result", Of(HeaderField::ExpectedResult)),
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
        ] {
            assert_eq!(topic(title), wanted, "{title}");
        }
    }

    #[test]
    fn a_heading_of_a_part_a_section_or_a_date_is_no_name() {
        for text in [
            "Step 1 - Stop",
            "Option A - fast",
            "Phase I - Preparation",
            "Part 2 of 3 - Cleaning",
            "2026-12-01 - Migration",
            "3 May 2026 - Call",
            "Q3 2026 - Plans",
            "v17.3 - Fixes",
            "Rollback - all of it",
            "Pre-Change Steps - before the change",
            "Schritt 3 - Ende",
            "Etapa 1 - Parar",
            "手順1 - 停止",
            "Acme- Enforce",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
        for text in
            ["Acme - Enforce", "Option Care - Move", "Day Insurance - Rotate keys", "3M - Upgrade", "日本 — 移行"]
        {
            assert!(title(text).is_some(), "{text}");
        }
    }
}
