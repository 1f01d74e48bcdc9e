//! `stats`: planned against actual, over every closed runbook.

use clap::Args;

use crate::cli::arg_values::{Edge, TimeWords};
use crate::cli::complete;
use crate::cli::session::{Answer, Session};
use crate::model::{Result, SuggestedBy};
use crate::render;
use crate::workspace::query::{self, StatisticsQuery};

/// Compare planned and actual time, by template and task, over all closed runbooks
///
/// Work and waiting are counted apart; times are of tasks that succeeded. The median is what half of the runs did not
/// exceed, the 90th percentile what nine of ten did not.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook stats
  runbook stats --template enforce-2fa-all-groups --suggest
  runbook stats --customer acme --from 2026-01-01 --json")]
pub(in crate::cli) struct Stats {
    /// Only runbooks that were made from this template
    #[arg(long, value_name = "NAME", add = complete::templates())]
    template: Option<String>,
    /// Only this customer's, or those whose customer holds this word
    #[arg(long)]
    customer: Option<String>,
    /// Only work from this date or time on
    #[arg(long, value_name = "TIME")]
    from: Option<TimeWords>,
    /// Only work up to this time, or to the end of this date
    #[arg(long, value_name = "TIME")]
    to: Option<TimeWords>,
    /// Suggest estimates from these runs; `[estimates]` in the settings lets `new` take them
    #[arg(long)]
    suggest: bool,
}

impl Stats {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for times that are none; `Disk` when the store cannot be listed.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let by = workspace.settings().estimates.suggest.unwrap_or(SuggestedBy::Median);
        let named = self.template.clone();
        let query = StatisticsQuery {
            template: self.template,
            customer: self.customer,
            from: self.from.map(|words| session.edge(&words, Edge::Begin)).transpose()?,
            to: self.to.map(|words| session.edge(&words, Edge::End)).transpose()?,
            suggest: self.suggest.then_some(by),
        };
        let found = query::statistics(&workspace, &query)?;
        if session.globals.json {
            session.shell.document(&found)?;
        } else {
            let text = render::statistics(&found, &session.style());
            session.shell.page(&text)?;
        }
        if let Some(name) = named.filter(|_| found.runbooks.is_empty()) {
            session.shell.note(&format!("no closed runbook counts here that was made from a template `{name}`"));
        }
        if self.suggest && found.tasks.iter().all(|own| own.suggestion.is_none()) {
            let least = workspace.settings().estimates.runs;
            session.shell.note(&format!(
                "nothing is suggested: no task succeeded often enough; `runs` under [estimates] in .runbook.toml says how often, {least} now"
            ));
        }
        Ok(Answer::Yes)
    }
}
