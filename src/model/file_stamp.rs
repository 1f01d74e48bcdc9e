//! What the system says of a file: as long as two stamps of a path are equal, so is what the file holds.
//!
//! Knows nothing of paths, and opens nothing.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

/// Which file it is, how large, and when it was last written and changed, as git's index keeps it of each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp {
    /// The device and the file's number on it.
    place: [u64; 2],
    size: u64,
    mode: u32,
    /// Seconds and nanoseconds of what was last written, and of the last change of any kind.
    times: [i64; 4],
}

impl FileStamp {
    /// All of it, for a digest.
    pub fn bytes(&self) -> Vec<u8> {
        let numbers = self.place.iter().chain([&self.size]).flat_map(|number| number.to_le_bytes());
        let times = self.times.iter().flat_map(|time| time.to_le_bytes());
        numbers.chain(self.mode.to_le_bytes()).chain(times).collect()
    }

    /// Which file it is, whatever it holds.
    pub fn place(&self) -> Vec<u8> {
        self.place.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// True when any change that is made after the other file was cannot leave this stamp as it is: clocks of files tick
    /// slowly, and each file system has its own.
    pub fn is_settled_by(&self, moment: &Self) -> bool {
        let ([device, _], [clock, _]) = (self.place, moment.place);
        let ([written, written_ns, changed, changed_ns], [.., now, now_ns]) = (self.times, moment.times);
        device == clock && (written, written_ns) < (now, now_ns) && (changed, changed_ns) < (now, now_ns)
    }
}

impl From<&Metadata> for FileStamp {
    fn from(about: &Metadata) -> Self {
        Self {
            place: [about.dev(), about.ino()],
            size: about.len(),
            mode: about.mode(),
            times: [about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()],
        }
    }
}
