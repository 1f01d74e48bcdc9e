//! The way back of a rollback without steps of its own: by its plan, as it is written.

use super::layout::plain;
use super::page::Page;
use crate::lifecycle::rollback_order;
use crate::model::Runbook;

/// How the words of a plan are laid out on a page.
type LayOut<'l, 'p> = &'l dyn Fn(&str, &mut Page<'p>);

/// What is to be done: the plan and where it is documented, then the tasks to take back. `plan` lays the plan's words out;
/// without it neither is shown.
pub(super) fn by_plan<'p>(runbook: &Runbook, page: &mut Page<'p>, plan: Option<LayOut<'_, 'p>>) {
    page.text(2, "The rollback has no steps of its own. Go back by the plan, the last done first:");
    if let (Some(rollback), Some(lay_out)) = (&runbook.rollback, plan) {
        if let Some(words) = &rollback.plan {
            lay_out(words.as_str(), page);
        }
        for link in &rollback.links {
            page.hang("    ", &plain(link));
        }
    }
    for task in rollback_order(runbook) {
        page.hang("    - ", &plain(&task.title));
    }
}
