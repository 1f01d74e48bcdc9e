//! A stand: a temporary folder with a home and a store, a cleared environment, one person, one clock.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::clock::Clock;
use super::{Output, Snapshot};

/// Longer than any command may take; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The environment variable from which a debug build takes the time.
const CLOCK: &str = "RUNBOOK_TEST_CLOCK";

/// A place to try the binary in.
pub struct Sandbox {
    folder: tempfile::TempDir,
    store: PathBuf,
    vars: Mutex<Vec<(String, OsString)>>,
    audited: Mutex<bool>,
    /// The time that commands are told.
    pub clock: Clock,
}

/// One command before it runs.
pub struct Call<'a> {
    sandbox: &'a Sandbox,
    program: PathBuf,
    words: Vec<OsString>,
    folder: PathBuf,
    vars: Vec<(String, Option<OsString>)>,
    input: Vec<u8>,
}

/// True when the machine has the tool. Otherwise says so loudly, and fails where `CI` is set.
pub fn has_tool(tool: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()));
    if !found {
        assert!(std::env::var_os("CI").is_none(), "this test needs {tool}, which .ci/run installs");
        eprintln!("NOT TESTED: this machine has no {tool}");
    }
    found
}

impl Sandbox {
    /// A stand with an empty folder where the store will be, a John Doe, and a Tuesday morning.
    pub fn bare() -> Self {
        Self::bare_in(&std::env::temp_dir())
    }

    /// The same in a folder of this place.
    pub fn bare_in(place: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("runbook-stand-").tempdir_in(place).expect("a temporary folder");
        let top = folder.path().canonicalize().expect("a real path");
        let store = top.join("store");
        for folder in [&top.join("home"), &store] {
            fs::create_dir(folder).expect("a folder");
        }
        let clock = Clock::at("2026-11-24T09:00:00+01:00");
        let sandbox = Self { folder, store, vars: Mutex::default(), audited: Mutex::new(false), clock };
        sandbox.person("John Doe", "john.doe@example.com");
        sandbox
    }

    /// A stand with a fresh store, whose trail has to hold when the test is over.
    pub fn new() -> Self {
        let mut sandbox = Self::bare();
        sandbox.run(&["init"]).ok();
        sandbox.audited = Mutex::new(true);
        sandbox
    }

    /// From now on the trail may be broken: somebody changes it behind the tool's back.
    pub fn tamper(&self) {
        *self.audited.lock().expect("not poisoned") = false;
    }

    /// The store's folder.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// The person's home.
    pub fn home(&self) -> PathBuf {
        self.top().join("home")
    }

    /// The folder that holds everything.
    pub fn top(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("a real path")
    }

    /// From now on this person types the commands.
    pub fn person(&self, name: &str, email: &str) {
        let settings = format!(
            "[user]\n\tname = {name}\n\temail = {email}\n[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[advice]\n\tdetachedHead = false\n"
        );
        fs::write(self.home().join(".gitconfig"), settings).expect("settings of git");
    }

    /// Adds a line to the person's own settings of git.
    pub fn git_setting(&self, key: &str, value: &str) {
        self.git(&["config", "--global", key, value]);
    }

    /// From now on it is this time, in RFC 3339; every command takes a second.
    pub fn at(&self, time: &str) {
        self.clock.set(time);
    }

    /// From now on every command finds this variable.
    pub fn set_var(&self, name: &str, value: impl Into<OsString>) {
        self.vars.lock().expect("not poisoned").push((name.to_owned(), value.into()));
    }

