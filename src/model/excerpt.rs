//! How much of somebody's text a message repeats: enough to know it by, never all of half a megabyte.
//!
//! What stands in quotes is cut by itself, so that the sentence around it stays whole; a line that is too long all the
//! same, because the text holds such quotes, keeps its two ends. Refuses to cut what a person reads anyway.

/// What stands in quotes is repeated whole up to so many characters.
const MOST: usize = 240;

/// What is repeated of a longer one.
const PIECE: usize = 120;

/// The longest line of a message.
const LINE: usize = 1_200;

/// What is kept of a longer line: so many characters at each end.
const END: usize = 400;

/// The quotes of messages; only what stands in the first kind goes over lines, as the words of other programs do.
const QUOTES: [(char, char); 3] = [('“', '”'), ('`', '`'), ('"', '"')];

/// The message with what it repeats brought to a bearable length.
pub fn excerpt(message: String) -> String {
    if message.len() <= MOST {
        return message;
    }
    // beyond it none of the quotes that go over lines has an end
    let last = message.rfind('”').unwrap_or_default();
    let mut out = String::new();
    let mut rest = message.as_str();
    while let Some((start, close)) = opening(rest) {
        let (before, inside) = rest.split_at(start);
        out.push_str(before);
        rest = inside;
        let end = match close {
            '”' if message.len() - inside.len() > last => None,
            '”' => inside.find(close),
            _ => inside.find([close, '\n']).filter(|at| inside.get(*at..).is_some_and(|tail| tail.starts_with(close))),
        };
        let Some(end) = end else { continue };
        let (inside, after) = inside.split_at(end);
        match inside.char_indices().nth(PIECE) {
            Some((cut, _)) if inside.chars().count() > MOST => {
                out.push_str(inside.get(..cut).unwrap_or_default());
                out.push_str(&format!("…{close} ({} characters)", inside.chars().count()));
            }
            _ => {
                out.push_str(inside);
                out.push(close);
            }
        }
        rest = after.get(close.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    if out.len() <= LINE { out } else { out.split('\n').map(short_line).collect::<Vec<_>>().join("\n") }
}

/// Where the first text in quotes begins, behind its quote, and the quote that ends it.
fn opening(text: &str) -> Option<(usize, char)> {
    let (at, open) = text.char_indices().find(|(_, c)| QUOTES.iter().any(|(open, _)| open == c))?;
    let (_, close) = QUOTES.iter().find(|(own, _)| *own == open)?;
    Some((at + open.len_utf8(), *close))
}

/// A line by its two ends, where it is longer than anybody reads.
fn short_line(line: &str) -> String {
    let count = line.chars().count();
    if count <= LINE {
        return line.to_owned();
    }
    let first: String = line.chars().take(END).collect();
    let last: String = line.chars().skip(count - END).collect();
    format!("{first}… ({} characters left out) …{last}", count - 2 * END)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::linear::{Shape, assert_linear};

    #[test]
    fn what_a_person_reads_stays_whole() {
        for text in
            ["“5 minutes” is not a duration", &"a word `or` two\n".repeat(200), &format!("“{}”", "é".repeat(240))]
        {
            assert_eq!(excerpt(text.to_owned()), text);
        }
    }

    #[test]
    fn a_long_value_is_known_by_its_beginning_and_length() {
        let long = "ü".repeat(500_000);
        let wanted = format!("a.toml, line 7: “{}…” (500000 characters) is not a duration", "ü".repeat(120));
        assert_eq!(excerpt(format!("a.toml, line 7: “{long}” is not a duration")), wanted);
        let two = excerpt(format!("`tasks.{long}`: \"{long}\" is none"));
        let lines = format!("a hook said \"\n{}\" and so", "word\n".repeat(100));
        assert_eq!(excerpt(lines.clone()), lines);
        assert!(two.ends_with("…\" (500000 characters) is none") && two.len() < 700, "{two}");
    }

    #[test]
    fn quotes_in_a_value_do_not_let_it_through() {
        for quote in ["“", "”", "`", "\"", ""] {
            let said =
                excerpt(format!("a.toml: “{}{quote}{}” is not a duration", "a".repeat(9_000), "b".repeat(90_000)));
            assert!(said.len() < 1_300 && said.starts_with("a.toml: “aaa"), "{quote}: {said}");
            assert!(said.ends_with("is not a duration") && said.contains(" characters"), "{quote}: {said}");
        }
    }
    #[test]
    fn many_quotes_are_read_in_a_time_that_grows_as_their_number_does() {
        let shapes: [Shape; 6] = [
            ("without an end", |count| "“".repeat(count)),
            ("behind one that has an end", |count| format!("a.toml: `x`…” {}", "“".repeat(count))),
            ("of which the last has one", |count| "“".repeat(count) + "”"),
            ("one kind in the other", |count| "“`\"".repeat(count)),
            ("on one line", |count| "`a` ".repeat(count)),
            ("on many lines", |count| "`\n\"“\n".repeat(count)),
        ];
        assert_linear(&shapes, 5_000, |text| {
            excerpt(text.to_owned());
        });
    }
}
