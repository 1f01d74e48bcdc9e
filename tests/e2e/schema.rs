//! The schemas for editors, judged by an independent validator: what is right passes, what is wrong does not.

use serde_json::Value;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

const PYTHON: &str = "/usr/bin/python3";
const VALIDATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/schema_judge.py");
const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbook-templates");

/// What is wrong with each file by this schema of the store; none where the machine has no validator.
fn judge(sandbox: &Sandbox, kind: &str, files: &[String]) -> Option<Value> {
    if sandbox.call_program(PYTHON, &["-c", "import jsonschema, tomllib"]).run().code != 0 {
        assert!(std::env::var_os("CI").is_none(), "this test needs Debian's python3-jsonschema");
        eprintln!("NOT TESTED: this machine has no python3-jsonschema");
        return None;
    }
    let schema = format!(".runbook/{kind}.schema.json");
    let mut words = vec![VALIDATOR, schema.as_str()];
    words.extend(files.iter().map(String::as_str));
    Some(sandbox.call_program(PYTHON, &words).run().ok().json())
}

#[test]
fn the_store_has_the_schemas_that_the_program_prints_and_new_records_name_theirs() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    for kind in ["record", "template", "settings"] {
        let printed = sandbox.run(&["schema", kind]).ok().stdout.clone();
        assert_eq!(sandbox.read(&format!(".runbook/{kind}.schema.json")), printed);
    }
    assert!(sandbox.read(FILE).starts_with("#:schema ../../.runbook/record.schema.json\n\nformat = 1\n"));
    sandbox.assert_clean();
}

#[test]
fn what_is_right_passes_and_what_is_wrong_does_not() {
    let sandbox = Sandbox::new();
    plan::closed(&sandbox);
    let Some(verdict) = judge(&sandbox, "record", &[FILE.to_owned()]) else { return };
    assert_eq!(verdict[FILE], Value::Array(Vec::new()));
    let text = sandbox.read(FILE);
    for (number, (old, new)) in [
        ("state = \"closed\"", "state = \"flying\""),
        ("estimate = \"10m\"", "estimate = \"ten minutes\""),
        ("estimate = \"10m\"", "estimate = 600"),
        ("customer = \"Acme\"\n", ""),
        ("duties = [\"execute\"]", "duties = [\"dance\"]"),
        ("time_zone = \"Europe/Berlin\"", "time_zone = \"Europe/Berln\""),
        ("id = \"confirm-state\"", "id = \"Confirm State\""),
        ("mark = \"done\"", "mark = \"perhaps\""),
        ("confidential = true", "confidential = \"yes\""),
        ("kind = \"update-issue\"", "kind = \"make-coffee\""),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(text.contains(old), "{old} is not in\n{text}");
        let file = format!("wrong-{number}.toml");
        sandbox.write(&file, text.replacen(old, new, 1));
        let verdict = judge(&sandbox, "record", std::slice::from_ref(&file)).expect("judged before");
        assert_ne!(verdict[&file], Value::Array(Vec::new()), "{new} passes");
    }
}

#[test]
fn every_built_in_template_and_the_settings_pass() {
    let sandbox = Sandbox::new();
    let mut files: Vec<String> = std::fs::read_dir(TEMPLATES)
        .expect("templates")
        .map(|entry| entry.expect("entry").path().display().to_string())
        .collect();
    files.sort();
    let Some(verdict) = judge(&sandbox, "template", &files) else { return };
    for file in &files {
        assert_eq!(verdict[file], Value::Array(Vec::new()), "{file}");
    }
    let settings = ".runbook.toml".to_owned();
    assert_eq!(
        judge(&sandbox, "settings", std::slice::from_ref(&settings)).expect("judged before")[settings],
        Value::Array(Vec::new())
    );
    let wrong = "wrong.toml".to_owned();
    sandbox.write(&wrong, "version = 1\n[[variables]]\nname = \"a\"\nquestion = \"b\"\nkind = \"guess\"\n");
    assert_ne!(
        judge(&sandbox, "template", std::slice::from_ref(&wrong)).expect("judged before")[wrong],
        Value::Array(Vec::new())
    );
}

#[test]
fn doctor_renews_a_schema_and_a_store_without_one_works() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.git(&["rm", "--quiet", ".runbook/record.schema.json"]);
    sandbox.git(&["commit", "--quiet", "--message", "away with it"]);
    sandbox.change(&["set", ID, "summary=Said"]);
    let out = sandbox.run(&["doctor", "--json"]);
    assert_eq!(out.code(1).json()["findings"][0]["code"], "schema");
    assert_eq!(sandbox.json(&["doctor", "--fix"])["findings"][0]["fixed"], true);
    sandbox.run(&["doctor"]).ok();
    sandbox.assert_clean();
}
