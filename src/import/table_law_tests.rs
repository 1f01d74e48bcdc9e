//! What holds for every table, whatever columns it has and however its cells are written: no word of it is lost.

use proptest::prelude::{ProptestConfig, any, proptest};

use super::languages::LEXICON;
use super::law_tests::{asked, lost, said};
use super::read;

/// What may stand in a cell, whatever the column.
const CELLS: [&str; 22] = [
    "{}",
    "{}",
    "Ann {}",
    "`@{}`",
    "Ann (@{}, {})",
    "{}@a.example",
    "{}@a.example, {}@b.example",
    "{}@a.example (mornings {})",
    "[{}](mailto:{}@a.example)",
    "[{}](https://e.example/{})",
    "{}<br>{}",
    "{} ({})",
    "{}, {}",
    "Success {}",
    "Success, 12 {}",
    "10m",
    "10m {}",
    "execute, {}",
    "Europe/Berlin {}",
    "+49 170 1234567 {}",
    "n/a",
    "",
];

/// Takes one choice after the other.
struct Choices<'c>(std::iter::Cycle<std::slice::Iter<'c, u8>>);

impl Choices<'_> {
    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[usize::from(*self.0.next().unwrap()) % all.len()]
    }
}

/// A table of any columns that one of the languages knows, in Markdown or in HTML.
fn table(choices: &[u8]) -> String {
    let mut choices = Choices(choices.iter().cycle());
    let mut contacts: Vec<&str> = LEXICON.contact_columns.keys().copied().collect();
    let mut tasks: Vec<&str> = LEXICON.task_columns.keys().copied().collect();
    contacts.sort_unstable();
    tasks.sort_unstable();
    let kinds = [
        ("## Customer contacts", "name", contacts.as_slice()),
        ("## Contacts", "name", contacts.as_slice()),
        ("## Tasks", "task", tasks.as_slice()),
    ];
    let (heading, first, columns) = choices.of(&kinds);
    let (html, rows) = (*choices.of(&[None, None, Some(true), Some(false)]), *choices.of(&[1, 2, 3]));
    let mut heads = vec![*first];
    for _ in 0..*choices.of(&[1, 2, 3, 4, 5, 6]) {
        // both bytes of a choice, as there are more columns than a byte counts
        let half = columns.len() / 2;
        let (left, right) = columns.split_at(half);
        let side = if *choices.of(&[true, false]) { left } else { right };
        heads.push(*choices.of(side));
    }
    let mut count = 0;
    let mut cells = |choices: &mut Choices<'_>| -> Vec<String> {
        let mut fill = |cell: &&str| {
            cell.split("{}").map(str::to_owned).reduce(|all, part| {
                count += 1;
                format!("{all}wq{count}z{part}")
            })
        };
        (0..heads.len()).map(|_| *choices.of(&CELLS)).map(|cell| fill(&cell).unwrap_or_default()).collect()
    };
    let mut lines = vec!["# Acme - Move it".to_owned(), String::new(), (*heading).to_owned(), String::new()];
    match html {
        None => {
            lines.push(format!("| {} |", heads.join(" | ")));
            lines.push("|-".repeat(heads.len()) + "|");
            lines.extend((0..rows).map(|_| format!("| {} |", cells(&mut choices).join(" | "))));
        }
        Some(is_closed) => {
            let (end, open) = if is_closed { ("</p></td>", "<td><p>") } else { ("", "<td>") };
            lines.push("<table>".to_owned());
            lines.push(format!("<tr><th>{}</th></tr>", heads.join("</th><th>")));
            for _ in 0..rows {
                let cells: Vec<String> = cells(&mut choices).iter().map(|cell| format!("{open}{cell}{end}")).collect();
                lines.push(format!("<tr>{}</tr>", cells.concat()));
            }
            lines.push("</table>".to_owned());
        }
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_word_of_a_table_is_lost(choices in proptest::collection::vec(any::<u8>(), 20..60)) {
        let text = table(&choices);
        let said = said(&text)?;
        let drafts = read(text.as_bytes(), &asked()).unwrap();
        let remarks = drafts.iter().flat_map(|draft| draft.repairs.iter().chain(&draft.doubts));
        let told: Vec<(u64, String)> = remarks.map(|own| (own.line, own.message.clone())).collect();
        let lost = lost(&text, &said, &told);
        assert!(lost.is_empty(), "{lost:?}\n{text}\n{said}");
    }
}
