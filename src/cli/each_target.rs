//! `task exec --each-target`: flags of a run over the targets, questions before it, and what is said afterwards.

use clap::Args;
use serde_json::json;

use super::run_command::Running;
use super::session::{Answer, Session, document};
use crate::guide::{Bulk, BulkDone, CommandWords, Pacing};
use crate::model::{Changed, Prose, Result, RunbookId, Slug, TaskOutcome};
use crate::workspace::Workspace;

/// Working through the list of targets.
#[derive(Debug, Args)]
pub(super) struct Each {
    /// Run the command once for each target of the list that has no result yet, with {} standing for the target
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) each_target: bool,
    /// How many run at once
    #[arg(short = 'j', value_name = "N", requires = "each_target", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: u16,
    /// Begin nothing more after this many failures
    #[arg(long, value_name = "K", requires = "each_target", value_parser = clap::value_parser!(u64).range(1..))]
    stop_after: Option<u64>,
    /// Run those again of which nobody knows whether they were done, because a run was killed
    #[arg(long, requires = "each_target")]
    redo_unknown: bool,
}

impl Each {
    /// Works through the list.
    ///
    /// # Errors
    /// As [`Bulk::open`] and [`Bulk::run`].
    pub(super) fn run(
        &self,
        session: &mut Session<'_>,
        workspace: &Workspace,
        id: &RunbookId,
        task: &Slug,
        words: &CommandWords,
        note: Option<&Prose>,
    ) -> Result<Answer> {
        let running = Running::new(session, workspace, id)?;
        let clock = session.around.clock();
        let around = session.around;
        let mut changes = Vec::new();
        let done = {
            let exec = running.exec(session, &clock);
            let mut bulk = Bulk::open(&exec, task, words)?;
            self.settle_unknown(&mut bulk, session, id)?;
            match bulk.like_options() {
                0 => {}
                number => session.shell.note(&format!(
                    "targets that begin with a hyphen: {number}; they are handed over as they are: put -- before {{}} if the program would take them for options"
                )),
            }
            let quiet = session.globals.json;
            let bar = around.terminals.stderr && !quiet;
            let pacing = Pacing { at_once: usize::from(self.jobs), stop_after: self.stop_after, bar };
            let shell = &mut *session.shell;
            bulk.run(pacing, note, &mut changes, &mut |said| {
                if !quiet {
                    shell.note(said);
                }
            })
        };
        let (done, changed) = session.together(changes, done)?;
        tell(session, workspace, &done, &changed)?;
        Ok(if done.outcome == TaskOutcome::Success { Answer::Yes } else { Answer::No })
    }

    /// Those that may have been done already are never run again in silence.
    fn settle_unknown(&self, bulk: &mut Bulk<'_>, session: &mut Session<'_>, id: &RunbookId) -> Result<()> {
        let unknown = bulk.unknown();
        if unknown == 0 {
            return Ok(());
        }
        if self.redo_unknown {
            return bulk.redo_unknown();
        }
        let (were, they_are, they_stay, them) = match unknown {
            1 => ("target was", "it is", "it stays as it is", "it"),
            _ => ("targets were", "they are", "they stay as they are", "them"),
        };
        session.shell.note(&format!(
            "{unknown} {were} running when a run was killed: nobody knows whether {they_are} done; see: runbook targets list {id} --unknown"
        ));
        match session.asker() {
            Some(asker) if asker.confirm(&format!("Run {them} again?"), false)? => bulk.redo_unknown(),
            Some(_) => Ok(()),
            None => {
                session.shell.note(&format!(
                    "{they_stay}; say what became of {them}: runbook targets mark {id} --unknown done|failed|skipped, or run {them} again: --redo-unknown"
                ));
                Ok(())
            }
        }
    }
}

fn tell(session: &mut Session<'_>, workspace: &Workspace, done: &BulkDone, changed: &Changed) -> Result<()> {
    session.answer(changed, |session| match session.globals.json {
        true => session.shell.document(&answer(done, changed)),
        false => {
            let words = session.words(workspace, changed);
            session.shell.say(&words)?;
            next_steps(&changed.id, done).iter().for_each(|way| session.shell.note(way));
            Ok(())
        }
    })
}

fn answer(done: &BulkDone, changed: &Changed) -> serde_json::Value {
    let mut answer = document(changed);
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("outcome".to_owned(), json!(done.outcome));
        fields.insert("log".to_owned(), json!(done.log.path));
        fields.insert(
            "targets".to_owned(),
            json!({
                "count": done.count, "done": done.totals.done, "failed": done.totals.failed,
                "skipped": done.totals.skipped, "left": done.left, "unknown": done.unknown,
            }),
        );
    }
    answer
}

fn next_steps(id: &RunbookId, done: &BulkDone) -> Vec<String> {
    let mut next = Vec::new();
    if done.totals.failed > 0 {
        next.push(format!("runbook targets list {id} --failed"));
        next.push(format!("runbook targets retry {id}, then the same command again"));
    }
    if done.unknown > 0 {
        next.push(format!(
            "nobody knows of {}: runbook targets mark {id} --unknown done|failed|skipped, or the same command with --redo-unknown",
            done.unknown
        ));
    }
    if done.left > 0 {
        next.push("the same command again goes on with what is left".to_owned());
    }
    next
}
