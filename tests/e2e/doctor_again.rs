//! `doctor` asked again: what it found out before saves work, and never an answer.

use std::fs;
use std::path::{Path, PathBuf};

use crate::env::{Output, Sandbox, has_tool};

/// The runbooks of these tests; the first two lie in a pack, the third outside of it.
const NAMES: [&str; 3] = ["number-0", "number-1", "number-2"];

fn path(name: &str) -> String {
    format!("runbooks/acme/{name}.toml")
}

fn facts(sandbox: &Sandbox) -> PathBuf {
    sandbox.store().join(".git/runbook/facts")
}

/// A store of which everything was found out that can be.
fn examined() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    for name in &NAMES[..2] {
        sandbox.run(&["new", &format!("Acme - {name}")]).ok();
    }
    sandbox.git(&["gc", "--quiet", "--prune=now"]);
    sandbox.run(&["new", &format!("Acme - {}", NAMES[2])]).ok();
    sandbox.run(&["doctor", "--fix"]).ok();
    // what was written just now is not gone by
    std::thread::sleep(std::time::Duration::from_millis(20));
    sandbox.run(&["doctor"]).ok().says("All is well");
    // a fact for each file, and one for each latest commit in the pack
    assert_eq!(fs::metadata(facts(&sandbox)).expect("facts").len(), 16 * 5);
    sandbox
}

/// Code and words of `doctor`, without what another process would say differently.
fn answer(sandbox: &Sandbox) -> [String; 3] {
    let Output { code, stdout, stderr, .. } = sandbox.run(&["doctor", "--json"]);
    [code.to_string(), stdout, stderr]
}

fn object(sandbox: &Sandbox, name: &str) -> PathBuf {
    let name = sandbox.git(&["rev-parse", name]).line().to_owned();
    sandbox.store().join(".git/objects").join(&name[..2]).join(&name[2..])
}

fn packs(sandbox: &Sandbox, ending: &str) -> PathBuf {
    let all = fs::read_dir(sandbox.store().join(".git/objects/pack")).expect("packs");
    let mut all = all.map(|entry| entry.expect("an entry").path());
    all.find(|path| path.extension().is_some_and(|own| own == ending)).expect("a pack")
}

/// Changes the file in its place to a text of the same length, and gives it back the time of its last writing.
fn overwrite(sandbox: &Sandbox, name: &str, text: &str) {
    let file = sandbox.store().join(path(name));
    let (before, times) = (fs::read(&file).expect("a file"), sandbox.top().join("times"));
    let shown = |path: &Path| path.to_str().expect("a name").to_owned();
    sandbox.call_program("touch", &["-r", &shown(&file), &shown(&times)]).run().ok();
    let mut after = text.as_bytes().to_vec();
    after.extend_from_slice(&before[text.len()..]);
    fs::write(&file, after).expect("written");
    sandbox.call_program("touch", &["-r", &shown(&times), &shown(&file)]).run().ok();
}

