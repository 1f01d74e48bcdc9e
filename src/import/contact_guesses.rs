//! What can be told of somebody of whom a text does not say it: whose side it is, and whether it is one person at all.

use super::headings::side;
use super::languages::{all_of, behind, holds};
use super::meanings::{ContactColumn as Column, Side};
use super::people::{has_the_form_of_a_name, is_role};
use super::vocabulary::folded;
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

/// Whether such words are plainly no name: "See Wong" may be somebody's.
pub(super) fn is_nobody(name: &str) -> bool {
    let own = folded(name);
    let is_all = || behind(|language| language.elsewhere, &own).is_some_and(str::is_empty);
    names_nobody(name) && (side(name).is_some() || !has_the_form_of_a_name(name) || is_all())
}

/// The words that say of somebody that they may not come: "John Doe (not attending)", "John Doe, on leave until Monday". They
/// stand behind the name: whoever deactivates the users on leave is there.
pub(super) fn absence(written: &WrittenContact) -> Option<String> {
    let name = written.first(Column::Name);
    Some(name).filter(|text| text.len() <= LONGEST && says_absent(text)).map(str::to_owned)
}

/// The longest words that are searched for that, in bytes.
const LONGEST: usize = 2_000;

fn says_absent(text: &str) -> bool {
    let marks = ['(', ')', '[', ']', '（', '）', ',', '–', '—', '、', '\n'];
    let parts: Vec<String> = text.split(marks).flat_map(|part| part.split(" - ")).skip(1).map(folded).collect();
    let begins = |part: &String, word: &str| {
        part.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || !word.is_ascii())
    };
    all_of(|language| language.absent).any(|word| parts.iter().any(|part| begins(part, word)))
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
