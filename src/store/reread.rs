//! Reading the next version of a record, of which most stands as it stood.
//!
//! Only the pieces that differ are parsed, together with the head; the others are taken from the version before. It answers
//! as [`read`] does or not at all: whatever is unusual in either text, or wrong in the new one, is read whole.

use std::collections::HashSet;

use super::read;
use super::scan::{Piece, pieces};
use super::source::Source;
use crate::model::{Result, Runbook, Slug};

/// A version of a record that was read.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// Its text.
    pub bytes: &'a [u8],
    /// What it says.
    pub runbook: &'a Runbook,
}

/// Reads a record that mostly stands as an earlier version did. `name` is what messages call the file.
///
/// # Errors
/// As [`read`].
pub fn reread(name: &str, bytes: &[u8], earlier: Earlier<'_>) -> Result<Runbook> {
    match by_pieces(name, bytes, earlier) {
        Some(runbook) => Ok(runbook),
        None => read(name, bytes).map(|read| read.runbook),
    }
}

/// The pieces that stand at the front and at the back of both texts.
struct Same<'p> {
    front: &'p [Piece<'p>],
    back: &'p [Piece<'p>],
}

fn by_pieces(name: &str, bytes: &[u8], earlier: Earlier<'_>) -> Option<Runbook> {
    // what can be wrong with the text as a whole
    Source::new(name, bytes).ok()?;
    let ((_, old), (head, new)) = (pieces(earlier.bytes)?, pieces(bytes)?);
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(front..)?, new.get(front..)?);
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (changed, last) = new_rest.split_at(new_rest.len() - back);
    let mut text = head.to_vec();
    changed.iter().for_each(|piece| text.extend_from_slice(piece.bytes));
    let mut runbook = read(name, &text).ok()?.runbook;
    let same = Same { front: new.get(..front)?, back: last };
    let mut names: Vec<&str> = same.front.iter().chain(same.back).map(|piece| piece.name).collect();
    names.dedup();
    for name in names {
        let held = old.iter().filter(|piece| piece.name == name).count();
        same.keep(&mut runbook, earlier.runbook, name, held)?;
    }
    has_each_id_once(&runbook).then_some(runbook)
}

impl Same<'_> {
    /// Takes the table or the items of this name from the version before, in which so many pieces bear it.
    fn keep(&self, runbook: &mut Runbook, before: &Runbook, name: &str, held: usize) -> Option<()> {
        let count = |pieces: &[Piece<'_>]| pieces.iter().filter(|piece| piece.name == name).count();
        let (front, back) = (count(self.front), count(self.back));
        let ends = Ends { front, back, held };
        match name {
            "variables" => runbook.variables.clone_from(&before.variables),
            "rollback" => runbook.rollback.clone_from(&before.rollback),
            "targets" => runbook.targets.clone_from(&before.targets),
            "contacts" => ends.splice(&mut runbook.contacts, &before.contacts)?,
            "pre_call" => ends.splice(&mut runbook.pre_call, &before.pre_call)?,
            "permissions" => ends.splice(&mut runbook.permissions, &before.permissions)?,
            "tasks" => ends.splice(&mut runbook.tasks, &before.tasks)?,
            "post_call" => ends.splice(&mut runbook.post_call, &before.post_call)?,
            "obligations" => ends.splice(&mut runbook.obligations, &before.obligations)?,
            "kept" => ends.take_whole(&mut runbook.kept, &before.kept)?,
            "approvals" => ends.take_whole(&mut runbook.approvals, &before.approvals)?,
            "overrides" => ends.take_whole(&mut runbook.overrides, &before.overrides)?,
            _ => return None,
        }
        Some(())
    }
}

/// How many items of a list of so many stay at its front and at its back.
struct Ends {
    front: usize,
    back: usize,
    held: usize,
}

impl Ends {
    /// For items without ids of their own: whether a strange one is used twice is seen in the whole list only.
    fn take_whole<T: Clone>(&self, new: &mut Vec<T>, old: &[T]) -> Option<()> {
        let is_whole = new.is_empty() && self.front + self.back == self.held;
        if is_whole { self.splice(new, old) } else { None }
    }

    fn splice<T: Clone>(&self, new: &mut Vec<T>, old: &[T]) -> Option<()> {
        if old.len() != self.held {
            return None;
        }
        let mut all = old.get(..self.front)?.to_vec();
        all.append(new);
        all.extend_from_slice(old.get(old.len() - self.back..)?);
        *new = all;
        Some(())
    }
}

