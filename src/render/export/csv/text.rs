//! The one place where text is made harmless for a spreadsheet.
//!
//! Every field stands in quotes, so that no separator of any country splits it, and what a spreadsheet would compute
//! gets an apostrophe in front, which makes it text.

use crate::model::visible;

/// Lines of fields under one header row.
#[derive(Debug, Default)]
pub(super) struct Sheet(String);

impl Sheet {
    /// A sheet with these columns.
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut sheet = Self::default();
        sheet.row(columns.iter().copied());
        sheet
    }

    /// One line.
    pub(super) fn row<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        let fields: Vec<String> = values.map(field).collect();
        self.0.push_str(&fields.join(","));
        self.0.push_str("\r\n");
    }

    /// The finished text.
    pub(super) fn done(self) -> String {
        self.0
    }
}

fn field(value: &str) -> String {
    let value = visible(value);
    let guard = if is_computed(&value) { "'" } else { "" };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
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
            assert_eq!(field(value), written);
        }
    }
}
