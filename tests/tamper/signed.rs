//! Signatures under a policy: stripped, foreign, over something else, and a repository that wants to be believed.

use std::os::unix::fs::PermissionsExt;

use super::forge::{FILE, Forge, ID};
use crate::env::has_tool;

/// A store that asks for signatures, with a John who signs, and who is trusted; none where the machine has no ssh-keygen.
fn signed() -> Option<Forge> {
    if !has_tool("ssh-keygen") {
        return None;
    }
    let forge = Forge::new();
    forge.sandbox.at("2026-11-24T10:00:00+01:00");
    let sandbox = &forge.sandbox;
    sandbox.git(&["reset", "-q", "--hard"]);
    key(&forge, "john");
    let public = std::fs::read_to_string(sandbox.home().join("john.pub")).expect("a key");
    std::fs::write(sandbox.home().join("trusted"), format!("john.doe@example.com {public}")).expect("written");
    sandbox.git_setting("gpg.format", "ssh");
    sandbox.git_setting("user.signingkey", sandbox.home().join("john").to_str().expect("UTF-8"));
    sandbox.git_setting("commit.gpgsign", "true");
    sandbox.git_setting("gpg.ssh.allowedSignersFile", "~/trusted");
    sandbox.write(".runbook.toml", "format = 1\n[signatures]\nrequired = true\n");
    sandbox.git(&["commit", "-q", "-a", "-m", "Ask for signatures"]);
    sandbox.run(&["set", ID, "summary=Signed"]).ok();
    sandbox.at("2026-12-05T09:00:00+01:00");
    Some(forge)
}

fn key(forge: &Forge, name: &str) {
    let file = forge.sandbox.home().join(name);
    let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.to_str().expect("UTF-8")];
    forge.sandbox.call_program("ssh-keygen", &words).run().ok();
}

/// The last commit again, signed with another key or not at all.
fn resign(forge: &Forge, key: Option<&str>) {
    let file = forge.sandbox.home().join(key.unwrap_or("none"));
    let signing = format!("user.signingkey={}", file.display());
    let words: &[&str] = match key {
        Some(_) => &["-c", &signing, "commit", "-q", "--amend", "--no-edit", "--allow-empty"],
        None => &["commit", "-q", "--amend", "--no-edit", "--allow-empty", "--no-gpg-sign"],
    };
    let when = forge.git(&["log", "-1", "--format=%cI"]);
    forge.sandbox.call_program("git", words).var("GIT_COMMITTER_DATE", when).run().ok();
}

#[test]
fn signed_commits_are_counted_and_those_from_before_the_policy_are_not_asked_for() {
    let Some(forge) = signed() else { return };
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"], serde_json::json!([]));
    assert_eq!(answer["signed"], 2);
    let all = forge.codes(&["--signed"]);
    assert!(all.len() > 5 && all.iter().all(|code| code == "unsigned"), "{all:?}");
}

#[test]
fn a_signature_that_was_stripped_or_is_a_strangers_is_found() {
    let Some(forge) = signed() else { return };
    resign(&forge, None);
    assert_eq!(forge.codes(&[]), ["unsigned"]);
    key(&forge, "stranger");
    resign(&forge, Some("stranger"));
    assert_eq!(forge.codes(&["--accept"]), ["untrusted-signer"]);
    // a colleague whom one trusts as herself is not John
    let stranger = std::fs::read_to_string(forge.sandbox.home().join("stranger.pub")).expect("a key");
    let john = std::fs::read_to_string(forge.sandbox.home().join("trusted")).expect("signers");
    std::fs::write(forge.sandbox.home().join("trusted"), format!("{john}jane@example.com {stranger}"))
        .expect("written");
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"][0]["code"], "untrusted-signer");
    assert!(answer["findings"][0]["message"].as_str().expect("words").contains("jane@example.com"), "{answer}");
    // a file named for this run counts instead
    let file = forge.sandbox.top().join("mine");
    std::fs::write(&file, format!("john.doe@example.com {stranger}")).expect("written");
    let named = forge.audit(&["--signers", file.to_str().expect("UTF-8")]);
    assert_eq!(named["findings"], serde_json::json!([]), "the stranger's key is John's own in that file");
}

