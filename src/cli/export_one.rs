//! One runbook on its way out: which format, for whom, and the text of it.
//!
//! What there is to know of a format is said here: to add one, add it to [`Format`], and say what does not compile then.

use clap::ValueEnum;

use crate::import::ORIGIN;
use crate::lifecycle::{Call, HistoryFacts, Standing, result_of, unfilled_record, without_placeholders};
use crate::model::{Fault, Kind, Moment, Override, Recorded, Result, Row, RunResult, Runbook, RunbookId, State};
use crate::render::export::{self, Audience, Dialect, Exported, ExportedEntry, Part};
use crate::render::json;
use crate::workspace::Workspace;
use crate::workspace::query::{self, RowQuery, RunbookView};

/// A format in which runbooks go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For an issue, in the documents' structure; `runbook import` reads it back
    Markdown,
    /// One page for a browser, on paper, on a phone; needs no network
    Html,
    /// What `show --json` says
    Json,
    /// The call as an event for calendars
    Ics,
    /// A list for a spreadsheet, see --part
    Csv,
}

/// Which list a CSV holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sheet {
    /// The tasks, planned and actual
    Tasks,
    /// Who attends
    Contacts,
    /// Both checklists
    Checks,
    /// The runbooks, as `list` has them; of all when no ID is given
    List,
}

/// Who it is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum For {
    /// Those who work from the store
    #[default]
    Internal,
    /// The customer: only what may go out
    Customer,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ExportOne {
    /// The format.
    pub(super) format: Format,
    /// Who it is for.
    pub(super) audience: Audience,
    /// Without the folded record.
    pub(super) plain: bool,
    /// Which list of a CSV.
    pub(super) sheet: Sheet,
    /// Which kind of CSV.
    pub(super) dialect: Dialect,
}

impl From<For> for Audience {
    fn from(reader: For) -> Self {
        match reader {
            For::Internal => Self::Internal,
            For::Customer => Self::Customer,
        }
    }
}

impl Format {
    /// What files of it end in.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
            Self::Ics => "ics",
            Self::Csv => "csv",
        }
    }

    /// The flags that are for this format only.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Markdown => &["--plain"],
            Self::Csv => &["--part", "--excel", "--separator"],
            Self::Html | Self::Json | Self::Ics => &[],
        }
    }

    /// Refuses a flag that is for another format.
    ///
    /// # Errors
    /// `Usage`.
    pub(super) fn takes(self, flag: &str) -> Result<()> {
        let mut others = Self::value_variants().iter().filter(|own| own.flags().contains(&flag));
        match others.find(|_| !self.flags().contains(&flag)).and_then(ValueEnum::to_possible_value) {
            None => Ok(()),
            Some(other) => Err(Fault::usage(format!("{flag} is for --to {} only", other.get_name()))
                .hint(format!("--to {} {flag}", other.get_name()))),
        }
    }

    /// What the index over many of its files ends in.
    pub(super) fn index_ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html | Self::Json | Self::Ics | Self::Csv => "html",
        }
    }

    /// The index over many of its files.
    pub(super) fn index(self, title: &str, entries: &[ExportedEntry], now: Moment) -> String {
        match self {
            Self::Markdown => export::index_markdown(title, entries),
            Self::Html | Self::Json | Self::Ics | Self::Csv => export::index_html(title, entries, now),
        }
    }
}

impl ExportOne {
    /// The text of one runbook.
    ///
    /// # Errors
    /// `NotFound`, `Unreadable`; `Refused` where the runbook has nothing for this format; `Git` where the trail is needed
    /// and incomplete.
    pub(super) fn text(&self, workspace: &Workspace, id: &RunbookId, now: Moment) -> Result<String> {
        self.with(workspace, id, now, |exported| self.made(workspace, exported))
    }

    /// The line of a list that the customer of this runbook may see.
    ///
    /// # Errors
    /// As [`ExportOne::text`].
    pub(super) fn customer_row(&self, workspace: &Workspace, id: &RunbookId, now: Moment) -> Result<Row> {
        // a list tells of the trail what a page does
        let told = Self { format: Format::Html, audience: Audience::Customer, ..*self };
        told.with(workspace, id, now, |exported| Ok(export::row_for_customer(exported)))
    }

