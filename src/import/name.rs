//! The name of a runbook: `CUSTOMER - TASK`, with the dashes and marks that people put round it.

use super::inline::{bare, squeezed, unwrapped};
use super::vocabulary::{is_our_word, is_part_or_date};

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

/// Both halves of a heading that is a name. Its dash stands between blanks, and what stands before it is neither a section's
/// name ("Rollback - …") nor a part's ("Step 1 - Stop", "Option A - fast"), nor a date.
pub(super) fn title(text: &str) -> Option<(String, String, bool)> {
    let (customer, task, is_mended) = halves(text)?;
    let is_apart = [" - ", " – ", " — ", " -- ", " \\- "].iter().any(|dash| text.contains(dash));
    let is_name = is_apart && !is_our_word(&customer) && !is_part_or_date(&customer);
    is_name.then_some((customer, task, is_mended))
}

fn both(customer: &str, task: &str, is_mended: bool) -> Option<(String, String, bool)> {
    let (customer, task) = (unwrapped(customer), unwrapped(task));
    let says_something = |half: &str| half.chars().any(char::is_alphanumeric);
    (says_something(customer) && says_something(task)).then(|| (customer.to_owned(), task.to_owned(), is_mended))
}

/// `Runbook: Acme - …` and `Runbook for Acme - …` name the same.
fn without_lead(text: &str) -> &str {
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
    fn a_heading_of_a_part_a_section_or_a_date_is_no_name() {
        for text in [
            "Step 1 - Stop",
            "Option A - fast",
            "Phase I - Preparation",
            "Part 2 of 3 - Cleaning",
            "2026-12-01 - Migration",
            "3 May 2026 - Call",
            "Q3 2026 - Plans",
            "v17.3 - Fixes",
            "Rollback - all of it",
            "Pre-Change Steps - before the change",
            "Schritt 3 - Ende",
            "Etapa 1 - Parar",
            "手順1 - 停止",
            "Acme- Enforce",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
        for text in
            ["Acme - Enforce", "Option Care - Move", "Day Insurance - Rotate keys", "3M - Upgrade", "日本 — 移行"]
        {
            assert!(title(text).is_some(), "{text}");
        }
    }

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
