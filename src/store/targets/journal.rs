//! What became of each target, written down as it comes: a line before its command starts, a line when it has ended.
//!
//! A killed process loses nothing of it. So that a power cut loses nothing that matters either, the targets that may be
//! begun next are claimed durably before the first of them is: after a restart of the machine all claimed ones without a
//! result are unknown, never silently run again.

use std::fs::{File, TryLockError};
use std::io::Write;

use super::list::TargetList;
use super::target_result::TargetResult;
use crate::model::{Fault, Kind, Result, Totals};
use crate::store::folder::Folder;

const HEAD: &str = "runbook-targets 1";
/// The line that says that nothing runs.
const REST: &str = "e\n";
/// The most targets that are claimed at once.
const WIDEST: usize = 1_024;
/// Where the system says since which start it runs.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// The journal of one task over one list, held by one process.
#[derive(Debug)]
pub struct TargetJournal {
    file: File,
    results: Vec<TargetResult>,
    boot: String,
    /// Up to where targets are claimed.
    claimed: usize,
    width: usize,
}

impl TargetJournal {
    pub(super) fn open(folder: &Folder, name: &str, list: &TargetList) -> Result<Self> {
        let file = folder.open_appending(name)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Fault::new(Kind::Locked, "another process is working through the list of targets")
                    .hint("wait until that one has ended"));
            }
            Err(TryLockError::Error(error)) => return Err(wrong("lock", &error)),
        }
        let text = folder.read(name)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let results = replay(&text, list);
        let mut journal = Self { file, results, boot: boot(), claimed: 0, width: 1 };
        if !is_of(&text, list) {
            journal.write(&format!("{HEAD} {}\n", list.sha256()?))?;
        } else if !text.ends_with('\n') {
            // a line that a power cut has torn
            journal.write("\n")?;
        }
        // said outright, so that the next rest does not free what may have been begun before a restart
        let unknown = (0..).zip(&journal.results).filter(|(_, result)| **result == TargetResult::Unknown);
        let lines: String = unknown.map(|(number, _): (usize, _)| format!("+ {number}\n")).collect();
        journal.write(&lines)?;
        Ok(journal)
    }

    /// What became of each target.
    pub fn results(&self) -> &[TargetResult] {
        &self.results
    }

    /// How many came to what.
    pub fn totals(&self) -> Totals {
        tally(&self.results)
    }

    /// The command of this target is about to start; those of a lower number have begun before it.
    ///
    /// # Errors
    /// `Disk`; then it must not start.
    pub fn begin(&mut self, number: usize, at_once: usize) -> Result<()> {
        if number >= self.claimed {
            // few at first, so that a cut early on leaves few unknown; more once many get through
            self.width = (self.width * 2).clamp(at_once, WIDEST);
            self.claimed = (number + self.width).min(self.results.len());
            self.write(&format!("c {number} {} {}\n", self.claimed, self.boot))?;
            self.settle()?;
        }
        self.write(&format!("+ {number}\n"))?;
        self.set(number, TargetResult::Unknown);
        Ok(())
    }

    /// Notes what became of a target.
    ///
    /// # Errors
    /// `Disk`.
    pub fn note(&mut self, number: usize, result: TargetResult) -> Result<()> {
        self.set(number, result);
        self.write(&line_of(number, result))
    }

    /// How many there would be of each if these had become of these, and the lines that say so. Nothing is written.
    pub fn with(&self, changes: &[(usize, TargetResult)]) -> (Totals, String) {
        let mut results = self.results.clone();
        let mut lines = String::new();
        for (number, result) in changes {
            let own = results.get_mut(*number).filter(|own| **own != *result);
            if let Some(own) = own {
                *own = *result;
                lines.push_str(&line_of(*number, *result));
            }
        }
        lines.push_str(REST);
        (tally(&results), lines)
    }

    /// Nothing runs any more: what was claimed and not begun is free again. Durable afterwards.
    ///
    /// # Errors
    /// `Disk`.
    pub fn rest(&mut self) -> Result<()> {
        self.claimed = 0;
        self.write(REST)?;
        self.settle()
    }

    fn set(&mut self, number: usize, result: TargetResult) {
        if let Some(own) = self.results.get_mut(number) {
            *own = result;
        }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes()).map_err(|error| wrong("write", &error))
    }

    fn settle(&self) -> Result<()> {
        self.file.sync_data().map_err(|error| wrong("make durable", &error))
    }
}

/// Adds lines to the journal of this name, durably; they stand on lines of their own even where a power cut has torn the
/// last one.
pub(super) fn add(folder: &Folder, name: &str, lines: &str) -> Result<()> {
    let mut file = folder.open_appending(name)?;
    let is_torn = folder.read(name)?.is_some_and(|text| text.last().is_some_and(|last| *last != b'\n'));
    let text = if is_torn { format!("\n{lines}") } else { lines.to_owned() };
    file.write_all(text.as_bytes()).map_err(|error| wrong("write", &error))?;
    file.sync_data().map_err(|error| wrong("make durable", &error))
}

fn line_of(number: usize, result: TargetResult) -> String {
    match result {
        TargetResult::Left => format!("l {number}\n"),
        TargetResult::Unknown => format!("+ {number}\n"),
        TargetResult::Done => format!("d {number}\n"),
        TargetResult::Failed(code) => format!("f {number} {code}\n"),
        TargetResult::Skipped => format!("s {number}\n"),
    }
}

fn wrong(what: &str, error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("cannot {what} the journal of the targets: {error}"))
}

