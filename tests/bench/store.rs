//! The ground that is measured on: a store of many runbooks with their trail, made by `git fast-import`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::record::{self, CLOSED, Record, Seed, WRAPPED};

const PERSON: &str = "John Doe <john.doe@example.com>";
/// The first commit's time, and how many seconds lie between two commits.
const BEGUN: i64 = 1_772_000_000;
const APART: i64 = 60;

/// Two equal stores, one for the tool and one for git, and a runbook in the middle of them.
pub struct BenchStore {
    folder: tempfile::TempDir,
    /// How many runbooks.
    pub size: usize,
    /// The runbook that is worked on.
    pub id: String,
}

impl BenchStore {
    /// Makes both stores, for as long as they are used.
    pub fn prepare(size: usize, commits_each: usize) -> Self {
        let folder = tempfile::Builder::new().prefix("runbook-bench-").tempdir().expect("a temporary folder");
        Self::fill(folder, size, commits_each)
    }

    /// Makes both stores in a new folder below this one and leaves them there.
    pub fn keep(above: &Path, size: usize, commits_each: usize) {
        let prefix = format!("runbook-bench-{size}-");
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(above).expect("a folder to keep them in");
        let bench = Self::fill(folder, size, commits_each);
        println!("{} ({})", bench.ours().display(), bench.id);
        let _ = bench.folder.keep();
    }

    fn fill(folder: tempfile::TempDir, size: usize, commits_each: usize) -> Self {
        let mut bench = Self { folder, size, id: String::new() };
        let store = bench.ours();
        std::fs::write(bench.top().join("gitconfig"), "[user]\n\tname = John Doe\n\temail = john.doe@example.com\n[gc]\n\tauto = 0\n[init]\n\tdefaultBranch = main\n[core]\n\tfsync = all\n").expect("settings");
        std::fs::create_dir(&store).expect("a folder");
        bench.must(bench.runbook(&["init"]));
        // what is imported lies in the past, and follows it
        let mut older = bench.program("git", &["commit", "--quiet", "--amend", "--no-edit", "--no-verify"]);
        older.env("GIT_COMMITTER_DATE", format!("{BEGUN} +0000"));
        bench.must(older);
        let records = import(&bench, commits_each);
        bench.id = records[size / 2 - size / 2 % 10].clone();
        let script = "umask 077; git reset -q --hard && git commit-graph write --reachable --changed-paths --no-progress && \
                      cp -a . ../theirs && git status --porcelain && git -C ../theirs status --porcelain";
        let said = bench.must(bench.program("sh", &["-c", script]));
        assert!(said.is_empty(), "the stores are not clean: {said}");
        bench
    }

    fn top(&self) -> &Path {
        self.folder.path()
    }

    /// The tool's store.
    pub fn ours(&self) -> PathBuf {
        self.top().join("ours")
    }

    /// Git's store.
    pub fn theirs(&self) -> PathBuf {
        self.top().join("theirs")
    }

    /// The file of the runbook that is worked on, in a store.
    pub fn file(&self) -> String {
        format!("runbooks/{}.toml", self.id)
    }

    /// A command in the tool's store, in surroundings without the machine's settings.
    pub fn program(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(words).current_dir(self.ours()).env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.top());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", self.top().join("gitconfig"));
        command.env("LANG", "C.UTF-8").env("TZ", "UTC");
        command
    }

    /// The tool.
    pub fn runbook(&self, words: &[&str]) -> Command {
        self.program(env!("CARGO_BIN_EXE_runbook"), words)
    }

    /// Git, in git's store.
    pub fn git(&self, words: &[&str]) -> Command {
        let mut command = self.program("git", words);
        command.current_dir(self.theirs());
        command
    }

    /// Runs a command that must succeed, and gives what it said.
    pub fn must(&self, mut command: Command) -> String {
        let out = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
        format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
    }
}

/// A stream into `git fast-import` that is told the hash of each commit.
struct Stream {
    into: ChildStdin,
    back: BufReader<ChildStdout>,
    commits: i64,
}

