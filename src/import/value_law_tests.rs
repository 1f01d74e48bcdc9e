//! What holds for every value, in whatever language and whatever marks it stands: it is taken with its own meaning, or it is
//! left out and said. Words that stand for others are no value.

use serde_json::{Value, json};

use super::languages::LEXICON;
use super::meanings::HeaderField;
use super::tests::{only, record, words};
use super::vocabulary::field;

/// Marks round words, and whether they hold more than the words.
pub(super) const MARKS: [(&str, &str, bool); 12] = [
    ("", "", false),
    ("**", "**", false),
    ("*", "*", false),
    ("__", "__", false),
    ("`", "`", false),
    ("[", "](https://a.example/b_c)", true),
    ("**[", "](https://a.example)**", true),
    ("![logo](x.png) ", "", true),
    ("<b>", "</b>", false),
    ("<span style=\"color: red\">", "</span>", false),
    ("<a href=\"https://a.example\">", "</a>", true),
    ("&nbsp;", "&nbsp;", false),
];

/// Every label of a field, in all languages.
fn labels(wanted: HeaderField) -> Vec<&'static str> {
    let mut found: Vec<&str> =
        LEXICON.fields.iter().filter(|(_, own)| **own == wanted).map(|(label, _)| *label).collect();
    found.sort_unstable();
    found
}

fn name_of(draft: &super::ImportDraft) -> (Option<String>, Option<String>) {
    (draft.customer.as_ref().map(ToString::to_string), draft.task.as_ref().map(ToString::to_string))
}

fn kept(record: &Value) -> String {
    record["kept"].to_string()
}

#[test]
fn a_name_is_its_words_whatever_marks_stand_round_it() {
    let wanted = (Some("Acme".to_owned()), Some("Rotate keys".to_owned()));
    for (open, close, hides) in MARKS {
        let marked = |words: &str| format!("{open}{words}{close}");
        for name in [
            marked("Acme - Rotate keys"),
            format!("{} - Rotate keys", marked("Acme")),
            format!("Acme - {}", marked("Rotate keys")),
        ] {
            let mut texts = vec![
                format!("# {name}\n\n## Tasks\n- Stop it\n"),
                format!("## Runbook name: {name}\n\n## Tasks\n- a b\n"),
            ];
            for label in labels(HeaderField::Name) {
                texts.push(format!("| {label} | {name} |\n|---|---|\n| DRI | @john |\n"));
            }
            texts.push(format!("- **Runbook name:** {name}\n- **DRI:** @john\n"));
            for text in texts {
                let draft = only(&text);
                assert_eq!(name_of(&draft), wanted, "{text}");
                if hides {
                    let own = kept(&record(&draft));
                    assert!(own.contains("a.example") || own.contains("x.png"), "{text}\n{own}");
                }
            }
        }
    }
}

#[test]
fn a_field_is_its_words_whatever_marks_stand_round_it() {
    for (open, close, hides) in MARKS {
        for (label, words, key, wanted) in [
            ("DRI", "@john", "dri", "@john"),
            ("DRI", "John Doe", "dri", "John Doe"),
            ("Schedule at", "2030-12-10 14:00 UTC", "scheduled_at", "2030-12-10T14:00:00Z"),
            ("Time zone", "Europe/Berlin", "time_zone", "Europe/Berlin"),
        ] {
            let text = format!("| Runbook name | Acme - X |\n|---|---|\n| {label} | {open}{words}{close} |\n");
            let draft = only(&text);
            let own = record(&draft);
            let is_said = draft.doubts.iter().any(|doubt| doubt.line == 3);
            assert!(own[key] == json!(wanted) || own[key].is_null() && is_said, "{text}\n{own}");
            // marks alone, and links, come off
            assert!(own[key] == json!(wanted) || open.contains('!') || open == "&nbsp;", "{text}\n{own}");
            if hides {
                let own = kept(&own);
                assert!(own.contains("a.example") || own.contains("x.png"), "{text}\n{own}");
            }
        }
    }
}

