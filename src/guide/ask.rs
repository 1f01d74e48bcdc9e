//! One question at a time on stderr: a word, a choice, a yes or no.
//!
//! An answer is checked by the type that will hold it, and asked for again until it fits. Refuses to be used off a
//! terminal: whoever holds an [`Asker`] knows that there is one.

use std::fmt::Display;
use std::str::FromStr;

use console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Select};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::{Fault, Kind, Result, visible_line};
use crate::store::signals::Hold;

/// Somebody who can be asked.
pub struct Asker {
    theme: Box<dyn Theme>,
    term: Term,
}

impl Asker {
    /// Asks on stderr, in colour where it is wanted.
    pub fn new(color: bool) -> Self {
        console::set_colors_enabled_stderr(color);
        let theme: Box<dyn Theme> = if color { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Self { theme, term: Term::stderr() }
    }

    /// Asks for a value until one is given that fits.
    ///
    /// # Errors
    /// `Interrupted` when the person leaves, `Disk` when the terminal cannot be used.
    pub fn word<T: FromStr<Err = Fault>>(&self, question: &str, default: Option<&str>) -> Result<T> {
        self.typed(question, default, false, |words| words.parse::<T>().map(drop))?.parse()
    }

    /// Asks for words until some are given that this rule takes.
    ///
    /// # Errors
    /// As [`Asker::word`].
    pub fn fitting(&self, question: &str, rule: impl Fn(&str) -> Result<()>) -> Result<String> {
        self.typed(question, None, false, rule)
    }

    /// As [`Asker::fitting`]; an empty answer is none.
    ///
    /// # Errors
    /// As [`Asker::word`].
    pub fn fitting_or_none(&self, question: &str, rule: impl Fn(&str) -> Result<()>) -> Result<Option<String>> {
        let typed = self.typed(question, None, true, rule)?;
        Ok((!typed.is_empty()).then_some(typed))
    }

    /// Asks for a value that may be left out by an empty answer.
    ///
    /// # Errors
    /// As [`Asker::word`].
    pub fn optional<T: FromStr<Err = Fault>>(&self, question: &str) -> Result<Option<T>> {
        let typed = self.typed(question, None, true, |words| words.parse::<T>().map(drop))?;
        if typed.is_empty() { Ok(None) } else { typed.parse().map(Some) }
    }

    /// Asks for one of several; the answer is its position.
    ///
    /// # Errors
    /// As [`Asker::word`]; `Usage` when there is nothing to choose from.
    pub fn choose<T: Display>(&self, question: &str, items: &[T]) -> Result<usize> {
        if items.is_empty() {
            return Err(Fault::usage(format!("{question}: there is nothing to choose from")));
        }
        let columns = usize::from(self.term.size().1);
        let lines: Vec<String> = items.iter().map(|item| clipped(&visible_line(&item.to_string()), columns)).collect();
        self.held(|| {
            Select::with_theme(&*self.theme)
                .with_prompt(headed(question))
                .items(&lines)
                .default(0)
                .report(true)
                .interact_on(&self.term)
        })
    }

    /// Asks for a yes or no.
    ///
    /// # Errors
    /// As [`Asker::word`].
    pub fn confirm(&self, question: &str, default: bool) -> Result<bool> {
        self.held(|| {
            Confirm::with_theme(&*self.theme).with_prompt(headed(question)).default(default).interact_on(&self.term)
        })
    }

    /// The words of an answer that the type takes.
    fn typed(
        &self,
        question: &str,
        default: Option<&str>,
        may_be_empty: bool,
        rule: impl Fn(&str) -> Result<()>,
    ) -> Result<String> {
        self.held(|| {
            let mut input = Input::<String>::with_theme(&*self.theme)
                .with_prompt(headed(question))
                .allow_empty(may_be_empty)
                .validate_with(move |word: &String| {
                    if may_be_empty && word.is_empty() {
                        return Ok(());
                    }
                    rule(word).map_err(|fault| visible_line(&fault.message).into_owned())
                });
            if let Some(default) = default {
                input = input.default(default.to_owned());
            }
            input.interact_text_on(&self.term)
        })
    }

    /// Asks with signals noted instead of obeyed, so that raw mode and a hidden cursor are taken back first.
    fn held<T>(&self, ask: impl FnOnce() -> dialoguer::Result<T>) -> Result<T> {
        let hold = Hold::begin();
        let answer = ask();
        let interrupted = hold.is_asked_to_stop();
        drop(hold);
        match answer {
            Ok(answer) if !interrupted => Ok(answer),
            Ok(_) => Err(self.left()),
            Err(dialoguer::Error::IO(error)) if interrupted || error.kind() == std::io::ErrorKind::Interrupted => {
                Err(self.left())
            }
            Err(dialoguer::Error::IO(error)) => {
                let _ = self.term.show_cursor();
                Err(Fault::new(Kind::Disk, format!("the question cannot be asked on this terminal: {error}"))
                    .hint("--no-input, and the values as flags"))
            }
        }
    }

    fn left(&self) -> Fault {
        let _ = self.term.show_cursor().and_then(|()| self.term.write_line(""));
        Fault::new(Kind::Interrupted, "interrupted; nothing was changed")
    }
}

/// The question as a line begins.
fn headed(question: &str) -> String {
    let question = visible_line(question);
    let mut letters = question.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A line that fits the screen beside its marker: a list redraws itself by counting lines.
fn clipped(line: &str, columns: usize) -> String {
    let room = columns.saturating_sub(4).max(20);
    if line.width() <= room {
        return line.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    let mut short: String = line.chars().take_while(fits).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_never_takes_more_columns_than_the_screen_has() {
        assert_eq!(clipped("short", 80), "short");
        let long = "日本語".repeat(40);
        assert!(clipped(&long, 80).width() <= 76 && clipped(&long, 80).ends_with('…'));
    }
}
