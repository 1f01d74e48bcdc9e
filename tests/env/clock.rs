//! The time as the tested program is told it: set by the test, one second further with every command.

use std::sync::{Mutex, MutexGuard};

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};

/// A clock that moves only when told.
pub struct Clock(Mutex<DateTime<FixedOffset>>);

impl Clock {
    /// Stands at this RFC 3339 time.
    pub fn at(time: &str) -> Self {
        Self(Mutex::new(parse(time)))
    }

    /// Sets it, backwards too.
    pub fn set(&self, time: &str) {
        *self.hand() = parse(time);
    }

    /// Moves it on.
    pub fn pass(&self, seconds: i64) {
        *self.hand() += TimeDelta::seconds(seconds);
    }

    /// The time in RFC 3339.
    pub fn now(&self) -> String {
        self.hand().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    fn hand(&self) -> MutexGuard<'_, DateTime<FixedOffset>> {
        self.0.lock().expect("no test panicked while it set the clock")
    }

    /// The time, and a second later afterwards: no two commands share one.
    pub fn tick(&self) -> String {
        let now = self.now();
        self.pass(1);
        now
    }
}

fn parse(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).unwrap_or_else(|error| panic!("{time} is no RFC 3339 time: {error}"))
}
