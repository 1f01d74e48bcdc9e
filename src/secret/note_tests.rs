//! Passwords as people note them down and hand them to programs, and the ordinary lines that look like these.

use std::collections::BTreeMap;

use super::pattern_tests::made;
use super::{Masked, Masker, Rules};

/// `VALUE` where the password stands.
const NOTES: &[&str] = &[
    "pw: VALUE",
    "- pass: VALUE",
    "**Pass:** VALUE",
    "user: root, pass: VALUE",
    "login: root / VALUE",
    "Login: root / `VALUE`",
    "**User:** tom / VALUE",
    "credentials: app / VALUE",
    "Password (temporary): VALUE",
    "Passwort (Admin): VALUE",
    "Password - VALUE",
    "Password – VALUE",
    "echo VALUE | passwd --stdin root",
    "echo 'VALUE' | sudo passwd --stdin root",
    "echo 'root:VALUE' | chpasswd",
    "printf 'root:VALUE\\n' | sudo chpasswd",
    "chpasswd <<< 'root:VALUE'",
    "echo VALUE | docker login -u tom --password-stdin registry.acme.com",
    "echo VALUE | sudo -S reboot",
    "net user tom VALUE /add",
    "plink -pw VALUE root@host",
    "http -a tom:VALUE https://gitlab.acme.com/api",
    "recovery code: VALUE",
    "Recovery codes: VALUE",
    "https%3A%2F%2Ftom%3AVALUE%40gitlab.acme.com%2Fa",
    "https://x.acme.com/?next=https%3a%2f%2ftom%3aVALUE%40gitlab.acme.com",
    "Password:\nVALUE",
    "**Password:**\n  VALUE\n",
    "Root password:\r\nVALUE\r\n",
    "[password]\nvalue = \"VALUE\"",
    "printf '%s\\n' VALUE | docker login -u tom --password-stdin",
    "echo -n VALUE | podman login --password-stdin registry.acme.com",
    "docker login -u tom --password-stdin <<< VALUE",
    "passwd --stdin root <<< 'VALUE'",
    "sudo -S apt update <<< VALUE",
    "sudo -S id <<<\"VALUE\"",
    "gitlab-rake \"gitlab:password:reset[root,VALUE]\"",
    "bundle exec rake 'gitlab:password:reset[root, VALUE]'",
    "htpasswd -b .htpasswd admin VALUE",
    "htpasswd -cbB -C 10 .htpasswd admin 'VALUE'",
    "htpasswd -nb admin VALUE",
    "keytool -list -keystore a.jks -storepass VALUE",
    "keytool -genkey -keypass 'VALUE' -alias a",
    "Recovery codes: 8f3a2b91 VALUE, 07c18d2e",
    "echo VALUE | passwd root --stdin",
    "printf 'VALUE\\nVALUE\\n' | passwd tom",
    "(echo VALUE; echo VALUE) | smbpasswd -s -a tom",
    "yes VALUE | passwd root",
    "echo VALUE | sudo -kS reboot",
    "echo VALUE | sudo -u root -S apt update",
    "echo VALUE | sudo --stdin id",
    "echo VALUE | su - root -c id",
    "su -c id <<< 'VALUE'",
    "echo VALUE | kinit admin@ACME.COM",
    "echo VALUE | tr -d '\\n' | gh auth login --with-token",
    "gh auth login --with-token <<< VALUE",
    "echo -n VALUE | cryptsetup luksFormat /dev/sdb1 --key-file=-",
    "echo VALUE | gpg --batch --passphrase-fd 0 -d a.gpg",
    "echo -n VALUE | docker secret create db -",
    "echo tom:VALUE | newusers",
    "chpasswd <<EOF\nroot:VALUE\nEOF",
    "passwd --stdin root <<'END'\nVALUE\nEND",
    "openssl passwd -1 -salt ab VALUE",
    "mkpasswd -m sha-512 VALUE",
    "rclone obscure VALUE",
    "rclone config create s3 s3 secret_access_key VALUE",
    "ansible-vault encrypt_string --name db 'VALUE'",
    "vault login VALUE",
    "vault operator unseal VALUE",
    "consul kv put db/password VALUE",
    "vault kv put secret/acme key=VALUE",
    "kubectl create secret generic db --from-literal=key=VALUE",
    "aws configure set aws_secret_access_key VALUE",
    "aws configure set --profile acme aws_session_token VALUE",
    "npm config set //r.acme.com/:_authToken VALUE",
    "poetry config http-basic.acme tom VALUE",
    "bundle config set gems.acme.com tom:VALUE",
    "sqlplus system/VALUE@orcl",
    "jdbc:oracle:thin:tom/VALUE@db:1521:x",
    "psexec.py acme/tom:VALUE@10.1.2.3",
    "net use Z: \\\\srv\\share VALUE /user:tom",
    "ConvertTo-SecureString -String 'VALUE' -AsPlainText -Force",
    "db.auth(\"tom\", \"VALUE\")",
    "rabbitmqctl add_user tom VALUE",
    "ejabberdctl register tom acme.com VALUE",
    "requirepass VALUE",
    "bindpw VALUE",
    "AUTH default VALUE",
    "send \"VALUE\\r\"",
    "ENV TOKEN VALUE",
    "helm registry login -u tom -p VALUE r.acme.com",
    "curl --pass VALUE --cert c.pem https://acme.com",
    "xfreerdp /u:tom /p:VALUE /v:host",
    "winrs -r:host -u:tom -p:VALUE cmd",
    "rar a -hpVALUE a.rar b",
    "qpdf --encrypt VALUE VALUE 256 -- a.pdf b.pdf",
    "influx -username tom -password VALUE",
    "CREATE USER app IDENTIFIED BY 'VALUE';",
    "ALTER USER 'root'@'%' IDENTIFIED WITH mysql_native_password BY 'VALUE';",
    "SET PASSWORD FOR 'root'@'localhost' = 'VALUE';",
    "SSHPASS=VALUE sshpass -e ssh x",
    "psk=\"VALUE\"",
    "LOGDNA_INGESTION_KEY=VALUE",
    "pass = VALUE",
];

