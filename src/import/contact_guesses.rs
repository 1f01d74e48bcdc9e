//! What can be told of somebody of whom a text does not say it: whose side it is, and whether it is one person at all.

use super::headings::side;
use super::languages::{all_of, any_has, behind, holds};
use super::meanings::{ContactColumn as Column, Side};
use super::people::{duties, has_the_form_of_a_name, is_role};
use super::vocabulary::{folded, is_placeholder};
use super::writing::Writing;
use super::written_contact::WrittenContact;
use crate::model::{Line, same_word};

/// Two names beside each other, or on two lines of a cell: "Ann Lee, Ben Doe".
pub(super) fn holds_several(cell: &str) -> bool {
    let names = cell.split(['\n', ',', ';']).map(str::trim).filter(|part| {
        part.split(' ').count() > 1 && !part.contains('@') && has_the_form_of_a_name(part) && !is_role(part)
    });
    names.count() > 1
}

/// Whether words in the place of a name name nobody: they point elsewhere, say that nobody is known, or are a whole side.
pub(super) fn names_nobody(name: &str) -> bool {
    let own = folded(name);
    // "Na Li" and "S. O. Smith" are names: so short a word says it alone
    let is_marked = name.get(..3).is_some_and(|first| first.eq_ignore_ascii_case("n/a"));
    let says_so = |rest: &str| {
        let word = own.strip_suffix(rest).unwrap_or_default();
        rest.is_empty() || is_marked || !word.is_ascii() || word.chars().filter(|c| c.is_alphanumeric()).count() > 2
    };
    side(name).is_some()
        || [behind(|language| language.elsewhere, &own), behind(|language| language.missing, &own)]
            .into_iter()
            .chain([behind(|language| language.inapplicable, &own)])
            .flatten()
            .any(says_so)
}

/// Whether words in the place of a name are a way to reach somebody who is not named, or say that there is nobody: "Slack",
/// "#support", "Tel. 12", "nobody at night".
pub(super) fn is_a_way(name: &str) -> bool {
    let own = folded(name);
    let is_number = |rest: &str| rest.is_empty() || rest.contains(|c: char| c.is_ascii_digit());
    is_channel(name)
        || behind(|language| language.telephones, &own).is_some_and(is_number)
        || any_has(|language| language.nobodies, &own)
        || behind(|language| language.nobody, &own).is_some()
        || name.contains('#') && behind(|language| language.nobodies, &own).is_some()
}

/// "#support"; a name may begin with such a sign that stands alone.
fn is_channel(name: &str) -> bool {
    name.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// Whether such words are plainly no name: "See Wong" may be somebody's.
pub(super) fn is_nobody(name: &str) -> bool {
    let own = folded(name);
    let is_all = || {
        any_has(|language| language.elsewhere, &own)
            || any_has(|language| language.missing, &own)
            || any_has(|language| language.nobodies, &own)
            || any_has(|language| language.nobody, &own)
    };
    (names_nobody(name) || is_a_way(name))
        && (side(name).is_some() || is_channel(name) || !has_the_form_of_a_name(name) || is_all())
}

/// Whether only a role is said, and of whoever has it that nobody knows it yet: "Executor: N.N.", "Lead - to be named".
pub(super) fn is_unnamed(written: &WrittenContact) -> bool {
    let (name, role) = (written.first(Column::Name), folded(written.first(Column::Role)));
    // "Ann Lee (Engineer)", "Ann Lee, Lead": somebody with a role
    let is_role_alone =
        !duties(name).is_empty() && !name.contains(['(', '（', ',', ';', '/', ':', '–', '\n']) && !name.contains(" - ");
    is_role_alone && behind(|language| language.missing, &role).is_some()
}

/// The words that say of somebody that they may not come. Behind the name they may go on as they like: "John Doe (not
/// attending)", "John Doe, on leave with the team". In a role or a description they are the whole of a part: "Execution (on
/// leave)", "will not attend"; whoever deactivates the users on leave is there.
pub(super) fn absence(written: &WrittenContact) -> Option<String> {
    let name = Some(written.first(Column::Name)).filter(|text| text.len() <= LONGEST && says_absent(text));
    // a description may go on with somebody else: "stands in for Ann Lee (on leave)"
    let mut beside = [(Column::Role, usize::MAX), (Column::Description, 1)]
        .into_iter()
        .map(|(column, most)| (written.first(column), most))
        .filter(|(text, _)| text.len() <= LONGEST);
    name.or_else(|| beside.find(|(text, most)| is_told(text, *most)).map(|(text, _)| text)).map(str::to_owned)
}

/// The longest words that are searched for that, in bytes.
const LONGEST: usize = 2_000;

/// What stands between the marks of a text, as it is compared.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let marks = ['(', ')', '[', ']', '（', '）', ',', ';', ':', '，', '；', '：', '–', '—', '、', '\n'];
    text.split(marks).flat_map(|part| part.split(" - ")).map(folded)
}

