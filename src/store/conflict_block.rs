//! The comments at a record's top in which a merge says what two people changed in two ways.
//!
//! They stand there until somebody has decided, and are no words of the record: there is one block at most, and no change is
//! recorded below it.

use std::collections::HashSet;

use crate::model::{CONFLICT_MARK, visible_line};

const FIRST: &str = "Two people changed the same.";
const LAST: &str = "Take over what is right, delete these lines";
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text with these clashes told at its top, behind a byte-order mark.
pub fn with_conflicts(bytes: &[u8], path: &str, words: &[String]) -> Vec<u8> {
    let (bom, rest) = bytes.strip_prefix(BOM).map_or((&b""[..], bytes), |rest| (BOM, rest));
    let end = if bytes.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let mut lines = vec![format!("{FIRST} This file has ours; what theirs says:")];
    lines.extend(words.iter().map(|line| format!("  {line}")));
    lines.push(format!("{LAST}, then: git add {}", visible_line(path)));
    let top: String = lines.iter().map(|line| format!("{CONFLICT_MARK} {line}{end}")).collect();
    [bom, top.as_bytes(), rest].concat()
}

/// The text without such blocks, and what they told.
pub fn without_conflicts(bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let (mut kept, mut told, mut is_inside) = (Vec::new(), Vec::new(), false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (bom, rest) = line.strip_prefix(BOM).map_or((&b""[..], line), |rest| (BOM, rest));
        match marked(rest) {
            Some(words) if words.starts_with(FIRST) => is_inside = true,
            Some(words) if is_inside || words.starts_with(LAST) => {
                is_inside &= !words.starts_with(LAST);
                told.extend(words.strip_prefix("  ").map(str::to_owned));
            }
            _ => {
                is_inside = false;
                kept.extend_from_slice(line);
                continue;
            }
        }
        kept.extend_from_slice(bom);
    }
    (kept, told)
}

/// What a record's text tells at its top that a merge could not decide; nothing where it was decided, or never told.
pub fn open_conflicts(bytes: &[u8]) -> Vec<String> {
    let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
    // nobody looks through a whole record for what stands before its first key
    let top = text.split_inclusive(|byte| *byte == b'\n');
    let mut top = top.take_while(|line| line.trim_ascii_start().first().is_none_or(|first| *first == b'#'));
    match top.any(|line| marked(line).is_some_and(|words| words.starts_with(FIRST))) {
        true => without_conflicts(bytes).1,
        false => Vec::new(),
    }
}

/// What nobody has decided of two texts that grew out of one, each with what its blocks told.
pub fn undecided(base: &[String], ours: Vec<String>, theirs: Vec<String>) -> Vec<String> {
    let (here, there): (HashSet<String>, HashSet<String>) =
        (ours.iter().cloned().collect(), theirs.iter().cloned().collect());
    let mut seen = HashSet::new();
    // who took one out of the text has decided it
    let stays = |line: &String| (here.contains(line) && there.contains(line)) || !base.contains(line);
    ours.into_iter().chain(theirs).filter(|line| stays(line) && seen.insert(line.clone())).collect()
}

fn marked(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok()?.trim_end_matches(['\n', '\r']).strip_prefix(CONFLICT_MARK)?.strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_block_comes_and_goes_and_leaves_every_other_byte() {
        for text in ["# mine\r\nformat = 1\r\n", "\u{feff}format = 1\n", "", "#| my own\nformat = 1", "a\n\n#| b\n"] {
            let told = words(&["dri: theirs is \"@a\"", "task: ours removed it"]);
            let marked = with_conflicts(text.as_bytes(), "runbooks/a/b.toml", &told);
            assert_eq!(without_conflicts(&marked), (text.as_bytes().to_vec(), told.clone()), "{text:?}");
            assert_eq!(
                (open_conflicts(&marked), open_conflicts(text.as_bytes())),
                (told.clone(), Vec::new()),
                "{text:?}"
            );
            // two blocks, as older versions stacked them
            let twice = with_conflicts(&marked, "runbooks/a/b.toml", &words(&["summary: theirs"]));
            let all = [words(&["summary: theirs"]), told].concat();
            assert_eq!(without_conflicts(&twice), (text.as_bytes().to_vec(), all), "{text:?}");
            assert_eq!(without_conflicts(text.as_bytes()), (text.as_bytes().to_vec(), Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn what_one_side_has_decided_is_decided() {
        let all = |base: &[&str], ours: &[&str], theirs: &[&str]| undecided(&words(base), words(ours), words(theirs));
        assert_eq!(all(&["a"], &[], &["a"]), words(&[]));
        assert_eq!(all(&["a"], &["a"], &[]), words(&[]));
        assert_eq!(all(&["a"], &["a"], &["a"]), words(&["a"]));
        assert_eq!(all(&[], &["a"], &["b", "a"]), words(&["a", "b"]));
    }
}
