//! A text about work that is over: what its runbook ended as, and which gates its record does not meet.

use super::draft::ImportDraft;
use crate::lifecycle::{Conditional, Gate, closing, finishing, outcome};
use crate::model::{Remark, RunResult, RunbookId, State, TaskOutcome};

impl ImportDraft {
    /// Makes the runbook a closed one. The gates that its record does not meet are doubts, a line each.
    ///
    /// The result is what the record shows: completed only where every task that applies succeeded or was left out.
    pub fn close(&mut self) {
        if self.runbook.state == State::Closed {
            return;
        }
        let mut working = self.runbook.clone();
        working.state = State::Running;
        // the id that it will have, as long as nobody else has it; nothing of what is told here names it
        let id = RunbookId::from_name(working.customer.as_str(), working.task.as_str());
        let work = finishing(&id, &working);
        working.state = State::WrapUp;
        let end = closing(&id, &working);
        for gate in [work, end] {
            self.tell(gate);
        }
        let result = self.result();
        if self.runbook.tasks.is_empty() {
            self.doubts
                .push(Remark::new(self.line, format!("no task says how the work ended: it is taken as {result}")));
        }
        self.runbook.state = State::Closed;
        self.runbook.result = Some(result);
        self.sort();
    }

    /// Makes the runbook a draft, whatever a folded record says that it was.
    pub fn plan_anew(&mut self) {
        self.runbook.state = State::Draft;
        self.runbook.result = None;
    }

    fn tell(&mut self, gate: Gate) {
        for point in gate.missing {
            let lists = ["tasks", "pre_call", "post_call", "rollback.steps"];
            let places = lists.iter().filter_map(|list| self.places.get(&format!("{list}.{}", point.item)));
            let line = places.copied().next().unwrap_or(self.line);
            self.doubts.push(Remark::new(line, format!("closed although {}: {}", point.code, point.message)));
        }
    }

    fn result(&self) -> RunResult {
        let runbook = &self.runbook;
        let mut tasks = runbook.tasks.iter().filter(|task| task.is_applicable(&runbook.variables)).peekable();
        let is_whole = tasks.peek().is_some()
            && tasks.all(|task| matches!(outcome(task), Some(TaskOutcome::Success | TaskOutcome::Skipped)));
        if is_whole { RunResult::Completed } else { RunResult::Partial }
    }
}
