//! Masking output while it comes: every line is judged whole, however it was cut into reads.
//!
//! What goes to a screen may be shown before its line ends, as far as it cannot be part of a secret; what is kept is
//! masked whole and holds nothing that a terminal would act on. Refuses to let a private key through from its first line
//! to its last.

use std::borrow::Cow;

use super::key::{self, Block};
use super::key_body;
use super::label::is_label;
use super::layout::Layout;
use super::lead::{self, PROBE};
use super::plain::{Plain, Squeezed};
use super::returns;
use super::rules::{Rules, SecretFinding};
use super::titled::InLine;
use super::unescaped::unescaped;
use crate::model::visible;

/// The longest line that is judged whole; a longer one is cut where no secret stands.
pub(super) const LONGEST: usize = 64 * 1024;
/// How much of a line that is too long is kept for the next look.
const KEPT: usize = 8 * 1024;
/// How far before a secret the words may begin that give it away.
const LEAD: usize = 1_024;

/// One line of output as it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// Its text, masked and harmless.
    pub text: String,
    /// Whether the line goes on in the next one.
    pub goes_on: bool,
}

/// What may be shown and kept of what has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masked {
    /// For the screen: bytes as they came, with secrets masked.
    pub screen: Vec<u8>,
    /// For keeping: whole lines.
    pub lines: Vec<KeptLine>,
}

/// Masks a stream of output.
#[derive(Debug)]
pub struct Masker<'r> {
    rules: &'r Rules,
    line: Vec<u8>,
    /// How much of the line was shown already.
    shown: usize,
    within: Within,
    /// Whether the line before ended with a carriage return, of which a newline may be the second half.
    returned: bool,
    /// The line before as it is kept, where it ends as a label does: its value may stand on this one.
    label: Option<String>,
    /// The table, the heading or the definition in whose midst the stream is.
    layout: Layout,
}

