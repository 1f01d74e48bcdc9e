//! Conditions: a `when` is a minijinja expression over the runbook's variables (`docs/format.md`,
//! “Conditions and placeholders”).
//!
//! Refuses expressions that do not parse, that name a variable the runbook does not have, or that ask for more than a
//! comparison takes: the conditions of one record have a budget together (`docs/format.md`, “The record”). An item whose
//! condition is false is not applicable and holds nothing up; one whose condition cannot be judged counts as applicable, so
//! that nothing is let through by a mistake. A variable with an empty value is open, to be decided later: an item whose
//! condition hangs on it does not apply yet, and the work cannot be finished before it is decided.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use minijinja::value::Object;
use minijinja::{Environment, Expression, UndefinedBehavior};
use serde_json::Value;

use super::expression::{Meter, Unfit};
use super::value_size::Size;
use crate::model::{CheckItem, Fault, Line, Obligation, Permission, Result, Runbook, Slug, Task, Variables};

/// How many steps an expression may take; a condition is a comparison, not a program.
const FUEL: u64 = 10_000;

/// How many steps of [`Meter`] all conditions of a record may take together: those of a thousand tasks with long ones.
const BUDGET: u64 = 50_000;

/// How much of a condition a message repeats, in characters.
const SHOWN: usize = 200;

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// Refuses a condition that asks for too much, or names what is not there.
fn measure(condition: &str, sizes: &dyn Fn(&str) -> Option<Size>) -> Result<()> {
    match Meter::new(BUDGET, sizes).expression(condition) {
        Err(Unfit::Excess(what)) => Err(wrong(condition, &format!("cannot be judged: {what}"))),
        Err(Unfit::Unknown(name)) => Err(wrong(condition, &format!("names the unknown variable `{name}`"))),
        Ok(()) | Err(Unfit::Syntax) => Ok(()),
    }
}

fn wrong(condition: &str, what: &str) -> Fault {
    let shown: String = condition.chars().take(SHOWN).collect();
    let more = if shown.len() < condition.len() { "…" } else { "" };
    Fault::usage(format!("the condition “{shown}{more}” {what}"))
}

fn compile<'e>(environment: &'e Environment<'_>, condition: &'e str) -> Result<Expression<'e, 'e>> {
    environment
        .compile_expression(condition)
        .map_err(|error| wrong(condition, &format!("does not parse: {}", reason(&error))))
}

fn names_of(expression: &Expression<'_, '_>) -> Vec<String> {
    let mut names: Vec<String> = expression.undeclared_variables(false).into_iter().collect();
    names.sort();
    names
}

/// The variables that a condition reads, sorted.
///
/// # Errors
/// `Usage` when it does not parse, or asks for too much whatever they hold.
pub fn variables_of(condition: &str) -> Result<Vec<String>> {
    measure(condition, &|_| Some(Size::LEAST))?;
    Ok(names_of(&compile(&environment(), condition)?))
}

/// The condition by which a record asks for too much: the path of its item, its text, and what is wrong.
pub fn excess(runbook: &Runbook) -> Option<(String, &Line, String)> {
    let sizes = |name: &str| runbook.variables.get(name).map(Size::of);
    let mut meter = Meter::new(BUDGET, &sizes);
    all(runbook).into_iter().find_map(|(path, when)| match meter.expression(when.as_str()) {
        Err(Unfit::Excess(what)) => Some((path, when, what)),
        // these are not computed
        Ok(()) | Err(Unfit::Syntax | Unfit::Unknown(_)) => None,
    })
}

/// What a condition says under these variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// It hangs on this variable, which has no value yet.
    Undecided(String),
}

/// The variables as a condition reads them; remembers the first open one that was touched: what hangs on further ones is
/// seen once that one is decided.
///
/// Evaluation goes from left to right and stops where the answer is certain, so an open variable behind
/// `cause == "embargo" and …` is touched only where the cause is an embargo.
#[derive(Debug)]
struct Reading {
    variables: Variables,
    touched: Mutex<Option<String>>,
}

impl Object for Reading {
    fn get_value(self: &Arc<Self>, key: &minijinja::Value) -> Option<minijinja::Value> {
        let name = key.as_str()?;
        let value = self.variables.get(name)?;
        if is_open(value) {
            self.touched.lock().ok()?.get_or_insert_with(|| name.to_owned());
        }
        Some(minijinja::Value::from(minijinja::value::Serde(value)))
    }
}

