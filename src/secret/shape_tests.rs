//! What is found and where: every shape in every surrounding, ordinary texts, and how long it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::lead::Leads;
use super::pattern_tests::{SHAPES, made};
use super::sample_tests::samples;
use super::text_tests::{FREE, base64, ordinary, ordinary_lines, surroundings};
use super::{Masked, Masker, Rules};
use crate::worked::worked;

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

/// The ASCII that is neither a letter, a digit nor a blank.
fn punctuation() -> impl Iterator<Item = char> {
    ('!'..='~').filter(char::is_ascii_punctuation)
}

#[test]
fn nothing_that_stands_behind_a_token_frees_it() {
    let rules = rules();
    let mut missed = Vec::new();
    let words = [
        "example.org",
        "redacted",
        "placeholder",
        "xxxxxxxx",
        "your-group",
        "your_group",
        "changeme",
        "......",
        "EXAMPLE",
    ];
    for (number, pattern) in (0..).zip(SHAPES) {
        let secret = made(pattern, 3);
        // a shape of exactly so many letters is another text where more of them follow
        let is_counted = |text: &str| rules.find(&format!("{secret}{text}")).is_empty();
        for (at, sign) in (number..).zip(punctuation()) {
            if is_counted(&format!("{sign}Zq")) {
                continue;
            }
            let word = words[at % words.len()];
            let text = format!("{secret}{sign}{word} and the rest");
            if rules.find(&text).is_empty() {
                missed.push(text);
            }
        }
        for behind in ["%26back%3Dhttps%3A%2F%2Fexample", "%3D%26back%3Dhttps%3A%2F%2Fexample", "_for_your-group"] {
            let text = format!("{secret}{behind}");
            if !is_counted("%26Zq") && !is_counted("_Zq") && rules.find(&text).is_empty() {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
}

#[test]
fn what_begins_like_a_stand_in_and_goes_on_like_a_password_is_one() {
    let rules = rules();
    let mut wrong = Vec::new();
    let values = ["S3cretPw77", "Xk3lm92Qq7", "k3Lm92"];
    let begins =
        ["my_", "fake", "example_", "changeme", "My_", "FAKE", "Xk%s", "Xk9%d", "${X}", "$(cat x)", "{{ x }}", "%{x}"];
    for (begin, value) in begins.iter().flat_map(|begin| values.map(|value| (begin, value))) {
        // what a program puts in is followed by a whole password, not by some figures
        let value = if begin.contains(['{', '(']) { format!("{value}9v") } else { value.to_owned() };
        for name in ["password=", "password: ", "token = "] {
            let text = format!("{name}{begin}{value}").replace("{{ x }}", "{{x}}").replace("$(cat x)", "$(x)");
            if !rules.mask(&text).ends_with(']') {
                wrong.push(text);
            }
        }
    }
    for word in [
        "my_password",
        "my_db_password",
        "fake",
        "fake_token",
        "fakePassword",
        "example_token",
        "changeme",
        "%s",
        "%s:%s",
        "pw-%s",
        "%s\\n",
        "${X}",
        "${X}-${Y}",
        "${X}/acme",
        "$(x)",
        "{{x}}",
    ] {
        for name in ["password=", "password: ", "token = "] {
            let text = format!("{name}{word}");
            if !rules.find(&text).is_empty() {
                wrong.push(text);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn base64_hides_nothing_whatever_letters_stand_beside() {
    let own = BTreeMap::from([("acme licence".to_owned(), "ACME-[0-9]{6}".to_owned())]);
    let rules = Rules::new(&own).unwrap();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect::<Vec<u8>>();
    for secret in [token(), "the licence is ACME-123456 ok".to_owned()] {
        for around in ["", "fur Acme: ", "für Acme: ", "アクメ: ", "ACME №1 – ", "\u{1f511} "] {
            for (before, behind) in [(around, ""), ("", around), (around, around)] {
                let text = format!("{before}{secret} {behind}");
                for bytes in [text.clone().into_bytes(), latin(&text), utf16(&text)] {
                    // whole, and cut off in the midst of a character
                    for end in [bytes.len(), bytes.len() - 1] {
                        let word = base64(&bytes[..end]);
                        let masked = rules.mask(&word);
                        assert!(masked.starts_with("[masked"), "{text}: {word}");
                    }
                }
            }
        }
    }
}

fn token() -> String {
    format!("token=glp{}", "at-Ab3dEf6hIj9lMn2pQr5t")
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

#[test]
fn lines_that_people_and_programs_wrote_raise_hardly_an_alarm() {
    let rules = rules();
    let lines = ordinary_lines();
    let alarms: Vec<&String> = lines.iter().filter(|line| !rules.find(line).is_empty()).collect();
    assert!(lines.len() > 5_000, "{}", lines.len());
    assert!(alarms.len() * 200 <= lines.len(), "{} of {}: {alarms:#?}", alarms.len(), lines.len());
    let own = include_str!("../../tests/fixtures/secrets/ordinary.txt").lines().filter(|line| !line.is_empty());
    let alarms: Vec<&str> = own.clone().filter(|line| !rules.find(line).is_empty()).collect();
    assert!(alarms.len() * 200 <= own.count(), "{alarms:#?}");
}

#[test]
fn hostile_text_of_every_beginning_takes_linear_time() {
    let rules = rules();
    let took = |text: &str, is_streamed: bool| {
        let begun = worked();
        if is_streamed {
            let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
            text.as_bytes().chunks(8 * 1024).for_each(|bytes| masker.take(bytes, &mut masked));
            masker.end(&mut masked);
        } else {
            let _ = rules.find(text);
        }
        worked().saturating_sub(begun)
    };
    let known: Vec<String> = Leads::known().literals().into_iter().map(str::to_owned).collect();
    let more = [
        "-----BEGIN PRIVATE KEY----- ",
        "curl -u ",
        "Cookie: a=b; ",
        "://a:b",
        "eyJaaaaaaaa.eyJ.",
        "eyJa.a.",
        "://a:b/",
        "curl \"",
        "curl -H 'a' ",
        "aB3dE6g",
        "a.",
        "password%3D",
        "token: a1b2c3d4\n",
        "AKIA",
        "mysql -p",
        "Cookie: a=b; ",
        "a {b} ",
        "| password ",
        "| password |\n",
        "|---\n| password | a\n",
        "password,",
        "password,a\n",
        "<td>password",
        "<td password",
        "<td><b>password</b>\n",
        "### password\n",
        "password\n: a\n",
        "\\-",
        "&#45;",
        "glpat&hyphen",
    ]
    .map(str::to_owned);
    // masking looks at a text some times more: a part of them is enough
    for (number, piece) in more.iter().chain(&known).enumerate() {
        let is_streamed = number < more.len() || number % 32 == 0;
        let of = |size: usize| piece.repeat(size / piece.len());
        // long enough to be measured: what the clock misses would hide how it grows
        let mut size = 4_000;
        while took(&of(size), is_streamed) < Duration::from_millis(2) && size < 32_000 {
            size *= 2;
        }
        // a busy machine makes one of them long: once is enough
        let is_linear = |(small, large): (Duration, Duration)| large < small * 10 + Duration::from_millis(4);
        let measured = || (took(&of(size), is_streamed), took(&of(4 * size), is_streamed));
        assert!((0..4).any(|_| is_linear(measured())), "{piece}: {:?} for one part and for four", measured());
    }
}

#[test]
fn each_kind_has_a_sample() {
    let rules = rules();
    let own = samples().into_iter().flat_map(|(_, ones, _)| ones);
    let texts = SHAPES.iter().map(|pattern| made(pattern, 5)).chain(own);
    let sampled: BTreeSet<String> = texts.flat_map(|text| rules.find(&text)).map(|finding| finding.kind).collect();
    let without: Vec<&str> = Leads::known().kinds().filter(|kind| !sampled.contains(*kind)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn the_reference_lists_the_kinds() {
    let page = include_str!("../docs/reference.md");
    let section = page.split("\n# Kinds of secrets\n").nth(1).unwrap().split("\n# ").next().unwrap();
    let listed = section.trim().rsplit("\n\n").next().unwrap().replace('\n', " ");
    let mut kinds: Vec<&str> = Leads::known().kinds().collect();
    kinds.sort_by_key(|kind| (kind.to_lowercase(), *kind));
    kinds.dedup();
    assert_eq!(listed, format!("{}.", kinds.join(", ")));
}
