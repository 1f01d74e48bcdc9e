//! Tests of the git room on real repositories, beside the real `git` program.
//!
//! Each sample is a repository of its own in a temporary folder, with its people and settings in its own configuration.

#![expect(clippy::disallowed_methods, reason = "tests set up their own surroundings")]

mod indexes;
mod last_commit;
mod logs;
mod messages;
mod opening;
mod people;
mod reading;
mod records;
mod states;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::model::{Act, CommitId, Event, RunbookId};
use crate::trail::{Message, PersonEnv, Repository};

/// A temporary repository.
struct Sample {
    _folder: tempfile::TempDir,
    dir: PathBuf,
}

impl Sample {
    /// An empty repository on `main` with an identity.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().canonicalize().unwrap().join("store");
        std::fs::create_dir(&dir).unwrap();
        let sample = Self { _folder: folder, dir };
        sample.git(&["init", "-q", "-b", "main"]);
        sample.configure();
        sample
    }

    fn configure(&self) {
        for (key, value) in [("user.name", "Ann"), ("user.email", "ann@example.com"), ("commit.gpgsign", "false")] {
            self.git(&["config", key, value]);
        }
    }

    fn command(&self, dir: &Path, words: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(dir)
            .args(words)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs git in the repository and gives its output.
    fn git(&self, words: &[&str]) -> String {
        self.git_in(&self.dir, words)
    }

    fn git_in(&self, dir: &Path, words: &[&str]) -> String {
        let output = self.command(dir, words).output().unwrap();
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Runs git where it is expected to stop half-way.
    fn git_stops(&self, words: &[&str]) {
        assert!(!self.command(&self.dir, words).output().unwrap().status.success(), "git {words:?} did not stop");
    }

    fn open(&self) -> Repository {
        Repository::discover(&self.dir, &PersonEnv::default()).unwrap()
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Writes a file and commits it with plain git.
    fn commit(&self, path: &str, content: &str, message: &str) -> CommitId {
        self.write(path, content);
        self.git(&["add", "--", path]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.head()
    }

    fn head(&self) -> CommitId {
        self.git(&["rev-parse", "HEAD"]).parse().unwrap()
    }

    /// Records an event of a runbook as the tool would, and notes the tip when `noted`.
    fn record(&self, name: &str, content: &str, noted: bool) -> CommitId {
        let repository = self.open();
        let before = repository.head().unwrap().commit;
        let previous = repository.tip(&id(name)).unwrap();
        let act = match previous {
            None => Act::Create { runbook: id(name), record: serde_json::Map::new(), by_hand: false },
            Some(_) => Act::Start,
        };
        let message = message(name, "something happened", vec![event(act)], previous);
        let commit = self.commit(&id(name).path(), content, &message.text().unwrap());
        if noted {
            repository.note_tip(before.as_ref(), &commit, &id(name));
        }
        commit
    }
}

fn id(name: &str) -> RunbookId {
    name.parse().unwrap()
}

fn event(act: Act) -> Event {
    Event::new(act, "2026-12-01T14:00:00+01:00".parse().unwrap(), "Ann <ann@example.com>".parse().unwrap())
}

fn message(name: &str, summary: &str, events: Vec<Event>, previous: Option<CommitId>) -> Message {
    Message { runbook: id(name), summary: summary.to_owned(), body: None, events, previous }
}
