//! The person's editor, chosen and started as git does it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::plan::{self, FILE, ID};
use crate::env::Sandbox;

fn editor(sandbox: &Sandbox, name: &str, lines: &str) -> String {
    let file = sandbox.top().join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(&file, format!("#!/bin/sh\n{lines}\n")).expect("written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("allowed");
    file.display().to_string()
}

#[test]
fn an_editor_runs_through_the_shell_where_its_words_need_one() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let plain = editor(&sandbox, "ed", "sed -i \"s/^summary = .*/summary = \\\"$SAID\\\"/\" \"$1\"");
    let spaced = editor(&sandbox, "my tools/ed", "exec \"$(dirname \"$0\")/../ed\" \"$1\"");
    for (number, words) in [
        plain.clone(),
        format!("'{spaced}'"),
        format!("\"{spaced}\""),
        format!("FOO=1 {plain}"),
        format!("f() {{ {plain} \"$1\"; }}; f"),
        "$HOME/../ed".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let said = format!("said {number}");
        sandbox.call(&["edit", ID]).var("EDITOR", words).var("SAID", &said).run().ok();
        assert!(sandbox.read(FILE).contains(&said), "{words}");
    }
    let before = sandbox.commits();
    for (words, wanted) in [(":", "nothing was changed"), ("true", "code --wait")] {
        let out = sandbox.call(&["edit", ID]).var("GIT_EDITOR", words).var("EDITOR", &plain).run();
        out.ok();
        assert!(out.stderr.contains(wanted), "{out}");
    }
    for words in ["false", "/nowhere/ed", "sh -c 'exit 3' --"] {
        sandbox.call(&["edit", ID]).var("VISUAL", words).run().code(3);
    }
    sandbox.git_setting("core.editor", &plain);
    sandbox.call(&["edit", ID]).var("VISUAL", "false").var("SAID", "core").run().ok();
    sandbox.git_setting("core.editor", "");
    sandbox.call(&["edit", ID]).var("TERM", "dumb").run().code(2);
    assert_eq!(sandbox.commits(), before + 1);
}

#[test]
fn what_an_edit_is_told_never_becomes_part_of_the_record() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let is_told = "grep -q 'This does not check' \"$1\"";
    // the first round breaks the state, the second one mends it and types above, between and below what was said
    let mends = [
        "1i # my own comment",
        "2i # my own comment",
        "2i # my own comment\n1{h;d}\n${G}",
        "1d\n3i # my own comment",
        "1,20s/^#/ #/\n1i # my own comment",
    ];
    for (number, mend) in mends.iter().enumerate() {
        let lines = format!(
            "if {is_told}; then sed -i 's/bogus/draft/\n{mend}' \"$1\"; else sed -i 's/^state = .*/state = \"bogus\"/' \"$1\"; fi"
        );
        let words = editor(&sandbox, &format!("ed{number}"), &lines);
        sandbox.call(&["edit", ID]).var("EDITOR", &words).run().ok();
        let text = sandbox.read(FILE);
        assert!(!text.contains("#runbook|") && text.matches("my own comment").count() == number + 1, "{mend}\n{text}");
    }
    // an editor that is killed leaves the words in the draft, and the next run takes them off as well
    let lines = format!("if {is_told}; then exit 1; else sed -i 's/^state = .*/state = \"bogus\"/' \"$1\"; fi");
    let words = editor(&sandbox, "killed", &lines);
    sandbox.call(&["edit", ID]).var("EDITOR", &words).run().code(3).complains("--resume");
    let words = editor(&sandbox, "resumed", "sed -i 's/bogus/draft/\n1i # resumed' \"$1\"");
    sandbox.call(&["edit", ID, "--resume"]).var("EDITOR", &words).run().ok();
    let text = sandbox.read(FILE);
    assert!(!text.contains("#runbook|") && text.contains("# resumed"), "{text}");
}

#[test]
fn what_a_refused_round_would_have_done_is_not_told_of_the_next_one() {
    let sandbox = Sandbox::new();
    plan::ready(&sandbox);
    let before = sandbox.read(FILE);
    assert!(before.contains("agreed = ") && before.contains("T14:00"), "{before}");
    // the first round moves the time and does what only a command may, the second one takes both back
    let lines = "if grep -q 'This does not check' \"$1\"; then sed -i 's/T15:00/T14:00/\ns/^state = .*/state = \"scheduled\"/\n$a # a word' \"$1\"; \
        else sed -i 's/T14:00/T15:00/\ns/^state = .*/state = \"running\"/' \"$1\"; fi";
    let out = sandbox.call(&["edit", ID]).var("EDITOR", editor(&sandbox, "twice", lines)).run();
    assert!(!out.ok().stderr.contains("agreed"), "{out}");
    assert_eq!(sandbox.read(FILE), format!("{before}# a word\n"));
}

#[test]
fn a_long_answer_goes_through_the_pager_that_git_would_take() {
    let sandbox = Sandbox::new();
    plan::draft(&sandbox);
    let first = editor(&sandbox, "first", "echo \"paged by $1, LESS=$LESS\"; exit 0");
    sandbox.git_setting("core.pager", &format!("{first} own"));
    // what a repository says chooses no program
    sandbox.git(&["config", "core.pager", &format!("{first} clone")]);
    let shown = |vars: &[(&str, &str)], words: &[&str]| {
        let mut script = String::new();
        vars.iter().for_each(|(name, value)| script.push_str(&format!("export {name}='{value}'; ")));
        script.push_str(&format!("{} {}", env!("CARGO_BIN_EXE_runbook"), words.join(" ")));
        let mut terminal = sandbox.terminal_of("sh", &["-c", &script], 80, 10);
        assert_eq!(terminal.end(), 0, "{vars:?} {words:?}: {}", terminal.screen());
        terminal.raw()
    };
    for words in [&["show", ID][..], &["blame", ID], &["log", ID, "--patch"]] {
        let raw = shown(&[], words);
        assert!(raw.contains("paged by own, LESS=FRX") && !raw.contains("Acme"), "{words:?}: {raw}");
    }
    let gits = format!("{first} gits");
    assert!(shown(&[("GIT_PAGER", &gits), ("LESS", "-S")], &["show", ID]).contains("paged by gits, LESS=-S"));
    for (vars, words) in [
        (&[("GIT_PAGER", "")][..], &["show", ID][..]),
        (&[("GIT_PAGER", "cat")], &["show", ID]),
        (&[("GIT_PAGER", "/nowhere/pager")], &["show", ID]),
        (&[], &["show", ID, "--no-pager"]),
    ] {
        let raw = shown(vars, words);
        assert!(raw.contains("Acme") && !raw.contains("paged by"), "{vars:?} {words:?}: {raw}");
    }
    // whoever needs no pager gets none, and neither does a pipe
    assert!(!shown(&[], &["list"]).contains("paged by"));
    sandbox.run(&["show", ID]).says_no("paged by").ok();
}
