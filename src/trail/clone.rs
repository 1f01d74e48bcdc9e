//! A copy of somebody's repository: fetched by the person's own git, private from the first byte, and nothing of what it
//! holds is run.
//!
//! Refuses addresses that git would take for an option or for a program to run. Files come out only when asked for, so
//! that what was fetched can be looked at first.

use std::path::Path;

use super::failure::git_fault;
use super::program::Program;
use super::repository::Repository;
use crate::model::{Fault, Kind, Result, visible};

/// Settings for these runs alone: no hook, no program and no other protocol, and references that can be read here.
const QUIET: [&str; 12] = [
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "submodule.recurse=false",
    "-c",
    "advice.detachedHead=false",
    "-c",
    "init.defaultRefFormat=files",
];

/// Refuses an address that is an option, or names a program to run.
///
/// # Errors
/// `Usage`.
pub fn check_address(address: &str) -> Result<()> {
    let scheme = address.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign));
    let why = if address.trim().is_empty() {
        "is empty"
    } else if address.starts_with('-') {
        "begins as an option does"
    } else if scheme.starts_with("::") {
        "names a program that git would run"
    } else if address.contains(char::is_control) {
        "holds a control character"
    } else {
        return Ok(());
    };
    Err(Fault::usage(format!("the address “{}” {why}", visible(address)))
        .hint("runbook clone https://example.com/team/runbooks.git"))
}

/// Fetches a whole repository into a folder that is not there yet, without checking anything out. `from` is the folder
/// in which a relative address begins; `hear` is told what git says while it works, asked for progress where
/// `is_watched`; git is ended where `stop` says so.
///
/// # Errors
/// `Usage` for an address that is none, `Git` when it cannot be fetched.
pub fn fetch_clone(
    address: &str,
    from: &Path,
    into: &Path,
    is_watched: bool,
    hear: &mut dyn FnMut(&str),
    stop: &dyn Fn() -> bool,
) -> Result<()> {
    check_address(address)?;
    let progress = if is_watched { "--progress" } else { "--no-progress" };
    let into = into.to_string_lossy();
    let words = ["clone", "--no-checkout", "--no-local", "--no-recurse-submodules", progress, "--", address, &into];
    run(&words, from, hear, stop).map_err(|why| {
        let shown = without_password(address);
        // where it is being made is of no use to anybody
        let why: Vec<&str> = why.lines().filter(|line| !line.starts_with("Cloning into ")).collect();
        let why = why.join("\n").replace(address, &shown);
        Fault::new(Kind::Git, format!("“{shown}” cannot be cloned: {why}"))
            .hint(format!("git ls-remote {}", shell_words::quote(&shown)))
    })
}

impl Repository {
    /// The branches that were fetched, by the names that they have where they come from.
    ///
    /// # Errors
    /// `Git` when they cannot be listed.
    pub fn fetched_branches(&self) -> Result<Vec<String>> {
        let fault = |error| git_fault("list the branches", &error);
        let mut names = Vec::new();
        for branch in self.git.branches(Some(git2::BranchType::Remote)).map_err(fault)? {
            let (branch, _) = branch.map_err(fault)?;
            let name = String::from_utf8_lossy(branch.get().name_bytes()).into_owned();
            let name = name.strip_prefix("refs/remotes/").and_then(|name| name.split_once('/'));
            names.extend(name.map(|(_, name)| name.to_owned()).filter(|name| name != "HEAD"));
        }
        names.sort();
        Ok(names)
    }

    /// Brings the head's files out.
    ///
    /// # Errors
    /// `Git` when git cannot.
    pub fn check_out(&self, stop: &dyn Fn() -> bool) -> Result<()> {
        let words = ["reset", "--quiet", "--hard", "--no-recurse-submodules"];
        run(&words, self.top(), &mut |_| {}, stop)
            .map_err(|why| Fault::new(Kind::Git, format!("the files of the clone cannot be checked out: {why}")))
    }
}

/// Runs git so that nobody else can read what it writes.
fn run(words: &[&str], folder: &Path, hear: &mut dyn FnMut(&str), stop: &dyn Fn() -> bool) -> Result<(), String> {
    let script = ["-c", "umask 077; exec git \"$@\"", "git"];
    let program = Program {
        file: "/bin/sh".as_ref(),
        words: script.iter().chain(&QUIET).chain(words).map(Into::into).collect(),
        folder,
        vars: vec![("LC_ALL", "C".into())],
        input: &[],
    };
    match program.narrate(hear, stop) {
        Ok(outcome) if outcome.success => Ok(()),
        Ok(outcome) => Err(outcome.said),
        Err(error) => Err(error.to_string()),
    }
}

/// An address as it may be shown: without a password, and without the name of a person who may be a token. The one by which
/// ssh logs in is part of the address.
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let Some((person, host)) = host.rsplit_once('@') else { return address.to_owned() };
    let name = person.split(':').next().unwrap_or_default();
    let is_login = scheme.split('+').any(|own| own.eq_ignore_ascii_case("ssh"));
    let name = if is_login && !name.is_empty() { format!("{name}@") } else { String::new() };
    format!("{scheme}://{name}{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_an_option_or_a_program() {
        for bad in ["", " ", "-x", "--upload-pack=touch x", "ext::sh -c x", "fd::17", "my-helper+1::x", "a\nb"] {
            assert_eq!(check_address(bad).unwrap_err().kind, Kind::Usage, "{bad}");
        }
        for good in ["https://h/a.git", "git@h:a/b.git", "../store", "/srv/a", "file:///a", "[::1]:a", "ssh://[::1]/a"]
        {
            check_address(good).unwrap();
        }
    }

    #[test]
    fn an_address_is_shown_without_who_may_read_it() {
        for (address, shown) in [
            ("https://me:word@h/a.git", "https://h/a.git"),
            ("https://token@h", "https://h"),
            ("https://h/a@b", "https://h/a@b"),
            ("git@h:a", "git@h:a"),
            ("ssh://git@h:22/a.git", "ssh://git@h:22/a.git"),
            ("ssh://me:word@h/a", "ssh://me@h/a"),
            ("git+ssh://git@h/a", "git+ssh://git@h/a"),
        ] {
            assert_eq!(without_password(address), shown);
        }
    }
}