#[test]
fn what_a_form_has_in_the_place_of_a_value_is_none() {
    let forms = ["TBD", "`TBD`", "<name>", "[Name]", "{{name}}", "…", "_to be decided_", "N/A", "YYY"];
    for (wanted, own) in [
        (HeaderField::Customer, ["CUSTOMER", "`CUSTOMER`", "**Customer name**"]),
        (HeaderField::Task, ["REQUESTED TASK", "`REQUESTED TASK`", "Task"]),
    ] {
        let all =
            forms.into_iter().chain(own).map(str::to_owned).chain(labels(wanted).into_iter().map(str::to_uppercase));
        for form in all {
            let is_customer = wanted == HeaderField::Customer;
            let name = if is_customer { format!("{form} - Rotate keys") } else { format!("Acme - {form}") };
            let draft = only(&format!("| Runbook name | {name} |\n|---|---|\n| DRI | @john |\n"));
            let (customer, task) = name_of(&draft);
            let missing = if is_customer { customer } else { task };
            let is_said = draft.doubts.iter().any(|doubt| doubt.line == 1);
            assert!(missing.is_none() && is_said, "{name}: {missing:?} {:?}", draft.doubts);
            let draft = only(&format!("# {name}\n\n## Tasks\n- Stop it\n"));
            let (customer, task) = name_of(&draft);
            assert!(customer.is_none() || task.is_none(), "{name}: {customer:?} {task:?}");
        }
    }
    for form in forms.into_iter().chain([
        "@handle",
        "`@handle`",
        "@username",
        "<@handle>",
        "@your_name",
        "Name",
        "Owner",
        "@dri",
    ]) {
        let draft = only(&format!("| Runbook name | Acme - X |\n|---|---|\n| DRI | {form} |\n"));
        assert!(record(&draft)["dri"].is_null(), "{form}");
        let text = format!(
            "# Acme - X\n\n## GitLab contacts\n\n| Name | Role |\n|---|---|\n| {form} | Execution |\n| Ann Lee | {form} |\n"
        );
        let own = record(&only(&text));
        assert_eq!(words(&own["contacts"], "name"), ["Ann Lee"], "{form}");
        let text = format!(
            "# Acme - X\n\n## Pre-call\n\n- [ ] {form}\n- [x] Look\n\n## Tasks\n\n| Task | Outcome |\n|---|---|\n| {form} | |\n| Go | |\n\n- {form}\n"
        );
        let own = record(&only(&text));
        let is_work = ["@handle", "`@handle`", "<@handle>", "@dri", "Owner", "Name"].contains(&form);
        if !is_work {
            assert_eq!(
                (words(&own["pre_call"], "text"), words(&own["tasks"], "title")),
                (vec!["Look".to_owned()], vec!["Go".to_owned()]),
                "{form}"
            );
        }
    }
}

#[test]
fn an_unfilled_page_is_no_runbook_beside_a_filled_one() {
    let blank = "| Runbook name | `CUSTOMER` - `REQUESTED TASK` |\n|---|---|\n| DRI | `@handle` |\n| Schedule at | `YYYY-MM-DD HH:MM UTC` |\n";
    let filled = "| Runbook name | Acme - X |\n|---|---|\n| DRI | @john |\n";
    assert_eq!(name_of(&only(blank)), (None, None));
    for text in [format!("{blank}\n---\n\n{filled}"), format!("{filled}\n---\n\n{blank}")] {
        let draft = only(&text);
        assert_eq!(name_of(&draft), (Some("Acme".to_owned()), Some("X".to_owned())), "{text}");
    }
}

