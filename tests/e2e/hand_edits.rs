//! Files that a person edited: never overwritten, never swept in, recorded by `save`.

use std::fs;

use super::plan::{self, FILE, ID, missing, record};
use crate::env::Sandbox;

fn edit(sandbox: &Sandbox, from: &str, to: &str) {
    let text = sandbox.read(FILE);
    assert!(text.contains(from), "{from} is not in\n{text}");
    sandbox.write(FILE, text.replacen(from, to, 1));
}

#[test]
fn a_hand_edited_file_stops_every_change_until_saved() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    let out = sandbox.refused(5, &["set", ID, "dri=@jane_smith", "--json"]);
    assert_eq!(out.error()["kind"], "hand-edited");
    out.complains("runbook save");
    assert_eq!(missing(&sandbox, ID), ["hand-edited"]);
    let bytes = sandbox.read(FILE);
    let saved = sandbox.change(&["save", ID, "-m", "their legal form", "--json"]).json();
    assert_eq!(sandbox.read(FILE), bytes, "save leaves the file as the person left it");
    let event = &saved["events"][0];
    assert_eq!((&event["do"], &event["changes"][0]["path"]), (&"edit".into(), &"summary".into()));
    assert!(event["changes"][0]["old"].as_str().is_some_and(|old| old.contains("Inc.")));
    assert!(event["changes"][0]["new"].as_str().is_some_and(|new| new.contains("Ltd.")));
    assert_eq!(missing(&sandbox, ID), Vec::<String>::new());
    sandbox.change(&["set", ID, "summary=Mine again"]);
}

#[test]
fn a_staged_edit_is_a_hand_edit() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let original = sandbox.read(FILE);
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    sandbox.git(&["add", FILE]);
    sandbox.refused(5, &["set", ID, "dri=@jane_smith"]);
    // Staged, and put back in the work tree only.
    sandbox.write(FILE, original);
    sandbox.refused(5, &["set", ID, "dri=@jane_smith"]);
}

#[test]
fn an_edit_committed_with_plain_git_wants_adoption() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    let hand = sandbox.git(&["rev-parse", "HEAD"]).line().to_owned();
    sandbox.refused(5, &["set", ID, "dri=@jane_smith"]);
    assert!(missing(&sandbox, ID).contains(&"hand-edited".to_owned()));
    let log = sandbox.json(&["log", ID]);
    assert_eq!(log["entries"][0]["event"], serde_json::Value::Null);
    sandbox.run(&["audit", "--json"]).code(1).says("no-event").says(&hand);
    let saved = sandbox.change(&["save", ID, "--json"]).json();
    assert!(saved["events"][0].to_string().contains(&hand), "{saved:#}");
    // a clone knows it as well, which has no caches
    fs::remove_file(sandbox.store().join(".git/runbook/tips")).expect("a cache");
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    let audit = sandbox.json(&["audit"]);
    assert_eq!((&audit["ok"], &audit["edits"]), (&true.into(), &1.into()), "{audit:#}");
}

#[test]
fn what_a_file_made_by_hand_says_to_have_happened_is_listed() {
    let sandbox = Sandbox::new();
    let text = "customer = \"Acme\"\ntask = \"Mine\"\nstate = \"draft\"\n\n[[pre_call]]\nid = \"a\"\ntext = \"A\"\nmark = \"done\"\n";
    sandbox.write("runbooks/acme/mine.toml", text);
    sandbox.change(&["save", "acme/mine"]);
    let audit = sandbox.json(&["audit"]);
    assert_eq!((&audit["ok"], &audit["by_hand"][0]["path"]), (&true.into(), &"pre_call.a".into()), "{audit:#}");
    assert_eq!(audit["by_hand"].as_array().map(Vec::len), Some(1), "{audit:#}");
    // nobody approves for somebody else, in a new file as little as in any other
    let text =
        "customer = \"Acme\"\ntask = \"Other\"\nstate = \"draft\"\n\n[[approvals]]\nby = \"Bob <bob@example.com>\"\n";
    sandbox.write("runbooks/acme/other.toml", format!("{text}at = 2026-01-01T00:00:00Z\nplan = \"sha256:00\"\n"));
    sandbox.change(&["save", "acme/other"]);
    sandbox.run(&["audit"]).code(1).says("author-mismatch").says("Bob");
    sandbox.tamper();
}

