//! Texts as people write them, each with the facts that must come out of it.

use serde_json::{Value, json};

use super::tests::{only, record};

/// A text, the facts at their places in the record (an absent one is null), and how many doubts there are.
struct Case {
    text: &'static str,
    facts: Vec<(&'static str, Value)>,
    doubts: usize,
}

fn case(text: &'static str, facts: Vec<(&'static str, Value)>, doubts: usize) -> Case {
    Case { text, facts, doubts }
}

#[track_caller]
fn check(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for Case { text, facts, doubts } in cases {
        let draft = only(text);
        let own = record(&draft);
        for (place, wanted) in facts {
            let found = own.pointer(place).cloned().unwrap_or_default();
            if found != wanted {
                wrong.push(format!("{text}\n{place}: {found}\nwanted: {wanted}"));
            }
        }
        if draft.doubts.len() != doubts {
            wrong.push(format!("{text}\n{doubts} doubts were expected: {:#?}", draft.doubts));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn headers_in_every_form() {
    check(vec![
        // a list with bold labels
        case(
            "# Acme - Rotate keys\n\n- **DRI**: @jane\n- **Schedule at:** 2026-12-01 14:00 Europe/Berlin\n- Meeting URL: <https://zoom.example/1>\n* Gitlab Issue: [#1](https://gitlab.example/1)\n",
            vec![
                ("/dri", json!("@jane")),
                ("/scheduled_at", json!("2026-12-01T14:00:00+01:00")),
                ("/time_zone", json!("Europe/Berlin")),
                ("/meeting_url", json!("https://zoom.example/1")),
                ("/issue_url", json!("https://gitlab.example/1")),
            ],
            0,
        ),
        // a header of its own below a heading, values in bold and code, no outer pipes
        case(
            "##  Header\nRunbook name | **Acme - x**\n--- | ---\nDRI | `@a.b`\nRunbook description | one<br>two\nColour | blue\n",
            vec![("/dri", json!("@a.b")), ("/summary", json!("one\ntwo"))],
            1,
        ),
        // one row of labels and one of values
        case(
            "| Runbook name | DRI | Schedule at | Meeting URL |\n|---|---|---|---|\n| Acme - x | @a | 2026-07-01T10:00:00Z | zoom.example/1 |\n",
            vec![
                ("/dri", json!("@a")),
                ("/scheduled_at", json!("2026-07-01T10:00:00Z")),
                ("/meeting_url", json!("https://zoom.example/1")),
            ],
            0,
        ),
        // headings for fields, with the guidance left standing
        case(
            "# Acme - x\n\n#### Runbook description\n\nA small summary of the work to be done, including the expected result from the task.\n\nRotate all keys.\nThen check.\n\n#### DRI\n\nThe owner of the task and main contact for schedule and execution.\n\n@jane\n",
            vec![
                ("/summary", json!("Rotate all keys.\nThen check.")),
                ("/dri", json!("@jane")),
                ("/kept/0/under", json!("Runbook description")),
            ],
            0,
        ),
        // the expected result within the description
        case(
            "| Runbook name | Acme - x |\n|---|---|\n| Runbook description | Rotate. Expected result: all new |\n",
            vec![("/summary", json!("Rotate.")), ("/expected_result", json!("all new"))],
            0,
        ),
        // no zone, an ambiguous one, a gap, a date alone, words
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | 2026-12-01 14:00 |\n",
            vec![("/scheduled_at", Value::Null), ("/kept/0/text", json!("2026-12-01 14:00"))],
            1,
        ),
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | 2026-12-01 14:00 CST |\n",
            vec![("/scheduled_at", Value::Null)],
            1,
        ),
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | 2026-03-29 02:30 Europe/Berlin |\n",
            vec![("/scheduled_at", Value::Null)],
            1,
        ),
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | next Tuesday |\n",
            vec![("/kept/0/text", json!("next Tuesday"))],
            1,
        ),
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | TBD |\n| Meeting URL | n/a |\n| DRI | @a and @b |\n",
            vec![("/dri", Value::Null)],
            3,
        ),
        // the zone in a row of its own
        case(
            "| Runbook name | A - x |\n|-|-|\n| Schedule at | 2026-12-01 14:00 |\n| Time zone | Asia/Tokyo |\n",
            vec![("/scheduled_at", json!("2026-12-01T14:00:00+09:00"))],
            0,
        ),
        // a field said twice
        case(
            "| Runbook name | A - x |\n|-|-|\n| DRI | @a |\n\nDRI: @b\n",
            vec![("/dri", json!("@a")), ("/kept/0/text", json!("@b"))],
            1,
        ),
        // a link with words beside it
        case(
            "| Runbook name | A - x |\n|-|-|\n| Meeting URL | https://zoom.example/1 (ask Tom for the code) |\n",
            vec![("/meeting_url", json!("https://zoom.example/1"))],
            1,
        ),
    ]);
}

