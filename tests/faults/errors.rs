//! Requests that the system refuses: a full disk, a broken one, missing rights, too many open files.

use super::chosen;
use super::deeds::{DEEDS, Deed};
use super::state::{State, leftovers};
use super::strace::{Request, last_requests, requests, with_fault};

/// What each request can be refused with.
fn refusals(name: &str) -> &'static [&'static str] {
    match name {
        "openat" | "open" => &["EMFILE", "ENOSPC", "EACCES", "EIO"],
        "write" | "pwrite64" | "writev" | "ftruncate" | "fsync" | "fdatasync" => &["ENOSPC", "EIO"],
        "mkdir" | "mkdirat" | "link" | "linkat" | "rename" | "renameat" | "renameat2" => &["ENOSPC", "EACCES", "EIO"],
        "unlink" | "unlinkat" | "fchmod" | "fchmodat" => &["EACCES", "EIO"],
        "read" | "pread64" | "fstat" | "newfstatat" | "statx" | "getdents64" | "flock" | "mmap" => &["EIO"],
        _ => &[],
    }
}

/// The requests from the first that touches the store's locks; what comes before is the same for every command.
fn worth_trying(all: Vec<Request>) -> Vec<(Request, &'static str)> {
    let begun = all.iter().position(|request| request.line.contains("\"lock\"")).expect("the lock is taken");
    let ended = all.iter().rposition(|request| request.line.contains("\"index.lock\"")).expect("the lock is let go");
    // the disk is waited for in several threads at once: then all of them fail
    let can_be_meant = |request: &Request| request.is_unique || request.name == "fsync";
    let all = all.into_iter().take(ended + 1).skip(begun).filter(can_be_meant);
    all.flat_map(|request| refusals(&request.name).iter().map(move |errno| (request.clone(), *errno))).collect()
}

fn tell(deed: &Deed, request: &Request, errno: &str, last: &str) -> String {
    format!("{}: {errno} at\n  {}\nand then\n{last}", deed.name, request.line)
}

#[test]
fn an_error_leaves_the_old_or_the_new_at_once() {
    for (seed, deed) in DEEDS.iter().enumerate() {
        let ground = deed.ground();
        let stand = ground.copy();
        let old = State::of(&stand, deed.path);
        let tries = worth_trying(requests(&stand, &deed.call(&stand)));
        let new = State::of(&stand, deed.path);
        let (mut refused, mut borne) = (0, 0);
        for number in chosen(tries.len(), 14, seed * 3) {
            let (request, errno) = &tries[number];
            let stand = ground.copy();
            let out = with_fault(&stand, &deed.call(&stand), &request.error(errno, false));
            let answer = std::fs::read_to_string(stand.top().join("answer")).unwrap_or_default();
            let said = format!("{answer}{}", out.stderr);
            let told = || format!("{}\n{answer}\n{out}", tell(deed, request, errno, &last_requests(&stand)));
            let state = State::of(&stand, deed.path);
            let is_new = state == new;
            match out.code {
                0 => assert!(is_new, "success without the change\n{}\n{state}", told()),
                3 | 5 => assert!(
                    state == old || (is_new && said.contains("is recorded")),
                    "neither old nor new, or new and not said\n{}\n{state}",
                    told()
                ),
                _ => panic!("a strange end\n{}", told()),
            }
            assert_eq!(leftovers(&stand), Vec::<String>::new(), "{}", told());
            assert_eq!(deed.lost(&stand, &out.stdout), Vec::<&str>::new(), "{}", told());
            stand.assert_sound();
            if out.code == 0 {
                borne += 1
            } else {
                refused += 1
            }
            let next = deed.next(&stand).run();
            assert_eq!(next.code, 0, "the next change failed\n{}\n{next}", told());
        }
        assert!(refused > 0, "{}: nothing was refused", deed.name);
        println!("{}: {refused} errors ended it, {borne} were borne", deed.name);
    }
}

#[test]
fn after_errors_that_do_not_pass_the_next_change_works() {
    for (seed, deed) in DEEDS.iter().enumerate() {
        let ground = deed.ground();
        let stand = ground.copy();
        let old = State::of(&stand, deed.path);
        let tries = worth_trying(requests(&stand, &deed.call(&stand)));
        let new = State::of(&stand, deed.path);
        for number in chosen(tries.len(), 7, seed * 7 + 1) {
            let (request, errno) = &tries[number];
            let stand = ground.copy();
            let out = with_fault(&stand, &deed.call(&stand), &request.error(errno, true));
            let told = || format!("from then on, {}\n{out}", tell(deed, request, errno, &last_requests(&stand)));
            assert!([0, 3, 5].contains(&out.code), "a strange end\n{}", told());
            let next = deed.next(&stand).run();
            let said = std::fs::read_to_string(stand.top().join("answer")).unwrap_or_default();
            assert_eq!(next.code, 0, "the next change failed\n{}\n{said}\n{next}", told());
            let state = State::of(&stand, deed.path);
            let whole = |end: &State| state.file == end.file && state.others == end.others;
            assert!(state.agrees() && (whole(&old) || whole(&new)), "{}\n{state}", told());
            assert!(out.code != 0 || whole(&new), "an acknowledged change is missing\n{}\n{state}", told());
            assert_eq!(leftovers(&stand), Vec::<String>::new(), "{}", told());
            stand.assert_sound();
        }
    }
}