#[test]
fn a_file_made_by_hand_is_adopted_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme/mine.toml", "customer = \"Acme\"\ntask = \"Mine\"\nstate = \"draft\"\n");
    sandbox.refused(5, &["set", "acme/mine", "summary=x"]);
    let saved = sandbox.change(&["save", "acme/mine", "--json"]).json();
    assert!(saved["events"][0].to_string().contains("Mine"), "{saved:#}");
    sandbox.change(&["set", "acme/mine", "summary=x"]);
}

#[test]
fn everything_that_no_event_touched_stays_byte_for_byte() {
    let sandbox = Sandbox::new();
    let text = "\u{feff}# the top\r\nformat = 1 # one\r\n\r\ntask = 'Mine'   # odd spaces\r\ncustomer = \"Acme\"\r\n\
                \r\n# before the state\r\nstate   =   \"draft\"\r\nfavourite = { colour = \"red\" } # unknown\r\n\r\n\
                [[tasks]] # first\r\ntitle = \"One\" # said\r\nid = \"one\"\r\n\r\n[odd.table]\r\nx.y = 1\r\n# the end";
    sandbox.write("runbooks/acme/mine.toml", text);
    sandbox.change(&["save", "acme/mine"]);
    sandbox.change(&["task", "set", "acme/mine", "one", "--estimate", "10m"]);
    sandbox.change(&["task", "set", "acme/mine", "one", "--title", "Two"]);
    let after = sandbox.read("runbooks/acme/mine.toml");
    let without_new: String = after.split_inclusive("\r\n").filter(|line| !line.starts_with("estimate")).collect();
    assert_eq!(without_new, text.replace("\"One\"", "\"Two\""));
    assert!(after.contains("estimate = \"10m\"\r\n"), "{after}");
}

#[test]
fn what_is_staged_or_dirty_elsewhere_stays_as_it_was() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.run(&["new", "Globex - Other work"]).ok();
    sandbox.write("notes.txt", "one\n");
    sandbox.git(&["add", "notes.txt"]);
    sandbox.write("notes.txt", "one\ntwo\n");
    sandbox.write("loose.txt", "loose\n");
    let other = "runbooks/globex/other-work.toml";
    sandbox.write(other, sandbox.read(other) + "# mine\n");
    sandbox.git(&["add", other]);
    let before = sandbox.git(&["status", "--porcelain"]).stdout;
    sandbox.run(&["set", ID, "summary=x"]).ok();
    assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, before);
    let touched = sandbox.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(touched.line(), FILE);
    sandbox.assert_sound();
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let good = sandbox.read(FILE);
    for (text, word) in [
        (good.replace("customer = \"Acme\"", "customer = \"Acme"), ":"),
        (good.replace("customer = \"Acme\"", "customer = 7"), "customer"),
        (good.replace("state = \"draft\"", "state = \"drafty\""), "drafty"),
        (format!("<<<<<<< HEAD\n{good}=======\n>>>>>>> theirs\n"), "conflict"),
        (String::new(), "empty"),
        (good.replace("format = 1", "format = 2"), "newer version"),
    ] {
        sandbox.write(FILE, &text);
        for words in [&["show", ID][..], &["set", ID, "summary=x"], &["save", ID]] {
            sandbox.refused(5, words).complains(FILE);
        }
        let out = sandbox.refused(5, &["show", ID]);
        assert!(out.stderr.contains(word), "“{word}” is not said\n{out}");
        let row = sandbox.json(&["list"])["runbooks"][0].clone();
        assert!(row["problem"].is_string(), "{row}");
    }
    sandbox.write(FILE, &good);
    assert_eq!(record(&sandbox)["customer"], "Acme");
}

