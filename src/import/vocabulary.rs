//! The words of the documents: what sections and fields are called, in every spelling seen, and the guidance that a
//! template leaves between them.

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
        } else if matches!(c, '\'' | '’') {
            // "it's" is one word
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim_end().to_owned()
}

#[rustfmt::skip]
const FIELDS: &[(HeaderField, &[&str])] = &[
    (HeaderField::Name, &["runbook name", "name of the runbook", "run book name", "runbook title", "name", "title", "runbook"]),
    (HeaderField::Customer, &["customer", "customer name", "client", "account"]),
    (HeaderField::Task, &["task", "requested task", "requested work"]),
    (HeaderField::Summary, &["runbook description", "description", "run book description", "summary", "runbook summary", "work description", "purpose", "goal"]),
    (HeaderField::ExpectedResult, &["expected result", "expected results", "expected outcome", "expected end state", "desired outcome", "success criteria"]),
    (HeaderField::Dri, &["dri", "runbook dri", "owner", "runbook owner", "directly responsible individual", "responsible", "assignee"]),
    (HeaderField::Schedule, &[
        "schedule at", "scheduled at", "schedule", "scheduled", "scheduled for", "schedule for", "date", "date and time", "date time", "when",
        "schedule date", "scheduled date", "scheduled time", "start", "start time", "call time", "call date", "time",
    ]),
    (HeaderField::Zone, &["time zone", "timezone", "tz", "zone"]),
    (HeaderField::Agreed, &["agreed", "agreement", "agreed by customer", "customer agreement", "agreed with customer"]),
    (HeaderField::Meeting, &[
        "meeting url", "meeting link", "meeting", "zoom", "zoom url", "zoom link", "zoom meeting", "zoom meeting url", "call link", "call url",
        "video call", "meeting room",
    ]),
    (HeaderField::Issue, &["gitlab issue", "issue", "issue url", "issue link", "gitlab issue url", "gitlab issue link", "tracking issue", "link to issue", "request issue"]),
    (HeaderField::Ticket, &["ticket", "ticket url", "ticket link", "zendesk", "zendesk ticket", "zd ticket", "support ticket", "customer ticket", "zd"]),
    (HeaderField::Template, &["template", "runbook template", "made from"]),
    (HeaderField::Confidential, &["confidential", "confidentiality"]),
    (HeaderField::State, &["state", "status", "runbook state"]),
    (HeaderField::Result, &["result", "runbook result"]),
];

#[rustfmt::skip]
const TOPICS: &[(Topic, &[&str])] = &[
    (Topic::Header, &["header", "runbook header", "details", "runbook details", "runbook information", "information", "runbook structure", "general", "complete runbook example", "runbook"]),
    (Topic::PreCall, &["pre call checklist", "pre call", "precall checklist", "before the call", "prior to the call", "pre checklist", "pre flight checklist", "checklist before the call", "pre work checklist"]),
    (Topic::PostCall, &["post call checklist", "post call", "postcall checklist", "after the call", "post checklist", "checklist after the call", "post work checklist"]),
    (Topic::Rollback, &["rollback plan", "rollback", "roll back plan", "roll back", "rollback procedure", "rollback steps", "backout plan", "back out plan", "revert plan", "reverting"]),
    (Topic::Tasks, &["runbook tasks", "tasks", "task", "runbook task", "task list", "list of tasks", "runbook steps", "steps", "execution steps", "execution", "work", "actions", "procedure", "during the call", "tasks to perform", "work to be done"]),
    (Topic::Instructions, &["instructions", "task instructions"]),
    (Topic::Permissions, &["permissions", "permission", "permission requests"]),
    (Topic::Obligations, &["obligations", "duties"]),
    (Topic::Example, &["example", "examples", "sample"]),
];

/// How alike two headings must be, from 0 to 1, for one to be the other misspelt.
const ALIKE: f64 = 0.9;

/// What a label of the header means.
pub(super) fn field(label: &str) -> Option<HeaderField> {
    let label = plain(label);
    let exact = FIELDS.iter().find(|(_, names)| names.contains(&label.as_str())).map(|(field, _)| *field);
    let near = || FIELDS.iter().find(|(_, names)| is_near(&label, names)).map(|(field, _)| *field);
    exact.or_else(|| labelled(&label)).or_else(near)
}

/// The field of the header that views show under this label.
fn labelled(label: &str) -> Option<HeaderField> {
    let is_called = |own: Label| plain(own.document) == label || plain(own.short) == label;
    keys::header().find(|key| key.label.is_some_and(is_called)).map(HeaderField::Other)
}

