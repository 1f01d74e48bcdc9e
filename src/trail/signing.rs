//! Signs a commit where `commit.gpgsign` or the store's policy asks for it, with the person's own program.
//!
//! Whether to sign and with which key may come from the repository; which program runs comes from the person's own
//! settings only, so that a clone cannot choose it. A commit that cannot be signed is not made.

use std::ffi::OsString;
use std::path::PathBuf;

use super::config::GitConfig;
use super::private::write_private;
use super::program::{Program, ProgramOutcome};
use super::repository::Repository;
use crate::model::{Fault, Identity, Kind, Result};

/// How to go on without a signature, where the store leaves that to the person.
const NO_SIGNING: &str = "git config commit.gpgsign false";
/// Why there is no going on without.
const WANTED: &str = "this store wants every commit signed: `[signatures] required` in .runbook.toml";

impl Repository {
    /// Refuses where commits have to be signed and no key for it is found on this machine. Signs nothing, so that nobody is
    /// asked for a passphrase; a program other than git's own that signs for the person is believed.
    ///
    /// # Errors
    /// `Git`, saying what is missing.
    pub fn can_sign(&self, committer: &Identity) -> Result<()> {
        let config = self.config()?;
        if !self.wants_signature(config)? {
            return Ok(());
        }
        let key = config.text("user.signingkey").filter(|key| !key.is_empty());
        match form(config).as_str() {
            "ssh" => {
                let key = match key {
                    Some(key) => key,
                    None => self.default_key(config)?,
                };
                // the signer runs at the top, wherever the person stands
                let file = self.top().join(config.path("user.signingkey").unwrap_or_else(|| PathBuf::from(&key)));
                if is_literal(&key) || file.exists() { Ok(()) } else { Err(self.keyless("ssh-keygen", &key)) }
            }
            "openpgp" => {
                let program = openpgp(config);
                if !PathBuf::from(&program).file_name().is_some_and(|name| name.to_string_lossy().starts_with("gpg")) {
                    return Ok(());
                }
                let key = key.unwrap_or_else(|| committer.to_string());
                let words = ["--batch", "--with-colons", "--list-secret-keys", &key].map(OsString::from).to_vec();
                let outcome = self.ask(&program, words, &[])?;
                let is_there = String::from_utf8_lossy(&outcome.data).lines().any(|line| line.starts_with("sec:"));
                if is_there { Ok(()) } else { Err(self.keyless(&program.to_string_lossy(), &key)) }
            }
            "x509" => Ok(()),
            other => Err(no_such_form(other)),
        }
    }

    fn wants_signature(&self, config: &GitConfig) -> Result<bool> {
        Ok(self.must_sign() || config.switch("commit.gpgsign")?.unwrap_or(false))
    }

    fn keyless(&self, program: &str, key: &str) -> Fault {
        let what =
            format!("changes here are to be signed, and {program} has no secret key “{key}”: each would be refused");
        Fault::new(Kind::Git, what)
            .hint("name a key that this machine has: git config --global user.signingkey KEY")
            .hint(self.way_out())
    }

    /// The signature of a commit's bytes, or nothing where none is wanted.
    ///
    /// # Errors
    /// `Git` when the signer is missing or fails.
    pub(super) fn sign(&self, payload: &[u8], committer: &Identity) -> Result<Option<String>> {
        let config = self.config()?;
        if !self.wants_signature(config)? {
            return Ok(None);
        }
        let key = config.text("user.signingkey").filter(|key| !key.is_empty());
        match form(config).as_str() {
            "ssh" => self.sign_by_ssh(config, key, payload).map(Some),
            "x509" => {
                self.sign_by_gpg(chosen(config, &["gpg.x509.program"], "gpgsm"), key, payload, committer).map(Some)
            }
            "openpgp" => self.sign_by_gpg(openpgp(config), key, payload, committer).map(Some),
            other => Err(no_such_form(other)),
        }
    }

    fn sign_by_gpg(&self, file: OsString, key: Option<String>, payload: &[u8], committer: &Identity) -> Result<String> {
        let key = key.unwrap_or_else(|| committer.to_string());
        let words = ["--status-fd=2", "-bsau", &key].map(OsString::from).to_vec();
        let outcome = self.ask(&file, words, payload)?;
        let signature = String::from_utf8_lossy(&outcome.data).replace("\r\n", "\n");
        // gpg can end with 0 and have signed nothing
        if outcome.success && outcome.said.contains("[GNUPG:] SIG_CREATED ") && !signature.is_empty() {
            return Ok(signature);
        }
        Err(failed(&file, &outcome.said, &key).hint(self.way_out()))
    }

