//! Who an export is for, and the record that a customer may see.
//!
//! What goes out is what the table of keys allows: a field that nobody allowed stays in, whatever is added to records later.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::role::role;
use super::sides::side_name;
use crate::lifecycle::{Conditional, ended_s, is_handle, outcome};
use crate::model::keys::{Holds, Seen, Shape};
use crate::model::{
    Attempt, Contact, Fault, Length, Line, Permission, Result, Runbook, Settings, Slug, Task, TaskOutcome, Zone,
};
use crate::render::names::Names;

/// Who an export is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The people who work from the store.
    #[default]
    Internal,
    /// The customer: only what may go out.
    Customer,
}

/// The runbook as its customer may see it: name, description, schedule on their clocks, meeting, who is on the call in
/// which role, their own people's details, tasks with planned and actual, wording and state of permissions, how it stands.
///
/// Internal tasks stay in. Ids say nothing: they are numbered anew. Of a task that goes on nothing is told of its time. Where
/// prose calls somebody of ours by handle or address, it calls them by name.
///
/// # Errors
/// `Bug` only: then nothing goes out.
pub fn for_customer(runbook: &Runbook, settings: &Settings) -> Result<Runbook> {
    let seen_by_them = Runbook {
        contacts: numbered(runbook.contacts.iter(), "contact", contact),
        tasks: numbered(their_tasks(runbook), "task", |own, id| task(own, id, as_one_attempt)),
        permissions: numbered(their_permissions(runbook), "permission", permission),
        ..head(runbook)
    };
    named(seen_by_them, &Names::of_home(runbook, settings))
}

/// The same for a screen that the customer sees while the work goes on: the clocks run, and items keep the ids by which
/// they are answered.
///
/// # Errors
/// `Bug` only: then nothing is shown.
pub fn for_shared_screen(runbook: &Runbook, settings: &Settings) -> Result<Runbook> {
    let seen_by_them = Runbook {
        contacts: runbook.contacts.iter().filter_map(|own| contact(own, &own.id)).collect(),
        tasks: their_tasks(runbook)
            .filter_map(|own| Some(Task { wait: own.wait.clone(), ..task(own, &own.id, timed)? }))
            .collect(),
        permissions: their_permissions(runbook).filter_map(|own| permission(own, &own.id)).collect(),
        ..head(runbook)
    };
    named(seen_by_them, &Names::of_home(runbook, settings))
}

fn head(runbook: &Runbook) -> Runbook {
    let zone = their_zone(runbook);
    Runbook {
        confidential: runbook.confidential,
        dri: dri_name(runbook),
        scheduled_at: runbook.scheduled_at.map(|at| zone.map_or(at, |zone| zone.local(at))),
        time_zone: zone,
        ..header(runbook)
    }
}

fn their_tasks(runbook: &Runbook) -> impl Iterator<Item = &Task> {
    runbook.tasks.iter().filter(|task| !task.internal && task.is_applicable(&runbook.variables))
}

fn their_permissions(runbook: &Runbook) -> impl Iterator<Item = &Permission> {
    runbook.permissions.iter().filter(|permission| permission.is_applicable(&runbook.variables))
}

fn contact(own: &Contact, id: &Slug) -> Option<Contact> {
    // duties stay in, and with them nobody would know what somebody without a role does
    let role = role(own).and_then(|words| words.parse().ok());
    let mut told = Contact { role, ..seen(own, Shape::Contact, id, own.is_customer())? };
    // an id is nobody's name, and one of ours is told by nothing else
    if told.name.is_none() && told.handle.is_none() && told.email.is_none() {
        told.name = side_name(own.side.as_str()).parse().ok();
    }
    Some(told)
}

fn permission(own: &Permission, id: &Slug) -> Option<Permission> {
    seen(own, Shape::Permission, id, false)
}

/// The same with people of ours by name wherever prose speaks of them.
fn named(runbook: Runbook, names: &Names) -> Result<Runbook> {
    if names.is_empty() {
        return Ok(runbook);
    }
    let bug = |error: serde_json::Error| Fault::bug(format!("what may go out cannot be told without handles: {error}"));
    let mut value = serde_json::to_value(&runbook).map_err(bug)?;
    name_in(&mut value, Holds::Table(Shape::Record), names);
    serde_json::from_value(value).map_err(bug)
}

