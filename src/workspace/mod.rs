//! The doors: `change`, the one way anything is written, and `query`, the one way anything is read.