#[test]
fn checklists_in_every_form() {
    let pre = |rest: &str| -> &'static str {
        Box::leak(format!("# Acme - x\n\n## Pre-call checklist\n\n{rest}").into_boxed_str())
    };
    check(vec![
        case(
            pre("* [ ] a\n* [X] b\n- [x] - c\n[] d\n[~] - e\n"),
            vec![
                ("/pre_call/0/mark", Value::Null),
                ("/pre_call/1/mark", json!("done")),
                ("/pre_call/2", json!({"id": "c", "text": "c", "mark": "done"})),
                ("/pre_call/3/mark", Value::Null),
                ("/pre_call/4/reason", json!("not applicable")),
            ],
            0,
        ),
        // the reason, in any way; that a point, a quotation or code is one is a guess
        case(
            pre(
                "- [ ] a?\n\n    `indented code`\n\n- [ ] b?\n  > quoted\n\n- [ ] c?\n  - nested\n\n- [ ] d?\n  ```\n  fenced\n  ```\n- [ ] e?\n  Reason: said\n- [x] f?\n  https://evidence.example\n",
            ),
            vec![
                ("/pre_call/0/reason", json!("indented code")),
                ("/pre_call/1/reason", json!("quoted")),
                ("/pre_call/2/reason", json!("nested")),
                ("/pre_call/3/reason", json!("fenced")),
                ("/pre_call/4/reason", json!("said")),
                ("/pre_call/5/evidence", json!("https://evidence.example")),
                ("/pre_call/5/mark", json!("done")),
            ],
            3,
        ),
        // a mere paragraph is taken, and said
        case(pre("[ ] - a?\n\nNobody had time.\n"), vec![("/pre_call/0/reason", json!("Nobody had time."))], 1),
        // a sentence that was wrapped is one sentence
        case(
            pre("- [x] Inform the channel about the work with\n  a link to the runbook\n- [ ] b\n"),
            vec![
                ("/pre_call/0/text", json!("Inform the channel about the work with a link to the runbook")),
                ("/pre_call/1/text", json!("b")),
            ],
            0,
        ),
        // nested boxes keep their parent
        case(
            pre("- [ ] Inform channels:\n  - [x] `#one`\n  - [ ] `#two`\n- [ ] b\n"),
            vec![
                ("/pre_call/1/text", json!("Inform channels: `#one`")),
                ("/pre_call/1/mark", json!("done")),
                ("/pre_call/2/text", json!("Inform channels: `#two`")),
                ("/pre_call/3/text", json!("b")),
            ],
            0,
        ),
        // fenced, as later copies do
        case(
            pre("- [x] Take a backup\n  https://files.example/1\n- [ ] Ask\n"),
            vec![("/pre_call/0/evidence", json!("https://files.example/1")), ("/pre_call/1/text", json!("Ask"))],
            0,
        ),
        case(
            pre("```plain\n[x] - a\n\n[ ] - b\n    `because`\n```\n"),
            vec![("/pre_call/0/mark", json!("done")), ("/pre_call/1/reason", json!("because"))],
            0,
        ),
        // no boxes at all; numbers
        case(pre("1. a\n2. b\n"), vec![("/pre_call/0/text", json!("a")), ("/pre_call/1/mark", Value::Null)], 0),
        // a sign that may mean anything
        case(pre("- [?] a\n- [-] b\n"), vec![("/pre_call/0/mark", Value::Null), ("/pre_call/1/mark", Value::Null)], 2),
        // folded, commented, marks of the page
        case(
            "# Acme - x\n<details><summary>Pre-call checklist</summary>\n- [x] a <!-- said Tom -->\n</details>\n\n{:.note}\n## Post call\n✅ b\n",
            vec![
                ("/pre_call/0/text", json!("a")),
                ("/post_call/0/mark", json!("done")),
                ("/kept/0/text", json!("<!-- said Tom -->")),
            ],
            0,
        ),
        // bold and upper case for headings, CRLF
        case(
            "# Acme - x\r\n\r\n**PRE-CALL CHECKLIST**\r\n\r\n- [x] a\r\n\r\nPost-call checklist:\r\n\r\n- [ ] b\r\n",
            vec![("/pre_call/0/text", json!("a")), ("/post_call/0/text", json!("b"))],
            0,
        ),
        // the same words twice
        case(pre("- [x] a\n- [ ] a\n"), vec![("/pre_call/1/id", json!("a-2"))], 0),
        // no letters that an id could be made of
        case(
            pre("- [x] 日本語で確認する\n- [ ] ✨\n"),
            vec![("/pre_call/0/text", json!("日本語で確認する")), ("/pre_call/1/text", json!("✨"))],
            0,
        ),
    ]);
}

