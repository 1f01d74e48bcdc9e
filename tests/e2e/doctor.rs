//! `doctor`: what it says of many faults at once, and of what would refuse every change.

use std::fs;
use std::os::unix::fs::MetadataExt;

use super::plan::{self, ID};
use crate::env::{Output, Sandbox};

/// Code, message and fix of everything that was found.
fn found(sandbox: &Sandbox) -> Vec<[String; 3]> {
    let found = sandbox.run(&["doctor", "--json"]).json();
    let word = |own: &serde_json::Value, key: &str| own[key].as_str().expect("a text").to_owned();
    let findings = found["findings"].as_array().expect("findings").iter();
    findings.map(|own| ["code", "message", "fix"].map(|key| word(own, key))).collect()
}

/// The only finding, which is of this code and says this.
fn only(sandbox: &Sandbox, code: &str, says: &str) -> String {
    let found = found(sandbox);
    let [[seen, message, fix]] = found.as_slice() else { panic!("not one finding: {found:#?}") };
    assert!(seen == code && message.contains(says), "{found:#?}");
    fix.clone()
}

#[test]
fn many_faults_of_one_kind_are_one_finding_with_a_count() {
    let sandbox = Sandbox::new();
    let paths: Vec<String> = (0..5).map(|number| format!("runbooks/acme/number-{number}.toml")).collect();
    for number in 0..5 {
        sandbox.run(&["new", &format!("Acme - Number {number}")]).ok();
    }
    let named = format!("5 records: {}, {}, {} and 2 more", paths[0], paths[1], paths[2]);
    let write = |with: &dyn Fn(&str) -> String| paths.iter().for_each(|path| sandbox.write(path, with(path)));
    write(&|path| sandbox.read(path) + "# by hand\n");
    only(&sandbox, "hand-edited", &format!("{named} were changed by hand"));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "By hand"]);
    only(&sandbox, "hand-edited", &format!("{named} were committed with plain git"));
    for number in 0..4 {
        sandbox.run(&["save", &format!("acme/number-{number}")]).ok();
    }
    let fix = only(&sandbox, "hand-edited", &format!("{} was committed with plain git", paths[4]));
    assert_eq!(fix, "runbook save acme/number-4", "one alone is told as ever");
    sandbox.run(&["save", "acme/number-4"]).ok();
    write(&|_| "format = (".to_owned());
    let fix = only(&sandbox, "unreadable", &format!("{named} cannot be read; the first because of this: {}", paths[0]));
    assert!(fix.contains("runbook list --all"), "{fix}");
    paths.iter().for_each(|path| fs::remove_file(sandbox.store().join(path)).expect("there"));
    let fix = only(&sandbox, "deleted", &format!("{named} were deleted by hand"));
    let script = fix.split_once(": ").expect("a command").1.to_owned();
    sandbox.call_program("sh", &["-c", &script]).run().ok();
    // git writes files that others can read
    sandbox.run(&["doctor", "--fix"]).ok();
    for path in &paths {
        let name = sandbox.git(&["rev-parse", &format!("HEAD:{path}")]).line().to_owned();
        let object = sandbox.store().join(".git/objects").join(&name[..2]).join(&name[2..]);
        fs::remove_file(object).expect("a loose object");
    }
    let fix = only(&sandbox, "lost-object", "5 runbooks: acme/number-0, acme/number-1, acme/number-2 and 2 more");
    let script = fix.split_once(": ").expect("a command").1.to_owned();
    sandbox.call_program("sh", &["-c", &script]).run().ok();
    sandbox.run(&["doctor", "--fix"]).ok();
    (0..4).for_each(|number| sandbox.write(&format!("runbooks/acme/Bad {number}.toml"), "x"));
    sandbox.call_program("chmod", &["-R", "go=", "runbooks"]).run().ok();
    only(&sandbox, "not-a-record", "4 files and folders: runbooks/acme/Bad 0.toml");
}

