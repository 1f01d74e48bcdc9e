//! `.gitattributes`: which driver compares and merges records, and that git never converts their line ends.
//!
//! It adds lines and refuses to touch those that are there.

/// What a store wants git to know. Line ends are the file's own, so no conversion may touch a record or a log.
const LINES: [&str; 3] = ["runbooks/**/*.toml diff=runbook merge=runbook", "runbooks/** -text", "logs/** -text"];

/// The file with the lines that were missing; none where nothing is missing.
pub fn with_store_attributes(existing: Option<&str>) -> Option<String> {
    let mut text = existing.unwrap_or_default().to_owned();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let missing: Vec<_> =
        LINES.into_iter().filter(|wanted| !text.lines().any(|line| words(line) == words(wanted))).collect();
    if missing.is_empty() {
        return None;
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    for line in missing {
        text.push_str(line);
        text.push_str(newline);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_lines_are_added_once_and_others_stay() {
        let fresh = with_store_attributes(None).unwrap();
        assert_eq!(fresh.lines().collect::<Vec<_>>(), LINES);
        assert_eq!(with_store_attributes(Some(&fresh)), None);
        let text = with_store_attributes(Some("*.png binary\r\nlogs/**   -text")).unwrap();
        assert_eq!(text, format!("*.png binary\r\nlogs/**   -text\r\n{}\r\n{}\r\n", LINES[0], LINES[1]));
    }
}