#[test]
fn nobody_gets_the_handle_of_another() {
    let handles = |own: &Value| {
        let contacts = own["contacts"].as_array().cloned().unwrap_or_default();
        contacts
            .iter()
            .map(|own| {
                (
                    own["name"].as_str().unwrap_or_default().to_owned(),
                    own["handle"].as_str().unwrap_or_default().to_owned(),
                )
            })
            .collect::<Vec<_>>()
    };
    for joint in [", ", "; ", " and ", " und ", " y ", " et ", " / ", "/", " & ", " + ", "<br>", "、"] {
        for (cell, wanted) in [
            (format!("@ann{joint}@ben"), [("", "@ann"), ("", "@ben")]),
            (format!("Ann Lee (@ann){joint}Ben Doe (@ben)"), [("Ann Lee", "@ann"), ("Ben Doe", "@ben")]),
            (
                format!("[Ann Lee](https://gitlab.com/ann){joint}[Ben Doe](https://gitlab.com/ben)"),
                [("Ann Lee", "@ann"), ("Ben Doe", "@ben")],
            ),
        ] {
            let table = format!("| Name | Role |\n|---|---|\n| {cell} | Execution |\n");
            let mut texts = vec![table];
            if joint != "<br>" {
                texts.push(format!("- {cell} - Execution\n"));
                texts.push(format!("- {cell}\n"));
            }
            for text in texts {
                let own = record(&only(&format!("# Acme - X\n\n## GitLab contacts\n\n{text}")));
                let wanted = wanted.map(|(name, handle)| (name.to_owned(), handle.to_owned()));
                assert_eq!(handles(&own), wanted, "{text}");
            }
        }
        // roles beside each other are theirs in their order, with a doubt
        let roles = format!("Boss{joint}Admin");
        let draft = only(&format!(
            "# Acme - X\n\n## GitLab contacts\n\n| Name | Role |\n|---|---|\n| @ann{joint}@ben | {roles} |\n"
        ));
        assert_eq!(words(&record(&draft)["contacts"], "role"), ["Boss", "Admin"], "{joint}");
        assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("among the roles")), "{joint}");
        // in two columns they go together where they are as many, and otherwise to nobody
        let names = format!("Ann Lee{joint}Ben Doe");
        let text = |handles: &str| {
            format!("# Acme - X\n\n## GitLab contacts\n\n| Name | Handle |\n|---|---|\n| {names} | {handles} |\n")
        };
        let own = record(&only(&text(&format!("@ann{joint}@ben"))));
        assert_eq!(
            handles(&own),
            [("Ann Lee".to_owned(), "@ann".to_owned()), ("Ben Doe".to_owned(), "@ben".to_owned())],
            "{joint}"
        );
        let draft = only(&text("@ann"));
        assert!(
            handles(&record(&draft)).iter().all(|(_, handle)| handle.is_empty()) && !draft.doubts.is_empty(),
            "{joint}"
        );
    }
}

#[test]
fn a_value_under_an_unknown_label_is_what_its_place_and_shape_say() {
    let values = [
        ("Acme - W", "name"),
        ("prace", "summary"),
        ("@jan", "dri"),
        ("2030-12-10 14:00 UTC", "scheduled_at"),
        ("https://meet.example.com/1", "meeting_url"),
        ("https://gitlab.com/x/y/-/issues/1", "issue_url"),
    ];
    let labels = ["Nazwa", "Opis", "Osoba", "Czas", "Spotkanie", "Zgloszenie"];
    assert!(labels.iter().all(|label| field(label).is_none()));
    // any of the rows behind the name may be missing, or hold what fits no place
    for without in 0..values.len() {
        let mut text = String::new();
        for (at, (label, (value, _))) in labels.iter().zip(values).enumerate() {
            let value = if at == without && at > 0 { "" } else { value };
            text.push_str(&format!("| {label} | {value} |\n"));
            if at == 0 {
                text.push_str("|---|---|\n");
            }
        }
        let draft = only(&text);
        let own = record(&draft);
        assert_eq!(name_of(&draft).0.as_deref(), Some("Acme"), "{text}");
        for (at, (value, key)) in values.iter().enumerate().skip(1) {
            let wanted = if *key == "scheduled_at" { "2030-12-10T14:00:00Z" } else { value };
            if at == without {
                assert!(own[*key].is_null(), "{text}\n{own}");
            } else {
                assert_eq!(own[*key], json!(wanted), "{text}");
                assert!(
                    draft.doubts.iter().any(|doubt| doubt.message.contains(&format!("`{key}`"))),
                    "{key}: {:?}",
                    draft.doubts
                );
            }
        }
    }
    // an issue is no meeting, wherever it stands, and a page of a wiki is neither
    let text = "| Nazwa | Acme - W |\n|---|---|\n| Opis | x |\n| A | https://wiki.example/x |\n| B | https://gitlab.com/x/y/-/issues/1 |\n| C | https://acme.zoom.us/j/1 |\n";
    let own = record(&only(text));
    assert_eq!(
        (&own["issue_url"], &own["meeting_url"]),
        (&json!("https://gitlab.com/x/y/-/issues/1"), &json!("https://acme.zoom.us/j/1"))
    );
    assert!(kept(&own).contains("wiki.example"));
}
