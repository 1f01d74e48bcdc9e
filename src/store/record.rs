//! Reading a record: its bytes, its TOML, its meaning.
//!
//! It refuses whatever is not wholly understood, with file, line, key and what is wrong there: a record that is half read
//! would be half written. So is a record whose conditions ask for more than is computed here. Keys that it does not know
//! are kept.

use serde_json::Value;
use toml::de::DeTable;

use super::explain::explain;
use super::fast_reader;
use super::source::Source;
use super::values::plain_values;
use crate::lifecycle::excess;
use crate::model::keys::Shape;
use crate::model::{FORMAT, Result, Runbook, State};

/// A record as it was read: its meaning, and its text for writing it back.
#[derive(Debug, Clone)]
pub struct Read {
    /// What the record says.
    pub runbook: Runbook,
    /// The text it was read from.
    pub(super) source: Source,
}

/// Reads a record. `name` is what messages call the file: its path in the store.
///
/// # Errors
/// `NewerFormat` for a record of a newer version; `Unreadable` for anything else that is not a record.
pub fn read(name: &str, bytes: &[u8]) -> Result<Read> {
    let source = Source::new(name, bytes)?;
    let runbook = match usual(&source.text) {
        Some(runbook) => runbook,
        None => understand(&source, Shape::Record)?,
    };
    if !has_fitting_result(&runbook) {
        let what = match runbook.result {
            None => "a closed runbook says its result, and the key is missing",
            Some(_) => "only a closed runbook has a result",
        };
        return Err(source.fault(None, "result", what));
    }
    if let Some((path, when, what)) = excess(&runbook) {
        let at = source.text.find(when.as_str()).map(|start| start..start + when.as_str().len());
        return Err(source.fault(at.as_ref(), &format!("{path}.when"), &what));
    }
    Ok(Read { runbook, source })
}

/// True where a result stands there exactly if the runbook is closed.
pub(super) fn has_fitting_result(runbook: &Runbook) -> bool {
    runbook.result.is_some() == (runbook.state == State::Closed)
}

/// The record of a text in the usual form with nothing wrong in it.
fn usual(text: &str) -> Option<Runbook> {
    let values = fast_reader::values(text).ok()?;
    let is_ours = values.get("format").is_none_or(|format| *format == FORMAT);
    serde_json::from_value(Value::Object(values)).ok().filter(|_| is_ours)
}

/// The text as a typed value; for records and settings alike.
pub(super) fn understand<T: serde::de::DeserializeOwned>(source: &Source, shape: Shape) -> Result<T> {
    let parsed = DeTable::parse(&source.text).map_err(|_| source.syntax())?;
    let root = parsed.get_ref();
    let values = match plain_values(root, shape) {
        Ok(values) => Value::Object(values),
        Err(wrong) => {
            // the number comes first: a newer version may well nest or type its keys in another way
            check_format(source, root)?;
            return Err(source.fault(Some(&wrong.at), &wrong.path.to_string(), &wrong.what));
        }
    };
    check_format(source, root)?;
    serde_json::from_value(values).or_else(|_| typed(root, shape, source))
}

/// The same once more, with the way to what is wrong: following it takes longer than all the rest.
fn typed<T: serde::de::DeserializeOwned>(root: &DeTable<'_>, shape: Shape, source: &Source) -> Result<T> {
    let values = Value::Object(plain_values(root, shape).unwrap_or_default());
    serde_path_to_error::deserialize(values).map_err(|error| {
        let explained = explain(root, &error);
        source.fault(explained.at.as_ref(), &explained.path.to_string(), &explained.what)
    })
}