#[test]
fn a_signature_over_another_commit_is_bad_whatever_the_policy() {
    let Some(forge) = signed() else { return };
    let mut raw = forge.raw("HEAD");
    raw.message = raw.message.replacen("acme/enforce: ", "acme/enforce: really ", 1);
    let commit = forge.write(&raw);
    forge.move_head(&commit);
    assert_eq!(forge.codes(&[]), ["bad-signature"]);
}

#[test]
fn nobody_turns_the_policy_off_unnoticed() {
    let Some(forge) = signed() else { return };
    forge.by_hand(&[(".runbook.toml", Some(("100644", "format = 1\n")))]);
    assert_eq!(forge.codes(&[]), ["unsigned"]);
    let text = forge.file("HEAD", FILE);
    forge.says_and_does(serde_json::json!({"do": "set", "fields": {"summary": "Unsigned"}}));
    assert_ne!(forge.file("HEAD", FILE), text);
    assert_eq!(forge.codes(&[]), ["unsigned"], "what came after is no longer asked for, what turned it off is told");
}

#[test]
fn no_merge_turns_the_policy_off_by_taking_the_other_side() {
    let Some(forge) = signed() else { return };
    let asked = forge.head();
    let before = forge.git(&["log", "--format=%H", "--grep=Ask for signatures"]) + "~";
    forge.move_head(&forge.git(&["rev-parse", &before]));
    let tree = forge.tree("HEAD", &[(FILE, Some(("100644", &forge.file(&asked, FILE))))]);
    let seconds: i64 = forge.git(&["log", "-1", "--format=%ct", &asked]).parse().expect("seconds");
    let when = format!("{} +0100", seconds + 60);
    let words = ["commit-tree", &tree, "-p", "HEAD", "-p", &asked, "-m", "Merge"];
    let merge = forge.sandbox.call_program("git", &words).var("GIT_COMMITTER_DATE", when).run().ok().line().to_owned();
    forge.move_head(&merge);
    let answer = forge.audit(&[]);
    assert_eq!(answer["findings"][0]["code"], "unsigned", "{answer:#}");
    assert!(answer["policy"].as_array().expect("a list").contains(&merge.into()), "{answer:#}");
}

#[test]
fn what_the_repository_says_about_signers_is_not_believed_and_no_program_of_its_is_run() {
    let Some(forge) = signed() else { return };
    key(&forge, "stranger");
    resign(&forge, Some("stranger"));
    let sandbox = &forge.sandbox;
    let stranger = std::fs::read_to_string(sandbox.home().join("stranger.pub")).expect("a key");
    sandbox.write("signers", format!("* {stranger}"));
    let trap = sandbox.top().join("trap");
    std::fs::write(&trap, "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\necho 'Good \"git\" signature'\nexit 0\n")
        .expect("written");
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).expect("executable");
    let trap = trap.to_str().expect("UTF-8");
    for (key, value) in [
        ("gpg.ssh.allowedSignersFile", "signers"),
        ("gpg.ssh.program", trap),
        ("gpg.program", trap),
        ("gpg.openpgp.program", trap),
    ] {
        sandbox.git(&["config", "--local", key, value]);
    }
    assert_eq!(forge.codes(&[]), ["untrusted-signer"]);
    assert!(!sandbox.top().join("sprung").exists());
    // nor can the person be talked into a file of the repository
    sandbox.run(&["audit", "--signers", "signers"]).code(2).complains("lies in the repository");
    sandbox.run(&["audit", "--signers", "nowhere"]).code(2);
}

