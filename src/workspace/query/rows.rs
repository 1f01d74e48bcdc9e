//! Lists: every runbook's head, and the whole record only where a line needs it.
//!
//! A file that does not parse is a line with its problem, never skipped in silence.

use std::collections::{HashMap, HashSet};

use rayon::in_place_scope;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::lifecycle::{DutyStanding, Progress, Standing, owed, unfit};
use crate::model::{
    DutyRow, Fault, Kind, Moment, Obligation, Result, Row, Runbook, RunbookId, Settings, Slug, State, Zone, same_word,
};
use crate::store::{Customer, ForeignFile, Head, RUNBOOKS, Records, open_conflicts, read, read_head};
use crate::trail::{BlobId, IndexState};
use crate::workspace::Workspace;

use super::runbook_view::{readiness, readiness_of, standing_of, view};
use super::search::Search;

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowOrder {
    /// By id.
    #[default]
    Id,
    /// By schedule, those without one last.
    Time,
    /// By where they stand.
    State,
    /// By who is responsible.
    Dri,
    /// By name.
    Name,
}

/// Which runbooks a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowQuery {
    /// Closed ones too.
    pub all: bool,
    /// Only these states; naming a state shows it even when it is `closed`.
    pub states: Vec<State>,
    /// Only customers whose name or id contains this.
    pub customer: Option<String>,
    /// Only this DRI.
    pub dri: Option<String>,
    /// Only from this time on.
    pub from: Option<Moment>,
    /// Only before this time.
    pub to: Option<Moment>,
    /// Only records that contain all these words, anywhere, in any case.
    pub words: Vec<String>,
    /// Judge readiness, and read closed ones whole.
    pub ready: bool,
    /// The order.
    pub order: RowOrder,
    /// At most so many.
    pub limit: Option<usize>,
}

impl RowQuery {
    /// True when only records that say something certain are asked for, which no unreadable one does.
    pub fn is_narrow(&self) -> bool {
        let by_head = self.dri.is_some() || self.from.is_some() || self.to.is_some() || self.customer.is_some();
        by_head || !self.states.is_empty() || !self.words.is_empty()
    }
}

/// A line, and what its readiness still depends on.
struct RowDraft {
    row: Row,
    /// The file's content where the record would be ready if it is the one that was recorded.
    pending: Option<BlobId>,
}

/// What every record is asked.
struct Question<'q> {
    query: &'q RowQuery,
    search: Search,
    settings: &'q Settings,
    now: Moment,
}

/// The lines of a list.
///
/// # Errors
/// `Disk` when the folder of records cannot be listed; `Git` when readiness needs a trail that cannot be read.
pub fn rows(workspace: &Workspace, query: &RowQuery, now: Moment) -> Result<Vec<Row>> {
    let records = workspace.layout.records()?;
    let question = Question { query, search: Search::new(&query.words), settings: &workspace.settings, now };
    let layout = &workspace.layout;
    let of_batch = |batch: &&[RunbookId]| -> Vec<RowDraft> {
        let Some(first) = batch.first() else { return Vec::new() };
        let mut folder = layout.customer(&first.customer);
        batch.iter().filter_map(|id| question.draft(&mut folder, id)).collect()
    };
    let mut drafts: Vec<RowDraft> = Vec::new();
    // git's part is one thread's work: the others read meanwhile
    let lost = in_place_scope(|scope| {
        scope.spawn(|_| drafts = records.batches().par_iter().flat_map_iter(of_batch).collect());
        lost(workspace, &records, &question)
    })?;
    drafts.extend(lost);
    sort(&mut drafts, query.order);
    if let Some(limit) = query.limit {
        drafts.truncate(limit);
    }
    if query.ready {
        settle(workspace, &mut drafts, now)?;
    }
    Ok(drafts.into_iter().map(|draft| draft.row).collect())
}

/// Lines for records without a file, and for what is no readable record, unless only records that say something certain
/// are asked for.
fn lost(workspace: &Workspace, records: &Records, question: &Question<'_>) -> Result<Vec<RowDraft>> {
    let is_narrow = question.query.is_narrow();
    let fileless = fileless(workspace, records, is_narrow)?;
    let mut found: Vec<RowDraft> =
        fileless.left_out.into_iter().filter_map(|(id, text)| question.judge(&id, text.as_deref())).collect();
    found.extend(fileless.lost.into_iter().filter(|_| !is_narrow).map(RowDraft::of));
    Ok(found)
}

/// What the files of a store do not tell.
pub(super) struct Fileless {
    /// Lines for files that cannot be a record, and for records that were deleted by hand, each with its problem.
    pub(super) lost: Vec<Row>,
    /// Records that git leaves out of the work tree, as the head has them.
    pub(super) left_out: Vec<(RunbookId, Result<Vec<u8>>)>,
}

