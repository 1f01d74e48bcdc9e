//! What is found without any anchor, a kind of tampering each.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::forge::{FILE, Forge, ID, LOG, OTHER};

/// One kind of tampering, and a code that the audit must answer with.
struct Kind {
    name: &'static str,
    code: &'static str,
    tamper: fn(&Forge),
}

const FILE_MODE: &str = "100644";

/// The record with another summary.
fn edited(forge: &Forge) -> String {
    forge.file(&forge.head(), FILE).replace("Enforce it", "Enforce something else")
}

/// Everything of a commit's message again, one word changed.
fn amend_last(forge: &Forge, from: &str, to: &str) {
    let mut raw = forge.raw(&forge.head());
    assert!(raw.message.contains(from), "{}", raw.message);
    raw.message = raw.message.replace(from, to);
    let commit = forge.write(&raw);
    forge.move_head(&commit);
}

/// A commit of the head with another line in its header.
fn recast_last(forge: &Forge, field: &str, change: impl Fn(&str) -> String) {
    let mut raw = forge.raw(&forge.head());
    let prefix = format!("{field} ");
    let old = raw.header.iter().find_map(|line| line.strip_prefix(&prefix)).expect("a field").to_owned();
    raw.set(field, &change(&old));
    let commit = forge.write(&raw);
    forge.move_head(&commit);
}

/// `Name <email> seconds offset` with other seconds.
fn shifted(line: &str, by: i64) -> String {
    let (who, when) = line.rsplit_once("> ").expect("a person");
    let (seconds, offset) = when.split_once(' ').expect("a time");
    format!("{who}> {} {offset}", seconds.parse::<i64>().expect("seconds") + by)
}

/// The file of a loose object, writable.
fn loose(forge: &Forge, name: &str) -> std::path::PathBuf {
    let (folder, rest) = name.split_at(2);
    let file = forge.stand.store().join(".git/objects").join(folder).join(rest);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("a loose object");
    file
}

/// A branch with one more event, merged in such a way that the merge holds `kept`.
fn merged(forge: &Forge, kept: &str) {
    let fork = forge.head();
    forge.says_and_does(json!({"do": "set", "fields": {"summary": "Said on main"}}));
    let main = forge.head();
    forge.move_head(&fork);
    let tree = forge.tree(&fork, &[("notes.md", Some((FILE_MODE, "n\n")))]);
    let side = forge.commit(&tree, "notes\n");
    let tree = forge.tree(&side, &[(FILE, Some((FILE_MODE, kept)))]);
    let merge = forge.git(&["commit-tree", &tree, "-p", &side, "-p", &main, "-m", "Merge"]);
    forge.move_head(&merge);
}

