//! Where a field stands in a record, in the words of `docs/reference.md`, “JSON”: `tasks.bulk-change.estimate`.
//!
//! A path is a list of segments: keys, and in place of positions the ids of items (or their numbers from one, where a
//! list has no ids). It refuses nothing that a key may hold: a segment with a dot or a quote is quoted as TOML quotes keys.

use std::fmt;

use super::{Fault, Result};

/// The place of a field or an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<String>);

impl Path {
    /// The record itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path of these segments.
    pub fn of<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self(segments.into_iter().map(Into::into).collect())
    }

    /// The place one step further in.
    #[must_use]
    pub fn join(&self, segment: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment.into());
        Self(segments)
    }

    /// The segments, outermost first.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// The place that holds this one, and this one's name in it; none for the record itself.
    pub fn split_last(&self) -> Option<(Self, &str)> {
        let (last, rest) = self.0.split_last()?;
        Some((Self(rest.to_vec()), last))
    }
}

fn wants_quotes(segment: &str) -> bool {
    segment.is_empty()
        || segment.contains(|c: char| matches!(c, '.' | '"' | '\'' | '\\') || c.is_control() || c.is_whitespace())
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, segment) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str(".")?;
            }
            if !wants_quotes(segment) {
                f.write_str(segment)?;
                continue;
            }
            f.write_str("\"")?;
            for c in segment.chars() {
                match c {
                    '"' | '\\' => write!(f, "\\{c}")?,
                    '\n' => f.write_str("\\n")?,
                    '\t' => f.write_str("\\t")?,
                    c if c.is_control() => write!(f, "\\u{:04X}", c as u32)?,
                    c => write!(f, "{c}")?,
                }
            }
            f.write_str("\"")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Path {
    type Err = Fault;

    /// Reads what `Display` writes; a literal (single-quoted) segment is understood as well.
    fn from_str(text: &str) -> Result<Self> {
        let mut segments = Vec::new();
        let mut rest = text;
        if text.is_empty() {
            return Ok(Self::root());
        }
        loop {
            let (segment, tail) = read_segment(rest).ok_or_else(|| {
                Fault::usage(format!("“{text}” is not the path of a field: write it as tasks.bulk-change.estimate"))
            })?;
            segments.push(segment);
            match tail.strip_prefix('.') {
                Some(more) => rest = more,
                None if tail.is_empty() => return Ok(Self(segments)),
                None => return Err(Fault::usage(format!("“{text}” is not the path of a field: a dot is missing"))),
            }
        }
    }
}

/// One segment and what follows it.
fn read_segment(text: &str) -> Option<(String, &str)> {
    if let Some(literal) = text.strip_prefix('\'') {
        let (segment, tail) = literal.split_once('\'')?;
        return Some((segment.to_owned(), tail));
    }
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find('.').unwrap_or(text.len());
        let (segment, tail) = text.split_at(end);
        return (!segment.is_empty()).then(|| (segment.to_owned(), tail));
    };
    let mut segment = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next()? {
            '"' => return Some((segment, chars.as_str())),
            '\\' => match chars.next()? {
                'n' => segment.push('\n'),
                't' => segment.push('\t'),
                'u' => {
                    let digits = chars.as_str().get(..4)?;
                    segment.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                    chars = chars.as_str().get(4..)?.chars();
                }
                c @ ('"' | '\\') => segment.push(c),
                _ => return None,
            },
            c => segment.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_words_stand_bare_and_others_are_quoted() {
        assert_eq!(Path::of(["tasks", "bulk-change", "estimate"]).to_string(), "tasks.bulk-change.estimate");
        assert_eq!(Path::of(["variables", "a.b", ""]).to_string(), r#"variables."a.b"."""#);
        assert_eq!(Path::of(["größe"]).to_string(), "größe");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for wrong in [".", "a.", "a..b", "\"a", "\"a\"b", "'a", "\"\\x\""] {
            assert!(wrong.parse::<Path>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_path_reads_back_as_itself(segments in prop::collection::vec(any::<String>(), 0..4)) {
            let path = Path::of(segments);
            prop_assert_eq!(path.to_string().parse::<Path>().unwrap(), path);
        }
    }
}
