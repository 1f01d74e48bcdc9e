//! Signed commits, by the person's own programs only.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::protocol::store;
use super::{ChildAct, publish};
use crate::env::{Sandbox, Snapshot, has_tool};

fn set() -> ChildAct {
    ChildAct::set("runbooks/acme/a.toml", "x\n")
}

/// An ssh key without a passphrase that git's verification trusts.
fn ssh_key(sandbox: &Sandbox) -> PathBuf {
    let key = sandbox.home().join("key");
    let file = key.to_str().unwrap();
    sandbox.call_program("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "john", "-f", file]).run().ok();
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let allowed = sandbox.home().join("allowed");
    std::fs::write(&allowed, format!("john.doe@example.com {public}")).unwrap();
    sandbox.git_setting("gpg.ssh.allowedSignersFile", allowed.to_str().unwrap());
    sandbox.git_setting("gpg.format", "ssh");
    sandbox.git_setting("commit.gpgsign", "true");
    key
}

#[test]
fn a_commit_is_signed_by_ssh_and_git_verifies_it() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let sandbox = store();
    let key = ssh_key(&sandbox);
    sandbox.git_setting("user.signingkey", key.with_extension("pub").to_str().unwrap());
    publish(&sandbox, &set()).ok();
    sandbox.git(&["verify-commit", "HEAD"]);
    sandbox.assert_clean();
}

#[test]
fn a_wish_for_signatures_that_is_no_wish_is_refused_as_git_refuses_it() {
    let sandbox = Sandbox::new();
    let commits = sandbox.commits();
    for words in ["maybe", "ja", "2x"] {
        sandbox.git_setting("commit.gpgsign", words);
        sandbox.run(&["new", "Acme - X"]).code(5).complains("neither yes nor no");
        sandbox.run(&["doctor"]).code(1).says("neither yes nor no");
    }
    assert_eq!(sandbox.commits(), commits);
    for words in ["no", "off", "0", "false", ""] {
        sandbox.git_setting("commit.gpgsign", words);
        sandbox.run(&["new", &format!("Acme - X{words}")]).ok();
    }
}

#[test]
fn a_key_beside_the_store_is_found_from_every_folder_of_it() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let sandbox = Sandbox::new();
    let key = ssh_key(&sandbox);
    std::fs::copy(&key, sandbox.store().join("own")).unwrap();
    std::fs::copy(key.with_extension("pub"), sandbox.store().join("own.pub")).unwrap();
    sandbox.git_setting("user.signingkey", "own.pub");
    std::fs::create_dir_all(sandbox.store().join("runbooks")).unwrap();
    for folder in ["", "runbooks"] {
        let out = sandbox.call(&["doctor"]).folder(sandbox.store().join(folder)).run();
        assert!(!out.stdout.contains("no secret key"), "in “{folder}”\n{out}");
    }
    sandbox.git_setting("user.signingkey", "none.pub");
    sandbox.run(&["doctor"]).code(1).says("no secret key");
}

#[test]
fn the_key_can_be_written_out_or_come_from_the_persons_command() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let sandbox = store();
    let key = ssh_key(&sandbox);
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    // an agent that has the other half is asked for; there is none here
    sandbox.git_setting("user.signingkey", &format!("key::{}", public.trim()));
    publish(&sandbox, &set()).code(5).says("cannot be signed");
    let agent = sandbox.call_program("ssh-agent", &["-s"]).run();
    let var = |name: &str| {
        let at = agent.stdout.split(&format!("{name}=")).nth(1).unwrap();
        at.split(';').next().unwrap().to_owned()
    };
    sandbox.set_var("SSH_AUTH_SOCK", var("SSH_AUTH_SOCK"));
    sandbox.call_program("ssh-add", &["-q", key.to_str().unwrap()]).run().ok();
    let signed = publish(&sandbox, &set());
    sandbox.git(&["config", "--global", "--unset", "user.signingkey"]);
    let command = sandbox.home().join("which-key");
    std::fs::write(&command, format!("#!/bin/sh\necho 'key::{}'\n", public.trim())).unwrap();
    std::fs::set_permissions(&command, std::fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.git_setting("gpg.ssh.defaultKeyCommand", command.to_str().unwrap());
    let again = publish(&sandbox, &ChildAct::set("runbooks/acme/a.toml", "y\n"));
    sandbox.call_program("kill", &[&var("SSH_AGENT_PID")]).run();
    signed.ok();
    again.ok();
    sandbox.git(&["verify-commit", "HEAD"]);
    sandbox.git(&["verify-commit", "HEAD~1"]);
}

#[test]
fn a_commit_is_signed_by_gpg_and_git_verifies_it() {
    if !has_tool("gpg") {
        return;
    }
    let sandbox = store();
    let home = sandbox.home().join("gnupg");
    std::fs::create_dir(&home).unwrap();
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).unwrap();
    sandbox.set_var("GNUPGHOME", home.as_os_str());
    let person = "John Doe <john.doe@example.com>";
    let words = ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", person, "ed25519", "sign"];
    sandbox.call_program("gpg", &words).run().ok();
    sandbox.git_setting("commit.gpgsign", "true");
    let signed = publish(&sandbox, &set());
    let verified = sandbox.git_raw(&["verify-commit", "HEAD"]);
    sandbox.call_program("gpgconf", &["--kill", "all"]).run();
    signed.ok();
    verified.ok();
    sandbox.assert_clean();
}

#[test]
fn a_signer_that_fails_or_is_missing_means_no_change() {
    for program in ["/bin/false", "/nonexistent/gpg", "/bin/true"] {
        let sandbox = store();
        sandbox.git_setting("commit.gpgsign", "true");
        sandbox.git_setting("gpg.program", program);
        let before = Snapshot::of(&sandbox);
        publish(&sandbox, &set()).code(5).says("cannot be signed").says("nothing was changed");
        assert_eq!(before.differences(&Snapshot::of(&sandbox)), "", "{program}");
        sandbox.assert_clean();
    }
}

#[test]
fn a_repository_cannot_choose_the_program() {
    let sandbox = store();
    let trap = sandbox.top().join("trap");
    std::fs::write(&trap, format!("#!/bin/sh\ntouch '{}/sprung'\nexit 1\n", sandbox.top().display())).unwrap();
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for key in
        ["gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program", "gpg.ssh.defaultKeyCommand"]
    {
        sandbox.git(&["config", key, trap]);
    }
    sandbox.git(&["config", "commit.gpgsign", "true"]);
    sandbox.git_setting("gpg.program", "/bin/false");
    sandbox.git_setting("gpg.ssh.program", "/bin/false");
    sandbox.git_setting("gpg.x509.program", "/bin/false");
    for format in ["openpgp", "ssh", "x509"] {
        sandbox.git(&["config", "gpg.format", format]);
        publish(&sandbox, &set()).code(5);
    }
    assert!(!sandbox.top().join("sprung").exists());
}
