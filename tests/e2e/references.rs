//! Ids, names, and the parts of them that people type.

use super::plan::{self, ID, record};
use crate::stand::Stand;

#[test]
fn any_unambiguous_part_finds_the_runbook() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.run(&["new", "Globex - Remove 2FA from users"]).ok();
    for part in [ID, "acme", "acme/enf", "enforce", "on-all"] {
        assert_eq!(stand.json(&["show", part])["id"], ID, "{part}");
    }
    let ambiguous = stand.refused(4, &["set", "2fa", "summary=x", "--json"]);
    let error = ambiguous.error();
    assert_eq!(error["kind"], "ambiguous");
    ambiguous.complains(ID).complains("globex/remove-2fa-from-users");
    stand.refused(4, &["set", "acne/enforce-2fa-on-all-groups", "summary=x"]).complains(ID);
}

#[test]
fn an_exact_id_wins_over_a_longer_one() {
    let stand = Stand::new();
    stand.run(&["new", "Acme - Move"]).ok();
    stand.run(&["new", "Acme - Move again"]).ok();
    assert_eq!(stand.json(&["show", "acme/move"])["id"], "acme/move");
    stand.refused(4, &["show", "acme/mov"]);
}

#[test]
fn ids_are_slugs_whatever_the_name() {
    let stand = Stand::new();
    for (name, id) in [
        ("Müller & Söhne - Straße ändern", "muller-sohne/strasse-andern"),
        ("Acme - ../../etc/passwd", "acme/etc-passwd"),
        ("Acme - a - b", "acme/a-b"),
        ("日本 - 東京", "ri-ben/dong-jing"),
    ] {
        let made = stand.change(&["new", name, "--json"]).json();
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
        assert_eq!(stand.json(&["show", given])["name"], name);
    }
    for reserved in ["CON - x", "x - nul", "x - COM1"] {
        let made = stand.change(&["new", reserved, "--json"]).json();
        let id = made["id"].as_str().expect("an id");
        assert!(id.split('/').all(|part| !["con", "nul", "com1"].contains(&part)), "{id}");
    }
    let made = stand.change(&["new", "🦀 - 🦀🦀", "--json"]).json();
    assert!(made["id"].as_str().is_some_and(|id| id.len() > 2));
}

#[test]
fn a_second_of_the_same_name_is_told_apart() {
    let stand = Stand::new();
    plan::draft(&stand);
    let again = stand.change(&["new", "ACME - enforce 2FA on all groups", "--json"]).json();
    assert_eq!(again["id"], format!("{ID}-2"));
    let third = stand.change(&["new", "Acme - Enforce 2FA on all groups", "--json"]).json();
    assert_eq!(third["id"], format!("{ID}-3"));
}

#[test]
fn a_new_name_leaves_id_and_file_alone() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.change(&["set", ID, "customer=Acme Inc.", "task=Enforce it"]);
    let shown = stand.json(&["show", ID]);
    assert_eq!((&shown["id"], &shown["name"]), (&ID.into(), &"Acme Inc. - Enforce it".into()));
    assert!(stand.store().join(plan::FILE).exists());
}

#[test]
fn items_are_called_by_a_part_of_their_id() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.change(&["task", "set", ID, "bulk", "--estimate", "2h"]);
    assert_eq!(record(&stand)["tasks"][1]["estimate"], "2h");
    stand.refused(4, &["task", "set", ID, "bilk-change", "--estimate", "2h"]).complains("bulk-change");
    stand.refused(4, &["task", "set", ID, "e", "--estimate", "2h"]);
    stand.refused(2, &["task", "add", ID, "--title", "x", "--id", "Not A Slug"]);
    stand.refused(3, &["task", "add", ID, "--title", "x", "--id", "tell"]);
}

#[test]
fn what_others_refer_to_is_not_removed() {
    let stand = Stand::new();
    plan::planned(&stand);
    stand.change(&[
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
    stand.refused(3, &["task", "remove", ID, "bulk-change"]).complains("remove");
    stand.refused(3, &["contact", "remove", ID, "tom"]).complains("remove");
    stand.refused(3, &["contact", "remove", ID, "john-doe"]);
    stand.change(&["permission", "remove", ID, "remove"]);
    stand.change(&["task", "remove", ID, "bulk-change"]);
}

#[test]
fn a_task_moves_where_it_is_told() {
    let stand = Stand::new();
    plan::planned(&stand);
    let order = || plan::ids(&record(&stand), "tasks");
    stand.change(&["task", "move", ID, "tell", "--first"]);
    assert_eq!(order(), ["tell", "confirm-state", "bulk-change", "review-errors"]);
    stand.change(&["task", "move", ID, "tell", "--after", "bulk-change"]);
    assert_eq!(order(), ["confirm-state", "bulk-change", "tell", "review-errors"]);
    stand.change(&["task", "move", ID, "review-errors", "--before", "confirm-state"]);
    stand.change(&["task", "move", ID, "review-errors", "--last"]);
    assert_eq!(order(), ["confirm-state", "bulk-change", "tell", "review-errors"]);
    stand.change(&["task", "add", ID, "--title", "Pilot with one user", "--id", "pilot", "--before", "bulk"]);
    assert_eq!(order()[1], "pilot");
}

#[test]
fn a_misspelt_command_gets_a_suggestion() {
    let stand = Stand::new();
    stand.refused(2, &["shedule", "x"]).complains("schedule");
    stand.refused(4, &["new", "Acme - X", "--template", "blnk"]).complains("blank");
}
