//! What the words of the documents mean: headings, labels, the guidance that a template leaves between them. The words
//! themselves are data, a file a language, in [`languages`](super::languages).

use super::languages::{LEXICON, Language, all_of, any_has};
use crate::model::keys::{self, Holds, Key, Label};

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderField {
    Name,
    Customer,
    Task,
    Summary,
    ExpectedResult,
    Dri,
    Schedule,
    Zone,
    Agreed,
    Meeting,
    Issue,
    Ticket,
    Template,
    Confidential,
    State,
    Result,
    /// A field that no spelling below names: it is called as the views call it.
    Other(&'static Key),
}

impl HeaderField {
    /// True where the value may go on over several lines.
    pub(super) fn is_long(self) -> bool {
        match self {
            Self::Summary | Self::ExpectedResult | Self::Agreed => true,
            Self::Other(key) => key.holds == Holds::Text,
            _ => false,
        }
    }
}

/// Which side of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Home,
    Customer,
}

/// What a heading announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Topic {
    /// The header's table.
    Header,
    /// One field, whose value follows.
    Field(HeaderField),
    /// Who attends.
    Contacts(Option<Side>),
    PreCall,
    PostCall,
    Tasks,
    Rollback,
    /// How a task is done, under its title.
    Instructions,
    Permissions,
    Obligations,
    /// Shows how it would look: no facts.
    Example,
    /// Anything else.
    Other,
}

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header | Self::Field(_) => "the header",
            Self::Contacts(_) => "contacts",
            Self::PreCall => "the list before the call",
            Self::PostCall => "the list after the call",
            Self::Tasks => "the tasks",
            Self::Rollback => "the rollback",
            Self::Instructions => "instructions",
            Self::Permissions => "permissions",
            Self::Obligations => "obligations",
            Self::Example => "an example",
            Self::Other => "something else",
        })
    }
}

/// A word or a heading as it is compared: lower case, letters and digits, single blanks.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}') {
            // "it's" is one word, and an accent by itself is none
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

/// How alike two headings must be, from 0 to 1, for one to be the other misspelt.
const ALIKE: f64 = 0.9;

/// A word or a heading as the languages' lists spell it: [`plain`], and Latin letters without their accents.
pub(super) fn folded(text: &str) -> String {
    let text = plain(text);
    if text.is_ascii() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                out.push_str(&deunicode::deunicode_char(c).unwrap_or_default().to_lowercase());
            }
            c => out.push(c),
        }
    }
    out
}

/// The longest label or heading that is looked up, in bytes.
const LONGEST: usize = 120;

/// What a label of the header means.
pub(super) fn field(label: &str) -> Option<HeaderField> {
    let label = bounded(label)?;
    exact_field(&label).or_else(|| {
        let names = LEXICON.fields.iter().filter(|(name, _)| is_near(&label, name));
        // of several that are as near, the first by the alphabet, so that every run says the same
        names.min_by_key(|(name, _)| **name).map(|(_, field)| *field)
    })
}

/// What a label means that is spelt as some language has it.
pub(super) fn exact_field(folded_label: &str) -> Option<HeaderField> {
    LEXICON.fields.get(folded_label).copied().or_else(|| labelled(folded_label))
}

/// The text as it is looked up; none where it is too long to be a label.
fn bounded(text: &str) -> Option<String> {
    (text.len() <= LONGEST).then(|| without_number(&folded(text)))
}

