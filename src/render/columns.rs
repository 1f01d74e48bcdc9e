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
}

impl Column {
    /// A column whose cells wrap.
    pub(super) fn wrapping(title: &'static str) -> Self {
        Self { title, fit: Fit::Wraps, right: false, may_miss: false, rank: 0 }
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

    /// May be dropped where there is no room; the highest rank goes first, zero never.
    pub(super) fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}

/// The columns for which there is room: first they become narrower, then those that matter least go.
pub(super) fn choose<'a>(columns: &'a [Column], rows: &[Vec<String>], room: usize) -> Vec<Shown<'a>> {
    let is_used = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
    let used = columns.iter().enumerate().filter(|(at, column)| !column.may_miss || is_used(*at));
    let measured: Vec<(usize, &Column, Measure)> =
        used.map(|(at, column)| (at, column, Measure::of(rows, at, column))).collect();
    let mut shown = Vec::new();
    for word in [28, 20, 14, 9, 5] {
        let narrow = |(at, column, own): &(usize, &'a Column, Measure)| Shown {
            at: *at,
            column,
            content: own.content,
            least: own.least(column.fit, word),
        };
        shown = measured.iter().map(narrow).collect();
        if least_width(&shown) <= room {
            break;
        }
    }
    while least_width(&shown) > room {
        let worst = shown.iter().map(|own| own.column.rank).max().unwrap_or(0);
        match shown.iter().rposition(|own| own.column.rank == worst && worst > 0) {
            Some(place) => shown.remove(place),
            None => break,
        };
    }
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
}

fn least_width(shown: &[Shown<'_>]) -> usize {
    shown.iter().map(|own| own.least).sum::<usize>() + shown.len().saturating_sub(1) * GAP
}

/// How wide a column that cuts may be: what the others leave, in equal parts.
pub(super) fn cutting_width(shown: &[Shown<'_>], room: usize) -> usize {
    let gaps = shown.len().saturating_sub(1) * GAP;
    let (mut left, mut cutting) = (room.saturating_sub(gaps), Vec::new());
    for own in shown {
        match own.column.fit {
            Fit::Cuts => cutting.push(own.content),
            _ => left = left.saturating_sub(own.least),
        }
    }
    // a narrow one leaves its rest to the others
    cutting.sort_unstable();
    let mut share = left;
    for (done, content) in cutting.iter().enumerate() {
        share = left / (cutting.len() - done);
        if *content > share {
            break;
        }
        left -= content;
    }
    share.max(1)
}
