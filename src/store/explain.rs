//! What serde says about a value that does not fit, in a person's words, with the place in the file.
//!
//! It refuses to guess: what it cannot translate is said as it came.

use std::ops::Range;

use serde_path_to_error::Segment;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::values::{describe, item_name};
use crate::model::Path;

/// A misfit, placed and put into words.
pub(super) struct Explained {
    pub(super) at: Option<Range<usize>>,
    pub(super) path: Path,
    pub(super) what: String,
}

/// Finds the place of serde's error in the parsed file and says what is wrong there.
pub(super) fn explain(root: &DeTable<'_>, error: &serde_path_to_error::Error<serde_json::Error>) -> Explained {
    let mut path = Path::root();
    let mut at: Option<&Spanned<DeValue<'_>>> = None;
    for segment in error.path() {
        let next = match (segment, at.map(Spanned::get_ref)) {
            (Segment::Map { key }, None) if path.segments().is_empty() => {
                path = path.join(key);
                root.get(key.as_str())
            }
            (Segment::Map { key }, Some(DeValue::Table(table))) => {
                path = path.join(key);
                table.get(key.as_str())
            }
            (Segment::Seq { index }, Some(DeValue::Array(items))) => {
                let item = items.get(*index);
                path = path.join(item.map_or_else(|| (index + 1).to_string(), |item| item_name(item, *index)));
                item
            }
            _ => None,
        };
        match next {
            Some(found) => at = Some(found),
            None => break,
        }
    }
    Explained { at: at.map(Spanned::span), path, what: words(&error.inner().to_string(), at.map(Spanned::get_ref)) }
}

fn words(message: &str, found: Option<&DeValue<'_>>) -> String {
    if let Some(key) = message.strip_prefix("missing field ") {
        return format!("the key {key} is missing");
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (word, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let known = known.trim_start_matches("one of ").replace('`', "");
        return format!("“{}” is not known here: it is one of {known}", word.trim_matches('`'));
    }
    if let Some(rest) = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: ")) {
        let (told, wanted) = rest.rsplit_once(", expected ").unwrap_or((rest, "something else"));
        let found = found.map_or_else(|| told.to_owned(), describe);
        return format!("expected {}, found {found}", expected(wanted));
    }
    message.to_owned()
}

fn expected(wanted: &str) -> &str {
    match wanted {
        "a string" | "string or map" => "text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "u64" | "u32" | "i64" => "a whole number that is not negative",
        "a map" => "a table",
        other if other.starts_with("struct ") || other.starts_with("map") => "a table",
        other if other.starts_with("variant identifier") || other.contains("enum") => "a word in quotes",
        other => other,
    }
}
