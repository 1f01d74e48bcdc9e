//! Who is told by name, and who is not.

use serde_json::json;

use super::names::Names;
use crate::model::linear::{Shape, assert_linear};
use crate::model::{Runbook, Settings, Slug};

fn with_contacts(contacts: serde_json::Value) -> Runbook {
    let record = json!({"customer": "Acme Corp", "task": "Move", "state": "draft", "contacts": contacts});
    serde_json::from_value(record).unwrap()
}

fn home() -> Slug {
    Slug::new("gitlab").unwrap()
}

#[test]
fn ours_are_told_by_name_beside_every_punctuation() {
    let runbook = with_contacts(json!([
        {"id": "a", "side": "gitlab", "name": "Jane Doe", "handle": "@jane", "email": "jane@ours.example"},
        {"id": "b", "side": "vendor", "name": "Bob Third", "handle": "bob"},
    ]));
    let names = Names::of_home(&runbook, &Settings::default());
    for c in (' '..='~').filter(|c| !c.is_ascii_alphanumeric()) {
        for (text, wanted) in [
            (format!("Tell {c}@jane{c} now"), format!("Tell {c}Jane Doe{c} now")),
            (format!("@jane{c}@bob"), format!("Jane Doe{c}Bob Third")),
            (format!("{c}{c}@Jane{c}{c}"), format!("{c}{c}Jane Doe{c}{c}")),
        ] {
            assert_eq!(names.told(&text), wanted);
        }
    }
    for kept in ["@janet", "@jane-doe", "@jane.doe", "x@jane", "https://example.com/@janet/x", "jane@theirs.example"] {
        assert_eq!(names.told(kept), kept);
    }
}

#[test]
fn an_account_in_a_link_is_left_out_for_whom_it_is_not() {
    let runbook = with_contacts(json!([{"id": "o", "side": "gitlab", "name": "Jane Doe", "handle": "@jane"}]));
    let ours = Names::of_home(&runbook, &Settings::default());
    let text = "https://git.example/@jane, https://git.example/jane/x, https://git.example/admin/users/zed";
    assert_eq!(ours.told(text), text.replace("jane", "…"));
    let theirs = Names::of_customer(&runbook, &home());
    let theirs = theirs.and_of(text);
    assert_eq!(theirs.told(&format!("{text} and zed")), format!("{text} and zed").replace("zed", "…"));
    assert_eq!(theirs.told("/users/acme /users/al /users/17, 17 of them"), "/users/acme /users/… /users/…, 17 of them");
}

#[test]
fn a_first_name_is_a_name_only_as_it_is_written() {
    let runbook = with_contacts(json!([
        {"id": "w", "side": "customer", "name": "Will"},
        {"id": "t", "side": "customer", "name": "Tom Blogs"},
        {"id": "i", "side": "customer", "name": "It"},
        {"id": "c", "side": "customer", "name": "Acme"},
    ]));
    let names = Names::of_customer(&runbook, &home());
    for (text, wanted) in [
        ("2FA will be enforced; ask Will.", "2FA will be enforced; ask …."),
        ("It is Will's, at Acme", "It is …'s, at Acme"),
        ("_Will_ and *Will* and Will-Smith", "_…_ and *…* and Will-Smith"),
        ("TOM BLOGS and tom blogs, not Tom", "… and …, not Tom"),
    ] {
        assert_eq!(names.told(text), wanted);
    }
    assert_eq!(names.and_of("").in_a_title().told("Acme Corp - Will Tom Blogs move"), "Acme Corp - Will … move");
}

#[test]
fn an_account_is_left_out_wherever_its_name_stands() {
    let runbook = with_contacts(json!([{"id": "o", "side": "gitlab", "name": "Jane Doe", "handle": "@jane"}]));
    let names = Names::of_customer(&runbook, &home());
    let names = names.and_of("Rename @zed and @acme, as @jane says to @all");
    for (text, wanted) in [
        ("zed, _zed_, (Zed) and zed's", "…, _…_, (…) and …'s"),
        ("zed.doe zed-doe x-zed zed@acme.example zedder", "zed.doe zed-doe x-zed zed@acme.example zedder"),
        ("the acme group; @jane and jane; @all", "the acme group; @jane and jane; @all"),
        ("https://git.example/zed/x", "https://git.example/…/x"),
    ] {
        assert_eq!(names.told(text), wanted);
    }
}
#[test]
fn an_address_that_is_none_is_a_word_like_others() {
    for word in ["n/a", "N/A", "tbd", "none", "see below", "Jane"] {
        let of = |side: &str| with_contacts(json!([{"id": "o", "side": side, "name": "Jane Doe", "email": word}]));
        let text = format!("Retention: {word}. Ask @{word}x");
        assert_eq!(Names::of_home(&of("gitlab"), &Settings::default()).told(&text), text);
        assert_eq!(Names::of_customer(&of("customer"), &home()).told(&text), text);
    }
    let odd = with_contacts(json!([
        {"id": "a", "side": "gitlab", "name": "Jane Doe", "email": "jane@localhost"},
        {"id": "b", "side": "gitlab", "name": "Bob Ray", "email": "bob_ray"},
    ]));
    let told = Names::of_home(&odd, &Settings::default()).told("jane@localhost, JANE@LOCALHOST, @Bob_Ray and bob_ray");
    assert_eq!(told, "Jane Doe, Jane Doe, Bob Ray and bob_ray");
}

#[test]
fn many_names_are_told_in_a_time_that_grows_as_their_number_does() {
    let shapes: [Shape; 4] = [
        ("handles", |count| (0..count).map(|number| format!("@a{number} ")).collect()),
        ("addresses", |count| (0..count).map(|number| format!("a{number}@b.example ")).collect()),
        ("odd addresses", |count| (0..count).map(|number| format!("a{number}@b ")).collect()),
        ("names", |count| (0..count).map(|number| format!("Ann{number} ")).collect()),
    ];
    assert_linear(&shapes, 500, |text| {
        let contacts = text.split_whitespace().enumerate().map(|(number, word)| {
            let key = if word.starts_with('@') {
                "handle"
            } else if word.contains('@') {
                "email"
            } else {
                "name"
            };
            let side = if number % 2 == 0 { "customer" } else { "gitlab" };
            json!({"id": format!("c{number}"), "side": side, key: word})
        });
        let mut runbook = with_contacts(contacts.collect());
        runbook.summary = text.parse().ok();
        Names::of_home(&runbook, &Settings::default()).told(text);
        let names = Names::of_customer(&runbook, &home());
        text.split_whitespace().for_each(|word| {
            names.and_of(word).told(word);
        });
    });
}