#[test]
fn a_pattern_for_secrets_that_cannot_be_used_is_found() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for pattern in ["(", "((a{100}){100}){100}", ".*", "[a-z]+", "[0-9]+", ".{20,}"] {
        sandbox.write(".runbook.toml", format!("format = 1\n[secrets.patterns]\nown = \"{pattern}\"\n"));
        let fix = only(&sandbox, "secret-pattern", "secrets.patterns.own is no usable regular expression");
        assert!(fix.contains("[secrets.patterns]"), "{fix}");
        sandbox.refused(5, &["set", ID, "summary=x"]);
        sandbox.git(&["commit", "--quiet", "--all", "-m", "A pattern"]);
        let place = sandbox.top().join("mine");
        let out = sandbox.call(&["clone", "../store", "../mine"]).run();
        out.ok().complains("secrets.patterns.own is no usable regular expression");
        fs::remove_dir_all(place).expect("a clone");
    }
}

#[test]
fn a_person_whose_git_changes_the_ends_of_lines_gets_a_store_that_is_well() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.git_setting("core.autocrlf", "true");
    let place = sandbox.top().join("mine");
    sandbox.call(&["clone", "../store", "../mine"]).run().ok();
    let schema = place.join(".runbook/record.schema.json");
    assert!(fs::read_to_string(&schema).expect("a schema").contains("\r\n"), "git has written it");
    let doctor = |words: &[&str]| sandbox.call(&[&["doctor"][..], words].concat()).folder(&place).run();
    doctor(&[]).ok().says("All is well");
    // a schema of an older version, as git writes it
    sandbox.write(".runbook/record.schema.json", "{\n}\n");
    sandbox.git(&["commit", "--quiet", "--all", "-m", "Older"]);
    let git = |words: &[&str]| sandbox.call_program("git", words).folder(&place).run().ok().stdout.clone();
    git(&["pull", "--quiet"]);
    assert_eq!(fs::read_to_string(&schema).expect("a schema"), "{\r\n}\r\n");
    doctor(&[]).code(1).says("of another version");
    doctor(&["--fix"]).ok();
    doctor(&[]).ok().says("All is well");
    assert_eq!(git(&["status", "--porcelain"]), "");
    // what a person wrote is not swept in
    fs::write(&schema, "{ }\r\n").expect("a schema");
    doctor(&["--fix"]).code(1);
    assert_eq!(fs::read_to_string(&schema).expect("a schema"), "{ }\r\n");
}

/// Runs a command as somebody whom permissions hold back.
pub fn as_a_person(sandbox: &Sandbox, words: &[&str]) -> Output {
    match fs::metadata("/proc/self").map(|about| about.uid()) {
        Ok(0) => {
            // where they can get at it, wherever it was built
            let program = sandbox.top().join("runbook").display().to_string();
            if !std::path::Path::new(&program).exists() {
                fs::copy(env!("CARGO_BIN_EXE_runbook"), &program).expect("copied");
            }
            let person = ["--reuid=65534", "--regid=65534", "--clear-groups", program.as_str()];
            sandbox.call_program("setpriv", &[&person, words].concat()).run()
        }
        _ => sandbox.run(words),
    }
}

