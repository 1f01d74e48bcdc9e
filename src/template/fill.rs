//! Filling texts with values: `{{ variable }}`, `{{ limits.name }}`, `{% if … %}`, and the one filter `replace`, by which
//! one value is made of another (`{{ address | replace('@', '+release@') }}`).
//!
//! It refuses undefined names, every other statement but `set`, and texts that ask for more than the budget of a template. A
//! variable without a value stays in the text as `{{ variable }}`.

use std::cell::Cell;
use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior};
use serde_json::{Map, Value};

use crate::lifecycle::{Meter, Size, Unfit, is_open, with_holes_filled};
use crate::model::keys::Rendered;
use crate::model::{Template, Variables};

/// How many steps one text may take.
const FUEL: u64 = 50_000;

/// How many steps of [`Meter`] the texts of one template may take together: what is made is a record of 1 MiB at most.
const BUDGET: u64 = 250_000;

/// The name under which texts read a template's limits.
pub(super) const LIMITS: &str = "limits";

/// Fills the texts of one template with one set of values.
pub(super) struct Filler {
    words: Environment<'static>,
    commands: Environment<'static>,
    context: Value,
    /// What is left of the budget.
    left: Cell<u64>,
}

impl Filler {
    pub(super) fn new(template: &Template, values: &Variables) -> Self {
        let mut context = Map::new();
        for variable in &template.variables {
            let hole = || Value::String(format!("{{{{ {} }}}}", variable.name));
            let value = values.get(&variable.name).filter(|value| !is_open(value)).cloned();
            context.insert(variable.name.clone(), value.unwrap_or_else(hole));
        }
        let limits = template.limits.iter().map(|(name, limit)| (name.clone(), limit.value.clone())).collect();
        context.insert(LIMITS.to_owned(), Value::Object(limits));
        let mut commands = environment();
        commands.set_formatter(|out, _, value| {
            std::fmt::Write::write_str(out, &shell_words::quote(&value.to_string()))
                .map_err(|_| minijinja::Error::new(minijinja::ErrorKind::WriteFailure, "the text cannot be written"))
        });
        Self { words: environment(), commands, context: Value::Object(context), left: Cell::new(BUDGET) }
    }

    /// The text with its values, or why it has none.
    pub(super) fn fill(&self, what: Rendered, text: &str) -> Result<String, String> {
        let environment = match what {
            Rendered::Condition => return Ok(text.to_owned()),
            Rendered::Words => &self.words,
            Rendered::Command => &self.commands,
        };
        let filled = match text.contains(['{', '}']) {
            true => {
                self.left.set(measure(self.left.get(), text, &|name| self.size(name))?);
                environment
                    .render_str(text, minijinja::Value::from(minijinja::value::Serde(&self.context)))
                    .map_err(|error| reason(&error))?
            }
            false => text.to_owned(),
        };
        Ok(filled.trim_end().to_owned())
    }

    /// The size of what a text reads as `name` or `limits.name`.
    fn size(&self, name: &str) -> Option<Size> {
        let value = match name.split_once('.') {
            Some((group, key)) => self.context.get(group).and_then(|own| own.get(key)),
            None => self.context.get(name),
        };
        value.map(Size::of)
    }
}

/// What is left of a budget after this text. One that does not parse costs nothing: rendering says why it cannot be.
fn measure(budget: u64, text: &str, sizes: &dyn Fn(&str) -> Option<Size>) -> Result<u64, String> {
    let mut meter = Meter::new(budget, sizes);
    match meter.text(text, &syntax()) {
        Err(Unfit::Excess(what)) => Err(what),
        Err(Unfit::Unknown(name)) => Err(format!("the text reads `{name}`, which has no value here")),
        Ok(()) | Err(Unfit::Syntax) => Ok(meter.left()),
    }
}

/// Blocks may stand on lines of their own without leaving empty ones.
fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    builder.build().unwrap_or_default()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter("replace", minijinja::filters::replace);
    environment.set_syntax(syntax());
    environment
}

fn reason(error: &minijinja::Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.line() {
        Some(line) if line > 1 => format!("{what} (line {line} of the text)"),
        _ => what,
    }
}

/// What a text reads: variables, and limits as `limits.name`.
///
/// # Errors
/// What is wrong, when it does not parse.
pub(super) fn names_in(text: &str) -> Result<BTreeSet<String>, String> {
    measure(BUDGET, text, &|_| Some(Size::LEAST))?;
    let environment = environment();
    let parsed = environment.template_from_str(text).map_err(|error| reason(&error))?;
    Ok(parsed.undeclared_variables(true).into_iter().collect())
}

