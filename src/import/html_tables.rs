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
                        "td" | "th" if spans(tag, "colspan") || spans(tag, "rowspan") => return None,
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

/// The value of a tag's attribute, whichever case its name is written in.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let lower = tag.to_ascii_lowercase();
    let mut values =
        lower.match_indices(name).filter(|(at, _)| lower.get(..*at).is_some_and(|own| own.ends_with([' ', '\t'])));
    let value = values.find_map(|(at, _)| tag.get(at + name.len()..)?.trim_start().strip_prefix('='))?.trim_start();
    match value.chars().next()? {
        mark @ ('"' | '\'') => value.get(1..)?.split(mark).next(),
        _ => value.split([' ', '\t', '>']).next(),
    }
}

/// True for a cell that takes more than one place.
fn spans(tag: &str, name: &str) -> bool {
    attribute(tag, name).is_some_and(|count| count.trim() != "1")
}

/// Where a tag leads to, as an address that may stand in a row.
fn href(tag: &str) -> Option<String> {
    let address = attribute(tag, "href")?.trim().replace("&amp;", "&").replace('|', "%7C").replace(' ', "%20");
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
