//! Passwords that a command line gives to a program by an option: `curl -u tom:…`, `mysql -p…`, and a `.netrc`'s entries.
//!
//! Knows how options are written. An option alone, a name without a password and a variable are none.

use std::ops::Range;

use super::command_words::{Words, quoted};
use super::form::{Form, secret_in, shifted};
use super::taking::Program;
use crate::model::head;

/// How far behind the program's name an option is looked for, in bytes and in words, of which a quoted text is one: keeps the
/// search linear on hostile text, and reaches behind the data of a request.
const FARTHEST: usize = 64 * 1024;
const WORDS: usize = 128;
/// In how many of its words the same program is named again.
const NESTED: usize = 4;

/// The passwords that are given to the program whose name stands at `start` and takes `name` bytes.
pub(super) fn passwords_at<'t>(
    text: &'t str,
    start: usize,
    name: usize,
    program: &'t Program,
) -> Option<impl Iterator<Item = Range<usize>> + use<'t>> {
    let from = start + name;
    let called = text.get(start..from)?;
    let line = head(text.get(from..)?, FARTHEST);
    let mut asked = None;
    let mut given = Vec::new();
    let mut nested = 0;
    // where the same program is called again, it is looked at from there
    let goes_on = move |place: &Range<usize>| {
        let is_named = line.get(place.clone()).is_some_and(|word| word.contains(called));
        nested += usize::from(is_named);
        nested <= NESTED && !line.get(place.start..).is_some_and(|rest| is_call(rest, called))
    };
    let words = Words::of(line, move |next| program.goes_on_with(next))?.take_while(goes_on).take(WORDS);
    let found = words.filter_map(move |mut place| {
        let mut word = line.get(place.clone())?;
        // an option may stand in quotes, as all words of a list do
        if let Some(own) = quoted(word).filter(|own| own.end == word.len() && asked.is_none() && !word.contains(' ')) {
            word = word.get(own.inner.clone())?;
            place = shifted(own.inner, place.start);
        }
        let found = match asked.take() {
            Some(form) => secret_in(word, form),
            None => match program.given(word) {
                // an option is given once: the next of the same name is that of a program behind it, `sshpass -p … ssh -p 22022`
                Some((Form::Whole, value)) if is_repeated(&mut given, word.get(..word.len() - value.len())) => None,
                Some((form, "")) => {
                    asked = (form != Form::Attached).then_some(form);
                    None
                }
                Some((form, value)) => secret_in(value, form).map(|own| shifted(own, word.len() - value.len())),
                None => None,
            },
        };
        found.map(|range| shifted(range, from + place.start))
    });
    Some(found)
}

/// True for an option that was given before; remembers those that were.
fn is_repeated<'t>(given: &mut Vec<&'t str>, option: Option<&'t str>) -> bool {
    let known = option.is_some_and(|option| given.contains(&option));
    given.extend(option.filter(|_| !known));
    known
}

/// True where a program of this name is called.
fn is_call(rest: &str, name: &str) -> bool {
    rest.strip_prefix(name).is_some_and(|behind| behind.starts_with([' ', '\t']))
}

impl Program {
    /// What a word of the command line gives to an option, and how that takes it; nothing yet where the next word does.
    fn given<'w>(&self, word: &'w str) -> Option<(Form, &'w str)> {
        let taken = self.options().filter_map(|(option, form)| {
            let rest = self.behind(word, option)?;
            let is_long = option.len() > 2 && option.starts_with('-') && !option.ends_with(':');
            let value = match rest.strip_prefix('=') {
                Some(value) if is_long || !value.is_empty() => value,
                _ if is_long && !rest.is_empty() => return None,
                _ => rest,
            };
            (form != Form::Apart || value.is_empty()).then_some((form, value))
        });
        taken.max_by_key(|(_, value)| std::cmp::Reverse(value.len()))
    }

    /// What stands behind an option in a word: behind a letter, also where others that take nothing are joined before it.
    fn behind<'w>(&self, word: &'w str, option: &str) -> Option<&'w str> {
        if let Some(rest) = word.strip_prefix(option) {
            return Some(rest);
        }
        let letter = option.strip_prefix('-').filter(|name| name.len() == 1)?;
        let joined = word.strip_prefix('-')?;
        let rest = joined.trim_start_matches(|c| self.takes_nothing(c));
        (rest.len() < joined.len()).then(|| rest.strip_prefix(letter)).flatten()
    }

    fn takes_nothing(&self, letter: char) -> bool {
        self.letters().any(|letters| letters.contains(letter))
    }

    /// True where the next line belongs to this one without a sign, as it begins with an option: in folded text, and in a
    /// `.netrc`.
    fn goes_on_with(&self, next: &str) -> bool {
        let word = next.split([' ', '\t', '\n']).next().unwrap_or_default();
        let is_option = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphanumeric());
        (word.starts_with('-') && is_option) || self.words().any(|known| known == word)
    }
}
