//! A text that a person hands over, in a file or through standard input: so much of it is read, and no more.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::session::Session;
use crate::model::{Fault, Kind, Result};

/// How much is read, in bytes: more than anybody hands over.
const MOST: u64 = 16 << 20;

/// The bytes of a file, or of standard input for `-`; `what` is what a longer one is called, and `instead` what helps then.
///
/// # Errors
/// `Usage` where there is no such file, or it is a folder or too long; `Disk` where it cannot be read.
pub(super) fn handed(session: &Session<'_>, file: &Path, what: &str, instead: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let is_input = file == Path::new("-");
    let read = match is_input {
        true => std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes),
        false => File::open(session.around.path(file)).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes)),
    };
    let shown = if is_input { "standard input".to_owned() } else { file.display().to_string() };
    match read {
        Ok(_) if bytes.len() as u64 > MOST => {
            Err(Fault::usage(format!("{what} has more than 16 MiB, and no more is read")).hint(instead))
        }
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(Fault::usage(format!("there is no file {shown}")).hint("- reads standard input"))
        }
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            Err(Fault::usage(format!("{shown} is a folder; a file is wanted"))
                .hint("give the file's name behind it; each file is handed over by a command of its own"))
        }
        Err(error) => Err(Fault::new(Kind::Disk, format!("{shown} cannot be read: {error}"))),
    }
}
