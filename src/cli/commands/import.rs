//! `import`: runbooks that were written as Markdown, in an issue or on a page.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::schedule_arg::decided;
use crate::cli::session::{Answer, Session};
use crate::import::{ImportDraft, ImportOptions, Origin};
use crate::model::{Fault, Imported, Kind, Line, Result, Zone, visible};
use crate::render;
use crate::workspace::Workspace;
use crate::workspace::change::{self, Incoming};

/// More than any text that is imported: what is longer is not read to its end.
const MOST: u64 = 16 << 20;

/// Import filled runbook issues in Markdown, as people write them
///
/// What has one meaning is taken, and mended where that is certain; what is ambiguous is asked about in a terminal,
/// otherwise left out and said with its line; what has no place in a record is kept in it word for word. A blank outcome
/// is no outcome.
///
/// A text that `runbook export` made of a runbook of this store makes no second one in silence: where nothing was changed
/// in it, there is nothing to do; otherwise a person is asked, or says --update or --as-new.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook import issue.md --dry-run
  runbook import issue.md --customer Acme --task \"Enforce 2FA on all groups\" --zone Europe/Berlin
  runbook import issue.md --state closed --dry-run --json
  runbook import issue.md --as-new --dry-run")]
pub(in crate::cli) struct Import {
    /// The Markdown file; - for standard input
    #[arg(value_name = "FILE.md", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// For whom the work is done, instead of what the text says
    #[arg(long)]
    customer: Option<Line>,
    /// What is requested, instead of what the text says
    #[arg(long)]
    task: Option<Line>,
    /// The IANA zone of a schedule that names none
    #[arg(long)]
    zone: Option<Zone>,
    /// How the runbook is taken: as a plan, or as work that is over
    #[arg(long, value_enum, value_name = "STATE")]
    state: Option<TakenAs>,
    /// Write nothing where anything is in doubt, and end with 1
    #[arg(long)]
    strict: bool,
    /// Show what would come, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take what was changed in an exported text into the runbook that it came from, as an edit
    #[arg(long, conflicts_with_all = ["as_new", "state", "customer", "task"])]
    update: bool,
    /// Make another runbook, where the text was exported from one of this store
    #[arg(long)]
    as_new: bool,
}

/// What becomes of a text that was exported from a runbook of this store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Return {
    /// Its changes are taken into that runbook.
    Update,
    /// It is another runbook.
    AsNew,
}

/// `--state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TakenAs {
    /// A plan
    Draft,
    /// Work that is over
    Closed,
}

