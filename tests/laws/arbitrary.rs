//! Random records with hostile texts, for the laws of the paper.

use proptest::prelude::*;
use runbook::lifecycle::check;
use runbook::model::{Length, Moment, Runbook};
use serde_json::{Value, json};

/// What could be taken for the paper's own structure, for its folded record, or for a command.
const PIECES: [&str; 48] = [
    "```",
    "\n```\n",
    "```toml\nformat = 1\ncustomer = \"B\"\ntask = \"y\"\nstate = \"draft\"\n```",
    "~~~\n",
    "'''",
    "\"\"\"",
    "\\",
    "</details>",
    "<details>\n",
    "\n<summary>B - y</summary>\n",
    "<!-- ",
    "-->",
    "<br>",
    "&#124;",
    "&lt;",
    "|",
    "\n| Runbook name | B - y |\n|---|---|\n",
    "\n### Runbook - Tasks\n",
    "\n## Post-call checklist\n\n",
    "\n- [x] ",
    "- [ ] ",
    "[~] ",
    "\nRunbook name: B - y\n",
    "DRI: @b",
    "/close",
    "\n/confidential\n",
    "> ",
    "\n---\n",
    "===",
    "    ",
    "\t",
    " - ",
    "Success",
    "N/A",
    "10m",
    "failed: ",
    "There is no way back: ",
    "Command: ",
    "https://e.example/a_b?c=(d)&e",
    "[label](https://e.example/)",
    "`code`",
    "`",
    "**",
    "@all #1 !2 ~3 $4",
    "{{ name }} {+ x +}",
    "日本 e\u{301}👩‍👩‍👧‍👦",
    "\u{200b}",
    "\n\n",
];

pub(super) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => "[a-zß ]{1,8}",
        1 => "[ -~\n\t]{1,6}",
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// Writes a record: takes the next text, or the next choice, wherever one is needed.
struct Arbitrary {
    texts: Vec<String>,
    choices: Vec<u8>,
    at: usize,
}

/// Draws the value of a key.
type Draw = fn(&mut Arbitrary) -> Value;

impl Arbitrary {
    fn pick(&mut self, ways: usize) -> usize {
        self.at += 1;
        usize::from(self.choices[self.at % self.choices.len()]) % ways
    }

    fn prose(&mut self) -> Value {
        self.at += 1;
        self.texts[self.at % self.texts.len()].clone().into()
    }

    fn line(&mut self) -> Value {
        self.at += 1;
        self.texts[self.at % self.texts.len()].replace(['\n', '\t'], " ").into()
    }

    fn time(&mut self) -> Value {
        // every hour, at every distance from UTC that is one somewhere
        let offset = (i32::try_from(self.pick(53)).unwrap() - 24) * 30;
        let moment = Moment::from_git(1_790_000_000 + i64::try_from(self.pick(256)).unwrap() * 977, offset);
        serde_json::to_value(moment).unwrap()
    }

    fn length(&mut self) -> Value {
        Length::from_seconds(1 + u64::try_from(self.pick(256)).unwrap() * 37).to_string().into()
    }

    fn person(&mut self) -> Value {
        ["John Doe <john@example.com>", "``` /close | x <m@example.com>"][self.pick(2)].into()
    }

    /// A table of the record: some keys always, others now and then.
    fn table(&mut self, always: Vec<(&str, Value)>, sometimes: &[(&str, Draw)]) -> Value {
        let mut table: serde_json::Map<String, Value> =
            always.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        for (key, value) in sometimes {
            if self.pick(2) == 0 {
                let value = value(self);
                table.insert((*key).to_owned(), value);
            }
        }
        Value::Object(table)
    }

    fn list(&mut self, id: &str, item: impl Fn(&mut Self, String) -> Value) -> Value {
        (0..self.pick(4)).map(|number| item(self, format!("{id}-{number}"))).collect()
    }

    fn contact(&mut self, id: String) -> Value {
        let side = ["gitlab", "customer", "partner"][self.pick(3)].into();
        let duties = [json!([]), json!(["execute"]), json!(["communicate", "verify"])][self.pick(3)].clone();
        let always = vec![("id", id.into()), ("side", side), ("name", self.line()), ("duties", duties)];
        self.table(
            always,
            &[
                ("handle", |_| "@john_doe".into()),
                ("email", Self::line),
                ("role", Self::line),
                ("description", Self::prose),
                ("time_zone", |_| "Asia/Tokyo".into()),
                ("region", Self::line),
                ("pager", Self::prose),
            ],
        )
    }

