//! Waiting until the disk has what it was given.
//!
//! Everything is asked for at once, each in a thread of its own: a disk confirms eight in the time of two that way, and
//! a journalling file system commits once for all of them. Nothing is asked for less often because of that.

use std::os::fd::BorrowedFd;
use std::thread::{Builder, scope};

use rustix::io::Errno;

/// Enough for a thread that waits.
const STACK: usize = 64 * 1024;

/// Returns once all of these files and folders would survive a power cut.
///
/// # Errors
/// The place among them of one that the disk did not confirm, and why; all others were asked for all the same.
pub(super) fn wait_for_all(things: &[BorrowedFd<'_>]) -> Result<(), (usize, Errno)> {
    let Some((first, others)) = things.split_first() else { return Ok(()) };
    scope(|scope| {
        let helpers: Vec<_> = others
            .iter()
            .map(|other| (other, Builder::new().stack_size(STACK).spawn_scoped(scope, || wait_for(*other))))
            .collect();
        let mut done = wait_for(*first).map_err(|error| (0, error));
        for (at, (other, helper)) in (1..).zip(helpers) {
            let confirmed = match helper {
                Ok(helper) => helper.join().unwrap_or(Err(Errno::IO)),
                // the system has no thread to spare
                Err(_) => wait_for(*other),
            };
            done = done.and(confirmed.map_err(|error| (at, error)));
        }
        done
    })
}

fn wait_for(thing: BorrowedFd<'_>) -> Result<(), Errno> {
    match rustix::fs::fsync(thing) {
        // some file systems cannot sync a folder, and do not need to
        Ok(()) | Err(Errno::INVAL | Errno::ROFS) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsFd;

    #[test]
    fn the_one_that_the_disk_does_not_confirm_is_told() {
        let file = tempfile::tempfile().unwrap();
        let folder = std::fs::File::open(tempfile::tempdir().unwrap().path()).unwrap();
        assert_eq!(wait_for_all(&[]), Ok(()));
        assert_eq!(wait_for_all(&[file.as_fd(), folder.as_fd(), file.as_fd()]), Ok(()));
        // what is no file at all cannot be waited for, which is no reason to stop
        let (pipe, _other) = std::io::pipe().unwrap();
        assert_eq!(wait_for_all(&[file.as_fd(), pipe.as_fd()]), Ok(()));
    }
}