type Damage = (&'static str, fn(&Sandbox));

const DAMAGES: &[Damage] = &[
    ("a hand edit", |sandbox| sandbox.write(&path("number-0"), sandbox.read(&path("number-0")) + "# by hand\n")),
    ("an edit of the same length and time", |sandbox| overwrite(sandbox, "number-0", "# ")),
    ("a text that is none, of the same length and time", |sandbox| overwrite(sandbox, "number-1", "((((")),
    ("a file that is gone", |sandbox| fs::remove_file(sandbox.store().join(path("number-1"))).expect("there")),
    ("one file in the place of another", |sandbox| {
        fs::rename(sandbox.store().join(path("number-0")), sandbox.store().join(path("number-1"))).expect("moved");
    }),
    ("a link", |sandbox| {
        fs::remove_file(sandbox.store().join(path("number-0"))).expect("there");
        std::os::unix::fs::symlink("number-1.toml", sandbox.store().join(path("number-0"))).expect("a link");
    }),
    ("a text that is staged", |sandbox| {
        let before = sandbox.read(&path("number-0"));
        sandbox.write(&path("number-0"), format!("{before}# staged\n"));
        sandbox.git(&["add", "runbooks"]);
        sandbox.write(&path("number-0"), before);
    }),
    ("a commit by hand", |sandbox| {
        sandbox.write(&path("number-0"), sandbox.read(&path("number-0")) + "# by hand\n");
        sandbox.git(&["commit", "--quiet", "--all", "-m", "By hand"]);
    }),
    ("two commits by hand, there and back", |sandbox| {
        let before = sandbox.read(&path("number-0"));
        for text in [format!("{before}# by hand\n"), before] {
            sandbox.write(&path("number-0"), text);
            sandbox.git(&["commit", "--quiet", "--all", "-m", "By hand"]);
        }
    }),
    ("events that are gone from the message", |sandbox| {
        sandbox.git(&["commit", "--quiet", "--amend", "-m", "By hand"]);
    }),
    ("a text that is lost", |sandbox| {
        fs::remove_file(object(sandbox, &format!("HEAD:{}", path("number-2")))).expect("a loose object");
    }),
    ("a commit that is lost", |sandbox| {
        let commit = object(sandbox, "HEAD");
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "Nothing"]);
        fs::remove_file(commit).expect("a loose object");
    }),
    ("a folder of an earlier commit that is lost", |sandbox| {
        let folder = object(sandbox, "HEAD:runbooks/acme");
        sandbox.run(&["new", "Acme - Other"]).ok();
        fs::remove_file(folder).expect("a loose object");
    }),
    ("a pack that is lost", |sandbox| {
        for ending in ["idx", "pack"] {
            fs::remove_file(packs(sandbox, ending)).expect("a pack");
        }
    }),
    ("a pack that is damaged", |sandbox| {
        let pack = packs(sandbox, "pack");
        let mut bytes = fs::read(&pack).expect("a pack");
        let all = bytes.len();
        bytes[12..all - 20].iter_mut().for_each(|byte| *byte ^= 0x55);
        fs::remove_file(&pack).expect("a pack");
        fs::write(&pack, bytes).expect("a pack");
    }),
    ("facts that are none", |sandbox| fs::write(facts(sandbox), [0x5a; 16 * 5 + 3]).expect("written")),
    ("facts of another store", |sandbox| {
        let other = examined();
        fs::copy(facts(&other), facts(sandbox)).expect("a copy");
        sandbox.write(&path("number-0"), sandbox.read(&path("number-0")) + "# by hand\n");
    }),
    ("nothing", |_| {}),
];

#[test]
fn what_was_found_out_before_hides_nothing() {
    for (what, damage) in DAMAGES {
        let sandbox = examined();
        damage(&sandbox);
        // by the facts from before the damage, by those that were found out with it, and by none
        let before = answer(&sandbox);
        let again = answer(&sandbox);
        for cache in ["facts", "tips"] {
            let cache = sandbox.store().join(".git/runbook").join(cache);
            if cache.exists() {
                fs::remove_file(cache).expect("a cache");
            }
        }
        let without = answer(&sandbox);
        assert_eq!(before, without, "{what}: what was known before it hides it");
        assert_eq!(again, without, "{what}: what was found out with it hides it");
        let is_well = matches!(*what, "nothing" | "facts that are none");
        assert_eq!(without[0] == "0", is_well, "{what}: {without:#?}");
    }
}

/// The records' files that a run reads.
fn files_read(sandbox: &Sandbox) -> usize {
    let trace = sandbox.top().join("trace");
    let (trace_name, call) = (trace.to_str().expect("a name").to_owned(), sandbox.call(&["doctor"]).command());
    let program = call.get_program().to_str().expect("a name").to_owned();
    let words = ["-f", "-qq", "-e", "trace=openat", "-o", &trace_name, "--", &program, "doctor"];
    sandbox.call_program("strace", &words).run().ok();
    let lines = fs::read_to_string(trace).expect("a trace");
    lines.lines().filter(|line| NAMES.iter().any(|name| line.contains(name)) && !line.contains("O_PATH")).count()
}

#[test]
fn files_that_are_as_they_were_are_not_read_again() {
    if !has_tool("strace") {
        return;
    }
    let sandbox = examined();
    assert_eq!(files_read(&sandbox), 0, "all are known");
    sandbox.run(&["set", "acme/number-1", "summary=x"]).ok();
    assert_eq!(files_read(&sandbox), 1, "one was written anew");
    fs::remove_file(facts(&sandbox)).expect("facts");
    assert_eq!(files_read(&sandbox), NAMES.len(), "nothing is known");
}
