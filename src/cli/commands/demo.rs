//! `demo`: plays the documents' complete Acme example in a fresh store, by ordinary commands through the ordinary door.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::demo_script::{self, DemoScene, DemoStep};
use crate::cli::environment::{Environment, Terminals};
use crate::cli::globals::Color;
use crate::cli::session::{Answer, Session};
use crate::cli::shell::Shell;
use crate::model::{Fault, Kind, Result, visible};
use crate::store::scratch_folder;

/// Play a complete example in a fresh store, from scaffold to audit, and show it
///
/// Every line is an ordinary command, run through the same door as yours. Without DIR the store is made in a temporary
/// folder; it stays, so that you can look around in it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook demo
  runbook demo --json")]
pub(in crate::cli) struct Demo {
    /// Where to make the store; must be empty or not there
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl Demo {
    /// Runs the command.
    ///
    /// # Errors
    /// `Refused` for a folder that is not empty; what a step met that could not do its work, such as `Disk` when it is
    /// full; `Bug` when one does not end as it should.
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let folder = self.place(session)?;
        let story = demo_script::acme(session.around.now);
        if session.globals.json {
            let mut silent = Shell::silent();
            let steps = play(&story, &folder, session, &mut silent, None)?;
            session
                .shell
                .document(&json!({"store": folder.display().to_string(), "id": demo_script::ID, "steps": steps}))?;
            return Ok(Answer::Yes);
        }
        let mut shell = session.shell.for_showing(session.around, session.globals.color);
        let teller = Teller { color: session.shell.color_out };
        play(&story, &folder, session, &mut shell, Some(&teller))?;
        let store = folder.display().to_string();
        session.shell.say(&format!(
            "\n{}\n  runbook -C {} show {}\n  git -C {} log\n",
            teller.heading("The store is yours to look around in:"),
            visible(&store),
            demo_script::ID,
            visible(&store),
        ))?;
        Ok(Answer::Yes)
    }

    fn place(&self, session: &Session<'_>) -> Result<PathBuf> {
        let Some(folder) = &self.folder else {
            return scratch_folder(&session.around.temporary, "runbook-demo-");
        };
        let folder = session.dir().join(folder);
        match std::fs::read_dir(&folder) {
            Ok(mut entries) => match entries.next() {
                None => Ok(folder),
                Some(_) => Err(Fault::refused(format!("{} is not empty", folder.display()))
                    .hint("name a folder that is empty or not there, or none at all")),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(folder),
            Err(error) => Err(Fault::new(Kind::Disk, format!("{} cannot be looked at: {error}", folder.display()))),
        }
    }
}

/// How scenes and commands are announced.
struct Teller {
    color: bool,
}

impl Teller {
    fn heading(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn command(&self, step: &DemoStep) -> String {
        let words = step.words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        let line = format!("$ runbook {words}");
        if self.color { format!("\u{1b}[36m{line}\u{1b}[0m") } else { line }
    }
}

/// Plays every step; each must end with the code that the story expects.
fn play(
    story: &[DemoScene],
    folder: &Path,
    session: &Session<'_>,
    shell: &mut Shell,
    teller: Option<&Teller>,
) -> Result<Vec<serde_json::Value>> {
    let mut played = Vec::new();
    for scene in story {
        if let Some(teller) = teller {
            shell.say(&format!("\n{}\n", teller.heading(&scene.title)))?;
        }
        for step in &scene.steps {
            if let Some(teller) = teller {
                shell.say(&format!("\n{}\n", teller.command(step)))?;
            }
            if shell.is_gone() {
                return Ok(played);
            }
            let code = (session.itself.play)(&environment(step, folder, session), shell);
            if code != step.code && !shell.is_gone() {
                return Err(stopped(step, code, folder, shell.take_fault()));
            }
            played.push(json!({"words": step.words, "by": step.by.name, "code": code}));
        }
    }
    Ok(played)
}

/// Why the demo cannot go on: the machine stands in its way, or the demo is wrong.
fn stopped(step: &DemoStep, code: u8, folder: &Path, said: Option<Fault>) -> Fault {
    let about =
        format!("the demo stops: `runbook {}` ended with {code} instead of {}", step.words.join(" "), step.code);
    let is_ours = |fault: &Fault| !matches!(fault.kind.exit_code(), 5 | 130);
    match said {
        Some(fault) if fault.kind.exit_code() == code && !is_ours(&fault) => {
            let far = format!("what was made so far can be removed: rm -r {}", quoted(&folder.to_string_lossy()));
            Fault { message: format!("{about}: {}", fault.message), ..fault }.hint(far)
        }
        _ => Fault::bug(about),
    }
}

/// What a step finds around it: the demo's store, its person, and nothing of this machine's git settings.
fn environment(step: &DemoStep, folder: &Path, session: &Session<'_>) -> Environment {
    let mut around = session.around.clone();
    around.vars.retain(|name, _| !name.to_string_lossy().starts_with("GIT_"));
    let mut set = |name: &str, value: &str| {
        around.vars.insert(name.into(), value.into());
    };
    for role in ["AUTHOR", "COMMITTER"] {
        set(&format!("GIT_{role}_NAME"), step.by.name);
        set(&format!("GIT_{role}_EMAIL"), step.by.email);
    }
    set("GIT_CONFIG_COUNT", "2");
    set("GIT_CONFIG_KEY_0", "commit.gpgsign");
    set("GIT_CONFIG_VALUE_0", "false");
    set("GIT_CONFIG_KEY_1", "core.hooksPath");
    set("GIT_CONFIG_VALUE_1", "/dev/null");
    // what the demo's audit remembers is gone with the demo
    set("XDG_STATE_HOME", &folder.join(".git/runbook/state").to_string_lossy());
    around.vars.remove(&OsString::from("RUNBOOK_STORE"));
    around.vars.remove(&OsString::from("PAGER"));
    around.dir = folder.to_owned();
    around.terminals = Terminals { stdin: false, ..around.terminals };
    let color = match session.globals.color {
        Color::Auto => "auto",
        Color::Always => "always",
        Color::Never => "never",
    };
    let flags = ["-C".into(), folder.as_os_str().to_owned(), "--no-input".into(), "--color".into(), color.into()];
    around.words =
        std::iter::once("runbook".into()).chain(flags).chain(step.words.iter().map(OsString::from)).collect();
    around.at_present()
}

/// A word as a person would type it in a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains(['"', '$', '`', '\\', '!']) {
        format!("\"{word}\"")
    } else {
        shell_words::quote(word).into_owned()
    }
}
