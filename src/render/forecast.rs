//! How a call goes against its plan, in words: when it ends, how far ahead or behind, and what is left.

use super::clock::length;
use super::palette::{Ink, ink};
use crate::lifecycle::Forecast;
use crate::model::Moment;

/// Seconds within which a call counts as on time.
const ON_TIME: i64 = 60;

/// `about 15:41, 6m behind`; whole minutes, because two clocks that run in one line are restless.
pub(super) fn end(pace: &Forecast, clock: impl Fn(Moment) -> String, with_deviation: bool) -> String {
    let end = format!("about {}", clock(pace.ends_at));
    let minutes = |seconds: i64| length(seconds.unsigned_abs() / 60 * 60);
    match pace.behind_s.filter(|_| with_deviation) {
        None => end,
        Some(off) if off.abs() < ON_TIME => format!("{end}, {}", ink(Ink::Good, "on time")),
        Some(off) if off > 0 => format!("{end}, {}", ink(Ink::Warn, &format!("{} behind", minutes(off)))),
        Some(off) => format!("{end}, {}", ink(Ink::Good, &format!("{} ahead", minutes(off)))),
    }
}

/// `1h18m of work and 10m of waiting left`.
pub(super) fn left(pace: &Forecast) -> String {
    let mut left = vec![format!("{} of work", length(pace.work_left_s))];
    if pace.wait_left_s > 0 {
        left.push(format!("{} of waiting", length(pace.wait_left_s)));
    }
    format!("{} left", left.join(" and "))
}
