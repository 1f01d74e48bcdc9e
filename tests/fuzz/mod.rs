//! The short run of the fuzz targets: the inputs that once failed, those to begin with, and some hundred damaged ones,
//! the same every time. The long run, which looks for new ones, is a package of its own below this folder
//! (`src/docs/contributing.md`, “Fuzzing”).

mod choices;
mod disturb;
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use disturb::{Dice, disturb};
use targets::{ALL, Target};

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with their names, sorted; none where there is no folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.strip_prefix(top()).unwrap().display().to_string(), fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

fn own(folder: &str) -> PathBuf {
    top().join("tests/fuzz").join(folder)
}

fn attempt(target: &Target, name: &str, data: &[u8]) {
    let check = target.check;
    assert!(
        catch_unwind(|| check(data)).is_ok(),
        "{}: what must hold does not hold for {name}:\n{}\n{}",
        target.name,
        String::from_utf8_lossy(data),
        data.escape_ascii()
    );
}

fn short_run(target: &Target) {
    let found = files(&own("found").join(target.name));
    let mut seeds = files(&own("seeds").join(target.name));
    seeds.extend(target.seeds.iter().flat_map(|folder| files(&top().join(folder))));
    assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
    seeds.extend(found);
    for (name, data) in &seeds {
        attempt(target, name, data);
    }
    let mut dice = Dice::new(target.name.bytes().map(u64::from).sum());
    for round in 0..target.rounds {
        let mut data = seeds[dice.roll(seeds.len())].1.clone();
        for _ in 0..=dice.roll(6) {
            disturb(&mut data, target.words, &mut dice);
        }
        attempt(target, &format!("the damaged input {round}"), &data);
    }
}

macro_rules! short_runs {
    ($($name:ident: $target:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            assert_eq!(targets::$target.name, stringify!($name));
            short_run(&targets::$target);
        })*

        /// Every target with a test here.
        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

short_runs! {
    csv: CSV,
    event: EVENT,
    growth: GROWTH,
    markdown: MARKDOWN,
    quick: QUICK,
    record: RECORD,
    secrets: SECRETS,
    template: TEMPLATE,
    times: TIMES,
}

#[test]
fn each_target_is_tested_and_has_a_program_and_all_that_was_found_is_tried() {
    let names: BTreeSet<&str> = ALL.iter().map(|target| target.name).collect();
    assert_eq!(names, TESTED.iter().copied().collect());
    let manifest: toml::Table = fs::read_to_string(own("Cargo.toml")).unwrap().parse().unwrap();
    let programs = manifest["bin"].as_array().unwrap().iter();
    assert_eq!(names, programs.map(|program| program["name"].as_str().unwrap()).collect());
    for target in ALL {
        let program = fs::read_to_string(own("bin").join(format!("{}.rs", target.name))).unwrap();
        let call = format!("runbook_fuzz::fuzz!({});", target.name.to_uppercase());
        assert!(program.contains(&call), "{} does not run its target", target.name);
    }
    let long_run = fs::read_to_string(top().join(".ci/fuzz")).unwrap();
    for name in &names {
        assert!(!long_run.contains(name), ".ci/fuzz knows of {name} what its row should say");
    }
    for folder in ["found", "seeds"] {
        for entry in fs::read_dir(own(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(names.contains(name.as_str()), "tests/fuzz/{folder}/{name}: there is no such target");
        }
    }
}