/// True for a variable that is to be decided later: it is there, and its value is empty.
pub fn is_open(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What a condition says.
///
/// # Errors
/// `Usage` when it does not parse, names an unknown variable, asks for too much, or cannot be computed.
pub fn judge(condition: &str, variables: &Variables) -> Result<Verdict> {
    measure(condition, &|name| variables.get(name).map(Size::of))?;
    let environment = environment();
    let expression = compile(&environment, condition)?;
    let read =
        names_of(&expression).into_iter().filter_map(|name| variables.get(&name).cloned().map(|own| (name, own)));
    let reading = Arc::new(Reading { variables: read.collect(), touched: Mutex::default() });
    let computed = expression.eval(minijinja::Value::from_dyn_object(Arc::clone(&reading)));
    let open = reading.touched.lock().ok().and_then(|touched| touched.clone());
    match (open, computed) {
        (Some(open), _) => Ok(Verdict::Undecided(open)),
        (None, Ok(value)) if value.is_true() => Ok(Verdict::Holds),
        (None, Ok(_)) => Ok(Verdict::Fails),
        (None, Err(error)) => Err(wrong(condition, &format!("cannot be judged: {}", reason(&error)))),
    }
}

/// Whether a condition holds; one that hangs on an open variable does not hold yet.
///
/// # Errors
/// As [`judge`].
pub fn holds(condition: &str, variables: &Variables) -> Result<bool> {
    Ok(judge(condition, variables)? == Verdict::Holds)
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

/// The conditions that cannot be judged: the path of each item, and what is wrong with it.
pub fn unfit(runbook: &Runbook) -> Vec<(String, String)> {
    let judged = all(runbook).into_iter();
    judged.filter_map(|(path, when)| Some((path, judge(when.as_str(), &runbook.variables).err()?.message))).collect()
}

/// Every condition of a runbook, with the path of the item that has it.
pub(super) fn all(runbook: &Runbook) -> Vec<(String, &Line)> {
    fn of<'r, T: Conditional>(list: &str, items: &'r [T], id: impl Fn(&T) -> &Slug) -> Vec<(String, &'r Line)> {
        items.iter().filter_map(|item| Some((format!("{list}.{}", id(item)), item.when()?))).collect()
    }
    [
        of("pre_call", &runbook.pre_call, |own| &own.id),
        of("permissions", &runbook.permissions, |own| &own.id),
        of("tasks", &runbook.tasks, |own| &own.id),
        of("rollback.steps", runbook.steps(), |own| &own.id),
        of("post_call", &runbook.post_call, |own| &own.id),
        of("obligations", &runbook.obligations, |own| &own.id),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The open variables on which items hang, each with the paths of those items.
pub fn undecided(runbook: &Runbook) -> BTreeMap<String, Vec<String>> {
    let mut hanging: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, when) in all(runbook) {
        if let Ok(Verdict::Undecided(name)) = judge(when.as_str(), &runbook.variables) {
            hanging.entry(name).or_default().push(path);
        }
    }
    hanging
}

/// As [`undecided`], of what hangs on it only the items of these lists: `tasks`, `rollback.steps`, `permissions`.
pub fn undecided_in(runbook: &Runbook, lists: &[&str]) -> BTreeMap<String, Vec<String>> {
    let is_in = |path: &str, list: &str| path.strip_prefix(list).is_some_and(|rest| rest.starts_with('.'));
    let mut all = undecided(runbook);
    all.retain(|_, hanging| {
        hanging.retain(|path| lists.iter().any(|list| is_in(path, list)));
        !hanging.is_empty()
    });
    all
}

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

    #[test]
    fn an_open_variable_leaves_undecided_only_what_hangs_on_it() {
        let mut variables = variables();
        variables.insert("info".to_owned(), "".into());
        variables.insert("owner".to_owned(), "".into());
        let open = |name: &str| Verdict::Undecided(name.to_owned());
        for (condition, expected) in [
            ("info == \"given\"", open("info")),
            ("not info", open("info")),
            ("info != \"given\" or owner", open("info")),
            (r#"cause == "embargo" and info == "given""#, Verdict::Fails),
            (r#"cause == "ps-migration" and info == "given""#, open("info")),
            ("paid or owner", Verdict::Holds),
            ("count > 1000 and not paid", Verdict::Fails),
        ] {
            assert_eq!(judge(condition, &variables).unwrap(), expected, "{condition}");
        }
        assert!(!applies(Some(&Line::new("not info").unwrap()), &variables));
    }
}
