//! Repositories of which git keeps only a part: sparse checkouts, partial and shallow clones, and an index that only git
//! reads. Nobody is accused of what git left out.

use std::path::{Path, PathBuf};

use super::plan::{self, FILE, ID};
use crate::env::{Output, Sandbox};

const OTHER: &str = "beta/other";

/// A store with two customers.
fn two_customers() -> Sandbox {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.change(&["new", "Beta - Other"]);
    sandbox.change(&["set", OTHER, "summary=two"]);
    sandbox.change(&["set", ID, "summary=one"]);
    sandbox
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_read_from_the_head() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let sandbox = two_customers();
        sandbox.git_setting("advice.sparseIndexExpanded", "false");
        sandbox.git(&["sparse-checkout", "set", "--cone", index, "runbooks/acme"]);
        assert!(!sandbox.store().join("runbooks/beta").exists());
        let rows = sandbox.json(&["list"]);
        let seen: Vec<_> =
            rows["runbooks"].as_array().expect("rows").iter().map(|row| (&row["id"], &row["problem"])).collect();
        assert_eq!(seen.len(), 2, "{rows}");
        assert!(seen.iter().all(|(_, problem)| problem.is_null()), "{rows}");
        sandbox.run(&["show", "other"]).ok().says("two");
        sandbox.run(&["list", "two"]).ok().says(OTHER);
        sandbox.run(&["ready", "--all"]).code(1).says_no("by hand");
        for words in [&["doctor"][..], &["audit"], &["agenda"], &["stats"], &["blame", OTHER], &["diff", OTHER]] {
            sandbox.run(words).ok();
        }
        sandbox.run(&["doctor"]).ok().says("All is well");
        for words in [&["set", OTHER, "summary=x"][..], &["save", OTHER], &["undo", OTHER], &["start", OTHER]] {
            let out = sandbox.refused(5, words);
            out.complains("not checked out").complains("git sparse-checkout add runbooks/beta");
        }
        sandbox.change(&["set", ID, "summary=three"]);
        sandbox.run(&["new", "Beta - Third"]).ok();
        sandbox.assert_clean();
        sandbox.git(&["sparse-checkout", "add", "runbooks/beta"]);
        sandbox.change(&["set", OTHER, "summary=four"]);
        sandbox.assert_sound();
    }
}

/// Runs the first hint of a refusal as it stands there.
fn run_hint(sandbox: &Sandbox, stderr: &str) {
    let hint = stderr.lines().find_map(|line| line.trim().strip_prefix("try: ")).expect("a hint");
    sandbox.call_program("sh", &["-c", hint]).run().ok();
}

#[test]
fn what_is_left_out_comes_back_by_the_hint_whatever_pattern_left_it_out() {
    for patterns in [
        &["--cone", "runbooks/acme"][..],
        &["--no-cone", "/*", "!runbooks/beta/*"],
        &["--no-cone", "/*", "!/runbooks/beta/"],
        &["--no-cone", "/*", "!runbooks/*/other.toml"],
        &["--no-cone", "/*", "!runbooks/*"],
    ] {
        let sandbox = two_customers();
        sandbox.git(&[&["sparse-checkout", "set"], patterns].concat());
        let out = sandbox.refused(5, &["set", OTHER, "summary=x"]);
        run_hint(&sandbox, &out.stderr);
        sandbox.run(&["set", OTHER, "summary=three"]).ok();
        sandbox.assert_sound();
    }
}

#[test]
fn the_stores_own_files_may_be_left_out_as_well() {
    let sandbox = two_customers();
    sandbox.git(&["sparse-checkout", "set", "--no-cone", "/runbooks/acme/"]);
    assert!(!sandbox.store().join(".runbook.toml").exists());
    sandbox.run(&["doctor"]).ok().says("All is well");
    sandbox.run(&["init"]).ok().says("nothing is missing");
    sandbox.change(&["set", ID, "summary=x"]);
    sandbox.git(&["sparse-checkout", "disable"]);
    sandbox.assert_sound();
}

#[test]
fn an_index_that_only_git_reads_is_asked_of_git() {
    let sandbox = two_customers();
    sandbox.git(&["update-index", "--split-index"]);
    sandbox.json(&["list", "--ready"]);
    sandbox.run(&["doctor"]).ok();
    sandbox.change(&["set", ID, "summary=x"]);
    sandbox.change(&["undo", ID]);
    sandbox.assert_sound();
}

/// A clone by plain git with these words, made private.
fn clone(sandbox: &Sandbox, words: &[&str]) -> PathBuf {
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = sandbox.top().join("clone");
    drop(std::fs::remove_dir_all(&clone));
    let address = format!("file://{}", sandbox.store().display());
    let place = clone.display().to_string();
    sandbox.git(&[&["clone", "--quiet"], words, &[address.as_str(), place.as_str()]].concat());
    run(sandbox, &clone, &["doctor", "--fix"]);
    clone
}

