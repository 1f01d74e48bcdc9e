//! Whether a signature is good, and whether it is one that this person trusts.
//!
//! Both the programs and the signers come from the person: their own settings of git, their keyring, or the file that they
//! name. Nothing that the repository configures is believed, and no program that it names is run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::model::{Fault, Identity, Moment, Result};
use crate::trail::config::GitConfig;
use crate::trail::private::TemporaryFile;
use crate::trail::program::{Program, ProgramOutcome};
use crate::trail::repository::Repository;

/// Whose ssh signatures are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signers {
    /// The file of allowed signers; none where the person has none.
    pub file: Option<PathBuf>,
    /// Keys that count no more.
    pub revoked: Option<PathBuf>,
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureVerdict {
    /// Good, by somebody whom the person trusts.
    Good,
    /// Not over these bytes, or no signature.
    Bad(String),
    /// Good as far as can be seen, and by nobody whom the person trusts.
    Untrusted(String),
    /// The program that verifies such signatures cannot be run.
    Unverifiable(String),
}

/// Verifies signatures.
#[derive(Debug, Clone)]
pub struct Verifier {
    ssh: OsString,
    gpg: OsString,
    gpgsm: OsString,
    signers: Signers,
    folder: PathBuf,
    passing: PathBuf,
}

impl Repository {
    /// The verifier of this person; `signers` is the file that they named for this run.
    ///
    /// # Errors
    /// `Usage` for a file of signers inside the repository, where whoever changes the trail could change it too.
    pub fn verifier(&self, signers: Option<&Path>) -> Result<Verifier> {
        let config = self.config()?;
        let own_path = |key: &str| config.own_path(key);
        let file = signers.map(Path::to_owned).or_else(|| own_path("gpg.ssh.allowedSignersFile"));
        if let Some(file) = &file {
            self.must_be_outside(file)?;
        }
        let revoked = own_path("gpg.ssh.revocationFile");
        if self.make_private().is_err() {
            // a repository that only can be read is verified without ssh
        }
        Ok(Verifier {
            ssh: chosen(config, &["gpg.ssh.program"], "ssh-keygen"),
            gpg: chosen(config, &["gpg.openpgp.program", "gpg.program"], "gpg"),
            gpgsm: chosen(config, &["gpg.x509.program"], "gpgsm"),
            signers: Signers { file, revoked },
            folder: self.top().to_owned(),
            passing: self.own_private(),
        })
    }

    fn must_be_outside(&self, file: &Path) -> Result<()> {
        let Ok(real) = std::fs::canonicalize(file) else {
            return Err(Fault::usage(format!("the file of allowed signers, {}, cannot be read", file.display()))
                .hint("git config --global gpg.ssh.allowedSignersFile FILE")
                .hint("runbook audit --signers FILE"));
        };
        let within = |folder: &Path| std::fs::canonicalize(folder).is_ok_and(|folder| real.starts_with(folder));
        if within(self.top()) || within(self.common_dir()) {
            return Err(Fault::usage(format!(
                "{} lies in the repository: whoever changes the trail could change whom it trusts",
                file.display()
            ))
            .hint("keep your own copy of it outside, and look at what it says"));
        }
        Ok(())
    }
}

fn chosen(config: &GitConfig, keys: &[&str], otherwise: &str) -> OsString {
    let own = keys.iter().find_map(|key| config.own_text(key)).filter(|program| !program.is_empty());
    OsString::from(own.unwrap_or_else(|| otherwise.to_owned()))
}

impl Verifier {
    /// Whom the person trusts with ssh.
    pub fn signers(&self) -> &Signers {
        &self.signers
    }

    /// What a signature over these bytes is worth, made by this person at that time.
    pub fn verify(&self, signature: &str, payload: &[u8], signer: &Identity, at: Moment) -> SignatureVerdict {
        let first = signature.lines().next().unwrap_or_default();
        let answer = match first {
            "-----BEGIN SSH SIGNATURE-----" => self.by_ssh(signature, payload, signer, at),
            "-----BEGIN PGP SIGNATURE-----" | "-----BEGIN PGP MESSAGE-----" => {
                self.by_gpg(&self.gpg, signature, payload)
            }
            "-----BEGIN SIGNED MESSAGE-----" => self.by_gpg(&self.gpgsm, signature, payload),
            _ => return SignatureVerdict::Bad("it is no signature of a known kind".to_owned()),
        };
        answer.unwrap_or_else(|fault| SignatureVerdict::Unverifiable(fault.message))
    }

