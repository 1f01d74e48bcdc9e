//! `run`: the guided call.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::guide::{Guidance, guide};
use crate::model::{Fault, Result};
use crate::render;

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
        let id = self.which.find(session, &workspace)?;
        let clock = session.around.clock();
        let options = session.options();
        let guided = guide(Guidance {
            workspace: &workspace,
            id: &id,
            clock: &clock,
            color: session.shell.color_err,
            options: &options,
            present: self.present,
            path: session.around.var("PATH").unwrap_or_default(),
            dir: &session.around.dir,
            terminal: session.around.terminal(),
        })?;
        if session.globals.json {
            let document = render::json::changed(&id, guided.commit.as_ref(), &guided.events, &guided.runbook);
            session.shell.document(&document)?;
        }
        Ok(Answer::Yes)
    }
}