fn check_format(source: &Source, root: &DeTable<'_>) -> Result<()> {
    let Some(value) = root.get("format") else { return Ok(()) };
    let number = value.get_ref().as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
    match number {
        Some(FORMAT) => Ok(()),
        Some(number) if number > FORMAT => Err(source.newer(number)),
        _ => Err(source.fault(Some(&value.span()), "format", &format!("the format is {FORMAT}, without quotes"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fault, Kind};
    use serde_json::json;

    const START: &str = "customer = \"C\"\ntask = \"T\"\nstate = \"draft\"\n";

    fn fault(rest: &str) -> Fault {
        read("runbooks/c/t.toml", format!("{START}{rest}").as_bytes()).unwrap_err()
    }

    fn runbook(rest: &str) -> Runbook {
        read("runbooks/c/t.toml", format!("{START}{rest}").as_bytes()).unwrap().runbook
    }

    #[test]
    fn conditions_that_ask_for_too_much_are_told_with_line_and_key() {
        let task = |when: &str| format!("[[tasks]]\nid = \"a\"\ntitle = \"A\"\nwhen = \"{when}\"\n");
        let fault = fault(&task("3 in ([1]*100000000)"));
        assert_eq!(fault.kind, Kind::Unreadable);
        assert!(fault.message.contains("line 7, `tasks.a.when`: only numbers are multiplied"), "{fault}");
        // what is merely wrong stays readable, so that a command can mend it
        assert!(!runbook(&task("colour ==")).tasks.is_empty());
    }

    #[test]
    fn the_conditions_of_a_record_have_one_budget() {
        let tasks = |when: &str| -> String {
            let task = |n: usize| format!("[[tasks]]\nid = \"t{n}\"\ntitle = \"T\"\nwhen = '{when}'\n");
            // what nobody has said is never computed
            let said = "[variables]\ncause = \"x\"\npaid = \"true\"\ndecision = \"d\"\n".to_owned();
            said + &(0..1000).map(task).collect::<String>()
        };
        let ordinary = r#"(cause in ["a", "b"] or cause == "c" and paid) and decision in ["d", "e"]"#;
        assert_eq!(runbook(&tasks(ordinary)).tasks.len(), 1000);
        let hostile = format!("cause in [{}1]", "cause, ".repeat(90));
        assert!(fault(&tasks(&hostile)).message.contains("up to here more is asked for"));
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_key() {
        for (rest, wanted) in [
            ("summary = 5\n", "line 4, `summary`: expected text in quotes, found the number 5"),
            ("confidential = \"no\"\n", "line 4, `confidential`: expected true or false, found the text “no”"),
            ("[[tasks]]\nid = \"a\"\n", "line 4, `tasks.a`: the key `title` is missing"),
            ("[[tasks]]\ntitle = \"a\"\n", "line 4, `tasks.1`: the key `id` is missing"),
            ("tasks = \"no\"\n", "line 4, `tasks`: expected a list, found the text “no”"),
            ("[tasks]\nid = \"a\"\n", "line 4, `tasks`: expected a list, found a table"),
            ("rollback = 1\n", "line 4, `rollback`: expected a table, found the number 1"),
            (
                "[[tasks]]\nid = \"a\"\ntitle = \"A\"\nestimate = \"5 minutes\"\n",
                "line 7, `tasks.a.estimate`: “5 minutes” is not a duration",
            ),
            (
                "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[tasks.attempts]]\noutcome = \"won\"\n",
                "line 8, `tasks.a.attempts.1.outcome`: “won” is not known here: it is one of success, failed",
            ),
            ("[[tasks]]\nid = \"A b\"\ntitle = \"A\"\n", "line 5, `tasks.\"A b\".id`: “A b” is not an id"),
            (
                "scheduled_at = \"2026-12-01T14:00:00+01:00\"\n",
                "line 4, `scheduled_at`: a time stands without quotes: 2026-12-01T14:00:00+01:00",
            ),
            ("scheduled_at = \"tomorrow\"\n", "line 4, `scheduled_at`: “tomorrow” is not a time"),
            ("scheduled_at = 2026-12-01T14:00:00\n", "line 4, `scheduled_at`: 2026-12-01T14:00:00 is not a full time"),
            ("scheduled_at = 2026-12-01\n", "line 4, `scheduled_at`: 2026-12-01 is not a full time"),
            ("summary = 2026-12-01\n", "line 4, `summary`: a time cannot stand here"),
            ("summary = nan\n", "line 4, `summary`: nan is not a number"),
            ("time_zone = \"Middle/Earth\"\n", "line 4, `time_zone`: “Middle/Earth” is not a time zone"),
            ("dri = \"a\nb\"\n", "line 4, column 9: this is not TOML"),
            ("dri = \"a\\u001b[0m\"\n", "line 4, `dri`: the text holds the character U+001B"),
            ("x = \"a\\u202eb\"\n", "line 4, `x`: the text holds the character U+202E"),
            ("\"a\\u001bb\" = 1\n", "a key holds the character U+001B"),
            ("dri = \"\"\"a\nb\"\"\"\n", "line 4, `dri`: a line break is not allowed"),
            ("dri = \"a\"\ndri = \"b\"\n", "line 5, column 1: this is not TOML: duplicate key"),
            (
                "[variables]\na = [1]\n",
                "line 5, `variables.a`: a variable is text, a number, or true or false, not a list",
            ),
            ("[variables]\na = 2026-12-01\n", "line 5, `variables.a`: a variable is text"),
            ("n = 99999999999999999999\n", "line 4, `n`: this number is too large"),
            (
                "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[tasks]]\nid = \"a\"\ntitle = \"B\"\n",
                "line 8, `tasks.a`: this id is used twice",
            ),
            (
                "[[pre_call]]\nid = \"a\"\ntext = \"A\"\n[[post_call]]\nid = \"a\"\ntext = \"B\"\n",
                "line 8, `post_call.a`: this id is used twice",
            ),
            ("format = \"1\"\n", "line 4, `format`: the format is 1"),
            ("<<<<<<< HEAD\ndri = \"a\"\n=======\ndri = \"b\"\n>>>>>>> x\n", "line 4: a merge is unfinished"),
            ("x = 1\n>>>>>>> x\n", "line 5: a merge is unfinished"),
        ] {
            let fault = fault(rest);
            assert_eq!(fault.kind, Kind::Unreadable, "{rest}");
            assert!(
                fault.message.starts_with("runbooks/c/t.toml, ") && fault.message.contains(wanted),
                "{rest}: {fault}"
            );
            assert!(!fault.hints.is_empty());
        }
        let fault = read("x.toml", b"customer = \"C\"\n").unwrap_err();
        assert!(fault.message.contains("the key `task` is missing"), "{fault}");
    }

    #[test]
    fn a_newer_format_is_refused_whatever_its_keys_hold() {
        for text in ["format = 2\nstate = 5\n", "\"format\" = 9\nscheduled_at = \"x\"\n", "format = 0x2\n"] {
            let fault = read("x", text.as_bytes()).unwrap_err();
            assert_eq!(fault.kind, Kind::NewerFormat, "{fault}");
        }
    }

    #[test]
    fn unknown_keys_are_kept_with_their_values() {
        let runbook = runbook(
            "x = 2026-12-01\ny = nan\nz = 0x10\n[[tasks]]\nid = \"a\"\ntitle = \"A\"\nmeta.owner = \"b\"\nat = 1.5\n[later]\nscheduled_at = \"x\"\n",
        );
        assert_eq!(
            json!(runbook.extra),
            json!({"x": "2026-12-01", "y": "nan", "z": 16, "later": {"scheduled_at": "x"}})
        );
        assert_eq!(json!(runbook.tasks[0].extra), json!({"meta": {"owner": "b"}, "at": 1.5}));
    }

    #[test]
    fn ids_repeat_only_in_different_lists() {
        let text = "[[tasks]]\nid = \"a\"\ntitle = \"A\"\n[[contacts]]\nid = \"a\"\nside = \"customer\"\n\
                    [[rollback.steps]]\nid = \"a\"\ntitle = \"A\"\n[[things]]\nid = \"a\"\n[[things]]\nid = \"a\"\n";
        assert_eq!(runbook(text).tasks.len(), 1);
    }

    #[test]
    fn nesting_has_an_end() {
        let (open, close) = ("[".repeat(40), "]".repeat(40));
        assert!(fault(&format!("x = {open}{close}\n")).message.contains("nested deeper than 32"));
        let dots = vec!["a"; 40].join(".");
        assert!(fault(&format!("{dots} = 1\n")).message.contains("nested deeper than 32"));
        assert!(fault(&format!("[{dots}]\nx = 1\n")).message.contains("nested deeper than 32"));
        for bomb in ["[".repeat(500_000), "{a=".repeat(200_000)] {
            assert_eq!(fault(&format!("x = {bomb}\n")).kind, Kind::Unreadable);
        }
    }

    #[test]
    fn no_depth_of_dots_takes_the_stack() {
        let dots = vec!["a"; 400_000].join(".");
        assert_eq!(fault(&format!("{dots} = 1\n")).kind, Kind::Unreadable);
        assert_eq!(fault(&format!("[{dots}]\n")).kind, Kind::Unreadable);
    }
}
