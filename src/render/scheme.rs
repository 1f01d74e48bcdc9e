//! Whether a place in a text belongs to a link: what stands before it in the same word says so.

/// Tells where, before a place, the `://` of the last link in the same word stands. Places are asked for in their order, so
/// that the text is read once.
pub(super) fn schemes(text: &str) -> impl FnMut(usize) -> Option<usize> + '_ {
    const SCHEME: &str = "://";
    let mut schemes = text.match_indices(SCHEME).map(|(at, _)| at).peekable();
    let mut blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).peekable();
    let (mut scheme, mut blank) = (None, None);
    move |place| {
        while let Some(at) = schemes.next_if(|at| at + SCHEME.len() <= place) {
            scheme = Some(at);
        }
        while let Some(at) = blanks.next_if(|at| *at < place) {
            blank = Some(at);
        }
        scheme.filter(|at| blank.is_none_or(|blank| *at > blank))
    }
}

#[cfg(test)]
mod tests {
    use super::schemes;

    #[test]
    fn a_link_ends_with_its_word() {
        let mut scheme = schemes("a x://y://z b c://");
        let found: Vec<Option<usize>> = [0, 4, 6, 8, 10, 11, 12, 14, 18].map(&mut scheme).to_vec();
        assert_eq!(found, [None, None, Some(3), Some(3), Some(7), Some(7), None, None, Some(15)]);
    }
}