#[test]
fn tasks_in_every_form() {
    let tasks = |rest: &str| -> &'static str {
        Box::leak(format!("# Acme - x\n\n### Runbook -Tasks\n\n{rest}").into_boxed_str())
    };
    check(vec![
        case(
            tasks(
                "| Task | Outcome | Duration |\n|---|---|---|\n| a | Success | 10m |\n| b |  | 1h15m |\n| c | failed: timeout | ~5m |\n| [d](https://d.example) | ✅ | 90 min |\n",
            ),
            vec![
                ("/tasks/0/attempts", json!([{"took": "10m", "outcome": "success"}])),
                ("/tasks/1/estimate", json!("1h15m")),
                ("/tasks/1/attempts", Value::Null),
                ("/tasks/2/attempts", json!([{"took": "5m", "outcome": "failed", "note": "timeout"}])),
                ("/tasks/3/link", json!("https://d.example")),
                ("/tasks/3/title", json!("d")),
                ("/tasks/3/attempts/0/took", json!("1h30m")),
            ],
            0,
        ),
        // no separator, ragged, escaped pipes, no outer pipes, breaks
        case(
            tasks("Task | Outcome | Duration\na \\| b | Success | 10m\nc<br>d | Skipped\ne | | 5m | a word more\n"),
            vec![
                ("/tasks/0/title", json!("a | b")),
                ("/tasks/1/title", json!("c d")),
                ("/tasks/1/attempts/0/outcome", json!("skipped")),
                ("/tasks/2/estimate", json!("5m")),
                ("/kept/0/text", json!("a word more")),
            ],
            2,
        ),
        // durations that may mean anything
        case(
            tasks(
                "| Task | Outcome | Duration |\n|-|-|-|\n| a | | 60-90 minutes |\n| b | | unknown |\n| c | | 1:30 |\n| d | Done | 10 |\n",
            ),
            vec![
                ("/tasks/0/estimate", Value::Null),
                ("/kept/0/text", json!("60-90 minutes")),
                ("/tasks/3/attempts", json!([{"outcome": "success"}])),
            ],
            4,
        ),
        // blank cells, blank rows, a row without a task
        case(
            tasks(
                "| Task | Outcome | Duration |\n|-------------|---------|----------|\n|             |         |          |\n| | | |\n| a | | |\n| | Success | 5m |\n",
            ),
            vec![("/tasks/0", json!({"id": "a", "title": "a"})), ("/tasks/1", Value::Null)],
            1,
        ),
        // other columns, in another order, with a unit
        case(
            tasks(
                "| # | Duration (min) | Task | Result | Notes | Owner |\n|-|-|-|-|-|-|\n| 1 | 75 | a | OK | went well | Tom |\n",
            ),
            vec![
                ("/tasks/0/attempts", json!([{"took": "1h15m", "outcome": "success", "note": "went well"}])),
                ("/kept/0/text", json!("75")),
            ],
            1,
        ),
        // planned and actual apart
        case(
            tasks("| Step | Planned | Actual | Outcome |\n|-|-|-|-|\n| a | 10m | 12m | Success |\n| b | 5m | | |\n"),
            vec![
                ("/tasks/0/estimate", json!("10m")),
                ("/tasks/0/attempts/0/took", json!("12m")),
                ("/tasks/1/estimate", json!("5m")),
            ],
            0,
        ),
        // lists, ticks say nothing of the outcome
        case(
            tasks(
                "1. a - Success - 10m\n2. b (5m)\n3. [c](https://c.example)\n   - Outcome: Failed\n   - Duration: 2m\n   how it is done\n- [x] d\n",
            ),
            vec![
                ("/tasks/0/attempts", json!([{"took": "10m", "outcome": "success"}])),
                ("/tasks/1/estimate", json!("5m")),
                ("/tasks/2/attempts", json!([{"took": "2m", "outcome": "failed"}])),
                ("/tasks/2/instructions", json!("how it is done")),
                ("/tasks/3", json!({"id": "d", "title": "d"})),
            ],
            1,
        ),
        // an outcome that is none
        case(
            tasks("| Task | Outcome | Duration |\n|-|-|-|\n| a | in progress | 10m |\n| b | Success? | 1m |\n"),
            vec![
                ("/tasks/0/estimate", Value::Null),
                ("/tasks/0/attempts", Value::Null),
                ("/tasks/1/attempts", Value::Null),
                ("/kept/0/text", json!("10m")),
            ],
            4,
        ),
        // wide characters, code with a pipe
        case(
            tasks(
                "| Task | Outcome | Duration |\n|-|-|-|\n| ユーザーを確認 | Success | 10m |\n| Run `a | b` | Success | 1m |\n",
            ),
            vec![("/tasks/0/title", json!("ユーザーを確認")), ("/tasks/1/title", json!("Run `a | b`"))],
            0,
        ),
    ]);
}

