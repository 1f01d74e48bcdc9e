//! Passwords that only a table, a heading or a definition gives away, as texts and as streams; tables that hold none; and
//! tokens with the escapes of Markdown and HTML in their midst.

use super::{Masked, Masker, Rules};

pub(super) fn rules() -> Rules {
    Rules::new(&std::collections::BTreeMap::new()).unwrap()
}

/// What of a text is shown and kept that comes in pieces of so many bytes.
pub(super) fn streamed(text: &str, pieces: usize) -> (String, String) {
    let rules = rules();
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    for bytes in text.as_bytes().chunks(pieces) {
        masker.take(bytes, &mut masked);
        masker.pause(&mut masked);
    }
    masker.end(&mut masked);
    let kept: Vec<String> = masked.lines.into_iter().map(|line| line.text).collect();
    (String::from_utf8_lossy(&masked.screen).into_owned(), kept.join("\n"))
}

/// Texts with `X` in the place of a password.
const TABLES: &[&str] = &[
    "| user | password |\n|------|----------|\n| tom | X |",
    "| **Password** | host |\n|:--|--:|\n| `X` | db1 |\n| see vault | db2 |",
    "user | password\n---- | ----\ntom | X",
    "||user||password||\n|tom|X|",
    "+------+----------+\n| user | password |\n+------+----------+\n| tom  | X |\n+------+----------+",
    " user | password \n------+----------\n tom  | X",
    "| | |\n|---|---|\n| Host | db1 |\n| Password | X |",
    "| Name | API token |\n| --- | --- |\n| ci | X |",
    "user,password\ntom,X",
    "user;Passwort;host\ntom;X;db1",
    "user\tpassword\thost\ntom\tX\tdb1",
    "\"user\",\"password\"\n\"Doe, Jane\",\"X\"",
    "\u{feff}password,user\nX,tom",
    "user,password,note\ntom,vault:acme/db,\njane,X,",
    "<tr><th>User</th><th>Password</th></tr>\n<tr><td>tom</td><td>X</td></tr>",
    "<table>\n<thead>\n<tr>\n<th scope=\"col\">User</th>\n<th scope=\"col\"><b>Password</b></th>\n</tr>\n</thead>\n<tr>\n<td>tom</td>\n<td>\n<code>X</code>\n</td>\n</tr></table>",
    "<td>Password</td><td>X</td>",
    "<tr><th>Password</th><td>X</td></tr>",
    "<dl><dt>Password</dt><dd>X</dd></dl>",
    "### Password\n\nX",
    "## DB password ##\n\n```\nX\n```",
    "**Password**\n\n- `X`",
    "Password\n--------\n\nX",
    "Password\n: X",
    "Password\n\n: X",
    "<h1>x</h1>\n\n| password |\n|---|\n| X |",
    "<tr><td>User</td><td>Password</td></tr><tr><td>tom</td><td>X</td></tr>",
    "<table><tr><td><p class=\"a\"><b>User</b></p></td>\n<td><p><b>Password</b></p></td></tr>\n<tr><td>tom</td><td><p>X</p></td></tr></table>",
    "<tr><td>Host</td><td>db1</td></tr><tr><td>Password</td><td>X</td></tr>",
    "| user | password |\n| tom | X |",
    "| Password | X |\n|---|---|\n| User | tom |",
    "| Password | X |",
    "| Password | [masked password] |\n|---|---|\n| Root password | X |",
    "# Password\nX",
    "# Root password\nX",
    "| Host | GitLab initial root password |\n|---|---|\n| db1 | X |",
    "## MySQL replication user password\n\nX",
    "| DE root password |\n|---|\n| X |",
    "## DO API token\n\nX",
    "## LA vpn password\n\nX",
];

#[test]
fn a_value_below_or_beside_its_title_is_found_and_masked() {
    let rules = rules();
    for table in TABLES {
        for password in ["Summer-2024!", "hunter22", "k8Jq2mZx91"] {
            // no program issues a word and a year
            if table.contains("token") && password.starts_with("Summer") {
                continue;
            }
            let text = table.replace('X', password);
            let found: Vec<&str> =
                rules.find(&text).into_iter().map(|own| text.get(own.start..own.end).unwrap()).collect();
            assert_eq!(found, [password], "{text}");
            let masked = rules.mask(&text);
            assert!(!masked.contains(password) && rules.find(&masked).is_empty(), "{masked}");
            // a stream writes the mark out, and then it is a letter of the title
            for pieces in [1, 7, 4_096].into_iter().filter(|_| !text.starts_with('\u{feff}')) {
                let (screen, kept) = streamed(&text, pieces);
                assert!(!screen.contains(password) && screen.contains("[masked "), "{pieces}: {screen}");
                assert!(!kept.contains(password) && rules.find(&kept).is_empty(), "{kept}");
            }
        }
    }
}

