//! Items of lists, with the boxes that people draw before or behind a bullet.

/// What a box says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tick {
    Open,
    Ticked,
    /// `[~]`.
    Inapplicable,
    /// Any other sign: it may mean anything.
    Odd,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// How far it is indented, in columns.
    pub(super) indent: usize,
    /// Its box, where it has one.
    pub(super) tick: Option<Tick>,
    /// Its words.
    pub(super) text: String,
    /// Whether it is written as Markdown has it: `- [ ] text`.
    pub(super) is_plain: bool,
    /// Whether a bullet or a number stands before it.
    pub(super) has_bullet: bool,
}

/// The item on a line; none where there is neither a bullet nor a box.
pub(super) fn item(line: &str) -> Option<Item> {
    let (indent, mut rest) = indented(line);
    let bullet = bullet(rest);
    let has_bullet = bullet.is_some_and(|after| !rest.starts_with(BULLETS) || rest.get(1..) != Some(after));
    rest = bullet.unwrap_or(rest);
    let round = if bullet.is_some() { round_box(rest) } else { None };
    let (tick, mut rest, is_usual) = match tick(rest).or(round) {
        Some((tick, after, is_usual)) => (Some(tick), after, is_usual),
        None => match rest.trim_end().strip_suffix("✅").or_else(|| rest.trim_end().strip_suffix(":white_check_mark:"))
        {
            // the sign may stand behind the words as well
            Some(words) if bullet.is_some() && !words.trim().is_empty() => (Some(Tick::Ticked), words, false),
            _ => (None, rest, true),
        },
    };
    if tick.is_none() && bullet.is_none() {
        return None;
    }
    let mut is_plain = has_bullet && is_usual;
    if tick.is_some() {
        let bare = rest.trim_start();
        let behind = bare
            .strip_prefix(['-', '–', '—', ':', '*', '•'])
            .filter(|after| after.starts_with([' ', '\t']) || after.is_empty());
        is_plain &= rest.starts_with(' ') && behind.is_none();
        rest = behind.unwrap_or(bare);
    }
    Some(Item { indent, tick, text: super::inline::squeezed(rest), is_plain, has_bullet: bullet.is_some() })
}

/// The columns of blank before the words, and the words without a quotation's mark.
pub(super) fn indented(line: &str) -> (usize, &str) {
    let mut columns = 0;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        columns += match c {
            ' ' | '\u{a0}' | '\u{202f}' => 1,
            '\t' => 4,
            '\u{3000}' => 2,
            _ => break,
        };
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    (columns, rest)
}

/// The marks that begin an item, whichever editor wrote them.
pub(super) const BULLETS: [char; 15] = ['-', '*', '+', '•', '◦', '‣', '▪', '▫', '●', '○', '·', '∙', '–', '—', '➤'];

/// What stands behind the bullet or number at the beginning of a text.
pub(super) fn bullet(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(BULLETS).filter(|rest| rest.starts_with(char::is_whitespace)) {
        return Some(rest.trim_start());
    }
    // a box may stand right behind the bullet
    if let Some(rest) = text.strip_prefix(['-', '*', '+', '•']).filter(|rest| tick(rest).is_some()) {
        return Some(rest);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|at| (1..=3).contains(at))?;
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start())
}

/// `(x)` and `( )` behind a bullet; without one they may count.
fn round_box(text: &str) -> Option<(Tick, &str, bool)> {
    let (inner, rest) = text.strip_prefix('(')?.split_once(')')?;
    let tick = match inner {
        "" | " " => Tick::Open,
        "x" | "X" | "✓" | "✔" => Tick::Ticked,
        _ => return None,
    };
    rest.starts_with(' ').then_some((tick, rest, false))
}

/// Whether the words of an item hold a box of their own: several items on one line, whose words and boxes nobody can part
/// for certain.
pub(super) fn holds_boxes(text: &str) -> bool {
    // nobody draws one behind so many words
    const LONGEST: usize = 2_000;
    if text.len() > LONGEST {
        return false;
    }
    let is_one = |rest: &str| tick(rest).is_some_and(|(_, behind, _)| behind.contains(char::is_alphanumeric));
    let is_sign = |rest: &str| rest.starts_with(['☐', '☑', '☒', '⬜', '🔲', '□', '🗹']);
    let lower = text.to_ascii_lowercase();
    let breaks = lower.match_indices("<br").filter_map(|(at, _)| Some(at + lower.get(at..)?.find('>')? + 1));
    let lines = breaks.chain(text.match_indices('\n').map(|(at, _)| at + 1)).filter_map(|at| text.get(at..));
    let behind_a_break = lines.map(str::trim_start).any(|rest| is_one(rest) || bullet(rest).is_some_and(is_one));
    let within =
        text.match_indices(' ').filter_map(|(at, _)| text.get(at + 1..)).any(|rest| is_sign(rest) && is_one(rest));
    behind_a_break || within
}