/// What a heading announces.
pub(super) fn topic(heading: &str) -> Topic {
    let title = without_number(&plain(heading));
    if let Some(topic) = exact(&title) {
        return topic;
    }
    // "Acme - Rollback of 2FA" is a name; "Runbook - Tasks" is none
    if names_work(heading) {
        return Topic::Other;
    }
    if let Some(topic) = people(&title) {
        return topic;
    }
    let words: Vec<&str> = title.split(' ').collect();
    let has = |phrase: &str| format!(" {title} ").contains(&format!(" {phrase} "));
    let is_short = words.len() <= 6;
    match () {
        () if is_short && ["pre call", "precall", "before the call", "prior to the call"].iter().any(|p| has(p)) => {
            Topic::PreCall
        }
        () if is_short && ["post call", "postcall", "after the call"].iter().any(|p| has(p)) => Topic::PostCall,
        () if is_short && ["rollback", "roll back", "backout", "back out"].iter().any(|p| has(p)) => Topic::Rollback,
        () if is_short && (title.starts_with("runbook ") || title.starts_with("run book ")) && has("tasks") => {
            Topic::Tasks
        }
        () => {
            let near = TOPICS.iter().find(|(topic, names)| *topic != Topic::Example && is_near(&title, names));
            near.map(|(topic, _)| topic.clone()).or_else(|| field(&title).map(Topic::Field)).unwrap_or(Topic::Other)
        }
    }
}

fn names_work(heading: &str) -> bool {
    const OURS: [&str; 10] =
        ["runbook", "run book", "gitlab", "customer", "contacts", "checklist", "call", "plan", "pre call", "post call"];
    super::name::halves(heading)
        .is_some_and(|(customer, _, _)| !OURS.contains(&without_number(&plain(&customer)).as_str()))
}

fn exact(title: &str) -> Option<Topic> {
    TOPICS.iter().find(|(_, names)| names.contains(&title)).map(|(topic, _)| topic.clone())
}

/// True where a heading says nothing beyond which section it is.
pub(super) fn is_known_title(title: &str) -> bool {
    const SIDES: [&str; 21] = [
        "contacts",
        "contact",
        "attendees",
        "participants",
        "people",
        "team",
        "gitlab",
        "customer",
        "customers",
        "client",
        "external",
        "support",
        "internal",
        "our",
        "home",
        "call",
        "the",
        "of",
        "and",
        "s",
        "side",
    ];
    let title = without_number(&plain(title));
    exact(&title).is_some()
        || FIELDS.iter().any(|(_, names)| names.contains(&title.as_str()))
        || labelled(&title).is_some()
        || title.split(' ').all(|word| SIDES.contains(&word))
}

/// True where a title is exactly the name of a section, so that it needs no sign of a heading.
pub(super) fn is_exact_topic(title: &str) -> bool {
    let title = plain(title);
    matches!(exact(&title), Some(Topic::PreCall | Topic::PostCall | Topic::Rollback | Topic::Tasks))
        || people(&title).is_some()
}

/// A heading about the people of the call, and whose they are.
fn people(title: &str) -> Option<Topic> {
    const PEOPLE: [&str; 8] =
        ["contacts", "contact", "attendees", "attendee", "participants", "people", "attending", "team"];
    let words: Vec<&str> = title.split(' ').collect();
    if words.len() > 7 || !words.iter().any(|word| PEOPLE.contains(word) || near(word, "contacts")) {
        return None;
    }
    let says =
        |names: &[&str]| words.iter().any(|word| names.contains(word) || names.iter().any(|name| near(word, name)));
    let customer = says(&["customer", "customers", "client", "external"]);
    let home = says(&["gitlab", "support", "internal", "our", "home"]);
    match (home, customer) {
        (_, true) if !home => Some(Topic::Contacts(Some(Side::Customer))),
        (true, false) => Some(Topic::Contacts(Some(Side::Home))),
        _ if words.iter().any(|word| ["contacts", "attendees", "participants", "people"].contains(word)) => {
            Some(Topic::Contacts(None))
        }
        _ => None,
    }
}

/// Whose people a heading below the contacts announces.
pub(super) fn side(title: &str) -> Option<Side> {
    match plain(title).as_str() {
        "gitlab" | "support" | "home" | "internal" | "our side" | "us" | "gitlab side" => Some(Side::Home),
        "customer" | "client" | "external" | "customer side" => Some(Side::Customer),
        _ => None,
    }
}

fn near(word: &str, name: &str) -> bool {
    word.len() > 5
        && word.chars().next() == name.chars().next()
        && strsim::normalized_damerau_levenshtein(word, name) >= if word.len() > 7 { 0.75 } else { 0.85 }
}

fn is_near(label: &str, names: &[&str]) -> bool {
    label.len() > 6
        && names.iter().any(|name| name.len() > 6 && strsim::normalized_damerau_levenshtein(label, name) >= ALIKE)
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
    matches!(
        plain(bare).as_str(),
        "" | "tbd"
            | "tba"
            | "tbc"
            | "todo"
            | "to be done"
            | "to be decided"
            | "to be determined"
            | "to be defined"
            | "to be confirmed"
            | "n a"
            | "na"
            | "none"
            | "not yet"
            | "pending"
            | "unknown"
            | "xxx"
    )
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
