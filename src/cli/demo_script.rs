//! The documents' complete runbook example as a sequence of commands: who types what, and how each ends.
//!
//! The call took place in the last two hours, and what happened on it is recorded with `--at`.

use crate::model::{Length, Moment, Zone};

/// The runbook's id.
pub(super) const ID: &str = "acme/enforce-2fa-on-all-groups";

const ISSUE: &str = "https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1";
const ZONE: &str = "America/Los_Angeles";

/// Somebody who types commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    /// As git knows them.
    pub(super) name: &'static str,
    /// Their e-mail.
    pub(super) email: &'static str,
}

const JOHN: Person = Person { name: "John Doe", email: "john.doe@example.com" };
const JANE: Person = Person { name: "Jane Smith", email: "jane.smith@example.com" };

/// A part of the story.
#[derive(Debug, Clone)]
pub(super) struct DemoScene {
    /// What it is about.
    pub(super) title: String,
    /// What is typed.
    pub(super) steps: Vec<DemoStep>,
}

/// One command.
#[derive(Debug, Clone)]
pub(super) struct DemoStep {
    /// Who types it.
    pub(super) by: Person,
    /// Its words after `runbook`.
    pub(super) words: Vec<String>,
    /// The exit code that it ends with.
    pub(super) code: u8,
}

fn step(by: Person, code: u8, words: &[&str]) -> DemoStep {
    DemoStep { by, code, words: words.iter().map(|word| (*word).to_owned()).collect() }
}

fn john(words: &[&str]) -> DemoStep {
    step(JOHN, 0, words)
}

fn scene(title: &str, steps: Vec<DemoStep>) -> DemoScene {
    DemoScene { title: title.to_owned(), steps }
}

/// The example, with a call that began two hours before now.
pub(super) fn acme(now: Moment) -> Vec<DemoScene> {
    vec![
        scene("# A store is a git repository; a runbook is a file in it", scaffold()),
        scene("# When is the call? A time that can mean two things is never guessed", schedule(now)),
        scene("# Who attends, from both sides", contacts()),
        scene(
            "# Everything that is still missing, each with the command that mends it",
            vec![step(JOHN, 1, &["ready", ID])],
        ),
        scene("# The tasks with their estimates, and the rollback", tasks()),
        scene("# The customer's permission, in writing", permission()),
        scene("# The checklist before the call; what cannot be done says why", before_the_call()),
        scene(
            "# Ready, and a colleague agrees",
            vec![john(&["ready", ID]), step(JOHN, 3, &["approve", ID]), step(JANE, 0, &["approve", ID])],
        ),
        scene("# The call: two hours ago, recorded now with --at", call()),
        scene("# After the call: nothing is closed while a duty is open", after_the_call()),
        scene(
            "# What it looks like in the end: planned and actual, and the trail",
            vec![john(&["show", ID]), john(&["log", ID]), john(&["list", "--all"])],
        ),
        scene("# Can it be believed? Every commit is held against what its event says", vec![john(&["audit"])]),
    ]
}

fn scaffold() -> Vec<DemoStep> {
    vec![
        john(&["init"]),
        john(&[
            "new",
            "Acme - Enforce 2FA on all groups",
            "--summary",
            "Acme Inc. requires us to enforce 2FA on all of their 2500 groups",
            "--expected-result",
            "Every one of the 2500 groups requires 2FA",
            "--dri",
            "@john_doe",
            "--meeting",
            "example.zoom.com/my/example.meeting",
            "--issue",
            ISSUE,
        ]),
    ]
}

fn schedule(now: Moment) -> Vec<DemoStep> {
    let start = now.minus(&Length::from_seconds(115 * 60));
    // with its offset: on two nights a year a bare local time would be no better than an abbreviation
    let local = ZONE.parse::<Zone>().map_or(start, |zone| zone.local(start));
    let when = local.time().format("%Y-%m-%dT%H:%M%:z").to_string();
    vec![
        step(JOHN, 2, &["schedule", ID, "2020-10-10 - 23:30 PST"]),
        john(&["schedule", ID, &when, "--zone", ZONE, "--agreed", "https://acme.zendesk.com/tickets/1#comment-2"]),
    ]
}

