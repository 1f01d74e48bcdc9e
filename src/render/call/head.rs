//! The head of a screen: the time, where the call is, whose it is, and when it will end.

use super::stage::Stage;
use crate::lifecycle::Pace;
use crate::model::State;
use crate::render::clock::{away, in_zone, time};
use crate::render::layout::{plain, width};
use crate::render::look::Look;
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};

/// A rule with time and phase in it, and under it the name and the expected end.
pub(super) fn head(stage: &Stage<'_>, look: &Look, page: &mut Page<'_>) {
    let rule = look.sign("─", "-");
    let title = format!("{} {}", time(look.local(look.now)), stage.phase());
    let rest = look.measure().saturating_sub(width(&title) + 5);
    page.line(ink(Ink::Heading, &format!("{} {title} {}", rule.repeat(2), rule.repeat(rest))));
    page.hang("", &ink(Ink::Muted, &plain(stage.runbook.name())));
    let words = pace_words(stage, &stage.pace(look.now), look);
    if !words.is_empty() {
        page.hang("", &words);
    }
    page.blank();
}

fn pace_words(stage: &Stage<'_>, pace: &Pace, look: &Look) -> String {
    let runbook = stage.runbook;
    match runbook.state {
        State::Draft | State::Scheduled => runbook.scheduled_at.map_or_else(String::new, |at| {
            format!("call at {}, {}", in_zone(at, runbook.time_zone), away(at, look.now))
        }),
        State::Running | State::RollingBack => {
            if stage.present {
                return end_words(stage, pace, look);
            }
            format!("{} ({})", end_words(stage, pace, look), crate::render::pace::left(pace))
        }
        State::WrapUp | State::Closed => String::new(),
    }
}

/// `ends about 15:41, 6m behind`.
pub(super) fn end_words(stage: &Stage<'_>, pace: &Pace, look: &Look) -> String {
    format!("ends {}", crate::render::pace::end(pace, !stage.present, look))
}
