//! What went wrong, said to a person: the sentence, then the ways out.

use super::layout::{fold, plain, prose};
use super::look::Look;
use super::palette::{Ink, ink, paint};
use crate::model::Fault;

/// `error: …`, and each hint on a line of its own: `  try: …`. Hints are not wrapped, so that they can be copied.
pub fn fault(fault: &Fault, look: &Look) -> String {
    const LEAD: &str = "error: ";
    let mut out = String::new();
    for (number, line) in fold(&prose(&fault.message), look.measure() - LEAD.len()).iter().enumerate() {
        let lead = if number == 0 { ink(Ink::Bad, LEAD) } else { " ".repeat(LEAD.len()) };
        out.push_str(&format!("{lead}{line}\n"));
    }
    for hint in &fault.hints {
        out.push_str(&format!("  {} {}\n", ink(Ink::Heading, "try:"), plain(hint)));
    }
    paint(&out, look.color)
}
