//! Asking the customer for a permission, in the documents' phrasing (rows 36, 62–66).

use crate::model::{Permission, Runbook, Settings, is_filled};
use crate::render::layout::{plain, prose};
use crate::render::names::Names;

/// Verbs that follow “Could you please” themselves.
const DIRECT: [&str; 3] = ["confirm ", "reply ", "provide "];

/// The message to the customer: one question for each permission, what is told with it, and that a reply will do.
///
/// People of ours are called by name in it.
pub fn request(permissions: &[&Permission], runbook: &Runbook, settings: &Settings) -> String {
    Names::of_home(runbook, settings).told(&questions(permissions))
}

fn questions(permissions: &[&Permission]) -> String {
    let mut paragraphs: Vec<String> = permissions.iter().map(|permission| question(permission)).collect();
    let standings: Vec<String> = permissions
        .iter()
        .filter(|permission| is_filled(&permission.standing) && !is_own_reply(permission))
        .filter_map(|permission| permission.standing.as_ref())
        .map(plain)
        .collect();
    if let Some(standing) = in_words(standings) {
        paragraphs.push(format!(
            "We can act only on the word of the {standing}. If that is not you, please have them contact us."
        ));
    }
    if !permissions.iter().all(|permission| is_own_reply(permission)) {
        paragraphs.push("Replying in this ticket stating you provide permission will be sufficient.".to_owned());
    }
    let glue = if paragraphs.len() > 2 { "\n\n" } else { " " };
    paragraphs.join(glue)
}

fn question(permission: &Permission) -> String {
    let asked = first_line(permission);
    let is_direct = DIRECT.iter().any(|verb| asked.to_lowercase().starts_with(verb));
    let lead = if is_direct { "Could you please" } else { "Could you please provide permission for Support to" };
    let question = format!("{lead} {asked}?");
    let more: Vec<String> = permission.action.as_str().trim().lines().skip(1).map(|line| prose(line.trim())).collect();
    let more = more.join(" ");
    if more.trim().is_empty() { question } else { format!("{question} {}", more.trim()) }
}

/// The request says itself how to answer.
fn is_own_reply(permission: &Permission) -> bool {
    first_line(permission).to_lowercase().starts_with("reply ")
}

fn first_line(permission: &Permission) -> String {
    let first = permission.action.as_str().trim().lines().next().unwrap_or_default();
    plain(first.trim().trim_end_matches(['.', '?', '!']))
}

/// `Owner of acme`, or both where two are needed; none where nobody is named.
fn in_words(mut standings: Vec<String>) -> Option<String> {
    let mut seen = Vec::new();
    standings.retain(|standing| {
        let is_new = !seen.contains(standing);
        seen.push(standing.clone());
        is_new
    });
    (!standings.is_empty()).then(|| standings.join(" or the "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn asked(values: &[Value]) -> String {
        let permissions: Vec<Permission> = values
            .iter()
            .map(|value| {
                let mut whole = json!({"id": "a"});
                whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
                serde_json::from_value(whole).unwrap()
            })
            .collect();
        questions(&permissions.iter().collect::<Vec<_>>())
    }

    const ENOUGH: &str = "Replying in this ticket stating you provide permission will be sufficient.";

    #[test]
    fn the_sentence_is_the_documents_own() {
        let wanted = format!("Could you please provide permission for Support to enforce 2FA on all groups? {ENOUGH}");
        assert_eq!(asked(&[json!({"action": "enforce 2FA on all groups."})]), wanted);
        let wanted = format!("Could you please confirm that you would like us to add a@example.com? {ENOUGH}");
        assert_eq!(asked(&[json!({"action": "confirm that you would like us to add a@example.com"})]), wanted);
    }

    #[test]
    fn what_is_told_with_it_follows_the_question() {
        let text =
            asked(&[json!({"action": "sign in as @joe at https://example.com/x\nYour sign-in IP will change.\n"})]);
        assert!(
            text.contains("sign in as @joe at https://example.com/x? Your sign-in IP will change. Replying"),
            "{text}"
        );
        let text = asked(&[json!({"action": "reply from joe@example.com, confirming you own it"})]);
        assert_eq!(text, "Could you please reply from joe@example.com, confirming you own it?");
    }

    #[test]
    fn several_are_asked_at_once_and_the_standing_is_said_once() {
        let owner = "Owner of acme";
        let text = asked(&[
            json!({"action": "delete acme/a", "standing": owner}),
            json!({"action": "delete acme/b", "standing": owner}),
        ]);
        assert_eq!(text.matches("Could you please").count(), 2);
        assert_eq!(text.matches(owner).count(), 1);
        assert!(text.contains("please have them contact us") && text.ends_with(ENOUGH));
    }
}
