//! What is found, what is not, and that masking leaves nothing behind.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::sample_tests::{body, pem, samples, token, whole};
use super::{Rules, SecretFinding};
use crate::model::Kind;

fn rules() -> Rules {
    Rules::new(&BTreeMap::new()).unwrap()
}

fn own(name: &str, pattern: &str) -> Rules {
    Rules::new(&BTreeMap::from([(name.to_owned(), pattern.to_owned())])).unwrap()
}

fn kinds(text: &str) -> Vec<String> {
    rules().find(text).into_iter().map(|finding| finding.kind).collect()
}

#[test]
fn each_known_shape_is_found_and_its_near_miss_is_not() {
    for (kind, true_ones, near_misses) in samples() {
        for text in true_ones {
            assert_eq!(kinds(&text), [kind], "{text}");
        }
        for text in near_misses {
            assert_eq!(kinds(&text), Vec::<String>::new(), "not a {kind}: {text}");
        }
    }
}

#[test]
fn a_value_assigned_to_a_name_that_speaks_of_secrets_is_found() {
    for (text, kind, value) in [
        ("password=hunter2hunter2", "password", "hunter2hunter2"),
        ("password=hunter2", "password", "hunter2"),
        ("PASSWORD: S3cr3t!pass", "password", "S3cr3t!pass"),
        ("password: hunter2", "password", "hunter2"),
        ("password=correcthorse, then log in", "password", "correcthorse"),
        ("the passwd = 'tr0ub4dor&3'", "password", "tr0ub4dor&3"),
        ("DB_PWD=2498x2500", "password", "2498x2500"),
        ("adminPassword: \"qW3rty!\"", "password", "qW3rty!"),
        ("{\"password\":\"hunter22\",\"user\":\"tom\"}", "password", "hunter22"),
        ("mysql --password=hunter22 -u root", "password", "hunter22"),
        ("mysql --password hunter22 -u root", "password", "hunter22"),
        ("secret: a8f5f167~f44f4964~e6c998de", "secret", "a8f5f167~f44f4964~e6c998de"),
        ("client_secret=Zm9v~YmFyMTIz", "secret", "Zm9v~YmFyMTIz"),
        ("https://example.com/api?private_token=q1w2e3r4t5&page=2", "token", "q1w2e3r4t5"),
        ("auth_token := q1w2e3r4t5", "token", "q1w2e3r4t5"),
        ("PRIVATE-TOKEN: q1w2e3r4t5", "token", "q1w2e3r4t5"),
        ("api_key: q1w2e3r4t5.", "access key", "q1w2e3r4t5"),
        ("apikey=q1w2e3r4t5;x=1", "access key", "q1w2e3r4t5"),
        ("access_key => 'q1w2e3r4t5'", "access key", "q1w2e3r4t5"),
        ("config['api_key'] = 'q1w2e3r4t5'", "access key", "q1w2e3r4t5"),
        ("пароль password=пароль123", "password", "пароль123"),
    ] {
        let (text, value) = (&whole(text), &whole(value));
        let found = rules().find(text);
        let [SecretFinding { kind: seen, start, end }] = &found[..] else { panic!("{text}: {found:?}") };
        assert_eq!((seen.as_str(), text.get(*start..*end)), (kind, Some(value.as_str())), "{text}");
    }
}

