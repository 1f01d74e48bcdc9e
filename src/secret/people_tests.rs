//! Passwords as people make them, behind every name, in commands and in addresses; and what stands in their place.

use std::collections::BTreeMap;

use super::names::{NAMES, SHORT};
use super::{Masked, Masker, Rules};

fn rules() -> Rules {
    Rules::new(&BTreeMap::new()).unwrap()
}

/// Passwords by how people make them: the word or the whole that must not be seen afterwards.
const MADE: &[(&str, &str)] = &[
    ("Summer#2024", "Summer"),
    ("Meier#12", "Meier"),
    ("Winter-2025!", "Winter"),
    ("Kolibri-7731", "Kolibri"),
    ("sommer-2024", "sommer"),
    ("Summer_2024", "Summer"),
    ("Acme_2026!", "Acme_"),
    ("Willkommen.2026", "Willkommen"),
    ("Hallo/123", "Hallo"),
    ("$Xk3lm92Qq7", "lm92Qq7"),
    ("$p4ssw0rd9", "ssw0rd9"),
    ("@Xk3lm92Qq7", "lm92Qq7"),
    ("@dmin2024", "dmin2024"),
    ("Summer(2024)", "2024"),
    ("Hunter)22x", "22x"),
    ("Xk(lm92Qq7", "lm92Qq7"),
    ("JIRA-4521", "4521"),
];

/// `NAME` and `VALUE`.
const SURROUNDINGS: &[&str] = &[
    "NAME=VALUE",
    "NAME: VALUE",
    "# NAME: VALUE",
    "first\nNAME: VALUE\nlast",
    "- **NAME:** VALUE",
    "\"NAME\": \"VALUE\"",
    "export NAME=\"VALUE\"",
    "export NAME='VALUE'",
    "NAME = 'VALUE'",
    "'NAME' => 'VALUE',",
    "{\\\"NAME\\\":\\\"VALUE\\\"}",
    "\\nNAME: VALUE\\n",
    "host=db NAME=VALUE dbname=x",
    "--NAME=VALUE",
    "--NAME 'VALUE'",
    "<NAME>VALUE</NAME>",
    "x?a=1&NAME=VALUE&b=2",
];

