//! What git takes from a person's environment, as plain values that the command line hands in.
//!
//! Nothing below the command line reads the environment; this page says which variables git people rely on and sorts
//! them. It refuses to let variables such as `GIT_WORK_TREE` redirect a store: the store is the one that was named.

use std::ffi::OsString;
use std::path::PathBuf;

/// Variables that would make libgit2 work on another place than the one that was asked for. Git sets some of them for
/// hooks and aliases.
const REDIRECTING: [&str; 6] = [
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
];

/// More pairs than this in `GIT_CONFIG_COUNT` are not a person's doing.
const MOST_PAIRS: usize = 1000;

/// A person's environment as far as git is concerned.
#[derive(Debug, Clone, Default)]
pub struct PersonEnv {
    /// `GIT_AUTHOR_NAME`.
    pub author_name: Option<String>,
    /// `GIT_AUTHOR_EMAIL`.
    pub author_email: Option<String>,
    /// `GIT_COMMITTER_NAME`.
    pub committer_name: Option<String>,
    /// `GIT_COMMITTER_EMAIL`.
    pub committer_email: Option<String>,
    /// `EMAIL`.
    pub email: Option<String>,
    /// Settings given for this one run, later ones win: `git -c key=value`, then `GIT_CONFIG_COUNT` and its pairs.
    pub config: Vec<(String, String)>,
    /// `GIT_CEILING_DIRECTORIES`: the search for a repository does not go above these.
    pub ceilings: Vec<PathBuf>,
    /// True when a variable is set that would lead libgit2 away from the store that was named.
    pub redirected: bool,
}

impl PersonEnv {
    /// Sorts the variables that `lookup` knows.
    pub fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let text = |name: &str| lookup(name).map(|value| value.to_string_lossy().into_owned());
        let ceilings = lookup("GIT_CEILING_DIRECTORIES").unwrap_or_default();
        Self {
            author_name: text("GIT_AUTHOR_NAME"),
            author_email: text("GIT_AUTHOR_EMAIL"),
            committer_name: text("GIT_COMMITTER_NAME"),
            committer_email: text("GIT_COMMITTER_EMAIL"),
            email: text("EMAIL"),
            config: one_run_settings(&text),
            ceilings: std::env::split_paths(&ceilings).filter(|path| path.is_absolute()).collect(),
            redirected: REDIRECTING.iter().any(|name| lookup(name).is_some()),
        }
    }
}

fn one_run_settings(text: &impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = text("GIT_CONFIG_PARAMETERS")
        .and_then(|words| shell_words::split(&words).ok())
        .unwrap_or_default()
        .into_iter()
        .map(|word| match word.split_once('=') {
            Some((key, value)) => (key.to_owned(), value.to_owned()),
            // a key alone is a switch that is on
            None => (word, "true".to_owned()),
        })
        .collect();
    let count = text("GIT_CONFIG_COUNT").and_then(|count| count.trim().parse::<usize>().ok()).unwrap_or(0);
    pairs.extend((0..count.min(MOST_PAIRS)).filter_map(|n| {
        Some((text(&format!("GIT_CONFIG_KEY_{n}"))?, text(&format!("GIT_CONFIG_VALUE_{n}")).unwrap_or_default()))
    }));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> PersonEnv {
        PersonEnv::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value)))
    }

    #[test]
    fn settings_for_one_run_are_read_in_both_of_gits_forms() {
        let env = env(&[
            ("GIT_CONFIG_PARAMETERS", "'user.name'='A B' 'commit.gpgsign=false' 'core.bare'"),
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "user.email"),
            ("GIT_CONFIG_VALUE_0", "a@example.com"),
        ]);
        let expected =
            [("user.name", "A B"), ("commit.gpgsign", "false"), ("core.bare", "true"), ("user.email", "a@example.com")];
        assert_eq!(env.config, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_variable_that_redirects_git_is_noticed() {
        assert!(env(&[("GIT_INDEX_FILE", "/x")]).redirected);
        assert!(!env(&[("GIT_CONFIG_GLOBAL", "/x")]).redirected);
    }
}
