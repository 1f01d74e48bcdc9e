//! The name of a runbook: `CUSTOMER - TASK`, with the dashes and marks that people put round it.

use super::inline::{bare, squeezed, unwrapped};

/// Both halves of a name; `true` where the dash was not the documents' own.
pub(super) fn halves(text: &str) -> Option<(String, String, bool)> {
    let text = squeezed(&bare(unwrapped(text)));
    let text = text.trim_matches(['*', '_', '"', '“', '”']).trim();
    let text = without_lead(text);
    for (dash, is_mended) in
        [(" - ", false), (" – ", true), (" — ", true), (" -- ", true), (" ‐ ", true), (" − ", true)]
    {
        if let Some((customer, task)) = text.split_once(dash) {
            return both(customer, task, is_mended);
        }
    }
    // one blank is missing: still one meaning, where there is one such dash
    let dashes: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| {
            let before = text.get(..*at).and_then(|before| before.chars().next_back());
            let after = text.get(at + c.len_utf8()..).and_then(|after| after.chars().next());
            matches!(c, '-' | '–' | '—') && (before == Some(' ')) != (after == Some(' '))
        })
        .map(|(at, _)| at)
        .collect();
    match dashes.as_slice() {
        [at] => {
            let (customer, rest) = text.split_at_checked(*at)?;
            both(customer, rest.trim_start_matches(['-', '–', '—']), true)
        }
        _ => None,
    }
}

fn both(customer: &str, task: &str, is_mended: bool) -> Option<(String, String, bool)> {
    let (customer, task) = (unwrapped(customer), unwrapped(task));
    let says_something = |half: &str| half.chars().any(char::is_alphanumeric);
    (says_something(customer) && says_something(task)).then(|| (customer.to_owned(), task.to_owned(), is_mended))
}

/// `Runbook: Acme - …` and `Runbook for Acme - …` name the same.
pub(super) fn without_lead(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    for lead in ["runbook name:", "runbook:", "run book:", "runbook for ", "title:"] {
        if lower.starts_with(lead) {
            return text.get(lead.len()..).unwrap_or(text).trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_at_its_first_dash_between_blanks() {
        for (text, customer, task, mended) in [
            ("Acme - Enforce 2FA on all groups", "Acme", "Enforce 2FA on all groups", false),
            ("`Acme` - `Enforce 2FA - part 2`", "Acme", "Enforce 2FA - part 2", false),
            ("**Acme Inc. – Enforce**", "Acme Inc.", "Enforce", true),
            ("Acme- Enforce", "Acme", "Enforce", true),
            ("Runbook: Coca-Cola - x", "Coca-Cola", "x", false),
            ("日本 — 移行", "日本", "移行", true),
            ("**Acme \\- Enforce 2FA**", "Acme", "Enforce 2FA", false),
        ] {
            assert_eq!(halves(text), Some((customer.to_owned(), task.to_owned(), mended)), "{text}");
        }
        for text in ["Acme", "Acme-Enforce", " - x", "Acme - ", "", "---", "`-`"] {
            assert_eq!(halves(text), None, "{text}");
        }
    }
}
