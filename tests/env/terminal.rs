//! A person at a terminal: types, waits for words on the screen, looks at it.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::Sandbox;

/// Longer than any screen may need to appear on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Keys that are no text.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    Enter,
    Tab,
    Escape,
    Backspace,
    Up,
    Down,
    Space,
    CtrlC,
    CtrlD,
}

impl Key {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Enter => b"\r",
            Self::Tab => b"\t",
            Self::Escape => b"\x1b",
            Self::Backspace => b"\x7f",
            Self::Up => b"\x1b[A",
            Self::Down => b"\x1b[B",
            Self::Space => b" ",
            Self::CtrlC => b"\x03",
            Self::CtrlD => b"\x04",
        }
    }
}

struct Seen {
    screen: vt100::Parser,
    raw: Vec<u8>,
}

/// A program on a pseudo-terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    seen: Arc<Mutex<Seen>>,
    reader: Option<thread::JoinHandle<()>>,
    _master: Box<dyn MasterPty + Send>,
}

impl Sandbox {
    /// Starts the tested binary on a terminal of 80 columns and 24 rows.
    pub fn terminal(&self, words: &[&str]) -> Terminal {
        self.terminal_of(env!("CARGO_BIN_EXE_runbook"), words, 80, 24)
    }

    /// Starts any program on a terminal of this size, in the stand's surroundings.
    pub fn terminal_of(&self, program: &str, words: &[&str], columns: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new(program);
        command.args(words);
        command.cwd(self.store());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(OsString::from(name), value);
        }
        // what is longer than the screen is not to wait for a key, unless a test chooses a pager
        if command.get_env("PAGER").is_none() {
            command.env("PAGER", "cat");
        }
        Terminal::start(command, columns, rows)
    }
}

impl Terminal {
    fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let whole = |length: u16| NonZero::new(length).expect("a terminal has a size");
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let screen = vt100::Parser::new(whole(rows), whole(columns), 1_000);
        let seen = Arc::new(Mutex::new(Seen { screen, raw: Vec::new() }));
        let mut stream = pair.master.try_clone_reader().expect("a reader");
        let shared = Arc::clone(&seen);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The terminal's end shows as an error once the program is gone.
            while let Ok(read @ 1..) = stream.read(&mut bytes) {
                let mut seen = shared.lock().expect("not poisoned");
                seen.screen.process(&bytes[..read]);
                seen.raw.extend_from_slice(&bytes[..read]);
            }
        });
        let keyboard = pair.master.take_writer().expect("a keyboard");
        Self { child, keyboard, seen, reader: Some(reader), _master: pair.master }
    }

    /// What stands on the screen, without trailing blanks.
    pub fn screen(&self) -> String {
        self.seen.lock().expect("not poisoned").screen.screen().contents()
    }

    /// Everything that was written so far, escape sequences included.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().expect("not poisoned").raw).into_owned()
    }

    /// True while the program hides the cursor.
    pub fn hides_cursor(&self) -> bool {
        self.seen.lock().expect("not poisoned").screen.screen().hide_cursor()
    }

    /// Waits until the text stands on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        let begun = Instant::now();
        while !self.screen().contains(text) {
            assert!(begun.elapsed() < PATIENCE, "{text:?} never came; the screen:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
        self
    }

    /// Types text.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        self.send(text.as_bytes())
    }

    /// Types text and the return key.
    pub fn answer(&mut self, text: &str) -> &mut Self {
        self.type_text(text).key(Key::Enter)
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) -> &mut Self {
        self.send(key.bytes())
    }

    fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.keyboard.write_all(bytes).expect("typed");
        self.keyboard.flush().expect("typed");
        self
    }

    /// The program's process number.
    pub fn process(&self) -> i32 {
        self.child.process_id().and_then(|id| i32::try_from(id).ok()).expect("a running program")
    }

    /// Waits for the end and gives the exit code.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        self.end_status().exit_code()
    }

    /// Waits for the end; the screen stays to be looked at.
    #[track_caller]
    pub fn end_status(&mut self) -> ExitStatus {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            if begun.elapsed() > PATIENCE {
                self.child.kill().expect("killed");
                panic!("the program does not end; the screen:\n{}", self.screen());
            }
            thread::sleep(Duration::from_millis(5));
        };
        if let Some(reader) = self.reader.take() {
            reader.join().expect("read to the end");
        }
        status
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A failed test leaves no program behind.
        drop(self.child.kill());
    }
}
