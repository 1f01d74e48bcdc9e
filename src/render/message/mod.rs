//! The texts that are posted: to the channels before and after the call, to the customer for a permission, on accounts.
//!
//! Each is fit for where it goes. A channel sees no list of people, no e-mail in full, nobody from the customer's side and
//! no instructions, and cannot be rung by a text. The customer sees what they are asked and nothing else.

mod after;
mod before;
mod channel;
mod file_path;
mod link;
mod notes;
mod request;

pub use after::{After, after};
pub use before::before;
pub use channel::channels;
pub use notes::{AdminNote, notes};
pub use request::request;
