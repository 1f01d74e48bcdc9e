//! Tables that were written in HTML, as rows such as Markdown has them.
//!
//! Only what is plain is read: rows of cells with words in them. A table with lists, further tables or cells over several
//! columns or rows stays as it is, and is kept.

use std::ops::Range;

use super::html_rows::{HtmlRow, rows_of, tag_name};

/// One table.
pub(super) struct HtmlTable {
    /// Its lines, from `<table>` to `</table>`.
    pub(super) lines: Range<usize>,
    pub(super) rows: Vec<HtmlRow>,
}

/// True for a line that begins a table.
pub(super) fn starts_table(line: &str) -> bool {
    tag_name(line.trim_start()).is_some_and(|name| name == "table")
}

/// The lines of a text with each row of its plain tables on a line of its own, and the number of the line that each was a
/// part of; nothing where they stand so already.
pub(super) fn rows_apart(lines: &[String]) -> Option<(Vec<String>, Vec<u64>)> {
    let has_several = |line: &String| row_starts(line).nth(1).is_some();
    if !lines.iter().any(has_several) {
        return None;
    }
    let mut is_code = false;
    let fenced: Vec<bool> = lines
        .iter()
        .map(|line| {
            let is_fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            is_code ^= is_fence;
            is_code || is_fence || line.starts_with("    ") || line.starts_with('\t')
        })
        .collect();
    let mut apart: Vec<Vec<&str>> = lines.iter().map(|line| vec![line.as_str()]).collect();
    for table in found(lines, |at| fenced.get(at).copied().unwrap_or_default()) {
        for (line, parts) in lines.iter().zip(&mut apart).skip(table.lines.start).take(table.lines.len()) {
            let cuts = row_starts(line).skip(1).chain([line.len()]);
            let mut from = 0;
            *parts = cuts.filter_map(|cut| line.get(std::mem::replace(&mut from, cut)..cut)).collect();
        }
    }
    let numbered = (1..).zip(apart).flat_map(|(number, parts)| parts.into_iter().map(move |part| (part, number)));
    Some(numbered.map(|(part, number)| (part.to_owned(), number)).unzip())
}

/// Where rows begin in a line.
fn row_starts(line: &str) -> impl Iterator<Item = usize> {
    let begins = move |(at, _): &(usize, &str)| {
        line.get(at + 1..at + 3).is_some_and(|name| name.eq_ignore_ascii_case("tr"))
            && line.get(at + 3..).is_some_and(|rest| rest.starts_with(['>', ' ']))
    };
    line.match_indices('<').filter(begins).map(|(at, _)| at)
}

/// The plain tables of a text, with one row a line at most.
pub(super) fn html_tables(lines: &[String], is_code: impl Fn(usize) -> bool) -> Vec<HtmlTable> {
    let mut all = found(lines, is_code);
    all.retain(|table| are_apart(&table.rows));
    all
}

fn found(lines: &[String], is_code: impl Fn(usize) -> bool) -> Vec<HtmlTable> {
    let mut found = Vec::new();
    let closes = |line: &str| {
        let mut tags = line.match_indices("</").filter_map(|(at, _)| tag_name(line.get(at..)?));
        tags.any(|name| name == "table")
    };
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| closes(line)).map(|(end, _)| end).collect();
    let mut at = 0;
    while at < lines.len() {
        let begins = lines.get(at).is_some_and(|line| starts_table(line)) && !is_code(at);
        let end = ends.get(ends.partition_point(|end| *end < at)).copied();
        match end.filter(|_| begins) {
            Some(end) => {
                let own = lines.get(at..=end).unwrap_or_default();
                let rows = rows_of(own, at).filter(|rows| !rows.is_empty());
                found.extend(rows.map(|rows| HtmlTable { lines: at..end + 1, rows }));
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// A line can be one row only.
fn are_apart(rows: &[HtmlRow]) -> bool {
    rows.windows(2).all(|pair| matches!(pair, [a, b] if a.line < b.line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(usize, String)> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let tables = html_tables(&lines, |_| false);
        tables.into_iter().flat_map(|table| table.rows).map(|row| (row.line, row.text)).collect()
    }

    #[test]
    fn rows_on_one_line_are_put_apart_with_their_numbers() {
        let apart = |text: &str| rows_apart(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        let text = "a\n<table><tr><td>x</td><td>y</td></tr><TR class=\"b\"><td>z</td><td>w</td></TR>\n</table>\nb";
        let (lines, numbers) = apart(text).unwrap();
        assert_eq!(lines.concat(), text.replace('\n', ""));
        assert_eq!((lines.len(), numbers), (5, vec![1, 2, 2, 3, 4]));
        assert_eq!(rows(&lines.join("\n")), [(1, "| x | y |".to_owned()), (2, "| z | w |".to_owned())]);
        for text in ["<table>\n<tr><td>a</td></tr>\n<tr><td>b</td></tr>\n</table>", "words <tr> and no more"] {
            assert_eq!(apart(text), None, "{text}");
        }
        // what is kept stays as it stands
        for text in [
            "<table><tr><td colspan=\"2\">a</td></tr><tr><td>b</td></tr></table>",
            "```\n<table><tr><td>a</td></tr><tr><td>b</td></tr></table>\n```",
        ] {
            let (lines, _) = apart(text).unwrap();
            assert_eq!(lines.join("\n"), text);
        }
    }

    #[test]
    fn a_plain_table_becomes_rows_and_any_other_stays() {
        let text = "<table>\n<tr><th>Customer</th><td>Acme</td></tr>\n<tr>\n  <th>DRI</th>\n  <td><code>@x</code> | y</td>\n</tr>\n</table>";
        assert_eq!(rows(text), [(1, "| Customer | Acme |".to_owned()), (2, "| DRI | `@x` \\| y |".to_owned())]);
        assert_eq!(rows("<Table>\n<tr><td rowspan=1>a</td></tr>\n</Table>"), [(1, "| a |".to_owned())]);
        for text in [
            "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
            "<table>\n<tr><td colspan=\"2\">a</td></tr>\n</table>",
            "<TABLE>\n<TR><TD ROWSPAN=2>a</TD></TR>\n</TABLE>",
            "<table>\n<tr><td class=x\tColSpan = '3'>a</td></tr>\n</table>",
            "<table>\n<tr><td><ul><li>a</li></ul></td></tr>\n</table>",
            "<table>\n<tr><td>a</td></tr>",
            "<table>\nwords\n<tr><td>a</td></tr>\n</table>",
        ] {
            assert_eq!(rows(text), [], "{text}");
        }
    }
}
