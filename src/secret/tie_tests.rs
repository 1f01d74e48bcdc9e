//! Values in all the ways in which settings, code, mark-up, tables and sentences tie them to a name, and ordinary lines that
//! look like one.

use std::collections::BTreeMap;

use super::Rules;
use super::pattern_tests::made;
use super::{assignment, names};

/// `NAME` and `VALUE` as they are written side by side.
const TIES: &[&str] = &[
    "NAME=VALUE",
    "NAME: VALUE",
    "**NAME:** VALUE",
    "**NAME**: VALUE",
    "- *NAME:* VALUE",
    "__NAME:__ VALUE",
    "`NAME:` VALUE",
    "`NAME`: VALUE",
    "<b>NAME:</b> VALUE",
    "<strong>NAME</strong>: VALUE",
    "NAME = \"VALUE\"",
    "\"NAME\": \"VALUE\"",
    "'NAME' => 'VALUE',",
    "NAME := VALUE",
    "export NAME=VALUE",
    "export NAME=\"VALUE\"",
    "set NAME 'VALUE1'",
    "--NAME VALUE",
    "--NAME=VALUE",
    "<NAME>VALUE</NAME>",
    "<add key=\"NAME\" value=\"VALUE\"/>",
    "<entry key=\"NAME\">VALUE</entry>",
    "{\"name\":\"NAME\",\"value\":\"VALUE\"}",
    "$conf[\"NAME\"] = \"VALUE\";",
    "{\\\"NAME\\\":\\\"VALUE\\\"}",
    "{\\\\\\\"NAME\\\\\\\":\\\\\\\"VALUE\\\\\\\"}",
    "x?a=1&NAME=VALUE&b=2",
    "x?a=1&amp;NAME=VALUE&amp;b=2",
    "%7B%22NAME%22%3A%22VALUE%22%7D",
    "NAME%3DVALUE%26x",
    "{\\u0022NAME\\u0022:\\u0022VALUE\\u0022}",
    "&quot;NAME&quot;:&quot;VALUE&quot;",
    "&#34;NAME&#34;: &#34;VALUE&#34;",
    "Server=db;User Id=app;NAME=VALUE;Timeout=3",
    "host=db user=app NAME=VALUE dbname=x",
    "NAME(\"VALUE\")",
    "msg=\"login\" NAME=VALUE ip=1.2.3.4",
    "time=.. level=info NAME=\\\"VALUE\\\"",
    "a,NAME=VALUE,b",
    "\"NAME\",\"VALUE\"",
    "NAME=[VALUE]",
    "NAME=>VALUE",
    "NAME ||= \"VALUE\"",
    "[NAME: \"VALUE\"]",
    "NAME:VALUE",
    "\\nNAME: VALUE\\n",
    "\\r\\nNAME=VALUE\\r\\n",
    "%0ANAME=VALUE%0A",
    "{NAME: 'VALUE'}",
    "x[NAME]=VALUE",
    "-e NAME=VALUE",
    "-DNAME=VALUE",
    "env.NAME=VALUE",
    "let NAME: String = \"VALUE\";",
    "const NAME: &str = \"VALUE\";",
    "NAME = b\"VALUE\"",
    "NAME = r'VALUE'",
    "u\"NAME\": u\"VALUE\"",
    "NAME is VALUE",
    "the NAME is \"VALUE\"",
    "NAME\tVALUE",
    "| NAME | VALUE |",
    "NAME -> VALUE",
    "- name: NAME\n  value: \"VALUE\"",
    "NAME: |\n  VALUE\n",
    "NAME 'VALUE'",
];

/// Names whose values are secret, as settings and programs spell them.
const NAMES: &[&str] = &[
    "password",
    "DB_PASSWORD",
    "dbPassword",
    "client_secret",
    "clientSecret",
    "apiKey",
    "api-key",
    "access_token",
    "authToken",
    "SECRET_KEY_BASE",
    "private_token",
    "PGPASSWORD",
    "adminpwd",
    "smtp_pass",
    "DB_PASS",
    "passphrase",
    "Passwort",
    "contraseña",
    "senha",
    "пароль",
    "パスワード",
];

