//! `set`: header fields and variables.

use clap::Args;

use crate::cli::arg_values::{Address, Pair};
use crate::cli::complete;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::Command;
use crate::model::keys::{self, Holds, Shape};
use crate::model::{Fault, Result};

/// Set header fields and variables; `key=` clears
#[derive(Debug, Args)]
#[command(long_about = about(), after_help = "Examples:
  runbook set acme/enforce-2fa-on-all-groups dri=@john_doe
  runbook set 2fa summary=\"Acme Inc. requires us to enforce 2FA on all of their 2500 groups\"
  runbook set 2fa expected_result=\"Every group requires 2FA\" meeting_url=example.zoom.com/my/example.meeting
  runbook set 2fa var.groups=2500 ticket_url=")]
pub(in crate::cli) struct Set {
    #[command(flatten)]
    which: Which,
    /// What to set; quote values with blanks
    #[arg(value_name = "KEY=VALUE", add = complete::fields())]
    pairs: Vec<Pair>,
}

impl Set {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        if let (Some(id), true) = (&self.which.id, self.pairs.is_empty())
            && id.contains('=')
        {
            return Err(
                Fault::usage(format!("“{id}” stands where the runbook's id should")).hint("runbook set ID KEY=VALUE")
            );
        }
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let mut pairs = self.pairs;
        if pairs.is_empty() {
            let asker = session.asker().ok_or_else(|| {
                Fault::usage("nothing to set: give it as KEY=VALUE")
                    .hint(format!("runbook set {id} summary=\"What is done\""))
            })?;
            pairs.push(asker.word("What to set, as key=value", None)?);
        }
        let mended: Vec<String> = pairs.iter().filter_map(mended).collect();
        let assignments = pairs.into_iter().map(|pair| (pair.key, pair.value)).collect();
        let answer = session.change(&workspace, &id, &Command::Set { assignments }, None)?;
        mended.iter().for_each(|note| session.shell.note(note));
        Ok(answer)
    }
}

fn about() -> String {
    let fields: Vec<&str> = keys::settable().map(|key| key.name).collect();
    format!(
        "Set header fields and variables; `key=` clears\n\nFields: {}. A variable is set by its name where it exists; \
         `var.NAME=VALUE` makes a new one.",
        fields.join(", ")
    )
}

/// What is to be said about a link whose scheme was put in front.
fn mended(pair: &Pair) -> Option<String> {
    if Shape::Record.holds(&pair.key) != Holds::Link || pair.value.is_empty() {
        return None;
    }
    pair.value.parse::<Address>().ok()?.mended()
}
