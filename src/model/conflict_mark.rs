//! How a comment begins at a record's top in which a merge says what two people changed in two ways.

/// The mark, as it is written and as people are told to look for it.
pub const CONFLICT_MARK: &str = "#|";
