//! The head of a screen: the time, where the call is, whose it is, and when it will end.

use super::stage::Stage;
use crate::lifecycle::Pace;
use crate::model::State;
use crate::render::clock::{away, in_zone, length, time};
use crate::render::layout::{plain, width};
use crate::render::look::Look;
use crate::render::page::Page;
use crate::render::palette::{Ink, ink};

/// Seconds within which a call counts as on time.
const ON_TIME: i64 = 60;

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
            let mut left = vec![format!("{} of work", length(pace.work_left_s))];
            if pace.wait_left_s > 0 {
                left.push(format!("{} of waiting", length(pace.wait_left_s)));
            }
            format!("{} ({} left)", end_words(stage, pace, look), left.join(" and "))
        }
        State::WrapUp | State::Closed => String::new(),
    }
}

/// `ends about 15:41, 6m behind the plan`.
pub(super) fn end_words(stage: &Stage<'_>, pace: &Pace, look: &Look) -> String {
    let end = format!("ends about {}", time(look.local(pace.ends_at)));
    let behind = pace.behind_s.filter(|_| !stage.present);
    match behind {
        None => end,
        Some(off) if off.abs() < ON_TIME => format!("{end}, {}", ink(Ink::Good, "on time")),
        Some(off) if off > 0 => format!("{end}, {}", ink(Ink::Warn, &format!("{} behind", minutes(off)))),
        Some(off) => format!("{end}, {}", ink(Ink::Good, &format!("{} ahead", minutes(off)))),
    }
}

/// Whole minutes: a live line whose seconds run twice is restless.
fn minutes(seconds: i64) -> String {
    length(seconds.unsigned_abs() / 60 * 60)
}
