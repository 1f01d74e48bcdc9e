//! Passwords that a command line gives to a program: `curl -u tom:…`, `mysql -p…`, and a `.netrc`'s entries.
//!
//! Knows which option of which program takes one. An option alone, a name without a password and a variable are none.

use std::ops::Range;

use super::claim::{Claim, Tie};
use super::command_words::{Words, quoted};
use super::header::cookies_in;
use super::look::{Look, Seen};
use super::tokens::follows_word;
use super::value::{is_free, looks_like_value};
use crate::model::head;

/// How an option takes its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it, in the same word or the next.
    Whole,
    /// All of it, where it looks like a value: prose speaks of logins and passwords too.
    Value,
    /// All of it, in the next word only: joined, the letter begins a longer option.
    Apart,
    /// All of it, in the same word only.
    Attached,
    /// What stands behind this sign.
    Behind(char),
    /// What stands behind this word, which says that the password itself follows and not where it is.
    Called(&'static str),
    /// Names and values, `a=1; b=2`.
    Cookies,
    /// None: letters that take nothing and may stand joined before one that takes a password, `-sSk` in `-sSku`; or a
    /// word with which an entry goes on.
    Nothing,
}

/// Which options of these programs take a password.
#[derive(Debug)]
pub(super) struct Program {
    /// How it is called.
    pub(super) names: &'static [&'static str],
    /// Its options.
    pub(super) options: &'static [(&'static str, Form)],
}

/// The programs.
pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &["curl"],
        options: &[
            ("-u", Form::Behind(':')),
            ("--user", Form::Behind(':')),
            ("-U", Form::Behind(':')),
            ("--proxy-user", Form::Behind(':')),
            ("-b", Form::Cookies),
            ("--cookie", Form::Cookies),
            ("--oauth2-bearer", Form::Whole),
            ("-0123469BGIJLMNOSZafgijklnpqsv#", Form::Nothing),
        ],
    },
    Program {
        names: &["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "7z", "7za"],
        options: &[("-p", Form::Attached), ("-ABCEGHLNUVWXbcfginoqrstvwx", Form::Nothing)],
    },
    Program {
        names: &[
            "sshpass",
            "mongo",
            "mongosh",
            "mongodump",
            "docker login",
            "podman login",
            "az login",
            "twine upload",
        ],
        options: &[("-p", Form::Whole), ("-ev", Form::Nothing)],
    },
    Program { names: &["redis-cli"], options: &[("-a", Form::Whole), ("--pass", Form::Whole)] },
    Program {
        names: &["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"],
        options: &[("-w", Form::Whole), ("-ACILMNQZacnrtuvx", Form::Nothing)],
    },
    Program {
        names: &["sqlcmd", "zip", "unzip", "ipmitool"],
        options: &[("-P", Form::Whole), ("-0123456789ACDELTXacefjlmnoqruvyz", Form::Nothing)],
    },
    Program { names: &["smbclient"], options: &[("-U", Form::Behind('%')), ("-ENPgk", Form::Nothing)] },
    Program { names: &["lftp"], options: &[("-u", Form::Behind(','))] },
    Program {
        names: &["openssl"],
        options: &[
            ("-passin", Form::Called("pass:")),
            ("-passout", Form::Called("pass:")),
            ("-pass", Form::Called("pass:")),
            ("-k", Form::Apart),
        ],
    },
    Program {
        names: &["machine", "login"],
        options: &[("password", Form::Value), ("login", Form::Nothing), ("account", Form::Nothing)],
    },
    Program { names: &["plink", "pscp", "psftp", "putty"], options: &[("-pw", Form::Whole)] },
    Program {
        names: &["http", "https"],
        options: &[("-a", Form::Behind(':')), ("--auth", Form::Behind(':')), ("-Fbcdfhjv", Form::Nothing)],
    },
    Program {
        names: &["keytool", "jarsigner"],
        options: &[
            ("-storepass", Form::Whole),
            ("-keypass", Form::Whole),
            ("-srcstorepass", Form::Whole),
            ("-deststorepass", Form::Whole),
            ("-new", Form::Whole),
        ],
    },
    Program { names: &["chpasswd"], options: &[("<<<", Form::Behind(':'))] },
    Program { names: &["passwd --stdin", "sudo -S", "--password-stdin"], options: &[("<<<", Form::Whole)] },
];

/// How far behind the program's name an option is looked for, in bytes and in words, of which a quoted text is one: keeps the
/// search linear on hostile text, and reaches behind the data of a request.
const FARTHEST: usize = 64 * 1024;
const WORDS: usize = 128;
/// In how many of its words the same program is named again.
const NESTED: usize = 4;
/// How many passwords one command has at most.
const MOST: usize = 8;
/// How far from its name a password is looked for that stands at a place of its own, in bytes.
pub(super) const REACH: usize = 600;
/// The fewest characters of a password; people's own are short.
const LEAST: usize = 4;

