//! Commit messages: writes the message of a change, and reads what a message claims.
//!
//! A title or a note cannot smuggle a trailer: the body is made harmless, the trailers stand in a paragraph of their
//! own at the end, and each event is JSON on one line. Refuses to judge whether a claim is true; `audit` does.

use super::trailers::{hidden_trailers, trailers};
use crate::model::{
    Act, CommitId, EVENT_VERSION, Event, Fault, Result, RunbookId, head, is_forbidden, visible, visible_line,
};

/// The longest first line of a message, in bytes.
const MAX_SUBJECT: usize = 200;
const RUNBOOK: &str = "Runbook";
const EVENT: &str = "Runbook-Event";
const PREVIOUS: &str = "Runbook-Previous";
/// What git cuts a message off at, whatever its comment character is.
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// The message of one change of one runbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The runbook.
    pub runbook: RunbookId,
    /// What happened, without the id: `finish task bulk-change: success in 1h12m`.
    pub summary: String,
    /// More words by a person, such as why a file was edited.
    pub body: Option<String>,
    /// The events, in order; at least one.
    pub events: Vec<Event>,
    /// The runbook's own previous commit, with or without an event.
    pub previous: Option<CommitId>,
}

/// What the trailers of a message claim.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Claims {
    pub(super) runbook: Option<RunbookId>,
    pub(super) previous: Option<CommitId>,
    pub(super) events: Vec<Event>,
    pub(super) problem: Option<String>,
}

impl Message {
    /// The whole text, ending in a newline.
    ///
    /// # Errors
    /// `Bug` when there is no event, or one that cannot be written.
    pub fn text(&self) -> Result<String> {
        if self.events.is_empty() {
            return Err(Fault::bug(format!("a change of {} without an event was to be recorded", self.runbook)));
        }
        let mut text = subject(&self.runbook, &self.summary);
        text.push_str("\n\n");
        if let Some(body) = self.body.as_deref().map(harmless).filter(|body| !body.is_empty()) {
            text.push_str(&body);
            text.push_str("\n\n");
        }
        text.push_str(&format!("{RUNBOOK}: {}\n", self.runbook));
        for event in &self.events {
            text.push_str(&format!("{EVENT}: {}\n", event_line(event)?));
        }
        if let Some(previous) = &self.previous {
            text.push_str(&format!("{PREVIOUS}: {previous}\n"));
        }
        Ok(text)
    }

    /// True when this message's trailers can all be read back from `text`, which a hook may have changed, and no
    /// further ones of ours were added.
    pub fn survives_in(&self, text: &str) -> bool {
        let claims = Claims::read(text);
        claims.problem.is_none()
            && claims.runbook.as_ref() == Some(&self.runbook)
            && claims.previous == self.previous
            && claims.events == self.events
    }
}

impl Claims {
    /// Reads a message; trailers of others are passed over.
    pub(super) fn read(message: &str) -> Self {
        let mut claims = Self::default();
        for (token, value) in trailers(message) {
            if token.eq_ignore_ascii_case(RUNBOOK) {
                claims.take_runbook(&value);
            } else if token.eq_ignore_ascii_case(EVENT) {
                claims.take_event(&value);
            } else if token.eq_ignore_ascii_case(PREVIOUS) {
                claims.take_previous(&value);
            }
        }
        let is_ours = |token: &str| [RUNBOOK, EVENT, PREVIOUS].iter().any(|own| token.eq_ignore_ascii_case(own));
        if !claims.events.is_empty() && hidden_trailers(message).iter().any(|(token, _)| is_ours(token)) {
            claims.object("it says something else behind a line of dashes, where not every reader looks".to_owned());
        }
        if claims.runbook.is_none() && !claims.events.is_empty() {
            claims.object(format!("it has an event and no trailer {RUNBOOK}"));
        }
        claims
    }

    fn take_runbook(&mut self, value: &str) {
        match value.parse::<RunbookId>() {
            Ok(id) if self.runbook.as_ref().is_some_and(|earlier| *earlier != id) => {
                self.object("it names two runbooks".to_owned());
            }
            Ok(id) => self.runbook = Some(id),
            Err(fault) => self.object(format!("its trailer {RUNBOOK} cannot be read: {fault}")),
        }
    }

