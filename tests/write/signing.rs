//! Signed commits, by the person's own programs only.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::protocol::store;
use super::{Act, publish};
use crate::stand::{Snapshot, Stand, has_tool};

fn set() -> Act {
    Act::set("runbooks/acme/a.toml", "x\n")
}

/// An ssh key without a passphrase that git's verification trusts.
fn ssh_key(stand: &Stand) -> PathBuf {
    let key = stand.home().join("key");
    let file = key.to_str().unwrap();
    stand.call_program("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "john", "-f", file]).run().ok();
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let allowed = stand.home().join("allowed");
    std::fs::write(&allowed, format!("john.doe@example.com {public}")).unwrap();
    stand.git_setting("gpg.ssh.allowedSignersFile", allowed.to_str().unwrap());
    stand.git_setting("gpg.format", "ssh");
    stand.git_setting("commit.gpgsign", "true");
    key
}

#[test]
fn a_commit_is_signed_by_ssh_and_git_verifies_it() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let stand = store();
    let key = ssh_key(&stand);
    stand.git_setting("user.signingkey", key.with_extension("pub").to_str().unwrap());
    publish(&stand, &set()).ok();
    stand.git(&["verify-commit", "HEAD"]);
    stand.assert_clean();
}

#[test]
fn the_key_can_be_written_out_or_come_from_the_persons_command() {
    if !has_tool("ssh-keygen") {
        return;
    }
    let stand = store();
    let key = ssh_key(&stand);
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    // an agent that has the other half is asked for; there is none here
    stand.git_setting("user.signingkey", &format!("key::{}", public.trim()));
    publish(&stand, &set()).code(5).says("cannot be signed");
    let agent = stand.call_program("ssh-agent", &["-s"]).run();
    let var = |name: &str| {
        let at = agent.stdout.split(&format!("{name}=")).nth(1).unwrap();
        at.split(';').next().unwrap().to_owned()
    };
    stand.set_var("SSH_AUTH_SOCK", var("SSH_AUTH_SOCK"));
    stand.call_program("ssh-add", &["-q", key.to_str().unwrap()]).run().ok();
    let signed = publish(&stand, &set());
    stand.git(&["config", "--global", "--unset", "user.signingkey"]);
    let command = stand.home().join("which-key");
    std::fs::write(&command, format!("#!/bin/sh\necho 'key::{}'\n", public.trim())).unwrap();
    std::fs::set_permissions(&command, std::fs::Permissions::from_mode(0o755)).unwrap();
    stand.git_setting("gpg.ssh.defaultKeyCommand", command.to_str().unwrap());
    let again = publish(&stand, &Act::set("runbooks/acme/a.toml", "y\n"));
    stand.call_program("kill", &[&var("SSH_AGENT_PID")]).run();
    signed.ok();
    again.ok();
    stand.git(&["verify-commit", "HEAD"]);
    stand.git(&["verify-commit", "HEAD~1"]);
}

#[test]
fn a_commit_is_signed_by_gpg_and_git_verifies_it() {
    if !has_tool("gpg") {
        return;
    }
    let stand = store();
    let home = stand.home().join("gnupg");
    std::fs::create_dir(&home).unwrap();
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).unwrap();
    stand.set_var("GNUPGHOME", home.as_os_str());
    let person = "John Doe <john.doe@example.com>";
    let words = ["--batch", "--quiet", "--passphrase", "", "--quick-gen-key", person, "ed25519", "sign"];
    stand.call_program("gpg", &words).run().ok();
    stand.git_setting("commit.gpgsign", "true");
    let signed = publish(&stand, &set());
    let verified = stand.git_raw(&["verify-commit", "HEAD"]);
    stand.call_program("gpgconf", &["--kill", "all"]).run();
    signed.ok();
    verified.ok();
    stand.assert_clean();
}

#[test]
fn a_signer_that_fails_or_is_missing_means_no_change() {
    for program in ["/bin/false", "/nonexistent/gpg", "/bin/true"] {
        let stand = store();
        stand.git_setting("commit.gpgsign", "true");
        stand.git_setting("gpg.program", program);
        let before = Snapshot::of(&stand);
        publish(&stand, &set()).code(5).says("cannot be signed").says("nothing was changed");
        assert_eq!(before.differences(&Snapshot::of(&stand)), "", "{program}");
        stand.assert_clean();
    }
}

#[test]
fn a_repository_cannot_choose_the_program() {
    let stand = store();
    let trap = stand.top().join("trap");
    std::fs::write(&trap, format!("#!/bin/sh\ntouch '{}/sprung'\nexit 1\n", stand.top().display())).unwrap();
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for key in
        ["gpg.program", "gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program", "gpg.ssh.defaultKeyCommand"]
    {
        stand.git(&["config", key, trap]);
    }
    stand.git(&["config", "commit.gpgsign", "true"]);
    stand.git_setting("gpg.program", "/bin/false");
    stand.git_setting("gpg.ssh.program", "/bin/false");
    stand.git_setting("gpg.x509.program", "/bin/false");
    for format in ["openpgp", "ssh", "x509"] {
        stand.git(&["config", "gpg.format", format]);
        publish(&stand, &set()).code(5);
    }
    assert!(!stand.top().join("sprung").exists());
}
