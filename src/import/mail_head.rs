//! The head of a mail: who wrote to whom, when and about what. None of it is the call's.

use std::ops::Range;

use super::languages::any_has;
use super::vocabulary::folded;

/// What the head of a mail is called where it is kept.
pub(super) const MAIL_HEAD: &str = "the head of a mail";

/// How long the label of a line may be, in bytes.
const LONGEST_LABEL: usize = 40;

/// The lines of every head: paragraphs of labels of which one says who wrote and one what about.
pub(super) fn mail_heads(lines: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let length = lines.iter().skip(at).take_while(|line| !line.trim().is_empty()).count();
        if is_head(lines.get(at..at + length).unwrap_or_default()) {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

fn is_head(paragraph: &[String]) -> bool {
    let (mut has_sender, mut has_subject) = (false, false);
    for line in paragraph {
        // a long line goes on, set in
        if line.starts_with([' ', '\t']) && has_sender {
            continue;
        }
        let Some(label) = label(line) else { return false };
        let (is_sender, is_subject) =
            (any_has(|language| language.senders, &label), any_has(|language| language.subjects, &label));
        let is_known = is_sender || is_subject || any_has(|language| language.mail_keys, &label);
        if !is_known && !line.starts_with("X-") {
            return false;
        }
        has_sender |= is_sender;
        has_subject |= is_subject;
    }
    has_sender && has_subject
}

fn label(line: &str) -> Option<String> {
    let (label, _) = line.trim_start_matches(['>', ' ', '*', '_']).split_once([':', '：'])?;
    (label.len() <= LONGEST_LABEL).then(|| folded(label))
}

/// A subject without what answering and sending on put before it.
pub(super) fn without_replies(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((lead, behind)) = rest.split_once([':', '：'])
        && lead.len() <= LONGEST_LABEL
        && any_has(|language| language.replies, &folded(lead))
    {
        rest = behind.trim();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_mail_is_told_from_a_header() {
        let heads = |text: &str| mail_heads(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            heads("From: a@x.example\nTo: b\nSubject: Acme - x\nDate: Fri, 4 Dec 2026\n\nDRI: @x").first(),
            Some(&(0..4))
        );
        assert_eq!(
            heads("Hi\n\n**Von:** Ann\n**Gesendet:** heute\n**An:** Ben\n**Betreff:** x\n\nText").first(),
            Some(&(2..6))
        );
        for text in [
            "From: 14:00\nTo: 15:00\nDate: 2026-12-04",
            "Subject: Acme - x\nDate: 2026-12-04",
            "From: a\nDRI: b\nSubject: c",
        ] {
            assert!(heads(text).is_empty(), "{text}");
        }
        assert_eq!(without_replies("Re: AW: Fwd: Acme - x"), "Acme - x");
        assert_eq!(without_replies("Runbook: Acme - x"), "Runbook: Acme - x");
    }
}
