//! The bar on the screen: how many are done, failed and left, how fast it goes, and when it will be over.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::counts::Counts;
use crate::model::{Length, Moment, Totals};

/// The bar; draws nothing where no bar is wanted.
pub(super) struct BulkBar {
    bar: ProgressBar,
    count: u64,
    /// How many are not known: this run does not touch them.
    unknown: u64,
    /// How many had a result before this run: they say nothing about its speed.
    before: u64,
}

impl BulkBar {
    pub(super) fn new(Counts { count, totals: before, unknown }: Counts, is_drawn: bool) -> Self {
        let target = if is_drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(count), target).with_position(before.all());
        let style = ProgressStyle::with_template("[{bar:10}] {percent:>3}%  {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        Self { bar, count, unknown, before: before.all() }
    }

    /// Shows how far it is.
    pub(super) fn show(&self, totals: Totals, now: Moment) {
        self.bar.set_position(totals.all());
        let counts = Counts { count: self.count, totals, unknown: self.unknown };
        let left = counts.left();
        let mut words = counts.to_string();
        let took_ms = u64::try_from(self.bar.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some((tenths, rest_s)) = pace(totals.all().saturating_sub(self.before), left, took_ms) {
            let end = now.plus(&Length::from_seconds(rest_s));
            words.push_str(&format!(", {}.{}/s, ends {}", tenths / 10, tenths % 10, end.time().format("%H:%M:%S")));
        }
        self.bar.set_message(words);
    }

    /// Says something above the bar.
    pub(super) fn above(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// How many come to a result in ten seconds, and how many seconds the rest takes at that rate; none before the first.
fn pace(done: u64, left: u64, took_ms: u64) -> Option<(u64, u64)> {
    let tenths = done.saturating_mul(10_000).checked_div(took_ms)?;
    let rest_ms = left.saturating_mul(took_ms).checked_div(done)?;
    Some((tenths, rest_ms.div_ceil(1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_this_run_and_the_end_follows_from_it() {
        assert_eq!(pace(150, 1_500, 2_000), Some((750, 20)));
        assert_eq!(pace(1, 3, 4_000), Some((2, 12)));
        assert_eq!((pace(0, 10, 2_000), pace(5, 10, 0)), (None, None));
    }
}
