//! The person's commit hooks, run as `git commit -m` would run them.
//!
//! They see an index that holds the head and this change, not what is staged elsewhere. One that fails stops the
//! change; one that spoils the trailers of the message stops it too. No process is started where there are no hooks.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::blob::BlobId;
use super::failure::git_fault;
use super::message::Message;
use super::private::{remove_private, write_private};
use super::program::Program;
use super::repository::Repository;
use super::status::FileState;
use super::transaction::{CommitDraft, CommitWords, stamp};
use crate::model::{Fault, Kind, Result};

const BEFORE: [&str; 3] = ["pre-commit", "prepare-commit-msg", "commit-msg"];
const AFTER: &str = "post-commit";
const MESSAGE: &str = "COMMIT_EDITMSG";
const INDEX: &str = "hook-index";

/// The hooks of a repository that there are.
pub struct Hooks<'r> {
    repository: &'r Repository,
    found: Vec<(&'static str, PathBuf)>,
}

impl Repository {
    /// The hooks that a change runs here: in `core.hooksPath`, or else in the git directory, and executable.
    ///
    /// # Errors
    /// `Git` when git's settings cannot be read.
    pub fn hooks(&self) -> Result<Hooks<'_>> {
        let folder = match self.config()?.path("core.hooksPath") {
            // no folder: people switch hooks off so
            Some(path) if path.as_os_str().is_empty() => return Ok(Hooks { repository: self, found: Vec::new() }),
            // relative to where hooks run
            Some(path) => self.top().join(path),
            None => self.common_dir().join("hooks"),
        };
        let is_executable = |file: &PathBuf| {
            std::fs::metadata(file).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
        };
        let names = BEFORE.into_iter().chain([AFTER]);
        let found = names.map(|name| (name, folder.join(name))).filter(|(_, file)| is_executable(file)).collect();
        Ok(Hooks { repository: self, found })
    }
}

impl Hooks<'_> {
    /// True when there is one that runs before the commit.
    pub fn any_before(&self) -> bool {
        self.found.iter().any(|(name, _)| *name != AFTER)
    }

    /// True when there is one that runs after the commit.
    pub fn any_after(&self) -> bool {
        self.found.iter().any(|(name, _)| *name == AFTER)
    }

    /// Runs those before the commit; the message may come back changed. The objects of the draft must be stored.
    /// Answers with what the hooks said. `scratch` is a private folder.
    ///
    /// # Errors
    /// `Hook` when one fails or spoils our trailers.
    pub fn before(
        &self,
        draft: &CommitDraft,
        words: &mut CommitWords,
        claims: Option<&Message>,
        scratch: &Path,
    ) -> Result<Vec<String>> {
        if !self.any_before() {
            return Ok(Vec::new());
        }
        let (index, message) = (scratch.join(INDEX), scratch.join(MESSAGE));
        self.repository.write_hook_index(draft, &index)?;
        write_private(&message, words.message.as_bytes())?;
        let mut said = Vec::new();
        for (name, file) in self.found.iter().filter(|(name, _)| *name != AFTER) {
            let arguments: Vec<OsString> = match *name {
                "pre-commit" => Vec::new(),
                "prepare-commit-msg" => vec![message.clone().into(), "message".into()],
                _ => vec![message.clone().into()],
            };
            match self.run(name, file, arguments, words, Some(&index)) {
                Ok(words) => said.extend(words),
                // what the earlier ones said may be why
                Err(fault) => return Err(said.into_iter().fold(fault, Fault::hint)),
            }
        }
        self.repository.must_be_as_drafted(draft, &index)?;
        words.message = read_back(&message, &words.message, claims)?;
        Ok(said)
    }

    /// Runs the one after the commit. What it says is the answer; that it fails changes nothing any more.
    pub fn after(&self, words: &CommitWords) -> Vec<String> {
        let Some((name, file)) = self.found.iter().find(|(name, _)| *name == AFTER) else { return Vec::new() };
        match self.run(name, file, Vec::new(), words, None) {
            Ok(said) => said.into_iter().collect(),
            Err(fault) => vec![format!("{fault}; the change itself is recorded")],
        }
    }

    fn run(
        &self,
        name: &str,
        file: &Path,
        arguments: Vec<OsString>,
        words: &CommitWords,
        index: Option<&Path>,
    ) -> Result<Option<String>> {
        let mut vars: Vec<(&'static str, OsString)> = vec![
            ("GIT_EDITOR", ":".into()),
            ("GIT_AUTHOR_NAME", words.author.name.clone().into()),
            ("GIT_AUTHOR_EMAIL", words.author.email.clone().into()),
            ("GIT_AUTHOR_DATE", author_date(words)?.into()),
        ];
        if let Some(index) = index {
            vars.push(("GIT_INDEX_FILE", index.as_os_str().to_owned()));
        }
        if self.repository.is_linked() {
            vars.push(("GIT_DIR", self.repository.git_dir().as_os_str().to_owned()));
        }
        let program =
            Program { file: file.as_os_str(), words: arguments, folder: self.repository.top(), vars, input: &[] };
        let outcome = program.talk().map_err(|error| {
            Fault::new(Kind::Hook, format!("the hook {name} ({}) cannot be run: {error}", file.display()))
                .hint(format!("mend it, or switch it off: chmod -x {}", shell_words::quote(&file.to_string_lossy())))
        })?;
        if !outcome.success {
            // one that runs when all is done has nothing to refuse any more
            let what = if name == AFTER { "failed" } else { "refused the change" };
            let said = if outcome.said.is_empty() { String::new() } else { format!(":\n{}", outcome.said) };
            return Err(Fault::new(Kind::Hook, format!("the hook {name} {what}{said}"))
                .hint(format!("do what the hook asks for; it is {}", file.display())));
        }
        Ok(Some(outcome.said).filter(|said| !said.is_empty()))
    }
}

