//! The guided call as the DRI sees it: one screen a stop, a live line with the running clock, and a line of story for
//! everything that was answered.
//!
//! On a screen that a customer sees (`present`) only what may be shown is shown: names, titles, estimates, outcomes,
//! lengths, the wording of permissions. Everything else is left out by not being on that list.

mod head;
mod help;
mod history_lines;
mod live;
mod screen;
mod stage;

pub use help::{Offer, help};
pub use history_lines::{done, farewell, list, meanwhile, said};
pub use live::{LiveLine, asking, live};
pub use screen::{ALREADY_READ, screen};
pub use stage::Stage;