impl Import {
    /// Runs the command.
    ///
    /// # Errors
    /// `Usage` for what is no text or names no runbook; as the write door.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let bytes = self.bytes(session)?;
        let asked = self.asked(&workspace);
        let drafts = change::drafts(&workspace, &bytes, &asked, &session.options())?;
        self.one_name_for_one(&drafts)?;
        if let Some(answer) = self.returned(&drafts, session, &workspace)? {
            return Ok(answer);
        }
        let mut all = Vec::new();
        for draft in drafts {
            all.push(self.settled(draft, session)?);
        }
        if !self.as_new {
            change::tell_of_twins(&workspace, &mut all)?;
        }
        let stamp = session.stamp(&workspace, None)?;
        let (options, source) = (session.options(), self.source());
        let in_doubt = all.iter().any(|one| !one.doubts.is_empty());
        let refuses = self.strict && in_doubt;
        let done = match self.dry_run || refuses {
            true => change::would_import(&workspace, &all, source.as_ref(), &stamp, &options)?,
            false => change::import(&workspace, &all, source.as_ref(), &stamp, &options)?,
        };
        self.tell(session, &workspace, &done)?;
        if refuses {
            session.shell.note("something is in doubt: with --strict nothing was written");
            return Ok(Answer::No);
        }
        if self.dry_run {
            session.shell.note("nothing was written; leave out --dry-run to import");
        }
        Ok(Answer::Yes)
    }

    /// What becomes of a text that was exported from a runbook of this store; none where it is read as a new one.
    fn returned(
        &self,
        drafts: &[ImportDraft],
        session: &mut Session<'_>,
        workspace: &Workspace,
    ) -> Result<Option<Answer>> {
        let known: Vec<(&ImportDraft, &Origin)> =
            drafts.iter().filter_map(|draft| Some((draft, draft.origin.as_deref()?))).collect();
        let (draft, origin) = match (known.as_slice(), drafts.len()) {
            _ if self.as_new => return Ok(None),
            ([], _) if self.update => {
                return Err(Fault::usage(
                    "this text is no export of a runbook of this store: there is nothing to update",
                )
                .hint("leave out --update to import it as a new runbook"));
            }
            ([], _) => return Ok(None),
            ([only], 1) => *only,
            (several, _) => {
                let ids: Vec<String> = several.iter().map(|(_, origin)| origin.id.to_string()).collect();
                return Err(Fault::refused(format!(
                    "this text holds exports of {}, which are in this store",
                    ids.join(", ")
                ))
                .hint("to take changes into them, import each from a file of its own")
                .hint(format!("to make others of them: {}", self.again("--as-new"))));
            }
        };
        let id = &origin.id;
        if origin.merged == origin.stored {
            let done = Imported {
                id: id.clone(),
                commit: None,
                runbook: origin.stored.clone(),
                repairs: Vec::new(),
                doubts: Vec::new(),
            };
            match session.globals.json {
                true => session.shell.document(&render::json::imported(&[done]))?,
                false => session.shell.say(&format!("{id}: unchanged: nothing in this text is new to it\n"))?,
            }
            return Ok(Some(Answer::Yes));
        }
        match self.asked_what_becomes(origin, session)? {
            Return::AsNew => Ok(None),
            Return::Update => self.update(draft, origin, session, workspace).map(Some),
        }
    }

    fn asked_what_becomes(&self, origin: &Origin, session: &mut Session<'_>) -> Result<Return> {
        if self.update {
            return Ok(Return::Update);
        }
        let id = &origin.id;
        let said = format!("this text is an export of {id}, which is in this store, and something was changed in it");
        let Some(asker) = session.asker() else {
            let changed: Vec<String> =
                origin.doubts.iter().map(|doubt| format!("line {}: {}", doubt.line, doubt.message)).collect();
            let changed = if changed.is_empty() { String::new() } else { format!(":\n  {}", changed.join("\n  ")) };
            return Err(Fault::refused(format!("{said}{changed}"))
                .hint(format!("to take the changes into {id}: {}", self.again("--update")))
                .hint(format!("to make another runbook of it: {}", self.again("--as-new"))));
        };
        session.shell.note(&said);
        let ways =
            [format!("take the changes into {id}"), "make another runbook of it".to_owned(), "leave it".to_owned()];
        match asker.choose("What shall become of it?", &ways)? {
            0 => Ok(Return::Update),
            1 => Ok(Return::AsNew),
            _ => Err(Fault::refused("nothing was imported")),
        }
    }

    /// The same command with one more flag, as a shell takes it.
    fn again(&self, flag: &str) -> String {
        let file = self.file.to_string_lossy();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ',');
        let file = match !file.is_empty() && file.chars().all(is_plain) {
            true => file.into_owned(),
            false => format!("'{}'", visible(&file).replace('\'', r"'\''")),
        };
        format!("runbook import {file} {flag}")
    }

    fn update(
        &self,
        draft: &ImportDraft,
        origin: &Origin,
        session: &mut Session<'_>,
        workspace: &Workspace,
    ) -> Result<Answer> {
        let refuses = self.strict && !origin.doubts.is_empty();
        let writes = !self.dry_run && !refuses;
        let (mut commit, mut runbook) = (None, origin.merged.clone());
        if writes {
            let stamp = session.stamp(workspace, None)?;
            let changed = change::bring_back(workspace, origin, &stamp, &session.options())?;
            (commit, runbook) = (changed.commit, changed.after);
        }
        let (repairs, doubts) = (draft.repairs.clone(), origin.doubts.clone());
        self.tell(session, workspace, &[Imported { id: origin.id.clone(), commit, runbook, repairs, doubts }])?;
        if refuses {
            session.shell.note("something is in doubt: with --strict nothing was written");
            return Ok(Answer::No);
        }
        if !writes {
            session.shell.note("nothing was written; leave out --dry-run to take it in");
        }
        Ok(Answer::Yes)
    }

    fn bytes(&self, session: &Session<'_>) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let shown = self.file.display();
        let read = match self.file.as_os_str() == "-" {
            true => std::io::stdin().lock().take(MOST).read_to_end(&mut bytes),
            false => {
                File::open(session.around.path(&self.file)).and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            }
        };
        match read {
            Ok(_) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Fault::usage(format!("there is no file {shown}")).hint("- reads standard input"))
            }
            Err(error) if error.kind() == std::io::ErrorKind::IsADirectory => {
                Err(Fault::usage(format!("{shown} is a folder; a file is wanted"))
                    .hint("give the file's name behind it; each file is imported by a command of its own"))
            }
            Err(error) => Err(Fault::new(Kind::Disk, format!("{shown} cannot be read: {error}"))),
        }
    }

    fn asked(&self, workspace: &Workspace) -> ImportOptions {
        ImportOptions {
            customer: self.customer.clone(),
            task: self.task.clone(),
            zone: self.zone,
            default_zone: workspace.settings().time_zone,
            home_side: workspace.settings().home_side.clone(),
        }
    }

    /// What the trail calls the text.
    fn source(&self) -> Option<Line> {
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned());
        name.filter(|name| name != "-").and_then(|name| Line::new(visible(&name).into_owned()).ok())
    }

    /// One name cannot be that of several runbooks.
    fn one_name_for_one(&self, drafts: &[ImportDraft]) -> Result<()> {
        if drafts.len() < 2 || self.task.is_none() {
            return Ok(());
        }
        let lines: Vec<String> = drafts.iter().map(|draft| draft.line.to_string()).collect();
        Err(Fault::usage(format!(
            "the text holds {} runbooks, at lines {}: --task names only one",
            drafts.len(),
            lines.join(", ")
        ))
        .hint("leave out --task, or import them from files of their own"))
    }

    /// A draft with its name and whatever a person has to say about it.
    fn settled(&self, mut draft: ImportDraft, session: &mut Session<'_>) -> Result<Incoming> {
        let missing = draft.customer.is_none() || draft.task.is_none();
        let customer = half(draft.customer.clone(), "customer", draft.line, session)?;
        let task = half(draft.task.clone(), "task", draft.line, session)?;
        if missing {
            draft.repair(format!("the runbook is named {customer} - {task}"));
        }
        if let Some(open) = draft.schedule.clone() {
            match decided(session, open.line, &open.words, open.unclear.as_ref())? {
                Some(agreed) => draft.settle(&agreed),
                None => draft.leave_open(),
            }
        }
        match self.state {
            Some(TakenAs::Closed) => draft.close(),
            Some(TakenAs::Draft) => draft.plan_anew(),
            None => {}
        }
        let (line, repairs, doubts) = (draft.line, draft.repairs.clone(), draft.doubts.clone());
        Ok(Incoming { line, runbook: draft.named(customer, task), repairs, doubts })
    }

    fn tell(&self, session: &mut Session<'_>, workspace: &Workspace, done: &[Imported]) -> Result<()> {
        if session.globals.json {
            return session.shell.document(&render::json::imported(done));
        }
        let style = session.style();
        for (nth, one) in done.iter().enumerate() {
            let gap = if nth > 0 { "\n" } else { "" };
            session.shell.say(&format!("{gap}{}", render::imported(one, &style)))?;
        }
        workspace.take_notes().iter().for_each(|note| session.shell.note(note));
        Ok(())
    }
}

/// One half of a name, asked for where somebody is there.
fn half(found: Option<Line>, what: &str, line: u64, session: &Session<'_>) -> Result<Line> {
    match (found, session.asker()) {
        (Some(found), _) => Ok(found),
        (None, Some(asker)) => asker.word(&format!("{what} of the runbook at line {line}"), None),
        (None, None) => Err(Fault::usage(format!(
            "the runbook at line {line} has no {what}: its name is CUSTOMER - TASK, and none was found"
        ))
        .hint("give it with --customer and --task")
        .hint("or write it into the text: | Runbook name | CUSTOMER - TASK |")),
    }
}
