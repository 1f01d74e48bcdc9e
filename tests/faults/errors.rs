//! Requests that the system refuses: a full disk, a broken one, missing rights, too many open files.

use super::chosen;
use super::operations::{DEEDS, Operation};
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

fn tell(operation: &Operation, request: &Request, errno: &str, last: &str) -> String {
    format!("{}: {errno} at\n  {}\nand then\n{last}", operation.name, request.line)
}

#[test]
fn an_error_leaves_the_old_or_the_new_at_once() {
    for (seed, operation) in DEEDS.iter().enumerate() {
        let base = operation.base();
        let sandbox = base.copy();
        let old = State::of(&sandbox, operation.path);
        let tries = worth_trying(requests(&sandbox, &operation.call(&sandbox)));
        let new = State::of(&sandbox, operation.path);
        let (mut refused, mut borne) = (0, 0);
        for number in chosen(tries.len(), 14, seed * 3) {
            let (request, errno) = &tries[number];
            let sandbox = base.copy();
            let out = with_fault(&sandbox, &operation.call(&sandbox), &request.error(errno, false));
            let answer = std::fs::read_to_string(sandbox.top().join("answer")).unwrap_or_default();
            let said = format!("{answer}{}", out.stderr);
            let told = || format!("{}\n{answer}\n{out}", tell(operation, request, errno, &last_requests(&sandbox)));
            let state = State::of(&sandbox, operation.path);
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
            assert_eq!(leftovers(&sandbox), Vec::<String>::new(), "{}", told());
            assert_eq!(operation.lost(&sandbox, &out.stdout), Vec::<&str>::new(), "{}", told());
            sandbox.assert_sound();
            if out.code == 0 {
                borne += 1
            } else {
                refused += 1
            }
            let next = operation.next(&sandbox).run();
            assert_eq!(next.code, 0, "the next change failed\n{}\n{next}", told());
        }
        assert!(refused > 0, "{}: nothing was refused", operation.name);
        println!("{}: {refused} errors ended it, {borne} were borne", operation.name);
    }
}

#[test]
fn after_errors_that_do_not_pass_the_next_change_works() {
    for (seed, operation) in DEEDS.iter().enumerate() {
        let base = operation.base();
        let sandbox = base.copy();
        let old = State::of(&sandbox, operation.path);
        let tries = worth_trying(requests(&sandbox, &operation.call(&sandbox)));
        let new = State::of(&sandbox, operation.path);
        for number in chosen(tries.len(), 7, seed * 7 + 1) {
            let (request, errno) = &tries[number];
            let sandbox = base.copy();
            let out = with_fault(&sandbox, &operation.call(&sandbox), &request.error(errno, true));
            let told = || format!("from then on, {}\n{out}", tell(operation, request, errno, &last_requests(&sandbox)));
            assert!([0, 3, 5].contains(&out.code), "a strange end\n{}", told());
            let next = operation.next(&sandbox).run();
            let said = std::fs::read_to_string(sandbox.top().join("answer")).unwrap_or_default();
            assert_eq!(next.code, 0, "the next change failed\n{}\n{said}\n{next}", told());
            let state = State::of(&sandbox, operation.path);
            let whole = |end: &State| state.file == end.file && state.others == end.others;
            assert!(state.agrees() && (whole(&old) || whole(&new)), "{}\n{state}", told());
            assert!(out.code != 0 || whole(&new), "an acknowledged change is missing\n{}\n{state}", told());
            assert_eq!(leftovers(&sandbox), Vec::<String>::new(), "{}", told());
            sandbox.assert_sound();
        }
    }
}