#[test]
fn what_lets_no_change_be_written_is_told_and_the_hint_opens_it() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let top = sandbox.top().display().to_string();
    if fs::metadata("/proc/self").map(|about| about.uid()).ok() == Some(0) {
        sandbox.call_program("chown", &["-R", "65534:65534", &top]).run().ok();
    }
    // it is another program than the one that git was set up with
    as_a_person(&sandbox, &["doctor", "--fix"]);
    as_a_person(&sandbox, &["doctor"]).ok().says("All is well");
    for (closed, count) in [
        (".git", "1"),
        (".git/objects", "1"),
        (".git/objects/??", "many"),
        (".git/refs/heads", "1"),
        (".git/runbook", "1"),
        (".git/logs/HEAD", "1"),
        ("runbooks", "1"),
        ("runbooks/acme", "1"),
    ] {
        sandbox.call_program("sh", &["-c", &format!("chmod a-w {closed}")]).run().ok();
        let out = as_a_person(&sandbox, &["doctor", "--json"]);
        let found = out.code(1).json();
        let findings = found["findings"].as_array().expect("findings");
        let of_it: Vec<_> = findings.iter().filter(|own| own["code"] == "not-writable").collect();
        let [one] = of_it.as_slice() else { panic!("{closed}: not one finding of the kind: {found:#}") };
        assert!(count != "many" || one["message"].as_str().expect("words").contains(" places: "), "{one:#}");
        let change = as_a_person(&sandbox, &["set", ID, &format!("summary=beside {closed}")]);
        let is_told = change.code == 5 && change.stderr.contains("try: ");
        // where an object goes is told by its content
        let needs_it = !["runbooks", ".git/objects", ".git/objects/??", ".git/logs/HEAD"].contains(&closed);
        assert!(is_told || (change.code == 0 && !needs_it), "{closed}\n{change}");
        sandbox.call_program("sh", &["-c", one["fix"].as_str().expect("a command")]).run().ok();
        as_a_person(&sandbox, &["doctor"]).ok().says("All is well");
        as_a_person(&sandbox, &["set", ID, &format!("summary=after {closed}")]).ok();
    }
}

#[test]
fn what_stops_every_change_beside_the_trail_is_told() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let private = sandbox.store().join(".git/runbook");
    let lock = private.join("lock");
    let target = sandbox.top().join("elsewhere");
    fs::write(&target, "not ours\n").expect("a file");
    if lock.exists() {
        fs::remove_file(&lock).expect("a lock");
    }
    std::os::unix::fs::symlink(&target, &lock).expect("a link");
    sandbox.refused(5, &["set", ID, "summary=x"]);
    let fix = only(&sandbox, "private-folder", "is a symbolic link, which is not followed");
    sandbox.call_program("sh", &["-c", &fix]).run().ok();
    assert_eq!(fs::read_to_string(&target).expect("a file"), "not ours\n");
    sandbox.run(&["set", ID, "summary=x"]).ok();
    sandbox.call_program("chmod", &["u-w", ".git/runbook/lock"]).run().ok();
    let fix = only(&sandbox, "private-folder", "is closed to you");
    sandbox.call_program("sh", &["-c", &fix]).run().ok();
    sandbox.run(&["doctor"]).ok().says("All is well");
}

/// A file system in memory, of these sizes, where this process may mount one.
struct InMemory(std::path::PathBuf);

impl InMemory {
    fn mount(at: &std::path::Path, sizes: &str) -> Option<Self> {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", sizes, "none"]).arg(at);
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then(|| Self(at.to_owned()))
    }
}

impl Drop for InMemory {
    fn drop(&mut self) {
        // what cannot be unmounted is told by the folder that stays
        let _ = std::process::Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_told_before_a_change_meets_it() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for (sizes, filler, words) in [
        ("size=4m", "dd if=/dev/zero of=filler bs=4096 2>&1; true", "is full"),
        ("nr_inodes=900", "for n in $(seq 900); do touch f$n 2>&1 || break; done; true", "holds no more files"),
    ] {
        let at = sandbox.top().join("small");
        fs::create_dir_all(&at).expect("made");
        let Some(_small) = InMemory::mount(&at, sizes) else {
            eprintln!("NOT TESTED: no file system can be mounted here");
            return;
        };
        let store = sandbox.store().display().to_string();
        sandbox.call_program("cp", &["-R", &store, &at.join("s").display().to_string()]).run().ok();
        let there = || sandbox.call(&["doctor", "--json"]).folder(at.join("s")).run();
        let told = |out: &Output| {
            let found = out.json();
            let findings = found["findings"].as_array().expect("findings").clone();
            findings.iter().any(|own| {
                own["code"] == "not-writable" && own["message"].as_str().is_some_and(|said| said.contains(words))
            })
        };
        assert!(!told(&there()), "{sizes}: there is room");
        sandbox.call_program("sh", &["-c", filler]).folder(&at).run().ok();
        let out = there();
        assert!(told(&out), "{sizes}\n{out}");
    }
}
