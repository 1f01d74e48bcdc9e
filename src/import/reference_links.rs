//! Links whose address stands elsewhere in the text, `[words][1]` with `[1]: https://…` below, as links that hold it.

use std::collections::HashMap;

use pulldown_cmark::Parser;

/// The addresses of a text by their labels.
pub(super) struct References(HashMap<String, String>);

impl References {
    /// Of a text.
    pub(super) fn of(text: &str) -> Self {
        if !text.contains("]:") {
            return Self(HashMap::new());
        }
        let parser = Parser::new(text);
        let found = parser.reference_definitions().iter();
        Self(found.map(|(label, own)| (label.to_lowercase(), own.dest.to_string())).collect())
    }

    /// True where the text has none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line with its links; none where it holds no such one. `is_code` knows by an offset what stands in backticks.
    pub(super) fn in_line(&self, line: &str, is_code: impl Fn(usize) -> bool) -> Option<String> {
        let (mut out, mut from) = (String::with_capacity(line.len()), 0);
        for (at, _) in line.match_indices("][") {
            let before = line.get(from..at).unwrap_or_default();
            let Some(open) = before.rfind('[').filter(|_| !is_code(at)) else { continue };
            let words = before.get(open + 1..).unwrap_or_default();
            let Some((label, rest)) = line.get(at + 2..).and_then(|rest| rest.split_once(']')) else { break };
            let Some(target) = self.0.get(&(if label.is_empty() { words } else { label }).to_lowercase()) else {
                continue;
            };
            let target = if target.contains([' ', '(', ')']) { format!("<{target}>") } else { target.clone() };
            out.push_str(before.get(..=open).unwrap_or_default());
            out.push_str(&format!("{words}]({target})"));
            from = line.len() - rest.len();
        }
        (from > 0).then(|| out + line.get(from..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_gets_the_address_that_stands_elsewhere() {
        let own = References::of("a\n\n[1]: https://a.example/b\n[Docs]: https://c.example/(d)\n");
        let of = |line: &str| own.in_line(line, |_| false);
        assert_eq!(
            of("see [a][1] and [docs][] now").as_deref(),
            Some("see [a](https://a.example/b) and [docs](<https://c.example/(d)>) now")
        );
        for line in ["[a][2]", "[a](https://b.example)", "a][1]", "[x]"] {
            assert_eq!(of(line), None, "{line}");
        }
        assert_eq!(own.in_line("`[a][1]`", |_| true), None);
    }
}
