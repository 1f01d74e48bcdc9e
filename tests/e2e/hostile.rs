//! What is large, deep or endless in one file is that file's own problem: everybody else's runbooks are listed at once.

use std::time::{Duration, Instant};

use crate::env::Sandbox;

const HEAD: &str = "format = 1\ncustomer = \"Zed\"\ntask = \"T\"\nstate = \"draft\"\n";

/// Far more than any of these takes, on a busy machine too; far less than what they took when they stalled.
const PATIENCE: Duration = Duration::from_secs(20);

fn tasks(count: usize) -> String {
    (0..count).map(|n| format!("[[tasks]]\nid = \"t{n}\"\ntitle = \"T\"\n")).collect()
}

/// A record each, by the name of its file, and a word of what is wrong with it.
fn records() -> Vec<(&'static str, String, &'static str)> {
    let long = "x".repeat(500_000);
    let task = |key: &str, value: &str| format!("{HEAD}[[tasks]]\nid = \"a\"\ntitle = \"A\"\n{key} = \"{value}\"\n");
    vec![
        ("duration", task("estimate", &long), "(500000 characters) is not a duration"),
        ("number", task("estimate", &"9".repeat(500_000)), "is not a duration"),
        ("zone", format!("{HEAD}time_zone = \"{long}\"\n"), "is not a time zone"),
        ("state", HEAD.replace("draft", &long), "is not known here: it is one of draft"),
        ("id", format!("{HEAD}[[tasks]]\nid = \"{}\"\ntitle = \"A\"\n", "A".repeat(500_000)), "is not an id"),
        ("key", format!("{HEAD}\"{}\" = 1\n", "k\\u001b".repeat(80_000)), "a key holds the character"),
        ("flag", format!("{HEAD}confidential = \"{}”{long}\"\n", "x”".repeat(100_000)), "expected true or false"),
        ("condition", task("when", "3 in ([1]*100000000)"), "only numbers are multiplied"),
        ("brackets", task("when", &"(".repeat(500_000)), "nest more than 32 deep"),
        ("arrays", format!("{HEAD}x = {}\n", "[".repeat(500_000)), "recur"),
        ("tables", format!("{HEAD}x = {}\n", "{a=".repeat(250_000)), "recur"),
        ("dots", format!("{HEAD}{} = 1\n", vec!["a"; 400_000].join(".")), ""),
        ("quotes", format!("{HEAD}{}", "\"\"\"".repeat(250_000)), "not TOML"),
        ("apostrophes", format!("{HEAD}{}", "'".repeat(900_000)), "not TOML"),
        ("tasks", format!("{HEAD}{}", tasks(100_000)), "larger than 1 MiB"),
        ("large", format!("{HEAD}{}", "#".repeat(50_000_000)), "larger than 1 MiB"),
    ]
}

#[test]
fn what_stalls_or_floods_is_a_row_with_its_problem_and_nobody_elses() {
    let sandbox = Sandbox::new();
    sandbox.tamper();
    sandbox.change(&["new", "Acme - Move"]);
    let records = records();
    for (name, text, _) in &records {
        sandbox.write(&format!("runbooks/zed/{name}.toml"), text);
    }
    let begun = Instant::now();
    let list = sandbox.run(&["list", "--json"]).ok().json();
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    let row = |id: &str| list["runbooks"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    assert_eq!((&row("acme/move")["problem"], &row("acme/move")["state"]), (&().into(), &"draft".into()));
    for (name, _, wanted) in &records {
        let problem = row(&format!("zed/{name}"))["problem"].as_str().unwrap_or_default().to_owned();
        assert!(problem.contains(wanted) && problem.len() < 2_000, "{name}: {problem}");
    }
    for (name, ..) in &records {
        let out = sandbox.run(&["show", &format!("zed/{name}")]);
        assert!(out.code(5).stderr.len() < 3_000, "{name}: {out}");
    }
    sandbox.run(&["set", "acme/move", "summary=as ever"]).ok();
}

#[test]
fn a_template_without_end_is_refused_and_the_others_are_offered() {
    let sandbox = Sandbox::new();
    let long = "x".repeat(500_000);
    let many: String = (0..20_000).map(|n| format!("k{n} = {n}\n")).collect();
    let texts: String = (0..500).map(|n| format!("[[tasks]]\nid = \"t{n}\"\ntitle = \"T {{{{ b{n} }}}}\"\n")).collect();
    let question = "[[variables]]\nname = \"a\"\nquestion = \"Q\"\n";
    // what each other extends has to be there before either is tried
    sandbox.write("runbook-templates/two.toml", "title = \"X\"\nextends = \"one\"\n");
    for (name, text, code, wanted) in [
        ("one", "extends = \"two\"\n".to_owned(), 5, "it extends itself"),
        ("two", "extends = \"one\"\n".to_owned(), 5, "it extends itself"),
        ("keys", many, 0, ""),
        ("key", format!("{long} = 1\n"), 0, ""),
        ("duration", format!("[[tasks]]\nid = \"a\"\ntitle = \"A\"\nestimate = \"{long}\"\n"), 5, "is not a duration"),
        ("question", format!("{question}when = '3 in ([1]*100000000)'\n"), 5, "only numbers are multiplied"),
        ("brackets", format!("{question}when = '{}'\n", "(".repeat(300_000)), 5, "nest more than 32 deep"),
        ("texts", texts, 5, "and 480 more"),
        ("large", "#".repeat(50_000_000), 5, "larger than 1 MiB"),
    ] {
        let file = format!("runbook-templates/{name}.toml");
        sandbox.write(&file, format!("title = \"X\"\n{text}"));
        let out = sandbox.run(&["new", &format!("Zed - {name}"), "--template", name, "--no-input"]);
        assert!(out.code(code).stderr.contains(wanted) && out.stderr.len() < 30_000, "{name}: {out}");
        sandbox.run(&["template", "check", &file]);
    }
    let begun = Instant::now();
    let list = sandbox.run(&["template", "list", "--json"]).ok().json();
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    assert!(list["templates"].as_array().unwrap().iter().any(|row| row["name"] == "blank"));
}
