//! What a person put into a file beside its fields: an event leaves it as it was.
//!
//! The law is that lines outside an event's keys stay byte for byte. Lines that came and went are looked at first: each
//! has to be a key of its own with a value that tells something new, in whatever form the writer of that day put it. Where
//! that does not explain them, the file has to be what the tool would make of the earlier one; to write it anew takes
//! longer than all else that is asked of a commit.

use crate::model::{Runbook, RunbookId};
use crate::store::{read, rewrite};

/// So many lines of the two files are looked through for the next one that both have.
const REACH: usize = 64;

/// What would be so without being said: a line that says it may change nothing in the record.
const NEUTRAL: [&str; 4] = ["", "wanted", "draft", "gitlab"];

/// True when something beside the event changed in the file.
pub(super) fn is_disturbed(id: &RunbookId, before: &[u8], now: &[u8], after: &Runbook) -> bool {
    if is_explained(before, now) {
        return false;
    }
    let Ok(before) = read(&id.path(), before) else { return false };
    rewrite(&before, after).is_ok_and(|written| written != now)
}

/// What a line by itself is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told<'t> {
    Statement(&'t str, &'t str),
    Header,
    Blank,
}

/// Lines at one place that differ: what went, and what came.
type Hunk<'l, 't> = (&'l [&'t str], &'l [&'t str]);

/// True when every line that differs can be one of the event's own; that the record is right is known.
fn is_explained(before: &[u8], now: &[u8]) -> bool {
    let (before, now) = middles(before, now);
    let (Ok(before), Ok(now)) = (std::str::from_utf8(before), std::str::from_utf8(now)) else { return false };
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let now: Vec<&str> = now.split_inclusive('\n').collect();
    let Some(hunks) = hunks(&before, &now) else { return false };
    let (mut went, mut came): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for hunk in hunks {
        let Some((old, new)) = exchanged(hunk) else { return false };
        match (old.is_empty(), new.is_empty()) {
            (true, _) if stands_alone(&new) => came.extend(keys(&new)),
            (_, true) if stands_alone(&old) => went.extend(keys(&old)),
            _ => return false,
        }
    }
    // a key that goes here and comes there was only moved
    !went.iter().any(|key| came.contains(key))
}

/// The lines without those that both files begin and end with.
fn middles<'t>(before: &'t [u8], now: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    let same = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let start = before.get(..same).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (before, now) = (before.get(start..).unwrap_or_default(), now.get(start..).unwrap_or_default());
    let same = before.iter().rev().zip(now.iter().rev()).take_while(|(a, b)| a == b).count();
    let begins_line = |bytes: &[u8]| bytes.len() == same || bytes.get(bytes.len() - same - 1) == Some(&b'\n');
    let tail = before.get(before.len() - same..).unwrap_or_default();
    let end = match begins_line(before) && begins_line(now) {
        true => same,
        false => tail.iter().position(|byte| *byte == b'\n').map_or(0, |at| same - at - 1),
    };
    let cut = |bytes: &'t [u8]| bytes.get(..bytes.len() - end).unwrap_or_default();
    (cut(before), cut(now))
}

/// The places where lines differ; nothing when they are too far apart.
fn hunks<'l, 't>(before: &'l [&'t str], now: &'l [&'t str]) -> Option<Vec<Hunk<'l, 't>>> {
    let (mut before, mut now) = (before, now);
    let mut hunks = Vec::new();
    while !before.is_empty() || !now.is_empty() {
        let same = before.iter().zip(now).take_while(|(a, b)| a == b).count();
        (before, now) = (before.get(same..)?, now.get(same..)?);
        let (old, new) = next_same(before, now)?;
        hunks.push((before.get(..old)?, now.get(..new)?));
        (before, now) = (before.get(old..)?, now.get(new..)?);
    }
    Some(hunks)
}

/// How many lines go and come before the next one that both have.
fn next_same(before: &[&str], now: &[&str]) -> Option<(usize, usize)> {
    let is_same = |old: usize, new: usize| match (before.get(old), now.get(new)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => true,
        _ => false,
    };
    let pairs = (0..=REACH).flat_map(|far| (0..=far).map(move |old| (old, far - old)));
    pairs.into_iter().find(|(old, new)| is_same(*old, *new))
}

/// A hunk without the keys at its beginning that only have other values.
fn exchanged<'t>((went, came): Hunk<'_, 't>) -> Option<(Vec<Told<'t>>, Vec<Told<'t>>)> {
    let told = |lines: &[&'t str]| lines.iter().map(|line| told(line)).collect::<Option<Vec<_>>>();
    let (old, new) = (told(went)?, told(came)?);
    let is_exchanged = |pair: &(&Told<'_>, &Told<'_>)| match pair {
        (Told::Statement(key, before), Told::Statement(other, now)) => key == other && is_another(before, now),
        _ => false,
    };
    let count = old.iter().zip(&new).take_while(is_exchanged).count();
    Some((old.get(count..)?.to_vec(), new.get(count..)?.to_vec()))
}

