//! What the workers share: which target is next, the journal, and whether another one may be begun.

use std::collections::BTreeMap;

use crate::guide::capture::Ended;
use crate::model::{Fault, Kind, Moment, visible_line};
use crate::workspace::targets::{TargetList, TargetResult, TaskResults};

/// Shared under one lock, held for two lines of the journal at a time.
pub(super) struct WorkQueue<'l> {
    pub(super) results: TaskResults,
    pub(super) list: &'l TargetList,
    pub(super) at_once: usize,
    pub(super) stop_after: Option<u64>,
    next: usize,
    failed: u64,
    /// How the commands of this run ended, and how many so.
    pub(super) codes: BTreeMap<String, u64>,
    /// Why no further one is begun.
    pub(super) stopped: Option<String>,
    /// What stopped us that is no choice.
    pub(super) fault: Option<Fault>,
    /// What failed and was not told yet: the target, and how it ended.
    pub(super) untold: Vec<(usize, String)>,
}

/// How many failures wait to be told at most.
const UNTOLD: usize = 1_000;

impl<'l> WorkQueue<'l> {
    pub(super) fn new(results: TaskResults, list: &'l TargetList, at_once: usize, stop_after: Option<u64>) -> Self {
        Self {
            results,
            list,
            at_once,
            stop_after,
            next: 0,
            failed: 0,
            codes: BTreeMap::new(),
            stopped: None,
            fault: None,
            untold: Vec::new(),
        }
    }

    /// The next target to begin, noted as begun; none when there is none, or none may be begun.
    pub(super) fn take(&mut self) -> Option<usize> {
        if self.stopped.is_some() || self.fault.is_some() {
            return None;
        }
        let number = self.results.left_from(self.next)?;
        self.next = number + 1;
        match self.results.begin(number, self.at_once) {
            Ok(()) => Some(number),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    /// A target's command was not started, which is no result: it is left to be done, and nothing more is begun.
    pub(super) fn give_back(&mut self, number: usize, why: Fault) {
        // where that cannot be noted, it stays one of which nobody knows whether it was done
        let _ = self.results.note(number, TargetResult::Left);
        self.fault.get_or_insert(why);
    }

    /// A target's command was run and the system does not tell how it ended: that stays unknown.
    pub(super) fn lose(&mut self, number: usize, lines: &[String], now: Moment) {
        let target = self.list.get(number);
        let about = format!("how the command of “{}” ended is not known", visible_line(target));
        let _ = self.results.keep_output(target, now, "not known how it ended", lines);
        self.fault.get_or_insert_with(|| Fault::new(Kind::System, about));
    }

    /// Notes how a target's command ended.
    pub(super) fn end(&mut self, number: usize, ended: &Ended, lines: &[String], now: Moment) {
        let result = match ended {
            Ended::Code(0) => TargetResult::Done,
            Ended::Code(code) => TargetResult::Failed(*code),
            Ended::Signal(signal) => TargetResult::Failed(128 + signal),
        };
        let words = ended.words();
        let mut kept = Ok(());
        if result != TargetResult::Done || !lines.is_empty() {
            kept = self.results.keep_output(self.list.get(number), now, &words, lines);
        }
        if let Err(fault) = kept.and_then(|()| self.results.note(number, result)) {
            self.fault.get_or_insert(fault);
        }
        if result != TargetResult::Done {
            self.failed += 1;
            if self.untold.len() < UNTOLD {
                self.untold.push((number, words.clone()));
            }
            if self.stop_after.is_some_and(|most| self.failed >= most) && self.stopped.is_none() {
                let failures = if self.failed == 1 { "failure" } else { "failures" };
                self.stopped = Some(format!("stopped after {} {failures}", self.failed));
            }
        }
        match self.codes.get_mut(&words) {
            Some(number) => *number += 1,
            None => drop(self.codes.insert(words, 1)),
        }
    }
}