#[test]
fn a_command_signs_or_refuses_where_the_store_asks_for_it() {
    let Some(forge) = signed() else { return };
    let sandbox = &forge.sandbox;
    sandbox.git(&["config", "--global", "commit.gpgsign", "false"]);
    sandbox.run(&["set", ID, "summary=Signed because the store asks for it"]).ok();
    assert_eq!(forge.codes(&[]), Vec::<String>::new());
    sandbox.git(&["config", "--global", "user.signingkey", "/nonexistent/key"]);
    let refused = sandbox.refused(5, &["set", ID, "summary=Not signed"]);
    refused.complains("cannot be signed").complains("wants every commit signed");
    assert!(!refused.stderr.contains("gpgsign false"), "no way out that the store closes");
}

#[test]
fn a_signed_tag_is_an_anchor() {
    let Some(forge) = signed() else { return };
    let sandbox = &forge.sandbox;
    sandbox.git(&["tag", "-s", "-m", "audited", "audited", "HEAD"]);
    let answer = forge.audit(&["--expect", "audited"]);
    assert_eq!(answer["anchors"], serde_json::json!(["the signed tag audited"]));
    // an older tag, to which somebody moved the name
    sandbox.git(&["tag", "-s", "-m", "older", "older", "HEAD~2"]);
    sandbox.git(&["update-ref", "refs/tags/audited", "refs/tags/older"]);
    assert_eq!(forge.codes(&["--expect", "audited"]), ["history-rewritten"]);
    assert_eq!(forge.codes(&["--expect", "refs/tags/older"]), Vec::<String>::new());
    key(&forge, "stranger");
    let signing = format!("user.signingkey={}", sandbox.home().join("stranger").display());
    sandbox.git(&["-c", &signing, "tag", "-f", "-s", "-m", "audited", "audited", "HEAD"]);
    assert_eq!(forge.codes(&["--expect", "audited"]), ["untrusted-signer"]);
}

#[test]
fn signatures_by_gpg_are_verified_with_the_persons_keyring() {
    if !has_tool("gpg") {
        return;
    }
    let forge = Forge::new();
    let sandbox = &forge.sandbox;
    sandbox.at("2026-11-24T10:00:00+01:00");
    sandbox.git(&["reset", "-q", "--hard"]);
    let home = sandbox.home().join("gnupg");
    std::fs::create_dir(&home).expect("a folder");
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).expect("private");
    sandbox.set_var("GNUPGHOME", home.as_os_str());
    let person = "John Doe <john.doe@example.com>";
    sandbox
        .call_program("gpg", &["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", person, "ed25519", "sign"])
        .run()
        .ok();
    sandbox.git_setting("commit.gpgsign", "true");
    sandbox.run(&["set", ID, "summary=Signed"]).ok();
    let known = forge.audit(&[]);
    let honest = forge.head();
    let mut raw = forge.raw("HEAD");
    raw.message = raw.message.replacen("acme/enforce: ", "acme/enforce: really ", 1);
    let commit = forge.write(&raw);
    forge.move_head(&commit);
    let bad = forge.codes(&[]);
    forge.move_head(&honest);
    let empty = sandbox.top().join("empty");
    std::fs::create_dir(&empty).expect("a folder");
    std::fs::set_permissions(&empty, std::fs::Permissions::from_mode(0o700)).expect("private");
    sandbox.call_program("gpgconf", &["--kill", "all"]).run();
    sandbox.set_var("GNUPGHOME", empty.as_os_str());
    let unknown = forge.audit(&[]);
    let wanted = forge.codes(&["--signed"]);
    assert_eq!((&known["ok"], &known["signed"]), (&true.into(), &1.into()), "{known}");
    assert!(bad.contains(&"bad-signature".to_owned()), "{bad:?}");
    assert_eq!((&unknown["ok"], &unknown["signed"]), (&true.into(), &0.into()), "{unknown}");
    assert!(wanted.contains(&"untrusted-signer".to_owned()), "{wanted:?}");
}
