//! The store's settings file, `.runbook.toml`: reading it, and the commented one that a new store begins with.
//!
//! It refuses settings that it does not understand, because a policy that is half read is no policy. Keys that it does
//! not know are kept and told, so that a misspelt one is found.

use super::layout::SETTINGS_FILE;
use super::record::understand;
use super::source::Source;
use crate::model::keys::Shape;
use crate::model::{Path, Result, Settings};

/// A key of the settings that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key: `readiness.grase`.
    pub path: String,
    /// The known key that was probably meant.
    pub near: Option<String>,
}

/// Reads the settings.
///
/// # Errors
/// `NewerFormat` for settings of a newer version; `Unreadable`, with line and key, for anything that does not fit.
pub fn read_settings(bytes: &[u8]) -> Result<Settings> {
    let source = Source::new(SETTINGS_FILE, bytes)?;
    understand(&source, Shape::Foreign)
}

/// The keys that are not known, probable typing errors with what was meant.
pub fn unknown_keys(settings: &Settings) -> Vec<UnknownKey> {
    let tables = [
        (
            "",
            &settings.extra,
            &[
                "format",
                "time_zone",
                "home_side",
                "readiness",
                "approval",
                "people",
                "channels",
                "regions",
                "estimates",
                "lock",
                "secrets",
                "signatures",
            ][..],
        ),
        ("readiness", &settings.readiness.extra, &["grace"][..]),
        ("approval", &settings.approval.extra, &["required", "allow_author"][..]),
        ("estimates", &settings.estimates.extra, &["suggest", "runs"][..]),
        ("lock", &settings.lock.extra, &["wait"][..]),
        ("secrets", &settings.secrets.extra, &["patterns"][..]),
        ("signatures", &settings.signatures.extra, &["required"][..]),
    ];
    let place = |table: &str, key: &str| match table {
        "" => Path::of([key]).to_string(),
        _ => Path::of([table, key]).to_string(),
    };
    tables
        .into_iter()
        .flat_map(|(table, extra, known)| {
            extra.keys().map(move |key| {
                let near = known.iter().find(|known| strsim::osa_distance(known, key) <= 2);
                UnknownKey { path: place(table, key), near: near.map(|near| place(table, near)) }
            })
        })
        .collect()
}

/// The settings file of a new store: what is decided stands, everything else is explained and commented out.
pub fn default_settings() -> &'static str {
    r##"# The settings of this store of runbooks. They are committed: what a team decided once holds for everybody.
# Lines that begin with # are off and show the default or an example.

format = 1

# The time zone of schedules that are given without one.
# time_zone = "Europe/Berlin"

# What the home side of a call is named in the contacts.
# home_side = "gitlab"

# Channels to tell before and after a call.
# channels = ["#support_managers"]

# Regions whose engineers must be able to go back.
# regions = ["EMEA", "AMER", "APAC"]

# How late a call may start before its schedule counts as past.
# [readiness]
# grace = "2h"

# How many people must approve a plan, and whether somebody who wrote part of it may.
# [approval]
# required = 0
# allow_author = false

# Handles of people whose git e-mail is not the one in the contacts.
# [people]
# "jane.doe@example.com" = "@jane_doe"

# Take the estimates of a new runbook from earlier runs of its template: their median, or p90, which nine of ten did
# not exceed. Only where so many runs are known. `runbook stats --suggest` shows them.
# [estimates]
# suggest = "median"
# runs = 3

# How long a command waits while another one changes the store.
# [lock]
# wait = "10s"

# Regular expressions for secrets of your own, beside the well-known ones. A match is refused.
# [secrets.patterns]
# our-token = "acme_[0-9a-f]{32}"

# Whether every commit of the trail has to be signed. Commands then sign or refuse, and `runbook audit` finds a commit
# that is not signed by somebody whom the auditor trusts. Once on, only a signed commit can turn it off unnoticed.
# [signatures]
# required = false
"##
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn a_new_stores_settings_are_the_defaults() {
        assert_eq!(read_settings(default_settings().as_bytes()).unwrap(), Settings::default());
    }

    #[test]
    fn every_example_in_the_settings_file_is_understood() {
        let on: String = default_settings()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let settings = read_settings(on.as_bytes()).unwrap();
        assert_eq!(unknown_keys(&settings), []);
        assert_eq!(settings.people.len(), 1);
        assert_eq!(settings.secrets.patterns.len(), 1);
        let known = serde_json::to_value(&settings).unwrap();
        assert_eq!(known.as_object().unwrap().len(), 12, "a key of the settings is neither known nor explained");
    }

    #[test]
    fn what_does_not_fit_is_told_with_line_and_key() {
        for (text, wanted) in [
            ("format = 1\n[lock]\nwait = 10\n", "line 3, `lock.wait`: expected text in quotes"),
            (
                "[approval]\nrequired = -1\n",
                "line 2, `approval.required`: expected a whole number that is not negative",
            ),
            ("time_zone = \"Nowhere\"\n", "line 1, `time_zone`: “Nowhere” is not a time zone"),
            ("channels = 1\n", "line 1, `channels`: expected a list"),
            ("[lock\n", "line 1, column"),
        ] {
            let fault = read_settings(text.as_bytes()).unwrap_err();
            assert_eq!(fault.kind, Kind::Unreadable);
            assert!(fault.message.contains(wanted), "{fault}");
        }
        assert_eq!(read_settings(b"format = 2\n").unwrap_err().kind, Kind::NewerFormat);
    }

    #[test]
    fn a_misspelt_key_is_told_with_what_was_meant() {
        let settings = read_settings(b"tme_zone = \"x\"\nother = 1\n[readiness]\ngrase = \"1h\"\n").unwrap();
        let told: Vec<_> = unknown_keys(&settings).into_iter().map(|key| (key.path, key.near)).collect();
        assert_eq!(
            told,
            [
                ("tme_zone".to_owned(), Some("time_zone".to_owned())),
                ("other".to_owned(), None),
                ("readiness.grase".to_owned(), Some("readiness.grace".to_owned())),
            ]
        );
    }
}
