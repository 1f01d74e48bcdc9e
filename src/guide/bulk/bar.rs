//! The bar on the screen: how many are done, failed and left, how fast it goes, and when it will be over.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::{Length, Moment, Totals};

/// The bar; draws nothing where no bar is wanted.
pub(super) struct Bar {
    bar: ProgressBar,
    count: u64,
}

impl Bar {
    pub(super) fn new(count: u64, before: Totals, is_drawn: bool) -> Self {
        let target = if is_drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(count), target).with_position(before.all());
        let style = ProgressStyle::with_template("[{bar:20}] {percent:>3}%  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        bar.reset_eta();
        Self { bar, count }
    }

    /// Shows how far it is.
    pub(super) fn show(&self, totals: Totals, now: Moment) {
        self.bar.set_position(totals.all());
        let left = self.count.saturating_sub(totals.all());
        let rate = self.bar.per_sec();
        let mut words = format!("{} done, {} failed, {left} left", totals.done, totals.failed);
        if rate.is_finite() && rate > 0.0 {
            let end = now.plus(&Length::from_seconds(self.bar.eta().as_secs()));
            words.push_str(&format!(", {rate:.1}/s, ends {}", end.time().format("%H:%M:%S")));
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
