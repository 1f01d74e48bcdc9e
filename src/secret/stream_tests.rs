//! What is shown and kept of a stream, however it was cut.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::stream::LONGEST;
use super::text_tests::ordinary_lines;
use super::{Masked, Masker, Rules};

fn rules() -> Rules {
    Rules::new(&BTreeMap::new()).unwrap()
}

fn token() -> String {
    format!("glpat-{}", "Ab3dEf6hIj9lMn2pQr5t")
}

/// Everything shown and everything kept, when the bytes come in these pieces with a pause between them.
fn run(pieces: &[&[u8]]) -> (String, String) {
    let rules = rules();
    let mut masker = Masker::new(&rules);
    let mut masked = Masked::default();
    for piece in pieces {
        masker.take(piece, &mut masked);
        masker.pause(&mut masked);
    }
    masker.end(&mut masked);
    let lines: Vec<String> = masked.lines.into_iter().map(|line| line.text).collect();
    (String::from_utf8_lossy(&masked.screen).into_owned(), lines.join("\n"))
}

#[test]
fn a_secret_cut_anywhere_is_never_kept_and_never_shown_whole() {
    let line = format!("before token={} after https://user:{}@host/x\n", token(), "hunter22X");
    for at in 1..line.len() {
        let (shown, kept) = run(&[&line.as_bytes()[..at], &line.as_bytes()[at..]]);
        for text in [&shown, &kept] {
            assert!(!text.contains(&token()) && !text.contains("hunter22X"), "{at}: {text}");
            assert!(!text.contains(token().get(10..).unwrap()), "{at}: {text}");
        }
        assert!(kept.starts_with("before token=[masked GitLab token] after"), "{at}: {kept}");
    }
    let bytes: Vec<&[u8]> = line.as_bytes().chunks(1).collect();
    let (shown, kept) = run(&bytes);
    assert!(!shown.contains("hIj9lMn2") && !kept.contains("hIj9lMn2"), "{shown}");
}

#[test]
fn a_question_and_typed_words_are_shown_before_the_line_ends() {
    let rules = rules();
    let mut masker = Masker::new(&rules);
    let mut masked = Masked::default();
    for (said, shown) in [("Password: ", "Password: "), ("$ ls", "Password: $ ls"), ("x", "Password: $ lsx")] {
        masker.take(said.as_bytes(), &mut masked);
        masker.pause(&mut masked);
        assert_eq!(String::from_utf8_lossy(&masked.screen), shown);
    }
    assert!(masked.lines.is_empty());
}

#[test]
fn ordinary_words_are_shown_while_they_are_typed() {
    let rules = rules();
    let lines = ordinary_lines();
    // what is given to a name may be a password up to its end
    let is_given = |word: &str| word.contains(['=', ':', '：', '"', '\'']);
    let mut words: Vec<&str> =
        lines.iter().flat_map(|line| line.split_whitespace()).filter(|word| !is_given(word)).collect();
    words.sort_unstable();
    words.dedup();
    assert!(words.len() > 1_000, "{}", words.len());
    // a thousand of them are enough
    let step = words.len() / 1_000;
    let mut held = Vec::new();
    for word in words.into_iter().step_by(step).chain([
        "path:",
        "name:",
        "config/path",
        "pre_prod",
        "contact-us",
        "overdose",
        "SKIP",
        "s.txt",
    ]) {
        let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
        masker.take(b"Enter ", &mut masked);
        let ends = word.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
        let late = ends.into_iter().find(|(at, end)| {
            masker.take(&word.as_bytes()[*at..*end], &mut masked);
            masker.pause(&mut masked);
            masked.screen != format!("Enter {}", word.get(..*end).unwrap()).as_bytes()
        });
        held.extend(late.map(|(_, end)| format!("{word} at {end}")));
    }
    assert!(held.is_empty(), "{} held back: {held:#?}", held.len());
}

#[test]
fn colours_pass_to_the_screen_hide_no_secret_and_are_not_kept() {
    let line = format!("\x1b[1;31mred\x1b[0m \x1b[32m{}\x1b[m\x1b[K\n", token());
    let (shown, kept) = run(&[line.as_bytes(), b"\x1b[31mfine\x1b[0m\r\n", b"\x1b]0;title\x07x\x08\xff\x00\n"]);
    assert!(!shown.contains(&token()) && shown.contains("\x1b[31mfine\x1b[0m\r\n"), "{shown:?}");
    assert_eq!(kept, "red [masked GitLab token]\nfine\n\\u{1b}]0;title\\u{7}x\\u{8}\\xff\\u{0}");
}

