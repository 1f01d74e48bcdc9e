//! Commands that set up and mend: a new repository, git's settings, files of the store's own, permissions, a clone, and the
//! head that an audit remembers.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::beside_deeds::{names, with_another};
use super::deed::Deed;
use super::stand::remembered;
use crate::env::Sandbox;

const INIT: &[&str] = &["init"];
const FIX: &[&str] = &["doctor", "--fix"];
const ACCEPT: &[&str] = &["audit", "--accept"];

pub const SET_UP: &[Deed] = &[
    Deed { name: "init", is_mending: false, arrange: Sandbox::bare, words: INIT, next: INIT, state: set_up },
    Deed {
        name: "init in a repository",
        is_mending: false,
        arrange: || {
            let sandbox = Sandbox::bare();
            sandbox.git(&["init", "--quiet"]);
            sandbox.write("notes.md", "notes\n");
            sandbox.git(&["add", "."]);
            sandbox.git(&["commit", "--quiet", "-m", "Notes"]);
            sandbox
        },
        words: INIT,
        next: INIT,
        state: set_up,
    },
    Deed { name: "init again", is_mending: false, arrange: unset, words: INIT, next: INIT, state: set_up },
    Deed {
        name: "doctor --fix of settings and files",
        is_mending: true,
        arrange: unset,
        words: FIX,
        next: FIX,
        state: set_up,
    },
    Deed {
        name: "doctor --fix of schemas that are gone",
        is_mending: true,
        arrange: || {
            let sandbox = with_another(Sandbox::new());
            sandbox.git(&["rm", "--quiet", "-r", ".runbook"]);
            sandbox.git(&["commit", "--quiet", "-m", "Gone"]);
            sandbox
        },
        words: FIX,
        next: FIX,
        state: set_up,
    },
    Deed {
        name: "doctor --fix of permissions, of what other names lead to as well",
        is_mending: true,
        arrange: || {
            let sandbox = with_another(Sandbox::new());
            // as a clone by plain git on the same disk shares its objects
            std::fs::hard_link(object(&sandbox), sandbox.top().join("object")).expect("a second name");
            std::fs::hard_link(sandbox.store().join(RECORD), sandbox.top().join("record")).expect("a second name");
            for (path, mode) in opened(&sandbox) {
                std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("open");
            }
            sandbox
        },
        words: FIX,
        next: FIX,
        state: closed,
    },
    Deed {
        name: "clone",
        is_mending: false,
        arrange: || with_another(Sandbox::new()),
        words: &["clone", ".", "../copy"],
        next: &["clone", ".", "../another"],
        state: |sandbox| {
            let copy = sandbox.top().join("copy");
            let status = sandbox.git_raw(&["-C", &copy.display().to_string(), "status", "--porcelain"]);
            vec![names(&copy).join(" "), if copy.exists() { status.stdout } else { String::new() }]
        },
    },
    Deed {
        name: "audit --accept",
        is_mending: false,
        arrange: || {
            let sandbox = with_another(Sandbox::new());
            sandbox.run(&["set", "zoo/other", "summary=Seen"]).ok();
            sandbox.run(&["audit"]).ok();
            sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
            sandbox.run(&["set", "zoo/other", "summary=Another"]).ok();
            sandbox.run(&["audit"]).code(1);
            sandbox.tamper();
            sandbox
        },
        words: ACCEPT,
        next: ACCEPT,
        // the time of the audit is another thing
        state: |sandbox| {
            let memory = std::fs::read_to_string(remembered(sandbox)).expect("it is there, whole");
            let memory: serde_json::Value = serde_json::from_str(&memory).expect("JSON");
            ["heads", "accepted"].map(|key| memory[key]["refs/heads/main"]["commit"].to_string()).to_vec()
        },
    },
];

const RECORD: &str = "runbooks/zoo/other.toml";

/// A store whose settings of git and files of its own are gone.
fn unset() -> Sandbox {
    let sandbox = with_another(Sandbox::new());
    sandbox.git(&["config", "--remove-section", "merge.runbook"]);
    sandbox.git(&["config", "--unset", "core.sharedRepository"]);
    std::fs::remove_file(sandbox.store().join(".gitattributes")).expect("there");
    sandbox
}

/// What git is told, what the head holds, and whether all of it is checked out.
fn set_up(sandbox: &Sandbox) -> Vec<String> {
    let settings = sandbox.git_raw(&["config", "--local", "--get-regexp", "^(diff|merge|core.sharedrepository)"]);
    let head =
        sandbox.git_raw(&["ls-tree", "-r", "--name-only", "HEAD", "--", ".runbook.toml", ".gitattributes", ".runbook"]);
    let status = sandbox.git_raw(&["status", "--porcelain"]);
    vec![settings.stdout, head.stdout, status.stdout]
}

/// The object that holds the record.
fn object(sandbox: &Sandbox) -> PathBuf {
    let name = sandbox.git(&["rev-parse", &format!("HEAD:{RECORD}")]).line().to_owned();
    sandbox.store().join(".git/objects").join(&name[..2]).join(&name[2..])
}

/// What others can read, with its mode while they can.
fn opened(sandbox: &Sandbox) -> Vec<(PathBuf, u32)> {
    let (object, record) = (object(sandbox), sandbox.store().join(RECORD));
    let folder = |path: &Path| path.parent().expect("a folder").to_owned();
    let folders = [folder(&object), folder(&record)];
    let folders = folders.into_iter().map(|path| (path, 0o755));
    [(object, 0o444), (record, 0o644)].into_iter().chain(folders).collect()
}

/// Whether all of it is closed; each by itself is the old one or the new one, and what other names lead to is as it was.
fn closed(sandbox: &Sandbox) -> Vec<String> {
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let read = |path: &Path| std::fs::read(path).expect("there");
    let all = opened(sandbox);
    for ((path, open), other) in all.iter().zip(["object", "record"]) {
        let other = sandbox.top().join(other);
        assert_eq!((mode(&other), read(&other)), (*open, read(path)), "{} is nobody's to close", other.display());
    }
    let is_closed = |(path, open): &(PathBuf, u32)| mode(path) != *open;
    for (path, open) in all.iter().filter(|own| is_closed(own)) {
        assert_eq!(mode(path), open & 0o700, "{}", path.display());
    }
    vec![all.iter().all(is_closed).to_string()]
}
