//! For the tests: every kind with texts that hold one and texts that nearly do, put together when they run, so that
//! nobody's scanner stumbles over this file.

/// So many characters of letters and digits.
pub(super) fn body(length: usize) -> String {
    "aB3dE6gH9jK2mN5p".chars().cycle().take(length).collect()
}

/// A text without the `~` that kept its parts from looking like a secret in this file.
pub(super) fn whole(parts: &str) -> String {
    parts.replace('~', "")
}

/// A beginning in two parts and a body.
pub(super) fn token(head: &str, tail: &str, length: usize) -> String {
    format!("{head}{tail}{}", body(length))
}

pub(super) fn pem(label: &str) -> String {
    format!("-----BEGIN {label}-----\n{}\n{}=\n-----END {label}-----", body(64), body(20))
}

/// A kind, texts that hold one, and texts that nearly do.
pub(super) fn samples() -> Vec<(&'static str, Vec<String>, Vec<String>)> {
    let capitals = body(16).to_uppercase();
    vec![
        (
            "GitLab token",
            ["glp@at-", "gld@t-", "glr@t-", "glc@bt-", "glp@tt-", "glf@t-", "gls@oat-", "gli@mt-", "GR134@8941"]
                .iter()
                .map(|prefix| format!("use {} now", token(&prefix.replace('@', ""), "", 20)))
                .collect(),
            vec!["a token that begins with glpat-".into(), token("gl", "pat-", 9)],
        ),
        (
            "GitHub token",
            ["p_", "o_", "u_", "s_", "r_"]
                .iter()
                .map(|kind| token("gh", kind, 36))
                .chain([token("github", "_pat_", 82)])
                .collect(),
            vec![token("gh", "p_", 12), token("gh", "x_", 36), token("github", "_pat_", 9)],
        ),
        (
            "AWS access key",
            vec![format!("AK{}{capitals}", "IA"), format!("({}IA{capitals})", "AS")],
            vec![format!("AK{}{capitals}7", "IA"), format!("AK{}{}", "IA", body(16)), format!("AKIA {capitals}")],
        ),
        (
            "AWS secret key",
            vec![
                format!("aws_secret_access_key = {}/{}+", body(30), body(8)),
                format!("AWS_SECRET_ACCESS_KEY={}", body(40)),
            ],
            vec!["aws_secret_access_key = <from the vault>".into(), "aws_secret_access_key=${AWS_KEY}".into()],
        ),
        (
            "Slack token",
            ["a", "b", "p", "r", "s"]
                .iter()
                .map(|kind| token("xox", &format!("{kind}-2498-"), 24))
                .chain([token("xa", "pp-1-", 30)])
                .collect(),
            vec!["xoxb-tokens-are-for-bots".into(), token("xox", "b-", 5), token("xox", "z-", 30)],
        ),
        (
            "Slack webhook",
            vec![format!("https://hooks.slack.com/{}/T{}/B{}/{}", "services", body(8), body(8), body(24))],
            vec!["https://hooks.slack.com/services/ leads nowhere".into()],
        ),
        ("Google key", vec![token("AI", "za", 35)], vec![token("AI", "za", 30)]),
        ("Google token", vec![token("ya", "29.", 60)], vec!["the ya29. beginning".into(), token("ya", "29", 60)]),
        (
            "Stripe key",
            vec![token("sk_", "live_", 24), token("rk_", "live_", 24), token("sk_", "test_", 24)],
            vec![token("pk_", "live_", 24), token("sk_", "live_", 6)],
        ),
        ("npm token", vec![token("np", "m_", 36)], vec!["npm_config_registry".into(), token("np", "m_", 12)]),
        ("PyPI token", vec![token("py", "pi-", 120)], vec!["pypi-publish".into()]),
        (
            "SendGrid key",
            vec![format!("S{}{}.{}", "G.", body(22), body(43))],
            vec![token("S", "G.", 70), "SG. is a place".into()],
        ),
        ("DigitalOcean token", vec![token("dop", "_v1_", 64)], vec![token("dop", "_v1_", 20)]),
        (
            "private key",
            [
                "RSA PRIVATE KEY",
                "OPENSSH PRIVATE KEY",
                "PRIVATE KEY",
                "EC PRIVATE KEY",
                "ENCRYPTED PRIVATE KEY",
                "PGP PRIVATE KEY BLOCK",
            ]
            .iter()
            .map(|label| pem(label))
            .collect(),
            vec![pem("CERTIFICATE"), pem("PGP PUBLIC KEY BLOCK"), "-----BEGIN PRIVATE KEY".into()],
        ),
        (
            "JWT",
            vec![format!("ey{}.ey{}.{}", token("J", "", 20), token("J", "", 30), body(43))],
            vec![format!("ey{}.ey{}", token("J", "", 20), token("J", "", 30)), "eyJ.eyJ.sig".into()],
        ),
        (
            "password in an address",
            vec![
                whole("clone https:~//tom:hunter2@git.example.com/acme.git"),
                whole("postgres:~//app:p@ss!w@db.example.com:5432/main"),
                whole("(redis:~//:x9@cache)"),
            ],
            [
                "https://git@example.com/a.git",
                "ssh://git@gitlab.com:22/acme.git",
                "git@gitlab.com:acme/site.git",
                "https://tom:***@example.com",
                "https://tom:<password>@example.com",
                "https://tom:${PASSWORD}@example.com",
                "https://tom:$PASSWORD@example.com",
                "https://tom:[masked]@example.com",
                "https://example.com:8443/a:b@c",
                "see https://example.com, ask tom:smith@example.com",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        (
            "PIN",
            [
                "Support PIN: 482915",
                "2FA code: 123456",
                "PIN-Code: 4711",
                "| otp | 884422 |",
                "verification code is 884422",
            ]
            .map(str::to_owned)
            .to_vec(),
            ["pin: 17", "pin: 2026", "PIN: see the vault", "Pin version: 2.10.3", "error code: 123456", "SPIN: 123456"]
                .map(str::to_owned)
                .to_vec(),
        ),
        (
            "password hash",
            vec![
                format!("userPassword: {{SSH{}}}{}", "A", body(38)),
                format!("tom:{}{}/{}:1", "$6", "$salt1salt", body(85)),
            ],
            vec!["{SSHA} is a scheme".into(), "awk '{print $1$2}'".into(), "$2y$10$ is how bcrypt begins".into()],
        ),
        (
            "Discord token",
            vec![format!("MTk4NjIyNDgz{}.Cl2FMQ.{}", "NDcxOTI1MjQ4", body(27))],
            vec![
                format!("MTkabcdefghijklmnopqrstu.Cl2FMQ.{}", body(27)),
                "NTP.synchronised.and-in-step-with-all-others".into(),
            ],
        ),
        (
            "authorization header",
            vec![
                format!("curl -H 'Authorization: Bearer {}'", body(30)),
                format!("authorization: basic {}==", body(20)),
                format!("\"Authorization\": \"Bearer {}\"", body(12)),
            ],
            [
                "Authorization: Bearer $TOKEN",
                "Authorization: Bearer <token>",
                "Authorization: basic authentication",
                "authorization: given by Tom",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
    ]
}
