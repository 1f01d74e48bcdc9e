//! What git asks of us: a record as lines that can be compared, and two records put together.
//!
//! Works on the files that git names, without a store. A record that cannot be read is left to git, which then merges it
//! line by line. Refuses paths that lead out of the folder in which git runs.

use std::path::{Component, Path};

use crate::lifecycle::check;
use crate::model::{Clash, Fault, Kind, Result, Runbook, merge, visible_line};
use crate::store::folder::Folder;
use crate::store::{
    Read, comment_lines, read, rewrite, undecided, with_comments_of_both, with_conflicts, without_conflicts,
    write_whole,
};
use crate::trail::merge_lines;

/// The files of a merge, as git names them: temporary ones, and the path that they are about.
#[derive(Debug, Clone, Copy)]
pub struct MergeFiles<'a> {
    /// What both sides grew out of; empty where both added the file.
    pub base: &'a Path,
    /// Our side, which becomes the result.
    pub ours: &'a Path,
    /// Their side.
    pub theirs: &'a Path,
    /// Where the file lies in the store.
    pub path: &'a str,
}

/// Merges two records into our file. What is answered are the places where both sides clash, one line each; the file then
/// holds ours, says so at its top in comments, and still parses.
///
/// # Errors
/// `Unreadable` when a side is no record, `Usage` for paths that git would not name; our file is then as it was.
pub fn merge_records(folder: &Path, files: &MergeFiles<'_>) -> Result<Vec<String>> {
    let here = Folder::open(folder)?;
    let (base, ours, theirs) = (name(files.base)?, name(files.ours)?, name(files.theirs)?);
    let side = |file: &str| -> Result<Vec<u8>> {
        here.read(file)?.ok_or_else(|| Fault::new(Kind::NotFound, format!("there is no file {file}")))
    };
    let (own, own_open) = without_conflicts(&side(ours)?);
    let (other, other_open) = without_conflicts(&side(theirs)?);
    let (before, before_open) = without_conflicts(&side(base)?);
    let (own, other) = (read(files.path, &own)?, read(files.path, &other)?);
    let before = if before.trim_ascii().is_empty() { None } else { Some(read(files.path, &before)?) };
    let mut joined = join(before.as_ref(), &own, &other)?;
    // a clash that was committed as it was found is still to be decided; the newer word about a field is the true one
    let open = undecided(&before_open, own_open, other_open);
    let path_of = |line: &String| line.split(": ").next().map(str::to_owned);
    let named: Vec<Option<String>> = joined.words.iter().map(path_of).collect();
    joined.words.extend(open.into_iter().filter(|line| !named.contains(&path_of(line))));
    let mut bytes = joined.bytes;
    if joined.words.is_empty() {
        // blank lines and the order of keys survive as well where git's own merge says the same
        if let Ok(Some(lines)) = merge_lines(folder, ours, base, theirs)
            && let (Ok(both), Ok(own)) = (read(files.path, &lines), read(files.path, &bytes))
            && both.runbook == joined.runbook
            // a line above an item that is gone would stand above the next one
            && comment_lines(&both)? == comment_lines(&own)?
        {
            bytes = lines;
        }
    } else {
        bytes = with_conflicts(&bytes, files.path, &joined.words);
        read(files.path, &bytes)?;
    }
    write_whole(&here, ours, &bytes)?;
    Ok(joined.words)
}

struct Joined {
    runbook: Runbook,
    bytes: Vec<u8>,
    /// What is to be decided by a person.
    words: Vec<String>,
}

fn join(base: Option<&Read>, ours: &Read, theirs: &Read) -> Result<Joined> {
    let nothing = serde_json::Value::Object(serde_json::Map::new());
    let before = base.map_or(Ok(nothing), |base| base.runbook.to_json())?;
    let merged = merge(&before, &ours.runbook.to_json()?, &theirs.runbook.to_json()?);
    let unfit = |why: String| Fault::new(Kind::Unreadable, format!("the merged record would be none: {why}"));
    let runbook: Runbook = serde_json::from_value(merged.value).map_err(|error| unfit(error.to_string()))?;
    let mut words: Vec<String> = merged.clashes.iter().map(told).collect();
    if let Err(fault) = check(&runbook) {
        words.extend(fault.message.lines().map(|line| format!("together they contradict each other: {line}")));
    }
    let bytes = with_comments_of_both(base, ours, theirs, &rewrite(ours, &runbook)?)?;
    Ok(Joined { bytes, runbook, words })
}

/// `tasks.bulk.estimate: theirs is "20m", ours "15m", before "10m"`.
fn told(clash: &Clash) -> String {
    let side = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "nothing".to_owned(),
        value => value.to_string(),
    };
    let (theirs, ours, before) = (side(&clash.theirs), side(&clash.ours), side(&clash.base));
    let line = match (!clash.base.is_null(), clash.ours.is_null(), clash.theirs.is_null()) {
        (true, true, _) => {
            format!("{}: ours removed it, theirs is {theirs}, before {before}; it is kept here", clash.path)
        }
        (true, _, true) => format!("{}: theirs removed it, ours is {ours}, before {before}", clash.path),
        _ => format!("{}: theirs is {theirs}, ours {ours}, before {before}", clash.path),
    };
    visible_line(&line).into_owned()
}

/// A name in the folder itself; git puts its temporary files there.
fn name(path: &Path) -> Result<&str> {
    let mut parts = path.components().filter(|part| *part != Component::CurDir);
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) => name.to_str(),
        _ => None,
    }
    .ok_or_else(|| Fault::usage(format!("{} is not a file in this folder", path.display())))
}

/// The record in a file as lines that can be compared; the text itself, harmless, where it is no record.
///
/// # Errors
/// `Disk` when the file cannot be read.
pub fn comparable_text(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)
        .map_err(|error| Fault::new(Kind::Disk, format!("{} cannot be read: {error}", file.display())))?;
    let record =
        read("", &bytes).ok().and_then(|read| Some((read.runbook.to_json().ok()?, comment_lines(&read).ok()?)));
    Ok(match record {
        Some((record, comments)) => {
            let comments: String = comments.iter().map(|line| format!("comment {}\n", visible_line(line))).collect();
            crate::render::fields(&record) + &comments
        }
        None => crate::model::visible(&String::from_utf8_lossy(&bytes).replace("\r\n", "\n")).into_owned(),
    })
}
