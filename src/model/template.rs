//! A template: what a runbook of one kind of work begins with. Data only; rendering lives in `template`, reading in `store`.
//!
//! A template is one TOML file, `runbook-templates/NAME.toml`; the file's name is the template's name.
//!
//! ```toml
//! version = 3                             # the record says `template = "NAME@3"`; 1 where it is left out
//! title = "Rotate the deploy keys"        # the name where it is left out
//! description = "When, and for whom."
//! extends = "account-work"                # take everything of that template, then what stands here
//! without = ["pre_call.dry-run"]          # … but for these inherited items
//! fragment = false                        # true: only for others to extend, no runbook is made from it
//!
//! summary = "Rotate {{ key_count }} keys of `{{ group_path }}`."
//! expected_result = "No key is older than today."
//!
//! [[variables]]
//! name = "group_path"                     # letters, digits and _, not the name of a field of a runbook
//! question = "Which group?"
//! kind = "text"                           # text (one line), username (taken without its @), choice, yes-no, number (whole)
//!
//! [[variables]]
//! name = "cause"
//! question = "Why are they rotated?"
//! kind = "choice"
//! choices = ["leaked", "old"]
//! default = "old"                         # without a default an answer is required, unless `required = false`
//!
//! [[variables]]
//! name = "seen_at"
//! question = "Where were they seen?"
//! when = 'cause == "leaked"'              # asked only when this holds for the answers before it
//!
//! [limits.log_retention]                  # figures with their source, because sources disagree over time
//! value = "30d"                           # stands in texts as {{ limits.log_retention }}
//! what = "How long the log can be searched"
//! source = "https://example.com/logs"
//!
//! [[sources]]
//! title = "Deploy keys"
//! link = "https://docs.gitlab.com/user/project/deploy_keys/"
//! as_of = "2025-12-09"
//!
//! [[tasks]]                               # and contacts, pre_call, permissions, rollback, post_call, obligations:
//! id = "rotate"                           # shaped as in the record, but for what happened to them
//! title = "Rotate the keys of `{{ group_path }}`"
//! estimate = "20m"
//! when = 'cause == "old"'                 # conditions are kept as they are and judged again when a variable changes
//! ```
//!
//! Texts hold `{{ variable }}` and `{% if … %}`. A variable may be decided later: one that is not required and has no
//! default, or whose own `when` does not hold. It stands in the record as an open question, `cause = ""`, and in texts as
//! `{{ variable }}`; a condition that hangs on it does not hold yet, and `set ID variable=…` decides everything at once.
//! In `command` and `dry_run_command` every value is quoted as one word. An item of the same id as an inherited one takes
//! its place.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::keys::{self, Holds, Key, Shape};
use super::state::words;
use super::{
    CheckItem, Contact, Extra, Fault, Line, Obligation, Path, Permission, Prose, Result, Rollback, Slug, Task,
};

/// A template: as its file says it, or with everything put in that it extends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Template {
    /// Its name, that of its file.
    pub name: Slug,
    /// Which version of itself; goes up when its meaning changes.
    #[serde(deserialize_with = "number_or_words")]
    #[schemars(schema_with = "super::schema::number_or_words")]
    pub version: Line,
    /// What the work is, in a few words.
    pub title: Line,
    /// When it is the right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Prose>,
    /// The template that this one builds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<Slug>,
    /// Inherited items that it leaves out, as `pre_call.dry-run`.
    #[serde(default, deserialize_with = "paths", skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Only for other templates to extend.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fragment: bool,
    /// What is asked when a runbook is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<TemplateVariable>,
    /// Figures that the sources name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, Limit>,
    /// What it was written from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Citation>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pre_call: Vec<CheckItem>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub post_call: Vec<CheckItem>,
    /// As in the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
    /// The fields of a record's header that it says, and unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Something that a template asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateVariable {
    /// Its name in texts, conditions and `--var`.
    pub name: String,
    /// What a person is asked.
    pub question: Line,
    /// What kind of answer it takes.
    #[serde(default)]
    pub kind: VariableKind,
    /// The answers of a choice.
    #[serde(default)]
    pub choices: Vec<Line>,
    /// The answer where none is given.
    #[serde(default)]
    pub default: Option<Value>,
    /// Whether it must have an answer; where this is not said, it must unless there is a default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// It is asked only when this condition over the variables before it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Line>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

