//! The lists of the rich runbook.

use super::{Dialect, Part, csv, csv_list};
use crate::model::{Kind, Settings};
use crate::render::export::{Audience, Exported, for_customer};
use crate::render::test_fixture;

fn sheet(part: Part, audience: Audience) -> String {
    let runbook = match audience {
        Audience::Internal => test_fixture::runbook(),
        Audience::Customer => for_customer(&test_fixture::runbook(), &Settings::default()).unwrap(),
    };
    test_fixture::exported(&runbook, audience, &[], |exported| csv(exported, part, Dialect::default())).unwrap()
}

#[test]
fn each_list_has_one_header_row_and_a_line_an_item() {
    let tasks = sheet(Part::Tasks, Audience::Internal);
    assert!(tasks.starts_with("\"runbook\",\"id\",\"title\",\"applies\",\"outcome\",\"estimate\",\"estimate_s\","));
    assert!(tasks.contains(",\"list\",\"List all groups\",\"true\",\"success\",\"10m\",\"600\",\"7m\",\"420\",\"1\","));
    assert_eq!(tasks.matches("\r\n").count(), 5);
    assert_eq!(sheet(Part::Contacts, Audience::Internal).matches("\r\n").count(), 4);
    assert_eq!(sheet(Part::Checks, Audience::Internal).matches("\r\n").count(), 6);
    let list = csv_list(&test_fixture::rows(), Audience::Internal, Dialect::default()).unwrap();
    assert!(list.starts_with("\"id\",\"name\",\"state\","));
    assert!(list.contains("\"broken/record\"") && list.contains("is no key"));
}

#[test]
fn a_gate_that_was_overridden_is_on_every_line() {
    let tasks = sheet(Part::Tasks, Audience::Internal);
    let words = ",\"not-agreed: ";
    assert_eq!(tasks.matches(words).count(), test_fixture::runbook().tasks.len(), "{tasks}");
    assert!(sheet(Part::Contacts, Audience::Internal).contains(words));
    assert!(sheet(Part::Checks, Audience::Internal).contains(words));
    let row = crate::model::Row { overrides: test_fixture::runbook().overrides, ..test_fixture::rows().remove(0) };
    assert!(csv_list(std::slice::from_ref(&row), Audience::Internal, Dialect::default()).unwrap().contains(words));
    assert!(!csv_list(&[row], Audience::Customer, Dialect::default()).unwrap().contains("not-agreed"));
    assert!(!sheet(Part::Tasks, Audience::Customer).contains("not-agreed"));
}

#[test]
fn a_handle_is_the_handle() {
    assert!(sheet(Part::Contacts, Audience::Internal).contains("\"@john_doe\""));
}

#[test]
fn a_customer_gets_the_columns_that_may_go_out() {
    let tasks = sheet(Part::Tasks, Audience::Customer);
    assert!(tasks.starts_with("\"title\",\"outcome\",\"estimate\",\"estimate_s\",\"actual\",\"actual_s\"\r\n"));
    assert!(!tasks.contains("Refund") && !tasks.contains("Rate limit"));
    let contacts = sheet(Part::Contacts, Audience::Customer);
    assert!(
        contacts.contains("tom@acme.example.com") && !contacts.contains("john.doe@") && !contacts.contains("@mizuki")
    );
    let runbook = test_fixture::runbook();
    let checks = |exported: &Exported<'_>| csv(exported, Part::Checks, Dialect::default());
    let refusal = test_fixture::exported(&runbook, Audience::Customer, &[], checks).unwrap_err();
    assert!(refusal.kind == Kind::Refused && !refusal.hints.is_empty(), "{refusal:?}");
}

#[test]
fn a_customers_line_of_a_list_is_made_of_what_they_may_see() {
    use crate::render::export::row_for_customer;

    let mut whole = test_fixture::runbook();
    whole.tasks[0].internal = true;
    let seen = for_customer(&whole, &Settings::default()).unwrap();
    let row = test_fixture::exported(&seen, Audience::Customer, &[], row_for_customer);
    assert_eq!((row.tasks_total, row.time_zone), (Some(seen.tasks.len()), seen.time_zone));
    assert!(seen.tasks.iter().all(|task| task.title != whole.tasks[0].title));
    assert_eq!(row.dri.as_ref().map(AsRef::as_ref), Some("John Doe"));
    let list = csv_list(&[row], Audience::Customer, Dialect::default()).unwrap();
    assert!(list.contains(",\"John Doe\",") && list.ends_with(",\"Running: the work is under way\"\r\n"), "{list}");
}

#[test]
fn a_customers_columns_are_those_of_keys_that_may_go_out() {
    use super::{CHECKS, CONTACTS, INSIDE, LIST, TASKS, columns};
    use crate::model::keys::{Seen, Shape};

    let lists = [
        (&TASKS[..], Shape::Task),
        (&CONTACTS[..], Shape::Contact),
        (&CHECKS[..], Shape::Check),
        (&LIST[..], Shape::Record),
    ];
    for (all, shape) in lists {
        let theirs = columns(all, shape, Audience::Customer);
        for (column, path) in all {
            let mut inside = shape;
            let keys = path.split('.').filter(|_| *path != INSIDE).map(|name| {
                let key = inside.key(name).unwrap_or_else(|| panic!("{column}: {path} is no key"));
                inside = key.holds.inside();
                key
            });
            let keys: Vec<_> = keys.collect();
            let may = !keys.is_empty() && keys.iter().all(|key| !matches!(key.seen, Seen::Inside | Seen::Whether));
            assert_eq!(theirs.contains(column), may, "{shape:?} {column}");
        }
        // whatever the table opens has its column
        for key in shape.keys().iter().filter(|key| matches!(key.seen, Seen::ByCustomer | Seen::OfTheirs)) {
            let has_column = theirs.contains(&key.name);
            let is_counted =
                all.iter().any(|(column, path)| theirs.contains(column) && path.split('.').next() == Some(key.name));
            assert!(has_column || is_counted || shape == Shape::Record, "{shape:?}.{} has no column", key.name);
        }
    }
}

#[test]
fn a_length_that_nobody_knows_is_no_nought() {
    for (attempt, wanted) in [
        (serde_json::json!({"outcome": "success"}), ",\"success\",\"10m\",\"600\",\"\",\"\""),
        (serde_json::json!({"outcome": "success", "took": "0m"}), ",\"success\",\"10m\",\"600\",\"0m\",\"0\""),
    ] {
        let mut runbook = test_fixture::runbook();
        runbook.tasks[0].attempts = vec![serde_json::from_value(attempt).unwrap()];
        let theirs = for_customer(&runbook, &Settings::default()).unwrap();
        for (runbook, audience) in [(&runbook, Audience::Internal), (&theirs, Audience::Customer)] {
            let tasks = |exported: &Exported<'_>| csv(exported, Part::Tasks, Dialect::default());
            let text = test_fixture::exported(runbook, audience, &[], tasks).unwrap();
            assert!(text.contains(wanted), "{audience:?}: {wanted}\n{text}");
        }
    }
}
