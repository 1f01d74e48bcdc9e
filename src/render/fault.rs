//! What went wrong, said to a person: the sentence, then the ways out. And what is said beside an answer.

use super::layout::{fold, plain, prose, width};
use super::palette::{Ink, ink, paint};
use super::style::Style;
use crate::model::Fault;

/// `error: …`, and each hint on a line of its own: `  try: …`. Hints are not wrapped, so that they can be copied.
pub fn fault(fault: &Fault, style: &Style) -> String {
    let mut out = led(ink(Ink::Bad, "error: "), &fault.message, style);
    for hint in &fault.hints {
        out.push_str(&format!("  {} {}\n", ink(Ink::Heading, "try:"), plain(hint)));
    }
    paint(&out, style.color)
}

/// `note: …`.
pub fn note(text: &str, style: &Style) -> String {
    paint(&led(ink(Ink::Heading, "note: "), text, style), style.color)
}

/// A sentence behind a label, its further lines below its first.
fn led(label: String, text: &str, style: &Style) -> String {
    let indent = width(&label);
    let mut out = String::new();
    for (number, line) in fold(&prose(text), style.measure().saturating_sub(indent)).iter().enumerate() {
        let lead = if number == 0 { label.clone() } else { " ".repeat(indent) };
        out.push_str(&format!("{lead}{line}\n"));
    }
    out
}
