//! The log of a run over the targets that goes into the trail: numbers and times, and no target.

use std::collections::BTreeMap;

use super::counts::Counts;
use crate::guide::exec::Exec;
use crate::guide::words::CommandWords;
use crate::model::{Line, Moment, Result, Slug, Totals, visible_line};
use crate::workspace::change::{self, Attached};
use crate::workspace::query;
use crate::workspace::targets::TaskResults;

/// How often, in parts of the list, the log says how far it is.
const PARTS: u64 = 20;

/// The log while the run is under way.
pub(super) struct BulkReport {
    text: String,
    before: Counts,
    /// When the run began.
    pub(super) began: Moment,
    next: u64,
    last: Option<Counts>,
}

impl BulkReport {
    pub(super) fn begin(
        exec: &Exec<'_>,
        task: &Slug,
        attempt: usize,
        words: &CommandWords,
        digest: &Line,
        before: Counts,
    ) -> Self {
        let began = (exec.clock)();
        let text = format!(
            "# runbook: {}\n# command: {}\n# task: {task}, attempt {attempt}\n# targets: {}, sha256 {digest}\n# began: {began}\n",
            exec.id,
            words.shown(),
            before.count,
        );
        let mut report = Self { text, before, began, next: 0, last: None };
        report.step(before.totals, began);
        report
    }

    /// Says how far it is, where that is worth a line.
    pub(super) fn step(&mut self, totals: Totals, now: Moment) {
        if totals.all() < self.next {
            return;
        }
        // what runs is not known either while it does; what was not known before stays so
        self.line(Counts { totals, ..self.before }, now);
        self.next = totals.all() + (self.before.count / PARTS).max(1);
    }

    fn line(&mut self, counts: Counts, now: Moment) {
        if self.last.replace(counts) == Some(counts) {
            return;
        }
        let time = now.time().format("%H:%M:%S");
        self.text.push_str(&format!("{time} | {counts}\n"));
    }

    /// Ends the log.
    #[expect(clippy::too_many_arguments, reason = "everything that a log says at its end")]
    pub(super) fn end(
        &mut self,
        exec: &Exec<'_>,
        task: &Slug,
        attempt: usize,
        counts: Counts,
        codes: &BTreeMap<String, u64>,
        results: &TaskResults,
        stopped: Option<&str>,
    ) -> Result<Attached> {
        let finished = (exec.clock)().max(self.began);
        self.line(counts, finished);
        self.text.push_str(&format!("# ended: {finished}\n"));
        for (ended, number) in codes {
            self.text.push_str(&format!("# {number} ended with {ended}\n"));
        }
        if let Some(why) = stopped {
            self.text.push_str(&format!("# {}\n", visible_line(why)));
        }
        self.text.push_str(&format!(
            "# what they said is kept privately, with the list; sha256 of it now: {}\n",
            results.outputs_sha256()?
        ));
        let text = query::secret_rules(exec.workspace)?.mask(&self.text).into_owned();
        let path = change::log_path(exec.workspace, exec.id, &format!("{task}-{attempt}"))?;
        Ok(Attached { path, text, capture: None })
    }
}
