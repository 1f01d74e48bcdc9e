//! Commands that write beside the trail, each with what "old" and "new" mean for it.

use std::path::Path;
use std::process::Command;

use crate::e2e::plan::ID;
use crate::e2e::targets::{each, loaded};
use crate::env::{Call, Sandbox};

/// A command, the store that it is run in, and what it changes.
pub struct Deed {
    /// For messages.
    pub name: &'static str,
    /// True for a command that mends: it ends with 1 where something else is left to do.
    pub is_mending: bool,
    arrange: fn() -> Sandbox,
    words: &'static [&'static str],
    next: &'static [&'static str],
    /// Everything that it changes, as it is now.
    pub state: fn(&Sandbox) -> Vec<String>,
}

/// The folder for files for a person, as the words of a command name it.
const OUT: &str = "../out";
const FILE: &str = "../out/other.md";
/// A list of targets that is to be loaded.
const LIST: &str = "../list";
const ANOTHER: &[&str] = &["set", "zoo/other", "summary=next"];

pub const BESIDE: &[Deed] = &[
    Deed {
        name: "targets load",
        is_mending: false,
        arrange: || with_another(loaded(&["x"])),
        words: &["targets", "load", ID, LIST],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets load --replace",
        is_mending: false,
        arrange: begun,
        words: &["targets", "load", ID, LIST, "--replace"],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets mark",
        is_mending: false,
        arrange: begun,
        words: &["targets", "mark", ID, "b", "done"],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets retry",
        is_mending: false,
        arrange: begun,
        words: &["targets", "retry", ID],
        next: ANOTHER,
        state: lists,
    },
    Deed {
        name: "targets purge",
        is_mending: false,
        arrange: begun,
        words: &["targets", "purge", ID],
        next: ANOTHER,
        state: lists,
    },
    Deed { name: "init", is_mending: false, arrange: Sandbox::bare, words: &["init"], next: &["init"], state: set_up },
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
        words: &["init"],
        next: &["init"],
        state: set_up,
    },
    Deed { name: "init again", is_mending: false, arrange: unset, words: &["init"], next: &["init"], state: set_up },
    Deed {
        name: "doctor --fix of settings and files",
        is_mending: true,
        arrange: unset,
        words: &["doctor", "--fix"],
        next: &["doctor", "--fix"],
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
        words: &["doctor", "--fix"],
        next: &["doctor", "--fix"],
        state: set_up,
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
        name: "export -o",
        is_mending: false,
        arrange: || with_another(Sandbox::new()),
        words: &["export", "zoo/other", "--to", "markdown", "-o", FILE],
        next: ANOTHER,
        state: files,
    },
    Deed {
        name: "export --all",
        is_mending: false,
        arrange: two,
        words: &["export", "--all", "--to", "markdown", "-o", OUT],
        next: ANOTHER,
        state: files,
    },
    Deed {
        name: "export --all --force",
        is_mending: false,
        arrange: || {
            let sandbox = two();
            sandbox.run(&["export", "--all", "--to", "html", "-o", OUT]).ok();
            sandbox.run(&["set", "zoo/other", "summary=Another"]).ok();
            sandbox.run(&["set", "beta/move", "summary=Another"]).ok();
            sandbox
        },
        words: &["export", "--all", "--to", "html", "--force", "-o", OUT],
        next: &["set", "zoo/third", "summary=next"],
        state: files,
    },
    Deed {
        name: "edit",
        is_mending: false,
        arrange: || {
            let sandbox = two();
            let editor = "#!/bin/sh\nprintf '\\n[variables]\\nnumber = \"1\"\\n' >>\"$1\"\n";
            sandbox.write("../editor", editor);
            sandbox
        },
        words: &["edit", "zoo/other"],
        next: &["set", "beta/move", "summary=next"],
        state: |sandbox| {
            let names = names(&sandbox.store().join(".git/runbook/drafts"));
            let drafts = names.into_iter().filter(|name| name.ends_with(".toml")).count();
            let text = sandbox.read("runbooks/zoo/other.toml");
            // a draft of what is not recorded may stay: somebody typed in it
            let is_recorded = text.contains("number");
            vec![text, if is_recorded { drafts.to_string() } else { "-".to_owned() }]
        },
    },
];

fn with_another(sandbox: Sandbox) -> Sandbox {
    sandbox.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
    std::fs::create_dir(sandbox.top().join("out")).expect("a folder");
    sandbox.write(LIST, "a\nb\nd\n");
    sandbox
}

