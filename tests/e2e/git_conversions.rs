//! What git would turn a record into on its way is not left out in silence: the change is refused, and `doctor` tells of it.

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

#[test]
fn a_record_that_git_is_told_to_convert_is_not_changed() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let attributes = sandbox.read(".gitattributes");
    for conversion in ["filter=crypt", "ident", "working-tree-encoding=UTF-16", "text eol=crlf"] {
        sandbox.write(".gitattributes", format!("{attributes}runbooks/**/*.toml {conversion}\n"));
        let shown = conversion.trim_start_matches("text ");
        let (commits, before) = (sandbox.commits(), sandbox.read(FILE));
        for words in [&["set", ID, "summary=other"][..], &["new", "Beta - Other"]] {
            let out = sandbox.run(words);
            out.code(5).complains(shown).complains(".gitattributes");
        }
        assert_eq!((sandbox.commits(), sandbox.read(FILE)), (commits, before), "{conversion}");
        assert!(!sandbox.store().join("runbooks/beta").exists(), "{conversion}");
        let found = sandbox.run(&["doctor", "--json"]).code(1).json();
        let findings = found["findings"].as_array().expect("findings");
        let one = findings.iter().find(|own| own["code"] == "conversion").expect("told");
        let way = one["fix"].as_str().and_then(|fix| fix.split_once(": ")).expect("a command").1;
        sandbox.call_program("sh", &["-c", way]).run().ok();
        sandbox.run(&["set", ID, &format!("summary=after {conversion}")]).ok();
        sandbox.write(".gitattributes", &attributes);
    }
}

#[test]
fn logs_are_told_as_well_with_what_leaves_them_alone() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    sandbox.write(".gitattributes", format!("{}logs/** filter=lfs\n", sandbox.read(".gitattributes")));
    let told = || sandbox.run(&["doctor", "--json"]).json()["findings"].clone();
    let findings = told();
    let findings = findings.as_array().expect("findings");
    let one = findings.iter().find(|own| own["code"] == "conversion").expect("told");
    let way = one["fix"].as_str().and_then(|fix| fix.split_once(": ")).expect("a command").1;
    sandbox.call_program("sh", &["-c", way]).run().ok();
    assert!(!plan::codes(&told()).contains(&"conversion".to_owned()));
}

#[test]
fn what_converts_nothing_of_records_is_no_reason_to_refuse() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let attributes = sandbox.read(".gitattributes");
    for harmless in ["*.png filter=lfs", "runbooks/** eol=crlf", "runbooks/** working-tree-encoding=UTF-8", "* -filter"]
    {
        sandbox.write(".gitattributes", format!("{attributes}{harmless}\n"));
        sandbox.run(&["set", ID, &format!("summary=with {harmless}")]).ok();
    }
}
