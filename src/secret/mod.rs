//! Finding and masking secrets: well-known token shapes, assignments of passwords, and the store's own patterns.
//!
//! Says where something looks like a secret and of which kind; never repeats the value. What is done about it, refusing
//! or masking, is decided above.

mod assignment;
mod beginning;
mod bot_token;
mod cells;
mod claim;
mod command;
#[cfg(test)]
mod command_tests;
mod command_words;
mod encoded;
mod form;
mod header;
mod jwt;
mod key;
mod key_body;
mod label;
mod layout;
#[cfg(test)]
mod layout_tests;
mod lead;
mod login;
mod look;
mod markup;
mod name_tail;
mod names;
#[cfg(test)]
mod note_tests;
mod object;
mod operand;
mod owner;
#[cfg(test)]
mod owner_tests;
#[cfg(test)]
mod pattern_tests;
#[cfg(test)]
mod people_tests;
mod phrase;
mod pin;
mod places;
mod plain;
mod program;
mod programs;
#[cfg(test)]
mod put_in_tests;
mod receiver;
mod returns;
mod rules;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod shape_tests;
mod shapes;
mod stand_in;
mod stream;
#[cfg(test)]
mod stream_tests;
mod taking;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod text_tests;
#[cfg(test)]
mod tie_tests;
mod ties;
mod titled;
mod tokens;
mod unescaped;
mod url;
mod value;

pub use rules::{Rules, SecretFinding};
pub use stream::{KeptLine, Masked, Masker};
