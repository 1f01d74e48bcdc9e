//! The one place where text is made harmless for a spreadsheet.
//!
//! Every field stands in quotes, so that no separator of any country splits it, and what a spreadsheet would compute
//! gets an apostrophe in front, which makes it text.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::model::{Fault, Result, visible};

/// The lines as CSV (RFC 4180), the header row among them.
///
/// # Errors
/// `Bug` only.
pub(super) fn sheet<'v, L>(lines: impl IntoIterator<Item = L>) -> Result<String>
where
    L: IntoIterator<Item = &'v str>,
{
    let bug = |error: &dyn std::fmt::Display| Fault::bug(format!("a sheet cannot be written: {error}"));
    let mut writer =
        WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line.into_iter().map(harmless)).map_err(|error| bug(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| bug(&error))?;
    String::from_utf8(bytes).map_err(|error| bug(&error))
}

fn harmless(value: &str) -> String {
    let value = visible(value);
    let guard = if is_computed(&value) { "'" } else { "" };
    format!("{guard}{value}")
}

/// True for what a spreadsheet may take for a formula, in whatever width its sign is typed.
fn is_computed(value: &str) -> bool {
    value.starts_with(['\t', '\r', '\n'])
        || value.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_quotes_are_doubled() {
        for (value, written) in [
            ("plain", "\"plain\""),
            ("", "\"\""),
            ("a \"b\", c\nd", "\"a \"\"b\"\", c\nd\""),
            ("=1+1", "\"'=1+1\""),
            ("  =1+1", "\"'  =1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("-1", "\"'-1\""),
            ("a=1", "\"a=1\""),
            ("e\u{1b}[2J", "\"e\\u{1b}[2J\""),
        ] {
            assert_eq!(sheet([[value, "x"]]).unwrap(), format!("{written},\"x\"\r\n"));
        }
    }
}