/// Lines without one.
const ORDINARY: &[&str] = &[
    "All tests pass: build-12345 is fine",
    "pass: 12, fail: 3",
    "pass = 12345 of 23456",
    "PASS: gdb.base/align-c++.exp: print alignof(struct align_pair_1)",
    "pass: true",
    "pw: see the vault",
    "pass: required",
    "bypass: 2a3b4c5d6e7f",
    "compass: n12-e34-s56-w78",
    "login: root / see the vault",
    "login: tom / 2026-12-01",
    "user: tom / acme-prod-1",
    "User: John Doe / @john_doe2",
    "account: acme / region eu-west-1",
    "Password (temporary): see the vault",
    "Password (min. 12 characters): required",
    "Password - rotated on 2026-12-01",
    "token - v2.10.3-rc1",
    "echo done | passwd --help",
    "echo \"$PASSWORD\" | passwd --stdin root",
    "pass show acme/root | chpasswd",
    "echo \"root:$PASSWORD\" | chpasswd",
    "net user tom /active:yes",
    "net user tom * /add",
    "the net user count went up by 2498",
    "plink -pw $PASSWORD root@host",
    "http -a tom https://gitlab.acme.com",
    "http -a tom:$TOKEN https://gitlab.acme.com",
    "http --auth=tom:${TOKEN} https://gitlab.acme.com",
    "auth=tom:<password>",
    "over http -a word on it: none of it is kept",
    "recovery code: see the vault",
    "Lost SSH recovery codes: support helps once ownership is verified",
    "https%3A%2F%2Ftom%40gitlab.acme.com",
    "https%3A%2F%2Fgitlab.acme.com%3A8443%2Ftom%40acme",
    "Password:\nask Tom for it",
    "Password:\n\n- first step\n",
    "Password:\nunchanged\n",
    "password: ask-in-channel-#support",
    "client_secret: rotated2026",
    "token: expired1999",
    "[token]\nlength = \"20\"",
    "echo \"$(pass show acme/root)\" | passwd --stdin root",
    "echo done; cat list | chpasswd",
    "echo begun\ncat list | sudo -S tee x",
    "cat token.txt | docker login --password-stdin",
    "echo $TOKEN | docker login --password-stdin",
    "sudo -S id <<< \"$PASSWORD\"",
    "gitlab-rake \"gitlab:password:reset[root]\"",
    "gitlab-rake gitlab:password:reset[root,<password>]",
    "htpasswd -c .htpasswd admin1234",
    "htpasswd -b .htpasswd admin \"$PASSWORD\"",
    "htpasswd .htpasswd admin1234 more5678",
    "keytool -storepass:env STOREPASS -list",
    "keytool -list -storepass $STOREPASS",
    "Recovery codes: kept in the vault, 10 of 10",
    "cat users.csv | sudo newusers",
    "chpasswd < users.txt",
    "echo \"10.1.2.3 db1\" | sudo tee -a /etc/hosts",
    "echo tom:x:1000 | grep tom /etc/passwd",
    "printf '%s' \"$TOKEN\" | gh auth login --with-token",
    "openssl passwd -6 -stdin < pw.txt",
    "vault login -method=oidc role=admin",
    "vault kv put secret/acme/db password=@/tmp/pw.txt",
    "aws configure set region eu-central-1",
    "npm config set registry https://r.acme.com/",
    "bundle config mirror.https://gems.acme.org https://gems.acme.com",
    "sqlplus / as sysdba @upgrade.sql",
    "sqlplus scott/tiger",
    "jdbc:oracle:thin:@//db1:1521/orcl",
    "curl --cert C:\\certs\\client.pem https://acme.com",
    "kubectl create secret generic db --from-literal=host=db.acme.com --from-literal=port=5432",
    "SET PASSWORD FOR tom = DEFAULT;",
    "requirepass \"\"",
    "AUTH PLAIN is offered by mx1.acme.com",
    "ENV PATH /usr/local/bin:/usr/bin",
    "ENV TOKEN_FILE /run/secrets/token1",
    "su - git -c 'gitlab-ctl status'",
    "sudo -S is asked for by tom",
    "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UEChMJ",
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeL",
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPR3tU2Fta9ktY6P9G0cWO0kETA6SFs38GecTyudlHz6x",
    "an AUTH of the server and an ENV of its own",
    "zypper install -passive smbclient-4.2",
];

