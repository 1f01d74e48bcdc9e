//! Where a link or a path names an account, by its shape: behind `/users/`, behind `/@`, as `username=`; as the first
//! part of a link it may be one. What is done with it is for others to say.

use std::ops::Range;

use super::scheme::schemes;

/// What stands right before the name of an account.
const LEADS: [&str; 5] = ["/users/", "/admin/user/", "/@", "?username=", "&username="];

/// What stands there and is a page of everybody's.
const PAGES: [&str; 11] = [
    "sign_in",
    "sign_up",
    "sign_out",
    "password",
    "auth",
    "confirmation",
    "unlock",
    "edit",
    "new",
    "almost_there",
    "terms",
];

/// The name of an account in a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkedAccount {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// True where the shape says so; otherwise it is one only if it is known as one.
    pub(super) is_sure: bool,
}

impl LinkedAccount {
    /// The name as the text has it.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// The accounts in a text, in their order.
pub(super) fn accounts(text: &str) -> Vec<LinkedAccount> {
    let lower = text.to_ascii_lowercase();
    let behind = |lead: &'static str| {
        let mut scheme = schemes(&lower);
        let found = lower.match_indices(lead).map(|(at, _)| at);
        // a handle behind a slash is somebody's by itself
        found.filter(move |at| lead != "/@" || scheme(*at).is_some()).map(move |at| (at + lead.len(), true))
    };
    let sure = LEADS.into_iter().flat_map(behind);
    let first = lower.match_indices("://").filter_map(|(at, sign)| {
        let host = at + sign.len();
        let rest = lower.get(host..)?;
        let end = rest.find(|c: char| c == '/' || c.is_whitespace())?;
        rest.get(end..)?.starts_with('/').then_some((host + end + 1, false))
    });
    let mut found: Vec<LinkedAccount> = sure
        .chain(first)
        .filter_map(|(at, is_sure)| Some(LinkedAccount { range: at..at + name(text.get(at..)?)?, is_sure }))
        .collect();
    found.sort_by_key(|own| (own.range.start, !own.is_sure));
    found.dedup_by_key(|own| own.range.start);
    found
}

/// How long the name at the beginning of a text is; none where nobody's stands there.
fn name(text: &str) -> Option<usize> {
    let is_of_name = |c: char| c.is_alphanumeric() || "._-+%~".contains(c);
    let whole = text.get(..text.find(|c: char| !is_of_name(c)).unwrap_or(text.len()))?;
    // a dot ends the sentence
    let name = whole.trim_end_matches('.');
    let is_page = PAGES.iter().any(|page| name.eq_ignore_ascii_case(page));
    (name.contains(char::is_alphanumeric) && !is_page).then_some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Shape, assert_linear};

    #[test]
    fn an_account_is_known_by_the_shape_of_its_link() {
        for (text, wanted) in [
            ("see https://gitlab.com/admin/users/jane_smith.", vec!["jane_smith"]),
            ("https://gitlab.com/admin/users/jane.smith/edit?x=1", vec!["jane.smith"]),
            ("`/admin/user/jane`, (/users/jane-s) and /api/v4/users/123/keys", vec!["jane", "jane-s", "123"]),
            ("<https://social.example/@jane/1>", vec!["jane"]),
            ("https://gitlab.com/api/v4/users?username=jane&x=y", vec!["jane"]),
            ("HTTPS://GITLAB.COM/USERS/Jane", vec!["Jane"]),
            ("https://gitlab.com/users/sign_in or https://gitlab.com/admin/users/", vec![]),
            ("https://docs.example.com/user/group", vec![]),
            ("users/jane, and/@jane and @jane", vec![]),
        ] {
            let found = accounts(text);
            let sure: Vec<&str> = found.iter().filter(|own| own.is_sure).map(|own| own.of(text)).collect();
            assert_eq!(sure, wanted, "{text}");
        }
    }

    #[test]
    fn the_first_part_of_a_link_may_be_one() {
        let text = "https://gitlab.com/jane/x, https://gitlab.com and https://a.example/@joe";
        let found: Vec<(&str, bool)> = accounts(text).iter().map(|own| (own.of(text), own.is_sure)).collect();
        assert_eq!(found, [("jane", false), ("joe", true)]);
    }
    #[test]
    fn many_accounts_are_found_in_a_time_that_grows_as_their_number_does() {
        let shapes: [Shape; 5] = [
            ("accounts in one link", |count| "x://".to_owned() + &"/@".repeat(count)),
            ("accounts in no link", |count| "/@".repeat(count)),
            ("links", |count| "x://a/@".repeat(count)),
            ("links without an end", |count| "x://".repeat(count)),
            ("names", |count| "/users/a&username=b".repeat(count)),
        ];
        assert_linear(&shapes, 5_000, |text| {
            accounts(text);
        });
    }
}