/// Looks for what the files of a store do not tell; where only what is left out counts, no further than it must.
pub(super) fn fileless(workspace: &Workspace, records: &Records, only_left_out: bool) -> Result<Fileless> {
    let paths = workspace.repository.left_out(RUNBOOKS)?;
    let is_left_out: HashSet<RunbookId> = paths.iter().filter_map(|path| RunbookId::from_path(path)).collect();
    let mut left_out = Vec::new();
    if only_left_out && is_left_out.is_empty() {
        return Ok(Fileless { lost: Vec::new(), left_out });
    }
    let line = |id: RunbookId, problem: String| {
        let mut row = Row::new(id);
        row.problem = Some(problem);
        row
    };
    let strangers = records.strangers.iter();
    let stray = |own: &ForeignFile| Row { path: own.path.clone(), ..line(own.nearest_id(), own.why.clone()) };
    let mut lost: Vec<Row> = strangers.map(stray).collect();
    if let Some(head) = workspace.repository.head()?.commit {
        let known: HashSet<&RunbookId> = records.ids.iter().collect();
        let listed = workspace.repository.records(&head)?;
        let mut gone = Vec::new();
        for (id, content) in listed.into_iter().filter(|(id, _)| !known.contains(id)) {
            if is_left_out.contains(&id) {
                left_out.push((id, workspace.repository.blob(content)));
            } else {
                gone.push(id);
            }
        }
        let gone = gone.into_iter();
        let unseen: Vec<RunbookId> = gone.filter(|id| !lost.iter().any(|own| own.path == id.path())).collect();
        // one that was made while the files were listed is there by now
        let deleted = |id: RunbookId| match view(workspace, &id) {
            Err(fault) if fault.kind == Kind::HandEdited => Some(line(id, fault.message)),
            _ => None,
        };
        lost.extend(unseen.into_iter().filter_map(deleted));
    }
    Ok(Fileless { lost, left_out })
}

/// Says of each line whether it is ready; git is asked only about those for which that is still open.
fn settle(workspace: &Workspace, drafts: &mut [RowDraft], now: Moment) -> Result<()> {
    let is_open = drafts.iter().any(|draft| draft.pending.is_some());
    let recorded: HashMap<RunbookId, BlobId> = match workspace.repository.head()?.commit.filter(|_| is_open) {
        Some(head) => workspace.repository.records(&head)?.into_iter().collect(),
        None => HashMap::new(),
    };
    let staged = if is_open { workspace.repository.all_staged() } else { None };
    for draft in drafts {
        let id = &draft.row.id;
        draft.row.ready = Some(match draft.pending {
            None => false,
            Some(file) => {
                let index = match &staged {
                    Some(staged) => staged.get(id).copied().unwrap_or(IndexState::Absent),
                    None => workspace.repository.staged(&id.path())?,
                };
                match standing_of(workspace, id, recorded.get(id).copied(), index, file)? {
                    Standing::Recorded => true,
                    // or it was changed by a command since it was read
                    Standing::Edited | Standing::Behind | Standing::Unwritten => {
                        view(workspace, id).is_ok_and(|view| readiness(workspace, &view, now).is_ready())
                    }
                    Standing::CommittedByHand | Standing::Undecided => false,
                }
            }
        });
    }
    Ok(())
}

impl RowDraft {
    /// A line with nothing left to ask.
    fn of(row: Row) -> Self {
        Self { row, pending: None }
    }
}

impl Question<'_> {
    /// One line, or none where the query leaves it out.
    fn draft(&self, folder: &mut Customer<'_>, id: &RunbookId) -> Option<RowDraft> {
        match folder.read(id) {
            Ok(bytes) => self.judge(id, Ok(bytes?)),
            Err(fault) => self.judge(id, Err(&fault)),
        }
    }

    /// The same, of a text that was read, or could not be.
    fn judge(&self, id: &RunbookId, text: Result<&[u8], &Fault>) -> Option<RowDraft> {
        let query = self.query;
        let problem = |message: String| {
            let mut row = Row::new(id.clone());
            row.problem = Some(message);
            (!query.is_narrow()).then_some(RowDraft::of(row))
        };
        let bytes = match text {
            Ok(bytes) => bytes,
            Err(fault) => return problem(fault.message.clone()),
        };
        if !self.search.finds(id, bytes) {
            return None;
        }
        let path = id.path();
        let head = match read_head(&path, bytes) {
            Ok(head) => head,
            Err(fault) => return problem(fault.message),
        };
        if !is_wanted(id, &head, query) {
            return None;
        }
        let is_closed = head.state == State::Closed;
        let mut row = row_of(id, head);
        if is_closed && !query.ready {
            return Some(RowDraft::of(row));
        }
        match read(&path, bytes) {
            Ok(whole) => {
                fill(&mut row, &whole.runbook, self.now);
                let unfit = unfit(&whole.runbook).into_iter().next();
                row.problem = unfit.map(|(path, wrong)| format!("{path}.when: {wrong}"));
                if !open_conflicts(bytes).is_empty() {
                    row.problem = Some(Standing::UNDECIDED.to_owned());
                }
                let pending = query.ready && row.problem.is_none() && self.may_be_ready(id, &whole.runbook);
                Some(RowDraft { row, pending: if pending { BlobId::of(bytes).ok() } else { None } })
            }
            Err(fault) => {
                row.problem = Some(fault.message);
                Some(RowDraft::of(row))
            }
        }
    }

    fn may_be_ready(&self, id: &RunbookId, runbook: &Runbook) -> bool {
        // once the call has begun nothing is ready, whatever else there is to say
        let is_ahead = runbook.state.is_before_call();
        is_ahead && readiness_of(id, runbook, Standing::Recorded, self.settings, self.now).is_ready()
    }
}

