//! `list` and `agenda`: which runbooks there are, and when the calls are.

use clap::{Args, ValueEnum};

use crate::cli::arg_values::{self, Edge, TimeWords};
use crate::cli::session::{Answer, Session};
use crate::model::{Result, State};
use crate::render;
use crate::workspace::query::{self, RowOrder, RowQuery};

/// List the runbooks that are not closed
///
/// WORDS match anything in the record, in any case; all of them must be there.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook list
  runbook list 2fa --ready
  runbook list --all --customer acme --sort time
  runbook list --state scheduled --from 2030-01-01 --json")]
pub(in crate::cli) struct List {
    #[command(flatten)]
    filter: Filter,
    /// By what to sort
    #[arg(long, value_enum, default_value_t)]
    sort: Sort,
}

/// List the calls by time, on both sides' clocks
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook agenda
  runbook agenda --dri @john_doe --to 2030-12-31")]
pub(in crate::cli) struct Agenda {
    #[command(flatten)]
    filter: Filter,
}

#[derive(Debug, Args)]
struct Filter {
    /// Words that the record holds
    words: Vec<String>,
    /// Closed ones too
    #[arg(long)]
    all: bool,
    /// Only those in this state; can be given several times
    #[arg(long = "state", value_name = "STATE", value_parser = arg_values::state())]
    states: Vec<State>,
    /// Only this customer's, or those whose customer holds this word
    #[arg(long)]
    customer: Option<String>,
    /// Only those of this DRI
    #[arg(long)]
    dri: Option<String>,
    /// Only calls from this date or time on
    #[arg(long, value_name = "TIME")]
    from: Option<TimeWords>,
    /// Only calls up to this time, or to the end of this date
    #[arg(long, value_name = "TIME")]
    to: Option<TimeWords>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Say which are ready
    #[arg(long)]
    ready: bool,
}

/// The orders of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By id
    #[default]
    Id,
    /// By schedule
    Time,
    /// By state
    State,
    /// By DRI
    Dri,
    /// By name
    Name,
}

impl Filter {
    fn query(self, order: RowOrder, session: &Session<'_>) -> Result<RowQuery> {
        Ok(RowQuery {
            all: self.all,
            states: self.states,
            customer: self.customer,
            dri: self.dri,
            from: self.from.map(|words| session.edge(&words, Edge::Begin)).transpose()?,
            to: self.to.map(|words| session.edge(&words, Edge::End)).transpose()?,
            words: self.words,
            ready: self.ready,
            order,
            limit: self.limit,
        })
    }
}

impl List {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for times that are none; `Disk` when the store cannot be listed.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let order = match self.sort {
            Sort::Id => RowOrder::Id,
            Sort::Time => RowOrder::Time,
            Sort::State => RowOrder::State,
            Sort::Dri => RowOrder::Dri,
            Sort::Name => RowOrder::Name,
        };
        let workspace = session.open()?;
        let query = self.filter.query(order, session)?;
        let rows = query::rows(&workspace, &query, session.around.now)?;
        if session.globals.json {
            session.shell.document(&render::json::list(&rows))?;
        } else {
            let text = render::list(&rows, asked(&query), &session.style());
            session.shell.say(&text)?;
        }
        Ok(Answer::Yes)
    }
}

impl Agenda {
    /// Runs the command.
    ///
    /// # Errors
    /// As `list`.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let query = self.filter.query(RowOrder::Time, session)?;
        let rows = query::rows(&workspace, &query, session.around.now)?;
        if session.globals.json {
            session.shell.document(&render::json::list(&rows))?;
        } else {
            let text = render::agenda(&rows, asked(&query), &session.style());
            session.shell.say(&text)?;
        }
        Ok(Answer::Yes)
    }
}

/// What the filter asks for, in the words of the page.
fn asked(query: &RowQuery) -> render::Asked {
    match (query.is_narrow(), query.all) {
        (true, all) => render::Asked::Some { all },
        (false, true) => render::Asked::All,
        (false, false) => render::Asked::Open,
    }
}