#[test]
fn a_return_in_the_midst_of_a_token_hides_it_from_nobody_and_a_progress_bar_moves_on() {
    let token = token();
    for at in [6, 10, 20] {
        let (head, rest) = token.split_at(at);
        for cut in ["\r", "\r\x1b[K", "\x1b[1m", "\x1b[2C", "XY\x1b[2D", "XY\x08\x08", "X\x1b[D"] {
            let line = format!("say {head}{cut}{rest} end\nnext\n");
            for pieces in [vec![line.as_bytes()], line.as_bytes().chunks(5).collect()] {
                let (shown, kept) = run(&pieces);
                for text in [&shown, &kept] {
                    assert!(
                        !text.contains(rest.get(rest.len() - 6..).unwrap()) && text.contains("next"),
                        "{cut:?} {at}: {text:?}"
                    );
                }
            }
        }
    }
    let rules = rules();
    let (mut masker, mut masked) = (Masker::new(&rules), Masked::default());
    let mut bar = String::new();
    for percent in 0..20 {
        let step = format!("Downloading token store {:>3}% [{:<20}]\r", 5 * percent, "=".repeat(percent));
        bar.push_str(&step);
        masker.take(step.as_bytes(), &mut masked);
        masker.pause(&mut masked);
        assert_eq!(String::from_utf8_lossy(&masked.screen), bar);
    }
    masker.take(b"done\r\n", &mut masked);
    assert_eq!(String::from_utf8_lossy(&masked.screen), bar + "done\r\n");
    assert_eq!(masked.lines.len(), 21);
}

#[test]
fn a_sequence_takes_no_letter_off_a_token() {
    let rules = rules();
    for token in [
        "password=Xk3lm92Qq7",
        "Token: Xk3lm92Qq7Zt",
        "AKI~AQ4ZJ7KXW2MTR5VN6",
        "glp~at-Ab3dEf6hIj9lMn2pQr5t",
        "gh~p_Zq7kW3mX9pL2vT8sR4nB6dF1hJ5gC0yA2x4E",
    ] {
        let token = token.replace('~', "");
        for begun in ["\x1b[", "\x1b[1;3", "\x1b(", "\x1b& ", "\x1b"] {
            let line = format!("say {begun}{token} end\n");
            let (shown, kept) = run(&[line.as_bytes()]);
            for text in [&shown, &kept, &rules.mask(&kept).into_owned()] {
                assert!(!text.contains(token.get(token.len() / 2..).unwrap()) && text.contains("[masked "), "{text:?}");
            }
        }
    }
}

#[test]
fn a_private_key_is_hidden_from_its_first_line_to_its_last() {
    let begin = format!("-----BEGIN {} KEY-----", "PRIVATE");
    let end = format!("-----END {} KEY-----", "PRIVATE");
    let text = format!("a\n{begin}\nMIIEow\nIBAAKC\n{end} behind\nb\n");
    let (shown, kept) = run(&[text.as_bytes()]);
    for text in [shown, kept] {
        assert!(!text.contains("MIIEow") && !text.contains("IBAAKC"), "{text}");
        assert!(text.contains("[masked private key]") && text.contains("behind") && text.contains('b'), "{text}");
    }
}

#[test]
fn a_line_without_end_is_cut_where_no_secret_stands() {
    let filler = "word ".repeat(LONGEST / 5 - 1_600);
    let text = format!("{filler}password={} {filler}", "Xy9".repeat(900));
    let (shown, kept) = run(&[text.as_bytes()]);
    assert!(!shown.contains("Xy9Xy9") && !kept.contains("Xy9Xy9"));
    let endless = format!("password={}", "Xy9".repeat(LONGEST));
    let (shown, kept) = run(&[endless.as_bytes(), b"Xy9Xy9 fine\nnext\n"]);
    assert!(!shown.contains("Xy9") && !kept.contains("Xy9"), "{}", kept.len());
    assert!(kept.ends_with("fine\nnext"));
    let (shown, _) = run(&["ü".repeat(LONGEST).as_bytes()]);
    assert_eq!(shown.chars().count(), LONGEST);
}

/// Pieces of a stream: names, tokens, what stands between characters, ends of lines, bytes that are no text.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "token: val",
        "password",
        "=",
        ":",
        " ",
        "\u{1b}[31m",
        "\u{1b}",
        "\u{1b}]0;",
        "\r",
        "\n",
        "\u{8}",
        "\u{13}",
        "\0",
    ];
    let more =
        ["\u{200b}", "\u{ad}", "\u{202e}", "\"", "aB3dE6", "hunter22", "eyJ", "://a:", "@b", "[masked token]", "-----"];
    let known = known.iter().chain(&more).map(|text| text.as_bytes().to_vec());
    let known: Vec<Vec<u8>> = known.chain([token().into_bytes()]).collect();
    prop_oneof![
        3 => proptest::sample::select(known),
        1 => "\\PC{0,8}".prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn nothing_is_found_in_what_was_masked_however_it_came(
        pieces in proptest::collection::vec(piece(), 0..16),
        size in 1_usize..12,
    ) {
        let rules = rules();
        let text = pieces.concat();
        let chunks: Vec<&[u8]> = text.chunks(size).collect();
        let (_, kept) = run(&chunks);
        prop_assert_eq!(rules.find(&kept), [], "{:?}", kept);
        let (shown, whole) = run(&[&text]);
        prop_assert_eq!(&kept, &whole);
        let mut again = Masked::default();
        let mut masker = Masker::new(&rules);
        masker.take(whole.as_bytes(), &mut again);
        masker.end(&mut again);
        let again: Vec<&str> = again.lines.iter().map(|line| line.text.as_str()).collect();
        let again = again.join("\n");
        prop_assert_eq!(again.trim_end_matches('\n'), whole.trim_end_matches('\n'), "{:?}", shown);
    }
}
