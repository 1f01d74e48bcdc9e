//! The names that an event's `do` may bear (`cli.md`, event names), for people who filter by them.
//!
//! A name's family is what stands before its dot: `task` of `task.finish`.

/// Every event's name, in the order in which `cli.md` lists them.
pub const EVENT_NAMES: &[&str] = &[
    "create",
    "set",
    "schedule",
    "contact.add",
    "contact.set",
    "contact.remove",
    "check.add",
    "check.set",
    "check.remove",
    "check.done",
    "check.prevented",
    "check.clear",
    "permission.add",
    "permission.set",
    "permission.remove",
    "permission.ask",
    "permission.grant",
    "permission.refuse",
    "task.add",
    "task.set",
    "task.remove",
    "task.move",
    "task.start",
    "task.finish",
    "task.fail",
    "task.skip",
    "task.pause",
    "rollback.set",
    "rollback.add",
    "rollback.remove",
    "rollback.move",
    "rollback.start",
    "rollback.finish",
    "rollback.fail",
    "rollback.skip",
    "rollback.pause",
    "rehearse",
    "targets.load",
    "targets.begin",
    "targets.run",
    "targets.mark",
    "targets.retry",
    "targets.purge",
    "obligation.add",
    "obligation.discharge",
    "approve",
    "approve.withdraw",
    "start",
    "finish",
    "abort",
    "cancel",
    "close",
    "reopen",
    "override",
    "edit",
    "import",
    "undo",
];

/// What stands before the dot of a name: `task` of `task.finish`, the whole of a name without one.
pub fn family(name: &str) -> &str {
    name.split_once('.').map_or(name, |(family, _)| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_its_name_in_the_list() {
        let acts = include_str!("event.rs")
            .lines()
            .filter_map(|line| line.trim().strip_prefix("#[serde(rename = \"")?.strip_suffix("\")]"));
        let missing: Vec<&str> = acts.filter(|name| !EVENT_NAMES.contains(name)).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn a_family_is_what_stands_before_the_dot() {
        assert_eq!((family("task.finish"), family("close")), ("task", "close"));
    }
}
