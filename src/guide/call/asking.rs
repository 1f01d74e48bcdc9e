//! Questions in the call: a line that is typed while the clock runs, a value that fits its type, one of several.
//!
//! Escape is always an answer: never mind.

use std::str::FromStr;

use crate::guide::keyboard::Key;
use crate::guide::line_edit::LineEdit;
use crate::model::{Fault, Result};
use crate::render::call;

use super::session::{CallSession, TypedAnswer, View};

impl CallSession<'_> {
    /// Asks for a line while the clock runs; none when the person would rather not answer.
    ///
    /// # Errors
    /// As [`CallSession::press`].
    pub(super) fn line(&mut self, view: &View, question: &str, begin: &str) -> Result<Option<String>> {
        let mut line = LineEdit::of(begin);
        loop {
            let is_hidden = self.order.present;
            let window = |columns: usize| match is_hidden {
                true => {
                    let dots = "•".repeat(line.words().chars().count().min(columns.saturating_sub(1)));
                    let cursor = dots.chars().count();
                    (dots, cursor)
                }
                false => line.window(columns),
            };
            let (lines, cursor) = call::asking(&self.stage(view), question, window, &self.style());
            self.screen.live(&lines, Some(cursor))?;
            match self.next_key()? {
                Some(Key::Enter) if line.lost() > 0 => {
                    self.keyboard.drop_burst()?;
                    let (lost, id) = (line.lost(), self.order.id);
                    self.say(&format!(
                        "{lost} letters at the end did not fit; a text of that length: runbook edit {id}"
                    ))?;
                    line = LineEdit::of(&line.words());
                }
                Some(Key::Enter) => {
                    self.keyboard.drop_burst()?;
                    return Ok(Some(line.words().trim().to_owned()));
                }
                Some(Key::Escape) => return Ok(None),
                Some(key) => line.press(key),
                None => {}
            }
        }
    }

    /// Asks for a value until one is given that fits; an empty answer is none.
    ///
    /// # Errors
    /// As [`CallSession::press`].
    pub(super) fn optional<T: FromStr<Err = Fault>>(
        &mut self,
        view: &View,
        question: &str,
        begin: &str,
    ) -> Result<Option<Option<T>>> {
        let is_it = |own: &&TypedAnswer| own.question == question && own.stop.is_same(&view.stop);
        let refused = self.refused.iter().find(is_it).map(|own| own.words.clone());
        let mut begin = refused.unwrap_or_else(|| begin.to_owned());
        loop {
            let Some(words) = self.line(view, question, &begin)? else { return Ok(None) };
            if words.is_empty() {
                return Ok(Some(None));
            }
            match words.parse() {
                Ok(value) => {
                    self.typed.push(TypedAnswer { stop: view.stop.clone(), question: question.to_owned(), words });
                    return Ok(Some(Some(value)));
                }
                Err(fault) => self.say(&fault.message)?,
            }
            begin = words;
        }
    }

    /// Asks for a value that is needed.
    ///
    /// # Errors
    /// As [`CallSession::press`].
    pub(super) fn needed<T: FromStr<Err = Fault>>(
        &mut self,
        view: &View,
        question: &str,
        begin: &str,
    ) -> Result<Option<T>> {
        loop {
            match self.optional(view, question, begin)? {
                None => return Ok(None),
                Some(Some(value)) => return Ok(Some(value)),
                Some(None) => self.say("This one is needed; esc leaves it for now.")?,
            }
        }
    }

    /// Lets the person choose a line by its number, or by words that only it holds.
    ///
    /// # Errors
    /// As [`CallSession::press`].
    pub(super) fn choose(&mut self, view: &View, title: &str, lines: &[(String, String)]) -> Result<Option<usize>> {
        let text = call::list(title, lines, &self.style());
        self.screen.say(&text)?;
        loop {
            let Some(words) = self.line(view, "Which (number or words)", "")? else { return Ok(None) };
            if let Some(number) = words.parse::<usize>().ok().filter(|number| (1..=lines.len()).contains(number)) {
                return Ok(Some(number - 1));
            }
            let wanted = words.to_lowercase();
            let mut fit = lines.iter().enumerate().filter(|(_, (_, about))| about.to_lowercase().contains(&wanted));
            match (fit.next(), fit.next()) {
                (Some((at, _)), None) if !wanted.is_empty() => return Ok(Some(at)),
                (None, _) => self.say(&format!("None of them has “{words}”."))?,
                _ => self.say("More than one fits; its number means one.")?,
            }
        }
    }
}
