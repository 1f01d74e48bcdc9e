//! The log of one command: a title, a line for each line of output with its time, and how it ended.
//!
//! The beginning and the end of what was said are kept, the middle is left out where it is too much, and says so.

use std::collections::VecDeque;

use crate::model::{Moment, Result, head, visible_line};
use crate::secret::{KeptLine, Rules};
use crate::store::Spool;

/// How much of the beginning is kept, in bytes.
const HEAD: usize = 640 * 1024;
/// How much of the end is kept, in bytes.
const TAIL: usize = 320 * 1024;
/// The longest line that is kept, in bytes.
const LINE: usize = 16 * 1024;

/// What a log says first: `# runbook: acme/enforce-2fa`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title(Vec<(String, String)>);

impl Title {
    /// Adds a line.
    #[must_use]
    pub fn with(mut self, what: &str, words: impl Into<String>) -> Self {
        self.0.push((what.to_owned(), words.into()));
        self
    }

    /// The same without secrets.
    pub(in crate::guide) fn masked(&self, rules: &Rules) -> Self {
        Self(self.0.iter().map(|(what, words)| (what.clone(), rules.mask(words).into_owned())).collect())
    }
}

/// Which of a command's outputs a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output, or a terminal.
    Out,
    /// Standard error.
    Err,
}

/// The log while it is written.
pub(super) struct CommandLog<'s> {
    spool: &'s Spool,
    /// How much is in the spool.
    head: usize,
    tail: VecDeque<String>,
    tail_size: usize,
    left_out: LeftOut,
    /// What is left out would still have had room on the disk, which did not take it.
    is_refused: bool,
    day: String,
}

/// Output that is not kept, from the middle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many lines.
    pub lines: u64,
    /// How many bytes they are.
    pub bytes: u64,
}

/// A log that has ended.
pub struct ClosedLog {
    /// All of it, ready to be recorded; a fault where what was kept cannot be read again.
    pub text: Result<String>,
    /// What is kept nowhere.
    pub left_out: LeftOut,
    /// What is in memory only.
    rest: String,
}

impl<'s> CommandLog<'s> {
    /// Begins a log, or goes on with one that an interrupted run has left.
    pub(super) fn open(spool: &'s Spool, title: &Title, began: Moment) -> Result<Self> {
        let left = spool.left()?;
        let mut log = Self {
            spool,
            head: left.len(),
            tail: VecDeque::new(),
            tail_size: 0,
            left_out: LeftOut::default(),
            is_refused: false,
            day: day(began),
        };
        if !left.is_empty() {
            let end = if left.ends_with('\n') { "" } else { "\n" };
            log.head_line(&format!(
                "{end}# cut off here: the end of that run was not recorded; what follows is a later one\n"
            ))?;
        }
        for (what, words) in &title.0 {
            log.head_line(&format!("# {what}: {}\n", visible_line(words)))?;
        }
        log.head_line(&format!("# began: {began}\n"))?;
        Ok(log)
    }

    fn head_line(&mut self, line: &str) -> Result<()> {
        self.spool.add(line)?;
        self.head += line.len();
        Ok(())
    }

    /// Adds a line of output.
    pub(super) fn add(&mut self, line: &KeptLine, mouth: Stream, now: Moment) {
        let sign = match mouth {
            Stream::Out => '|',
            Stream::Err => '!',
        };
        let today = day(now);
        if today != self.day {
            self.put(format!("# {today}\n"));
            self.day = today;
        }
        let more = if line.goes_on { " …" } else { "" };
        let time = now.time().format("%H:%M:%S");
        self.put(format!("{time} {sign} {}{more}\n", shortened(&line.text)));
    }

    fn put(&mut self, line: String) {
        self.tail_size += line.len();
        self.tail.push_back(line);
        self.flush();
        self.drop_middle();
    }

    /// Drops what neither the beginning nor the end has room for.
    fn drop_middle(&mut self) {
        while self.tail_size > TAIL
            && let Some(oldest) = self.tail.pop_front()
        {
            if self.left_out.lines == 0 {
                // a line that the disk refused once and took later is no reason
                self.is_refused = self.fits(&oldest);
            }
            self.tail_size -= oldest.len();
            self.left_out.lines += 1;
            self.left_out.bytes += u64::try_from(oldest.len()).unwrap_or(0);
        }
    }

    /// Brings to the disk what belongs to the beginning. What it does not take stays in memory, and is offered again
    /// with the next line.
    fn flush(&mut self) {
        while self.left_out.lines == 0
            && let Some(first) = self.tail.pop_front()
        {
            if !self.fits(&first) || self.head_line(&first).is_err() {
                self.tail.push_front(first);
                return;
            }
            self.tail_size -= first.len();
        }
    }

    /// True where there is room for a line in the beginning.
    fn fits(&self, line: &str) -> bool {
        self.head + line.len() <= HEAD
    }

    /// Ends the log. Judged once more as a whole, for a secret that reaches over several lines.
    pub(super) fn close(mut self, ended: &str, finished: Moment, rules: &Rules) -> ClosedLog {
        let mut rest = String::new();
        let LeftOut { lines, bytes } = self.left_out;
        if lines > 0 {
            let why = if self.is_refused { "the disk took no more" } else { "a log holds 1 MiB at most" };
            rest.push_str(&format!("# {lines} lines ({bytes} bytes) are left out here: {why}\n"));
        }
        rest.extend(self.tail.drain(..));
        rest.push_str(&format!("# ended: {finished}\n# {}\n", visible_line(ended)));
        // a disk that failed once may answer the second time
        let kept = self.spool.left().or_else(|_| self.spool.left());
        let text = kept.map(|kept| rules.mask(&(bounded(kept) + &rest)).into_owned());
        ClosedLog { text, left_out: self.left_out, rest }
    }
}

