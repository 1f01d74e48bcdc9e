//! What the commands of single targets said, in one file: a heading for each target, its lines indented below.
//!
//! What comes here is masked already. It is private and goes with the list; the trail knows only its digest.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};

use sha2::{Digest, Sha256};

use crate::model::{Fault, Kind, Line, Moment, Result};
use crate::store::folder::Folder;

/// The most that is kept of one task's targets, in bytes.
const MOST: u64 = 256 * 1024 * 1024;
const HEADING: &str = "== ";
const BETWEEN: &str = " | ";
const INDENT: &str = "   ";

/// The captured output of one task's targets.
#[derive(Debug)]
pub struct Outputs {
    folder: Folder,
    name: String,
    file: File,
    size: u64,
}

impl Outputs {
    pub(super) fn open(folder: Folder, name: String) -> Result<Self> {
        let file = folder.open_appending(&name)?;
        let size = file.metadata().map_err(|error| wrong(&error))?.len();
        Ok(Self { folder, name, file, size })
    }

    /// Adds what one target's command said.
    ///
    /// # Errors
    /// `Disk`.
    pub fn add(&mut self, target: &str, at: Moment, ended: &str, lines: &[String]) -> Result<()> {
        if self.size > MOST {
            return Ok(());
        }
        let mut block = format!("{HEADING}{at}{BETWEEN}{ended}{BETWEEN}{target}\n");
        for line in lines {
            block.push_str(INDENT);
            block.push_str(line);
            block.push('\n');
        }
        self.size += u64::try_from(block.len()).unwrap_or(0);
        if self.size > MOST {
            block = format!("{INDENT}[256 MiB are kept at most: what follows is left out]\n");
        }
        self.file.write_all(block.as_bytes()).map_err(|error| wrong(&error))
    }

    /// What this target's commands said, each time that it was run.
    ///
    /// # Errors
    /// `Disk`.
    pub fn of(&self, target: &str) -> Result<String> {
        let mut found = String::new();
        let mut is_it = false;
        let path = self.folder.path().join(&self.name);
        let file = File::open(path).map_err(|error| wrong(&error))?;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| wrong(&error))?;
            if let Some(heading) = line.strip_prefix(HEADING) {
                is_it = heading.splitn(3, BETWEEN).nth(2) == Some(target);
            }
            if is_it {
                found.push_str(&line);
                found.push('\n');
            }
        }
        Ok(found)
    }

    /// The SHA-256 of all of it, in hex.
    ///
    /// # Errors
    /// `Disk`.
    pub fn sha256(&self) -> Result<Line> {
        let mut file = File::open(self.folder.path().join(&self.name)).map_err(|error| wrong(&error))?;
        let mut digest = Sha256::new();
        let mut part = vec![0; 64 * 1024];
        loop {
            match file.read(&mut part).map_err(|error| wrong(&error))? {
                0 => break,
                length => digest.update(part.get(..length).unwrap_or_default()),
            }
        }
        let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Line::new(hex)
    }
}

fn wrong(error: &std::io::Error) -> Fault {
    Fault::new(Kind::Disk, format!("the output of the targets cannot be kept: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_targets_lines_are_found_by_its_name_and_cannot_look_like_a_heading() {
        let dir = tempfile::tempdir().unwrap();
        let at: Moment = "2026-12-01T14:00:00Z".parse().unwrap();
        let mut outputs = Outputs::open(Folder::open(dir.path()).unwrap(), "o".into()).unwrap();
        outputs.add("a | b", at, "exit code 1", &["one".into()]).unwrap();
        outputs.add("c", at, "exit code 0", &["== x | y | a | b".into(), "two".into()]).unwrap();
        outputs.add("a | b", at, "exit code 0", &[]).unwrap();
        assert_eq!(
            outputs.of("a | b").unwrap(),
            "== 2026-12-01T14:00:00Z | exit code 1 | a | b\n   one\n== 2026-12-01T14:00:00Z | exit code 0 | a | b\n"
        );
        assert!(outputs.of("c").unwrap().ends_with("   two\n"));
        assert_eq!(outputs.sha256().unwrap().as_str().len(), 64);
    }
}
