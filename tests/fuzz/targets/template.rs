//! Templates: a file is sound or its flaws are told, and a sound one makes a draft that is a record.

use std::borrow::Cow;
use std::sync::LazyLock;

use runbook::lifecycle;
use runbook::model::{Kind, Line, Origin, Slug, Template, TemplateText, Weight};
use runbook::store::{self, built_in_templates, read_template};
use runbook::template::{Shelf, next_question, scaffold};

use super::Target;

/// The target.
pub const TEMPLATE: Target = Target {
    name: "template",
    check,
    words: &[
        "version = 2\n",
        "title = \"X\"\n",
        "extends = \"blank\"\n",
        "extends = \"fuzzed\"\n",
        "without = [\"pre_call.dry-run\"]\n",
        "fragment = true\n",
        "summary = \"{{ group }}\"\n",
        "[[variables]]\nname = \"group\"\nquestion = \"?\"\n",
        "kind = \"yes-no\"\n",
        "kind = \"number\"\n",
        "kind = \"choice\"\nchoices = [\"a\", \"b\"]\n",
        "default = \"a\"\n",
        "required = false\n",
        "when = 'group == \"a\"'\n",
        "[limits.days]\nvalue = \"30d\"\nwhat = \"W\"\nsource = \"https://e.example\"\n",
        "{{ limits.days }}",
        "{{ group }}",
        "{% if group %}",
        "{% else %}",
        "{% endif %}",
        "{% set a = 1 %}",
        "{# note #}",
        "{{ [1] * 100000000 }}",
        "{{ group | upper }}",
        " and ",
        " not ",
        " in ",
        "(",
        ")",
        "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n",
        "[[pre_call]]\nid = \"b\"\ntext = \"B\"\n",
        "after = [\"a\"]\n",
        "command = \"rm {{ group }}\"\n",
        "\"\"\"",
        "'''",
        "\n",
        "\\",
    ],
    seeds: &["runbook-templates"],
    rounds: 300,
};

static BUILT_IN: LazyLock<Vec<TemplateText>> = LazyLock::new(built_in_templates);

fn check(data: &[u8]) {
    let text = TemplateText {
        name: Slug::new("fuzzed").expect("a word"),
        file: "fuzzed.toml".to_owned(),
        origin: Origin::Store,
        bytes: Cow::Owned(data.to_vec()),
    };
    let mut texts = BUILT_IN.clone();
    texts.push(text.clone());
    let shelf = Shelf::new(read_template, texts, Vec::new());
    let flaws = shelf.check(&text);
    let lines = 1 + data.iter().filter(|byte| **byte == b'\n').count();
    for flaw in &flaws {
        assert!(flaw.line.is_none_or(|line| (1..=lines).contains(&line)) && !flaw.message.is_empty(), "{flaw:?}");
    }
    let is_sound = flaws.iter().all(|flaw| flaw.weight != Weight::Error);
    match shelf.find("fuzzed") {
        Ok(template) => {
            assert!(is_sound, "a template with an error is handed out: {flaws:?}");
            makes_a_draft(&template);
        }
        Err(fault) => {
            let is_part = read_template(&text).is_ok_and(|file| file.template.fragment);
            assert!(!is_sound || is_part, "a sound template is refused: {fault}");
            assert!(matches!(fault.kind, Kind::Unreadable | Kind::NewerFormat | Kind::NotFound), "{fault}");
        }
    }
}

/// Each question that must be answered gets an answer; then there is a draft, or a sentence why not.
fn makes_a_draft(template: &Template) {
    let mut given: Vec<(String, String)> = Vec::new();
    while let Ok(Some(question)) = next_question(template, &given) {
        let name = question.name.clone();
        assert!(given.iter().all(|(before, _)| *before != name), "`{name}` is asked twice");
        let choice = question.choices.first().map(|choice| choice.as_str().to_owned());
        let words = ["7", "no", "a word's \"quote\""].into_iter().find(|words| question.parse(words).is_ok());
        let Some(answer) = choice.or(words.map(str::to_owned)) else { return };
        given.push((name, answer));
    }
    let line = |words: &str| Line::new(words).expect("a line");
    match scaffold(template, line("Acme"), line("Work"), &given) {
        Ok(draft) => {
            if let Err(fault) = lifecycle::check(&draft) {
                panic!("the draft is no record: {fault}");
            }
            let file = store::render_new(&draft).expect("a draft that can be written");
            let again = store::read("x.toml", file.as_bytes()).unwrap_or_else(|fault| panic!("{fault}\n{file}"));
            assert_eq!(again.runbook, draft, "{file}");
        }
        Err(fault) => assert_eq!(fault.kind, Kind::Usage, "{fault}"),
    }
}