    fn sign_by_ssh(&self, config: &GitConfig, key: Option<String>, payload: &[u8]) -> Result<String> {
        let file = chosen(config, &["gpg.ssh.program"], "ssh-keygen");
        let key = match key {
            Some(key) => key,
            None => self.default_key(config)?,
        };
        let literal = is_literal(&key).then(|| key.strip_prefix("key::").unwrap_or(&key));
        let mut words: Vec<OsString> = ["-Y", "sign", "-n", "git", "-f"].map(OsString::from).to_vec();
        match literal {
            // a public key whose other half an agent has
            Some(public) => {
                let place = self.own_private().join("pending").join("signing-key.pub");
                write_private(&place, format!("{}\n", public.trim()).as_bytes())?;
                words.extend([place.into_os_string(), "-U".into()]);
            }
            None => words.push(config.path("user.signingkey").unwrap_or_else(|| PathBuf::from(&key)).into_os_string()),
        }
        let outcome = self.ask(&file, words, payload)?;
        let signature = String::from_utf8_lossy(&outcome.data).replace("\r\n", "\n");
        if outcome.success && signature.starts_with("-----BEGIN SSH SIGNATURE-----") {
            return Ok(signature);
        }
        Err(failed(&file, &outcome.said, &key).hint(self.way_out()))
    }

    /// The key that the person's own command for it answers with.
    fn default_key(&self, config: &GitConfig) -> Result<String> {
        let missing = || {
            Fault::new(Kind::Git, "commits are to be signed by ssh, and no key is set; nothing was changed")
                .hint("git config --global user.signingkey ~/.ssh/id_ed25519.pub")
                .hint(self.way_out())
        };
        let command = config.own_text("gpg.ssh.defaultKeyCommand").ok_or_else(missing)?;
        let mut words = shell_words::split(&command).map_err(|_| missing())?.into_iter().map(OsString::from);
        let file = words.next().ok_or_else(missing)?;
        let outcome = self.ask(&file, words.collect(), &[])?;
        let answer = String::from_utf8_lossy(&outcome.data).into_owned();
        let line = answer.lines().next().unwrap_or_default();
        if outcome.success && is_literal(line) { Ok(line.to_owned()) } else { Err(missing()) }
    }

    fn way_out(&self) -> &'static str {
        if self.must_sign() { WANTED } else { NO_SIGNING }
    }

    fn ask(&self, file: &OsString, words: Vec<OsString>, input: &[u8]) -> Result<ProgramOutcome> {
        let program = Program { file, words, folder: self.top(), vars: Vec::new(), input };
        program.reply().map_err(|error| {
            let name = file.to_string_lossy();
            Fault::new(
                Kind::Git,
                format!("the commit cannot be signed: “{name}” cannot be run: {error}; nothing was changed"),
            )
            .hint(format!("install {name}, or name another one in your own git settings"))
            .hint(self.way_out())
        })
    }
}

/// What kind of signature the person makes.
fn form(config: &GitConfig) -> String {
    config.text("gpg.format").unwrap_or_else(|| "openpgp".to_owned()).to_ascii_lowercase()
}

fn no_such_form(form: &str) -> Fault {
    Fault::new(Kind::Git, format!("gpg.format is “{form}”, which is no kind of signature"))
        .hint("git config gpg.format ssh")
}

fn openpgp(config: &GitConfig) -> OsString {
    chosen(config, &["gpg.openpgp.program", "gpg.program"], "gpg")
}

/// True for a public key itself, in the place of a file's name.
fn is_literal(key: &str) -> bool {
    key.starts_with("key::") || key.starts_with("ssh-")
}

fn chosen(config: &GitConfig, keys: &[&str], otherwise: &str) -> OsString {
    let own = keys.iter().find_map(|key| config.own_text(key)).filter(|program| !program.is_empty());
    OsString::from(own.unwrap_or_else(|| otherwise.to_owned()))
}

fn failed(file: &OsString, said: &str, key: &str) -> Fault {
    let name = file.to_string_lossy();
    let status_lines = |line: &&str| !line.starts_with("[GNUPG:]");
    let said: Vec<&str> = said.lines().filter(status_lines).collect();
    let said = if said.is_empty() { String::new() } else { format!(":\n{}", said.join("\n")) };
    Fault::new(
        Kind::Git,
        format!("the commit cannot be signed: {name} failed with the key “{key}”; nothing was changed{said}"),
    )
    .hint("check the key: git config user.signingkey")
}
