//! Several people in one cell: "@ann, @ben", "Ann Lee (@ann) and Ben Doe (@ben)". Each is somebody of their own, where the cell
//! says of each how they are reached; of bare names nobody can say whether they are one or two.

use super::languages::all_of;
use super::meanings::ContactColumn as Column;
use super::people::{email, has_the_form_of_a_name, is_role, person};
use super::vocabulary::is_placeholder;
use super::written_contact::WrittenContact;

/// The longest cell that is looked at, in bytes.
const LONGEST: usize = 2_000;

/// The people that one row or item names, each with what stands beside them; none where it names one, or where nobody can say.
pub(super) fn several(written: &WrittenContact) -> Option<Vec<WrittenContact>> {
    let cell = |column: Column| written.first(column);
    let named = people_of(cell(Column::Name));
    let reached = [Column::Handle, Column::Email].map(|column| (column, all_reached(cell(column))));
    // the names of one column and the handles of the next, in the same order
    let names = || match cell(Column::Name) {
        "" => None,
        text => Some(parts(text).into_iter().map(|part| part.text).collect::<Vec<_>>()),
    };
    let is_as_many = |names: &Vec<String>| {
        names.len() > 1
            && names.iter().all(|name| has_the_form_of_a_name(name) && !is_role(name))
            && reached.iter().any(|(_, own)| own.len() == names.len())
    };
    let names = named.or_else(|| names().filter(is_as_many));
    let count = match &names {
        Some(names) => names.len(),
        None if cell(Column::Name).is_empty() => reached.iter().map(|(_, own)| own.len()).find(|count| *count > 1)?,
        None => return None,
    };
    // "DBA / Lead" beside two people: one each, in their order
    let roles: Vec<String> = parts(cell(Column::Role)).into_iter().map(|part| part.text).collect();
    let mut found = Vec::new();
    for nth in 0..count {
        let mut own = if nth == 0 { written.clone() } else { written.without_the_rest() };
        if let Some(name) = names.as_ref().and_then(|names| names.get(nth)) {
            own.replace(Column::Name, name);
        }
        for (column, all) in &reached {
            match all.get(nth).filter(|_| all.len() == count) {
                Some(text) => own.replace(*column, text),
                // whose it is, nobody knows
                None if nth == 0 => own.set_apart(*column),
                None => own.forget(*column),
            }
        }
        if let Some(role) = roles.get(nth).filter(|_| roles.len() == count) {
            own.replace(Column::Role, role);
            own.is_order_guessed = true;
        }
        found.push(own);
    }
    Some(found)
}

/// A part of a cell, and whether a word for "and" stands before it.
struct Part {
    text: String,
    is_joined: bool,
}

/// The parts of a cell, between the marks and words that part people.
fn parts(text: &str) -> Vec<Part> {
    if text.len() > LONGEST || text.contains("://") && !text.contains("](") {
        return Vec::new();
    }
    let mut found = vec![Part { text: String::new(), is_joined: false }];
    let mut depth = 0_usize;
    for word in words(text) {
        let is_join = depth == 0
            && (matches!(word, "&" | "+" | "＆") || all_of(|language| language.joins).any(|join| join == word));
        let is_mark = depth == 0 && matches!(word, "," | ";" | "\n" | "/" | "、" | "，" | "；");
        if is_join || is_mark {
            found.push(Part { text: String::new(), is_joined: is_join });
            continue;
        }
        if matches!(word, "(" | "[" | "<") {
            depth += 1;
        } else if matches!(word, ")" | "]" | ">") {
            depth = depth.saturating_sub(1);
        }
        if let Some(open) = found.last_mut() {
            open.text.push_str(word);
        }
    }
    for part in &mut found {
        part.text = part.text.trim().to_owned();
    }
    // "a, b, and c": a mark and a word part the same two
    let mut joined = false;
    found.retain_mut(|part| {
        part.is_joined |= std::mem::take(&mut joined);
        joined = part.text.is_empty() && part.is_joined;
        !part.text.is_empty()
    });
    found
}

