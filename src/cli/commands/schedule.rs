//! `schedule`: the agreed start, given, moved or taken back.

use clap::Args;

use crate::cli::naming::Which;
use crate::cli::schedule_arg::agree;
use crate::cli::session::{Answer, Session};
use crate::lifecycle::{Command, ScheduleTo};
use crate::model::{Fault, Prose, Result, Zone};
use crate::workspace::query;

/// Say when the call is, in which zone it was agreed, and what shows that the customer agreed
///
/// Moving a call drops the agreement unless --agreed comes with it. A time that can mean more than one instant is asked
/// about, or refused with everything that it may mean.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook schedule acme/enforce-2fa-on-all-groups \"2030-10-10 23:30\" --zone America/Los_Angeles --agreed https://acme.zendesk.com/tickets/1
  runbook schedule 2fa 2030-12-01T14:00+01:00 --zone Europe/Berlin
  runbook schedule 2fa --clear")]
pub(in crate::cli) struct Schedule {
    #[command(flatten)]
    which: Which,
    /// Date and time: `2026-12-01 14:00`, `2026-12-01T14:00+01:00`, `1 December 2026 2pm PST`
    #[arg(value_name = "WHEN", allow_hyphen_values = false, conflicts_with = "clear")]
    when: Vec<String>,
    /// The IANA zone in which it was agreed [default: the runbook's, otherwise the store's]
    #[arg(long)]
    zone: Option<Zone>,
    /// A link or text that shows that the customer agreed
    #[arg(long, value_name = "EVIDENCE")]
    agreed: Option<Prose>,
    /// Record a call that has taken place
    #[arg(long)]
    allow_past: bool,
    /// Take the schedule back
    #[arg(long, conflicts_with_all = ["zone", "agreed", "allow_past"])]
    clear: bool,
}

impl Schedule {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door; `Usage` for words that have no meaning or several.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        if self.clear {
            return session.change(&workspace, &id, &Command::Schedule(ScheduleTo::default()), None);
        }
        let runbook = query::view(&workspace, &id)?.runbook;
        let default = runbook.time_zone.or(workspace.settings().time_zone);
        let mut agreed_by = self.agreed;
        let example = session.around.now.a_week_on();
        let words = match (self.when.as_slice(), session.asker()) {
            ([], None) => {
                return Err(Fault::usage("the time is missing: give it as WHEN")
                    .hint(format!("runbook schedule {id} \"{example}\" --zone Europe/Berlin"))
                    .hint(format!("runbook schedule {id} --clear")));
            }
            ([], Some(asker)) => {
                let question = format!("When, such as {example} Europe/Berlin");
                let words: String = asker.word::<Prose>(&question, None)?.to_string();
                if agreed_by.is_none() {
                    agreed_by = asker.optional("What shows that the customer agreed? (may be empty)")?;
                }
                words
            }
            (words, _) => words.join(" "),
        };
        let agreed = agree(session, &words, self.zone, default, &format!("runbook schedule {id}"))?;
        let to = ScheduleTo {
            scheduled_at: Some(agreed.scheduled_at),
            time_zone: agreed.time_zone,
            agreed: agreed_by.filter(|text| !text.as_str().trim().is_empty()),
            allow_past: self.allow_past,
        };
        session.change(&workspace, &id, &Command::Schedule(to), None)
    }
}