/// Which start of the machine this is; where nobody says, every look is taken for another one.
fn boot() -> String {
    let said = std::fs::read_to_string(BOOT).unwrap_or_default();
    if said.trim().is_empty() { "?".to_owned() } else { said.trim().to_owned() }
}

fn is_of(text: &str, list: &TargetList) -> bool {
    let Ok(digest) = list.sha256() else { return false };
    text.lines().next() == Some(format!("{HEAD} {digest}").as_str())
}

/// How many came to what.
pub fn tally(results: &[TargetResult]) -> Totals {
    let mut totals = Totals::default();
    for result in results {
        match result {
            TargetResult::Done => totals.done += 1,
            TargetResult::Failed(_) => totals.failed += 1,
            TargetResult::Skipped => totals.skipped += 1,
            TargetResult::Left | TargetResult::Unknown => {}
        }
    }
    totals
}

/// What a journal tells of each target; nothing when it is of another list.
pub(super) fn replay(text: &str, list: &TargetList) -> Vec<TargetResult> {
    let mut results = vec![TargetResult::Left; list.count()];
    if !is_of(text, list) {
        return results;
    }
    let boot = boot();
    // claimed before another start of the machine: whether they were begun is not known
    let mut doubtful = vec![false; list.count()];
    for line in text.lines().skip(1) {
        let mut words = line.split(' ');
        let sign = words.next().unwrap_or_default();
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok());
        match (sign, number()) {
            ("c", Some(from)) => {
                let to = number().unwrap_or(from).min(results.len());
                let is_now = words.next() == Some(boot.as_str()) && boot != "?";
                if let Some(range) = doubtful.get_mut(from..to).filter(|_| !is_now) {
                    range.fill(true);
                }
            }
            ("e", _) => doubtful.fill(false),
            (sign, Some(at)) => {
                let result = match sign {
                    "+" => TargetResult::Unknown,
                    "d" => TargetResult::Done,
                    "f" => TargetResult::Failed(words.next().and_then(|word| word.parse().ok()).unwrap_or(1)),
                    "s" => TargetResult::Skipped,
                    "l" => TargetResult::Left,
                    _ => continue,
                };
                if let (Some(own), Some(doubt)) = (results.get_mut(at), doubtful.get_mut(at)) {
                    (*own, *doubt) = (result, false);
                }
            }
            _ => {}
        }
    }
    for (result, doubt) in results.iter_mut().zip(doubtful) {
        if doubt && *result == TargetResult::Left {
            *result = TargetResult::Unknown;
        }
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> (tempfile::TempDir, Folder, TargetList) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder, TargetList::new(["a", "b", "c", "d", "e"]))
    }

    fn text(folder: &Folder) -> String {
        String::from_utf8(folder.read("j").unwrap().unwrap()).unwrap()
    }

    #[test]
    fn what_ran_when_the_process_was_killed_is_unknown_and_nothing_else_is() {
        let (_dir, folder, list) = room();
        let mut journal = TargetJournal::open(&folder, "j", &list).unwrap();
        assert_eq!(TargetJournal::open(&folder, "j", &list).unwrap_err().kind, Kind::Locked);
        for number in 0..3 {
            journal.begin(number, 2).unwrap();
        }
        journal.note(0, TargetResult::Done).unwrap();
        journal.note(2, TargetResult::Failed(7)).unwrap();
        drop(journal);
        let journal = TargetJournal::open(&folder, "j", &list).unwrap();
        assert_eq!(
            journal.results(),
            [
                TargetResult::Done,
                TargetResult::Unknown,
                TargetResult::Failed(7),
                TargetResult::Left,
                TargetResult::Left
            ]
        );
        assert_eq!(journal.totals(), Totals { done: 1, failed: 1, skipped: 0 });
    }

    #[test]
    fn after_a_restart_of_the_machine_all_claimed_ones_without_a_result_are_unknown() {
        let (dir, folder, list) = room();
        let mut journal = TargetJournal::open(&folder, "j", &list).unwrap();
        journal.begin(0, 4).unwrap();
        journal.note(0, TargetResult::Done).unwrap();
        let before = text(&folder).replace(&boot(), "another");
        let results = replay(&before, &list);
        assert_eq!(
            results,
            [
                TargetResult::Done,
                TargetResult::Unknown,
                TargetResult::Unknown,
                TargetResult::Unknown,
                TargetResult::Left
            ]
        );
        journal.rest().unwrap();
        let after = text(&folder).replace(&boot(), "another");
        assert_eq!(replay(&after, &list)[1..], [TargetResult::Left; 4]);
        drop(journal);
        std::fs::write(dir.path().join("j"), before).unwrap();
        let mut again = TargetJournal::open(&folder, "j", &list).unwrap();
        again.rest().unwrap();
        assert_eq!(replay(&text(&folder), &list)[1], TargetResult::Unknown);
    }

    #[test]
    fn a_journal_of_another_list_and_torn_lines_say_nothing() {
        let (_dir, folder, list) = room();
        let mut journal = TargetJournal::open(&folder, "j", &list).unwrap();
        journal.begin(0, 1).unwrap();
        journal.note(0, TargetResult::Done).unwrap();
        drop(journal);
        assert_eq!(replay(&text(&folder), &TargetList::new(["a"])), [TargetResult::Left]);
        let torn = format!("{}d 1\0\0\nd x\nq 2\nd 99\nf 3", text(&folder));
        assert_eq!(
            replay(&torn, &list),
            [TargetResult::Done, TargetResult::Left, TargetResult::Left, TargetResult::Failed(1), TargetResult::Left]
        );
    }
}
