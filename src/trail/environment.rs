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

const COUNT: &str = "GIT_CONFIG_COUNT";
const PARAMETERS: &str = "GIT_CONFIG_PARAMETERS";
const GLOBAL: &str = "GIT_CONFIG_GLOBAL";
const SYSTEM: &str = "GIT_CONFIG_SYSTEM";
const NO_SYSTEM: &str = "GIT_CONFIG_NOSYSTEM";

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
    /// Settings given for this one run, later ones win: `GIT_CONFIG_COUNT` and its pairs, then `git -c key=value`.
    pub config: Vec<(String, String)>,
    /// A variable that says where git's settings are, in a way that only git can follow.
    pub unread: Option<String>,
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `PWD`: the way on which the person came to the working directory, through symbolic links perhaps.
    pub way: Option<PathBuf>,
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
        let redirected = REDIRECTING.iter().any(|name| lookup(name).is_some());
        let is_odd = |name: &&&str| {
            let place = lookup(name).map(PathBuf::from);
            // libgit2 is not told of them where it would follow other variables as well
            place.is_some_and(|place| redirected || (!place.is_absolute() && **name != NO_SYSTEM))
        };
        let one_run = one_run_settings(&text);
        Self {
            author_name: text("GIT_AUTHOR_NAME"),
            author_email: text("GIT_AUTHOR_EMAIL"),
            committer_name: text("GIT_COMMITTER_NAME"),
            committer_email: text("GIT_COMMITTER_EMAIL"),
            email: text("EMAIL"),
            unread: match &one_run {
                Err(variable) => Some((*variable).to_owned()),
                Ok(_) => [GLOBAL, SYSTEM, NO_SYSTEM].iter().find(is_odd).map(|name| (*name).to_owned()),
            },
            config: one_run.unwrap_or_default(),
            home: lookup("HOME").map(PathBuf::from).filter(|home| home.is_absolute()),
            way: lookup("PWD").map(PathBuf::from).filter(|way| way.is_absolute()),
            ceilings: std::env::split_paths(&ceilings).filter(|path| path.is_absolute()).collect(),
            redirected,
        }
    }
}

/// The settings for one run; a variable that git would not understand either is the error.
fn one_run_settings(text: &impl Fn(&str) -> Option<String>) -> Result<Vec<(String, String)>, &'static str> {
    let mut pairs = Vec::new();
    if let Some(count) = text(COUNT).filter(|count| !count.is_empty()) {
        let count = count.parse::<usize>().ok().filter(|count| *count <= MOST_PAIRS).ok_or(COUNT)?;
        for n in 0..count {
            let pair = text(&format!("GIT_CONFIG_KEY_{n}")).zip(text(&format!("GIT_CONFIG_VALUE_{n}")));
            pairs.push(pair.ok_or(COUNT)?);
        }
    }
    let words = shell_words::split(&text(PARAMETERS).unwrap_or_default()).map_err(|_| PARAMETERS)?;
    pairs.extend(words.into_iter().map(|word| match word.split_once('=') {
        Some((key, value)) => (key.to_owned(), value.to_owned()),
        // a key alone is a switch that is on
        None => (word, "true".to_owned()),
    }));
    Ok(pairs)
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
            [("user.email", "a@example.com"), ("user.name", "A B"), ("commit.gpgsign", "false"), ("core.bare", "true")];
        assert_eq!(env.config, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(env.unread, None);
    }

    #[test]
    fn a_variable_that_only_git_can_follow_is_named() {
        for (pairs, wanted) in [
            (&[("GIT_CONFIG_COUNT", "1x")][..], Some("GIT_CONFIG_COUNT")),
            (&[("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "user.name")], Some("GIT_CONFIG_COUNT")),
            (&[("GIT_CONFIG_COUNT", "")], None),
            (&[("GIT_CONFIG_PARAMETERS", "'user.name=x")], Some("GIT_CONFIG_PARAMETERS")),
            (&[("GIT_CONFIG_GLOBAL", "/x")], None),
            (&[("GIT_CONFIG_GLOBAL", "x")], Some("GIT_CONFIG_GLOBAL")),
            (&[("GIT_CONFIG_GLOBAL", "/x"), ("GIT_INDEX_FILE", "/y")], Some("GIT_CONFIG_GLOBAL")),
            (&[("GIT_CONFIG_NOSYSTEM", "1")], None),
        ] {
            assert_eq!(env(pairs).unread.as_deref(), wanted, "{pairs:?}");
        }
    }

    #[test]
    fn a_variable_that_redirects_git_is_noticed() {
        assert!(env(&[("GIT_INDEX_FILE", "/x")]).redirected);
        assert!(!env(&[("GIT_CONFIG_GLOBAL", "/x")]).redirected);
    }
}
