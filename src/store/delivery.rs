//! Files for a person on their way to a folder of theirs: all of them or none, also after a kill.
//!
//! They are written into a passing folder where they shall be, and a note among the store's private files
//! (`runbook/underway/`) tells of it before. As long as the note does not say that all of them are there, the next run
//! clears them away; from then on it brings the rest to their places. A note is locked as long as its process lives.
//! Follows no link below the folder, and replaces nothing unless told to.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rustix::fs::FileType;
use serde::{Deserialize, Serialize};

use super::atomic_fs::{Folder, PRIVATE_FILE, Staged, fault, settle};
use super::scratch::PassingFolder;
use crate::model::{Fault, Result};

/// The folder of notes, under the private one.
const NOTES: &str = "underway";
/// How the name of a note begins.
const NOTE: &str = "out-";
/// Behind the name of a note, once everything is there.
const WHOLE: &str = ".whole";
/// How the name of a passing folder begins.
const PASSING: &str = ".runbook-out-";

/// Files that are being written.
pub struct Delivery {
    to: PathBuf,
    // in the order in which they go: a note that is gone tells nobody of what is left
    passing: PassingFolder,
    note: Option<Note>,
    parcels: Vec<Parcel>,
    staged: Vec<Staged>,
}

/// Where files are being written.
#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    folder: PathBuf,
}

/// What is ready to be brought to its place.
#[derive(Debug, Serialize, Deserialize)]
struct Whole {
    folder: PathBuf,
    passing: String,
    /// Whether they replace what bears their names.
    over: bool,
    parcels: Vec<Parcel>,
}

/// One file: its passing name, and where it belongs, below the folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Parcel {
    from: String,
    to: String,
}

/// A note of a living process; it ends with it unless it stays for the next run.
struct Note {
    notes: Folder,
    name: String,
    stays: bool,
    _alive: File,
}

impl Delivery {
    /// Begins to write files for this folder, a real path. `private` is the store's private folder.
    ///
    /// # Errors
    /// `Disk`.
    pub fn begin(private: &Path, to: &Path) -> Result<Self> {
        // a store that cannot be written has no place for a note; then the next one for the same folder clears away
        let note = Note::begin(private, to).ok();
        let passing = PassingFolder::make(to, PASSING)?;
        Ok(Self { to: to.to_owned(), passing, note, parcels: Vec::new(), staged: Vec::new() })
    }

    /// Writes one file, with mode 0600, for this place below the folder.
    ///
    /// # Errors
    /// `Disk`.
    pub fn add(&mut self, to: &str, bytes: &[u8]) -> Result<()> {
        let from = self.parcels.len().to_string();
        self.staged.push(Folder::open(self.passing.path())?.stage(&from, bytes, PRIVATE_FILE)?);
        if self.staged.len() >= MOST_OPEN {
            settle(&self.staged.iter().collect::<Vec<_>>(), &[])?;
            self.staged.clear();
        }
        self.parcels.push(Parcel { from, to: to.to_owned() });
        Ok(())
    }

    /// Brings all of them to their places. `over` lets them replace what bears their names.
    ///
    /// # Errors
    /// `Refused` when something bears the name of one, and nothing is written then; `Disk`.
    pub fn finish(self, over: bool) -> Result<()> {
        let place = Folder::open(self.passing.path())?;
        settle(&self.staged.iter().collect::<Vec<_>>(), &[&place])?;
        let folder = Folder::open(&self.to)?;
        self.parcels.iter().try_for_each(|parcel| may_come(&folder, &parcel.to, over))?;
        let name = self.passing.path().file_name().map(|name| name.to_string_lossy().into_owned());
        let whole = Whole { folder: self.to, passing: name.unwrap_or_default(), over, parcels: self.parcels };
        if let Some(note) = self.note.as_ref().filter(|_| whole.parcels.len() > 1) {
            note.is_whole(&whole)?;
        }
        match bring(&folder, &place, &whole) {
            Ok(taken) => taken.map_or(Ok(()), Err),
            // nothing is in its place yet, so all of it is forgotten
            Err((0, fault)) => Err(fault),
            Err((done, fault)) => {
                self.passing.keep();
                self.note.into_iter().for_each(|mut note| note.stays = true);
                let all = whole.parcels.len();
                let message = format!("{done} of {all} files are in their places: {}", fault.message);
                Err(Fault { message, ..fault }
                    .hint("the next change brings the others there, or: runbook doctor --fix"))
            }
        }
    }
}

