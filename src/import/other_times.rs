//! What a text folds away as another time's work, or as an example: "Last time (2025)", "Old version". It tells nothing of this
//! one, whatever stands in it.

use std::ops::Range;

use super::headings::topic;
use super::languages::behind;
use super::meanings::Topic;
use super::vocabulary::folded;

/// What such a block is called where it is kept.
pub(super) const OTHER_TIME: &str = "a folded block of another time, or an example";

/// How many lines below its beginning the words on a fold may stand.
const FURTHEST: usize = 3;

/// The lines of every such block, with those that fold it.
pub(super) fn folds_of_other_times(lines: &[String], is_code: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let begins = lines.get(at).is_some_and(|line| opened(line) > 0) && !is_code(at);
        if begins && summary(lines, at).is_some_and(|words| is_of_another_time(&words)) {
            let end = end_of(lines, at);
            found.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The words of a line that is nothing but `<details>`, `</details>` or a `<summary>`; empty where it has none.
pub(super) fn folding(line: &str) -> Option<String> {
    let (mut rest, mut words, mut folds) = (line, String::new(), false);
    while let Some((before, after)) = rest.split_once('<') {
        if before.ends_with('\\') {
            return None;
        }
        let (tag, behind) = after.split_once('>')?;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "details" | "summary" => folds = true,
            "b" | "strong" | "em" | "i" | "code" | "h1" | "h2" | "h3" | "h4" => {}
            _ => return None,
        }
        words.push_str(before);
        rest = behind;
    }
    words.push_str(rest);
    let is_summary = words.trim().is_empty() || line.to_ascii_lowercase().contains("<summary");
    (folds && is_summary).then(|| words.trim().to_owned())
}

/// The words on a fold that begins on a line.
fn summary(lines: &[String], at: usize) -> Option<String> {
    let mut near = lines.iter().skip(at).take(FURTHEST).map(|line| line.trim());
    folding(near.find(|line| line.to_ascii_lowercase().contains("<summary"))?)
}

/// True for words that say of what is folded that it is not of this time: neither a section of the runbook nor its record.
fn is_of_another_time(words: &str) -> bool {
    let own = folded(words);
    let is_date = own.contains(|c: char| c.is_ascii_digit()) && !own.contains(char::is_alphabetic);
    let is_said = is_date || behind(|language| language.other_times, &own).is_some();
    is_said && matches!(topic(words), Topic::Other | Topic::Example)
}

/// The line behind the block's last one; a fold that nothing closes folds all that follows.
fn end_of(lines: &[String], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, line) in lines.iter().enumerate().skip(start) {
        depth = (depth + opened(line)).saturating_sub(count(line, "</details"));
        if depth == 0 {
            return at + 1;
        }
    }
    lines.len()
}

fn opened(line: &str) -> usize {
    count(line, "<details")
}

fn count(line: &str, tag: &str) -> usize {
    if line.contains('<') { line.to_ascii_lowercase().matches(tag).count() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_that_something_is_of_another_time() {
        for words in [
            "Last time (2025)",
            "Previous run",
            "Old version",
            "Example",
            "2025-11-02",
            "Letztes Mal",
            "Alte Fassung",
            "Versión anterior",
            "Exemple",
            "Versão antiga",
            "Vecchia versione",
            "前回の作業",
        ] {
            assert!(is_of_another_time(words), "{words}");
        }
        for words in
            ["Record", "Tasks", "Rollback to the previous version", "Click to expand", "Older users", "Details", ""]
        {
            assert!(!is_of_another_time(words), "{words}");
        }
    }

    #[test]
    fn a_block_ends_where_it_is_closed() {
        let own = |text: &str| {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let folds = folds_of_other_times(&lines, |_| false);
            folds.into_iter().map(|fold| (fold.start, fold.end)).collect::<Vec<_>>()
        };
        assert_eq!(own("a\n<details><summary>Last time</summary>\nb\n</details>\nc"), [(1, 4)]);
        assert_eq!(
            own("<details>\n<summary><b>Old version</b></summary>\n<details>\nb\n</details>\n</details>\nc"),
            [(0, 6)]
        );
        assert!(own("<details open><summary>Example</summary>b</details>\nc").is_empty());
        assert_eq!(own("<details><summary>Example</summary>\nb"), [(0, 2)]);
        assert!(own("<details><summary>Tasks</summary>\nb\n</details>").is_empty());
    }
}
