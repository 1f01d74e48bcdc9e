//! `audit`: whether the trail can be believed.

use std::path::PathBuf;

use clap::Args;

use crate::audit::AuditOptions;
use crate::cli::complete;
use crate::cli::session::{Answer, Session};
use crate::model::Result;
use crate::render;
use crate::workspace::query;

/// Prove the trail: replay every runbook, and hold each commit against what its event says
///
/// Ends with 0 when nothing is wrong, with 1 when something is, and with 5 when nothing can be said at all.
///
/// PROVED, for everything behind the head: each change of a record is explained by an event, exactly, and nothing
/// beside it changed in the file, not a blank line; the lifecycle would have taken that event, on that record, by the
/// settings of that day; permissions came before what they cover; the event is by the commit's author; times do not go
/// back; captured output is what its event says; no object that this needs is damaged or missing. Shallow, grafted and
/// replaced history is never called fine. Hand edits that were recorded are counted, and what they say happened is
/// listed.
///
/// NOT PROVED: who really sat at the keyboard, unless commits are signed; that an event is true; the words of a commit
/// message beside its trailers; how an event's own keys are spelt; other branches; files that are none of a runbook's.
/// A history that somebody rewrote as a whole, in order, from any point on, or cut off at its end, looks like any
/// other: only an anchor shows it. Anchors are the head of your last audit (remembered for you outside the repository),
/// --expect with a commit's full name that you know from elsewhere, and --expect with a signed tag. A git rebase of
/// recorded changes is a rewriting as well, and is told until you --accept it.
///
/// SIGNATURES are asked for by `[signatures] required` in the settings, as they were when a commit was made, or by
/// --signed for all of history. Only a trusted, signed commit turns the policy off unnoticed. Whom you trust comes from
/// you: gpg.ssh.allowedSignersFile in your own git settings, your gpg keyring, or --signers. A signature by ssh has to
/// be by the committer. Nothing that the repository configures is believed or run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  runbook audit
  runbook audit acme/enforce-2fa-on-all-groups
  runbook audit --expect HEAD --json
  runbook audit --accept")]
pub(in crate::cli) struct Audit {
    /// Only these runbooks: ids or unambiguous parts of them
    #[arg(value_name = "ID", add = complete::runbooks())]
    ids: Vec<String>,
    /// A commit that must be in the history: its name as you know it from elsewhere, or a signed tag; repeatable
    #[arg(long, value_name = "COMMIT")]
    expect: Vec<String>,
    /// The ssh signers that you trust, as git's allowedSignersFile; never one that lies in the repository
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    signers: Option<PathBuf>,
    /// Want every commit of the trail signed, whatever the store's settings say
    #[arg(long)]
    signed: bool,
    /// Take a history that was rewritten as it is, such as by your own git rebase, and hold later audits against it
    #[arg(long)]
    accept: bool,
}

impl Audit {
    /// Runs the command.
    ///
    /// # Errors
    /// As [`query::audit`].
    pub(super) fn run(self, session: &mut Session<'_>) -> Result<Answer> {
        let workspace = session.open()?;
        let options = AuditOptions {
            parts: self.ids,
            expect: self.expect,
            signers: self.signers.map(|file| session.around.path(&file)),
            all_signed: self.signed,
            memory: session.around.state_folder(),
            accept: self.accept,
            now: session.around.now,
        };
        let audit = query::audit(&workspace, &options)?;
        if session.globals.json {
            session.shell.document(&render::json::audit(&audit))?;
        } else {
            let text = render::audit(&audit, &session.style());
            session.shell.page(&text)?;
        }
        Ok(if audit.ok { Answer::Yes } else { Answer::No })
    }
}
