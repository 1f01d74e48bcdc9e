//! Signatures of the trail's commits: there where the policy asks for them, over the commit, by somebody who is trusted.
//!
//! The policy is the one that a commit was made under, or the person's own wish. Whom to trust and which program verifies
//! is the person's alone.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::model::{AuditCode, Result};
use crate::trail::{ObjectPlace, Objects, Repository, SignatureVerdict, SurveyedCommit, Verifier};

use super::context::AuditContext;
use super::ledger::{Ledger, Note};
use super::whole::{is_of_trail, main_runbook};

pub(super) fn examine(
    repository: &Repository,
    context: &AuditContext<'_>,
    place: &ObjectPlace,
    ledger: &mut Ledger,
) -> Result<()> {
    let trail = context.survey.steps().filter(|step| is_of_trail(step));
    let (signed, bare): (Vec<&SurveyedCommit>, Vec<&SurveyedCommit>) = trail.partition(|step| step.is_signed);
    for step in bare.into_iter().filter(|step| is_wanted(context, step)) {
        let fix = "whoever made it signs the next ones: git config --global commit.gpgsign true";
        ledger.note(about(step, Note::new(AuditCode::Unsigned, "the commit is not signed").fix(fix)));
    }
    merges(repository, context, place, ledger)?;
    if signed.is_empty() {
        return Ok(());
    }
    let verifier = repository.verifier(context.options.signers.as_deref())?;
    let verdicts: Result<Vec<(usize, SignatureVerdict)>> = (0..signed.len())
        .into_par_iter()
        .map_init(
            || Objects::open(place),
            |objects, number| {
                let objects = objects.as_ref().map_err(Clone::clone)?;
                let step = signed.get(number).copied();
                Ok((
                    number,
                    step.map_or(Ok(SignatureVerdict::Good), |step| verdict(context, objects, &verifier, step))?,
                ))
            },
        )
        .collect();
    for (number, verdict) in verdicts? {
        let Some(step) = signed.get(number).copied() else { continue };
        ledger.signed += usize::from(verdict == SignatureVerdict::Good);
        if let Some(note) = objection(verdict, is_wanted(context, step)) {
            ledger.note(about(step, note));
        }
    }
    Ok(())
}

/// A merge that takes other settings than one side had ends a policy, and is signed like any commit that does.
fn merges(repository: &Repository, context: &AuditContext<'_>, place: &ObjectPlace, ledger: &mut Ledger) -> Result<()> {
    let turned: Vec<usize> = context.policies.turned(context.survey).collect();
    if turned.is_empty() {
        return Ok(());
    }
    let (objects, verifier) = (Objects::open(place)?, repository.verifier(context.options.signers.as_deref())?);
    for merge in turned {
        let Ok(said) = objects.testimony(&context.survey.commit(merge)?) else { continue };
        let note = match &said.signature {
            None => Some(Note::new(
                AuditCode::Unsigned,
                "the merge chooses between the settings of its sides, and is not signed",
            )),
            Some(signature) => {
                let at = said.recorded.recorded_at;
                objection(verifier.verify(signature, &said.payload, &said.committer, at), true)
            }
        };
        note.into_iter().for_each(|note| ledger.note(note.at(merge)));
    }
    Ok(())
}

fn is_wanted(context: &AuditContext<'_>, step: &SurveyedCommit) -> bool {
    context.options.all_signed || context.policies.at(step.place).signatures.required
}

fn about(step: &SurveyedCommit, note: Note) -> Note {
    match main_runbook(step) {
        Some(id) => note.at(step.place).of(id),
        None => note.at(step.place),
    }
}

fn verdict(
    context: &AuditContext<'_>,
    objects: &Objects,
    verifier: &Verifier,
    step: &SurveyedCommit,
) -> Result<SignatureVerdict> {
    let commit = context.survey.commit(step.place)?;
    Ok(match objects.testimony(&commit) {
        Ok(said) => {
            let signature = said.signature.unwrap_or_default();
            verifier.verify(&signature, &said.payload, &said.committer, said.recorded.recorded_at)
        }
        Err(trouble) => SignatureVerdict::Bad(trouble.words().to_owned()),
    })
}

/// A verdict as a finding. Nobody has to trust a signature that no policy asks for, but a false one is always told.
pub(super) fn objection(verdict: SignatureVerdict, is_wanted: bool) -> Option<Note> {
    match verdict {
        SignatureVerdict::Bad(why) => Some(Note::new(AuditCode::BadSignature, format!("the signature is not good: {why}"))),
        SignatureVerdict::Untrusted(why) | SignatureVerdict::Unverifiable(why) if is_wanted => Some(
            Note::new(AuditCode::UntrustedSigner, format!("nobody whom you trust signed it: {why}"))
                .fix("name whom you trust: git config --global gpg.ssh.allowedSignersFile FILE, --signers FILE, or gpg --import KEY"),
        ),
        SignatureVerdict::Good | SignatureVerdict::Untrusted(_) | SignatureVerdict::Unverifiable(_) => None,
    }
}