#[test]
fn passwords_that_people_make_are_found_behind_every_name() {
    let rules = rules();
    let mut missed = Vec::new();
    let names = NAMES.iter().filter(|(name, kind)| *kind == "password" && !SHORT.contains(name));
    for (name, _) in names {
        for (around, (value, seen)) in
            SURROUNDINGS.iter().flat_map(|around| MADE.iter().map(move |made| (around, made)))
        {
            let text = around.replace("NAME", name).replace("VALUE", value);
            if rules.mask(&text).contains(seen) {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    for (label, value) in ["pw: ", "login: root / ", "| password | ", "the password is "]
        .iter()
        .flat_map(|label| ["Summer2024", "Winter-2025!", "Sommer#24"].iter().map(move |value| (label, value)))
    {
        assert!(!rules.mask(&format!("{label}{value}")).contains(value), "{label}{value}");
    }
}

#[test]
fn passwords_that_people_make_are_found_in_every_command() {
    let rules = rules();
    let mut missed = Vec::new();
    for command in [
        "curl -u tom:VALUE https://gitlab.acme.com",
        "curl -u 'tom:VALUE' https://gitlab.acme.com",
        "sshpass -p VALUE ssh root@host",
        "sshpass -p 'VALUE' ssh root@host",
        "mysql -pVALUE db",
        "redis-cli -a 'VALUE' ping",
        "ldapsearch -x -D cn=admin -w 'VALUE' -b dc=acme",
        "curl -X POST -d 'DATA' -u tom:VALUE https://a.b",
        "curl -X POST -H 'a: b' --data \"DATA\" \\\n  -u 'tom:VALUE' https://a.b",
    ] {
        // a bare bracket is the shell's own
        for (value, seen) in MADE.iter().filter(|(value, _)| command.contains('\'') || !value.contains(['(', ')'])) {
            let data = "{id: 12, name: acme} ".repeat(200);
            let text = command.replace("VALUE", value).replace("DATA", &data);
            if rules.mask(&text).contains(seen) {
                missed.push(command.replace("VALUE", value));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn each_password_of_a_command_is_found_and_none_hides_another() {
    let rules = rules();
    for text in [
        "# curl -U proxy:Old3Secret9 https://a.b -u tom:NewXk3lm92Qq7",
        "curl -d \"curl -u tom:Old3Secret9 x\" -u tom:NewXk3lm92Qq7",
        "keytool -storepass Old3Secret9 -keypass NewXk3lm92Qq7",
        "curl -u tom:Old3Secret9 https://a.b; curl -u tom:NewXk3lm92Qq7 https://a.b",
    ] {
        let words: Vec<String> = rules.words(text).collect();
        assert!(words.iter().any(|word| word.contains("Old3Secret9")), "{text}: {}", words.len());
        assert!(words.iter().any(|word| word == "NewXk3lm92Qq7"), "{text}: {}", words.len());
    }
}

#[test]
fn a_password_in_an_address_may_hold_every_sign() {
    let rules = rules();
    let mut missed = Vec::new();
    for address in
        ["postgres://app:VALUE@db.acme.com/x", "redis://:VALUE@h:6379/0", "see https://tom:VALUE@db:8443/a?b=c#d"]
    {
        for sign in "!#$%&()*+,-./:;=?@[]^_{}~".chars() {
            for value in [format!("Xk3{sign}lm92Qq7"), format!("{sign}Xk3lm92Qq7"), format!("Xk3lm92Qq7{sign}")] {
                // two of them begin another part of an address
                let text = address.replace("VALUE", &value);
                if rules.mask(&text).contains("92Qq7") {
                    missed.push(text);
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    for text in [
        "https://example.com:8443/a:b@c",
        "https://localhost:3000/@tom/a?b=c@d",
        "ssh://git@github.com:acme/repo@v1.2",
        "docker://registry.acme.com:5000/img@sha256:0a1b2c",
        "pip install git+https://github.com:acme/repo@v1",
        "postgres://app:$PASSWORD/x@y",
        "https://acme.com/a:b/c@d",
        "http://one:8080/x http://tom@two",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    for piece in ["postgres://app:Xk3/", "lm92", "Qq7@db", " is up\n"] {
        masker.take(piece.as_bytes(), &mut masked);
        masker.pause(&mut masked);
        assert!(!String::from_utf8_lossy(&masked.screen).contains("Xk3"), "{piece}");
    }
}

#[test]
fn an_aws_secret_may_begin_as_a_path_does() {
    let rules = rules();
    for secret in ["/wJalrXUt/nFE7MIK7MDENG/bPxRfiCYzK123456", "/ab/Jk2lq/Zx9kQ4mN7pR1sT5vW8yB3dF6hJ0lMn"] {
        assert_eq!(secret.len(), 40);
        let text = format!("aws_secret_access_key={secret}");
        assert_eq!(rules.mask(&text), "aws_secret_access_key=[masked AWS secret key]");
    }
}

#[test]
fn a_name_may_go_on_behind_the_word_that_speaks_of_a_secret() {
    let rules = rules();
    for text in [
        "user.password_confirmation = 'VALUE'",
        "update(password: \"VALUE\", password_confirmation: \"VALUE\")",
        "u.password = u.password_confirmation = 'VALUE'",
        "user[password_confirmation]=VALUE",
        "passwordConfirmation=VALUE",
        "password_confirm=VALUE",
        "password1: VALUE",
        "password2: VALUE",
        "PASSWORD_1=VALUE",
        "DB_PASSWORD_2: VALUE",
        "ROOT_PASSWORD_INITIAL=VALUE",
        "password_for_db: VALUE",
        "passwords: VALUE",
        "api_key_2=VALUE",
        "token1: VALUE",
    ] {
        let text = text.replace("VALUE", "Xk3lm92Qq7");
        assert!(!rules.mask(&text).contains("Xk3lm92Qq7"), "{text}");
    }
    let found = rules
        .scan(&serde_json::json!({"variables": {"password_confirmation": "hunter22", "root_password2": "hunter22"}}));
    assert_eq!(found.len(), 2);
    for text in [
        "password_changed_at: 2026-12-01T10:00:00Z",
        "password_expires_at: 2026-12-01",
        "PASSWORD_MIN_LENGTH=12",
        "password_policy: strong2Mixed3Case",
        "--password-file=/run/secrets/Db2Pass1",
        "password_reset_token_ttl: 3600",
        "password-stdin: true",
        "\"NextToken\": \"9f4d9f69-1c2b-4a3d-8e5f-6a7b8c9d0e1f\"",
        "--starting-token 9f4d9f691c2b4a3d8e5f",
        "--client-request-token 9f4d9f691c2b4a3d8e5f",
        "--idempotency-token=9f4d9f691c2b4a3d8e5f",
        "\"lastModifiedSecret\": 1556311319.069",
        "\"PaginationToken\": \"9f4d9f691c2b4a3d8e5f\"",
        "\"ClientToken\": \"9f4d9f69-1c2b-4a3d-8e5f-6a7b8c9d0e1f\"",
        "token=glcbt-64",
        "token=glrt-t1_",
        "--set global.psql.password.secret=acme-gitlab-psql-2",
        "--set global.redis.auth.secret=gitlab-redis-secret1",
        "existingSecret=acme-postgres-15",
        "secret \"acme-credentials-12345\" deleted",
        "- Secret: `acme/prod/12345` in 1Password",
        "resource \"vault_token\" \"acme_12345\" {",
        "\"SessionId\": \"tom-0a1b2c3d4e5f60718\"",
        "\"nextSyncToken\": \"9f4d9f691c2b4a3d8e5f\"",
        "printf 'user%s\\n' 12345 | xargs -n1 passwd -l",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme/db-aB3dE6",
        "aws_secret.acme: Refreshing [id=arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme-aB3dE6]",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}

#[test]
fn names_issues_and_variables_are_no_passwords() {
    let rules = rules();
    for text in [
        "password: acme/site#4521",
        "password: #45212",
        "password: ZD-2498123",
        "password: acme-prod-1",
        "password: rotated-2026",
        "password: see-vault-12",
        "password: @john_doe2",
        "password: $db_password",
        "password=$PASSWORD1",
        "password='$PASSWORD1'",
        "password=$env:DB_PASSWORD",
        "password = SecureRandom.hex(16)",
        "password=generate_password(16)",
        "password=ENV.fetch(:smtp_password1)",
        "sshpass -p $SSH_PASSWORD ssh -p 22022 tom@host",
        "sshpass -p \"$p\" ssh tom@host",
        "mysql -p -h db",
        "redis-cli -a -h redis01 --no-auth-warning",
        "7z a -p <file",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}

#[test]
fn what_is_sealed_and_what_counts_visitors_is_free() {
    let rules = rules();
    let sealed = format!("AgB{}", "8zO5TXTNLg5EPh5oXYS7TFpSDrN84v9".repeat(10));
    for text in [
        "password: ENC[AES256_GCM,data:IzdJHggKAQb/TCgY,iv:0BqkYlk1FLlJHEJkiOZJCjvdxcwgmKt6C8T8=,tag:8kdOBx5HWCOQkTYf==,type:str]",
        "db_password: ENC[PKCS7,MIIBeQYJKoZIhvcNAQcDoIIBajCCAWYCAQAxggEhMIIBHQIBADAF]",
        "Set-Cookie: _ga=GA1.2.522604174.1753907318; path=/",
        &format!("password: {sealed}"),
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
    for text in [
        "token=glcbt-64Xk3lm92Qq7",
        "client_secret=acme-Xk3lm92Qq7-15",
        "token=qwerty-asdf-12",
        "vault client_token: 9f4d9f691c2b4a3d8e5f",
    ] {
        assert_ne!(rules.find(text), [], "{text}");
    }
    for text in ["password: ENC[Xk3lm92Qq7]", "password: AgB8zO5TXTNLg5", "Set-Cookie: id=GA1Xk3lm92Qq7.2; path=/"] {
        assert_ne!(rules.find(text), [], "{text}");
    }
}

#[test]
fn pass_phrases_of_several_words_are_found_and_sentences_are_not() {
    let rules = rules();
    let phrase = "correct horse battery staple";
    for text in ["password=\"VALUE\"", "password: 'VALUE'", "DB_PASSWORD=\\\"VALUE\\\"", "{\"passphrase\": \"VALUE\"}"]
    {
        let masked = rules.mask(&text.replace("VALUE", phrase)).into_owned();
        assert!(!masked.contains("horse") && !masked.contains("staple"), "{masked}");
    }
    for text in [
        "password=\"the vault has it\"",
        "password: \"ask Tom Blogs for it\"",
        "password: \"Passwort wird beim Termin genannt\"",
        "password: \"minimum twelve characters long\"",
        "\"password\": \"la contraseña está en la bóveda\"",
        "token: \"correct horse battery staple\"",
        "passwords: \"kept by acme support desk\"",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}

#[test]
fn the_value_of_a_header_is_a_secret_whatever_it_looks_like() {
    let rules = rules();
    for (text, secret) in [
        ("curl -H \"X-Figma-Token: abcdefghijklmnop\" https://a.b", "abcdefghijklmnop"),
        ("curl -H 'PRIVATE-TOKEN: correcthorse' https://a.b", "correcthorse"),
        ("Authorization: GenieKey 3f2a9c1d-7b44-4e2f-9b1a-0c2d3e4f5a6b", "3f2a9c1d"),
        ("Authorization: Digest username=\"tom\", response=\"6629fae49393a05397450978507c4ef1\"", "6629fae4"),
        ("Authorization: OAuth oauth_nonce=\"a\", oauth_signature=\"tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D\"", "Ty81lMe"),
        ("Authorization: AWS4-HMAC-SHA256 SignedHeaders=host, Signature=fe5f80f77d5fa3beca038a248ff027d0", "fe5f80f7"),
    ] {
        assert!(!rules.mask(text).contains(secret), "{text}");
    }
    for text in [
        "curl -H \"X-Figma-Token: $FIGMA_TOKEN\" https://a.b",
        "curl -H \"PRIVATE-TOKEN: <your_access_token>\" https://a.b",
        "Authorization: approved by the customer in INC2498123",
        "Authorization: Digest is offered, realm=\"acme1\", nonce=\"2026\"",
        "Idempotency-Key: 3f2a9c1d-7b44-4e2f-9b1a-0c2d3e4f5a6b",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "\"Job-Token: required\"",
    ] {
        assert_eq!(rules.find(text), [], "{text}");
    }
}