/// The variables that the text reads in another way than as a plain `{{ name }}`.
pub(super) fn computed_with(text: &str) -> BTreeSet<String> {
    let is_name = |inside: &str| inside.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let others = with_holes_filled(text, |inside| is_name(inside).then_some(""));
    let names = names_in(&others).unwrap_or_default();
    names.iter().filter_map(|read| read.split('.').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filler() -> Filler {
        let template = serde_json::from_value(json!({
            "name": "x", "version": 1, "title": "X",
            "limits": {"wait": {"value": "10m", "what": "w"}},
            "variables": [
                {"name": "group", "question": "?"},
                {"name": "paid", "question": "?", "kind": "yes-no"},
                {"name": "day", "question": "?", "required": false},
            ],
        }));
        let values = json!({"group": "acme; rm -rf x", "paid": true});
        Filler::new(&template.unwrap(), values.as_object().unwrap())
    }

    #[test]
    fn texts_are_filled_and_holes_stay() {
        for (text, wanted) in [
            ("in `{{ group }}` on {{ day }}", "in `acme; rm -rf x` on {{ day }}"),
            ("wait {{ limits.wait }}\n", "wait 10m"),
            ("{% if paid %}\npaid\n{% else %}\nfree\n{% endif %}\nend", "paid\nend"),
            ("no { braces } here  \n\n", "no { braces } here"),
            ("{{ group | replace('acme', 'beta') }}", "beta; rm -rf x"),
        ] {
            assert_eq!(filler().fill(Rendered::Words, text).unwrap(), wanted);
        }
        assert_eq!(filler().fill(Rendered::Condition, "paid").unwrap(), "paid");
    }

    #[test]
    fn a_value_in_a_command_is_one_word_whatever_it_holds() {
        let command = filler().fill(Rendered::Command, "tool --group {{ group }} --wait {{ limits.wait }}").unwrap();
        assert_eq!(shell_words::split(&command).unwrap(), ["tool", "--group", "acme; rm -rf x", "--wait", "10m"]);
    }

    #[test]
    fn what_is_not_known_or_has_no_end_is_refused() {
        for text in [
            "{{ colour }}",
            "{{ limits.colour }}",
            "{{ group",
            "{% include 'blank' %}",
            "{{ group | upper }}",
            "{% for a in range(9) %}{% endfor %}",
            "{{ [1] * 100000000 }}",
            "{{ group * 100000000 }}",
            "{% set a = group ~ group %}{% set a = a * 1000 %}{{ a }}",
            "{% set l = limits %}{{ l.wait * 100 }}",
            "{{ group.name }}",
        ] {
            assert!(filler().fill(Rendered::Words, text).is_err(), "{text}");
        }
        let long = "{% for a in group %}{% for b in group %}{% for c in group %}{% for d in group %}{{ a }}\
                    {% endfor %}{% endfor %}{% endfor %}{% endfor %}";
        assert!(filler().fill(Rendered::Words, long).unwrap_err().contains("no other statement"));
    }

    #[test]
    fn a_limit_under_another_name_is_as_long_as_it_is() {
        let template = json!({
            "name": "x", "version": 1, "title": "X", "limits": {"x": {"value": "x".repeat(200_000), "what": "w"}},
        });
        let filler = Filler::new(&serde_json::from_value(template).unwrap(), &Variables::new());
        let twice = "{% set a = a ~ a %}".repeat(7);
        for text in
            [format!("{{% set a = limits.x %}}{twice}"), format!("{{% set l = limits %}}{{% set a = l.x %}}{twice}")]
        {
            assert!(filler.fill(Rendered::Words, &text).unwrap_err().contains("more is asked for"), "{text}");
        }
    }

    #[test]
    fn the_texts_of_a_template_have_one_budget() {
        let filler = filler();
        let text = format!("{{{{ group }}}}{}", "x".repeat(900_000));
        assert!(filler.fill(Rendered::Words, &text).is_ok());
        assert!((0..100).any(|_| filler.fill(Rendered::Words, &text).is_err()));
    }

    #[test]
    fn plain_reading_and_computing_are_told_apart() {
        assert!(!computed_with("{{ day }} and {{day}}").contains("day"));
        assert!(computed_with("{{ day }} {% if day %}x{% endif %}").contains("day"));
        assert!(computed_with("{{ day ~ 'x' }}").contains("day"));
        assert!(!computed_with("{{ group ~ 'x' }} {{ day }}").contains("day"));
        assert!(computed_with("{{ limits.wait }}").contains("limits"));
    }
}
