//! The flaws found in one file, each under its key and with its line. It says each once.

use std::collections::HashSet;

use crate::lifecycle::suggestion;
use crate::model::{Flaw, Path, Template, TemplateFile, Weight, excerpt};

/// The flaws of one file.
pub(super) struct CheckReport<'f> {
    file: &'f TemplateFile,
    found: Vec<Flaw>,
    /// What was said, by key and message.
    said: HashSet<(String, String)>,
}

impl<'f> CheckReport<'f> {
    pub(super) fn new(file: &'f TemplateFile) -> Self {
        let said = file.twice.iter().map(|flaw| (flaw.key.clone(), flaw.message.clone())).collect();
        Self { file, found: file.twice.clone(), said }
    }

    pub(super) fn into_flaws(self) -> Vec<Flaw> {
        self.found
    }

    /// What the file itself says.
    pub(super) fn template(&self) -> &Template {
        &self.file.template
    }

    pub(super) fn error(&mut self, path: &Path, message: impl Into<String>) {
        self.say(path, Weight::Error, message.into());
    }

    pub(super) fn advice(&mut self, path: &Path, message: impl Into<String>) {
        self.say(path, Weight::Advice, message.into());
    }

    fn say(&mut self, path: &Path, weight: Weight, message: String) {
        let (key, message) = (path.to_string(), excerpt(message));
        if self.said.insert((key.clone(), message.clone())) {
            self.found.push(Flaw { key, line: self.file.places.line(path), message, weight });
        }
    }

    /// A key that nobody reads: an error where it looks like a misspelt one, otherwise only worth a word.
    pub(super) fn unknown(&mut self, path: &Path, key: &str, known: &[&str]) {
        match suggestion(key, known.iter().copied()) {
            Some(near) => self.error(path, format!("this key is not known; did you mean `{near}`?")),
            None => {
                self.advice(path, format!("this key is not known and means nothing; known are {}", known.join(", ")))
            }
        }
    }
}
