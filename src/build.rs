//! The build script: gives the program the commit that it is built from, for `--version --verbose`.
//!
//! Only a release build asks git: a debug build would be built anew at each commit. Never fails a build: without git, or
//! from sources that are no repository of their own, the commit stays unknown, unless `RUNBOOK_COMMIT` says it.

#![expect(clippy::disallowed_methods, reason = "a build script asks the environment and git")]

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    println!("cargo:rerun-if-env-changed=RUNBOOK_COMMIT");
    if env::var_os("RUNBOOK_COMMIT").is_none()
        && env::var("PROFILE").is_ok_and(|profile| profile == "release")
        && let Some(commit) = commit()
    {
        println!("cargo:rustc-env=RUNBOOK_COMMIT={commit}");
    }
}

/// The commit of the repository whose top these sources are, with `-dirty` where they differ from it.
fn commit() -> Option<String> {
    let paths = git(&["rev-parse", "--show-prefix", "--git-path", "HEAD", "--git-path", "logs/HEAD"])?;
    let paths = paths.strip_prefix('\n')?;
    let watched = paths.lines().chain(["Cargo.lock", "Cargo.toml", "runbook-templates", "src"]);
    watched.for_each(|path| println!("cargo:rerun-if-changed={path}"));
    git(&["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]).map(|commit| commit.trim().to_owned())
}

fn git(words: &[&str]) -> Option<String> {
    let out = Command::new("git").args(words).env("GIT_OPTIONAL_LOCKS", "0").output().ok()?;
    out.status.success().then(|| String::from_utf8(out.stdout).ok()).flatten()
}
