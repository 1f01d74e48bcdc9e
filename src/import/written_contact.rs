//! One contact as it was written: its cells by what their columns mean. What was understood is taken out of it; what is
//! left in the end has no place in a record, and is said, whichever column it stands in.

use std::collections::BTreeMap;

use super::meanings::ContactColumn as Column;
use super::vocabulary::is_blank;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenCell {
    /// What stands over it; empty where nothing does.
    pub(super) head: String,
    pub(super) text: String,
}

/// One contact.
#[derive(Debug, Default, Clone)]
pub(super) struct WrittenContact {
    cells: BTreeMap<Column, Vec<WrittenCell>>,
    /// Which of its words is the name is guessed.
    pub(super) is_guess: bool,
    /// Which of several roles is whose is guessed from their order.
    pub(super) is_order_guessed: bool,
}

impl WrittenContact {
    /// What an item of a list says, which has no heads.
    pub(super) fn of(name: &str, role: &str, description: &str) -> Self {
        let mut own = Self::default();
        for (column, text) in [(Column::Name, name), (Column::Role, role), (Column::Description, description)] {
            own.put(column, "", text);
        }
        own
    }

    /// Adds a cell; one that says nothing is none.
    pub(super) fn put(&mut self, column: Column, head: &str, text: &str) {
        if !is_blank(text) {
            let cell = WrittenCell { head: head.to_owned(), text: text.to_owned() };
            self.cells.entry(column).or_default().push(cell);
        }
    }

    /// The first cell of a column; empty where it has none.
    pub(super) fn first(&self, column: Column) -> &str {
        self.cells.get(&column).and_then(|cells| cells.first()).map_or("", |cell| cell.text.as_str())
    }

    /// Every cell of a column, to be changed.
    pub(super) fn cells_of(&mut self, column: Column) -> impl Iterator<Item = &mut WrittenCell> {
        self.cells.get_mut(&column).into_iter().flatten()
    }

    /// What each of several people has in common: their cells but for those that nothing but the first is told of.
    pub(super) fn without_the_rest(&self) -> Self {
        let mut own = self.clone();
        own.cells.remove(&Column::Other);
        for cells in own.cells.values_mut() {
            cells.truncate(1);
        }
        own
    }

    /// Puts another text in the place of the first cell of a column.
    pub(super) fn replace(&mut self, column: Column, text: &str) {
        if let Some(cell) = self.cells.get_mut(&column).and_then(|cells| cells.first_mut()) {
            text.clone_into(&mut cell.text);
        }
    }

    /// What stands in a column is another one's.
    pub(super) fn forget(&mut self, column: Column) {
        self.cells.remove(&column);
    }

    /// What stands in a column is understood by nobody.
    pub(super) fn set_apart(&mut self, column: Column) {
        if let Some(mut cells) = self.cells.remove(&column) {
            for cell in cells.iter_mut().filter(|cell| cell.head.is_empty()) {
                column.words().clone_into(&mut cell.head);
            }
            self.cells.entry(Column::Other).or_default().append(&mut cells);
        }
    }

    /// Takes the first cell of a column that says what is asked for, with what that is.
    pub(super) fn take<T>(&mut self, column: Column, means: impl Fn(&str) -> Option<T>) -> Option<T> {
        let cells = self.cells.get_mut(&column)?;
        let (at, found) = cells.iter().enumerate().find_map(|(at, cell)| Some((at, means(&cell.text)?)))?;
        cells.remove(at);
        Some(found)
    }

    /// What nobody has taken, in the order of the columns.
    pub(super) fn left(self) -> impl Iterator<Item = (Column, WrittenCell)> {
        let cells =
            self.cells.into_iter().flat_map(|(column, cells)| cells.into_iter().map(move |cell| (column, cell)));
        cells.filter(|(_, cell)| !is_blank(&cell.text))
    }
}
