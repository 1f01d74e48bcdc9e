//! Lines of lists: a runbook, a template, a doctor's finding, as tables and JSON show them.
//!
//! Keys are those of `docs/reference.md`, “JSON”. They hold what was found and judge nothing.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Line, Moment, ObligationKind, Override, RunResult, RunbookId, Slug, State, TemplateVariable, Zone};

/// One runbook in `list` and `agenda`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its id; of a stray file, which can be no record and has none, the id that is most like its path.
    #[serde(skip)]
    pub id: RunbookId,
    /// The file's path from the top of the store; in JSON its id, which is the path without folder and ending.
    #[serde(rename = "id", serialize_with = "as_id")]
    pub path: String,
    /// `CUSTOMER - TASK`; none where the file does not parse.
    pub name: Option<String>,
    /// Where it stands.
    pub state: Option<State>,
    /// How it ended.
    pub result: Option<RunResult>,
    /// Who answers for it.
    pub dri: Option<Line>,
    /// The agreed start.
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    pub time_zone: Option<Zone>,
    /// Whether it is ready; none where nobody asked.
    pub ready: Option<bool>,
    /// Tasks that were done or skipped.
    pub tasks_done: Option<usize>,
    /// Tasks that apply.
    pub tasks_total: Option<usize>,
    /// Planned seconds.
    pub estimate_s: Option<u64>,
    /// Worked seconds; none before the first attempt.
    pub actual_s: Option<u64>,
    /// The duties that are owed now, those with a time first.
    pub duties: Vec<DutyRow>,
    /// Why the file cannot be read.
    pub problem: Option<String>,
    /// The zones of each side's contacts, for the agenda's local times; not part of the JSON.
    #[serde(skip)]
    pub sides: Vec<(Slug, Zone)>,
    /// The gates that were passed although they were not met, for what is exported; not part of the JSON.
    #[serde(skip)]
    pub overrides: Vec<Override>,
    /// Whose work it is, for the index that each customer gets; not part of the JSON.
    #[serde(skip)]
    pub customer: Option<Line>,
    /// How it stands in a sentence, where the row goes out to a customer; not part of the JSON.
    #[serde(skip)]
    pub standing: Option<String>,
}

impl From<&TemplateVariable> for QuestionRow {
    fn from(variable: &TemplateVariable) -> Self {
        Self {
            name: variable.name.clone(),
            question: variable.question.as_str().to_owned(),
            kind: variable.kind.word().to_owned(),
            choices: variable.choices.iter().map(|choice| Value::from(choice.as_str())).collect(),
            default: variable.default.clone().unwrap_or_default(),
            required: variable.must_be_answered(),
        }
    }
}

impl Row {
    /// What it is called in lists: its id, or what a stray file's path has in place of one.
    pub fn label(&self) -> &str {
        label(&self.path)
    }

    /// True for a file that can be no record, whatever its id resembles.
    pub fn is_stray(&self) -> bool {
        self.path != self.id.path()
    }

    /// A row of which only the id is known.
    pub fn new(id: RunbookId) -> Self {
        Self {
            path: id.path(),
            id,
            name: None,
            state: None,
            result: None,
            dri: None,
            scheduled_at: None,
            time_zone: None,
            ready: None,
            tasks_done: None,
            tasks_total: None,
            estimate_s: None,
            actual_s: None,
            duties: Vec::new(),
            problem: None,
            sides: Vec::new(),
            overrides: Vec::new(),
            customer: None,
            standing: None,
        }
    }
}

fn label(path: &str) -> &str {
    let inside = path.strip_prefix("runbooks/").unwrap_or(path);
    inside.strip_suffix(".toml").unwrap_or(inside)
}

fn as_id<S: Serializer>(path: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(label(path))
}

/// One duty that is owed, in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DutyRow {
    /// Its id.
    pub id: Slug,
    /// What kind of duty.
    pub kind: ObligationKind,
    /// What is to be done.
    pub what: String,
    /// By when, where that can be said.
    pub due: Option<Moment>,
    /// Whether that time is over.
    pub overdue: bool,
}

/// One template in `template list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TemplateRow {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Value,
    /// What it is for; empty where the file does not parse.
    pub title: String,
    /// When it is the right one.
    pub description: Option<String>,
    /// `built-in` or `store`.
    pub source: String,
    /// What it asks.
    pub variables: Vec<QuestionRow>,
    /// Why no runbook can be made from it.
    pub problem: Option<String>,
}

/// One question of a template.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionRow {
    /// The variable that holds the answer.
    pub name: String,
    /// The question.
    pub question: String,
    /// The kind of answer.
    pub kind: String,
    /// The answers to choose from.
    pub choices: Vec<Value>,
    /// The answer when there is none, or null.
    pub default: Value,
    /// Whether no runbook is made without an answer.
    pub required: bool,
}

/// One thing that `doctor` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorFinding {
    /// The stable word for it.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The command or edit that mends it; may be empty.
    pub fix: String,
    /// Whether it was mended just now.
    pub fixed: bool,
}
