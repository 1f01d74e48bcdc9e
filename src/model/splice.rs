//! Putting other words into a text, in one reading of it.

use std::ops::Range;

/// The text with other words in these places, which come in their order. A place within an earlier one is passed over.
pub fn spliced<W: AsRef<str>>(text: &str, places: impl IntoIterator<Item = (Range<usize>, W)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (place, words) in places {
        if let Some(before) = text.get(from..place.start) {
            out.push_str(before);
            out.push_str(words.as_ref());
            from = place.end;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::spliced;

    #[test]
    fn words_stand_in_their_places() {
        assert_eq!(spliced("abc", [(0..1, "x"), (1..1, "-"), (2..3, "")]), "x-b");
        assert_eq!(spliced("abc", [(0..2, "x"), (1..3, "y")]), "xc");
        assert_eq!(spliced("abc", [(0..0, ""); 0]), "abc");
    }
}