fn is_wanted(id: &RunbookId, head: &Head, query: &RowQuery) -> bool {
    let by_state = if query.states.is_empty() {
        query.all || head.state != State::Closed
    } else {
        query.states.contains(&head.state)
    };
    let by_customer = query.customer.as_ref().is_none_or(|customer| {
        let wanted = customer.to_lowercase();
        head.customer.as_str().to_lowercase().contains(&wanted) || id.customer.as_str().contains(&wanted)
    });
    let by_dri = query.dri.as_ref().is_none_or(|dri| head.dri.as_ref().is_some_and(|own| same_word(own.as_str(), dri)));
    let by_time = match (query.from, query.to) {
        (None, None) => true,
        (from, to) => {
            head.scheduled_at.is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at < to))
        }
    };
    by_state && by_customer && by_dri && by_time
}

fn row_of(id: &RunbookId, head: Head) -> Row {
    let mut row = Row::new(id.clone());
    row.name = Some(head.name());
    row.customer = Some(head.customer);
    row.state = Some(head.state);
    row.result = head.result;
    row.dri = head.dri;
    row.scheduled_at = head.scheduled_at;
    row.time_zone = head.time_zone;
    row
}

fn fill(row: &mut Row, runbook: &Runbook, now: Moment) {
    let progress = Progress::of(runbook, now);
    row.tasks_done = Some(progress.done);
    row.tasks_total = Some(progress.total);
    row.estimate_s = progress.estimate_s;
    row.actual_s = progress.whole_s();
    row.sides = sides(runbook);
    row.duties = duties(runbook, now);
    row.overrides.clone_from(&runbook.overrides);
}

/// The zones of both sides' contacts, each once.
fn sides(runbook: &Runbook) -> Vec<(Slug, Zone)> {
    let mut sides: Vec<(Slug, Zone)> = Vec::new();
    for contact in &runbook.contacts {
        if let Some(zone) = contact.time_zone
            && !sides.iter().any(|(side, own)| *side == contact.side && *own == zone)
        {
            sides.push((contact.side.clone(), zone));
        }
    }
    sides
}

/// The duties that are owed now, by their time.
fn duties(runbook: &Runbook, now: Moment) -> Vec<DutyRow> {
    let row = |duty: &Obligation, duty_standing: DutyStanding| DutyRow {
        id: duty.id.clone(),
        kind: duty.kind,
        what: duty.what.to_string(),
        due: duty_standing.due,
        overdue: duty_standing.is_overdue(now),
    };
    let mut duties: Vec<DutyRow> = owed(runbook).map(|(duty, duty_standing)| row(duty, duty_standing)).collect();
    duties.sort_by_key(|duty| (duty.due.is_none(), duty.due));
    duties
}

fn sort(drafts: &mut [RowDraft], order: RowOrder) {
    let by_time = |a: &Row, b: &Row| (a.scheduled_at, &a.id).cmp(&(b.scheduled_at, &b.id));
    drafts.sort_by(|RowDraft { row: a, .. }, RowDraft { row: b, .. }| match order {
        RowOrder::Id => (&a.id, &a.path).cmp(&(&b.id, &b.path)),
        RowOrder::Time => a.scheduled_at.is_none().cmp(&b.scheduled_at.is_none()).then_with(|| by_time(a, b)),
        RowOrder::State => a.state.cmp(&b.state).then_with(|| by_time(a, b)),
        RowOrder::Dri => a.dri.cmp(&b.dri).then_with(|| by_time(a, b)),
        RowOrder::Name => (&a.name, &a.id).cmp(&(&b.name, &b.id)),
    });
}
