//! What surrounds a command: words, environment, clock, working directory, terminals. Read once, here and nowhere else.
//!
//! Everything below gets values; what needs a running clock gets it as a function. A debug build takes the time from a
//! variable of the tests, or from the file that it names, so that they can say what time it is; a release build has no
//! such door.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::guide::TerminalInfo;
use crate::model::{Fault, Kind, Moment, Result};
use crate::render::Style;
use crate::trail::PersonEnv;

/// Which of the three streams a person sits at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Terminals {
    /// Standard input is a keyboard.
    pub(super) stdin: bool,
    /// Standard output is a screen.
    pub(super) stdout: bool,
    /// Standard error is a screen.
    pub(super) stderr: bool,
}

/// Everything that a command finds when it starts.
#[derive(Debug, Clone)]
pub(super) struct Environment {
    /// The words of the command line, the program's name first.
    pub(super) words: Vec<OsString>,
    /// Where this program lies.
    pub(super) program: PathBuf,
    /// The environment.
    pub(super) vars: BTreeMap<OsString, OsString>,
    /// The time at which the command started, on local clocks.
    pub(super) now: Moment,
    /// The working directory.
    pub(super) dir: PathBuf,
    /// Where temporary folders are made.
    pub(super) temporary: PathBuf,
    /// Which streams are terminals.
    pub(super) terminals: Terminals,
    /// Columns and rows of the screen; none where there is no screen.
    pub(super) screen: Option<(u16, u16)>,
}

impl Environment {
    /// Reads what surrounds this process.
    ///
    /// # Errors
    /// `Disk` when the working directory is gone; `Usage` for a test's clock that is no time.
    #[expect(clippy::disallowed_methods, reason = "the one file that reads words, environment, clock and directory")]
    pub(super) fn of_process() -> Result<Self> {
        let vars: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        let dir = std::env::current_dir().map_err(|error| {
            Fault::new(Kind::Disk, format!("the working directory cannot be found: {error}")).hint("cd to a folder")
        })?;
        let terminals = Terminals {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
        };
        Ok(Self {
            words: std::env::args_os().collect(),
            // where the system does not tell, the name must do
            program: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("runbook")),
            now: now(&vars)?,
            vars,
            dir,
            temporary: std::env::temp_dir(),
            terminals,
            screen: screen(terminals),
        })
    }

    /// Surroundings of which nothing is known: for saying that they cannot be read.
    pub(super) fn nowhere() -> Self {
        Self {
            words: Vec::new(),
            program: PathBuf::new(),
            vars: BTreeMap::new(),
            now: Moment::from_git(0, 0),
            dir: PathBuf::new(),
            temporary: PathBuf::new(),
            terminals: Terminals::default(),
            screen: None,
        }
    }

    /// The same at the present time.
    pub(super) fn at_present(self) -> Self {
        let now = now(&self.vars).unwrap_or(self.now);
        Self { now, ..self }
    }

    /// The running clock, for what goes on while a person looks at it.
    pub(super) fn clock(&self) -> impl Fn() -> Moment {
        let (vars, begun) = (self.vars.clone(), self.now);
        move || now(&vars).unwrap_or(begun)
    }

    /// Where the person sits while a command of theirs runs, if what it says goes to stdout.
    pub(super) fn terminal(&self) -> TerminalInfo {
        let Terminals { stdin, stdout, .. } = self.terminals;
        TerminalInfo { screen: stdout, keyboard: stdin && stdout, size: self.screen }
    }

    /// A variable that is set and not empty.
    pub(super) fn var(&self, name: &str) -> Option<&OsStr> {
        self.vars.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// A variable as text, where it is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.var(name).and_then(OsStr::to_str)
    }

    /// The person as far as git is concerned.
    pub(super) fn person(&self) -> PersonEnv {
        PersonEnv::read(|name| self.vars.get(OsStr::new(name)).cloned())
    }

    /// How text is laid out for the reader of stdout; in a pipe nothing is wrapped or cut.
    pub(super) fn style(&self, color: bool) -> Style {
        self.style_on(self.terminals.stdout, color)
    }

    /// How text is laid out for the reader of stderr.
    pub(super) fn style_on_stderr(&self, color: bool) -> Style {
        self.style_on(self.terminals.stderr, color)
    }

    fn style_on(&self, is_terminal: bool, color: bool) -> Style {
        let said = self.text("COLUMNS").and_then(|columns| columns.parse().ok());
        let width = match self.screen {
            _ if !is_terminal => said.unwrap_or(usize::MAX),
            Some((columns, _)) => usize::from(columns),
            None => said.unwrap_or(80),
        };
        Style { width, color, unicode: true, now: self.now, zone: None }
    }

    /// Where programs keep what they remember for this person: `XDG_STATE_HOME`, or its place in their home.
    pub(super) fn state_folder(&self) -> Option<PathBuf> {
        let said = self.var("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        said.or_else(|| self.var("HOME").map(|home| Path::new(home).join(".local/state")))
    }

    /// A path as it was typed, from the working directory.
    pub(super) fn path(&self, typed: &Path) -> PathBuf {
        self.dir.join(typed)
    }

    /// True where questions may be asked: a keyboard, a screen for the question, and nobody's automation.
    pub(super) fn is_attended(&self) -> bool {
        self.terminals.stdin && self.terminals.stderr && self.var("CI").is_none()
    }

    /// This machine's clocks.
    pub(super) fn clocks(&self) -> chrono::Local {
        chrono::Local
    }
}

#[cfg(debug_assertions)]
fn now(vars: &BTreeMap<OsString, OsString>) -> Result<Moment> {
    let Some(time) = vars.get(OsStr::new("RUNBOOK_TEST_CLOCK")) else { return Ok(wall_clock()) };
    let time = time.to_string_lossy();
    match time.strip_prefix('@') {
        // a clock that a test moves while a command runs
        Some(file) => std::fs::read_to_string(file).unwrap_or_default().trim().parse(),
        None => time.parse(),
    }
}

#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "a debug build's clock may be set to no time")]
fn now(_: &BTreeMap<OsString, OsString>) -> Result<Moment> {
    Ok(wall_clock())
}

#[expect(clippy::disallowed_methods, reason = "the one file that reads the clock")]
fn wall_clock() -> Moment {
    Moment::new(chrono::Local::now().fixed_offset())
}

#[expect(clippy::disallowed_methods, reason = "asks the screen for its size, writes nothing")]
fn screen(terminals: Terminals) -> Option<(u16, u16)> {
    let size = match terminals {
        Terminals { stdout: true, .. } => rustix::termios::tcgetwinsize(std::io::stdout()).ok()?,
        Terminals { stderr: true, .. } => rustix::termios::tcgetwinsize(std::io::stderr()).ok()?,
        _ => return None,
    };
    (size.ws_col > 0).then_some((size.ws_col, size.ws_row))
}