/// Words, blanks and marks one by one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_mark =
        |c: char| matches!(c, ',' | ';' | '\n' | '/' | '(' | ')' | '[' | ']' | '<' | '>' | '、' | '，' | '；' | ' ');
    text.split_inclusive(is_mark).flat_map(move |piece| {
        let cut = piece.char_indices().next_back().filter(|(_, c)| is_mark(*c)).map_or(piece.len(), |(at, _)| at);
        let (word, mark) = piece.split_at_checked(cut).unwrap_or((piece, ""));
        [word, mark].into_iter().filter(|own| !own.is_empty())
    })
}

/// The people of a cell, where it says of each how they are reached; none where it names one.
pub(super) fn people_of(text: &str) -> Option<Vec<String>> {
    let all = parts(text);
    let (mut handles, mut addresses, mut names) = (0, 0, 0);
    for part in &all {
        let (address, rest) = email(&part.text).map_or((None, part.text.clone()), |(own, rest)| (Some(own), rest));
        let (name, handle) = person(&rest);
        let name = name.as_ref().map(|name| name.as_str());
        let is_named = name.is_some_and(|name| !is_role(name) && !name.starts_with(char::is_lowercase));
        if handle.is_none() && address.is_none() && !is_named || is_placeholder(&part.text) {
            return None;
        }
        handles += usize::from(handle.is_some());
        addresses += usize::from(address.is_some());
        names += usize::from(is_named);
    }
    let is_joined = all.iter().any(|part| part.is_joined);
    let is_reached = handles + addresses > 0;
    // "Ann Lee, @ann" and "@ann, ann@a.example" are one
    let are_as_many = handles == all.len() || addresses == all.len() || names == all.len();
    let are_several =
        all.len() > 1 && is_reached && (are_as_many || is_joined && handles + addresses + names == all.len());
    are_several.then(|| all.into_iter().map(|part| part.text).collect())
}

/// Handles or addresses that stand beside each other, and nothing else.
fn all_reached(text: &str) -> Vec<String> {
    let all = parts(text);
    let is_alone = |part: &Part| match email(&part.text) {
        Some((_, rest)) => !rest.contains(char::is_alphanumeric),
        None => part.text.trim_matches('`').starts_with('@') && matches!(person(&part.text), (None, Some(_))),
    };
    if all.iter().all(is_alone) { all.into_iter().map(|part| part.text).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_parted_where_each_is_reached() {
        let joints =
            [", ", "; ", "\n", " / ", "/", " & ", " + ", " and ", " und ", " y ", " et ", " e ", "、", ", and "];
        let people: [&[&str]; 5] = [
            &["@ann", "@ben"],
            &["Ann Lee (@ann)", "Ben Doe (@ben)", "Cy Poe (@cy)"],
            &["ann@a.example", "ben@a.example"],
            &["Ann <ann@a.example>", "Ben <ben@a.example>"],
            &["[Ann](https://gitlab.com/ann)", "[Ben](https://gitlab.com/ben)"],
        ];
        for joint in joints {
            for wanted in people {
                let cell = wanted.join(joint);
                let found = people_of(&cell).unwrap_or_else(|| panic!("{cell}"));
                assert_eq!(found, wanted, "{cell}");
            }
        }
        for one in [
            "Ann Lee, @ann",
            "@ann, ann@a.example",
            "@ann / ann@a.example",
            "Ann Lee\nann@a.example",
            "Ann Lee (@ann, nights)",
            "Doe, John",
            "Ann Lee, DBA",
            "@ann, on call",
            "Ann and Ben",
            "ann+x@a.example",
            "https://a.example/ann,ben",
        ] {
            assert_eq!(people_of(one), None, "{one}");
        }
        assert!(people_of("Ann and @ben").is_some() && people_of("Ann Lee (@ann), Ben Doe").is_some());
    }
}
