//! Texts that are something else to one format or another, and the rich runbook with one of them wherever it has text.

use serde_json::Value;

use crate::model::Runbook;
use crate::render::test_fixture;

/// Text that is markup, a command, a formula or a cell too many somewhere.
pub(super) const TRAPS: &[&str] = &[
    "/close",
    "/close\n/assign @all\n/confidential",
    "fine\n/close\n",
    "```\n/close\n```",
    "````\n```\n/close\n```\n````",
    "~~~\n/close",
    "@all @here and @john_doe, a@b.example",
    "| a | b |\n|---|---|\n| c | d |",
    "a \\| b \\\\| c",
    "<!-- hidden",
    "--> shown",
    "]]> <![CDATA[ <?php ?>",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>",
    "\" onmouseover=\"alert(1)\" x='y' autofocus onfocus=alert(1)",
    "</title></style></svg></details>\n\n/close",
    "<details>\n<summary>x</summary>",
    "# heading\n## another #",
    "- [x] ticked\n* [ ] open\n1. one\n2) two",
    "> quoted\n>>>\n",
    "    indented code\n\tmore",
    "title\n=====\nmore\n-----",
    "[link](javascript:alert(1)) ![image](x) [ref]: y [^1] javascript:alert(1)",
    "**bold** __bold__ *it* _it_ ~~gone~~ `code` ``more ` code`` `<b>`",
    "&lt;b&gt; &copy; &#60;i&#62; #1 !2 %3 $4 ^5 &6 ~7 \"x\"",
    "{+ added +} {- gone -} [+ x +] {{ name }}",
    "https://example.com/a_b_?x=1&y=<2>|3 and http://[::1]/`x` https://e.example/\"onclick=x",
    "\u{200b}zero\u{200f}width 日本語 👩‍👩‍👧‍👦",
    "  spaces before and after  ",
    "[[_TOC_]]\n[TOC]\n::include{file=x}\n:::\n---\na: b\n---",
    "=1+1 +1 -1 @SUM(A1)\t=cmd|' /C calc'!A0",
    "x;y,z:\\n\\,\nEND:VEVENT\nBEGIN:VEVENT",
    "ends with \\",
    "---",
    "`",
];

/// The rich runbook with this text in place of every other.
pub(super) fn filled(text: &str) -> Runbook {
    let mut value = serde_json::to_value(test_fixture::runbook()).unwrap();
    let line = text.replace(['\n', '\t'], " ");
    fill(&mut value, "", text, &line);
    serde_json::from_value(value).unwrap()
}

fn fill(value: &mut Value, key: &str, text: &str, line: &str) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| fill(value, key, text, line)),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, key, text, line)),
        // the digest of an approved plan is no words
        Value::String(old) if key == "plan" && old == "00" => {}
        Value::String(old) => match key {
            "summary" | "expected_result" | "agreed" | "text" | "reason" | "evidence" | "action" | "instructions"
            | "command" | "dry_run_command" | "note" | "plan" | "irreversible" | "what" | "description" => {
                *old = text.to_owned();
            }
            "customer" | "task" | "dri" | "meeting_url" | "issue_url" | "ticket_url" | "name" | "handle" | "email"
            | "role" | "standing" | "answered_by" | "title" | "link" | "links" | "log" | "under" | "region"
            | "code" | "template" => {
                *old = line.to_owned();
            }
            _ => {}
        },
        _ => {}
    }
}