/// So many files are open at most before the disk is waited for.
const MOST_OPEN: usize = 64;

fn exists(folder: &Folder, to: &str) -> Fault {
    Fault::refused(format!("{} exists, and nothing was written", folder.path().join(to).display()))
        .hint("choose another name, or write over it with --force")
}

/// Fails where a file may not come: something bears its name and is not to be replaced, or is no file at all.
fn may_come(folder: &Folder, to: &str, over: bool) -> Result<()> {
    if let Some((above, below)) = to.split_once('/') {
        return folder.child(above)?.map_or(Ok(()), |inside| may_come(&inside, below, over));
    }
    let Some(there) = folder.look(to)? else { return Ok(()) };
    match FileType::from_raw_mode(there.st_mode) {
        _ if !over => Err(exists(folder, to)),
        FileType::RegularFile | FileType::Symlink => Ok(()),
        _ => {
            let place = folder.path().join(to);
            Err(Fault::refused(format!("{} is no plain file, and nothing was written", place.display()))
                .hint("choose another name"))
        }
    }
}

/// Brings what is still in the passing folder to its place. A name that somebody has taken meanwhile is left to them, and
/// told. Where it fails: how many are in their places, and why.
fn bring(folder: &Folder, passing: &Folder, whole: &Whole) -> Result<Option<Fault>, (usize, Fault)> {
    let mut taken = None;
    let mut touched = Vec::new();
    for (number, parcel) in whole.parcels.iter().enumerate() {
        match bring_one(folder, passing, parcel, whole.over) {
            Ok((at, true)) => touched.push(at),
            Ok((at, false)) => taken = Some(exists(&at, parcel.to.rsplit('/').next().unwrap_or(&parcel.to))),
            Err(fault) => return Err((number, fault)),
        }
    }
    if let (Some(fault), true) = (&mut taken, whole.parcels.len() > 1) {
        fault.message =
            fault.message.replace("and nothing was written", "and was left as it is; the others were written");
    }
    let mut folders: Vec<&Folder> = vec![folder];
    for at in &touched {
        if folders.iter().all(|other| other.path() != at.path()) {
            folders.push(at);
        }
    }
    settle(&[], &folders).map_err(|fault| (whole.parcels.len(), fault))?;
    Ok(taken)
}

/// The folder in which it is now; false when something else bears its name there.
fn bring_one(folder: &Folder, passing: &Folder, parcel: &Parcel, over: bool) -> Result<(Folder, bool)> {
    let mut at = Folder::open(folder.path())?;
    let mut name = parcel.to.as_str();
    while let Some((above, below)) = name.split_once('/') {
        at = at.child_or_make(above)?.0;
        name = below;
    }
    if passing.look(&parcel.from)?.is_none() {
        return Ok((at, true));
    }
    if over {
        passing.move_to(&parcel.from, &at, name)?;
        return Ok((at, true));
    }
    let is_free = passing.claim(&parcel.from, &at, name)? || same(passing, &parcel.from, &at, name)?;
    passing.remove(&parcel.from)?;
    Ok((at, is_free))
}

/// True for two names of one file.
fn same(one: &Folder, name: &str, other: &Folder, other_name: &str) -> Result<bool> {
    let (here, there) = (one.look(name)?, other.look(other_name)?);
    Ok(here.zip(there).is_some_and(|(here, there)| here.st_ino == there.st_ino && here.st_dev == there.st_dev))
}