impl Stream {
    fn commit(&mut self, message: &str, path: &str, text: &str, from: Option<&str>) -> String {
        self.commits += 1;
        let when = BEGUN + self.commits * APART;
        let from = from.map(|hash| format!("from {hash}\n")).unwrap_or_default();
        write!(
            self.into,
            "commit refs/heads/main\nmark :1\nauthor {PERSON} {when} +0000\ncommitter {PERSON} {when} +0000\ndata {}\n{message}{from}M 100644 inline {path}\ndata {}\n{text}\nget-mark :1\n",
            message.len(),
            text.len()
        )
        .expect("written");
        self.into.flush().expect("written");
        let mut hash = String::new();
        self.back.read_line(&mut hash).expect("a hash");
        hash.trim().to_owned()
    }

    fn now(&self) -> String {
        let time = chrono::DateTime::from_timestamp(BEGUN + (self.commits + 1) * APART, 0).expect("a time");
        time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }
}

fn message(id: &str, what: &str, event: &Value, previous: Option<&str>) -> String {
    let previous = previous.map(|hash| format!("Runbook-Previous: {hash}\n")).unwrap_or_default();
    format!("{id}: {what}\n\nRunbook: {id}\nRunbook-Event: {event}\n{previous}")
}

/// Fills the store; the ids of its runbooks.
fn import(bench: &BenchStore, commits_each: usize) -> Vec<String> {
    let mut head = bench.program("git", &["rev-parse", "--verify", "--quiet", "HEAD"]);
    let head = head.output().expect("git").stdout;
    let head = String::from_utf8(head).expect("a hash").trim().to_owned();
    let mut child = bench
        .program("git", &["fast-import", "--quiet", "--force"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git");
    let (into, back) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
    let mut stream = Stream { into, back: BufReader::new(back), commits: 0 };
    let mut seed = Seed::fixed();
    let mut records: Vec<Record> = (0..bench.size).map(|number| record::make(number, &mut seed)).collect();
    let mut last: Vec<Option<String>> = vec![None; records.len()];
    let mut from = (!head.is_empty()).then_some(head);
    let rounds = commits_each.max(1);
    if rounds > 1 {
        // most are closed in the end, by an event like any other
        records.iter_mut().for_each(|record| record.toml = record.toml.replacen(CLOSED, WRAPPED, 1));
    }
    for round in 0..rounds {
        for (record, previous) in records.iter_mut().zip(&mut last) {
            let (what, event) = if round == 0 {
                let whole: runbook::model::Runbook = toml::from_str(&record.toml).expect("a record that parses");
                let event = json!({"v": 1, "do": "create", "runbook": record.id, "record": whole, "by_hand": true, "at": stream.now(), "by": PERSON});
                ("create", event)
            } else if round + 1 == rounds && record.toml.contains(WRAPPED) {
                record.toml = record.toml.replacen(WRAPPED, CLOSED, 1);
                ("close", json!({"v": 1, "do": "close", "result": "completed", "at": stream.now(), "by": PERSON}))
            } else {
                let summary = format!("In round {round} it was said again");
                record.toml = with_summary(&record.toml, &summary);
                (
                    "set summary",
                    json!({"v": 1, "do": "set", "fields": {"summary": summary}, "at": stream.now(), "by": PERSON}),
                )
            };
            let message = message(&record.id, what, &event, previous.as_deref());
            let path = format!("runbooks/{}.toml", record.id);
            *previous = Some(stream.commit(&message, &path, &record.toml, from.take().as_deref()));
        }
    }
    drop(stream);
    assert!(child.wait().expect("git").success(), "git fast-import failed");
    records.into_iter().map(|record| record.id).collect()
}

fn with_summary(toml: &str, summary: &str) -> String {
    let new = |line: &str| {
        if line.starts_with("summary = ") { format!("summary = \"{summary}\"\n") } else { format!("{line}\n") }
    };
    toml.lines().map(new).collect()
}
