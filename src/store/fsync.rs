//! Waiting until the disk has what it was given.
//!
//! The disk is asked for many things by several threads at once, because it confirms eight in the time of two that way,
//! and a journalling file system commits once for all of them. Nothing is asked for less often because of that.

use std::os::fd::BorrowedFd;
use std::thread::{Builder, scope};

use rustix::io::Errno;

/// So many wait at the most; more of them would cost more than they save.
const WAITING: usize = 4;
/// Enough for a thread that waits.
const STACK: usize = 64 * 1024;

/// One that the disk did not confirm, by its place, and why.
type Refused = (usize, Errno);

/// Returns once all of these files and folders would survive a power cut.
///
/// # Errors
/// The place among them of one that the disk did not confirm, and why; all others were asked for all the same.
pub(super) fn wait_for_all(things: &[BorrowedFd<'_>]) -> Result<(), Refused> {
    // a thread for one thing alone is not worth it
    let shares = things.len().div_ceil(2).min(WAITING);
    let wait_for_share = |share: usize| {
        let mut done = Ok(());
        for (at, thing) in things.iter().enumerate().skip(share).step_by(shares.max(1)) {
            done = done.and(wait_for(*thing).map_err(|error| (at, error)));
        }
        done
    };
    scope(|scope| {
        let begin = |share| Builder::new().stack_size(STACK).spawn_scoped(scope, move || wait_for_share(share));
        let helpers: Vec<_> = (1..shares).map(|share| (share, begin(share))).collect();
        let mut done = wait_for_share(0);
        for (share, helper) in helpers {
            done = done.and(match helper {
                Ok(helper) => helper.join().unwrap_or(Err((share, Errno::IO))),
                // the system has no thread to spare
                Err(_) => wait_for_share(share),
            });
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
    use std::os::fd::AsFd;

    use rustix::fs::{Mode, OFlags};

    use super::*;

    #[test]
    fn the_one_that_the_disk_does_not_confirm_is_told() {
        let file = tempfile::tempfile().unwrap();
        let folder = std::fs::File::open(tempfile::tempdir().unwrap().path()).unwrap();
        assert_eq!(wait_for_all(&[]), Ok(()));
        assert_eq!(wait_for_all(&[file.as_fd(), folder.as_fd(), file.as_fd()]), Ok(()));
        // a descriptor that only names a file stands for a disk that refuses
        let only_a_name = rustix::fs::open("/", OFlags::PATH, Mode::empty()).unwrap();
        let refused = |at| Err((at, Errno::BADF));
        assert_eq!(wait_for_all(&[file.as_fd(), only_a_name.as_fd(), file.as_fd()]), refused(1));
        assert_eq!(wait_for_all(&[only_a_name.as_fd(), file.as_fd()]), refused(0));
        let many: Vec<_> = (0..9).map(|at| if at == 7 { only_a_name.as_fd() } else { file.as_fd() }).collect();
        assert_eq!(wait_for_all(&many), refused(7));
        // what is no file cannot be waited for, which is no reason to stop
        let (pipe, _other) = std::io::pipe().unwrap();
        assert_eq!(wait_for_all(&[file.as_fd(), pipe.as_fd()]), Ok(()));
    }
}
