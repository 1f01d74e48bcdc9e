//! Which columns of a table find room, and how narrow they may become.

use super::layout::width;

/// Blanks between two columns.
pub(super) const GAP: usize = 2;

/// What becomes of a cell that is wider than its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The column is as wide as its widest cell.
    Whole,
    /// The cell goes on in the next line.
    Wraps,
    /// The cell ends in `…`.
    Cuts,
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) fit: Fit,
    pub(super) right: bool,
    may_miss: bool,
    rank: u8,
    /// So wide it stays before others of a rank go, where its cells are cut.
    kept: usize,
}

impl Column {
    /// A column whose cells wrap.
    pub(super) fn wrapping(title: &'static str) -> Self {
        Self { title, fit: Fit::Wraps, right: false, may_miss: false, rank: 0, kept: 0 }
    }

    /// A column whose cells are cut where there is no room.
    pub(super) fn cutting(title: &'static str) -> Self {
        Self { fit: Fit::Cuts, ..Self::wrapping(title) }
    }

    /// A column whose cells stay on their line.
    pub(super) fn fixed(title: &'static str) -> Self {
        Self { fit: Fit::Whole, ..Self::wrapping(title) }
    }

    /// A column of figures.
    pub(super) fn figures(title: &'static str) -> Self {
        Self { right: true, ..Self::fixed(title) }
    }

    /// Left out where no row has anything to say in it.
    pub(super) fn if_used(mut self) -> Self {
        self.may_miss = true;
        self
    }

    /// Cut to less than this many signs only where no column is left that may be dropped.
    pub(super) fn kept(mut self, kept: usize) -> Self {
        self.kept = kept;
        self
    }

    /// May be dropped where there is no room; the highest rank goes first, zero never.
    pub(super) fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

/// The widths to which words and cells are narrowed, one after the other, until there is room.
const NARROWER: [usize; 5] = [28, 20, 14, 9, 5];

/// The columns for which there is room: first they become narrower, then those that matter least go, and at last even
/// those are cut that should stay as they are.
pub(super) fn choose<'a>(columns: &'a [Column], rows: &[Vec<String>], room: usize) -> Vec<Shown<'a>> {
    let is_used = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
    let used = columns.iter().enumerate().filter(|(at, column)| !column.may_miss || is_used(*at));
    let mut measured: Vec<(usize, &Column, Measure)> =
        used.map(|(at, column)| (at, column, Measure::of(rows, at, column))).collect();
    let narrowed = |measured: &[(usize, &'a Column, Measure)], word: usize, keeps: bool| -> Vec<Shown<'a>> {
        let narrow = |(at, column, own): &(usize, &'a Column, Measure)| {
            let kept = if keeps { column.kept } else { 0 };
            Shown { at: *at, column, content: own.content, least: own.least(column.fit, word.max(kept)), cut_to: 0 }
        };
        measured.iter().map(narrow).collect()
    };
    let fitting = |measured: &[(usize, &'a Column, Measure)], keeps: bool| {
        let all = NARROWER.iter().map(|word| narrowed(measured, *word, keeps));
        all.into_iter().find(|shown| least_width(shown) <= room)
    };
    let mut shown = loop {
        if let Some(shown) = fitting(&measured, true) {
            break shown;
        }
        let worst = measured.iter().map(|(_, column, _)| column.rank).max().unwrap_or(0);
        match measured.iter().rposition(|(_, column, _)| column.rank == worst && worst > 0) {
            Some(place) => measured.remove(place),
            None => break fitting(&measured, false).unwrap_or_else(|| narrowed(&measured, 5, false)),
        };
    };
    share_out(&mut shown, room);
    shown
}

/// How wide a column's content is.
#[derive(Debug, Clone, Copy)]
struct Measure {
    content: usize,
    word: usize,
}

impl Measure {
    fn of(rows: &[Vec<String>], at: usize, column: &Column) -> Self {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        cells.chain([column.title]).flat_map(str::lines).fold(Self { content: 0, word: 0 }, |most, line| Self {
            content: most.content.max(width(line)),
            word: match column.fit {
                Fit::Wraps => line.split(' ').map(width).fold(most.word, usize::max),
                Fit::Whole | Fit::Cuts => 0,
            },
        })
    }

    /// The least width of its column, when words longer than this are broken.
    fn least(self, fit: Fit, word: usize) -> usize {
        match fit {
            Fit::Whole => self.content,
            Fit::Wraps => self.word.min(word),
            Fit::Cuts => self.content.min(word),
        }
    }
}

/// A column that was chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<'a> {
    /// Its place among all columns.
    pub(super) at: usize,
    /// The column.
    pub(super) column: &'a Column,
    /// Its least width.
    pub(super) least: usize,
    /// The width of its widest cell, the title among them.
    pub(super) content: usize,
    /// Where its cells are cut, in a column that cuts.
    pub(super) cut_to: usize,
}

fn least_width(shown: &[Shown<'_>]) -> usize {
    shown.iter().map(|own| own.least).sum::<usize>() + shown.len().saturating_sub(1) * GAP
}

/// How wide the columns that cut become: each has its least, and of what the others leave an equal part.
fn share_out(shown: &mut [Shown<'_>], room: usize) {
    let gaps = shown.len().saturating_sub(1) * GAP;
    let others: usize = shown.iter().filter(|own| own.column.fit != Fit::Cuts).map(|own| own.least).sum();
    let room = room.saturating_sub(gaps + others);
    let mut cutting: Vec<&mut Shown<'_>> = shown.iter_mut().filter(|own| own.column.fit == Fit::Cuts).collect();
    let least: usize = cutting.iter().map(|own| own.least).sum();
    let has_room = least <= room;
    let mut left = if has_room { room - least } else { room };
    // a narrow one leaves its rest to the others
    cutting.sort_by_key(|own| own.content - own.least);
    let count = cutting.len();
    for (done, own) in cutting.into_iter().enumerate() {
        let base = if has_room { own.least } else { 0 };
        let part = (left / (count - done)).min(own.content - base);
        left -= part;
        own.cut_to = (base + part).max(1);
    }
}
