//! Tips, with a cache that is fresh, behind, lost, torn, or lies.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use proptest::prelude::*;

use super::{Sample, event, id, message};
use crate::model::{Act, CommitId, RunbookId};
use crate::trail::{BlobId, Facts, Repository};

fn cache(sample: &Sample) -> PathBuf {
    sample.dir.join(".git/runbook/tips")
}

/// What is known before, as this program judged it.
fn facts(repository: &Repository) -> Facts {
    repository.facts(&std::env::current_exe().unwrap())
}

/// Git's own answer.
fn gits(sample: &Sample, name: &str) -> Option<CommitId> {
    sample.git(&["log", "-1", "--format=%H", "--", &id(name).path()]).parse().ok()
}

fn agrees(sample: &Sample, names: &[&str]) {
    let repository = sample.open();
    for name in names {
        assert_eq!(repository.tip(&id(name)).unwrap(), gits(sample, name), "{name}");
    }
    one_by_one_and_all_at_once(sample);
}

/// Who committed by hand is the same for all records at once, from the cache as it lies there, as for each alone.
fn one_by_one_and_all_at_once(sample: &Sample) {
    let repository = sample.open();
    let records = repository.records(&sample.head()).unwrap();
    let asked: Vec<(&RunbookId, BlobId)> = records.iter().map(|(id, content)| (id, *content)).collect();
    let at_once = repository.hand_committed(&asked, &mut facts(&repository)).unwrap();
    let alone = sample.open();
    let one_by_one: Vec<&RunbookId> =
        records.iter().map(|(id, _)| id).filter(|id| alone.is_hand_committed(id).unwrap()).collect();
    assert_eq!(at_once, one_by_one);
}

#[test]
fn of_many_records_those_by_hand_are_found_whatever_the_cache_says() {
    let sample = Sample::new();
    sample.open().make_private().unwrap();
    for name in ["acme/one", "acme/two", "zoo/one", "zoo/two"] {
        sample.record(name, "1", true);
    }
    let by_hand = |expected: &[&str]| {
        let repository = sample.open();
        let records = repository.records(&sample.head()).unwrap();
        let asked: Vec<(&RunbookId, BlobId)> = records.iter().map(|(id, content)| (id, *content)).collect();
        let found = repository.hand_committed(&asked, &mut facts(&repository)).unwrap();
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
        one_by_one_and_all_at_once(&sample);
    };
    by_hand(&[]);
    // a message that speaks of one runbook, and a commit that changes another as well
    let words = message("acme/one", "it says so", vec![event(Act::Start)], None).text().unwrap();
    sample.write("runbooks/zoo/two.toml", "2");
    sample.git(&["add", "."]);
    sample.commit("runbooks/acme/one.toml", "2", &words);
    by_hand(&["zoo/two"]);
    let kept = std::fs::read(cache(&sample)).unwrap();
    sample.write("runbooks/acme/two.toml", "2");
    sample.git(&["add", "."]);
    sample.commit("runbooks/zoo/one.toml", "2", "two at once");
    by_hand(&["acme/two", "zoo/one", "zoo/two"]);
    // lines that are lost, and a cache that ends early while it names the head
    std::fs::write(cache(&sample), &kept[..kept.len() - 32]).unwrap();
    by_hand(&["acme/two", "zoo/one", "zoo/two"]);
    std::fs::remove_file(cache(&sample)).unwrap();
    by_hand(&["acme/two", "zoo/one", "zoo/two"]);
}

#[test]
fn a_commit_in_a_pack_is_read_once() {
    let sample = Sample::new();
    sample.open().make_private().unwrap();
    for name in ["acme/one", "acme/two", "zoo/one"] {
        sample.record(name, "1", true);
    }
    // how many were found out now, and how many of them by hand
    let ask = || {
        let repository = sample.open();
        let records = repository.records(&sample.head()).unwrap();
        let asked: Vec<(&RunbookId, BlobId)> = records.iter().map(|(id, content)| (id, *content)).collect();
        let mut facts = facts(&repository);
        let by_hand = repository.hand_committed(&asked, &mut facts).unwrap().len();
        let found = (facts.found_out(), by_hand);
        facts.write();
        found
    };
    assert_eq!((ask(), ask()), ((0, 0), (0, 0)), "outside of packs nothing is kept");
    sample.git(&["gc", "-q", "--prune=now"]);
    assert_eq!((ask(), ask()), ((3, 0), (0, 0)));
    sample.record("acme/two", "2", true);
    sample.commit("runbooks/zoo/one.toml", "2", "by hand");
    assert_eq!((ask(), ask()), ((0, 1), (0, 1)));
    sample.git(&["gc", "-q", "--prune=now"]);
    assert_eq!((ask(), ask()), ((2, 1), (0, 1)), "another pack is another place");
}

#[test]
fn there_is_no_tip_before_the_first_commit_or_without_a_record() {
    let sample = Sample::new();
    assert_eq!(sample.open().tip(&id("acme/one")).unwrap(), None);
    sample.commit("a", "1", "one");
    assert_eq!(sample.open().tip(&id("acme/one")).unwrap(), None);
}

