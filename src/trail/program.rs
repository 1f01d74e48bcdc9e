//! Running a person's own program for a commit: a hook, a signer, or their git. It gets no terminal to read from, and what it says
//! is collected.
//!
//! Refuses to wait for what such a program leaves running behind it.

use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crate::model::visible;

/// More than this is not kept of what a program says.
pub(super) const MOST_WORDS: usize = 64 * 1024;
/// More than this is not kept of what a program answers as data.
const MOST_DATA: usize = 256 * 1024 * 1024;
/// How long is waited for the rest of the words after a program has ended.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How long the rest of an answer is waited for, since half of one would be taken for the whole.
const WHOLE_ANSWER: Duration = Duration::from_secs(10);
/// So many parts of them at most: more than a pipe holds.
const LAST_PARTS: usize = 64;
/// How often is looked whether a program that says nothing has ended, or shall end.
const A_LOOK: Duration = Duration::from_millis(50);
/// `ENOEXEC`: a script without a first line that names its interpreter.
const NOT_A_PROGRAM: i32 = 8;

/// Variables that git sets for hooks and aliases, and that would lead a program of ours to another repository.
const LEADING_AWAY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// A program about to run.
pub(super) struct Program<'a> {
    pub(super) file: &'a OsStr,
    pub(super) words: Vec<OsString>,
    pub(super) folder: &'a Path,
    pub(super) vars: Vec<(&'static str, OsString)>,
    /// What it reads; nothing by default.
    pub(super) input: &'a [u8],
}

/// How the outputs of a program are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Both together, as words.
    Together,
    /// The standard output by itself, as far as it has come when the program has ended.
    Apart,
    /// The standard output by itself, to its end.
    Whole,
}

/// What came of it.
pub(super) struct ProgramOutcome {
    pub(super) success: bool,
    /// Its standard output, where that was asked for.
    pub(super) data: Vec<u8>,
    /// Everything else that it said.
    pub(super) said: String,
}

impl Program<'_> {
    /// Runs it and collects both of its outputs as words.
    pub(super) fn talk(&self) -> std::io::Result<ProgramOutcome> {
        self.run(Heard::Together)
    }

    /// Runs a program of the person's and keeps its standard output apart, as data that shows by itself whether it is whole:
    /// what the program leaves running holds nobody up.
    pub(super) fn reply(&self) -> std::io::Result<ProgramOutcome> {
        self.run(Heard::Apart)
    }

    /// Runs git and keeps its standard output apart, as data, to its end.
    ///
    /// # Errors
    /// As for any program; `TimedOut` where the end does not come, `FileTooLarge` for more than is kept.
    pub(super) fn answer(&self) -> std::io::Result<ProgramOutcome> {
        self.run(Heard::Whole)
    }

    /// Runs it and passes on what it says while it says it; ends it where `stop` says so.
    pub(super) fn narrate(
        &self,
        hear: &mut dyn FnMut(&str),
        stop: &dyn Fn() -> bool,
    ) -> std::io::Result<ProgramOutcome> {
        let (said, mouth) = std::io::pipe()?;
        let (send, heard) = channel();
        Builder::new().spawn(move || {
            let (mut said, mut part) = (said, [0; 4096]);
            while let Ok(length @ 1..) = said.read(&mut part) {
                if send.send(part.get(..length).unwrap_or_default().to_vec()).is_err() {
                    break;
                }
            }
        })?;
        let mut child = self.command(self.file, &self.words, mouth.try_clone()?, mouth).spawn()?;
        let mut words = String::new();
        let mut take = |part: Vec<u8>| {
            let part = shown(&part);
            hear(&part);
            if words.len() < MOST_WORDS {
                words.push_str(&part);
            }
        };
        let mut is_stopped = false;
        let status = loop {
            match heard.recv_timeout(A_LOOK) {
                Ok(part) => {
                    take(part);
                    continue;
                }
                // it has ended, or only something that it left running may still talk
                Err(RecvTimeoutError::Disconnected) => break child.wait()?,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Some(status) = child.try_wait()? {
                // what it said last may not have come yet; what it left running may go on talking unheard
                std::iter::from_fn(|| heard.recv_timeout(LAST_WORDS).ok()).take(LAST_PARTS).for_each(&mut take);
                break status;
            }
            if stop() && !is_stopped {
                is_stopped = true;
                let pid = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
                // one that has ended by itself is what is wanted
                let _ = pid.map(|pid| rustix::process::kill_process(pid, rustix::process::Signal::TERM));
            }
        };
        // of a line that git wrote over only the last state counts
        let lines: Vec<&str> =
            words.lines().map(|line| line.trim_end_matches('\r').rsplit('\r').next().unwrap_or_default()).collect();
        let said = lines.join("\n").trim_end().to_owned();
        Ok(ProgramOutcome { success: status.success(), data: Vec::new(), said })
    }

    fn run(&self, heard: Heard) -> std::io::Result<ProgramOutcome> {
        match self.start(self.file, &self.words, heard) {
            Err(error) if error.raw_os_error() == Some(NOT_A_PROGRAM) => {
                let words: Vec<OsString> = std::iter::once(self.file.to_owned()).chain(self.words.clone()).collect();
                self.start(OsStr::new("/bin/sh"), &words, heard)
            }
            other => other,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "hooks and signers are the person's own programs; this starts them")]
    fn command(&self, file: &OsStr, words: &[OsString], out: PipeWriter, said: PipeWriter) -> Command {
        let mut command = Command::new(file);
        command.args(words).current_dir(self.folder);
        for name in LEADING_AWAY {
            command.env_remove(name);
        }
        command.envs(self.vars.iter().map(|(name, value)| (name, value)));
        command.stdin(if self.input.is_empty() { Stdio::null() } else { Stdio::piped() });
        command.stdout(out).stderr(said);
        command
    }

    fn start(&self, file: &OsStr, words: &[OsString], heard: Heard) -> std::io::Result<ProgramOutcome> {
        let (said, mouth) = std::io::pipe()?;
        // before it, so that it is never started where nobody can listen to it
        let said = Listener::new(said, MOST_WORDS)?;
        let (out, data) = match heard {
            Heard::Together => (mouth.try_clone()?, None),
            Heard::Apart | Heard::Whole => {
                let (data, out) = std::io::pipe()?;
                (out, Some(Listener::new(data, MOST_DATA)?))
            }
        };
        // our copies of the writing ends are in it; as long as they are open, nobody hears the end
        let mut child = self.command(file, words, out, mouth).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // a program that does not read all of it says by its end what it thinks
            let _ = stdin.write_all(self.input);
        }
        let status = child.wait()?;
        let said = String::from_utf8_lossy(&said.heard()).replace("\r\n", "\n");
        let data = match (data, heard) {
            (Some(data), Heard::Whole) => data.whole()?,
            (Some(data), _) => data.heard(),
            (None, _) => Vec::new(),
        };
        Ok(ProgramOutcome { success: status.success(), data, said: visible(&said).trim_end().to_owned() })
    }
}

