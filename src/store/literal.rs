//! Values as a person would write them in TOML 1.0: text in quotes or as a block, times bare, lists on one line while
//! they fit.
//!
//! What stood there before decides between forms that mean the same. It refuses nothing; what TOML cannot say (a null) is
//! left out, and the reading back of every written record finds that.

use serde_json::{Map, Value};

use super::values::is_word;
use crate::model::keys::Holds;

/// How wide a list may be before it stands one item a line.
const WIDE: usize = 100;

/// What stood there before, where escaping quotes are wanted and nothing stood there.
const QUOTED: &str = "\"";

/// What decides the form of a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    /// The file's own line end.
    pub(super) newline: &'a str,
    /// Whether it may take several lines: not inside an inline table.
    pub(super) lines: bool,
    /// What stood there before.
    pub(super) old: &'a str,
}

impl<'a> Form<'a> {
    /// The form inside an inline value.
    pub(super) fn inline(newline: &'a str) -> Self {
        Self { newline, lines: false, old: "" }
    }

    /// Text in escaping quotes only, all of it on one line whatever it holds.
    pub(super) fn flat() -> Self {
        Self { newline: "\n", lines: false, old: QUOTED }
    }

    /// The form of what stands inside a list or a table.
    fn inside(self) -> Self {
        let old = if self.old == QUOTED { QUOTED } else { "" };
        Self { lines: false, old, ..self }
    }

    /// The form behind a key on a line of its own.
    pub(super) fn line(newline: &'a str) -> Self {
        Self { newline, lines: true, old: "" }
    }
}

/// A key, in quotes where it needs them.
pub(super) fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { key.to_owned() } else { format!("\"{}\"", escaped(key)) }
}

/// A value.
pub(super) fn value(value: &Value, field: Holds, form: Form<'_>) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if field == Holds::Time || is_bare(text, form.old) => text.clone(),
        Value::String(text) => quoted(text, form),
        Value::Array(items) => list(items, field, form),
        Value::Object(map) => table(map, field, form.inside()),
    }
}

/// True for a time or a number that is none, in a key that this version does not know: it is text in the values and was
/// no text in the file.
fn is_bare(text: &str, old: &str) -> bool {
    if old.is_empty() || old.starts_with(['"', '\'', '[', '{']) {
        return false;
    }
    text.parse::<toml_edit::Datetime>().is_ok() || is_word(text)
}

fn list(items: &[Value], field: Holds, form: Form<'_>) -> String {
    let items: Vec<String> = items.iter().map(|item| value(item, field.item(), form.inside())).collect();
    let line = format!("[{}]", items.join(", "));
    if !form.lines || line.chars().count() <= WIDE {
        return line;
    }
    let newline = form.newline;
    let items: String = items.iter().map(|item| format!("  {item},{newline}")).collect();
    format!("[{newline}{items}]")
}

fn table(map: &Map<String, Value>, field: Holds, form: Form<'_>) -> String {
    if map.is_empty() {
        return "{}".to_owned();
    }
    let shape = field.inside();
    let entries: Vec<String> =
        map.iter().map(|(name, one)| format!("{} = {}", key(name), value(one, shape.holds(name), form))).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn quoted(text: &str, form: Form<'_>) -> String {
    let was_block = form.old.starts_with("\"\"\"") || form.old.starts_with("'''");
    let was_literal = form.old.starts_with('\'');
    if form.lines && (text.contains('\n') || was_block) {
        return block(text, was_literal, form.newline);
    }
    // quotes and backslashes, as commands have them, are easier to read unescaped
    let wants_literal = was_literal || (!form.old.starts_with('"') && text.contains(['"', '\\']));
    if wants_literal && !text.contains('\'') && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    format!("\"{}\"", escaped(text))
}

/// Text on lines of its own. The line break behind the opening quotes is not part of it.
fn block(text: &str, was_literal: bool, newline: &str) -> String {
    let own_lines = |text: &str| text.replace('\n', newline);
    let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    let opening = if text.contains('\n') { newline } else { "" };
    if (was_literal || text.contains('\\')) && plain && !text.contains("'''") && !text.ends_with('\'') {
        return format!("'''{opening}{}'''", own_lines(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' | '\t' => out.push(c),
            '"' if quotes % 3 == 0 => out.push_str("\\\""),
            '"' => out.push(c),
            c => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
        }
    }
    if out.ends_with('"') && !out.ends_with("\\\"") {
        out.pop();
        out.push_str("\\\"");
    }
    format!("\"\"\"{opening}{}\"\"\"", own_lines(&out))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn word(text: &str, old: &str) -> String {
        value(&json!(text), Holds::Text, Form { newline: "\n", lines: true, old })
    }

    #[test]
    fn text_takes_the_form_that_reads_best_and_keeps_the_old_one() {
        assert_eq!(word("a", ""), "\"a\"");
        assert_eq!(word("grep \"x\" \\d", ""), "'grep \"x\" \\d'");
        assert_eq!(word("it's \"x\"", ""), "\"it's \\\"x\\\"\"");
        assert_eq!(word("a", "'b'"), "'a'");
        assert_eq!(word("say \"a\"", "\"b\""), "\"say \\\"a\\\"\"");
        assert_eq!(word("a\nb\n", ""), "\"\"\"\na\nb\n\"\"\"");
        assert_eq!(word("a\nb", "'''x'''"), "'''\na\nb'''");
        assert_eq!(word("one", "\"\"\"\nx\ny\"\"\""), "\"\"\"one\"\"\"");
        assert_eq!(word("2026-12-01", "2026-11-01"), "2026-12-01");
        assert_eq!(word("2026-12-01", "\"x\""), "\"2026-12-01\"");
        assert_eq!(value(&json!("a\nb"), Holds::Text, Form::inline("\n")), "\"a\\nb\"");
        assert_eq!(value(&json!(["a", {"b c": 1}]), Holds::Foreign, Form::inline("\n")), "[\"a\", { \"b c\" = 1 }]");
        let long = value(&json!(["x".repeat(60), "y".repeat(60)]), Holds::Text, Form::line("\n"));
        assert_eq!(long.lines().count(), 4);
    }

    fn hard_text() -> impl Strategy<Value = String> {
        let part =
            prop::sample::select(vec!["\"", "'", "\\", "\n", "\t", "a", " ", "é", "\u{1b}", "#", "\"\"\"", "'''"]);
        prop::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_itself(text in hard_text(), old in prop::sample::select(vec!["", "\"x\"", "'x'", "'''x'''", "\"\"\"x\"\"\""]), lines in any::<bool>()) {
            let literal = value(&json!(text), Holds::Text, Form { newline: "\r\n", lines, old });
            let read: toml::Table = toml::from_str(&format!("a = {literal} # end\r\n")).map_err(|error| TestCaseError::fail(format!("{literal}: {error}")))?;
            let read = read["a"].as_str().unwrap().replace("\r\n", "\n");
            prop_assert_eq!(read, text);
        }

        #[test]
        fn every_key_reads_back_as_itself(name in hard_text()) {
            let read: toml::Table = toml::from_str(&format!("{} = 1\n", key(&name))).unwrap();
            prop_assert!(read.contains_key(&name));
        }
    }
}
