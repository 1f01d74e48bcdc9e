//! Every place of a comment against every change of the other side: no word of either is lost.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{comment_lines, read, rewrite, with_comments_of_both};
use crate::model::{Described, Runbook, merge};

const BASE: &str = "format = 1\ncustomer = \"acme\"\ntask = \"move\"\n# why hidden\nconfidential = true\nstate = \"draft\"\n\
                    # first task\n[[tasks]] # the header\nid = \"one\"\n# about the title\ntitle = \"One\" # short\n\n\
                    [[tasks]]\nid = \"two\"\ntitle = \"Two\"\n\n# the end\n";

/// A change of comments alone, as old text and new.
const NOTES: [(&str, &str, &str); 14] = [
    ("top", "format = 1", "# NOTE\n\nformat = 1"),
    ("above a header key", "task = \"move\"", "# NOTE\ntask = \"move\""),
    ("behind a header value", "task = \"move\"", "task = \"move\" # NOTE"),
    ("above a key that may go, changed", "# why hidden", "# NOTE"),
    ("above a key that may go, more", "# why hidden\n", "# why hidden\n# NOTE\n"),
    ("above an item, changed", "# first task", "# NOTE"),
    ("behind a header, changed", "# the header", "# NOTE"),
    ("inside an item", "id = \"one\"\n", "id = \"one\"\n# NOTE\n\n"),
    ("above a title, changed", "# about the title", "# NOTE"),
    ("behind a title, changed", "# short", "# NOTE"),
    ("below an item", "# short\n", "# short\n# NOTE\n"),
    ("above a table", "[[tasks]]\nid = \"two\"", "# NOTE\n[[tasks]]\nid = \"two\""),
    ("the end, more", "# the end\n", "# the end\n# NOTE\n"),
    ("the end, changed", "# the end\n", "# NOTE\n"),
];

/// What the other side says then, given by key.
fn changes() -> Vec<(&'static str, Value)> {
    let task = |id: &str, title: &str| json!({"id": id, "title": title});
    vec![
        ("a header key", json!({"task": "other"})),
        ("a new header key", json!({"summary": "Why", "dri": "@d"})),
        ("a key that goes", json!({"confidential": null})),
        ("a title", json!({"tasks": [task("one", "Eins"), task("two", "Two")]})),
        ("an item that goes", json!({"tasks": [task("two", "Two")]})),
        ("the last item goes", json!({"tasks": [task("one", "One")]})),
        ("all items go", json!({"tasks": null})),
        ("an item comes", json!({"tasks": [task("one", "One"), task("two", "Two"), task("three", "Three")]})),
        ("items move", json!({"tasks": [task("two", "Two"), task("one", "One")]})),
        ("another list", json!({"obligations": [{"id": "mail", "kind": "notify", "what": "Write"}]})),
        ("nothing", json!({})),
    ]
}

fn changed(text: &str, change: &Value) -> String {
    let was = read("x", text.as_bytes()).unwrap();
    let mut value = was.runbook.to_json().unwrap();
    for (key, new) in change.as_object().unwrap() {
        match new {
            Value::Null => drop(value.as_object_mut().unwrap().remove(key)),
            new => value[key] = new.clone(),
        }
    }
    let runbook: Runbook = serde_json::from_value(value).unwrap();
    String::from_utf8(rewrite(&was, &runbook).unwrap()).unwrap()
}

fn merged(base: &str, ours: &str, theirs: &str) -> String {
    let [base, ours, theirs] = [base, ours, theirs].map(|text| read("x", text.as_bytes()).unwrap());
    let [b, o, t] = [&base, &ours, &theirs].map(|read| read.runbook.to_json().unwrap());
    let runbook: Runbook = serde_json::from_value(merge(&b, &o, &t).value).unwrap();
    let held = rewrite(&ours, &runbook).unwrap();
    String::from_utf8(with_comments_of_both(Some(&base), &ours, &theirs, &held).unwrap()).unwrap()
}

#[test]
fn a_comment_at_any_place_outlives_any_change_of_the_other_side() {
    for (place, old, new) in NOTES {
        assert!(BASE.contains(old), "{place}");
        let noted = BASE.replacen(old, new, 1);
        for (what, change) in changes() {
            let other = changed(BASE, &change);
            for (ours, theirs) in [(&other, &noted), (&noted, &other)] {
                let text = merged(BASE, ours, theirs);
                assert_eq!(text.matches("# NOTE").count(), 1, "{place}, {what}\n{text}");
                assert!(!text.contains("\n\n\n"), "{place}, {what}\n{text}");
            }
        }
    }
}

#[test]
fn what_both_sides_wrote_at_any_two_places_stays_with_ours_first() {
    for (place, old, new) in NOTES {
        for (other_place, other_old, other_new) in NOTES {
            let ours = BASE.replacen(old, &new.replace("NOTE", "OURS"), 1);
            let theirs = BASE.replacen(other_old, &other_new.replace("NOTE", "THEIRS"), 1);
            let text = merged(BASE, &ours, &theirs);
            for words in ["# OURS", "# THEIRS"] {
                assert_eq!(text.matches(words).count(), 1, "{place}, {other_place}\n{text}");
            }
            // theirs behind the same value goes above it
            if old == other_old && new == other_new && !place.starts_with("behind") {
                assert!(text.find("# OURS") < text.find("# THEIRS"), "{place}\n{text}");
            }
        }
    }
}

