//! The changes that are tried: commands of the real binary, and one change of two files beside what somebody staged.

use super::stand;
use crate::env::{Call, Output, Sandbox};
use crate::write::ChildAct;

/// A change, and the store that it is made in.
pub struct Operation {
    /// For messages.
    pub name: &'static str,
    /// The record.
    pub path: &'static str,
    /// What a program says in it, and the log in which that is kept.
    pub said: Option<(&'static [&'static str], &'static str)>,
    arrange: fn() -> Sandbox,
    call: for<'s> fn(&'s Sandbox) -> Call<'s>,
    next: for<'s> fn(&'s Sandbox) -> Call<'s>,
}

/// A deed with its store as it lies there before, to be copied for every try.
pub struct FaultStore {
    /// The deed.
    pub operation: &'static Operation,
    template: Sandbox,
}

const AFTERWARDS: &str = "2026-12-02T09:00:00+01:00";

pub const DEEDS: &[Operation] = &[
    Operation {
        name: "runbook new",
        path: "runbooks/beta/move-a-project.toml",
        said: None,
        arrange: || {
            let sandbox = Sandbox::new();
            sandbox.run(&["new", "Zoo - Other"]).ok();
            sandbox
        },
        call: |sandbox| sandbox.call(&["new", "Beta - Move a project", "--summary", "Move it"]),
        next: |sandbox| sandbox.call(&["set", "zoo/other", "summary=next"]),
    },
    Operation {
        name: "runbook set",
        path: "runbooks/zoo/other.toml",
        said: None,
        arrange: two,
        call: |sandbox| sandbox.call(&["set", "zoo/other", "summary=A longer summary than the one before it"]),
        next: |sandbox| sandbox.call(&["set", "beta/move", "summary=next"]),
    },
    Operation {
        name: "runbook task finish",
        path: "runbooks/acme/enforce.toml",
        said: None,
        arrange: running,
        call: |sandbox| sandbox.call(&["task", "finish", "acme/enforce", "bulk-change", "--note", "2498 of 2500"]),
        next: |sandbox| sandbox.call(&["set", "zoo/other", "summary=next"]),
    },
    Operation {
        name: "runbook task exec",
        path: "runbooks/acme/enforce.toml",
        said: Some((&["2498 are done", "2 are left"], "logs/acme/enforce/bulk-change-1.log")),
        arrange: running,
        call: |sandbox| {
            let words = ["task", "exec", "acme/enforce", "bulk-change", "--", "echo", "2498 are done\n2 are left"];
            sandbox.call(&words)
        },
        next: |sandbox| sandbox.call(&["set", "zoo/other", "summary=next"]),
    },
    Operation {
        name: "runbook undo",
        path: "runbooks/zoo/other.toml",
        said: None,
        arrange: || {
            let sandbox = two();
            sandbox.run(&["set", "zoo/other", "summary=To be taken back"]).ok();
            sandbox
        },
        call: |sandbox| sandbox.call(&["undo", "zoo/other"]),
        next: |sandbox| sandbox.call(&["set", "beta/move", "summary=next"]),
    },
    Operation {
        name: "runbook save",
        path: "runbooks/zoo/other.toml",
        said: None,
        arrange: || {
            let sandbox = two();
            let text = sandbox.read("runbooks/zoo/other.toml");
            sandbox.write("runbooks/zoo/other.toml", text.replace("Before", "By hand"));
            sandbox
        },
        call: |sandbox| sandbox.call(&["save", "zoo/other"]),
        next: |sandbox| sandbox.call(&["set", "beta/move", "summary=next"]),
    },
    Operation {
        name: "runbook import",
        path: "runbooks/acme/rotate-keys.toml",
        said: None,
        arrange: || {
            let sandbox = two();
            sandbox.write("page.md", "# Acme - Rotate keys\n\n## Tasks\n\n- [ ] Rotate the keys (10m)\n");
            sandbox
        },
        call: |sandbox| sandbox.call(&["import", "page.md"]),
        next: |sandbox| sandbox.call(&["set", "beta/move", "summary=next"]),
    },
    Operation {
        name: "runbook import --update",
        path: "runbooks/acme/rotate-keys.toml",
        said: None,
        arrange: || {
            let sandbox = two();
            sandbox.write("../page.md", "# Acme - Rotate keys\n\n## Tasks\n\n- [ ] Rotate the keys (10m)\n");
            sandbox.run(&["import", "../page.md"]).ok();
            let page = sandbox.run(&["export", "acme/rotate-keys", "--to", "markdown"]).stdout;
            sandbox.write("../page.md", page.replace("Rotate the keys", "Rotate all keys"));
            sandbox
        },
        call: |sandbox| sandbox.call(&["import", "../page.md", "--update"]),
        next: |sandbox| sandbox.call(&["set", "beta/move", "summary=next"]),
    },
    Operation {
        name: "a record with a log, beside what is staged and dirty",
        path: "runbooks/acme/a.toml",
        said: None,
        arrange: || {
            let sandbox = crate::write::store();
            sandbox.write("notes.md", "staged\n");
            sandbox.git(&["add", "notes.md"]);
            sandbox.write("notes.md", "dirty\n");
            sandbox
        },
        call: |sandbox| {
            ChildAct::set("runbooks/acme/a.toml", "state = \"scheduled\"\n")
                .and("logs/acme/a/t-1.log", "output\n")
                .call(sandbox)
        },
        next: |sandbox| ChildAct::set("runbooks/zoo/b.toml", "next\n").call(sandbox),
    },
];

