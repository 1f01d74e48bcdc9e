//! Setting up a store where something was left: by a run of ours that was killed, or by somebody's git.

use std::fs;

use super::plan::{self, ID};
use super::targets::loaded;
use crate::env::Sandbox;

#[test]
fn settings_of_git_behind_a_link_are_written_where_they_lie() {
    // memory is another file system than the store's own, where there is one
    let far = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    for again in [false, true] {
        let sandbox = Sandbox::bare();
        sandbox.git(&["init", "--quiet"]);
        if again {
            sandbox.run(&["init"]).ok();
            sandbox.git(&["config", "--remove-section", "merge.runbook"]);
        }
        let (settings, file) = (sandbox.store().join(".git/config"), far.path().join("config"));
        fs::copy(&settings, &file).expect("copied");
        fs::remove_file(&settings).expect("removed");
        std::os::unix::fs::symlink(&file, &settings).expect("a link");
        sandbox.run(if again { &["doctor", "--fix"] } else { &["init"] }).ok();
        assert!(settings.is_symlink() && fs::read_to_string(&file).expect("there").contains("merge \"runbook\""));
        let names: Vec<_> = fs::read_dir(far.path()).expect("readable").flatten().map(|own| own.file_name()).collect();
        assert_eq!(names, ["config"], "nothing is left beside it");
        sandbox.run(&["doctor"]).ok();
        fs::remove_file(&file).expect("removed");
    }
}

#[test]
fn a_store_is_kept_in_no_folder_whose_name_is_not_text() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let odd = sandbox.top().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&odd).expect("made");
    let before: Vec<_> = fs::read_dir(sandbox.top()).expect("readable").flatten().map(|own| own.file_name()).collect();
    let clone = ["clone", sandbox.store().to_str().expect("text"), "c"];
    for words in [&["init", "s"][..], &["init", "."], &["demo", "d"], &clone] {
        let out = sandbox.call(words).folder(&odd).run();
        out.code(5).complains("is not UTF-8 text");
        assert_eq!(fs::read_dir(&odd).expect("readable").count(), 0, "{words:?}");
    }
    // one that was kept there, or moved there
    sandbox.call_program("cp", &["-R", "--", sandbox.store().to_str().expect("text")]).word(odd.join("s")).run().ok();
    for words in [&["list"][..], &["set", ID, "summary=x"], &["doctor"], &["init", "."]] {
        sandbox.call(words).folder(odd.join("s")).run().code(5).complains("is not UTF-8 text");
    }
    let after: Vec<_> = fs::read_dir(sandbox.top()).expect("readable").flatten().map(|own| own.file_name()).collect();
    assert_eq!(before.len(), after.len(), "nothing is made beside it: {after:?}");
}

#[test]
fn what_a_killed_set_up_left_is_cleared_away() {
    let sandbox = Sandbox::bare();
    fs::create_dir_all(sandbox.store().join(".runbook-init-a1b2c3/.git/objects/pack")).expect("folders");
    sandbox.run(&["init"]).ok().says("made the store");
    assert!(!sandbox.store().join(".runbook-init-a1b2c3").exists());
    sandbox.assert_clean();
    // a clone clears away what an earlier one left in the same place, and nothing else
    fs::create_dir_all(sandbox.top().join(".runbook-clone-a1b2c3/store/.git")).expect("folders");
    sandbox.write("../.runbook-clone-notes", "theirs");
    sandbox.run(&["clone", ".", "../copy"]).ok();
    assert!(
        !sandbox.top().join(".runbook-clone-a1b2c3").exists() && sandbox.top().join(".runbook-clone-notes").exists()
    );
}

#[test]
fn a_lock_of_gits_on_its_settings_is_left_alone_and_told() {
    let sandbox = Sandbox::new();
    sandbox.git(&["config", "--remove-section", "merge.runbook"]);
    let lock = sandbox.store().join(".git/config.lock");
    fs::write(&lock, "[core]\n").expect("a lock");
    sandbox.run(&["doctor", "--fix"]).code(1).says("compare and merge").says("config.lock").says("rm ");
    let out = sandbox.run(&["init"]);
    out.code(5).complains("config.lock").complains("rm ");
    assert!(lock.exists());
    sandbox.run(&["new", "Zoo - Other"]).ok();
    fs::remove_file(&lock).expect("there");
    sandbox.run(&["doctor", "--fix"]).ok();
    sandbox.run(&["doctor"]).ok();
}

