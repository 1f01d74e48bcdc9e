//! Targets out of what a person has: lines, or a column of a CSV file.
//!
//! Blank lines and repetitions are left out and counted; what a terminal or a program could take for something else than
//! a name is refused with its line.

use std::collections::HashSet;

use super::list::TargetList;
use crate::model::{Fault, Result, is_forbidden, visible_line};

/// The longest target, in bytes.
const LONGEST: usize = 4_096;

/// Where the targets stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One a line.
    Lines,
    /// In the column of this title, in CSV with a row of titles.
    Titled(String),
    /// In the column of this number, from one, in CSV without titles.
    Numbered(usize),
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
}

/// Gathers the targets out of a text.
///
/// # Errors
/// `Usage` with the line: not UTF-8, a control character, too long, no such column; or when there is no target at all.
pub fn gather(bytes: &[u8], wanted: &Wanted) -> Result<Gathered> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line =
            bytes.get(..error.valid_up_to()).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::usage(format!("line {line}: the list of targets is not UTF-8"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = match wanted {
        Wanted::Lines => (1_u64..).zip(text.lines().map(str::to_owned)).collect(),
        Wanted::Titled(title) => titled(text, title)?,
        Wanted::Numbered(number) => numbered(text, *number)?,
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
    Ok(Gathered { list, blank, twice })
}

/// The CSV, with titles or without. What stands between its cells is what cuts its first line into most of them: a
/// spreadsheet writes semicolons wherever the comma is the mark of decimals.
fn reader(text: &str, has_titles: bool) -> csv::Reader<&[u8]> {
    let with = |separator: u8| {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator).has_headers(has_titles).flexible(true);
        builder.from_reader(text.as_bytes())
    };
    let cells = |separator: &u8| {
        let mut first = csv::StringRecord::new();
        let read = csv::ReaderBuilder::new()
            .delimiter(*separator)
            .has_headers(false)
            .from_reader(text.as_bytes())
            .read_record(&mut first);
        if read.is_ok() { first.len() } else { 0 }
    };
    // of equals the last one counts, and a comma is what CSV has where nothing speaks for another
    with(*[b'\t', b';', b','].iter().max_by_key(|separator| cells(separator)).unwrap_or(&b','))
}

fn titled(text: &str, title: &str) -> Result<Vec<(u64, String)>> {
    let mut reader = reader(text, true);
    let titles = reader.headers().map_err(|error| misread(&error))?.clone();
    let is_it = |own: &&str| own.trim().eq_ignore_ascii_case(title.trim());
    let column = titles.iter().position(|own| is_it(&own)).ok_or_else(|| {
        let all: Vec<_> = titles.iter().map(visible_line).collect();
        Fault::usage(format!("there is no column “{title}”: the titles are {}", all.join(", ")))
            .hint("--column NUMBER takes a column of a file without titles, from 1")
    })?;
    column_of(&mut reader, column)
}

fn numbered(text: &str, number: usize) -> Result<Vec<(u64, String)>> {
    let column = number.checked_sub(1).ok_or_else(|| Fault::usage("columns are counted from 1"))?;
    column_of(&mut reader(text, false), column)
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
        let titled = Wanted::Titled("username".into());
        for text in ["username;mail\na;1,5\nb;2\n", "mail\tusername\n1,5\ta\n2\tb\n", "username,mail\na,x;y\nb,\n"] {
            assert_eq!(targets(text, &titled), ["a", "b"], "{text}");
        }
        assert_eq!(targets("x;a\n2,5;b\n", &Wanted::Numbered(2)), ["a", "b"]);
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
        assert_eq!(targets(text, &Wanted::Titled("user name".into())), ["Doe, Jo", "tom"]);
        assert_eq!(targets("1,a\n2,b\n", &Wanted::Numbered(2)), ["a", "b"]);
        for (text, wanted, says) in [
            (text, Wanted::Titled("mail".into()), "the titles are id, User Name"),
            ("a,b\n1\n", Wanted::Titled("b".into()), "line 2: there is no column 2"),
            ("a\n", Wanted::Numbered(0), "from 1"),
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
