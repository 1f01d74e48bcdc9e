//! Whether a permission says what it permits: the object and the change, and nothing left to fill in (row 63).
//!
//! It refuses only what plainly names nothing, “make changes to your account”; whether the words are the right ones is for
//! the person who asks.

use crate::model::{Fault, Permission, Result, RunbookId};

use super::placeholder::has_placeholder;

/// Words that name neither an object nor a change by themselves.
const EMPTY_WORDS: &str = "\
    a about accordingly account accounts act action actions all also an and any anything are as at be been by \
    can carry change changes changing confirm continue could customer described do doing everything execute fix \
    for from get go handle have he help her here his how if in into is issue issues it its just let like make \
    making manage may me modify more my necessary need needed no not of on only or other our out perform \
    permission please possible problem problems proceed properly provide reply request requested required \
    resolve same shall she should so some something stuff such support take task tasks that the their them \
    there these they thing things this those to update updates us user users via want was we were what whatever \
    when where which will with work would you your";

/// Signs of something left to fill in, and words that say so.
const LEFT_OPEN: [&str; 4] = ["...", "…", "???", "[ ]"];
const LEFT_OPEN_WORDS: [&str; 5] = ["xxx", "xxxx", "todo", "tbd", "tba"];

/// What is wrong with the wording of a permission, as the end of a sentence; none when it is specific.
pub fn unspecific(action: &str) -> Option<&'static str> {
    let first = action.trim().lines().next().unwrap_or_default();
    if has_placeholder(action) {
        return Some("it still holds a placeholder");
    }
    let is_open_word = |word: &str| LEFT_OPEN_WORDS.contains(&bare(word).as_str());
    let is_open = LEFT_OPEN.iter().any(|sign| action.contains(sign)) || action.split_whitespace().any(is_open_word);
    if is_open || has_blank_to_fill(first) {
        return Some("it leaves something to fill in");
    }
    let telling = first.split_whitespace().filter(|word| is_telling(word)).count();
    match telling {
        0 => Some("it names neither the object nor the change"),
        1 => Some("it names either the object or the change, not both"),
        _ => None,
    }
}

/// `<project>`: a name in angle brackets, with nothing that an address or a comparison has.
fn has_blank_to_fill(text: &str) -> bool {
    text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).is_some_and(|(inside, _)| {
        !inside.is_empty() && inside.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_' || c == '-')
    })
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_telling(word: &str) -> bool {
    let bare = bare(word);
    !bare.is_empty() && !EMPTY_WORDS.split_whitespace().any(|empty| empty == bare)
}

/// Refuses to ask for a permission that says nothing definite, or to take a yes to it.
///
/// # Errors
/// `Refused`, saying what is missing and how to say it.
pub fn specific(runbook_id: &RunbookId, permission: &Permission) -> Result<()> {
    let id = &permission.id;
    // whose word counts is a part of what is asked
    let standing = permission.standing.as_ref().map(|own| own.as_str()).filter(|own| has_placeholder(own));
    let action = permission.action.as_str();
    let (wrong, text) = match (unspecific(action), standing) {
        (Some(wrong), _) => (wrong, action),
        (None, Some(standing)) => ("its standing still holds a placeholder", standing),
        (None, None) => return Ok(()),
    };
    let words = text.trim().lines().next().unwrap_or_default();
    let hole = super::placeholder::names_in(text);
    let fault = Fault::refused(format!("permission `{id}` cannot be asked for or given: {wrong}: “{words}”"));
    let fault = hole.iter().fold(fault, |fault, name| fault.hint(format!("runbook set {runbook_id} var.{name}=VALUE")));
    Err(match hole.is_empty() {
        true => fault.hint(format!(
            "name the object and the change: runbook permission set {runbook_id} {id} --action \"delete project acme/old-site\""
        )),
        false => fault,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_and_a_change_are_specific() {
        for action in [
            "enforce 2FA on all groups of Acme",
            "re-run one or more pipelines in project `xyz` to investigate the issue you've described",
            "reset the 2FA of the listed users",
            "unblock @tanuki",
            "delete acme/old-site",
            "confirm that you would like us to exchange a@example.com and b@example.com",
            "view CI/CD variables",
            "2FA für Gruppe Übergabe abschalten",
            "全てのグループ 二要素認証",
        ] {
            assert_eq!(unspecific(action), None, "{action}");
        }
    }

    #[test]
    fn what_names_nothing_or_is_left_open_is_not() {
        for (action, wanted) in [
            ("make changes to your account", "neither"),
            ("do whatever is needed to fix the issue", "neither"),
            ("take the required action", "neither"),
            ("Do it", "neither"),
            ("", "neither"),
            ("enforce it", "either"),
            ("delete the account", "either"),
            ("do what is needed", "neither"),
            ("confirm that you would like us to delete it", "either"),
            ("delete {{ project }} for good", "placeholder"),
            ("delete project ...", "fill in"),
            ("delete project <name of project>", "fill in"),
            ("delete project TBD", "fill in"),
        ] {
            assert!(unspecific(action).is_some_and(|why| why.contains(wanted)), "{action}: {:?}", unspecific(action));
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let permission = |action: &str| {
            serde_json::from_value::<Permission>(serde_json::json!({"id": "p", "action": action})).unwrap()
        };
        let runbook_id = &"acme/work".parse().unwrap();
        let fault = specific(runbook_id, &permission("delete {{ path }} of {{ owner }}")).unwrap_err();
        assert_eq!(fault.hints, ["runbook set acme/work var.path=VALUE", "runbook set acme/work var.owner=VALUE"]);
        assert!(
            specific(runbook_id, &permission("help")).unwrap_err().hints[0]
                .contains("permission set acme/work p --action")
        );
    }
}
