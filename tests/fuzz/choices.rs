//! An input whose first line is a handful of choices and whose rest is the text that they are about.

/// Choices, drawn from bytes; all zero once those are used up.
#[derive(Debug, Clone)]
pub struct Choices<'d> {
    bytes: std::slice::Iter<'d, u8>,
}

impl<'d> Choices<'d> {
    /// The choices of an input, and its text.
    pub fn of(data: &'d [u8]) -> (Self, &'d [u8]) {
        let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
        let text = data.get(end + 1..).unwrap_or_default();
        (Self { bytes: data[..end].iter() }, text)
    }

    /// A number below `sides`.
    pub fn pick(&mut self, sides: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or_default()) % sides.max(1)
    }
}