/// What the stream is in the midst of.
#[derive(Debug, Clone, Copy)]
enum Within {
    Nothing,
    /// A private key: everything is hidden up to its last line.
    Key(&'static Block),
    /// The bare body of a private key, of which so many characters have not come: lines of it are hidden.
    Body(usize),
    /// A secret without an end: everything is hidden up to the next blank.
    Run,
}

impl Within {
    fn is_nothing(self) -> bool {
        matches!(self, Self::Nothing)
    }
}

impl<'r> Masker<'r> {
    /// A stream of which nothing has come yet.
    pub fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            line: Vec::new(),
            shown: 0,
            within: Within::Nothing,
            returned: false,
            label: None,
            layout: Layout::default(),
        }
    }

    /// Takes what has come.
    pub fn take(&mut self, mut bytes: &[u8], masked: &mut Masked) {
        while let Some(at) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (head, rest) = bytes.split_at(at + 1);
            self.grow(head, masked);
            let is_end = !head.ends_with(b"\r") || !self.within.is_nothing();
            if is_end || !returns::goes_on(self.rules, &self.line) {
                self.end_line(masked);
            }
            bytes = rest;
        }
        self.grow(bytes, masked);
    }

    /// Nothing has come for a while: shows what cannot be part of a secret, such as a question.
    pub fn pause(&mut self, masked: &mut Masked) {
        let plain = Plain::of(&self.line);
        let hides = match self.within {
            Within::Nothing => false,
            Within::Body(_) => key_body::may_be_line(&plain.text),
            Within::Key(_) | Within::Run => true,
        };
        if self.line.len() == self.shown || hides {
            return;
        }
        let safe = plain.place_of(self.first_doubt(&plain.text));
        if safe > self.shown {
            masked.screen.extend_from_slice(self.line.get(self.shown..safe).unwrap_or_default());
            self.shown = safe;
        }
    }

    /// The stream has ended.
    pub fn end(&mut self, masked: &mut Masked) {
        if !self.line.is_empty() {
            self.end_line(masked);
        }
    }

    /// True while a part of a line is held back.
    pub fn holds_back(&self) -> bool {
        self.line.len() > self.shown
    }

    fn grow(&mut self, mut bytes: &[u8], masked: &mut Masked) {
        while self.line.len() + bytes.len() > LONGEST {
            let room = LONGEST.saturating_sub(self.line.len()).min(bytes.len());
            let (head, rest) = bytes.split_at(room);
            self.line.extend_from_slice(head);
            bytes = rest;
            if self.line.len() >= LONGEST {
                self.cut(masked);
            }
        }
        self.line.extend_from_slice(bytes);
    }

    /// Where the first thing begins that is, or may yet become, a secret.
    fn first_doubt(&self, text: &str) -> usize {
        if self.label.is_some() && !text.trim().contains(char::is_whitespace) {
            return 0;
        }
        let squeezed = Squeezed::of(text);
        let between = squeezed.map_or(text.len(), |own| own.place_of(self.first_doubt_in(&own.text)));
        let shown = unescaped(text).map_or(text.len(), |own| own.place_of(self.first_doubt_in(&own.text)));
        let below = self.layout.clone().line(&format!("{text}{PROBE}"), false);
        let below = below.first().map_or(text.len(), |(range, _)| range.start.min(text.len()));
        between.min(self.first_doubt_in(text)).min(shown).min(below)
    }

    fn first_doubt_in(&self, text: &str) -> usize {
        let found = self.rules.find(text).first().map(|finding| finding.start);
        let begun = self.rules.find_led(&format!("{text}{PROBE}"));
        let begun = begun.iter().find(|finding| finding.end > text.len()).map(|finding| finding.start.min(text.len()));
        [found, begun, lead::begun_in(text)].into_iter().flatten().min().unwrap_or(text.len())
    }

    fn end_line(&mut self, masked: &mut Masked) {
        let line = std::mem::take(&mut self.line);
        let mut shown = std::mem::take(&mut self.shown);
        // what stands between returns is a line of its own, but for a secret that one cuts in two
        for part in returns::parts(self.rules, &line) {
            self.end_part(part, shown.min(part.len()), masked);
            shown = shown.saturating_sub(part.len());
        }
    }

    fn end_part(&mut self, line: &[u8], shown: usize, masked: &mut Masked) {
        let ends = line.iter().rev().take(2).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let (body, end) = line.split_at(line.len() - ends);
        let is_second_half = body.is_empty() && end == b"\n" && std::mem::take(&mut self.returned);
        self.returned = end.ends_with(b"\r");
        let is_only_an_end = body.is_empty() && (is_second_half || self.returned);
        if is_only_an_end || self.judge(body, shown.min(body.len()), false, masked) {
            masked.screen.extend_from_slice(end);
        }
        if matches!(self.within, Within::Run) {
            self.within = Within::Nothing;
        }
    }

    /// Takes the beginning off a line that is too long, where no secret is cut in two.
    fn cut(&mut self, masked: &mut Masked) {
        let plain = Plain::of(&self.line);
        let mut at = plain.text.len().saturating_sub(KEPT);
        for (start, end) in self.secrets_in(&plain.text) {
            if start.saturating_sub(LEAD) < at && at <= end {
                at = start.saturating_sub(LEAD);
            }
        }
        while !plain.text.is_char_boundary(at) {
            at = at.saturating_sub(1);
        }
        let has_no_end = at < LONGEST / 4;
        let place = if has_no_end { self.line.len() } else { plain.place_of(at) };
        let rest = self.line.split_off(place);
        let head = std::mem::replace(&mut self.line, rest);
        let shown = self.shown.min(head.len());
        self.shown -= shown;
        self.judge(&head, shown, true, masked);
        if has_no_end && self.within.is_nothing() {
            self.within = Within::Run;
        }
    }

    /// Where the secrets of a text begin and end, those with something between their characters too.
    fn secrets_in(&self, text: &str) -> Vec<(usize, usize)> {
        let mut all: Vec<_> = self.rules.find(text).into_iter().map(|own| (own.start, own.end)).collect();
        if let Some(squeezed) = Squeezed::of(text) {
            let found = self.rules.find(&squeezed.text).into_iter();
            all.extend(found.map(|own| (squeezed.place_of(own.start), squeezed.place_of(own.end))));
            all.sort_unstable();
        }
        all
    }

    /// Shows and keeps a line, of which the first bytes were shown before; false when all of it is hidden.
    fn judge(&mut self, line: &[u8], shown: usize, goes_on: bool, masked: &mut Masked) -> bool {
        let label = self.label.take();
        let plain = Plain::of(line);
        let was_within = self.within;
        let hides_one = |squeezed: &Squeezed| !was_within.is_nothing() || !self.rules.find(&squeezed.text).is_empty();
        let squeezed = Squeezed::of(&plain.text).filter(hides_one);
        let whole = squeezed.as_ref().map_or(plain.text.as_str(), |squeezed| &squeezed.text);
        let mut text = whole;
        match self.within {
            Within::Nothing => {}
            Within::Key(block) => match text.find(block.end) {
                Some(end) => {
                    text = key::behind(text, end, block);
                    self.within = Within::Nothing;
                }
                None => return false,
            },
            Within::Body(missing) => match key_body::missing_behind(text, missing) {
                Some(missing) => {
                    self.within = if missing > 0 { Within::Body(missing) } else { Within::Nothing };
                    return false;
                }
                None => self.within = Within::Nothing,
            },
            Within::Run => match text.find(char::is_whitespace) {
                Some(end) => {
                    text = text.get(end..).unwrap_or_default();
                    self.within = Within::Nothing;
                }
                None => return false,
            },
        }
        if !was_within.is_nothing() && text.is_empty() {
            return false;
        }
        let mut layout = self.layout.clone();
        let below = layout.line(text, true);
        let found = self.rules.find_with(text, below.clone());
        if let Some(block) = key::open_in(text) {
            self.within = Within::Key(block);
        } else if let Some(missing) = key_body::missing_in(text).filter(|_| !goes_on) {
            self.within = Within::Body(missing);
        }
        let is_plain = found.is_empty() && label.is_none() && matches!(visible(text), Cow::Borrowed(_));
        let kept = if is_plain { text.to_owned() } else { self.kept(label.as_deref(), text, below) };
        if self.below(label.as_deref(), text).is_some() {
            masked.screen.extend_from_slice(kept.as_bytes());
        } else if found.is_empty() && was_within.is_nothing() {
            masked.screen.extend_from_slice(line.get(shown..).unwrap_or_default());
        } else {
            let from = squeezed.as_ref().map_or(plain.offset_of(shown), |own| own.offset_of(plain.offset_of(shown)));
            let from = from.saturating_sub(whole.len() - text.len());
            masked.screen.extend_from_slice(self.masked_from(text, from, found).as_bytes());
        }
        // what comes next stands below the line as it is kept
        if kept == text {
            self.layout = layout;
        } else {
            self.layout.line(&kept, true);
        }
        self.label = Some(&kept).filter(|kept| !goes_on && self.leads_below(kept)).cloned();
        masked.lines.push(KeptLine { text: kept, goes_on });
        true
    }

    /// The text as it is kept, judged once more as it reads then: what is written out may look like a part of a secret.
    fn kept(&self, label: Option<&str>, text: &str, below: Vec<InLine>) -> String {
        let mask = |text: &str, more: Vec<InLine>| {
            self.below(label, text).unwrap_or_else(|| self.rules.mask_with(text, more).into_owned())
        };
        let masked = mask(text, below);
        let seen = visible(&masked);
        mask(&seen, self.layout.clone().line(&seen, true))
    }

    /// True for a line whose value may stand on the next one.
    fn leads_below(&self, line: &str) -> bool {
        let is_below = || self.rules.find_led(&format!("{line}\n{PROBE}"));
        is_label(line) && is_below().iter().any(|finding| finding.start > line.len())
    }

    /// The text masked, where the line above is a label whose secret stands in it.
    fn below(&self, label: Option<&str>, text: &str) -> Option<String> {
        let above = format!("{}\n", label?);
        let whole = format!("{above}{text}");
        let is_below = self.rules.find(&whole).iter().any(|finding| finding.start >= above.len());
        let masked = is_below.then(|| self.rules.mask(&whole))?;
        masked.strip_prefix(&above).filter(|masked| *masked != self.rules.mask(text)).map(str::to_owned)
    }

    /// The text from an offset on, masked with the knowledge of what stands before it.
    fn masked_from(&self, text: &str, from: usize, found: Vec<SecretFinding>) -> String {
        let mut out = String::new();
        let mut at = from;
        for finding in found.into_iter().filter(|finding| finding.end > from) {
            out.push_str(text.get(at..finding.start.max(at)).unwrap_or_default());
            out.push_str(&super::rules::marker(&finding.kind));
            at = finding.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        self.rules.mask(&out).into_owned()
    }
}

impl Masked {
    /// Forgets what was taken from it.
    pub fn clear(&mut self) {
        self.screen.clear();
        self.lines.clear();
    }
}
