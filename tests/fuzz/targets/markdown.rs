//! Reading Markdown: any text is read or refused, no word of it is lost, and what was read is a record that keeps its
//! meaning on paper and in TOML.

use runbook::import::{ImportOptions, read};
use runbook::lifecycle;
use runbook::model::{Kind, Line, Runbook, Slug};
use runbook::render::export::markdown;
use runbook::store;

use super::Target;

/// The target.
pub const MARKDOWN: Target = Target {
    name: "markdown",
    check,
    words: &[
        "# ",
        "## ",
        "### wq1z\n",
        "\n# Acme - wq2z\n\n",
        "## Tasks\n",
        "## Pre-call checklist\n",
        "## Post-call checklist wq3z\n",
        "## Rollback\n",
        "### Customer contacts\n",
        "## Instructions\n",
        "### Step 1 - wq4z\n",
        "## Vor dem Anruf\n",
        "### Example\n",
        "- [ ] wq5z",
        "- [x] ",
        "* [~] ",
        "  - ",
        "    ",
        "1. ",
        "> ",
        "\n---\n",
        "===\n",
        "```\n",
        "~~~",
        "| wq6z | b |\n|---|---|\n",
        "| Runbook name | Acme - wq7z |\n",
        "| Task | Outcome | Duration |\n|-|-|-|\n",
        "|",
        "\\",
        "<br>",
        "<details><summary>wq8z</summary>\n",
        "</details>\n",
        "<!-- wq9z",
        "-->",
        "<table><tr><td>wq10z",
        "</td><td>",
        "</td></tr></table>",
        "[wq11z](https://e.example/wq12z)",
        "![wq13z](",
        "`wq14z`",
        "**",
        "~~",
        "__wq15z__",
        "&amp;",
        "&#35;",
        "@wq16z",
        " - Success - 10m",
        "~5m",
        "DRI: @wq17z\n",
        "Schedule at: 2026-12-01 14:00 CET wq18z\n",
        "Meeting URL: https://e.example/wq19z\n",
        "/confidential\n",
        "/label ~wq20z\n",
        "✅ wq21z",
        "• ",
        "N/A",
        "\u{feff}",
        "\u{a0}",
        "\u{202e}",
        "\u{2028}",
        "\r\n",
        "\t",
        " wq22z ",
        " wq23z\n",
    ],
    seeds: &["tests/fixtures/import"],
    rounds: 400,
};

fn asked() -> ImportOptions {
    let home_side = Slug::new("gitlab").expect("a word");
    ImportOptions { customer: None, task: None, zone: None, default_zone: None, home_side }
}

fn check(data: &[u8]) {
    let drafts = match read(data, &asked()) {
        Ok(drafts) => drafts,
        Err(fault) => return assert_eq!(fault.kind, Kind::Usage, "{fault}"),
    };
    let text = std::str::from_utf8(data).expect("what is read is text");
    let last_line = 1 + text.matches(['\n', '\r']).count() as u64;
    assert!(!drafts.is_empty(), "a text without a runbook");
    let mut said = String::new();
    for mut draft in drafts {
        draft.leave_open();
        for remark in draft.repairs.iter().chain(&draft.doubts) {
            assert!((1..=last_line).contains(&remark.line), "{remark:?} in a text of {last_line} lines");
            said.push_str(&remark.message);
            said.push('\n');
        }
        let name = |half: &Option<Line>| half.clone().unwrap_or_else(|| Line::new("none").expect("a word"));
        let (customer, task) = (name(&draft.customer), name(&draft.task));
        let mut closed = draft.clone();
        closed.close();
        let drafts = if closed == draft { vec![draft] } else { vec![draft, closed] };
        for draft in drafts {
            said.push_str(&keeps_its_meaning(&draft.named(customer.clone(), task.clone())));
        }
    }
    for line in text.lines() {
        let words = without_anchor(line).split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| is_marked(word)) {
            assert!(said.contains(word), "“{word}” is lost");
        }
    }
}

/// What a page says beside a heading so that links lead there is no word of it.
fn without_anchor(line: &str) -> &str {
    match line.rsplit_once("{#") {
        Some((heading, anchor)) if heading.contains('#') && anchor.trim_end().ends_with('}') => heading,
        _ => line,
    }
}

/// Words that no reader has a meaning for: `wq7z`.
fn is_marked(word: &str) -> bool {
    let number = word.strip_prefix("wq").and_then(|rest| rest.strip_suffix('z'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A record that came of a text is sound, and the same after each way out and in; everything that it says.
fn keeps_its_meaning(record: &Runbook) -> String {
    if let Err(fault) = lifecycle::check(record) {
        panic!("{fault}");
    }
    let file = store::render_new(record).expect("a record that can be written");
    let again = store::read("x.toml", file.as_bytes()).expect("what was written is read").runbook;
    assert_eq!(&again, record, "{file}");
    let folded = store::render_inside(record).expect("a record that can be written");
    let paper = markdown(record, &asked().home_side, Some(&folded));
    let drafts = read(paper.as_bytes(), &asked()).expect("our own paper is read");
    assert_eq!(drafts.len(), 1, "our own paper holds one runbook:\n{paper}");
    let folded = drafts[0].folded.as_ref().map(|folded| folded.toml.as_str()).unwrap_or_default();
    let again = store::read("x.toml", folded.as_bytes()).expect("the folded record is read").runbook;
    assert_eq!(&again, record, "{paper}");
    serde_json::to_string(record).expect("a record as JSON")
}
