//! The rows of one table in HTML, as Markdown has them: cells of words, with links, marks and breaks. Ends of cells and of rows
//! may be left out, as HTML allows; what a row of Markdown cannot hold makes the whole table none.

/// The longest tag that is looked at, in bytes.
const LONGEST: usize = 2048;

/// Signs that mark nothing in HTML, each with what stands for it until its cell is whole.
const LITERAL: [(char, char); 4] = [('*', '\u{fdd0}'), ('_', '\u{fdd1}'), ('`', '\u{fdd2}'), ('\\', '\u{fdd3}')];

/// One row, as Markdown writes it.
pub(super) struct HtmlRow {
    /// The index of the line on which it begins.
    pub(super) line: usize,
    pub(super) text: String,
}

/// The rows; none where the table holds what a row of Markdown cannot.
pub(super) fn rows_of(lines: &[String], first: usize) -> Option<Vec<HtmlRow>> {
    let mut reading = Reading { row_line: first, ..Reading::default() };
    for (at, line) in (first..).zip(lines) {
        let mut rest = line.as_str();
        if let Some(open) = &mut reading.cell {
            open.text.push(' ');
        }
        while let Some(c) = rest.chars().next() {
            let length = match tag_name(rest)
                .and_then(|name| Some((name, rest.bytes().take(LONGEST).position(|b| b == b'>')? + 1)))
            {
                None => {
                    reading.word(c)?;
                    c.len_utf8()
                }
                Some((name, length)) => {
                    reading.tag(&name, rest.get(..length)?, at)?;
                    length
                }
            };
            rest = rest.get(length..)?;
        }
    }
    (reading.tables == 1 && reading.is_behind).then_some(reading.rows)
}

/// A table while it is read; what cannot be a row of Markdown ends it with nothing.
#[derive(Default)]
struct Reading {
    rows: Vec<HtmlRow>,
    /// The cells of the row that is open, and the line on which it begins.
    cells: Vec<String>,
    row_line: usize,
    is_in_row: bool,
    cell: Option<OpenCell>,
    tables: usize,
    is_behind: bool,
}

/// A cell that is open.
#[derive(Default)]
struct OpenCell {
    text: String,
    /// A paragraph has ended: what comes next begins a line.
    is_broken: bool,
    /// Where the link that is open begins, and where it leads.
    link: Option<(usize, Option<String>)>,
    /// Within code, where no sign marks anything.
    is_code: bool,
}

impl Reading {
    /// One character between tags.
    fn word(&mut self, c: char) -> Option<()> {
        match &mut self.cell {
            Some(open) if c.is_whitespace() => open.text.push(c),
            Some(open) if c == '|' => open.begins().push_str("\\|"),
            // such a sign is no letter: a text that has it anyhow would be taken for another
            Some(_) if LITERAL.iter().any(|(_, literal)| *literal == c) => return None,
            Some(open) => {
                let literal = LITERAL.iter().find(|(sign, _)| *sign == c && !open.is_code);
                open.begins().push(literal.map_or(c, |(_, literal)| *literal));
            }
            // words between the cells have no place in a row
            None if !c.is_whitespace() => return None,
            None => {}
        }
        Some(())
    }

    fn tag(&mut self, name: &str, tag: &str, line: usize) -> Option<()> {
        let is_end = tag.starts_with("</");
        match name {
            "table" if is_end => {
                self.end_row()?;
                self.is_behind = true;
            }
            "table" => self.tables += 1,
            "thead" | "tbody" | "tfoot" => self.end_row()?,
            "colgroup" | "col" => {}
            "tr" if is_end => self.end_row()?,
            "tr" => {
                self.end_row()?;
                (self.row_line, self.is_in_row) = (line, true);
            }
            "td" | "th" if is_end => {
                self.cell.as_ref()?;
                self.end_cell()?;
            }
            "td" | "th" if spans(tag, "colspan") || spans(tag, "rowspan") => return None,
            // the end of a cell and of a row may be left out
            "td" | "th" => {
                self.end_cell()?;
                if !std::mem::replace(&mut self.is_in_row, true) {
                    self.row_line = line;
                }
                self.cell = Some(OpenCell::default());
            }
            _ => self.cell.as_mut()?.tag(name, tag, is_end)?,
        }
        Some(())
    }

