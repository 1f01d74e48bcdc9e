//! What a clock on the wall shows, and which instants that can be: one, two when clocks go back, none when they go
//! forward. It never picks.

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone};

use super::Moment;

/// The instants at which clocks show a wall time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LocalTime {
    /// The common case.
    Once(Moment),
    /// Clocks went back: first before, then after.
    Twice(Moment, Moment),
    /// Clocks went forward over it: the wall time by the offset before the change and by the one after, each as the
    /// instant that it is, on clocks that were really shown.
    Never(Moment, Moment),
}

impl LocalTime {
    /// Looks the wall time up on these clocks.
    pub(super) fn look_up<T: TimeZone>(shown: NaiveDateTime, clocks: &T) -> Self {
        match clocks.from_local_datetime(&shown) {
            LocalResult::Single(time) => Self::Once(fixed(&time)),
            LocalResult::Ambiguous(a, b) => Self::Twice(fixed(&a).min(fixed(&b)), fixed(&a).max(fixed(&b))),
            LocalResult::None => Self::in_gap(shown, clocks),
        }
    }

    fn in_gap<T: TimeZone>(shown: NaiveDateTime, clocks: &T) -> Self {
        // no change of clocks is longer than a day, and none follows another within one
        let offset_near = |distance: TimeDelta| {
            let near = shown.checked_add_signed(distance).unwrap_or(shown);
            clocks.offset_from_utc_datetime(&near).fix()
        };
        let day = TimeDelta::try_days(1).unwrap_or_default();
        let [before, after] = [offset_near(-day), offset_near(day)];
        let taken_with = |offset: FixedOffset| {
            let utc = shown.checked_sub_offset(offset).unwrap_or(shown);
            fixed(&clocks.from_utc_datetime(&utc))
        };
        let (by_old, by_new) = (taken_with(before), taken_with(after));
        Self::Never(by_old.min(by_new), by_old.max(by_new))
    }

    /// Every instant that the wall time could mean.
    pub(super) fn candidates(self) -> Vec<Moment> {
        match self {
            Self::Once(moment) => vec![moment],
            Self::Twice(a, b) | Self::Never(a, b) => vec![a, b],
        }
    }
}

fn fixed<T: TimeZone>(time: &DateTime<T>) -> Moment {
    Moment::new(time.fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    fn berlin(shown: &str) -> LocalTime {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        LocalTime::look_up(shown.parse().unwrap(), &zone.rules())
    }

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn an_hour_that_clocks_repeat_is_two_instants() {
        let (first, second) = (moment("2026-10-25T02:30:00+02:00"), moment("2026-10-25T02:30:00+01:00"));
        assert_eq!(berlin("2026-10-25T02:30:00"), LocalTime::Twice(first, second));
    }

    #[test]
    fn an_hour_that_clocks_leap_over_is_none() {
        let LocalTime::Never(early, late) = berlin("2026-03-29T02:30:00") else { panic!("clocks leapt") };
        assert_eq!(early.to_string(), "2026-03-29T01:30:00+01:00");
        assert_eq!(late.to_string(), "2026-03-29T03:30:00+02:00");
    }

    #[test]
    fn a_day_that_was_left_out_has_no_wall_time() {
        let apia: Zone = "Pacific/Apia".parse().unwrap();
        let wall = LocalTime::look_up("2011-12-30T12:00:00".parse().unwrap(), &apia.rules());
        let shown: Vec<String> = wall.candidates().iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00"]);
    }
}
