//! `import`: runbooks that were written as Markdown, in an issue or on a page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::handed_text::handed;
use crate::cli::import_return::{self, Return};
use crate::cli::naming::customer_of_a_name;
use crate::cli::schedule_arg::decided;
use crate::cli::session::{Answer, Session};
use crate::import::{ImportDraft, ImportOptions};
use crate::model::{Fault, Line, Result, Zone, visible};
use crate::workspace::Workspace;
use crate::workspace::change::{self, Incoming};

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
        if let Some(customer) = &self.customer {
            customer_of_a_name(customer)?;
        }
        let workspace = session.open()?;
        let bytes = self.bytes(session)?;
        if !self.dry_run {
            change::heal(&workspace)?;
        }
        let asked = self.asked(&workspace);
        let drafts = change::drafts(&workspace, &bytes, &asked, &session.options())?;
        self.one_name_for_one(&drafts)?;
        let asked = Return {
            update: self.update,
            as_new: self.as_new,
            strict: self.strict,
            dry_run: self.dry_run,
            source: self.source(),
            words: self.words(session),
        };
        if let Some(answer) = asked.of(&drafts, session, &workspace)? {
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
        import_return::tell(session, &done)?;
        Ok(import_return::end(session, refuses, self.dry_run, "to import"))
    }

    /// The words of this command, as a shell takes them.
    fn words(&self, session: &Session<'_>) -> Vec<String> {
        let path = |path: &PathBuf| visible(&path.to_string_lossy()).into_owned();
        let mut words = vec!["runbook".to_owned()];
        let mut say = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([flag.to_owned(), value]);
            }
        };
        say("-C", session.globals.dir.as_ref().map(path));
        say("import", Some(path(&self.file)));
        say("--customer", self.customer.as_ref().map(ToString::to_string));
        say("--task", self.task.as_ref().map(ToString::to_string));
        say("--zone", self.zone.map(|zone| zone.to_string()));
        say("--state", self.state.map(|state| if state == TakenAs::Draft { "draft" } else { "closed" }.to_owned()));
        say("--allow-secret", session.globals.allow_secret.as_ref().map(ToString::to_string));
        let flags = [("--strict", self.strict), ("--dry-run", self.dry_run)];
        words.extend(flags.into_iter().filter(|(_, is_said)| *is_said).map(|(flag, _)| flag.to_owned()));
        words
    }

    fn bytes(&self, session: &Session<'_>) -> Result<Vec<u8>> {
        handed(session, &self.file, "the text", "give the text of one runbook, or of a few")
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
        customer_of_a_name(&customer)?;
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