    fn end_cell(&mut self) -> Option<()> {
        if let Some(open) = self.cell.take() {
            if open.link.is_some() {
                return None;
            }
            self.cells.push(spelt(open.text.trim()));
        }
        Some(())
    }

    fn end_row(&mut self) -> Option<()> {
        self.end_cell()?;
        if std::mem::take(&mut self.is_in_row) {
            let text = format!("| {} |", std::mem::take(&mut self.cells).join(" | "));
            self.rows.push(HtmlRow { line: self.row_line, text });
        }
        Some(())
    }
}

impl OpenCell {
    /// The text, ready for what comes next.
    fn begins(&mut self) -> &mut String {
        if std::mem::take(&mut self.is_broken) {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str("<br>");
        }
        &mut self.text
    }

    fn tag(&mut self, name: &str, tag: &str, is_end: bool) -> Option<()> {
        match name {
            "br" => self.text.push_str("<br>"),
            // a paragraph stands on lines of its own
            "p" | "div" => self.is_broken = !self.text.trim_end().is_empty() && !self.text.trim_end().ends_with("<br>"),
            "b" | "strong" if is_end => self.text.push_str("**"),
            "b" | "strong" => self.begins().push_str("**"),
            "code" => {
                let text = if is_end { &mut self.text } else { self.begins() };
                text.push('`');
                self.is_code = !is_end;
            }
            "a" if is_end => {
                let link = self.link.take();
                close_link(&mut self.text, link)?;
            }
            "a" if self.link.is_some() => return None,
            "a" => self.link = Some((self.begins().len(), href(tag))),
            "span" | "em" | "i" | "u" | "font" => {}
            _ => return None,
        }
        Some(())
    }
}

/// A cell whose literal signs are what they are, with a mark before those that would mark something in Markdown.
fn spelt(cell: &str) -> String {
    let signs: Vec<char> = cell.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| signs.get(at)).copied();
    let sign_of = |c: char| LITERAL.iter().find(|(_, literal)| *literal == c).map(|(sign, _)| *sign);
    let is_of_address = addresses_in(&signs);
    let may_mark = |place: usize, sign: char| {
        if is_of_address.get(place) == Some(&true) {
            return false;
        }
        let (before, after) = (at(place.checked_sub(1)), at(place.checked_add(1)));
        match sign {
            // within a word it marks nothing
            '_' => ![before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric)),
            // before a letter it is itself
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || sign_of(c).is_some()),
            _ => true,
        }
    };
    let count = |sign: char| {
        (0..).zip(&signs).filter(|(place, c)| sign_of(**c) == Some(sign) && may_mark(*place, sign)).count()
    };
    // one alone marks nothing, but for the one that takes off marks
    let marks = LITERAL.map(|(sign, _)| (sign, sign == '\\' || count(sign) > 1));
    let mut out = String::with_capacity(cell.len());
    for (place, c) in signs.iter().enumerate() {
        let sign = sign_of(*c);
        if sign.is_some_and(|sign| may_mark(place, sign) && marks.contains(&(sign, true))) {
            out.push('\\');
        }
        out.push(sign.unwrap_or(*c));
    }
    out
}

/// For each sign of a cell whether it stands in an address, where none marks anything.
fn addresses_in(signs: &[char]) -> Vec<bool> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | ')' | ']');
    let mut is_within = false;
    let mut found = Vec::with_capacity(signs.len());
    for (at, c) in signs.iter().enumerate() {
        is_within = !is_end(*c) && (is_within || signs.get(at..at + 3) == Some(&[':', '/', '/']));
        found.push(is_within);
    }
    found
}

