//! What the history is held against from outside: commits that a person expects, and the head that was seen last.
//!
//! Without an anchor a history that was rewritten as a whole, with every event in order, looks like any other. Nothing
//! that lies in the repository is an anchor by itself.

use crate::model::{AuditCode, CommitId, Kind, Result};
use crate::trail::{BranchHead, Repository, SeenHead, SeenHeads};

use super::context::AuditContext;
use super::ledger::{Ledger, Note};
use super::signatures::objection;

/// The key under which the head is remembered when it is on no branch.
const NO_BRANCH: &str = "HEAD";

/// So many digits has a commit's name.
const FULL: usize = 40;

pub(super) fn examine(
    repository: &Repository,
    context: &AuditContext<'_>,
    head: &BranchHead,
    ledger: &mut Ledger,
) -> Result<()> {
    for words in &context.options.expect {
        expected(repository, context, words, ledger)?;
    }
    let Some(state) = &context.options.memory else {
        let why = "neither HOME nor XDG_STATE_HOME says where heads can be remembered";
        ledger.remarks.push(format!("this head is not remembered for the next audit: {why}"));
        return Ok(());
    };
    match SeenHeads::of(state, repository) {
        Ok(mut memory) => remembered(repository, context, head, &mut memory, ledger),
        // the trail can be judged all the same
        Err(fault) if matches!(fault.kind, Kind::Disk | Kind::Unreadable) => ledger.remarks.push(format!(
            "the history is not held against what your audits saw before, and this head is not remembered for the next \
             one: {}{}",
            fault.message,
            fault.hints.iter().map(|hint| format!("; {hint}")).collect::<String>()
        )),
        Err(fault) => return Err(fault),
    }
    Ok(())
}

fn expected(repository: &Repository, context: &AuditContext<'_>, words: &str, ledger: &mut Ledger) -> Result<()> {
    let anchor = repository.anchor(words)?;
    match anchor.commit.filter(|commit| context.survey.holds(commit)) {
        None => {
            let message = format!("{words}, which was expected, is not in the history of the head");
            ledger.note(Note::new(AuditCode::HistoryRewritten, message).fix(HELP));
            return Ok(());
        }
        Some(_) if anchor.is_own_name && words.len() < FULL => ledger.remarks.push(format!(
            "“{words}” is only the beginning of a commit's name, and another commit can be made to begin so; all {FULL} \
             digits prove that history was not rewritten"
        )),
        Some(_) if anchor.is_own_name => ledger.anchors.push(format!("the expected commit {words}")),
        Some(_) if anchor.seal.is_none() => ledger.remarks.push(format!(
            "“{words}” is a name in the repository, which can be moved; only a commit's own name, or a signed tag, proves \
             that history was not rewritten"
        )),
        Some(_) => {}
    }
    if let Some(seal) = anchor.seal {
        if words != seal.name && !words.ends_with(&format!("/{}", seal.name)) {
            let message = format!("the tag that “{words}” leads to is “{}”: somebody moved the name", seal.name);
            ledger.note(Note::new(AuditCode::HistoryRewritten, message).fix(HELP));
            return Ok(());
        }
        let verifier = repository.verifier(context.options.signers.as_deref())?;
        let verdict = verifier.verify(&seal.signature, &seal.payload, &seal.tagger, seal.at);
        match objection(verdict, true) {
            None => ledger.anchors.push(format!("the signed tag {words}")),
            Some(note) => ledger.note(note),
        }
    }
    Ok(())
}

const HELP: &str = "find out who moved the branch: git reflog; a colleague's clone may still have what is missing";

fn remembered(
    repository: &Repository,
    context: &AuditContext<'_>,
    head: &BranchHead,
    memory: &mut SeenHeads,
    ledger: &mut Ledger,
) {
    let branch = head.branch.clone().unwrap_or_else(|| NO_BRANCH.to_owned());
    let Some(now) = &head.commit else { return };
    let is_whole = !ledger.is_incomplete();
    match memory.head(&branch) {
        Some(seen) if context.survey.holds(&seen.commit) => {
            ledger.anchors.push(format!("the head {} of your audit of {}", seen.commit.short(), seen.at));
        }
        Some(seen) if !context.options.accept => {
            let note = rewritten(repository, now, seen);
            ledger.note(note);
            return;
        }
        Some(_) => {}
        None => elsewhere(context, &branch, memory, ledger),
    }
    if is_whole && memory.head(&branch).is_none_or(|seen| seen.commit != *now) {
        let kept = memory.remember(&branch, SeenHead { commit: now.clone(), at: context.options.now });
        if let Err(fault) = kept {
            ledger.remarks.push(format!("this head is not remembered for the next audit: {}", fault.message));
            memory.forget(&branch);
        }
    }
    ledger.remembered = memory.head(&branch).is_some_and(|seen| seen.commit == *now);
    if is_whole && ledger.has(AuditCode::HistoryRewritten) {
        accepted(context, &branch, now, memory, ledger);
    }
}

/// Another branch than those that were audited is none of their heads' concern; that it holds none of them is said.
fn elsewhere(context: &AuditContext<'_>, branch: &str, memory: &SeenHeads, ledger: &mut Ledger) {
    let Some((name, seen)) = memory.latest() else { return };
    if !memory.heads().any(|seen| context.survey.holds(&seen.commit)) {
        ledger.remarks.push(format!(
            "{branch} was never audited, and does not hold the head {} of your audit of {name} at {}",
            seen.commit.short(),
            seen.at
        ));
    }
}

/// What commits claim wrongly about the one before is no finding up to where the person took history as it is: a rebase
/// leaves such claims for ever.
fn accepted(context: &AuditContext<'_>, branch: &str, now: &CommitId, memory: &mut SeenHeads, ledger: &mut Ledger) {
    if context.options.accept {
        let kept = memory.accept(branch, SeenHead { commit: now.clone(), at: context.options.now });
        if let Err(fault) = kept {
            ledger.remarks.push(format!("it could not be remembered that history was accepted: {}", fault.message));
        }
    }
    let Some(head) = memory.accepted(branch) else { return };
    let count = ledger.drop_claims(&context.survey.behind(&head.commit));
    if count > 0 {
        ledger.remarks.push(format!(
            "{count} claims about the commit before are not true up to {}, where you accepted on {} that history was \
             rewritten",
            head.commit.short(),
            head.at
        ));
    }
}

fn rewritten(repository: &Repository, now: &CommitId, seen: &SeenHead) -> Note {
    let what = match repository.is_behind(now, &seen.commit) {
        true => "the history was shortened: the head went back behind",
        false => "the history was rewritten: it does not hold",
    };
    let message = format!("{what} {}, which was the head when you audited at {}", seen.commit, seen.at);
    Note::new(AuditCode::HistoryRewritten, message).fix(format!("{HELP}; to take it as it is: runbook audit --accept"))
}
