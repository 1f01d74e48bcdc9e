//! The timeline as SVG inside the page. Lengths of time are shares of the width, so that it fits every screen while its
//! words keep their size; words that a phone has no room for are told apart by class.

use super::layout::{Span, Timeline, TimelineRow};
use crate::render::export::html::text::{Markup, element, words};
use crate::render::layout::{cut, width};

/// Above the first row: the marks' words.
const TOP: usize = 26;
/// From one row to the next.
const ROW: usize = 52;
/// The rows of one picture: a sheet of paper has room for it, so that none is cut.
const ROWS: usize = 12;
/// The line of time in the style's pixels, on the smallest phone and on the smallest screen or paper that is wider.
const WIDTHS: [f64; 2] = [256.0, 600.0];
/// A wide letter of the style's size.
const LETTER: f64 = 8.5;
/// The columns of a title on a phone.
const NARROW_TITLE: usize = 28;

/// The whole picture, in as many parts as paper wants.
pub(super) fn picture(timeline: &Timeline) -> Markup {
    timeline.rows.chunks(ROWS).enumerate().map(|(number, rows)| part(timeline, number, rows)).collect()
}

fn part(timeline: &Timeline, number: usize, rows: &[TimelineRow]) -> Markup {
    let height = TOP + ROW * rows.len() + 4;
    let (name, described) = match number {
        0 => ("timeline-name".to_owned(), "timeline-told".to_owned()),
        _ => (format!("timeline-name-{}", number + 1), format!("timeline-told-{}", number + 1)),
    };
    let mut parts = vec![
        element("title", &[("id", &name)], Markup::bare("Planned and actual time of each task")),
        element("desc", &[("id", &described)], Markup::bare(told(rows))),
    ];
    let rooms = WIDTHS.map(|width| with_room(timeline, width));
    for (number, tick) in timeline.ticks.iter().enumerate() {
        let room = rooms.each_ref().map(|rooms| rooms.contains(&number));
        parts.push(mark(timeline, number, tick, (height, room)));
    }
    for (at, class) in [(timeline.agreed, "agreed"), (timeline.now, "now")] {
        parts.extend(at.map(|at| upright(timeline, at, class, height)));
    }
    for (number, row) in rows.iter().enumerate() {
        parts.extend(self::row(timeline, row, TOP + ROW * number));
    }
    let height = height.to_string();
    let attributes = [
        ("class", "timeline"),
        ("role", "img"),
        ("aria-labelledby", &format!("{name} {described}")),
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
fn told(rows: &[TimelineRow]) -> String {
    rows.iter().map(|row| format!("{}: {}.", row.title, row.words)).collect::<Vec<_>>().join(" ")
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

/// How the words of a mark stand to its line: none of them leaves the picture.
fn anchor(timeline: &Timeline, number: usize) -> &'static str {
    match number {
        0 => "start",
        _ if number + 1 == timeline.ticks.len() => "end",
        _ => "middle",
    }
}

/// The marks whose words do not touch those before them on a line this wide.
fn with_room(timeline: &Timeline, line: f64) -> Vec<usize> {
    let mut end = f64::NEG_INFINITY;
    let mut chosen = Vec::new();
    for (number, (at, label)) in timeline.ticks.iter().enumerate() {
        let wide = f64::from(u32::try_from(width(label)).unwrap_or(u32::MAX)) * LETTER;
        let before = match anchor(timeline, number) {
            "start" => 0.0,
            "end" => wide,
            _ => wide / 2.0,
        };
        let start = share(timeline, *at) / 100.0 * line - before;
        if start >= end {
            chosen.push(number);
            end = start + wide + LETTER;
        }
    }
    chosen
}

fn mark(timeline: &Timeline, number: usize, (at, label): &(i64, String), (height, room): (usize, [bool; 2])) -> Markup {
    let line = upright(timeline, *at, "grid", height);
    let class = match room {
        [_, false] => return line,
        [false, true] => "axis wide",
        [true, true] => "axis",
    };
    let x = percent(share(timeline, *at));
    let attributes = [("class", class), ("x", x.as_str()), ("y", "12"), ("text-anchor", anchor(timeline, number))];
    [line, element("text", &attributes, Markup::bare(label))].into_iter().collect()
}

/// The title of a row, shorter on a phone.
fn title(row: &TimelineRow, baseline: &str) -> Vec<Markup> {
    let text = |class: &str, title: &str| {
        element("text", &[("class", class), ("x", "0"), ("y", baseline)], Markup::bare(title))
    };
    match cut(&row.title, NARROW_TITLE) {
        short if short == row.title => vec![text("", &row.title)],
        short => vec![text("wide", &row.title), text("narrow", &short)],
    }
}

fn upright(timeline: &Timeline, at: i64, class: &str, height: usize) -> Markup {
    let (x, bottom) = (percent(share(timeline, at)), height.to_string());
    shape("line", &[("class", class), ("x1", &x), ("x2", &x), ("y1", "18"), ("y2", &bottom)])
}

fn row(timeline: &Timeline, row: &TimelineRow, top: usize) -> Vec<Markup> {
    let baseline = (top + 15).to_string();
    let mut parts = title(row, &baseline);
    parts.push(element(
        "text",
        &[("class", "sum wide"), ("x", "100%"), ("y", &baseline), ("text-anchor", "end")],
        Markup::bare(&row.words),
    ));
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
