//! Passwords behind a name that is followed by its owner, as texts and as streams, and ordinary lines of that form.

use super::layout_tests::{rules, streamed};

/// Lines with `X` in the place of a password.
const OWNED: &[&str] = &[
    "Password for root: X",
    "**Password for root:** X",
    "**Password** for `root`: X",
    "password for admin = X",
    "Password for the elastic user: X",
    "Initial password for new users: X",
    "password of root: X",
    "root password on srv01: X",
    "Password Admin: X",
    "Passwort Testuser: X",
    "Passwort von Ann: X",
    "Passwort für root : `X`",
    "Passwort lautet: X",
    "Das Passwort lautet X",
    "Das Passwort ist: X",
    "Contraseña para root: X",
    "Contraseña de Ana: X",
    "La contraseña es: X",
    "Mot de passe pour root : X",
    "Wachtwoord voor root: X",
    "Set the password to the following: \"X\"",
];

#[test]
fn a_password_behind_its_owner_is_found_and_masked() {
    let rules = rules();
    for line in OWNED {
        for password in ["Tr0ub4dor3xx", "s3cret!word", "Welcome2026!", "Zk4_9sLq2mXp7"] {
            let text = line.replace('X', password);
            let found: Vec<&str> =
                rules.find(&text).into_iter().map(|own| text.get(own.start..own.end).unwrap()).collect();
            assert_eq!(found, [password], "{text}");
            for pieces in [1, 7, 4_096] {
                let (screen, kept) = streamed(&text, pieces);
                assert!(!screen.contains(password) && screen.contains("[masked password]"), "{pieces}: {screen}");
                assert!(!kept.contains(password) && rules.find(&kept).is_empty(), "{kept}");
            }
        }
    }
}

#[test]
fn what_is_mixed_is_found_behind_an_owner_and_a_word_of_being_and_below() {
    assert!(!rules().mask("The password is: k8jq2mzx91").contains("k8jq2mzx91"));
    for line in ["Password for root is X", "Das Passwort für Ann lautet X", "Password for root:\nX"] {
        let text = line.replace('X', "Tr0ub4dor3xx");
        assert!(!rules().mask(&text).contains("Tr0ub4dor3xx"), "{text}");
        assert!(!streamed(&text, 5).1.contains("Tr0ub4dor3xx"), "{text}");
    }
}

#[test]
fn ordinary_lines_of_that_form_are_free() {
    for line in [
        "Password policy for admins: changed",
        "Password for the call: kJ7mPq2x",
        "Passord for møtet: kJ7mPq2x",
        "Password for root: **OPS-1234**",
        "Passwort für root: jdoe42?",
        "Contraseña de la reunión: kJ7mPq2x",
        "Passwort für die Besprechung: kJ7mPq2x",
        "Neues Passwort an: mueller42",
        "Password via: Signal2go",
        "Password incident: INC0012345",
        "Parola chiave: ISO27001",
        "Send the new password for root to: Jdoe42x",
        "Password for root created on: 30Nov2026",
        "changed password for user id=ab12cd34",
        "Password reset for Ann: done",
        "Passwort-Richtlinie für Gäste: siehe Wiki",
        "Password rotation on srv01: 2026-11-30",
        "Password for root: see 1Password",
        "Password for root: {{ vault }}",
        "Password for root: 1Password",
        "Password for root: OPS-1234",
        "Password for root: $ROOT_PASSWORD1",
        "Password for root: \"handed over by desk 24x7 on the call\"",
        "Password of the day: none",
        "Password owner: @jane",
        "Password owner: jdoe42x",
        "Password manager: Bitwarden2026",
        "Password expires on Monday: yes",
        "Password for root changed by: jdoe42x",
        "Password for root was changed: 14h30m",
        "Password for root is rotated by jdoe42x",
        "Failed password for root from 203.0.113.7 port 40022: ssh2conn",
        "1Password for Teams: acme2026x",
        "Meeting password for Acme: 8Tz3kQx2",
        "Password for the Zoom call: 8Tz3kQx2",
        "[sudo] password for tom: ",
        "invalid password attempt: srv12ab34 is told of it",
        "password prompt for tom: session=ab12cd34",
        "wrong password for tom: ip=10.12.13.14",
        "password requisite pam_pwquality.so retry=3 minlen=12abcdef",
        "All tests pass on srv01: build-12345",
        "Token for root: acme-2498123",
        "password for user in users12345",
    ] {
        assert_eq!(rules().find(line), [], "{line}");
        assert_eq!(streamed(line, 6).0, line);
    }
}
