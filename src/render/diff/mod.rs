//! What changed, in words: `diff`, the patches of `log`, and what an undo would take back.
//!
//! Nothing is said by colour alone: `+` is new, `-` is gone, `~` has another value, `>` stands elsewhere, and within a
//! line `[-words-]` went and `{+words+}` came.

mod changes;
mod page;
mod text;

pub(super) use changes::{differences, one_line};
pub use page::{Compared, diff, diff_stat, undoing};
