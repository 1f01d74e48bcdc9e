//! The texts to post: fit for where they go, specific, and with what the documents ask for.

use super::plan::{self, CALL, FILE, ID};
use crate::stand::Stand;

#[test]
fn before_the_call_the_channels_learn_of_the_work_with_its_link() {
    let stand = Stand::new();
    plan::ready(&stand);
    let out = stand.run(&["message", ID, "pre"]);
    out.ok()
        .says("Acme - Enforce 2FA on all groups")
        .says("Tue 2026-12-01 14:00 CET (13:00 UTC), planned 1h55m")
        .says("Runbook: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1")
        .says("executes: John Doe")
        .says_no("Tom Blogs")
        .says_no("harry")
        .complains("post it in #support_gitlab-com, #support_self-managed, #support_manager");
    stand.run(&["set", ID, "var.platform=self-managed"]).ok();
    let answer = stand.json(&["message", ID, "pre"]);
    assert_eq!(answer["channels"], serde_json::json!(["#support_self-managed", "#support_manager"]));
    assert_eq!(answer["message"].as_str().unwrap(), out.stdout.trim_end());
    let settings = stand.read(".runbook.toml").replace("# channels = ", "channels = ");
    stand.write(".runbook.toml", settings);
    assert_eq!(stand.json(&["message", ID, "pre"])["channels"], serde_json::json!(["#support_managers"]));
}

#[test]
fn a_channel_sees_no_users_and_no_secret() {
    let stand = Stand::new();
    plan::draft(&stand);
    let secret = format!("password={}", "hunter22hunter22");
    let summary =
        format!("summary=Reset joe@acme.example.com, ann@acme.example.com and @max, then @sue with {secret} @here");
    stand.run(&["set", ID, &summary, "--allow-secret", "made up for the example"]).ok();
    stand
        .run(&["message", ID, "pre"])
        .ok()
        .says("What: Reset 3 people then @sue")
        .says_no("acme.example.com")
        .says_no("hunter22")
        .says_no("@here");
}

#[test]
fn a_message_that_says_too_little_is_refused() {
    let stand = Stand::new();
    plan::draft(&stand);
    stand.run(&["set", ID, "summary=Move {{ who }}"]).ok();
    stand.refused(3, &["message", ID, "pre"]).complains("placeholder {{ who }}").complains("var.who=VALUE");
    stand.run(&["set", ID, "var.who=everybody", "issue_url="]).ok();
    stand.refused(3, &["message", ID, "pre"]).complains("issue_url=");
    stand.refused(3, &["message", ID, "permission"]).complains("no permission to ask for");
    stand.refused(3, &["message", ID, "post"]).complains("has not begun").complains("message acme/");
    stand.refused(2, &["message", ID]).complains("pre, post or permission");
    stand.refused(2, &["message", ID, "pre", "--item", "x"]).complains("--item goes with");
}

#[test]
fn after_the_call_it_says_how_it_went_how_things_stand_and_what_follows() {
    let stand = Stand::new();
    plan::running(&stand);
    stand.refused(3, &["message", ID, "post"]).complains("not over yet");
    for task in ["confirm-state", "bulk-change", "tell"] {
        stand.run(&["task", "finish", ID, task, "--took", "5m"]).ok();
    }
    stand.run(&["task", "fail", ID, "review-errors", "--note", "two left"]).ok();
    stand.run(&["finish", ID]).ok();
    let follow = "two groups next week, see https://docs.example.com/2fa";
    stand
        .run(&["message", ID, "post", "--follow-up", follow])
        .ok()
        .says("Completion: partial, 3 of 4 tasks succeeded in 15m (planned 1h55m)")
        .says("Current state: the expected result was reached in part; failed: Review users with errors")
        .says(&format!("- {follow}"))
        .says("- Review users with errors failed, see https://handbook.example.com/2fa")
        .says("Runbook: https://gitlab.com/")
        .complains("inform-completion --evidence");
    stand.refused(3, &["message", ID, "pre"]).complains("message acme/enforce-2fa-on-all-groups post");
    stand.run(&["message", ID, "post", "--state", "all but two"]).ok().says("Current state: all but two");
}

#[test]
fn a_broken_off_call_is_told_as_what_it_was() {
    let stand = Stand::new();
    plan::running(&stand);
    stand.run(&["task", "finish", ID, "confirm-state", "--took", "5m"]).ok();
    stand.run(&["abort", ID, "--reason", "the API is down"]).ok();
    stand.run(&["finish", ID]).ok();
    stand.run(&["message", ID, "post"]).ok().says("rolled-back").says("broken off and taken back");
}

#[test]
fn a_permission_names_object_and_change_or_is_not_asked_for() {
    let stand = Stand::new();
    plan::planned(&stand);
    let add = |id: &str, action: &str| {
        stand.change(&["permission", "add", ID, "--id", id, "--action", action, "--standing", "Owner of acme"]);
    };
    add("vague", "make changes to your account");
    for words in [["permission", "ask", ID, "vague"], ["message", ID, "permission", "--item=vague"]] {
        stand.refused(3, &words).complains("neither the object nor the change").complains("permission set");
    }
    assert!(
        plan::codes(&stand.run(&["ready", ID, "--json"]).json()["runbooks"][0]["warnings"])
            .contains(&"unspecific".to_owned())
    );
    stand.run(&["permission", "set", ID, "vague", "--action", "delete project `acme/old`"]).ok();
    add("sign-in", "sign in as @joe to see the error at https://gitlab.com/x\nYour Current sign-in IP will change.");
    let both = stand.run(&["message", ID, "permission"]);
    both.ok()
        .says("Could you please provide permission for Support to delete project `acme/old`?")
        .says("to see the error at https://gitlab.com/x? Your Current sign-in IP will change.")
        .says("have them contact us")
        .says("Replying in this ticket stating you provide permission will be sufficient.");
    stand.run(&["permission", "ask", ID, "sign-in"]).ok().says("Could you please").says_no("acme/old");
    stand.run(&["permission", "grant", ID, "vague", "--by", "Tom", "--evidence", "x"]).ok();
    let rest = stand.json(&["message", ID, "permission"]);
    assert_eq!(rest["permissions"], serde_json::json!(["sign-in"]));
    add("hole", "move {{ project }} to group acme");
    stand.refused(3, &["message", ID, "permission"]).complains("var.project=VALUE");
}

#[test]
fn an_admin_note_is_one_line_that_ends_with_the_ticket() {
    let stand = Stand::new();
    plan::ready(&stand);
    stand.at(CALL);
    let ticket = "https://tickets.example.com/agent/tickets/123";
    stand
        .run(&["note", ID])
        .ok()
        .says(&format!("2026-12-01 | Enforce 2FA on all groups | customer requested | {ticket}"));
    for (id, when) in [("on-group", "true"), ("on-user", "false")] {
        let words = ["--kind", "admin-note", "--what", "Leave the note", "--note", "2FA enforced | owner requested"];
        stand.change(&[&["obligation", "add", ID, "--id", id, "--when", when][..], &words].concat());
    }
    let line = format!("2026-12-01 | 2FA enforced | owner requested | {ticket}");
    assert_eq!(stand.run(&["note", ID]).ok().stdout, format!("{line}\n"));
    let note = stand.json(&["note", ID])["notes"][0].clone();
    assert_eq!(note, serde_json::json!({"obligation": "on-group", "left": false, "line": line}));
    stand.run(&["set", ID, "ticket_url="]).ok();
    stand.refused(3, &["note", ID]).complains("ticket_url=https://…");
    assert!(stand.read(FILE).contains("note = \"2FA enforced | owner requested\""));
}
