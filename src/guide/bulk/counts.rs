//! How many targets of a list came to what, in the same words wherever it is said: the bar, the log, the trail, the hints.

use std::fmt;

use crate::model::Totals;
use crate::workspace::targets::TaskResults;

/// The counts of a list. Nobody knows what became of the unknown ones: they are not left, because nothing goes on with
/// them before a person says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    /// How many targets the list has.
    pub(super) count: u64,
    /// How many came to what.
    pub(super) totals: Totals,
    /// How many may have been done by a run that was killed.
    pub(super) unknown: u64,
}

impl Counts {
    /// As they are now.
    pub(super) fn of(results: &TaskResults) -> Self {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self { count: number(results.count()), totals: results.totals(), unknown: number(results.unknown()) }
    }

    /// How many the next run goes on with.
    pub(super) fn left(&self) -> u64 {
        self.count.saturating_sub(self.totals.all()).saturating_sub(self.unknown)
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Totals { done, failed, skipped } = self.totals;
        write!(f, "{done} done, {failed} failed, {skipped} skipped, ")?;
        if self.unknown > 0 {
            write!(f, "{} unknown, ", self.unknown)?;
        }
        write!(f, "{} left", self.left())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_of_is_not_left() {
        let totals = Totals { done: 5, failed: 2, skipped: 1 };
        let counts = |unknown| Counts { count: 12, totals, unknown }.to_string();
        assert_eq!(counts(0), "5 done, 2 failed, 1 skipped, 4 left");
        assert_eq!(counts(4), "5 done, 2 failed, 1 skipped, 4 unknown, 0 left");
    }
}
