//! `targets`: the list that a bulk task acts on, kept privately, and what became of each of them.

use std::path::{Path, PathBuf};

use crate::cli::arg_values::Between;
use crate::cli::handed_text::handed;
use crate::cli::naming::Which;
use crate::cli::session::{Answer, Session};
use crate::cli::targets_json::{document, row};
use crate::model::{Fault, Result, RunbookId, visible_line};
use crate::workspace::targets::{self, KeptTargets, LoadedTargets, TargetResult, Wanted};
use clap::{Args, Subcommand};

/// Keep the list of targets of a bulk task, and what became of each
///
/// The list stays on this machine, under the git directory; the record and the trail hold how many there are, the digest
/// of the list, and how many came to what.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook targets load acme/enforce-2fa-on-all-groups users.txt
  runbook targets list 2fa --failed
  runbook targets purge 2fa"
)]
pub(in crate::cli) struct Targets {
    #[command(subcommand)]
    act: TargetsVerb,
}

#[derive(Debug, Subcommand)]
enum TargetsVerb {
    Load(TargetsLoad),
    List(TargetsList),
    Mark(TargetsMark),
    Retry(TargetsRetry),
    Purge(TargetsPurge),
}

/// Load the list of targets: one a line, or a column of a CSV file
///
/// Blank lines and repetitions are left out, and said. The digest is the SHA-256 of the targets, one a line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook targets load acme/enforce-2fa-on-all-groups users.txt
  runbook targets load 2fa users.csv --column username")]
struct TargetsLoad {
    #[command(flatten)]
    which: Which,
    /// The file; - is standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// Read CSV and take this column: its title in the first row, or its number in a file without titles
    #[arg(long, value_name = "TITLE")]
    column: Option<String>,
    /// What stands between the cells of the CSV [default: what cuts every row into as many of them]
    #[arg(long, value_name = "SIGN", value_enum, requires = "column")]
    separator: Option<Between>,
    /// Put it in the place of a list that has results already
    #[arg(long)]
    replace: bool,
}

/// List the targets, each with what became of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook targets list acme/enforce-2fa-on-all-groups
  runbook targets list 2fa --failed
  runbook targets list 2fa jane --output")]
struct TargetsList {
    #[command(flatten)]
    which: Which,
    /// Only these
    targets: Vec<String>,
    #[command(flatten)]
    some: Chosen,
    /// Only those that were done
    #[arg(long)]
    done: bool,
    /// With what their commands said
    #[arg(long)]
    output: bool,
}

/// Say by hand what became of targets
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook targets mark acme/enforce-2fa-on-all-groups jane done
  runbook targets mark 2fa --left skipped")]
struct TargetsMark {
    #[command(flatten)]
    which: Which,
    /// The targets, and last what became of them: done, failed or skipped
    #[arg(value_name = "TARGET… RESULT")]
    words: Vec<String>,
    #[command(flatten)]
    some: Chosen,
}

/// Let targets be done again: those that failed, or those that are named
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook targets retry acme/enforce-2fa-on-all-groups
  runbook targets retry 2fa jane")]
struct TargetsRetry {
    #[command(flatten)]
    which: Which,
    /// These, whatever became of them
    targets: Vec<String>,
    #[command(flatten)]
    some: Chosen,
}

/// Delete the list and everything that is kept about each target, which discharges the duty to delete it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook targets purge acme/enforce-2fa-on-all-groups
  runbook targets purge 2fa --obligation delete-the-downloaded-list")]
struct TargetsPurge {
    #[command(flatten)]
    which: Which,
    /// The duty that this discharges [default: the open duty to delete data, where there is one]
    #[arg(long, value_name = "OBLIGATION")]
    obligation: Vec<String>,
}

/// Which of them, by what became of them.
#[derive(Debug, Args)]
struct Chosen {
    /// Those that failed
    #[arg(long)]
    failed: bool,
    /// Those that have no result yet
    #[arg(long)]
    left: bool,
    /// Those that were left out
    #[arg(long)]
    skipped: bool,
    /// Those that were running when a run was killed
    #[arg(long)]
    unknown: bool,
}

impl Chosen {
    fn any(&self) -> bool {
        self.failed || self.left || self.skipped || self.unknown
    }

    fn has(&self, result: TargetResult) -> bool {
        match result {
            TargetResult::Left => self.left,
            TargetResult::Unknown => self.unknown || self.left,
            TargetResult::Failed(_) => self.failed,
            TargetResult::Skipped => self.skipped,
            TargetResult::Done => false,
        }
    }
}

impl Targets {
    /// Runs the command.
    ///
    /// # Errors
    /// As the write door; `Refused` where there is no list on this machine.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        match self.act {
            TargetsVerb::Load(load) => load.run(session),
            TargetsVerb::List(list) => list.run(session),
            TargetsVerb::Mark(mark) => mark.run(session),
            TargetsVerb::Retry(retry) => retry.run(session),
            TargetsVerb::Purge(purge) => purge.run(session),
        }
    }
}