#[test]
fn records_beyond_the_caps_are_refused() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let good = sandbox.read(FILE);
    sandbox.write(FILE, format!("{good}# {}\n", "x".repeat(1 << 20)));
    sandbox.refused(5, &["show", ID]);
    sandbox.write(FILE, format!("odd = {}1{}\n{good}", "[".repeat(40), "]".repeat(40)));
    sandbox.refused(5, &["show", ID]);
    sandbox.write(FILE, &good);
    // One word may not be that long; ten of them together are.
    let words: Vec<String> = (0..10).map(|n| format!("var.v{n}={}", "x".repeat(110_000))).collect();
    let words: Vec<&str> = ["set", ID].into_iter().chain(words.iter().map(String::as_str)).collect();
    sandbox.refused(2, &words);
}

#[test]
fn a_record_deleted_by_hand_is_not_made_anew() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    fs::remove_file(sandbox.store().join(FILE)).expect("removed");
    sandbox.refused(5, &["set", ID, "summary=x"]);
}

#[test]
fn an_unreadable_file_is_pointed_to_a_version_that_there_is() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let recorded = sandbox.git(&["rev-parse", "--short=10", "HEAD"]).line().to_owned();
    sandbox.tamper();
    sandbox.write(FILE, "customer = ");
    sandbox.git(&["commit", "--quiet", "-a", "-m", "Spoil it"]);
    sandbox.run(&["show", ID]).code(5).complains(&format!("runbook show {ID} --at {recorded}"));
    sandbox.run(&["show", ID, "--at", &recorded]).ok();
    sandbox.write("runbooks/acme/other.toml", "customer = ");
    let never = sandbox.run(&["show", "acme/other"]);
    assert!(!never.code(5).stderr.contains("--at"), "{never}");
}

/// A token, put together so that this file holds none.
fn token() -> String {
    format!("{}-{}", "glpat", "x7Qz9Lm2Rt5Vw8Yb3Kd6")
}

#[test]
fn leave_for_a_false_alarm_is_added_to_a_saved_file_and_nothing_else_is() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = token();
    let typed = format!("# {token}\n{}", sandbox.read(FILE).replace("Acme Inc.", &token));
    sandbox.write(FILE, &typed);
    sandbox.refused(3, &["save", ID]).complains("--allow-secret");
    sandbox.refused(3, &["save", ID, "--allow-secret", &format!("it is {token}")]).complains("reason");
    for nothing in ["", " ", "\u{200b}"] {
        sandbox.refused(2, &["save", ID, "--allow-secret", nothing]).complains("reason");
    }
    let saved = sandbox.change(&["save", ID, "--allow-secret", "an expired sample", "--json"]).json();
    assert_eq!((&saved["events"][0]["do"], &saved["events"][1]["code"]), (&"edit".into(), &"secret".into()));
    assert!(!saved["events"][1].to_string().contains(&token));
    let (text, added) = (sandbox.read(FILE), record(&sandbox)["overrides"][0].clone());
    assert!(text.starts_with(&typed), "what was typed stays as it was:\n{text}");
    assert_eq!((&added["code"], &added["reason"]), (&"secret".into(), &"an expired sample".into()));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, "");
    sandbox.run(&["audit"]).ok();
    sandbox.change(&["set", ID, "dri=@jane_smith"]);
    // a new file that was made by hand, and one that git has staged already
    let text = format!("customer = \"Acme\"\ntask = \"Mine\"\nstate = \"draft\"\nsummary = \"{token}\"\n");
    sandbox.write("runbooks/acme/mine.toml", &text);
    sandbox.git(&["add", "runbooks/acme/mine.toml"]);
    sandbox.refused(3, &["save", "acme/mine"]);
    sandbox.change(&["save", "acme/mine", "--allow-secret", "an expired sample"]);
    assert!(sandbox.read("runbooks/acme/mine.toml").starts_with(&text));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).stdout, "");
    sandbox.run(&["audit"]).ok();
}

