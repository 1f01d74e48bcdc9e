//! Texts in which secrets stand, and texts in which none does.

use std::fs;
use std::path::{Path, PathBuf};

use super::pattern_tests::{made, pick};

/// Base64, as programs write it.
pub(super) fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |number: u32| char::from(digits[usize::try_from(number & 63).unwrap()]);
    let group = |group: &[u8]| {
        let number = group.iter().chain(&[0, 0]).take(3).fold(0, |number, byte| number << 8 | u32::from(*byte));
        let all = [18, 12, 6, 0].map(|bits| digit(number >> bits));
        (0..4).map(|at| if at <= group.len() { all[at] } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// A text with the secret in it, in each of the surroundings in which secrets stand.
pub(super) fn surroundings(secret: &str) -> Vec<(&'static str, String)> {
    let escaped = secret.replace('\n', "\\n");
    let mut all = vec![
        ("start", secret.to_owned()),
        ("sentence", format!("it is {secret} and nothing else")),
        ("quoted", format!("say \"{secret}\" and '{secret}'")),
        ("JSON", format!("{{\"level\":\"info\",\"msg\":\"line\\n{escaped}\\nnext\",\"n\":1}}")),
        ("unicode escape", format!("{{\"msg\":\"\\u0022{escaped}\\u0022\"}}")),
        ("header", format!("curl -H 'X-Thing: {secret}' https://x")),
        ("comment", format!("x = 1 # {secret}")),
        ("CSV", format!("a,{secret},b")),
        ("coloured", format!("\u{1b}[31m{secret}\u{1b}[0m")),
        ("escapes", format!("a\\n{escaped}\\tb")),
        ("escaped twice", format!("{{\\\"msg\\\":\\\"say \\\\n{escaped}\\\\n\\\"}}")),
        ("ANSI written out", format!("\\u001b[31m{escaped}\\u001b[0m and \\x1b[1m{escaped}\\x1b[m")),
        ("HTML", format!("<td title=&quot;{secret}&quot;>&#34;{secret}&#34;</td>")),
        ("XML", format!("<add key=\"x\" value=\"{secret}\"/><v>{secret}</v>")),
        ("YAML", format!("x: \"{escaped}\"\ny: '{escaped}'")),
        ("list", format!("- {secret}")),
        ("PHP", format!("$x = array('y' => '{secret}', 'n' => 1);")),
        ("table", format!("| x | {secret} | `{secret}` |")),
        ("brackets", format!("({secret}) [{secret}] <{secret}>")),
        ("tabs", format!("a\t{secret}\tb")),
        ("shell", format!("export X=\"{secret}\"; Y='{secret}'")),
    ];
    all.push(("base64", format!("data: {}", base64(secret.as_bytes()))));
    if !secret.contains('\n') {
        let half = secret.len() / 2;
        let (head, rest) = secret.split_at(half);
        all.push(("coloured inside", format!("say {head}\u{1b}[31m{rest}\u{1b}[0m end")));
        all.push(("NULs between", secret.chars().flat_map(|c| [c, '\0']).collect()));
        all.push(("struck over", secret.chars().flat_map(|c| [c, '\u{8}', c]).collect()));
        all.push(("marks without width", format!("{head}\u{200b}{rest}")));
    }
    if !secret.contains([' ', '\n']) {
        all.push(("address", format!("https://x.acme.com/?a=1&b={secret}&c=2")));
        all.push(("percent", format!("https://x.acme.com/%0A{secret}%0Ab")));
        all.push(("option", format!("run -H{secret}")));
        all.push(("assigned", format!("X={secret}")));
        all.push(("percent quotes", format!("https://x.acme.com/?q=%7B%22a%22%3A%22{secret}%22%7D")));
        all.push(("entity", format!("https://x.acme.com/?a=1&amp;b={secret}&amp;c=2")));
    }
    all
}

/// What a vendor documents, a person writes in place of a secret, or a program prints that is none.
pub(super) const FREE: &[&str] = &[
    "AKIAIOSF^ODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY^EXAMPLEKEY",
    "glp^at-X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X^X",
    "glp^at-xxxxxxxxxxxxxxxxxxxx",
    "gh^p_16C7e42F292c6912^E7710c838347Ae178B4a",
    "sk_te^st_4eC39HqLyjWDar^jtT1zdp7dc",
    "password (redacted)",
    "token=(redacted)",
    "password: op://team/acme/password",
    "token: vault:secret/data/acme#token1",
    "PGPASSWORD=$PGPASSWORD psql",
    "PGPASSWORD=${X} psql",
    "PGPASSWORD=\"$(pass show acme/db1)\"",
    "password see 1Password",
    "token: rotate after the call",
    "curl -u tom https://gitlab.acme.com/api1",
    "curl -u \"$USER:$PASS\" https://gitlab.acme.com",
    "curl -u user:password https://gitlab.acme.com",
    "curl -u tom: https://gitlab.acme.com",
    "curl -u <user>:<token> https://x",
    "mysql -p gitlab",
    "mysql -u root -p",
    "https://acme.zoom.us/j/81234567890?pwd=QWxhZGRpbjpvcGVuIHNlc2FtZQ.1",
    "Join Zoom Meeting\nhttps://us02web.zoom.us/j/81234567890?pwd=aB3dE6gH9jK2mN5p\n\nMeeting ID: 812 3456 7890\nPasscode: 123456",
    "Passcode: 8Tz3kQ",
    "Meeting password: qbM3XrQ5Pf2",
    "https://acme.webex.com/acme/j.php?MTID=m1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_YjM1@thread.v2/0?context=%7b%22Tid%22%3a%22a1b2%22%7d",
    "https://meet.google.com/abc-defg-hij",
    "Cookie: accept all cookies; see privacy=policy",
    "the bearer of this letter",
    "login and password reset are done",
    "sk-learn-pipeline-version-two-and-three-of-four",
    "task-force-of-the-customer-for-the-migration-of-2026",
    "key-value-store-with-replication-in-three-zones",
];

/// Ordinary lines as they were written: notes, logs, settings and code of many programs, and this program's own pages,
/// templates and sources.
pub(super) fn ordinary_lines() -> Vec<String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![top.join("tests/fixtures/secrets/ordinary.txt")];
    let mut folders: Vec<PathBuf> =
        ["src", "runbook-templates", "tests/fixtures/import"].map(|folder| top.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            // these hold secrets on purpose
            let is_of_secrets = entry.starts_with(top.join("src/secret")) || name.contains("test");
            match entry.is_dir() {
                _ if is_of_secrets => {}
                true => folders.push(entry),
                false => files.push(entry),
            }
        }
    }
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    texts
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// Ordinary texts of this work: sentences, commands, logs and settings, each with names and figures of its own.
pub(super) fn ordinary() -> Vec<String> {
    const SENTENCES: &[&str] = &[
        "Remove 2FA for {n} users of {w}, in batches of {d}; the console session stays open until {t}.",
        "{w} {n}: rolled back at {t}, see https://gitlab.com/{w}/infra/-/issues/{n}#note_{d}{n}",
        "The pipeline {d}{n} of {w}/{w} failed at commit {h40} after {d}m{d}s",
        "kubectl -n {w} rollout restart deployment/{w}-{h10}-{s5} && kubectl get pods -l app={w}",
        "{t} INFO [{h8}-{h4}-{h4}-{h4}-{h12}] {w}.{w}: request_id={h32} status=200 duration={n}ms",
        "image: registry.example.com/{w}/{w}@sha256:{h64}",
        "ssh -i ~/.ssh/id_ed25519 {w}@10.{d}.{d}.{d} sudo gitlab-ctl tail {w}",
        "Passwort zurücksetzen für {w}: der Kunde hat am {t} zugestimmt, Vorgang {n}",
        "Restablecer la contraseña de {w} y avisar al cliente a las {t} (caso {n})",
        "パスワードの再設定: {w} 様、{t} に実施、チケット {n}",
        "token: see the vault entry {w}/{n}; secret: rotated by {w} on {t}",
        "export RAILS_ENV=production GITLAB_HOST=https://{w}.example.com:{n} PAGE={d}",
        "| {w} | Success | {d}m | @{w}_{d} | [link](https://docs.example.com/{w}/{n}.html) |",
        "User.find_by_username('{w}{d}').update!(otp_required_for_login: false, admin_mode: {d})",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{43} {w}@{w}.example.com",
        "integrity sha512-{b86}== resolved {w}-{d}.{d}.{n}.tgz",
        "data:image/png;base64,iVBORw0KGgo{b120}",
        "commit {h40} (HEAD -> {w}-{n}) Author: {w} <{w}.{w}@example.com>",
        "{\"id\":{n},\"uuid\":\"{h8}-{h4}-{h4}-{h4}-{h12}\",\"state\":\"{w}\",\"etag\":\"{h32}\",\"next_page_token\":null}",
        "cookie banner of {w} shown to {n} people; session of {d} minutes; password policy unchanged since {t}",
        "IBAN DE{d}{d}500105175407324931, phone +49 30 {n}{d}, invoice {w}-{n}-{d}",
        "curl -sS --retry {d} -o /tmp/{w}.json https://api.example.com/v4/projects/{n}/pipelines?per_page=100&sort=asc",
        "mysql -h {w} -u {w} -p gitlabhq_production < /srv/backup/{w}-{n}.sql",
        "eslint-config-{w} {d}.{d}.{d} and risk-{w}-model-{n} are desk-{w} tasks of {w}",
    ];
    const WORDS: &[&str] = &[
        "acme",
        "registry",
        "billing",
        "migration",
        "support",
        "cluster",
        "runner",
        "gitaly",
        "postgres",
        "umlaute",
        "reindex",
        "mirror",
        "staging",
    ];
    let fill = |sentence: &str, seed: u64| {
        let mut filled = String::new();
        let mut rest = sentence;
        let mut part = seed;
        while let Some((head, tail)) = rest.split_once('{') {
            filled.push_str(head);
            let (spec, behind) = tail.split_once('}').unwrap_or(("", tail));
            part = part.wrapping_mul(31).wrapping_add(7);
            match spec {
                "w" => filled.push_str(pick(WORDS, part)),
                "n" => filled.push_str(&(1_000 + part % 9_000).to_string()),
                "d" => filled.push_str(&(10 + part % 89).to_string()),
                "t" => {
                    filled.push_str(&format!("2026-{:02}-{:02}T{:02}:05:00Z", 1 + part % 12, 1 + part % 28, part % 24))
                }
                spec if spec.len() < 4 && spec.bytes().any(|byte| byte.is_ascii_digit()) => {
                    filled.push_str(&made(&format!("{{{spec}}}"), part))
                }
                other => filled.push_str(&format!("{{{other}}}")),
            }
            rest = behind;
        }
        filled + rest
    };
    (0..2_400).map(|number| fill(pick(SENTENCES, number), number)).collect()
}