fn run(sandbox: &Sandbox, folder: &Path, words: &[&str]) -> Output {
    sandbox.call(words).folder(folder).run()
}

#[test]
fn content_that_was_left_out_accuses_nobody_and_the_named_command_brings_it() {
    let sandbox = two_customers();
    sandbox.write("note", "x");
    sandbox.git(&["add", "note"]);
    sandbox.git(&["commit", "--quiet", "-m", "A note"]);
    for words in [
        &["--filter=blob:none"][..],
        &["--filter=tree:0"],
        &["--filter=blob:limit=1"],
        &["--filter=blob:none", "--sparse"],
        &["--depth=1"],
        &["--filter=tree:0", "--depth=1"],
        &["--filter=blob:none", "--depth=2"],
    ] {
        let place = clone(&sandbox, words);
        let found = sandbox.call(&["audit", "--json"]).folder(&place).run().code(1).json();
        let findings = found["findings"].as_array().expect("findings");
        assert_eq!(findings.len(), 1, "{words:?}: {found:#}");
        assert_eq!(findings[0]["code"], "incomplete-history", "{words:?}");
        let doctor = run(&sandbox, &place, &["doctor", "--json"]).code(1).json();
        let codes: Vec<_> = doctor["findings"].as_array().expect("findings").iter().map(|own| &own["code"]).collect();
        let gap = if words.contains(&"--depth=1") || words.contains(&"--depth=2") { "shallow" } else { "partial" };
        assert_eq!(codes, [gap], "{words:?}");
        for asked in
            [&["blame", ID][..], &["log", ID, "--patch"], &["ready", ID], &["show", OTHER], &["diff", ID], &["list"]]
        {
            let out = run(&sandbox, &place, asked);
            out.says_no("plain git").says_no("without an event");
            assert!(!out.stderr.contains("object not found"), "{words:?} {asked:?}: {out}");
            if out.code == 5 {
                out.complains("git fetch");
            }
        }
        let fix = findings[0]["fix"].as_str().expect("a fix");
        sandbox.call_program("sh", &["-c", &format!("{fix} --quiet")]).folder(&place).run().ok();
        run(&sandbox, &place, &["audit"]).ok();
        run(&sandbox, &place, &["doctor"]).ok();
    }
}

#[test]
fn an_adopted_edit_is_not_accused_where_content_was_left_out() {
    let sandbox = two_customers();
    let file = format!("runbooks/{OTHER}.toml");
    sandbox.write(&file, sandbox.read(&file).replace("\"two\"", "\"by hand\""));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "By hand"]);
    sandbox.change(&["save", OTHER]);
    sandbox.write(".runbook.toml", format!("{}\n# a word\n", sandbox.read(".runbook.toml")));
    sandbox.git(&["commit", "--quiet", "--all", "-m", "Settings"]);
    sandbox.git(&["rm", "--quiet", &file]);
    sandbox.git(&["commit", "--quiet", "-m", "Gone"]);
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    sandbox.change(&["save", OTHER]);
    sandbox.change(&["set", OTHER, "summary=four"]);
    sandbox.run(&["audit"]).ok();
    for filter in ["--filter=blob:none", "--filter=blob:limit=1", "--filter=tree:0"] {
        let place = clone(&sandbox, &[filter]);
        let found = sandbox.call(&["audit", "--json"]).folder(&place).run().code(1).json();
        let findings = found["findings"].as_array().expect("findings");
        let codes: Vec<_> = findings.iter().map(|own| &own["code"]).collect();
        assert_eq!(codes, ["incomplete-history"], "{filter}: {found:#}");
        let fix = findings[0]["fix"].as_str().expect("a fix");
        sandbox.call_program("sh", &["-c", &format!("{fix} --quiet")]).folder(&place).run().ok();
        run(&sandbox, &place, &["audit"]).ok();
    }
}

#[test]
fn in_a_shallow_clone_only_what_is_known_is_changed() {
    let sandbox = two_customers();
    let place = clone(&sandbox, &["--depth=1"]);
    run(&sandbox, &place, &["set", OTHER, "summary=x"]).code(5).complains("git fetch --unshallow");
    let words = ["export", OTHER, "--to", "json", "--audience", "customer"];
    let told = run(&sandbox, &place, &words);
    assert_eq!(told.ok().complains("git fetch --unshallow").json()["incomplete"], true);
    run(&sandbox, &place, &["set", ID, "summary=x"]).ok();
    sandbox.call_program("git", &["fetch", "--quiet", "--unshallow"]).folder(&place).run().ok();
    run(&sandbox, &place, &["set", OTHER, "summary=x"]).ok();
    assert_eq!(run(&sandbox, &place, &words).ok().json()["incomplete"], false);
    run(&sandbox, &place, &["audit"]).ok();
}

