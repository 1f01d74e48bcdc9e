//! The timeline of planned and actual as a picture, with the same in words for those who cannot see it.

mod layout;
mod picture;

use super::parts::section as named;
use super::text::{Markup, element};
use crate::render::export::exported::Exported;
use layout::Timeline;

/// The picture with its key; none where nothing is planned and nothing was done.
pub(super) fn section(exported: &Exported<'_>) -> Option<Markup> {
    let timeline = Timeline::of(exported)?;
    let caption = element("figcaption", &[], Markup::text(caption(&timeline, exported)));
    let figure = [picture::picture(&timeline), key(&timeline), caption].into_iter().collect();
    named("timeline", "Planned and actual", element("figure", &[], figure))
}

fn caption(timeline: &Timeline, exported: &Exported<'_>) -> String {
    let mut sentences = vec!["Thin: planned. Thick: what it took.".to_owned()];
    sentences.push(match (timeline.is_clock, exported.runbook.time_zone) {
        (true, Some(zone)) => format!("Times are those of {zone}."),
        (true, None) => "Times are those of the agreed offset.".to_owned(),
        (false, _) if timeline.has_work => {
            "The marks count from the start and are no times of day: lengths are drawn, one after the other.".to_owned()
        }
        (false, _) if exported.runbook.scheduled_at.is_some() => {
            "The call did not take place at the time that was planned: the picture begins at nought.".to_owned()
        }
        (false, _) => "No time is agreed yet: the picture begins at nought.".to_owned(),
    });
    if timeline.is_shifted {
        sentences.push("The work was done at another time: the plan is drawn from its actual start.".to_owned());
    }
    if timeline.is_guessed && timeline.is_clock {
        sentences.push("Where only a length is known, work is drawn one after the other.".to_owned());
    }
    sentences.join(" ")
}

/// What the colours mean, for those that occur.
fn key(timeline: &Timeline) -> Markup {
    let meanings = [
        ("plan", "planned"),
        ("success", "done"),
        ("failed", "failed"),
        ("paused", "done, then paused"),
        ("running", "running"),
    ];
    let occurs = |class: &str| {
        class == "plan" || timeline.rows.iter().any(|row| row.actual.iter().any(|span| span.class == class))
    };
    let items = meanings.iter().filter(|(class, _)| occurs(class)).map(|(class, words)| {
        let sample = picture::sample(class);
        element("li", &[], [sample, Markup::text(words)].into_iter().collect())
    });
    element("ul", &[("class", "key"), ("aria-label", "What the colours mean")], items.collect())
}
