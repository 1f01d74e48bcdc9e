//! What holds for every text: nothing panics, and no word of it is lost.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;

use super::{ImportOptions, read};
use crate::lifecycle;
use crate::model::{Kind, Line, Slug};

const PAGE: &str = include_str!("../../tests/fixtures/import/page.md");
const NOTES: &str = "# Acme - Rotate keys\n\nRunbook name: Acme - Rotate keys\nDRI: @jane\n\n## Contacts\n### GitLab\n- Jane Doe (@jane) - Execution\n\n## Pre-call\n* [ ] Look\n  because\n- [~] Ask\n\n```plain\n[x] - Fenced\n```\n\n## Tasks\n1. One - Success - 10m\n2. [Two](https://two.example) (5m)\n   how\n\n| Task | Outcome | Duration |\n|-|-|-|\n| Three | failed: late | ~5m |\n\n<details><summary>Rollback</summary>\n\nGo back.\n\n</details>\n<!-- end -->\n/label ~x\n";

pub(super) fn asked() -> ImportOptions {
    ImportOptions { customer: None, task: None, zone: None, default_zone: None, home_side: Slug::from_text("gitlab") }
}

/// Everything that the records of a text say.
pub(super) fn said(text: &str) -> Result<String, TestCaseError> {
    let drafts = match read(text.as_bytes(), &asked()) {
        Ok(drafts) => drafts,
        Err(fault) => {
            assert_eq!(fault.kind, Kind::Usage, "{fault}");
            return Err(TestCaseError::reject("no text"));
        }
    };
    let mut all = String::new();
    for mut draft in drafts {
        draft.leave_open();
        let lines = u64::try_from(text.lines().count()).unwrap_or_default().max(1);
        for remark in draft.repairs.iter().chain(&draft.doubts) {
            assert!((1..=lines).contains(&remark.line), "{remark:?} of {lines} lines");
        }
        let name = |half: &Option<Line>| half.clone().unwrap_or_else(|| Line::new("none").unwrap());
        let (customer, task) = (name(&draft.customer), name(&draft.task));
        let mut closed = draft.clone();
        closed.close();
        for runbook in [draft.named(customer.clone(), task.clone()), closed.named(customer, task)] {
            lifecycle::check(&runbook).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
            all.push_str(&serde_json::to_string(&runbook).unwrap());
        }
    }
    Ok(all)
}

/// One thing that a person does to a text.
#[derive(Debug, Clone)]
enum Slip {
    Drop(usize),
    Twice(usize),
    Swap(usize, usize),
    Before(usize, &'static str),
    /// A word at a place within a line.
    Word(usize, usize),
    /// A line of its own.
    Line(usize, &'static str),
}

fn slips() -> impl Strategy<Value = Vec<Slip>> {
    let marks = prop_oneof![
        proptest::strategy::Just("> "),
        proptest::strategy::Just("- "),
        proptest::strategy::Just("    "),
        proptest::strategy::Just("# "),
        proptest::strategy::Just("[x] "),
        proptest::strategy::Just("| "),
        proptest::strategy::Just("\\"),
        proptest::strategy::Just("```"),
        proptest::strategy::Just("<!-- "),
        proptest::strategy::Just("**"),
        proptest::strategy::Just("`"),
        proptest::strategy::Just("\u{202e}"),
    ];
    let lines = prop_oneof![
        proptest::strategy::Just(""),
        proptest::strategy::Just("---"),
        proptest::strategy::Just("```"),
        proptest::strategy::Just("<details>"),
        proptest::strategy::Just("| | |"),
        proptest::strategy::Just("### Tasks"),
        proptest::strategy::Just("-->"),
        proptest::strategy::Just("Runbook name: B - y"),
        proptest::strategy::Just("| a | b | c | d |"),
    ];
    let slip = prop_oneof![
        any::<usize>().prop_map(Slip::Drop),
        any::<usize>().prop_map(Slip::Twice),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Slip::Swap(a, b)),
        (any::<usize>(), marks).prop_map(|(at, mark)| Slip::Before(at, mark)),
        (any::<usize>(), any::<usize>()).prop_map(|(at, within)| Slip::Word(at, within)),
        (any::<usize>(), any::<usize>()).prop_map(|(at, within)| Slip::Word(at, within)),
        (any::<usize>(), lines).prop_map(|(at, line)| Slip::Line(at, line)),
    ];
    proptest::collection::vec(slip, 1..12)
}

/// The text after the slips, and the words that were put into it and are still there.
fn slipped(text: &str, slips: &[Slip]) -> (String, Vec<String>) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut words = Vec::new();
    for (number, slip) in slips.iter().enumerate() {
        let count = lines.len().max(1);
        match slip {
            Slip::Drop(at) if lines.len() > 1 => drop(lines.remove(at % count)),
            Slip::Drop(_) => {}
            Slip::Twice(at) => lines.insert(at % count, lines[at % count].clone()),
            Slip::Swap(a, b) => lines.swap(a % count, b % count),
            Slip::Before(at, mark) => lines[at % count].insert_str(0, mark),
            Slip::Line(at, line) => lines.insert(at % count, (*line).to_owned()),
            Slip::Word(at, within) => {
                let line = &mut lines[at % count];
                let gaps: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).chain([line.len()]).collect();
                let word = format!("wq{number}z");
                line.insert_str(gaps[within % gaps.len()], &format!(" {word}"));
                words.push(word);
            }
        }
    }
    let text = lines.join("\n");
    words.retain(|word| text.contains(word.as_str()));
    (text, words)
}

