//! The rows of what a record lists.
//!
//! To add a key to an item, add it to the item's struct and a row here, at the same place.

use super::key::Rendered::{Command, Condition, Words};
use super::key::Seen::{ByCustomer, OfTheirs};
use super::key::{Key, key, rows};
use super::shape::{Holds, Shape};
use crate::model::{
    Approval, Attempt, CheckItem, Contact, Kept, Obligation, Override, Permission, Rollback, Targets, Task,
};

/// A planned key of an item, as templates have it.
const fn plan(holds: Holds) -> Key {
    key(holds).in_templates()
}

/// A text of the plan that a template fills, and that follows its variables later.
const fn free(holds: Holds) -> Key {
    Key { is_free: true, ..plan(holds).rendered(Words) }
}

/// Words about a person, which a template fills.
const fn person(holds: Holds) -> Key {
    plan(holds).rendered(Words)
}

const fn command() -> Key {
    free(Holds::Text).rendered(Command)
}

const fn condition() -> Key {
    plan(Holds::Line).rendered(Condition)
}

const fn happened(holds: Holds) -> Key {
    key(holds).happened()
}

/// Where it is there, the item's texts stay as they are.
const fn settling(holds: Holds) -> Key {
    Key { settles: true, ..happened(holds) }
}

rows! {
    CONTACT: Contact {
        id: plan(Holds::Word),
        side: plan(Holds::Word).seen(ByCustomer),
        name: person(Holds::Line).seen(ByCustomer),
        handle: person(Holds::Line).seen(OfTheirs),
        email: person(Holds::Line).seen(OfTheirs),
        role: person(Holds::Line).seen(ByCustomer),
        duties: plan(Holds::Words),
        description: person(Holds::Text),
        time_zone: plan(Holds::Zone).seen(OfTheirs),
        region: person(Holds::Line).seen(OfTheirs),
    }
}

rows! {
    CHECK: CheckItem {
        id: plan(Holds::Word),
        text: free(Holds::Text),
        required: plan(Holds::Flag),
        wants_evidence: plan(Holds::Flag),
        rehearsal: plan(Holds::Flag),
        when: condition(),
        mark: settling(Holds::Word),
        reason: happened(Holds::Text),
        evidence: happened(Holds::Text),
        by: happened(Holds::Word),
        at: happened(Holds::Time),
    }
}

rows! {
    PERMISSION: Permission {
        id: plan(Holds::Word),
        action: free(Holds::Text).seen(ByCustomer),
        from: plan(Holds::Word),
        standing: free(Holds::Line),
        covers: plan(Holds::Words),
        state: settling(Holds::Word).seen(ByCustomer).by_default("wanted"),
        asked_at: happened(Holds::Time),
        answered_at: happened(Holds::Time),
        answered_by: happened(Holds::Line),
        evidence: happened(Holds::Text),
        when: condition(),
    }
}

rows! {
    TASK: Task {
        id: plan(Holds::Word),
        title: free(Holds::Line).seen(ByCustomer),
        link: free(Holds::Link),
        instructions: free(Holds::Text),
        estimate: plan(Holds::Length).seen(ByCustomer),
        command: command(),
        dry_run_command: command(),
        wait: plan(Holds::Length),
        irreversible: plan(Holds::Flag),
        required: plan(Holds::Flag),
        internal: plan(Holds::Flag),
        when: condition(),
        attempts: settling(Holds::List(Shape::Attempt)).seen(ByCustomer),
        rehearsals: happened(Holds::List(Shape::Attempt)),
    }
}

rows! {
    ATTEMPT: Attempt {
        started_at: happened(Holds::Time),
        finished_at: happened(Holds::Time),
        took: happened(Holds::Length).seen(ByCustomer),
        outcome: happened(Holds::Word).seen(ByCustomer),
        note: happened(Holds::Text),
        log: happened(Holds::Line),
        by: happened(Holds::Word),
    }
}

rows! {
    ROLLBACK: Rollback {
        plan: free(Holds::Text),
        links: free(Holds::Words),
        irreversible: free(Holds::Text),
        steps: plan(Holds::List(Shape::Task)),
    }
}

rows! {
    OBLIGATION: Obligation {
        id: plan(Holds::Word),
        kind: plan(Holds::Word),
        what: free(Holds::Text),
        note: free(Holds::Line),
        arises: plan(Holds::Word),
        due_in: plan(Holds::Length),
        due: plan(Holds::Time),
        when: condition(),
        discharged_at: settling(Holds::Time),
        by: happened(Holds::Word),
        evidence: happened(Holds::Text),
    }
}

rows! {
    TARGETS: Targets {
        count: happened(Holds::Number),
        sha256: happened(Holds::Line),
        task: happened(Holds::Word),
        done: happened(Holds::Number),
        failed: happened(Holds::Number),
        skipped: happened(Holds::Number),
        purged_at: happened(Holds::Time),
    }
}

rows! {
    KEPT: Kept {
        line: key(Holds::Number),
        under: key(Holds::Line),
        text: key(Holds::Text),
    }
}

rows! {
    APPROVAL: Approval {
        by: happened(Holds::Word),
        at: happened(Holds::Time),
        plan: happened(Holds::Word),
    }
}

rows! {
    OVERRIDE: Override {
        code: happened(Holds::Word),
        reason: happened(Holds::Text),
        by: happened(Holds::Word),
        at: happened(Holds::Time),
    }
}
