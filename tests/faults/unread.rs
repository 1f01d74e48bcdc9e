//! What the machine does not give out for a moment, or for good, is neither missing nor damaged: no verdict is given and
//! nothing is advised that would throw a commit away.

use std::path::{Path, PathBuf};

use super::stand::copy;
use super::strace::{Request, last_requests, main_requests, with_fault, with_inject_at};
use super::sweep::FaultSweep;
use super::{chosen, is_full};
use crate::env::{Output, Sandbox};

const ID: &str = "zoo/other";
const COMMANDS: &[&[&str]] =
    &[&["audit"], &["show", ID], &["set", ID, "summary=Later"], &["doctor"], &["log", ID], &["list"]];
/// What the machine says, and the words for it.
const ERRORS: [(&str, &str); 4] = [
    ("EIO", "Input/output error"),
    ("EACCES", "Permission denied"),
    ("EMFILE", "Too many open files"),
    ("ENOMEM", "Cannot allocate memory"),
];
/// What nobody may read where nothing is damaged.
const ACCUSING: &[&str] =
    &["damaged", "update-ref", "printf", "incomplete-history", "The trail does not hold", "git fetch", "runbook init"];

/// A store with a part of its objects and its branch in packs, and newer ones beside them.
fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "Zoo - Other", "--summary", "Before"]).ok();
    sandbox.git(&["gc", "--quiet"]);
    sandbox.run(&["set", ID, "summary=Now"]).ok();
    sandbox
}

const ENDED: &str = "ended it";

/// What a command says when nothing fails.
fn unhurt(template: &Sandbox, words: &[&str]) -> String {
    let sandbox = copy(template);
    said(&sandbox, sandbox.run(words).ok())
}

/// Its answer, wherever the store lies.
fn said(sandbox: &Sandbox, out: &Output) -> String {
    out.stdout.replace(&sandbox.top().display().to_string(), "TOP")
}

/// Either it does not matter, and the answer is the same, or it is told as what it is.
fn told_rightly(
    sandbox: &Sandbox,
    out: &Output,
    unhurt: &str,
    reason: &str,
    told: impl Fn() -> String,
) -> &'static str {
    assert!([0, 5].contains(&out.code), "{}\n{out}", told());
    let all = format!("{}{}", out.stdout, out.stderr);
    let accused = ACCUSING.iter().find(|word| all.contains(**word));
    assert!(accused.is_none() || out.code == 0, "{accused:?}: {}\n{out}", told());
    let is_same = said(sandbox, out) == unhurt;
    assert!(out.code != 0 || is_same || all.contains(reason), "another answer, and not why: {}\n{out}", told());
    if out.code == 0 { "were borne" } else { ENDED }
}

#[test]
fn an_error_that_passes_is_no_damage() {
    let template = store();
    let (mut sweep, mut ended) = (FaultSweep::new("reads that fail once"), 0);
    for (seed, words) in COMMANDS.iter().enumerate() {
        let unhurt = unhurt(&template, words);
        let sandbox = copy(&template);
        let all = main_requests(&sandbox, &sandbox.call(words));
        let begun = all.iter().position(|request| request.line.contains("/.git")).expect("it looks for the store");
        // what of the work tree cannot be read is another matter
        let is_gits = |line: &str| !line.starts_with("openat") || line.contains("/.git/");
        let reads = |name: &str| ["openat", "read", "pread64", "mmap"].contains(&name);
        let is_one = |own: &Request| own.is_unique && reads(&own.name) && is_gits(&own.line);
        let all: Vec<_> = all.into_iter().skip(begun).filter(is_one).collect();
        let tries: Vec<_> = chosen(all.len() * 4, 12, seed * 7)
            .map(|number| (&all[number / 4], ERRORS[number % ERRORS.len()]))
            .collect();
        let tally = sweep.deed(&words.join(" "), &tries, |(request, (errno, reason))| {
            let sandbox = copy(&template);
            let out = with_fault(&sandbox, &sandbox.call(words), &request.error(errno, false));
            let told = || format!("{words:?}: {errno} at\n  {}\n{}", request.line, last_requests(&sandbox));
            told_rightly(&sandbox, &out, &unhurt, reason, told)
        });
        // a sample may miss the few that end a command which reads little
        sweep.must(tally.contains_key(ENDED) || !is_full(), || format!("{words:?}: nothing was refused: {tally:?}"));
        ended += tally.get(ENDED).unwrap_or(&0);
    }
    sweep.must(ended > 0, || "nothing was refused".to_owned());
    sweep.end();
}

