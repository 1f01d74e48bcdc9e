//! Templates are read as their files say, and what is wrong with a file is told with its place.

use super::*;
use std::fs;

fn text(body: &str) -> TemplateText {
    TemplateText {
        name: Slug::new("own").unwrap(),
        file: "runbook-templates/own.toml".to_owned(),
        origin: Origin::Store,
        bytes: Cow::Owned(body.as_bytes().to_vec()),
    }
}

const START: &str = "version = 1\ntitle = \"T\"\n";

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("runbook-templates");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    files.sort();
    assert_eq!(files, BUILT_IN.map(|(name, _)| name));
    for text in built_in_templates() {
        read_template(&text).unwrap();
    }
}

#[test]
fn keys_and_items_have_their_lines() {
    let body = format!(
        "{START}[limits.wait]\nvalue = \"10m\"\nwhat = \"x\"\n[[variables]]\nname = \"a\"\nquestion = \"?\"\n\
         [[tasks]]\nid = \"go\"\ntitle = \"Go\"\n\n[rollback]\nplan = \"p\"\n[[rollback.steps]]\nid = \"s\"\n\
         title = \"S\"\n"
    );
    let file = read_template(&text(&body)).unwrap();
    for (path, line) in [
        ("title", 2),
        ("limits.wait", 3),
        ("limits.wait.value", 4),
        ("variables.a", 6),
        ("variables.a.question", 8),
        ("tasks.go", 9),
        ("tasks.go.title", 11),
        ("tasks.go.estimate", 9),
        ("rollback.plan", 14),
        ("rollback.steps.s.title", 17),
    ] {
        assert_eq!(file.places.line(&path.parse().unwrap()), Some(line), "{path}");
    }
    assert_eq!(file.template.name.as_str(), "own");
}

#[test]
fn what_is_wrong_is_told_with_line_and_key() {
    for (rest, line, key, wanted) in [
        ("summary = 5\n", Some(3), "summary", "expected text in quotes"),
        ("extends = \"Not A Slug\"\n", Some(3), "extends", "is not an id"),
        ("without = [\"tasks\"]\n", Some(3), "without", "names no item"),
        ("name = \"other\"\n", Some(3), "name", "the file's name"),
        ("[[variables]]\nname = \"a\"\n", Some(3), "variables.1", "the key `question` is missing"),
        (
            "[[variables]]\nname = \"a\"\nquestion = \"?\"\nkind = \"flag\"\n",
            Some(6),
            "variables.1.kind",
            "“flag” is not known here: it is one of text, username, choice, yes-no, number",
        ),
        ("[[tasks]]\nid = \"a\"\ntitle = \"A\"\nestimate = \"soon\"\n", Some(6), "tasks.a.estimate", "not a duration"),
        ("[[tasks\n", Some(3), "", "this is not TOML"),
        ("title = \"again\"\n", Some(3), "", "this is not TOML: duplicate key"),
    ] {
        let misread = read_template(&text(&format!("{START}{rest}"))).unwrap_err();
        let Misread { fault, flaw } = *misread;
        assert_eq!((flaw.line, flaw.key.as_str()), (line, key), "{rest}: {flaw}");
        assert!(flaw.message.contains(wanted), "{rest}: {flaw}");
        assert!(fault.kind == Kind::Unreadable && fault.message.starts_with("runbook-templates/own.toml"), "{fault}");
        assert!(fault.message.contains(wanted) && !fault.hints.is_empty(), "{fault}");
    }
    let misread = read_template(&text("format = 2\n")).unwrap_err();
    assert_eq!(misread.fault.kind, Kind::NewerFormat);
    assert!(misread.flaw.message.starts_with("was made by"), "{}", misread.flaw);
    let misread = read_template(&text("")).unwrap_err();
    assert_eq!(misread.flaw.message, "is empty");
}

#[test]
fn an_id_that_is_used_twice_is_told_and_hides_nothing_else() {
    let rest = "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[tasks]]\nid = \"a\"\n[[tasks]]\nid = \"b\"\ntitle = \"B\"\n";
    let file = read_template(&text(&format!("{START}{rest}"))).unwrap();
    let told: Vec<_> = file.twice.iter().map(|flaw| (flaw.line, flaw.key.as_str())).collect();
    assert_eq!(told, [(Some(7), "tasks.a")]);
    assert!(file.twice[0].message.contains("used twice"));
    assert_eq!(file.template.tasks.iter().map(|task| task.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn the_head_may_be_left_out() {
    let file = read_template(&text("summary = \"S\"\n")).unwrap();
    assert_eq!((file.template.label().as_str(), file.template.title.as_str()), ("own@1", "own"));
}

#[test]
fn the_stores_own_templates_are_listed_and_strangers_told() {
    let dir = tempfile::tempdir().unwrap();
    let layout = Layout::new(dir.path());
    assert!(layout.templates().unwrap().texts.is_empty());
    let folder = dir.path().join(TEMPLATES);
    fs::create_dir(&folder).unwrap();
    for (name, body) in [("b.toml", START), ("a.toml", "x"), (".c.toml", ""), ("notes.md", ""), ("My Own.toml", START)]
    {
        fs::write(folder.join(name), body).unwrap();
    }
    std::os::unix::fs::symlink(folder.join("a.toml"), folder.join("linked.toml")).unwrap();
    let own = layout.templates().unwrap();
    let names: Vec<&str> = own.texts.iter().map(|text| text.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    let strangers: Vec<&str> = own.strangers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(strangers, ["My Own", "linked"]);
    assert!(own.strangers[0].1.hints[0].contains("my-own.toml"));
}

#[test]
fn a_file_anywhere_is_read_for_checking() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mine.toml");
    assert_eq!(template_text(&path).unwrap_err().kind, Kind::NotFound);
    fs::write(&path, START).unwrap();
    assert_eq!(template_text(&path).unwrap().name.as_str(), "mine");
    assert_eq!(template_text(dir.path()).unwrap_err().kind, Kind::Disk);
    fs::write(&path, vec![b'#'; MAX_FILE + 1]).unwrap();
    assert!(read_template(&template_text(&path).unwrap()).unwrap_err().fault.message.contains("1 MiB"));
}
