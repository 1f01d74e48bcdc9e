//! A forger's tools: git's plumbing, and the tool's own library for records that look right.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::OnceLock;

use runbook::lifecycle::replay;
use runbook::model::Event;
use runbook::store::{read, rewrite};
use serde_json::{Value, json};

use crate::env::Sandbox;

/// The runbook that is tampered with.
pub const ID: &str = "acme/enforce";
/// Its file.
pub const FILE: &str = "runbooks/acme/enforce.toml";
/// Another one.
pub const OTHER: &str = "runbooks/acme/other.toml";
/// Captured output of the one task.
pub const LOG: &str = "logs/acme/enforce/bulk-1.log";
const PERSON: &str = "John Doe <john.doe@example.com>";
/// After everything that happened.
const AUDITED: &str = "2026-12-05T09:00:00+01:00";

/// A store whose trail holds, to be tampered with.
pub struct Forge {
    pub sandbox: Sandbox,
}

/// A commit as git stores it.
#[derive(Debug, Clone)]
pub struct Raw {
    /// `tree …`, `parent …`, `author …` and so on.
    pub header: Vec<String>,
    pub message: String,
}

impl Raw {
    fn read(text: &str) -> Self {
        let (header, message) = text.split_once("\n\n").expect("a commit");
        Self { header: header.lines().map(str::to_owned).collect(), message: message.to_owned() }
    }

    fn text(&self) -> String {
        format!("{}\n\n{}", self.header.join("\n"), self.message)
    }

    /// Another value in a field of the header.
    pub fn set(&mut self, field: &str, value: &str) {
        let line = self.header.iter_mut().find(|line| line.starts_with(&format!("{field} "))).expect("a field");
        *line = format!("{field} {value}");
    }
}

/// The honest store, made once.
fn honest() -> &'static Sandbox {
    static HONEST: OnceLock<Sandbox> = OnceLock::new();
    HONEST.get_or_init(|| {
        let sandbox = Sandbox::new();
        for words in [
            &["new", "Acme - Enforce", "--summary", "Enforce it", "--dri", "@john_doe"][..],
            &["new", "Acme - Other"],
            &["task", "add", ID, "--title", "Bulk", "--estimate", "1h"],
            &["task", "add", ID, "--title", "Tell", "--estimate", "10m"],
            &["contact", "add", ID, "--side", "gitlab", "--name", "John Doe", "--handle", "@john_doe"],
            &[
                "permission",
                "add",
                ID,
                "--id",
                "may",
                "--action",
                "enforce 2FA on all of Acme's groups",
                "--covers",
                "bulk",
            ],
            &["permission", "ask", ID, "may"],
            &["permission", "grant", ID, "may", "--by", "Tom", "--evidence", "https://tickets.example.com/1"],
            &["set", ID, "expected_result=All is enforced"],
            &["set", "acme/other", "summary=Something else"],
        ] {
            sandbox.run(words).ok();
        }
        let start: Vec<String> =
            missing(&sandbox).iter().flat_map(|code| ["--override".to_owned(), code.clone()]).collect();
        let start: Vec<&str> =
            ["start", ID, "--reason", "a drill"].into_iter().chain(start.iter().map(String::as_str)).collect();
        sandbox.run(&start).ok();
        sandbox.run(&["task", "start", ID, "bulk"]).ok();
        sandbox
    })
}

fn missing(sandbox: &Sandbox) -> Vec<String> {
    let ready: Value = serde_json::from_str(&sandbox.run(&["ready", ID, "--json"]).stdout).expect("JSON");
    let points = ready["runbooks"][0]["missing"].as_array().expect("a list").clone();
    let mut codes: Vec<String> =
        points.iter().map(|point| point["code"].as_str().expect("a code").to_owned()).collect();
    codes.dedup();
    codes
}

impl Forge {
    /// A copy of the honest store: planned, started, its first task running.
    pub fn new() -> Self {
        let sandbox = Sandbox::bare();
        let from = format!("{}/.", honest().store().display());
        assert!(Command::new("cp").arg("-a").arg(from).arg(sandbox.store()).status().expect("cp").success());
        sandbox.at(AUDITED);
        Self { sandbox }
    }

    /// Git's answer, without the last line's end.
    #[track_caller]
    pub fn git(&self, words: &[&str]) -> String {
        self.sandbox.git(words).line().to_owned()
    }

    /// All commits, oldest first.
    pub fn commits(&self) -> Vec<String> {
        self.git(&["rev-list", "--reverse", "--topo-order", "HEAD"]).lines().map(str::to_owned).collect()
    }

    /// The last commit.
    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// The latest commit whose message says this.
    pub fn commit_of(&self, words: &str) -> String {
        self.git(&["log", "-1", "--format=%H", "--fixed-strings", &format!("--grep={words}")])
    }

    pub fn move_head(&self, to: &str) {
        self.git(&["update-ref", "HEAD", to]);
    }

    pub fn raw(&self, commit: &str) -> Raw {
        Raw::read(&self.sandbox.git(&["cat-file", "commit", commit]).stdout)
    }

    pub fn object(&self, kind: &str, bytes: impl Into<Vec<u8>>) -> String {
        let words = ["hash-object", "-t", kind, "-w", "--stdin", "--literally"];
        self.sandbox.call_program("git", &words).input(bytes).run().ok().line().to_owned()
    }

    pub fn write(&self, raw: &Raw) -> String {
        self.object("commit", raw.text())
    }

    /// A file in a commit.
    pub fn file(&self, commit: &str, path: &str) -> String {
        self.sandbox.git(&["cat-file", "blob", &format!("{commit}:{path}")]).stdout.clone()
    }

