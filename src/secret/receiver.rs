//! Passwords that a program reads instead of being told: `echo hunter22 | passwd --stdin root`, `sudo -S id <<< hunter22`,
//! and the lines of `chpasswd <<EOF`.

use std::ops::Range;

use super::command_words::Words;
use super::form::{Form, secret_in, shifted};
use super::taking::REACH;
use super::ties::before;
use crate::model::head;

/// The programs that send their words.
const SENDERS: [&str; 5] = ["echo ", "printf ", "yes ", "Write-Output ", "cat <<< "];

/// What is sent to the program whose name stands at `start` and ends at `from`; where `asked` has options, one of them must say
/// that it reads.
pub(super) fn sent(
    text: &str,
    start: usize,
    from: usize,
    asked: &'static [&'static str],
    form: Form,
) -> Option<Range<usize>> {
    let before = before(text, start, REACH);
    let rest = head(text.get(from..)?, REACH);
    // a file of that name is no program
    let is_file = before.ends_with("etc/") || before.ends_with(['.', '_']);
    if is_file || rest.starts_with(|c: char| c.is_alphanumeric() || "-_/.=:".contains(c)) {
        return None;
    }
    let words: Vec<Range<usize>> = Words::of(rest, |_| false).map(Iterator::collect).unwrap_or_default();
    let has = |is_one: &dyn Fn(&str) -> bool| words.iter().filter_map(|place| rest.get(place.clone())).any(is_one);
    if has(&|word| matches!(word, "--help" | "-h" | "--version"))
        || !(asked.is_empty() || has(&|word| is_asked_by(word, asked)))
    {
        return None;
    }
    let receiver = Receiver { form };
    let sent = || receiver.sent_in(before).map(|range| shifted(range, start - before.len()));
    receiver.given_in(rest, &words).map(|range| shifted(range, from)).or_else(sent)
}

/// True for one of these options, also where a letter is joined to others: `-kS`.
fn is_asked_by(word: &str, asked: &[&str]) -> bool {
    asked.iter().any(|option| {
        let letter = option.strip_prefix('-').filter(|letter| letter.len() == 1);
        let letters = word.strip_prefix('-').filter(|letters| letters.bytes().all(|b| b.is_ascii_alphabetic()));
        word == *option || letter.zip(letters).is_some_and(|(letter, letters)| letters.contains(letter))
    })
}

/// How what is sent holds the password.
struct Receiver {
    form: Form,
}

impl Receiver {
    /// What stands behind `<<<`, or on the lines behind `<<EOF`.
    fn given_in(&self, rest: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
        let is_given = |place: &&Range<usize>| rest.get((*place).clone()).is_some_and(|word| word.starts_with("<<"));
        let sign = words.iter().find(is_given)?;
        let word = rest.get(sign.clone())?;
        let Some(value) = word.strip_prefix("<<<") else {
            let from = sign.end + rest.get(sign.end..)?.find('\n')? + 1;
            let mark = word.trim_start_matches(['<', '-', '~']).trim_matches(['"', '\'', '\\']);
            let lines = rest.get(from..)?;
            let end: usize = lines.split_inclusive('\n').take_while(|line| line.trim() != mark).map(str::len).sum();
            return self.secret_of_lines(lines.get(..end)?, "\n").map(|range| shifted(range, from));
        };
        if !value.is_empty() {
            return secret_in(value, self.form).map(|range| shifted(range, sign.end - value.len()));
        }
        let next = words.iter().find(|place| place.start >= sign.end)?;
        secret_in(rest.get(next.clone())?, self.form).map(|range| shifted(range, next.start))
    }

    /// What a program before it sends, the last of several in brackets with those before it.
    fn sent_in(&self, before: &str) -> Option<Range<usize>> {
        let begin = last_sender(before)?;
        let (last, is_grouped) = self.word_of(before, begin)?;
        let first = if is_grouped { self.first_of_group(before, begin) } else { None };
        Some(first.unwrap_or(last.start)..last.end)
    }

    /// The secret in the last word of a sender, and whether brackets close behind it.
    fn word_of(&self, before: &str, begin: usize) -> Option<(Range<usize>, bool)> {
        let sent = before.get(begin..)?;
        let mut last =
            Words::of(sent, |_| false)?.filter(|place| sent.get(place.clone()).is_some_and(is_word)).last()?;
        let word = sent.get(last.clone())?;
        let bare = word.trim_end_matches([';', ')', '}']);
        last.end -= word.len() - bare.len();
        let behind = sent.get(last.end..)?;
        let (closed, chain) = behind.split_once('|')?;
        let is_grouped = closed.contains([')', '}']);
        let is_only_closed = closed.chars().all(|c| " \t;)}\\\r\n".contains(c));
        let ends = chain.replace("\\\n", " ").replace("|\n", " ");
        // what another program says is not known
        if !is_only_closed
            || ends.contains(['\n', ';'])
            || ends.contains("&&")
            || ends.contains("xargs")
            || is_put_in(bare)
        {
            return None;
        }
        let secret = self.secret_of_lines(bare, "\\n")?;
        Some((shifted(secret, begin + last.start), is_grouped))
    }

    fn first_of_group(&self, before: &str, last: usize) -> Option<usize> {
        let group = before.get(..last)?.rfind(['(', '{'])?;
        let inner = before.get(group..last)?;
        let begin = SENDERS.iter().filter_map(|name| Some(inner.find(name)? + name.len() - 1)).min()?;
        let sent = inner.get(begin..)?;
        let place = Words::of(sent, |_| false)?.last()?;
        let secret = secret_in(sent.get(place.clone())?.trim_end_matches([';', '&']), self.form)?;
        Some(group + begin + place.start + secret.start)
    }

    /// From the first secret of some lines to the end of the last.
    fn secret_of_lines(&self, lines: &str, end: &str) -> Option<Range<usize>> {
        let first = lines.get(..lines.find(end).unwrap_or(lines.len()))?;
        let secret = secret_in(first, self.form)?;
        let mut rest = lines.trim_end_matches(['"', '\'']);
        while let Some(shorter) = rest.strip_suffix(end) {
            rest = shorter;
        }
        let is_more = lines.get(secret.end..rest.len()).is_some_and(|more| more.contains(end));
        Some(secret.start..if is_more { rest.len() } else { secret.end })
    }
}

/// Neither a bracket nor the sign between two commands.
fn is_word(word: &str) -> bool {
    !word.chars().all(|c| ";)}".contains(c))
}

/// True where a shell puts a value in that is not known here.
fn is_put_in(word: &str) -> bool {
    word.contains('`') || word.contains("$(") || (word.contains('$') && !word.starts_with('\''))
}

/// Where the words of the last sender begin.
fn last_sender(before: &str) -> Option<usize> {
    let is_name = |at: &usize| !before.get(..*at).is_some_and(|head| head.ends_with(|c: char| c.is_alphanumeric()));
    let places = SENDERS.iter().filter_map(|name| Some(before.rfind(name).filter(is_name)? + name.len() - 1));
    places.max()
}