words! {
    /// What kind of answer a variable takes.
    #[derive(Default)]
    VariableKind, "a kind of variable" {
        /// One line of text.
        #[default]
        Text = "text",
        /// A user's name on GitLab, taken without the `@` before it.
        Username = "username",
        /// One of the choices.
        Choice = "choice",
        /// True or false.
        YesNo = "yes-no",
        /// A whole number.
        Number = "number",
    }
}

/// A figure that the sources name, with the source: they disagree over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// The figure: a number, or words such as `10m`.
    pub value: Value,
    /// What it limits.
    pub what: Line,
    /// Who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A page that a template was written from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// What it is called.
    pub title: Line,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Line>,
    /// When it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Line>,
    /// Unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

fn number_or_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Line, D::Error> {
    let words = match Value::deserialize(deserializer)? {
        Value::Number(number) => number.to_string(),
        Value::String(words) => words,
        _ => return Err(serde::de::Error::custom("a version is a number, or words in quotes")),
    };
    match words.trim() {
        "" => Err(serde::de::Error::custom("a version cannot be empty")),
        word if word.contains(['@', ' ']) => Err(serde::de::Error::custom("a version holds neither @ nor a space")),
        word => Line::new(word).map_err(serde::de::Error::custom),
    }
}

fn paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    for word in &words {
        let path: Path = word.parse().map_err(serde::de::Error::custom)?;
        if path.segments().len() < 2 {
            return Err(serde::de::Error::custom(format!("“{word}” names no item: write it as pre_call.dry-run")));
        }
    }
    Ok(words)
}

impl Template {
    /// What the record's `template` says.
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// What it says about the record, as the record's keys in their order; texts are not rendered.
    pub fn record(&self) -> Map<String, Value> {
        let mut all = match serde_json::to_value(self) {
            Ok(Value::Object(all)) => all,
            _ => Map::new(),
        };
        let entries = Shape::Record.in_templates().filter_map(|key| all.remove_entry(key.name));
        entries.collect()
    }

    /// The fields of a record's header that it says, and what stands in them.
    pub fn header(&self) -> impl Iterator<Item = (&'static Key, &Value)> {
        keys::header().filter(|key| key.in_templates).filter_map(|key| Some((key, self.extra.get(key.name)?)))
    }

    /// The keys that it says and nobody knows.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let is_known = |name: &str| Shape::Template.holds(name) != Holds::Foreign;
        self.extra.keys().map(String::as_str).filter(move |name| !is_known(name))
    }

    /// The variable of this name.
    pub fn variable(&self, name: &str) -> Option<&TemplateVariable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}

impl TemplateVariable {
    /// True when no runbook can be made without an answer, where it is asked at all.
    pub fn must_be_answered(&self) -> bool {
        self.default.is_none() && self.required != Some(false)
    }

    /// True when every runbook has a value for it; otherwise it may be open, to be decided later.
    pub fn always_has_value(&self) -> bool {
        self.when.is_none() && (self.default.is_some() || self.required != Some(false))
    }

