//! Tampering with a trail by plain git, kind by kind, and what the audit says to it.
//!
//! `corpus` is what is found without any help, `anchored` what only an anchor shows and is said to be unseen without,
//! `signed` what concerns signatures.

mod anchored;
mod corpus;
mod forge;
mod hand_edits;
mod histories;
mod records;
mod signed;