impl ClosedLog {
    /// Puts what is in memory only beside what the spool has, because it cannot be recorded; says what is kept and what
    /// is lost.
    pub(in crate::guide) fn keep_beside(&self, spool: &Spool) -> String {
        let kept = spool.path().display().to_string();
        let lines = self.rest.split_inclusive('\n').skip_while(|line| spool.add(line).is_ok());
        let lost = lines.filter(|line| !line.starts_with('#')).fold(self.left_out, |lost, line| LeftOut {
            lines: lost.lines + 1,
            bytes: lost.bytes + u64::try_from(line.len()).unwrap_or(0),
        });
        match lost.lines {
            0 => format!("what it said is kept in {kept}"),
            lines => {
                format!("of what it said {lines} lines ({} bytes) are lost; the rest is kept in {kept}", lost.bytes)
            }
        }
    }
}

/// Runs before this one that were not recorded may have left too much: then the middle of it goes.
fn bounded(kept: String) -> String {
    if kept.len() <= HEAD + LINE {
        return kept;
    }
    let is_end = |byte: &u8| *byte == b'\n';
    let half = HEAD / 2;
    let first = kept.as_bytes().iter().take(half).rposition(is_end).map_or(0, |at| at + 1);
    let from = kept.len() - half;
    let last = kept.as_bytes().iter().skip(from).position(is_end).map_or(kept.len(), |at| from + at + 1);
    let (first, middle, last) =
        (kept.get(..first).unwrap_or_default(), last.saturating_sub(first), kept.get(last..).unwrap_or_default());
    format!("{first}# {middle} bytes are left out here: a log holds 1 MiB at most\n{last}")
}

fn day(moment: Moment) -> String {
    moment.time().format("%Y-%m-%d").to_string()
}

/// A line that is too long for anybody to read is cut, and says so.
fn shortened(text: &str) -> String {
    if text.len() <= LINE {
        return text.to_owned();
    }
    let shown = head(text, LINE);
    format!("{shown} [{} bytes more]", text.len() - shown.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn line(text: &str) -> KeptLine {
        KeptLine { text: text.to_owned(), goes_on: false }
    }

    #[test]
    fn the_middle_of_too_much_is_left_out_and_the_end_is_kept() {
        let private = tempfile::tempdir().unwrap();
        let rules = Rules::new(&BTreeMap::new()).unwrap();
        let spool = Spool::open(private.path(), "a").unwrap();
        let began: Moment = "2026-12-01T23:59:59Z".parse().unwrap();
        let mut log = CommandLog::open(&spool, &Title::default().with("task", "a"), began).unwrap();
        for number in 0..100_000 {
            log.add(&line(&format!("line {number}")), Stream::Out, began);
        }
        log.add(&line("last"), Stream::Err, "2026-12-02T00:00:01Z".parse().unwrap());
        let log = log.close("exit code 3", began, &rules).text.unwrap();
        assert!(log.len() < crate::store::MAX_FILE);
        assert!(log.starts_with("# task: a\n# began: 2026-12-01T23:59:59Z\n23:59:59 | line 0\n"), "{log:.80}");
        assert!(log.contains(" are left out here"));
        assert!(log.ends_with("# 2026-12-02\n00:00:01 ! last\n# ended: 2026-12-01T23:59:59Z\n# exit code 3\n"));
    }

    #[test]
    fn the_reason_for_what_is_left_out_is_that_of_the_time_when_it_was() {
        let rules = Rules::new(&BTreeMap::new()).unwrap();
        let began: Moment = "2026-12-01T12:00:00Z".parse().unwrap();
        // lines that a disk does not take stay in memory; here they are put there as if it had not
        let refused = |log: &mut CommandLog<'_>, number: usize| {
            let line = "x".repeat(LINE);
            for _ in 0..number {
                log.tail_size += line.len();
                log.tail.push_back(line.clone());
            }
        };
        for (refuses, says) in [(1, "a log holds 1 MiB at most"), (TAIL / LINE + 1, "the disk took no more")] {
            let private = tempfile::tempdir().unwrap();
            let spool = Spool::open(private.path(), "a").unwrap();
            let mut log = CommandLog::open(&spool, &Title::default(), began).unwrap();
            refused(&mut log, refuses);
            if refuses > 1 {
                log.drop_middle();
            }
            for number in 0..100_000 {
                log.add(&line(&format!("line {number}")), Stream::Out, began);
            }
            let text = log.close("exit code 0", began, &rules).text.unwrap();
            assert!(text.contains(&format!("are left out here: {says}\n")), "{refuses}");
        }
    }

    #[test]
    fn a_later_run_goes_on_behind_one_that_was_killed() {
        let private = tempfile::tempdir().unwrap();
        let rules = Rules::new(&BTreeMap::new()).unwrap();
        let began: Moment = "2026-12-01T12:00:00Z".parse().unwrap();
        let spool = Spool::open(private.path(), "a").unwrap();
        CommandLog::open(&spool, &Title::default(), began).unwrap().add(&line("one"), Stream::Out, began);
        drop(spool);
        let spool = Spool::open(private.path(), "a").unwrap();
        let mut log = CommandLog::open(&spool, &Title::default(), began).unwrap();
        log.add(&line("two"), Stream::Out, began);
        let log = log.close("ended by signal 15 (SIGTERM)", began, &rules).text.unwrap();
        assert!(log.contains("| one\n# cut off here") && log.contains("| two\n"), "{log}");
        assert!(log.ends_with("# ended by signal 15 (SIGTERM)\n"), "{log}");
    }
}
