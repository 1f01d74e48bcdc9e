//! Where a person's program is, and what it means when it cannot be found or started.
//!
//! Two things are never taken for each other: words that name no program, which another word mends, and a machine that
//! cannot look for it or start it, which says nothing of the program. Either way nothing was run.

use std::ffi::OsStr;
use std::io::Error;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::words::CommandWords;
use crate::model::{Fault, Kind, Result, visible_line};

/// Why a command was not started.
pub(super) enum NotStarted {
    /// It could get no terminal or no pipes.
    Surroundings(Error),
    /// The system did not begin the program.
    Program(Error),
}

/// Where the program of these words is, looked for in this folder and on this `PATH`; refuses one that is not there, before
/// anything is recorded.
///
/// # Errors
/// `Usage` saying what is missing; `System` when the machine cannot tell.
pub(super) fn find_program(words: &CommandWords, path: &OsStr, dir: &Path) -> Result<PathBuf> {
    let (name, program) = (program_name(words), words.program());
    let is_path = program.as_encoded_bytes().contains(&b'/');
    let places: Vec<PathBuf> = match is_path {
        true => vec![dir.join(program)],
        false => std::env::split_paths(path).map(|folder| dir.join(folder).join(program)).collect(),
    };
    let (mut is_plain, mut unsure) = (false, None);
    for place in places {
        match std::fs::metadata(&place) {
            Ok(about) if about.is_file() && about.permissions().mode() & 0o111 != 0 => return Ok(place),
            Ok(about) => is_plain |= about.is_file(),
            Err(error) if leads_nowhere(&error) => {}
            // the system passes over such a folder of the PATH as well
            Err(error) if is_away(&error) => drop(unsure.get_or_insert_with(|| unseen(&place, &error))),
            Err(error) => return Err(unseen(&place, &error)),
        }
    }
    Err(match unsure {
        Some(fault) => fault,
        None if is_path && is_plain => Fault::usage(format!("“{name}” is not a program: it may not be executed"))
            .hint(format!("chmod +x {}", shell_words::quote(&name))),
        None if is_path => Fault::usage(format!("there is no program “{name}”; nothing was run")),
        None => Fault::usage(format!("there is no program “{name}” on the PATH; nothing was run"))
            .hint("write the whole command after --, its program first: -- PROGRAM WORDS"),
    })
}

fn program_name(words: &CommandWords) -> String {
    visible_line(&words.program().to_string_lossy()).into_owned()
}

impl NotStarted {
    /// What that means for whoever wrote these words.
    pub(super) fn fault(&self, words: &CommandWords) -> Fault {
        let name = program_name(words);
        match self {
            Self::Program(error) if is_of_the_words(error) => {
                let fault = Fault::usage(format!("“{name}” cannot be run: {}; nothing was run", plain(error)));
                match Errno::from_io_error(error) {
                    Some(Errno::NOENT | Errno::NOEXEC) => {
                        fault.hint("a script names in its first line the program that reads it: #!/bin/sh")
                    }
                    _ => fault,
                }
            }
            Self::Surroundings(error) | Self::Program(error) => {
                Fault::new(Kind::System, format!("“{name}” could not be started: {}; nothing was run", plain(error)))
                    .hint("look after the machine, then the same command again")
            }
        }
    }
}

/// The system's words without the number that Rust appends.
pub(super) fn plain(error: &Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn unseen(place: &Path, error: &Error) -> Fault {
    let place = place.to_string_lossy();
    let what = format!("cannot look for the program {}: {}; nothing was run", visible_line(&place), plain(error));
    Fault::new(Kind::System, what).hint("the same command again, or name the program by its whole path")
}

/// There is certainly no program of this name, or none that we may reach.
fn leads_nowhere(error: &Error) -> bool {
    let errno = Errno::from_io_error(error);
    matches!(errno, Some(Errno::NOENT | Errno::NOTDIR | Errno::ACCESS | Errno::LOOP | Errno::NAMETOOLONG))
        || error.kind() == std::io::ErrorKind::InvalidInput
}

/// A file system of another machine does not answer.
fn is_away(error: &Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::STALE | Errno::NODEV | Errno::TIMEDOUT))
}

/// The program or its words are to blame, and would be on any machine.
fn is_of_the_words(error: &Error) -> bool {
    let errno = Errno::from_io_error(error);
    leads_nowhere(error) || matches!(errno, Some(Errno::NOEXEC | Errno::ISDIR | Errno::TOOBIG | Errno::LIBBAD))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(program: &str) -> CommandWords {
        CommandWords::typed(&[program.into()]).unwrap()
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plain"), "").unwrap();
        let there = |word: &str| find_program(&words(word), OsStr::new("/usr/bin:/bin"), folder.path());
        assert!(there("sh").is_ok() && there("/bin/sh").is_ok());
        assert!(there("no-such-program").unwrap_err().message.contains("no-such-program"));
        assert!(there("./plain").unwrap_err().message.contains("may not be executed"));
        assert!(there("./none").is_err());
    }

    #[test]
    fn words_and_machine_are_told_apart() {
        let of = |not: fn(Error) -> NotStarted, errno: Errno| not(errno.into()).fault(&words("./do")).kind;
        for errno in [Errno::NOENT, Errno::NOEXEC, Errno::ACCESS, Errno::TOOBIG] {
            assert_eq!(of(NotStarted::Program, errno), Kind::Usage, "{errno}");
        }
        for errno in [Errno::AGAIN, Errno::NOMEM, Errno::IO, Errno::MFILE, Errno::NOSPC] {
            assert_eq!(of(NotStarted::Program, errno), Kind::System, "{errno}");
        }
        // no terminal device is no missing program
        assert_eq!(of(NotStarted::Surroundings, Errno::NOENT), Kind::System);
    }
}
