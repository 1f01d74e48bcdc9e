//! The timeline as SVG inside the page. Lengths of time are shares of the width, so that it fits every screen while its
//! words keep their size.

use super::layout::{Span, Timeline, TimelineRow};
use crate::render::export::html::text::{Markup, element, words};

/// Above the first row: the marks' words.
const TOP: usize = 26;
/// From one row to the next.
const ROW: usize = 52;

/// The whole picture.
pub(super) fn picture(timeline: &Timeline) -> Markup {
    let height = TOP + ROW * timeline.rows.len() + 4;
    let mut parts = vec![
        element("title", &[("id", "timeline-name")], Markup::text("Planned and actual time of each task")),
        element("desc", &[("id", "timeline-told")], Markup::text(told(timeline))),
    ];
    parts.extend(timeline.ticks.iter().enumerate().map(|(number, tick)| mark(timeline, number, tick, height)));
    for (at, class) in [(timeline.agreed, "agreed"), (timeline.now, "now")] {
        parts.extend(at.map(|at| upright(timeline, at, class, height)));
    }
    for (number, row) in timeline.rows.iter().enumerate() {
        parts.extend(self::row(timeline, row, TOP + ROW * number));
    }
    let height = height.to_string();
    let attributes = [
        ("class", "timeline"),
        ("role", "img"),
        ("aria-labelledby", "timeline-name timeline-told"),
        ("width", "100%"),
        ("height", height.as_str()),
    ];
    element("svg", &attributes, parts.into_iter().collect())
}

/// A little of one colour, for the key.
pub(super) fn sample(class: &str) -> Markup {
    let rect = shape("rect", &[("class", class), ("width", "100%"), ("height", "100%"), ("rx", "2")]);
    element("svg", &[("aria-hidden", "true"), ("focusable", "false")], rect)
}

/// The picture in words.
fn told(timeline: &Timeline) -> String {
    timeline.rows.iter().map(|row| format!("{}: {}.", row.title, row.words)).collect::<Vec<_>>().join(" ")
}

/// A shape has no inside, and SVG wants it closed.
fn shape(name: &'static str, attributes: &[(&'static str, &str)]) -> Markup {
    element(name, attributes, Markup::none())
}

/// How far along the line a time lies.
fn share(timeline: &Timeline, at: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share of a picture, where no one sees a second in a century")]
    let share = (at - timeline.from) as f64 / (timeline.to - timeline.from).max(1) as f64;
    share.clamp(0.0, 1.0) * 100.0
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

fn mark(timeline: &Timeline, number: usize, (at, label): &(i64, String), height: usize) -> Markup {
    let x = percent(share(timeline, *at));
    let anchor = match number {
        0 => "start",
        _ if number + 1 == timeline.ticks.len() => "end",
        _ => "middle",
    };
    let line = upright(timeline, *at, "grid", height);
    let label =
        element("text", &[("class", "axis"), ("x", &x), ("y", "12"), ("text-anchor", anchor)], Markup::text(label));
    [line, label].into_iter().collect()
}

fn upright(timeline: &Timeline, at: i64, class: &str, height: usize) -> Markup {
    let (x, bottom) = (percent(share(timeline, at)), height.to_string());
    shape("line", &[("class", class), ("x1", &x), ("x2", &x), ("y1", "18"), ("y2", &bottom)])
}

fn row(timeline: &Timeline, row: &TimelineRow, top: usize) -> Vec<Markup> {
    let baseline = (top + 15).to_string();
    let mut parts = vec![
        element("text", &[("x", "0"), ("y", &baseline)], Markup::text(&row.title)),
        element(
            "text",
            &[("class", "sum"), ("x", "100%"), ("y", &baseline), ("text-anchor", "end")],
            Markup::text(&row.words),
        ),
    ];
    parts.extend(row.planned.iter().map(|span| bar(timeline, span, top + 22, 6)));
    if let Some(wait) = &row.wait {
        let (from, to) = (percent(share(timeline, wait.from)), percent(share(timeline, wait.to)));
        let y = (top + 25).to_string();
        parts.push(shape("line", &[("class", wait.class), ("x1", &from), ("x2", &to), ("y1", &y), ("y2", &y)]));
    }
    parts.extend(row.actual.iter().map(|span| bar(timeline, span, top + 30, 12)));
    parts
}

fn bar(timeline: &Timeline, span: &Span, y: usize, height: usize) -> Markup {
    let from = share(timeline, span.from);
    // whatever took any time at all is seen
    let width = percent((share(timeline, span.to) - from).max(0.5));
    let (y, height) = (y.to_string(), height.to_string());
    let x = percent(from.min(99.5));
    let attributes = [("class", span.class), ("x", &x), ("y", &y), ("width", &width), ("height", &height), ("rx", "3")];
    element("rect", &attributes, words("title", "", span.class))
}