#[test]
fn people_and_ways_back_in_every_form() {
    check(vec![
        case(
            "| Runbook name | A - x |\n|-|-|\n| DRI | @tom_blogs |\n\n### Contacts\n#### GitLab\n- Tom Blogs - Technical Execution\n- **Jane Smith** (@jane): Communication\n#### Customer\n| Name | Role | Description | Phone |\n|-|-|-|-|\n| Ann <ann@acme.example> | IT Manager | Coordination | 123 |\n",
            vec![
                ("/contacts/0/handle", json!("@tom_blogs")),
                ("/contacts/0/duties", json!(["execute"])),
                ("/contacts/1/handle", json!("@jane")),
                ("/contacts/1/role", json!("Communication")),
                ("/contacts/2/side", json!("customer")),
                ("/contacts/2/email", json!("ann@acme.example")),
                ("/contacts/2/duties", json!(["coordinate"])),
                ("/kept/0/text", json!("123")),
            ],
            1,
        ),
        // nobody says whose people they are
        case("# A - x\n\n| Name | Role |\n|-|-|\n| Tom | Execution |\n", vec![("/contacts", Value::Null)], 2),
        // the rollback: steps, links, code, why there is none
        case(
            "# A - x\n\n## Roll-back\n\n1. Run it again\n2. Tell them\n\n```sh\nrun --undo\n```\n\n- https://docs.example/back\n\n| Step | Outcome | Duration |\n|-|-|-|\n| Undo | | 5m |\n",
            vec![
                ("/rollback/plan", json!("1. Run it again\n2. Tell them\n\n```sh\nrun --undo\n```")),
                ("/rollback/links", json!(["https://docs.example/back"])),
                ("/rollback/steps/0/estimate", json!("5m")),
            ],
            0,
        ),
        case(
            "# A - x\n\n## Rollback plan\n\nIrreversible: the secrets are gone\n",
            vec![("/rollback/irreversible", json!("the secrets are gone"))],
            0,
        ),
        case(
            "# A - x\n\n## Rollback plan\n\nTBD\n\n## Notes\n\nWe met.\n/label ~x\n/confidential\n",
            vec![
                ("/rollback", Value::Null),
                ("/confidential", json!(true)),
                ("/kept/1/text", json!("## Notes\n\nWe met.")),
            ],
            3,
        ),
    ]);
}
