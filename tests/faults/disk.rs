//! A disk whose power can be cut: a small ext4 file system in a file, mounted where a store lies.
//!
//! What the kernel has not handed to the disk when the power goes is lost; what it has handed over counts as kept. Needs
//! the right to mount, which a test that wants a disk has to ask for first.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Large enough for a small store and a journal.
const SIZE: u64 = 32 << 20;

/// A file system, unmounted when this is dropped.
pub struct Disk {
    image: PathBuf,
    at: PathBuf,
}

impl Disk {
    /// Makes an empty file system in this file, with a journal.
    pub fn format(image: &Path) -> Result<(), String> {
        std::fs::File::create(image).and_then(|file| file.set_len(SIZE)).map_err(|error| error.to_string())?;
        let mut make = Command::new("mkfs.ext4");
        make.args(["-q", "-F", "-b", "4096", "-I", "256", "-J", "size=4", "-m", "0"]).arg(image);
        run(make)
    }

    /// Mounts the file system of this file at a folder.
    pub fn mount(image: &Path, at: &Path) -> Result<Self, String> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "ext4", "-o", "loop"]).arg(image).arg(at);
        run(mount)?;
        Ok(Self { image: image.to_owned(), at: at.to_owned() })
    }

    /// Cuts the power: what the disk has at this moment is what there is from now on. It is mounted again, as a machine
    /// does that starts after a power cut, in the same place.
    pub fn cut_the_power(self) -> Self {
        let (image, at) = (self.image.clone(), self.at.clone());
        let rescued = image.with_extension("rescued");
        copy(&image, &rescued);
        drop(self);
        std::fs::rename(&rescued, &image).expect("the disk as it was");
        Self::mount(&image, &at).expect("a disk that can be mounted")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // what another test starts just now may hold it for a moment
        let unmounted = |flags: &[&str]| {
            let mut unmount = Command::new("umount");
            unmount.args(flags).arg(&self.at);
            run(unmount)
        };
        let is_gone = (0..20).any(|_| {
            unmounted(&[]).is_ok() || {
                std::thread::sleep(std::time::Duration::from_millis(50));
                false
            }
        });
        if !is_gone && let Err(why) = unmounted(&["--lazy"]) {
            eprintln!("{} stays mounted: {why}", self.at.display());
        }
    }
}

/// Copies a disk's file without what it does not hold.
pub fn copy(from: &Path, to: &Path) {
    let mut copy = Command::new("cp");
    copy.args(["--sparse=always", "--reflink=auto"]).args([from, to]);
    run(copy).expect("a copy of the disk");
}

/// Says why no disk can be made here, if so: the machine lacks a tool, or the right to mount.
pub fn hindrance() -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (image, at) = (folder.path().join("image"), folder.path().join("at"));
    std::fs::create_dir(&at).expect("a folder");
    Disk::format(&image).and_then(|()| Disk::mount(&image, &at)).err()
}

fn run(mut command: Command) -> Result<(), String> {
    let what = command.get_program().to_string_lossy().into_owned();
    let out = command.output().map_err(|error| format!("{what}: {error}"))?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!("{what}: {}", String::from_utf8_lossy(&out.stderr).trim()))
}