#[test]
fn what_a_shallow_clone_holds_whole_is_not_told_as_cut_off() {
    let sandbox = two_customers();
    let third = sandbox.read(&format!("runbooks/{OTHER}.toml")).replace("Other", "Third");
    sandbox.write("runbooks/beta/third.toml", third);
    sandbox.git(&["add", "runbooks"]);
    sandbox.git(&["commit", "--quiet", "-m", "By hand"]);
    sandbox.change(&["save", "beta/third"]);
    sandbox.change(&["set", "beta/third", "summary=three"]);
    sandbox.change(&["new", "Beta - Fresh"]);
    let customers = |place: &Path, id: &str| {
        let out = run(&sandbox, place, &["export", id, "--to", "json", "--audience", "customer"]);
        (out.ok().json()["incomplete"].clone(), out.stderr.clone())
    };
    // the border lies below the commit by plain git, at the creation of one, and within the life of the others
    for (depth, id) in [("--depth=5", "beta/third"), ("--depth=1", "beta/fresh")] {
        let place = clone(&sandbox, &[depth]);
        assert_eq!(customers(&place, id), (false.into(), String::new()), "{id}");
        assert!(!run(&sandbox, &place, &["log", id]).stderr.contains("incomplete"), "{id}");
        let out = run(&sandbox, &place, &["show", id, "--at", "2020-01-01"]);
        out.code(4).complains("did not exist");
        let (is_incomplete, told) = customers(&place, OTHER);
        assert!(is_incomplete == true && told.contains("git fetch --unshallow brings it"), "{told}");
        run(&sandbox, &place, &["log", OTHER]).complains("git fetch --unshallow brings the rest");
    }
    let partial = clone(&sandbox, &["--depth=1", "--filter=blob:none"]);
    let (_, told) = customers(&partial, OTHER);
    assert!(told.contains("--refetch --no-filter brings it"), "{told}");
}

#[test]
fn a_clone_without_files_is_told_how_it_gets_them() {
    let sandbox = two_customers();
    for words in [&["--no-checkout"][..], &["--no-checkout", "--filter=tree:0"]] {
        let place = clone(&sandbox, words);
        run(&sandbox, &place, &["list"]).code(5).complains("git checkout").complains("checked out");
        sandbox.call_program("git", &["checkout", "--quiet"]).folder(&place).run().ok();
        run(&sandbox, &place, &["list"]).ok();
    }
}

#[test]
fn what_a_shallow_clone_cuts_off_is_not_said_to_have_never_been() {
    let sandbox = two_customers();
    sandbox.change(&["set", ID, "summary=later"]);
    let place = clone(&sandbox, &["--depth=1"]);
    for words in [
        &["diff", ID][..],
        &["diff", ID, "HEAD~"],
        &["diff", ID, "@created"],
        &["diff", ID, "@approved"],
        &["show", ID, "--at", "HEAD~2"],
        &["show", ID, "--at", "2020-01-01"],
        &["show", ID, "--at", "@created"],
    ] {
        let out = run(&sandbox, &place, words);
        assert!([4, 5].contains(&out.code), "{out}");
        out.complains("git fetch --unshallow").says_no("no such runbook");
        assert!(!out.stderr.contains("did not exist") && !out.stderr.contains("has not happened"), "{out}");
    }
    sandbox.call_program("git", &["fetch", "--quiet", "--unshallow"]).folder(&place).run().ok();
    run(&sandbox, &place, &["diff", ID]).ok().says("later");
    run(&sandbox, &place, &["show", ID, "--at", "2020-01-01"]).code(4).complains("did not exist");
}

#[test]
fn a_text_that_is_lost_from_the_objects_is_found_although_the_file_lies_there() {
    let sandbox = two_customers();
    let lose = |path: &str| {
        let name = sandbox.git(&["rev-parse", &format!("HEAD:{path}")]).line().to_owned();
        let object = sandbox.store().join(".git/objects").join(&name[..2]).join(&name[2..]);
        std::fs::remove_file(object).expect("a loose object");
    };
    lose(FILE);
    let found = sandbox.run(&["doctor", "--json"]).code(1).json();
    assert_eq!(found["findings"][0]["code"], "lost-object", "{found:#}");
    let fix = found["findings"][0]["fix"].as_str().expect("a fix").to_owned();
    let script = fix.split_once(": ").expect("a command").1;
    sandbox.call_program("sh", &["-c", script]).run().ok();
    sandbox.run(&["doctor"]).ok();
    sandbox.assert_clean();
}