#[test]
fn prose_placeholders_and_references_are_not_values() {
    for text in [
        "all other options (such as a password reset) come first",
        "token: see vault",
        "token: see the vault entry acme/2fa",
        "secret: rotated",
        "secret: rotated!",
        "password: required",
        "Password: (required), 2FA: optional",
        "password=required",
        "password: GitLab-managed",
        "password: \"ask Tom Blogs for it\"",
        "password=${PASSWORD}",
        "password=$PASSWORD",
        "password=$(pass show acme)",
        "PASSWORD=%PASSWORD%",
        "password=<password>",
        "password: <your password>",
        "password=***",
        "password=********",
        "password: [redacted]",
        "password={{ password }}",
        "password={{password}}",
        "password: xxxxxxxx",
        "password=YOUR_PASSWORD",
        "password=changeme",
        "token: https://vault.example.com/acme/7f3a",
        "secret: op://team/acme/k8s1",
        "secret: /etc/gitlab/acme1/secrets.json",
        "token: @john_doe2 has it",
        "token: tom.blogs@example.com keeps it",
        "token: acme/site#4521",
        "token: ZD-2498123",
        "token: 2020-10-10",
        "token expires: 2020-10-10T23:30",
        "token = PersonalAccessToken.find_by_token(params[:token])",
        "user.update(password: new_password)",
        "password = ENV['PASSWORD1']",
        "password=short",
        "passwords: 2498of2500",
        "the secret: `status: 'enable'`",
        "token: OAuth2, not SAML",
        "tokenizer=a1b2c3d4",
        "--token is an option",
    ] {
        assert_eq!(kinds(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_documents_own_sentences_hold_no_secret() {
    for text in [
        "Lost SSH recovery codes and a password reset that never arrived: support helps once ownership is verified.",
        "Where secrets must be revealed (such as CI/CD variables), ask the customer for permission first.",
        "Runbook: `Acme - Enforce 2FA on all groups`, DRI `@john_doe`, at `2020-10-10 - 23:30 PST`.",
        "Meeting: example.zoom.com/my/example.meeting; issue: https://gitlab.com/acme/demo/-/issues/1",
        "To go back, run the same method with `status: 'enable'`; it is `disable` by default.",
        "Change `johndoe@example.com` to `johndoe+release@example.com` and leave an admin note.",
        "Tell `#support_gitlab-com` and `#support_manager` on Slack, with a link to the runbook.",
        "2498 of 2500 users done; token count: 2500; see [Asking Permission](#asking-permission).",
    ] {
        assert_eq!(rules().find(text), [], "{text}");
    }
}

#[test]
fn masking_hides_the_value_and_keeps_what_stands_around() {
    assert_eq!(rules().mask("set password=hunter22."), "set password=[masked password].");
    assert_eq!(
        rules().mask(&whole("https:~//tom:hunter2@example.com/x")),
        "https://tom:[masked password in an address]@example.com/x"
    );
    let both = format!("password={} https://x", token("gl", "pat-", 20));
    assert_eq!(rules().mask(&both), "password=[masked GitLab token] https://x");
    assert_eq!(rules().mask(&format!("a\n{}\nb", pem("OPENSSH PRIVATE KEY"))), "a\n[masked private key]\nb");
    assert!(matches!(rules().mask("nothing here"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn a_private_key_that_was_cut_short_is_hidden_to_the_end() {
    let cut = pem("RSA PRIVATE KEY").replace("-----END RSA PRIVATE KEY-----", "");
    assert_eq!(rules().mask(&format!("a {cut}")), "a [masked private key]");
}

#[test]
fn the_stores_own_patterns_are_found_by_their_name() {
    let rules = own("acme licence", "ACME-[0-9]{4}");
    assert_eq!(rules.mask("key ACME-2498 and ACME-25"), "key [masked acme licence] and ACME-25");
    assert_eq!(own("empty", "x*").mask("abc"), "abc");
}

#[test]
fn a_bad_pattern_is_refused_with_file_and_name() {
    for pattern in ["(", "(\\w{1000}){1000}"] {
        let fault = Rules::new(&BTreeMap::from([("acme".into(), pattern.to_owned())])).unwrap_err();
        assert_eq!(fault.kind, Kind::Unreadable);
        assert!(fault.message.contains(".runbook.toml") && fault.message.contains("acme"), "{fault}");
        assert!(!fault.hints.is_empty());
    }
}

#[test]
fn a_scan_names_the_place_and_never_the_value() {
    let secret = token("gl", "pat-", 20);
    let value = json!({
        "do": "create",
        "record": {
            "title": format!("uses {secret}"),
            "tasks": [{"id": "bulk", "title": "x"}, {"id": "other", "links": ["https://a", whole("https:~//t:q1w2@b")]}],
            "contacts": [{"name": format!("password={}", "hunter22")}],
            "variables": {"admin_password": "hunter22", "note_password": "see the vault", "count": 2498},
            secret.as_str(): 1,
        },
    });
    let found = rules().scan(&value);
    let expected = [
        ("record.title", "GitLab token"),
        ("record.tasks.other.links.2", "password in an address"),
        ("record.contacts.1.name", "password"),
        ("record.variables.admin_password", "password"),
        ("record.[masked GitLab token]", "GitLab token"),
    ];
    assert_eq!(found, expected.map(|(place, kind)| (place.to_owned(), kind.to_owned())));
    assert!(!format!("{found:?}").contains(&body(8)));
}

#[test]
fn a_scan_may_begin_below_a_place() {
    let found = rules().scan_at("variables.db_password", &json!("hunter22"));
    assert_eq!(found, [("variables.db_password".to_owned(), "password".to_owned())]);
    assert_eq!(rules().scan_at("tasks.bulk.title", &json!("hunter22")), []);
}

/// Pieces of secrets, of text around them, and of markers, to be put together in any order.
fn piece() -> impl Strategy<Value = String> {
    let whole = samples().into_iter().flat_map(|(_, ones, near)| ones.into_iter().chain(near)).collect::<Vec<_>>();
    let around = [
        "password",
        "=",
        ":",
        " ",
        "\"",
        "'",
        "@",
        "://",
        "token",
        "[masked password]",
        "[masked own]",
        "[",
        "]",
        "é",
        "\n",
        "ab1c2d",
        "eyJ",
        "--",
        "&x=",
        ".",
    ];
    prop_oneof![
        proptest::sample::select(whole),
        proptest::sample::select(around.map(str::to_owned).to_vec()),
        "\\PC{0,6}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn masking_leaves_no_secret(pieces in proptest::collection::vec(piece(), 0..10), pattern in proptest::sample::select(vec!["ab", "mas[a-z]", r"\.", "ow", r"\[m", r"d\]", "k", r"\w*sk\w*"])) {
        let text = pieces.concat();
        for rules in [rules(), own("own", pattern), own("own", r".*[\[\]=].*")] {
            let masked = rules.mask(&text);
            prop_assert_eq!(rules.find(&masked), [], "{}", masked);
            prop_assert_eq!(rules.find(&text).is_empty(), masked == text);
        }
    }

    #[test]
    fn findings_are_in_order_and_on_characters(pieces in proptest::collection::vec(piece(), 0..10)) {
        let text = pieces.concat();
        let mut from = 0;
        for finding in rules().find(&text) {
            prop_assert!(from <= finding.start && finding.start < finding.end);
            prop_assert!(text.get(finding.start..finding.end).is_some());
            from = finding.end;
        }
    }
}
