//! Tampering with commits, objects, captured output and the order of things.

use serde_json::json;

use super::forge::{FILE, LOG, OTHER};
use super::hand_edits::{FILE_MODE, Kind, amend_last, edited, loose, merged, recast_last, shifted};

/// Every kind of it.
pub const KINDS: &[Kind] = &[
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
            std::fs::create_dir_all(forge.sandbox.store().join(".git/info")).expect("a folder");
            forge.sandbox.write(".git/info/grafts", format!("{head} {far}\n"));
        },
    },
    Kind {
        name: "a shallow clone",
        code: "incomplete-history",
        tamper: |forge| {
            let from = format!("file://{}", forge.sandbox.store().display());
            let to = forge.sandbox.top().join("shallow");
            forge.git(&["clone", "-q", "--depth", "3", &from, to.to_str().expect("UTF-8")]);
            std::fs::remove_dir_all(forge.sandbox.store()).expect("removed");
            std::fs::rename(&to, forge.sandbox.store()).expect("moved");
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
                forge.sandbox.call_program("git", &["mktree"]).input(format!("040000 tree {customer}\tacme\n")).run();
            let records = records.ok().line().to_owned();
            let others = forge.git(&["ls-tree", "HEAD"]);
            let lines: Vec<String> =
                others.lines().filter(|line| !line.ends_with("\trunbooks")).map(str::to_owned).collect();
            let root = format!("{}\n040000 tree {records}\trunbooks\n", lines.join("\n"));
            let root = forge.sandbox.call_program("git", &["mktree"]).input(root).run().ok().line().to_owned();
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
        name: "a head that is no commit as git makes it",
        code: "unreadable",
        tamper: |forge| {
            let raw = forge.raw("HEAD");
            let text = format!("{}\nauthor nobody\n\nset\n", raw.header[..2].join("\n"));
            let commit = forge.object("commit", text);
            let branch = forge.sandbox.store().join(".git/refs/heads/main");
            std::fs::write(branch, format!("{commit}\n")).expect("written");
        },
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
        name: "a claim about the commit before left out",
        code: "history-rewritten",
        tamper: |forge| {
            let right = forge.raw(&forge.head()).message.lines().last().expect("a claim").to_owned();
            amend_last(forge, &format!("{right}\n"), "");
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
        name: "a merge that leaves out one side, adopted by an edit that does not say what",
        code: "unexplained-change",
        tamper: |forge| {
            merged(forge, &forge.file(&forge.head(), FILE));
            let event = forge.event(json!({"do": "edit", "changes": [], "adopts": [forge.head()]}));
            let tree = forge.tree(&forge.head(), &[]);
            forge.commit(&tree, &forge.message(&[event]));
        },
    },
    Kind {
        name: "a merge that holds what nobody recorded",
        code: "no-event",
        tamper: |forge| merged(forge, &edited(forge)),
    },
    Kind {
        name: "a merge with an event that hides what one side recorded",
        code: "illegal-event",
        tamper: |forge| {
            let fork = forge.head();
            forge.says_and_does(json!({"do": "set", "fields": {"dri": "@jane"}}));
            let lost = forge.head();
            forge.move_head(&fork);
            forge.says_and_does(json!({"do": "set", "fields": {"summary": "Said on one side"}}));
            let mut raw = forge.raw("HEAD");
            let at = raw.header.iter().position(|line| line.starts_with("parent ")).expect("a parent");
            raw.header.insert(at + 1, format!("parent {lost}"));
            let merge = forge.write(&raw);
            forge.move_head(&merge);
        },
    },
    Kind {
        name: "a merge that drops captured output",
        code: "log-changed",
        tamper: |forge| {
            let tree = forge.tree(&forge.head(), &[("notes.md", Some((FILE_MODE, "n\n")))]);
            let side = forge.commit(&tree, "notes\n");
            forge.move_head(&forge.git(&["rev-parse", "HEAD~"]));
            forge.with_log("2498 of 2500\n", "2498 of 2500\n");
            let record = forge.file("HEAD", FILE);
            let tree = forge.tree(&side, &[(FILE, Some((FILE_MODE, &record)))]);
            let merge = forge.git(&["commit-tree", &tree, "-p", &side, "-p", "HEAD", "-m", "Merge"]);
            forge.move_head(&merge);
        },
    },
    Kind {
        name: "another event behind a line of dashes",
        code: "unreadable",
        tamper: |forge| {
            let message = forge.raw("HEAD").message;
            let behind = message.replace("\"task\":\"bulk\"", "\"task\":\"tell\"");
            amend_last(forge, &message, &format!("{message}---\n{behind}"));
        },
    },
    Kind {
        name: "an event in an encoding that shows something else",
        code: "unreadable",
        tamper: |forge| {
            let mut raw = forge.raw("HEAD");
            raw.header.push("encoding UTF-7".to_owned());
            let commit = forge.write(&raw);
            forge.move_head(&commit);
        },
    },
];