/// Whether a role or a description says it. What was left open behind a label, or is the whole cell, is only missing there.
/// Of each sentence so many parts are looked at.
fn is_told(text: &str, most: usize) -> bool {
    let is_missing = |part: &str| is_placeholder(part) && text.contains([':', '：']);
    let mut all = text.split(['.', '。', '!']).flat_map(|sentence| parts(sentence).take(most));
    !is_placeholder(text) && all.any(|part| is_absence(&part) && !is_missing(&part))
}

/// Whether it is said behind a name.
fn says_absent(text: &str) -> bool {
    let parts: Vec<String> = parts(text).skip(1).collect();
    let begins = |part: &String, word: &str| {
        part.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || !word.is_ascii())
    };
    let says_so = |word: &str| parts.iter().any(|part| begins(part, word));
    all_of(|language| language.absent).any(says_so) || parts.iter().any(|part| is_absence(part))
}

/// Whether a part says that somebody may not come, and no more than that and when: "is on leave until Monday".
fn is_absence(part: &str) -> bool {
    let is_small = |word: &str| any_has(|language| language.round_absent, word) || word.starts_with(char::is_numeric);
    let stands_alone = |at: usize, word: &str| {
        let before = part.get(..at).unwrap_or_default();
        let after = part.get(at + word.len()..).unwrap_or_default();
        let is_whole = (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '));
        is_whole && before.split_whitespace().all(is_small) && after.split_whitespace().next().is_none_or(is_small)
    };
    all_of(|language| language.absent).any(|word| match word.is_ascii() {
        true => part.match_indices(word).any(|(at, _)| stands_alone(at, word)),
        false => part.ends_with(word),
    })
}

/// On which side somebody may be of whom no heading says it, and by what.
pub(super) fn guessed_side(
    writing: &Writing<'_>,
    written: &WrittenContact,
    own: [&Option<Line>; 3],
) -> Option<(Side, &'static str)> {
    let [_, _, address] = own;
    let dri = writing.runbook.dri.as_ref();
    if own.into_iter().flatten().any(|own| dri.is_some_and(|dri| same_word(dri.as_str(), own.as_str()))) {
        return Some((Side::Home, "from the DRI, who is ours"));
    }
    let customer = writing.customer_name()?;
    let name = folded(customer).replace(' ', "");
    let address = address.as_ref().map_or("", Line::as_str);
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
    if name.len() > 1 && domain.split('.').any(|part| part.replace('-', "") == name) {
        return Some((Side::Customer, "from the address"));
    }
    let says = |words: &str| is_named_after(words, Some(customer));
    let is_said = says(written.first(Column::Role)) || says(written.first(Column::Description));
    is_said.then_some((Side::Customer, "from the customer's name"))
}

/// Whether words hold the customer's name.
pub(super) fn is_named_after(words: &str, customer: Option<&str>) -> bool {
    customer.map(folded).is_some_and(|name| !name.is_empty() && holds(&folded(words), &name))
}
