//! The whole runbook for people. Nothing of the record is left out or cut.

mod header;
mod lists;
mod people;
mod phrases;
mod rest;
mod shown;
mod whole;
mod work;

pub use shown::Shown;
pub use whole::show;