/// A text put together from the forms that people use, with a word of its own on every line.
fn composed(choices: &[u8]) -> String {
    const HEADINGS: [&str; 22] = [
        "# Acme - Move {}",
        "## Pre-call checklist {}",
        "## Tasks",
        "### Phase {}",
        "### Customer",
        "## GitLab contacts",
        "## Customer contacts",
        "## Rollback",
        "## Post-Change Steps - after {}",
        "### Change Details",
        "## Notes {}",
        "### Step 1 - {}",
        "**Tasks:**",
        "#### Instructions",
        "## Vor dem Anruf",
        "## Tareas",
        "### Example",
        "## Permissions",
        "### Summary",
        "<details><summary>More {}</summary>",
        "</details>",
        "---",
    ];
    const LINES: [&str; 40] = [
        "- [ ] item {}",
        "- [x] done {}",
        "  - [ ] below {}",
        "* [~] not {}",
        "• [x] dot {}",
        "✅ sign {}",
        "❌ sign {}",
        "- plain {}",
        "1. number {}",
        "    indented {}",
        "> quoted {}",
        "words {}",
        "- [x] ~~struck {}~~",
        "- [?] odd {}",
        "| Runbook name | Acme - {} |",
        "|---|---|",
        "| DRI | @{} |",
        "| a | {} | c |",
        "| Task | Outcome | Duration |",
        "| work {} | Success | 10m |",
        "| {} | | ~5m |",
        "| Name | Role |",
        "| Ann {} | Admin |",
        "- Ann {} - Admin",
        "- Tom (@{}, see it",
        "DRI: @{}",
        "1. **Customer** - {}",
        "Kunde: {}",
        "Meeting URL: https://e.example/{}",
        "Schedule at: {}",
        "*Estimated time (mins)* - {}",
        "<table>",
        "<tr><td>Key</td><td>{}</td></tr>",
        "</table>",
        "```",
        "a \\- b {}",
        "<!-- {} -->",
        "",
        "",
        "Description: {}",
    ];
    let mut out = String::new();
    for (at, pair) in choices.chunks(2).enumerate() {
        let [kind, which] = pair else { continue };
        let line = match kind % 4 {
            0 => HEADINGS[usize::from(*which) % HEADINGS.len()],
            _ => LINES[usize::from(*which) % LINES.len()],
        };
        out.push_str(&line.replace("{}", &format!("wq{at}z")));
        out.push('\n');
    }
    out
}

/// Every word of a line that the records lack and no remark about the line repeats.
pub(super) fn lost(text: &str, said: &str, told: &[(u64, String)]) -> Vec<String> {
    let words = (1..).zip(text.lines()).flat_map(|(number, line)| {
        let parts = line
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.starts_with("wq") && word.ends_with('z'));
        parts.map(move |word| (number, word.to_owned())).collect::<Vec<_>>()
    });
    let is_lost = |(number, word): &(u64, String)| {
        !said.contains(word.as_str())
            && !told.iter().any(|(line, message)| line == number && message.contains(word.as_str()))
    };
    words.filter(is_lost).map(|(number, word)| format!("line {number}: {word}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_word_of_a_composed_text_is_lost(choices in proptest::collection::vec(any::<u8>(), 2..80)) {
        let text = composed(&choices);
        if let Ok(said) = said(&text) {
            let drafts = read(text.as_bytes(), &asked()).unwrap();
            let told: Vec<(u64, String)> =
                drafts.iter().flat_map(|draft| draft.repairs.iter().chain(&draft.doubts)).map(|own| (own.line, own.message.clone())).collect();
            let lost = lost(&text, &said, &told);
            assert!(lost.is_empty(), "{lost:?}\n{text}\n{said}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_word_is_lost_whatever_slips(slips in slips(), page in any::<bool>()) {
        let (text, words) = slipped(if page { PAGE } else { NOTES }, &slips);
        if let Ok(said) = said(&text) {
            for word in words {
                assert!(said.contains(&word), "{word} is lost:\n{text}\n{said}");
            }
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "[ a-z#>*`\\[\\]x|:\\-\n\t<!/&;0-9.ä\\\\]{0,300}") {
        drop(said(&text));
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(fault) = read(&bytes, &asked()) {
            assert_eq!(fault.kind, Kind::Usage);
        }
    }
}
