//! Whether what is done with a text takes a time that grows as the text does, for texts that somebody made to take longer.

use std::time::Duration;

use crate::worked::worked;

/// A name, and the text of so many pieces.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

/// Fails where four times as many pieces take much more than four times as long, and says which they are.
pub(crate) fn assert_linear(shapes: &[Shape], count: usize, work: impl Fn(&str)) {
    let time = |text: String| {
        let begun = worked();
        work(&text);
        worked().saturating_sub(begun)
    };
    let mut slow = Vec::new();
    for (name, shape) in shapes {
        let is_linear = |(few, many): (Duration, Duration)| many < few * 8 + Duration::from_millis(50);
        let measured = || (time(shape(count)), time(shape(4 * count)));
        // another program may be at work: once is enough
        if !(0..3).any(|_| is_linear(measured())) {
            slow.push(format!("{name}: {:?}", measured()));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
