//! A text as Markdown and HTML show it, without the backslashes before signs and with what `&#45;` stands for. A token that
//! is written so is shown as it is, and copied.

use super::plain::Squeezed;

/// The longest name or number of a character, in bytes.
const LONGEST: usize = 12;

/// Names of signs that stand in tokens, and of what shows nothing.
const NAMES: &[(&str, Option<char>)] = &[
    ("hyphen", Some('-')),
    ("dash", Some('-')),
    ("lowbar", Some('_')),
    ("UnderBar", Some('_')),
    ("period", Some('.')),
    ("sol", Some('/')),
    ("plus", Some('+')),
    ("equals", Some('=')),
    ("colon", Some(':')),
    ("commat", Some('@')),
    ("shy", None),
    ("ZeroWidthSpace", None),
    ("zwnj", None),
    ("zwj", None),
    ("NoBreak", None),
];

/// What stands for a character at the beginning of a text.
enum Written {
    /// This character, if any, in so many bytes.
    Char(Option<char>, usize),
    /// Nothing else than itself.
    Itself,
    /// It may be one whose rest has not come.
    Unfinished,
}

/// Nothing where the text is the same.
pub(super) fn unescaped(text: &str) -> Option<Squeezed> {
    if !text.contains(['\\', '&', '%']) {
        return None;
    }
    let mut shown = Squeezed::empty(text.len());
    let (mut from, mut is_other) = (0, false);
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['\\', '&', '%']).unwrap_or(rest.len());
        shown.put_all(rest.get(..plain).unwrap_or_default(), from);
        from += plain;
        let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) else { break };
        match written(rest) {
            Written::Char(c, length) => {
                if let Some(c) = c {
                    shown.put(c, from);
                }
                (from, is_other) = (from + length, true);
            }
            Written::Itself => {
                shown.put_all(rest.get(..1).unwrap_or_default(), from);
                from += 1;
            }
            Written::Unfinished => {
                is_other = true;
                break;
            }
        }
    }
    is_other.then(|| shown.closed(text.len()))
}

/// What a backslash, an ampersand or a percent sign at the beginning of the text stands for.
fn written(text: &str) -> Written {
    if let Some(rest) = text.strip_prefix('\\') {
        return match rest.chars().next() {
            None => Written::Unfinished,
            Some(c) if c.is_ascii_punctuation() => Written::Char(Some(c), 2),
            Some(_) => Written::Itself,
        };
    }
    if let Some(rest) = text.strip_prefix('%') {
        let signs = [("2D", '-'), ("2E", '.'), ("5F", '_')];
        let of = |hex: &str| signs.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(hex)).map(|(_, c)| *c);
        return match rest.get(..2) {
            Some(hex) => of(hex).map_or(Written::Itself, |c| Written::Char(Some(c), 3)),
            None if rest.len() < 2 => Written::Unfinished,
            None => Written::Itself,
        };
    }
    let rest = text.get(1..).unwrap_or_default();
    let length =
        rest.bytes().take(LONGEST + 3).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let name = rest.get(..length).unwrap_or_default();
    if rest.len() == length && length <= LONGEST {
        return Written::Unfinished;
    }
    if !rest.get(length..).is_some_and(|behind| behind.starts_with(';')) {
        return Written::Itself;
    }
    let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let numbered = || match char::from_u32(number?)? {
        c if c.is_ascii_graphic() => Some(Some(c)),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => Some(None),
        _ => None,
    };
    named.or_else(numbered).map_or(Written::Itself, |c| Written::Char(c, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_is_shown() {
        for (text, shown) in [
            ("a\\-b", "a-b"),
            ("a&#45;b&#x2D;c", "a-b-c"),
            ("a&hyphen;b&lowbar;c", "a-b_c"),
            ("a%2Db%5fc", "a-b_c"),
            ("a&shy;b&#8203;c", "abc"),
            ("a\\-b\\", "a-b"),
            ("a &#4", "a "),
            ("\\\\-", "\\-"),
        ] {
            assert_eq!(unescaped(text).map(|own| own.text).as_deref(), Some(shown), "{text}");
        }
        for text in ["a", "a \\n b", "a & b", "100 % of it", "&nbsp;", "a&b=c d", "é%é!"] {
            assert!(unescaped(text).is_none(), "{text}");
        }
        let own = unescaped("x\\-y").unwrap();
        assert_eq!([0, 1, 2, 3].map(|at| own.place_of(at)), [0, 1, 3, 4]);
    }
}
