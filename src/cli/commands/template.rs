//! `template`: what a runbook can be made from.

use std::path::Path;

use clap::{Args, Subcommand};

use crate::cli::complete;
use crate::cli::session::{Answer, Session};
use crate::model::{Fault, Kind, Result, visible};
use crate::render::{self, CheckedTemplate};
use crate::template::Shelf;
use crate::workspace::templates::{self, built_in_shelf, check_template};

/// Look at the templates, built-in and the store's own
///
/// To make your own: `mkdir -p runbook-templates && runbook template show NAME > runbook-templates/our-own.toml` in the
/// store's folder, change it, and `runbook template check` it. Commit it with git like any other file.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:
  runbook template list
  runbook template show enforce-2fa-all-groups
  runbook template check runbook-templates/our-own.toml"
)]
pub(in crate::cli) struct Template {
    #[command(subcommand)]
    act: TemplateVerb,
}

#[derive(Debug, Subcommand)]
enum TemplateVerb {
    List(TemplateList),
    Show(TemplateShow),
    Check(TemplateCheck),
}

/// List the templates and what each asks for
///
/// A template in the store's folder `runbook-templates` replaces the built-in one of the same name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook template list
  runbook template list --json")]
struct TemplateList {}

/// Show a template as it was written
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook template show blank
  runbook template show enforce-2fa-all-groups --json")]
struct TemplateShow {
    /// The template's name or any unambiguous part of it
    #[arg(add = complete::templates())]
    name: Option<String>,
}

/// Say what is wrong with templates' files, with line and key
///
/// Ends with 0 only when nothing was found. Errors keep `runbook new` from using a template; advice does not. In a store,
/// a template may extend the store's own ones.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook template check runbook-templates/our-own.toml
  runbook template check enforce-2fa-all-groups
  runbook template check runbook-templates/*.toml --json")]
struct TemplateCheck {
    /// Files, or names of templates
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<String>,
}

impl Template {
    /// Runs the command.
    ///
    /// # Errors
    /// `NotFound` and `Ambiguous` for names, `Unreadable` for a template with an error in it.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let shelf = shelf(session)?;
        match self.act {
            TemplateVerb::List(TemplateList {}) => list(session, &shelf),
            TemplateVerb::Show(show) => show.run(session, &shelf),
            TemplateVerb::Check(check) => check.run(session, &shelf),
        }
    }
}

/// The store's templates; outside a store the built-in ones.
fn shelf(session: &Session<'_>) -> Result<Shelf> {
    match session.open() {
        Ok(workspace) => templates::shelf(&workspace),
        Err(fault) if fault.kind == Kind::NotAStore && session.globals.dir.is_none() => Ok(built_in_shelf()),
        Err(fault) => Err(fault),
    }
}

fn list(session: &mut Session<'_>, shelf: &Shelf) -> Result<Answer> {
    let rows = shelf.rows();
    if session.globals.json {
        session.shell.document(&render::json::templates(&rows))?;
    } else {
        let text = render::templates(&rows, &session.style());
        session.shell.say(&text)?;
    }
    Ok(Answer::Yes)
}

impl TemplateShow {
    fn run(self, session: &mut Session<'_>, shelf: &Shelf) -> Result<Answer> {
        let name = match (self.name, session.asker()) {
            (Some(name), _) => name,
            (None, Some(asker)) => {
                let names: Vec<String> = shelf.rows().into_iter().map(|row| row.name).collect();
                let chosen = asker.choose("Template", &names)?;
                names.get(chosen).cloned().unwrap_or_default()
            }
            (None, None) => {
                return Err(
                    Fault::usage("the template is missing: give its name as NAME").hint("runbook template list")
                );
            }
        };
        if session.globals.json {
            session.shell.document(&render::json::template(&shelf.find(&name)?))?;
            return Ok(Answer::Yes);
        }
        let text = shelf.text_to_copy(&name)?;
        if session.around.terminals.stdout {
            let shown = String::from_utf8_lossy(&text.bytes).into_owned();
            session.shell.page(&visible(&shown))?;
        } else {
            session.shell.bytes(&text.bytes)?;
        }
        Ok(Answer::Yes)
    }
}

impl TemplateCheck {
    fn run(self, session: &mut Session<'_>, shelf: &Shelf) -> Result<Answer> {
        if self.files.is_empty() {
            return Err(Fault::usage("the file is missing: give one or more as FILE")
                .hint("runbook template check runbook-templates/*.toml"));
        }
        let mut found = Vec::new();
        for word in &self.files {
            found.push(check(session, shelf, word)?);
        }
        if session.globals.json {
            session.shell.document(&render::json::checked(&found))?;
        } else {
            let text = render::checked(&found, &session.style());
            session.shell.say(&text)?;
        }
        let is_fine = found.iter().all(|one| one.flaws.is_empty());
        Ok(if is_fine { Answer::Yes } else { Answer::No })
    }
}

/// Checks a file; a word that names none may be the name of a template.
fn check(session: &Session<'_>, shelf: &Shelf, word: &str) -> Result<CheckedTemplate> {
    let path = session.around.path(Path::new(word));
    let missing = match check_template(shelf, &path) {
        Ok((name, flaws)) => return Ok(CheckedTemplate { file: word.to_owned(), name, flaws }),
        Err(fault) if fault.kind == Kind::NotFound => fault,
        Err(fault) => return Err(fault),
    };
    let is_name = !word.contains(['/', '\\', '.']);
    let text = shelf.text(word).ok().filter(|_| is_name).ok_or_else(|| {
        missing.hint("runbook template list shows the templates; those of a store lie in its folder runbook-templates")
    })?;
    let name = text.name.to_string();
    Ok(CheckedTemplate { file: text.file.clone(), name, flaws: shelf.check(text) })
}
