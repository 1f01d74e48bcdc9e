//! What is wrong with templates' files, or could be better, each with its line and key.

use super::layout::{plain, prose};
use super::page::Page;
use super::palette::{Ink, ink};
use super::signs::count;
use super::style::Style;
use crate::model::{Flaw, Weight};

/// A template's file with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What messages call the file.
    pub file: String,
    /// The template's name.
    pub name: String,
    /// What was found.
    pub flaws: Vec<Flaw>,
}

/// `template check`.
pub fn checked(files: &[Checked], style: &Style) -> String {
    let mut page = Page::new(style);
    for one in files {
        if one.flaws.is_empty() {
            page.line(format!("{}: {}", plain(&one.file), ink(Ink::Good, "fine")));
        }
        for flaw in &one.flaws {
            let sign = match flaw.weight {
                Weight::Error => ink(Ink::Bad, "error "),
                Weight::Advice => ink(Ink::Warn, "advice"),
            };
            page.hang(&format!("{sign} "), &prose(format!("{}{flaw}", one.file)));
        }
    }
    let weighed = |weight: Weight| files.iter().flat_map(|one| &one.flaws).filter(|flaw| flaw.weight == weight).count();
    let (errors, advice) = (weighed(Weight::Error), weighed(Weight::Advice));
    if errors + advice > 0 {
        page.blank();
        let errors = match errors {
            0 => "no error".to_owned(),
            errors => format!("{}: no runbook is made before they are mended", count(errors, "error", "errors")),
        };
        page.line(format!("{errors}; {}", count(advice, "piece of advice", "pieces of advice")));
    }
    page.done()
}
