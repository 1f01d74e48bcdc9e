//! Conditions: a `when` is a minijinja expression over the runbook's variables (`settled.md`, conditions).
//!
//! Refuses expressions that do not parse or that name a variable the runbook does not have. An item whose condition is
//! false is not applicable and holds nothing up; one whose condition cannot be judged counts as applicable, so that
//! nothing is let through by a mistake.

use minijinja::{Environment, UndefinedBehavior};

use crate::model::{CheckItem, Fault, Line, Obligation, Permission, Result, Task, Variables};

/// How many steps an expression may take; a condition is a comparison, not a program.
const FUEL: u64 = 10_000;

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// The variables that a condition reads, sorted.
///
/// # Errors
/// `Usage` when it does not parse.
pub fn variables_of(condition: &str) -> Result<Vec<String>> {
    let environment = environment();
    let expression = environment
        .compile_expression(condition)
        .map_err(|error| Fault::usage(format!("the condition “{condition}” does not parse: {}", reason(&error))))?;
    let mut names: Vec<String> = expression.undeclared_variables(false).into_iter().collect();
    names.sort();
    Ok(names)
}

/// Whether a condition holds.
///
/// # Errors
/// `Usage` when it does not parse, names an unknown variable, or cannot be computed.
pub fn holds(condition: &str, variables: &Variables) -> Result<bool> {
    for name in variables_of(condition)? {
        if !variables.contains_key(&name) {
            return Err(Fault::usage(format!("the condition “{condition}” names the unknown variable `{name}`"))
                .hint(format!("set it first: runbook set ID var.{name}=VALUE")));
        }
    }
    let environment = environment();
    let value = environment
        .compile_expression(condition)
        .and_then(|expression| expression.eval(minijinja::Value::from(minijinja::value::Serde(variables))))
        .map_err(|error| Fault::usage(format!("the condition “{condition}” cannot be judged: {}", reason(&error))))?;
    Ok(value.is_true())
}

fn reason(error: &minijinja::Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

/// Whether something with this condition applies.
pub fn applies(when: Option<&Line>, variables: &Variables) -> bool {
    when.is_none_or(|condition| holds(condition.as_str(), variables).unwrap_or(true))
}

/// What can be switched off by a condition.
pub trait Conditional {
    /// Its condition.
    fn when(&self) -> Option<&Line>;

    /// Whether it applies under these variables.
    fn is_applicable(&self, variables: &Variables) -> bool {
        applies(self.when(), variables)
    }
}

macro_rules! conditional {
    ($($name:ident),*) => {$(
        impl Conditional for $name {
            fn when(&self) -> Option<&Line> {
                self.when.as_ref()
            }
        }
    )*};
}
conditional!(CheckItem, Permission, Task, Obligation);

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let value = serde_json::json!({"cause": "ps-migration", "paid": true, "count": 2500});
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn conditions_read_the_variables() {
        for (condition, expected) in [
            (r#"cause == "ps-migration" and paid"#, true),
            ("not paid", false),
            ("count > 1000", true),
            (r#"cause in ["embargo", "ps-migration"]"#, true),
        ] {
            assert_eq!(holds(condition, &variables()).unwrap(), expected, "{condition}");
        }
    }

    #[test]
    fn unknown_variables_and_broken_expressions_are_refused() {
        for condition in ["colour == 1", "cause ==", "paid and", "{{ paid }}", ""] {
            assert!(holds(condition, &variables()).is_err(), "{condition}");
        }
    }

    #[test]
    fn what_cannot_be_judged_applies() {
        assert!(applies(Some(&Line::new("colour == 1").unwrap()), &variables()));
    }
}
