//! What a form leaves to be filled in: words that stand for others, which are no value, no plan and nothing to be done.

use super::items::item;

/// True for what a form has in the place of words: `[Describe the change]`, `<step>`, `{{operator}}`, `Owner: <name>`.
pub(super) fn is_form(text: &str) -> bool {
    let text = text.trim();
    let value = text.split_once([':', '：']).map(|(_, value)| value.trim_start_matches('*'));
    is_form_word(text) || value.is_some_and(is_form_word)
}

/// Whether all that stands below the headings and labels of a text is what a form has in the place of words.
pub(super) fn is_unfilled(text: &str) -> bool {
    let is_title = |line: &str| {
        line.trim_start().starts_with('#') || line.trim_end_matches(['*', '_', ' ']).ends_with([':', '：'])
    };
    let said = text.lines().filter(|line| !is_title(line)).map(words_of);
    let (forms, others): (Vec<String>, Vec<String>) =
        said.filter(|line| line.contains(char::is_alphabetic)).partition(|line| is_form(line));
    !forms.is_empty() && others.is_empty()
}

/// The words of a line without the mark of an item.
pub(super) fn words_of(line: &str) -> String {
    item(line).map_or_else(|| line.trim().to_owned(), |own| own.text)
}

fn is_form_word(text: &str) -> bool {
    let text = text.trim();
    // "[Preparation] (Duration: X min)": what stands in brackets behind it is as little filled in
    let text = match text.strip_suffix(')').and_then(|own| own.split_once("] (")) {
        Some((form, _)) => format!("{form}]"),
        None => text.to_owned(),
    };
    let text = text.trim_matches(['*', '_', '`', ' ']);
    let inner = [("[", "]"), ("<", ">"), ("{{", "}}")].into_iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([']', '>', '}', '@']) && !inner.contains("://")).then_some(inner)
    });
    inner.is_some_and(|inner| inner.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_words_is_told_from_words() {
        assert!(is_form("[Preparation] (Duration: X min)") && is_form("[QA]"));
        assert!(
            is_unfilled("### Part\n**Why:**\n[Say why]\n\n- Owner: <who>\n2.")
                && !is_unfilled("[Say why]\nSo that it works")
        );
        assert!(is_form("Access: <required permissions>") && is_form("**Owner:** [Name]"));
        assert!(is_form("[Describe the change]") && is_form("`{{operator}}`") && is_form("**<step>**"));
        for text in
            ["[x]", "[Docs](https://a.example)", "<https://a.example>", "<ann@a.example>", "[a] and [b]", "Acme"]
        {
            assert!(!is_form(text), "{text}");
        }
    }
}