#[test]
fn a_draft_that_is_kept_holds_no_secret_whatever_it_was_refused_for() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let token = token();
    let draft = || {
        let folder = sandbox.store().join(".git/runbook/drafts");
        let kept = fs::read_dir(folder).expect("drafts").flatten().next().expect("one").path();
        (fs::read_to_string(&kept).expect("text"), kept)
    };
    let typed = format!("printf '# {token}\\nsummary = \"twice\"\\nsummary = \"twice\"\\n' >>\"$1\"; exit $END;");
    for (end, code) in [("0", 2), ("1", 3)] {
        let out = sandbox.call(&["edit", ID]).var("EDITOR", format!("f() {{ {typed} }}; f")).var("END", end).run();
        out.code(code).complains("is kept in");
        let (text, kept) = draft();
        assert!(!text.contains(&token) && text.contains("[masked ") && text.contains("twice"), "{end}: {text}");
        let again = sandbox.call(&["edit", ID, "--resume"]).var("EDITOR", "true").run();
        assert!(again.code != 0 && !draft().0.contains(&token), "{again}");
        fs::remove_file(kept).expect("removed");
    }
}

#[test]
fn the_words_given_with_a_new_file_are_looked_at_too() {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme/mine.toml", "customer = \"Acme\"\ntask = \"Mine\"\nstate = \"draft\"\n");
    let out = sandbox.refused(3, &["save", "acme/mine", "-m", &format!("uses {}", token())]);
    out.complains("why: GitLab token");
}

#[test]
fn a_secret_that_plain_git_committed_is_told_and_holds_nothing_up() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let (before, token) = (sandbox.read(FILE), token());
    sandbox.write(FILE, before.replace("Acme Inc.", &token));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    // what is typed on top of it is still kept out
    sandbox.write(FILE, format!("{}# {}\n", sandbox.read(FILE), token.replace("x7Q", "y8R")));
    sandbox.refused(3, &["save", ID]);
    sandbox.write(FILE, before.replace("Acme Inc.", &token));
    let saved = sandbox.change(&["save", ID]);
    saved.complains("was committed with plain git").complains("GitLab token").complains("then take it out of the file");
    assert!(!saved.stderr.contains(&token) && !saved.stdout.contains(&token), "{}{}", saved.stdout, saved.stderr);
    sandbox.run(&["audit"]).ok();
    // taken out before it was adopted: told as well, for the history keeps it
    sandbox.write(FILE, sandbox.read(FILE).replace(&token, &token.replace("x7Q", "y8R")));
    sandbox.git(&["commit", "--quiet", "--all", "--message", "another"]);
    sandbox.write(FILE, &before);
    let saved = sandbox.change(&["save", ID]);
    saved.complains("was committed with plain git").complains("revoke");
    assert!(!saved.stderr.contains("take it out of the file"), "{saved}");
    sandbox.run(&["audit"]).ok();
}

#[test]
fn what_is_recorded_is_said_to_be_so_where_an_adopted_text_is_lost() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    plan::draft(&sandbox);
    for word in ["one", "two"] {
        sandbox.write(FILE, format!("# {word}\n{}", sandbox.read(FILE)));
        sandbox.git(&["commit", "--quiet", "--all", "-m", word]);
    }
    let name = sandbox.git(&["rev-parse", &format!("HEAD~1:{FILE}")]).line().to_owned();
    fs::remove_file(sandbox.store().join(".git/objects").join(&name[..2]).join(&name[2..])).expect("loose");
    let before = sandbox.commits();
    let out = sandbox.run(&["save", ID]);
    out.ok().complains("was not searched for secrets");
    assert_eq!(sandbox.commits(), before + 1);
    sandbox.run(&["set", ID, "summary=later"]).ok();
}

