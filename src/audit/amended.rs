//! Commits whose events do not explain what the file holds: somebody changed the file in a commit of ours, as
//! `git commit --amend` does. An edit that names such a commit adopts it, where a hand could have done the same.

use crate::lifecycle::{HandText, JudgedAt, hand_claims, judge_recorded, only_by_command};
use crate::model::{Act, Change, CommitId, Event, Moment, Result, Runbook, RunbookId, difference};
use crate::trail::{Objects, Repository, Survey};

use super::amended_commit::{Amended, AmendedCommit};
use super::context::{AuditContext, AuditOptions};
use super::ledger::{Ledger, Note};
use super::policy::Policies;
use super::replay::Replay;
use super::timeline::timelines;

/// The commits of a runbook that an edit may adopt although they have events, the latest first.
///
/// # Errors
/// `Git` and `Disk` when the trail cannot be read.
pub fn amended_commits(repository: &Repository, id: &RunbookId, now: Moment) -> Result<Vec<AmendedCommit>> {
    let Some(head) = repository.named_head()?.commit else { return Ok(Vec::new()) };
    let place = repository.object_place();
    let survey = Survey::of(&place, &head)?;
    let objects = Objects::open(&place)?;
    let mut ledger = Ledger::default();
    let policies = Policies::over(&survey, &objects, &mut ledger);
    let is_incomplete = !repository.hindrances()?.is_empty() || !survey.troubles.is_empty();
    let (timelines, options) = (timelines(&survey), AuditOptions::plain(now));
    let context = AuditContext {
        survey: &survey,
        timelines: &timelines,
        policies: &policies,
        options: &options,
        left_out: &[],
        is_incomplete,
    };
    let found = Replay::new(&context, &objects, id.clone()).amended()?;
    place.was_read()?;
    let is_by_hand = |one: &AmendedCommit| only_by_command(id, &one.after, &[], &one.record, HandText::File).is_ok();
    Ok(found.into_iter().rev().map(|one| one.own).filter(is_by_hand).collect())
}

impl Replay<'_> {
    /// What is told of a commit that holds more than its events say, unless it is adopted.
    pub(super) fn told_later(&mut self, own: AmendedCommit, note: Note) {
        let commit = own.commit.short();
        let fix = match only_by_command(&self.id, &own.after, &[], &own.record, HandText::File) {
            Ok(()) => format!("look at it: git show {commit}; if it is right: runbook save {}", self.id),
            Err(_) => format!(
                "find out who changed the commit, and why: git show {commit}; what only commands may change is adopted by \
                 nobody: the commit as the command made it is in the reflog (git reflog) or in another clone"
            ),
        };
        self.amended.push(Amended { own, note: note.fix(fix) });
    }

    /// Takes out of what an edit adopts the commits that have events of their own, and that are not told any more. Where the
    /// edit follows right behind such a commit it says itself what was changed there: then it begins with what the events had
    /// made of the record.
    pub(super) fn explain(
        &mut self,
        place: usize,
        said: &[Event],
        adopts: &[CommitId],
    ) -> Result<(Vec<CommitId>, Option<Runbook>)> {
        let (mut others, mut ground) = (Vec::new(), None);
        for commit in adopts {
            let Some(at) = self.amended.iter().position(|one| one.own.commit == *commit) else {
                others.push(commit.clone());
                continue;
            };
            let one = self.amended.remove(at);
            let changes = difference(&one.own.after.to_json()?, &one.own.record.to_json()?);
            if !self.could_be_edited(place, said, &one.own, &changes) {
                self.amended.insert(at, one);
            } else if self.state.pending.is_empty() && self.state.last[0].as_ref() == Some(commit) {
                ground = Some(one.own.after);
            } else {
                let edit = self.context.survey.commit(place)?;
                self.ledger.pencil(&edit, &self.id, said, hand_claims(&changes));
            }
        }
        Ok((others, ground))
    }

    /// True where the same edit of the file would have been taken from the person who adopts it.
    fn could_be_edited(&self, place: usize, said: &[Event], own: &AmendedCommit, changes: &[Change]) -> bool {
        let Some(by) = said.first() else { return false };
        let act = Act::Edit { changes: changes.to_vec(), why: None, adopts: Vec::new() };
        let edit = Event::new(act, by.at, by.by.clone());
        let settings = self.context.policies.at(place);
        let recorded = self.context.survey.recorded(place).unwrap_or(by.at);
        let judged_at = JudgedAt { id: &self.id, recorded, settings: &settings, joined: &[] };
        let mut history = self.state.history.clone();
        let judged = judge_recorded(Some(&own.after), &[edit], &mut history, judged_at);
        judged.objections.is_empty() && judged.after.as_ref() == Some(&own.record)
    }

    /// Tells what nobody adopted.
    pub(super) fn unexplained_left(&mut self) {
        for one in std::mem::take(&mut self.amended) {
            self.ledger.note(one.note);
        }
    }
}
