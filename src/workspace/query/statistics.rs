//! Planned against actual, gathered from every closed runbook.
//!
//! The whole record is read only of runbooks that are closed and wanted. One that cannot be read is named, whatever was
//! asked for: nobody can say that it was not meant.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::lifecycle::{median, ninetieth, suggested, sums, timed};
use crate::model::{
    GroupStatistics, Length, Line, Moment, Result, Runbook, RunbookId, RunbookStatistics, Slug, State, Statistics,
    SuggestedBy, Sums, TaskOutcome, TaskStatistics,
};
use crate::store::{read, read_head};
use crate::workspace::Workspace;

use super::rows::fileless;

/// Which closed runbooks count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatisticsQuery {
    /// Only of this template, by its name.
    pub template: Option<String>,
    /// Only customers whose name or id contains this.
    pub customer: Option<String>,
    /// Only work from this time on.
    pub from: Option<Moment>,
    /// Only work before this time.
    pub to: Option<Moment>,
    /// Suggest estimates by this measure.
    pub suggest: Option<SuggestedBy>,
}

/// What one record came to.
enum Found {
    Closed(Box<(RunbookStatistics, Runbook)>),
    Problem(RunbookStatistics),
}

/// The lengths of one task over all runs.
struct Runs {
    title: Line,
    latest: Option<Moment>,
    worked: Vec<u64>,
    planned: Vec<u64>,
    wait: Vec<u64>,
    waited: Vec<u64>,
    failed: usize,
    skipped: usize,
}

/// The tasks of all runbooks, by template and id.
type Tasks = BTreeMap<(Option<String>, Slug), Runs>;

/// Planned against actual.
///
/// # Errors
/// `Disk` when the folder of records cannot be listed.
pub fn statistics(workspace: &Workspace, query: &StatisticsQuery) -> Result<Statistics> {
    let records = workspace.layout.records()?;
    let layout = &workspace.layout;
    let of_file = |id: &RunbookId| view(id, layout.read_record(id).transpose()?, query);
    let mut found: Vec<Found> = records.ids.par_iter().filter_map(of_file).collect();
    let fileless = fileless(workspace, &records, false)?;
    found.extend(fileless.left_out.into_iter().filter_map(|(id, text)| view(&id, text, query)));
    let mut tasks = Tasks::new();
    let mut runbooks = Vec::new();
    for own in found {
        match own {
            Found::Problem(line) => runbooks.push(line),
            Found::Closed(pair) => {
                gather(&mut tasks, &pair.0, &pair.1);
                runbooks.push(pair.0);
            }
        }
    }
    for row in fileless.lost {
        if let Some(problem) = row.problem.clone() {
            runbooks.push(unreadable(row.label(), problem));
        }
    }
    runbooks.sort_by(|one, other| one.id.cmp(&other.id));
    let total = runbooks.iter().fold(Sums::default(), |all, own| all.plus(own.sums));
    let least = workspace.settings.estimates.runs;
    Ok(Statistics {
        tasks: tasks.into_iter().map(|(key, runs)| runs.told(key, query.suggest, least)).collect(),
        templates: groups(&runbooks, |own| own.template.clone()),
        customers: groups(&runbooks, |own| own.customer.as_ref().map(ToString::to_string)),
        taken_percent: total.taken_percent(),
        total,
        runbooks,
    })
}

/// The estimates that earlier runs of a template suggest, with how many there were, where the store asks for them.
///
/// # Errors
/// As [`statistics`].
pub fn suggested_estimates(workspace: &Workspace, template: &str) -> Result<BTreeMap<Slug, (Length, usize)>> {
    let Some(by) = workspace.settings.estimates.suggest else { return Ok(BTreeMap::new()) };
    let query = StatisticsQuery { template: Some(template.to_owned()), suggest: Some(by), ..Default::default() };
    let tasks = statistics(workspace, &query)?.tasks.into_iter();
    Ok(tasks.filter_map(|own| Some((own.task, (own.suggestion?, own.runs)))).collect())
}