/// The value of a tag's attribute, whichever case its name is written in.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
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
pub(super) fn href(tag: &str) -> Option<String> {
    let address = attribute(tag, "href")?.trim().replace("&amp;", "&").replace('|', "%7C").replace(' ', "%20");
    (!address.is_empty()).then(|| address.replace('(', "%28").replace(')', "%29"))
}

/// The words of a cell since a link began, as Markdown has a link; none where no link was open in this cell.
pub(super) fn close_link(cell: &mut String, link: Option<(usize, Option<String>)>) -> Option<()> {
    let (from, address) = link?;
    let words = cell.get(from..)?.trim().to_owned();
    let Some(address) = address else { return Some(()) };
    cell.truncate(from);
    let is_bare = words.is_empty() || words == address || words.replace("&amp;", "&") == address;
    cell.push_str(&if is_bare { address } else { format!("[{words}]({address})") });
    Some(())
}

/// The name of the tag at the beginning of a text, in lower case.
pub(super) fn tag_name(text: &str) -> Option<String> {
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
        rows_of(&lines, 0).unwrap_or_default().into_iter().map(|row| (row.line, row.text)).collect()
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
    fn signs_of_markdown_are_signs_in_a_cell() {
        let own = |cell: &str| rows(&format!("<table>\n<tr><td>{cell}</td></tr>\n</table>"));
        for (cell, wanted) in [
            ("Copy a*b*c to __main__", r"Copy a\*b\*c to \_\_main\_\_"),
            ("<b>Copy *.log</b> of jane_m_doe", "**Copy *.log** of jane_m_doe"),
            ("https://a.example/b/__init__.py *", "https://a.example/b/__init__.py *"),
            ("<code>rm *.log *.tmp _x_</code> `now`", r"`rm *.log *.tmp _x_` \`now\`"),
        ] {
            assert_eq!(own(cell), [(1, format!("| {wanted} |"))], "{cell}");
        }
        assert_eq!(own(r"\\srv\*share to C:\new\"), [(1, r"| \\\srv\\*share to C:\new\\ |".to_owned())]);
        assert_eq!(own("a\u{fdd0}b"), []);
    }

    #[test]
    fn the_end_of_a_cell_and_of_a_row_may_be_left_out() {
        let own = |row: &str| rows(&format!("<table>\n{row}\n</table>"));
        for row in [
            "<tr><td>Stop it<td>Success</td><td>5m</td></tr>",
            "<tr><td>Stop it</td><td>Success<td>5m</tr>",
            "<tr><td>Stop it<td>Success<td>5m",
            "<td>Stop it<td>Success<td>5m</tbody>",
        ] {
            assert_eq!(own(row), [(1, "| Stop it | Success | 5m |".to_owned())], "{row}");
        }
        let two = own("<tr><td>A</td><td>B</tr>\n<tr><td>C</td>\n<tr><td>D");
        assert_eq!(two.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["| A | B |", "| C |", "| D |"]);
        // a mark of its own that ends nothing
        assert_eq!(own("<tr></td><td>A</td></tr>"), []);
    }

    #[test]
    fn paragraphs_of_a_cell_stand_on_lines_of_their_own() {
        let own = |cell: &str| rows(&format!("<table>\n<tr><td>{cell}</td></tr>\n</table>"));
        for (cell, wanted) in [
            ("<p>Stop it</p><p>then wait</p>", "Stop it<br>then wait"),
            ("<p>Stop it</p> <div><b>then</b> wait</div><p></p>", "Stop it<br>**then** wait"),
            ("Stop it<div>then wait</div>now", "Stop it<br>then wait<br>now"),
            ("<div><p>one</p></div><p><a href='https://a.example'>two</a></p>", "one<br>[two](https://a.example)"),
            ("<p>one<br></p><p>two</p>", "one<br>two"),
            ("<p>one</p>", "one"),
        ] {
            assert_eq!(own(cell), [(1, format!("| {wanted} |"))], "{cell}");
        }
    }
}