    /// Makes something of the runbook as its reader may see it.
    fn with<T>(
        &self,
        workspace: &Workspace,
        id: &RunbookId,
        now: Moment,
        make: impl FnOnce(&Exported<'_>) -> Result<T>,
    ) -> Result<T> {
        let view = match self.audience {
            Audience::Customer => query::view_to_tell(workspace, id)?,
            Audience::Internal => query::view(workspace, id)?,
        };
        if self.format == Format::Ics && view.standing != Standing::Recorded {
            let what = "is not recorded as it stands: a calendar is told only what the trail tells again";
            return Err(Fault::new(Kind::HandEdited, format!("{} {what}", id.path())).hint(view.standing.way_out(id)));
        }
        let runbook = self.filled(&view, self.seen(workspace, &view)?, workspace)?;
        let trail = self.trail(workspace, id)?;
        let call = Call::of(&view.runbook, &trail);
        let is_cut = query::is_cut(workspace, id)?;
        let exported = Exported {
            id,
            runbook: &runbook,
            audience: self.audience,
            home_side: &workspace.settings().home_side,
            commit: view.commit.as_ref(),
            ready: query::readiness(workspace, &view, now).is_ready(),
            trail: &trail,
            call: call.as_ref(),
            is_cut,
            ending: ending(&view.runbook, &trail, is_cut),
            now,
        };
        make(&exported)
    }

    fn made(&self, workspace: &Workspace, exported: &Exported<'_>) -> Result<String> {
        let Exported { id, runbook, now, .. } = *exported;
        match (self.format, self.sheet) {
            (Format::Markdown, _) if self.audience == Audience::Customer => Ok(export::markdown_for_customer(exported)),
            (Format::Markdown, _) => {
                // the record does not say its own id, and an import of it asks for it
                let record = || Ok::<_, Fault>(format!("{ORIGIN}{id}\n{}", crate::store::render_inside(runbook)?));
                let folded = (!self.plain).then(record).transpose()?;
                Ok(export::markdown(runbook, exported.home_side, folded.as_deref()))
            }
            (Format::Html, _) => Ok(export::html(exported)),
            (Format::Json, _) => Ok(json::text(&export::document(exported))),
            (Format::Ics, _) => export::calendar(exported),
            (Format::Csv, Sheet::Tasks) => export::csv(exported, Part::Tasks, self.dialect),
            (Format::Csv, Sheet::Contacts) => export::csv(exported, Part::Contacts, self.dialect),
            (Format::Csv, Sheet::Checks) => export::csv(exported, Part::Checks, self.dialect),
            (Format::Csv, Sheet::List) => self.list(workspace, Some(id), now),
        }
    }

    /// The list of one runbook or of all, closed ones too.
    ///
    /// # Errors
    /// `Usage` for every runbook's line to one customer; as [`query::rows`].
    pub(super) fn list(&self, workspace: &Workspace, only: Option<&RunbookId>, now: Moment) -> Result<String> {
        if only.is_none() && self.audience == Audience::Customer {
            return Err(Fault::usage("a list of all runbooks names other customers: give the ID of one"));
        }
        if let (Some(id), Audience::Customer) = (only, self.audience) {
            return export::csv_list(&[self.customer_row(workspace, id, now)?], self.audience, self.dialect);
        }
        let query = RowQuery { all: true, ready: true, ..RowQuery::default() };
        let mut rows = query::rows(workspace, &query, now)?;
        rows.retain(|row| only.is_none_or(|id| row.id == *id && !row.is_stray()));
        export::csv_list(&rows, self.audience, self.dialect)
    }

    /// The record as its reader may have it.
    fn seen(&self, workspace: &Workspace, view: &RunbookView) -> Result<Runbook> {
        let runbook = &view.runbook;
        match self.audience {
            Audience::Customer => {
                query::without_secrets(workspace, &export::for_customer(runbook, workspace.settings())?)
            }
            Audience::Internal if runbook.overrides.iter().any(Override::is_about_a_secret) => Ok(runbook.clone()),
            Audience::Internal => query::without_secrets(workspace, runbook),
        }
    }

    /// The same without a gap that somebody still has to fill, where people outside of the store read it.
    fn filled(&self, view: &RunbookView, seen: Runbook, workspace: &Workspace) -> Result<Runbook> {
        if self.audience == Audience::Internal && self.format != Format::Ics {
            return Ok(seen);
        }
        if view.runbook.state == State::Closed {
            return without_placeholders(&seen);
        }
        let told = export::for_customer(&view.runbook, workspace.settings())?;
        unfilled_record(&view.id, &view.runbook, &told)?;
        Ok(seen)
    }

    /// What happened to it, for the formats that tell of it.
    fn trail(&self, workspace: &Workspace, id: &RunbookId) -> Result<Vec<Recorded>> {
        match self.format {
            // a sequence that counts too little is ignored by calendars
            Format::Ics => query::whole_log(workspace, id),
            Format::Csv => Ok(Vec::new()),
            Format::Markdown | Format::Json if self.audience == Audience::Internal => Ok(Vec::new()),
            // who reads is told how it came to stand as it does
            Format::Html | Format::Markdown | Format::Json => {
                Ok(query::log(workspace, Some(id), None)?.into_iter().map(|(_, recorded)| recorded).collect())
            }
        }
    }
}

/// How the work ended; where it is over and not closed yet, how it would end, as far as the trail can tell.
fn ending(runbook: &Runbook, trail: &[Recorded], is_cut: bool) -> Option<RunResult> {
    let is_over = runbook.state == State::WrapUp && !is_cut;
    let would_end = || result_of(runbook, &HistoryFacts::of(trail.iter().rev().flat_map(|own| &own.events)));
    runbook.result.or_else(|| is_over.then(would_end))
}
