//! A change made by a process of its own, so that it sees the stand's environment and can be killed: the test binary
//! calls itself.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use runbook::model::{CommitId, Kind};
use runbook::publish::{Publication, WriteSession};
use runbook::secret::Rules;
use runbook::trail::{PersonEnv, Repository};
use serde_json::{Value, json};

use crate::env::{Call, Output, Sandbox};

const ACT: &str = "WRITE_ACT";
const ANSWER: &str = "WRITE_ANSWER";

/// One change to be made.
pub struct ChildAct {
    files: Vec<(String, String)>,
    message: String,
    wait_ms: u64,
}

impl ChildAct {
    /// Sets one file.
    pub fn set(path: &str, text: &str) -> Self {
        Self {
            files: vec![(path.to_owned(), text.to_owned())],
            message: format!("Set {path}\n\nRunbook: acme/a\n"),
            wait_ms: 500,
        }
    }

    /// And another one in the same commit.
    pub fn and(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    /// With this patience for locks.
    pub fn wait(mut self, milliseconds: u64) -> Self {
        self.wait_ms = milliseconds;
        self
    }

    /// The process that makes it, not yet started.
    pub fn call<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        let act = json!({ "files": self.files, "message": self.message, "wait_ms": self.wait_ms });
        let words = ["--exact", "write::child::acts", "--test-threads=1", "--nocapture", "--quiet"];
        sandbox
            .call_program(std::env::current_exe().expect("the test binary"), &words)
            .var(ACT, act.to_string())
            .var(ANSWER, answer_file(sandbox))
    }
}

fn answer_file(sandbox: &Sandbox) -> OsString {
    sandbox.top().join("answer").into_os_string()
}

/// Makes the change; what came of it, with the commit's name or the fault on stdout.
pub fn publish(sandbox: &Sandbox, act: &ChildAct) -> Output {
    let mut out = act.call(sandbox).run();
    out.stdout = std::fs::read_to_string(answer_file(sandbox)).unwrap_or_default();
    out
}

/// Does nothing unless it is called by [`publish`].
#[test]
#[expect(clippy::exit, reason = "the code is the answer, as a command's is")]
fn acts() {
    let (Some(act), Some(answer)) = (std::env::var_os(ACT), std::env::var_os(ANSWER)) else { return };
    let act: Value = serde_json::from_str(act.to_str().unwrap()).unwrap();
    let _ = std::fs::remove_file(&answer);
    let made = (0..50).map(|_| make(&act)).find(|made| !matches!(made, Err(fault) if fault.kind == Kind::Overtaken));
    let code = match made.expect("overtaken all the time") {
        Ok(text) => (0, text),
        Err(fault) => (fault.kind.exit_code(), format!("{}: {fault}\n{}", fault.kind.word(), fault.hints.join("\n"))),
    };
    // the system may be made to refuse this, too
    let _ = std::fs::write(Path::new(&answer), code.1);
    std::process::exit(code.0.into());
}

fn make(act: &Value) -> runbook::model::Result<String> {
    let env = PersonEnv::read(|name| std::env::var_os(name));
    let repository = Repository::discover(&std::env::current_dir().unwrap(), &env)?;
    let session = WriteSession::begin(&repository, &env, Duration::from_millis(act["wait_ms"].as_u64().unwrap()))?;
    let files = act["files"].as_array().unwrap().iter().map(|file| {
        let text = |at: usize| file[at].as_str().unwrap().to_owned();
        (text(0), text(1).into_bytes())
    });
    let expected_head: Option<CommitId> = repository.head()?.commit;
    let actors = session.actors()?;
    let publication = Publication {
        actors,
        expected_head,
        files: files.collect(),
        as_left: Vec::new(),
        message: act["message"].as_str().unwrap().to_owned(),
        claims: None,
        recorded: "2026-12-01T14:22:10+01:00".parse().unwrap(),
        follows: Vec::new(),
    };
    let published = session.publish(publication, &Rules::new(&std::collections::BTreeMap::new())?)?;
    Ok(format!("{}\n{}", published.commit, published.notes.join("\n")))
}