const KINDS: &[Kind] = &[
    Kind {
        name: "a record edited without an event",
        code: "no-event",
        tamper: |forge| drop(forge.by_hand(&[(FILE, Some((FILE_MODE, &edited(forge))))])),
    },
    Kind { name: "a record removed", code: "no-event", tamper: |forge| drop(forge.by_hand(&[(FILE, None)])) },
    Kind {
        name: "a record renamed",
        code: "no-event",
        tamper: |forge| {
            let text = forge.file(&forge.head(), FILE);
            forge.by_hand(&[(FILE, None), ("runbooks/acme/renamed.toml", Some((FILE_MODE, &text)))]);
        },
    },
    Kind {
        name: "a link in the record's place",
        code: "unreadable",
        tamper: |forge| drop(forge.by_hand(&[(FILE, Some(("120000", "../other")))])),
    },
    Kind {
        name: "a trailer smuggled into a title",
        code: "no-event",
        tamper: |forge| {
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &edited(forge))))]);
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Enforce something else"}}));
            forge.commit(&tree, &format!("Runbook-Event: {event}\nRunbook: {ID}\n"));
        },
    },
    Kind {
        name: "more in the file than the event says",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event)).replace("All is enforced", "Nothing is");
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &record)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an event that the file knows nothing of",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let tree = forge.tree(&forge.head(), &[]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an event about an item that is not there",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "task.remove", "task": "nothing"}));
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &edited(forge))))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a comment changed beside the event",
        code: "unexplained-change",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event)) + "\n# approved by the customer\n";
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &record)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a gate passed by a forged event",
        code: "illegal-event",
        tamper: |forge| drop(forge.says_and_does(json!({"do": "finish"}))),
    },
    Kind {
        name: "an override that opens nothing",
        code: "illegal-event",
        tamper: |forge| {
            drop(forge.says_and_does(json!({"do": "override", "code": "permission-open", "reason": "because"})))
        },
    },
    Kind {
        name: "an approval by the DRI",
        code: "illegal-event",
        tamper: |forge| drop(forge.says_and_does(json!({"do": "approve", "plan": "sha256:0"}))),
    },
    Kind {
        name: "a runbook created with everything done",
        code: "illegal-event",
        tamper: |forge| {
            let record =
                json!({"format": 1, "customer": "Acme", "task": "New", "state": "closed", "result": "completed"});
            let event = forge.event(json!({"do": "create", "runbook": "acme/new", "record": record}));
            let text = "format = 1\ncustomer = \"Acme\"\ntask = \"New\"\nstate = \"closed\"\nresult = \"completed\"\n";
            let tree = forge.tree(&forge.head(), &[("runbooks/acme/new.toml", Some((FILE_MODE, text)))]);
            forge.commit(&tree, &format!("acme/new: create\n\nRunbook: acme/new\nRunbook-Event: {event}\n"));
        },
    },
    Kind {
        name: "a task begun without its permission",
        code: "illegal-event",
        tamper: |forge| {
            let ask = forge.event(json!({"do": "permission.ask", "permission": "may"}));
            let end = forge.event(json!({"do": "task.pause", "task": "bulk", "outcome": "paused"}));
            let begin = forge.event(json!({"do": "task.start", "task": "bulk"}));
            let events = [ask, end, begin];
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &forge.record(&events))))]);
            forge.commit(&tree, &forge.message(&events));
        },
    },
    Kind {
        name: "a permission granted after the task that it covers",
        code: "permission-late",
        tamper: |forge| {
            let stand = &forge.stand;
            stand.at("2026-11-24T10:00:00+01:00");
            stand.git(&["reset", "-q", "--hard"]);
            let words = ["--id", "late", "--action", "remove the users that Acme lists", "--covers", "bulk"];
            stand.run(&[&["permission", "add", ID][..], &words].concat()).ok();
            stand
                .run(&["permission", "grant", ID, "late", "--by", "Tom", "--evidence", "https://t.example.com/2"])
                .ok();
        },
    },
    Kind {
        name: "a state changed by hand and adopted",
        code: "illegal-event",
        tamper: |forge| {
            let text = forge.file(&forge.head(), FILE).replace("state = \"running\"", "state = \"wrap-up\"");
            let by_hand = forge.by_hand(&[(FILE, Some((FILE_MODE, &text)))]);
            let change = json!({"path": "state", "kind": "changed", "old": "running", "new": "wrap-up"});
            let event = forge.event(json!({"do": "edit", "changes": [change], "adopts": [by_hand]}));
            let tree = forge.tree(&forge.head(), &[]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an approval written by hand for somebody else",
        code: "author-mismatch",
        tamper: |forge| {
            let at = forge.git(&["log", "-1", "--format=%cI"]);
            let approval = json!({"by": "Jane Smith <jane@example.com>", "at": at, "plan": "sha256:0"});
            let text = forge.file(&forge.head(), FILE)
                + &format!("\n[[approvals]]\nby = \"Jane Smith <jane@example.com>\"\nat = {at}\nplan = \"sha256:0\"\n");
            let change = json!({"path": "approvals", "kind": "added", "new": [approval]});
            let event = forge.event(json!({"do": "edit", "changes": [change]}));
            let tree = forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &text)))]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "an amended event",
        code: "unexplained-change",
        tamper: |forge| amend_last(forge, "\"task\":\"bulk\"", "\"task\":\"tell\""),
    },
    Kind {
        name: "a commit dropped from the middle",
        code: "unexplained-change",
        tamper: |forge| {
            let dropped = forge.commit_of("\"do\":\"permission.ask\"");
            forge.rewrite(false, |commit, _| commit != dropped);
        },
    },
    Kind {
        name: "a commit dropped from the middle by a careful forger",
        code: "unexplained-change",
        tamper: |forge| {
            let dropped = forge.commit_of("\"do\":\"permission.grant\"");
            forge.rewrite(true, |commit, _| commit != dropped);
        },
    },
    Kind {
        name: "two commits squashed",
        code: "unexplained-change",
        tamper: |forge| {
            let head = forge.head();
            let mut raw = forge.raw(&head);
            let before = forge.git(&["rev-parse", "HEAD~2"]);
            raw.set("parent", &before);
            let commit = forge.write(&raw);
            forge.move_head(&commit);
        },
    },
    Kind {
        name: "two commits in the other order",
        code: "unexplained-change",
        tamper: |forge| {
            let (last, before) = (forge.raw("HEAD"), forge.raw("HEAD~1"));
            let swap = |one: &super::forge::Raw, other: &super::forge::Raw| {
                let mut swapped = one.clone();
                swapped.message.clone_from(&other.message);
                swapped
            };
            let mut first = swap(&before, &last);
            first.set("parent", &forge.git(&["rev-parse", "HEAD~2"]));
            let first = forge.write(&first);
            let mut second = swap(&last, &before);
            second.set("parent", &first);
            let second = forge.write(&second);
            forge.move_head(&second);
        },
    },
    Kind {
        name: "another author",
        code: "author-mismatch",
        tamper: |forge| {
            recast_last(forge, "author", |line| line.replace("John Doe <john.doe@", "Jane Smith <jane.smith@"))
        },
    },
    Kind {
        name: "an event in somebody else's name",
        code: "author-mismatch",
        tamper: |forge| {
            let event =
                json!({"do": "set", "fields": {"summary": "Said"}, "by": "Jane Smith <jane.smith@example.com>"});
            forge.says_and_does(event);
        },
    },
    Kind {
        name: "a commit dated back",
        code: "time-backwards",
        tamper: |forge| recast_last(forge, "committer", |line| shifted(line, -86_400)),
    },
    Kind {
        name: "a commit from the future",
        code: "time-future",
        tamper: |forge| recast_last(forge, "committer", |line| shifted(line, 86_400 * 365)),
    },
    Kind {
        name: "an event after its own recording",
        code: "time-future",
        tamper: |forge| {
            let event = json!({"do": "set", "fields": {"summary": "Said"}, "at": "2026-12-04T00:00:00+01:00"});
            forge.says_and_does(event);
        },
    },
    Kind {
        name: "an object replaced",
        code: "incomplete-history",
        tamper: |forge| {
            let mut raw = forge.raw("HEAD");
            raw.message = raw.message.replace("bulk", "tell");
            let other = forge.write(&raw);
            forge.git(&["replace", &forge.head(), &other]);
        },
    },
    Kind {
        name: "a graft",
        code: "incomplete-history",
        tamper: |forge| {
            let (head, far) = (forge.head(), forge.git(&["rev-parse", "HEAD~3"]));
            std::fs::create_dir_all(forge.stand.store().join(".git/info")).expect("a folder");
            forge.stand.write(".git/info/grafts", format!("{head} {far}\n"));
        },
    },
    Kind {
        name: "a shallow clone",
        code: "incomplete-history",
        tamper: |forge| {
            let from = format!("file://{}", forge.stand.store().display());
            let to = forge.stand.top().join("shallow");
            forge.git(&["clone", "-q", "--depth", "3", &from, to.to_str().expect("UTF-8")]);
            std::fs::remove_dir_all(forge.stand.store()).expect("removed");
            std::fs::rename(&to, forge.stand.store()).expect("moved");
        },
    },
    Kind {
        name: "a record's content missing",
        code: "incomplete-history",
        tamper: |forge| {
            let blob = forge.git(&["rev-parse", &format!("HEAD~2:{FILE}")]);
            std::fs::remove_file(loose(forge, &blob)).expect("removed");
        },
    },
    Kind {
        name: "a commit in the middle missing",
        code: "incomplete-history",
        tamper: |forge| {
            let commit = forge.git(&["rev-parse", "HEAD~3"]);
            std::fs::remove_file(loose(forge, &commit)).expect("removed");
        },
    },
    Kind {
        name: "an object with another one's content",
        code: "unreadable",
        tamper: |forge| {
            let (honest, forged) =
                (forge.git(&["rev-parse", &format!("HEAD:{FILE}")]), forge.object("blob", edited(forge)));
            let from = loose(forge, &forged);
            std::fs::copy(from, loose(forge, &honest)).expect("copied");
        },
    },
    Kind {
        name: "a tree in which a name stands twice",
        code: "unreadable",
        tamper: |forge| {
            let blob = forge.git(&["rev-parse", &format!("HEAD:{FILE}")]);
            let other = forge.object("blob", edited(forge));
            let entry = |name: &str| {
                let bytes: Vec<u8> =
                    (0..20).map(|at| u8::from_str_radix(&name[at * 2..at * 2 + 2], 16).expect("hex")).collect();
                [b"100644 enforce.toml\0".to_vec(), bytes].concat()
            };
            let customer = forge.object("tree", [entry(&blob), entry(&other)].concat());
            let records =
                forge.stand.call_program("git", &["mktree"]).input(format!("040000 tree {customer}\tacme\n")).run();
            let records = records.ok().line().to_owned();
            let others = forge.git(&["ls-tree", "HEAD"]);
            let lines: Vec<String> =
                others.lines().filter(|line| !line.ends_with("\trunbooks")).map(str::to_owned).collect();
            let root = format!("{}\n040000 tree {records}\trunbooks\n", lines.join("\n"));
            let root = forge.stand.call_program("git", &["mktree"]).input(root).run().ok().line().to_owned();
            forge.commit(&root, "by hand\n");
        },
    },
    Kind {
        name: "captured output changed afterwards",
        code: "log-changed",
        tamper: |forge| {
            forge.with_log("2498 of 2500\n", "2498 of 2500\n");
            forge.by_hand(&[(LOG, Some((FILE_MODE, "2500 of 2500\n")))]);
        },
    },
    Kind {
        name: "captured output removed",
        code: "log-changed",
        tamper: |forge| {
            forge.with_log("2498 of 2500\n", "2498 of 2500\n");
            forge.by_hand(&[(LOG, None)]);
        },
    },
    Kind {
        name: "captured output that is not what its event says",
        code: "log-changed",
        tamper: |forge| drop(forge.with_log("2500 of 2500\n", "2498 of 2500\n")),
    },
    Kind {
        name: "the same event twice",
        code: "illegal-event",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let tree =
                forge.tree(&forge.head(), &[(FILE, Some((FILE_MODE, &forge.record(std::slice::from_ref(&event)))))]);
            forge.commit(&tree, &forge.message(&[event.clone(), event]));
        },
    },
    Kind {
        name: "trailers that name two runbooks",
        code: "unreadable",
        tamper: |forge| amend_last(forge, "Runbook: acme/enforce\n", "Runbook: acme/enforce\nRunbook: acme/other\n"),
    },
    Kind {
        name: "an event without a runbook",
        code: "unreadable",
        tamper: |forge| amend_last(forge, "Runbook: acme/enforce\n", ""),
    },
    Kind {
        name: "an event that is no JSON",
        code: "unreadable",
        tamper: |forge| amend_last(forge, "Runbook-Event: {", "Runbook-Event: {{"),
    },
    Kind {
        name: "an event of a newer format",
        code: "unreadable",
        tamper: |forge| amend_last(forge, "{\"v\":1,", "{\"v\":2,"),
    },
    Kind {
        name: "a record of a newer format",
        code: "unreadable",
        tamper: |forge| {
            let text = forge.file(&forge.head(), FILE).replace("format = 1", "format = 9");
            forge.by_hand(&[(FILE, Some((FILE_MODE, &text)))]);
        },
    },
    Kind {
        name: "an event of another runbook",
        code: "foreign-path",
        tamper: |forge| amend_last(forge, "Runbook: acme/enforce\n", "Runbook: acme/other\n"),
    },
    Kind {
        name: "another runbook's record swept in",
        code: "no-event",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let other = forge.file(&forge.head(), OTHER).replace("Something else", "Anything");
            let record = forge.record(std::slice::from_ref(&event));
            let files = [(FILE, Some((FILE_MODE, record.as_str()))), (OTHER, Some((FILE_MODE, other.as_str())))];
            let tree = forge.tree(&forge.head(), &files);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a foreign path swept in",
        code: "foreign-path",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event));
            let files = [(FILE, Some((FILE_MODE, record.as_str()))), ("deploy.sh", Some((FILE_MODE, "curl\n")))];
            let tree = forge.tree(&forge.head(), &files);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "the settings swept in",
        code: "foreign-path",
        tamper: |forge| {
            let event = forge.event(json!({"do": "set", "fields": {"summary": "Said"}}));
            let record = forge.record(std::slice::from_ref(&event));
            let settings = "format = 1\n[approval]\nallow_author = true\n";
            let files = [(FILE, Some((FILE_MODE, record.as_str()))), (".runbook.toml", Some((FILE_MODE, settings)))];
            let tree = forge.tree(&forge.head(), &files);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a claim about the commit before that is not true",
        code: "history-rewritten",
        tamper: |forge| {
            let wrong = forge.commits()[2].clone();
            let right = forge.raw(&forge.head()).message.lines().last().expect("a claim").to_owned();
            amend_last(forge, &right, &format!("Runbook-Previous: {wrong}"));
        },
    },
    Kind {
        name: "a claim about a commit that is nowhere",
        code: "history-rewritten",
        tamper: |forge| {
            let right = forge.raw(&forge.head()).message.lines().last().expect("a claim").to_owned();
            amend_last(forge, &right, &format!("Runbook-Previous: {}", "ab".repeat(20)));
        },
    },
    Kind {
        name: "history rewritten by a careless hand",
        code: "history-rewritten",
        tamper: |forge| {
            let changed = forge.commit_of("\"do\":\"permission.ask\"");
            forge.rewrite(false, |commit, raw| {
                if commit == changed {
                    raw.message = raw.message.replacen("acme/enforce: ", "acme/enforce: please ", 1);
                }
                true
            });
        },
    },
    Kind {
        name: "a merge that leaves out one side",
        code: "unexplained-change",
        tamper: |forge| merged(forge, &forge.file(&forge.head(), FILE)),
    },
    Kind {
        name: "a merge that holds what nobody recorded",
        code: "no-event",
        tamper: |forge| merged(forge, &edited(forge)),
    },
];