    fn item(&mut self, id: String) -> Value {
        let mut always = vec![("id", id.into()), ("text", self.prose())];
        match self.pick(3) {
            0 => always.extend([("mark", "done".into()), ("by", self.person()), ("at", self.time())]),
            1 => always.extend([("mark", "prevented".into()), ("reason", self.prose())]),
            _ => {}
        }
        self.table(
            always,
            &[
                ("evidence", Self::prose),
                ("wants_evidence", |_| true.into()),
                ("rehearsal", |_| true.into()),
                ("when", |_| "not paid".into()),
            ],
        )
    }

    fn attempt(&mut self) -> Value {
        let outcome = ["success", "failed", "skipped", "paused"][self.pick(4)].into();
        let always = vec![("outcome", outcome)];
        self.table(always, &[("took", Self::length), ("note", Self::prose), ("log", Self::line), ("by", Self::person)])
    }

    fn work(&mut self, id: String) -> Value {
        let attempts = (0..self.pick(3)).map(|_| self.attempt()).collect();
        let always = vec![("id", id.into()), ("title", self.line()), ("attempts", attempts)];
        self.table(
            always,
            &[
                ("link", |arbitrary| [json!("https://e.example/a_b|c"), arbitrary.line()][arbitrary.pick(2)].clone()),
                ("instructions", Self::prose),
                ("estimate", Self::length),
                ("command", Self::prose),
                ("dry_run_command", Self::prose),
                ("wait", Self::length),
                ("required", |_| true.into()),
                ("when", |_| "paid".into()),
            ],
        )
    }

    fn permission(&mut self, id: String) -> Value {
        let state = ["wanted", "asked", "granted", "refused"][self.pick(4)].into();
        let always = vec![("id", id.into()), ("action", self.prose()), ("state", state)];
        self.table(
            always,
            &[
                ("standing", Self::line),
                ("answered_by", Self::line),
                ("answered_at", Self::time),
                ("evidence", Self::prose),
            ],
        )
    }

    fn obligation(&mut self, id: String) -> Value {
        let always = vec![("id", id.into()), ("kind", "notify".into()), ("what", self.prose())];
        self.table(
            always,
            &[("due", Self::time), ("note", Self::line), ("discharged_at", Self::time), ("evidence", Self::prose)],
        )
    }

    fn rollback(&mut self) -> Value {
        let steps = self.list("step", Self::work);
        let always = vec![("steps", steps)];
        self.table(
            always,
            &[
                ("plan", Self::prose),
                ("irreversible", Self::prose),
                ("links", |arbitrary| json!(["https://e.example/back", arbitrary.line()])),
            ],
        )
    }

    fn kept(&mut self) -> Value {
        let always = vec![("text", self.prose())];
        self.table(always, &[("line", |arbitrary| arbitrary.pick(99).into()), ("under", Self::line)])
    }

    fn record(&mut self) -> Runbook {
        let mut always = vec![("format", 1.into()), ("customer", self.line()), ("task", self.line())];
        match self.pick(4) {
            0 => always.extend([("state", "closed".into()), ("result", "partial".into())]),
            _ => always.push(("state", "draft".into())),
        }
        always.push(("confidential", (self.pick(2) == 0).into()));
        always.push(("variables", json!({"paid": self.pick(2) == 0, "note": self.line()})));
        always.push(("contacts", self.list("who", Self::contact)));
        always.push(("pre_call", self.list("pre", Self::item)));
        always.push(("post_call", self.list("post", Self::item)));
        always.push(("tasks", self.list("task", Self::work)));
        always.push(("permissions", self.list("may", Self::permission)));
        always.push(("obligations", self.list("owe", Self::obligation)));
        always.push(("kept", self.list("kept", |arbitrary, _| arbitrary.kept())));
        let record = self.table(
            always,
            &[
                ("summary", Self::prose),
                ("expected_result", Self::prose),
                ("dri", |arbitrary| [json!("@john_doe"), arbitrary.line()][arbitrary.pick(2)].clone()),
                ("scheduled_at", Self::time),
                ("time_zone", |_| "Europe/Berlin".into()),
                ("agreed", Self::prose),
                ("meeting_url", |arbitrary| {
                    [json!("https://e.example/room"), arbitrary.line()][arbitrary.pick(2)].clone()
                }),
                ("issue_url", |arbitrary| {
                    [json!("https://e.example/-/issues/1"), arbitrary.line()][arbitrary.pick(2)].clone()
                }),
                ("ticket_url", Self::line),
                ("template", |_| "blank@1".into()),
                ("rollback", Self::rollback),
                ("words_of_a_person", Self::prose),
            ],
        );
        serde_json::from_value(record).unwrap()
    }

