//! The runbook as a JSON document: for those who work from the store what `show --json` says, for a customer less.

use serde_json::{Value, json};

use super::Audience;
use super::exported::Exported;
use crate::model::RunResult;
use crate::model::keys::{Seen, Shape};
use crate::render::json;

/// The document.
pub fn document(exported: &Exported<'_>) -> Value {
    if exported.audience == Audience::Internal {
        return json::show(exported.id, exported.commit, exported.ready, exported.runbook);
    }
    // what stayed in the store would stand here as its default, which may not be so
    let mut record = json::record(exported.runbook, |key| key.seen == Seen::ByCustomer);
    if let Value::Object(fields) = &mut record {
        // the rest of its keys say nothing, or nothing for them
        fields.retain(|name, _| Shape::Record.key(name).is_some_and(|key| key.seen == Seen::ByCustomer));
        fields.insert("agreed".to_owned(), exported.is_agreed().into());
    }
    json!({
        "id": exported.id,
        "name": exported.runbook.name(),
        "standing": exported.standing(),
        "moved_from": exported.call.and_then(|call| call.moved_from),
        // null where the trail that would tell is not in this clone
        "rolled_back": (exported.ending.is_some() || !exported.is_cut).then(|| exported.ending == Some(RunResult::RolledBack)),
        "incomplete": exported.is_cut,
        "runbook": record,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::keys::tests::full;
    use crate::model::{Contact, Runbook, Settings};
    use crate::render::export::for_customer;
    use crate::render::test_fixture;

    /// A record with every known key, of which the work is told to the customer, and somebody of theirs.
    fn everything() -> Runbook {
        let mut whole = full(Shape::Record);
        whole["tasks"][0]["internal"] = json!(false);
        for list in ["tasks", "permissions"] {
            whole[list][0]["when"] = json!("true");
        }
        let mut theirs = whole["contacts"][0].clone();
        (theirs["id"], theirs["side"]) = (json!("theirs"), json!(Contact::CUSTOMER));
        whole["contacts"].as_array_mut().unwrap().push(theirs);
        serde_json::from_value(whole).unwrap()
    }

    fn to_customer(whole: &Runbook) -> Value {
        let seen = for_customer(whole, &Settings::default()).unwrap();
        test_fixture::exported(&seen, Audience::Customer, &[], document)["runbook"].take()
    }

    /// No key stands there that the customer may not see, at any depth; every one that says something does.
    fn keys_are_seen(value: &Value, shape: Shape, is_theirs: bool) {
        for (name, own) in value.as_object().unwrap() {
            let plain = name.strip_suffix("_s").unwrap_or(name);
            let key = shape.key(plain).unwrap_or_else(|| panic!("{shape:?}.{name} is no key"));
            let may = match key.seen {
                Seen::ByCustomer => true,
                Seen::OfTheirs => is_theirs,
                Seen::Whether => own.is_boolean(),
                Seen::Inside => key.name == "id",
            };
            assert!(may, "{shape:?}.{name} went out: {value}");
            for item in own.as_array().into_iter().flatten().filter(|_| key.holds.is_table()) {
                keys_are_seen(item, key.holds.inside(), item["side"] == Contact::CUSTOMER);
            }
        }
        for key in shape.keys() {
            let must = key.seen == Seen::ByCustomer || key.seen == Seen::OfTheirs && is_theirs;
            assert!(!must || value.get(key.name).is_some(), "{shape:?}.{} did not go out: {value}", key.name);
        }
    }

    #[test]
    fn no_key_that_stays_in_stands_in_the_customers_document_not_even_by_its_default() {
        keys_are_seen(&to_customer(&everything()), Shape::Record, false);
    }

    #[test]
    fn what_is_absent_and_seen_stands_by_its_default() {
        let mut bare = Runbook::new("Acme".parse().unwrap(), "Move".parse().unwrap());
        bare.tasks.push(serde_json::from_value(json!({"id": "a", "title": "A"})).unwrap());
        bare.permissions.push(serde_json::from_value(json!({"id": "p", "action": "Act"})).unwrap());
        let told = to_customer(&bare);
        assert_eq!((&told["contacts"], &told["permissions"][0]["state"]), (&json!([]), &json!("wanted")));
        assert_eq!(told["tasks"], json!([{"id": "task-1", "title": "A", "attempts": []}]));
        assert_eq!(told["permissions"], json!([{"id": "permission-1", "action": "Act", "state": "wanted"}]));
    }
}