    fn take_event(&mut self, value: &str) {
        match Event::read(value) {
            Ok(event) if event.v > EVENT_VERSION => {
                self.object(format!("its event has format {}, made by a newer version", event.v));
            }
            Ok(event) if event.v != EVENT_VERSION => self.object("its event is of no format that ever was".to_owned()),
            Ok(event) => self.events.push(event),
            Err(error) => self.object(format!("its event cannot be read: {error}")),
        }
    }

    fn take_previous(&mut self, value: &str) {
        match value.parse::<CommitId>() {
            Ok(id) if self.previous.as_ref().is_some_and(|earlier| *earlier != id) => {
                self.object("it names two previous commits".to_owned());
            }
            Ok(id) => self.previous = Some(id),
            Err(fault) => self.object(format!("its trailer {PREVIOUS} cannot be read: {fault}")),
        }
    }

    /// Keeps the first thing that is wrong.
    fn object(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

/// The one runbook of which a message claims an event, without reading the event.
pub(super) fn claimed_runbook(message: &str) -> Option<RunbookId> {
    if !may_claim(message) {
        return None;
    }
    let found = trailers(message);
    let has_event = found.iter().any(|(token, _)| token.eq_ignore_ascii_case(EVENT));
    let mut ids = found.iter().filter(|(token, _)| token.eq_ignore_ascii_case(RUNBOOK)).map(|(_, id)| id);
    let id = ids.next().filter(|_| has_event)?;
    if ids.all(|other| other == id) { id.parse().ok() } else { None }
}

/// False for most of other people's messages, without looking for trailers, which are known in any case.
fn may_claim(message: &str) -> bool {
    message.contains(EVENT) || message.to_ascii_lowercase().contains(&EVENT.to_ascii_lowercase())
}

/// The runbook of which a message claims that commits by plain git were adopted, or that it came into being by one: the
/// events that leave the file as it is.
pub(super) fn adopted_runbook(message: &str) -> Option<RunbookId> {
    let may_be = message.contains("\"adopts\"") || message.contains("\"by_hand\"");
    let id = claimed_runbook(message).filter(|_| may_be)?;
    let adopts = |event: &Event| match &event.act {
        Act::Edit { adopts, .. } => !adopts.is_empty(),
        Act::Create { by_hand, .. } => *by_hand,
        _ => false,
    };
    Claims::read(message).events.iter().any(adopts).then_some(id)
}

/// Whether a message claims an event at all, readable or not, and of which runbook.
pub(super) fn event_claim(message: &str) -> Option<Option<RunbookId>> {
    if !may_claim(message) {
        return None;
    }
    let found = trailers(message);
    let find = |wanted: &str| found.iter().find(|(token, _)| token.eq_ignore_ascii_case(wanted));
    find(EVENT)?;
    Some(find(RUNBOOK).and_then(|(_, id)| id.parse().ok()))
}

fn subject(id: &RunbookId, summary: &str) -> String {
    let line = format!("{id}: {}", visible_line(summary.trim()));
    let mut subject = line.trim_end().to_owned();
    if subject.len() > MAX_SUBJECT {
        subject = format!("{}…", head(&subject, MAX_SUBJECT - '…'.len_utf8()));
    }
    subject
}

/// Text that git takes for nothing but text, whatever stands in it.
fn harmless(body: &str) -> String {
    let shown = visible(body);
    let lines = shown.lines().map(|line| {
        let line = line.trim_end();
        // a divider or git's scissors at the beginning of a line would end the message before its trailers
        if line.starts_with("---") || line.contains(SCISSORS) { format!(" {line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// The event as JSON on one line; characters that a reader of the log could act on are written as escapes.
fn event_line(event: &Event) -> Result<String> {
    let json =
        serde_json::to_string(event).map_err(|error| Fault::bug(format!("an event cannot be written: {error}")))?;
    let mut line = String::with_capacity(json.len());
    for c in json.chars() {
        if is_forbidden(c) {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    Ok(line)
}
