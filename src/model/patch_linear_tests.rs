//! Four times as many changes take about four times as long to be found and made.

use std::time::Duration;

use serde_json::{Value, json};

use super::{apply_changes, difference};
use crate::worked::worked;

fn tasks(count: usize, item: impl Fn(usize) -> Value) -> Value {
    json!({"tasks": (0..count).map(item).collect::<Vec<_>>()})
}

/// The time to find and make the changes between two records of so many tasks.
fn time(count: usize, new: fn(usize, usize) -> Value) -> Duration {
    let old = tasks(count, |number| json!({"id": format!("t{number}"), "title": "a"}));
    let new = tasks(count, |number| new(number, count));
    let begun = worked();
    let changes = difference(&old, &new);
    let mut record = old;
    apply_changes(&mut record, &changes).unwrap();
    let taken = worked().saturating_sub(begun);
    assert_eq!(record, new);
    taken
}

/// A name, and the item of a number among so many.
type Shape = (&'static str, fn(usize, usize) -> Value);

#[test]
fn many_changes_are_made_in_a_time_that_grows_as_their_number_does() {
    let shapes: [Shape; 4] = [
        ("a field of each", |number, _| json!({"id": format!("t{number}"), "title": "b"})),
        ("an item within each", |number, _| json!({"id": format!("t{number}"), "title": "a", "attempts": [{"n": 1}]})),
        ("others", |number, _| json!({"id": format!("u{number}"), "title": "a"})),
        ("the other way round", |number, count| json!({"id": format!("t{}", count - number - 1), "title": "a"})),
    ];
    let mut slow = Vec::new();
    for (name, shape) in shapes {
        let is_linear = |(few, many): (Duration, Duration)| many < few * 8 + Duration::from_millis(50);
        let measured = || (time(1_000, shape), time(4_000, shape));
        // another program may be at work: once is enough
        if !(0..3).any(|_| is_linear(measured())) {
            slow.push(format!("{name}: {:?}", measured()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
