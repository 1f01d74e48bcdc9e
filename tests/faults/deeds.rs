//! The changes that are tried: commands of the real binary, and one change of two files beside what somebody staged.

use std::process::Command;

use crate::stand::{Call, Stand};
use crate::write::Act;

/// A change, and the store that it is made in.
pub struct Deed {
    /// For messages.
    pub name: &'static str,
    /// The record.
    pub path: &'static str,
    /// What a program says in it, and the log in which that is kept.
    pub said: Option<(&'static [&'static str], &'static str)>,
    arrange: fn() -> Stand,
    call: for<'s> fn(&'s Stand) -> Call<'s>,
    next: for<'s> fn(&'s Stand) -> Call<'s>,
}

/// A deed with its store as it lies there before, to be copied for every try.
pub struct Ground {
    /// The deed.
    pub deed: &'static Deed,
    template: Stand,
}

const AFTERWARDS: &str = "2026-12-02T09:00:00+01:00";

pub const DEEDS: &[Deed] = &[
    Deed {
        name: "runbook new",
        path: "runbooks/beta/move-a-project.toml",
        said: None,
        arrange: || {
            let stand = Stand::new();
            stand.run(&["new", "Zoo - Other"]).ok();
            stand
        },
        call: |stand| stand.call(&["new", "Beta - Move a project", "--summary", "Move it"]),
        next: |stand| stand.call(&["set", "zoo/other", "summary=next"]),
    },
    Deed {
        name: "runbook set",
        path: "runbooks/zoo/other.toml",
        said: None,
        arrange: || {
            let stand = Stand::new();
            stand.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
            stand.run(&["new", "Beta - Move"]).ok();
            stand
        },
        call: |stand| stand.call(&["set", "zoo/other", "summary=A longer summary than the one before it"]),
        next: |stand| stand.call(&["set", "beta/move", "summary=next"]),
    },
    Deed {
        name: "runbook task finish",
        path: "runbooks/acme/enforce.toml",
        said: None,
        arrange: running,
        call: |stand| stand.call(&["task", "finish", "acme/enforce", "bulk-change", "--note", "2498 of 2500"]),
        next: |stand| stand.call(&["set", "zoo/other", "summary=next"]),
    },
    Deed {
        name: "runbook task exec",
        path: "runbooks/acme/enforce.toml",
        said: Some((&["2498 are done", "2 are left"], "logs/acme/enforce/bulk-change-1.log")),
        arrange: running,
        call: |stand| {
            let words = ["task", "exec", "acme/enforce", "bulk-change", "--", "echo", "2498 are done\n2 are left"];
            stand.call(&words)
        },
        next: |stand| stand.call(&["set", "zoo/other", "summary=next"]),
    },
    Deed {
        name: "a record with a log, beside what is staged and dirty",
        path: "runbooks/acme/a.toml",
        said: None,
        arrange: || {
            let stand = crate::write::store();
            stand.write("notes.md", "staged\n");
            stand.git(&["add", "notes.md"]);
            stand.write("notes.md", "dirty\n");
            stand
        },
        call: |stand| {
            Act::set("runbooks/acme/a.toml", "state = \"scheduled\"\n")
                .and("logs/acme/a/t-1.log", "output\n")
                .call(stand)
        },
        next: |stand| Act::set("runbooks/zoo/b.toml", "next\n").call(stand),
    },
];

/// A store with a runbook that is running, its task too.
fn running() -> Stand {
    let stand = Stand::new();
    stand.run(&["new", "Zoo - Other"]).ok();
    stand.run(&["new", "Acme - Enforce"]).ok();
    stand.run(&["task", "add", "acme/enforce", "--title", "Bulk change", "--estimate", "10m"]).ok();
    let missing = stand.run(&["ready", "acme/enforce", "--json"]).json();
    let missing = missing["runbooks"][0]["missing"].as_array().expect("what is missing").clone();
    let mut words: Vec<&str> = vec!["start", "acme/enforce", "--reason", "tried out"];
    for item in &missing {
        let code = item["code"].as_str().expect("a code");
        if !words.contains(&code) {
            words.extend(["--override", code]);
        }
    }
    stand.run(&words).ok();
    stand.run(&["task", "start", "acme/enforce", "bulk-change"]).ok();
    stand
}

impl Deed {
    /// The deed with its store.
    pub fn ground(&'static self) -> Ground {
        let template = (self.arrange)();
        Ground { deed: self, template }
    }

    /// The command; always at the same time of day, so that it makes the same commit in every copy.
    pub fn call<'s>(&self, stand: &'s Stand) -> Call<'s> {
        stand.at(AFTERWARDS);
        (self.call)(stand)
    }

    /// A later change of another record, which has to work whatever happened to this one.
    pub fn next<'s>(&self, stand: &'s Stand) -> Call<'s> {
        (self.next)(stand)
    }

    /// The lines that were shown to the person and are kept nowhere: neither in the head's log nor beside the trail.
    pub fn lost(&self, stand: &Stand, shown: &str) -> Vec<&'static str> {
        let Some((lines, log)) = self.said else { return Vec::new() };
        let beside = std::fs::read_dir(stand.store().join(".git/runbook/captures")).into_iter().flatten().flatten();
        let beside = beside.map(|file| std::fs::read_to_string(file.path()).expect("a capture"));
        let kept: String = beside.chain([stand.git_raw(&["show", &format!("HEAD:{log}")]).stdout]).collect();
        lines.iter().copied().filter(|line| shown.contains(line) && !kept.contains(line)).collect()
    }

    /// True when the tested binary itself makes the change.
    pub fn is_command(&self) -> bool {
        self.name.starts_with("runbook ")
    }
}

impl Ground {
    /// A fresh copy of the store.
    pub fn copy(&self) -> Stand {
        let stand = Stand::bare();
        self.copy_into(&stand);
        stand
    }

    /// Puts a copy of the store into a stand that has none.
    pub fn copy_into(&self, stand: &Stand) {
        let from = self.template.store().join(".");
        let copied = Command::new("cp").arg("-a").arg(from).arg(stand.store()).status();
        assert!(copied.expect("cp").success());
        // the copies have other numbers and times than the index knows
        stand.git_raw(&["update-index", "-q", "--refresh"]);
    }
}