/// The field of the header that views show under this label.
fn labelled(label: &str) -> Option<HeaderField> {
    let is_called = |own: Label| folded(own.document) == label || folded(own.short) == label;
    keys::header().find(|key| key.label.is_some_and(is_called)).map(HeaderField::Other)
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
    if names_work(heading) {
        return Topic::Other;
    }
    if let Some(topic) = people(&title) {
        return topic;
    }
    around_the_work(&title).unwrap_or_else(|| {
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
    const RESTS: [&str; 15] = [
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
        "preparation",
        "verification",
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
    if ["rollback", "roll back", "backout", "back out"].iter().any(|own| has(own)) {
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

fn names_work(heading: &str) -> bool {
    super::name::title(heading).is_some()
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
            .all(|word| is_day(word) || is_ordinal(&word) || matches!(*word, "de" | "of" | "the" | "am" | "pm" | "utc"))
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

/// Words of an estimate for a whole phase: "Estimated Time to Complete (mins) - 60". It is no item and no task.
pub(super) fn is_estimate(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['*', '_', '-', '+', '•', ' ']);
    let Some(end) = text.find([':', '：', '(', '*', '_']).or_else(|| text.find(" - ")) else { return false };
    let label = folded(text.get(..end).unwrap_or_default());
    let value = text.get(end..).unwrap_or_default();
    let is_label = any_has(|language| language.estimates, &label)
        || label.starts_with("estimated ") && label.split(' ').count() <= 6;
    is_label && value.chars().any(char::is_alphanumeric)
}

fn near(word: &str, name: &str) -> bool {
    word.len() > 5
        && word.chars().next() == name.chars().next()
        && strsim::normalized_damerau_levenshtein(word, name) >= if word.len() > 7 { 0.75 } else { 0.85 }
}

fn is_near(label: &str, name: &str) -> bool {
    // far apart in length is far apart in letters
    label.len() > 6
        && name.len() > 6
        && label.len().abs_diff(name.len()) * 10 <= label.len().max(name.len())
        && strsim::normalized_damerau_levenshtein(label, name) >= ALIKE
}

/// `1 tasks`, `2 1 rollback`: a heading's number says nothing.
fn without_number(title: &str) -> String {
    let mut words: Vec<&str> = title.split(' ').collect();
    while words.len() > 1
        && words.first().is_some_and(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
    {
        words.remove(0);
    }
    words.join(" ")
}

/// Sentences of the template that say how it is filled; people leave them standing.
const GUIDANCE: &[&str] = &[
    "a name from the runbook please use the format customer requested task",
    "so for acme requesting us to enforce 2fa on all of their groups the name would be",
    "a small summary of the work to be done including the expected result from the task",
    "the owner of the task and main contact for schedule and execution",
    "the agreed date and time to work with the customer on the task include the time zone",
    "the zoom meeting url to use",
    "link to the gitlab issue created for this request",
    "a table showing who is attending the call from gitlab and their role during the task",
    "the customer contact section contains who is joining the call from the customer team and their roles",
    "this table is optional but a useful element to have to increase the efficiency during the task",
    "mark the item if completed otherwise provide details which prevents it",
    "when possible link the task name with a project handbook page which documents it",
    "in the rollback plan we provide a link for the steps to revert the actions performed",
];

/// True for a line of the template's own guidance.
pub(super) fn is_guidance(text: &str) -> bool {
    let text = plain(text);
    text.len() > 20
        && GUIDANCE
            .iter()
            .any(|sentence| text.starts_with(sentence) || (text.len() > 60 && sentence.starts_with(&text)))
}

/// The checklist item of the documents' template that asks for a rehearsal; other words for one are only words.
const REHEARSAL: &str = "has a dry run been performed before the call";

/// True for the item that the documents' template has for the rehearsal.
pub(super) fn is_rehearsal(text: &str) -> bool {
    plain(text) == REHEARSAL
}

/// Words that stand where a value is missing.
pub(super) fn is_placeholder(text: &str) -> bool {
    let bare = text.trim().trim_matches(['`', '*', '_', '<', '>', '[', ']', '(', ')', '.', '!']);
    let bare = folded(bare);
    bare.is_empty() || any_has(|language| language.missing, &bare)
}

/// True for what people put into a cell so that it is not empty.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '.' | '…' | '\u{a0}' | '`' | '*'))
}

#[cfg(test)]
mod tests {
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
        ] {
            assert_eq!(topic(title), wanted, "{title}");
        }
    }

    #[test]
    fn labels_are_known_in_the_spellings_that_were_seen() {
        for (label, wanted) in [
            ("Schedule at", Some(HeaderField::Schedule)),
            ("**Scheduled at:**", Some(HeaderField::Schedule)),
            ("Gitlab Issue", Some(HeaderField::Issue)),
            ("runbook   NAME", Some(HeaderField::Name)),
            ("Runbook desciption", Some(HeaderField::Summary)),
            ("Colour", None),
        ] {
            assert_eq!(field(label), wanted, "{label}");
        }
    }

    #[test]
    fn guidance_and_placeholders_are_no_facts() {
        assert!(is_guidance("Mark the item if completed otherwise provide details which prevents it."));
        assert!(is_guidance("A name from the runbook. Please use the format: `CUSTOMER` - `REQUESTED TASK`"));
        assert!(!is_guidance("Mark the users that are gone"));
        assert!(is_placeholder("_TBD_") && is_placeholder("N/A") && !is_placeholder("National"));
        assert!(is_blank(" — ") && is_blank("") && !is_blank("0"));
    }
}