/// Only words are prose: a link would lead nowhere, and of a closed list nothing can be replaced.
fn name_in(value: &mut Value, holds: Holds, names: &Names) {
    match (value, holds) {
        (Value::String(text), Holds::Line | Holds::Text) => *text = names.told(text),
        (Value::Array(items), Holds::List(_)) => {
            items.iter_mut().for_each(|item| name_in(item, holds.item(), names));
        }
        (Value::Object(fields), Holds::Table(shape)) => {
            fields.iter_mut().for_each(|(key, value)| name_in(value, shape.holds(key), names));
        }
        _ => {}
    }
}

/// The fields of the header that may go out.
fn header(runbook: &Runbook) -> Runbook {
    let mut fields = runbook.header();
    fields.retain(|name, _| is_seen(Shape::Record, name, false));
    let header = serde_json::from_value(Value::Object(fields));
    header.unwrap_or_else(|_| Runbook::new(runbook.customer.clone(), runbook.task.clone()))
}

/// The keys of an item that may go out, under an id that says nothing. What is no item without the others stays in.
fn seen<T: Serialize + DeserializeOwned>(item: &T, shape: Shape, id: &Slug, is_theirs: bool) -> Option<T> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(item) else { return None };
    fields.retain(|name, _| is_seen(shape, name, is_theirs));
    fields.insert("id".to_owned(), id.as_str().into());
    serde_json::from_value(Value::Object(fields)).ok()
}

fn is_seen(shape: Shape, name: &str, is_theirs: bool) -> bool {
    match shape.key(name).map_or(Seen::Inside, |key| key.seen) {
        // whether it says something is told beside the record
        Seen::Inside | Seen::Whether => false,
        Seen::OfTheirs => is_theirs,
        Seen::ByCustomer => true,
    }
}

/// The customer's clocks: those of the agreement where one of theirs has them, otherwise their first.
fn their_zone(runbook: &Runbook) -> Option<Zone> {
    let theirs = runbook.contacts.iter().filter(|own| own.is_customer());
    let theirs: Vec<Zone> = theirs.filter_map(|own| own.time_zone).collect();
    let agreed = runbook.time_zone;
    theirs.iter().copied().find(|zone| Some(*zone) == agreed).or(theirs.first().copied()).or(agreed)
}

/// The DRI by name; a handle or an address that nobody's name is known for stays in.
fn dri_name(runbook: &Runbook) -> Option<Line> {
    let dri = runbook.dri.as_ref()?;
    if let Some(contact) = runbook.dri_contact().or_else(|| addressed(runbook, dri.as_str())) {
        return contact.name.clone();
    }
    let (name, _) = dri.as_str().split_once('<').unwrap_or((dri.as_str(), ""));
    let name = name.trim().trim_matches('"');
    (!name.is_empty() && !name.contains('@') && !is_handle(name)).then(|| name.parse().ok()).flatten()
}

/// The contact with this address, alone or behind a name.
fn addressed<'a>(runbook: &'a Runbook, dri: &str) -> Option<&'a Contact> {
    let address = dri.rsplit_once('<').map_or(dri, |(_, address)| address.trim_end().trim_end_matches('>')).trim();
    let has = |own: &&Contact| own.email.as_ref().is_some_and(|own| own.as_str().eq_ignore_ascii_case(address));
    runbook.contacts.iter().find(has)
}

