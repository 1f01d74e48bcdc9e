//! The texts to post: fit for where they go, specific, and with what the documents ask for.

use super::plan::{self, CALL, FILE, ID};
use crate::env::Sandbox;

#[test]
fn before_the_call_the_channels_learn_of_the_work_with_its_link() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let out = sandbox.run(&["message", ID, "pre"]);
    out.ok()
        .says("Acme - Enforce 2FA on all groups")
        .says("Tue 2026-12-01 14:00 CET (13:00 UTC), planned 1h55m")
        .says("Runbook: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1")
        .says("executes: John Doe")
        .says_no("Tom Blogs")
        .says_no("harry")
        .complains("post it in #support_gitlab-com, #support_self-managed, #support_manager");
    sandbox.run(&["set", ID, "var.platform=self-managed"]).ok();
    let answer = sandbox.json(&["message", ID, "pre"]);
    assert_eq!(answer["channels"], serde_json::json!(["#support_self-managed", "#support_manager"]));
    assert_eq!(answer["message"].as_str().unwrap(), out.stdout.trim_end());
    let settings = sandbox.read(".runbook.toml").replace("# channels = ", "channels = ");
    sandbox.write(".runbook.toml", settings);
    assert_eq!(sandbox.json(&["message", ID, "pre"])["channels"], serde_json::json!(["#support_managers"]));
}

#[test]
fn before_the_call_the_channels_learn_that_the_time_was_moved_and_is_not_agreed() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.run(&["message", ID, "pre"]).ok().says("planned 1h55m; the time is agreed\n");
    sandbox.run(&["schedule", ID, "2026-12-06 14:00", "--zone", "Europe/Berlin"]).ok();
    let moved = "the time is not agreed yet; moved from Tue 2026-12-01 14:00 CET";
    sandbox.run(&["message", ID, "pre"]).ok().says(&format!("planned 1h55m; {moved}\n"));
    sandbox.run(&["export", ID, "--to", "markdown", "--audience", "customer"]).ok().says(moved);
    sandbox.run(&["schedule", ID, "--clear"]).ok();
    sandbox.run(&["message", ID, "pre"]).ok().says("When: the time of Sun 2026-12-06 14:00 CET was taken back\n");
}

#[test]
fn a_channel_sees_no_users_and_no_secret() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let secret = format!("password={}", "hunter22hunter22");
    let summary =
        format!("summary=Reset joe@acme.example.com, ann@acme.example.com and @max, then @sue with {secret} @here");
    sandbox.run(&["set", ID, &summary, "--allow-secret", "made up for the example"]).ok();
    sandbox
        .run(&["message", ID, "pre"])
        .ok()
        .says("What: Reset 3 people then … with")
        .says_no("acme.example.com")
        .says_no("hunter22")
        .says_no("@here");
}

#[test]
fn a_message_that_says_too_little_is_refused() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.run(&["set", ID, "summary=Move {{ who }}"]).ok();
    sandbox.refused(3, &["message", ID, "pre"]).complains("placeholder {{ who }}").complains("var.who=VALUE");
    sandbox.run(&["set", ID, "var.who=everybody", "issue_url="]).ok();
    sandbox.refused(3, &["message", ID, "pre"]).complains("issue_url=");
    sandbox.refused(3, &["message", ID, "permission"]).complains("no permission to ask for");
    sandbox.refused(3, &["message", ID, "post"]).complains("has not begun").complains("message acme/");
    sandbox.refused(2, &["message", ID]).complains("pre, post or permission");
    sandbox.refused(2, &["message", ID, "pre", "--item", "x"]).complains("--item goes with");
    sandbox.run(&["cancel", ID, "--reason", "not wanted"]).ok();
    let out = sandbox.refused(3, &["message", ID, "post"]);
    out.complains(&format!("runbook reopen {ID} --reason WHY")).complains(&format!("runbook set {ID} issue_url="));
    // what is offered can be done in that order
    sandbox.run(&["reopen", ID, "--reason", "to post the message"]).ok();
    sandbox.run(&["set", ID, "issue_url=https://gitlab.example.com/support/-/issues/1"]).ok();
}

#[test]
fn after_the_call_it_says_how_it_went_how_things_stand_and_what_follows() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.refused(3, &["message", ID, "post"]).complains("not over yet");
    for task in ["confirm-state", "bulk-change", "tell"] {
        sandbox.run(&["task", "finish", ID, task, "--took", "5m"]).ok();
    }
    sandbox.run(&["task", "fail", ID, "review-errors", "--note", "two left"]).ok();
    sandbox.run(&["finish", ID]).ok();
    let follow = "two groups next week, see https://docs.example.com/2fa";
    sandbox
        .run(&["message", ID, "post", "--follow-up", follow])
        .ok()
        .says("Completion: partial, 3 of 4 tasks succeeded in 15m as far as it is known\n")
        .says("Current state: the expected result was reached in part; failed: Review users with errors")
        .says(&format!("- {follow}"))
        .says("- Review users with errors failed, see https://handbook.example.com/2fa")
        .says("Runbook: https://gitlab.com/")
        .complains("inform-completion --evidence");
    sandbox.refused(3, &["message", ID, "pre"]).complains("message acme/enforce-2fa-on-all-groups post");
    sandbox.run(&["message", ID, "post", "--state", "all but two"]).ok().says("Current state: all but two");
}