    /// The value that these words mean.
    ///
    /// # Errors
    /// `Usage`, naming the variable and what it takes.
    pub fn parse(&self, words: &str) -> Result<Value> {
        let words = words.trim();
        let wrong = |what: String| Fault::usage(format!("the variable `{}` takes {what}, not “{words}”", self.name));
        match self.kind {
            VariableKind::Text => match Line::new(words) {
                Ok(line) => Ok(Value::String(line.as_str().to_owned())),
                Err(fault) => Err(Fault::usage(format!("the variable `{}`: {}", self.name, fault.message))),
            },
            // people write it with its @, which the texts have already
            VariableKind::Username => match words.strip_prefix('@').unwrap_or(words) {
                name if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '@') => {
                    Err(wrong("the name of one user".to_owned()))
                }
                name => Line::new(name)
                    .map(|name| Value::String(name.to_string()))
                    .map_err(|fault| Fault::usage(format!("the variable `{}`: {}", self.name, fault.message))),
            },
            VariableKind::Choice => match self.choices.iter().find(|choice| choice.as_str() == words) {
                Some(choice) => Ok(Value::String(choice.as_str().to_owned())),
                None => Err(wrong(format!("one of {}", self.choices_in_words()))),
            },
            VariableKind::YesNo => match words.to_ascii_lowercase().as_str() {
                "yes" | "y" | "true" => Ok(Value::Bool(true)),
                "no" | "n" | "false" => Ok(Value::Bool(false)),
                _ => Err(wrong("yes or no".to_owned())),
            },
            VariableKind::Number => match words.parse::<i64>() {
                Ok(number) => Ok(Value::Number(number.into())),
                Err(_) => Err(wrong("a whole number".to_owned())),
            },
        }
    }

    /// Why a value cannot be its default; none when it can.
    pub fn misfit(&self, value: &Value) -> Option<String> {
        let fits = match (self.kind, value) {
            (VariableKind::Text, Value::String(words)) => self.parse(words).is_ok(),
            // a default stands in the texts as it is
            (VariableKind::Username, Value::String(words)) => self.parse(words).is_ok_and(|name| name == *value),
            (VariableKind::Choice, Value::String(words)) => self.choices.iter().any(|choice| choice.as_str() == words),
            (VariableKind::YesNo, Value::Bool(_)) => true,
            (VariableKind::Number, Value::Number(number)) => number.is_i64(),
            _ => false,
        };
        (!fits).then(|| match self.kind {
            VariableKind::Text => "one line of text in quotes".to_owned(),
            VariableKind::Username => "the name of one user in quotes, without @".to_owned(),
            VariableKind::Choice => format!("one of {}", self.choices_in_words()),
            VariableKind::YesNo => "true or false, without quotes".to_owned(),
            VariableKind::Number => "a whole number, without quotes".to_owned(),
        })
    }

    fn choices_in_words(&self) -> String {
        self.choices.iter().map(Line::as_str).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn variable(value: Value) -> TemplateVariable {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn words_become_values_of_the_variables_kind() {
        let number = variable(json!({"name": "n", "question": "?", "kind": "number"}));
        let flag = variable(json!({"name": "f", "question": "?", "kind": "yes-no"}));
        let user = variable(json!({"name": "u", "question": "?", "kind": "username"}));
        for words in ["@zed", "zed", " @zed "] {
            assert_eq!(user.parse(words).unwrap(), "zed", "{words}");
        }
        for words in ["@", "@@zed", "zed and ned", "zed@example.com"] {
            assert!(user.parse(words).is_err(), "{words}");
        }
        assert!(user.misfit(&json!("@zed")).is_some() && user.misfit(&json!("zed")).is_none());
        let choice = variable(json!({"name": "c", "question": "?", "kind": "choice", "choices": ["a", "b"]}));
        let text = variable(json!({"name": "t", "question": "?"}));
        assert_eq!(number.parse(" 2500 ").unwrap(), json!(2500));
        assert_eq!(flag.parse("Yes").unwrap(), json!(true));
        assert_eq!(flag.parse("false").unwrap(), json!(false));
        assert_eq!(choice.parse("b").unwrap(), json!("b"));
        assert_eq!(text.parse(" 007 ").unwrap(), json!("007"));
        for (variable, words, wanted) in [
            (&number, "2.5k", "a whole number"),
            (&flag, "maybe", "yes or no"),
            (&choice, "ab", "one of a, b"),
            (&text, "a\nb", "line break"),
        ] {
            let fault = variable.parse(words).unwrap_err();
            assert!(fault.message.contains(wanted) && fault.message.contains(&variable.name), "{fault}");
        }
    }

    #[test]
    fn an_answer_is_required_unless_there_is_a_default_or_it_says_otherwise() {
        let asked = variable(json!({"name": "a", "question": "?"}));
        let optional = variable(json!({"name": "a", "question": "?", "required": false}));
        let answered = variable(json!({"name": "a", "question": "?", "default": "x", "required": true}));
        assert!(asked.must_be_answered() && !optional.must_be_answered() && !answered.must_be_answered());
        assert!(asked.always_has_value() && !optional.always_has_value() && answered.always_has_value());
    }

    #[test]
    fn a_version_is_a_number_or_a_word() {
        let template =
            |version: Value| serde_json::from_value::<Template>(json!({"name": "x", "version": version, "title": "X"}));
        assert_eq!(template(json!(2)).unwrap().label(), "x@2");
        assert_eq!(template(json!("2.1")).unwrap().label(), "x@2.1");
        for wrong in [json!(""), json!("a@b"), json!(true)] {
            assert!(template(wrong).is_err());
        }
    }
}