#[test]
fn a_lock_that_a_killed_run_left_on_gits_settings_goes() {
    let sandbox = Sandbox::new();
    let (lock, note) = (sandbox.store().join(".git/config.lock"), sandbox.store().join(".git/runbook/config-claim"));
    fs::write(&note, "[core]\n\tbare = false\n").expect("a note");
    fs::write(&lock, "[core]\n\tbare = false\n").expect("a lock");
    sandbox.run(&["doctor"]).code(1).says("interrupted");
    sandbox.run(&["doctor", "--fix"]).ok();
    assert!(!lock.exists() && !note.exists());
}

#[test]
fn a_list_is_not_deleted_on_the_word_of_an_edit_that_nobody_recorded() {
    let sandbox = loaded(&["anna"]);
    let list = sandbox.store().join(".git/runbook/targets/acme.enforce-2fa-on-all-groups/list");
    let file = format!("runbooks/{ID}.toml");
    let text = sandbox.read(&file).replace("[targets]\n", "[targets]\npurged_at = 2026-12-01T10:00:00+01:00\n");
    sandbox.write(&file, &text);
    sandbox.run(&["doctor", "--fix"]).code(1).says("is recorded as deleted").says("not recorded");
    assert!(list.exists());
    // nor is another list than the one that was deleted
    sandbox.git(&["checkout", "--quiet", "--", &file]);
    sandbox.run(&["targets", "purge", ID]).ok();
    fs::create_dir_all(list.parent().expect("a folder")).expect("folders");
    fs::write(&list, "bob\n").expect("a list");
    sandbox.run(&["doctor", "--fix"]).code(1).says("not the list that the record speaks of");
    assert!(list.exists());
}

#[test]
fn what_mends_a_merge_under_way_throws_nothing_away() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.git(&["branch", "other"]);
    sandbox.change(&["set", ID, "summary=ours"]);
    sandbox.git(&["checkout", "--quiet", "other"]);
    sandbox.change(&["set", ID, "summary=theirs"]);
    sandbox.git_raw(&["merge", "--quiet", "main"]);
    let found = sandbox.run(&["doctor", "--json"]).json();
    let found = found["findings"].as_array().expect("findings").clone();
    let merge = found.iter().find(|own| own["code"] == "repository").expect("a merge");
    assert_eq!(merge["fix"], "git merge --continue");
    assert!(merge["message"].as_str().is_some_and(|words| words.ends_with("; or: git merge --abort")), "{merge}");
    // every fix is one command, or several that are all wanted
    let is_one = |own: &serde_json::Value| own["fix"].as_str().is_some_and(|fix| !fix.contains("; "));
    assert!(found.iter().all(is_one), "{found:#?}");
}

#[test]
fn a_list_that_the_record_takes_for_deleted_is_told_and_goes() {
    let sandbox = loaded(&["anna"]);
    let list = sandbox.store().join(".git/runbook/targets/acme.enforce-2fa-on-all-groups/list");
    sandbox.run(&["targets", "purge", ID]).ok();
    // as where another clone has deleted its own
    for mend in [&["doctor", "--fix"][..], &["targets", "purge", ID]] {
        fs::create_dir_all(list.parent().expect("a folder")).expect("folders");
        fs::write(&list, "anna\n").expect("a list");
        sandbox.run(&["targets", "list", ID]).code(3).complains("still on this machine");
        sandbox.run(&["doctor"]).code(1).says("is recorded as deleted");
        sandbox.run(mend).ok();
        assert!(!list.exists());
        sandbox.run(&["doctor"]).ok();
    }
}

#[test]
fn a_store_within_another_repository_is_made_with_a_word() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init", "inner"]).ok().complains("inside of another git repository");
    let beside = sandbox.top().join("beside");
    let made = sandbox.run(&["init", beside.to_str().expect("UTF-8")]);
    assert!(!made.ok().stderr.contains("another git repository"));
}
