//! What a finished command left: its code and both streams, with assertions that show all three when they fail.

use std::fmt;

use serde_json::Value;

/// A finished command.
pub struct Output {
    /// The words, for messages.
    pub words: String,
    /// The exit code; 128 and the signal's number where one ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "$ {}\ncode {}\n--- stdout\n{}\n--- stderr\n{}", self.words, self.code, self.stdout, self.stderr)
    }
}

impl Output {
    /// Fails unless the command ended with this code.
    #[track_caller]
    pub fn code(&self, code: i32) -> &Self {
        assert!(self.code == code, "code {code} was expected\n{self}");
        self
    }

    /// Fails unless the command ended with 0.
    #[track_caller]
    pub fn ok(&self) -> &Self {
        self.code(0)
    }

    /// Fails unless stdout holds the text.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "stdout lacks {text:?}\n{self}");
        self
    }

    /// Fails if stdout holds the text.
    #[track_caller]
    pub fn says_no(&self, text: &str) -> &Self {
        assert!(!self.stdout.contains(text), "stdout holds {text:?}\n{self}");
        self
    }

    /// Fails unless stderr holds the text.
    #[track_caller]
    pub fn complains(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "stderr lacks {text:?}\n{self}");
        self
    }

    /// The one JSON document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("stdout is no JSON: {error}\n{self}"))
    }

    /// The `error` of the JSON document on stderr; its `code` must be the exit code.
    #[track_caller]
    pub fn error(&self) -> Value {
        let document: Value = serde_json::from_str(&self.stderr)
            .unwrap_or_else(|error| panic!("stderr is no JSON document: {error}\n{self}"));
        let error = &document["error"];
        assert!(error["code"] == self.code, "the error's code is not the exit code\n{self}");
        assert!(error["kind"].is_string() && error["message"].is_string(), "kind and message are no strings\n{self}");
        assert!(error["hints"].is_array(), "hints are no list\n{self}");
        error.clone()
    }

    /// Stdout without its last newline.
    pub fn line(&self) -> &str {
        self.stdout.trim_end_matches('\n')
    }
}
