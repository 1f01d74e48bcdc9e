//! The stable words of readiness (`cli.md`), so that a misspelt override is found.

/// Every code that can stand among what is missing, at start, finish or close.
pub const CODES: &[&str] = &[
    "no-customer",
    "no-task",
    "no-summary",
    "no-expected-result",
    "no-dri",
    "dri-not-contact",
    "no-schedule",
    "no-time-zone",
    "not-agreed",
    "schedule-past",
    "no-meeting-url",
    "no-issue-url",
    "no-home-contact",
    "no-executor",
    "no-communicator",
    "one-person-two-roles",
    "pre-call-open",
    "evidence-missing",
    "permission-open",
    "permission-refused",
    "no-tasks",
    "no-estimate",
    "no-rollback",
    "placeholder",
    "approval-missing",
    "approval-stale",
    "hand-edited",
    "unreadable",
    "state",
    "task-open",
    "task-running",
    "post-call-open",
    "obligation-open",
    "undecided",
];

/// Every code that can stand among the warnings.
pub const WARNINGS: &[&str] = &[
    "no-customer-contact",
    "task-without-link",
    "no-ticket-url",
    "approval-stale",
    "not-placed",
    "undecided",
    "unspecific",
    "duty-due",
    "obligation-open",
];

/// True for a word that is a code of readiness.
pub fn is_code(word: &str) -> bool {
    CODES.contains(&word)
}
