//! Targets out of what a person has: lines, or a column of a CSV file.
//!
//! Blank lines and repetitions are left out and counted; what a terminal or a program could take for something else than
//! a name is refused with its line.

use std::collections::HashSet;

use super::list::TargetList;
use crate::model::{Fault, Result, Separator, is_forbidden, visible_line};

/// The longest target, in bytes.
const LONGEST: usize = 4_096;

/// Where the targets stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One a line.
    Lines,
    /// In the column of this title, in CSV with a row of titles; with what stands between the cells, where a person said.
    Titled(String, Option<Separator>),
    /// In the column of this number, from one, in CSV without titles; with what stands between the cells, too.
    Numbered(usize, Option<Separator>),
}

/// The targets, and what was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// The list.
    pub list: TargetList,
    /// How many lines were blank.
    pub blank: usize,
    /// How many stood there before.
    pub twice: usize,
    /// Whether whole lines were taken of what looks like a table.
    pub is_table: bool,
}

/// Gathers the targets out of a text.
///
/// # Errors
/// `Usage` with the line: not UTF-8, a control character, too long, no such column; when there is no target at all; or when
/// the text can be cut into cells in several ways.
pub fn gather(bytes: &[u8], wanted: &Wanted) -> Result<Gathered> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line =
            bytes.get(..error.valid_up_to()).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::usage(format!("line {line}: the list of targets is not UTF-8"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = match wanted {
        Wanted::Lines => (1_u64..).zip(text.lines().map(str::to_owned)).collect(),
        Wanted::Titled(title, cut) => titled(text, title, *cut)?,
        Wanted::Numbered(number, cut) => numbered(text, *number, *cut)?,
    };
    let mut seen = HashSet::new();
    let (mut blank, mut twice) = (0, 0);
    for (line, row) in &rows {
        let target = row.trim();
        if target.is_empty() {
            blank += 1;
        } else if let Some(c) = target.chars().find(|c| is_forbidden(*c)) {
            return Err(Fault::usage(format!(
                "line {line}: a target holds the control character {}",
                c.escape_unicode()
            ))
            .hint("a target is one line of plain text"));
        } else if target.len() > LONGEST {
            return Err(Fault::usage(format!("line {line}: a target has {LONGEST} bytes at most"))
                .hint("for one column of a CSV file: --column TITLE"));
        } else if !seen.insert(target) {
            twice += 1;
        }
    }
    if seen.is_empty() {
        return Err(Fault::usage("there is no target in the list"));
    }
    let list = TargetList::new(rows.iter().map(|(_, row)| row.trim()).filter(|target| seen.remove(target)));
    // one line alone is no table
    let is_table =
        *wanted == Wanted::Lines && rows.len() > 1 && Separator::ALL.into_iter().any(|own| is_even(text, own));
    Ok(Gathered { list, blank, twice, is_table })
}

/// The CSV, cut by this.
fn reader(text: &str, separator: Separator, has_titles: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator.byte()).has_headers(has_titles).flexible(true);
    builder.from_reader(text.as_bytes())
}

/// What stands between the cells: what cuts every row into as many of them, as a spreadsheet writes them. Where nothing
/// does, it is what cuts the first row into most.
///
/// # Errors
/// `Usage` where several do among those that `fit`: one of them would take other targets, and nobody would notice.
fn separator(text: &str, fits: impl Fn(Separator) -> bool) -> Result<Separator> {
    let even: Vec<Separator> = Separator::ALL.into_iter().filter(|own| is_even(text, *own)).collect();
    let fitting: Vec<Separator> = even.iter().copied().filter(|own| fits(*own)).collect();
    match (fitting.as_slice(), even.as_slice()) {
        ([only], _) | ([], [only]) => Ok(*only),
        ([], _) => {
            // of equals the last one counts, and a comma is what CSV has where nothing speaks for another
            let most = Separator::ALL.into_iter().rev().max_by_key(|own| cells_of_first(text, *own));
            Ok(most.unwrap_or_default())
        }
        (several, _) => {
            let words: Vec<&str> = several.iter().map(|own| own.word()).collect();
            let fault = Fault::usage(format!("every row can be cut into cells by {}", words.join(" and by ")));
            Err(words.iter().fold(fault, |fault, word| fault.hint(format!("say which it is: --separator {word}"))))
        }
    }
}

/// True when each row that holds something has as many cells, and more than one.
fn is_even(text: &str, separator: Separator) -> bool {
    let mut count = None;
    for row in reader(text, separator, false).records() {
        let Ok(row) = row else { return false };
        let is_blank = row.iter().all(|cell| cell.trim().is_empty());
        if !is_blank && *count.get_or_insert(row.len()) != row.len() {
            return false;
        }
    }
    count.is_some_and(|count| count > 1)
}

fn cells_of_first(text: &str, separator: Separator) -> usize {
    reader(text, separator, false).records().next().and_then(std::result::Result::ok).map_or(0, |first| first.len())
}

/// Where the column of this title stands in a row of titles.
fn column_titled(titles: &csv::StringRecord, title: &str) -> Option<usize> {
    titles.iter().position(|own| own.trim().eq_ignore_ascii_case(title.trim()))
}

fn titled(text: &str, title: &str, cut: Option<Separator>) -> Result<Vec<(u64, String)>> {
    let has_title = |own| reader(text, own, true).headers().is_ok_and(|titles| column_titled(titles, title).is_some());
    let separator = cut.map_or_else(|| separator(text, has_title), Ok)?;
    let mut reader = reader(text, separator, true);
    let titles = reader.headers().map_err(|error| misread(&error))?.clone();
    let column = column_titled(&titles, title).ok_or_else(|| {
        let all: Vec<_> = titles.iter().map(visible_line).collect();
        Fault::usage(format!("there is no column “{title}”: the titles are {}", all.join(", ")))
            .hint("--column NUMBER takes a column of a file without titles, from 1")
    })?;
    column_of(&mut reader, column)
}