    /// A call of the tested binary in the store's folder.
    pub fn call(&self, words: &[&str]) -> Call<'_> {
        self.call_program(env!("CARGO_BIN_EXE_runbook"), words)
    }

    /// A call of any program, in the same surroundings.
    pub fn call_program(&self, program: impl Into<PathBuf>, words: &[&str]) -> Call<'_> {
        Call {
            sandbox: self,
            program: program.into(),
            words: words.iter().map(OsString::from).collect(),
            folder: self.store.clone(),
            vars: Vec::new(),
            input: Vec::new(),
        }
    }

    /// Runs the tested binary in the store's folder.
    pub fn run(&self, words: &[&str]) -> Output {
        self.call(words).run()
    }

    /// Runs it with `--json`, which must succeed, and reads the answer.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        self.run(&words).ok().json()
    }

    /// Runs git in the store's folder and wants it to succeed.
    #[track_caller]
    pub fn git(&self, words: &[&str]) -> Output {
        let out = self.git_raw(words);
        out.ok();
        out
    }

    /// Runs git in the store's folder.
    pub fn git_raw(&self, words: &[&str]) -> Output {
        // a person who commits with plain git has the same clock
        let now = self.clock.now();
        self.call_program("git", words).var("GIT_AUTHOR_DATE", &now).var("GIT_COMMITTER_DATE", &now).run()
    }

    /// A command that must succeed with exactly one new commit, after which the store is sound.
    #[track_caller]
    pub fn change(&self, words: &[&str]) -> Output {
        let before = self.commits();
        let out = self.run(words);
        out.ok();
        let added = self.commits() - before;
        assert!(added == 1, "one new commit was expected, there are {added}\n{out}");
        self.assert_clean();
        out
    }

    /// A command that must end with this code, after which everything is as it was.
    #[track_caller]
    pub fn refused(&self, code: i32, words: &[&str]) -> Output {
        let before = Snapshot::of(self);
        let out = self.run(words);
        out.code(code);
        let differences = before.differences(&Snapshot::of(self));
        assert!(differences.is_empty(), "it changed something\n{out}\n{differences}");
        out
    }

    /// How many commits the head has behind it.
    pub fn commits(&self) -> usize {
        let out = self.git_raw(&["rev-list", "--count", "HEAD"]);
        out.line().parse().unwrap_or(0)
    }

    /// Fails unless git has nothing to say: a clean status and a silent check of every object.
    #[track_caller]
    pub fn assert_clean(&self) {
        let status = self.git(&["status", "--porcelain"]);
        assert!(status.stdout.is_empty(), "the store is not clean\n{status}");
        self.assert_sound();
    }

    /// Fails unless git's check of every object is silent.
    #[track_caller]
    pub fn assert_sound(&self) {
        let fsck =
            self.git(&["-c", "advice.sparseIndexExpanded=false", "fsck", "--strict", "--no-progress", "--no-dangling"]);
        assert!(fsck.stdout.is_empty() && fsck.stderr.is_empty(), "fsck is not silent\n{fsck}");
    }

    /// A file of the store as text.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.store.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Makes a hook of the store's repository out of these lines of a shell.
    pub fn hook(&self, name: &str, lines: &str) {
        let file = self.store().join(".git/hooks").join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(&file, format!("#!/bin/sh\n{lines}\n")).expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("allowed");
    }

    /// Writes a file of the store, as a person with an editor would.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.store.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The whole environment of a command that is started now.
    pub fn environment(&self) -> Vec<(String, OsString)> {
        let home = self.home();
        let mut vars: Vec<(String, OsString)> = vec![
            ("PATH".to_owned(), std::env::var_os("PATH").unwrap_or_default()),
            ("HOME".to_owned(), home.clone().into()),
            ("XDG_CONFIG_HOME".to_owned(), home.join(".config").into()),
            ("GIT_CONFIG_NOSYSTEM".to_owned(), "1".into()),
            ("GIT_CONFIG_GLOBAL".to_owned(), home.join(".gitconfig").into()),
            ("GIT_TERMINAL_PROMPT".to_owned(), "0".into()),
            ("TZ".to_owned(), "UTC".into()),
            ("LANG".to_owned(), "C.UTF-8".into()),
            ("TERM".to_owned(), "xterm-256color".into()),
            (CLOCK.to_owned(), self.clock.tick().into()),
        ];
        vars.extend(self.vars.lock().expect("not poisoned").iter().cloned());
        vars
    }
}

impl Drop for Sandbox {
    /// Whatever a test did by commands alone, the audit has nothing to say about it.
    fn drop(&mut self) {
        if !*self.audited.get_mut().expect("not poisoned") || thread::panicking() {
            return;
        }
        let out = self.run(&["audit"]);
        assert!(out.code != 1, "the audit has findings; a test that tampers says so with `tamper`\n{out}");
    }
}

impl Call<'_> {
    /// With this variable as well.
    pub fn var(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.vars.push((name.to_owned(), Some(value.into())));
        self
    }

    /// Without this variable.
    pub fn without_var(mut self, name: &str) -> Self {
        self.vars.push((name.to_owned(), None));
        self
    }

    /// In this folder instead of the store's.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = folder.into();
        self
    }

    /// With a word that need not be UTF-8.
    pub fn word(mut self, word: impl Into<OsString>) -> Self {
        self.words.push(word.into());
        self
    }

    /// With this on standard input, which is empty otherwise.
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// The command as the system will be asked for it, its streams not yet decided.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.words).current_dir(&self.folder).env_clear().envs(self.sandbox.environment());
        for (name, value) in &self.vars {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// Runs it to its end.
    pub fn run(self) -> Output {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let mut stdin = child.stdin.take().expect("piped");
        let input = self.input.clone();
        // A program that does not read its input closes the pipe; that is its affair.
        let writer = thread::spawn(move || drop(stdin.write_all(&input)));
        let stdout = collect(child.stdout.take().expect("piped"));
        let stderr = collect(child.stderr.take().expect("piped"));
        let status = wait(&mut child, &self.spoken());
        writer.join().expect("written");
        Output {
            words: self.spoken(),
            code: status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default()),
            stdout: stdout.join().expect("read"),
            stderr: stderr.join().expect("read"),
        }
    }

    fn spoken(&self) -> String {
        let name = self.program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let words = self.words.iter().map(|word| format!("{:?}", word.to_string_lossy()));
        [name].into_iter().chain(words).collect::<Vec<_>>().join(" ")
    }
}

fn collect(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("read");
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child, words: &str) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return status;
        }
        let elapsed = begun.elapsed();
        if elapsed > PATIENCE {
            child.kill().expect("killed");
            panic!("{words} hangs");
        }
        // who looks all the time keeps the processor from the command
        thread::sleep((elapsed / 8).clamp(Duration::from_millis(1), Duration::from_millis(10)));
    }
}