#[test]
fn who_alone_changed_comments_has_the_file_as_it_is() {
    for (place, old, new) in NOTES.into_iter().filter(|(place, ..)| place.contains("changed")) {
        let theirs = BASE.replacen(old, new, 1);
        assert_eq!(merged(BASE, BASE, &theirs), theirs, "{place}");
        assert_eq!(merged(BASE, &theirs, BASE), theirs, "{place}");
        assert_eq!(merged(&theirs, BASE, &theirs), BASE, "{place}");
    }
    let gone = BASE.replace("# about the title\n", "").replace(" # short", "");
    assert_eq!(merged(BASE, BASE, &gone), gone);
    assert_eq!(merged(BASE, &gone, BASE), gone);
}

#[test]
fn a_comment_comes_with_the_item_that_the_other_side_added() {
    let added =
        BASE.replace("# the end", "# on three\n[[tasks]]\nid = \"three\"\n# say\ntitle = \"Three\"\n\n# the end");
    let ours = changed(BASE, &json!({"dri": "@d"}));
    let text = merged(BASE, &ours, &added).replace("\r\n", "\n");
    assert!(text.contains("# on three\n[[tasks]]\nid = \"three\"\n# say\ntitle"), "{text}");
    let crlf = [BASE, &ours, &added].map(|text| text.replace('\n', "\r\n"));
    assert_eq!(merged(&crlf[0], &crlf[1], &crlf[2]).replace("\r\n", "\n"), text);
}

#[test]
fn comments_are_told_by_their_place() {
    let told = comment_lines(&read("x", BASE.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        told,
        [
            "above confidential: # why hidden",
            "above tasks.one: # first task",
            "behind tasks.one: # the header",
            "above tasks.one.title: # about the title",
            "behind tasks.one.title: # short",
            "below tasks.two.title: # the end",
        ]
    );
}

/// Two items of each list whose items have no ids, and what a list that only a person knows may hold.
fn without_ids() -> BTreeMap<&'static str, [&'static str; 2]> {
    let attempts =
        ["started_at = 2026-12-01T14:00:00Z\n", "started_at = 2026-12-01T15:00:00Z\noutcome = \"success\"\n"];
    let people = [
        "by = \"A <a@example.com>\"\nat = 2026-12-01T14:00:00Z\n",
        "by = \"A <a@example.com>\"\nat = 2026-12-01T15:00:00Z\n",
    ];
    let with = |more: &'static str| people.map(|own| -> &'static str { format!("{own}{more}").leak() });
    BTreeMap::from([
        ("tasks.attempts", attempts),
        ("tasks.rehearsals", attempts),
        ("rollback.steps.attempts", attempts),
        ("rollback.steps.rehearsals", attempts),
        ("approvals", with("plan = \"x\"\n")),
        ("overrides", with("code = \"no-dri\"\nreason = \"why\"\n")),
        ("comments", with("text = \"Fine\"\n")),
        ("kept", ["line = 1\ntext = \"One\"\n", "line = 2\ntext = \"\"\"\nTwo\n\"\"\"\n"]),
        (
            "links",
            [
                "title = \"Same\"\nurl = \"https://a.example.com\"\n",
                "title = \"Same\"\nurl = \"https://b.example.com\"\n",
            ],
        ),
        ("own", ["words = \"a\"\n", "words = \"b\"\n"]),
    ])
}

/// The lists of tables of the record whose items have no `id`, by their keys.
fn lists_without_ids(schema: &Value, at: &Value, path: &str, found: &mut BTreeSet<String>) {
    let followed = at["$ref"].as_str().and_then(|own| schema.pointer(own.trim_start_matches('#')));
    let at = followed.unwrap_or(at);
    for branch in ["anyOf", "allOf"] {
        for own in at[branch].as_array().into_iter().flatten() {
            lists_without_ids(schema, own, path, found);
        }
    }
    for (key, own) in at["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        lists_without_ids(schema, own, &path, found);
        let items = &own["items"];
        let item = items["$ref"].as_str().and_then(|own| schema.pointer(own.trim_start_matches('#'))).unwrap_or(items);
        if item["properties"].is_object() {
            if item["properties"]["id"].is_null() {
                found.insert(path.clone());
            }
            lists_without_ids(schema, item, &path, found);
        }
    }
}

#[test]
fn a_comment_on_an_item_without_an_id_stays_with_that_item() {
    let known = without_ids();
    let (schema, mut lists) = (Described::Record.schema(), BTreeSet::new());
    lists_without_ids(&schema, &schema, "", &mut lists);
    assert!(lists.contains("tasks.attempts") && lists.iter().all(|own| known.contains_key(own.as_str())), "{lists:?}");
    for (list, items) in known {
        let [one, two] = items.map(|own| format!("[[{list}]]\n{own}"));
        let above = match list.split_once('.') {
            Some(("tasks", _)) => "[[tasks]]\nid = \"t\"\ntitle = \"T\"\n\n",
            Some(_) => "[rollback]\n\n[[rollback.steps]]\nid = \"s\"\ntitle = \"S\"\n\n",
            None => "",
        };
        let head = format!("format = 1\ncustomer = \"acme\"\ntask = \"move\"\nstate = \"draft\"\n\n{above}");
        let base = format!("{head}{one}\n{two}");
        // theirs speaks of the one that we removed, or of the one that stayed
        for (gone, stays, text) in [(&one, &two, format!("{head}{two}")), (&two, &one, format!("{head}{one}"))] {
            let said = base.replace(gone.as_str(), &format!("# until March\n{gone}"));
            for merged in [merged(&base, &text, &said), merged(&base, &said, &text)] {
                assert_eq!(merged.matches("# until March").count(), 1, "{list}\n{merged}");
                assert!(!merged.contains(&format!("# until March\n{stays}")), "{list}\n{merged}");
            }
            let said = base.replace(stays.as_str(), &format!("# until March\n{stays}"));
            for merged in [merged(&base, &text, &said), merged(&base, &said, &text)] {
                assert!(merged.contains(&format!("# until March\n{stays}")), "{list}\n{merged}");
            }
        }
    }
}
