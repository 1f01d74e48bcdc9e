//! English, in every spelling seen; change issues and ITIL forms included.

use super::language::Language;
use crate::import::meanings::{ContactColumn as Who, HeaderField as Field, TaskColumn as Work, Topic};
use crate::model::TaskOutcome;

#[rustfmt::skip]
pub(super) const WORDS: Language = Language {
    fields: &[
        (Field::Name, &["runbook name", "name of the runbook", "run book name", "runbook title", "name", "title", "runbook", "change title", "change name", "short description", "subject"]),
        (Field::Customer, &["customer", "customer name", "client", "client name", "account", "account name"]),
        (Field::Task, &["task", "requested task", "requested work", "requested change"]),
        (Field::Summary, &["runbook description", "description", "run book description", "summary", "runbook summary", "work description", "purpose", "goal", "change summary", "change description", "description of change", "description of the change", "summary of change", "detailed description", "maintenance description"]),
        (Field::ExpectedResult, &["expected result", "expected results", "expected outcome", "expected end state", "desired outcome", "success criteria"]),
        (Field::Dri, &["dri", "runbook dri", "owner", "runbook owner", "directly responsible individual", "responsible", "responsible person", "assignee", "assigned to", "change technician", "change owner", "change implementer", "implementer", "change executor", "change lead", "technician"]),
        (Field::Schedule, &[
            "schedule at", "scheduled at", "schedule", "scheduled", "scheduled for", "schedule for", "date", "date and time", "date time", "when",
            "schedule date", "scheduled date", "scheduled time", "start", "start time", "call time", "call date", "time",
            "planned start", "planned start date", "planned start time", "scheduled start", "scheduled start date", "start date", "start date and time",
            "planned start date and time", "scheduled date and time", "change date", "date of change", "maintenance start", "implementation date",
        ]),
        (Field::Zone, &["time zone", "timezone", "tz", "zone"]),
        (Field::Agreed, &["agreed", "agreement", "agreed by customer", "customer agreement", "agreed with customer"]),
        (Field::Meeting, &[
            "meeting url", "meeting link", "meeting", "zoom", "zoom url", "zoom link", "zoom meeting", "zoom meeting url", "call link", "call url",
            "video call", "meeting room", "bridge", "conference bridge", "bridge link",
        ]),
        (Field::Issue, &["gitlab issue", "issue", "issue url", "issue link", "gitlab issue url", "gitlab issue link", "tracking issue", "link to issue", "request issue"]),
        (Field::Ticket, &["ticket", "ticket url", "ticket link", "zendesk", "zendesk ticket", "zd ticket", "support ticket", "customer ticket", "zd"]),
        (Field::Template, &["template", "runbook template", "made from"]),
        (Field::Confidential, &["confidential", "confidentiality"]),
        (Field::State, &["state", "status", "runbook state"]),
        (Field::Result, &["result", "runbook result"]),
    ],
    topics: &[
        (Topic::Header, &["header", "runbook header", "details", "runbook details", "runbook information", "information", "runbook structure", "general", "general information", "complete runbook example", "runbook", "change details", "change information", "change request details", "maintenance details"]),
        (Topic::PreCall, &[
            "pre call checklist", "pre call", "precall checklist", "before the call", "prior to the call", "pre checklist", "pre flight checklist",
            "preflight checklist", "preflight checks", "checklist before the call", "pre work checklist", "prerequisites", "pre requisites", "prerequisite",
            "prerequisite checklist", "preparation", "preparations", "preparation steps", "pre checks", "prechecks", "pre op checklist",
        ]),
        (Topic::PostCall, &[
            "post call checklist", "post call", "postcall checklist", "after the call", "post checklist", "checklist after the call", "post work checklist",
            "validation", "validation steps", "validation checklist", "validation plan", "verification", "verification steps", "verification checklist",
            "verification plan", "post checks", "postchecks",
        ]),
        (Topic::Rollback, &["rollback plan", "rollback", "roll back plan", "roll back", "rollback procedure", "rollback steps", "rollback strategy", "backout plan", "back out plan", "backout", "backout steps", "backout procedure", "revert plan", "reverting", "fallback plan"]),
        (Topic::Tasks, &[
            "runbook tasks", "tasks", "task", "runbook task", "task list", "list of tasks", "runbook steps", "steps", "execution steps", "execution", "work",
            "actions", "procedure", "during the call", "tasks to perform", "work to be done", "change steps", "change tasks", "change plan", "change procedure",
            "implementation", "implementation steps", "implementation plan", "implementation tasks", "implementation procedure", "deployment steps",
            "deployment plan", "deployment tasks", "maintenance steps", "maintenance tasks", "maintenance procedure", "migration steps", "migration tasks",
            "migration plan", "upgrade steps", "upgrade procedure", "execution plan", "cutover steps", "cutover plan",
        ]),
        (Topic::Instructions, &["instructions", "task instructions"]),
        (Topic::Permissions, &["permissions", "permission", "permission requests"]),
        (Topic::Obligations, &["obligations", "duties"]),
        (Topic::Example, &["example", "examples", "sample"]),
    ],
    people: &["contacts", "contact", "attendees", "attendee", "participants", "people", "attending", "team"],
    home: &["gitlab", "support", "internal", "our", "home"],
    customer: &["customer", "customers", "client", "clients", "external"],
    contact_columns: &[
        (Who::Name, &["name", "contact", "attendee", "who", "person", "full name"]),
        (Who::Role, &["role", "roles", "title", "position", "role during the call", "job title"]),
        (Who::Description, &["description", "responsibility", "responsibilities", "notes", "details", "what"]),
        (Who::Handle, &["handle", "username", "gitlab handle", "gitlab username", "gitlab", "user"]),
        (Who::Email, &["email", "e mail", "mail", "email address"]),
        (Who::Zone, &["time zone", "timezone", "tz"]),
        (Who::Region, &["region"]),
        (Who::Duties, &["duties", "duty"]),
        (Who::Side, &["side", "company", "team"]),
    ],
    task_columns: &[
        (Work::Task, &["task", "tasks", "step", "steps", "action", "actions", "work", "title", "what", "task name", "name", "activity"]),
        (Work::Outcome, &["outcome", "outcomes", "result", "results", "status", "state"]),
        (Work::Duration, &["duration", "time", "length", "durations"]),
        (Work::Estimate, &["estimate", "estimated", "planned", "est", "estimated duration", "estimated time", "planned duration", "expected duration", "plan", "eta"]),
        (Work::Actual, &["actual", "took", "actual duration", "actual time", "real duration"]),
        (Work::Link, &["link", "links", "url", "documentation", "docs", "reference"]),
        (Work::Note, &["note", "notes", "comment", "comments", "remarks", "remark"]),
        (Work::Instructions, &["instructions", "details", "how", "description"]),
        (Work::Number, &["no", "nr", "number", "id", ""]),
    ],
    outcomes: &[
        (TaskOutcome::Success, &["success", "successful", "successfully", "succeeded", "done", "ok", "okay", "passed", "pass", "completed", "complete", "finished", "✅", "✓", "✔", "✔️", "☑", "☑️", ":white_check_mark:", ":heavy_check_mark:"]),
        (TaskOutcome::Failed, &["failed", "failure", "fail", "error", "unsuccessful", "not successful", "❌", "✗", "✘", ":x:", ":no_entry:"]),
        (TaskOutcome::Skipped, &["skipped", "skip", "not needed", "not required", "left out", "omitted"]),
        (TaskOutcome::Paused, &["paused", "interrupted", "on hold"]),
    ],
    parts: &["step", "phase", "option", "part", "stage", "task", "section", "chapter", "day", "week", "wave", "round", "batch", "item", "case", "scenario", "method", "variant", "plan", "appendix", "level", "milestone", "sprint", "version", "release", "example", "note", "question"],
    days: &["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    estimates: &["estimated time to complete", "estimated time", "estimated duration", "estimated total time", "time to complete", "total time", "estimate", "total estimate", "total duration", "expected duration", "duration", "time tracking", "eta", "estimated downtime", "expected downtime", "downtime"],
    missing: &["tbd", "tba", "tbc", "todo", "to be done", "to be decided", "to be determined", "to be defined", "to be confirmed", "n a", "na", "none", "not yet", "pending", "unknown", "xxx"],
    label_heads: &["field", "value", "key", "item", "attribute", "property", "detail", "details", "information", "label", "entry", "header", "content", "description", "parameter"],
};
