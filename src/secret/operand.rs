//! Passwords that stand at their place in a command, not behind an option: `net user tom hunter22`.

use std::ops::Range;

use super::assignment::kind_of_key;
use super::command_words::{Words, quoted};
use super::form::{Form, secret_in, shifted};
use super::taking::{Place, Program};

/// How many words are looked at.
const MOST: usize = 24;

/// The password that is the operand of this number, from one; `from` is where the text begins.
pub(super) fn numbered(program: &Program, rest: &str, from: usize, number: usize, form: Form) -> Option<Range<usize>> {
    let operands = operands(program, rest)?;
    let place = operands.get(number.checked_sub(1)?)?;
    password_at(rest, place.clone(), form).map(|range| shifted(range, from))
}

/// The passwords at another place.
pub(super) fn at(program: &Program, rest: &str, from: usize, place: Place) -> Vec<Range<usize>> {
    let found = match place {
        Place::Bracket(close) => in_bracket(rest, close).into_iter().collect(),
        Place::Batch => last_of_batch(program, rest).into_iter().collect(),
        // what follows a sign is no word of its own
        Place::Login if !rest.starts_with([' ', '\t']) => {
            let word = rest.get(..rest.find(char::is_whitespace).unwrap_or(rest.len())).unwrap_or_default();
            beside_user(word, '/').into_iter().collect()
        }
        _ => among(rest, &operands(program, rest).unwrap_or_default(), place),
    };
    found.into_iter().map(|range| shifted(range, from)).collect()
}

/// The passwords among these operands.
fn among(rest: &str, operands: &[Range<usize>], place: Place) -> Vec<Range<usize>> {
    let words = || operands.iter().filter_map(|place| Some((place.clone(), rest.get(place.clone())?)));
    let each = |password: &dyn Fn(&str) -> Option<Range<usize>>| -> Vec<Range<usize>> {
        words().filter_map(|(at, word)| Some(shifted(password(word)?, at.start))).collect()
    };
    match place {
        Place::Pairs => each(&|word| secret_in(word, Form::Pair)),
        Place::Login => each(&|word| beside_user(word, '/')).into_iter().take(1).collect(),
        Place::Target => each(&|word| beside_user(word, ':')).into_iter().take(1).collect(),
        Place::Typed => each(&typed).into_iter().take(1).collect(),
        Place::Share => {
            let other = words().find(|(_, word)| !is_share(word));
            other.and_then(|(at, _)| password_at(rest, at, Form::Value)).into_iter().collect()
        }
        Place::Named => {
            let own = named(rest, operands).and_then(|number| operands.get(number));
            own.and_then(|at| password_at(rest, at.clone(), Form::Value)).into_iter().collect()
        }
        Place::Batch | Place::Bracket(_) => Vec::new(),
    }
}

/// The password in the word at a place.
fn password_at(rest: &str, place: Range<usize>, form: Form) -> Option<Range<usize>> {
    let word = rest.get(place.clone())?;
    let is_quoted = quoted(word).is_some_and(|own| own.end == word.len());
    // `role=admin` names what it gives
    if !is_quoted && form == Form::Value && word.contains('=') {
        return None;
    }
    secret_in(word, form).map(|range| shifted(range, place.start))
}

/// The words that are neither options nor what these ask for.
fn operands(program: &Program, rest: &str) -> Option<Vec<Range<usize>>> {
    let mut operands = Vec::new();
    let mut is_asked = false;
    for place in Words::of(rest, |_| false)?.take(MOST) {
        let word = rest.get(place.clone())?;
        let is_of_windows = word.strip_prefix('/').is_some_and(|name| !name.contains('/'));
        let is_option = word.starts_with(['-', '*']) || is_of_windows;
        if !is_option && !is_asked {
            operands.push(place);
        }
        is_asked = program.asks(word);
    }
    Some(operands)
}

/// The number of the operand behind the first one that is the name of a secret.
fn named(rest: &str, operands: &[Range<usize>]) -> Option<usize> {
    let words = operands.iter().filter_map(|place| rest.get(place.clone()));
    let is_of_secret = |word: &str| {
        let name = word.trim_matches(['"', '\'']).rsplit(['/', ':']).next().unwrap_or_default();
        let mut parts = name.split('.');
        !word.contains('=') && parts.any(|part| kind_of_key(part).is_some() || part.ends_with("-oauth"))
    };
    let (at, word) = words.enumerate().find(|(_, word)| is_of_secret(word) || word.starts_with("http-basic"))?;
    Some(at + if word.starts_with("http-basic") { 2 } else { 1 })
}

fn last_of_batch(program: &Program, rest: &str) -> Option<Range<usize>> {
    let (mut is_batch, mut before, mut is_asked) = (false, 2, false);
    for place in Words::of(rest, |_| false)?.take(MOST) {
        let word = rest.get(place.clone())?;
        let was_asked = std::mem::take(&mut is_asked);
        match word.strip_prefix('-') {
            Some(letters) => {
                is_batch |= letters.contains('b');
                before -= usize::from(letters.contains('n') && before == 2);
                // how often it is hashed is a word of its own
                let last = letters.chars().last().map(|letter| format!("-{letter}"));
                is_asked = last.is_some_and(|option| program.asks(&option));
            }
            None if was_asked => {}
            None if before > 0 => before -= 1,
            None if is_batch => return secret_in(word, Form::Whole).map(|range| shifted(range, place.start)),
            None => return None,
        }
    }
    None
}

/// The password between its user and what it opens.
fn beside_user(word: &str, sign: char) -> Option<Range<usize>> {
    let begin = word.len() - word.trim_start_matches(['"', '\'']).len();
    let inner = word.get(begin..)?.trim_end_matches(['"', '\'']);
    let (user, behind) = inner.split_once(sign)?;
    let is_user = |c: char| c.is_alphanumeric() || "_$#./-\\".contains(c);
    let end = behind.rfind('@').filter(|end| *end > 0);
    // a manual's own user, a path, and a host and its port
    let is_free = user.is_empty()
        || !user.chars().all(is_user)
        || behind.starts_with("tiger")
        || behind.contains('/')
        || (sign == ':' && end.is_none());
    let secret = secret_in(behind.get(..end.unwrap_or(behind.len())).filter(|_| !is_free)?, Form::Whole)?;
    Some(shifted(secret, begin + user.len() + sign.len_utf8()))
}

/// What is typed and sent off with a return.
fn typed(word: &str) -> Option<Range<usize>> {
    let inner = quoted(word)?.inner;
    let typed = inner.start..inner.start + word.get(inner)?.strip_suffix("\\r")?.len();
    secret_in(word.get(typed.clone())?, Form::Mixed).map(|own| shifted(own, typed.start))
}

/// `Z:`, `\\server\share`.
fn is_share(word: &str) -> bool {
    let word = word.trim_start_matches(['"', '\'']);
    word.starts_with('\\') || (word.len() == 2 && word.ends_with(':'))
}

fn in_bracket(rest: &str, close: char) -> Option<Range<usize>> {
    let inner = rest.get(..rest.find([close, '\n'])?)?;
    let from = inner.find(',')? + 1;
    let word = inner.get(from..)?;
    let blanks = word.len() - word.trim_start().len();
    secret_in(word.trim_start(), Form::Whole).map(|range| shifted(range, from + blanks))
}
