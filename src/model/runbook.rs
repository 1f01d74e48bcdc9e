//! One piece of scheduled work for one customer: the record as it stands in its file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Approval, CheckItem, Checklist, Contact, Extra, Fault, Kept, Line, Moment, Obligation, Override, Permission, Prose,
    Result, Rollback, RunResult, State, Targets, Task, Zone,
};

/// The format that this version reads and writes.
pub const FORMAT: u64 = 1;

fn format_one() -> u64 {
    FORMAT
}

fn yes() -> bool {
    true
}

/// The answers to what a template asked, in the order of the file; conditions read them.
pub type Variables = serde_json::Map<String, serde_json::Value>;

/// A runbook. Keys and order are those of `docs/format.md`, “The record”.
// A field has a row in `super::keys`, which says what it is to everybody else; without one nothing compiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Runbook {
    /// The format's number.
    #[serde(default = "format_one")]
    pub format: u64,
    /// For whom the work is done.
    pub customer: Line,
    /// What is requested.
    pub task: Line,
    /// What is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Prose>,
    /// What is true afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_result: Option<Prose>,
    /// Not to be seen outside, unless a person says otherwise.
    #[serde(default = "yes")]
    pub confidential: bool,
    /// Where it stands.
    pub state: State,
    /// How it ended; only when closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RunResult>,
    /// The one person who answers for schedule and execution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dri: Option<Line>,
    /// The agreed start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<Moment>,
    /// The zone in which it was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Zone>,
    /// Evidence that the customer agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Prose>,
    /// Where the call takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_url: Option<Line>,
    /// The issue of this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_url: Option<Line>,
    /// The customer's ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_url: Option<Line>,
    /// `name@version` of the template that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Line>,
    /// The answers to what the template asked.
    #[serde(default, skip_serializing_if = "Variables::is_empty")]
    #[schemars(schema_with = "super::schema::answers")]
    pub variables: Variables,
    /// Who attends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// What is checked before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pre_call: Vec<CheckItem>,
    /// What the customer permits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// What is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// How to go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
    /// What is checked afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub post_call: Vec<CheckItem>,
    /// Duties that hold up closing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
    /// What a bulk task acts on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<Targets>,
    /// What an import could not place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Kept>,
    /// Reviewers' yes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// Gates that were passed although they were not met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Runbook {
    /// An empty draft of this name.
    pub fn new(customer: Line, task: Line) -> Self {
        Self {
            format: FORMAT,
            customer,
            task,
            summary: None,
            expected_result: None,
            confidential: true,
            state: State::Draft,
            result: None,
            dri: None,
            scheduled_at: None,
            time_zone: None,
            agreed: None,
            meeting_url: None,
            issue_url: None,
            ticket_url: None,
            template: None,
            variables: Variables::new(),
            contacts: Vec::new(),
            pre_call: Vec::new(),
            permissions: Vec::new(),
            tasks: Vec::new(),
            rollback: None,
            post_call: Vec::new(),
            obligations: Vec::new(),
            targets: None,
            kept: Vec::new(),
            approvals: Vec::new(),
            overrides: Vec::new(),
            extra: Extra::new(),
        }
    }

    /// Takes out its tables and lists: what is left is quick to take apart and put together again.
    pub fn take_tables(&mut self) -> Self {
        Self {
            variables: std::mem::take(&mut self.variables),
            contacts: std::mem::take(&mut self.contacts),
            pre_call: std::mem::take(&mut self.pre_call),
            permissions: std::mem::take(&mut self.permissions),
            tasks: std::mem::take(&mut self.tasks),
            rollback: self.rollback.take(),
            post_call: std::mem::take(&mut self.post_call),
            obligations: std::mem::take(&mut self.obligations),
            targets: self.targets.take(),
            kept: std::mem::take(&mut self.kept),
            approvals: std::mem::take(&mut self.approvals),
            overrides: std::mem::take(&mut self.overrides),
            ..Self::new(self.customer.clone(), self.task.clone())
        }
    }

    /// The same with the tables and lists of the other one.
    #[must_use]
    pub fn with_tables(self, of: Self) -> Self {
        Self {
            variables: of.variables,
            contacts: of.contacts,
            pre_call: of.pre_call,
            permissions: of.permissions,
            tasks: of.tasks,
            rollback: of.rollback,
            post_call: of.post_call,
            obligations: of.obligations,
            targets: of.targets,
            kept: of.kept,
            approvals: of.approvals,
            overrides: of.overrides,
            ..self
        }
    }

    /// The record as JSON, for comparing two of them.
    ///
    /// # Errors
    /// A bug, as every record can be written so.
    pub fn to_json(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self).map_err(|error| Fault::bug(format!("a record cannot be written as JSON: {error}")))
    }

    /// `CUSTOMER - TASK` (row 7).
    pub fn name(&self) -> String {
        format!("{} - {}", self.customer, self.task)
    }

    /// One of the two checklists.
    pub fn checklist(&self, list: Checklist) -> &[CheckItem] {
        match list {
            Checklist::Pre => &self.pre_call,
            Checklist::Post => &self.post_call,
        }
    }

    /// The rollback steps.
    pub fn steps(&self) -> &[Task] {
        self.rollback.as_ref().map_or(&[], |rollback| &rollback.steps)
    }

    /// The contact whom the DRI field names, by handle or name.
    pub fn dri_contact(&self) -> Option<&Contact> {
        let dri = self.dri.as_ref()?;
        self.contacts.iter().find(|contact| contact.is_called(dri.as_str()))
    }
}

impl Task {
    /// What a document says of one that is internal.
    pub const TOLD_INTERNAL: &str = "Internal: the customer does not see it";
    /// What it says of one that cannot be taken back.
    pub const TOLD_IRREVERSIBLE: &str = "Cannot be taken back";
    /// What it says of one without which the result is partial.
    pub const TOLD_REQUIRED: &str = "Required";
    /// What stands there before a condition.
    pub const TOLD_WHEN: &str = "Only if";
    /// What stands before how long it is planned to take, where that is told apart from what it took.
    pub const TOLD_ESTIMATE: &str = "Estimate";
    /// What stands before how long is waited after it.
    pub const TOLD_WAIT: &str = "Wait afterwards";
    /// What stands before the page that documents it.
    pub const TOLD_LINK: &str = "Documented at";
    /// What stands before its command.
    pub const TOLD_COMMAND: &str = "Command";
    /// What stands before the command that rehearses it.
    pub const TOLD_REHEARSAL: &str = "Rehearsal";
}

impl Contact {
    /// The word for the customer's side; the home side's is the store's own.
    pub const CUSTOMER: &str = "customer";

    /// True for somebody from the customer.
    pub fn is_customer(&self) -> bool {
        self.side.as_str() == Self::CUSTOMER
    }

    /// True when this word, a handle or a name, means this contact.
    pub fn is_called(&self, word: &str) -> bool {
        [&self.handle, &self.name].into_iter().flatten().any(|own| super::same_word(own.as_str(), word))
    }

    /// The name people know them by: name, handle, address, or else the id.
    pub fn label(&self) -> &str {
        let words = [self.name.as_ref(), self.handle.as_ref(), self.email.as_ref()];
        words.into_iter().flatten().map(Line::as_str).next().unwrap_or(self.id.as_str())
    }
}