#[test]
fn a_broken_off_call_is_told_as_what_it_was() {
    let sandbox = Sandbox::new();
    plan::running(&sandbox);
    sandbox.run(&["task", "finish", ID, "confirm-state", "--took", "5m"]).ok();
    sandbox.run(&["abort", ID, "--reason", "the API is down"]).ok();
    sandbox.run(&["finish", ID]).ok();
    sandbox.run(&["message", ID, "post"]).ok().says("rolled-back").says("broken off and taken back");
}

#[test]
fn a_permission_names_object_and_change_or_is_not_asked_for() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    let add = |id: &str, action: &str| {
        sandbox.change(&["permission", "add", ID, "--id", id, "--action", action, "--standing", "Owner of acme"]);
    };
    add("vague", "make changes to your account");
    for words in [["permission", "ask", ID, "vague"], ["message", ID, "permission", "--item=vague"]] {
        sandbox.refused(3, &words).complains("neither the object nor the change").complains("permission set");
    }
    assert!(
        plan::codes(&sandbox.run(&["ready", ID, "--json"]).json()["runbooks"][0]["warnings"])
            .contains(&"unspecific".to_owned())
    );
    sandbox.run(&["permission", "set", ID, "vague", "--action", "delete project `acme/old`"]).ok();
    add("sign-in", "sign in as @joe to see the error at https://gitlab.com/x\nYour Current sign-in IP will change.");
    let both = sandbox.run(&["message", ID, "permission"]);
    both.ok()
        .says("Could you please provide permission for Support to delete project `acme/old`?")
        .says("to see the error at https://gitlab.com/x? Your Current sign-in IP will change.")
        .says("have them contact us")
        .says("Replying in this ticket stating you provide permission will be sufficient.");
    sandbox.run(&["permission", "ask", ID, "sign-in"]).ok().says("Could you please").says_no("acme/old");
    sandbox.run(&["permission", "grant", ID, "vague", "--by", "Tom", "--evidence", "x"]).ok();
    let rest = sandbox.json(&["message", ID, "permission"]);
    assert_eq!(rest["permissions"], serde_json::json!(["sign-in"]));
    add("hole", "move {{ project }} to group acme");
    sandbox.refused(3, &["message", ID, "permission"]).complains("var.project=VALUE");
    // a yes without a question is judged as the question is
    add("nothing", "do whatever is needed");
    let yes = |id| ["permission", "grant", ID, id, "--by", "Tom", "--evidence", "x"];
    sandbox.refused(3, &yes("hole")).complains("var.project=VALUE");
    sandbox.refused(3, &yes("nothing")).complains("neither the object nor the change");
    sandbox.change(&["permission", "refuse", ID, "hole", "--by", "Tom", "--evidence", "x"]);
    sandbox.change(&["set", ID, "var.project=old-site"]);
    sandbox.change(&["permission", "ask", ID, "hole"]);
    sandbox.change(&yes("hole"));
}

#[test]
fn an_admin_note_is_one_line_that_ends_with_the_ticket() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    sandbox.at(CALL);
    let ticket = "https://tickets.example.com/agent/tickets/123";
    sandbox
        .run(&["note", ID])
        .ok()
        .says(&format!("2026-12-01 | Enforce 2FA on all groups | customer requested | {ticket}"));
    for (id, when) in [("on-group", "true"), ("on-user", "false")] {
        let words = ["--kind", "admin-note", "--what", "Leave the note", "--note", "2FA enforced | owner requested"];
        sandbox.change(&[&["obligation", "add", ID, "--id", id, "--when", when][..], &words].concat());
    }
    let line = format!("2026-12-01 | 2FA enforced | owner requested | {ticket}");
    assert_eq!(sandbox.run(&["note", ID]).ok().stdout, format!("{line}\n"));
    let note = sandbox.json(&["note", ID])["notes"][0].clone();
    assert_eq!(note, serde_json::json!({"obligation": "on-group", "left": false, "line": line}));
    sandbox.run(&["set", ID, "ticket_url="]).ok();
    sandbox.refused(3, &["note", ID]).complains("ticket_url=https://…");
    assert!(sandbox.read(FILE).contains("note = \"2FA enforced | owner requested\""));
}