/// The files that everything of git's hangs on, by their place in the git directory.
fn files(sandbox: &Sandbox) -> Vec<PathBuf> {
    let git_dir = sandbox.store().join(".git");
    let packs = std::fs::read_dir(git_dir.join("objects/pack")).expect("packs").flatten().map(|own| own.path());
    let packs = packs.filter(|path| path.extension().is_some_and(|end| end == "pack" || end == "idx"));
    let loose = ["HEAD", "HEAD^{tree}", &format!("HEAD:runbooks/{ID}.toml")].map(|name| {
        let name = sandbox.git(&["rev-parse", name]).line().to_owned();
        git_dir.join("objects").join(&name[..2]).join(&name[2..])
    });
    let refs = ["HEAD", "refs/heads/main", "packed-refs", "config"].map(|name| git_dir.join(name));
    let all = refs.into_iter().chain(loose).chain(packs);
    all.map(|path| path.strip_prefix(sandbox.store()).expect("below").to_owned()).collect()
}

fn refuse(sandbox: &Sandbox, words: &[&str], file: &Path, errno: &str, when: &str) -> Output {
    let fault = format!("error={errno}:when={when}");
    with_inject_at(sandbox, &sandbox.call(words), &sandbox.store().join(file), "openat,read,pread64", &fault)
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_the_reason() {
    let template = store();
    let files = files(&template);
    let (mut sweep, mut ended) = (FaultSweep::new("files that cannot be read"), 0);
    for (seed, words) in COMMANDS.iter().enumerate() {
        let all: Vec<_> = files
            .iter()
            .flat_map(|file| {
                [("EACCES", "Permission denied"), ("EIO", "Input/output error")].map(|errno| (file, errno))
            })
            .flat_map(|(file, errno)| ["1", "1+"].map(|when| (file, errno, when)))
            .collect();
        let tries: Vec<_> = chosen(all.len(), 12, seed * 5).map(|number| all[number]).collect();
        let unhurt = unhurt(&template, words);
        let tally = sweep.deed(&words.join(" "), &tries, |(file, (errno, reason), when)| {
            let sandbox = copy(&template);
            let out = refuse(&sandbox, words, file, errno, when);
            let told = || format!("{words:?}: {errno} ({when}) for {}", file.display());
            let word = told_rightly(&sandbox, &out, &unhurt, reason, told);
            if out.code == 5 && *when == "1+" {
                let name = file.file_name().expect("a name").to_string_lossy();
                assert!(out.stderr.contains(*reason) && out.stderr.contains(&*name), "{}\n{out}", told());
            }
            word
        });
        // a sample may miss the few that end a command which reads little
        sweep.must(tally.contains_key(ENDED) || !is_full(), || format!("{words:?}: nothing was refused: {tally:?}"));
        ended += tally.get(ENDED).unwrap_or(&0);
    }
    sweep.must(ended > 0, || "nothing was refused".to_owned());
    sweep.end();
}

#[test]
fn without_the_settings_of_the_repository_nothing_is_recorded() {
    let template = store();
    for (errno, reason) in [("EACCES", "Permission denied"), ("EIO", "Input/output error")] {
        let sandbox = copy(&template);
        let before = sandbox.commits();
        let out = refuse(&sandbox, &["set", ID, "summary=Later"], Path::new(".git/config"), errno, "1+");
        out.code(5).complains(".git/config").complains(reason);
        assert_eq!(sandbox.commits(), before);
    }
}

#[test]
fn what_the_machine_does_not_list_is_not_gone() {
    let template = store();
    for (errno, reason) in [("ENOMEM", "Cannot allocate memory"), ("EIO", "Input/output error")] {
        for (file, calls) in [(".runbook.toml", "statx"), ("runbooks", "openat"), ("runbooks/zoo", "openat")] {
            for words in [&["doctor"], &["list"]] {
                let sandbox = copy(&template);
                let fault = format!("error={errno}:when=1+");
                let out = with_inject_at(&sandbox, &sandbox.call(words), &sandbox.store().join(file), calls, &fault);
                out.code(5).complains(file).complains(reason);
            }
        }
    }
}
