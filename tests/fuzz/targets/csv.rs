//! CSV: two readers that know nothing of us get back every cell, and what a spreadsheet would run stands there as text.
//!
//! The first line of an input chooses the dialect; the cells stand between vertical bars.

use csv::ReaderBuilder;
use runbook::model::{Moment, Row, Runbook, RunbookId, Separator, Slug, is_forbidden, visible};
use runbook::render::export::{Audience, Dialect, Exported, Part, csv, csv_list};
use serde_json::json;

use super::super::choices::Choices;
use super::Target;

/// The target.
pub const CSV: Target = Target {
    name: "csv",
    check,
    words: &[
        "|",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "=1+1",
        "＝1",
        "@john_doe",
        "@SUM(A1)",
        "＠A1",
        "+49 30 123456",
        "-5m",
        "- a point",
        "--",
        "-1,5 %",
        "+A1",
        "=cmd|' /C calc'!A0",
        "'",
        " ",
        "\u{a0}",
        "\u{3000}",
        "\u{feff}",
        "\u{200b}",
        "\u{0}",
        "\u{1b}",
        "日本",
    ],
    seeds: &[],
    rounds: 2_000,
};

fn check(data: &[u8]) {
    let (mut choices, text) = Choices::of(data);
    let separator = [Separator::Comma, Separator::Semicolon, Separator::Tab][choices.pick(3)];
    let dialect = Dialect { excel: choices.pick(2) == 1, separator };
    let text = String::from_utf8_lossy(text);
    let mut cells: Vec<&str> = text.split('|').collect();
    cells.resize(8, "");
    let rows = vec![row(cells[0], cells[1]), row(cells[2], cells[3])];
    let list = csv_list(&rows, Audience::Internal, dialect).expect("a sheet");
    holds(&list, dialect, &[("name", cells[0], cells[2]), ("problem", cells[1], cells[3])]);
    let lines: Vec<String> = cells[4..8].iter().map(|cell| cell.replace(is_forbidden, " ")).collect();
    let contacts = contacts(&lines, dialect);
    holds(&contacts, dialect, &[("name", &lines[0], &lines[2]), ("handle", &lines[1], &lines[3])]);
}

fn row(name: &str, problem: &str) -> Row {
    Row {
        name: Some(name.to_owned()),
        ready: Some(true),
        tasks_done: Some(1),
        problem: Some(problem.to_owned()),
        ..Row::new(id())
    }
}

fn id() -> RunbookId {
    "acme/work".parse().expect("an id")
}

fn contacts(lines: &[String], dialect: Dialect) -> String {
    let contact =
        |id: &str, name: &str, handle: &str| json!({"id": id, "side": "customer", "name": name, "handle": handle});
    let contacts = [contact("a", &lines[0], &lines[1]), contact("b", &lines[2], &lines[3])];
    let record = json!({"customer": "C", "task": "T", "state": "draft", "contacts": contacts});
    let runbook: Runbook = serde_json::from_value(record).expect("a record");
    let exported = Exported {
        id: &id(),
        runbook: &runbook,
        is_cut: false,
        audience: Audience::Internal,
        home_side: &Slug::new("gitlab").expect("a word"),
        commit: None,
        ready: true,
        trail: &[],
        call: None,
        ending: None,
        now: Moment::from_git(1_790_400_000, 60),
    };
    csv(&exported, Part::Contacts, dialect).expect("a sheet")
}

/// Both readers find the columns, and in them these cells.
fn holds(sheet: &str, dialect: Dialect, wanted: &[(&str, &str, &str)]) {
    let bare = sheet.strip_prefix('\u{feff}').filter(|_| dialect.excel).unwrap_or(sheet);
    assert_eq!(dialect.excel, bare.len() != sheet.len(), "the mark by which a spreadsheet knows the letters");
    let delimiter = match dialect.separator {
        Separator::Comma => b',',
        Separator::Semicolon => b';',
        Separator::Tab => b'\t',
    };
    let lines = strictly(bare, char::from(delimiter));
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(bare.as_bytes());
    let by_crate: Vec<Vec<String>> = reader
        .records()
        .map(|line| line.expect("a line with as many cells as the others").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(lines, by_crate, "two readers read two things");
    assert_eq!(lines.len(), 3, "a header and two lines");
    for (column, first, second) in wanted {
        let at = lines[0].iter().position(|name| name == column).expect("the column");
        for (line, value) in lines[1..].iter().zip([first, second]) {
            stands_there(&line[at], value, dialect.excel);
        }
    }
}

/// RFC 4180 to the letter, every cell in quotes.
fn strictly(sheet: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut letters = sheet.chars().peekable();
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    while letters.peek().is_some() {
        assert_eq!(letters.next(), Some('"'), "a cell begins with a quote");
        let mut cell = String::new();
        loop {
            match letters.next().expect("a cell ends") {
                '"' if letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => break,
                letter => cell.push(letter),
            }
        }
        line.push(cell);
        match letters.next() {
            Some('\r') => {
                assert_eq!(letters.next(), Some('\n'), "a line ends with both");
                lines.push(std::mem::take(&mut line));
            }
            next => assert_eq!(next, Some(delimiter), "behind a cell"),
        }
    }
    lines
}

/// The cell is the value, made visible, with an apostrophe exactly where it would run.
fn stands_there(cell: &str, value: &str, excel: bool) {
    let shown = visible(value);
    let bare = shown.trim_start();
    let sign = bare.chars().next().filter(|c| "=+-@＝＋－＠".contains(*c));
    let rest = bare.trim_start_matches(|c| Some(c) == sign).trim();
    if cell == shown {
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".,%".contains(c));
        let is_harmless =
            sign.is_none() || (!matches!(sign, Some('=' | '＝')) && (is_number || rest.is_empty() || !excel));
        assert!(is_harmless, "{cell:?} runs (for Excel: {excel})");
        let calls = rest.find('(').is_some_and(|at| at > 0 && rest[..at].chars().all(|c| c.is_ascii_alphabetic()));
        assert!(sign.is_none() || !calls, "{cell:?} calls a function");
    } else {
        assert_eq!(cell.strip_prefix('\''), Some(&*shown), "the cell is not the value {value:?}");
        assert!(sign.is_some(), "{cell:?} would not run without the apostrophe");
        let is_handle =
            sign == Some('@') && !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(excel || !is_handle, "a handle for scripts has an apostrophe: {cell:?}");
    }
}