#[test]
fn a_runbook_that_plain_git_brought_is_known_by_its_event_in_every_clone() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let file = "runbooks/acme/another.toml";
    sandbox.write(file, sandbox.read(FILE));
    sandbox.git(&["add", file]);
    sandbox.git(&["commit", "--quiet", "-m", "By hand"]);
    sandbox.change(&["save", "acme/another"]);
    sandbox.git(&["clone", "--quiet", ".", "../clone"]);
    let run = |words: &[&str]| sandbox.call(words).folder(sandbox.top().join("clone")).run();
    run(&["log", "acme/another"]).ok().says("create");
    run(&["save", "acme/another"]).ok().says_no("create");
    run(&["set", "acme/another", "summary=x"]).ok();
    run(&["audit"]).ok();
}

#[test]
fn a_commit_by_plain_git_passes_no_gate_that_an_edit_does_not_pass() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let state = "state = \"scheduled\"";
    edit(&sandbox, state, "state = \"closed\"\nresult = \"cancelled\"");
    edit(&sandbox, "Acme Inc. requires", "Acme Ltd. requires");
    let by_edit = sandbox.refused(3, &["save", ID, "--json"]).error()["message"].clone();
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    let out = sandbox.refused(3, &["save", ID, "--json"]);
    assert!(out.error()["message"].as_str().is_some_and(|own| own.starts_with(by_edit.as_str().expect("words"))));
    out.complains("git restore --source").complains("take `result` out of it");
    sandbox.run(&["audit"]).code(1).says("no-event");
    // back as it was, with what may be said by hand
    edit(&sandbox, "state = \"closed\"\nresult = \"cancelled\"", state);
    sandbox.change(&["save", ID]);
    let now = record(&sandbox);
    assert_eq!(now["state"], "scheduled");
    assert!(now["summary"].as_str().is_some_and(|own| own.contains("Ltd.")));
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
    sandbox.change(&["cancel", ID, "--reason", "not wanted any more"]);
    // a closed one is changed by nobody
    edit(&sandbox, "Acme Ltd. requires", "Acme AG requires");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand again"]);
    let hints = sandbox.refused(3, &["save", ID, "--json"]).error()["hints"].to_string();
    let source = hints.split("--source=").nth(1).and_then(|rest| rest.split(' ').next()).expect("a commit").to_owned();
    assert!(hints.contains("runbook reopen") && !hints.contains("stash"), "{hints}");
    sandbox.git(&["restore", &format!("--source={source}"), "--", FILE]);
    sandbox.change(&["save", ID]);
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
}

#[test]
fn a_time_moved_by_hand_has_no_agreement_unless_one_comes_with_it() {
    let (sandbox, time) = (Sandbox::new(), "scheduled_at = 2026-12-01T14:00:00+01:00");
    plan::ready(&sandbox);
    let agreed = record(&sandbox)["agreed"].clone();
    edit(&sandbox, time, "scheduled_at = 2026-12-02T14:00:00+01:00 # they asked for it");
    sandbox.change(&["save", ID]).complains("nobody agreed to the new one");
    assert_eq!(record(&sandbox).get("agreed"), None);
    assert!(sandbox.read(FILE).contains("2026-12-02T14:00:00+01:00 # they asked for it"));
    assert_eq!(missing(&sandbox, ID), ["not-agreed"]);
    // what comes with the new time is an agreement to it
    sandbox.change(&["schedule", ID, "2026-12-01 14:00", "--agreed", agreed.as_str().expect("words")]);
    edit(&sandbox, time, "scheduled_at = 2026-12-03T14:00:00+01:00");
    edit(&sandbox, agreed.as_str().expect("words"), "by phone, on Monday");
    let bytes = sandbox.read(FILE);
    sandbox.change(&["save", ID]);
    assert_eq!((&record(&sandbox)["agreed"], sandbox.read(FILE)), (&"by phone, on Monday".into(), bytes));
    // committed with plain git, it is no other thing
    edit(&sandbox, "2026-12-03T14", "2026-12-04T14");
    sandbox.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    sandbox.change(&["save", ID]).complains("nobody agreed to the new one");
    let now = record(&sandbox);
    assert_eq!((now.get("agreed"), &now["scheduled_at"]), (None, &"2026-12-04T14:00:00+01:00".into()));
    assert_eq!(sandbox.json(&["audit"])["ok"], true);
}

