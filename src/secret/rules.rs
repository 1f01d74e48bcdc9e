//! The rules of one store: the shapes that everybody knows and the store's own patterns; finding and masking by them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::encoded::texts_in;
use super::layout::Layout;
use super::lead::{Lead, Leads, Sight};
use super::plain::Squeezed;
use super::titled::InLine;
use super::unescaped::unescaped;
use crate::model::{Fault, Kind, Result};

/// How large a store's pattern may become when it is made ready, in bytes.
const MAX_PATTERN: usize = 1 << 20;
/// Words as everybody writes them: a pattern that finds something in them would refuse every change.
const ORDINARY: &str = "Move all of their groups to the new plan in 10 minutes";

/// Something that looks like a secret. Does not hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretFinding {
    /// What it looks like, in words for a person; the name of the store's pattern where that matched.
    pub kind: String,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
}

/// What counts as a secret in one store.
#[derive(Debug)]
pub struct Rules {
    patterns: Vec<(String, Regex)>,
}

/// A finding with whether its shape is exact.
struct Found {
    finding: SecretFinding,
    exact: bool,
}

impl Rules {
    /// The well-known shapes and the store's own patterns, `[secrets.patterns]` of `.runbook.toml` by name.
    ///
    /// # Errors
    /// `Unreadable` for a pattern that is no regular expression, one that is too large, or one that finds something in
    /// ordinary words.
    pub fn new(store_patterns: &BTreeMap<String, String>) -> Result<Self> {
        let patterns = store_patterns.iter().map(|(name, pattern)| Ok((name.clone(), compile(name, pattern)?)));
        Ok(Self { patterns: patterns.collect::<Result<_>>()? })
    }

    /// Everything in the text that looks like a secret, from left to right; no two overlap.
    pub fn find(&self, text: &str) -> Vec<SecretFinding> {
        self.judged(self.all_in(text, true), text)
    }

    /// The same without what only a table or a heading gives away: before the lines of a log stand their times, and its
    /// tables were read line by line when it was written.
    pub fn find_in_log(&self, text: &str) -> Vec<SecretFinding> {
        self.judged(self.all_in(text, false), text)
    }

    /// The same with what is known of the line from those above it.
    pub(super) fn find_with(&self, text: &str, more: Vec<InLine>) -> Vec<SecretFinding> {
        let mut found = self.all_in(text, true);
        found.extend(more.into_iter().map(of_layout));
        self.judged(found, text)
    }

    /// Everything, also as the text is shown, in no order.
    fn all_in(&self, text: &str, has_layout: bool) -> Vec<Found> {
        let mut found = self.found_in(text, has_layout);
        // what shows nothing between the characters of a secret hides it from nobody
        if let Some(squeezed) = Squeezed::of(text) {
            for mut one in self.found_in(&squeezed.text, has_layout) {
                let last = squeezed.place_of(one.finding.end.saturating_sub(1));
                let wide = text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                one.finding = finding(&one.finding.kind, squeezed.place_of(one.finding.start)..last + wide);
                found.push(one);
            }
        }
        // nor does what Markdown and HTML take away
        if let Some(shown) = unescaped(text) {
            let mut within = Vec::new();
            self.find_plain(&shown.text, |lead| lead.look.is_token(), &mut within);
            for mut one in within {
                let (start, end) = (one.finding.start, one.finding.end);
                one.finding = finding(&one.finding.kind, shown.place_of(start)..shown.place_of(end));
                found.push(one);
            }
        }
        found
    }

    /// Everything that any rule finds, in no order.
    fn found_in(&self, text: &str, has_layout: bool) -> Vec<Found> {
        let mut found = Vec::new();
        if self.find_plain(text, |_| true, &mut found) && has_layout {
            found.extend(Layout::secrets_in(text).into_iter().map(of_layout));
        }
        for (range, inner) in texts_in(text) {
            let mut within = Vec::new();
            self.find_plain(&inner, |_| true, &mut within);
            found.extend(within.into_iter().take(1).map(|one| Found {
                finding: SecretFinding { start: range.start, end: range.end, ..one.finding },
                exact: true,
            }));
        }
        found
    }

