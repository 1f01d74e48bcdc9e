//! What is true of a store before, in the middle of, and after a change, as plain git sees it.

use std::fmt;

use crate::env::Sandbox;

/// One record in the three places where it stands, and how many commits there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The file.
    pub file: Option<String>,
    /// The head's content.
    pub head: Option<String>,
    /// The index's content.
    pub index: Option<String>,
    /// What `git status` says of everything else.
    pub others: String,
    /// The number of commits.
    pub commits: usize,
}

impl State {
    /// Of a record.
    pub fn of(sandbox: &Sandbox, path: &str) -> Self {
        let show = |from: &str| {
            let out = sandbox.git_raw(&["show", &format!("{from}:{path}")]);
            (out.code == 0).then_some(out.stdout)
        };
        let status = sandbox.git_raw(&["--no-optional-locks", "status", "--porcelain", "--untracked-files=all"]).stdout;
        let others: Vec<&str> = status.lines().filter(|line| !line.ends_with(path)).collect();
        Self {
            file: std::fs::read_to_string(sandbox.store().join(path)).ok(),
            head: show("HEAD"),
            index: show(""),
            others: others.join("\n"),
            commits: sandbox.commits(),
        }
    }

    /// True when file, head and index have the same.
    pub fn agrees(&self) -> bool {
        self.file == self.head && self.file == self.index
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |text: &Option<String>| match text {
            None => "nothing".to_owned(),
            Some(text) => format!("{} bytes, …{:?}", text.len(), &text[text.len().saturating_sub(150)..]),
        };
        let (file, head, index) = (end(&self.file), end(&self.head), end(&self.index));
        write!(
            f,
            "{} commits\nfile:  {file}\nhead:  {head}\nindex: {index}\nelsewhere: {:?}",
            self.commits, self.others
        )
    }
}

/// Passing files and locks that lie in the git directory; there must be none after a change.
pub fn leftovers(sandbox: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    walk(&sandbox.store().join(".git"), &mut found);
    walk(&sandbox.store().join("runbooks"), &mut found);
    found.retain(|path| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.ends_with(".lock") || name == "journal" || path.contains("/pending/") || path.contains(".runbook-")
    });
    found
}

fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
}