    fn by_ssh(&self, signature: &str, payload: &[u8], signer: &Identity, at: Moment) -> Result<SignatureVerdict> {
        let file = TemporaryFile::write(&self.passing, signature.as_bytes())?;
        let time = at.utc().format("-Overify-time=%Y%m%d%H%M%S").to_string();
        let verify = |words: &[&str]| {
            let mut all: Vec<OsString> = vec!["-Y".into()];
            all.extend(words.iter().map(OsString::from));
            all.extend(["-s".into(), file.path().into(), time.clone().into()]);
            self.ask(&self.ssh, all, payload)
        };
        if let Some(allowed) = self.signers.file.as_ref().map(|file| file.to_string_lossy().into_owned()) {
            let mut words = vec!["verify", "-n", "git", "-f", &allowed, "-I", &signer.email];
            let revoked = self.signers.revoked.as_ref().map(|file| file.to_string_lossy().into_owned());
            if let Some(revoked) = &revoked {
                words.extend(["-r", revoked]);
            }
            if !signer.email.is_empty() && verify(&words)?.success {
                return Ok(SignatureVerdict::Good);
            }
        }
        let checked = verify(&["check-novalidate", "-n", "git"])?;
        if !checked.success {
            return Ok(SignatureVerdict::Bad(first_line(&checked)));
        }
        let Some(allowed) = &self.signers.file else {
            return Ok(SignatureVerdict::Untrusted("you trust no ssh signers yet".to_owned()));
        };
        let found = verify(&["find-principals", "-f", &allowed.to_string_lossy()])?;
        let names = String::from_utf8_lossy(&found.data).trim().replace('\n', ", ");
        Ok(SignatureVerdict::Untrusted(match found.success && !names.is_empty() {
            true => format!("it is signed by {names}, not by {signer} who recorded it"),
            false => format!("its key is not among your allowed signers ({})", first_line(&checked)),
        }))
    }

    fn by_gpg(&self, program: &OsString, signature: &str, payload: &[u8]) -> Result<SignatureVerdict> {
        let file = TemporaryFile::write(&self.passing, signature.as_bytes())?;
        let mut words: Vec<OsString> = ["--status-fd=1", "--verify"].map(OsString::from).to_vec();
        words.extend([file.path().into(), "-".into()]);
        let outcome = self.ask(program, words, payload)?;
        Ok(of_status(&String::from_utf8_lossy(&outcome.data), &outcome))
    }

    fn ask(&self, file: &OsString, words: Vec<OsString>, input: &[u8]) -> Result<ProgramOutcome> {
        // times are written for one clock
        let vars = vec![("TZ", OsString::from("UTC"))];
        let program = Program { file, words, folder: &self.folder, vars, input };
        program.reply().map_err(|error| {
            Fault::new(crate::model::Kind::Git, format!("“{}” cannot be run: {error}", file.to_string_lossy()))
        })
    }
}

/// What gpg's status lines say; exactly one signature counts.
fn of_status(status: &str, outcome: &ProgramOutcome) -> SignatureVerdict {
    let lines: Vec<&str> = status.lines().filter_map(|line| line.strip_prefix("[GNUPG:] ")).collect();
    let said = |word: &str| lines.iter().find(|line| line.split(' ').next() == Some(word));
    let about = |line: &str| line.split_once(' ').map_or(String::new(), |(_, rest)| rest.to_owned());
    let signatures = ["GOODSIG", "EXPKEYSIG", "EXPSIG", "REVKEYSIG", "BADSIG", "ERRSIG"];
    let count = lines.iter().filter(|line| signatures.contains(&line.split(' ').next().unwrap_or_default())).count();
    if let Some(bad) = said("BADSIG") {
        return SignatureVerdict::Bad(format!("it is not over this commit (key {})", about(bad)));
    }
    if count != 1 {
        return SignatureVerdict::Bad(first_line(outcome));
    }
    if let Some(unknown) = said("ERRSIG") {
        let key = about(unknown).split(' ').next().unwrap_or_default().to_owned();
        return SignatureVerdict::Untrusted(format!("the key {key} is not in your keyring"));
    }
    if let Some(revoked) = said("REVKEYSIG") {
        return SignatureVerdict::Untrusted(format!("its key is revoked ({})", about(revoked)));
    }
    if said("TRUST_NEVER").is_some() {
        return SignatureVerdict::Untrusted("you marked its key as never to be trusted".to_owned());
    }
    match said("VALIDSIG") {
        // a key that has expired since was good when it signed
        Some(_) => SignatureVerdict::Good,
        None => SignatureVerdict::Bad(first_line(outcome)),
    }
}

fn first_line(outcome: &ProgramOutcome) -> String {
    let data = String::from_utf8_lossy(&outcome.data);
    let line = outcome.said.lines().chain(data.lines()).find(|line| !line.trim().is_empty());
    line.unwrap_or("the verifier says nothing").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gpgs_status_lines_are_understood() {
        let judge = |lines: &[&str]| {
            let status: String = lines.iter().map(|line| format!("[GNUPG:] {line}\n")).collect();
            of_status(&status, &ProgramOutcome { success: true, data: Vec::new(), said: "words".into() })
        };
        assert_eq!(judge(&["NEWSIG", "GOODSIG 1 J", "VALIDSIG 1", "TRUST_UNDEFINED 0"]), SignatureVerdict::Good);
        assert_eq!(judge(&["EXPKEYSIG 1 J", "VALIDSIG 1"]), SignatureVerdict::Good);
        assert!(matches!(judge(&["BADSIG 1 J"]), SignatureVerdict::Bad(_)));
        assert!(matches!(judge(&["ERRSIG 1 1 8 00 1 9", "NO_PUBKEY 1"]), SignatureVerdict::Untrusted(_)));
        assert!(matches!(judge(&["GOODSIG 1 J", "VALIDSIG 1", "TRUST_NEVER"]), SignatureVerdict::Untrusted(_)));
        assert!(matches!(judge(&["GOODSIG 1 J", "GOODSIG 2 K", "VALIDSIG 1"]), SignatureVerdict::Bad(_)));
        assert!(matches!(judge(&["GOODSIG 1 J"]), SignatureVerdict::Bad(_)));
        assert!(matches!(judge(&[]), SignatureVerdict::Bad(_)));
    }
}
