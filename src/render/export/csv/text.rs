//! The one place where text is made harmless for a spreadsheet.
//!
//! Every field stands in quotes. A value is byte for byte what the record says, with one exception: what a spreadsheet
//! would run gets an apostrophe in front, which makes it text. For Excel that is whatever it takes for a formula, a handle
//! too; for everybody else only what computes or calls something.

use std::sync::LazyLock;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use regex::Regex;

use crate::model::{Fault, Result, Separator, visible};

/// Which kind of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dialect {
    /// For opening in Excel: a byte-order mark, without which it takes UTF-8 for the code page of its country, and text
    /// where it would see a formula.
    pub excel: bool,
    /// Between two fields.
    pub separator: Separator,
}

/// The lines as CSV (RFC 4180), the header row among them.
///
/// # Errors
/// `Bug` only.
pub(super) fn sheet<'v, L>(lines: impl IntoIterator<Item = L>, dialect: Dialect) -> Result<String>
where
    L: IntoIterator<Item = &'v str>,
{
    let bug = |error: &dyn std::fmt::Display| Fault::bug(format!("a sheet cannot be written: {error}"));
    let mark = if dialect.excel { "\u{feff}" } else { "" };
    let mut writer = WriterBuilder::new()
        .delimiter(dialect.separator.byte())
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(mark.as_bytes().to_vec());
    for line in lines {
        writer
            .write_record(line.into_iter().map(|value| harmless(value, dialect.excel)))
            .map_err(|error| bug(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| bug(&error))?;
    String::from_utf8(bytes).map_err(|error| bug(&error))
}

fn harmless(value: &str, excel: bool) -> String {
    let value = visible(value);
    let guard = if runs(&value, excel) { "'" } else { "" };
    format!("{guard}{value}")
}

/// True for what a spreadsheet would run, in whatever width its sign is typed and whatever blanks stand before it.
fn runs(value: &str, excel: bool) -> bool {
    let bare = value.trim_start();
    let mut letters = bare.chars();
    let Some(sign) = letters.next().filter(|c| "=+-@＝＋－＠".contains(*c)) else { return false };
    match () {
        () if "=＝".contains(sign) => true,
        () if is_match(&NUMBER, bare) => false,
        () if excel => letters.any(|c| !c.is_whitespace() && c != sign),
        // `@max1` is somebody, though it has the shape of a cell
        () if is_match(&HANDLE, bare) => false,
        () => is_match(&CALL, bare) || is_match(&SUM, bare),
    }
}

/// A number with its sign, which a spreadsheet takes for that number.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[+-][0-9]+([.,][0-9]+)*\s?%?\s*$").ok());

/// Somebody's handle and nothing else.
static HANDLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^@\w[\w.-]*\s*$").ok());

/// A function with its bracket, another program with its bar, another sheet with its mark.
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w.](\(|\s?\|\s?[\w'])|['\w\]]![\w$]").ok());

/// Nothing but numbers and the names of cells, joined by what computes: `+A1`, `-1+1`, and `+49-30-123`, which is a
/// telephone until a spreadsheet subtracts it.
static SUM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = r"\s*\(*(\$?[A-Za-z]{1,3}\$?[0-9]+|[0-9]+([.,][0-9]+)?%?)\)*\s*";
    Regex::new(&format!(r"^[-+@＋－＠]+(\s*\$?[A-Za-z]{{1,3}}\$?[0-9]+\s*|{part}([-+*/^&<>=:]+{part})+)$")).ok()
});

/// A pattern that is none runs everything.
fn is_match(pattern: &Option<Regex>, value: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXCEL: Dialect = Dialect { excel: true, separator: Separator::Semicolon };

    #[test]
    fn patterns_are_patterns() {
        assert!(NUMBER.is_some() && HANDLE.is_some() && CALL.is_some() && SUM.is_some());
    }

    #[test]
    fn a_value_is_written_byte_for_byte_with_its_quotes_doubled() {
        for (value, written) in [
            ("plain", "\"plain\""),
            ("", "\"\""),
            ("a \"b\", c;\nd\t日本語 ü", "\"a \"\"b\"\", c;\nd\t日本語 ü\""),
            ("e\u{1b}[2J", "\"e\\u{1b}[2J\""),
        ] {
            assert_eq!(sheet([[value, "x"]], Dialect::default()).unwrap(), format!("{written},\"x\"\r\n"));
            assert_eq!(sheet([[value, "x"]], EXCEL).unwrap(), format!("\u{feff}{written};\"x\"\r\n"));
        }
        let tab = Dialect { separator: Separator::Tab, ..Dialect::default() };
        assert_eq!(sheet([["a", "b"]], tab).unwrap(), "\"a\"\t\"b\"\r\n");
    }

    #[test]
    fn what_would_run_is_text_and_nothing_else_is_touched() {
        for runs_anywhere in [
            "=1+1",
            "  =1+1",
            "\t=1",
            "\n=1",
            "＝1",
            "=cmd|' /C calc'!A0",
            "@SUM(A1)",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "-HYPERLINK(\"https://e.example\")",
            "+A1",
            "@A1+B2",
            "@A1:B2",
            "+1+1",
            "-1*2",
            "+49-30-123456",
            "-Sheet1!A1",
            "--1+1",
        ] {
            assert!(runs(runs_anywhere, false) && runs(runs_anywhere, true), "{runs_anywhere}");
        }
        for only_for_excel in [
            "@john",
            "@john_doe",
            "@a-b.c",
            "@max1",
            "@A1",
            "@ab12-cd3",
            "-5m",
            "- a point",
            "- done! (by phone)",
            "--dry-run",
            "+49 30 123456",
            "@here, all",
        ] {
            assert!(!runs(only_for_excel, false) && runs(only_for_excel, true), "{only_for_excel}");
        }
        for never in [
            "-1",
            "+1",
            "-1.5",
            "-1,5",
            "-10%",
            "+4930123456",
            "-",
            "---",
            "a=1",
            "a@b.example",
            "1+1",
            "'x",
            "",
            "日本",
        ] {
            assert!(!runs(never, false) && !runs(never, true), "{never}");
        }
    }
}
