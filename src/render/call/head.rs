//! The head of a screen: the time, where the call is, whose it is, and when it will end.

use super::stage::Stage;
use crate::lifecycle::outcome;
use crate::model::{State, TaskOutcome};
use crate::render::clock::{away, in_zone};
use crate::render::layout::{plain, width};
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};
use crate::render::style::Style;

/// A rule with time and phase in it, and under it the name and the expected end.
pub(super) fn head(stage: &Stage<'_>, style: &Style, page: &mut Page<'_>) {
    let rule = style.sign("─", "-");
    let title = format!("{} {}", stage.clock(style.now, style), stage.phase());
    let rest = style.measure().saturating_sub(width(&title) + 5);
    page.line(ink(Ink::Heading, &format!("{} {title} {}", rule.repeat(2), rule.repeat(rest))));
    page.hang("", &ink(Ink::Muted, &plain(stage.runbook.name())));
    let words = pace_words(stage, style);
    if !words.is_empty() {
        page.hang("", &words);
    }
    if let Some(words) = failed_words(stage) {
        page.hang("", &ink(Ink::Bad, &words));
    }
    page.blank();
}

fn pace_words(stage: &Stage<'_>, style: &Style) -> String {
    let runbook = stage.runbook;
    match runbook.state {
        State::Draft | State::Scheduled => runbook.scheduled_at.map_or_else(String::new, |at| {
            format!("call at {}, {}", in_zone(at, runbook.time_zone), away(at, style.now))
        }),
        State::Running | State::RollingBack => {
            if stage.present {
                return end_words(stage, style);
            }
            format!("{} ({})", end_words(stage, style), crate::render::forecast::left(&stage.pace))
        }
        State::WrapUp | State::Closed => String::new(),
    }
}

/// The work that failed and was not tried again: whoever takes the call up after a torn line has not seen it fail.
fn failed_words(stage: &Stage<'_>) -> Option<String> {
    let runbook = stage.runbook;
    let works = match runbook.state {
        State::Running => runbook.tasks.as_slice(),
        State::RollingBack => runbook.steps(),
        _ => return None,
    };
    let failed = works.iter().filter(|work| outcome(work) == Some(TaskOutcome::Failed));
    let titles: Vec<_> = failed.map(|work| format!("“{}”", plain(&work.title))).collect();
    (!titles.is_empty()).then(|| format!("failed: {}", titles.join(", ")))
}

/// `ends about 15:41, 6m behind`.
pub(super) fn end_words(stage: &Stage<'_>, style: &Style) -> String {
    format!("ends {}", crate::render::forecast::end(&stage.pace, |at| stage.clock(at, style), !stage.present))
}