#[test]
fn the_honest_store_holds() {
    let forge = Forge::new();
    assert_eq!(forge.codes(&[]), Vec::<String>::new());
    forge.with_log("2498 of 2500\n", "2498 of 2500\n");
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"], json!([]), "forged with care it looks like any other");
    assert_eq!(answer["runbooks"], 2);
    assert_eq!(answer["commits"], forge.commits().len());
    assert_eq!(answer["head"], forge.head());
}

#[test]
fn every_kind_of_tampering_is_found() {
    let mut unseen = Vec::new();
    for kind in KINDS {
        let forge = Forge::new();
        (kind.tamper)(&forge);
        let answer = forge.audit(&[]);
        let findings = answer["findings"].as_array().expect("a list");
        if !findings.iter().any(|finding| finding["code"] == kind.code) {
            unseen.push(format!("{}: wanted {}, found {:#}", kind.name, kind.code, answer["findings"]));
        }
        for finding in findings {
            let whole = ["incomplete-history", "history-rewritten", "unreadable"];
            let is_whole = whole.contains(&finding["code"].as_str().expect("a code"));
            let place = finding["commit"].is_string() && finding["id"].is_string();
            assert!(place || is_whole, "{}: no commit and runbook in {finding}", kind.name);
        }
    }
    assert!(KINDS.len() >= 50, "{} kinds", KINDS.len());
    assert!(unseen.is_empty(), "\n{}", unseen.join("\n\n"));
}