impl Note {
    fn begin(private: &Path, to: &Path) -> Result<Self> {
        let notes = Folder::open_or_make(private)?.child_or_make(NOTES)?.0;
        let wrong = |error| fault("write in", notes.path(), error);
        let made = tempfile::Builder::new().prefix(NOTE).tempfile_in(notes.path()).map_err(wrong)?;
        let (mut alive, path) = made.keep().map_err(|failed| wrong(failed.error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // one that another run has just taken for dead is gone then, and was not needed yet
        alive.lock().map_err(wrong)?;
        let text = serde_json::to_vec(&Begun { folder: to.to_owned() }).unwrap_or_default();
        alive.write_all(&text).and_then(|()| alive.sync_all()).map_err(wrong)?;
        settle(&[], &[&notes])?;
        Ok(Self { notes, name, stays: false, _alive: alive })
    }

    fn is_whole(&self, whole: &Whole) -> Result<()> {
        let text = serde_json::to_vec(whole).unwrap_or_default();
        let (passing, name) = (format!(".{}", self.name), format!("{}{WHOLE}", self.name));
        let staged = self.notes.stage(&passing, &text, PRIVATE_FILE)?;
        settle(&[&staged], &[])?;
        self.notes.move_to(&passing, &self.notes, &name)?;
        settle(&[], &[&self.notes])
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if !self.stays {
            // what cannot be removed tells the next run of what is done already
            let _ = end(&self.notes, &self.name);
        }
    }
}

/// What says that everything is there goes last: without the note it means nothing.
fn end(notes: &Folder, name: &str) -> Result<()> {
    notes.remove(&format!("{name}{WHOLE}"))?;
    notes.remove(&format!(".{name}"))?;
    notes.remove(name)
}

/// The folders for which a run was writing files when it was killed.
///
/// # Errors
/// `Disk` when the notes cannot be looked at.
pub fn torn(private: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    each_dead(private, |notes, name| {
        if let Some(begun) = read::<Begun>(notes, name)? {
            found.push(begun.folder);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Clears away or finishes what killed runs were writing for a person. What cannot be mended stays noted.
///
/// # Errors
/// `Disk` with the first that cannot be mended.
pub fn mend(private: &Path) -> Result<()> {
    let mut first = Ok(());
    each_dead(private, |notes, name| {
        let mended = mend_one(notes, name);
        first = std::mem::replace(&mut first, Ok(())).and(mended);
        Ok(())
    })?;
    first
}

fn mend_one(notes: &Folder, name: &str) -> Result<()> {
    let whole = read::<Whole>(notes, &format!("{name}{WHOLE}"))?;
    if let Some(whole) = whole.filter(|whole| whole.folder.is_dir()) {
        let folder = Folder::open(&whole.folder)?;
        if let Some(passing) = folder.child(&whole.passing)? {
            bring(&folder, &passing, &whole).map_err(|(_, fault)| fault)?;
        }
    }
    if let Some(begun) = read::<Begun>(notes, name)? {
        PassingFolder::clear_dead(&begun.folder, PASSING);
    }
    end(notes, name)
}

fn each_dead(private: &Path, mut act: impl FnMut(&Folder, &str) -> Result<()>) -> Result<()> {
    if !private.exists() {
        return Ok(());
    }
    let Some(notes) = Folder::open(private)?.child(NOTES)? else { return Ok(()) };
    for name in notes.names()?.iter().filter(|name| name.starts_with(NOTE) && !name.ends_with(WHOLE)) {
        // whoever has it locked is alive
        let Ok(file) = notes.open_private(name) else { continue };
        if file.try_lock().is_ok() && notes.look(name)?.is_some() {
            act(&notes, name)?;
        }
    }
    Ok(())
}

/// What a note says; one that is torn was never followed by anything.
fn read<T: for<'a> Deserialize<'a>>(notes: &Folder, name: &str) -> Result<Option<T>> {
    Ok(notes.read(name)?.and_then(|text| serde_json::from_slice(&text).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    struct Room {
        dir: tempfile::TempDir,
    }

    impl Room {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("private")).unwrap();
            fs::create_dir(dir.path().join("to")).unwrap();
            Self { dir }
        }

        fn private(&self) -> PathBuf {
            self.dir.path().join("private")
        }

        fn to(&self) -> PathBuf {
            self.dir.path().join("to")
        }

        fn begin(&self, files: &[(&str, &str)]) -> Delivery {
            let mut delivery = Delivery::begin(&self.private(), &self.to()).unwrap();
            files.iter().for_each(|(to, text)| delivery.add(to, text.as_bytes()).unwrap());
            delivery
        }

        fn read(&self, to: &str) -> Option<String> {
            fs::read_to_string(self.to().join(to)).ok()
        }

        fn names(&self) -> usize {
            fs::read_dir(self.to()).unwrap().count()
        }
    }

    /// As a kill would leave it: the locks go, everything else stays.
    fn killed(mut delivery: Delivery) -> (PathBuf, Vec<Parcel>, String) {
        let (path, parcels) = (delivery.passing.path().to_owned(), delivery.parcels.clone());
        let mut note = delivery.note.take().unwrap();
        note.stays = true;
        delivery.passing.keep();
        (path, parcels, note.name.clone())
    }

    #[test]
    fn files_come_private_and_whole_and_over_others_only_when_told() {
        let room = Room::new();
        room.begin(&[("a/x.md", "one"), ("index.md", "two")]).finish(false).unwrap();
        assert_eq!((room.read("a/x.md").as_deref(), room.read("index.md").as_deref()), (Some("one"), Some("two")));
        assert_eq!(fs::metadata(room.to().join("a/x.md")).unwrap().permissions().mode() & 0o777, 0o600);
        let refused = room.begin(&[("b/x.md", "new"), ("index.md", "new")]).finish(false).unwrap_err();
        assert!(refused.kind == Kind::Refused && refused.message.contains("nothing was written"), "{refused}");
        assert_eq!(room.read("b/x.md"), None);
        room.begin(&[("index.md", "three")]).finish(true).unwrap();
        assert_eq!(room.begin(&[("a", "no folder")]).finish(true).unwrap_err().kind, Kind::Refused);
        assert_eq!(room.read("index.md").as_deref(), Some("three"));
        assert_eq!((room.names(), fs::read_dir(room.private().join(NOTES)).unwrap().count()), (2, 0));
    }

    #[test]
    fn what_was_not_all_there_is_cleared_away_and_what_was_is_finished() {
        let room = Room::new();
        drop(killed(room.begin(&[("a", "one"), ("b", "two")])));
        assert_eq!(torn(&room.private()).unwrap(), [room.to()]);
        mend(&room.private()).unwrap();
        assert_eq!(room.names(), 0);

        let delivery = room.begin(&[("a", "one"), ("s/b", "two"), ("c", "three")]);
        let (path, parcels, name) = killed(delivery);
        let passing = path.file_name().unwrap().to_str().unwrap().to_owned();
        let whole = Whole { folder: room.to(), passing, over: false, parcels };
        fs::write(room.private().join(NOTES).join(format!("{name}{WHOLE}")), serde_json::to_vec(&whole).unwrap())
            .unwrap();
        fs::rename(path.join("0"), room.to().join("a")).unwrap();
        // somebody's own
        fs::write(room.to().join("c"), "theirs").unwrap();
        mend(&room.private()).unwrap();
        assert_eq!([room.read("a"), room.read("s/b"), room.read("c")].map(Option::unwrap), ["one", "two", "theirs"]);
        assert_eq!((room.names(), torn(&room.private()).unwrap().len()), (3, 0));
    }

    #[test]
    fn what_is_being_written_is_left_alone_and_no_link_is_followed() {
        let room = Room::new();
        let living = room.begin(&[("a", "one")]);
        mend(&room.private()).unwrap();
        assert_eq!(torn(&room.private()).unwrap().len(), 0);
        living.finish(false).unwrap();
        assert_eq!(room.read("a").as_deref(), Some("one"));
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), room.to().join("acme")).unwrap();
        assert_eq!(room.begin(&[("acme/x", "x")]).finish(true).unwrap_err().kind, Kind::Disk);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        assert_eq!(room.names(), 2);
    }
}
