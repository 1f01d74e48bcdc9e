//! Files that come to a person's folder all or none, and what a kill leaves of them.

use std::path::PathBuf;

use super::delivery::{Delivery, bearer, half_way};
use super::delivery_note::{NOTES, Parcel, WHOLE, Whole};
use super::folder::Folder;
use super::undelivered::{Undelivered, drop_taken, mend, torn};
use crate::model::{Fault, Kind};
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
fn nobody_waits_for_others_where_all_are_in_their_places() {
    let said = |done, all| half_way(done, all, true, Fault::new(Kind::Disk, "cannot sync"));
    for (done, all) in [(1, 1), (3, 3)] {
        let fault = said(done, all);
        assert!(fault.message.contains("power cut") && !fault.to_string().contains("other"), "{fault}");
        assert!(!fault.hints.iter().any(|hint| hint.contains("others")), "{:?}", fault.hints);
    }
    let fault = said(1, 3);
    assert!(fault.message.starts_with("1 of 3 files") && fault.hints.iter().any(|hint| hint.contains("others")));
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
    let undelivered = |taken: &[&str]| Undelivered {
        folder: room.to(),
        is_there: true,
        taken: taken.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(torn(&room.private()).unwrap(), [undelivered(&[])]);
    // what another store is writing there is its own
    let other = tempfile::tempdir().unwrap();
    let another = killed(Delivery::begin(other.path(), &room.to()).unwrap());
    mend(&room.private()).unwrap();
    assert_eq!((room.names(), another.0.exists()), (1, true));
    mend(other.path()).unwrap();
    assert_eq!(room.names(), 0);

    let delivery = room.begin(&[("a", "one"), ("s/b", "two"), ("c", "three")]);
    let (path, parcels, name) = killed(delivery);
    let passing = path.file_name().unwrap().to_str().unwrap().to_owned();
    let whole = Whole { folder: room.to(), passing, parcels };
    fs::write(room.private().join(NOTES).join(format!("{name}{WHOLE}")), serde_json::to_vec(&whole).unwrap()).unwrap();
    fs::rename(path.join("0"), room.to().join("a")).unwrap();
    // somebody's own
    fs::write(room.to().join("c"), "theirs").unwrap();
    mend(&room.private()).unwrap();
    assert_eq!([room.read("a"), room.read("s/b"), room.read("c")].map(Option::unwrap), ["one", "two", "theirs"]);
    // it is told until somebody says that it may go
    assert_eq!(torn(&room.private()).unwrap(), [undelivered(&["c"])]);
    drop_taken(&room.private()).unwrap();
    assert_eq!((room.names(), torn(&room.private()).unwrap().len()), (3, 0));
}

/// All of them were ready and the first was in its place when the run was killed.
fn killed_half_way(room: &Room) {
    let (path, parcels, name) = killed(room.begin(&[("a", "one"), ("b", "two")]));
    let passing = path.file_name().unwrap().to_str().unwrap().to_owned();
    let whole = serde_json::to_vec(&Whole { folder: room.to(), passing, parcels }).unwrap();
    fs::write(room.private().join(NOTES).join(format!("{name}{WHOLE}")), whole).unwrap();
    fs::rename(path.join("0"), room.to().join("a")).unwrap();
}

#[test]
fn a_folder_that_is_away_is_waited_for() {
    let half: fn(&Room) = killed_half_way;
    let begun: fn(&Room) = |room| drop(killed(room.begin(&[("a", "one")])));
    for (leave, comes) in [(half, [Some("one"), Some("two")]), (begun, [None, None])] {
        let room = Room::new();
        leave(&room);
        let away = room.dir.path().join("away");
        fs::rename(room.to(), &away).unwrap();
        for _ in 0..2 {
            mend(&room.private()).unwrap();
            drop_taken(&room.private()).unwrap();
            let told = Undelivered { folder: room.to(), is_there: false, taken: Vec::new() };
            assert_eq!(torn(&room.private()).unwrap(), [told]);
        }
        fs::rename(&away, room.to()).unwrap();
        mend(&room.private()).unwrap();
        assert_eq!([room.read("a").as_deref(), room.read("b").as_deref()], comes);
        assert_eq!((room.names(), torn(&room.private()).unwrap().len()), (comes.iter().flatten().count(), 0));
    }
}

#[test]
fn a_note_whose_folder_was_made_anew_ends() {
    let room = Room::new();
    killed_half_way(&room);
    fs::remove_dir_all(room.to()).unwrap();
    mend(&room.private()).unwrap();
    assert_eq!(torn(&room.private()).unwrap().len(), 1);
    fs::create_dir(room.to()).unwrap();
    mend(&room.private()).unwrap();
    assert_eq!((room.names(), torn(&room.private()).unwrap().len()), (0, 0));
}

#[test]
fn what_a_newer_version_noted_stays() {
    let room = Room::new();
    killed_half_way(&room);
    let notes = room.private().join(NOTES);
    let mut all = fs::read_dir(&notes).unwrap().flatten().map(|own| own.path());
    let whole = all.find(|path| path.to_string_lossy().ends_with(WHOLE)).unwrap();
    fs::write(whole, "{\"version\": 2}").unwrap();
    assert_eq!(mend(&room.private()).unwrap_err().kind, Kind::NewerFormat);
    assert_eq!(torn(&room.private()).unwrap_err().kind, Kind::NewerFormat);
    assert_eq!((room.names(), fs::read_dir(&notes).unwrap().count()), (2, 2), "nothing was cleared away");
}

#[test]
fn nobody_is_told_to_wait_where_nothing_could_be_noted() {
    let room = Room::new();
    // no folder for notes can be made below a file
    let private = room.dir.path().join("closed");
    fs::write(&private, "").unwrap();
    let mut delivery = Delivery::begin(&private, &room.to()).unwrap();
    ["a", "s/b"].iter().for_each(|to| delivery.add(to, b"text").unwrap());
    let half = half_way(1, 2, delivery.note.is_some(), Fault::new(Kind::Disk, "cannot write"));
    assert!(!half.hints.iter().any(|hint| hint.contains("next change")), "{half:?}");
    fs::create_dir(room.to().join("s")).unwrap();
    fs::set_permissions(room.to().join("s"), fs::Permissions::from_mode(0o500)).unwrap();
    // whoever may write everywhere is not stopped by it
    if let Err(fault) = delivery.finish(true) {
        assert!(fault.message.contains("1 of 2") && !fault.hints.iter().any(|hint| hint.contains("next")), "{fault:?}");
    }
    let left =
        fs::read_dir(room.to()).unwrap().flatten().filter(|own| own.file_name().to_string_lossy().starts_with('.'));
    assert_eq!(left.count(), 0, "nothing waits for anybody");
}

#[test]
fn a_file_is_replaced_only_as_it_was_when_the_new_one_was_ready() {
    let room = Room::new();
    for name in ["a", "b"] {
        fs::write(room.to().join(name), "old").unwrap();
    }
    let delivery = room.begin(&[("a", "one"), ("b", "two")]);
    let to = Folder::open(&room.to()).unwrap();
    let (path, mut parcels, name) = killed(delivery);
    parcels.iter_mut().for_each(|parcel| parcel.over = bearer(&to, &parcel.to, true).unwrap());
    let passing = path.file_name().unwrap().to_str().unwrap().to_owned();
    let whole = serde_json::to_vec(&Whole { folder: room.to(), passing, parcels }).unwrap();
    fs::write(room.private().join(NOTES).join(format!("{name}{WHOLE}")), whole).unwrap();
    // days later
    fs::write(room.to().join("b"), "newer").unwrap();
    mend(&room.private()).unwrap();
    assert_eq!([room.read("a"), room.read("b")].map(Option::unwrap), ["one", "newer"]);
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