/// A store with two runbooks.
fn two() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
    sandbox.run(&["new", "Beta - Move"]).ok();
    sandbox
}

/// A store with a runbook that is running, its task too.
pub fn running() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Zoo - Other"]).ok();
    sandbox.run(&["new", "Acme - Enforce"]).ok();
    sandbox.run(&["task", "add", "acme/enforce", "--title", "Bulk change", "--estimate", "10m"]).ok();
    let missing = sandbox.run(&["ready", "acme/enforce", "--json"]).json();
    let missing = missing["runbooks"][0]["missing"].as_array().expect("what is missing").clone();
    let mut words: Vec<&str> = vec!["start", "acme/enforce", "--reason", "tried out"];
    for item in &missing {
        let code = item["code"].as_str().expect("a code");
        if !words.contains(&code) {
            words.extend(["--override", code]);
        }
    }
    sandbox.run(&words).ok();
    sandbox.run(&["task", "start", "acme/enforce", "bulk-change"]).ok();
    sandbox
}

impl Operation {
    /// The deed with its store.
    pub fn base(&'static self) -> FaultStore {
        let template = (self.arrange)();
        FaultStore { operation: self, template }
    }

    /// The command; always at the same time of day, so that it makes the same commit in every copy.
    pub fn call<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        sandbox.at(AFTERWARDS);
        (self.call)(sandbox)
    }

    /// A later change of another record, which has to work whatever happened to this one.
    pub fn next<'s>(&self, sandbox: &'s Sandbox) -> Call<'s> {
        (self.next)(sandbox)
    }

    /// The lines that were shown to the person and are kept nowhere: neither in the head's log nor beside the trail.
    pub fn lost(&self, sandbox: &Sandbox, shown: &str) -> Vec<&'static str> {
        let Some((lines, log)) = self.said else { return Vec::new() };
        let beside = std::fs::read_dir(sandbox.store().join(".git/runbook/captures")).into_iter().flatten().flatten();
        let beside = beside.map(|file| std::fs::read_to_string(file.path()).expect("a capture"));
        let kept: String = beside.chain([sandbox.git_raw(&["show", &format!("HEAD:{log}")]).stdout]).collect();
        lines.iter().copied().filter(|line| shown.contains(line) && !kept.contains(line)).collect()
    }

    /// What it has shown, where that has to be kept: of two stores that are alike one may have lost it.
    pub fn shown<'o>(&self, out: &'o Output) -> &'o str {
        if self.said.is_some() { &out.stdout } else { "" }
    }

    /// True when the tested binary itself makes the change.
    pub fn is_command(&self) -> bool {
        self.name.starts_with("runbook ")
    }
}

impl FaultStore {
    /// A fresh copy of the store.
    pub fn copy(&self) -> Sandbox {
        stand::copy(&self.template)
    }

    /// The store as it lies there before, with all that lies beside it.
    pub fn template(&self) -> &Sandbox {
        &self.template
    }
}