impl TargetsLoad {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let stamp = session.stamp(&workspace, None)?;
        let read = || self.read(session);
        let loaded = targets::load(&workspace, &id, read, &self.wanted(), self.replace, &stamp, &session.options())?;
        let answer = session.tell(&workspace, &loaded.changed)?;
        said(&loaded).iter().for_each(|note| session.shell.note(note));
        Ok(answer)
    }

    fn wanted(&self) -> Wanted {
        match &self.column {
            None => Wanted::Lines,
            Some(column) => {
                let cut = self.separator.map(Into::into);
                let by_number = |number| Wanted::Numbered(number, cut);
                column.parse().map_or_else(|_| Wanted::Titled(column.clone(), cut), by_number)
            }
        }
    }

    fn read(&self, session: &Session<'_>) -> Result<Vec<u8>> {
        if self.file.is_none() && session.around.terminals.stdin {
            return Err(Fault::usage("the file with the targets is missing: give it as FILE, or - for standard input"));
        }
        let file = self.file.as_deref().unwrap_or(Path::new("-"));
        let instead = "load what one task works through, with only the column that names the targets";
        handed(session, file, "the list of targets", instead)
    }
}

/// What was left out of the list.
fn said(loaded: &LoadedTargets) -> Vec<String> {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let blank = count(loaded.blank, "blank line was left out", "blank lines were left out");
    let twice = count(loaded.twice, "repetition was left out", "repetitions were left out");
    let table = loaded.is_table.then(|| {
        let load = format!("runbook targets load {} FILE --column TITLE --replace", loaded.changed.id);
        format!(
            "each line was taken whole, and every one can be cut into as many cells; for one column of a table: {load}"
        )
    });
    [blank, twice, table].into_iter().flatten().collect()
}

impl TargetsList {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let known = KeptTargets::of(&workspace, &self.which.find(session, &workspace)?)?;
        if known.is_behind {
            session
                .shell
                .note("an interrupted run is not finished yet, and may know more; this does it: runbook doctor --fix");
        }
        let all = !self.some.any() && !self.done && self.targets.is_empty();
        let is_meant = |result| all || self.some.has(result) || (self.done && result == TargetResult::Done);
        let chosen = known.chosen(&self.targets, is_meant)?;
        let outputs = if self.output { known.outputs()? } else { None };
        let mut rows = Vec::new();
        let mut text = String::new();
        for number in chosen {
            let (target, result) =
                (known.list.get(number), known.results.get(number).copied().unwrap_or(TargetResult::Left));
            let said = outputs.as_ref().map(|outputs| outputs.of(target)).transpose()?;
            if session.globals.json {
                rows.push(row(target, result, said));
                continue;
            }
            match said {
                Some(said) => text.push_str(&said),
                None if all => text.push_str(&format!("{:<8} {}\n", result.word(), visible_line(target))),
                None => text.push_str(&format!("{}\n", visible_line(target))),
            }
        }
        if session.globals.json {
            session.shell.document(&document(&known, rows))?;
        } else {
            session.shell.page(&text)?;
        }
        Ok(Answer::Yes)
    }
}

impl TargetsMark {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let (last, targets) = match self.words.split_last() {
            Some((last, targets)) if !targets.is_empty() || self.some.any() => (last.as_str(), targets),
            _ => {
                let id = self.which.id.as_deref().unwrap_or("ID");
                return Err(Fault::usage("name the targets, and last what became of them")
                    .hint(format!("runbook targets mark {id} TARGET done|failed|skipped")));
            }
        };
        let result = match last {
            "done" => TargetResult::Done,
            "failed" => TargetResult::Failed(1),
            "skipped" => TargetResult::Skipped,
            other => {
                return Err(Fault::usage(format!("“{}” is not what can become of a target", visible_line(other)))
                    .hint("one of: done, failed, skipped, as the last word"));
            }
        };
        let known = KeptTargets::of(&workspace, &self.which.find(session, &workspace)?)?;
        let chosen = known.chosen(targets, |own| self.some.has(own))?;
        must_be_some(&chosen, &known.id)?;
        let stamp = session.stamp(&workspace, None)?;
        let changed = known.mark(&workspace, &chosen, result, &stamp, &session.options())?;
        session.tell(&workspace, &changed)
    }
}

impl TargetsRetry {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let known = KeptTargets::of(&workspace, &self.which.find(session, &workspace)?)?;
        let only_failed = self.targets.is_empty() && !self.some.any();
        let is_meant = |own| if only_failed { matches!(own, TargetResult::Failed(_)) } else { self.some.has(own) };
        let mut chosen = known.chosen(&self.targets, is_meant)?;
        chosen.retain(|number| known.results.get(*number) != Some(&TargetResult::Left));
        must_be_some(&chosen, &known.id)?;
        let stamp = session.stamp(&workspace, None)?;
        let changed = known.retry(&workspace, &chosen, &stamp, &session.options())?;
        session.tell(&workspace, &changed)
    }
}

fn must_be_some(chosen: &[usize], id: &RunbookId) -> Result<()> {
    if chosen.is_empty() {
        return Err(Fault::refused("there is no such target").hint(format!("runbook targets list {id}")));
    }
    Ok(())
}

impl TargetsPurge {
    fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let id = self.which.find(session, &workspace)?;
        let stamp = session.stamp(&workspace, None)?;
        let changed = targets::purge(&workspace, &id, &self.obligation, &stamp, &session.options())?;
        session.tell(&workspace, &changed)
    }
}
