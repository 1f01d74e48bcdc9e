//! Git's settings as the person's own git answers them, for what libgit2 cannot judge.
//!
//! Conditions on a remote's address, on a folder that is reached through a symbolic link, and on settings of one run that
//! include a file. No process is started where none of these stands in the settings.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::environment::PersonEnv;
use super::program::Program;
use crate::model::{Fault, Kind, Result, visible_line};

/// One setting of git's answer.
pub(super) struct Asked {
    /// Its key, as git writes it.
    pub(super) key: String,
    /// Its value; none for a key that stands alone.
    pub(super) value: Option<String>,
    /// Whether the repository had no say in it.
    pub(super) is_own: bool,
}

/// What only git can judge in these settings, in words for a person; nothing mostly.
pub(super) fn doubt(files: &git2::Config, env: &PersonEnv, place: &Path) -> Option<String> {
    if let Some(variable) = &env.unread {
        return Some(variable.clone());
    }
    let includes = |key: &str| {
        let key = key.to_ascii_lowercase();
        key == "include.path" || key.starts_with("includeif.")
    };
    if let Some((key, _)) = env.config.iter().find(|(key, _)| includes(key)) {
        return Some(key.clone());
    }
    let mut found = None;
    let entries = files.entries(Some(r"^includeif\.")).ok()?;
    let _ = entries.for_each(|entry| {
        let name = entry.name().unwrap_or_default();
        let condition = name.get("includeif.".len()..).and_then(|rest| rest.strip_suffix(".path")).unwrap_or_default();
        if found.is_none() && !is_known(condition, env, place) {
            found = Some(format!("includeIf.\"{condition}\".path"));
        }
    });
    found
}

/// True for a condition that libgit2 judges as git does.
fn is_known(condition: &str, env: &PersonEnv, place: &Path) -> bool {
    if condition.starts_with("onbranch:") {
        return true;
    }
    let pattern = condition.strip_prefix("gitdir:").or_else(|| condition.strip_prefix("gitdir/i:"));
    // git follows the links of a home, and tries the way on which a person came as well as where it leads
    let is_real = |path: &Path| path.canonicalize().is_ok_and(|real| real == path);
    pattern.is_some_and(|pattern| {
        let home = env.home.as_deref().filter(|_| pattern.starts_with('~'));
        !pattern.starts_with("./") && home.is_none_or(is_real) && is_real(&standing(env, place))
    })
}

/// The folder in which the person stands, by the way on which they came.
fn standing(env: &PersonEnv, place: &Path) -> PathBuf {
    let same = |way: &&PathBuf| way.canonicalize().is_ok_and(|way| place.canonicalize().is_ok_and(|at| at == way));
    env.way.as_ref().filter(same).map_or_else(|| place.to_owned(), Clone::clone)
}

/// All settings, as git answers in this place. `why` is what only git can judge.
///
/// # Errors
/// `Git` where git is missing or fails.
pub(super) fn ask(why: &str, env: &PersonEnv, place: &Path) -> Result<Vec<Asked>> {
    let way = standing(env, place);
    let program = Program {
        file: "git".as_ref(),
        words: ["config", "--list", "--show-scope", "-z"].map(OsString::from).to_vec(),
        folder: place,
        vars: vec![("PWD", way.into_os_string())],
        input: &[],
    };
    let problem = match program.answer() {
        Ok(outcome) if outcome.success => return Ok(listed(&outcome.data)),
        Ok(outcome) => format!("git fails: {}", outcome.said),
        Err(error) => format!("git cannot be run: {error}"),
    };
    let why = visible_line(why);
    let message = format!("git's settings depend on {why}, which git itself has to judge, and {problem}");
    Err(Fault::new(Kind::Git, message)
        .hint("see what git says: git var GIT_AUTHOR_IDENT")
        .hint("see where it stands: git config --list --show-origin")
        .hint("where git is missing or older than 2.36: install a newer one"))
}

/// Git's answer: scope, key and value, each with its end.
fn listed(answer: &[u8]) -> Vec<Asked> {
    let text = String::from_utf8_lossy(answer);
    let mut parts = text.split('\0');
    let mut all = Vec::new();
    while let (Some(scope), Some(setting)) = (parts.next(), parts.next()) {
        let (key, value) = match setting.split_once('\n') {
            Some((key, value)) => (key, Some(value.to_owned())),
            None => (setting, None),
        };
        all.push(Asked { key: key.to_owned(), value, is_own: matches!(scope, "system" | "global" | "command") });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_git_is_read_with_its_scopes() {
        let all = listed(b"global\0user.name\nA\nB\0local\0core.bare\0command\0gpg.program\n\0");
        let all: Vec<_> = all.iter().map(|asked| (&*asked.key, asked.value.as_deref(), asked.is_own)).collect();
        assert_eq!(
            all,
            [("user.name", Some("A\nB"), true), ("core.bare", None, false), ("gpg.program", Some(""), true)]
        );
    }

    #[test]
    fn settings_of_many_branches_are_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        git2::Repository::init(folder.path()).unwrap();
        let lines =
            |number| format!("[branch \"work-on-something-{number}\"]\n\tremote = origin\n\tmerge = refs/heads/main\n");
        let text: String = (0..1500).map(lines).collect();
        std::fs::write(folder.path().join(".git/config"), text).unwrap();
        let all = ask("a condition", &PersonEnv::default(), folder.path()).unwrap();
        assert!(all.iter().any(|asked| asked.key == "branch.work-on-something-1499.merge"));
    }

    #[test]
    fn conditions_that_libgit2_judges_as_git_does_ask_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let link = real.join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let env = PersonEnv { home: Some(real.clone()), ..PersonEnv::default() };
        for known in ["onbranch:main", "gitdir:/jobs/", "gitdir/i:~/jobs/", "gitdir:work"] {
            assert!(is_known(known, &env, &real), "{known}");
        }
        for unknown in ["hasconfig:remote.*.url:https://a/**", "gitdir:./x", "later:x", ""] {
            assert!(!is_known(unknown, &env, &real), "{unknown}");
        }
        assert!(!is_known("gitdir:/jobs/", &env, &link), "the way may match, not only where it leads");
        let came = PersonEnv { way: Some(link.clone()), ..env.clone() };
        assert!(!is_known("gitdir:/jobs/", &came, &real));
        let moved = PersonEnv { home: Some(link), ..env };
        assert!(!is_known("gitdir:~/jobs/", &moved, &real) && is_known("gitdir:/jobs/", &moved, &real));
    }
}