impl Look for Program {
    fn secret_at(&self, text: &str, start: usize, known: usize) -> Option<Range<usize>> {
        passwords_at(text, start, known, self).into_iter().flatten().next()
    }

    /// Each password of the command: one that is known already hides no other.
    fn seen_at(&self, text: &str, start: usize, known: usize) -> Seen {
        let secrets = passwords_at(text, start, known, self).into_iter().flatten().take(MOST).collect();
        // another call within a quoted word is looked at by itself
        Seen { until: start, secrets }
    }

    fn is_exact(&self) -> bool {
        false
    }
}

/// The passwords that are given to the program whose name stands at `start` and takes `name` bytes.
fn passwords_at<'t>(
    text: &'t str,
    start: usize,
    name: usize,
    program: &'t Program,
) -> Option<impl Iterator<Item = Range<usize>> + use<'t>> {
    let from = start + name;
    if follows_word(text.as_bytes(), start) {
        return None;
    }
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
        let known = self.options.iter().filter(|(_, form)| *form != Form::Nothing);
        let taken = known.filter_map(|(option, form)| {
            let rest = self.behind(word, option)?;
            let is_long = option.len() > 2 && option.starts_with('-');
            let value = match rest.strip_prefix('=') {
                Some(value) if is_long || !value.is_empty() => value,
                _ if is_long && !rest.is_empty() => return None,
                _ => rest,
            };
            (*form != Form::Apart || value.is_empty()).then_some((*form, value))
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
        let mut rows = self.options.iter().filter(|(_, form)| *form == Form::Nothing);
        rows.any(|(letters, _)| letters.strip_prefix('-').is_some_and(|letters| letters.contains(letter)))
    }

    /// True where the next line belongs to this one without a sign, as it begins with an option: in folded text, and in a
    /// `.netrc`.
    fn goes_on_with(&self, next: &str) -> bool {
        let word = next.split([' ', '\t', '\n']).next().unwrap_or_default();
        let is_option = word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphanumeric());
        (word.starts_with('-') && is_option) || self.options.iter().any(|(option, _)| *option == word)
    }
}

/// A range, so many bytes further on.
pub(super) fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The password in what an option was given.
pub(super) fn secret_in(value: &str, form: Form) -> Option<Range<usize>> {
    let whole = bare(value);
    let range = match form {
        Form::Cookies if value.get(whole.clone())?.contains(';') => {
            return cookies_in(value.get(whole.clone())?).map(|own| shifted(own, whole.start));
        }
        Form::Cookies => behind_sign(value, whole, '=')?,
        Form::Behind(sign) => behind_sign(value, whole, sign)?,
        Form::Called(word) if value.get(whole.clone())?.starts_with(word) => behind_sign(value, whole, ':')?,
        Form::Called(_) => return None,
        Form::Whole | Form::Value | Form::Apart | Form::Attached | Form::Nothing => whole,
    };
    let secret = value.get(range.clone())?;
    let quote = value.get(..range.start).and_then(|before| before.chars().last()).filter(|c| matches!(c, '"' | '\''));
    let within = quoted(value).and_then(|_| value.trim_start_matches('\\').chars().next());
    let claim = |tie: Tie| Claim::password(tie).quoted_by(quote.or(within));
    let is_none = secret.chars().count() < LEAST
        || (form == Form::Value && !looks_like_value(secret, claim(Tie::Loose)))
        || is_free(secret, claim(Tie::Given));
    (!is_none).then_some(range)
}

/// What stands behind a sign, with quotes of its own or within those of the whole.
fn behind_sign(value: &str, whole: Range<usize>, sign: char) -> Option<Range<usize>> {
    let end = if quoted(value).is_some() { whole.end } else { value.len() };
    let from = whole.start + value.get(whole.start..end)?.find(sign)? + sign.len_utf8();
    Some(shifted(bare(value.get(from..end)?), from))
}

/// Where the value itself stands: within its quotes, or up to the first quote or escape.
fn bare(value: &str) -> Range<usize> {
    if let Some(own) = quoted(value) {
        return own.inner;
    }
    let inner = value.trim_start_matches(['"', '\'', '`', '\\']);
    let from = value.len() - inner.len();
    let ends = |(at, c): &(usize, char)| match c {
        '"' | '\'' | '`' => true,
        // `\n` ends a value that a log wrote out; `\$` is a letter of it
        '\\' => !inner.get(at + 1..).is_some_and(|rest| rest.starts_with(['$', '!', '&', '#', '*', '(', ')', ' '])),
        _ => false,
    };
    from..from + inner.char_indices().find(ends).map_or(inner.len(), |(at, _)| at)
}