fn numbered<'a, T: 'a, U>(
    items: impl Iterator<Item = &'a T>,
    word: &str,
    make: impl Fn(&'a T, &Slug) -> Option<U>,
) -> Vec<U> {
    let numbered = items.enumerate().map(|(index, item)| (item, Slug::from_text(&format!("{word}-{}", index + 1))));
    numbered.filter_map(|(item, id)| make(item, &id)).collect()
}

fn task(own: &Task, id: &Slug, attempts: impl Fn(&Task) -> Vec<Attempt>) -> Option<Task> {
    Some(Task { attempts: attempts(own), ..seen(own, Shape::Task, id, false)? })
}

/// What became of it, in one attempt that says how long it took.
fn as_one_attempt(own: &Task) -> Vec<Attempt> {
    let attempt = outcome(own).map(|ended| {
        let worked = ended_s(own).filter(|worked| *worked > 0 || ended != TaskOutcome::Skipped);
        Attempt { outcome: Some(ended), took: worked.map(Length::from_seconds), ..Attempt::default() }
    });
    attempt.into_iter().collect()
}

/// Its attempts with nothing but times and outcomes.
fn timed(own: &Task) -> Vec<Attempt> {
    let bare = |own: &Attempt| Attempt {
        started_at: own.started_at,
        finished_at: own.finished_at,
        took: own.took.clone(),
        outcome: own.outcome,
        ..Attempt::default()
    };
    own.attempts.iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Duty;
    use crate::render::export::{Dialect, Exported, Part, calendar, csv, document, html, markdown_for_customer};
    use crate::render::test_fixture;

    fn rich() -> Runbook {
        let mut runbook = test_fixture::runbook();
        runbook.tasks[0].internal = true;
        runbook.summary = "Ask john.doe@example.org, @second or @john_doe".parse().ok();
        runbook
    }

    fn settings() -> Settings {
        let people = [("John.Doe@example.org", "@john_doe"), ("two@ours.example", "second")];
        let people = people.map(|(address, handle)| (address.to_owned(), handle.parse().unwrap()));
        Settings { people: people.into_iter().collect(), ..Settings::default() }
    }

    #[test]
    fn a_shared_screen_shows_what_goes_out_under_the_ids_of_the_record() {
        let whole = rich();
        let (shown, told) =
            (for_shared_screen(&whole, &settings()).unwrap(), for_customer(&whole, &settings()).unwrap());
        assert_eq!(shown.header(), told.header());
        assert!(whole.agreed.is_some() && told.agreed.is_none(), "whether they agreed is told beside the record");
        assert_eq!(shown.tasks.len(), told.tasks.len());
        for (shown, told) in shown.tasks.iter().zip(&told.tasks) {
            let own = whole.tasks.iter().find(|own| own.id == shown.id).unwrap();
            assert!(!own.internal && shown.title == told.title && shown.attempts.len() == own.attempts.len());
            assert!(shown.instructions.is_none() && shown.command.is_none() && shown.link.is_none());
            assert!(shown.attempts.iter().all(|own| own.note.is_none() && own.log.is_none() && own.by.is_none()));
        }
    }

    #[test]
    fn our_people_are_told_by_name_whichever_way_prose_calls_them() {
        let told = for_customer(&rich(), &settings()).unwrap();
        let summary = told.summary.unwrap();
        assert_eq!(summary.as_str(), "Ask John Doe, Support or John Doe");
    }

    #[test]
    fn only_words_are_told_otherwise_and_nothing_else_breaks_by_a_name() {
        let mut runbook = rich();
        let whole = for_customer(&runbook, &Settings::default()).unwrap();
        // what is no address is a word of the language, or stands where a state, a zone or a side is meant
        for word in
            ["granted", "running", "Europe/Berlin", "customer", "success", "2026-12-01T14:00:00+01:00", "n/a", "tbd"]
        {
            runbook.contacts[0].email = word.parse().ok();
            runbook.summary = format!("Ask @john_doe, it is {word}").parse().ok();
            let told = for_customer(&runbook, &Settings::default()).unwrap();
            assert_eq!(told.summary.unwrap().as_str(), format!("Ask John Doe, it is {word}"), "{word}");
            assert_eq!((told.state, told.time_zone), (whole.state, whole.time_zone), "{word}");
            assert_eq!(told.permissions.len(), whole.permissions.len(), "{word}");
            for (told, whole) in told.permissions.iter().zip(&whole.permissions) {
                assert_eq!(told.state, whole.state, "{word}");
            }
        }
    }

    #[test]
    fn the_dri_is_a_name_or_nothing() {
        let mut runbook = rich();
        for (dri, name) in [
            ("@john_doe", Some("John Doe")),
            ("john.doe@EXAMPLE.com", Some("John Doe")),
            ("Sam Ours <sam@ours.example>", Some("Sam Ours")),
            ("\"Sam Ours\" <sam@ours.example>", Some("Sam Ours")),
            ("<sam@ours.example>", None),
            ("sam@ours.example", None),
            ("@nobody", None),
            ("jane_doe", None),
            ("jane_doe <sam@ours.example>", None),
            ("Sam Ours", Some("Sam Ours")),
        ] {
            runbook.dri = dri.parse().ok();
            let told = for_customer(&runbook, &Settings::default()).unwrap();
            assert_eq!(told.dri.as_ref().map(AsRef::as_ref), name, "{dri}");
        }
    }

    #[test]
    fn a_dri_who_is_a_handle_without_its_sign_goes_out_nowhere() {
        let mut runbook = rich();
        runbook.dri = "jane_doe".parse().ok();
        runbook.summary = "Ask @jane_doe or @Jane_Doe".parse().ok();
        let told = for_customer(&runbook, &Settings::default()).unwrap();
        assert_eq!(told.summary.as_ref().map(AsRef::as_ref), Some("Ask Support or Support"));
        let out =
            |render: &dyn Fn(&Exported<'_>) -> String| test_fixture::exported(&told, Audience::Customer, &[], render);
        for text in [
            out(&markdown_for_customer),
            out(&html),
            out(&|own| csv(own, Part::Tasks, Dialect::default()).unwrap()),
            out(&|own| document(own).to_string()),
            out(&|own| calendar(own).unwrap()),
        ] {
            assert!(!text.replace("\r\n ", "").to_lowercase().contains("jane"), "{text}");
        }
    }

    #[test]
    fn somebody_with_a_duty_and_no_role_is_told_by_the_duty() {
        let mut runbook = rich();
        let own = &mut runbook.contacts[0];
        (own.role, own.duties) = (None, vec![Duty::Execute, Duty::Verify]);
        let (role, told) = ("Technical Execution & Verification", for_customer(&runbook, &settings()));
        let told = told.unwrap();
        assert_eq!(told.contacts[0].role.as_ref().map(AsRef::as_ref), Some(role));
        assert!(told.contacts[0].duties.is_empty());
        let dialect = Dialect::default();
        let out =
            |render: &dyn Fn(&Exported<'_>) -> String| test_fixture::exported(&told, Audience::Customer, &[], render);
        for text in [
            out(&markdown_for_customer).replace("&amp;", "&"),
            out(&html).replace("&amp;", "&"),
            out(&|own| csv(own, Part::Contacts, dialect).unwrap()),
            out(&|own| document(own).to_string()),
            out(&|own| calendar(own).unwrap()),
        ] {
            assert!(text.replace("\r\n ", "").contains(role), "{text}");
        }
    }

    #[test]
    fn nobody_is_told_by_an_id() {
        let mut runbook = rich();
        for own in &mut runbook.contacts {
            (own.name, own.email) = (None, None);
            own.handle = own.handle.take().filter(|_| !own.is_customer());
        }
        let told = for_customer(&runbook, &settings()).unwrap();
        for (own, whole) in told.contacts.iter().zip(&runbook.contacts) {
            assert_eq!(own.label(), side_name(whole.side.as_str()));
        }
        let dialect = Dialect::default();
        let out =
            |render: &dyn Fn(&Exported<'_>) -> String| test_fixture::exported(&told, Audience::Customer, &[], render);
        for text in [
            out(&markdown_for_customer),
            out(&html),
            out(&|own| csv(own, Part::Contacts, dialect).unwrap()),
            out(&|own| calendar(own).unwrap()),
        ] {
            assert!(text.contains("GitLab") && !text.contains("contact-1"), "{text}");
        }
    }

    #[test]
    fn only_the_customers_side_is_the_customers() {
        let mut runbook = rich();
        runbook.contacts[0].side = Slug::new("support").unwrap();
        let told = for_customer(&runbook, &Settings::default()).unwrap();
        assert!(told.contacts[0].email.is_none() && told.contacts[0].time_zone.is_none());
    }
}
