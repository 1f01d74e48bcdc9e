//! Holds the house of `src/` up: floors, walls, manners, doors, packages, and what may lie in the repository.
//!
//! Every check is a function from sources to a list of sentences, so that each is also shown a small bad sample that it
//! must catch. Says nothing about behaviour.

mod circles;
mod doors;
mod floors;
mod licences;
mod manners;
mod mentions;
mod names;
mod packages;
mod pages;
mod requirements;
mod source;
mod tidy;
mod walls;

use source::House;

/// Fails with every sentence of a check, one a line.
fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Fails unless the check found exactly one thing, and said all of `words` about it.
fn assert_found(found: Vec<String>, words: &[&str]) {
    assert_eq!(found.len(), 1, "one finding was expected: {found:#?}");
    for word in words {
        assert!(found[0].contains(word), "“{}” does not say “{word}”", found[0]);
    }
}

/// A house of made-up files.
fn sample(files: &[(&str, &str)]) -> House {
    House::from_files(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}
