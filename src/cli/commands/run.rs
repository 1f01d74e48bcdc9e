//! `run`: the guided call.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::guide::{Guidance, guide};
use crate::model::{Fault, Result};
use crate::render;
use crate::workspace::change;

/// Guide the call: everything that is left, item by item, with the clock running
///
/// Goes through readiness, the checklist, permissions, the start, each task, and the duties afterwards. Every answer is
/// recorded at once; leave at any time, and the same command goes on from the same place, also on another machine and
/// for another person.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook run acme/enforce-2fa-on-all-groups
  runbook run 2fa --present")]
pub(in crate::cli) struct Run {
    #[command(flatten)]
    which: Which,
    /// For a shared screen: show only what a customer may see, and ask only for that
    #[arg(long)]
    present: bool,
}

impl Run {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` off a terminal; `Interrupted` by a signal, with everything that was answered recorded.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        if session.asker().is_none() {
            let id = self.which.id.as_deref().unwrap_or("ID");
            return Err(Fault::usage("a call is guided at a terminal, and nobody sits at one")
                .hint(format!("what is missing: runbook ready {id}"))
                .hint(format!(
                    "the work, one act at a time: runbook task start {id} TASK, runbook task finish {id} TASK"
                )));
        }
        let workspace = session.open()?;
        // the call goes on with what was recorded
        change::heal(&workspace)?;
        let id = self.which.find(session, &workspace)?;
        let clock = session.around.clock();
        let options = session.options();
        let guidance = Guidance {
            workspace: &workspace,
            id: &id,
            clock: &clock,
            color: session.shell.color_err,
            options: &options,
            present: self.present,
            path: session.around.var("PATH").unwrap_or_default(),
            dir: &session.around.dir,
            terminal: session.around.terminal(),
        };
        let mut unsaid = Vec::new();
        let guided = guide(guidance, &mut unsaid);
        tell_alone(session, &unsaid, guided.is_ok());
        let guided = guided?;
        if session.globals.json {
            let document = render::json::changed(&id, guided.commit.as_ref(), &guided.events, &guided.runbook);
            session.shell.document(&document)?;
        }
        Ok(Answer::Yes)
    }
}

/// Says what no customer is to read, once the person says that nobody looks on any more: when the call has left the screen,
/// that is still the one which was shared. Whoever was interrupted is not held up by a question.
fn tell_alone(session: &mut Session<'_>, unsaid: &[String], may_ask: bool) {
    if unsaid.is_empty() {
        return;
    }
    let question = "Hooks said something that is not for a customer. Does nobody look on?";
    let asker = session.asker().filter(|_| may_ask);
    if asker.is_some_and(|asker| asker.confirm(question, false).unwrap_or(false)) {
        unsaid.iter().for_each(|note| session.shell.note(note));
    } else {
        session.shell.note("what hooks said is not shown: it is not for a customer");
    }
}
