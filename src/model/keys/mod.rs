//! What each key of a record is, said once: how a person changes it, what it tells, who may see it, how it is shown.
//!
//! The rows stand in the order of the file: `record` has the header and the lists, `items` what stands in them. A field of
//! a struct without a row, and a row without a field, do not compile. Whoever needs to know something about a key asks its
//! row and keeps no list; what a value means is its type's.

mod items;
mod key;
mod labelled;
mod lookup;
mod record;
mod shape;
#[cfg(test)]
pub(crate) mod tests;

pub use key::{Changed, Key, Label, Rendered, Seen, Tells};
pub use labelled::Labelled;
pub use lookup::{header, settable};
pub use shape::{Holds, Shape};