#[test]
fn a_noted_tip_is_found_without_a_walk() {
    let sample = Sample::new();
    sample.open().make_private().unwrap();
    let first = sample.record("acme/one", "1", true);
    sample.record("acme/two", "1", true);
    let third = sample.record("acme/two", "2", true);
    // the first and three lines and no more: nothing had to be caught up with
    assert_eq!(std::fs::metadata(cache(&sample)).unwrap().len(), 128);
    let repository = sample.open();
    assert_eq!(repository.tip(&id("acme/one")).unwrap(), Some(first));
    assert_eq!(repository.tip(&id("acme/two")).unwrap(), Some(third));
    assert_eq!(std::fs::metadata(cache(&sample)).unwrap().len(), 128);
}

#[test]
fn a_cache_that_was_found_by_other_rules_is_not_asked() {
    let sample = Sample::new();
    sample.open().make_private().unwrap();
    sample.record("acme/one", "1", true);
    sample.commit("runbooks/acme/one.toml", "2", "by hand");
    let back = sample.commit("runbooks/acme/one.toml", "1", "and back");
    sample.commit("a", "1", "something else");
    agrees(&sample, &["acme/one"]);
    let whole = std::fs::read(cache(&sample)).unwrap();
    // an earlier build's: it begins at once, and took the event for the last that touched the record
    let older = [&whole[32..64], &whole[whole.len() - 32..]].concat();
    std::fs::write(cache(&sample), older).unwrap();
    assert_eq!(sample.open().tip(&id("acme/one")).unwrap(), Some(back));
    assert!(std::fs::read(cache(&sample)).unwrap().starts_with(&whole[..32]), "it is written anew");
    agrees(&sample, &["acme/one"]);
}

#[test]
fn commits_by_plain_git_are_caught_up_with() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.write("runbooks/acme/two.toml", "1");
    sample.git(&["add", "."]);
    sample.commit("runbooks/acme/one.toml", "2", "two at once");
    sample.commit("a", "1", "something else");
    agrees(&sample, &["acme/one", "acme/two", "acme/three"]);
    sample.git(&["rm", "-q", "runbooks/acme/one.toml"]);
    sample.git(&["commit", "-q", "-m", "gone"]);
    agrees(&sample, &["acme/one", "acme/two"]);
}

#[test]
fn a_note_on_a_head_that_is_not_known_is_not_believed() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    let between = sample.commit("runbooks/acme/two.toml", "1", "by hand");
    let after = sample.commit("runbooks/acme/one.toml", "2", "by hand");
    // the cache ends before `between`, so that this note would hide it
    sample.open().note_tip(Some(&between), &after, &id("acme/one"));
    agrees(&sample, &["acme/one", "acme/two"]);
}

#[test]
fn a_rewritten_history_is_read_anew() {
    let sample = Sample::new();
    for content in ["1", "2", "3"] {
        sample.record("acme/one", content, true);
    }
    sample.record("acme/two", "1", true);
    sample.git(&["reset", "-q", "--hard", "HEAD~3"]);
    agrees(&sample, &["acme/one", "acme/two"]);
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.commit("runbooks/acme/two.toml", "other", "by hand");
    agrees(&sample, &["acme/one", "acme/two"]);
}

#[test]
fn a_merge_touches_only_what_differs_from_all_its_parents() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.record("acme/two", "1", true);
    sample.git(&["switch", "-q", "-c", "side"]);
    sample.record("acme/one", "2", false);
    sample.git(&["switch", "-q", "main"]);
    sample.record("acme/two", "2", false);
    sample.git(&["merge", "-q", "--no-edit", "side"]);
    agrees(&sample, &["acme/one", "acme/two"]);

    sample.git(&["switch", "-q", "side"]);
    sample.commit("runbooks/acme/one.toml", "3", "side");
    sample.git(&["switch", "-q", "main"]);
    sample.commit("runbooks/acme/one.toml", "4", "main");
    sample.git_stops(&["merge", "-q", "side"]);
    sample.commit("runbooks/acme/one.toml", "5", "merge by hand");
    assert_eq!(sample.open().tip(&id("acme/one")).unwrap(), Some(sample.head()));
}

#[test]
fn a_lost_torn_or_false_cache_costs_no_answer() {
    let sample = Sample::new();
    for content in ["1", "2", "3"] {
        sample.record("acme/one", content, true);
        sample.record("acme/two", content, true);
    }
    let names = ["acme/one", "acme/two", "acme/three"];
    agrees(&sample, &names);
    let whole = std::fs::read(cache(&sample)).unwrap();
    let mut shuffled = whole.clone();
    // the lines of the last two touches lie about who touched
    shuffled[whole.len() - 64..whole.len() - 44].copy_from_slice(&whole[32..52]);
    let mut torn = whole.clone();
    torn.truncate(whole.len() - 5);
    let mut longer = whole.clone();
    longer.extend([7; 40]);
    for bytes in [vec![], vec![0; 320], torn, longer, shuffled, whole[..96].to_vec()] {
        std::fs::write(cache(&sample), bytes).unwrap();
        agrees(&sample, &names);
        assert_eq!(std::fs::metadata(cache(&sample)).unwrap().len() % 32, 0, "a torn end is mended");
        sample.record("acme/one", "4", true);
        sample.record("acme/one", "3", true);
        agrees(&sample, &names);
    }
    std::fs::remove_file(cache(&sample)).unwrap();
    agrees(&sample, &names);
}