    /// The same without what is known by its own letters alone: only what a name, a header or a command leads to, and the
    /// store's own patterns.
    pub(super) fn find_led(&self, text: &str) -> Vec<SecretFinding> {
        let mut found = Vec::new();
        self.find_plain(text, |lead| !lead.look.is_token(), &mut found);
        self.judged(found, text)
    }

    /// What stands in the text as it is, by the leads that count and by the store's own patterns; true where one of them is
    /// the name of a secret.
    fn find_plain(&self, text: &str, counts: impl Fn(&Lead) -> bool, found: &mut Vec<Found>) -> bool {
        let is_named = find_known(text, counts, found);
        for (name, pattern) in &self.patterns {
            let matches = pattern.find_iter(text).filter(|seen| !seen.is_empty());
            found.extend(matches.map(|seen| Found { finding: finding(name, seen.range()), exact: true }));
        }
        is_named
    }

    fn judged(&self, mut found: Vec<Found>, text: &str) -> Vec<SecretFinding> {
        if found.is_empty() {
            return Vec::new();
        }
        spare_markers(&mut found, &self.markers(text));
        merge(found)
    }

    /// The line, from one, and the kind of each secret in the text that `counts` by its own words.
    pub fn find_lines(&self, text: &str, counts: impl Fn(&str) -> bool) -> Vec<(usize, String)> {
        let (mut line, mut from) = (1, 0);
        let mut found = self.find(text);
        found.retain(|finding| text.get(finding.start..finding.end).is_some_and(&counts));
        let numbered = found.into_iter().map(|finding| {
            line += text.get(from..finding.start).unwrap_or_default().matches('\n').count();
            from = finding.start;
            (line, finding.kind)
        });
        numbered.collect()
    }

    /// The words of each secret in the text, to be compared and never shown.
    pub fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = String> + use<'t> {
        self.find(text).into_iter().filter_map(|finding| text.get(finding.start..finding.end)).map(str::to_owned)
    }

    /// The text with `[masked KIND]` in place of everything that looks like a secret.
    ///
    /// Nothing is found in what comes back.
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.mask_with(text, Vec::new())
    }

    /// The same with what is known of the line from those above it.
    pub(super) fn mask_with<'t>(&self, text: &'t str, mut more: Vec<InLine>) -> Cow<'t, str> {
        let mut masked = Cow::Borrowed(text);
        // What stood beside a secret may be one itself once that is gone. Each round hides more, so this ends; soon enough
        // even where somebody wrote a text in which each uncovers the next, for then whole lines go, and all of it at last.
        for round in 0.. {
            let found = self.find_with(&masked, std::mem::take(&mut more));
            let Some(first) = found.first() else { break };
            let found = if round < ROUNDS {
                found
            } else if round < 2 * ROUNDS {
                whole_lines(found, &masked)
            } else {
                vec![finding(&first.kind, 0..masked.len())]
            };
            masked = Cow::Owned(replace(&masked, &found));
        }
        masked
    }

    /// Where a marker of [`Rules::mask`] stands. Only the exact words of a known kind are one: nothing hides in it.
    fn markers(&self, text: &str) -> Vec<Range<usize>> {
        let known = Leads::known().kinds().map(|kind| -> &str { kind });
        let kinds: Vec<&str> = known.chain(self.patterns.iter().map(|(name, _)| name.as_str())).collect();
        let begins = text.match_indices(MASKED).map(|(at, _)| at);
        let at_begin = |at: usize| {
            let rest = text.get(at + MASKED.len()..)?;
            let is_closed = |kind: &&str| rest.strip_prefix(*kind).is_some_and(|behind| behind.starts_with(']'));
            let longest = kinds.iter().copied().filter(is_closed).map(str::len).max()?;
            Some(at..at + MASKED.len() + longest + 1)
        };
        begins.filter_map(at_begin).collect()
    }
}

/// How often the secrets of a text are masked one by one.
const ROUNDS: usize = 4;