/// Lines without a secret.
const ORDINARY: &[&str] = &[
    "After login change the password immediately and tell Tom about it",
    "the machine of the customer has a password already",
    "log in with login and password prompts from the console",
    "openssl req -newkey rsa:2048 -keyout server.key -out server.csr -days 365",
    "openssl x509 -keyform PEM -in cert.pem",
    "openssl s_client -connect gitlab.acme.com:443 -key client.key",
    "curl -u \"$USER\" -k https://gitlab.acme.com/api/v4/version",
    "curl -b cookies.txt -c cookies.txt https://x",
    "mysql -P 3306 -h db -u root",
    "mysqldump --single-transaction -h db gitlabhq_production > dump.sql",
    "zip -r out.zip folder -P",
    "sqlcmd -S server -d db -P",
    "redis-cli -h 10.1.2.3 -p 6379 ping",
    "All tests pass: build-12345 is fine",
    "pass=12 fail=0 skip=3",
    "bypass=enabled2",
    "compass: n12-e34",
    "auth: ldap and saml2 are enabled",
    "\"auth\": \"saml2-provider\"",
    "token is 2FA-bound",
    "the token is v2.10.3-rc1",
    "the secret is out: v17.3.1-ee.0",
    "password is rotated every 90d by the customer",
    "| password | rotated 2026-10-10T12:30 |",
    "| token | ghs_ prefix | 40 chars |",
    "token,expires_at,scopes",
    "password, 2FA, SSO and SCIM are checked",
    "token -> see 1Password",
    "secret → k8s/acme-prod/db",
    "API key|rotated|2026-12-01",
    "Pass 1: 2498 of 2500 done",
    "kubectl get secret gitlab-rails-secret -o yaml",
    "kubectl create secret generic acme-db --from-file=./password.txt",
    "gitlab-rake gitlab:password:reset[root]",
    "gitlab_rails['smtp_password'] = ENV['SMTP_PASSWORD1']",
    "gitlab_rails['initial_root_password'] = File.read('/run/secrets/root1')",
    "curl --header \"PRIVATE-TOKEN: <your_access_token>\" \"https://gitlab.example.com/api/v4/projects\"",
    "curl --header \"Authorization: Bearer $TOKEN1\" https://x",
    "token: ${CI_JOB_TOKEN}",
    "password: \"{{ vault_db_password1 }}\"",
    "idempotency_key=3f2a9c1d-7b44-4e2f-9b1a-0c2d3e4f5a6b",
    "cache-key: v1-deps-3f2a9c1d7b444e2f",
    "primary_key=id42",
    "ssh-keygen -t ed25519 -C \"acme-runner-2026\"",
    "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vbqajDhA+kM7 tom@acme",
    "fingerprint: 9F:5A:33:1C:77:2E:AB:10:9F:5A:33:1C:77:2E:AB:10",
    "etag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
    "csrf-token meta tag is missing on page 12",
    "X-Request-Id: 01HF8Y3T5B7N9K2M4P6Q8R0S1T",
    "session id 01HF8Y3T5B7N9K2M4P6Q8R0S1T ended",
    "Set-Cookie was not sent; SameSite=Lax; Secure",
    "cookie_name = _gitlab_session",
    "password_authentication_enabled_for_web: true1",
    "password_expires_at: 2026-12-01T00:00:00Z",
    "minimum_password_length=12",
    "token_ttl=3600s12",
    "max_token_age = 90days1",
    "secret_detection: job-12345",
    "SECRET_DETECTION_VERSION=5.12.0",
    "access_token_expires_in=7200",
    "tokens: 150000/200000",
    "total_tokens=123456",
    "\"prompt_tokens\": 1234567, \"completion_tokens\": 12345678",
    "AUTH_TYPE=saml2-okta",
    "basic_auth=enabled",
    "auth=required",
    "oauth: google_oauth2",
    "pw=on",
    "npm WARN config optional Use `--omit=optional` instead.",
    "npm_config_registry=https://registry.example.com",
    "sk-SK locale, sk_SK.UTF-8",
    "re_indexing_of_the_whole_cluster_was_done_2026",
    "pa-acme-2026-12-01-the-migration-of-the-cluster",
    "hf_transfer is not installed",
    "s.gitlab.com and t.co",
    "AKIAACME is the name of the host",
    "https://docs.gitlab.com/ee/user/profile/personal_access_tokens.html#create-a-personal-access-token",
    "https://gitlab.com/acme/infra/-/merge_requests/1234/diffs?commit_id=3f2a9c1d7b444e2f9b1a0c2d3e4f5a6b7c8d9e0f",
    "https://acme.slack.com/archives/C01ABCDEF/p1700000000000100?thread_ts=1700000000.000100&cid=C01ABCDEF",
    "https://console.aws.amazon.com/ec2/v2/home?region=eu-west-1#Instances:instanceId=i-0abcd1234ef567890",
    "arn:aws:iam::123456789012:role/acme-admin",
    "projects/acme-prod-123/secrets/db-password/versions/latest",
    "gcloud secrets versions access latest --secret=acme-db-password",
    "vault kv get -field=password secret/acme/db",
    "vault write auth/approle/login role_id=$ROLE_ID secret_id=$SECRET_ID",
    "op read op://acme/db/password",
    "aws secretsmanager get-secret-value --secret-id prod/acme/db1",
    "Please enter the passphrase for key '~/.ssh/id_ed25519':",
    "Enter password for user 'root'@'localhost': ",
    "Passwort: liegt im Tresor, Fach 12",
    "Contraseña: véase la bóveda 12",
    "Mot de passe : voir le coffre-fort n°12",
    "密码：请联系管理员张三获取",
    "パスワード：管理者に問い合わせてください",
    "Пароль: смотри в сейфе у Ивана",
    "The customer will share the password by phone at 14:30 on 2026-12-01.",
    "Reset root password: sudo gitlab-rake \"gitlab:password:reset[root]\"",
    "password=`pass show acme/gitlab`",
    "DB_PASSWORD_FILE=/run/secrets/db_password",
    "POSTGRES_PASSWORD_FILE: /run/secrets/postgres-passwd1",
    "secretName: acme-tls-2026",
    "secretKeyRef: name acme-db key password",
    "  secretKeyRef:",
    "\"secret\": {\"name\": \"acme-db-1\"}",
    "imagePullSecrets: regcred-acme1",
    "tokenReviewer: system1:auth2",
    "ServiceAccount token: projected, 3600s",
    "deploy_key: deploy-key-acme-2026",
    "license_key: see Zendesk #123456",
    "credential: rotated by @john_doe on 2026-10-10",
    "private_key: ~/.ssh/acme_ed25519",
    "private_key=/etc/gitlab/ssl/gitlab.acme.com.key",
    "ssl_certificate_key: /etc/gitlab/ssl/a1.key",
    "app_key: acme-prod-1",
    "session_key rotation is done",
    "signing-key: 4AEE18F83AFDEB23",
    "user.signingkey=4AEE18F83AFDEB23",
    "git config user.signingkey ABCDEF1234567890",
    "gpg: key 4AEE18F83AFDEB23 marked as ultimately trusted",
];

