//! Ids, names, and the parts of them that people type.

use super::plan::{self, ID, record};
use crate::env::Sandbox;

#[test]
fn any_unambiguous_part_finds_the_runbook() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.run(&["new", "Globex - Remove 2FA from users"]).ok();
    for part in [ID, "acme", "acme/enf", "enforce", "on-all"] {
        assert_eq!(sandbox.json(&["show", part])["id"], ID, "{part}");
    }
    let ambiguous = sandbox.refused(4, &["set", "2fa", "summary=x", "--json"]);
    let error = ambiguous.error();
    assert_eq!(error["kind"], "ambiguous");
    ambiguous.complains(ID).complains("globex/remove-2fa-from-users");
    sandbox.refused(4, &["set", "acne/enforce-2fa-on-all-groups", "summary=x"]).complains(ID);
}

#[test]
fn an_exact_id_wins_over_a_longer_one() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Acme - Move"]).ok();
    sandbox.run(&["new", "Acme - Move again"]).ok();
    assert_eq!(sandbox.json(&["show", "acme/move"])["id"], "acme/move");
    sandbox.refused(4, &["show", "acme/mov"]);
}

#[test]
fn ids_are_slugs_whatever_the_name() {
    let sandbox = Sandbox::new();
    for (name, id) in [
        ("Müller & Söhne - Straße ändern", "muller-sohne/strasse-andern"),
        ("Acme - ../../etc/passwd", "acme/etc-passwd"),
        ("Acme - a - b", "acme/a-b"),
        ("日本 - 東京", "ri-ben/dong-jing"),
    ] {
        let made = sandbox.change(&["new", name, "--json"]).json();
        let given = made["id"].as_str().expect("an id");
        let is_slug = given.split('/').all(|part| {
            !part.is_empty()
                && part.len() <= 80
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
        assert!(is_slug, "{given}");
        if name.is_ascii() {
            assert_eq!(given, id);
        }
        assert_eq!(sandbox.json(&["show", given])["name"], name);
    }
    for reserved in ["CON - x", "x - nul", "x - COM1"] {
        let made = sandbox.change(&["new", reserved, "--json"]).json();
        let id = made["id"].as_str().expect("an id");
        assert!(id.split('/').all(|part| !["con", "nul", "com1"].contains(&part)), "{id}");
    }
    let made = sandbox.change(&["new", "🦀 - 🦀🦀", "--json"]).json();
    assert!(made["id"].as_str().is_some_and(|id| id.len() > 2));
}

#[test]
fn a_second_of_the_same_name_is_told_apart() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let again = sandbox.change(&["new", "ACME - enforce 2FA on all groups", "--json"]).json();
    assert_eq!(again["id"], format!("{ID}-2"));
    let third = sandbox.change(&["new", "Acme - Enforce 2FA on all groups", "--json"]).json();
    assert_eq!(third["id"], format!("{ID}-3"));
}

#[test]
fn a_new_name_leaves_id_and_file_alone() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["set", ID, "customer=Acme Inc.", "task=Enforce it"]);
    let shown = sandbox.json(&["show", ID]);
    assert_eq!((&shown["id"], &shown["name"]), (&ID.into(), &"Acme Inc. - Enforce it".into()));
    assert!(sandbox.store().join(plan::FILE).exists());
}

#[test]
fn items_are_called_by_a_part_of_their_id() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.change(&["task", "set", ID, "bulk", "--estimate", "2h"]);
    assert_eq!(record(&sandbox)["tasks"][1]["estimate"], "2h");
    sandbox.refused(4, &["task", "set", ID, "bilk-change", "--estimate", "2h"]).complains("bulk-change");
    sandbox.refused(4, &["task", "set", ID, "e", "--estimate", "2h"]);
    sandbox.refused(2, &["task", "add", ID, "--title", "x", "--id", "Not A Slug"]);
    sandbox.refused(3, &["task", "add", ID, "--title", "x", "--id", "tell"]);
}

#[test]
fn what_others_refer_to_is_not_removed() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    sandbox.change(&[
        "permission",
        "add",
        ID,
        "--id",
        "remove",
        "--action",
        "Remove 2FA",
        "--from",
        "tom",
        "--covers",
        "bulk-change",
    ]);
    sandbox.refused(3, &["task", "remove", ID, "bulk-change"]).complains("remove");
    sandbox.refused(3, &["contact", "remove", ID, "tom"]).complains("remove");
    sandbox.refused(3, &["contact", "remove", ID, "john-doe"]);
    sandbox.change(&["permission", "remove", ID, "remove"]);
    sandbox.change(&["task", "remove", ID, "bulk-change"]);
}

#[test]
fn a_task_moves_where_it_is_told() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let order = || plan::ids(&record(&sandbox), "tasks");
    sandbox.change(&["task", "move", ID, "tell", "--first"]);
    assert_eq!(order(), ["tell", "confirm-state", "bulk-change", "review-errors"]);
    sandbox.change(&["task", "move", ID, "tell", "--after", "bulk-change"]);
    assert_eq!(order(), ["confirm-state", "bulk-change", "tell", "review-errors"]);
    sandbox.change(&["task", "move", ID, "review-errors", "--before", "confirm-state"]);
    sandbox.change(&["task", "move", ID, "review-errors", "--last"]);
    assert_eq!(order(), ["confirm-state", "bulk-change", "tell", "review-errors"]);
    sandbox.change(&["task", "add", ID, "--title", "Pilot with one user", "--id", "pilot", "--before", "bulk"]);
    assert_eq!(order()[1], "pilot");
}

#[test]
fn a_misspelt_command_gets_a_suggestion() {
    let sandbox = Sandbox::new();
    sandbox.refused(2, &["shedule", "x"]).complains("schedule");
    sandbox.refused(4, &["new", "Acme - X", "--template", "blnk"]).complains("blank");
}