const MASKED: &str = "[masked ";

/// What stands in place of a secret of this kind.
pub(super) fn marker(kind: &str) -> String {
    format!("{MASKED}{kind}]")
}

fn finding(kind: &str, range: Range<usize>) -> SecretFinding {
    SecretFinding { kind: kind.to_owned(), start: range.start, end: range.end }
}

fn compile(name: &str, pattern: &str) -> Result<Regex> {
    let unusable = |why: &str| {
        Fault::new(
            Kind::Unreadable,
            format!(".runbook.toml: secrets.patterns.{name} is no usable regular expression: {why}"),
        )
        .hint(format!("mend or remove `{name}` under [secrets.patterns] in .runbook.toml"))
    };
    let built = RegexBuilder::new(pattern).size_limit(MAX_PATTERN).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => unusable("it is too large"),
        error => unusable(&error.to_string()),
    })?;
    let found = built.find_iter(ORDINARY).find(|seen| !seen.is_empty()).map(|seen| seen.as_str());
    match found {
        None => Ok(built),
        Some(words) => Err(unusable(&format!("it finds ordinary words, such as “{words}”"))),
    }
}

fn of_layout((range, kind): InLine) -> Found {
    Found { finding: finding(kind, range), exact: false }
}

fn find_known(text: &str, counts: impl Fn(&Lead) -> bool, found: &mut Vec<Found>) -> bool {
    let leads = Leads::known();
    // up to where each lead was walked
    let mut covered = vec![];
    let mut is_named = false;
    for Sight { lead, at, known } in leads.seen_in(text).filter(|seen| counts(seen.lead)) {
        is_named |= lead.look.is_name();
        covered.resize(leads.count(), 0);
        let Some(covered) = covered.get_mut(lead.number) else { continue };
        if at < *covered {
            continue;
        }
        let seen = lead.look.seen_at(text, at, known);
        *covered = seen.until;
        let all = seen.secrets.into_iter().map(|range| finding(lead.kind, range));
        found.extend(all.map(|finding| Found { finding, exact: lead.look.is_exact() }));
    }
    is_named
}

/// Drops what lies inside a marker, and widens what cuts one apart.
fn spare_markers(found: &mut Vec<Found>, markers: &[Range<usize>]) {
    found.retain_mut(|Found { finding, .. }| {
        let first = markers.partition_point(|marker| marker.end <= finding.start);
        for marker in markers.iter().skip(first) {
            if marker.start >= finding.end {
                break;
            }
            if marker.start <= finding.start && finding.end <= marker.end {
                return false;
            }
            finding.start = finding.start.min(marker.start);
            finding.end = finding.end.max(marker.end);
        }
        true
    });
}

/// One finding where several overlap, named by the exact shape among them.
fn merge(mut found: Vec<Found>) -> Vec<SecretFinding> {
    found.sort_by_key(|one| (one.finding.start, !one.exact, std::cmp::Reverse(one.finding.end)));
    let mut merged: Vec<Found> = Vec::new();
    for one in found {
        match merged.last_mut() {
            Some(last) if one.finding.start < last.finding.end => {
                last.finding.end = last.finding.end.max(one.finding.end);
                if one.exact && !last.exact {
                    last.finding.kind = one.finding.kind;
                    last.exact = true;
                }
            }
            _ => merged.push(one),
        }
    }
    merged.into_iter().map(|one| one.finding).collect()
}

/// The lines in which something was found, one finding each.
fn whole_lines(found: Vec<SecretFinding>, text: &str) -> Vec<SecretFinding> {
    let mut lines: Vec<SecretFinding> = Vec::new();
    for one in found {
        let start = text.get(..one.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(one.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| one.end + at);
        match lines.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => lines.push(finding(&one.kind, start..end)),
        }
    }
    lines
}

fn replace(text: &str, found: &[SecretFinding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for finding in found {
        out.push_str(text.get(from..finding.start).unwrap_or_default());
        out.push_str(&marker(&finding.kind));
        from = finding.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
