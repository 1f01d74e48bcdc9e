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
        let [head, index] = contents(sandbox, [&format!("HEAD:{path}"), &format!(":{path}")]);
        let status = sandbox.git_raw(&["--no-optional-locks", "status", "--porcelain", "--untracked-files=all"]).stdout;
        let others: Vec<&str> = status.lines().filter(|line| !line.ends_with(path)).collect();
        Self {
            file: std::fs::read_to_string(sandbox.store().join(path)).ok(),
            head,
            index,
            others: others.join("\n"),
            commits: sandbox.commits(),
        }
    }

    /// True when file, head and index have what they have there, and nothing else differs.
    pub fn is_as(&self, other: &Self) -> bool {
        let places = |state: &Self| [state.file.clone(), state.head.clone(), state.index.clone()];
        places(self) == places(other) && self.others == other.others
    }

    /// True when file, head and index have the same.
    pub fn agrees(&self) -> bool {
        self.file == self.head && self.file == self.index
    }
}

/// What git has under these names, of all of them in one question.
fn contents(sandbox: &Sandbox, names: [&str; 2]) -> [Option<String>; 2] {
    let out = sandbox.call_program("git", &["cat-file", "--batch"]).input(names.join("\n") + "\n").run();
    let mut rest = out.stdout.as_str();
    names.map(|name| {
        let (about, content) = rest.split_once('\n').unwrap_or_else(|| panic!("nothing about {name}\n{out}"));
        let size = about.split_once(" blob ").map(|(_, size)| size.parse::<usize>().expect("a size"));
        rest = &content[size.map_or(0, |size| size + 1)..];
        size.map(|size| content[..size].to_owned())
    })
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

/// Passing files and folders, notes and locks, wherever a command writes; there must be none after the next one.
pub fn left(sandbox: &Sandbox) -> Vec<String> {
    let mut found = Vec::new();
    walk(&sandbox.top(), &mut found);
    found.retain(|path| {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_in = |folder: &str| path.contains(folder);
        let is_passing = ["/pending/", "/underway/"].into_iter().any(is_in);
        // git clears such names away where it keeps objects
        let is_copy = name.starts_with("tmp_obj_") && !is_in("/.git/objects/");
        name.ends_with(".lock")
            || is_passing
            || is_copy
            || ["journal", "config-claim", "claim.new", "passing-"].iter().any(|word| name.starts_with(word))
            || [".runbook-", ".new-"].into_iter().any(|word| name.contains(word))
    });
    found
}

/// Every file and folder below one.
pub fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        found.push(path.to_string_lossy().into_owned());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, found);
        }
    }
}