/// True when these lines tell something each: no table is empty, and blank lines only set tables apart.
fn stands_alone(lines: &[Told<'_>]) -> bool {
    let count = |wanted: Told<'_>| lines.iter().filter(|line| **line == wanted).count();
    let is_empty_table = |at: usize| lines.get(at) == Some(&Told::Header) && !is_statement(lines.get(at + 1));
    let tells = |line: &Told<'_>| !matches!(line, Told::Statement(_, value) if NEUTRAL.contains(&unquoted(value)));
    count(Told::Blank) <= count(Told::Header)
        && (0..lines.len()).all(|at| !is_empty_table(at))
        && lines.iter().all(tells)
}

fn is_statement(line: Option<&Told<'_>>) -> bool {
    matches!(line, Some(Told::Statement(..)))
}

fn keys<'t>(lines: &[Told<'t>]) -> Vec<&'t str> {
    let key = |line: &Told<'t>| match line {
        Told::Statement(key, _) => Some(*key),
        Told::Header | Told::Blank => None,
    };
    lines.iter().filter_map(key).collect()
}

/// What a line is by itself; nothing for one that only its neighbours explain, or that can be spelt in two ways.
fn told(line: &str) -> Option<Told<'_>> {
    let line = line.strip_suffix('\n')?;
    if line.is_empty() {
        return Some(Told::Blank);
    }
    if line.starts_with('[') {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'[' | b']');
        return line.bytes().all(is_name).then_some(Told::Header);
    }
    let (key, value) = line.split_once(" = ")?;
    let is_bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_bare && (is_plain(value) || is_time(value))).then_some(Told::Statement(key, value))
}

/// Text in quotes that stands for itself.
fn is_plain(value: &str) -> bool {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.contains(['"', '\\', '\r']))
}

fn unquoted(value: &str) -> &str {
    value.trim_matches('"')
}

/// True for two texts that mean two things, whatever kind of value they are: one length or time has many spellings.
fn is_another(before: &str, now: &str) -> bool {
    let core =
        |value: &str| value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (before, now) = (core(before), core(now));
    let is_word = |core: &str| !core.starts_with(|c: char| c.is_numeric());
    is_word(&before) && is_word(&now) && before != now
}

/// A time as the tool writes it; one moment has many spellings.
fn is_time(value: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'+' | b'T' | b'Z');
    value.len() >= "2026-12-01T14:00:00Z".len() && value.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str =
        "format = 1\nsummary = \"A\"\nstate = \"running\"\n\n[[tasks]]\nid = \"a\"\n\n[[tasks]]\nid = \"b\"\n";

    fn explained(changes: &[(&str, &str)]) -> bool {
        let now = changes.iter().fold(BEFORE.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
        assert_ne!(now, BEFORE);
        is_explained(BEFORE.as_bytes(), now.as_bytes())
    }

    #[test]
    fn an_events_own_lines_explain_themselves() {
        for changes in [
            &[("\"A\"", "\"B\"")][..],
            &[("\"running\"\n", "\"closed\"\nresult = \"completed\"\n")],
            &[("summary = \"A\"\n", "")],
            &[("\n[[tasks]]\nid = \"b\"\n", "")],
            &[("\"running\"", "\"wrap-up\""), ("id = \"b\"\n", "id = \"b\"\n\n[[tasks.attempts]]\noutcome = \"x\"\n")],
            &[("id = \"a\"\n", "id = \"a\"\nat = 2026-12-01T14:00:00+01:00\n"), ("\"A\"", "\"x # y\"")],
        ] {
            assert!(explained(changes), "{changes:?}");
        }
    }

    #[test]
    fn what_changes_beside_them_does_not() {
        let event = ("\"running\"", "\"closed\"");
        for change in [
            ("\n\n[[tasks]]", "\n\n\n[[tasks]]"),
            ("\n\n[[tasks]]", "\n[[tasks]]"),
            ("[[tasks]]", "# why\n[[tasks]]"),
            ("\"a\"", "'a'"),
            ("summary = \"A\"", "summary = \"a\""),
            ("\"a\"", "\"\\u0061\""),
            ("format = 1\nsummary = \"A\"\n", "summary = \"A\"\nformat = 1\n"),
            ("format = 1", "format = 0x1"),
            ("format = 1", "format  =  1"),
            ("id = \"b\"\n", "id = \"b\"\r\n"),
            ("id = \"b\"\n", "id = \"b\""),
            ("id = \"b\"\n", "id = \"b\" # why\n"),
            ("id = \"b\"\n", "id = \"b\"\nrequired = false\n"),
            ("id = \"b\"\n", "id = \"b\"\nestimate = \"\"\n"),
            ("id = \"b\"\n", "id = \"b\"\n[rollback]\n"),
            ("id = \"b\"\n", "id = \"b\"\ncovers = []\n"),
        ] {
            assert!(!explained(&[event, change]), "{change:?}");
        }
        assert!(!is_explained(BEFORE.as_bytes(), BEFORE.replace('\n', "\r\n").as_bytes()));
        assert!(!is_explained(BEFORE.as_bytes(), format!("\u{feff}{BEFORE}").as_bytes()));
    }

    #[test]
    fn what_is_cut_off_at_both_ends_is_whole_lines() {
        let lines = |a: &'static str, b: &'static str| {
            let (a, b) = middles(a.as_bytes(), b.as_bytes());
            (String::from_utf8_lossy(a).into_owned(), String::from_utf8_lossy(b).into_owned())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\n"), pair("b\n", "x\n"));
        assert_eq!(lines("a\nab\nc\n", "a\nb\nc\n"), pair("ab\n", "b\n"));
        assert_eq!(lines("a\nc\n", "a\na\nc\n"), pair("", "a\n"));
        assert_eq!(lines("a\n", "a\n"), pair("", ""));
        assert_eq!(lines("a", "a\n"), pair("a", "a\n"));
        assert_eq!(lines("", "a\n"), pair("", "a\n"));
    }
}
