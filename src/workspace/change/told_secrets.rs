//! What is told of secrets that somebody committed with plain git: they are in the repository already, so refusing to adopt
//! the commits would hide nothing.

use std::collections::HashSet;

use crate::model::{CommitId, Result, RunbookId};
use crate::workspace::Workspace;
use crate::workspace::query::secret_rules;

/// What is told of secrets in the file, the message and the people of adopted commits, the latest first, with what helps.
/// What the last event left in the file, `known`, is told no more; `recorded` is what the file holds now.
pub(super) fn secrets_told(
    workspace: &Workspace,
    id: &RunbookId,
    adopts: &[CommitId],
    known: &[u8],
    head_text: &[u8],
    recorded: &[u8],
) -> Result<Option<String>> {
    let rules = secret_rules(workspace)?;
    let mut texts = Vec::new();
    let mut said = Vec::new();
    for commit in adopts.iter().rev() {
        let whose = format!("commit {}", commit.short());
        for (place, words) in workspace.repository.words_of(commit)? {
            let found = rules.find_lines(&words, |_| true);
            said.extend(found.into_iter().map(|(_, kind)| format!("{whose}, {place}: {kind}")));
        }
        if let Some(text) = workspace.repository.blob_at(commit, &id.path())? {
            texts.push((whose, text));
        }
    }
    texts.push(("the head".to_owned(), head_text.to_vec()));
    let mut known: HashSet<String> = rules.words(&String::from_utf8_lossy(known)).collect();
    let is_brought = |secret: &str| !known.contains(secret);
    let is_there = !rules.find_lines(&String::from_utf8_lossy(recorded), is_brought).is_empty();
    let mut places = Vec::new();
    for (whose, text) in texts {
        let text = String::from_utf8_lossy(&text).into_owned();
        let found = rules.find_lines(&text, |secret| !known.contains(secret));
        places.extend(found.into_iter().map(|(line, kind)| format!("{whose}, line {line}: {kind}")));
        known.extend(rules.words(&text));
    }
    let way = if is_there { ", then take it out of the file" } else { "" };
    said.append(&mut places);
    said.dedup();
    Ok((!said.is_empty()).then(|| {
        format!(
            "{} was committed with plain git with what looks like a secret ({}); it stays in the history: revoke it where it is valid{way}",
            id.path(),
            said.join("; ")
        )
    }))
}
