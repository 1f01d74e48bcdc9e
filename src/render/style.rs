//! What is known about the reader's screen and clock. It comes in as values: nothing here asks a terminal.

use crate::model::{Moment, Zone};

/// How text is laid out for one reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the screen; `usize::MAX` where lines may be of any length, as in a pipe.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether characters beyond ASCII may be used for lines and bars.
    pub unicode: bool,
    /// The time now; its offset is the reader's when `zone` is not known.
    pub now: Moment,
    /// The zone in which the reader reads times that belong to nobody's call.
    pub zone: Option<Zone>,
}

/// Below this no table can be laid out.
const NARROWEST: usize = 60;

/// Below this no sentence can be read.
const NARROWEST_PROSE: usize = 24;

/// Prose that runs wider than this tires the eye.
const WIDEST_PROSE: usize = 100;

impl Style {
    /// Plain text on eighty columns.
    pub fn plain(now: Moment) -> Self {
        Self { width: 80, color: false, unicode: true, now, zone: None }
    }

    /// The columns that tables may fill.
    pub(super) fn columns(&self) -> usize {
        self.width.max(NARROWEST)
    }

    /// The columns that sentences may fill.
    pub(super) fn measure(&self) -> usize {
        if self.width == usize::MAX { usize::MAX } else { self.width.clamp(NARROWEST_PROSE, WIDEST_PROSE) }
    }

    /// The instant on the reader's clock.
    pub(super) fn local(&self, moment: Moment) -> Moment {
        match self.zone {
            Some(zone) => zone.local(moment),
            None => Moment::new(moment.time().with_timezone(self.now.time().offset())),
        }
    }

    /// What the reader's clock is called.
    pub(super) fn zone_words(&self) -> String {
        match self.zone {
            Some(zone) => zone.to_string(),
            None => format!("UTC{}", self.now.time().format("%:z")),
        }
    }

    /// One of two signs: with characters beyond ASCII or without.
    pub(super) fn sign(&self, rich: &'static str, plain: &'static str) -> &'static str {
        if self.unicode { rich } else { plain }
    }
}