/// A record, if it is a closed one that is wanted, or cannot be read.
fn view(id: &RunbookId, text: Result<Vec<u8>>, query: &StatisticsQuery) -> Option<Found> {
    let problem = |message: String| Some(Found::Problem(unreadable(&id.to_string(), message)));
    let bytes = match text {
        Ok(bytes) => bytes,
        Err(fault) => return problem(fault.message),
    };
    let head = match read_head(&id.path(), &bytes) {
        Ok(head) => head,
        Err(fault) => return problem(fault.message),
    };
    let template = head.template.as_ref().map(|label| template_name(label.as_str()));
    let by_template = query.template.as_ref().is_none_or(|wanted| template.as_ref() == Some(wanted));
    let by_customer = query.customer.as_ref().is_none_or(|wanted| {
        let wanted = wanted.to_lowercase();
        head.customer.as_str().to_lowercase().contains(&wanted) || id.customer.as_str().contains(&wanted)
    });
    if head.state != State::Closed || !by_template || !by_customer {
        return None;
    }
    let runbook = match read(&id.path(), &bytes) {
        Ok(whole) => whole.runbook,
        Err(fault) => return problem(fault.message),
    };
    let began_at = began(&runbook);
    let is_in_time = match (query.from, query.to) {
        (None, None) => true,
        (from, to) => began_at.is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at < to)),
    };
    let line = RunbookStatistics {
        id: id.to_string(),
        name: Some(runbook.name()),
        customer: Some(runbook.customer.clone()),
        template,
        result: runbook.result,
        began_at,
        sums: sums(&runbook),
        problem: None,
    };
    is_in_time.then(|| Found::Closed(Box::new((line, runbook))))
}

/// `NAME` of `NAME@VERSION`.
fn template_name(label: &str) -> String {
    label.rsplit_once('@').map_or(label, |(name, _)| name).to_owned()
}

/// When the work began; where nobody knows, when it was to begin.
fn began(runbook: &Runbook) -> Option<Moment> {
    let attempts = runbook.tasks.iter().flat_map(|task| &task.attempts);
    attempts.filter_map(|own| own.started_at.or(own.finished_at)).min().or(runbook.scheduled_at)
}

fn unreadable(id: &str, problem: String) -> RunbookStatistics {
    RunbookStatistics {
        id: id.to_owned(),
        name: None,
        customer: None,
        template: None,
        result: None,
        began_at: None,
        sums: Sums::default(),
        problem: Some(problem),
    }
}

fn gather(tasks: &mut Tasks, line: &RunbookStatistics, runbook: &Runbook) {
    for own in timed(runbook) {
        let key = (line.template.clone(), own.task.id.clone());
        let runs = tasks.entry(key).or_insert_with(|| Runs::new(&own.task.title));
        if runs.latest <= line.began_at {
            runs.latest = line.began_at;
            runs.title.clone_from(&own.task.title);
        }
        match (own.outcome, own.worked_s) {
            (TaskOutcome::Success, Some(worked)) => {
                runs.worked.push(worked);
                runs.planned.extend(own.task.estimate.as_ref().map(Length::seconds));
                runs.wait.extend(own.task.wait.as_ref().map(Length::seconds));
                runs.waited.extend(own.waited_s);
            }
            (TaskOutcome::Failed, _) => runs.failed += 1,
            (TaskOutcome::Skipped, _) => runs.skipped += 1,
            _ => {}
        }
    }
}

impl Runs {
    fn new(title: &Line) -> Self {
        Self {
            title: title.clone(),
            latest: None,
            worked: Vec::new(),
            planned: Vec::new(),
            wait: Vec::new(),
            waited: Vec::new(),
            failed: 0,
            skipped: 0,
        }
    }

    fn told(
        self,
        (template, task): (Option<String>, Slug),
        suggest: Option<SuggestedBy>,
        least: u32,
    ) -> TaskStatistics {
        let is_enough = u32::try_from(self.worked.len()).unwrap_or(u32::MAX) >= least.max(1);
        let suggestion = suggest.filter(|_| is_enough).and_then(|by| suggested(&self.worked, by));
        TaskStatistics {
            title: self.title,
            template,
            task,
            runs: self.worked.len(),
            failed: self.failed,
            skipped: self.skipped,
            estimate_s: median(&self.planned),
            median_s: median(&self.worked),
            p90_s: ninetieth(&self.worked),
            wait_s: median(&self.wait),
            waited_s: median(&self.waited),
            suggestion_s: suggestion.as_ref().map(Length::seconds),
            suggestion,
        }
    }
}

/// The sums over the runbooks of the same name.
fn groups(runbooks: &[RunbookStatistics], name: impl Fn(&RunbookStatistics) -> Option<String>) -> Vec<GroupStatistics> {
    let mut groups: BTreeMap<Option<String>, Vec<Sums>> = BTreeMap::new();
    for own in runbooks.iter().filter(|own| own.problem.is_none()) {
        groups.entry(name(own)).or_default().push(own.sums);
    }
    let group = |(name, all): (Option<String>, Vec<Sums>)| {
        let sums = all.iter().fold(Sums::default(), |sums, own| sums.plus(*own));
        let worked: Vec<u64> = all.iter().filter(|own| own.tasks > 0).map(|own| own.actual_s).collect();
        GroupStatistics {
            name,
            runbooks: all.len(),
            median_s: median(&worked),
            p90_s: ninetieth(&worked),
            sums,
            taken_percent: sums.taken_percent(),
        }
    };
    groups.into_iter().map(group).collect()
}
