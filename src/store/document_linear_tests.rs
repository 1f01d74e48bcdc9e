//! Four times the record takes about four times as long to write back, whatever of it changes.

use std::time::Duration;

use serde_json::{Value, json};

use super::{read, rewrite};
use crate::model::Runbook;
use crate::worked::worked;

/// What becomes of the task of this number, of so many.
type Deed = (&'static str, fn(Vec<Value>) -> Vec<Value>);

fn each(tasks: Vec<Value>, change: impl Fn(usize, &mut Value)) -> Vec<Value> {
    tasks
        .into_iter()
        .enumerate()
        .map(|(number, mut task)| {
            change(number, &mut task);
            task
        })
        .collect()
}

const DEEDS: &[Deed] = &[
    ("every title changes", |tasks| each(tasks, |number, task| task["title"] = format!("Other {number}").into())),
    ("every task gets a field", |tasks| each(tasks, |_, task| task["link"] = "https://example.com".into())),
    ("every task gets an attempt", |tasks| {
        each(tasks, |_, task| task["attempts"] = json!([{"outcome": "success", "took": "1m"}]))
    }),
    ("every task loses a field", |tasks| {
        each(tasks, |_, task| {
            task.as_object_mut().unwrap().remove("estimate");
        })
    }),
    ("every second task goes", |tasks| tasks.into_iter().step_by(2).collect()),
    ("all but one go", |tasks| tasks.into_iter().take(1).collect()),
    ("all go", |_| Vec::new()),
    ("they are turned round", |tasks| tasks.into_iter().rev().collect()),
    ("as many come at the end", |tasks| {
        let count = tasks.len();
        tasks.into_iter().chain((count..2 * count).map(task)).collect()
    }),
    ("as many come between", |tasks| {
        let count = tasks.len();
        tasks.into_iter().enumerate().flat_map(|(number, own)| [own, task(count + number)]).collect()
    }),
];

fn task(number: usize) -> Value {
    json!({"id": format!("t{number}"), "title": format!("Task {number}"), "estimate": "1m"})
}

fn record(tasks: &[Value]) -> Runbook {
    let mut record = json!({"customer": "Acme", "task": "X", "state": "draft"});
    if !tasks.is_empty() {
        record["tasks"] = Value::from(tasks.to_vec());
    }
    serde_json::from_value(record).unwrap()
}

/// A record with so many keys of its own words: in its head, in a table, in a table spelt with dotted keys.
fn keys(place: usize, count: usize, word: &str) -> (String, Value) {
    let (lead, table) = [("", ""), ("[variables]\n", "variables"), ("", "other.")][place];
    let dots = if table.ends_with('.') { table } else { "" };
    let lines = (0..count).map(|number| format!("{dots}k{number} = \"{word}\"\n"));
    let text = format!("customer = \"Acme\"\ntask = \"X\"\nstate = \"draft\"\n{lead}{}", lines.collect::<String>());
    let fields: serde_json::Map<_, _> = (0..count).map(|number| (format!("k{number}"), word.into())).collect();
    let mut record = json!({"customer": "Acme", "task": "X", "state": "draft"});
    match table.trim_end_matches('.') {
        "" => record.as_object_mut().unwrap().extend(fields),
        _ if fields.is_empty() => {}
        name => record[name] = fields.into(),
    }
    (text, record)
}

#[test]
fn many_keys_come_go_and_change_in_a_time_that_grows_as_their_number_does() {
    let time = |place: usize, (old, old_word): (usize, &str), (new, new_word): (usize, &str)| {
        let (before, after) = (keys(place, old, old_word).0, keys(place, new, new_word).1);
        let (before, after) =
            (read("x", before.as_bytes()).unwrap(), serde_json::from_value::<Runbook>(after).unwrap());
        let begun = worked();
        let written = rewrite(&before, &after).unwrap();
        let taken = worked().saturating_sub(begun);
        assert_eq!(read("x", &written).unwrap().runbook, after);
        taken
    };
    let mut slow = Vec::new();
    for place in 0..3 {
        for (name, old, new) in [("come", 1, 4), ("go", 4, 1), ("all go", 4, 0), ("change", 4, 4)] {
            let measured = |unit: usize| time(place, (old * unit, "a"), (new * unit, "b"));
            let is_linear = |few: Duration, many: Duration| many < few * 8 + Duration::from_millis(50);
            if !(0..3).any(|_| is_linear(measured(100), measured(400))) {
                slow.push(format!("{place} {name}: {:?}", (measured(100), measured(400))));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// The time that it takes to write the deed into a record of so many tasks.
fn time(count: usize, deed: fn(Vec<Value>) -> Vec<Value>) -> Duration {
    let tasks: Vec<Value> = (0..count).map(task).collect();
    let mut text = "customer = \"Acme\"\ntask = \"X\"\nstate = \"draft\"\n".to_owned();
    for number in 0..count {
        text.push_str(&format!(
            "\n# of {number}\n[[tasks]]\nid = \"t{number}\"\ntitle = \"Task {number}\" # words\nestimate = \"1m\"\n"
        ));
    }
    let (before, after) = (read("x", text.as_bytes()).unwrap(), record(&deed(tasks)));
    let begun = worked();
    let written = rewrite(&before, &after).unwrap();
    let taken = worked().saturating_sub(begun);
    assert_eq!(read("x", &written).unwrap().runbook, after);
    taken
}

#[test]
fn many_changes_are_written_in_a_time_that_grows_as_the_record_does() {
    let mut slow = Vec::new();
    for (name, deed) in DEEDS {
        let is_linear = |(few, many): (Duration, Duration)| many < few * 8 + Duration::from_millis(50);
        let measured = || (time(250, *deed), time(1_000, *deed));
        // another program may be at work: once is enough
        if !(0..3).any(|_| is_linear(measured())) {
            slow.push(format!("{name}: {:?}", measured()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