fn rules() -> Rules {
    Rules::new(&BTreeMap::new()).unwrap()
}

#[test]
fn a_password_is_found_however_people_note_it_down() {
    let rules = rules();
    let mut missed = Vec::new();
    for note in NOTES {
        for value in ["Xk3lm92Qq7".to_owned(), made("{20}", 3), made("{h8}{8}", 7)] {
            for text in
                [note.to_string(), format!("# {note}"), format!("first line\n{note}\nlast"), format!("see\r\n{note}")]
            {
                let text = text.replace("VALUE", &value);
                if rules.mask(&text).contains(&value) {
                    missed.push(text);
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(rules.find("password: rotated20266").len(), 1);
}

#[test]
fn ordinary_lines_of_that_kind_are_free() {
    let rules = rules();
    for line in ORDINARY {
        assert_eq!(rules.find(line), [], "{line}");
    }
}

#[test]
fn what_shows_nothing_hides_no_secret() {
    let rules = rules();
    let token = format!("glpat-{}", "Ab3dEf6hIj9lMn2pQr5t");
    for mark in ["\u{200b}", "\u{ad}", "\u{2060}", "\u{feff}", "\r", "\0"] {
        for at in [3, 9, 20] {
            let (head, rest) = token.split_at(at);
            let text = format!("# see {head}{mark}{rest} here");
            let [found] = &rules.find(&text)[..] else { panic!("{text:?}") };
            assert_eq!(text.get(found.start..found.end), Some(format!("{head}{mark}{rest}").as_str()));
            assert_eq!(rules.mask(&text), "# see [masked GitLab token] here");
        }
    }
}

#[test]
fn a_password_on_the_line_below_its_label_is_neither_shown_nor_kept() {
    let rules = rules();
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    for piece in ["Pass", "word:\n", "Xk3lm", "92Qq7\n", "then\n", "Password:\nunchanged here\n"] {
        masker.take(piece.as_bytes(), &mut masked);
        masker.pause(&mut masked);
        assert!(!String::from_utf8_lossy(&masked.screen).contains("Xk3"), "{piece}");
    }
    masker.end(&mut masked);
    let kept: Vec<&str> = masked.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(kept, ["Password:", "[masked password]", "then", "Password:", "unchanged here"]);
    assert_eq!(String::from_utf8_lossy(&masked.screen), kept.join("\n") + "\n");
}

#[test]
fn the_bare_body_of_a_key_is_hidden_to_its_end_and_what_follows_is_not() {
    let rules = rules();
    // one of 48 bytes on two lines, and one whose lines come one by one
    let short = format!("MC4CAQ{}\n{}", "AwBQYDK2VwBCIEINTuctv5E1hK1bbY", "8fdpK06nwoyHUCXqI9EdVhCabcde");
    assert_eq!(rules.mask(&format!("a\n{short}\nthe rest")), "a\n[masked private key]\nthe rest");
    let lines: Vec<String> = (0..4).map(|number| made("{64}", number)).collect();
    let begin = format!("MIIE{}", "vQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMz");
    let text = format!("key:\n{begin}\n{}\nthe rest is shown\n", lines.join("\n"));
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    for piece in text.as_bytes().chunks(50) {
        masker.take(piece, &mut masked);
        masker.pause(&mut masked);
    }
    masker.end(&mut masked);
    let kept: Vec<&str> = masked.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(kept, ["key:", "[masked private key]", "the rest is shown"]);
    let screen = String::from_utf8_lossy(&masked.screen).into_owned();
    assert!(screen.ends_with("the rest is shown\n") && !screen.contains("VJTUt9"), "{screen}");
    assert!(lines.iter().all(|line| !screen.contains(line.as_str())), "{screen}");
}

#[test]
fn passwords_on_lines_of_any_ends_are_hidden_to_their_last_letter() {
    for end in ["\n", "\r\n"] {
        let lines: String = (0..12).map(|number| format!("user{number}:Xk3lmü92Qq{number:02}ü{end}")).collect();
        let masked = rules().mask(&format!("chpasswd <<EOF{end}{lines}EOF{end}done")).into_owned();
        assert!(!masked.contains("Xk3lm") && !masked.contains("92Qq") && masked.ends_with("done"), "{masked}");
    }
}

#[test]
fn a_long_sentence_in_quotes_is_no_password() {
    let words = "the customer's own administrator, in the meeting, and never in writing, ".repeat(4);
    let text = format!("password=\"Credentials are handed over by {words}\"");
    assert_eq!(rules().mask(&text), text);
}
