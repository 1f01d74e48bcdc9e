//! What is found and where: every shape in every surrounding, ordinary texts, and how long it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::pattern_tests::{FREE, SHAPES, base64, made, ordinary, surroundings};
use super::prefix::Prefixes;
use super::sample_tests::samples;
use super::{Masked, Masker, Rules};

/// The last part of a secret that nobody may see.
fn tail(secret: &str) -> String {
    let line = secret.lines().find(|line| line.len() >= 40 && !line.contains('-')).unwrap_or(secret);
    let is_secret = |word: &&str| !word.starts_with("http") && !word.ends_with(".com");
    let words = line.split([' ', '@', '&', ';', ':']);
    let word = words.filter(is_secret).max_by_key(|word| word.len()).unwrap_or(line);
    word.get(word.len() / 2..).unwrap().trim_end_matches(['=', '2', '1', '-', 'x', '/']).to_owned()
}

fn rules() -> Rules {
    Rules::new(&BTreeMap::new()).unwrap()
}

fn streamed(rules: &Rules, pieces: &[&[u8]]) -> String {
    let (mut masker, mut masked) = (Masker::new(rules), Masked::default());
    for piece in pieces {
        masker.take(piece, &mut masked);
        masker.pause(&mut masked);
    }
    masker.end(&mut masked);
    let kept: Vec<String> = masked.lines.iter().map(|line| line.text.clone()).collect();
    String::from_utf8_lossy(&masked.screen).into_owned() + &kept.join("\n")
}

/// Surroundings that only the output of a program has.
const STREAMED: &[&str] = &["coloured", "coloured inside", "NULs between", "struck over", "marks without width"];

#[test]
fn every_shape_is_found_in_every_surrounding() {
    assert!(SHAPES.len() >= 200);
    let rules = rules();
    let mut missed = Vec::new();
    for (pattern, seed) in SHAPES.iter().flat_map(|pattern| [3, 4_096].map(|seed| (pattern, seed))) {
        let secret = made(pattern, seed);
        let hidden = tail(&secret);
        for (where_, text) in surroundings(&secret) {
            let seen = if STREAMED.contains(&where_) {
                streamed(&rules, &[text.as_bytes()])
            } else {
                rules.mask(&text).into_owned()
            };
            let is_encoded = where_ == "base64" && seen.contains(&base64(secret.as_bytes()));
            if seen.contains(&hidden) || is_encoded {
                missed.push(format!("{pattern} {where_}: {seen}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn no_shape_gets_through_in_pieces() {
    let rules = rules();
    let mut missed = Vec::new();
    for pattern in SHAPES {
        let secret = made(pattern, 9);
        let (hidden, text) = (tail(&secret), format!("out {secret} done\n"));
        let places: Vec<usize> = (1..text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for at in places.iter().step_by(1 + places.len() / 12) {
            let (head, rest) = text.as_bytes().split_at(*at);
            if streamed(&rules, &[head, rest]).contains(&hidden) {
                missed.push(format!("{pattern} cut at {at}"));
            }
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(3).collect();
        if streamed(&rules, &bytes).contains(&hidden) {
            missed.push(format!("{pattern} in threes"));
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_is_documented_or_refers_is_free() {
    let rules = rules();
    for text in FREE {
        let text = text.replace('^', "");
        assert_eq!(rules.find(&text), [], "{text}");
    }
    for text in [
        "the database host passw^ord: aB3dE6gH9jK2",
        "https://acme.com/login?pw^d=aB3dE6gH9jK2",
        "https://zoom.us.evil.example/j/1?pw^d=aB3dE6gH9jK2",
        "https://evil.example/zoom.us/j?pw^d=aB3dE6gH9jK2",
    ] {
        assert_eq!(rules.find(&text.replace('^', "")).len(), 1, "{text}");
    }
}

#[test]
fn ordinary_texts_raise_hardly_an_alarm() {
    let rules = rules();
    let texts = ordinary();
    let alarms: Vec<String> = texts
        .iter()
        .filter(|text| !rules.find(text).is_empty())
        .map(|text| format!("{text}\n   {}", rules.mask(text)))
        .collect();
    assert!(alarms.len() * 200 <= texts.len(), "{} of {}:\n{}", alarms.len(), texts.len(), alarms.join("\n"));
}

/// How long this thread has been at work, which other programs of a busy machine do not lengthen as they do the clock's.
pub(super) fn worked() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(said.split(' ').next().unwrap().parse().unwrap())
}

#[test]
fn hostile_text_of_every_beginning_takes_linear_time() {
    let rules = rules();
    // the shortest of a few: a busy machine makes one of them long
    let took = |text: &str| {
        let tries = (0..3).map(|_| {
            let begun = worked();
            let _ = rules.find(text);
            worked().saturating_sub(begun)
        });
        tries.min().unwrap()
    };
    let known: Vec<String> = Prefixes::known().literals().map(str::to_owned).collect();
    let more = ["-----BEGIN PRIVATE KEY----- ", "curl -u ", "Cookie: a=b; ", "://a:b", "aB3dE6g", "a.", "password%3D"]
        .map(str::to_owned);
    for piece in known.iter().chain(&more) {
        let of = |size: usize| piece.repeat(size / piece.len());
        let (small, large) = (took(&of(4_000)), took(&of(16_000)));
        assert!(large < small * 12 + Duration::from_millis(60), "{piece}: {small:?}, four times as much: {large:?}");
    }
}

#[test]
fn each_kind_has_a_sample() {
    let rules = rules();
    let own = samples().into_iter().flat_map(|(_, ones, _)| ones);
    let texts = SHAPES.iter().map(|pattern| made(pattern, 5)).chain(own);
    let sampled: BTreeSet<String> = texts.flat_map(|text| rules.find(&text)).map(|finding| finding.kind).collect();
    let without: Vec<&str> = Prefixes::known().kinds().filter(|kind| !sampled.contains(*kind)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn the_reference_lists_the_kinds() {
    let page = include_str!("../docs/reference.md");
    let section = page.split("\n# Kinds of secrets\n").nth(1).unwrap().split("\n# ").next().unwrap();
    let listed = section.trim().rsplit("\n\n").next().unwrap().replace('\n', " ");
    let mut kinds: Vec<&str> = Prefixes::known().kinds().collect();
    kinds.sort_by_key(|kind| (kind.to_lowercase(), *kind));
    kinds.dedup();
    assert_eq!(listed, format!("{}.", kinds.join(", ")));
}