impl Repository {
    /// Refuses what a hook staged in place of what is to be committed: no event would explain it. The file as it lies
    /// there, staged once more, is what a hook stages that changed nothing.
    fn must_be_as_drafted(&self, draft: &CommitDraft, index: &Path) -> Result<()> {
        let index = git2::Index::open(index).map_err(|error| git_fault("read the hooks' index", &error))?;
        for (path, after) in draft.blobs() {
            let staged = index.get_path(Path::new(path), 0).map(|entry| BlobId::from_oid(entry.id));
            let lies_there = matches!(self.file_state(path)?, FileState::File(file) if Some(file) == staged);
            let is_old =
                lies_there && self.head()?.commit.map_or(Ok(None), |head| self.blob_id_at(&head, path))? == staged;
            if staged == Some(*after) || is_old {
                continue;
            }
            let what = format!("a commit hook staged another text of {path}, so the change was not recorded");
            let fault = Fault::new(Kind::Hook, what).hint("let the hooks leave the folder runbooks as it is");
            return Err(match staged {
                Some(staged) => fault.hint(format!("see what the hook staged: git show {staged}")),
                None => fault,
            });
        }
        Ok(())
    }

    /// An index beside the real one that holds exactly the tree that is about to be committed.
    fn write_hook_index(&self, draft: &CommitDraft, file: &Path) -> Result<()> {
        let fault = |error: git2::Error| git_fault("make an index for the hooks", &error);
        let begin = |bytes: Option<Vec<u8>>| {
            remove_private(file)?;
            bytes.map_or(Ok(()), |bytes| write_private(file, &bytes))?;
            git2::Index::open(file).map_err(fault)
        };
        // begun with the real one, so that files which are the same need not be looked into by the hook's git
        let real = std::fs::read(self.git_dir().join("index")).ok().filter(|bytes| !bytes.is_empty());
        let mut index = begin(real).or_else(|_| begin(None))?;
        let tree = self.git.find_tree(draft.tree()).map_err(fault)?;
        index.read_tree(&tree).and_then(|()| index.write()).map_err(fault)
    }
}

fn author_date(words: &CommitWords) -> Result<String> {
    let stamp = stamp(&words.author, words.recorded)?;
    Ok(format!("@{}", stamp.rsplit("> ").next().unwrap_or_default()))
}

/// The message as the hooks left it, cleaned as git cleans a message that was given as words.
fn read_back(file: &Path, ours: &str, claims: Option<&Message>) -> Result<String> {
    let spoiled = |what: &str| {
        Fault::new(Kind::Hook, format!("a commit hook left the message {what}, so the change was not recorded"))
            .hint("let the hooks prepare-commit-msg and commit-msg keep the lines that begin with Runbook")
    };
    let bytes = std::fs::read(file).map_err(|_| spoiled("unreadable"))?;
    let text = String::from_utf8(bytes).map_err(|_| spoiled("in another encoding than UTF-8"))?;
    if text == ours {
        return Ok(text);
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = format!("{}\n", lines.join("\n").trim_matches('\n'));
    if text.contains('\0') || text.trim().is_empty() {
        return Err(spoiled("empty or broken"));
    }
    if claims.is_some_and(|claims| !claims.survives_in(&text)) {
        return Err(spoiled("without its trailers intact"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        let act = crate::model::Act::Start;
        let by = "J <j@example.com>".parse().unwrap();
        let at = "2026-12-01T14:22:10+01:00".parse().unwrap();
        Message {
            runbook: "acme/a".parse().unwrap(),
            summary: "start".to_owned(),
            body: None,
            events: vec![crate::model::Event::new(act, at, by)],
            previous: None,
        }
    }

    fn read(text: &str) -> Result<String> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("m");
        std::fs::write(&file, text).unwrap();
        read_back(&file, &message().text().unwrap(), Some(&message()))
    }

    #[test]
    fn a_hook_may_add_words_and_trailers_of_its_own() {
        let ours = message().text().unwrap();
        assert_eq!(read(&ours).unwrap(), ours);
        let more = format!("{}Change-Id: I1  \n\n", ours.replace("\n\nRunbook:", "\n\nmore\n\nRunbook:"));
        assert_eq!(read(&more).unwrap(), format!("{}\n", more.trim_end()));
    }

    #[test]
    fn a_hook_that_touches_our_trailers_is_refused() {
        let ours = message().text().unwrap();
        let changed = ours.replace("acme/a\n", "acme/b\n");
        let moved = format!("{ours}\nlast words\n");
        for bad in ["", "\n\n", "acme/a: start\n", &changed, &moved] {
            assert_eq!(read(bad).unwrap_err().kind, Kind::Hook, "{bad}");
        }
    }
}