    /// No more than the documents have a place for.
    fn documented(&mut self) -> Runbook {
        let contacts = self.list("who", |arbitrary, id| {
            let side = ["gitlab", "customer"][arbitrary.pick(2)];
            let always = vec![("id", id.into()), ("side", side.into()), ("name", arbitrary.line())];
            arbitrary.table(always, &[("role", Self::line), ("description", Self::prose)])
        });
        let item = |arbitrary: &mut Self, id: String| {
            let mut always = vec![("id", id.into()), ("text", arbitrary.prose())];
            match arbitrary.pick(3) {
                0 => always.extend([("mark", "done".into()), ("evidence", arbitrary.prose())]),
                1 => always.extend([("mark", "prevented".into()), ("reason", arbitrary.prose())]),
                _ => {}
            }
            arbitrary.table(always, &[])
        };
        let tasks = self.list("task", |arbitrary, id| {
            let mut always = vec![("id", id.into()), ("title", arbitrary.line())];
            let outcome = ["success", "failed", "skipped"][arbitrary.pick(3)];
            match arbitrary.pick(2) {
                0 => {
                    always.push(("attempts", json!([{"outcome": outcome, "took": arbitrary.length()}])));
                    always.push(("estimate", arbitrary.length()));
                }
                _ => always.push(("estimate", arbitrary.length())),
            }
            arbitrary.table(always, &[("link", |_| "https://e.example/a_b?c=(d)&e".into())])
        });
        let always = vec![
            ("customer", self.line()),
            ("task", self.line()),
            ("state", "draft".into()),
            ("confidential", true.into()),
            ("contacts", contacts),
            ("pre_call", self.list("pre", item)),
            ("tasks", tasks),
            ("post_call", self.list("post", item)),
        ];
        let record = self.table(
            always,
            &[
                ("summary", Self::prose),
                ("expected_result", Self::prose),
                ("dri", |_| "@john_doe".into()),
                ("agreed", Self::prose),
                ("meeting_url", |_| "https://e.example/room".into()),
                ("issue_url", |_| "https://e.example/-/issues/1".into()),
                ("ticket_url", |_| "https://e.example/t_1".into()),
                ("rollback", |arbitrary| json!({"plan": arbitrary.prose()})),
            ],
        );
        let mut record: Runbook = serde_json::from_value(record).unwrap();
        if self.pick(2) == 0 {
            record.scheduled_at = Some(serde_json::from_value(self.time()).unwrap());
            record.time_zone = Some("Europe/Berlin".parse().unwrap());
        }
        record
    }
}

/// Records that the rules find no fault with, each with its like that says nothing but one word.
pub(super) fn records(text: impl Strategy<Value = String>) -> impl Strategy<Value = (Runbook, Runbook)> {
    let texts = prop::collection::vec(text, 23);
    let choices = prop::collection::vec(any::<u8>(), 97);
    (texts, choices)
        .prop_map(|(texts, choices)| {
            let dull = Arbitrary { texts: vec!["word".to_owned()], choices: choices.clone(), at: 0 }.record();
            (Arbitrary { texts, choices, at: 0 }.record(), dull)
        })
        .prop_filter("the rules have no fault with it", |(record, _)| check(record).is_ok())
}

/// Words with marks before and between them that a text may well hold.
fn sentence() -> impl Strategy<Value = String> {
    let lead = prop::sample::select(vec!["", "", "", "/", "> ", "# ", "+ ", "1. ", "==", "\\", "<"]);
    let mark = prop::sample::select(vec![
        " ",
        " | ",
        " * ",
        "*",
        "_",
        " `code` ",
        " <b> ",
        "<br>",
        " & ",
        "&amp;",
        " \\ ",
        "\\|",
        "\\",
        "#",
        " [x](y) ",
        "@all ",
        " ~~",
        " -- ",
        "日本",
        " 👩‍👩‍👧‍👦 ",
        ": ",
        " $1 ",
        " {{",
        "!",
        "\n",
        "</details>",
        " `",
    ]);
    // what a form has in the place of a value is none, and is kept as what it is
    let word = || {
        "[a-z]{3,8}".prop_filter("a word", |word| !["xxx", "yyy", "zzz", "tbd", "tba", "tbc"].contains(&word.as_str()))
    };
    (lead, word(), prop::collection::vec((mark, word()), 0..4)).prop_map(|(lead, first, more)| {
        let more: String = more.into_iter().map(|(mark, word)| format!("{mark}{word}")).collect();
        format!("{lead}{first}{more}")
    })
}

/// A plan as the documents have it, half done.
pub(super) fn documented() -> impl Strategy<Value = Runbook> {
    let texts = prop::collection::vec(sentence(), 23);
    let choices = prop::collection::vec(any::<u8>(), 97);
    (texts, choices).prop_map(|(texts, choices)| Arbitrary { texts, choices, at: 0 }.documented())
}
