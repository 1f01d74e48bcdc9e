//! What stands in git's index beside a file: announced, staged and edited further. No hint loses a text.

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

const OTHER: &str = "runbooks/acme/other.toml";

#[test]
fn an_announced_file_has_no_text_of_its_own() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for version in ["2", "4"] {
        sandbox.git(&["update-index", "--index-version", version]);
        let name = format!("runbooks/acme/other{version}.toml");
        let text = sandbox.read(FILE).replace("Enforce 2FA on all groups", &format!("Other{version}"));
        sandbox.write(&name, &text);
        sandbox.git(&["add", "-N", "."]);
        sandbox.run(&["show", &format!("acme/other{version}")]).ok();
        sandbox.run(&["save", &format!("acme/other{version}")]).ok();
        assert_eq!(sandbox.read(&name), text);
        sandbox.assert_clean();
        sandbox.git(&["write-tree"]);
    }
    assert!(!sandbox.store().join(OTHER).exists());
}

#[test]
fn an_edit_is_put_aside_beside_files_that_are_only_announced() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for path in [OTHER, "runbooks/acme/third.toml"] {
        sandbox.write(path, sandbox.read(FILE));
        sandbox.git(&["add", "-N", path]);
    }
    sandbox.write(FILE, sandbox.read(FILE) + "# by hand\n");
    for id in [ID, "acme/other"] {
        let path = format!("runbooks/{id}.toml");
        let text = sandbox.read(&path);
        let out = sandbox.run(&["set", id, "summary=x"]);
        let hint = out.code(5).stderr.lines().find_map(|line| line.split_once("git keeps it: ")).expect("a hint").1;
        sandbox.call_program("sh", &["-c", hint]).run().ok();
        let kept = sandbox.git(&["stash", "show", "-p", "--include-untracked"]).stdout;
        assert!(text.lines().all(|line| kept.contains(line)) || kept.contains("# by hand"), "{id}\n{kept}");
        assert_eq!(sandbox.git(&["status", "--porcelain", "--", &path]).stdout, "", "{id}: it is out of the way");
    }
    assert!(sandbox.store().join("runbooks/acme/third.toml").exists(), "what is another's stays");
}

/// Runs the commands of all hints in turn, each in a copy of the store, and answers with all text that is left.
fn after_hints(sandbox: &Sandbox, stderr: &str) -> Vec<String> {
    let hints = stderr.lines().filter_map(|line| line.trim().strip_prefix("try: "));
    hints
        .map(|hint| {
            let words = hint.split_once(": ").map_or(hint, |(_, words)| words);
            let words = words.split(", then: ").next().unwrap_or(words);
            sandbox.call_program("sh", &["-c", "rm -rf ../copy && cp -a . ../copy"]).run().ok();
            let original = sandbox.store().display().to_string();
            let script = words.replace(&original, &sandbox.top().join("copy").display().to_string());
            let binary = env!("CARGO_BIN_EXE_runbook");
            let script = script.replace("runbook save", &format!("{binary} save"));
            let copy = sandbox.top().join("copy");
            sandbox.call_program("sh", &["-c", &script]).folder(&copy).run();
            let all = "cat runbooks/*/* .git/*.toml 2>/dev/null; git show :runbooks/acme/enforce-2fa-on-all-groups.toml; git stash show -p --include-untracked; git show stash^2; git log -p -3";
            sandbox.call_program("sh", &["-c", all]).folder(&copy).run().stdout
        })
        .collect()
}

#[test]
fn no_hint_loses_a_text_that_exists_nowhere_else() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let text = sandbox.read(FILE);
    let edit = |what: &str| text.clone() + &format!("# {what}\n");
    // an edit, staged or not
    for staged in [false, true] {
        sandbox.write(FILE, edit("by hand"));
        if staged {
            sandbox.git(&["add", FILE]);
        }
        let out = sandbox.run(&["set", ID, "summary=x"]);
        out.code(5);
        for left in after_hints(&sandbox, &out.stderr) {
            assert!(left.contains("# by hand"), "{out}\n{left}");
        }
        sandbox.git(&["restore", "--staged", "--worktree", FILE]);
    }
    // staged, and edited further
    sandbox.write(FILE, edit("staged"));
    sandbox.git(&["add", FILE]);
    sandbox.write(FILE, edit("further"));
    for words in [&["save", ID][..], &["set", ID, "summary=x"], &["edit", ID]] {
        let out = sandbox.run(words);
        out.code(5);
        let left = after_hints(&sandbox, &out.stderr);
        assert!(left.len() >= 2, "{out}");
        for left in left {
            assert!(left.contains("# further"), "{out}\n{left}");
            assert!(left.contains("# staged") || words[0] != "save", "{out}\n{left}");
        }
    }
    sandbox.git(&["restore", "--staged", "--worktree", FILE]);
    // untracked, and announced
    sandbox.write(OTHER, text.replace("Enforce 2FA on all groups", "Other"));
    for announced in [false, true] {
        if announced {
            sandbox.git(&["add", "-N", OTHER]);
        }
        let out = sandbox.run(&["set", "acme/other", "summary=x"]);
        out.code(5);
        for left in after_hints(&sandbox, &out.stderr) {
            assert!(left.contains("\"Other\""), "{out}\n{left}");
        }
    }
}

#[test]
fn an_announced_file_is_recorded_where_the_index_is_split_or_sparse() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.git(&["update-index", "--split-index"]);
    let text = sandbox.read(FILE).replace("Enforce 2FA on all groups", "Other");
    sandbox.write(OTHER, &text);
    sandbox.git(&["add", "-N", OTHER]);
    sandbox.run(&["save", "acme/other"]).ok();
    assert_eq!(sandbox.read(OTHER), text);
    sandbox.assert_clean();
    // one that is staged without content is staged all the same
    sandbox.write("runbooks/acme/third.toml", "");
    sandbox.git(&["add", "runbooks/acme/third.toml"]);
    sandbox.write("runbooks/acme/third.toml", text.replace("Other", "Third"));
    sandbox.refused(5, &["save", "acme/third"]);
}
