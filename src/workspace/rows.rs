//! Lists: every runbook's head, and the whole record only where a line needs it.
//!
//! A file that does not parse is a line with its problem, never skipped in silence.

use std::collections::{HashMap, HashSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::lifecycle::{Owing, Progress, owed};
use crate::model::{DutyRow, Moment, Obligation, Result, Row, Runbook, RunbookId, Slug, State, Zone, same_word};
use crate::store::{Head, Layout, Records, read, read_head};
use crate::trail::BlobId;

use super::Workspace;

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
    fn is_narrow(&self) -> bool {
        let by_head = self.dri.is_some() || self.from.is_some() || self.to.is_some() || self.customer.is_some();
        by_head || !self.states.is_empty() || !self.words.is_empty()
    }
}

/// A line with what the readiness of its runbook is judged by.
struct Draft {
    row: Row,
    judged: Option<(Runbook, BlobId)>,
}

impl Workspace {
    /// The lines of a list.
    ///
    /// # Errors
    /// `Disk` when the folder of records cannot be listed; `Git` when readiness needs a trail that cannot be read.
    pub fn rows(&self, query: &RowQuery, now: Moment) -> Result<Vec<Row>> {
        let records = self.layout.records()?;
        let words: Vec<String> = query.words.iter().map(|word| word.to_lowercase()).collect();
        let layout = &self.layout;
        let mut drafts: Vec<Draft> =
            records.ids.par_iter().filter_map(|id| draft(layout, id, query, &words, now)).collect();
        drafts.extend(self.lost(&records, query)?);
        sort(&mut drafts, query.order);
        if let Some(limit) = query.limit {
            drafts.truncate(limit);
        }
        if query.ready {
            self.judge_all(&mut drafts, now)?;
        }
        Ok(drafts.into_iter().map(|draft| draft.row).collect())
    }

    /// Lines for what is no readable record, unless only records that say something certain are asked for.
    fn lost(&self, records: &Records, query: &RowQuery) -> Result<Vec<Draft>> {
        if query.is_narrow() {
            return Ok(Vec::new());
        }
        Ok(self.lost_rows(records)?.into_iter().map(|row| Draft { row, judged: None }).collect())
    }

    /// Lines for files that cannot be a record, and for records that were deleted by hand, each with its problem.
    pub(super) fn lost_rows(&self, records: &Records) -> Result<Vec<Row>> {
        let line = |id: RunbookId, problem: String| {
            let mut row = Row::new(id);
            row.problem = Some(problem);
            row
        };
        let strangers = records.strangers.iter();
        let mut lost: Vec<Row> = strangers.map(|own| line(own.nearest_id(), own.words())).collect();
        if let Some(head) = self.repository.head()?.commit {
            let known: HashSet<&RunbookId> = records.ids.iter().collect();
            let listed = self.repository.listing(&head)?.records;
            let gone = listed.into_iter().map(|(id, _)| id).filter(|id| !known.contains(id));
            let unseen: Vec<RunbookId> = gone.filter(|id| !lost.iter().any(|own| own.id == *id)).collect();
            lost.extend(unseen.into_iter().map(|id| {
                let problem = super::absent::deleted(&id).message;
                line(id, problem)
            }));
        }
        Ok(lost)
    }

    fn judge_all(&self, drafts: &mut [Draft], now: Moment) -> Result<()> {
        let recorded: HashMap<RunbookId, BlobId> = match self.repository.head()?.commit {
            Some(head) => self.repository.listing(&head)?.records.into_iter().collect(),
            None => HashMap::new(),
        };
        for draft in drafts {
            let id = &draft.row.id;
            draft.row.ready = Some(match &draft.judged {
                None => false,
                Some((runbook, blob)) => {
                    let standing = self.standing(id, recorded.get(id).copied(), *blob)?;
                    self.judge(runbook, standing, now, id).is_ready()
                }
            });
        }
        Ok(())
    }
}

/// One line, or none where the query leaves it out.
fn draft(layout: &Layout, id: &RunbookId, query: &RowQuery, words: &[String], now: Moment) -> Option<Draft> {
    let problem = |message: String| {
        let mut row = Row::new(id.clone());
        row.problem = Some(message);
        (!query.is_narrow()).then_some(Draft { row, judged: None })
    };
    let bytes = match layout.read_record(id) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return None,
        Err(fault) => return problem(fault.message),
    };
    if !has_words(id, &bytes, words) {
        return None;
    }
    let head = match read_head(&id.path(), &bytes) {
        Ok(head) => head,
        Err(fault) => return problem(fault.message),
    };
    if !is_wanted(id, &head, query) {
        return None;
    }
    let is_closed = head.state == State::Closed;
    let mut row = row_of(id, head);
    if is_closed && !query.ready {
        return Some(Draft { row, judged: None });
    }
    match read(&id.path(), &bytes) {
        Ok(whole) => {
            fill(&mut row, &whole.runbook, now);
            let judged = BlobId::of(&bytes).ok().map(|blob| (whole.runbook, blob));
            Some(Draft { row, judged })
        }
        Err(fault) => {
            row.problem = Some(fault.message);
            Some(Draft { row, judged: None })
        }
    }
}

fn has_words(id: &RunbookId, bytes: &[u8], words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let name = id.to_string();
    words.iter().all(|word| text.contains(word.as_str()) || name.contains(word.as_str()))
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
    row.actual_s = progress.actual_s;
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
    let row = |duty: &Obligation, owing: Owing| DutyRow {
        id: duty.id.clone(),
        kind: duty.kind,
        what: duty.what.to_string(),
        due: owing.due,
        overdue: owing.is_overdue(now),
    };
    let mut duties: Vec<DutyRow> = owed(runbook).map(|(duty, owing)| row(duty, owing)).collect();
    duties.sort_by_key(|duty| (duty.due.is_none(), duty.due));
    duties
}

fn sort(drafts: &mut [Draft], order: RowOrder) {
    match order {
        RowOrder::Id => drafts.sort_by(|a, b| a.row.id.cmp(&b.row.id)),
        RowOrder::Time => {
            drafts.sort_by_key(|draft| (draft.row.scheduled_at.is_none(), draft.row.scheduled_at, draft.row.id.clone()))
        }
        RowOrder::State => drafts.sort_by_key(|draft| (draft.row.state, draft.row.scheduled_at, draft.row.id.clone())),
        RowOrder::Dri => {
            drafts.sort_by_key(|draft| (draft.row.dri.clone(), draft.row.scheduled_at, draft.row.id.clone()))
        }
        RowOrder::Name => drafts.sort_by_key(|draft| (draft.row.name.clone(), draft.row.id.clone())),
    }
}