#[test]
fn a_value_is_found_however_it_is_tied_to_its_name() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let mut missed = Vec::new();
    for (tie, name) in TIES.iter().flat_map(|tie| NAMES.iter().map(move |name| (tie, name))) {
        for value in [made("{20}", 3), made("x{h30}", 5), made("{8}!{8}", 7)] {
            let text = tie.replace("NAME", name).replace("VALUE", &value);
            let masked = rules.mask(&text);
            if masked.contains(value.get(value.len() / 2..).unwrap()) {
                missed.push(format!("{text} -> {masked}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

/// The name in small letters, in capitals, and with the first one large.
fn cases(name: &str) -> [String; 3] {
    let first = name.chars().take(1).collect::<String>().to_uppercase();
    let rest: String = name.chars().skip(1).collect();
    [name.to_owned(), name.to_uppercase(), first + &rest]
}

#[test]
fn every_name_is_known_in_any_case() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let value = made("{20}", 3);
    let mut missed = Vec::new();
    for (name, tie) in names::NAMES.iter().flat_map(|(name, _)| TIES.iter().map(move |tie| (name, tie))) {
        // what is the end of words as well counts before a `=` or in quotes only
        let is_short = names::SHORT.contains(name);
        if is_short
            && !["NAME=", "NAME\"", "NAME'", "NAME\\", "NAME%", "NAME&quot;", "NAME&#34;"]
                .iter()
                .any(|whole| tie.contains(whole))
        {
            continue;
        }
        for name in cases(name) {
            let text = tie.replace("NAME", &name).replace("VALUE", &value);
            if rules.mask(&text).contains(value.get(10..).unwrap()) {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
    for (name, kind) in names::NAMES {
        for key in cases(name) {
            assert_eq!(assignment::kind_of_key(&key), Some(*kind), "{key}");
        }
    }
}

#[test]
fn a_meetings_link_covers_its_own_passcode_and_no_more() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let (code, value) = (made("{12}", 4), made("{16}", 3));
    for host in crate::model::MEETINGS {
        let link = format!("https://acme.{host}/j/812?");
        for parameter in ["pwd", "Password", "a=1&pwd", "a=1&amp;pwd", "a=1#pwd", "a=1&amp;b=2&amp;pwd"] {
            let text = format!("join {link}{parameter}={code} at 14:00");
            assert_eq!(rules.find(&text), [], "{text}");
        }
        for end in [",", ";", "|", ")", "\\n", "\\", "\"", "'", "`", ">", " ", "\n", "\t", "),(", ");"] {
            for name in ["password", "pwd", "db_password", "PASSWORD"] {
                let text = format!("join {link}pwd={code}{end}{name}={value}");
                assert!(!rules.mask(&text).contains(&value), "{text}");
            }
        }
        let near = format!("{link}pwd={code}\nIt is about Acme. Meeting password: {value}");
        assert_eq!(rules.find(&near), [], "{near}");
        let after = format!("the meeting password: {value}, at {link}a=1");
        assert_eq!(rules.find(&after), [], "{after}");
    }
    for begin in ["", "- ", "* **", "> ", "\n", "The ", "Zoom ", "Webex "] {
        for called in ["Meeting password: ", "meeting password:", "Webinar password： ", "MEETING PASSWORD: "] {
            let text = format!("{begin}{called}{value}");
            assert_eq!(rules.find(&text), [], "{text}");
        }
    }
    for text in [
        "kubeconfig meeting_password=VALUE",
        "meeting_password: VALUE",
        "our meeting password=VALUE",
        "the host of our meeting password: VALUE",
    ] {
        assert_eq!(rules.find(&text.replace("VALUE", &value)).len(), 1, "{text}");
    }
}

#[test]
fn ordinary_lines_that_look_like_one_are_none() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    for line in ORDINARY {
        assert_eq!(rules.find(line), [], "{line}");
    }
}