/// A box, what stands behind it, and whether it is drawn as Markdown has it.
fn tick(text: &str) -> Option<(Tick, &str, bool)> {
    for (sign, tick) in [
        ("☐", Tick::Open),
        ("⬜", Tick::Open),
        ("🔲", Tick::Open),
        ("□", Tick::Open),
        ("☑", Tick::Ticked),
        ("🗹", Tick::Ticked),
        ("✅", Tick::Ticked),
        ("✔", Tick::Ticked),
        ("✓", Tick::Ticked),
        (":white_check_mark:", Tick::Ticked),
        (":ballot_box_with_check:", Tick::Ticked),
        (":heavy_check_mark:", Tick::Ticked),
        (":white_large_square:", Tick::Open),
        ("◻", Tick::Open),
        ("◽", Tick::Open),
        ("▢", Tick::Open),
        ("❏", Tick::Open),
        ("❑", Tick::Open),
        ("❒", Tick::Open),
        (":black_square_button:", Tick::Open),
        (":white_medium_square:", Tick::Open),
        (":white_medium_small_square:", Tick::Open),
        // crossed out, or failed, or not to be done: nobody knows
        ("❌", Tick::Odd),
        ("✗", Tick::Odd),
        ("✘", Tick::Odd),
        ("☒", Tick::Odd),
        ("❎", Tick::Odd),
        ("⛔", Tick::Odd),
        ("🚧", Tick::Odd),
        ("⏳", Tick::Odd),
        (":x:", Tick::Odd),
        (":heavy_multiplication_x:", Tick::Odd),
        (":negative_squared_cross_mark:", Tick::Odd),
        ("🔳", Tick::Odd),
        ("⬛", Tick::Odd),
        (":white_square_button:", Tick::Odd),
        (":black_large_square:", Tick::Odd),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((tick, rest.trim_start_matches('\u{fe0f}'), false));
        }
    }
    let (inner, rest) = match text.strip_prefix("\\[") {
        Some(rest) => rest.split_once("\\]")?,
        None => match text.strip_prefix('［') {
            Some(rest) => rest.split_once('］')?,
            None => text.strip_prefix('[')?.split_once(']')?,
        },
    };
    let is_escaped = text.starts_with('\\');
    // `[x](https://…)` is a link, `[1]: …` what one leads to, `[[…]]` a page
    if rest.starts_with(['(', '[', ':']) && !rest.starts_with(": ") || inner.starts_with('[') {
        return None;
    }
    let sign = inner.trim();
    let tick = match sign {
        "" => Tick::Open,
        "x" | "X" | "✓" | "✔" | "✅" | "х" | "×" | "ｘ" | "Ｘ" | "☑" => Tick::Ticked,
        "~" => Tick::Inapplicable,
        sign if sign.chars().count() == 1 && !sign.chars().any(char::is_numeric) => Tick::Odd,
        _ => return None,
    };
    let is_escaped = is_escaped || text.starts_with('［');
    Some((tick, rest, !is_escaped && matches!(inner, " " | "x" | "X" | "~")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_in_every_way_people_draw_them() {
        use Tick::{Inapplicable, Odd, Open, Ticked};
        for (line, tick, text, is_plain) in [
            ("- [ ] Inform  `#support`", Open, "Inform `#support`", true),
            ("* [x] a", Ticked, "a", true),
            ("1. [X] a", Ticked, "a", true),
            ("[x] - Inform", Ticked, "Inform", false),
            ("[ ] - Has a dry-run?", Open, "Has a dry-run?", false),
            ("- [x] - a", Ticked, "a", false),
            ("[] a", Open, "a", false),
            ("-[x] a", Ticked, "a", false),
            ("- [x]a", Ticked, "a", false),
            ("- [ x ] a", Ticked, "a", false),
            ("- \\[x\\] a", Ticked, "a", false),
            ("- [~] a", Inapplicable, "a", true),
            ("- [?] a", Odd, "a", false),
            ("- [-] a", Odd, "a", false),
            ("✅ a", Ticked, "a", false),
            ("☑️ a", Ticked, "a", false),
            ("- ☐ a", Open, "a", false),
            ("- [ ]", Open, "", false),
            ("• [x] a", Ticked, "a", true),
            ("-\u{a0}[ ] a", Open, "a", true),
            ("- ❌ a", Odd, "a", false),
            (":x: a", Odd, "a", false),
            ("- a ✅", Ticked, "a", false),
            ("- (x) a", Ticked, "a", false),
            ("- ( ) a", Open, "a", false),
            ("［x］ 確認", Ticked, "確認", false),
            (":black_square_button: a", Open, "a", false),
            ("◻️ a", Open, "a", false),
            (":white_square_button: a", Odd, "a", false),
            ("⬛ a", Odd, "a", false),
        ] {
            let own = item(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((own.tick, own.text.as_str(), own.is_plain), (Some(tick), text, is_plain), "{line}");
        }
    }

    #[test]
    fn several_boxes_on_one_line_are_seen() {
        for text in ["a<br>- [ ] b", "a<br/>[x] b", "a\n☐ b", "a ☐ b", "a<BR> * [x] b"] {
            assert!(holds_boxes(text), "{text}");
        }
        for text in ["a", "press [x] to close", "a<br>b", "a ✅", "a ☑", "see [b](https://a.example)"] {
            assert!(!holds_boxes(text), "{text}");
        }
    }

    #[test]
    fn links_and_words_are_no_boxes() {
        for line in [
            "[x](https://a.example)",
            "[1]: https://a.example",
            "[[_TOC_]]",
            "a [x] b",
            "[Name] of it",
            "-x",
            "(x) a",
            "--",
            "12 a",
        ] {
            assert_eq!(item(line), None, "{line}");
        }
        assert_eq!(item("  - a").map(|own| (own.indent, own.tick)), Some((2, None)));
        assert_eq!(item("- [x](https://a.example) b").and_then(|own| own.tick), None);
    }
}
