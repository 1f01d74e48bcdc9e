//! What a gate finds: points that hold it shut, points that should be known. Judges nothing itself.

/// One thing that is missing, or that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Missing {
    /// The stable word for it (`cli.md`, readiness codes).
    pub code: &'static str,
    /// The item's id, or the field's path; empty where it concerns the whole runbook.
    pub item: String,
    /// One sentence.
    pub message: String,
    /// The command that mends it; `ID` stands for the runbook until the report is made.
    pub fix: String,
    /// Other commands that mend it as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Whether an explicit override can pass it.
    #[serde(skip)]
    pub overridable: bool,
}

impl Missing {
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
    /// Something is missing that an override can pass.
    pub(super) fn miss(
        &mut self,
        code: &'static str,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.missing.push(Missing {
            code,
            item: item.to_string(),
            message: message.into(),
            fix: fix.into(),
            also: Vec::new(),
            overridable: true,
        });
    }

    /// As `miss`, for what no override can pass.
    pub(super) fn forbid(
        &mut self,
        code: &'static str,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.miss(code, item, message, fix);
        if let Some(point) = self.missing.last_mut() {
            point.overridable = false;
        }
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
        code: &'static str,
        item: impl ToString,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.warnings.push(Missing {
            code,
            item: item.to_string(),
            message: message.into(),
            fix: fix.into(),
            also: Vec::new(),
            overridable: false,
        });
    }
}