fn numbered(text: &str, number: usize, cut: Option<Separator>) -> Result<Vec<(u64, String)>> {
    let column = number.checked_sub(1).ok_or_else(|| Fault::usage("columns are counted from 1"))?;
    let separator = cut.map_or_else(|| separator(text, |_| true), Ok)?;
    column_of(&mut reader(text, separator, false), column)
}

fn column_of(reader: &mut csv::Reader<&[u8]>, column: usize) -> Result<Vec<(u64, String)>> {
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| misread(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = record.get(column).ok_or_else(|| {
            Fault::usage(format!("line {line}: there is no column {}, the row has {}", column + 1, record.len()))
        })?;
        rows.push((line, cell.to_owned()));
    }
    Ok(rows)
}

fn misread(error: &csv::Error) -> Fault {
    Fault::usage(format!("the list of targets is no CSV: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str, wanted: &Wanted) -> Vec<String> {
        gather(text.as_bytes(), wanted).unwrap().list.iter().map(str::to_owned).collect()
    }

    #[test]
    fn cells_are_cut_as_the_spreadsheet_cut_them() {
        let titled = Wanted::Titled("username".into(), None);
        for text in ["username;mail\na;1,5\nb;2\n", "mail\tusername\n1,5\ta\n2\tb\n", "username,mail\na,x;y\nb,\n"] {
            assert_eq!(targets(text, &titled), ["a", "b"], "{text}");
        }
        assert_eq!(targets("x;a\n2,5;b\n", &Wanted::Numbered(2, None)), ["a", "b"]);
    }

    #[test]
    fn a_text_that_can_be_cut_in_several_ways_is_cut_as_a_person_says() {
        let text = "Meier, Anna;anna@example.com\nDoe, Jo;jo@example.com\n";
        let second = Wanted::Numbered(2, None);
        let fault = gather(text.as_bytes(), &second).unwrap_err();
        assert!(fault.message.contains("comma and by semicolon"), "{fault}");
        assert_eq!(fault.hints.len(), 2);
        let cut = |separator| gather(text.as_bytes(), &Wanted::Numbered(2, Some(separator))).unwrap().list;
        assert_eq!(cut(Separator::Semicolon).iter().collect::<Vec<_>>(), ["anna@example.com", "jo@example.com"]);
        assert_eq!(cut(Separator::Comma).iter().next(), Some("Anna;anna@example.com"));
        // one row that does not fit, or a title, settles it
        let one = format!("{text}tom;tom@example.com\n");
        assert_eq!(targets(&one, &second), ["anna@example.com", "jo@example.com", "tom@example.com"]);
        let titled = format!("Last, first;mail\n{text}");
        assert_eq!(targets(&titled, &Wanted::Titled("mail".into(), None)), ["anna@example.com", "jo@example.com"]);
    }

    #[test]
    fn a_table_that_is_taken_by_lines_is_told() {
        for (text, is_table) in [
            ("id,name\n1,ann\n2,bob\n", true),
            ("1;ann\n2;bob\n", true),
            ("ann\nbob\n", false),
            ("Meier, Anna\n", false),
            ("Meier, Anna\nSchulz\n", false),
        ] {
            assert_eq!(gather(text.as_bytes(), &Wanted::Lines).unwrap().is_table, is_table, "{text}");
        }
        let by_column = gather(b"id,name\n1,ann\n2,bob\n", &Wanted::Titled("name".to_owned(), None)).unwrap();
        assert!(!by_column.is_table);
    }

    #[test]
    fn lines_are_trimmed_and_blank_and_repeated_ones_are_counted() {
        let found = gather("\u{feff}b\r\n\r\n a \nb\n  \n-x\n".as_bytes(), &Wanted::Lines).unwrap();
        assert_eq!(found.list.iter().collect::<Vec<_>>(), ["b", "a", "-x"]);
        assert_eq!((found.blank, found.twice, found.list.count()), (2, 1, 3));
        assert_eq!((found.list.get(0), found.list.get(2), found.list.get(3)), ("b", "-x", ""));
        assert_eq!(found.list.find(&["a".into(), "-x".into()]).unwrap(), [1, 2]);
    }

    #[test]
    fn a_column_is_taken_by_title_or_number() {
        let text = "id,User Name\n1,\"Doe, Jo\"\n2,tom\n";
        assert_eq!(targets(text, &Wanted::Titled("user name".into(), None)), ["Doe, Jo", "tom"]);
        assert_eq!(targets("1,a\n2,b\n", &Wanted::Numbered(2, None)), ["a", "b"]);
        for (text, wanted, says) in [
            (text, Wanted::Titled("mail".into(), None), "the titles are id, User Name"),
            ("a,b\n1\n", Wanted::Titled("b".into(), None), "line 2: there is no column 2"),
            ("a\n", Wanted::Numbered(0, None), "from 1"),
            ("a\nb\u{1b}[2J\n", Wanted::Lines, "line 2"),
            ("a\nb\u{202e}\n", Wanted::Lines, "line 2"),
            ("\n \n", Wanted::Lines, "no target"),
        ] {
            let fault = gather(text.as_bytes(), &wanted).unwrap_err();
            assert!(fault.message.contains(says), "{fault}");
        }
        assert!(gather(b"a\nb\xff\n", &Wanted::Lines).unwrap_err().message.contains("line 2"));
        assert!(gather("x".repeat(LONGEST + 1).as_bytes(), &Wanted::Lines).is_err());
    }
}
