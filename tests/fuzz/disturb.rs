//! Small damage to an input, drawn from a number: what a slip of the hand, a broken editor or an attacker does to a text.
//!
//! The same number gives the same damage, here and under the fuzzer. Refuses to know what the input means.

/// Numbers from a number.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`; zero where there is no other.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let high = usize::try_from(self.0 >> 33).unwrap_or_default();
        high % sides.max(1)
    }
}

/// A stretch of the data, most often a short one.
fn stretch(data: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let start = dice.roll(data.len() + 1);
    let most = [4, 32, data.len()][dice.roll(3)];
    let end = (start + dice.roll(most + 1)).min(data.len());
    start..end
}

/// A whole line, its end included.
fn line(data: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let within = dice.roll(data.len() + 1);
    let start = data[..within].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = data[within..].iter().position(|byte| *byte == b'\n').map_or(data.len(), |at| within + at + 1);
    start..end
}

/// Does one thing to the data; `words` are what its readers look for.
pub fn disturb(data: &mut Vec<u8>, words: &[&str], dice: &mut Dice) {
    match dice.roll(10) {
        0 => drop(data.drain(stretch(data, dice))),
        1 => {
            let piece = data[stretch(data, dice)].to_vec();
            let at = dice.roll(data.len() + 1);
            data.splice(at..at, piece);
        }
        2 => {
            let at = dice.roll(data.len() + 1);
            let byte = u8::try_from(dice.roll(256)).unwrap_or_default();
            data.splice(at..(at + dice.roll(2)).min(data.len()), [byte]);
        }
        3 => drop(data.drain(line(data, dice))),
        4 => {
            let piece = data[line(data, dice)].to_vec();
            let at = line(data, dice).start;
            data.splice(at..at, piece);
        }
        5 => {
            let at = line(data, dice).start;
            insert(data, at, words, dice);
        }
        6 => {
            let at = line(data, dice);
            insert(data, at.end - usize::from(at.end > at.start), words, dice);
        }
        7 => {
            let gone = stretch(data, dice);
            let at = gone.start;
            drop(data.drain(gone));
            insert(data, at, words, dice);
        }
        _ => {
            let at = dice.roll(data.len() + 1);
            insert(data, at, words, dice);
        }
    }
}

fn insert(data: &mut Vec<u8>, at: usize, words: &[&str], dice: &mut Dice) {
    if !words.is_empty() {
        data.splice(at..at, words[dice.roll(words.len())].bytes());
    }
}