    /// The tree of a commit with these entries put in, mode and content, or taken out.
    pub fn tree(&self, commit: &str, entries: &[(&str, Option<(&str, &str)>)]) -> String {
        let index = self.sandbox.top().join("forged-index");
        drop(std::fs::remove_file(&index));
        let git = |words: &[&str]| {
            let out = self.sandbox.call_program("git", words).var("GIT_INDEX_FILE", index.as_os_str()).run();
            out.ok().line().to_owned()
        };
        git(&["read-tree", commit]);
        for (path, entry) in entries {
            match entry {
                Some((mode, content)) => {
                    let blob = self.object("blob", *content);
                    git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{blob},{path}")]);
                }
                None => drop(git(&["update-index", "--force-remove", path])),
            }
        }
        git(&["write-tree"])
    }

    /// A commit on the head with this tree and message, a minute after it, and the head moved there.
    pub fn commit(&self, tree: &str, message: &str) -> String {
        let head = self.head();
        let seconds: i64 = self.git(&["log", "-1", "--format=%ct"]).parse().expect("seconds");
        let who = format!("{PERSON} {} +0100", seconds + 60);
        let header =
            [format!("tree {tree}"), format!("parent {head}"), format!("author {who}"), format!("committer {who}")];
        let commit = self.write(&Raw { header: header.to_vec(), message: message.to_owned() });
        self.move_head(&commit);
        commit
    }

    /// Changes files by plain git.
    pub fn by_hand(&self, entries: &[(&str, Option<(&str, &str)>)]) -> String {
        let tree = self.tree(&self.head(), entries);
        self.commit(&tree, "by hand\n")
    }

    /// The last commit of a runbook.
    pub fn previous(&self, id: &str) -> String {
        self.git(&["log", "-1", "--format=%H", "--fixed-strings", &format!("--grep=Runbook: {id}")])
    }

    /// A message with these events, its claim about the commit before being true.
    pub fn message(&self, events: &[Value]) -> String {
        let events: String = events.iter().map(|event| format!("Runbook-Event: {event}\n")).collect();
        format!("{ID}: forged\n\nRunbook: {ID}\n{events}Runbook-Previous: {}\n", self.previous(ID))
    }

    /// An event of the person who commits, at the time of the head.
    pub fn event(&self, fields: Value) -> Value {
        let mut event = json!({"v": 1, "at": self.git(&["log", "-1", "--format=%cI"]), "by": PERSON});
        for (key, value) in fields.as_object().expect("fields") {
            event[key] = value.clone();
        }
        event
    }

    /// The record as these events make it, in the tool's own writing.
    pub fn record(&self, events: &[Value]) -> String {
        let before = read(FILE, self.file(&self.head(), FILE).as_bytes()).expect("a record");
        let events: Vec<Event> =
            events.iter().map(|event| serde_json::from_value(event.clone()).expect("an event")).collect();
        let after = replay(Some(before.runbook.clone()), &events).expect("it applies").expect("a record");
        String::from_utf8(rewrite(&before, &after).expect("a text")).expect("UTF-8")
    }

    /// A commit that says and does the same, whether the lifecycle would have it or not.
    pub fn says_and_does(&self, fields: Value) -> String {
        let event = self.event(fields);
        let record = self.record(std::slice::from_ref(&event));
        let tree = self.tree(&self.head(), &[(FILE, Some(("100644", &record)))]);
        self.commit(&tree, &self.message(&[event]))
    }

    /// A task that ended with captured output, as `task exec` records it.
    pub fn with_log(&self, content: &str, digest_of: &str) -> String {
        use sha2::Digest as _;
        let hex: String = sha2::Sha256::digest(digest_of).iter().map(|byte| format!("{byte:02x}")).collect();
        let event = self
            .event(json!({"do": "task.finish", "task": "bulk", "outcome": "success", "log": LOG, "log_sha256": hex}));
        let record = self.record(std::slice::from_ref(&event));
        let files = [(FILE, Some(("100644", record.as_str()))), (LOG, Some(("100644", content)))];
        let tree = self.tree(&self.head(), &files);
        self.commit(&tree, &self.message(&[event]))
    }

    /// History made anew: each commit as `change` leaves it, or left out. A careful forger mends what commits say of each
    /// other.
    pub fn rewrite(&self, careful: bool, mut change: impl FnMut(&str, &mut Raw) -> bool) {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut last = String::new();
        for commit in self.commits() {
            let mut raw = self.raw(&commit);
            if !change(&commit, &mut raw) {
                names.insert(commit, last.clone());
                continue;
            }
            for line in &mut raw.header {
                if let Some(parent) = line.strip_prefix("parent ") {
                    *line = format!("parent {}", names[parent]);
                }
            }
            if careful {
                names.iter().for_each(|(old, new)| raw.message = raw.message.replace(old.as_str(), new));
            }
            last = self.write(&raw);
            names.insert(commit, last.clone());
        }
        self.move_head(&last);
    }

    /// The audit's answer with these words.
    pub fn audit(&self, words: &[&str]) -> Value {
        let out = self.sandbox.run(&[&["audit", "--json"][..], words].concat());
        assert!(out.code < 2, "{out}");
        let answer: Value = serde_json::from_str(&out.stdout).unwrap_or_else(|error| panic!("{error}\n{out}"));
        assert_eq!(answer["ok"], out.code == 0, "{out}");
        answer
    }

    /// The codes that the audit finds.
    pub fn codes(&self, words: &[&str]) -> Vec<String> {
        let answer = self.audit(words);
        let findings = answer["findings"].as_array().expect("a list");
        findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
    }
}
