//! Paths of files in a text: where a word holds one. A link to the web is none.

use std::ops::Range;

/// The longest that a file's ending is; what is longer is the rest of a sentence.
const LONGEST_ENDING: usize = 5;

/// Where in a word the path of a file on some machine, or in a store, stands: `/srv/lists/users.csv`, `~/users.csv`,
/// `C:\\users.csv`, `\\\\server\\share`, `file:///srv/x`, `logs/acme/one/t1.log`. What encloses it is no part of it.
pub(super) fn path_in(word: &str) -> Option<Range<usize>> {
    let start = match word.to_ascii_lowercase().find("file:/") {
        Some(at) => at,
        None if word.contains("://") => return None,
        None => starts(word).find(|at| word.get(*at..).is_some_and(is_path))?,
    };
    let path = word.get(start..)?;
    let bare = path.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '\\' | '_' | '~'));
    Some(start..start + bare.len())
}

/// Where a path may begin: at the word's beginning, and behind what is no part of a name.
fn starts(word: &str) -> impl Iterator<Item = usize> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '~' | '-' | '_' | '@');
    let mut before = None;
    word.char_indices().filter_map(move |(at, c)| {
        let is_start = before.is_none_or(|before| !is_of_name(before)) && is_of_name(c);
        before = Some(c);
        is_start.then_some(at)
    })
}

fn is_path(text: &str) -> bool {
    let is_rooted = text.starts_with('/') && text.matches('/').nth(1).is_some();
    let has_drive = text.get(1..).is_some_and(|behind| behind.starts_with(":\\"));
    let has_lead = ["~/", "./", "../", "\\\\", "~\\", ".\\", "..\\"].iter().any(|lead| text.starts_with(lead));
    is_rooted || has_drive || has_lead || is_relative(text)
}

/// `logs/acme/one/t1.log`: folders, the first of at least two letters, and a name with an ending that begins with a letter
/// and is no version (`TCP/IP.v4`). A host's name stands first in an address, a number in a time (`10:30/11.30pm`).
fn is_relative(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '\\' | '.' | '-' | '_'));
    let text = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_end_matches('.');
    let Some((folders, name)) = text.rsplit_once(['/', '\\']) else { return false };
    let first = folders.split(['/', '\\']).next().unwrap_or_default();
    let is_folder = first.chars().filter(|c| c.is_alphabetic()).count() > 1 && !first.contains('.');
    let is_version =
        |end: &str| end.strip_prefix(['v', 'V']).is_some_and(|end| end.chars().all(|c| c.is_ascii_digit()));
    let is_ending = |end: &str| {
        (1..=LONGEST_ENDING).contains(&end.len()) && end.starts_with(char::is_alphabetic) && !is_version(end)
    };
    is_folder && name.rsplit_once('.').is_some_and(|(_, end)| is_ending(end))
}

#[cfg(test)]
mod tests {
    use super::path_in;
    use crate::model::linear::{Shape, assert_linear};

    #[test]
    fn a_path_is_found_without_what_encloses_it() {
        for (word, wanted) in [
            ("/srv/lists/users.csv,", "/srv/lists/users.csv"),
            ("“/srv/users.csv”", "/srv/users.csv"),
            ("(file:///etc/passwd)", "file:///etc/passwd"),
            ("\\\\server\\share\\x.csv", "\\\\server\\share\\x.csv"),
            ("C:\\users.csv.", "C:\\users.csv"),
            ("list=/srv/users/a", "/srv/users/a"),
            ("~/x", "~/x"),
            ("../up", "../up"),
            ("`logs/acme/one/t1.log`", "logs/acme/one/t1.log"),
            ("runbooks/acme/x.toml:12", "runbooks/acme/x.toml:12"),
            ("[x](/srv/lists/a)", "/srv/lists/a"),
            ("é:C:\\a", "C:\\a"),
        ] {
            let found = path_in(word).and_then(|own| word.get(own));
            assert_eq!(found, Some(wanted), "{word}");
        }
    }

    #[test]
    fn what_is_no_file_is_none() {
        for word in [
            "and/or",
            "https://docs.example/a/b.html",
            "docs.example.com/a/b.html",
            "acme/website",
            "24/7",
            "1/2.5",
            "10:30/11.30pm",
            "TCP/IP.v4",
            "x/y.z",
            "release/1.2.v3",
            "/close",
            "a@b.example/x",
            "group/sub/project",
        ] {
            assert_eq!(path_in(word), None, "{word}");
        }
    }
    #[test]
    fn a_long_word_is_read_in_a_time_that_grows_as_its_length_does() {
        let shapes: [Shape; 5] = [
            ("places where none begins", |count| ",a".repeat(count)),
            ("parts of a name", |count| "a.".repeat(count)),
            ("folders", |count| ",a/b".repeat(count)),
            ("one root", |count| "/".to_owned() + &",a".repeat(count)),
            ("no drive", |count| ",aa:\\".repeat(count)),
        ];
        assert_linear(&shapes, 5_000, |text| {
            path_in(text);
        });
    }
}