#[test]
fn what_stands_for_a_value_is_free_in_a_table_as_behind_a_colon() {
    for free in [
        "(redacted)",
        "see vault",
        "-",
        "—",
        "",
        "n/a",
        "TBD",
        "<password>",
        "${PASSWORD}",
        "********",
        "[masked password]",
        "vault:acme/db",
        "https://vault.acme.com/ui/acme",
        "[vault](https://vault.acme.com/x1y2z3)",
        "changed",
        "yes",
        "2026-12-01",
        "unchanged",
        "op://ops/acme/password",
        "in the vault",
        "Vault",
        "✓",
        "`vault kv get acme/db`",
        "@john_doe",
        "rotated",
        "1Password",
        "secret/acme/db",
        "expired",
        "john@acme.com",
    ] {
        for table in TABLES {
            let text = table.replace('X', free);
            assert_eq!(rules().find(&text), [], "{text}");
            let (screen, kept) = streamed(&text, 5);
            assert_eq!(
                (screen, kept.trim_end()),
                (text.clone(), text.replace('\u{feff}', "\\u{feff}").trim_end()),
                "{text}"
            );
        }
    }
}

#[test]
fn ordinary_tables_and_headings_hold_no_secret() {
    let texts = [
        "| user | Password changed |\n|---|---|\n| tom | 2026-12-01T10:00Z |\n| jane | INC-4521x7 |",
        "| user | Password policy | Host |\n|---|---|---|\n| tom | NIST800-63b | db1prod2x |",
        "| Test | Pass | Fail |\n|---|---|---|\n| login | 120034 | 3 |\n| logout | 99.5% | 0 |",
        "| Host | Role |\n|---|---|\n| srv-db12 | primary1a2b |",
        "| Step | Owner |\n|---|---|\n| Reset password | jdoe42x |\n| Rotate token | jdoe42x |",
        "| Field | Type | Default |\n|---|---|---|\n| password | string | null |\n| token | string | none |",
        "| Variable | Meaning |\n|---|---|\n| `DB_PASSWORD` | from the vault, see below |\n| API_TOKEN | masked variable |",
        "| Secret | Where |\n|---|---|\n| acme-db-credentials | vault |\n| acme-tls | cert-manager |",
        "| Token | Scope |\n|---|---|\n| deploy | read_api |\n| renovate-bot | api, read_user |",
        "user,password_changed,host\ntom,2026-01-02,srv12ab34",
        "Check the host, the port, the user, password\nand the rest, z9y8x7w6, of it, too",
        "user, password and host\ntom, hunter22x and db1",
        "- user, password\n- tom, srv12ab34",
        "from auth import user, password\nfrom db import pool, x1y2z3w4",
        "def connect(user, password):\n    return open(user, q1w2e3r4)",
        "### Password policy\n\nNIST800-63b",
        "### Password\n\nIs kept by the customer2024 team.",
        "### Reset the password\n\nhunter22x",
        "### Password\n\n### Host1a2b3c",
        "### Password\n\nUnchanged\n\nsrv12ab34",
        "Password\n\nsrv12ab34 is the host",
        "Password\nsrv12ab34",
        "12:00:01 | Password:\n12:00:02 | srv12ab34\n12:00:03 | a1b2c3d4",
        "12:00:01 | password\n12:00:02 | a1b2c3d4e5 commit",
        "cat users | password\ncat x1y2z3w4 | sort1a2b3c",
        "<tr><th>User</th><th>Password changed</th></tr><tr><td>tom</td><td>INC4521x7</td></tr>",
        "<td>Password policy</td><td>NIST800-63b</td>",
        "<dt>Password age</dt><dd>P90Dx1y2</dd>",
        "<th>Password</th><th>Host1a2b</th>",
        "| password |\n|---|\n| see vault |\n\n| host |\n|---|\n| srv12ab34 |",
        "user,password\n\nhost,srv12ab34",
        "| Meeting password | link |\n|---|---|\n| k8Jq2mZx91 | https://acme.zoom.us/j/123 |",
        "# DB password\nDB_PASSWORD=${DB_PASSWORD}",
        "# registry credentials\nREGISTRY_HOST=registry2.acme.com:5050",
        "## database password\n\nDB_HOST=db1.acme.com",
        "# database password\ndb1prod2x",
        "cat users | sort\necho -n \"$PASSWORD\" | sha256sum",
        "cat users | sort\nsudo cat /run/secrets/db_password | sha256sum",
        "| Paso | Quién |\n|---|---|\n| Cambiar la contraseña | jdoe42x |",
        "| Step | Case |\n|---|---|\n| Disable the root password | OPS-1234 |",
        "**Users without a password**\n\n- jdoe42x",
        "### Hosts with the old password\n\n- srv12ab34",
        "| Secret | Used by |\n|---|---|\n| AWS_S3_KEY | backup |",
        "| Credential | Owner |\n|---|---|\n| svc-db01 | ops |",
        "| Token | Scope |\n|---|---|\n| ci-bot3 | api |",
        "| Password | see vault |\n| srv12ab34 | primary |",
        "<tr><td>Password</td><td>see vault</td></tr><tr><td>Server1a2b</td><td>primary</td></tr>",
        "| commit | next token |\n|---|---|\n| a1b2c3d4 | k8Jq2mZx91 |",
        "| Password | Vault |\n| srv12ab34 | primary |",
        "<tr><td>Password</td><td>Unchanged</td></tr><tr><td>Server1a2b</td><td>primary</td></tr>",
        "<tr><td>Password policy</td><td>Owner</td></tr><tr><td>NIST800-63b</td><td>jdoe42x</td></tr>",
        "| Step | Owner |\n|---|---|\n| Request API token | jdoe42x |\n| Distribute new password | jdoe42x |",
        "| Paso | Caso |\n|---|---|\n| Restablecer contraseña | OPS-1234 |\n| Rotar token | jdoe42x |",
        "| Étape | Qui |\n|---|---|\n| Renouveler mot de passe | jdoe42x |\n| Reimpostare password | jdoe42x |",
        "# DB password\nDB_HOST=db1prod.acme.com",
        "**Password**\n\nDB_PASSWORD_FILE=/run/secrets/db1",
    ];
    let is_wrong = |text: &&&str| !rules().find(text).is_empty() || streamed(text, 9).0 != **text;
    let wrong: Vec<_> = texts.iter().filter(is_wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_secret_with_an_equals_sign_is_found_below_its_heading() {
    for (text, secret) in [
        ("## API token\n\nc2VjcmV0LWtleS1mb3ItYWNtZQ==", "c2VjcmV0LWtleS1mb3ItYWNtZQ=="),
        ("**Password**\n\n- k8J=q2mZx91", "k8J=q2mZx91"),
    ] {
        let masked = rules().mask(text).into_owned();
        assert!(!masked.contains(secret) && masked.contains("[masked "), "{masked}");
        assert!(!streamed(text, 7).1.contains(secret), "{text}");
    }
}

#[test]
fn a_question_below_a_table_of_passwords_is_shown_before_its_line_ends() {
    let rules = rules();
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    masker.take(b"user,password\ntom,hunter22\nContinue? [y/N] ", &mut masked);
    masker.pause(&mut masked);
    let screen = String::from_utf8_lossy(&masked.screen);
    assert_eq!(screen, "user,password\ntom,[masked password]\nContinue? [y/N] ");
}

#[test]
fn tokens_are_found_as_markdown_and_html_show_them() {
    let rules = rules();
    let body = "aBcDeFgHiJ0123456789";
    for dash in ["\\-", "&#45;", "&#x2d;", "&hyphen;", "%2D", "-&shy;"] {
        for text in [format!("glpat{dash}{body}"), format!("it is <b>glpat{dash}{body}</b>, and \"no\\-thing\" else")] {
            let found = rules.find(&text);
            assert_eq!(found.len(), 1, "{text}");
            let masked = rules.mask(&text);
            assert!(!masked.contains("glpat") && !masked.contains("6789"), "{masked}");
            for pieces in [1, 6, 4_096] {
                let (screen, kept) = streamed(&text, pieces);
                assert!(screen.contains("[masked GitLab token]") && !screen.contains("6789"), "{screen}");
                assert_eq!(kept, masked);
            }
        }
    }
    for text in [
        "regex: glpat\\-[0-9a-zA-Z_\\-]{20}",
        "a\\-b\\_c",
        "see glpat\\-…",
        "ghp\\_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}

#[test]
fn a_value_on_the_line_below_its_label_is_found() {
    for text in [
        "Password:\n```\nX\n```",
        "DB password:\n\n    X",
        "password: |\n  X",
        "- Password:\n  X",
        "db_password: >-\n  X\nhost: a",
        "| Nouveau mot de passe | X |",
        "| Password (temporary, valid one day) | X |",
        "## DB root password:\n\nX",
        "| Root password | Not set |\n| DB password | X |",
        "| File | Import password |\n|---|---|\n| vpn.p12 | X |",
    ] {
        let text = text.replace('X', "Tr0ub4dor-3xx");
        assert!(!rules().mask(&text).contains("Tr0ub4dor"), "{text}");
    }
    for text in [
        "- Rotate root password:\n  - OPS-1234",
        "## Reset password:\n\n- OPS-1234",
        "1) Reset password:\n   - OPS-1234",
        "- Then reset password:\n  - OPS-1234",
        "<tr><td>Customer receives new password</td><td>OPS-1234</td></tr>",
        "| WITHOUT PASSWORD | OPS-1234 |",
        "- [ ] Reset password:\n  - OPS-1234",
        "| Task | Ticket |\n|---|---|\n| Customer receives new password | OPS-1234 |",
        "| Without password | OPS-1234 |\n|---|---|\n| a | b |",
        "Password:\nsee the vault",
        "Meeting password:\nTr0ub4dor-3xx",
        "Password:\n- ask Ann\n",
        "Notes:\nTr0ub4dor-3xx",
    ] {
        assert_eq!(rules().mask(text), text);
    }
}
