//! Tables that were written in HTML, as rows such as Markdown has them.
//!
//! Only what is plain is read: rows of cells with words in them. A table with lists, further tables or cells over several
//! columns or rows stays as it is, and is kept.

use std::ops::Range;

/// The longest tag that is looked at, in bytes.
const LONGEST: usize = 2048;

/// One table.
pub(super) struct HtmlTable {
    /// Its lines, from `<table>` to `</table>`.
    pub(super) lines: Range<usize>,
    pub(super) rows: Vec<HtmlRow>,
}

/// One row, as Markdown writes it.
pub(super) struct HtmlRow {
    /// The index of the line on which it begins.
    pub(super) line: usize,
    pub(super) text: String,
}

/// True for a line that begins a table.
pub(super) fn starts_table(line: &str) -> bool {
    tag_name(line.trim_start()).is_some_and(|name| name == "table")
}

/// The plain tables of a text.
pub(super) fn html_tables(lines: &[String], is_code: impl Fn(usize) -> bool) -> Vec<HtmlTable> {
    let mut found = Vec::new();
    let closes = |line: &str| line.contains("</table") || line.contains("</TABLE");
    let ends: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| closes(line)).map(|(end, _)| end).collect();
    let mut at = 0;
    while at < lines.len() {
        let begins = lines.get(at).is_some_and(|line| starts_table(line)) && !is_code(at);
        let end = ends.get(ends.partition_point(|end| *end < at)).copied();
        match end.filter(|_| begins) {
            Some(end) => {
                let own = lines.get(at..=end).unwrap_or_default();
                let rows = rows_of(own, at).filter(|rows| are_apart(rows));
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
    !rows.is_empty() && rows.windows(2).all(|pair| matches!(pair, [a, b] if a.line < b.line))
}

/// The rows; none where the table holds what a row of Markdown cannot.
fn rows_of(lines: &[String], first: usize) -> Option<Vec<HtmlRow>> {
    let mut rows: Vec<HtmlRow> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    let (mut cell, mut row_line, mut behind): (Option<String>, usize, bool) = (None, first, false);
    let mut link: Option<(usize, Option<String>)> = None;
    let mut tables = 0;
    for (at, line) in (first..).zip(lines) {
        let mut rest = line.as_str();
        if let Some(open) = &mut cell {
            open.push(' ');
        }
        while let Some(c) = rest.chars().next() {
            let length = match tag_name(rest)
                .and_then(|name| Some((name, rest.bytes().take(LONGEST).position(|b| b == b'>')? + 1)))
            {
                None => {
                    match &mut cell {
                        Some(open) => open.extend(if c == '|' { vec!['\\', '|'] } else { vec![c] }),
                        // words between the cells have no place in a row
                        None if !c.is_whitespace() => return None,
                        None => {}
                    }
                    c.len_utf8()
                }
                Some((name, length)) => {
                    let tag = rest.get(..length)?;
                    let is_end = tag.starts_with("</");
                    match name.as_str() {
                        "table" if is_end => behind = true,
                        "table" => tables += 1,
                        "thead" | "tbody" | "tfoot" | "colgroup" | "col" => {}
                        "tr" if is_end => {
                            let text = format!("| {} |", std::mem::take(&mut cells).join(" | "));
                            rows.push(HtmlRow { line: row_line, text });
                        }
                        "tr" => row_line = at,
                        "td" | "th" if is_end && link.is_some() => return None,
                        "td" | "th" if is_end => cells.push(cell.take()?.trim().to_owned()),
                        "td" | "th" if tag.contains("colspan") || tag.contains("rowspan") => return None,
                        "td" | "th" => cell = Some(String::new()),
                        "br" => cell.as_mut()?.push_str("<br>"),
                        "b" | "strong" => cell.as_mut()?.push_str("**"),
                        "code" => cell.as_mut()?.push('`'),
                        "a" if is_end => close_link(cell.as_mut()?, link.take())?,
                        "a" if link.is_some() => return None,
                        "a" => link = Some((cell.as_ref()?.len(), href(tag))),
                        "p" | "span" | "div" | "em" | "i" | "u" | "font" => {}
                        _ => return None,
                    }
                    length
                }
            };
            rest = rest.get(length..)?;
        }
    }
    (tables == 1 && behind && cell.is_none() && cells.is_empty() && link.is_none()).then_some(rows)
}

/// Where a tag leads to, as an address that may stand in a row.
fn href(tag: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(" href=")?;
    let value = tag.get(at + " href=".len()..)?;
    let address = match value.chars().next()? {
        mark @ ('"' | '\'') => value.get(1..)?.split(mark).next()?,
        _ => value.split([' ', '\t', '>']).next()?,
    };
    let address = address.trim().replace("&amp;", "&").replace('|', "%7C").replace(' ', "%20");
    (!address.is_empty()).then(|| address.replace('(', "%28").replace(')', "%29"))
}

/// The words of a cell since a link began, as Markdown has a link; none where no link was open in this cell.
fn close_link(cell: &mut String, link: Option<(usize, Option<String>)>) -> Option<()> {
    let (from, address) = link?;
    let words = cell.get(from..)?.trim().to_owned();
    let Some(address) = address else { return Some(()) };
    cell.truncate(from);
    let is_bare = words.is_empty() || words == address || words.replace("&amp;", "&") == address;
    cell.push_str(&if is_bare { address } else { format!("[{words}]({address})") });
    Some(())
}

/// The name of the tag at the beginning of a text, in lower case.
fn tag_name(text: &str) -> Option<String> {
    let inner = text.strip_prefix('<')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(..length).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let after = inner.get(length..)?;
    (after.starts_with(['>', ' ', '/', '\t']) || after.is_empty()).then(|| name.to_ascii_lowercase())
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
    fn links_in_cells_are_links_and_other_marks_change_nothing() {
        let own = |cell: &str| rows(&format!("<table>\n<tr><th>Link</th><td>{cell}</td></tr>\n</table>"));
        for (cell, wanted) in [
            (r#"<a class="x" href="https://a.example/j?a=1&amp;b=2">Join</a>"#, "[Join](https://a.example/j?a=1&b=2)"),
            (r#"<p><a href='https://a.example'>https://a.example</a></p>"#, "https://a.example"),
            (r#"<A HREF=https://a.example>the <b>call</b></A>"#, "[the **call**](https://a.example)"),
            (r#"<a name="top"></a>here"#, "here"),
        ] {
            assert_eq!(own(cell), [(1, format!("| Link | {wanted} |"))], "{cell}");
        }
        assert_eq!(own(r#"<a href="https://a.example">Join"#), []);
    }

    #[test]
    fn a_plain_table_becomes_rows_and_any_other_stays() {
        let text = "<table>\n<tr><th>Customer</th><td>Acme</td></tr>\n<tr>\n  <th>DRI</th>\n  <td><code>@x</code> | y</td>\n</tr>\n</table>";
        assert_eq!(rows(text), [(1, "| Customer | Acme |".to_owned()), (2, "| DRI | `@x` \\| y |".to_owned())]);
        for text in [
            "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
            "<table>\n<tr><td colspan=\"2\">a</td></tr>\n</table>",
            "<table>\n<tr><td><ul><li>a</li></ul></td></tr>\n</table>",
            "<table>\n<tr><td>a</td></tr>",
            "<table>\nwords\n<tr><td>a</td></tr>\n</table>",
        ] {
            assert_eq!(rows(text), [], "{text}");
        }
    }
}
