//! Passwords that a command line gives to a program: `curl -u tom:…`, `mysql -p…`, and a `.netrc`'s entries.
//!
//! Knows which option of which program takes one. An option alone, a name without a password and a variable are none.

use std::ops::Range;

use super::stand_in::{is_placeholder, is_reference};
use super::tokens::follows_word;
use super::value::{Tie, looks_like_value, stands_for_a_password};

/// How an option takes its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
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
}

/// Which options of these programs take a password.
#[derive(Debug)]
pub(super) struct Program {
    /// How it is called.
    pub(super) names: &'static [&'static str],
    options: &'static [(&'static str, Form)],
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
            ("-b", Form::Behind('=')),
            ("--cookie", Form::Behind('=')),
            ("--oauth2-bearer", Form::Whole),
        ],
    },
    Program {
        names: &["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "7z", "7za"],
        options: &[("-p", Form::Attached)],
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
        options: &[("-p", Form::Whole)],
    },
    Program { names: &["redis-cli"], options: &[("-a", Form::Whole), ("--pass", Form::Whole)] },
    Program { names: &["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"], options: &[("-w", Form::Whole)] },
    Program { names: &["sqlcmd", "zip", "unzip", "ipmitool"], options: &[("-P", Form::Whole)] },
    Program { names: &["smbclient"], options: &[("-U", Form::Behind('%'))] },
    Program { names: &["lftp"], options: &[("-u", Form::Behind(','))] },
    Program {
        names: &["openssl"],
        options: &[
            ("-passin", Form::Behind(':')),
            ("-passout", Form::Behind(':')),
            ("-pass", Form::Behind(':')),
            ("-k", Form::Apart),
        ],
    },
    Program { names: &["machine", "login"], options: &[("password", Form::Value)] },
];

/// How far behind the program's name an option is looked for, in bytes; keeps the search linear on hostile text.
const REACH: usize = 600;
/// The fewest characters of a password; people's own are short.
const LEAST: usize = 4;

/// The password that is given to the program whose name stands at `start` and takes `name` bytes.
pub(super) fn password_at(text: &str, start: usize, name: usize, program: &Program) -> Option<Range<usize>> {
    let from = start + name;
    if follows_word(text.as_bytes(), start) {
        return None;
    }
    let rest = text.get(from..)?;
    let most = rest.len().min(REACH);
    let line = (0..4).find_map(|less| rest.get(..most.saturating_sub(less)))?;
    if !line.starts_with([' ', '\t']) {
        return None;
    }
    let line = line.get(..line.find(['\n', '|']).unwrap_or(line.len()))?;
    let mut asked = None;
    let mut next = from;
    for word in line.split([' ', '\t']) {
        let at = next;
        next += word.len() + 1;
        if word.is_empty() {
            continue;
        }
        let found = match asked.take() {
            Some(form) => secret_in(word, form),
            None => program.options.iter().find_map(|(option, form)| {
                let rest = word.strip_prefix(option)?;
                if rest.is_empty() {
                    asked = (*form != Form::Attached).then_some(*form);
                    return None;
                }
                if *form == Form::Apart {
                    return None;
                }
                let is_long = option.len() > 2;
                let value = if is_long { rest.strip_prefix('=')? } else { rest };
                secret_in(value, *form).map(|range| shifted(range, word.len() - value.len()))
            }),
        };
        if let Some(range) = found {
            return Some(shifted(range, at));
        }
    }
    None
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The password in what an option was given.
fn secret_in(value: &str, form: Form) -> Option<Range<usize>> {
    let quotes: &[char] = &['"', '\'', '`', '\\'];
    let bare = value.trim_start_matches(quotes);
    let mut from = value.len() - bare.len();
    let mut secret = bare.get(..bare.find(quotes).unwrap_or(bare.len()))?;
    if let Form::Behind(sign) = form {
        let at = secret.find(sign)? + sign.len_utf8();
        secret = secret.get(at..)?;
        from += at;
    }
    let is_free = secret.chars().count() < LEAST
        || (form == Form::Value && !looks_like_value(secret, Tie::Loose))
        || secret.starts_with(['$', '<', '%', '@', '-'])
        || is_placeholder(secret)
        || is_reference(secret)
        || stands_for_a_password(secret);
    (!is_free).then(|| from..from + secret.len())
}