/// What a program said, for a terminal: nothing in it acts but the ends of its lines.
fn shown(part: &[u8]) -> String {
    let lines = String::from_utf8_lossy(part);
    let line = |line: &str| {
        let end = line.chars().next_back().filter(|sign| matches!(sign, '\r' | '\n'));
        let text = line.trim_end_matches(['\r', '\n']);
        format!("{}{}", visible(text), end.map(String::from).unwrap_or_default())
    };
    lines.split_inclusive(['\r', '\n']).map(line).collect()
}

/// Reads a pipe beside the program, so that neither waits for the other.
struct Listener {
    most: usize,
    kept: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Listener {
    fn new(mut pipe: PipeReader, most: usize) -> std::io::Result<Self> {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = channel();
        let ours = Arc::clone(&kept);
        Builder::new().spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = pipe.read(&mut part) {
                let mut kept = ours.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < most {
                    kept.extend_from_slice(part.get(..length).unwrap_or_default());
                }
            }
            // nobody may be listening any more
            let _ = end.send(());
        })?;
        Ok(Self { most, kept, ended })
    }

    /// What was said until the program ended; what it left running may go on talking unheard.
    fn heard(self) -> Vec<u8> {
        let _ = self.ended.recv_timeout(LAST_WORDS);
        self.taken()
    }

    /// All that was said, to its end.
    fn whole(self) -> std::io::Result<Vec<u8>> {
        let late = |_| std::io::Error::new(ErrorKind::TimedOut, "its answer comes to no end");
        self.ended.recv_timeout(WHOLE_ANSWER).map_err(late)?;
        if self.most <= self.kept.lock().unwrap_or_else(PoisonError::into_inner).len() {
            return Err(std::io::Error::new(ErrorKind::FileTooLarge, "it answers more than can be read"));
        }
        Ok(self.taken())
    }

    fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Program<'_> {
        let words = vec![OsString::from("-c"), OsString::from(script)];
        Program { file: "sh".as_ref(), words, folder: Path::new("/"), vars: Vec::new(), input: &[] }
    }

    #[test]
    fn an_answer_is_whole_however_late_its_end_comes() {
        let outcome = shell("(sleep 1; echo late) & echo soon; echo why >&2").answer().unwrap();
        assert_eq!((outcome.data.as_slice(), outcome.said.as_str()), (&b"soon\nlate\n"[..], "why"));
        let outcome = shell("(sleep 20; echo late) & echo soon; echo why >&2").reply().unwrap();
        assert_eq!(outcome.data, b"soon\n");
    }

    #[test]
    fn words_wait_for_nobody_who_was_left_running() {
        let begun = std::time::Instant::now();
        let outcome = shell("(sleep 20; echo late) & echo soon; echo why >&2").talk().unwrap();
        assert_eq!((outcome.data.len(), outcome.said.as_str()), (0, "soon\nwhy"));
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}
