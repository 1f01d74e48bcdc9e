//! The workers: each takes the next target, stays with its command, and notes the result.
//!
//! The first signal lets what runs finish and begins nothing more; the second ends what runs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::bar::BulkBar;
use super::counts::Counts;
use super::pacing::Pacing;
use super::report::BulkReport;
use super::target_command::{Slot, stay};
use super::work_queue::WorkQueue;
use crate::guide::capture::start_quietly;
use crate::guide::program::NotStarted::Surroundings;
use crate::guide::words::CommandWords;
use crate::model::{Fault, Moment, RunbookId, visible_line};
use crate::secret::Rules;
use crate::store::signals::{self, Aside};
use crate::workspace::targets::{TargetList, TaskResults};

/// How often the bar and signals are looked at.
const TICK: Duration = Duration::from_millis(100);
/// After so many of these looks the record is asked whether the work may go on.
const LOOKS: u32 = 5;
/// How many failures are told one by one.
const TOLD: usize = 20;

/// What the workers need to know.
pub(super) struct Course<'c> {
    pub(super) id: &'c RunbookId,
    pub(super) program: PathBuf,
    pub(super) words: &'c CommandWords,
    pub(super) list: &'c TargetList,
    pub(super) rules: &'c Rules,
    pub(super) clock: &'c dyn Fn() -> Moment,
    /// Why no more may be done, where the record says so meanwhile.
    pub(super) broken_off: &'c dyn Fn() -> Option<String>,
    pub(super) pacing: Pacing,
}

/// What they leave.
pub(super) struct Over {
    pub(super) results: TaskResults,
    pub(super) codes: BTreeMap<String, u64>,
    pub(super) stopped: Option<String>,
    pub(super) fault: Option<Fault>,
    pub(super) asked: Vec<Aside>,
}

/// What a worker may touch besides the board: no clock, which stays with the one who watches.
struct Tools<'c> {
    program: &'c PathBuf,
    words: &'c CommandWords,
    list: &'c TargetList,
    rules: &'c Rules,
}

impl Course<'_> {
    /// Works through everything that is left, or until it is stopped.
    pub(super) fn run(&self, results: TaskResults, report: &mut BulkReport, tell: &mut dyn FnMut(&str)) -> Over {
        let at_once = self.pacing.at_once.clamp(1, self.list.count().max(1));
        let bar = BulkBar::new(Counts::of(&results), self.pacing.bar);
        let board = Mutex::new(WorkQueue::new(results, self.list, at_once, self.pacing.stop_after));
        let slots: Vec<Slot> = (0..at_once).map(|_| Slot::default()).collect();
        let tools = Tools { program: &self.program, words: self.words, list: self.list, rules: self.rules };
        // the time of a result is the one who watches' to say; it is at most a tick old
        let now = Mutex::new((self.clock)());
        let asked = std::thread::scope(|scope| {
            let (over, ended) = channel::<()>();
            let (mut workers, mut lacking) = (0, None);
            for slot in &slots {
                let (board, tools, now, over) = (&board, &tools, &now, over.clone());
                let begun = Builder::new().spawn_scoped(scope, move || work(board, slot, tools, now, &over));
                if let Err(error) = begun {
                    // those that were begun get through as well, only later
                    lacking = Some(error);
                    break;
                }
                workers += 1;
            }
            drop(over);
            if let Some(error) = lacking.filter(|_| workers == 0) {
                board.lock().unwrap_or_else(PoisonError::into_inner).fault =
                    Some(Surroundings(error).fault(self.words));
            }
            let mut watch =
                Watch { course: self, board: &board, slots: &slots, bar: &bar, told: 0, looks: 0, asked: Vec::new() };
            loop {
                let waited = ended.recv_timeout(TICK);
                *now.lock().unwrap_or_else(PoisonError::into_inner) = (self.clock)();
                watch.look(report, tell);
                if waited == Err(RecvTimeoutError::Disconnected) {
                    break watch.asked;
                }
            }
        });
        bar.clear();
        let WorkQueue { results, codes, stopped, fault, .. } =
            board.into_inner().unwrap_or_else(PoisonError::into_inner);
        Over { results, codes, stopped, fault, asked }
    }
}

