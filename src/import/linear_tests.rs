//! Four times the text takes about four times as long, whatever it is made of.

use std::time::Duration;

use super::tests::drafts;
use crate::worked::worked;

/// A text of so many lines.
type Shape = (&'static str, fn(usize) -> String);

fn lines(head: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    let body: String = (0..count).map(|at| format!("{}\n", line(at))).collect();
    format!("# Acme - Big\n\n{head}\n\n{body}")
}

/// One line of about as many hundred bytes.
fn one_line(head: &str, count: usize, part: &str) -> String {
    format!("# Acme - Big\n\n{head}{}\n", part.repeat(count * 100 / part.len()))
}

const SHAPES: &[Shape] = &[
    ("items", |n| lines("## Pre-call checklist", n, |at| format!("- [ ] item {at}"))),
    ("the same item", |n| lines("## Pre-call checklist", n, |_| "- [ ] the same".to_owned())),
    ("nested items", |n| lines("## Pre-call checklist", n, |at| format!("{}- [ ] item {at}", "  ".repeat(at % 12)))),
    ("a wrapped item", |n| lines("## Pre-call checklist\n\n- [ ] begin", n, |_| "  and so on".to_owned())),
    ("tasks", |n| lines("## Tasks\n\n| Task | Duration |\n|-|-|", n, |at| format!("| task {at} | 5m |"))),
    ("the same task", |n| lines("## Tasks", n, |_| "- the same - 5m".to_owned())),
    ("headings", |n| lines("", n, |at| format!("## Heading {at}\n\ntext {at}\n"))),
    ("sub-headings", |n| lines("## Tasks", n, |at| format!("### Part {at}\n\n- task {at}\n"))),
    ("contacts", |n| {
        lines("## Customer contacts\n\n| Name | Role |\n|-|-|", n, |at| format!("| Ann Lee{at} | Admin |"))
    }),
    ("kept lines", |n| lines("## Notes", n, |at| format!("Something {at}: is said"))),
    ("kept pieces", |n| lines("## Pre-call\n\n- [ ] a", n, |at| format!("- kept {at}\n- [ ] item {at}"))),
    ("comments", |n| lines("", n, |at| format!("text <!-- {at} --> and `code`"))),
    ("fences without an end", |n| lines("", n, |at| format!("{}\ncode {at}", "`".repeat(3 + (at * 7) % 50)))),
    ("names", |n| lines("", n, |at| format!("| Runbook name | Acme - {at} |\n|-|-|\n| DRI | @a |\n"))),
    ("tables in HTML", |n| lines("<table>", n, |at| format!("<tr><td>Key {at}</td><td>v</td></tr>")) + "</table>\n"),
    ("rows of HTML on one line", |n| {
        let row = |at: usize| format!("<tr><td>Key {at}</td><td>v</td></tr>");
        format!("# Acme - Big\n\n<table>{}</table>\n", (0..n).map(row).collect::<String>())
    }),
    ("schedules", |n| lines("## Schedule", n, |at| format!("- Start {at}: 2030-12-10 14:00–15:00 UTC"))),
    ("headings that are tasks", |n| lines("## Tasks", n, |at| format!("### Step {at}: do it\n\nso: {at}\n"))),
    ("a checklist that is a table", |n| {
        lines("## Pre-call\n\n| Check | Done |\n|-|-|", n, |at| format!("| item {at} | x |"))
    }),
    ("a list of contacts", |n| {
        lines("## Customer contacts", n, |at| format!("- Ann Lee{at}, Admin, a{at}@b.example\n  - Role: x"))
    }),
    ("folds of other times", |n| {
        lines("", n, |at| format!("<details>\n<summary>Last time {at}</summary>\ntext\n</details>"))
    }),
    ("folds without an end", |n| lines("", n, |_| "<details>\n<summary>Tasks</summary>\ntext".to_owned())),
    ("heads again", |n| {
        lines("## Customer contacts\n\n| Name | Role |\n|-|-|", n, |at| {
            format!("| Ann Lee{at} (@a{at}), Ben Doe{at} (@b{at}) | Admin |\n| **Name** | **Role** |")
        })
    }),
    ("sides of a list", |n| lines("## Contacts", n, |at| format!("- Customer:\n  - Ann Lee{at} - Admin"))),
    ("words in HTML", |n| lines("## Tasks", n, |at| format!("<li><b>task {at}</b> <code>x</code></li>"))),
    ("pictures", |n| one_line("# Acme - x ", n, ":a: 🚀 [^1] ")),
    ("boxes", |n| one_line("## Pre-call\n\n- [ ] a ", n, "☐ [ ] ")),
    ("one item", |n| one_line("## Pre-call\n\n- [ ] ", n, "words & <more `of` *it* ")),
    ("entities", |n| one_line("## Pre-call\n\n- [ ] ", n, "&")),
    ("tags", |n| one_line("| Runbook name | A - x |\n|-|-|\n| DRI | ", n, "<")),
    ("links", |n| one_line("## Tasks\n\n- ", n, "[a](https://b.example/c) https://d.example ")),
    ("brackets", |n| one_line("## Tasks\n\n- https://b.example/", n, ")")),
    ("escapes", |n| one_line("| Runbook name | A - x |\n|-|-|\n| DRI | ", n, r"\_a\- ")),
    ("cells", |n| one_line("## Tasks\n\n| Task |", n, " a |")),
];

fn time(text: &str) -> Duration {
    let begun = worked();
    drop(drafts(text));
    worked().saturating_sub(begun)
}

#[test]
fn a_text_is_read_in_a_time_that_grows_as_it_does() {
    let mut slow = Vec::new();
    for (name, shape) in SHAPES {
        let (few, many) = (shape(2_500), shape(10_000));
        let is_linear = |(short, long): (Duration, Duration)| {
            long < short * 8 + Duration::from_millis(50) && long < Duration::from_secs(20)
        };
        let measured = || (time(&few), time(&many));
        // another program may be at work: once is enough
        if !(0..3).any(|_| is_linear(measured())) {
            slow.push(format!("{name}: {:?}", measured()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