#[test]
fn a_file_that_the_branch_has_left_behind_is_no_edit() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let before = sandbox.read(FILE);
    sandbox.change(&["set", ID, "summary=What a colleague pushed into this store"]);
    let pushed = sandbox.read(FILE);
    sandbox.write(FILE, &before);
    let out = sandbox.refused(5, &["set", ID, "dri=@d"]);
    out.complains("without what was recorded since").complains(&format!("git restore --staged --worktree {FILE}"));
    let restore = out.stderr.find("git restore").expect("a hint");
    assert!(restore < out.stderr.find("runbook save").expect("a hint"), "{out}");
    let doctor = sandbox.run(&["doctor", "--json"]).code(1).json();
    assert!(doctor["findings"][0]["fix"].as_str().expect("a fix").contains("git restore"), "{doctor:#}");
    let ready = sandbox.run(&["ready", ID, "--json"]).code(1).json();
    let point =
        ready["runbooks"][0]["missing"].as_array().and_then(|all| all.iter().find(|own| own["code"] == "hand-edited"));
    let fix = format!("git restore --staged --worktree {FILE}");
    assert_eq!(point.expect("a point")["fix"], fix.as_str(), "{ready:#}");
    sandbox.run(&["show", ID]).ok().says(&fix).says("without what was recorded since").says_no("runbook save");
    sandbox.git(&["restore", "--staged", "--worktree", FILE]);
    assert_eq!(sandbox.read(FILE), pushed);
    // whoever means it may still do it, and is told what it comes to
    sandbox.write(FILE, &before);
    sandbox.change(&["save", ID]).complains("it takes back what was recorded since");
}

#[test]
fn an_edit_goes_on_with_what_was_typed_last_and_takes_no_clash_in() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    for (number, word) in ["one", "two", "three"].into_iter().enumerate() {
        let words = format!("sed -i 's/^summary = .*/summary = \"{word}\"\\nnonsense{number} = {{/'");
        sandbox.call(&["edit", ID]).var("EDITOR", &words).run().code(2).complains("--resume");
        sandbox.clock.pass(1);
    }
    let mend = "sed -i '/^nonsense/d'";
    sandbox.call(&["edit", ID, "--resume"]).var("EDITOR", mend).run().ok();
    assert!(sandbox.read(FILE).contains("summary = \"three\""), "{}", sandbox.read(FILE));
    let clash = "sed -i '1i #| Two people changed the same. It has ours:\\n#|   dri: theirs is \"@a\"'";
    sandbox.call(&["edit", ID]).var("EDITOR", clash).run().code(3).complains("begin with `#|`");
}

#[test]
fn a_time_that_was_moved_by_hand_goes_out_as_agreed_by_nobody() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let text = sandbox.read(FILE);
    let line = text.lines().find(|line| line.starts_with("scheduled_at")).expect("a time");
    sandbox.write(FILE, text.replace(line, "scheduled_at = 2026-12-05T14:00:00+01:00"));
    let pre = sandbox.run(&["message", ID, "pre"]);
    pre.ok().complains("was changed by hand");
    assert!(!pre.stdout.contains("is agreed"), "{pre}");
    for format in ["markdown", "html", "json"] {
        let page = sandbox.run(&["export", ID, "--to", format, "--audience", "customer"]);
        assert!(!page.ok().stdout.contains("is agreed") && !page.stdout.contains("\"agreed\": true"), "{page}");
    }
    let folder = sandbox.top().join("out").display().to_string();
    let all = sandbox.run(&["export", "--all", "--to", "html", "--audience", "customer", "-o", &folder]);
    all.ok().complains("was changed by hand");
}