/// One worker, until nothing is left for it. Its end is heard by the sender's going away.
fn work(board: &Mutex<WorkQueue<'_>>, slot: &Slot, tools: &Tools<'_>, now: &Mutex<Moment>, _over: &Sender<()>) {
    let lock = || board.lock().unwrap_or_else(PoisonError::into_inner);
    let mut next = lock().take();
    while let Some(number) = next {
        let words = tools.words.rest_for(tools.list.get(number));
        let run = start_quietly(tools.program, &words).map(|(child, pipe)| stay(slot, child, &pipe));
        let at = *now.lock().unwrap_or_else(PoisonError::into_inner);
        let mut board = lock();
        match run {
            Ok((Some(ended), said)) => board.end(number, &ended, &said.lines(tools.rules), at),
            Ok((None, said)) => board.lose(number, &said.lines(tools.rules), at),
            Err(not_started) => board.give_back(number, not_started.fault(tools.words)),
        }
        next = board.take();
    }
}

/// The one who watches: draws, tells, and hears signals.
struct Watch<'w, 'b> {
    course: &'w Course<'w>,
    board: &'w Mutex<WorkQueue<'b>>,
    slots: &'w [Slot],
    bar: &'w BulkBar,
    told: usize,
    looks: u32,
    asked: Vec<Aside>,
}

impl Watch<'_, '_> {
    fn look(&mut self, report: &mut BulkReport, tell: &mut dyn FnMut(&str)) {
        let (totals, untold) = {
            let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
            (board.results.totals(), std::mem::take(&mut board.untold))
        };
        let now = (self.course.clock)();
        for (number, ended) in untold {
            self.told += 1;
            let target = visible_line(self.course.list.get(number));
            match self.told {
                ..=TOLD => self.bar.above(|| tell(&format!("failed: {target}: {ended}"))),
                told if told == TOLD + 1 => {
                    let more = format!("more have failed: runbook targets list {} --failed", self.course.id);
                    self.bar.above(|| tell(&more));
                }
                _ => {}
            }
        }
        report.step(totals, now);
        self.bar.show(totals, now);
        self.hear(tell);
        self.looks += 1;
        if self.looks.is_multiple_of(LOOKS) {
            self.must_go_on(tell);
        }
    }

    /// Begins nothing more once the call was ended elsewhere, or a permission taken back.
    fn must_go_on(&self, tell: &mut dyn FnMut(&str)) {
        let lock = || self.board.lock().unwrap_or_else(PoisonError::into_inner);
        if lock().stopped.is_some() {
            return;
        }
        if let Some(why) = (self.course.broken_off)() {
            lock().stopped.get_or_insert_with(|| why.clone());
            self.bar.above(|| tell(&format!("{why}: what runs is finished and nothing more is begun")));
        }
    }

    fn hear(&mut self, tell: &mut dyn FnMut(&str)) {
        if signals::noted().is_none() {
            return;
        }
        self.asked.push(signals::set_aside());
        if let [_] = self.asked.as_slice() {
            let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
            board.stopped.get_or_insert_with(|| "stopped by a signal".to_owned());
            drop(board);
            self.bar.above(|| tell("what runs is finished and nothing more is begun; once more ends what runs"));
            return;
        }
        let signal = if self.asked.len() == 2 { Signal::TERM } else { Signal::KILL };
        for slot in self.slots {
            if let Some(child) = &*slot.lock().unwrap_or_else(PoisonError::into_inner) {
                // one that has ended meanwhile needs none
                let _ = kill_process_group(Pid::from_child(child), signal);
            }
        }
    }
}
