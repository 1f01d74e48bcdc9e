//! Passwords that one program sends to the next, `echo hunter22 | passwd --stdin root`.

use std::ops::Range;

use super::command::{Form, REACH, secret_in, shifted};
use super::command_words::Words;
use super::look::Look;
use super::ties::before;

/// What takes a password from the words that are sent to it, and how those hold it.
#[derive(Debug)]
pub(super) struct Receiver {
    /// How it is called.
    pub(super) name: &'static str,
    form: Form,
}

/// The receivers.
pub(super) const RECEIVERS: &[Receiver] = &[
    Receiver { name: "chpasswd", form: Form::Behind(':') },
    Receiver { name: "passwd --stdin", form: Form::Whole },
    Receiver { name: "sudo -S", form: Form::Whole },
    Receiver { name: "--password-stdin", form: Form::Whole },
];

/// The programs that send their words.
const SENDERS: [&str; 2] = ["echo ", "printf "];

impl Look for Receiver {
    fn secret_at(&self, text: &str, start: usize, _known: usize) -> Option<Range<usize>> {
        let before = before(text, start, REACH);
        let begin = SENDERS.iter().filter_map(|name| before.rfind(name).map(|at| at + name.len() - 1)).max()?;
        let sent = before.get(begin..)?;
        let last = Words::of(sent, |_| false)?.last()?;
        let is_sent = sent.get(last.end..)?.trim_start_matches([' ', '\t']).starts_with('|');
        let word = sent.get(last.clone())?;
        // what another program says is not known
        if !is_sent || sent.get(..last.end)?.contains(['`', '(']) {
            return None;
        }
        let whole = word.get(..word.find("\\n").unwrap_or(word.len()))?;
        secret_in(whole, self.form).map(|range| shifted(range, start - before.len() + begin + last.start))
    }

    fn is_exact(&self) -> bool {
        false
    }
}
