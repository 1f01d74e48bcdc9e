//! Texts that were once read with another meaning, whole: what must come out of each, and of its kind.

use serde_json::{Value, json};

use super::tests::{only, record};

const ESCAPED: &str = include_str!("../../tests/fixtures/import/escaped.md");
const CUSTOMER_STEPS: &str = include_str!("../../tests/fixtures/import/customer-steps.md");
const DECOMMISSION: &str = include_str!("../../tests/fixtures/import/decommission.md");
const PHASES: &str = include_str!("../../tests/fixtures/import/phases.md");
const CHANGE: &str = include_str!("../../tests/fixtures/import/change.md");

fn texts(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

fn name(text: &str) -> (String, String) {
    let draft = only(text);
    let words = |half: Option<crate::model::Line>| half.map(|own| own.to_string()).unwrap_or_default();
    (words(draft.customer), words(draft.task))
}

#[test]
fn an_escaped_character_is_itself_everywhere() {
    let draft = only(ESCAPED);
    let own = record(&draft);
    assert_eq!(name(ESCAPED), ("Acme".to_owned(), "Enforce 2FA".to_owned()));
    assert_eq!((&own["dri"], &own["scheduled_at"]), (&json!("@john_doe"), &json!("2030-12-10T14:00:00Z")));
    assert_eq!(own["time_zone"], "UTC");
    assert_eq!(texts(&own["pre_call"], "text"), ["Inform on #support_team", "Has a dry-run been performed?"]);
    assert_eq!((&own["pre_call"][0]["mark"], own["pre_call"][1].get("mark")), (&json!("done"), None));
    assert_eq!(own["tasks"][0]["title"], "Remove 2FA");
    assert_eq!(own["tasks"][0]["attempts"], json!([{"took": "1h15m", "outcome": "success"}]));
    assert_eq!((draft.repairs.len(), draft.doubts.len()), (0, 0), "{:?} {:?}", draft.repairs, draft.doubts);
}

#[test]
fn no_contact_is_made_of_an_item_with_a_box_or_of_a_title() {
    let draft = only(CUSTOMER_STEPS);
    let own = record(&draft);
    assert_eq!(own.get("contacts"), None);
    let kept = own["kept"].to_string();
    for line in CUSTOMER_STEPS.lines().filter(|line| line.trim_start().starts_with("- [")) {
        assert!(kept.contains(line.trim()), "{line}: {kept}");
    }
    assert_eq!(draft.doubts.len(), 3);
    for heading in ["## Client", "## Customer contacts", "## GitLab contacts", "## Kunde"] {
        let text = format!("# Acme - x\n\n{heading}\n\n- [x] Upgrade\n- [ ] Tell them\n");
        let draft = only(&text);
        assert_eq!(record(&draft).get("contacts"), None, "{heading}");
        assert!(record(&draft)["kept"].to_string().contains("- [ ] Tell them"));
    }
    let text = "# A - x\n\n## Pre-call checklist\n\n### Customer\n\n- [x] Upgrade\n\n## Customer\n\n- Upgrade to the latest version\n- Ann Lee - IT Manager\n";
    let own = record(&only(text));
    assert_eq!(texts(&own["pre_call"], "text"), ["Upgrade"]);
    assert_eq!(texts(&own["contacts"], "name"), ["Ann Lee"]);
    // titles in a language that nobody knows
    let text = "# A - x\n\n## Customer contacts\n\n| Imię | Funkcja |\n|---|---|\n| Jan Nowak | Admin |\n";
    let draft = only(text);
    assert_eq!(texts(&record(&draft)["contacts"], "name"), ["Jan Nowak"]);
    assert_eq!(draft.doubts.len(), 1);
    // a bracket goes only with its other half
    let draft = only("# A - x\n\n## GitLab contacts\n\n- Jane Doe (EMEA) - Execution\n- Tom (@tom, see notes)\n");
    let own = record(&draft);
    assert_eq!(texts(&own["contacts"], "name")[0], "Jane Doe (EMEA)");
    assert_eq!(texts(&own["contacts"], "name")[1], "Tom (see notes)");
}

#[test]
fn a_name_is_never_a_section_s_a_part_s_or_a_date() {
    assert_eq!(name(DECOMMISSION), (String::new(), "Decommission a server".to_owned()));
    assert!(only(DECOMMISSION).doubts.iter().any(|doubt| doubt.message.contains("is guessed from the title")));
    for text in [
        "## Step 1 - Stop\n\n- [ ] a\n\n## Step 2 - Start\n\n- [ ] b\n",
        "# Option A - fast\n\n- [ ] a\n",
        "## 2026-12-01 - Migration\n\n- [ ] a\n",
        "# Change\n\n## Backup - nightly\n\n- [ ] a\n",
        "# Runbook\n\n## Phase I - Prep\n\n### Tasks\n\n- a\n\n## Phase II - Work\n\n### Tasks\n\n- b\n",
    ] {
        assert_eq!(name(text), (String::new(), String::new()), "{text}");
    }
    // a guess is a doubt
    let draft = only("## Acme - Move it\n\n### Tasks\n\n- a\n");
    assert_eq!(draft.customer.as_ref().map(|own| own.as_str()), Some("Acme"));
    assert!(draft.doubts.iter().any(|doubt| doubt.message.contains("guessed")), "{:?}", draft.doubts);
}

#[test]
fn what_stands_below_sub_headings_belongs_to_the_section() {
    let draft = only(PHASES);
    let own = record(&draft);
    assert_eq!(texts(&own["pre_call"], "text"), ["Is the console open?", "Is the token valid?", "Is there a backup?"]);
    assert_eq!(own["pre_call"][1]["mark"], "done");
    assert_eq!(
        texts(&own["tasks"], "title"),
        ["Stop the sign-ups", "Copy the users", "Copy the projects", "Start the sign-ups"]
    );
    assert_eq!(texts(&own["post_call"], "text"), ["Inform the channel"]);
    assert_eq!(draft.doubts, []);
    assert_eq!(draft.repairs.iter().map(|repair| repair.line).collect::<Vec<_>>(), [5, 10, 16, 21, 28]);
    let text =
        "# A - x\n\n## Tasks\n\n### One\n\n- a\n\n### Rollback\n\nGo back.\n\n### Two\n\n- b\n\n## Notes\n\n- c\n";
    let own = record(&only(text));
    assert_eq!(texts(&own["tasks"], "title"), ["a", "b"]);
    assert_eq!(own["rollback"]["plan"], "Go back.");
}

#[test]
fn a_change_issue_gives_its_lists() {
    let draft = only(CHANGE);
    let own = record(&draft);
    assert_eq!(own["dri"], "@john_doe");
    assert_eq!(own["summary"], "Move the registry of Acme to the new bucket.");
    assert_eq!(texts(&own["pre_call"], "text"), ["Announce it", "Silence the alert"]);
    assert_eq!((&own["pre_call"][0]["mark"], own["pre_call"][1].get("mark")), (&json!("done"), None));
    assert_eq!(
        texts(&own["tasks"], "title"),
        ["Stop the sync job", "Switch the bucket: `./switch --to eu`", "Start the sync job"]
    );
    assert_eq!(texts(&own["post_call"], "text"), ["Pull an image"]);
    assert!(own["rollback"]["plan"].as_str().unwrap().contains("Switch the bucket back: `./switch --to us`"));
    let kept = own["kept"].to_string();
    for words in ["(mins)* - 10", "(mins)* - 60", "@jane_smith", "Services Impacted", "A dry-run has been conducted"] {
        assert!(kept.contains(words), "{words}: {kept}");
    }
    for line in [9, 11, 18, 25, 41] {
        assert!(draft.doubts.iter().any(|doubt| doubt.line == line), "{line}: {:?}", draft.doubts);
    }
    assert!(own["tasks"].as_array().unwrap().iter().all(|task| task.get("estimate").is_none()));
    for heading in [
        "Pre-Implementation checklist",
        "Pre-maintenance",
        "Pre-migration checklist",
        "Prerequisites",
        "Before the maintenance",
        "Pre-Change Steps - steps before",
    ] {
        let own = record(&only(&format!("# A - x\n\n### {heading}\n\n- [ ] a\n")));
        assert_eq!(texts(&own["pre_call"], "text"), ["a"], "{heading}");
    }
    for heading in ["Implementation steps", "Deployment steps", "Maintenance steps", "Change steps: to do"] {
        let own = record(&only(&format!("# A - x\n\n### {heading}\n\n- [ ] a\n")));
        assert_eq!(texts(&own["tasks"], "title"), ["a"], "{heading}");
    }
    for heading in ["Validation steps", "Verification", "Post-Change", "Post-maintenance checks", "Post-Migration"] {
        let own = record(&only(&format!("# A - x\n\n### {heading}\n\n- [ ] a\n")));
        assert_eq!(texts(&own["post_call"], "text"), ["a"], "{heading}");
    }
}

#[test]
fn a_header_is_found_by_what_it_holds() {
    for (text, customer) in [
        ("1. Customer: Acme\n2. Task: Move it\n3. **DRI** - @x\n", "Acme"),
        ("- Runbook name - Acme - Move it\n- DRI - @x\n", "Acme"),
        ("• **Runbook name:** Acme - Move it\n• __DRI__: @x\n", "Acme"),
        ("# Change\n\n## Overview\n\n**Customer** Acme\n\n**Task** Move it\n\n*DRI*: @x\n\n## Tasks\n\n- a\n", "Acme"),
        ("| Field | Value |\n|---|---|\n| Runbook name | Acme \\- Move it |\n| DRI | @x |\n", "Acme"),
        ("| Customer | Task | DRI |\n|---|---|---|\n| Acme | Move it | @x |\n", "Acme"),
        ("| Customer | Acme | Task | Move it |\n|---|---|---|---|\n| DRI | @x | Time zone | UTC |\n", "Acme"),
        (
            "<table>\n<tr><td>Customer</td><td>Acme</td></tr>\n<tr><td>Task</td><td>Move it</td></tr>\n<tr><td>DRI</td><td>@x</td></tr>\n</table>\n",
            "Acme",
        ),
        ("Kunde: Acme\nAufgabe: Move it\nVerantwortlich: @x\n", "Acme"),
        ("| Cliente | Acme |\n|---|---|\n| Tarea | Move it |\n| Responsable | @x |\n", "Acme"),
        ("**Nombre del runbook**: Acme - Move it\n**Responsable**: @x\n", "Acme"),
        ("| ランブック名 | Acme - Move it |\n|---|---|\n| 担当者 | @x |\n", "Acme"),
        ("顧客：Acme\n依頼内容：Move it\n担当：@x\n", "Acme"),
        ("- Nom du runbook : Acme - Move it\n- Responsable : @x\n", "Acme"),
        ("Nome do runbook: Acme - Move it\nResponsável: @x\n", "Acme"),
        ("Nome del runbook: Acme - Move it\nResponsabile: @x\n", "Acme"),
        ("| Nazwa | Acme - Move it |\n|---|---|\n| Opis | Przenosiny |\n| Kto | @x |\n", "Acme"),
    ] {
        assert_eq!(name(text), (customer.to_owned(), "Move it".to_owned()), "{text}");
        assert_eq!(record(&only(text))["dri"], "@x", "{text}");
    }
}

#[test]
fn signs_deep_lists_and_struck_items_keep_their_meaning() {
    let own = |rest: &str| only(&format!("# A - x\n\n## Pre-call checklist\n\n{rest}"));
    let draft = own("✅ a\n☑ b\n☐ c\n❌ d\n:white_check_mark: e\n- f ✅\n");
    let items = record(&draft)["pre_call"].clone();
    assert_eq!(texts(&items, "text"), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(texts(&items, "mark"), ["done", "done", "", "", "done", "done"]);
    assert_eq!(draft.doubts.len(), 1);
    for bullet in ["-", "*", "+", "•", "1.", "2)"] {
        let items = record(&own(&format!("{bullet} [x] a\n{bullet} [ ] b\n")))["pre_call"].clone();
        assert_eq!(
            (texts(&items, "text"), texts(&items, "mark")),
            (vec!["a".into(), "b".into()], vec!["done".into(), String::new()])
        );
    }
    let draft = own("- [ ] a\n  - [ ] Steps:\n    - [ ] b\n- [ ] c\n");
    assert_eq!(texts(&record(&draft)["pre_call"], "text"), ["a", "a: Steps:", "a: Steps: b", "c"]);
    let draft = own("- [ ] a\n- [x] ~~b~~\n");
    assert_eq!(texts(&record(&draft)["pre_call"], "text"), ["a"]);
    assert!(draft.doubts.iter().any(|doubt| doubt.line == 6 && doubt.message.contains("struck")));
    assert_eq!(record(&draft)["kept"][0]["text"], "- [x] ~~b~~");
}

#[test]
fn what_is_kept_is_kept_word_for_word() {
    let table = "| Colour | Number |\n|:--|--:|\n| blue  |  7 |\n|  |  |";
    let draft = only(&format!("# A - x\n\n## Notes\n\n{table}\n\n\n  two blanks behind  \nand a \u{a0}blank\n"));
    let kept = record(&draft)["kept"][0]["text"].as_str().unwrap().to_owned();
    assert_eq!(kept, format!("## Notes\n\n{table}\n\n\n  two blanks behind  \nand a \u{a0}blank"));
}