fn contacts() -> Vec<DemoStep> {
    let contact = |side: &str, name: &str, more: &[&str]| {
        let words: Vec<&str> =
            ["contact", "add", ID, "--side", side, "--name", name].into_iter().chain(more.iter().copied()).collect();
        john(&words)
    };
    vec![
        contact(
            "gitlab",
            "John Doe",
            &[
                "--handle",
                "@john_doe",
                "--role",
                "Technical Execution",
                "--duty",
                "execute",
                "--description",
                "Technical execution during the change",
                "--zone",
                "Europe/Berlin",
            ],
        ),
        contact(
            "gitlab",
            "Jane Smith",
            &[
                "--handle",
                "@jane_smith",
                "--role",
                "Communication & Technical assistance",
                "--duty",
                "communicate",
                "--description",
                "In charge of updates and to support the `technical execution` role",
            ],
        ),
        contact(
            "customer",
            "Tom Blogs",
            &[
                "--role",
                "Systems Engineer",
                "--duty",
                "verify",
                "--description",
                "Work verification and support",
                "--zone",
                ZONE,
            ],
        ),
        contact(
            "customer",
            "harry Page",
            &["--role", "IT Manager", "--duty", "coordinate", "--description", "Coordination from customer side"],
        ),
    ]
}

fn tasks() -> Vec<DemoStep> {
    let task = |title: &str, estimate: &str, link: &str| {
        john(&["task", "add", ID, "--title", title, "--estimate", estimate, "--link", link])
    };
    vec![
        task("Confirm the users provided state", "10m", "https://docs.gitlab.com/administration/admin_area/"),
        task("Remove 2FA from user list", "1h", "https://docs.gitlab.com/security/two_factor_authentication/"),
        task("Review users with errors", "15m", "https://docs.gitlab.com/security/two_factor_authentication/"),
        task("Update issue with outcome", "10m", ISSUE),
        john(&[
            "rollback",
            "set",
            ID,
            "--plan",
            "The method used for this change takes an optional parameter `status` which is `disable` by default, to \
             rollback we need to execute the same method adding a parameter `status: 'enable'`.",
        ]),
    ]
}

fn permission() -> Vec<DemoStep> {
    vec![
        john(&[
            "permission",
            "add",
            ID,
            "--id",
            "enforce-2fa",
            "--action",
            "enforce 2FA on all of Acme's groups",
            "--from",
            "tom-blogs",
            "--standing",
            "owner",
            "--covers",
            "remove-2fa-from-user-list",
        ]),
        john(&["permission", "ask", ID, "enforce-2fa", "--at", "3h ago"]),
        john(&[
            "permission",
            "grant",
            ID,
            "enforce-2fa",
            "--by",
            "Tom Blogs",
            "--evidence",
            "https://acme.zendesk.com/tickets/1#comment-4",
            "--at",
            "2h30m ago",
        ]),
    ]
}

fn before_the_call() -> Vec<DemoStep> {
    vec![
        john(&["check", "done", ID, "inform-channels", "rollback", "logs"]),
        john(&[
            "check",
            "prevented",
            ID,
            "dry-run",
            "--reason",
            "Dry-run cannot be completed due to change requirements",
        ]),
    ]
}

fn call() -> Vec<DemoStep> {
    let task = |act: &str, task: &str, ago: &str, note: &str| {
        let mut words = vec!["task", act, ID, task, "--at", ago];
        if !note.is_empty() {
            words.extend(["--note", note]);
        }
        john(&words)
    };
    vec![
        john(&["start", ID, "--at", "1h55m ago"]),
        task("start", "confirm", "1h52m ago", ""),
        task("finish", "confirm", "1h42m ago", ""),
        task("start", "remove", "1h40m ago", ""),
        task("finish", "remove", "25m ago", "2498 of 2500 done, 2 with errors"),
        task("start", "review", "24m ago", ""),
        task("finish", "review", "12m ago", "both were locked, and are done now"),
        task("start", "update", "10m ago", ""),
        task("finish", "update", "5m ago", ""),
        john(&["finish", ID]),
    ]
}

fn after_the_call() -> Vec<DemoStep> {
    vec![
        step(JOHN, 3, &["close", ID]),
        step(JANE, 0, &["check", "done", ID, "inform-completion"]),
        john(&["obligation", "discharge", ID, "update-issue", "--evidence", &format!("{ISSUE}#note_2")]),
        john(&["close", ID]),
    ]
}