/// What the reader of a whole text makes sure of, which no piece shows by itself.
fn has_each_id_once(runbook: &Runbook) -> bool {
    fn once<'a>(mut ids: impl Iterator<Item = &'a Slug>) -> bool {
        let mut seen = HashSet::new();
        ids.all(|id| seen.insert(id))
    }
    once(runbook.contacts.iter().map(|item| &item.id))
        && once(runbook.pre_call.iter().chain(&runbook.post_call).map(|item| &item.id))
        && once(runbook.permissions.iter().map(|item| &item.id))
        && once(runbook.tasks.iter().map(|item| &item.id))
        && once(runbook.obligations.iter().map(|item| &item.id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = r#"# head
customer = "C"
task = "T"
state = "draft" # [x]
summary = """
[[tasks]]
"""

[variables]
cause = "x"
[[contacts]]
id = "a"
side = "customer"

[[tasks]]
id = "a"
title = "A"
[[tasks.attempts]]
outcome = "success"
[[tasks]]
id = "b"
title = 'B ]'
[[tasks]]
id = "c"
title = "C"

[rollback]
plan = "P"
[[rollback.steps]]
id = "s"
title = "S"
[[pre_call]]
id = "p"
text = "P"
[[post_call]]
id = "q"
text = "Q"
[[approvals]]
id = "z"
by = "A <a@b.c>"
at = 2026-12-01T14:00:00+01:00
plan = "x"
"#;

    fn same_as_read(old: &str, new: &str) {
        let Ok(runbook) = read("x", old.as_bytes()).map(|read| read.runbook) else { return };
        let whole = read("x", new.as_bytes()).map(|read| read.runbook);
        let again = reread("x", new.as_bytes(), Earlier { bytes: old.as_bytes(), runbook: &runbook });
        assert_eq!(again, whole, "{old}\n->\n{new}");
    }

    fn is_by_pieces(new: &str) -> bool {
        let runbook = read("x", TEXT.as_bytes()).unwrap().runbook;
        by_pieces("x", new.as_bytes(), Earlier { bytes: TEXT.as_bytes(), runbook: &runbook }).is_some()
    }

    #[test]
    fn an_ordinary_change_is_read_by_its_pieces() {
        let (_, approval) = TEXT.split_once("[[approvals]]").unwrap();
        for (from, to) in [
            ("draft", "scheduled"),
            ("cause = \"x\"", "cause = 'y'"),
            ("title = 'B ]'", "title = 'B'\n[[tasks.attempts]]\noutcome = \"failed\""),
            ("[[tasks]]\nid = \"b\"\ntitle = 'B ]'\n", ""),
            ("[[tasks]]\nid = \"c\"", "[[tasks]]\nid = \"d\"\ntitle = \"D\"\n[[tasks]]\nid = \"c\""),
            ("id = \"s\"", "id = \"t\""),
            ("\n[rollback]", "\n[targets]\ncount = 2\nsha256 = \"x\"\n[rollback]"),
            (&format!("[[approvals]]{approval}"), ""),
        ] {
            let new = TEXT.replacen(from, to, 1);
            assert!(new != TEXT && is_by_pieces(&new), "{to}");
            same_as_read(TEXT, &new);
        }
    }

    #[test]
    fn what_no_piece_shows_by_itself_is_found() {
        for (from, to) in [
            ("id = \"b\"", "id = \"a\""),
            ("id = \"q\"", "id = \"p\""),
            ("task = \"T\"", "task = \"T\"\ntasks.x = 1"),
            ("task = \"T\"", "task = \"T\"\ntasks = []"),
            ("task = \"T\"", "task = \"T\"\n\"t\\u0061sks\" = []"),
            ("task = \"T\"", "task = \"T\"\nx = ["),
            ("task = \"T\"", "task = \"T\"\nx = '''"),
            ("[rollback]", "[\"rollback\"]"),
            ("[[pre_call]]", "[variables]"),
            ("[[pre_call]]", "[[tasks]]\nid = \"e\"\ntitle = \"E\"\n[[pre_call]]"),
            ("[[pre_call]]", "[strange]\n[[pre_call]]"),
            ("[[tasks.attempts]]", "[tasks.attempts]"),
            ("[[tasks]]\nid = \"a\"", "[tasks]\nid = \"a\""),
            (
                "[[approvals]]",
                "[[approvals]]\nid = \"z\"\nby = \"D <d@b.c>\"\nat = 2026-12-01T14:00:00Z\nplan = \"x\"\n[[approvals]]",
            ),
            ("title = 'B ]'", "title = 'B ]'\n<<<<<<< a\n=======\n>>>>>>> b"),
            ("customer = \"C\"", "format = 2\ncustomer = \"C\""),
        ] {
            let new = TEXT.replacen(from, to, 1);
            assert!(new != TEXT, "{to}");
            same_as_read(TEXT, &new);
            same_as_read(&new, TEXT);
        }
        same_as_read(TEXT, &format!("\u{feff}{TEXT}"));
        same_as_read(TEXT, &TEXT.replace('\n', "\r\n"));
        same_as_read(TEXT, "");
    }

    /// A line that means something else where it stands.
    const ODD: [&str; 12] = [
        "\"\"\"",
        "'''",
        "[",
        "]",
        "x = [",
        "[[x]]",
        "[tasks.y]",
        "# [[tasks]]",
        "id = \"a\"",
        "[[tasks]]",
        "tasks = 1",
        "[[tasks]]\nid = \"n\"\ntitle = \"N\"",
    ];

    fn edited(text: &str, (at, from, how): (usize, usize, u8)) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        let at = at % lines.len().max(1);
        let other = lines.get(from % lines.len().max(1)).copied().unwrap_or_default();
        match how {
            0 if !lines.is_empty() => {
                lines.remove(at);
            }
            1 => lines.insert(at, ODD[from % ODD.len()]),
            2 => lines.insert(at, "# remark"),
            _ => lines.insert(at, other),
        }
        lines.join("\n")
    }

    proptest! {
        #[test]
        fn whatever_lines_come_and_go_it_answers_as_reading_the_whole_does(
            edits in proptest::collection::vec((0..60_usize, 0..60_usize, 0..4_u8), 1..5),
        ) {
            let mut texts = vec![TEXT.to_owned()];
            for edit in edits {
                texts.push(edited(texts.last().unwrap(), edit));
            }
            for old in &texts {
                texts.iter().for_each(|new| same_as_read(old, new));
            }
        }
    }
}
