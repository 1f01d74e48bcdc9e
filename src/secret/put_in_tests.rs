//! Commands that are given a secret by a name, and what stands beside that.

use std::collections::BTreeMap;

use super::Rules;

#[test]
fn what_stands_beside_what_is_put_in_is_no_secret() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let commands = [
        "curl --header \"PRIVATE-TOKEN: REFERENCE\" \"PLACE\"",
        "curl --header \"JOB-TOKEN: REFERENCE\" 'PLACE'",
        "curl -H \"Authorization: Bearer REFERENCE\" \"PLACE\"",
        "curl -u \"$USER:REFERENCE\" \"PLACE\"",
        "mysql --password=\"REFERENCE\" \"PLACE\"",
        "mysql --password=REFERENCE \"PLACE\"",
        "ldapsearch -D \"$DN\" -w \"REFERENCE\" \"PLACE\"",
        "redis-cli -a \"REFERENCE\" \"PLACE\"",
        "vault login \"REFERENCE\" 'PLACE'",
    ];
    let references =
        ["$TOKEN", "$CI_JOB_TOKEN", "${TOKEN}", "$PASS", "$PW", "$db_password", "<your_access_token>", "$SECRET_KEY"];
    let places = [
        "$CI_API_V4_URL/projects/1",
        "gitlab.acme.com/api/v4/users",
        "$URL/api/v4/x1",
        "gitlab1.acme.com",
        "gitlabhq_production1",
        "uid=tom12345",
        "config1234",
        "gdk.test:3000/api/v4",
    ];
    for (command, reference) in commands.iter().flat_map(|command| references.iter().map(move |own| (command, own))) {
        for place in places {
            let text = command.replace("REFERENCE", reference).replace("PLACE", place);
            assert_eq!(rules.find(&text), [], "{text}");
            let escaped = text.replace('"', "\\\"");
            assert_eq!(rules.find(&escaped), [], "{escaped}");
        }
    }
}

#[test]
fn built_in_templates_hold_no_secret_whatever_the_address_is() {
    let rules = Rules::new(&BTreeMap::new()).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("runbook-templates");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let Ok(text) = std::fs::read_to_string(file.unwrap().path()) else { continue };
        seen += usize::from(text.contains("{{ gitlab_url }}"));
        for address in ["https://gitlab.acme.com", "gitlab.acme.com", "gdk.test:3000", "gitlab2.acme.com:8443/git1"] {
            let filled = text.replace("{{ gitlab_url }}", address).replace("{{ namespace_path }}", "acme1/web2");
            assert_eq!(rules.find_lines(&filled, |_| true), [], "{address} in {text}");
        }
    }
    assert!(seen > 5, "{seen}");
}
