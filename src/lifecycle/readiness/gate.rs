//! What a gate finds: points that hold it shut, points that should be known. Judges nothing itself.

use super::codes::ReadinessCode;

/// One thing that is missing, or that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Missing {
    /// The stable word for it (`docs/reference.md`, “Readiness codes”).
    pub code: ReadinessCode,
    /// The item's id, or the field's path; empty where it concerns the whole runbook.
    pub item: String,
    /// One sentence.
    pub message: String,
    /// The command that mends it, as it is typed; empty where there is none.
    pub fix: String,
    /// Other commands that mend it as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Whether an explicit override can pass it.
    #[serde(skip)]
    pub overridable: bool,
}

impl Missing {
    /// A point that an override passes where its code allows one.
    pub fn new(code: ReadinessCode, item: impl ToString, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            code,
            item: item.to_string(),
            message: message.into(),
            fix: fix.into(),
            also: Vec::new(),
            overridable: code.is_overridable(),
        }
    }

    /// Every command that mends it, the best one first.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.fix).chain(&self.also).map(String::as_str).filter(|way| !way.is_empty())
    }
}

/// What a gate finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// What holds it shut.
    pub missing: Vec<Missing>,
    /// What does not hold it shut but should be known.
    pub warnings: Vec<Missing>,
}

impl Gate {
    /// Something is missing.
    pub(super) fn miss(
        &mut self,
        code: ReadinessCode,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.missing.push(Missing::new(code, item, message, fix));
    }

    /// As `miss`, for an item that no override passes although its code could be.
    pub(super) fn forbid(
        &mut self,
        code: ReadinessCode,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.missing.push(Missing { overridable: false, ..Missing::new(code, item, message, fix) });
    }

    /// The last point has another way out, too.
    pub(super) fn or(&mut self, fix: impl Into<String>) {
        if let Some(point) = self.missing.last_mut() {
            point.also.push(fix.into());
        }
    }

    /// Something should be known.
    pub(super) fn warn(
        &mut self,
        code: ReadinessCode,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.warnings.push(Missing { overridable: false, ..Missing::new(code, item, message, fix) });
    }
}
