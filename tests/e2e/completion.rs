//! What a shell is offered on TAB: the store's own words, as long as every shell takes them for nothing but words.

use super::plan::{self, ID};
use crate::env::Sandbox;

/// What is offered behind these words, of which the last is being typed.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let mut call = vec!["--", "runbook"];
    call.extend(words);
    sandbox.set_var("RUNBOOK_COMPLETE", "bash");
    sandbox.set_var("_CLAP_COMPLETE_INDEX", words.len().to_string());
    sandbox.set_var("_CLAP_IFS", "\n");
    let out = sandbox.run(&call);
    sandbox.set_var("RUNBOOK_COMPLETE", "");
    out.ok().stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_name_that_a_shell_would_run_is_never_offered() {
    let sandbox = Sandbox::new();
    plan::planned(&sandbox);
    for name in ["zz$(touch pwned)", "zz;touch pwned;", "zz`id`", "zz two words", "zz|x", "-zz", "zz'x", "zz-our-own"] {
        sandbox.write(&format!("runbook-templates/{name}.toml"), "version = 1\ntitle = \"t\"\nsummary = \"s\"\n");
    }
    for words in [&["template", "show", "zz"][..], &["new", "A - B", "--template", "zz"]] {
        let found = offered(&sandbox, words);
        assert_eq!(found, ["zz-our-own"], "{words:?}");
    }
    assert!(offered(&sandbox, &["template", "show", ""]).contains(&"zz-our-own".to_owned()));
    assert_eq!(offered(&sandbox, &["show", "acme/enf"]), [ID]);
    assert!(offered(&sandbox, &["task", "start", ID, "bulk"]).contains(&"bulk-change".to_owned()));
}
