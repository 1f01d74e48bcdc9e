//! A stand and its copies: home, store and what lies beside it, with the modes, times and second names of the files.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::env::Sandbox;

/// So much room a place needs for the stands that are tried at once.
const ROOM: u64 = 256 << 20;

/// Where stands are tried: in memory where there is room for them, because most of the time of a try goes into making and
/// removing files. What a fault leaves behind does not hang on it.
pub fn place() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let room = rustix::fs::statvfs(memory).map_or(0, |about| about.f_bavail * about.f_frsize);
    let can_write = rustix::fs::access(memory, rustix::fs::Access::WRITE_OK).is_ok();
    if room >= ROOM && can_write { memory.to_owned() } else { std::env::temp_dir() }
}

/// A stand of its own with everything that lies in this one.
pub fn copy(template: &Sandbox) -> Sandbox {
    let sandbox = Sandbox::bare_in(&place());
    copy_into(template, &sandbox);
    sandbox
}

/// Puts everything that lies in a stand into another one.
pub fn copy_into(template: &Sandbox, sandbox: &Sandbox) {
    copy_folder(&template.top(), &sandbox.top(), &mut HashMap::new()).expect("a copy of the stand");
    remember_here(sandbox, &remembered(template));
    if sandbox.store().join(".git").exists() {
        // the copies have other numbers and times than the index knows
        sandbox.git_raw(&["update-index", "-q", "--refresh"]);
    }
}

/// Where an audit remembers the head of the store, which goes by its place.
pub fn remembered(sandbox: &Sandbox) -> PathBuf {
    let place = sandbox.store().join(".git");
    let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    sandbox.home().join(format!(".local/state/runbook/heads/{name}.json"))
}

/// Takes what was remembered of the stand that this one was copied from for what is remembered of this one.
pub fn remember_here(sandbox: &Sandbox, of_first: &Path) {
    let here = remembered(sandbox);
    let copied = here.with_file_name(of_first.file_name().expect("a name"));
    if copied.exists() {
        fs::rename(copied, &here).expect("another name");
        let folder = File::open(here.parent().expect("a folder")).expect("a folder");
        folder.sync_all().expect("on the disk");
    }
}

/// `other_names` knows where the files with several names have come, by device and number.
fn copy_folder(from: &Path, to: &Path, other_names: &mut HashMap<(u64, u64), PathBuf>) -> io::Result<()> {
    if !to.is_dir() {
        fs::create_dir(to)?;
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, about) = (entry.path(), entry.metadata()?);
        let copy = to.join(entry.file_name());
        if about.is_symlink() {
            symlink(fs::read_link(&path)?, &copy)?;
        } else if about.is_dir() {
            copy_folder(&path, &copy, other_names)?;
        } else if let Some(first) = other_names.get(&(about.dev(), about.ino())) {
            fs::hard_link(first, &copy)?;
        } else if path.extension().is_none_or(|end| end != "sample") {
            copy_file(&path, &copy)?;
            if about.nlink() > 1 {
                other_names.insert((about.dev(), about.ino()), copy);
            }
        }
    }
    fs::set_permissions(to, fs::metadata(from)?.permissions())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let about = source.metadata()?;
    let mut copy = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to)?;
    io::copy(&mut source, &mut copy)?;
    copy.set_modified(about.modified()?)?;
    copy.set_permissions(about.permissions())
}

#[test]
fn a_copy_has_content_modes_times_links_and_second_names() {
    let template = Sandbox::bare();
    template.write("a/one", "content");
    let one = template.store().join("a/one");
    fs::set_permissions(&one, std::os::unix::fs::PermissionsExt::from_mode(0o440)).expect("closed");
    fs::hard_link(&one, template.top().join("elsewhere")).expect("a second name");
    symlink("a/one", template.store().join("link")).expect("a link");
    let sandbox = copy(&template);
    let about = |sandbox: &Sandbox, path: &str| fs::symlink_metadata(sandbox.store().join(path)).expect("there");
    for path in ["a/one", "../elsewhere"] {
        let (before, after) = (about(&template, path), about(&sandbox, path));
        assert_eq!((before.mode(), before.mtime_nsec()), (after.mode(), after.mtime_nsec()), "{path}");
    }
    assert_eq!(sandbox.read("link"), "content");
    assert!(about(&sandbox, "link").is_symlink());
    assert_eq!(about(&sandbox, "a/one").ino(), about(&sandbox, "../elsewhere").ino());
    assert_ne!(about(&sandbox, "a/one").ino(), about(&template, "a/one").ino());
}