fn two() -> Sandbox {
    let sandbox = with_another(Sandbox::new());
    sandbox.run(&["new", "Beta - Move"]).ok();
    sandbox.run(&["new", "Zoo - Third"]).ok();
    sandbox
}

/// A list with results.
fn begun() -> Sandbox {
    let sandbox = with_another(loaded(&["a", "b", "c"]));
    each(&sandbox, &[], &["sh", "-c", "test \"$1\" != b", "sh", "{}"]).code(1);
    sandbox
}

/// A store whose settings of git and files of its own are gone.
fn unset() -> Sandbox {
    let sandbox = with_another(Sandbox::new());
    sandbox.git(&["config", "--remove-section", "merge.runbook"]);
    sandbox.git(&["config", "--unset", "core.sharedRepository"]);
    std::fs::remove_file(sandbox.store().join(".gitattributes")).expect("there");
    sandbox
}

/// The record's own words, what is said of each target, and what is kept of them.
fn lists(sandbox: &Sandbox) -> Vec<String> {
    let list = sandbox.run(&["targets", "list", ID, "--json"]);
    let record = sandbox.git(&["show", &format!("HEAD:runbooks/{ID}.toml")]).stdout;
    let numbers: Vec<&str> = record.lines().skip_while(|line| !line.starts_with("[targets]")).take(8).collect();
    let kept = names(&sandbox.store().join(".git/runbook/targets"));
    vec![numbers.join("\n"), format!("{} {}", list.code, list.stdout), kept.join(" ")]
}

/// What git is told, what the head holds, and whether all of it is checked out.
fn set_up(sandbox: &Sandbox) -> Vec<String> {
    let settings = sandbox.git_raw(&["config", "--local", "--get-regexp", "^(diff|merge|core.sharedrepository)"]);
    let head =
        sandbox.git_raw(&["ls-tree", "-r", "--name-only", "HEAD", "--", ".runbook.toml", ".gitattributes", ".runbook"]);
    let status = sandbox.git_raw(&["status", "--porcelain"]);
    vec![settings.stdout, head.stdout, status.stdout]
}

/// Every file for a person, with its text.
fn files(sandbox: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    walk(&sandbox.top().join("out"), &mut found);
    found.sort();
    let text = |path: &String| std::fs::read_to_string(path).unwrap_or_default();
    let top = sandbox.top().display().to_string();
    // each export says when it was made
    let same = |text: String| text.lines().filter(|line| !line.contains("2026-12-02T")).collect::<Vec<_>>().join("\n");
    found.iter().map(|path| format!("{}\n{}", path.replace(&top, ""), same(text(path)))).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
}

impl Deed {
    /// Its store.
    pub fn template(&self) -> Sandbox {
        (self.arrange)()
    }

    /// A fresh copy of its store, with what lies beside it.
    pub fn copy(&self, template: &Sandbox) -> Sandbox {
        let sandbox = Sandbox::bare();
        for part in ["store", "out", "list", "editor"] {
            let from = template.top().join(part);
            if from.exists() {
                let copied = Command::new("cp").args(["-aT"]).arg(from).arg(sandbox.top().join(part)).status();
                assert!(copied.expect("cp").success());
            }
        }
        if sandbox.store().join(".git").exists() {
            // the copies have other numbers and times than the index knows
            sandbox.git_raw(&["update-index", "-q", "--refresh"]);
        }
        sandbox
    }

    /// The command; always at the same time of day.
    pub fn call<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        sandbox.at("2026-12-02T09:00:00+01:00");
        let editor = format!("sh {}", sandbox.top().join("editor").display());
        sandbox.call(self.words).var("GIT_EDITOR", editor)
    }

    /// A later command, which has to work whatever happened to this one.
    pub fn next<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        if self.name == "clone" {
            // the git that it has started is not killed with it, and ends by itself
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
        sandbox.call(self.next)
    }

    /// True where the later command does the same anew, so that nothing of it stays undone.
    pub fn repeats(&self) -> bool {
        self.words == self.next
    }

    /// Passing files, notes and locks; there must be none after the next command.
    pub fn left(&self, sandbox: &Sandbox) -> Vec<String> {
        let mut found = Vec::new();
        walk(&sandbox.top(), &mut found);
        found.retain(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let passing = ["/pending/", "/.runbook-out-", "/.runbook-init-", "/.runbook-clone-", "/underway/", "/.tmp"];
            let is_passing = passing.iter().any(|part| path.contains(part));
            name.ends_with(".lock") || name == "journal" || name == "config-claim" || is_passing
        });
        found
    }
}