#[test]
fn who_committed_by_hand_is_known() {
    let sample = Sample::new();
    sample.record("acme/one", "1", true);
    sample.record("acme/two", "1", true);
    assert!(!sample.open().is_hand_committed(&id("acme/one")).unwrap());
    sample.commit("runbooks/acme/one.toml", "2", "by hand");
    assert!(sample.open().is_hand_committed(&id("acme/one")).unwrap());
    assert!(!sample.open().is_hand_committed(&id("acme/two")).unwrap());
    assert!(!sample.open().is_hand_committed(&id("acme/none")).unwrap());
    sample.record("acme/one", "2\n", true);
    assert!(!sample.open().is_hand_committed(&id("acme/one")).unwrap());
    // an event of one runbook in a commit that touches another as well
    sample.write("runbooks/acme/two.toml", "2");
    sample.git(&["add", "."]);
    sample.record("acme/one", "3", false);
    assert!(sample.open().is_hand_committed(&id("acme/two")).unwrap());
}

/// More commits than are looked at one by one, each with an event; in the middle one that claims `acme/n1` and touches
/// `acme/n2`.
fn long_past(commits: usize) -> Sample {
    let sample = Sample::new();
    let mut stream = String::new();
    for at in 0..commits {
        let lies = at == commits / 2;
        let (claimed, touched) = if lies { (1, 2) } else { (at % 7, at % 7) };
        let text = message(&format!("acme/n{claimed}"), "something", vec![event(Act::Start)], None).text().unwrap();
        let who = format!("Ann <ann@example.com> {} +0100", 1_700_000_000 + at);
        stream += &format!("commit refs/heads/main\ncommitter {who}\ndata {}\n{text}", text.len());
        let content = format!("{at}\n");
        stream += &format!("M 644 inline runbooks/acme/n{touched}.toml\ndata {}\n{content}\n", content.len());
    }
    let mut import = sample.command(&sample.dir, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    sample
}

#[test]
fn a_message_that_lies_about_what_it_touched_misleads_no_answer() {
    let sample = long_past(400);
    let names: Vec<String> = (0..7).map(|n| format!("acme/n{n}")).collect();
    agrees(&sample, &names.iter().map(String::as_str).collect::<Vec<_>>());
    // the liar is the latest but one of what it touched
    let id = id("acme/n2");
    let ours = sample.open().log_of(&id, None).unwrap();
    let gits = sample.git(&["log", "--format=%H", "--", &id.path()]);
    assert_eq!(ours.iter().map(|entry| entry.commit.as_str()).collect::<Vec<_>>(), gits.lines().collect::<Vec<_>>());
    sample.git(&["reset", "-q", "HEAD~199"]);
    agrees(&sample, &["acme/n1", "acme/n2"]);
}

#[test]
fn many_questions_get_the_same_answers_as_few() {
    let sample = Sample::new();
    let names: Vec<String> = (0..12).map(|n| format!("acme/n{n}")).collect();
    for name in &names {
        sample.record(name, "1", true);
    }
    sample.record("acme/n3", "2", false);
    let repository = sample.open();
    for name in names.iter().chain(&names) {
        assert_eq!(repository.tip(&id(name)).unwrap(), gits(&sample, name), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tips_agree_with_git_whatever_happens(acts in proptest::collection::vec((0..6_u8, 0..3_u8, 0..4_u8), 1..14)) {
        let sample = Sample::new();
        sample.record("acme/n0", "start", true);
        for (at, (act, which, content)) in acts.into_iter().enumerate() {
            let (name, content) = (format!("acme/n{which}"), content.to_string());
            match act {
                // an event always changes its record; a person may well change one back
                0 | 1 => drop(sample.record(&name, &format!("event {at}"), act == 0)),
                2 => drop(sample.commit(&id(&name).path(), &content, "by hand")),
                3 => drop(sample.commit("other", &content, "something else")),
                4 if sample.git(&["rev-list", "--count", "HEAD"]) != "1" => {
                    sample.git(&["reset", "-q", "--hard", "HEAD~1"]);
                }
                _ => drop(std::fs::remove_file(cache(&sample))),
            }
            let repository = sample.open();
            for name in ["acme/n0", "acme/n1", "acme/n2"] {
                prop_assert_eq!(repository.tip(&id(name)).unwrap(), gits(&sample, name));
            }
        }
    }
}
